"""One extract against the rules: its rows as typed values, what was found wrong, and how full each column is.

A row that is refused, and one without consent, goes no further than this.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from needs import files
from needs.ingest import csvfile
from needs.ingest.ndtms import rules
from needs.ingest.ndtms.brought import brought, unknown_codes
from needs.ingest.ndtms.cells import LINE, Cells, cells, records_below_the_header
from needs.ingest.ndtms.fields import Field, date_of, fields, letters, reason, written
from needs.ingest.ndtms.naming import DAY_FIRST, YEAR_FIRST, Name, Settings
from needs.ingest.ndtms.rules import (
    CELL_RULES,
    CLIENT,
    CONSENT_RULES,
    PROFILE,
    RELATION_RULES,
    ROW_RULES,
    About,
    FileRefused,
    Rule,
)
from needs.ingest.ndtms.specification import LAST_BUILT_IN, NONE, Specification, Specifications
from needs.ingest.problems import FILE_REFUSED, NOTED

NO_SPECIFICATIONS = Specifications()

COMPLETENESS = {
    **{"file": pl.String, "agency": pl.String, "field": pl.String, "is_known": pl.Boolean},
    **{"is_collected": pl.Boolean, "rows": pl.Int64},
    **{"answered": pl.Int64, "not_answered": pl.Int64, "blank": pl.Int64, "is_constant": pl.Boolean},
}


def completeness(
    rows: pl.DataFrame, answers: pl.DataFrame, cells: Cells, settings: Settings, about: About, name: str
) -> pl.DataFrame:
    """One row a column: how many consenting rows have an answer, NA or nothing, and whether it is always the same answer.

    `rows` are the cells as written, `answers` what is neither blank nor NA in them. Of a column that is not known it is only
    told how many cells are filled, of all rows.
    """
    known = about.specification.fields
    answered = answers.count().row(0)
    not_answered = rows.select((pl.col(written(header) for header in known) == "NA").sum()).row(0)
    is_same = answers.select((pl.all() == pl.all().drop_nulls().first()).all()).row(0)
    whole = cells.rows.height
    lines = [
        (
            header,
            True,
            is_collected(header, cells, settings),
            rows.height,
            some,
            none,
            rows.height - some - none,
            bool(same) and some > 1,
        )
        for header, some, none, same in zip(known, answered, not_answered, is_same, strict=True)
    ] + [(stranger, False, True, whole, filled, 0, whole - filled, False) for stranger, filled in cells.strangers]
    place = [pl.lit(name).alias("file"), pl.lit(about.agency, dtype=pl.String).alias("agency")]
    told = pl.DataFrame(
        lines, schema=[column for column in COMPLETENESS if column not in ("file", "agency")], orient="row"
    )
    return told.select(*place, pl.all()).cast(COMPLETENESS)  # type: ignore[arg-type]


def completeness_of_nothing() -> pl.DataFrame:
    """The completeness of no file at all."""
    return pl.DataFrame(schema=COMPLETENESS)


def is_collected(header: str, cells: Cells, settings: Settings) -> bool:
    """Whether the file has the column and its settings do not say that nothing is collected in it."""
    return header in cells.headers and header not in settings.not_collected


_ISO = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


@dataclass(frozen=True)
class Checked:
    """The rows that may be used, typed; all findings; how full each column is; codes of no list; rows that came, and lack consent."""

    rows: pl.DataFrame = field(repr=False)
    findings: pl.DataFrame = field(repr=False)
    completeness: pl.DataFrame = field(repr=False)
    unknown_codes: pl.DataFrame = field(repr=False)
    records: int
    without_consent: int
    settings: Settings


def check(cells: Cells, settings: Settings, about: About, name: str) -> Checked:
    """The rows of a file against every rule that needs no other file; FileRefused if no date of birth can be read."""
    known = about.specification.fields
    original = _in_capitals(_as_written(cells, settings, known), known)
    settings = _with_date_format(original, settings)
    raw, noted = brought(original, about, settings.date_format or DAY_FIRST)
    no_consent = _broken(raw, CONSENT_RULES, about, name)
    consent = raw[written("CONSENT")]
    is_consenting = consent == "Y"
    consenting = raw.filter(is_consenting)
    in_specification = _found(
        consenting, [(rule, header, mask.filter(is_consenting)) for rule, header, mask in noted], about, name
    )
    answers = _answers(consenting, known)
    rows = consenting.hstack(_typed(answers, settings, known))
    rows, wrong_cells = _apply(rows, CELL_RULES, about, name)
    unknown = unknown_codes(original.filter(is_consenting), consenting, wrong_cells, about, name)
    wrong_rows = _broken(rows, ROW_RULES, about, name)
    rows = _kept(rows, cells, settings, name).filter(~pl.col(LINE).is_in(wrong_rows[LINE].implode()))
    rows, wrong_relations = _apply(rows, RELATION_RULES, about, name)
    return Checked(
        rows,
        pl.concat([no_consent, in_specification, wrong_cells, wrong_rows, wrong_relations]),
        completeness(consenting, answers, cells, settings, about, name),
        unknown,
        cells.rows.height,
        int((consent == "N").sum()),
        settings,
    )


def empty() -> pl.DataFrame:
    """Checked rows of no file at all."""
    types = {"date": pl.Date, "integer": pl.Int16}
    typed = {header: types.get(known.kind, pl.String) for header, known in _wanted().items()}
    whys = dict.fromkeys((reason(item.header) for item in _items()), pl.String)
    return pl.DataFrame(schema={"file": pl.String, LINE: pl.Int64, **typed, **whys})


def _wanted() -> dict[str, Field]:
    """The fields that go into a table, or tell people, episodes, interventions and profiles apart."""
    apart = ("FINITIAL", "SINITIAL", "DOB", "AGNCY", CLIENT, "EPISODID", "MODID", "TOPID")
    return {header: known for header, known in fields().items() if known.column or header in apart}


def _items() -> list[Field]:
    return [known for known in fields().values() if known.entity == PROFILE and known.column]


def _kept(rows: pl.DataFrame, cells: Cells, settings: Settings, name: str) -> pl.DataFrame:
    """The typed values with their place, and why an item of an outcomes profile has none."""
    whys = [_why(item, is_collected(item.header, cells, settings)).alias(reason(item.header)) for item in _items()]
    return rows.select(pl.lit(name).alias("file"), LINE, *_wanted(), *whys)


def _why(item: Field, item_is_collected: bool) -> pl.Expr:
    if not item_is_collected:
        return pl.lit("not collected")
    return (
        pl.when(item.value.is_not_null())
        .then(pl.lit(None, dtype=pl.String))
        .when(item.written == "NA")
        .then(pl.lit("not answered"))
        .when(item.written == "")
        .then(pl.lit("blank"))
        .otherwise(pl.lit("not usable"))
    )


def _as_written(cells: Cells, settings: Settings, known: Iterable[str]) -> pl.DataFrame:
    """Every known column as text, empty where the file lacks it, leaves it blank or it is not collected."""
    there = [name for name in cells.headers if name not in settings.not_collected]
    source = {name: pl.col(name) if name in cells.rows.columns else pl.lit("") for name in there}
    if CLIENT not in source and "CLIENT" in source:
        source[CLIENT] = source["CLIENT"]
    return cells.rows.select(LINE, *(source.get(name, pl.lit("")).alias(written(name)) for name in known))


def _in_capitals(raw: pl.DataFrame, known: Mapping[str, Field]) -> pl.DataFrame:
    coded = [name for name, one in known.items() if one.kind == "code"]
    return raw.with_columns(pl.col([written(name) for name in (*coded, "FINITIAL", "SINITIAL")]).str.to_uppercase())


def _with_date_format(raw: pl.DataFrame, settings: Settings) -> Settings:
    """The settings with a date format: the declared one, otherwise day first unless every birthday is year first."""
    born = raw[written("DOB")].filter(raw[written("CONSENT")] == "Y")
    born = born.filter(~born.is_in(["", "NA"]))
    is_year_first = len(born) > 0 and born.str.contains(_ISO).all()
    settings = replace(settings, date_format=settings.date_format or (YEAR_FIRST if is_year_first else DAY_FIRST))
    if len(born) and born.to_frame().select(date_of(pl.first(), settings.date_format)).to_series().null_count() == len(
        born
    ):
        wanted = f"no date of birth is written as {settings.date_format}: declare date_format in ndtms.toml"
        raise FileRefused("F05", [(None, wanted)])
    return settings


def _answers(rows: pl.DataFrame, known: Iterable[str]) -> pl.DataFrame:
    """What is answered in every known field, by its header; missing where the cell is blank or NA."""
    cell = pl.exclude(LINE)
    answers = rows.select(pl.when((cell != "") & (cell != "NA")).then(cell))
    answers.columns = list(known)
    return answers


def _typed(answers: pl.DataFrame, settings: Settings, known: Mapping[str, Field]) -> pl.DataFrame:
    """The answers as dates, whole numbers and texts."""
    dates, numbers = ([name for name, one in known.items() if one.kind == kind] for kind in ("date", "integer"))
    return answers.with_columns(
        date_of(pl.col(dates), settings.date_format), pl.col(numbers).cast(pl.Int16, strict=False)
    )


def _masks(rows: pl.DataFrame, rules: Iterable[Rule], about: About) -> list[tuple[Rule, str, pl.Series]]:
    """For each rule and each of its fields that some row breaks: which rows."""
    pairs = [
        (rule, known, rule.broken)
        for rule in rules
        if rule.fields and rule.broken
        for known in about.specification.fields.values()
        if rule.fields(known)
    ]
    asked = rows.select(
        LINE,
        *(broken(known, about).fill_null(False).alias(str(number)) for number, (_, known, broken) in enumerate(pairs)),
    )
    is_some = asked.select(pl.exclude(LINE).any()).row(0)
    return [
        (rule, known.header, asked[str(number)]) for number, (rule, known, _) in enumerate(pairs) if is_some[number]
    ]


def _broken(rows: pl.DataFrame, rules: Iterable[Rule], about: About, name: str) -> pl.DataFrame:
    return _found(rows, _masks(rows, rules, about), about, name)


def _apply(rows: pl.DataFrame, rules: Iterable[Rule], about: About, name: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows without the values that break a rule, and the findings."""
    masks = _masks(rows, rules, about)
    kept: dict[str, pl.Expr] = {}
    for rule, header, mask in masks:
        if rule.changes_the_field:
            kept[header] = pl.when(mask).then(pl.lit(rule.becomes)).otherwise(kept.get(header, pl.col(header)))
    changed = rows.with_columns(value.alias(header) for header, value in kept.items())
    return changed, _found(rows, masks, about, name)


def _found(rows: pl.DataFrame, masks: list[tuple[Rule, str, pl.Series]], about: About, name: str) -> pl.DataFrame:
    """A finding for each row of each mask, one mask after another."""
    if not masks:
        return rules.none()
    told = pl.DataFrame(
        [(str(number), header, rule.id, rule.severity, rule.message) for number, (rule, header, _) in enumerate(masks)],
        schema=["number", "field", "rule", "severity", "message"],
        orient="row",
    )
    broken = rows.select(LINE, *(mask.alias(str(number)) for number, (_, _, mask) in enumerate(masks)))
    broken = broken.unpivot(index=LINE, variable_name="number").filter("value")
    place = {"file": pl.lit(name), "agency": pl.lit(about.agency, dtype=pl.String)}
    told_of_each = broken.join(told, on="number", how="left", maintain_order="left")
    return told_of_each.with_columns(**place).select(*rules.SCHEMA)


@dataclass(frozen=True, kw_only=True)
class File:
    """A file that was read: `checked` is None where it was refused; its rows are counted all the same."""

    name: Name
    sha256: str
    records: int
    findings: pl.DataFrame = field(repr=False)
    checked: Checked | None = field(default=None, repr=False)
    settings: Settings = field(default_factory=Settings)
    specification: Specification = field(default=NONE, repr=False)

    @property
    def agencies(self) -> frozenset[str]:
        """The agencies the file is of: the one in its name, otherwise those in its rows."""
        if self.name.agency:
            return frozenset({self.name.agency})
        return frozenset() if self.checked is None else frozenset(self.checked.rows["AGNCY"].unique().to_list())

    def refused(self, error: FileRefused) -> "File":
        """The same file, refused as a whole."""
        found = rules.findings(
            error.places, file=self.name.text, rule=error.rule, severity=FILE_REFUSED, agency=self.name.agency
        )
        return replace(self, findings=found, checked=None)


def read(
    path: Path, settings: Settings, specifications: Specifications = NO_SPECIFICATIONS, name: Name | None = None
) -> File:
    """The file at a path, under its own name or another. Never raises: a file that cannot be used comes back refused."""
    path = Path(path)
    name = name or Name.parse(path.name)
    try:
        if large := csvfile.too_large(path):
            return _unread(path, name, settings).refused(FileRefused("F04", [(None, large)]))
        content = files.content(path, csvfile.LARGEST_FILE)
    except OSError as error:
        nothing = File(name=name, sha256="", records=0, findings=rules.none(), settings=settings)
        return nothing.refused(FileRefused("F04", [(None, f"the file cannot be opened ({error.strerror})")]))
    return parse(content, name, settings, specifications)


def _unread(path: Path, name: Name, settings: Settings) -> File:
    """A file too large to be read, with its rows as its line breaks tell."""
    breaks, sha256 = csvfile.lines_and_fingerprint(path)
    return File(name=name, sha256=sha256, records=max(breaks - 1, 0), findings=rules.none(), settings=settings)


def parse(content: bytes, name: Name, settings: Settings, specifications: Specifications = NO_SPECIFICATIONS) -> File:
    """A file's bytes, read and checked."""
    is_known = name.letter in letters() or name.letter in specifications.by_letter
    letter = name.letter if is_known else settings.cds
    about = About(name.agency, letter, name.period.end if name.period else None, specifications.of(letter))
    whole = None
    try:
        whole = cells(content, settings.encoding, about)
        checked = check(whole, settings, about, name.text)
    except FileRefused as error:
        unread = File(
            name=name,
            sha256=hashlib.sha256(content).hexdigest(),
            records=whole.rows.height if whole else records_below_the_header(content),
            findings=rules.none(),
            settings=settings,
            specification=about.specification,
        )
        return unread.refused(error)
    return File(
        name=name,
        sha256=whole.sha256,
        records=checked.records,
        findings=rules.together([*_remarks(whole, name, about), checked.findings]),
        checked=checked,
        settings=checked.settings,
        specification=about.specification,
    )


def _remarks(whole: Cells, name: Name, about: About) -> list[pl.DataFrame]:
    """What is worth saying about the file as a whole, though it is used."""
    said: list[tuple[str, str]] = []
    if name.agency is None:
        wanted = "AGENCY-FROM-TO-TREAT-IN-LETTER.csv, such as N0852-20110401-20110630-TREAT-IN-K.csv"
        said.append(("F01", f"the name is not {wanted}; no date can be checked against the period"))
    elif about.letter != name.letter:
        said.append(("F01", f"no data set {name.letter} is known"))
    if about.letter and about.letter > LAST_BUILT_IN and about.specification.letter != about.letter:
        said.append(("F10", _without_its_own(about.letter, about.specification)))
    if not whole.is_ended:
        said.append(("F06", "no line break at the end: the file may be cut short"))
    if whole.rows.is_empty():
        said.append(("F06", "a header and no rows"))
    said += [("F07", f"the column {stranger} is not used") for stranger, _ in whole.strangers]
    if whole.blank_rows:
        said.append(("F06", f"{whole.blank_rows} blank rows are left out"))
    if whole.blank_columns:
        said.append(("F07", f"{whole.blank_columns} blank columns at the end are left out"))
    return [
        rules.findings([(None, message)], file=name.text, rule=rule, severity=NOTED, agency=name.agency)
        for rule, message in said
    ]


def _without_its_own(letter: str, specification: Specification) -> str:
    """What a file of a later data set was read with, whose own specification is not there."""
    if specification.letter:
        return f"there is no specification {letter}.csv; read with {specification.letter}.csv, the latest before it"
    return f"there is no specification {letter}.csv; read as data set {LAST_BUILT_IN}, and what came after is not known"

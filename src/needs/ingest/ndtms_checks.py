"""One extract against the rules: its rows as typed values, what was found wrong with them, and a count of every row.

A row that is refused, and one without consent, goes no further than this.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import polars as pl

from needs.ingest import findings
from needs.ingest.cell_rules import CELL_RULES, PROFILE
from needs.ingest.findings import FileRefused
from needs.ingest.ndtms_cells import LINE, Cells
from needs.ingest.ndtms_completeness import completeness, is_collected
from needs.ingest.ndtms_fields import Field, fields, reason, written
from needs.ingest.ndtms_settings import DAY_FIRST, YEAR_FIRST, Settings
from needs.ingest.rule import About, Rule
from needs.ingest.rules import CLIENT, CONSENT_RULES, RELATION_RULES, ROW_RULES

YEARS = (1900, 2999)  # in which a date can be
_ISO = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


@dataclass(frozen=True)
class Checked:
    """The rows that may be used, typed; all findings; how full each column is; how many rows came and lack consent."""

    rows: pl.DataFrame = field(repr=False)
    findings: pl.DataFrame = field(repr=False)
    completeness: pl.DataFrame = field(repr=False)
    records: int
    without_consent: int
    settings: Settings


def check(cells: Cells, settings: Settings, about: About, name: str) -> Checked:
    """The rows of a file against every rule that needs no other file; FileRefused if no date of birth can be read."""
    raw = _in_capitals(_as_written(cells, settings))
    settings = _with_date_format(raw, settings)
    no_consent = _broken(raw, CONSENT_RULES, about, name)
    consent = raw[written("CONSENT")]
    consenting = raw.filter(consent == "Y")
    answers = _answers(consenting)
    rows = consenting.hstack(_typed(answers, settings))
    rows, wrong_cells = _apply(rows, CELL_RULES, about, name)
    wrong_rows = _broken(rows, ROW_RULES, about, name)
    rows = _kept(rows, cells, settings, name).filter(~pl.col(LINE).is_in(wrong_rows[LINE].implode()))
    rows, wrong_relations = _apply(rows, RELATION_RULES, about, name)
    return Checked(
        rows,
        pl.concat([no_consent, wrong_cells, wrong_rows, wrong_relations]),
        completeness(consenting, answers, cells, settings, about, name),
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


def _as_written(cells: Cells, settings: Settings) -> pl.DataFrame:
    """Every known column as text, empty where the file lacks it, leaves it blank or it is not collected."""
    there = [name for name in cells.headers if name not in settings.not_collected]
    source = {name: pl.col(name) if name in cells.rows.columns else pl.lit("") for name in there}
    if CLIENT not in source and "CLIENT" in source:
        source[CLIENT] = source["CLIENT"]
    return cells.rows.select(LINE, *(source.get(name, pl.lit("")).alias(written(name)) for name in fields()))


def _in_capitals(raw: pl.DataFrame) -> pl.DataFrame:
    coded = [name for name, known in fields().items() if known.kind == "code"]
    return raw.with_columns(pl.col([written(name) for name in (*coded, "FINITIAL", "SINITIAL")]).str.to_uppercase())


def _with_date_format(raw: pl.DataFrame, settings: Settings) -> Settings:
    """The settings with a date format: the declared one, otherwise day first unless every birthday is year first."""
    born = raw[written("DOB")].filter(raw[written("CONSENT")] == "Y")
    born = born.filter(~born.is_in(["", "NA"]))
    is_year_first = len(born) > 0 and born.str.contains(_ISO).all()
    settings = replace(settings, date_format=settings.date_format or (YEAR_FIRST if is_year_first else DAY_FIRST))
    if len(born) and born.to_frame().select(_date(pl.first(), settings)).to_series().null_count() == len(born):
        wanted = f"no date of birth is written as {settings.date_format}: declare date_format in ndtms.toml"
        raise FileRefused("F05", [(None, wanted)])
    return settings


def _answers(rows: pl.DataFrame) -> pl.DataFrame:
    """What is answered in every known field, by its header; missing where the cell is blank or NA."""
    cell = pl.exclude(LINE)
    answers = rows.select(pl.when((cell != "") & (cell != "NA")).then(cell))
    answers.columns = list(fields())
    return answers


def _typed(answers: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """The answers as dates, whole numbers and texts."""
    dates, numbers = ([name for name, known in fields().items() if known.kind == kind] for kind in ("date", "integer"))
    return answers.with_columns(_date(pl.col(dates), settings), pl.col(numbers).cast(pl.Int16, strict=False))


def _date(text: pl.Expr, settings: Settings) -> pl.Expr:
    """The date that is written; missing where there is none, or its year has not four digits: "07/04/08" is not year 8."""
    # to read a date takes less time than to look whether the same was read before
    day = text.str.to_date(settings.date_format, strict=False, cache=False)
    return pl.when(day.dt.year().is_between(*YEARS)).then(day)


def _masks(rows: pl.DataFrame, rules: Iterable[Rule], about: About) -> list[tuple[Rule, str, pl.Series]]:
    """For each rule and each of its fields that some row breaks: which rows."""
    pairs = [(rule, known) for rule in rules for known in fields().values() if rule.fields(known)]
    asked = rows.select(
        LINE,
        *(rule.broken(known, about).fill_null(False).alias(str(number)) for number, (rule, known) in enumerate(pairs)),
    )
    is_some = asked.select(pl.exclude(LINE).any()).row(0)
    return [(rule, known.header, asked[str(number)]) for number, (rule, known) in enumerate(pairs) if is_some[number]]


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
        return findings.none()
    told = pl.DataFrame(
        [(str(number), header, rule.id, rule.severity, rule.message) for number, (rule, header, _) in enumerate(masks)],
        schema=["number", "field", "rule", "severity", "message"],
        orient="row",
    )
    broken = rows.select(LINE, *(mask.alias(str(number)) for number, (_, _, mask) in enumerate(masks)))
    broken = broken.unpivot(index=LINE, variable_name="number").filter("value")
    place = {"file": pl.lit(name), "agency": pl.lit(about.agency, dtype=pl.String)}
    told_of_each = broken.join(told, on="number", how="left", maintain_order="left")
    return told_of_each.with_columns(**place).select(*findings.SCHEMA)

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
    raw = _in_capitals(_as_written(cells.rows, settings))
    settings = _with_date_format(raw, settings)
    found = [_broken(raw, CONSENT_RULES, about, name)]
    consenting = raw.filter(pl.col(written("CONSENT")) == "Y")
    rows = consenting.with_columns(_value(known, settings) for known in fields().values())
    rows, wrong_cells = _apply(rows, CELL_RULES, about, name)
    wrong_rows = _broken(rows, ROW_RULES, about, name)
    rows = rows.filter(~pl.col(LINE).is_in(wrong_rows[LINE].unique().to_list()))
    rows, wrong_relations = _apply(rows, RELATION_RULES, about, name)
    return Checked(
        _kept(rows, cells, settings, name),
        findings.together([*found, wrong_cells, wrong_rows, wrong_relations]),
        completeness(consenting, cells, settings, about, name),
        cells.rows.height,
        raw.filter(pl.col(written("CONSENT")) == "N").height,
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


def _as_written(rows: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Every known column as text, empty where the file lacks it or it is not collected."""
    there = [name for name in rows.columns if name != LINE and name not in settings.not_collected]
    source = {name: pl.col(name) for name in there}
    if CLIENT not in source and "CLIENT" in source:
        source[CLIENT] = pl.col("CLIENT")
    return rows.select(LINE, *(source.get(name, pl.lit("")).alias(written(name)) for name in fields()))


def _in_capitals(raw: pl.DataFrame) -> pl.DataFrame:
    coded = [name for name, known in fields().items() if known.kind == "code"]
    return raw.with_columns(pl.col([written(name) for name in (*coded, "FINITIAL", "SINITIAL")]).str.to_uppercase())


def _with_date_format(raw: pl.DataFrame, settings: Settings) -> Settings:
    """The settings with a date format: the declared one, otherwise day first unless every birthday is year first."""
    born = raw.filter(pl.col(written("CONSENT")) == "Y")[written("DOB")]
    born = born.filter(~born.is_in(["", "NA"]))
    is_year_first = len(born) > 0 and born.str.contains(_ISO).all()
    settings = replace(settings, date_format=settings.date_format or (YEAR_FIRST if is_year_first else DAY_FIRST))
    if len(born) and born.to_frame().select(_date(pl.first(), settings)).to_series().null_count() == len(born):
        wanted = f"no date of birth is written as {settings.date_format}: declare date_format in ndtms.toml"
        raise FileRefused("F05", [(None, wanted)])
    return settings


def _value(known: Field, settings: Settings) -> pl.Expr:
    answer = pl.when(~known.written.is_in(["", "NA"])).then(known.written)
    if known.kind == "date":
        return _date(answer, settings).alias(known.header)
    if known.kind == "integer":
        return answer.cast(pl.Int16, strict=False).alias(known.header)
    return answer.alias(known.header)


def _date(text: pl.Expr, settings: Settings) -> pl.Expr:
    """The date that is written; missing where there is none, or its year has not four digits: "07/04/08" is not year 8."""
    day = text.str.to_date(settings.date_format, strict=False)
    return pl.when(day.dt.year().is_between(*YEARS)).then(day)


def _masks(rows: pl.DataFrame, rules: Iterable[Rule], about: About) -> list[tuple[Rule, str, pl.Series]]:
    """For each rule and each of its fields that some row breaks: which rows."""
    pairs = [(rule, known) for rule in rules for known in fields().values() if rule.fields(known)]
    asked = rows.with_columns(
        rule.broken(known, about).fill_null(False).alias(str(number)) for number, (rule, known) in enumerate(pairs)
    )
    return [
        (rule, known.header, asked[str(number)])
        for number, (rule, known) in enumerate(pairs)
        if asked[str(number)].any()
    ]


def _broken(rows: pl.DataFrame, rules: Iterable[Rule], about: About, name: str) -> pl.DataFrame:
    return _found(rows, _masks(rows, rules, about), about, name)


def _apply(rows: pl.DataFrame, rules: Iterable[Rule], about: About, name: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows without the values that break a rule, and the findings."""
    masks = _masks(rows, rules, about)
    found = _found(rows, masks, about, name)
    for rule, header, mask in masks:
        if rule.changes_the_field:
            kept = pl.when(mask).then(pl.lit(rule.becomes)).otherwise(pl.col(header))
            rows = rows.with_columns(kept.cast(rows.schema[header]).alias(header))
    return rows, found


def _found(rows: pl.DataFrame, masks: list[tuple[Rule, str, pl.Series]], about: About, name: str) -> pl.DataFrame:
    return findings.together(
        rows.filter(mask).select(
            pl.lit(name).alias("file"),
            LINE,
            pl.lit(about.agency, dtype=pl.String).alias("agency"),
            pl.lit(header).alias("field"),
            pl.lit(rule.id).alias("rule"),
            pl.lit(rule.severity).alias("severity"),
            pl.lit(rule.message).alias("message"),
        )
        for rule, header, mask in masks
    )

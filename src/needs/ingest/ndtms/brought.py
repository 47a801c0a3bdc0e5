"""The codes of a specification brought to those of the built-in lists, and the codes that no list has."""

import datetime
from collections.abc import Mapping

import polars as pl

from needs.ingest.ndtms.cells import LINE
from needs.ingest.ndtms.fields import Field, codes_valid, date_of, fields, written
from needs.ingest.ndtms.rules import NO_GROUP, NOUGHTS, About, Rule
from needs.ingest.ndtms.specification import NO_CODE, Code, code_of

# The day that an answer is of, by the header or the entity: the first of these that the row has. Else the day of triage
DAYS = {
    "DISRSN": ("DISD",),
    "DISDEST": ("DISD",),
    "young person exit": ("DISD",),
    "MODEXIT": ("MODEND", "MODST"),
    "intervention": ("MODST", "REFMODDT"),
    "sub-intervention review": ("SUBMODDT",),
    "time in treatment": ("TITDATE",),
    "outcomes profile": ("TOPDATE",),
}
TRIAGE = "TRIAGED"
UNKNOWN_CODES = {"file": pl.String, "agency": pl.String, "field": pl.String, "code": pl.String, "rows": pl.Int64}
SHAPE_OF_A_CODE = "^(?:[A-Z]|[A-Z]?[0-9]{1,4})$"  # what else stands in a cell may be somebody's details
Broken = list[tuple[Rule, str, pl.Series]]


def brought(raw: pl.DataFrame, about: About, date_format: str) -> tuple[pl.DataFrame, Broken]:
    """Cells as written, with each code of the specification as the built-in code that means the same; and what is to be noted.

    A code counts from its first day on, by the day that its answer is of. Before, it is what the built-in list says, if that
    has it, and else no code. One that counts in no group is not answered, "NA".
    """
    changed: dict[str, pl.Expr] = {}
    noted: Broken = []
    known = about.specification.fields
    for header, codes in about.specification.codes.items():
        cells, built_in = raw[written(header)], _built_in(header, about.letter)
        values = [value for value in cells.unique() if value]
        meant = {value: code for value in values if (code := code_of(value, codes, built_in))}
        if not meant:
            continue
        day = _day(known[header], about.end, date_format)
        changed[written(header)] = _codes(pl.col(written(header)), meant, built_in, day)
        without_group = [value for value, code in meant.items() if not code.counts_as]
        with_noughts = [value for value, code in meant.items() if value != code.code]
        for rule, found in ((NO_GROUP, without_group), (NOUGHTS, with_noughts)):
            if found:
                noted.append((rule, header, cells.is_in(found)))
    return raw.with_columns(cells.alias(name) for name, cells in changed.items()), noted


def _built_in(header: str, letter: str | None) -> tuple[str, ...]:
    known = fields().get(header)
    return codes_valid(known.codes, letter) if known and known.codes else ()


def _codes(cell: pl.Expr, meant: Mapping[str, Code], built_in: tuple[str, ...], day: pl.Expr) -> pl.Expr:
    """What a cell counts as, on the day that its answer is of."""
    then = cell.replace({value: code.counts_as or "NA" for value, code in meant.items()})
    begins = {value: code.valid_from for value, code in meant.items() if code.valid_from}
    if not begins:
        return then
    first_day = cell.replace_strict(begins, default=None, return_dtype=pl.Date)
    before = cell.replace({value: NO_CODE for value in begins if value not in built_in})
    return pl.when((day < first_day).fill_null(False)).then(before).otherwise(then)


def _day(known: Field, end: datetime.date | None, date_format: str) -> pl.Expr:
    """The day that an answer is of; where the row has none, the last day of the file."""
    headers = (*DAYS.get(known.header, DAYS.get(known.entity, ())), TRIAGE)
    days = (date_of(pl.col(written(header)), date_format) for header in headers)
    return pl.coalesce(*days, pl.lit(end, dtype=pl.Date))


def unknown_codes(
    original: pl.DataFrame, rows: pl.DataFrame, found: pl.DataFrame, about: About, name: str
) -> pl.DataFrame:
    """One row a code that no list has, by its field: on how many rows it stands (UNKNOWN_CODES).

    `original` are the cells as written, `rows` the same with codes brought to the built-in lists, `found` the findings of
    cells. What has not the shape of a code is counted without being named.
    """
    tables = [pl.DataFrame(schema=UNKNOWN_CODES)]
    for header in found["field"].unique().sort():
        known = about.specification.fields[header]
        if known.kind != "code" or not known.codes:
            continue
        cell = rows[written(header)]
        is_unknown = ~cell.is_in(["", "NA", *about.specification.valid(known, about.letter)])
        codes = original.select(LINE, code=written(header)).filter(is_unknown)
        named = pl.when(pl.col("code").str.contains(SHAPE_OF_A_CODE)).then("code").otherwise(pl.lit(""))
        counted = codes.group_by(named.alias("code")).agg(rows=pl.len().cast(pl.Int64)).sort("code")
        place = {"file": name, "agency": about.agency, "field": header}
        constants = [pl.lit(text, dtype=pl.String).alias(column) for column, text in place.items()]
        tables.append(counted.select(*constants, "code", "rows"))
    return pl.concat(tables)

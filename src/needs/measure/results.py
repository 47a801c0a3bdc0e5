"""The results table, the contract between counting and presenting: one row is one figure, with all that explains it.

One row per indicator, area, period, breakdown, group, kind, source and place in that source. Two sources, or two places
of one source, that disagree are two rows.
"""

from collections.abc import Collection
from pathlib import Path

import numpy as np
import pandas as pd

from needs.files import replacing
from needs.measure.sense import impossible
from needs.mistakes import Mistake

TEXT_COLUMNS = (
    "indicator", "area_code", "window", "breakdown", "group", "kind", "population", "age", "unit", "status", "origin",
    "interval_method", "qualifier", "source", "place", "definition", "note",
)  # fmt: skip
DATE_COLUMNS = ("period_start", "period_end")
NUMBER_COLUMNS = ("numerator", "denominator", "value", "lower", "upper")
COLUMNS = (
    "indicator", "area_code", "period_start", "period_end", "window", "breakdown", "group", "kind", "population", "age",
    "numerator", "denominator", "value", "lower", "upper", "interval_method", "unit", "status", "origin", "qualifier",
    "source", "place", "definition", "note",
)  # fmt: skip
KEY = (
    "indicator", "area_code", "period_start", "period_end", "window", "breakdown", "group", "kind", "source", "place",
)  # fmt: skip
OF_RECORDS = ("ndtms-records", "invented-records")  # sources of what was counted here
# Of these, what was counted of every partnership is set side by side in the documents of each
SIDE_BY_SIDE = ("retained_or_planned_discharge_percent", "successful_completion_of_exits")
PART, LAST_PART = "part", 2  # a column of the file alone: which rows are read together
ROWS_READ_AT_ONCE = 10_000  # about what was counted of one partnership in six years

STATUSES = {
    "shown": "a figure is given",
    "hidden": "hidden to protect people's identity",
    "not_collected": "not collected",
    "not_available": "not available",
    "not_set": "no target was set",
    "not_calculated": "not calculated by its publisher",
    "not_applicable": "not applicable",
    "not_usable": "known to be wrong at its source",
    "too_few": "too few people to give a figure",
    "provisional": "provisional",
    "refused": "not compared, for the reason given",
}
ORIGINS = ("calculated", "published", "synthetic")


def tidy(results: pd.DataFrame) -> pd.DataFrame:
    """The results with every column in its place and type, sorted by their key; a ValueError or Mistake says which row cannot be."""
    table = results.reindex(columns=COLUMNS)
    table = table.assign(
        **{name: table[name].astype("string").fillna("") for name in TEXT_COLUMNS},
        **{name: pd.to_datetime(table[name]) for name in DATE_COLUMNS},
        **{name: table[name].astype("float64") for name in NUMBER_COLUMNS},
    )
    _check(table)
    return table.sort_values(list(KEY), kind="stable").reset_index(drop=True)


def write(results: pd.DataFrame, folder: Path) -> tuple[Path, Path]:
    """Write results.parquet and results.csv to the folder, whole or not at all, and say where they are.

    What was counted from records stands last, by area: whoever wants one area's need not read the others'.
    """
    table = _in_parts(tidy(results))
    parquet, csv = folder / "results.parquet", folder / "results.csv"
    with replacing(parquet) as unfinished:
        table.to_parquet(unfinished, index=False, row_group_size=ROWS_READ_AT_ONCE)
    with replacing(csv) as unfinished:
        table[list(COLUMNS)].to_csv(unfinished, index=False, date_format="%Y-%m-%d", lineterminator="\n")
    return parquet, csv


def read(folder: Path, counted_of: Collection[str] | None = None) -> pd.DataFrame:
    """The safe results of a folder, as `write` leaves them; a Mistake says which command makes them.

    Of what was counted from records, only that of the areas with these codes is read, and what is set side by side.
    """
    path = folder / "results.parquet"
    if not path.exists():
        raise Mistake("no results in data/processed/safe: run `needs calculate` (or `make reports`) first")
    where, mended = f"data/processed/safe/{path.name}", "run `needs calculate` to write it again"
    try:
        table = pd.read_parquet(path, filters=None if counted_of is None else _of_areas(counted_of))
    except (OSError, ValueError) as error:
        raise Mistake(f"{where} cannot be read ({type(error).__name__}): {mended}") from None
    strange = sorted((set(table) - {PART}) ^ set(COLUMNS))
    if strange:
        found = f"{'has an unknown' if strange[0] in table else 'has no'} column {strange[0]!r}"
        raise Mistake(f"{where} cannot be read: it is of another version and {found}: {mended}")
    try:
        _check(table)
    except ValueError as error:
        raise Mistake(f"{where}: {error}: {mended}") from None
    return table[list(COLUMNS)]


def _in_parts(table: pd.DataFrame) -> pd.DataFrame:
    """Every document's, then what is set side by side, then what only one area's documents read, area by area."""
    counted = table["source"].isin(OF_RECORDS)
    side_by_side = table["indicator"].isin(SIDE_BY_SIDE) & (table["breakdown"] == "all")
    part = np.select([~counted, side_by_side], [0, 1], LAST_PART)
    return table.assign(**{PART: part}).sort_values([PART, "area_code"], kind="stable", ignore_index=True)


def _of_areas(codes: Collection[str]) -> list[list[tuple]]:
    """Either of two conditions, by which pyarrow passes over whole pieces of the file: each says what its columns hold."""
    return [[(PART, "<", LAST_PART)], [("area_code", "in", tuple(codes))]]


def _check(table: pd.DataFrame) -> None:
    mistyped = [name for name in NUMBER_COLUMNS if table[name].dtype != "float64"]
    mistyped += [name for name in DATE_COLUMNS if table[name].dtype.kind != "M"]
    if mistyped:
        raise ValueError(
            f"results: {mistyped[0]} holds {table[mistyped[0]].dtype}; wanted numbers, and dates of periods"
        )
    twice = table[table.duplicated(list(KEY), keep=False)]
    if len(twice):
        first = twice.iloc[0]
        raise ValueError(f"results: {len(twice)} rows share a key, the first is {tuple(first[list(KEY)])!r}")
    for column, allowed in (("status", STATUSES), ("origin", ORIGINS)):
        unknown = sorted(set(table[column].unique()) - set(allowed))
        if unknown:
            raise ValueError(f"results: {column} {unknown[0]!r} is not one of {', '.join(allowed)}")
    for line in impossible(table):
        raise Mistake(f"results: {line}")

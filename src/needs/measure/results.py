"""The results table, the contract between counting and presenting: one row a figure, and what no row may say.

One row per indicator, area, period, breakdown, group, kind, source, place in that source and series. Two sources, or two places
of one source, that disagree are two rows. What the code decides by stands in a column of its own; `note` and `definition`
are for readers only. `series` is the method or the revision of a figure. Figures of two series are never joined, subtracted
or put in one trend. `rule` is the version of its definition by which it was counted. `quote` has the words of a printed
document that a figure, or the lack of one, was taken from. `reason` is why it is not compared.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from needs.files import replacing
from needs.mistakes import Mistake

WHOLE_UNITS = ("people", "deaths", "interventions", "children", "episodes")
OF_PERSON_YEARS, A_THOUSAND_YEARS = "per 1,000 person-years", 1000  # the unit of events in a time, and what it is per
OF_A_RATE = "exact Poisson below ten, Byar from ten, 95%"  # the interval of such events
OF_A_SHARE, OF_A_MEAN = "Wilson score, 95%", "Student's t, 95%"
AS_GOOD_AS_EQUAL = 1e-6  # of a percentage point or a person: what arithmetic in binary fractions may leave over
_COUNTS = ("numerator", "denominator")


def impossible(results: pd.DataFrame) -> Iterator[str]:
    """A line for each rule that any row of the results breaks: the first such row, what was found in it, what was wanted."""
    for is_broken, columns, wanted in _rules(results):
        if is_broken.any():
            row = results.iloc[int(np.argmax(is_broken))]
            more = f" ({int(is_broken.sum()):,} such rows)" if is_broken.sum() > 1 else ""
            found = ", ".join(f"{name} {row[name]:g}" for name in columns if pd.notna(row[name]))
            yield f"{_named(row)}: found {found or 'none'}, wanted {wanted}{more}"


def _rules(results: pd.DataFrame) -> Iterator[tuple[np.ndarray, tuple[str, ...], str]]:
    """Which rows break each rule, the columns that show it, and what was wanted; what is missing breaks none but of dates."""
    value, lower, upper, numerator, denominator = (
        results[name].to_numpy() for name in ("value", "lower", "upper", *_COUNTS)
    )
    is_share = (results["unit"] == "percent").to_numpy(bool)
    begins_in_time = (results["period_start"] <= results["period_end"]).to_numpy(bool)
    is_counted = results["unit"].isin(WHOLE_UNITS).to_numpy(bool)
    is_shown = (results["status"] == "shown").to_numpy(bool)  # what was refused keeps the counts it was refused for
    is_worked_out = is_share & ((results["origin"] != "published") & (results["kind"] == "actual")).to_numpy(bool)
    is_of_expected = ((results["unit"] == "ratio") & (results["origin"] != "published")).to_numpy(bool)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = numerator / denominator
    apart, from_ratio = np.abs(value - 100 * ratio), np.abs(value - ratio)
    yield ~begins_in_time, (), "a period that ends no earlier than it begins"
    yield is_shown & ((numerator < 0) | (denominator < 0)), _COUNTS, "counts of 0 or more"
    yield is_counted & (value < 0), ("value",), "a count of 0 or more"
    yield is_share & is_shown & (numerator > denominator), _COUNTS, "a numerator within its denominator"
    yield is_share & _outside(value, 0, 100), ("value",), "a percentage from 0 to 100"
    yield is_worked_out & (apart > AS_GOOD_AS_EQUAL), ("value", *_COUNTS), "the percentage that its counts give"
    yield is_of_expected & (from_ratio > AS_GOOD_AS_EQUAL), ("value", *_COUNTS), "the ratio that its counts give"
    yield _outside(value, lower, upper), ("lower", "value", "upper"), "an interval that holds its value"


def _outside(value: np.ndarray, lower: np.ndarray | float, upper: np.ndarray | float) -> np.ndarray:
    return (value < lower - AS_GOOD_AS_EQUAL) | (value > upper + AS_GOOD_AS_EQUAL)


def _named(row: pd.Series) -> str:
    of = f", {row['group']}" if row["group"] not in ("all", "") else ""
    return (
        f"{row['indicator']}{of} of {row['area_code']}, {row['period_start']:%Y-%m-%d} to {row['period_end']:%Y-%m-%d}"
    )


TEXT_COLUMNS = (
    "indicator", "area_code", "window", "breakdown", "group", "kind", "population", "age", "unit", "status", "origin",
    "interval_method", "qualifier", "source", "place", "definition", "note", "series", "rule", "quote", "reason",
)  # fmt: skip
DATE_COLUMNS = ("period_start", "period_end")
NUMBER_COLUMNS = ("numerator", "denominator", "value", "lower", "upper")
IS_ROUNDED = "is_rounded"  # whether its counts were rounded, by their publisher or here


class Row(NamedTuple):
    """One figure: a row of the table; what itertuples() gives has the same names."""

    indicator: str
    area_code: str
    period_start: pd.Timestamp
    period_end: pd.Timestamp
    window: str
    breakdown: str
    group: str
    kind: str
    population: str
    age: str
    numerator: float
    denominator: float
    value: float
    lower: float
    upper: float
    interval_method: str
    unit: str
    status: str
    origin: str
    qualifier: str
    source: str
    place: str
    definition: str
    note: str
    series: str
    rule: str
    quote: str
    is_rounded: bool
    reason: str


COLUMNS = Row._fields
KEY = (
    "indicator", "area_code", "period_start", "period_end", "window", "breakdown", "group", "kind", "source", "place",
    "series",
)  # fmt: skip
OF_RECORDS = ("ndtms-records", "records-of-nobody")  # sources of what was counted here
RETURNS = "local-returns"  # the source of what only the partnership has
FOLDER = "results"  # of the parts: what is published, what was counted of each partnership, and what sums over all
PUBLISHED, OVER_ALL, COUNTED = "published", "over-all", "counted-"
BY_AREA = "by_area"  # a folder of results by group, a file a partnership: those of exports of many areas

STATUSES = {
    "shown": "a figure is given",
    "counts": "the counts are given, of too few people for a percentage",
    "bound": "a bound is given, as one side is of too few people",
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
GIVEN = ("shown", "counts", "bound")  # statuses of what a reader is told
ORIGINS = ("calculated", "published", "synthetic")
MADE_BY = "run `needs results` (or `make reports`)"


def tidy(results: pd.DataFrame) -> pd.DataFrame:
    """The results with every column in its place and type, sorted by their key; a ValueError or Mistake says which row cannot be."""
    table = results.reindex(columns=COLUMNS)
    table = table.assign(
        **{name: table[name].astype("string").fillna("") for name in TEXT_COLUMNS},
        **{name: pd.to_datetime(table[name]) for name in DATE_COLUMNS},
        **{name: table[name].astype("float64") for name in NUMBER_COLUMNS},
        **{IS_ROUNDED: table[IS_ROUNDED].astype("boolean").fillna(False).astype(bool)},
    )
    _check(table)
    return table.sort_values(list(KEY), kind="stable").reset_index(drop=True)


def counted(partnership: str) -> str:
    """The name of the part that holds what was counted of a partnership (its slug)."""
    return f"{COUNTED}{partnership}"


def write(results: pd.DataFrame, folder: Path, part: str, private: bool = False) -> Path:
    """Write a part of the results to a folder's results, whole or not at all, and say where it is."""
    return write_file(results, folder / FOLDER / f"{part}.parquet", private)


def write_file(results: pd.DataFrame, path: Path, private: bool = False) -> Path:
    """Write results to a file, whole or not at all, for its owner only if asked, and say where it is."""
    with replacing(path, private) as unfinished:
        tidy(results).to_parquet(unfinished, index=False)
    return path


def parts(folder: Path) -> list[str]:
    """The names of all parts that there are, in order."""
    return sorted(path.stem for path in (folder / FOLDER).glob("*.parquet"))


def read(folder: Path, files: Iterable[Path], beside: Path | None = None) -> pd.DataFrame:
    """These files of results, one below the other; a Mistake says which is not there or cannot be read, and what makes it.

    Of the file `beside` only the measures of areas of which none was counted in the others.
    """
    table = pd.concat([_read(path) for path in files], ignore_index=True)
    if beside is not None:
        others, own = _read(beside), table[table["source"].isin(OF_RECORDS)]
        of_own, of_others = (pd.MultiIndex.from_frame(one[["area_code", "indicator"]]) for one in (own, others))
        table = pd.concat([table, others[~of_others.isin(of_own.unique())]], ignore_index=True)
    try:
        _check(table)
    except ValueError as error:
        raise Mistake(f"{called(folder)}: {error}: {MADE_BY}") from None
    return table


def called(path: Path) -> str:
    """A file of processed data as a reader of the project knows it: data/processed/safe/areas.csv."""
    places = path.parts
    return "/".join(("data", *places[places.index("processed") :])) if "processed" in places else path.name


def _read(path: Path) -> pd.DataFrame:
    try:
        table = pd.read_parquet(path)
    except FileNotFoundError:
        raise Mistake(f"{called(path)} was not found: {MADE_BY}") from None
    except (OSError, ValueError) as error:
        raise Mistake(f"{called(path)} cannot be read ({type(error).__name__}): {MADE_BY}") from None
    strange = sorted(set(table) ^ set(COLUMNS))
    if strange:
        found = f"{'has an unknown' if strange[0] in table else 'has no'} column {strange[0]!r}"
        raise Mistake(f"{called(path)} cannot be read: it is of another version and {found}: {MADE_BY}")
    return table[list(COLUMNS)]


def _check(table: pd.DataFrame) -> None:
    mistyped = [name for name in NUMBER_COLUMNS if table[name].dtype != "float64"]
    mistyped += [name for name in DATE_COLUMNS if table[name].dtype.kind != "M"]
    mistyped += [IS_ROUNDED] if table[IS_ROUNDED].dtype != bool else []
    if mistyped:
        raise ValueError(
            f"results: {mistyped[0]} holds {table[mistyped[0]].dtype}; wanted numbers, dates of periods, and yes or no"
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

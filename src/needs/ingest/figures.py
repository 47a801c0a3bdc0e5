"""The one table of published figures: its columns, its key, and what must hold between the cells of a row.

Each rule is a function of the figures that names the rows breaking it; a figure that breaks one is refused, not mended.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from needs.ingest.problems import ROW_REFUSED, Problem

COLUMNS = (
    "measure", "area_code", "period_start", "period_end", "window", "breakdown", "group", "kind", "population", "age",
    "value", "lower", "upper", "unit", "status", "qualifier", "source", "place", "note", "series", "is_rounded", "quote",
    "reason",
)  # fmt: skip
OPTIONAL = ("series", "is_rounded", "quote", "reason")  # columns that a file may lack: they are then empty
IS_ROUNDED = "is_rounded"  # "yes" in a file, and a truth in the table of figures
OWN = "is_own"  # beside them: whether it is a partnership's own figure, and not marked as published
KEY = (
    "measure", "area_code", "period_start", "period_end", "window", "breakdown", "group", "kind", "source", "place",
    "series",
)  # fmt: skip
DATES = ("period_start", "period_end")
NUMBERS = ("value", "lower", "upper")

COUNTED = ("people", "deaths", "interventions", "children", "episodes")  # units of what is never fewer than none
STATUSES_WITH_A_VALUE = ("shown", "not_set")  # a printed number that is no target ("0%") is kept, and is not_set

_MONTHS = {
    "month": 1, "quarter": 3, "rolling_12_months": 12, "financial_year": 12, "calendar_year": 12,
    "two_calendar_years": 24, "three_calendar_years": 36, "five_calendar_years": 60,
    "two_financial_years": 24, "three_financial_years": 36, "five_financial_years": 60,
}  # fmt: skip
_ANY = tuple(range(1, 13))
_FIRST_MONTHS = {"month": _ANY, "quarter": (1, 4, 7, 10), "rolling_12_months": _ANY} | {
    name: (4,) if "financial" in name else (1,) for name in _MONTHS if "year" in name
}


@dataclass(frozen=True)
class Breach:
    """One rule broken: the column at fault, the rows where, and what would have kept it."""

    column: str
    rows: pd.Series
    wanted: str


def empty() -> pd.DataFrame:
    """A table of no figures, with the columns and types of the real one and the file and line each came from."""
    return typed(pd.DataFrame({name: [] for name in ("file", "line", *COLUMNS)}))


def typed(figures: pd.DataFrame) -> pd.DataFrame:
    """The figures in the types they are kept in: text, dates, floating-point numbers and truths; what a file lacks is empty."""
    lacking = dict.fromkeys((name for name in OPTIONAL if name not in figures), "")
    figures = figures.assign(**lacking)
    figures = figures.assign(**{IS_ROUNDED: figures[IS_ROUNDED].isin(("yes", True))})
    text = [name for name in ("file", *COLUMNS) if name not in (*DATES, *NUMBERS, IS_ROUNDED)]
    kinds = dict.fromkeys(text, "str") | dict.fromkeys(DATES, "datetime64[us]") | dict.fromkeys(NUMBERS, "float64")
    return figures[["file", "line", *COLUMNS]].astype(kinds | {"line": "int64"})


def broken_rules(
    figures: pd.DataFrame, known: Mapping[str, pd.Series], printed: Mapping[str, str] | None = None
) -> list[Problem]:
    """A problem for every rule a figure breaks; `known` lists the measures, areas and sources there are.

    `printed` gives the file's own names for our columns, where they differ.
    """
    printed = printed or {}
    rules = (
        _unknown(figures, known),
        _percentages(figures),
        _counts(figures),
        _limits(figures),
        _statuses(figures),
        _periods(figures),
    )
    return [
        Problem(row.file, row.line, printed.get(breach.column, breach.column), found, breach.wanted, ROW_REFUSED)
        for rule in rules
        for breach in rule
        for row, found in _where(figures, breach)
    ]


def repeats(figures: pd.DataFrame) -> list[Problem]:
    """A problem for every line with a figure whose key another line has too, whichever file that is in."""
    repeated = figures.loc[figures.duplicated(list(KEY), keep=False)]
    if repeated.empty:
        return []
    key = repeated.groupby(list(KEY), sort=False, dropna=False).ngroup()
    places = repeated[["file", "line"]].assign(key=key)
    files = places.drop_duplicates(["key", "file"]).groupby("key")["file"].agg(" and in ".join)
    lines = places.assign(files=places["key"].map(files)).drop_duplicates(["file", "line"])
    found = f"the same figures (equal in {', '.join(KEY)}) more than once in "
    return [
        Problem(row.file, row.line, None, found + row.files, "each once", ROW_REFUSED) for row in lines.itertuples()
    ]


def without(figures: pd.DataFrame, problems: list[Problem]) -> pd.DataFrame:
    """The figures of all the lines that no problem refuses."""
    refused = {(problem.file, problem.line) for problem in problems if problem.severity == ROW_REFUSED}
    if not refused:
        return figures
    places = pd.MultiIndex.from_frame(figures[["file", "line"]])
    return figures.loc[~places.isin(refused)].reset_index(drop=True)


def _unknown(figures: pd.DataFrame, known: Mapping[str, pd.Series]) -> Iterator[Breach]:
    for column, names in known.items():
        table = {"measure": "measures.csv", "area_code": "areas.csv", "source": "sources.csv"}[column]
        yield Breach(column, ~figures[column].isin(names), f"listed in {table}: correct it or add it there")


def _percentages(figures: pd.DataFrame) -> Iterator[Breach]:
    for column in NUMBERS:
        outside = figures[column].notna() & ~figures[column].between(0, 100)
        yield Breach(column, (figures["unit"] == "percent") & outside, "a percentage from 0 to 100")


def _counts(figures: pd.DataFrame) -> Iterator[Breach]:
    for column in NUMBERS:
        yield Breach(column, figures["unit"].isin(COUNTED) & (figures[column] < 0), "a count of 0 or more")


def _limits(figures: pd.DataFrame) -> Iterator[Breach]:
    value, lower, upper = (figures[column] for column in NUMBERS)
    yield Breach("lower", lower > value, "a lower limit at or below the value")
    yield Breach("upper", upper < value, "an upper limit at or above the value")
    yield Breach("lower", value.isna() & (lower > upper), "a lower limit at or below the upper")
    yield Breach("upper", lower.notna() & upper.isna(), "given, as the lower limit is")
    yield Breach("lower", upper.notna() & lower.isna(), "given, as the upper limit is")


def _statuses(figures: pd.DataFrame) -> Iterator[Breach]:
    has_value, status = figures["value"].notna(), figures["status"]
    yield Breach("status", has_value & ~status.isin(STATUSES_WITH_A_VALUE), "a status that goes with a value: shown")
    yield Breach("value", ~has_value & (status == "shown"), "a number, which the status shown needs")


def _periods(figures: pd.DataFrame) -> Iterator[Breach]:
    start, end, window = figures["period_start"], figures["period_end"], figures["window"]
    yield Breach("period_end", start > end, "on or after the period's start")
    yield Breach("period_end", (window == "day") & (start < end), "the day the period starts, as the window is a day")
    for name, months in _MONTHS.items():
        begins = (start.dt.day == 1) & start.dt.month.isin(_FIRST_MONTHS[name])
        ends = end == start + pd.DateOffset(months=months) - pd.DateOffset(days=1)
        wanted = f"in keeping with the window {name} that the row gives"
        yield Breach("period_start", (window == name) & ~begins, wanted)
        yield Breach("period_end", (window == name) & begins & ~ends, wanted)
    yield from _years_to_date(start, end, window == "year_to_date")


def _years_to_date(start: pd.Series, end: pd.Series, is_to_date: pd.Series) -> Iterator[Breach]:
    begins = (start.dt.day == 1) & (start.dt.month == 4)
    within = end < start + pd.DateOffset(months=12)
    yield Breach("period_start", is_to_date & ~begins, "a 1 April, where a year to date starts")
    yield Breach("period_end", is_to_date & begins & ~within, "within the financial year of the period's start")


def _where(figures: pd.DataFrame, breach: Breach) -> Iterator[tuple]:
    rows = figures.loc[breach.rows, ["file", "line"]].drop_duplicates()
    return zip(rows.itertuples(), figures.loc[rows.index, breach.column].map(_written), strict=True)


def _written(found: object) -> str:
    if isinstance(found, pd.Timestamp):
        return f"{found:%Y-%m-%d}"
    if pd.isna(found):
        return ""
    return f"{found:.15g}" if isinstance(found, float) else str(found)

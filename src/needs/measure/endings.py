"""Where a part year is heading: its total projected from past years, and what a target would take from now on."""

import math
from dataclasses import dataclass

import pandas as pd

from needs.quarter import Quarter
from needs.statistics import projection
from needs.statistics.intervals import Interval
from needs.statistics.projection import Path

FEWEST_YEARS = projection.FEWEST_PAST_YEARS
WINDOW = {
    1: "quarter",
    2: "year_to_date",
    3: "year_to_date",
    4: "financial_year",
}  # of the year to date at each quarter


@dataclass(frozen=True, kw_only=True)
class Ending:
    """The year's projected total, how many past years it rests on, and the test on them (None where they allow none)."""

    total: Interval
    past_years: int
    back_test: projection.BackTest | None


def ending_of(rows: pd.DataFrame, quarter: Quarter) -> Ending | None:
    """The projection of one area's count to the end of the quarter's year; None in the last quarter or with few years.

    Rows are the results of the year to date: Q1, and the years to date and financial years that follow on it.
    """
    to_date, past = _years(rows, quarter)
    if quarter.number == 4 or to_date is None or len(past) < FEWEST_YEARS:
        return None
    try:
        total = projection.year_end(to_date, past)
    except ValueError:  # nobody so far, or nobody added in any past year: there is no ratio to go by
        return None
    return Ending(total=total, past_years=len(past), back_test=_tested(past, quarter.number))


def path_of(rows: pd.DataFrame, quarter: Quarter, target: float) -> Path | None:
    """What a target for the year takes from now on, beside past years; None where no past year is whole."""
    to_date, past = _years(rows, quarter)
    if quarter.number == 4 or to_date is None or not past:
        return None
    return projection.path_to(target, to_date, past)


def _tested(past: dict[str, tuple[float, ...]], quarters: int) -> projection.BackTest | None:
    try:
        return projection.back_test(past, quarters)
    except ValueError:  # too few years, or one that the others give no ratio for
        return None


def _years(rows: pd.DataFrame, quarter: Quarter) -> tuple[tuple[float, ...] | None, dict[str, tuple[float, ...]]]:
    """The year so far (None where a figure is missing) and each past year that has all its quarters."""
    shown = rows[(rows["status"] == "shown") & rows["value"].notna()]
    values = {(row.period_end.date(), row.window): row.value for row in shown.itertuples()}
    first = min((end.year for end, _ in values), default=quarter.year) - 1
    years = {year: _to_date(values, year, 4) for year in range(first, quarter.year)}
    this = _to_date(values, quarter.year, quarter.number)
    past = {Quarter(year, 1).financial_year: counts for year, counts in years.items() if _is_whole(counts)}
    return (this if _is_whole(this) else None), past


def _to_date(values: dict, year: int, last: int) -> tuple[float, ...]:
    ends = (Quarter(year, number) for number in range(1, last + 1))
    return tuple(values.get((quarter.end, WINDOW[quarter.number]), math.nan) for quarter in ends)


def _is_whole(counts: tuple[float, ...]) -> bool:
    return not any(math.isnan(count) for count in counts)

"""Figures one after the other: what course they took, whether they are changing, and where a part year is heading."""

import datetime
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from needs.measure.results import GIVEN, Row
from needs.measure.safety import BY
from needs.measure.selection import of_one_series
from needs.quarter import Quarter
from needs.statistics import change, intervals, projection, trend
from needs.statistics.intervals import Interval
from needs.statistics.projection import Path

CONSISTENT = {change.PASS: "met", change.FAIL: "missed", change.INCONSISTENT: "by chance"}
FEWEST_QUARTERS = change.FEWEST_POINTS
FEWEST_ROUNDED = 100  # people a quarter, where counts are rounded
NO_VALUE = ("hidden", *GIVEN[1:])  # statuses of what was counted and is not shown as one value
FEWEST_MOVED = (
    0.5  # of the steps; where most quarters repeat the last, moving ranges say nothing of ordinary ups and downs
)


@dataclass(frozen=True, kw_only=True)
class Series:
    """Quarters without a gap, the oldest first: `rows` holds the results row of each, or None where no figure is shown.

    `why_not` is why change cannot be judged: overlap, few, same, latest, rounding or nothing. A quarter that is hidden is
    a gap, and in `hidden`. Limits are of the figures shown, so they hold what rounding adds to them. `is_flow` is of those
    who came less those who left, whose rows are those of who came with the difference as value.
    """

    quarters: tuple[Quarter, ...]
    rows: tuple[Any | None, ...]
    hidden: frozenset[Quarter]
    chart: change.ControlChart
    why_not: str
    is_flow: bool = False

    @property
    def known(self) -> int:
        """How many quarters have a figure."""
        return sum(row is not None for row in self.rows)

    @property
    def cause(self) -> str:
        """The special cause of the latest quarter, in the words of the rules; empty for none."""
        return str(self.chart.points["special_cause"].iloc[-1])

    def against(self, target: float, polarity: str) -> str:
        """Whether the usual range lets a target be "met", "missed" or either "by chance"; empty where that is not known.

        "unsettled" where the level changed on the way, so that there is no one usual range to go by.
        """
        found = "" if self.why_not else CONSISTENT.get(self.chart.assurance(target, polarity), "")
        return found and (found if self.chart.has_one_level else "unsettled")


def series_of(rows: pd.DataFrame, last: Quarter) -> Series | None:
    """The series of one area's indicator up to a quarter, from its results of one series; None where none is shown.

    Rows are of single quarters; rows of longer periods may stand among them, and are then refused because they overlap.
    Shares whose counts are known have limits that know their denominators.
    """
    rows = of_one_series(rows)
    shown = rows[(rows["status"] == "shown") & rows["value"].notna()].sort_values(["period_end", "period_start"])
    if shown.empty:
        return None
    found = list(shown.itertuples())
    quarters = _from_to(Quarter.containing(found[0].period_end.date()), last)
    by_end = {row.period_end.date(): row for row in found}
    kept = tuple(by_end.get(quarter.end) for quarter in quarters)
    periods = [_span(row, quarter) for row, quarter in zip(kept, quarters, strict=True)]
    values, counted, of = (
        [math.nan if row is None else getattr(row, name) for row in kept]
        for name in ("value", "numerator", "denominator")
    )
    is_share = found[0].unit == "percent" and rows["numerator"].notna().any()
    chart = change.p_prime(counted, of, periods=periods) if is_share else change.xmr(values, periods=periods)
    return Series(
        quarters=quarters,
        rows=kept,
        hidden=frozenset(
            Quarter.containing(end.date()) for end in rows.loc[rows["status"].isin(NO_VALUE), "period_end"]
        ),
        chart=chart,
        why_not=_why_not(chart, values) or _rounded(found),
    )


def net_flow(came: pd.DataFrame, left: pd.DataFrame, last: Quarter) -> Series | None:
    """The series of those who came less those who left, quarter by quarter, up to a quarter; None where no two counts are shown.

    It stands for the change of a stock, such as people in treatment, whose own quarters are not independent.
    """
    pairs = of_one_series(came).merge(of_one_series(left), on=["period_start", "period_end"], suffixes=("", "_left"))
    is_shown = (pairs["status"] == "shown") & (pairs["status_left"] == "shown")
    rows = pairs.assign(
        status=np.where(is_shown, "shown", "hidden"),
        value=pairs["value"] - pairs["value_left"],
        numerator=math.nan,
        denominator=(pairs["value"] + pairs["value_left"])
        / 2,  # the size that tells whether rounding is lost in chance
    )
    found = series_of(rows[came.columns], last)
    return found and replace(found, is_flow=True)


def one_chart_in(charted: Sequence[Series]) -> tuple[int, int]:
    """Of how many charts of such lengths one marks a quarter by chance alone, and one the latest quarter; above 20 to the nearest 10."""
    by_chance = [change.false_flags(series.known) for series in charted]
    shares = (
        sum(found) / len(charted) for found in zip(*((one.anywhere, one.latest) for one in by_chance), strict=True)
    )
    anywhere, latest = (round(1 / share, -1 if 20 * share < 1 else 0) for share in shares)
    return int(anywhere), int(latest)


def _rounded(rows: list) -> str:
    """Rounding moves a count by up to two either way: among a hundred people or more that is lost in chance, among fewer not."""
    sizes = [row.value if math.isnan(row.denominator) else row.denominator for row in rows if row.is_rounded]
    return "rounding" if sizes and sum(sizes) / len(sizes) < FEWEST_ROUNDED else ""


def _span(row: Row | None, quarter: Quarter) -> tuple[datetime.date, datetime.date]:
    return (quarter.start, quarter.end) if row is None else (row.period_start.date(), row.period_end.date())


def _from_to(first: Quarter, last: Quarter) -> tuple[Quarter, ...]:
    quarters = [first]
    while quarters[-1] < last:
        quarters.append(quarters[-1] + 1)
    return tuple(quarters)


def _why_not(chart: change.ControlChart, values: Sequence[float]) -> str:
    if chart.overlaps:
        return "overlap"
    if chart.reason:
        return "few"
    if math.isnan(values[-1]):
        return "latest"
    steps = [later - earlier for earlier, later in pairwise(values)]
    moved = sum(step != 0 for step in steps) >= len(steps) * FEWEST_MOVED
    return "" if moved and chart.points["upper"].notna().all() else "same"


EVENTS = ("new_presentations",)  # each is counted in one year only, so that its years are independent
RISE, FALL, NO_CHANGE, ONE_YEAR, FEW, OVERLAP, SHARED, NOT_KNOWN, ROUNDING = (
    "rise", "fall", "no change", "one year", "few", "overlap", "shared", "not known", "rounding",
)  # fmt: skip
DIRECTIONS = {
    trend.INCREASING: RISE, trend.DECREASING: FALL, trend.NO_CHANGE: NO_CHANGE, trend.ONE_YEAR: ONE_YEAR,
}  # fmt: skip
YEARS_TESTED = trend.POINTS


def trend_of(rows: pd.DataFrame) -> str:
    """The trend of the latest five yearly results of one area's indicator, all of one series: rise, fall or no change.

    Or that what there is rests on one year; or why it was not tested: few years (or years with a gap), periods that overlap, people shared between years (counts
    of people who stay from one year to the next are not independent), figures whose uncertainty is not known, or a
    direction that rounding may have made.
    """
    latest = of_one_series(rows[rows["status"] == "shown"]).sort_values("period_end").tail(YEARS_TESTED)
    if (latest["period_start"].iloc[1:].to_numpy() <= latest["period_end"].iloc[:-1].to_numpy()).any():
        return OVERLAP
    if len(latest) < YEARS_TESTED:
        return FEW
    years = latest["period_start"].dt.year.tolist()
    if (latest["unit"] == "percent").all() and (latest["kind"] == "actual").all():
        found = trend.of_proportions(years, latest["numerator"].tolist(), latest["denominator"].tolist())
        if latest["is_rounded"].any() and found.direction in DIRECTIONS and not _stands(years, latest, found.direction):
            return ROUNDING
    elif latest["lower"].notna().all():
        found = trend.of_values(years, *(latest[name].tolist() for name in ("value", "lower", "upper")))
    elif latest["indicator"].isin(EVENTS).all():
        limits = [intervals.rate(count, 1) for count in latest["value"]]
        found = trend.of_values(
            years, [each.value for each in limits], [each.lower for each in limits], [each.upper for each in limits]
        )
    else:
        return SHARED if (latest["unit"] == "people").all() else NOT_KNOWN
    if found.direction == trend.NOT_TESTED:
        return FEW if found.lacks_years else NOT_KNOWN
    return DIRECTIONS[found.direction]


def _stands(years: list[int], rows: pd.DataFrame, direction: str) -> bool:
    """Whether shares still rise or fall if rounding moved the early and the late years towards each other, as far as it may."""
    way = {trend.INCREASING: 1, trend.DECREASING: -1}.get(direction, 0)
    tilt = np.sign(np.arange(len(rows)) - (len(rows) - 1) / 2)  # the first years up, the last ones down, for a rise
    of = rows["denominator"].to_numpy() + way * tilt * BY
    counted = np.clip(rows["numerator"].to_numpy() - way * tilt * BY, 0, of)
    return trend.of_proportions(years, counted.tolist(), of.tolist()).direction == direction


LEAST_OF_THE_RANGE = 0.5  # between the highest and the lowest year: what an earlier turn must have had to be told


@dataclass(frozen=True, kw_only=True)
class Course:
    """What a series of years did: the value of a middle year (of an even number the lower one), and the places of its highest and lowest year.

    `apart` is the place of a year that stands apart from the others, `turn` that of an earlier turn: the highest year before
    the lowest where the highest came later, or the lowest before the highest where that came later. None where there is none.
    """

    level: float
    highest: int
    lowest: int
    apart: int | None
    turn: int | None


def course_of(years: Sequence[int], values: Sequence[float]) -> Course:
    """The course of yearly values, the oldest first; of years that are equally high or low the latest counts."""
    found = np.asarray(values, dtype="float64")
    highest, lowest = (len(found) - 1 - int(np.argmax(way * found[::-1])) for way in (1, -1))
    before = found[: min(highest, lowest)]
    turn = None
    if len(before):
        turn = int(np.argmax(before) if lowest < highest else np.argmin(before))
        moved = abs(before[turn] - found[min(highest, lowest)])
        turn = turn if moved >= LEAST_OF_THE_RANGE * (found[highest] - found[lowest]) > 0 else None
    return Course(
        level=float(np.sort(found)[(len(found) - 1) // 2]),
        highest=highest,
        lowest=lowest,
        apart=trend.one_apart(years, values),
        turn=turn,
    )


FEWEST_YEARS = projection.FEWEST_PAST_YEARS
WINDOW = {
    1: "quarter",
    2: "year_to_date",
    3: "year_to_date",
    4: "financial_year",
}  # of the year to date at each quarter


@dataclass(frozen=True, kw_only=True)
class Ending:
    """The year's projected total, the counts to date of the past years it rests on, and the test on them (None where they allow none).

    `past` has the count so far and the whole of each past year.
    """

    total: Interval
    past: dict[str, tuple[float, float]]
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
    counts = {year: (to_date[quarter.number - 1], to_date[-1]) for year, to_date in past.items()}
    return Ending(total=total, past=counts, back_test=_tested(past, quarter.number))


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
    rows = of_one_series(rows)
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

"""A series of quarters up to one of them, and whether it is changing or only going up and down as it always does."""

import datetime
import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pandas as pd

from needs.measure.results import GIVEN
from needs.quarter import Quarter
from needs.statistics import change

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
    a gap, and in `hidden`. Limits are of the figures shown, so they hold what rounding adds to them.
    """

    quarters: tuple[Quarter, ...]
    rows: tuple[Any | None, ...]
    hidden: frozenset[Quarter]
    chart: change.XmR
    why_not: str

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
    """The series of one area's indicator up to a quarter, from its results; None where none is shown.

    Rows are of single quarters; rows of longer periods may stand among them, and are then refused because they overlap.
    """
    shown = rows[(rows["status"] == "shown") & rows["value"].notna()].sort_values(["period_end", "period_start"])
    if shown.empty:
        return None
    found = list(shown.itertuples())
    quarters = _from_to(Quarter.containing(found[0].period_end.date()), last)
    by_end = {row.period_end.date(): row for row in found}
    kept = tuple(by_end.get(quarter.end) for quarter in quarters)
    values = [math.nan if row is None else row.value for row in kept]
    chart = change.xmr(values, periods=[_span(row, quarter) for row, quarter in zip(kept, quarters, strict=True)])
    return Series(
        quarters=quarters,
        rows=kept,
        hidden=frozenset(
            Quarter.containing(end.date()) for end in rows.loc[rows["status"].isin(NO_VALUE), "period_end"]
        ),
        chart=chart,
        why_not=_why_not(chart, values) or _rounded(found),
    )


def _rounded(rows: list) -> str:
    """Rounding moves a count by up to two either way: among a hundred people or more that is lost in chance, among fewer not."""
    sizes = [row.value if math.isnan(row.denominator) else row.denominator for row in rows if row.is_rounded]
    return "rounding" if sizes and sum(sizes) / len(sizes) < FEWEST_ROUNDED else ""


def _span(row, quarter: Quarter) -> tuple[datetime.date, datetime.date]:
    return (quarter.start, quarter.end) if row is None else (row.period_start.date(), row.period_end.date())


def _from_to(first: Quarter, last: Quarter) -> tuple[Quarter, ...]:
    quarters = [first]
    while quarters[-1] < last:
        quarters.append(quarters[-1] + 1)
    return tuple(quarters)


def _why_not(chart: change.XmR, values: Sequence[float]) -> str:
    if "overlap" in chart.reason:
        return "overlap"
    if chart.reason:
        return "few"
    if math.isnan(values[-1]):
        return "latest"
    steps = [later - earlier for earlier, later in pairwise(values)]
    moved = sum(step != 0 for step in steps) >= len(steps) * FEWEST_MOVED
    return "" if moved and chart.points["upper"].notna().all() else "same"

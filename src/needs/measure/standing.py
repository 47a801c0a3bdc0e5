"""Where every measure of a partnership stands against its targets, and beside its country, at a quarter: one register, which
all documents read.

A target is for the days it was set for. At a quarter the target whose days hold the quarter's last day counts; where there is
none, the next that begins after it, and else the last one before. A result is set against a target where it lies in the
target's days, or comes before them and they are not over. Later it is said what the target was, and for when.

Of several results for one target the one for all its days comes first, then the latest within them, then the latest before
them; a result before an estimate, and of the same days what was counted from records before what was printed.

Beside the country each measure and group has one verdict, of its latest and longest period. As so many are given at once,
each interval is widened until a partnership that differs from its country in nothing has, in 19 of 20 quarters, no verdict at
all (Bonferroni). Best and worst results and priorities are chosen from figures of everybody, so most of the chance is theirs.
Changes since an earlier period are judged likewise, all of a quarter together.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from needs.measure import selection
from needs.measure.comparison import (
    JUDGED_ONCE,
    Judgement,
    against_comparator,
    against_target,
    may_be_compared,
    why_no_change,
    why_not_compared,
)
from needs.measure.indicator import HIGHER_BETTER, UNKNOWN
from needs.measure.indicators import BY_NAME
from needs.measure.results import GIVEN, Row
from needs.quarter import Quarter

CHANCE = 0.05  # of any verdict beside the country, in all documents of a quarter together, where there is no difference
# Most of that chance is for figures of everybody, the rest for those of groups; all of it, where there are none of either
OF_TOTALS = 0.95
FIGURE = (
    "indicator",
    "breakdown",
    "group",
    "window",
    "period_start",
    "period_end",
    "kind",
    "source",
    "place",
    "series",
)
Measure = tuple[str, str, str]  # indicator, breakdown and group

ACHIEVED = ("actual", "estimate", "baseline")
MONEY = "GBP thousand"  # a budget is no target
SET, NOT_SET = ("shown",), ("not_set", "not_available")  # of a target: a number, or the word that there is none
STANDARD = "day"  # the window of a target that stands from its day on, until another takes its place
TWO_TARGETS = "two targets are given for the same days"
HIDDEN_RESULT = "the result for the target's own time is hidden"
NO_RESULT = "no result for the target's own time is at hand"
# Requirements of courts, of which more are wanted though they are in no catalogue: targets were set for how many
MORE_IS_WANTED = ("drr_commencements", "drr_completions")


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A measure of a group with the target that counts at the quarter, the result set against it, and the verdict.

    `target` may be one that was withdrawn: its status says so. `lapsed` is the last target of an earlier time, where another
    counts now. `national` is the national figure that was printed beside the result.
    """

    measure: Measure
    target: Row
    result: Row | None
    judgement: Judgement | None
    lapsed: Row | None = None
    national: Row | None = None


@dataclass(frozen=True, kw_only=True)
class Family:
    """The figures of a partnership at a quarter that get a verdict beside one comparator: how many of everybody and of groups.

    `figures` says of each which comparison it is: measures of the very same people are one.
    """

    totals: int
    groups: int
    figures: Mapping[tuple, tuple]

    @property
    def number(self) -> int:
        """How many comparisons there are."""
        return self.totals + self.groups

    def confidence(self, breakdown: str = "all") -> float:
        """The confidence of the interval by which a figure is judged, a fraction; that of 1 comparison where there is none."""
        mine, others = (self.totals, self.groups) if breakdown == "all" else (self.groups, self.totals)
        share = (OF_TOTALS if breakdown == "all" else 1 - OF_TOTALS) if others else 1
        return 1 - CHANCE * share / max(mine, 1)

    def holds(self, row: Row) -> bool:
        """Whether a figure is one of those that get a verdict."""
        return _figure(row) in self.figures

    def which(self, row: Row) -> tuple:
        """What is alike of figures that are one comparison."""
        return self.figures[_figure(row)]

    def judged(self, row: Row, other: Row, polarity: str) -> Judgement:
        """The verdict on a figure beside the comparator's."""
        if self.holds(row) or why_not_compared(row, other):
            return against_comparator(row, other, polarity, self.confidence(row.breakdown))
        return Judgement(state="not compared", difference=row.value - other.value, reason=JUDGED_ONCE)


def family(rows: selection.Register, code: str) -> Family:
    """The comparisons of an area (its code) with the register's country: of each measure and group the latest, longest period.

    Two measures of the very same people, which stand beside the same figure of the country, are one comparison.
    """
    pairs = [
        (row, other)
        for indicator, breakdown in rows.measures(code)
        for row in rows.rows(rows.latest(rows.of(indicator, breakdown, code)))
        if (other := rows.beside(row)) and may_be_compared(row, other) and not why_not_compared(row, other)
    ]
    figures = {
        _figure(row): (row.breakdown == "all", repr((row.value, row.numerator, row.denominator, other.value)))
        for row, other in pairs
    }
    of_everybody = [is_total for is_total, _ in set(figures.values())]
    return Family(totals=sum(of_everybody), groups=len(of_everybody) - sum(of_everybody), figures=figures)


def families(results: pd.DataFrame, codes: Iterable[str], country: str) -> dict[str, Family]:
    """The comparisons of each of many areas with their country (codes), from all that is known of them at a quarter."""
    own = results["area_code"] != country
    known = pd.concat([selection.last_of_each(results[own]), results[~own]])
    rows = selection.Register(known, country)
    return {code: family(rows, code) for code in codes}


def confidence_of_changes(pairs: Iterable[tuple[Row, Row | None]]) -> float:
    """The confidence by which changes that are read together are judged, a fraction: it allows for all of them (Bonferroni).

    `pairs` are results with the earlier one of each, None where there is none; only those that can be judged count.
    """
    judged = sum(then is not None and not why_no_change(now, then) for now, then in pairs)
    return 1 - CHANCE / max(judged, 1)


def _figure(row: Row) -> tuple:
    return tuple(getattr(row, name) for name in FIGURE)


def measured_as(indicator: str, breakdown: str, group: str) -> Measure:
    """What a figure is of, under the names that we count it by."""
    name = selection.COUNTED_AS.get(indicator, indicator)
    return name, selection.SAME_BREAKDOWN.get((breakdown, group), breakdown), group


def measure_of(row: Row) -> Measure:
    """What a row is of, under the names that we count it by."""
    return measured_as(row.indicator, row.breakdown, row.group)


def register(rows: Iterable[Row], quarter: Quarter) -> dict[Measure, Standing]:
    """The standing of each measure that has a target; `rows` are all of one area, with national figures printed for it."""
    of_each: dict[Measure, list[Row]] = defaultdict(list)
    for row in rows:
        if row.unit != MONEY:
            of_each[measure_of(row)].append(row)
    return {
        measure: _standing(measure, alike, pd.Timestamp(quarter.end))
        for measure, alike in of_each.items()
        if any(row.kind == "target" and (row.status in (*SET, *NOT_SET)) for row in alike)
    }


def _standing(measure: Measure, rows: list[Row], end: pd.Timestamp) -> Standing:
    targets = sorted((row for row in rows if row.kind == "target"), key=lambda row: (row.period_end, row.period_start))
    target = _at(targets, end)
    before = [row for row in targets if row.status in SET and row.period_end < target.period_start]
    results = [row for row in rows if row.kind in ACHIEVED and row.status in GIVEN and _may_stand(row, end)]
    result = _for(target, results) if target.status in SET or target.value == target.value else None
    nationals = [row for row in rows if row.kind == "national"]
    judgement = _judged(result, target, measure[0], end) if result else None
    if judgement and _has_rival(target, targets):
        judgement = Judgement(state="not judged", reason=TWO_TARGETS)
    elif judgement and judgement.reason == NO_RESULT and _is_hidden(rows, target):
        judgement = Judgement(state="not judged", reason=HIDDEN_RESULT)
    return Standing(
        measure=measure,
        target=target,
        result=result,
        judgement=judgement,
        lapsed=before[-1] if before and not _is_standard(target) else None,
        national=nationals[0] if nationals else None,
    )


def _has_rival(target: Row, targets: list[Row]) -> bool:
    """Whether another target of the very same days asks for something else."""
    days = (target.period_start, target.period_end)
    values = {row.value for row in targets if (row.period_start, row.period_end) == days and row.status in SET}
    return len(values) > 1


def _is_hidden(rows: list[Row], target: Row) -> bool:
    """Whether a result in the target's days is held and may not be shown."""
    return any(
        row.kind in ACHIEVED
        and row.status == "hidden"
        and target.period_start <= row.period_start
        and row.period_end <= target.period_end
        for row in rows
    )


def _at(targets: list[Row], end: pd.Timestamp) -> Row:
    """The target that counts on a day: of those whose days hold it the shortest, else the next, else the last before."""
    holding = [row for row in targets if row.period_start <= end and (row.period_end >= end or _is_standard(row))]
    if holding:
        return min(
            holding, key=lambda row: (_is_standard(row), row.period_end - row.period_start, -row.period_end.value)
        )
    later = [row for row in targets if row.period_start > end]
    return min(later, key=lambda row: row.period_start) if later else targets[-1]


def _is_standard(target: Row) -> bool:
    return target.window == STANDARD


def _may_stand(row: Row, end: pd.Timestamp) -> bool:
    """Whether a result may stand at a quarter: its days are over, and a count says which days it is of.

    A document that speaks of the quarter may have been printed later: what it says has happened stands, what it expects not.
    """
    return (row.period_end <= end or row.kind != "estimate") and not (
        row.unit == "people" and row.window == "not_printed"
    )


def _for(target: Row, results: list[Row]) -> Row | None:
    """The result that a target is set against; None where there is none."""
    if _is_standard(target):
        return max(results, key=_latest, default=None)
    within = [row for row in results if target.period_start <= row.period_start and row.period_end <= target.period_end]
    before = [row for row in results if row.period_end <= target.period_end and row not in within]
    return max(within, key=lambda row: (*_is_result(row), *_latest(row)), default=None) or max(
        before, key=_latest, default=None
    )


def _is_result(row: Row) -> tuple[bool]:
    return (row.kind != "estimate",)


def _latest(row: Row) -> tuple:
    """Later before earlier, longer before shorter, a result before an estimate, counted before printed."""
    return row.period_end, -row.period_start.value, row.kind != "estimate", row.origin != "published"


def _judged(result: Row, target: Row, indicator: str, end: pd.Timestamp) -> Judgement:
    """The verdict; none of a result from before the target's days once those are over."""
    polarity = BY_NAME[indicator].polarity if indicator in BY_NAME else UNKNOWN
    if polarity == UNKNOWN and indicator in MORE_IS_WANTED:
        polarity = HIGHER_BETTER
    is_over = target.period_end <= end and not _is_standard(target)
    if is_over and result.period_end < target.period_start:
        return Judgement(state="not judged", reason=NO_RESULT)
    return against_target(result, target, polarity)

"""Where each priority of a plan stands: what was before, the baseline, the national figure, the target and its verdict."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

import pandas as pd

from needs.measure import planned, selection
from needs.measure.declarations import UNKNOWN
from needs.measure.indicators import BY_NAME
from needs.measure.judgement import against_target
from needs.measure.shortfalls import people_short
from needs.present.facts import Fact
from needs.present.plan import Plan

ACHIEVED = ("actual", "estimate", "baseline")
IS_WITHIN = ("met", "reached")
RANGE = ("printed_range", ("lower end", "upper end"))


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One priority: its row, and the figures that are printed for it.

    `now` carries the target that it was judged against, if there is one in figures; `target` is what the plan prints for its
    own years, in figures or not. `counted` is the same figure counted from records, whose denominator turns points into
    people; `whole` is the printed number of people that the percentage is of.
    """

    row: object
    earlier: Fact | None
    now: Fact | None
    nationals: tuple[Fact, ...]
    target: Fact | None
    counted: Fact | None
    whole: Fact | None

    @property
    def is_judged(self) -> bool:
        """Whether a verdict was given against a target."""
        return self.now is not None and self.now.target is not None and self.now.target_judgement.state != "not judged"

    @property
    def is_within(self) -> bool:
        """Whether the figure is within its target."""
        return self.is_judged and self.now.target_judgement.state in IS_WITHIN

    @property
    def asks_for_more(self) -> bool:
        """Whether something is left to do until the target is met."""
        return self.has_both and self.is_judged and not self.is_within

    @property
    def has_both(self) -> bool:
        """Whether a baseline and a target are both printed as figures."""
        return self.now is not None and self.now.is_shown and self.now.target is not None and self.now.target.is_shown

    @property
    def people(self) -> float:
        """How many people lie between the baseline and the target; not a number where no count says so."""
        if not self.has_both:
            return math.nan
        if self.now.unit == "people":  # whichever way is better, but never a part of a year against a whole one
            is_alike = self.now.window == self.now.target.window
            return abs(self.now.value - self.now.target.value) if is_alike else math.nan
        if not self.is_judged or self.now.unit != "percent":
            return math.nan
        if self.whole:
            return planned.people_in_points(self.now.value - self.now.target.value, self.whole.value)
        if not (self.counted and self.counted.counts):
            return math.nan
        counts = self.counted.numerator, self.counted.denominator
        return max(0, people_short(*counts, self.now.target.value, self.now.polarity))

    @property
    def facts(self) -> Iterable[Fact]:
        """Every figure that its row shows."""
        return (
            fact for fact in (self.earlier, self.now, *self.nationals, self.target, self.counted, self.whole) if fact
        )


def standings(plan: Plan) -> list[Standing]:
    """Where every priority stands, in the order of the document."""
    return plan.assessment.once(
        "standings", lambda: [_standing(plan, row) for row in plan.rows.priorities.itertuples()]
    )


def _standing(plan: Plan, row) -> Standing:
    figures = plan.figures(row.measure, row.breakdown, row.group)
    own = figures[figures["area_code"] == plan.assessment.area.code]
    achieved = own[own["kind"].isin(ACHIEVED) & ~_forecast(own, plan)]
    targets = _targets(plan, row, own)
    now = next(achieved.tail(1).itertuples(), None)
    return Standing(
        row=row,
        earlier=_fact(plan, _before(achieved, now)),
        now=_judged(plan, now, _in_figures(targets)),
        nationals=_nationals(plan, row, figures),
        target=_fact(plan, next(targets.tail(1).itertuples(), None)),
        counted=_counted(plan, now),
        whole=_whole(plan, row, now),
    )


def _forecast(own: pd.DataFrame, plan: Plan) -> pd.Series:
    """Estimates of the plan's own years, which are no baseline."""
    return (own["kind"] == "estimate") & (own["period_start"] >= pd.Timestamp(plan.start))


def _before(achieved: pd.DataFrame, now):
    """The latest figure of a time before the baseline's; None where there is none."""
    earlier = achieved[achieved["period_end"] < now.period_start] if now is not None else achieved
    return next(earlier.tail(1).itertuples(), None)


def _targets(plan: Plan, row, own: pd.DataFrame) -> pd.DataFrame:
    name = selection.TARGETS_OF_THEIR_OWN_NAME.get(row.measure)
    named = plan.figures(name, row.breakdown, row.group) if name else own.iloc[:0]
    return pd.concat([own[own["kind"] == "target"], named]).sort_values("period_end", kind="stable")


def _in_figures(targets: pd.DataFrame):
    """The latest target that was printed as a number, even one that is none ("0%"); None where there is none."""
    return next(targets[targets["value"].notna()].tail(1).itertuples(), None)


def _judged(plan: Plan, now, target) -> Fact | None:
    if now is None or target is None or now.status != "shown":
        return _fact(plan, now)
    polarity = BY_NAME[now.indicator].polarity if now.indicator in BY_NAME else UNKNOWN
    judgement = against_target(now, target, polarity)
    return replace(plan.assessment.fact(now), target=plan.assessment.fact(target), target_judgement=judgement)


def _nationals(plan: Plan, row, figures: pd.DataFrame) -> tuple[Fact, ...]:
    """The national figure printed beside the priority, or the two ends of a national range."""
    found = figures[(figures["area_code"] == plan.assessment.area.country) & (figures["kind"] == "national")].tail(1)
    ends = [plan.figures(row.measure, RANGE[0], end) for end in RANGE[1]] if row.breakdown == "all" else []
    rows = pd.concat([found, *(end[end["kind"] == "national"] for end in ends)])
    return tuple(plan.assessment.fact(one) for one in rows.itertuples())


def _counted(plan: Plan, now) -> Fact | None:
    if now is None or now.status != "shown":
        return None
    return _fact(plan, selection.counted_beside(now, plan.assessment.known))


def _whole(plan: Plan, row, now) -> Fact | None:
    """The printed number of people that the percentage is of, for the very days of the baseline."""
    if not row.percentage_of or now is None:
        return None
    rows = plan.figures(row.percentage_of, "all", "all")
    same = rows[(rows["period_start"] == now.period_start) & (rows["period_end"] == now.period_end)]
    return _fact(plan, next(same[same["kind"].isin(ACHIEVED)].itertuples(), None))


def _fact(plan: Plan, row) -> Fact | None:
    return None if row is None else plan.assessment.fact(row)

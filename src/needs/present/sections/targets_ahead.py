"""The way to each target that is still to come: what it would take in people, of every hundred or in weeks, and for each month."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pandas as pd

from needs.measure import plans, what_if
from needs.measure.indicator import HIGHER_BETTER, LOWER_BETTER
from needs.measure.standing import ACHIEVED, STANDARD, TWO_TARGETS, Standing, measured_as
from needs.measure.what_if import MONTHS_A_YEAR
from needs.present.assessment import Assessment
from needs.present.facts import Fact, known
from needs.present.numbers import whole
from needs.present.standing import against_targets

WITHIN = ("met", "reached")
A_MONTH = "people a month"
OF_EVERY = 100
NEW = "new presentations"  # of whom a target is a share, by the words it was printed with
NOT_OF_TARGETS = ("money", "workforce")  # topics whose figures are plans of spending and staff


@dataclass(frozen=True, kw_only=True)
class Path:
    """What a target would take: the figure of today (or what stands in for it), the gap, and the gap for each month.

    `gap` is in people, of every hundred where nobody says how many there are, or in weeks; None where the target is met, or where
    `why` says that it cannot be worked out. Without a figure of today it is of the people that `why` names: all who are wanted, or
    with `is_most` no more than so many beyond those whom another figure counts.
    """

    now: Fact | None
    target: Fact
    gap: Fact | None = None
    a_month: Fact | None = None
    is_most: bool = False
    why: str = ""

    @property
    def is_measured(self) -> bool:
        """Whether the figure of today is of the target's own measure."""
        return self.now is not None and self.now.target is not None

    @property
    def way(self) -> str:
        """Whether more or fewer are wanted."""
        now = known(self.now, "figure of today")
        if self.target.unit == "weeks":
            return "shorter"
        known_way = {HIGHER_BETTER: "more", LOWER_BETTER: "fewer"}.get(now.polarity, "")
        return known_way or ("more" if self.target.value > now.value else "fewer")


def ways(assessment: Assessment) -> list[Path]:
    return assessment.once("what would have to be true", lambda: list(_worked_out(assessment)))


def _worked_out(assessment: Assessment) -> Iterator[Path]:
    end = pd.Timestamp(assessment.quarter.end)
    for fact in against_targets(assessment):
        target = known(fact.target, "target")
        is_over = target.period_end <= end and target.window != STANDARD
        reason = fact.target_judgement.reason if fact.target_judgement else ""
        if not is_over and target.is_shown and reason != TWO_TARGETS:
            yield _path(assessment, fact, target)


def _path(assessment: Assessment, fact: Fact, target: Fact) -> Path:
    """The path of one figure to its target."""
    path = Path(now=fact, target=target)
    if fact.target_state in WITHIN or _is_reached(fact, target):
        return path
    gap, why = _gap(assessment, fact, target)
    if gap is None:
        return replace(path, why=why)
    gap = replace(gap, is_rounded=fact.is_rounded)
    is_plan_of_fewer = fact.polarity not in (HIGHER_BETTER, LOWER_BETTER) and target.value < fact.value
    if gap.unit != "people" or is_plan_of_fewer or target.window in (STANDARD, NOT_PRINTED):
        return replace(path, gap=gap)
    months = what_if.months_for(fact.period_end, target.period_start, target.period_end)
    a_month = _a_month(gap, months)
    return replace(path, gap=gap, a_month=a_month)


def _is_reached(fact: Fact, target: Fact) -> bool:
    """Whether a figure is at its target; people who were counted in a part of its time may be beyond it already."""
    is_beyond = fact.unit == "people" and fact.polarity == HIGHER_BETTER and fact.value > target.value
    return fact.value == target.value or (is_beyond and _are_alike(fact, target))


def _a_month(gap: Fact, months: int) -> Fact:
    sum_ = f"{gap.number} / {months} months"
    return gap.giving(
        "a month", gap.value / months, sum_, A_MONTH, title=f"{gap.title}, a month", place=f"{gap.place}, a month"
    )


SHORT = "short of the target"
LENGTHS = "the figures are of times of different length"
NOT_PRINTED, NO_YEAR = "not_printed", "the year of one of the figures is not printed"
NO_COUNT = "no count of people is given"


def _gap(assessment: Assessment, fact: Fact, target: Fact) -> tuple[Fact | None, str]:
    """What lies between a figure and its target; or why it cannot be worked out."""
    both = (fact, target)
    if fact.unit == "people":
        if NOT_PRINTED in (fact.window, target.window):
            return None, NO_YEAR
        if not _are_alike(fact, target):
            return None, LENGTHS
        high, low = (target, fact) if target.value > fact.value else (fact, target)
        return fact.giving(f"people {SHORT}", high.value - low.value, f"{high.number} - {low.number}", parts=both), ""
    if fact.unit == "weeks":
        return fact.giving(
            f"weeks {SHORT}", fact.value - target.value, f"{fact.number} - {target.number}", "weeks", both
        ), ""
    if fact.unit != "percent" or fact.target_state == "not judged":
        return None, fact.target_judgement.reason if fact.target_judgement else NO_COUNT
    if fact.counts and fact.status != "bound":
        return _of_counts(fact, target), ""
    high, low = (target, fact) if target.value > fact.value else (fact, target)
    points, sum_ = high.value - low.value, f"{high.number} - {low.number}"
    base = _base(assessment, fact, target)
    if base is not None:
        size = plans.people_in_points(points, base.value)
        return fact.giving(f"people {SHORT}", size, f"({sum_}) of {base.number}", parts=(*both, base)), ""
    return fact.giving(f"of every {OF_EVERY} {SHORT}", points, sum_, f"of every {OF_EVERY}", both), ""


def _are_alike(fact: Fact, target: Fact) -> bool:
    """Whether two counts may be subtracted: of times of one length, or the one is of the time to date within the other's."""
    is_within = target.period_start <= fact.period_start and fact.period_end <= target.period_end
    lengths = {what_if.months_of(each.period_start, each.period_end) for each in (fact, target)}
    return is_within or len(lengths) == 1


def _of_counts(fact: Fact, target: Fact) -> Fact:
    limits = (fact.lower, fact.upper) if fact.interval else (math.nan, math.nan)
    found = what_if.short((fact.numerator, fact.denominator), limits, target.value, fact.polarity)
    parts = [f"{target.number} of {whole(fact.denominator)}", whole(fact.numerator)]
    sum_ = " - ".join(reversed(parts) if fact.polarity == LOWER_BETTER else parts)
    method = f"the limits of the share, {fact.interval}" if fact.interval else ""
    return fact.giving(
        f"people {SHORT}", found.people, f"{sum_}, to the next whole person", lower=found.fewest, upper=found.most,
        interval_method=method, parts=(fact, target),
    )  # fmt: skip


def _base(assessment: Assessment, fact: Fact | None, target: Fact) -> Fact | None:
    """How many people a share is of: as the plan names them for the very days, or those who come in a year at the printed pace."""
    if fact is not None:
        rows = assessment.of_plan("priorities")
        of = [
            row.percentage_of
            for row in rows.itertuples()
            if measured_as(row.measure, row.breakdown, row.group) == _measure(fact)
        ]
        for printed in assessment.printed_facts([name for name in of if name]):
            days = (printed.period_start, printed.period_end) == (fact.period_start, fact.period_end)
            if days and printed.kind in ACHIEVED and printed.is_shown:
                return printed
    if not target.population.startswith(NEW):
        return None
    pace = _pace(assessment)
    return _a_year(pace) if pace else None


def _measure(fact: Fact) -> tuple[str, str, str]:
    return measured_as(fact.indicator, fact.breakdown, fact.group)


def _pace(assessment: Assessment) -> Fact | None:
    """People who come in a month, as printed."""
    return next((fact for fact in assessment.printed_facts(["new_presentations_per_month"]) if fact.is_shown), None)


def _a_year(a_month: Fact) -> Fact:
    sum_ = f"{a_month.number} x {MONTHS_A_YEAR}"
    return a_month.giving("a year at this pace", a_month.value * MONTHS_A_YEAR, sum_)


def without_figure(assessment: Assessment) -> Iterator[Path]:
    """Targets that are a share of new presentations, of which no figure of today is printed: what they are in people."""
    for each in unmeasured(assessment):
        target = assessment.fact(each.target)
        base = _base(assessment, None, target) if target.unit == "percent" else None
        if base is None:
            continue
        of = f"of the {base.number} who come in a year"
        now = _part_of(assessment, target)
        if now is not None and now.value < target.value:
            size, sum_ = target.value - now.value, f"({target.number} - {now.number}) of {base.number}"
            gap = target.giving(
                f"people {SHORT} at most", plans.people_in_points(size, base.value), sum_, parts=(target, now, base)
            )
            yield Path(now=now, target=target, gap=gap, a_month=_a_month(gap, MONTHS_A_YEAR), is_most=True, why=of)
        else:
            size, sum_ = target.value, f"{target.number} of {base.number}"
            wanted = target.giving(
                "people of a year's new presentations",
                plans.people_in_points(size, base.value),
                sum_,
                parts=(target, base),
            )
            yield Path(now=None, target=target, gap=wanted, why=of)


def unmeasured(assessment: Assessment) -> list[Standing]:
    """Targets in figures, still to come, of which there is no figure of today."""
    end = pd.Timestamp(assessment.quarter.end)
    return [
        each
        for each in assessment.standings.values()
        if each.result is None
        and each.target.status == "shown"
        and each.target.period_end > end
        and each.target.unit in ("people", "percent", "percent change")
        and assessment.topic_of(each.target.indicator) not in NOT_OF_TARGETS
    ]


def _part_of(assessment: Assessment, target: Fact) -> Fact | None:
    """The latest figure of a measure that counts only a part of the target's: a result before an estimate."""
    part = what_if.PART_OF.get(target.indicator, "")
    own = [
        fact
        for fact in assessment.printed_facts([part])
        if fact.kind in ACHIEVED and fact.is_shown and fact.group == "all"
    ]
    return max(own, key=lambda fact: (fact.kind != "estimate", fact.period_end), default=None)

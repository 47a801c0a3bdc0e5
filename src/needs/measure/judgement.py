"""Whether a result is better or worse than a comparator, and whether a target is met: states, never words for readers.

The rule of Fingertips and its predecessors: an area differs from a comparator when its own 95% interval excludes the
comparator's value. Where the counts are known the 99.8% interval says whether the difference is very unlikely to be chance.
"""

import math
from dataclasses import dataclass

from needs.measure.indicators import HIGHER_BETTER, LOWER_BETTER, UNKNOWN
from needs.statistics import intervals

FEWEST_PEOPLE_COMPARED = 10  # our own rule: published local counts are rounded to 5, so 5 may stand for 3 or for 7


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """One comparison: its state, the difference in the result's own unit (points for a percentage) and in people.

    States against a comparator: better, worse, higher, lower, similar, not compared. Against a target: met, missed, short
    of (for a target of a later period), reached (likewise), not judged. `reason` says in words why nothing was judged; `certainty` is 95 or 99.8 for a difference, 0 otherwise.
    """

    state: str
    difference: float = math.nan
    people: float = math.nan
    certainty: float = 0
    reason: str = ""


def against_comparator(result, comparator, polarity: str) -> Judgement:
    """A result (a row of the results table) against a comparator's row for the same indicator, period and group."""
    difference = result.value - comparator.value
    if math.isnan(result.lower):
        return Judgement(state="not compared", difference=difference, reason="no interval was published")
    if result.unit == "percent" and result.numerator < FEWEST_PEOPLE_COMPARED:
        return Judgement(state="not compared", difference=difference, reason="too few people to compare safely")
    if result.lower <= comparator.value <= result.upper:
        return Judgement(state="similar", difference=difference)
    return Judgement(
        state=_direction(difference, polarity), difference=difference, certainty=_certainty(result, comparator.value)
    )


def against_target(result, target, polarity: str) -> Judgement:
    """A result against its target's row; refused where the target, the direction or the periods do not allow it."""
    reason = _why_no_verdict(result, target, polarity)
    if reason:
        return Judgement(state="not judged", reason=reason)
    difference = result.value - target.value
    good = difference >= 0 if polarity == HIGHER_BETTER else difference <= 0
    due = result.period_start >= target.period_start and result.period_end <= target.period_end
    people = abs(difference) / 100 * result.denominator if result.unit == "percent" else abs(difference)
    state = ("met" if good else "missed") if due else ("reached" if good else "short of")
    return Judgement(state=state, difference=difference, people=people)


def _why_no_verdict(result, target, polarity: str) -> str:
    if polarity == UNKNOWN:
        return "the direction is not recorded"
    if target.status != "shown" or math.isnan(target.value):
        return "no usable target was set"
    if target.unit == "percent" and target.value == 0 and polarity == HIGHER_BETTER:
        return "a target of 0% cannot be missed, so it is no target"
    if result.unit == "people" and result.window != target.window:
        return "the count is for part of the target's period"
    return "" if polarity in (HIGHER_BETTER, LOWER_BETTER) else "the direction is not recorded"


def _direction(difference: float, polarity: str) -> str:
    if polarity == HIGHER_BETTER:
        return "better" if difference > 0 else "worse"
    if polarity == LOWER_BETTER:
        return "worse" if difference > 0 else "better"
    return "higher" if difference > 0 else "lower"


def _certainty(result, value: float) -> float:
    """99.8 where the wider interval excludes the comparator too, else 95; the counts must be known to tell."""
    if math.isnan(result.numerator) or result.unit != "percent":
        return 95
    wide = intervals.proportion(result.numerator, result.denominator, confidence=0.998)
    return 95 if wide.lower * 100 <= value <= wide.upper * 100 else 99.8

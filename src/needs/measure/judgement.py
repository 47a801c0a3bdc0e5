"""Whether a result is better or worse than a comparator, and whether a target is met: states, never words for readers.

The rule of Fingertips and its predecessors: an area differs from a comparator when its own 95% interval excludes the
comparator's value. Where the counts are known the 99.8% interval says whether the difference is very unlikely to be chance.
"""

import math
from dataclasses import dataclass

from needs.measure.declarations import HIGHER_BETTER, LOWER_BETTER, UNKNOWN
from needs.measure.results import GIVEN, OF_RECORDS
from needs.measure.safety import ALL_BUT, BY, FEWER, OF_TIME, SMALLEST
from needs.measure.shortfalls import people_short
from needs.statistics import comparison, intervals

TOO_CLOSE = "too close to call after rounding"
TENTH = 0.1  # to which means are rounded
LOW_RELIABILITY = "low reliability"
SIMILAR = "similar"
FEWEST_PEOPLE_COMPARED = 10  # our own rule: fewer tell little, and of counts rounded to 5 a 5 may stand for 3 or for 7
TOO_FEW = "too few people to compare safely"


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """One comparison: its state, the difference in the result's own unit (points for a percentage) and in people.

    States against a comparator: better, worse, higher, lower, similar, not compared. Against a target: met, missed, short
    of and reached (likewise, while its period is not over or the figure is an estimate), not judged. `reason` says in words why nothing was judged; `certainty` is 95 or 99.8 for a difference, 0 otherwise.
    """

    state: str
    difference: float = math.nan
    people: float = math.nan
    certainty: float = 0
    reason: str = ""


def against_comparator(result, comparator, polarity: str) -> Judgement:
    """A result (a row of the results table) against a comparator's row for the same indicator, period and group.

    Of rounded counts a verdict is given only where it stands wherever the true ones may lie.
    """
    difference = result.value - comparator.value
    reason = _why_not_compared(result)
    if reason:
        return Judgement(state="not compared", difference=difference, reason=reason)
    state = verdict(result.lower, result.upper, comparator.value, polarity)
    if state == SIMILAR:
        return Judgement(state=state, difference=difference)
    if is_rounded(result) and not _stands_whatever_was_rounded(result, comparator.value, 0.95):
        return Judgement(state="not compared", difference=difference, reason=TOO_CLOSE)
    return Judgement(state=state, difference=difference, certainty=_certainty(result, comparator.value))


def is_rounded(result) -> bool:
    """Whether a result is a share of counts that were rounded, by their publisher or here."""
    return result.unit == "percent" and bool(result.is_rounded)


def possible(result) -> tuple[float, float]:
    """The least and the greatest value that a result may truly have, its counts being rounded or bounded.

    A share that its publisher rounded is what it is, as is what is not rounded.
    """
    is_published = result.unit == "percent" and result.source not in OF_RECORDS and result.status == "shown"
    if not result.is_rounded or is_published:
        return result.value, result.value
    if result.unit in OF_TIME:
        return result.value - TENTH / 2, result.value + TENTH / 2
    if result.unit == "percent change":  # of one count on an earlier one
        counts = ((result.numerator + way * BY, result.denominator - way * BY) for way in (-1, 1))
        least, greatest = (100 * (now / then - 1) for now, then in counts)
        return least, greatest
    if result.unit != "percent":
        by = BY if result.value else 0
        return result.value - by, result.value + by
    counted, of = _sides(result)
    return 100 * counted[0] / of[1], min(100.0, 100 * counted[1] / of[0])


def _sides(result) -> tuple[tuple[float, float], tuple[float, float]]:
    """The least and greatest count of a share's people, and of its whole."""
    of = result.denominator - BY, result.denominator + BY
    if result.qualifier == FEWER:
        return (1, SMALLEST - 1), of
    if result.qualifier == ALL_BUT:  # at the edges of a share both sides of it move together
        return (of[1] - (SMALLEST - 1) * of[1] / of[0], of[0] - of[0] / of[1]), of
    if result.numerator in (0, result.denominator):  # none and all are told only where they are so
        all_of = result.numerator > 0
        return (of[1], of[0]) if all_of else (0, 0), of
    most = result.numerator + BY  # and at least eight are left over
    return (max(SMALLEST, result.numerator - BY), most), (max(of[0], most + SMALLEST), of[1])


def verdict(lower: float, upper: float, benchmark: float, polarity: str) -> str:
    """better, worse, higher, lower or similar: where an interval lies beside a benchmark."""
    return str(comparison.verdicts([lower], [upper], benchmark, polarity)[0])


def too_few(*counts: float) -> str:
    """Why counts are not compared: one of them is below ten; empty where none is. A missing count says nothing."""
    return TOO_FEW if any(count < FEWEST_PEOPLE_COMPARED for count in counts) else ""


def sides(result) -> tuple[float, ...]:
    """The counts of a share that want ten people: those counted and, where counts were rounded, those left over.

    Wilson's interval holds for everybody and nobody alike, so few left over are no reason where they were counted exactly.
    """
    left = result.denominator - result.numerator
    is_exact = not is_rounded(result) or (
        result.source in OF_RECORDS and left == 0
    )  # "all" is told only where it is so
    return (result.numerator,) if is_exact else (result.numerator, left)


def quarter_among(value: float, values: list[float]) -> int:
    """In which quarter of the areas' values one of them lies, by rank: 1 holds the lowest, 4 the highest."""
    return int(comparison.quantiles(values, groups=4)[values.index(value)])


def against_target(result, target, polarity: str) -> Judgement:
    """A result against its target's row; refused where the target, the direction or the periods do not allow it."""
    reason = _why_no_verdict(result, target, polarity)
    if reason:
        return Judgement(state="not judged", reason=reason)
    difference = result.value - target.value
    met = {value >= target.value if polarity == HIGHER_BETTER else value <= target.value for value in possible(result)}
    if len(met) > 1:
        return Judgement(state="not judged", difference=difference, reason=TOO_CLOSE)
    (good,) = met
    whole_period = (result.period_start, result.period_end) == (target.period_start, target.period_end)
    due = result.kind == "actual" and (whole_period or result.period_end >= target.period_end)
    people = _people_apart(result, target, polarity)
    state = ("met" if good else "missed") if due else ("reached" if good else "short of")
    return Judgement(state=state, difference=difference, people=people)


def _people_apart(result, target, polarity: str) -> float:
    """How many people lie between a result and its target; not a number for a share whose people were not counted."""
    if result.unit != "percent":
        return abs(result.value - target.value)
    if math.isnan(result.numerator) or math.isnan(result.denominator):
        return math.nan
    return abs(people_short(result.numerator, result.denominator, target.value, polarity))


def _why_no_verdict(result, target, polarity: str) -> str:
    if result.status not in GIVEN:
        return "no figure is shown"
    if target.status != "shown" or math.isnan(target.value):
        return "no usable target was set"
    if polarity == UNKNOWN:
        return "the direction is not recorded"
    if target.unit == "percent" and target.value == 0 and polarity == HIGHER_BETTER:
        return "a target of 0% cannot be missed, so it is no target"
    if result.unit == "people" and result.window != target.window:
        return "the count is for part of the target's period"
    return "" if polarity in (HIGHER_BETTER, LOWER_BETTER) else "the direction is not recorded"


def _why_not_compared(result) -> str:
    if result.status in ("counts", "bound"):
        return TOO_FEW
    if math.isnan(result.lower) or math.isnan(result.upper):
        return "no interval was published"
    if result.unit == "percent" and too_few(*sides(result)):
        return TOO_FEW
    return "its publisher calls it of low reliability" if LOW_RELIABILITY in result.note else ""


def _certainty(result, value: float) -> float:
    """99.8 where the wider interval excludes the comparator too, else 95; the people must have been counted to tell."""
    if math.isnan(result.numerator) or result.unit != "percent" or result.kind == "estimate":
        return 95
    return 99.8 if _stands_whatever_was_rounded(result, value, 0.998) else 95


def _stands_whatever_was_rounded(result, value: float, confidence: float) -> bool:
    """Whether a share's interval leaves the comparator out, also with rounded counts moved towards it."""
    towards = 1 if value > result.upper else -1
    numerator, denominator = moved(result, towards) if is_rounded(result) else (result.numerator, result.denominator)
    found = intervals.proportion(numerator, denominator, confidence)
    return verdict(found.lower * 100, found.upper * 100, value, UNKNOWN) != SIMILAR


def moved(result, way: int) -> tuple[float, float]:
    """The counts, before they were rounded, whose share may have lain furthest downwards (-1) or upwards (1)."""
    # A published total is added up from cells that were each rounded; how many is not kept, so two are allowed for.
    cells = 1 if result.source in OF_RECORDS else 2
    if cells == 1 and result.numerator in (0, result.denominator):  # told only where it is so: the fewest tell least
        fewest = result.denominator - BY
        return (fewest if result.numerator else 0), fewest
    denominator = result.denominator - cells * way * BY
    return max(0, min(result.numerator + way * BY, denominator)), denominator

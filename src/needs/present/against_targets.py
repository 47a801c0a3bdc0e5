"""What was achieved against what was aimed at: printed figures and their targets, and what was counted from records beside."""

import math
from dataclasses import replace
from types import SimpleNamespace

from needs.measure import selection
from needs.measure.declarations import UNKNOWN
from needs.measure.indicators import BY_NAME
from needs.measure.judgement import Judgement, against_target
from needs.measure.results import GIVEN
from needs.present.assessment import Assessment
from needs.present.facts import Fact

ACHIEVED = ("actual", "estimate", "baseline")  # kinds of printed figures that something counted can stand beside
JUDGED_FIRST = {"missed": 0, "short of": 1, "met": 2, "reached": 3, "not judged": 4}
NATIONAL_AS_PRINTED = Judgement(state="not compared", reason="no counts are printed, so chance cannot be ruled out")


def against_targets(assessment: Assessment) -> list[Fact]:
    """Printed figures that have a target for the same indicator and group, the worst miss first, the unjudged last."""
    printed = assessment.printed
    rows = printed[(printed["origin"] == "published") & (printed["unit"] != "GBP thousand")]
    rows = rows[~((rows["unit"] == "people") & (rows["window"] == "not_printed") & (rows["kind"] != "target"))]
    latest = selection.latest_of_each(rows)
    pairs = [(row, *found) for row in latest.itertuples() if (found := selection.target_of(row, rows)) is not None]
    facts = [_against_target(assessment, row, target, national) for row, target, national in pairs]
    return sorted(facts, key=lambda fact: (JUDGED_FIRST[fact.target_judgement.state], -abs(_size(fact)), fact.title))


def standing(assessment: Assessment) -> list[Fact]:
    """As `against_targets`, and where the target's own time is over the figure counted for it, in place of an earlier printed one."""
    facts = [_of_the_targets_time(assessment, fact) for fact in against_targets(assessment)]
    return sorted(facts, key=lambda fact: (JUDGED_FIRST[fact.target_judgement.state], -abs(_size(fact)), fact.title))


def _of_the_targets_time(assessment: Assessment, fact: Fact) -> Fact:
    if fact.target_judgement.state not in ("short of", "reached"):
        return fact
    target = fact.target
    its_time = SimpleNamespace(
        indicator=fact.indicator, breakdown=fact.breakdown, group=fact.group, area_code=fact.area_code,
        period_start=target.period_start, period_end=target.period_end,
    )  # fmt: skip
    counted = selection.counted_beside(its_time, assessment.known)
    if counted is None or counted.status not in GIVEN:
        return fact
    judgement = against_target(counted, target, _polarity(fact.indicator))
    return replace(assessment.fact(counted), target=target, target_judgement=judgement)


def beside_printed(assessment: Assessment) -> list[tuple[Fact, Fact]]:
    """Each printed figure of which the same was counted from records, with what was counted, set against its target."""
    printed = assessment.printed
    rows = printed[(printed["origin"] == "published") & printed["kind"].isin(ACHIEVED)]
    pairs = [(row, selection.counted_beside(row, assessment.known)) for row in rows.itertuples()]
    return [(assessment.fact(row), _counted(assessment, counted, row)) for row, counted in pairs if counted is not None]


def _counted(assessment: Assessment, counted, printed) -> Fact:
    """What was counted from records, with the target printed for the same thing."""
    found, fact = selection.target_of(printed, assessment.printed), assessment.compared(counted)
    if found is None:
        return fact
    judgement = against_target(counted, found[0], _polarity(printed.indicator))
    return replace(fact, target=assessment.fact(found[0]), target_judgement=judgement)


def _against_target(assessment: Assessment, row, target, national) -> Fact:
    other = () if national is None else (assessment.fact(national), NATIONAL_AS_PRINTED)
    judgement = against_target(row, target, _polarity(row.indicator))
    return replace(assessment.fact(row, *other), target=assessment.fact(target), target_judgement=judgement)


def _polarity(indicator: str) -> str:
    return BY_NAME[indicator].polarity if indicator in BY_NAME else UNKNOWN


def _size(fact: Fact) -> float:
    """The difference to the target for its size: points, people and weeks cannot be ranked as they are."""
    difference = fact.target_judgement.difference
    return 0.0 if math.isnan(difference) or not fact.target.value else difference / fact.target.value

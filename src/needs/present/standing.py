"""What was achieved in a quarter, beside its target and what it was before: printed and counted figures put together."""

import math
from dataclasses import dataclass, replace

import pandas as pd
from markupsafe import Markup

from needs.measure import comparison, selection
from needs.measure.comparison import Judgement, against_target, people_short
from needs.measure.indicator import UNKNOWN
from needs.measure.indicators import BY_NAME
from needs.measure.results import GIVEN, Row
from needs.present.assessment import Assessment
from needs.present.facts import Fact, known
from needs.present.kit.html import Number, Words, value_with_interval, verdict
from needs.present.kit.section import FactTable, spoken_unit
from needs.present.numbers import counted, difference
from needs.present.words import Statement

ACHIEVED = ("actual", "estimate", "baseline")  # kinds of printed figures that something counted can stand beside
JUDGED_FIRST = {"missed": 0, "short of": 1, "met": 2, "reached": 3, "not judged": 4}
NATIONAL_AS_PRINTED = Judgement(state="not compared", reason="no counts are printed, so chance cannot be ruled out")


def against_targets(assessment: Assessment) -> list[Fact]:
    """Printed figures that have a target for the same indicator and group, the worst miss first, the unjudged last."""
    return assessment.once("against targets", lambda: _against_targets(assessment))


def _against_targets(assessment: Assessment) -> list[Fact]:
    printed = assessment.printed
    rows = printed[(printed["origin"] == "published") & (printed["unit"] != "GBP thousand")]
    rows = rows[~((rows["unit"] == "people") & (rows["window"] == "not_printed") & (rows["kind"] != "target"))]
    latest = selection.latest_of_each(rows)
    pairs = [(row, selection.target_of(row, rows)) for row in latest.itertuples()]
    facts = [_against_target(assessment, row, *target) for row, target in pairs if target is not None]
    return sorted(facts, key=lambda fact: (JUDGED_FIRST[fact.target_state], -abs(_size(fact)), fact.title))


def against_targets_in_time(assessment: Assessment) -> list[Fact]:
    """As `against_targets`, and where the target's own time is over the figure counted for it, in place of an earlier printed one."""
    facts = [_of_the_targets_time(assessment, fact) for fact in against_targets(assessment)]
    return sorted(facts, key=lambda fact: (JUDGED_FIRST[fact.target_state], -abs(_size(fact)), fact.title))


def _of_the_targets_time(assessment: Assessment, fact: Fact) -> Fact:
    if fact.target_state not in ("short of", "reached"):
        return fact
    target = known(fact.target, "target").row
    of_its_time = fact.row._replace(period_start=target.period_start, period_end=target.period_end)
    counted = selection.counted_beside(of_its_time, assessment.known)
    if counted is None or counted.status not in GIVEN:
        return fact
    judgement = against_target(counted, target, _polarity(fact.indicator))
    return replace(assessment.fact(counted), target=fact.target, target_judgement=judgement)


def beside_printed(assessment: Assessment) -> list[tuple[Fact, Fact]]:
    """Each printed figure of which the same was counted from records, with what was counted, set against its target."""
    return assessment.once("beside printed", lambda: _beside_printed(assessment))


def _beside_printed(assessment: Assessment) -> list[tuple[Fact, Fact]]:
    printed = assessment.printed
    rows = printed[(printed["origin"] == "published") & printed["kind"].isin(ACHIEVED)]
    pairs = [(row, selection.counted_beside(row, assessment.known)) for row in rows.itertuples()]
    return [
        (assessment.fact(row), _with_printed_target(assessment, counted, row))
        for row, counted in pairs
        if counted is not None
    ]


def _with_printed_target(assessment: Assessment, counted: Row, printed: Row) -> Fact:
    """What was counted from records, with the target printed for the same thing."""
    target, fact = selection.target_of(printed, assessment.printed), assessment.compared(counted)
    if target is None:
        return fact
    judgement = against_target(counted, target[0], _polarity(printed.indicator))
    return replace(fact, target=assessment.fact(target[0]), target_judgement=judgement)


def _against_target(assessment: Assessment, row: Row, target: Row, national: Row | None) -> Fact:
    other = (None, None) if national is None else (assessment.fact(national), NATIONAL_AS_PRINTED)
    judgement = against_target(row, target, _polarity(row.indicator))
    return replace(assessment.fact(row, *other), target=assessment.fact(target), target_judgement=judgement)


def _polarity(indicator: str) -> str:
    return BY_NAME[indicator].polarity if indicator in BY_NAME else UNKNOWN


def _size(fact: Fact) -> float:
    """The difference to the target for its size: points, people and weeks cannot be ranked as they are."""
    target, judgement = known(fact.target, "target"), known(fact.target_judgement, "verdict against a target")
    return 0.0 if math.isnan(judgement.difference) or not target.value else judgement.difference / target.value


CHANGED = {
    comparison.CERTAIN: "This is {state} than before. The difference is very unlikely to be chance.",
    comparison.LESS_CERTAIN: "This may be {state} than before. The difference is unlikely to be chance.",
}


@dataclass(frozen=True, kw_only=True)
class Measured:
    """A measure of the quarter with its target where one was printed, the earlier figure, and what can be said of the change."""

    now: Fact
    then: Fact | None
    change: Judgement | None

    @property
    def difference(self) -> str:
        """By how much it is higher or lower than then, of the figures shown; empty where one of them is not shown."""
        if not (self.then and self.now.is_shown):
            return ""
        apart = self.now.rounded - self.then.rounded
        size = difference(apart, self.now.unit)
        return f"{size} {'higher' if apart > 0 else 'lower'}" if apart else "no different"

    @property
    def state(self) -> str:
        """The verdict on the change, in a word; empty where there is no earlier figure."""
        return self.change.state if self.change else ""

    @property
    def certainty(self) -> float:
        """How sure the change is: 95 or 99.8 where it is higher or lower, else 0."""
        return self.change.certainty if self.change else 0


def measured(assessment: Assessment) -> list[Measured]:
    """Every measure that ends with the quarter, in the order of the catalogue: groups are left out."""
    return assessment.once("measured", lambda: _measured(assessment))


def _measured(assessment: Assessment) -> list[Measured]:
    ending = comparison.ending_with(assessment.known, assessment.area.code, assessment.quarter)
    ending = ending[(ending["breakdown"] == "all") & ending["indicator"].isin(list(BY_NAME))]
    rows = [_row_and_target(assessment, row, ending) for row in comparison.of_the_quarter(ending).itertuples()]
    order = list(BY_NAME)
    return sorted(
        (_beside_earlier(assessment, *pair) for pair in rows), key=lambda each: order.index(each.now.indicator)
    )


def _row_and_target(assessment: Assessment, row: Row, ending: pd.DataFrame) -> tuple[Row, Row | None]:
    """The row, or that of the target's own window where there is one, and the target or None."""
    target = selection.target_of(row, assessment.printed)
    if target is None:
        return row, None
    alike = ending[(ending["indicator"] == row.indicator) & (ending["window"] == target[0].window)]
    return next(alike.itertuples(), row), target[0]


def _beside_earlier(assessment: Assessment, row: Row, target: Row | None) -> Measured:
    fact = assessment.compared(row)
    if target is not None:
        judgement = against_target(row, target, _polarity(row.indicator))
        fact = replace(fact, target=assessment.fact(target), target_judgement=judgement)
    then = comparison.before(row, assessment.known, assessment.quarter)
    if then is None:
        return Measured(now=fact, then=None, change=None)
    return Measured(now=fact, then=assessment.fact(then), change=comparison.against_earlier(row, then))


def of(assessment: Assessment, names: tuple[str, ...]) -> list[Measured]:
    """The measures of these names, in their order; those without a figure or a reason why not are left out."""
    by_name = {each.now.indicator: each for each in measured(assessment)}
    return [by_name[name] for name in names if name in by_name]


def by_how_much(fact: Fact) -> str:
    """The difference to the target in points, and what it means in whole people where they were counted."""
    if fact.target_judgement and fact.target_state == "not judged":
        return f"not judged: {fact.target_judgement.reason}"
    return "; ".join(filter(None, (fact.gap, in_people(fact)))) or "by how much is not known"


def in_people(fact: Fact) -> str:
    """How many more people would have met the target, or how many could be spared; empty where nobody was counted."""
    if fact.target is None or fact.unit != "percent" or not fact.counts or fact.status == "bound":
        return ""
    short = people_short(fact.numerator, fact.denominator, fact.target.value, fact.polarity)
    fewer = "fewer" if fact.polarity == "lower better" else "more"
    about = "about " if fact.is_counted and fact.is_rounded else ""
    if short > 0:
        return f"{about}{short:,} {fewer} would meet it"
    return f"{about}{-short:,} to spare" if short else "just met"


def named(fact: Fact, period: str) -> str:
    """The measure's title, with its period where that is not the table's."""
    return fact.title if fact.period == period else f"{fact.title} ({fact.period})"


def beside(measured: Measured) -> Words:
    """The earlier figure and its period; or that there is none."""
    then = measured.then
    return Words(f"{value_alone(then)} in {then.period}", (then,)) if then else Words("not counted")


def changes(caption: str, measures: list[Measured]) -> FactTable:
    """One row a measure: now, the earlier period and its figure, the difference, and whether chance could explain it."""
    rows = [
        [
            each.now.title,
            change(each),
            *(
                Number(value_alone(fact), fact.counts_beside if fact.unit == "percent" else "", (fact,))
                for fact in (each.now, each.then)
            ),
            each.difference or "not worked out",
            f"{each.now.period}, beside {each.then.period}",
        ]
        for each in measures
        if each.then
    ]
    return FactTable(caption, ["Measure", "Change", "Now", "Then", "Difference", "Periods"], rows)


def change(measured: Measured) -> list[Markup | str]:
    """The verdict on the change, with the reason where there is none; or that there is no earlier figure."""
    if measured.change is None:
        return ["not worked out"]
    return [verdict(measured.change), f" ({measured.change.reason})" if measured.change.reason else ""]


def value(fact: Fact) -> str:
    """The figure with its unit or its interval."""
    return counted(value_with_interval(fact) if fact.unit == "percent" else fact.qualified, spoken_unit(fact))


def said_of_change(measured: Measured) -> Statement:
    """A measure now and then, and how sure the difference is; only for one that is higher or lower beyond chance."""
    now, then = measured.now, known(measured.then, "earlier figure")
    certain = CHANGED[measured.certainty].format(state=measured.state)
    text = f"{now.title}: {value_alone(now)} in {now.period}, {value_alone(then)} in {then.period}."
    return Statement(f"{text} {certain}", (now, then))


def value_alone(fact: Fact) -> str:
    """The figure with its unit, without its interval."""
    return counted(fact.qualified, spoken_unit(fact))


def relative(measured: Measured) -> float:
    """The size of the change for the size of the earlier figure: points, people and weeks cannot be ranked as they are."""
    if not (measured.change and measured.then and measured.then.value):
        return 0.0
    return abs(measured.change.difference) / measured.then.value

"""What was achieved in a quarter, beside its target and what it was before: printed and counted figures put together."""

import math
from dataclasses import dataclass, replace

from markupsafe import Markup

from needs.measure import comparison, selection
from needs.measure.comparison import Judgement, people_short
from needs.measure.indicators import BY_NAME
from needs.measure.results import Row
from needs.measure.standing import ACHIEVED, Standing, confidence_of_changes, measure_of
from needs.present.assessment import Assessment
from needs.present.facts import Fact, known
from needs.present.kit.html import Number, Words, value_with_interval, verdict
from needs.present.kit.section import FactTable, spoken_unit
from needs.present.numbers import counted, difference
from needs.present.words import Statement

JUDGED_FIRST = {"missed": 0, "short of": 1, "met": 2, "reached": 3, "not judged": 4}
NATIONAL_AS_PRINTED = Judgement(state="not compared", reason="no counts are printed, so chance cannot be ruled out")


def against_targets(assessment: Assessment) -> list[Fact]:
    """Each figure that has a target, with its verdict: the worst miss first, the unjudged last. All documents read this."""
    return assessment.once("against targets", lambda: _against_targets(assessment))


def _against_targets(assessment: Assessment) -> list[Fact]:
    facts = [fact for fact in (with_target(assessment, each) for each in assessment.standings.values()) if fact]
    return sorted(facts, key=lambda fact: (JUDGED_FIRST[fact.target_state], -abs(_size(fact)), fact.title))


def with_target(assessment: Assessment, each: Standing) -> Fact | None:
    """The result of a measure with its target and verdict, beside others or the national figure printed with it; None without a result."""
    if each.result is None or each.judgement is None:
        return None
    fact = assessment.compared(each.result)
    if each.national is not None and fact.comparator is None:
        fact = replace(fact, comparator=assessment.fact(each.national), judgement=NATIONAL_AS_PRINTED)
    return replace(fact, target=assessment.fact(each.target), target_judgement=each.judgement)


def withdrawn(assessment: Assessment) -> list[tuple[Fact, Fact]]:
    """The word that no target is set for the quarter's time, with the target of the time before, of each measure that has both."""
    pairs = [(each.target, each.lapsed) for each in assessment.standings.values() if each.target.status != "shown"]
    return [(assessment.fact(target), assessment.fact(lapsed)) for target, lapsed in pairs if lapsed is not None]


def beside_printed(assessment: Assessment) -> list[tuple[Fact, Fact]]:
    """Each printed figure of which the same was counted for the very same days, with what was counted."""
    return assessment.once("beside printed", lambda: _beside_printed(assessment))


def _beside_printed(assessment: Assessment) -> list[tuple[Fact, Fact]]:
    printed = assessment.printed
    judged = {fact.key: fact for fact in against_targets(assessment)}
    rows = printed[(printed["origin"] == "published") & printed["kind"].isin(ACHIEVED)]
    pairs = [(row, selection.counted_beside(row, assessment.known)) for row in rows.itertuples()]
    counted = [(assessment.fact(row), assessment.compared(same)) for row, same in pairs if same is not None]
    return [(fact, judged.get(same.key, same)) for fact, same in counted]


def _size(fact: Fact) -> float:
    """The difference to the target for its size: points, people and weeks cannot be ranked as they are."""
    target, judgement = known(fact.target, "target"), known(fact.target_judgement, "verdict against a target")
    return 0.0 if math.isnan(judgement.difference) or not target.value else judgement.difference / target.value


CHANGED = "This is {state} than before. The difference is larger than we would expect by chance."


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
    def differs(self) -> bool:
        """Whether it is higher or lower than before beyond chance."""
        return self.state in ("higher", "lower")


def measured(assessment: Assessment) -> list[Measured]:
    """Every measure that ends with the quarter, in the order of the catalogue: groups are left out."""
    return assessment.once("measured", lambda: _measured(assessment))


def _measured(assessment: Assessment) -> list[Measured]:
    ending = comparison.ending_with(assessment.known, assessment.area.code, assessment.quarter)
    ending = ending[(ending["breakdown"] == "all") & ending["indicator"].isin(list(BY_NAME))]
    facts = [_at_quarter(assessment, row) for row in comparison.of_the_quarter(ending).itertuples()]
    order = {name: place for place, name in enumerate(BY_NAME)}
    facts.sort(key=lambda fact: order[fact.indicator])
    pairs = [(fact.row, comparison.before(fact.row, assessment.known, assessment.quarter)) for fact in facts]
    confidence = confidence_of_changes(pairs)
    return [_beside(assessment, fact, then, confidence) for fact, (_, then) in zip(facts, pairs, strict=True)]


def changed(assessment: Assessment, now: Fact, then: Row) -> Measured:
    """A figure of another quarter or document beside an earlier one, judged as surely as the measures of the quarter are."""
    pairs = [(each.now.row, each.then.row) for each in measured(assessment) if each.then]
    return _beside(assessment, now, then, confidence_of_changes(pairs))


def _beside(assessment: Assessment, now: Fact, then: Row | None, confidence: float) -> Measured:
    if then is None:
        return Measured(now=now, then=None, change=None)
    change, before = comparison.against_earlier(now.row, then, confidence), assessment.fact(then)
    return Measured(now=replace(now, before=before, change=change), then=before, change=change)


def _at_quarter(assessment: Assessment, row: Row) -> Fact:
    """The measure as it stands against its target where it has one, else its figure of the quarter."""
    each = assessment.standings.get(measure_of(row))
    fact = with_target(assessment, each) if each else None
    if fact is None or fact.period_end != row.period_end or fact.row.source != row.source:
        fact = assessment.compared(row)
    return fact


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
    """A measure now and then, and that chance does not explain the difference; only for one that is higher or lower beyond chance."""
    now, then = measured.now, known(measured.then, "earlier figure")
    text = f"{now.title}: {value_alone(now)} in {now.period}, {value_alone(then)} in {then.period}."
    return Statement(f"{text} {CHANGED.format(state=measured.state)}", (now, then))


def value_alone(fact: Fact) -> str:
    """The figure with its unit, without its interval."""
    return counted(fact.qualified, spoken_unit(fact))


def relative(measured: Measured) -> float:
    """The size of the change for the size of the earlier figure: points, people and weeks cannot be ranked as they are."""
    if not (measured.change and measured.then and measured.then.value):
        return 0.0
    return abs(measured.change.difference) / measured.then.value

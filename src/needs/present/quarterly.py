"""The measures of one quarter as a committee reads them: what was achieved, the target, and the figure of an earlier period."""

from dataclasses import dataclass, replace

from needs.measure import earlier, selection
from needs.measure.declarations import UNKNOWN
from needs.measure.indicators import BY_NAME
from needs.measure.judgement import Judgement, against_target
from needs.measure.shortfalls import people_short
from needs.present.assessment import Assessment
from needs.present.facts import Fact
from needs.present.numbers import counted, difference
from needs.present.sections import spoken_unit
from needs.present.tables import Number, table, value_with_interval, verdict
from needs.present.words import Statement

CHANGED = {
    earlier.CERTAIN: "This is {state} than before. The difference is very unlikely to be chance.",
    earlier.LESS_CERTAIN: "This may be {state} than before. The difference is unlikely to be chance.",
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


def measured(assessment: Assessment) -> list[Measured]:
    """Every measure that ends with the quarter, in the order of the catalogue: groups are left out."""
    return assessment.once("measured", lambda: _measured(assessment))


def _measured(assessment: Assessment) -> list[Measured]:
    ending = earlier.ending_with(assessment.known, assessment.area.code, assessment.quarter)
    ending = ending[(ending["breakdown"] == "all") & ending["indicator"].isin(list(BY_NAME))]
    rows = [_with_target(assessment, row, ending) for row in earlier.of_the_quarter(ending).itertuples()]
    order = list(BY_NAME)
    return sorted((_one(assessment, *pair) for pair in rows), key=lambda one: order.index(one.now.indicator))


def _with_target(assessment: Assessment, row, ending):
    """The row, or that of the target's own window where there is one, and the target or None."""
    found = selection.target_of(row, assessment.printed)
    if found is None:
        return row, None
    alike = ending[(ending["indicator"] == row.indicator) & (ending["window"] == found[0].window)]
    return next(alike.itertuples(), row), found[0]


def _one(assessment: Assessment, row, target) -> Measured:
    fact = assessment.compared(row)
    if target is not None:
        polarity = BY_NAME[row.indicator].polarity if row.indicator in BY_NAME else UNKNOWN
        judgement = against_target(row, target, polarity)
        fact = replace(fact, target=assessment.fact(target), target_judgement=judgement)
    then = earlier.before(row, assessment.known, assessment.quarter)
    if then is None:
        return Measured(now=fact, then=None, change=None)
    return Measured(now=fact, then=assessment.fact(then), change=earlier.against_earlier(row, then))


def of(assessment: Assessment, names: tuple[str, ...]) -> list[Measured]:
    """The measures of these names, in their order; those without a figure or a reason why not are left out."""
    found = {one.now.indicator: one for one in measured(assessment)}
    return [found[name] for name in names if name in found]


def by_how_much(fact: Fact) -> str:
    """The difference to the target in points, and what it means in whole people where they were counted."""
    judgement = fact.target_judgement
    if judgement.state == "not judged":
        return f"not judged: {judgement.reason}"
    return "; ".join(filter(None, (fact.gap, in_people(fact)))) or "by how much is not known"


def in_people(fact: Fact) -> str:
    """How many more people would have met the target, or how many could be spared; empty where nobody was counted."""
    if fact.unit != "percent" or not fact.counts or fact.status == "bound":
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


def beside(one: Measured) -> str:
    """The earlier figure and its period; or that there is none."""
    return f"{value_alone(one.then)} in {one.then.period}" if one.then else "not counted"


def changes(caption: str, found: list[Measured], assessment: Assessment):
    """One row a measure: now, the earlier period and its figure, the difference, and whether chance could explain it."""
    for one in found:
        cite(assessment, one)
    rows = [
        [
            one.now.title,
            change(one),
            *(
                Number(value_alone(fact), fact.counts_beside if fact.unit == "percent" else "")
                for fact in (one.now, one.then)
            ),
            one.difference or "not worked out",
            f"{one.now.period}, beside {one.then.period}",
        ]
        for one in found
    ]
    return table(caption, ["Measure", "Change", "Now", "Then", "Difference", "Periods"], rows)


def change(one: Measured):
    """The verdict on the change, with the reason where there is none."""
    return [verdict(one.change), f" ({one.change.reason})" if one.change.reason else ""]


def value(fact: Fact) -> str:
    """The figure with its unit or its interval."""
    return counted(value_with_interval(fact) if fact.unit == "percent" else fact.qualified, spoken_unit(fact))


def said_of_change(one: Measured) -> Statement:
    """A measure now and then, and how sure the difference is; only for one that is higher or lower beyond chance."""
    certain = CHANGED[one.change.certainty].format(state=one.change.state)
    text = f"{one.now.title}: {value_alone(one.now)} in {one.now.period}, {value_alone(one.then)} in {one.then.period}."
    return Statement(f"{text} {certain}", (one.now, one.then))


def value_alone(fact: Fact) -> str:
    """The figure with its unit, without its interval."""
    return counted(fact.qualified, spoken_unit(fact))


def cite(assessment: Assessment, one: Measured) -> None:
    """Put the figures of a measure into the evidence table."""
    for fact in (one.now, one.then, one.now.target):
        if fact is not None:
            assessment.cite(fact)


def relative(one: Measured) -> float:
    """The size of the change for the size of the earlier figure: points, people and weeks cannot be ranked as they are."""
    return abs(one.change.difference) / one.then.value if one.then.value else 0.0

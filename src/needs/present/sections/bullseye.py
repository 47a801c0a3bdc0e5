"""The bullseye of need, ring by ring with its range, and apart from it the way through treatment from coming to completing."""

import datetime
import math
from dataclasses import dataclass, replace

from needs.measure import bullseye
from needs.measure.bullseye import Ring
from needs.present import words
from needs.present.assessment import Assessment
from needs.present.facts import Fact
from needs.present.kit import charts
from needs.present.kit.html import Number, Part, value_with_interval
from needs.present.kit.section import FactTable, Paragraph, heading, paragraph, plain, sources_of
from needs.present.numbers import capital, listed, roughly, whole
from needs.present.words import Statement

ESTIMATE, NOT_TREATED = "opiate_crack_users", "opiate_crack_not_in_treatment"
ONE_RING = "Each person is in the innermost ring that applies on the last day of the year."
NOT_ALL_STILL = "Of those treated earlier some have stopped, moved away or died."
LEFT_SINCE = (
    f"{NOT_ALL_STILL} So the last ring may be larger than it looks. Earlier goes back to the first day of the files. Who left "
    "before then is in the last ring, as if never treated."
)
NO_DIP = "Who is known to the Drug Interventions Programme and was never treated is not on file, or too few: they are in the last ring."
OF_ANY_AGE = (
    "Records count people of any age and the estimate is of ages {age}, so more may be untreated than is shown."
)
INCONSISTENT = (
    "The estimate of {needed} people is inconsistent with the {known} known users, so what is left is not told."
)
AT_MOST = "By the upper limit of the estimate about {most} would be left at most."
STEPS = (
    ("opiate_crack_in_treatment", "In treatment in the year"),
    ("opiate_crack_effective_treatment", "In effective treatment: 12 weeks or more, or left as planned"),
    ("opiate_crack_completed", "Completed treatment in the year"),
)
COMPLETED_OF_ALL = "successful_completion_of_people_in_treatment"


@dataclass(frozen=True)
class Bullseye:
    """The rings of one estimate, each with the fact that it is given as, and all known users as one fact."""

    estimate: Fact
    rings: list[tuple[Ring, Fact]]

    @property
    def rest(self) -> Fact:
        """The fact of what is left of the estimate."""
        return self.rings[-1][1]


def of(assessment: Assessment) -> Bullseye | None:
    """The bullseye of the latest year for which people who use opiates or crack are both estimated and known."""
    return assessment.once("bullseye", lambda: _from_records(assessment) or _from_published(assessment))


def counted(assessment: Assessment) -> Paragraph | None:
    """Who was not in treatment in the year, where treatment was counted from records alone."""
    found = _from_records(assessment)
    if found is None:
        return None
    estimate, in_year = found.estimate, assessment.counted(bullseye.IN_TREATMENT, *_days(found.estimate))
    rest = _made(estimate, in_year, None, None, None).rest if in_year else None
    if rest is None or not rest.is_shown:
        return None
    between = f", between {' and '.join(rest.rough_interval.split(' to '))}" if rest.rough_interval else ""
    text = f"About {rest.rough} people who use opiates or crack were not in treatment in {rest.period}{between}."
    return paragraph(Statement(text, (rest,)), Statement(OF_ANY_AGE.format(age=estimate.age), (estimate,)))


def _days(fact: Fact) -> tuple[datetime.date, datetime.date]:
    return fact.period_start, fact.period_end


def chart(assessment: Assessment) -> charts.Chart | None:
    """The rings as nested bars, from treatment on the last day outwards, with the range of what is left."""
    found = of(assessment)
    if found is None:
        return None
    rows = [
        [capital(ring.name), Number(_people(fact), facts=(fact,)), Number(_within(ring), facts=(fact,))]
        for ring, fact in found.rings
    ]
    needed = found.estimate
    rows.append(
        [
            "Estimated in all",
            Number(value_with_interval(needed), facts=(needed,)),
            Number(needed.number, facts=(needed,)),
        ]
    )
    data = FactTable(
        f"The bullseye of need, {needed.period}", ["Ring", "People (95% interval)", "With the rings inside it"], rows
    )
    drawn = charts.nested_bars(
        "bullseye",
        [capital(ring.name) for ring, _ in found.rings],
        [
            (ring.within if math.isnan(ring.people) else ring.within - ring.people, ring.within)
            for ring, _ in found.rings
        ],
        [needed.lower, needed.upper],
        [_people(fact, with_range=False) for _, fact in found.rings],
    )
    return charts.Chart(
        "bullseye",
        _title(found),
        f"Nested bars, each from where the one before it ends: {listed([f'{ring.name} {_people(fact)}' for ring, fact in found.rings])}. "
        f"{'The line is the interval of the estimate.' if needed.has_interval else 'No interval was published.'}"
        f"{'' if found.rest.is_shown else f' {NOT_ALL_STILL}'}",
        drawn,
        f"{sources_of(assessment, [needed, *(fact for _, fact in found.rings)])}. {needed.period}.",
        data,
    )


def read_with_care(assessment: Assessment) -> list[Part]:
    """What the rings leave out, and whether they contradict the estimate."""
    found = of(assessment)
    if found is None:
        return []
    names = [ring.name for ring, _ in found.rings]
    known, estimate = found.rings[-2][0].within, found.estimate
    is_counted = bullseye.ON_THE_DAY in names
    contradicts = INCONSISTENT.format(needed=estimate.number, known=f"{known:,.0f}")
    facts = (estimate, *(fact for _, fact in found.rings))
    return [
        heading("The rings of the bullseye"),
        plain(ONE_RING) if is_counted else None,
        plain(LEFT_SINCE) if bullseye.EARLIER in names else None,
        plain(NO_DIP) if assessment.knows(bullseye.PROGRAMME) and bullseye.DIP_ONLY not in names else None,
        paragraph(Statement(OF_ANY_AGE.format(age=estimate.age), (estimate,))) if is_counted else None,
        None if found.rest.is_shown else paragraph(Statement(contradicts, facts), _at_most(found.rest)),
    ]


def _at_most(rest: Fact) -> Statement:
    """What the upper limit of the estimate leaves, where the estimate itself leaves nobody."""
    return Statement("" if math.isnan(rest.upper) else AT_MOST.format(most=roughly(rest.upper)), (rest,))


def cascade(assessment: Assessment) -> list[Part]:
    """From in treatment to effective treatment to completed: of those who use opiates or crack, or of everybody as published."""
    quarter = assessment.quarter
    days = quarter.rolling_12_months.start, quarter.rolling_12_months.end
    counted = {name: assessment.counted(name, *days) for name, _ in STEPS}
    facts = {name: fact for name, fact in counted.items() if fact is not None and fact.is_shown}
    if STEPS[0][0] not in facts:
        return _of_everybody(assessment)
    steps = bullseye.cascade([(name, facts[name].value if name in facts else math.nan) for name, _ in STEPS])
    whole, titles = facts[STEPS[0][0]], dict(STEPS)
    rows = [
        [
            titles[name],
            Number(facts[name].number, facts=(facts[name],)),
            Number(_percent(share), facts=(facts[name], whole)),
        ]
        for name, _, share in steps
    ]
    caption = f"People who use opiates or crack, through treatment: {whole.period}"
    return [heading("Through treatment"), FactTable(caption, ["Step", "People", "Of those in treatment"], rows)]


def _of_everybody(assessment: Assessment) -> list[Part]:
    completed = assessment.only(COMPLETED_OF_ALL)
    if completed is None or not completed.is_told:
        return []
    return [
        heading("Through treatment"),
        paragraph(words.stated(completed)),
        plain(
            "How many of those who use opiates or crack completed it is not published, nor how many of all stayed for "
            "12 weeks or left as planned."
        ),
    ]


def _percent(share: float) -> str:
    return "too few" if math.isnan(share) else f"{share:.0f}%"


def _from_records(assessment: Assessment) -> Bullseye | None:
    """The rings where there are records of the very year of an estimate of the people whom records count."""
    for estimate in reversed(assessment.over_years(ESTIMATE)):
        if estimate.population != bullseye.USERS:
            continue
        days = _days(estimate)
        in_year = assessment.counted(bullseye.IN_TREATMENT, *days)
        if in_year is not None and in_year.is_shown:
            on_day, earlier = (
                _shown(assessment.counted(name, *days)) for name in (bullseye.OF_THE_DAY, bullseye.BEFORE)
            )
            programme = assessment.in_period_of(estimate, bullseye.PROGRAMME)
            return _made(estimate, in_year, on_day, earlier, _shown(next(iter(programme), None)))
    return None


def _shown(fact: Fact | None) -> Fact | None:
    return fact if fact is not None and fact.is_shown else None


def _from_published(assessment: Assessment) -> Bullseye | None:
    """Two rings where treatment is published for the people of the estimate: in treatment in the year, or not."""
    people = assessment.only(NOT_TREATED)
    if people is None or math.isnan(people.numerator):
        return None
    estimates = [one for one in assessment.over_years(ESTIMATE) if one.period == people.period]
    treated = [
        fact
        for fact in (assessment.in_period_of(estimates[-1], "in_treatment", "substance") if estimates else [])
        if fact.group == "opiates and/or crack" and fact.is_shown
    ]
    return _made(estimates[-1], treated[0], None, None, None) if treated else None


def _made(estimate: Fact, in_year: Fact, on_day: Fact | None, earlier: Fact | None, programme: Fact | None) -> Bullseye:
    value = [fact.value if fact else math.nan for fact in (on_day, earlier, programme)]
    rings = bullseye.rings(estimate.value, estimate.lower, estimate.upper, in_year.value, *value)
    given = {bullseye.ON_THE_DAY: on_day, bullseye.WITHIN_THE_YEAR: in_year, bullseye.EARLIER: earlier}
    given |= {bullseye.DIP_ONLY: programme, bullseye.IN_THE_YEAR: _less(in_year, on_day)}
    facts = [given.get(ring.name) for ring in rings]
    known = tuple(fact for fact in facts if fact)
    return Bullseye(
        estimate, [(ring, fact or _left(estimate, rings, known)) for ring, fact in zip(rings, facts, strict=True)]
    )


def _less(in_year: Fact, on_day: Fact | None) -> Fact | None:
    """People of the year less those of its last day, as a reader would take them off."""
    if on_day is None:
        return None
    return replace(
        in_year,
        title=f"People who use opiates or crack, {bullseye.IN_THE_YEAR}",
        value=in_year.value - on_day.value,
        numerator=math.nan,
        place="less those of the last day",
        parts=(in_year, on_day),
        sum=f"{in_year.number} - {on_day.number} = {whole(in_year.value - on_day.value)}",
    )


def _left(estimate: Fact, rings: list[Ring], of: tuple[Fact, ...]) -> Fact:
    """What is left of the estimate, or that nothing can be."""
    rest, known = rings[-1], rings[-2].within
    return replace(
        estimate,
        indicator=NOT_TREATED,
        title=f"People who use opiates or crack, {rest.name}",
        value=rest.people,
        lower=rest.lower,
        upper=rest.upper,
        numerator=known,
        denominator=estimate.value,
        origin="calculated",
        status="not_usable" if math.isnan(rest.people) else "shown",
        parts=(estimate, *of),
        place=rest.name,
        comparator=None,
        judgement=None,
    )


def _people(fact: Fact, with_range: bool = True) -> str:
    """The people of a ring; of what is left of an estimate roughly, with its limits."""
    if not fact.is_unmet:
        return fact.number
    if not fact.is_shown:
        return "inconsistent with known users"
    return f"about {fact.rough}" + (f" ({fact.rough_interval})" if with_range and fact.rough_interval else "")


def _within(ring: Ring) -> str:
    return f"{ring.within:,.0f}"


def _title(found: Bullseye) -> str:
    (innermost, first), (outermost, rest) = found.rings[0], found.rings[-1]
    if not rest.is_shown:
        return f"More people are in treatment, or were before, than the {found.estimate.number} estimated"
    are = "were not" if outermost.name == bullseye.NOT_IN_THE_YEAR else f"are {outermost.name}"
    return (
        f"{first.number} people who use opiates or crack were {innermost.name} {found.estimate.period}; about {rest.rough} of "
        f"an estimated {found.estimate.number} {are}"
    )

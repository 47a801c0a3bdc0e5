"""Performance against targets: what the partnership's document prints, and what was counted from records."""

import pandas as pd

from needs.measure.standing import STANDARD
from needs.present import numbers, standing, words
from needs.present.assessment import Assessment
from needs.present.facts import Fact, known
from needs.present.kit.html import Number, Part, verdict
from needs.present.kit.measures import measures
from needs.present.kit.section import KINDS, FactTable, heading, paragraph, plain, printed_table, printed_value
from needs.present.sections import voices
from needs.present.standing import against_targets, withdrawn

OTHERS = (
    "retained_or_planned_discharge_percent",
    "retained_12_weeks_percent",
    "effective_treatment",
    "opiate_crack_effective_treatment",
    "engaged_percent",
    "care_plan_percent",
    "shared_care_percent",
    "tier_4_percent",
    "housing_problem_percent",
    "hepatitis_b_offered_percent",
    "hepatitis_b_accepted_percent",
    "hepatitis_c_offered_percent",
    "hepatitis_c_accepted_percent",
)
OF_OUTCOMES = ("outcomes", "other", "who", "harm")  # topics whose printed figures belong here
NO_COUNTS = "The document prints no counts, so what a gap means in people is not known."
OTHER_TIME = "The printed figures are not of this quarter. The table says which time each is of."
HEADERS = ["Measure", "Verdict", "Value", "Target", "Gap", "Period", "Printed", "National"]
NONE = "No target that could be set beside a figure was found."


def answer(assessment: Assessment) -> list[Part]:
    """How many targets were met, the worst miss, and the printed results of the quarter itself."""
    facts = against_targets(assessment)
    stated = [
        fact
        for fact in _without_target(assessment)
        if fact.indicator in OTHERS and fact.period == assessment.quarter.months
    ]
    return [
        paragraph(how_many_met(facts), *_worst(facts)),
        plain(OTHER_TIME) if facts and not _is_of_the_quarter(assessment, facts) else None,
        [paragraph(words.stated(fact)) for fact in stated],
    ]


def achieved(assessment: Assessment) -> list[Part]:
    """Each measure that has a target, with its verdict, and what is printed of the same days."""
    facts = against_targets(assessment)
    if not facts:
        return []
    return [_table(assessment, facts), None if any(fact.counts for fact in facts) else plain(NO_COUNTS)]


def withdrawn_targets(assessment: Assessment) -> list[Part]:
    """The targets of an earlier time that none has replaced: they judge nothing now."""
    return [paragraph(_withdrawn(target, lapsed)) for target, lapsed in withdrawn(assessment)]


def _withdrawn(target: Fact, lapsed: Fact) -> words.Statement:
    text = f"{target.label}: no target for {target.period} is given. The target for {lapsed.period} was {lapsed.qualified}."
    return words.Statement(text, (target, lapsed))


def without_target(assessment: Assessment) -> list[Part]:
    """The other figures of the quarter."""
    targeted = {fact.indicator for fact in against_targets(assessment)}
    facts = [each.now for each in standing.of(assessment, OTHERS) if each.now.indicator not in targeted]
    if not facts:
        return []
    caption = f"Figures without a target: {facts[0].area}, {facts[0].period}"
    return [heading("Other figures"), measures(assessment, caption, facts)]


def also_printed(assessment: Assessment) -> list[Part]:
    """What else the partnership's document says and prints on performance."""
    return [
        voices.printed(assessment, "performance", "comparison"),
        printed_table(
            assessment, _without_target(assessment), "What else the partnership's document prints on performance"
        ),
    ]


def _without_target(assessment: Assessment) -> list[Fact]:
    judged = {side.key for fact in against_targets(assessment) for side in (fact, fact.target) if side}
    return [
        fact
        for fact in assessment.printed_facts()
        if assessment.topic_of(fact.indicator) in OF_OUTCOMES and fact.kind != "national" and fact.key not in judged
    ]


def how_many_met(facts: list[Fact]) -> words.Statement:
    """How many of the targets that are due were met, misses in the same breath."""
    if not facts:
        return words.Statement(NONE, ())
    states = [fact.target_state for fact in facts]
    met, missed = states.count("met"), states.count("missed")
    figures = "figure" if met + missed == 1 else "figures"
    if not met + missed:
        text = "No target is due and can be judged."
    elif not met:
        text = f"No figure met its target; {numbers.in_words(missed)} missed it."
    elif not missed:
        text = f"{numbers.capital(numbers.in_words(met))} {figures} met the target and none missed it."
    else:
        text = f"{numbers.capital(numbers.in_words(met))} of {numbers.in_words(met + missed)} {figures} met the target and {numbers.in_words(missed)} missed it."
    return words.Statement(f"{text} {_not_counted_in(states)}".strip(), ())


def _not_counted_in(states: list[str]) -> str:
    """How many more targets there are that cannot be judged, or are not due yet."""
    unjudged = states.count("not judged")
    later = len(states) - states.count("met") - states.count("missed") - unjudged
    parts = [f"{numbers.in_words(unjudged)} cannot be judged"] if unjudged else []
    if later:
        parts.append(f"{numbers.in_words(later)} {'is' if later == 1 else 'are'} not due yet")
    return f"{numbers.capital(numbers.listed(parts))}." if parts else ""


def _is_of_the_quarter(assessment: Assessment, facts: list[Fact]) -> bool:
    """Whether any of the figures is for the quarter or a longer time that the quarter ends."""
    return any(fact.period_end == pd.Timestamp(assessment.quarter.end) for fact in facts)


def _worst(facts: list[Fact]) -> list[words.Statement]:
    missed = [fact for fact in facts if fact.target_state == "missed"]
    return [words.stated(missed[0]), words.against_target(missed[0])] if missed else []


def _table(assessment: Assessment, facts: list[Fact]) -> FactTable:
    """The last columns stand only where anything would stand in them."""
    printed = {counted.key: fact for fact, counted in standing.beside_printed(assessment)}
    rows = [
        [
            fact.label,
            verdict(fact.target_judgement),
            Number(_value(fact), fact.counts_beside if fact.unit == "percent" else "", (fact,)),
            Number(*_target(fact)),
            standing.by_how_much(fact),
            f"{fact.period} ({KINDS[fact.kind]})" if fact.origin == "published" else fact.period,
            _same(printed.get(fact.key)),
            _national(fact),
        ]
        for fact in facts
    ]
    is_shown = [True] * 6 + [
        any(fact.key in printed for fact in facts),
        any(fact.comparator and fact.comparator.kind == "national" for fact in facts),
    ]
    caption = f"Targets and what was achieved: {assessment.area.name}, at the end of {assessment.quarter}"
    return FactTable(caption, _shown(HEADERS, is_shown), [_shown(row, is_shown) for row in rows])


def _value(fact: Fact) -> str:
    """The figure, with its interval where it has one: what a document prints mostly has none."""
    return standing.value(fact) if fact.interval else standing.value_alone(fact)


def _shown(cells: list, is_shown: list[bool]) -> list:
    return [cell for cell, shown in zip(cells, is_shown, strict=True) if shown]


def _target(fact: Fact) -> tuple[str, str, tuple[Fact, ...]]:
    """The target, its time where that is another than the figure's, and the fact that it is; a standard has no time."""
    target = known(fact.target, "target")
    has_its_time = target.window == STANDARD or target.period == fact.period
    return printed_value(target), "" if has_its_time else target.period, (target,)


def _same(printed: Fact | None) -> Number:
    """What a document prints for what was counted."""
    return Number(printed_value(printed), facts=(printed,)) if printed else Number("none")


def _national(fact: Fact) -> Number:
    other = fact.comparator
    return Number(other.number, facts=(other,)) if other and other.kind == "national" else Number("none")

"""Performance against targets: what the partnership's document prints, and what was counted from records."""

import pandas as pd

from needs.present import numbers, standing, words
from needs.present.assessment import Assessment
from needs.present.facts import Fact
from needs.present.kit.html import Number, Part, verdict
from needs.present.kit.measures import measures
from needs.present.kit.section import (
    KINDS,
    TARGET,
    FactTable,
    heading,
    paragraph,
    plain,
    printed_table,
    spoken_unit,
)
from needs.present.numbers import counted as with_unit
from needs.present.sections import voices
from needs.present.standing import ACHIEVED, JUDGED_FIRST, Measured, against_targets

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
NONE = "No target that could be set beside a figure was found."


def answer(assessment: Assessment) -> list[Part]:
    """How many targets were met, the worst miss, and the printed results of the quarter itself."""
    on_paper = against_targets(assessment)
    stated = [
        fact
        for fact in _without_target(assessment)
        if fact.indicator in OTHERS and fact.period == assessment.quarter.months
    ]
    return [
        _answer(on_paper, counted_with_target(assessment)),
        plain(OTHER_TIME) if on_paper and not _is_of_the_quarter(assessment) else None,
        [paragraph(words.stated(fact)) for fact in stated],
    ]


def as_printed(assessment: Assessment) -> list[Part]:
    """Each printed figure against its target."""
    facts = against_targets(assessment)
    return _printed(assessment, facts) if facts else []


def as_counted(assessment: Assessment) -> list[Part]:
    """Each counted figure of which a target is printed, then the other figures of the quarter."""
    measured = _worst_first(assessment)
    return [_table_of_counted(measured) if measured else None, _others(assessment)]


def also_printed(assessment: Assessment) -> list[Part]:
    """What else the partnership's document says and prints on performance."""
    return [
        voices.printed(assessment, "performance", "comparison"),
        printed_table(_without_target(assessment), "What else the partnership's document prints on performance"),
    ]


def _without_target(assessment: Assessment) -> list[Fact]:
    judged = {side.key for fact in against_targets(assessment) for side in (fact, fact.target) if side}
    return [
        fact
        for fact in assessment.printed_facts()
        if assessment.topic_of(fact.indicator) in OF_OUTCOMES and fact.kind != "national" and fact.key not in judged
    ]


def counted_with_target(assessment: Assessment) -> list[Fact]:
    """What was counted, where a target is printed, the worst miss first and the unjudged last."""
    return [measured.now for measured in _worst_first(assessment)]


def how_many_met(facts: list[Fact], how: str) -> words.Statement:
    """How many of the targets that are due were met, misses in the same breath; `how` is printed, counted or, of both, empty."""
    if not facts:
        return words.Statement(NONE, ())
    states = [fact.target_state for fact in facts]
    met, missed = states.count("met"), states.count("missed")
    kind = f"{how} " if how else ""
    what = f"{kind}figure{'' if met + missed == 1 else 's'}"
    if not met + missed:
        count = f"No {kind}target is due and can be judged."
    elif not met:
        count = f"No {kind}figure met its target; {numbers.in_words(missed)} missed it."
    elif not missed:
        count = f"{numbers.capital(numbers.in_words(met))} {what} met the target and none missed it."
    else:
        count = f"{numbers.capital(numbers.in_words(met))} of {numbers.in_words(met + missed)} {what} met the target and {numbers.in_words(missed)} missed it."
    return words.Statement(f"{count} {_not_counted_in(states)}".strip(), ())


def _not_counted_in(states: list[str]) -> str:
    """How many more targets there are that cannot be judged, or are not due yet."""
    unjudged = states.count("not judged")
    later = len(states) - states.count("met") - states.count("missed") - unjudged
    parts = [f"{numbers.in_words(unjudged)} cannot be judged"] if unjudged else []
    if later:
        parts.append(f"{numbers.in_words(later)} {'is' if later == 1 else 'are'} not due yet")
    return f"{numbers.capital(numbers.listed(parts))}." if parts else ""


def _is_of_the_quarter(assessment: Assessment) -> bool:
    """Whether the document prints a result for the quarter or a longer time that the quarter ends."""
    rows = assessment.printed[assessment.printed["kind"].isin(ACHIEVED)]
    end = pd.Timestamp(assessment.quarter.end)
    return bool((rows["period_end"] == end).any())


def _answer(printed: list[Fact], counted: list[Fact]) -> list[Part]:
    if not printed and not counted:
        return [plain(NONE)]
    return [
        paragraph(how_many_met(facts, how), *_worst(facts))
        for facts, how in ((printed, "printed"), (counted, "counted"))
        if facts
    ]


def _worst(facts: list[Fact]) -> list[words.Statement]:
    missed = [fact for fact in facts if fact.target_state == "missed"]
    return [words.stated(missed[0]), words.against_target(missed[0])] if missed else []


def _printed(assessment: Assessment, printed: list[Fact]) -> list[Part]:
    nationals = ["National"] if any(fact.comparator for fact in printed) else []
    rows = [
        [
            fact.label,
            verdict(fact.target_judgement),
            Number(with_unit(fact.qualified, spoken_unit(fact)), facts=(fact,)),
            TARGET.cell(fact),
            standing.by_how_much(fact),
            f"{fact.period} ({KINDS[fact.kind]})",
            *(
                Number(fact.comparator.number, facts=(fact.comparator,)) if fact.comparator else "none"
                for _ in nationals
            ),
        ]
        for fact in printed
    ]
    headers = ["Measure", "Verdict", "Value", "Target", "Gap", "Period", *nationals]
    caption = f"Targets and what was achieved, as {assessment.area.name}'s document prints them"
    return [heading("Printed by the partnership"), FactTable(caption, headers, rows), plain(NO_COUNTS)]


def _table_of_counted(counted: list[Measured]) -> list[Part]:
    first = counted[0].now
    rows = [
        [
            standing.named(fact, first.period),
            verdict(fact.target_judgement),
            Number(standing.value(fact), fact.counts_beside if fact.unit == "percent" else "", (fact,)),
            TARGET.cell(fact),
            standing.by_how_much(fact),
            standing.beside(measured),
            standing.change(measured),
        ]
        for measured in counted
        for fact in (measured.now,)
    ]
    headers = ["Measure", "Verdict", "Value (95% interval)", "Target", "Gap", "Earlier", "Change"]
    return [
        heading("Counted from records"),
        FactTable(f"The same targets and what was counted: {first.area}, {first.period}", headers, rows),
    ]


def _others(assessment: Assessment) -> list[Part] | None:
    targeted = {fact.indicator for fact in counted_with_target(assessment)}
    others = [measured.now for measured in standing.of(assessment, OTHERS)]
    facts = [fact for fact in others if fact.indicator not in targeted]
    if not facts:
        return None
    return [
        heading("Other figures"),
        measures(assessment, f"Figures without a printed target: {facts[0].area}, {facts[0].period}", facts),
    ]


def _worst_first(assessment: Assessment) -> list[Measured]:
    with_target = [measured for measured in standing.measured(assessment) if measured.now.target]
    return sorted(with_target, key=lambda measured: JUDGED_FIRST[measured.now.target_state])

"""The first pages of the needs assessment: masthead, purpose, key messages, and the table of priorities."""

import math

from markupsafe import Markup

from needs.present import numbers, words
from needs.present.assessment import Assessment
from needs.present.facts import Fact
from needs.present.kit.frame import (
    BADGES,
    NO_DECISION,
    figures_in_words,
    masthead_of,
    of_authorities,
    of_quarter,
    see_also,
)
from needs.present.kit.html import Cell, Number, Part, Words, verdict
from needs.present.kit.section import KINDS, Box, FactTable, paragraph, plain, printed_value, spoken_unit
from needs.present.numbers import counted
from needs.present.sections import messages

NO_RANGE = (
    "Figures without a range in brackets were printed without an interval or counts, so chance cannot be ruled out."
)


def masthead(assessment: Assessment) -> Markup:
    """The title, the quarter, what the figures are, and where the pair of the document is."""
    return masthead_of(
        f"Drug and alcohol needs assessment: {assessment.area.name}, {assessment.quarter}",
        BADGES[assessment.has_records],
        of_quarter(assessment.quarter, figures_in_words(assessment))
        | of_authorities(assessment)
        | see_also(assessment, "needs_assessment"),
        assessment.band,
    )


def purpose(assessment: Assessment) -> list[Part]:
    """What the document answers, up to when, and that no decision is asked for."""
    area, quarter = assessment.area.name, assessment.quarter
    return [
        plain(
            f"How many people in {area} may need help with drugs or alcohol? How many are in treatment, how long do they wait, "
            "and how do they leave? This document says what is known."
        ),
        plain(f"Figures are for periods that had ended by the end of {quarter}, unless the text says otherwise."),
        paragraph(_latest_on_treatment(assessment)),
        plain(NO_DECISION),
    ]


def _latest_on_treatment(assessment: Assessment) -> words.Statement:
    latest = assessment.only("in_treatment")
    if latest is None:
        return words.Statement("", ())
    return words.Statement(f"The latest figures on treatment are for {latest.period}.", (latest,))


def key_messages(assessment: Assessment) -> Box:
    """In order of rank: each message leads with what kind of finding it is."""
    ranked = messages.ranked(assessment)
    return Box("key-messages", tuple(paragraph(message.statement, lead=f"{message.lead}.") for message in ranked))


def how_many_met(assessment: Assessment) -> Part:
    """How many targets that are due were met, and the worst miss; or that no priority is ranked."""
    facts = _ranked(assessment)
    if not facts:
        return plain(
            f"No figure for {assessment.area.name} has a target, or is better or worse than {assessment.others} beyond "
            "chance, so no priority is ranked here."
        )
    return _how_many_met(assessment, [fact for fact in facts if fact.target_judgement])


def where_we_stand(assessment: Assessment) -> list[Part]:
    """Baseline, comparator, target, gap and verdict, a row an indicator."""
    facts = _ranked(assessment)
    if not facts:
        return []
    return [
        FactTable(
            f"Priorities: where {assessment.area.name} stands",
            ["Measure", "Verdict", "Among areas", "Value", "Period", "Comparator", "Target", "Gap"],
            [_priority(fact) for fact in facts],
            class_="matrix",
        ),
        plain(NO_RANGE) if any(not fact.has_interval for fact in facts) else None,
    ]


def _ranked(assessment: Assessment) -> list[Fact]:
    return messages.beyond_chance(messages.judged(assessment))


def _how_many_met(assessment: Assessment, targets: list[Fact]) -> Part:
    due = [fact for fact in targets if fact.target_state in ("met", "missed")]
    if not due:
        none = "No target can be set beside a figure" if assessment.standings else "No target was found"
        return plain("No target is due yet." if targets else f"{none}. Figures are set against {assessment.others}.")
    met = [fact for fact in due if fact.target_state == "met"]
    missed = [fact for fact in due if fact.target_state == "missed"]
    misses = [words.against_target(fact) for fact in missed[:1]]
    some = f"{numbers.capital(numbers.in_words(len(met)))} of {numbers.in_words(len(due))} figures with a target that is due meet it."
    count = some if met else "No figure with a target that is due meets it."
    worst = f"Furthest off: {missed[0].label}." if missed else ""
    return paragraph(words.Statement(f"{count} {worst}".strip(), ()), *misses)


def _priority(fact: Fact) -> list[Cell]:
    judged = fact.target_judgement or fact.judgement
    return [
        fact.label,
        verdict(judged),
        words.among_in_words(fact),
        _now(fact),
        f"{fact.period} ({KINDS[fact.kind]})" if fact.origin == "published" else fact.period,
        Words(
            f"{fact.comparator.area if fact.comparator.kind != 'national' else 'National'} {fact.comparator.number}",
            (fact.comparator,),
        )
        if fact.comparator
        else "none",
        Words(f"{printed_value(fact.target)} ({fact.target.period})", (fact.target,)) if fact.target else "none set",
        _gap(fact),
    ]


def _now(fact: Fact) -> Number:
    value = f"{fact.qualified} ({fact.interval})" if fact.interval else counted(fact.qualified, spoken_unit(fact))
    return Number(value, fact.counts_beside, (fact,))


def _gap(fact: Fact) -> str:
    judged = fact.target_judgement
    if judged is not None and judged.state == "not judged":
        return f"not judged: {judged.reason}"
    if judged is None or not fact.gap:  # of a bound no difference is given
        return fact.gap or "not worked out"
    is_share_of_people = fact.unit == "percent" and not math.isnan(judged.people)
    return fact.gap + (f", about {judged.people:.0f} people" if is_share_of_people else "")

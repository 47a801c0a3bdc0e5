"""Young people who come: who refers them, what they use, what else is recorded of them, and what hangs on how age is told.

Where twelve months have too few for a percentage, three years together are given.
"""

import math

from needs.measure.indicators import POOLED
from needs.present.assessment import Assessment
from needs.present.facts import Fact
from needs.present.kit.html import Number, Part, share_with_interval
from needs.present.kit.section import FactTable, paragraph, plain, shares
from needs.present.numbers import capital, listed
from needs.present.words import Statement

GROUPS, NEEDS, AT_EXIT = (
    "young_people_coming_by_group",
    "young_people_needs_percent",
    "young_people_needs_at_exit_percent",
)
TURNED_18 = ("young_people_turned_18_in_treatment_percent", "young_people_turned_18_exits_percent")
TOLD_AT = {
    "triage": "A young person here was under 18 at the first triage of the treatment journey.",
    "start of treatment": "A young person here was under 18 at the end of the quarter in which the treatment journey began.",
    "end of the period": "A young person here was under 18 at the end of the period, or of the quarter of coming or leaving.",
}
MOST_NAMED = 2  # fields in a sentence
LEFT_OUT = (
    "If young people were told by the period's end, those who had turned 18 would be in no figure of young people."
)
FIELDS = "No specification at hand says what these fields mean, or which codes say yes. No field gives a tier of need."


def who_is_one(assessment: Assessment) -> str:
    """By which day a young person is told here."""
    return f"{TOLD_AT[assessment.safe.in_force('young_told_at')]} Everyone else is an adult, so nobody is both."


def referred_by(assessment: Assessment) -> list[Part]:
    """Who refers young people most often, and each route with its share."""
    return _groups(
        assessment,
        "referral_source",
        "Who refers young people",
        "Referred by",
        "Young people were referred most often by",
    )


def main_drugs(assessment: Assessment) -> list[Part]:
    """The drug that most young people come for, and each drug with its share."""
    return _groups(
        assessment,
        "main_drug",
        "The main drug of young people who came",
        "Main drug",
        "Young people came most often for",
    )


def needs_recorded(assessment: Assessment) -> list[Part]:
    """What is recorded most often of young people who come, in one sentence, and how far that can be trusted."""
    told = [fact for fact in _of_few(assessment, NEEDS, "young_field") if fact.is_told]
    if not told:
        return []
    most = sorted(told, key=lambda fact: (-_share(fact), fact.group))[:MOST_NAMED]
    said = listed([f"{fact.group}, {fact.counts}" for fact in most])
    text = f"Recorded most often of young people who came: {said}. These are of {most[0].period}."
    return [paragraph(Statement(text, tuple(most))), plain(FIELDS)]


def needs_in_full(assessment: Assessment) -> list[Part]:
    """Each field on young people with how many of those asked it is yes for, when they came and when they left."""
    return [
        _fields(assessment, name, f"Recorded of young people when they {did}")
        for name, did in ((NEEDS, "came"), (AT_EXIT, "left"))
    ]


def age_told(assessment: Assessment) -> list[Part]:
    """How many had turned 18 by the end of the period: whom the other way of telling age would leave out."""
    facts = [fact for name in TURNED_18 for fact in _of_few(assessment, name, "all") if fact.is_told]
    said = [
        Statement(f"{capital(fact.counts)} {fact.noun}{fact.share} {fact.done} in {fact.period}.", (fact,))
        for fact in facts
    ]
    return [[paragraph(statement) for statement in said], plain(LEFT_OUT)] if said else []


def told(assessment: Assessment) -> list[Fact]:
    """Every figure of these parts of which a reader is told anything."""
    of_groups = [(GROUPS, "referral_source"), (GROUPS, "main_drug"), (NEEDS, "young_field"), (AT_EXIT, "young_field")]
    return [fact for name, breakdown in of_groups for fact in _of_few(assessment, name, breakdown) if fact.is_told]


def _of_few(assessment: Assessment, name: str, breakdown: str) -> list[Fact]:
    """A measure of twelve months; of three years together where no group of a year may be given in percent."""
    of_a_year = [fact for fact in assessment.latest(name, breakdown) if fact.is_listed]
    if name not in POOLED or any(fact.is_shown and not fact.is_of_few for fact in of_a_year):
        return of_a_year
    together = [fact for fact in assessment.latest(POOLED[name].name, breakdown) if fact.is_listed]
    return together if any(fact.is_told for fact in together) else of_a_year


def _groups(assessment: Assessment, breakdown: str, caption: str, what: str, did: str) -> list[Part]:
    facts = sorted(_of_few(assessment, GROUPS, breakdown), key=lambda fact: fact.in_order)
    known = [fact for fact in facts if fact.is_told and not fact.is_none]
    if not known:
        return []
    most = [fact for fact in known if fact.numerator == known[0].numerator]
    each = f"{'Each' if len(most) > 1 else 'That'} is {known[0].counts} {known[0].noun}{known[0].share}"
    text = f"{did}: {'; '.join(fact.group for fact in most)}. {each} in {known[0].period}."
    return [
        paragraph(Statement(text, tuple(most))),
        shares(f"{caption}: {known[0].area}, {known[0].period}", [fact for fact in facts if not fact.is_none], what),
    ]


def _fields(assessment: Assessment, name: str, caption: str) -> FactTable | None:
    facts = sorted(
        _of_few(assessment, name, "young_field"), key=lambda fact: (not fact.is_told, -_share(fact), fact.group)
    )
    if not any(fact.is_told for fact in facts):
        return None
    rows = [
        [
            capital(fact.group),
            Number(fact.counts or fact.number, facts=(fact,)),
            Number(share_with_interval(fact), facts=(fact,)),
        ]
        for fact in facts
    ]
    return FactTable(f"{caption}: {facts[0].area}, {facts[0].period}", ["Field", "Yes", "Share (95% interval)"], rows)


def _share(fact: Fact) -> float:
    return 0.0 if math.isnan(fact.numerator) else fact.numerator / fact.denominator

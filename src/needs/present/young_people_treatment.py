"""The sections on young people's treatment: how many are in it, how long they wait, and how they leave."""

from needs.present import words
from needs.present.against_targets import beside_printed
from needs.present.assessment import Assessment
from needs.present.facts import Fact
from needs.present.html import Html
from needs.present.sections import nothing, paragraph, plain, printed_table, printed_value
from needs.present.tables import Number, table
from needs.present.young_people_figures import counted, counted_table, printed, said, said_of_hidden

WHO = (
    "A young person in treatment is under 18 at the end of the period. One who came or left is under 18 at the end of that "
    "quarter. Everyone older is an adult here."
)
NOT_BY_AGE = (
    "Referral and main drug are counted for people of all ages together, and not for young people alone. Most groups "
    "would be too small to show."
)
STANDARD = "young_people_waiting_standard"
NO_NATIONAL = "No national figure is printed, so no place among partnerships is given."


def in_treatment(assessment: Assessment) -> Html:
    """How many young people were in treatment and came into it, where that was counted."""
    facts = counted(assessment, "in_treatment")
    if not facts:
        return Html.of(nothing(assessment, "young people counted from records"))
    shown = [fact for fact in facts if fact.is_told]
    return Html.of(
        plain(WHO),
        [paragraph(assessment, said(fact), words.compared(fact)) for fact in shown],
        _hidden(facts),
        counted_table(assessment, "Young people in treatment", facts),
        plain(NOT_BY_AGE),
    )


def waiting(assessment: Assessment) -> Html:
    """Whether young people start within 15 working days of referral: as printed and as counted, with the standard."""
    standard = [fact for fact in printed(assessment, "waiting") if fact.indicator == STANDARD]
    told = [paragraph(assessment, _standard(fact)) for fact in standard]
    return _section(assessment, "waiting", "how long young people wait", "Starting within 15 working days", told)


def leaving(assessment: Assessment) -> Html:
    """How young people leave: as printed and as counted."""
    return _section(assessment, "leaving", "how young people leave treatment", "Staying and leaving", [])


def _section(assessment: Assessment, section: str, what: str, caption: str, told: list) -> Html:
    facts = counted(assessment, section)
    own = [fact for fact in printed(assessment, section) if fact.indicator != STANDARD]
    if not facts and not own:
        return Html.of(told, nothing(assessment, what))
    shown = [fact for fact in (*own, *facts) if fact.is_told and fact.kind != "target"]
    return Html.of(
        told,
        [paragraph(assessment, said(fact), words.compared(fact)) for fact in shown],
        plain(NO_NATIONAL) if own else None,
        _hidden(facts),
        _beside(assessment, own),
        counted_table(assessment, caption, facts) if facts else None,
        printed_table(own, f"What the partnership's document prints on {what}"),
    )


def _hidden(facts: list[Fact]):
    text = said_of_hidden(facts)
    return plain(text) if text else None


def _standard(fact: Fact) -> words.Statement:
    quoted = f", {fact.caution_printed}" if fact.caution_printed else ""
    return words.Statement(f"{fact.label}: {printed_value(fact)} ({fact.period}{quoted}).", (fact,))


def _beside(assessment: Assessment, own: list[Fact]):
    """Printed figures beside what was counted for the very same days, though it may be hidden."""
    names = {fact.indicator for fact in own}
    pairs = [(one, other) for one, other in beside_printed(assessment) if one.indicator in names]
    if not pairs:
        return None
    for pair in pairs:
        for fact in pair:
            assessment.cite(fact)
    rows = [
        [one.label, one.period, Number(printed_value(one)), Number(other.number, other.counts_beside)]
        for one, other in pairs
    ]
    return table("As printed, and as counted", ["Measure", "Period", "Printed", "Counted"], rows)

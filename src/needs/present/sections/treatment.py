"""The section on how people leave treatment. How long they wait is in `waiting`, whether that is changing in `change`."""

from needs.present import words
from needs.present.assessment import Assessment
from needs.present.facts import Fact
from needs.present.kit.html import Html, Number
from needs.present.kit.section import (
    GAP,
    GROUP,
    KINDS,
    MEASURE,
    TARGET,
    VERDICT,
    Column,
    FactTable,
    cited,
    named,
    nothing,
    paragraph,
    plain,
    printed,
)
from needs.present.sections import agencies, counted, leaving
from needs.present.standing import against_targets_in_time

OUTCOMES = (
    "successful_completion_of_exits",
    "successful_completion_of_people_in_treatment",
    "completion_without_return",
    "dropped_out_of_exits",
)
AGAINST_TARGET = (
    MEASURE,
    Column("Period", lambda fact: f"{fact.period} ({KINDS[fact.kind]})"),
    Column("Achieved", lambda fact: Number(fact.qualified, facts=(fact,))),
    TARGET,
    named("Difference", GAP),
    VERDICT,
)
JOURNEYS_COUNTED = (
    "Counts of people who came or left are of treatment journeys: someone who comes twice counts twice. People in treatment "
    "count once."
)
FROM_RECORDS = (counted.beside, counted.in_the_quarter, leaving.exits, leaving.change_in_use, agencies.agencies)


def outcomes(assessment: Assessment) -> Html:
    """How people leave treatment, against England and against targets."""
    facts = [fact for name in OUTCOMES for fact in assessment.latest(name) if fact.is_told]
    targets = [
        fact for fact in against_targets_in_time(assessment) if assessment.topic_of(fact.indicator) == "outcomes"
    ]
    own = printed(assessment, "outcomes", "What the partnership's document prints on engagement and outcomes")
    if not facts and not targets and own is None:
        return cited(assessment, nothing(assessment, "how people leave treatment"))
    exits = [fact for fact in assessment.latest("exits", "exit_reason") if fact.is_shown and fact.value > 0]
    return cited(
        assessment,
        [paragraph(words.stated(fact), words.compared(fact), words.Statement(fact.caution, ())) for fact in facts],
        [paragraph(words.stated(fact), words.against_target(fact)) for fact in targets],
        _exits(exits) if exits else None,
        FactTable.of("Against target", AGAINST_TARGET, targets) if targets else None,
        plain(JOURNEYS_COUNTED) if assessment.has_records else None,
        [section(assessment) for section in FROM_RECORDS],
        own,
    )


def _exits(exits: list[Fact]) -> FactTable:
    people = Column("People", lambda fact: Number(fact.number, facts=(fact,)))
    ordered = sorted(exits, key=lambda fact: -fact.value)
    caption = f"How people left treatment, {exits[0].area}, {exits[0].period}"
    return FactTable.of(caption, (named("Reason", GROUP), people), ordered)

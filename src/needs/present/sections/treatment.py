"""The sections on treatment: how long people wait, and how they leave. Whether that is changing is in `changing`."""

from needs.code_lists.meanings import WAIT_BANDS
from needs.present import numbers, words
from needs.present.assessment import Assessment
from needs.present.facts import Fact
from needs.present.kit.html import Html, Number, table, verdict
from needs.present.kit.section import KINDS, cited, nothing, paragraph, plain, printed, printed_table, printed_value
from needs.present.sections import agencies, counted, leaving
from needs.present.sections.change import change
from needs.present.standing import against_targets, against_targets_in_time

__all__ = ["change", "outcomes", "waiting"]

OUTCOMES = (
    "successful_completion_of_exits",
    "successful_completion_of_people_in_treatment",
    "completion_without_return",
    "dropped_out_of_exits",
)
WAITS_COUNT = {
    False: "Waits count interventions, not people. {country}'s figures count all waits together, so none is set beside these.",
    True: "Waits count interventions, not people.",
}
JOURNEYS_COUNTED = (
    "Counts of people who came or left are of treatment journeys: someone who comes twice counts twice. People in treatment "
    "count once."
)
FROM_RECORDS = (counted.beside, counted.in_the_quarter, leaving.exits, leaving.change_in_use, agencies.agencies)


def waiting(assessment: Assessment) -> Html:
    """How long people wait for their first and later interventions; what the partnership's document prints."""
    first, later = assessment.only("first_waits_within_3_weeks"), assessment.only("later_waits_within_3_weeks")
    own = [
        [paragraph(words.said_without_a_number(fact)) for fact in assessment.printed_facts(["waiting_for_treatment"])],
        _printed_waits(assessment),
        printed_table(
            [
                fact
                for fact in assessment.printed_facts()
                if assessment.topic_of(fact.indicator) == "waiting" and fact.breakdown != "modality"
            ],
            "What the partnership's document prints on waiting",
        ),
    ]
    said = [paragraph(words.stated(fact)) for fact in (first, later) if fact and fact.is_told]
    if not said:
        return cited(assessment, own if any(own) else nothing(assessment, "waiting times"))
    bands = [fact for kind in ("first_waits", "later_waits") for fact in assessment.latest(kind, "wait")]
    bands = sorted(bands, key=lambda fact: (fact.indicator, WAIT_BANDS.index(fact.group)))
    rows = [[_wait_name(fact), fact.group.capitalize(), Number(fact.number)] for fact in bands]
    for fact in bands:
        assessment.cite(fact)
    return cited(
        assessment,
        said,
        plain(WAITS_COUNT[assessment.has_records].format(country=assessment.others)),
        table(f"Interventions by wait, {first.area}, {first.period}", ["Intervention", "Wait", "Number"], rows)
        if rows
        else None,
        counted.waits_by_modality(assessment),
        own,
    )


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
        _exits(assessment, exits) if exits else None,
        _targets(assessment, targets) if targets else None,
        plain(JOURNEYS_COUNTED) if assessment.has_records else None,
        [section(assessment) for section in FROM_RECORDS],
        own,
    )


def _exits(assessment: Assessment, exits: list[Fact]):
    for fact in exits:
        assessment.cite(fact)
    rows = [[fact.group.capitalize(), Number(fact.number)] for fact in sorted(exits, key=lambda fact: -fact.value)]
    return table(f"How people left treatment, {exits[0].area}, {exits[0].period}", ["Reason", "People"], rows)


def _targets(assessment: Assessment, targets: list[Fact]):
    rows = [
        [
            fact.label,
            f"{fact.period} ({KINDS[fact.kind]})",
            Number(fact.qualified),
            Number(printed_value(fact.target)),
            fact.gap or "not worked out",
            verdict(fact.target_judgement),
        ]
        for fact in targets
    ]
    return table("Against target", ["Measure", "Period", "Achieved", "Target", "Difference", "Verdict"], rows)


def _printed_waits(assessment: Assessment):
    """Printed waits with one row a kind of treatment: the target, then the longest and average wait of each month."""
    targets = {fact.group: fact for fact in assessment.printed_facts(["waiting_time_target_weeks"])}
    waits = assessment.printed_facts(["longest_wait_weeks", "average_wait_weeks"])
    if not waits:
        return None
    by_place = {(fact.group, fact.period, fact.indicator): fact for fact in waits}
    months = list(
        dict.fromkeys(
            fact.period for fact in sorted(waits, key=lambda fact: numbers.MONTHS.index(fact.period.split()[0]))
        )
    )
    judged = {fact.group: fact for fact in against_targets(assessment) if fact.indicator == "average_wait_weeks"}
    rows = [
        [
            numbers.capital(group),
            Number(target.number),
            *(Number(_longest_and_average(by_place, group, month)) for month in months),
            verdict(judged[group].target_judgement) if group in judged else "none",
        ]
        for group, target in targets.items()
    ]
    headers = [
        "Treatment",
        "Target, weeks",
        *(f"{month}: longest / average" for month in months),
        "Average against target",
    ]
    return [
        [
            paragraph(words.stated(fact), words.against_target(fact))
            for fact in judged.values()
            if fact.target_judgement.state == "missed"
        ],
        table("Waits in weeks by kind of treatment, as printed", headers, rows),
    ]


def _longest_and_average(by_place: dict, group: str, month: str) -> str:
    pair = (by_place.get((group, month, measure)) for measure in ("longest_wait_weeks", "average_wait_weeks"))
    return " / ".join(fact.number if fact else "[x]" for fact in pair)


def _wait_name(fact: Fact) -> str:
    return "First" if fact.indicator == "first_waits" else "Later"

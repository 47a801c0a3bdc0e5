"""The sections on treatment: how long people wait, how they leave, and whether that is changing."""

import calendar

from needs.present import agencies, charts, counted, leaving, phrases, words
from needs.present.against_targets import against_targets
from needs.present.assessment import Assessment
from needs.present.facts import Fact
from needs.present.html import Html
from needs.present.sections import KINDS, nothing, paragraph, plain, printed, printed_table, printed_value, sources_of
from needs.present.tables import Number, table, value_with_interval, verdict

FEWEST_YEARS_TO_JUDGE_CHANGE = 5  # Fingertips tests a trend on five yearly points that do not overlap
OUTCOMES = (
    "successful_completion_of_exits",
    "successful_completion_of_people_in_treatment",
    "completion_without_return",
    "dropped_out_of_exits",
)
OVER_YEARS = {"in_treatment": "In treatment", "new_presentations": "Came into treatment"}
WAITS = ("3 weeks or under", "3 to 6 weeks", "over 6 weeks")
MONTHS = list(calendar.month_name)
WAITS_COUNT = {
    "published": "Waits count interventions, not people. England's figures count all waits together, so none is set beside these.",
    **dict.fromkeys(("calculated", "synthetic"), "Waits count interventions, not people."),
}
FROM_RECORDS = (counted.beside, counted.in_the_quarter, leaving.exits, leaving.change_in_use, agencies.agencies)
SHARES_OVER_YEARS = {"successful_completion_of_exits": "Completed", "dropped_out_of_exits": "Dropped out"}


def waiting(assessment: Assessment) -> Html:
    """How long people wait for their first and later interventions; what the partnership's document prints."""
    first, later = assessment.only("first_waits_within_3_weeks"), assessment.only("later_waits_within_3_weeks")
    own = [
        [
            paragraph(assessment, words.said_without_a_number(fact))
            for fact in assessment.printed_facts(["waiting_for_treatment"])
        ],
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
    said = [paragraph(assessment, words.stated(fact)) for fact in (first, later) if fact and fact.is_shown]
    if not said:
        return Html.of(own if any(own) else nothing(assessment, "waiting times"))
    bands = [fact for kind in ("first_waits", "later_waits") for fact in assessment.latest(kind, "wait")]
    bands = sorted(bands, key=lambda fact: (fact.indicator, WAITS.index(fact.group)))
    rows = [[_wait_name(fact), fact.group.capitalize(), Number(fact.number)] for fact in bands]
    for fact in bands:
        assessment.cite(fact)
    return Html.of(
        said,
        plain(WAITS_COUNT[assessment.origin]),
        table(f"Interventions by wait, {first.area}, {first.period}", ["Intervention", "Wait", "Number"], rows),
        counted.waits_by_modality(assessment),
        own,
    )


def outcomes(assessment: Assessment) -> Html:
    """How people leave treatment, against England and against targets."""
    facts = [fact for name in OUTCOMES for fact in assessment.latest(name) if fact.is_shown]
    targets = [fact for fact in against_targets(assessment) if assessment.topic_of(fact.indicator) == "outcomes"]
    own = printed(assessment, "outcomes", "What the partnership's document prints on engagement and outcomes")
    if not facts and not targets and own is None:
        return Html.of(nothing(assessment, "how people leave treatment"))
    exits = [fact for fact in assessment.latest("exits", "exit_reason") if fact.is_shown and fact.value > 0]
    return Html.of(
        [
            paragraph(assessment, words.stated(fact), words.compared(fact), words.Statement(fact.caution, ()))
            for fact in facts
        ],
        [paragraph(assessment, words.stated(fact), words.against_target(fact)) for fact in targets],
        _exits(assessment, exits) if exits else None,
        _targets(assessment, targets) if targets else None,
        [section(assessment) for section in FROM_RECORDS],
        own,
    )


def change(assessment: Assessment) -> Html:
    """The figures over the years up to the quarter, and whether change can be judged."""
    counts = {label: assessment.over_years(name) for name, label in OVER_YEARS.items()}
    shares_over_years = {label: assessment.over_years(name) for name, label in SHARES_OVER_YEARS.items()}
    counts = {label: facts for label, facts in counts.items() if len(facts) > 1}
    shares_over_years = {label: facts for label, facts in shares_over_years.items() if len(facts) > 1}
    if not counts:
        return Html.of(
            plain(f"No two years of figures for {assessment.area.name} may be compared, so change cannot be judged.")
        )
    return Html.of(
        [paragraph(assessment, _from_first_to_last(facts, label)) for label, facts in counts.items()],
        plain(_judged(next(iter(counts.values())))),
        _lines(assessment, "change-people", counts),
        [paragraph(assessment, _from_first_to_last(facts, label)) for label, facts in shares_over_years.items()],
        _lines(assessment, "change-exits", shares_over_years) if shares_over_years else None,
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


def _from_first_to_last(facts: list[Fact], label: str) -> words.Statement:
    first, last = facts[0], facts[-1]
    of = " of people who left" if first.unit == "percent" else ""
    return words.Statement(
        f"{label}: {first.number}{of} in {first.period}, {last.number} in {last.period}.", (first, last)
    )


def _judged(facts: list[Fact]) -> str:
    if len(facts) < FEWEST_YEARS_TO_JUDGE_CHANGE:
        return "Change cannot be judged: too few years."
    return "The yearly figures are shown; no test of change was made."


def _lines(assessment: Assessment, name: str, series: dict[str, list[Fact]]):
    facts = [fact for line in series.values() for fact in line]
    for fact in facts:
        assessment.cite(fact)
    spans = [f"{label.lower()} from {line[0].number} to {line[-1].number}" for label, line in series.items()]
    rows = [
        [fact.period, label, Number(value_with_interval(fact)), fact.counts or "count"]
        for label, line in series.items()
        for fact in line
    ]
    return charts.chart(
        name,
        phrases.capital(phrases.listed(spans)),
        f"Line chart, {facts[0].period} to {facts[-1].period}, one line each: {phrases.listed(spans)}."
        + (" Upright bars are 95% intervals." if facts[0].has_interval else ""),
        charts.lines_over_years(name, series),
        f"{sources_of(assessment, facts)}.",
        table(f"{' and '.join(series)}, by year", ["Period", "Measure", "Value", "Counts"], rows),
    )


def _printed_waits(assessment: Assessment):
    """Printed waits with one row a kind of treatment: the target, then the longest and average wait of each month."""
    targets = {fact.group: fact for fact in assessment.printed_facts(["waiting_time_target_weeks"])}
    waits = assessment.printed_facts(["longest_wait_weeks", "average_wait_weeks"])
    if not waits:
        return None
    by_place = {(fact.group, fact.period, fact.indicator): fact for fact in waits}
    months = list(
        dict.fromkeys(fact.period for fact in sorted(waits, key=lambda fact: MONTHS.index(fact.period.split()[0])))
    )
    judged = {fact.group: fact for fact in against_targets(assessment) if fact.indicator == "average_wait_weeks"}
    rows = [
        [
            phrases.capital(group),
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
            paragraph(assessment, words.stated(fact), words.against_target(fact))
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

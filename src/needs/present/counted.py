"""The tables that only records give: printed and counted side by side, waits by modality, exits, change, agencies."""

from needs.present import phrases
from needs.present.against_targets import beside_printed
from needs.present.assessment import Assessment
from needs.present.facts import Fact
from needs.present.html import Html
from needs.present.sections import heading, plain, printed_value
from needs.present.tables import Number, table, value_with_interval, verdict

FITTED = "The invented records were made to agree with printed figures, so that they agree confirms nothing."
IN_THE_QUARTER = (
    "retained_or_planned_discharge_percent",
    "retained_12_weeks_percent",
    "early_unplanned_exit_percent",
    "treatment_system_exits_percent",
    "successful_completion_of_exits",
    "dropped_out_of_exits",
    "engaged_percent",
    "tier_4_percent",
    "shared_care_percent",
    "top_starts_percent",
    "top_reviews_percent",
    "top_discharges_percent",
    "care_plan_percent",
    "young_people_starting_within_15_working_days_percent",
    "young_people_planned_exit_percent",
)
OF_HARM = (
    "current_injectors_in_treatment_percent",
    "hepatitis_b_offered_percent",
    "hepatitis_b_accepted_percent",
    "hepatitis_c_offered_percent",
    "hepatitis_c_accepted_percent",
    "deaths_in_treatment",
)


def beside(assessment: Assessment) -> Html:
    """Printed figures beside what was counted from records for the same days, with the target where one is printed."""
    pairs = beside_printed(assessment)
    if not pairs:
        return Html.of()
    for pair in pairs:
        for fact in pair:
            assessment.cite(fact)
    rows = [
        [
            printed.label,
            printed.period,
            Number(printed_value(printed)),
            Number(value_with_interval(counted), counted.counts_beside),
            Number(printed_value(counted.target) if counted.target else "none printed"),
            verdict(counted.target_judgement),
        ]
        for printed, counted in pairs
    ]
    records = _records(pairs[0][1])
    headers = [
        "Measure",
        "Period",
        "Printed",
        f"Counted from {records}",
        "Target",
        f"{phrases.capital(records)} against target",
    ]
    return Html.of(
        heading("Printed and counted"),
        plain(FITTED) if pairs[0][1].origin == "synthetic" else None,
        table(f"Printed, and counted from {records} for the same days", headers, rows),
    )


def in_the_quarter(assessment: Assessment) -> Html:
    """The quarter's own figures, each with its counts, interval, comparator and verdict."""
    facts = [fact for name in IN_THE_QUARTER for fact in assessment.in_quarter(name)]
    if not any(fact.window == "quarter" for fact in facts):
        return Html.of()
    caption = f"The quarter and the year to date: {facts[0].area}, {assessment.quarter}"
    return Html.of(heading("In the quarter"), measures(assessment, f"{caption}{_marked(facts[0])}", facts))


def measures(assessment: Assessment, caption: str, facts: list[Fact]):
    """One row a measure: counts, value with interval, comparator, difference and verdict."""
    for fact in facts:
        assessment.cite(fact)
    several = len({fact.period for fact in facts}) > 1
    rows = [
        [
            fact.label,
            *([fact.period] if several else []),
            Number(fact.counts or fact.number),
            Number(value_with_interval(fact)),
            Number(fact.comparator.number if fact.comparator else "no figure"),
            fact.gap if fact.comparator else "none",
            verdict(fact.judgement),
        ]
        for fact in facts
    ]
    others = phrases.capital(assessment.others)
    return table(
        caption,
        [
            "Measure",
            *(["Period"] if several else []),
            "Number",
            "Value (95% interval)",
            others,
            "Difference",
            "Verdict",
        ],
        rows,
    )


def waits_by_modality(assessment: Assessment) -> Html:
    """The longest and the average wait for each kind of treatment, in the quarter."""
    facts = {
        (fact.group, name): fact
        for name in ("average_wait_weeks", "longest_wait_weeks")
        for fact in assessment.in_quarter(name, "modality")
        if fact.is_shown
    }
    kinds = list(dict.fromkeys(group for group, _ in facts))
    if not kinds:
        return Html.of()
    for fact in facts.values():
        assessment.cite(fact)
    one = next(iter(facts.values()))
    rows = [
        [
            phrases.capital(kind),
            Number(f"{one.denominator:.0f}"),
            *(
                Number(facts[kind, name].number if (kind, name) in facts else "[c]")
                for name in ("longest_wait_weeks", "average_wait_weeks")
            ),
        ]
        for kind in kinds
        if (one := facts.get((kind, "average_wait_weeks")))
    ]
    headers = ["Treatment", "Interventions", "Longest, weeks", "Average, weeks"]
    return Html.of(table(f"Waits by kind of treatment, {one.area}, {one.period}", headers, rows))


def harm(assessment: Assessment) -> Html:
    """Injecting, hepatitis and deaths in treatment, where they were counted from records."""
    facts = [fact for name in OF_HARM for fact in assessment.latest(name) if fact.origin != "published"]
    if not facts:
        return Html.of()
    return Html.of(measures(assessment, f"Injecting, hepatitis and deaths, {facts[0].area}, {facts[0].period}", facts))


def _marked(fact: Fact) -> str:
    return " (invented records)" if fact.origin == "synthetic" else ""


def _records(fact: Fact) -> str:
    return "invented records" if fact.origin == "synthetic" else "the records"

"""The tables that only records give: printed and counted side by side, waits by modality, exits, change, agencies."""

from needs.present import numbers
from needs.present.assessment import Assessment
from needs.present.facts import Fact
from needs.present.kit.html import Html, Number, value_with_interval, verdict
from needs.present.kit.section import TARGET, FactTable, against, cited, heading, paragraph, printed_value
from needs.present.standing import beside_printed
from needs.present.words import Statement

PLANNED = (
    "treatment_system_exits_percent",
    "successful_completion_of_exits",
    "successful_exit_percent",
    "planned_exit_2004_percent",
)  # the same exits by rules of several years
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
AVERAGE_WAIT = "average_wait_weeks"
LONG_WAITS = {
    "waited_over_3_weeks_percent": "Over 3 weeks",
    "waited_over_6_weeks_percent": "Over 6 weeks",
    "waited_over_12_weeks_percent": "Over 12 weeks",
}
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
        return cited(assessment)
    rows = [
        [
            printed.label,
            printed.period,
            Number(printed_value(printed), facts=(printed,)),
            Number(value_with_interval(counted), counted.counts_beside, (counted,)),
            TARGET.cell(counted) if counted.target else Number("none printed"),
            verdict(counted.target_judgement),
        ]
        for printed, counted in pairs
    ]
    headers = [
        "Measure",
        "Period",
        "Printed",
        "Counted from records",
        "Target",
        "Counted, against target",
    ]
    return cited(
        assessment,
        heading("Printed and counted"),
        FactTable("Printed, and counted from records for the same days", headers, rows),
    )


def in_the_quarter(assessment: Assessment) -> Html:
    """The quarter's own figures, each with its counts, interval, comparator and verdict."""
    facts = [fact for name in IN_THE_QUARTER for fact in assessment.in_quarter(name)]
    if not any(fact.window == "quarter" for fact in facts):
        return cited(assessment)
    caption = f"The quarter and the year to date: {facts[0].area}, {assessment.quarter}"
    return cited(assessment, heading("In the quarter"), measures(assessment, caption, facts))


def measures(assessment: Assessment, caption: str, facts: list[Fact]) -> list:
    """One row a measure: counts, value with interval, comparator, difference and verdict; then rules that count the same."""
    several = ["Period"] if len({fact.period for fact in facts}) > 1 else []
    rows = [
        [
            _with_rule(fact),
            *(fact.period for _ in several),
            *_number_and_value(fact),
            against(fact.comparator),
            (fact.gap or "not worked out") if fact.comparator else "no comparator",
            verdict(fact.judgement),
        ]
        for fact in facts
    ]
    others = numbers.capital(assessment.others)
    headers = ["Measure", *several, "Number", "Value (95% interval)", others, "Difference", "Verdict"]
    return [FactTable(caption, headers, rows), *_alike(facts)]


def _number_and_value(fact: Fact) -> tuple[Number, Number]:
    """The counts and the share; of a figure that is no more than its number, the number once."""
    if fact.is_of_few:
        number, value = fact.number, "too few for a share"
    elif fact.status == "bound":
        number, value = fact.counts, fact.number
    elif fact.is_shown and not (fact.counts or fact.interval or fact.unit == "percent"):
        number, value = fact.number, "a number alone"
    else:
        no_counts = "no counts" if fact.is_shown and fact.unit == "percent" else fact.number
        number, value = fact.counts or no_counts, value_with_interval(fact)
    return Number(number, facts=(fact,)), Number(value, facts=(fact,))


def _with_rule(fact: Fact) -> str:
    return f"{fact.label} (rule of {fact.rule})" if fact.is_counted and fact.rule else fact.label


def _alike(facts: list[Fact]) -> list:
    """That two rules give the same counts, where they do: else one of the two figures looks like a slip."""
    by_counts = {}
    for fact in facts:
        if fact.indicator in PLANNED and fact.is_counted and fact.rule and fact.counts:
            by_counts.setdefault((fact.period, fact.counts), {})[fact.rule] = fact
    alike = [tuple(found.values()) for found in by_counts.values() if len(found) > 1]
    said = "The rules for leaving as planned count the same here: {} {}."
    return [paragraph(Statement(said.format(same[0].counts, same[0].noun), same)) for same in alike]


def waits_by_modality(assessment: Assessment) -> Html:
    """The average wait for each kind of treatment in twelve months, and the shares that waited over 3, 6 and 12 weeks."""
    long = [fact for name in LONG_WAITS for fact in assessment.in_quarter(name, "modality")]
    average = assessment.in_period_of(long[0], AVERAGE_WAIT, "modality") if long else []
    facts = {(fact.group, fact.indicator): fact for fact in (*average, *long) if fact.is_listed}
    kinds = [group for group in dict.fromkeys(group for group, _ in facts) if (group, next(iter(LONG_WAITS))) in facts]
    if not any(fact.is_told for fact in facts.values()):
        return cited(assessment)
    one = next(iter(facts.values()))
    rows = [
        [
            numbers.capital(kind),
            _of_how_many(max((facts[key] for key in facts if key[0] == kind), key=lambda fact: fact.is_told)),
            _in_weeks(facts.get((kind, AVERAGE_WAIT))),
            *(_with_counts(facts[kind, name]) for name in LONG_WAITS),
        ]
        for kind in kinds
    ]
    headers = ["Treatment", "Interventions", "Average, weeks", *LONG_WAITS.values()]
    return cited(assessment, FactTable(f"Waits by kind of treatment, {one.area}, {one.period}", headers, rows))


def _of_how_many(fact: Fact) -> Number:
    """The interventions that a mean, or a share, is of, where that may be shown."""
    return Number(f"{fact.denominator:,.0f}" if fact.is_told else fact.number, facts=(fact,))


def _in_weeks(fact: Fact | None) -> Number:
    return Number(fact.number, facts=(fact,)) if fact else Number("[c]")


def _with_counts(fact: Fact) -> Number:
    return Number(fact.number, fact.counts_beside, (fact,))


def harm(assessment: Assessment) -> Html:
    """Injecting, hepatitis and deaths in treatment, where they were counted from records."""
    facts = [fact for name in OF_HARM for fact in assessment.latest(name) if fact.origin != "published"]
    if not facts:
        return cited(assessment)
    return cited(
        assessment, measures(assessment, f"Injecting, hepatitis and deaths, {facts[0].area}, {facts[0].period}", facts)
    )

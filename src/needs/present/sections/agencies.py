"""What each agency does, counted from records, and what the partnership's document prints of services."""

from markupsafe import Markup

from needs.code_lists import code_list
from needs.code_lists import lazy as pl
from needs.present import standing, words
from needs.present.assessment import Assessment
from needs.present.facts import Fact
from needs.present.kit.html import Number, Part, Words, verdict
from needs.present.kit.section import FactTable, heading, nothing, paragraph, plain, printed, shares
from needs.present.sections import voices
from needs.present.standing import against_targets
from needs.present.words import Statement

BY_AGENCY = {
    "retained_or_planned_discharge_by_agency_percent": ("first_agency", "Stayed 12 weeks or left as planned"),
    "planned_exit_by_agency_percent": ("last_agency", "Left in a planned way"),
    "completed_by_agency_percent": ("last_agency", "Completed treatment"),
    "top_starts_by_agency_percent": ("first_agency", "Start forms"),
}


def in_the_quarter(assessment: Assessment) -> list[Part]:
    """What each agency does in the quarter; those who attend several count at each."""
    people = assessment.in_quarter("people_at_each_agency", "agency")
    total = next(iter(assessment.in_quarter("people_at_each_agency")), None)
    once = next(iter(assessment.in_period_of(total, "in_treatment")), None) if total else None
    if not people or total is None or once is None:
        return []
    known = {name: of for name, of in BY_AGENCY.items() if assessment.knows(name)}
    rates = {
        (fact.group, name): fact
        for name, (breakdown, _) in known.items()
        for fact in assessment.in_quarter(name, breakdown)
    }
    rows = [
        [fact.group, Number(fact.number, facts=(fact,)), *(_rate(rates.get((fact.group, name))) for name in known)]
        for fact in people
    ]
    headers = ["Agency", "People", *(heading for _, heading in known.values())]
    sums = f"Agencies counted {total.number} people and the partnership {once.number} in {once.period}; some attend several."
    return [
        heading("Agencies"),
        paragraph(words.Statement(sums, (total, once))),
        FactTable(f"Agencies, {once.area}, {once.period}", headers, rows),
    ]


KINDS_OF_TREATMENT = ("interventions_by_modality", "modality")
ONLY_STRUCTURED = "These are structured interventions. A person may have several."
NO_TIER_2 = (
    "Tier two work (advice and information, needle exchange, outreach) and aftercare are not counted, so how much there is is "
    "not known."
)


def kinds_of_treatment(assessment: Assessment) -> list[Part]:
    """What treatment people receive, each kind beside others, and which work is not counted at all."""
    modalities = code_list("modality").filter(pl.col("is_structured") == "yes")
    structured = set(modalities["printed"])  # of other kinds none is counted, which is not to say that there was none
    facts = [fact for fact in assessment.latest(*KINDS_OF_TREATMENT) if fact.group in structured and fact.is_listed]
    if not any(fact.is_told for fact in facts):
        return []
    caption = f"Structured interventions by kind, {facts[0].area}, {facts[0].period}"
    return [
        heading("Kinds of treatment"),
        plain(ONLY_STRUCTURED),
        shares(caption, sorted(facts, key=lambda fact: fact.in_order), "Treatment"),
        plain(NO_TIER_2),
    ]


def _rate(fact: Fact | None) -> Number:
    if fact is None:
        return Number("[x]")
    beside = f"; {fact.counts_beside}" if fact.is_told and fact.counts_beside else ""
    return Number(f"{fact.number}{beside}", facts=(fact,))


COUNTED = (
    "young_people_in_treatment",
    "young_people_starting_within_15_working_days_percent",
    "young_people_planned_exit_percent",
    "under_25_in_treatment_percent",
)
IN_SENTENCES = (
    "young_people_centred_service_percent",
    "young_people_starting_within_15_working_days_percent",
    "young_people_planned_exit_percent",
    "young_people_in_early_intervention_or_treatment",
    "young_people_frequent_misuse_percent",
)
NO_RESULT = "No result of young people's treatment is printed or was counted. What the document prints is below."
FEW = "Few young people are in treatment, so counts are small and some are hidden."
NO_RANK = "The document prints no national figures on young people's treatment, so no rank among partnerships is given."


def young_people(assessment: Assessment) -> list[Part]:
    """What is printed and what was counted on young people, against targets where there are any."""
    judged = {fact.key: fact for fact in against_targets(assessment)}
    facts = [fact for fact in assessment.printed_facts() if assessment.topic_of(fact.indicator) == "young people"]
    results = [
        judged.get(fact.key, fact)
        for fact in facts
        if fact.is_shown and fact.indicator in IN_SENTENCES and fact.kind == "actual"
    ]
    schools = [fact for fact in judged.values() if fact.indicator == "healthy_schools_percent"]
    counted = standing.of(assessment, COUNTED)
    statements = voices.printed(assessment, "young_people")
    if not facts and not counted:
        return [statements or nothing(assessment, "young people")]
    return [
        plain(NO_RESULT) if not (results or schools or counted) else None,
        [paragraph(_stated(fact), words.against_target(fact)) for fact in (*results, *schools)],
        [paragraph(national) for national in _national(facts)],
        plain(NO_RANK) if results and not any(fact.comparator for fact in results) else None,
        _counted(counted) if counted else None,
        statements,
        printed(assessment, "young people", "What the partnership's document prints on young people"),
    ]


def not_ranked(assessment: Assessment) -> Markup | None:
    """Why agencies are not ranked, where there are any."""
    why = "Agencies see different people, so their figures are not ranked. Small agencies vary more by chance."
    return plain(why) if in_the_quarter(assessment) else None


def as_printed(assessment: Assessment) -> list[Markup]:
    """What the partnership's document says on services."""
    return voices.printed(assessment, "services")


def _stated(fact: Fact) -> Statement:
    """The sentence of a figure; where no words say what was done, its name and the figure."""
    if fact.done or fact.unit != "percent":
        return words.stated(fact)
    return Statement(f"{fact.label}: {fact.qualified} ({fact.period}, as printed).", (fact,))


def _national(facts: list[Fact]) -> list[Statement]:
    """National expectations of schools that a document quotes beside its own figure."""
    return [
        Statement(f"The national expectation for schools is {fact.number} by {fact.period}.", (fact,))
        for fact in facts
        if fact.kind == "national" and fact.indicator == "healthy_schools_percent" and fact.is_shown
    ]


def _counted(counted: list[standing.Measured]) -> list[Part]:
    first = counted[0].now
    rows = [
        [
            standing.named(fact, first.period),
            Number(standing.value(fact), fact.counts_beside if fact.unit == "percent" else "", (fact,)),
            standing.beside(measured),
            Words(fact.target.number, (fact.target,)) if fact.target else "none printed",
            verdict(fact.target_judgement) if fact.target else "no target",
        ]
        for measured in counted
        for fact in (measured.now,)
    ]
    shown = [measured.now for measured in counted if measured.now.is_told and measured.now.indicator == COUNTED[0]]
    return [
        [paragraph(words.stated(fact)) for fact in shown],
        plain(FEW),
        FactTable(
            f"Young people: {first.area}, {first.period}", ["Measure", "Value", "Earlier", "Target", "Verdict"], rows
        ),
    ]

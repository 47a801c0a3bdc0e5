"""The figures on young people: those counted from records and those that a document prints, by the section they belong to."""

from dataclasses import replace

from needs.measure.indicators import POOLED
from needs.present import words
from needs.present.assessment import Assessment
from needs.present.facts import Fact
from needs.present.phrases import capital, in_words
from needs.present.sections import KINDS, printed_value
from needs.present.tables import Number, share_with_interval, table, verdict
from needs.present.words import Statement

TOPIC = "young people"
UNDER_18, AGED = "under 18", "age"
REACHED = "young_people_in_early_intervention_or_treatment"
FEW = "Few young people are in treatment, and a small count could tell who they are."
PRINTED = {
    "plans": (
        REACHED,
        "young_people_receiving_targeted_interventions",
        "young_people_on_drug_intervention_support_programme",
        "young_people_treatment_places",
        "young_people_early_intervention_places",
        "young_people_centred_service_percent",
    ),
    "waiting": ("young_people_starting_within_15_working_days_percent", "young_people_waiting_standard"),
    "leaving": ("young_people_planned_exit_percent",),
    "prevention": (
        "young_people_frequent_misuse_percent",
        "healthy_schools_percent",
        "young_people_drunk_three_times_in_month_percent",
        "young_people_drunk_weekly_percent",
        "young_people_drinking_over_10_units",
        "young_people_weekly_units",
        "young_people_drug_use_last_year_percent",
    ),
}
# What records give; of the measures that are counted for every age group, the group of those under 18 is taken
COUNTED = {
    "in_treatment": ("young_people_in_treatment", "under_25_in_treatment_percent"),
    "waiting": ("young_people_starting_within_15_working_days_percent",),
    "leaving": ("young_people_planned_exit_percent",),
}
NAMES = {
    section: {*names, *(POOLED[name].name for name in names if name in POOLED)} for section, names in COUNTED.items()
}
NUMBER = "young_people_in_treatment"
NOUNS_AND_DONE = {
    "under_25_in_treatment_percent": ("people in treatment", "were under 25"),
    "people_in_treatment_by_group": ("people in treatment", "were under 18"),
}
OF_ALL_AGES = {
    "in_treatment": {
        "people_in_treatment_by_group": ("Share of people in treatment aged under 18", "were under 18"),
        "new_presentations_by_group": (
            "Share of people who came aged under 18",
            "were of people under 18",
        ),
    },
    "leaving": {
        "retained_or_planned_discharge_percent": (
            "Aged under 18: stayed 12 weeks, or left as planned",
            "of under-18s lasted 12 weeks or ended as planned",
        ),
        "successful_completion_of_exits": (
            "Aged under 18: completed, of those who left",
            "of people under 18 were completed",
        ),
    },
}


def printed(assessment: Assessment, section: str) -> list[Fact]:
    """What the partnership's document prints for a section, in the order of the section."""
    return [fact for name in PRINTED[section] for fact in assessment.printed_facts([name])]


def counted(assessment: Assessment, section: str) -> list[Fact]:
    """What was counted from records for a section, twelve months before the quarter alone, whether it may be shown or not."""
    facts = [fact for name in COUNTED.get(section, ()) for fact in _counted(assessment, name)]
    facts += [
        replace(fact, title=title, done=done, group="all")
        for name, (title, done) in OF_ALL_AGES.get(section, {}).items()
        for fact in assessment.latest(name, AGED)
        if fact.group == UNDER_18
    ]
    return list({fact.key: fact for fact in facts if fact.origin != "published"}.values())


def _counted(assessment: Assessment, name: str) -> list[Fact]:
    """A measure of twelve months and of the quarter; of three years together where neither may be given in percent."""
    facts = [*assessment.latest(name), *assessment.in_quarter(name)]
    if name not in POOLED or any(fact.is_shown for fact in facts if fact.origin != "published"):
        return facts
    return [*facts, *assessment.latest(POOLED[name].name)]


def over_three_years(name: str) -> str:
    """The name of a measure of three years together; its own where there is none."""
    return POOLED[name].name if name in POOLED else name


def said(fact: Fact) -> Statement:
    """The sentence of a figure: counts alone where people are few, and its name where no words say what was done."""
    if fact.indicator == NUMBER:
        return Statement(f"{fact.qualified} young people were in treatment in {fact.period}.", (fact,))
    if fact.origin == "published" and not (fact.done and fact.unit == "percent"):
        return Statement(f"{fact.label}: {printed_value(fact)} ({fact.period}, {KINDS[fact.kind]}).", (fact,))
    noun, done = NOUNS_AND_DONE.get(fact.indicator, (fact.noun, fact.done))
    return Statement(words.stated(replace(fact, noun=noun, done=done)).text, (fact,))


def said_of_hidden(facts: list[Fact]) -> str:
    """How many of the counted figures are hidden, and why; empty where none is."""
    hidden = sum(fact.is_hidden for fact in facts)
    if not hidden:
        return ""
    some = f"{capital(in_words(hidden))} of the {in_words(len(facts))} counted figures"
    some = some if hidden < len(facts) else "Every counted figure"
    are = "are" if 1 < hidden < len(facts) else "is"
    return f"{some} {are} hidden ([c]). {FEW}"


def counted_table(assessment: Assessment, caption: str, facts: list[Fact]):
    """One row a figure: its period, its counts, the share with its interval, the others' share and the verdict."""
    for fact in facts:
        assessment.cite(fact)
    others = capital(assessment.others)
    headers = ["Measure", "Period", "Number", "Share (95% interval)", others, "Verdict"]
    return table(f"{caption}: {facts[0].area}", headers, [_row(fact) for fact in facts])


def _row(fact: Fact) -> list:
    is_share = fact.unit == "percent"
    return [
        fact.title,
        fact.period,
        Number((fact.counts if is_share else "") or fact.number),
        Number(share_with_interval(fact) if is_share else "none"),
        Number(fact.comparator.number if fact.comparator else "no figure"),
        verdict(fact.judgement),
    ]

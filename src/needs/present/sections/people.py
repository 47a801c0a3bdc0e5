"""The sections on people: who is in treatment and who comes into it, and what is known of differences between groups."""

from needs.present import words
from needs.present.assessment import Assessment
from needs.present.at_hand import Subject, is_on_file
from needs.present.facts import Fact
from needs.present.kit.html import Number, Part, share_with_interval
from needs.present.kit.section import (
    GROUP,
    Column,
    Details,
    FactTable,
    heading,
    named,
    paragraph,
    plain,
    printed,
    printed_table,
    shares,
)

IN_TREATMENT = {
    "drug_group": "Drug group",
    "main_drug": "Main drug",
    "route": "How the main drug is taken",
    "age": "Age",
    "time_in_treatment": "Time in treatment",
}
OVERLAPPING = ("substance_group", "Drug group; a person may be in two")  # as UK indicator 3.5.1 has them
COMING_IN = {
    "drug_group": "Drug group of those who come",
    "housing": "Housing",
    "employment": "Work",
    "injecting": "Injecting",
    "parent_status": "Parents and children",
}
STATED_OF_NEW = (
    "treatment_naive_percent",
    "care_plan_percent",
    "living_with_children_percent",
    "parents_without_children_percent",
    "mental_health_need_percent",
)
RATES = ("retained_or_planned_discharge_percent", "successful_completion_of_exits")
NOT_ALWAYS_ASKED = Subject(breakdowns=("disability", "religion", "sexual_orientation"))
NOT_ASKED = "Disability, religion and sexual orientation were not collected in the year shown."
PROTECTED = {"sex": "Sex", "ethnic_group": "Ethnic group"}
ORDERED = {
    "age": ("under 18", "18-24", "25-34", "35-44", "45-54", "55 and over", "18-29", "30-49", "50+"),
    "time_in_treatment": ("under 1 year", "1 to 2 years", "2 to 4 years", "4 to 6 years", "over 6 years"),
}
SUMS_OF_SUBSTANCES = ("opiates and/or crack", "non-opiates")
MOST_SUBSTANCES = 8
YEARS_A_CENSUS_HOLDS = 2  # it is set beside those in treatment in its own financial year and the two that follow
AGES_DIFFER = (
    "Residents are of all ages, and people in treatment are adults. A group with many children has a smaller share of "
    "adults than of residents."
)


def in_treatment(assessment: Assessment) -> list[Part]:
    """Who is in treatment, group by group beside others; drug groups that overlap where those that do not are not known."""
    parts: list[Part] = [group(assessment, "people_in_treatment_by_group", item) for item in IN_TREATMENT.items()]
    return parts if parts[0] else [group(assessment, "substances_of_people_in_treatment", OVERLAPPING), *parts[1:]]


def coming_in(assessment: Assessment) -> list[Part]:
    """Who comes into treatment, group by group beside others, and what is known of them."""
    return [
        *(group(assessment, "new_presentations_by_group", item) for item in COMING_IN.items()),
        _stated_of_new(assessment),
    ]


def as_printed(assessment: Assessment) -> Details | None:
    """What the partnership's document prints on who is in treatment."""
    return printed(assessment, "who", "What the partnership's document prints on who is in treatment")


def served(assessment: Assessment) -> list[Part]:
    """Sex and ethnic group of people in treatment, beside residents where they are known; or as a document prints them."""
    by_group = [
        part for part in (group(assessment, "people_in_treatment_by_group", item) for item in PROTECTED.items()) if part
    ]
    if by_group:
        return [_without_population(assessment), by_group]
    facts = [fact for fact in assessment.printed_facts() if fact.breakdown in PROTECTED]
    if not facts:
        return []
    return [
        printed_table(assessment, facts, "What the partnership's document prints by sex and ethnic group"),
        plain("No counts are printed, so no difference between groups can be told from chance."),
    ]


def results_by_group(assessment: Assessment) -> list[Part]:
    """How treatment goes for each group, where it was counted from records, and which groups nobody asked about."""
    if not any(group(assessment, "people_in_treatment_by_group", item) for item in PROTECTED.items()):
        return []
    is_asked = assessment.quarter.year >= 2016 or is_on_file(assessment, NOT_ALWAYS_ASKED)
    return [_rates_by_group(assessment), None if is_asked else plain(NOT_ASKED)]


def _without_population(assessment: Assessment) -> list[Part]:
    """Before any verdict: that a difference from others says nothing of service, where the local population is not known."""
    if residents := residents_at_the_time(assessment):
        return [_beside_residents(assessment, residents), plain(AGES_DIFFER)]
    return [
        plain("This cannot be answered: no local population by ethnic group is at hand for the year."),
        plain(
            f"The only comparison is with people in treatment in {assessment.others}. It shows who is in treatment, and not who "
            "is missing from it. A census is not set against other years than its own and the next two."
        ),
    ]


def residents_at_the_time(assessment: Assessment) -> list[Fact]:
    """Each ethnic group's share of residents, of the year of those in treatment or at most two years before; else nothing.

    Where nobody is known to be in treatment, the quarter's own year is what counts.
    """
    treated = assessment.latest("people_in_treatment_by_group", "ethnic_group")
    year = max((fact.year for fact in treated), default=assessment.quarter.end.year)
    residents = [fact for fact in assessment.latest("population_share_percent", "ethnic_group") if fact.is_shown]
    return [fact for fact in residents if 0 <= year - fact.year <= YEARS_A_CENSUS_HOLDS]


def _beside_residents(assessment: Assessment, residents: list[Fact]) -> FactTable:
    """Each ethnic group's share of people in treatment beside its share of residents: who may be missing from treatment."""
    treated = {
        fact.group: fact for fact in assessment.latest("people_in_treatment_by_group", "ethnic_group") if fact.is_listed
    }
    columns = (
        named("Ethnic group", GROUP),
        Column("Of people in treatment (95% interval)", lambda fact: _share_of(treated.get(fact.group))),
        Column(f"Of residents, {residents[0].period}", lambda fact: Number(fact.number, facts=(fact,))),
    )
    caption = f"Residents and people in treatment by ethnic group, {assessment.area.name}"
    return FactTable.of(caption, columns, residents)


def _share_of(fact: Fact | None) -> Number:
    return Number(share_with_interval(fact), facts=(fact,)) if fact else Number("[x]")


def group(assessment: Assessment, indicator: str, item: tuple[str, str]) -> list[Part] | None:
    """A breakdown (its name and its title): the largest group and the furthest from others in words, then every group."""
    breakdown, title = item
    facts = [fact for fact in assessment.latest(indicator, breakdown) if fact.is_listed]
    if len(facts) < 2 or not any(fact.is_told for fact in facts):
        return None
    order = ORDERED.get(breakdown, ())
    ordered = sorted(facts, key=lambda fact: (order.index(fact.group) if fact.group in order else 0, *fact.in_order))
    return [
        heading(title),
        paragraph(*_largest_and_furthest(facts)),
        shares(f"{title}, {facts[0].area}, {facts[0].period}", ordered),
    ]


def substances(assessment: Assessment) -> list[Part] | None:
    """The substances that people in treatment name most."""
    facts = [
        fact
        for fact in assessment.latest("substances_of_people_in_treatment", "substance")
        if fact.is_shown and fact.value > 0 and fact.group not in SUMS_OF_SUBSTANCES
    ]
    if not facts:
        return None
    ordered = sorted(facts, key=lambda fact: -fact.value)[:MOST_SUBSTANCES]
    return [
        heading("Substances"),
        paragraph(*_largest_and_furthest(ordered)),
        plain("One person may name up to three substances, so the shares add to more than the whole."),
        shares(f"Substances most often named, {facts[0].area}, {facts[0].period}", ordered, "Substance"),
    ]


def _stated_of_new(assessment: Assessment) -> list[Part] | None:
    """What is known of those who come, in sentences, where it was counted from records."""
    facts = [fact for name in STATED_OF_NEW for fact in assessment.latest(name) if fact.is_told]
    counted = [fact for fact in facts if fact.origin != "published"]
    return [paragraph(words.stated(fact), words.compared(fact)) for fact in counted] or None


def _rates_by_group(assessment: Assessment) -> list[Part] | None:
    """How treatment goes for each group, where it was counted from records."""
    tables = []
    for name in RATES:
        for breakdown, title in (PROTECTED | {"age": "Age"}).items():
            facts = [fact for fact in assessment.latest(name, breakdown) if fact.is_listed]
            if facts:
                tables.append(
                    shares(f"{facts[0].title}, by {title.lower()}, {facts[0].area}, {facts[0].period}", facts)
                )
    return [heading("How treatment goes for each group"), tables] if tables else None


def _largest_and_furthest(facts: list[Fact]) -> list[words.Statement]:
    """The largest group, and the group that differs most from the others beyond chance; or that none does, of those compared."""
    shown = [fact for fact in facts if fact.is_told]
    largest = min(shown, key=lambda fact: fact.in_order)
    first = _of_group("Largest group" if len(shown) == len(facts) else "Largest group shown", largest)
    others = next((fact.comparator.area for fact in facts if fact.judgement and fact.comparator), "")
    differing = [fact for fact in facts if fact.state in words.DIRECTIONS]
    if differing:
        furthest = max(differing, key=lambda fact: fact.distance)
        if furthest.key == largest.key:
            return [first, words.compared(furthest)]
        return [first, _of_group(f"Furthest from {others}", furthest), words.compared(furthest)]
    if not others:
        return [first]
    all_compared = all(fact.state not in ("", "not compared") for fact in facts)
    which = "No group" if all_compared else "No group that could be compared"
    return [first, words.Statement(f"{which} differs from {others} beyond chance.", ())]


def _of_group(lead: str, fact: Fact) -> words.Statement:
    return words.Statement(f"{lead}: {fact.group}, {fact.counts} {fact.noun}{fact.share} in {fact.period}.", (fact,))

"""The sections on people: who is in treatment and who comes into it, and what is known of differences between groups."""

from needs.measure import equality
from needs.measure.comparison import Judgement
from needs.present import words
from needs.present.assessment import Assessment
from needs.present.at_hand import Subject, is_on_file
from needs.present.facts import Fact
from needs.present.kit import charts
from needs.present.kit.html import Number, Part, value_with_interval
from needs.present.kit.section import (
    Column,
    Details,
    FactTable,
    against,
    heading,
    paragraph,
    plain,
    printed,
    printed_table,
    shares,
    sources_of,
)
from needs.present.numbers import capital, listed, spelt, whole

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
NO_POPULATION = (
    plain("For ethnic groups this cannot be answered: no local population by ethnic group is at hand for the year."),
    plain("A census is not set against other years than its own and the next two."),
)
ONLY_COMPARISON = "The only comparison is with people in treatment in {others}. It shows who is in treatment, and not who is missing from it."
ETHNIC = {"asian": "Asian people", "black": "Black people", "mixed": "People of mixed ethnic groups",
          "other": "People of other ethnic groups", "white": "White people"}  # fmt: skip
RELATIONS = {"higher": "More than its share", "lower": "Less than its share", "similar": "About its share"}
NONE_SURE = "No group has more or less than its share of treatment beyond doubt"
COMPARED = (
    "The words allow for comparing {groups} groups at once, and for rounding. Less than its share of treatment is not the "
    "same as less than its need."
)
AGES_DIFFER = (
    "Residents by ethnic group are of all ages, and most people in treatment are adults. A word is given only where it "
    "would hold though a group had no children, or far more than others."
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
    """Which group has less than its share of treatment, in a sentence and a picture; or as a document prints groups."""
    ratios = _ratios(assessment)
    if ratios:
        has_ethnic = any(fact.breakdown == "ethnic_group" for fact in ratios)
        return [_least_served(assessment, ratios), _picture(assessment, ratios), *([] if has_ethnic else NO_POPULATION)]
    if _has_groups(assessment):
        return [*NO_POPULATION, plain(ONLY_COMPARISON.format(others=assessment.others)), _groups(assessment)]
    facts = [fact for fact in assessment.printed_facts() if fact.breakdown in PROTECTED]
    if not facts:
        return []
    return [
        printed_table(assessment, facts, "What the partnership's document prints by sex and ethnic group"),
        plain("No counts are printed, so no difference between groups can be told from chance."),
    ]


def beside_residents(assessment: Assessment) -> list[Part]:
    """Each group in treatment and its ratio to residents, beside the country's, with what can be said of it."""
    ratios = _ratios(assessment)
    if not ratios:
        return []
    judged = dict(zip(ratios, _judged(assessment, ratios), strict=True))
    columns = (
        Column("Group", _who),
        Column(
            "In treatment", lambda fact: Number(f"{whole(fact.numerator)} of {whole(fact.denominator)}", facts=(fact,))
        ),
        Column(
            "Times its share of residents (95% interval)", lambda fact: Number(value_with_interval(fact), facts=(fact,))
        ),
        Column(capital(assessment.others), lambda fact: against(_elsewhere(assessment, fact))),
        Column(
            "Allowing for all comparisons", lambda fact: RELATIONS.get(judged[fact].state, capital(judged[fact].reason))
        ),
    )
    ethnic = [fact for fact in ratios if fact.breakdown == "ethnic_group"]
    return [
        FactTable.of(f"People in treatment beside residents, {ratios[0].area}, {ratios[0].period}", columns, ratios),
        plain(COMPARED.format(groups=spelt(len(ratios)))),
        plain(AGES_DIFFER) if any(fact.age == "all ages" for fact in ethnic) else None,
    ]


def rates(assessment: Assessment) -> list[Part]:
    """Adults in treatment for every 1,000 residents, beside the region and the country, and allowing for age."""
    own = assessment.only(equality.RATE)
    if own is None or not own.is_shown:
        return []
    places = [own.area_code, assessment.area.region, assessment.area.country]
    each = [own, *(fact for code in places[1:] for fact in assessment.same_period(own, [code])[:1])]
    adjusted = assessment.only(equality.STANDARDISED)
    by_place = {fact.area_code: fact for fact in assessment.same_period(adjusted, places)} if adjusted else {}
    beside = [words.Statement(f"The figure for {fact.area} was {fact.number}.", (fact,)) for fact in each[1:]]
    columns = (
        Column("Area", lambda fact: fact.area),
        Column("For every 1,000 (95% interval)", lambda fact: Number(value_with_interval(fact), facts=(fact,))),
        Column("Allowing for age (95% interval)", lambda fact: _valued(by_place.get(fact.area_code))),
    )
    stated = f"{own.number} of every 1,000 adult residents were in treatment in {own.period} ({own.interval})."
    return [
        heading("Rates of treatment"),
        paragraph(words.Statement(stated, (own,)), *beside, words.Statement(own.caution, ())),
        FactTable.of(f"Adults in treatment for every 1,000 adult residents, {own.period}", columns, each),
    ]


def groups(assessment: Assessment) -> list[Part]:
    """Sex and ethnic group of people in treatment beside those in treatment elsewhere, where residents come before them."""
    return _groups(assessment) if _ratios(assessment) else []


def results_by_group(assessment: Assessment) -> list[Part]:
    """How treatment goes for each group, where it was counted from records, and which groups nobody asked about."""
    if not _has_groups(assessment):
        return []
    is_asked = assessment.quarter.year >= 2016 or is_on_file(assessment, NOT_ALWAYS_ASKED)
    return [_rates_by_group(assessment), None if is_asked else plain(NOT_ASKED)]


def residents_at_the_time(assessment: Assessment) -> list[Fact]:
    """Each ethnic group's share of residents, of the year of those in treatment or at most two years before; else nothing.

    Where nobody is known to be in treatment, the quarter's own year is what counts.
    """
    treated = assessment.latest("people_in_treatment_by_group", "ethnic_group")
    year = max((fact.year for fact in treated), default=assessment.quarter.end.year)
    residents = [fact for fact in assessment.latest("population_share_percent", "ethnic_group") if fact.is_shown]
    return [fact for fact in residents if 0 <= year - fact.year <= equality.YEARS_RESIDENTS_HOLD]


def _groups(assessment: Assessment) -> list[Part]:
    return [group(assessment, "people_in_treatment_by_group", item) for item in PROTECTED.items()]


def _has_groups(assessment: Assessment) -> bool:
    """Whether anything can be told of sex or ethnic group of people in treatment."""
    return any(_groups(assessment))


def _ratios(assessment: Assessment) -> list[Fact]:
    """The ratio of each group that has one in its latest twelve months: ethnic groups, ages, sexes."""
    every = [fact for name in equality.BREAKDOWNS for fact in assessment.latest(equality.RATIO, name) if fact.is_shown]
    last = max((fact.period_end for fact in every), default=None)
    return [fact for fact in every if fact.period_end == last]


def _judged(assessment: Assessment, ratios: list[Fact]) -> list[Judgement]:
    return equality.relations([fact.row for fact in ratios], assessment.known)


def _who(fact: Fact) -> str:
    """The people of a group, to begin a sentence or a row."""
    if fact.breakdown == "sex":
        return {"female": "Women", "male": "Men"}[fact.group]
    return f"People aged {fact.group}" if fact.breakdown == "age" else ETHNIC.get(fact.group, capital(fact.group))


def _elsewhere(assessment: Assessment, fact: Fact) -> Fact | None:
    return next(iter(assessment.same_period(fact, [assessment.area.country])), None)


def _furthest(assessment: Assessment, ratios: list[Fact]) -> tuple[Fact | None, Fact | None]:
    """The groups that are sure to have least and most of their share of treatment, if any are; ethnic groups come first."""
    judged = list(zip(ratios, _judged(assessment, ratios), strict=True))

    def far(state: str, way: int) -> Fact | None:
        found = [fact for fact, judgement in judged if judgement.state == state]
        return min(found, key=lambda fact: (fact.breakdown != "ethnic_group", way * fact.value), default=None)

    return far("lower", 1), far("higher", -1)


def _least_served(assessment: Assessment, ratios: list[Fact]) -> Part:
    """The group with the least of its share of treatment, of those that are sure to have less, beside the country's."""
    fact, _ = _furthest(assessment, ratios)
    if fact is None:
        return plain("No group that can be judged is sure to have less than its share of treatment.")
    other = _elsewhere(assessment, fact)
    beside = f"; in {other.area} {other.number}" if other else ""
    text = f"{_who(fact)} had less than their share of treatment in {fact.period}: {fact.number} of it ({fact.interval}){beside}."
    return paragraph(words.Statement(text, (fact, other) if other else (fact,)))


def _picture(assessment: Assessment, ratios: list[Fact]) -> charts.Chart:
    """Each group's ratio as a dot with its interval; the title names those that are sure to have least and most."""
    columns = (
        Column("Group", _who),
        Column("Times its share of residents (95% interval)", _valued),
        Column("Residents", lambda fact: fact.note.rpartition("; ")[2]),
    )
    named = [fact for fact in _furthest(assessment, ratios) if fact]
    said = [f"{_lower(_who(fact))} had {fact.number} times their share" for fact in named]
    found = f"Of treatment, {listed(said)}" if said else NONE_SURE
    return charts.Chart(
        "shares",
        found,
        f"Dot chart of {spelt(len(ratios))} groups with 95% intervals. The dashed line is a group's share of residents. "
        "Residents are not people in need, so a ratio alone does not show that a group is served less.",
        charts.ratios_with_intervals("shares", {_who(fact): fact for fact in ratios}, "Its share"),
        f"{sources_of(assessment, ratios)}.",
        FactTable.of(f"People in treatment beside residents, {ratios[0].area}, {ratios[0].period}", columns, ratios),
    )


def _lower(who: str) -> str:
    """The people of a group in the midst of a sentence."""
    return who[0].lower() + who[1:] if who.split()[0] in ("People", "Women", "Men") else who


def _valued(fact: Fact | None) -> Number:
    return Number(value_with_interval(fact), facts=(fact,)) if fact and fact.is_shown else Number("[x]")


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
    group = capital(fact.group) if fact.breakdown == "ethnic_group" else fact.group
    return words.Statement(f"{lead}: {group}, {fact.counts} {fact.noun}{fact.share} in {fact.period}.", (fact,))

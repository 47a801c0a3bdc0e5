"""The ground on which need is read: when the authority was there, who lives in it, how deprived it is, and who smokes."""

from needs import areas as area_names
from needs.present import words
from needs.present.assessment import Assessment
from needs.present.facts import Fact
from needs.present.kit.html import Number, Part
from needs.present.kit.section import GROUP, NUMBER, Column, FactTable, named, paragraph, plain, warning
from needs.present.words import Statement

RESIDENTS, WORKING_AGE = "residents", "15-64"
YEARS_BETWEEN = 9  # a census and the one before it are at least so many years apart
SMOKING = "Figures on smoking are of all adults, from a survey, and not of people in treatment."
MOST_DISTRICTS = 30


def boundaries(assessment: Assessment) -> Part:
    """That the authority was not there at the quarter, and which one had its ground; nothing where it was there."""
    area = assessment.area
    before = area_names.before_it_began(area, assessment.quarter.end, assessment.safe.areas)
    if not before:
        return None
    given = f"Figures here are of the ground of {area.name}. What was published of another authority stands in its own report"
    whose = f": name {' or '.join(area.predecessors)}." if area.predecessors else "."
    return warning(paragraph(Statement(f"{before} {given}{whose}", ()), lead=f"{area.name} was not there yet."))


def residents(assessment: Assessment) -> Part:
    """How many people live in the area, how many are of working age, and how many lived there ten years before."""
    now = assessment.only(RESIDENTS)
    if now is None:
        return None
    working = [
        fact
        for fact in assessment.in_period_of(now, RESIDENTS, "age")
        if fact.group == WORKING_AGE and fact.series == now.series
    ]
    earlier = [
        fact
        for fact in assessment.over_years(RESIDENTS)
        if fact.series == now.series and fact.year <= now.year - YEARS_BETWEEN
    ]
    said = [Statement(f"{now.area} had {now.number} residents on {now.period}.", (now,))]
    said += [
        Statement(f"{fact.number} of them were aged {WORKING_AGE.replace('-', ' to ')}.", (fact,)) for fact in working
    ]
    said += [Statement(f"On {fact.period} it had {fact.number}.", (fact,)) for fact in earlier[-1:]]
    return paragraph(*said)


def deprivation(assessment: Assessment) -> Part:
    """The average deprivation score, and where it lies among the country's authorities and those set beside it."""
    score = assessment.only("deprivation_score")
    if score is None:
        return None
    of_country = assessment.same_period(score, sorted(assessment.places_beside))
    return paragraph(
        Statement(
            f"Its average deprivation score was {score.number} in {score.period}; a higher score is more deprived.",
            (score,),
        ),
        words.band(
            score,
            {
                f"authorities of {assessment.others}": of_country,
                assessment.peers_in_words: assessment.same_period(score, assessment.peers()),
            },
        ),
    )


def ethnic_groups(assessment: Assessment) -> Part:
    """Each ethnic group's share of residents, beside the country's."""
    facts = [fact for fact in assessment.latest("population_share_percent", "ethnic_group") if fact.is_told]
    if not facts:
        return None
    country = {fact.group: other for fact in facts for other in assessment.same_period(fact, [assessment.area.country])}

    def of_country(fact: Fact) -> Number:
        other = country.get(fact.group)
        return Number(other.number, facts=(other,)) if other else Number("[z]")

    counted = [NUMBER] if any(fact.counts for fact in facts) else []
    columns = [named("Ethnic group", GROUP), *counted, Column("Share", lambda fact: Number(fact.number, facts=(fact,)))]
    columns += [Column(assessment.others, of_country)] if country else []
    caption = f"Residents by ethnic group, {facts[0].area}, {facts[0].period}"
    return FactTable.of(caption, columns, sorted(facts, key=lambda fact: -fact.value))


def smoking(assessment: Assessment) -> list[Part]:
    """How many adults smoke, beside the country, with the caution that a year of a survey wants."""
    fact = assessment.only("adults_who_smoke_percent")
    if fact is None or not fact.is_told:
        return []
    country = next(iter(assessment.same_period(fact, [assessment.area.country])), None)
    beside = f", and {country.number} in {country.area}" if country else ""
    facts = (fact, country) if country else (fact,)
    said = Statement(f"An estimated {fact.number} of adults in {fact.area} smoked in {fact.period}{beside}.", facts)
    return [paragraph(said, Statement("No interval is given, and single years of one area jump.", ())), plain(SMOKING)]


def districts(assessment: Assessment) -> list[Part]:
    """Residents of each district of the authority; nothing where it has none."""
    listed, whole = assessment.districts, assessment.only(RESIDENTS)
    facts = assessment.same_period(whole, list(listed)) if whole else []
    if len(facts) < len(listed) or not 1 < len(facts) <= MOST_DISTRICTS:
        return []
    working = {fact.area_code: fact for code in listed for fact in _of_working_age(assessment, code, facts[0])}

    def of_working_age(fact: Fact) -> Number:
        other = working.get(fact.area_code)
        return Number(other.number, facts=(other,)) if other else Number("[z]")

    columns = [
        Column("District", lambda fact: listed[fact.area_code]),
        Column("Residents", lambda fact: Number(fact.number, facts=(fact,))),
        Column("Aged 15 to 64", of_working_age),
    ]
    caption = f"Residents by district, {assessment.area.name}, {facts[0].period}"
    return [FactTable.of(caption, columns, sorted(facts, key=lambda fact: -fact.value))]


def _of_working_age(assessment: Assessment, code: str, beside: Fact) -> list[Fact]:
    facts = assessment.latest(RESIDENTS, "age", code)
    return [fact for fact in facts if fact.group == WORKING_AGE and fact.is_told and fact.period == beside.period]

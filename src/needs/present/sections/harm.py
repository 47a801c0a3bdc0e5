"""Whom drug and alcohol use harms: deaths, injecting and hepatitis, admissions to hospital."""

from needs.measure.comparison import LOW_RELIABILITY
from needs.present import words
from needs.present.assessment import Assessment
from needs.present.facts import Fact
from needs.present.kit import charts
from needs.present.kit.html import Number, Part, value_with_interval, verdict
from needs.present.kit.measures import measures
from needs.present.kit.section import (
    GROUP,
    VALUE,
    Column,
    Details,
    FactTable,
    named,
    nothing,
    paragraph,
    plain,
    printed,
    sources_of,
)
from needs.present.numbers import listed, whole

DEATHS_CAUTION = (
    "Deaths are counted when they are registered, often months after they happen. The periods overlap, so change cannot be "
    "judged from one to the next."
)
POISONING = "These are deaths from any drug, medicines among them. Deaths from drug misuse are a part, so the two are never added."
FEWEST_PERIODS = 3
ADMISSIONS = {
    "alcohol_related_admission_rate": "alcohol-related hospital admissions",
    "alcohol_related_admission_narrow_rate": "alcohol-related hospital admissions (narrow definition)",
    "alcohol_specific_admission_rate": "alcohol-specific hospital admissions",
}
DEATH_RATE = "deaths_in_treatment_rate_over_three_years"
OF_HARM = (
    "current_injectors_in_treatment_percent",
    "hepatitis_b_offered_percent",
    "hepatitis_b_accepted_percent",
    "hepatitis_c_offered_percent",
    "hepatitis_c_accepted_percent",
    "deaths_in_treatment",
    DEATH_RATE,
)


def deaths(assessment: Assessment) -> list[Part]:
    """Deaths from drug misuse: the rate, and the rate of each sex beside others."""
    rate, by_sex = assessment.only("drug_misuse_deaths_crude_rate"), _deaths_by_sex(assessment)
    return [
        paragraph(words.stated(rate), words.Statement(rate.caution, ())) if rate and rate.is_shown else None,
        [plain(DEATHS_CAUTION), by_sex] if by_sex else None,
        nothing(assessment, "deaths from drug misuse") if not (by_sex or (rate and rate.is_shown)) else None,
    ]


def poisoning(assessment: Assessment) -> list[Part]:
    """Deaths from all drug poisoning: the latest rate, the rate that allows for age, and the years before as a chart."""
    rate = assessment.only("drug_poisoning_deaths_crude_rate")
    if rate is None or not rate.is_shown:
        return []
    adjusted = assessment.only("drug_poisoning_death_rate")
    years = assessment.over_years("drug_poisoning_deaths_crude_rate")
    country = assessment.over_years("drug_poisoning_deaths_crude_rate", assessment.area.country)
    return [
        paragraph(words.stated(rate), words.Statement(rate.caution, ()), lead="All drug poisoning."),
        plain(POISONING),
        _allowing_for_age(assessment, adjusted) if adjusted and adjusted.is_shown else None,
        _over_the_years(assessment, years, country) if len(years) >= FEWEST_PERIODS else None,
        _by_district(assessment),
    ]


def _allowing_for_age(assessment: Assessment, fact: Fact) -> Part:
    beside = assessment.same_period(fact, assessment.peers())
    low = f" It rests on {fact.note}." if fact.note else ""
    return paragraph(
        words.Statement(
            f"Allowing for age, the rate was {fact.number} ({fact.interval}) a year for every 100,000 in {fact.period}.{low}",
            (fact,),
        ),
        words.band(fact, {assessment.peers_in_words: beside}),
    )


def _over_the_years(assessment: Assessment, own: list[Fact], country: list[Fact]) -> charts.Chart:
    """The rates of every period; the periods overlap, and the words say so."""
    series = {own[0].area: own} | ({country[0].area: country} if country else {})
    spans = [f"{name} {line[0].number} to {line[-1].number}" for name, line in series.items()]
    first, last = own[0], own[-1]
    rows = [[fact.period, name, Number(value_with_interval(fact), facts=(fact,)), fact.counts or "count"] for name, line in series.items() for fact in line]  # fmt: skip
    return charts.Chart(
        "poisoning",
        f"Deaths from drug poisoning a year per 100,000: {own[0].area} from {first.number} in {first.period} to "
        f"{last.number} in {last.period}",
        f"Line chart of overlapping periods of three years: {listed(spans)}. Upright bars are 95% intervals.",
        charts.lines_over_years("poisoning", series),
        f"{sources_of(assessment, [*own, *country])}.",
        FactTable("Deaths from drug poisoning, by period", ["Period", "Area", "Rate per 100,000", "Deaths"], rows),
    )


def _by_district(assessment: Assessment) -> FactTable | None:
    names = assessment.districts
    whole = assessment.only("drug_poisoning_deaths")
    every = assessment.same_period(whole, list(names)) if whole else []
    facts = [fact for fact in every if fact.is_told and fact.source == whole.source] if whole else []
    if len(facts) < len(names) or len(facts) < FEWEST_PERIODS:
        return None
    columns = [
        Column("District", lambda fact: names[fact.area_code]),
        Column("Deaths", lambda fact: Number(fact.number, facts=(fact,))),
    ]
    caption = f"Deaths from drug poisoning by district, {assessment.area.name}, {facts[0].period}"
    return FactTable.of(caption, columns, sorted(facts, key=lambda fact: -fact.value))


def deaths_in_treatment(assessment: Assessment) -> list[Part]:
    """How many died in treatment in three years, and for how long people were there; and what is published of them."""
    rate = assessment.only(DEATH_RATE)
    return [
        paragraph(_died(rate), words.Statement(rate.caution, ())) if rate and rate.is_shown else None,
        *(paragraph(*_published(assessment, drug)) for drug in ("drug", "alcohol")),
    ]


def _died(rate: Fact) -> words.Statement:
    """Deaths over person-years, in words; a figure of three years together."""
    text = (
        f"{whole(rate.numerator)} people died in treatment in {rate.period}, of any cause: {rate.number} "
        f"({rate.interval}) for every 1,000 years in treatment."
    )
    return words.Statement(text, (rate,))


def _published(assessment: Assessment, drug: str) -> list[words.Statement]:
    """Deaths in treatment as they are published, and how many times as many as were expected."""
    deaths = assessment.only(f"deaths_in_{drug}_treatment")
    ratio = assessment.only(f"deaths_in_{drug}_treatment_ratio")
    if deaths is None or not deaths.is_shown:
        return []
    said = [
        words.Statement(f"{deaths.number} adults died in {drug} treatment in {deaths.period}, as published.", (deaths,))
    ]
    if ratio and ratio.is_shown and ratio.period == deaths.period:
        limits = f" ({ratio.interval})" if ratio.interval else ""
        said.append(words.Statement(f"That is {ratio.number}{limits} times the number expected.", (ratio,)))
    return said


def in_treatment(assessment: Assessment) -> list[Part]:
    """Injecting, hepatitis and deaths in treatment, where they were counted from records."""
    facts = [fact for name in OF_HARM for fact in assessment.latest(name) if fact.origin != "published"]
    if not facts:
        return []
    return measures(assessment, f"Injecting, hepatitis and deaths, {facts[0].area}, {facts[0].period}", facts)


def admissions(assessment: Assessment) -> list[Part]:
    """Admissions to hospital for alcohol, by each measure of the time that is at hand; or that no figure was found."""
    facts = [fact for name in ADMISSIONS if (fact := assessment.only(name)) and fact.is_shown]
    if not facts:
        return [nothing(assessment, "alcohol-related hospital admissions")]
    return [paragraph(_admissions(fact), words.compared(fact)) for fact in facts]


def as_printed(assessment: Assessment) -> Details | None:
    """What the partnership's document prints on harm."""
    return printed(assessment, "harm", "What the partnership's document prints on harm")


def _admissions(fact: Fact) -> words.Statement:
    """The rate of admissions, which are of episodes; nothing is said of chance where it has no interval."""
    limits = f" ({fact.interval})" if fact.interval else ""
    what = ADMISSIONS[fact.indicator]
    text = f"There were {fact.number}{limits} {what} for every 100,000 residents in {fact.period}."
    return words.Statement(text, (fact,))


def _deaths_by_sex(assessment: Assessment) -> list[Part] | None:
    rates = assessment.latest("drug_misuse_death_rate", "sex")
    if not rates:
        return None
    others = assessment.others
    columns = (
        named("Sex", GROUP),
        named("Age-standardised rate per 100,000 (95% interval)", VALUE),
        Column(others, _value_of_others),
        Column(f"Against {others}", lambda fact: verdict(fact.judgement)),
    )
    few = any(fact.reason == LOW_RELIABILITY for fact in rates)
    return [
        FactTable.of(f"Deaths from drug misuse, {rates[0].area}, {rates[0].period}", columns, rates),
        plain("A rate that is not compared rests on few deaths; its publisher calls it of low reliability.")
        if few
        else None,
    ]


def _value_of_others(fact: Fact) -> Number | str:
    other = fact.comparator
    return Number(value_with_interval(other), facts=(other,)) if other else "no figure"

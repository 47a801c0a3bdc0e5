"""Whom drug and alcohol use harms: deaths, injecting and hepatitis, admissions to hospital."""

from needs.measure.comparison import LOW_RELIABILITY
from needs.present import words
from needs.present.assessment import Assessment
from needs.present.facts import Fact
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
)

DEATHS_CAUTION = (
    "Deaths are counted when they are registered, often months after they happen. The periods overlap, so change cannot be "
    "judged from one to the next."
)
OF_HARM = (
    "current_injectors_in_treatment_percent",
    "hepatitis_b_offered_percent",
    "hepatitis_b_accepted_percent",
    "hepatitis_c_offered_percent",
    "hepatitis_c_accepted_percent",
    "deaths_in_treatment",
)


def deaths(assessment: Assessment) -> list[Part]:
    """Deaths from drug misuse: the rate, and the rate of each sex beside others."""
    rate, by_sex = assessment.only("drug_misuse_deaths_crude_rate"), _deaths_by_sex(assessment)
    return [
        paragraph(words.stated(rate), words.Statement(rate.caution, ())) if rate and rate.is_shown else None,
        [plain(DEATHS_CAUTION), by_sex] if by_sex else None,
        nothing(assessment, "deaths from drug misuse") if not (by_sex or (rate and rate.is_shown)) else None,
    ]


def in_treatment(assessment: Assessment) -> list[Part]:
    """Injecting, hepatitis and deaths in treatment, where they were counted from records."""
    facts = [fact for name in OF_HARM for fact in assessment.latest(name) if fact.origin != "published"]
    if not facts:
        return []
    return measures(assessment, f"Injecting, hepatitis and deaths, {facts[0].area}, {facts[0].period}", facts)


def admissions(assessment: Assessment) -> Part:
    """Alcohol-related admissions to hospital, or that no figure was found."""
    rate = assessment.only("alcohol_related_admission_rate")
    if rate and rate.is_shown:
        return paragraph(_admissions(rate))
    return nothing(assessment, "alcohol-related hospital admissions")


def as_printed(assessment: Assessment) -> Details | None:
    """What the partnership's document prints on harm."""
    return printed(assessment, "harm", "What the partnership's document prints on harm")


def _admissions(fact: Fact) -> words.Statement:
    """The rate of admissions, which is of episodes and has no interval: nothing is said of chance."""
    text = f"There were {fact.number} alcohol-related hospital admissions for every 100,000 residents in {fact.period}."
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

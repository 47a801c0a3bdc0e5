"""Cohorts by who people are and what was offered to them: conditions on what an episode says, true or false.

A journey has its episode's answers once they are joined to it; the drugs of all its episodes come through `mentions`.
"""

from __future__ import annotations

from needs import later as pl
from needs.measure import spans
from needs.measure.codes import (
    ALCOHOL_BEGINS,
    CRACK,
    CRIMINAL_JUSTICE,
    CURRENT_INJECTOR,
    EVER_INJECTED,
    HEPATITIS_ACCEPTED,
    HEPATITIS_OFFERED,
    HOUSING_PROBLEM,
    LIVING_WITH_CHILDREN,
    NAIVE,
    NO_DRUG,
    OPIATES_BEGIN,
    REGULARLY_EMPLOYED,
    answers,
)
from needs.quarter import Period

DRUGS = ("drug_1", "drug_2", "drug_3")
ADULT = 18  # years: NDTMS report bases, "adults (18+)"
UNDER = 25  # years: Derby 2009/10, people aged under 25


def mentions(
    opiates: tuple[str, ...] = OPIATES_BEGIN.codes,
    alcohol: tuple[str, ...] = ALCOHOL_BEGINS.codes,
    none: tuple[str, ...] = NO_DRUG.codes,
) -> list[pl.Expr]:
    """What an episode's three drugs say, as the columns that the drug cohorts read and `link` carries to journeys.

    Opiates and alcohol are told by how their codes begin, `none` are codes of no drug; any other code is a non-opiate.
    Source: NI 40 "using crack and/or opiates"; drug codes by range derived from a public exporter's list (medium).
    """
    is_opiate, is_crack, is_alcohol, is_none = _begins(opiates), _is_one(CRACK.codes), _begins(alcohol), _is_one(none)
    kinds = {
        "is_opiate_crack": lambda drug: is_opiate(drug) | is_crack(drug),
        "has_opiate": is_opiate,
        "has_crack": is_crack,
        "has_alcohol": is_alcohol,
        "has_non_opiate": lambda drug: ~(is_opiate(drug) | is_alcohol(drug) | is_none(drug)),
    }
    return [pl.any_horizontal(_sure(kind(pl.col(drug))) for drug in DRUGS).alias(name) for name, kind in kinds.items()]


def opiate_or_crack_user() -> pl.Expr:
    """Opiates or crack recorded as any of three drugs, in any episode. Source: NI 40; NTA, 2010."""
    return _sure(pl.col("is_opiate_crack"))


def crack_user() -> pl.Expr:
    """Crack recorded as any of three drugs. Source: NDTMS drug code 3201; Derby 2009/10 for the measure."""
    return _sure(pl.col("has_crack"))


def opiate_user() -> pl.Expr:
    """The opiate group: opiates mentioned at all. Source: ndtms.net ViewIt, the first of four groups."""
    return _sure(pl.col("has_opiate"))


def non_opiate_and_alcohol() -> pl.Expr:
    """Non-opiates and alcohol, and no opiate. Source: ndtms.net ViewIt, the second of four groups."""
    return ~opiate_user() & _sure(pl.col("has_non_opiate")) & _sure(pl.col("has_alcohol"))


def non_opiate_only() -> pl.Expr:
    """Non-opiates, and neither opiate nor alcohol. Source: ndtms.net ViewIt, the third of four groups."""
    return ~opiate_user() & _sure(pl.col("has_non_opiate")) & ~_sure(pl.col("has_alcohol"))


def alcohol_only() -> pl.Expr:
    """Alcohol and nothing else. Source: ndtms.net ViewIt, the last of four groups."""
    return ~opiate_user() & ~_sure(pl.col("has_non_opiate")) & _sure(pl.col("has_alcohol"))


def adult(period: Period, years: int = ADULT) -> pl.Expr:
    """Aged 18 or over when the period ends. Source: NDTMS report bases, ndtms.net."""
    return _sure(spans.age(period) >= years)


def young_person(period: Period, years: int = ADULT, aged: str = "") -> pl.Expr:
    """Aged under 18 when the period, or the event's quarter, ends. Source: NDTMS, report bases; the day: not found, low."""
    return _sure(spans.age(period, aged) < years)


def under_25(period: Period, years: int = UNDER) -> pl.Expr:
    """Aged under 25 when the period ends. Source: Derby 2009/10; the day of reckoning: not found, low."""
    return _sure(spans.age(period) < years)


def treatment_naive(codes: tuple[str, ...] = NAIVE.codes) -> pl.Expr:
    """Never in structured treatment before, as the person says. Source: NDTMS field PREVTR; that it is enough: medium."""
    return _sure(pl.col("previously_treated").is_in(codes))


def criminal_justice_referral(codes: tuple[str, ...] = CRIMINAL_JUSTICE.codes) -> pl.Expr:
    """Referred by arrest referral, a drug rehabilitation requirement, probation or prison. Source: codes.CRIMINAL_JUSTICE."""
    return _sure(pl.col("referral_source").is_in(codes))


def housing_problem(codes: tuple[str, ...] = HOUSING_PROBLEM.codes) -> pl.Expr:
    """No fixed abode or a housing problem when treatment began. Source: NDTMS field ACCMNEED; Derby 2009/10."""
    return _sure(pl.col("accommodation").is_in(codes))


def current_injector(codes: tuple[str, ...] = CURRENT_INJECTOR.codes) -> pl.Expr:
    """Injecting when treatment began. Source: NDTMS field INJSTAT, code C."""
    return _sure(pl.col("injecting").is_in(codes))


def ever_injected(codes: tuple[str, ...] = EVER_INJECTED.codes) -> pl.Expr:
    """Injecting now or before: the people whom hepatitis C testing is for. Source: INJSTAT C or P; that base: medium."""
    return _sure(pl.col("injecting").is_in(codes))


def hepatitis_b_offered(codes: tuple[str, ...] = HEPATITIS_OFFERED.codes) -> pl.Expr:
    """Offered vaccination against hepatitis B, whether accepted or refused. Source: NDTMS field HEPBSTAT, A or B."""
    return _sure(pl.col("hepatitis_b_status").is_in(codes))


def hepatitis_b_accepted(codes: tuple[str, ...] = HEPATITIS_ACCEPTED.codes) -> pl.Expr:
    """Accepted vaccination against hepatitis B. Source: NDTMS field HEPBSTAT, A."""
    return _sure(pl.col("hepatitis_b_status").is_in(codes))


def hepatitis_c_offered(codes: tuple[str, ...] = HEPATITIS_OFFERED.codes) -> pl.Expr:
    """Offered a test for hepatitis C, whether accepted or refused. Source: NDTMS field HEPCSTAT, A or B."""
    return _sure(pl.col("hepatitis_c_status").is_in(codes))


def hepatitis_c_accepted(codes: tuple[str, ...] = HEPATITIS_ACCEPTED.codes) -> pl.Expr:
    """Accepted a test for hepatitis C. Source: NDTMS field HEPCSTAT, A."""
    return _sure(pl.col("hepatitis_c_status").is_in(codes))


def living_with_children(codes: tuple[str, ...] = LIVING_WITH_CHILDREN.codes) -> pl.Expr:
    """Lives with children of their own when treatment begins. Source: NDTMS field PRNTSTAT, codes 11 and 12."""
    return _sure(pl.col("parental_status").is_in(codes))


def answered(column: str) -> pl.Expr:
    """The question was answered by a code of its list. Source: NDTMS reports, of those with the item recorded; medium."""
    return _sure(pl.col(column).is_in(answers(column)))


def regularly_employed(codes: tuple[str, ...] = REGULARLY_EMPLOYED.codes) -> pl.Expr:
    """In regular employment when treatment begins. Source: NDTMS field EMPSTAT, code 1."""
    return _sure(pl.col("employment").is_in(codes))


def care_plan_in_place(period: Period) -> pl.Expr:
    """A care plan was agreed by the end of the period. Source: NDTMS field CPLANDT; Dudley 2008 for the measure."""
    return _sure(pl.col("care_planned") <= period.end)


def _sure(condition: pl.Expr) -> pl.Expr:
    return condition.fill_null(False)


def _is_one(codes: tuple[str, ...]):
    return lambda drug: drug.is_in(codes)


def _begins(codes: tuple[str, ...]):
    return lambda drug: pl.any_horizontal(drug.str.starts_with(code) for code in codes)

"""Who counts: named, plain conditions on a journey, an episode or an intervention, to be put together.

A journey has its episode's answers once they are joined to it; the drugs of all its episodes come through `mentions`.

Each is a polars expression, true or false and never missing: what is not known is not met. None of them adds anything up.
First come those about who people are, then those on what treatment they had, on their outcomes forms, and on time and exits.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable

from needs.code_lists import lazy as pl
from needs.code_lists.meanings import (
    ALCOHOL_BEGINS,
    CRACK,
    CRIMINAL_JUSTICE,
    CURRENT_INJECTOR,
    DUAL_DIAGNOSIS,
    EVER_INJECTED,
    FROM_PRISON,
    HEPATITIS_ACCEPTED,
    HEPATITIS_OFFERED,
    HOUSING_PROBLEM,
    LIVING_WITH_CHILDREN,
    NAIVE,
    NO_DRUG,
    OPIATES_BEGIN,
    PARENT_WITHOUT_CHILDREN,
    PRESCRIBED,
    REGULARLY_EMPLOYED,
    SHARED_CARE,
    TIER_4,
    answers,
    completions,
    reasons,
)
from needs.measure import durations
from needs.quarter import Period
from needs.settings import Choices

DRUGS = ("drug_1", "drug_2", "drug_3")
ADULT = 18  # years: NDTMS report bases, "adults (18+)"
UNDER = 25  # years: Derby 2009/10, people aged under 25
YOUNG_TOLD_AT = Choices.young_told_at


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


def young_person(period: Period, told_at: str = YOUNG_TOLD_AT, aged: str = "", years: int = ADULT) -> pl.Expr:
    """Aged under 18 at the journey's first triage, or as chosen. Source: an exporter's routing of adults by the age at triage."""
    return _sure(_age_told(period, told_at, aged) < years)


def adult(period: Period, told_at: str = YOUNG_TOLD_AT, aged: str = "", years: int = ADULT) -> pl.Expr:
    """Aged 18 or over: everybody of a known age who is no young person. Source: NDTMS report bases, ndtms.net."""
    return _sure(_age_told(period, told_at, aged) >= years)


def under_25(period: Period, told_at: str = YOUNG_TOLD_AT, aged: str = "", years: int = UNDER) -> pl.Expr:
    """A young person, or under 25 when the period ends. Source: Derby 2009/10; the day of reckoning: not found, low."""
    return young_person(period, told_at, aged) | _sure(durations.age(period, aged) < years)


def turned_18(period: Period, aged: str = "", years: int = ADULT) -> pl.Expr:
    """Under 18 at the first triage, and not when the period, or the event's quarter, ends. Source: what the choice decides."""
    return young_person(period, "triage") & _sure(durations.age(period, aged) >= years)


def _age_told(period: Period, told_at: str, aged: str) -> pl.Expr:
    """The age by which young people are told from adults."""
    columns = {"triage": "age_at_triage", "start of treatment": "age_at_start"}
    return pl.col(columns[told_at]) if told_at in columns else durations.age(period, aged)


def treatment_naive(codes: tuple[str, ...] = NAIVE.codes) -> pl.Expr:
    """Never in structured treatment before, as the person says. Source: NDTMS field PREVTR; that it is enough: medium."""
    return _sure(pl.col("previously_treated").is_in(codes))


def criminal_justice_referral(codes: tuple[str, ...] = CRIMINAL_JUSTICE.codes) -> pl.Expr:
    """Referred by arrest referral, a drug rehabilitation requirement, probation or prison. Source: meanings.CRIMINAL_JUSTICE."""
    return _sure(pl.col("referral_source").is_in(codes))


def prison_referral(codes: tuple[str, ...] = FROM_PRISON.codes) -> pl.Expr:
    """Referred from prison, or by the counselling, assessment, referral, advice and throughcare service (CARAT) that works there. Source: meanings.FROM_PRISON."""
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


def parent_without_children(codes: tuple[str, ...] = PARENT_WITHOUT_CHILDREN.codes) -> pl.Expr:
    """A parent none of whose children live with them when treatment begins. Source: NDTMS field PRNTSTAT, code 13."""
    return _sure(pl.col("parental_status").is_in(codes))


def mental_health_need(codes: tuple[str, ...] = DUAL_DIAGNOSIS.codes) -> pl.Expr:
    """A mental health need beside drugs or alcohol when treatment begins. Source: NDTMS field DUALDIAG; as the need: medium."""
    return _sure(pl.col("dual_diagnosis").is_in(codes))


def answered(column: str) -> pl.Expr:
    """The question was answered by a code of its list. Source: NDTMS reports, of those with the item recorded; medium."""
    return _sure(pl.col(column).is_in(answers(column)))


def regularly_employed(codes: tuple[str, ...] = REGULARLY_EMPLOYED.codes) -> pl.Expr:
    """In regular employment when treatment begins. Source: NDTMS field EMPSTAT, code 1."""
    return _sure(pl.col("employment").is_in(codes))


def care_plan_in_place(period: Period) -> pl.Expr:
    """A care plan was agreed by the end of the period. Source: NDTMS field CPLANDT; Dudley 2008 for the measure."""
    return _sure(pl.col("care_planned") <= period.end)


def _is_one(codes: tuple[str, ...]) -> Callable[[pl.Expr], pl.Expr]:
    return lambda drug: drug.is_in(codes)


def _begins(codes: tuple[str, ...]) -> Callable[[pl.Expr], pl.Expr]:
    return lambda drug: pl.any_horizontal(drug.str.starts_with(code) for code in codes)


WORKING_DAYS, NEW_CLIENT = Choices.working_days_to_start, Choices.new_client_months


def in_treatment_when_it_begins(period: Period) -> pl.Expr:
    """In treatment on the day before the period. Source: the stock of a stock and flow account."""
    return _sure(pl.col("start") < period.start) & ~_sure(pl.col("end") < period.start)


def in_treatment_when_it_ends(period: Period) -> pl.Expr:
    """In treatment on the last day of the period, and not leaving on it. Source: the stock of a stock and flow account."""
    return _sure(pl.col("start") <= period.end) & ~_sure(pl.col("end") <= period.end)


def left_before(period: Period) -> pl.Expr:
    """The journey had ended when the period began. Source: the third ring of the treatment bullseye, recalled: high."""
    return _sure(pl.col("end") < period.start)


def new_client(period: Period, months: int = NEW_CLIENT) -> pl.Expr:
    """In treatment on the last day, for three months or less. Source: treatment progress measure, November 2024."""
    is_open = pl.col("end").is_null() | (pl.col("end") > period.end)
    return _sure(pl.col("start").dt.offset_by(f"{months}mo") >= period.end) & _sure(is_open)


def dropped_out(period: Period) -> pl.Expr:
    """The journey ended in the period by dropping out. Source: NDTMS discharge reason, group dropped out."""
    return _sure(pl.col("end").is_between(period.start, period.end)) & _sure(
        pl.col("end_reason").is_in(reasons("dropped out"))
    )


def received_tier_4(period: Period, codes: tuple[str, ...] = TIER_4.codes) -> pl.Expr:
    """In residence or an inpatient on a day of the period, in any stay. Source: Derby 2009/10; NDTMS modalities 1 and 6."""
    return _received(period, codes)


def received_prescribing(period: Period, codes: tuple[str, ...] = PRESCRIBED.codes) -> pl.Expr:
    """Prescribed for on a day of the period, in any stay. Source: NDTMS modalities 2 and 3."""
    return _received(period, codes)


def received_shared_care(period: Period, codes: tuple[str, ...] = SHARED_CARE.codes) -> pl.Expr:
    """Prescribed for by a general practitioner in the period, in any stay. Source: NDTMS modality 3; as shared care: low."""
    return _received(period, codes)


def intervention_open(period: Period) -> pl.Expr:
    """The intervention was open on a day of the period. Source: NDTMS fields MODST and MODEND."""
    return _sure(pl.col("started") <= period.end) & ~_sure(pl.col("ended") < period.start)


def structured() -> pl.Expr:
    """The intervention is structured treatment. Source: NDTMS modality list; which are structured: medium."""
    return _sure(pl.col("is_structured"))


def started_within_working_days(days: int = WORKING_DAYS) -> pl.Expr:
    """Started within 15 working days of referral, bank holidays counted in. Source: Dudley, 2008; which days: low."""
    return _sure(durations.working_days() <= days) & _sure(pl.col("started") >= pl.col("referred"))


def wait_to_start_known() -> pl.Expr:
    """Referred, and started no earlier. Source: NDTMS fields REFMODDT and MODST."""
    return _sure(pl.col("started") >= pl.col("referred"))


def _received(period: Period, codes: tuple[str, ...]) -> pl.Expr:
    one = pl.element().struct
    is_it = one.field("modality").is_in(codes)
    is_open = (one.field("started") <= period.end) & ~(one.field("ended") < period.start).fill_null(False)
    return _sure(pl.col("treatments").list.eval(is_it & is_open).list.any())


REVIEW_DAYS = Choices.review_days


def start_form_given() -> pl.Expr:
    """A start form belongs to the journey's start. Source: TOP guidance, two weeks either side; recalled, medium."""
    return _sure(pl.col("has_start_form"))


def exit_form_given() -> pl.Expr:
    """An exit form belongs to the journey's end. Source: TOP guidance, two weeks either side; recalled, medium."""
    return _sure(pl.col("has_exit_form"))


def review_due(period: Period, days: int = REVIEW_DAYS) -> pl.Expr:
    """In treatment on the last day, for 26 weeks or more, with a start form. Source: NDTMS TOP exceptions; weeks: medium."""
    is_open = pl.col("end").is_null() | (pl.col("end") > period.end)
    began = pl.col("start") <= period.end - datetime.timedelta(days=days)
    return _sure(began & is_open) & start_form_given()


def review_given(period: Period, days: int = REVIEW_DAYS) -> pl.Expr:
    """A review form was filled in on one of the last 182 days of the period. Source: as for reviews due; weeks: medium."""
    first = period.end - datetime.timedelta(days=days - 1)  # the last day is one of them
    return _sure(pl.col("reviews").list.eval(pl.element().is_between(first, period.end)).list.any())


def reviewed(period: Period) -> pl.Expr:
    """The review that shows the change was in the period. Source: NDTMS field TOPDATE."""
    return _sure(pl.col("reviewed").is_between(period.start, period.end))


def later_form(form: str, period: Period) -> pl.Expr:
    """The later of two forms is a review of the period, or the exit form of a journey that ended in it. Source: TOP stages."""
    is_of_period = reviewed(period) if form == "review" else left_the_system(period)
    return _sure(pl.col("form") == form) & is_of_period


def said_yes(column: str) -> pl.Expr:
    """The answer at the start (`at_start`) or later (`later`) is yes. Source: TOP form, Y or N."""
    return _sure(pl.col(column) == 1)


def asked_about_young(at: str) -> pl.Expr:
    """A field on young people is answered at the start, or at the exit. Source: NDTMS fields YPLAC, YPS... and YPE..."""
    return _sure(pl.col("asked_at") == at)


def young_field_says_yes() -> pl.Expr:
    """The field has a code that says yes. Source: needs.toml; the codes: not found."""
    return _sure(pl.col("is_yes"))


def used_at_start() -> pl.Expr:
    """Used the substance on a day or more of the 28 before treatment. Source: TOP form, section 1."""
    return _sure(pl.col("days_at_start") > 0)


def abstinent_at_review() -> pl.Expr:
    """Used at the start and on none of the 28 days before the review. Source: Marsden and others, 2009."""
    return used_at_start() & _sure(pl.col("days_at_review") == 0)


def change_is_judged() -> pl.Expr:
    """Used at either end, and a reliable change is set for the substance. Source: Marsden 2009; thresholds: not found."""
    return _sure((pl.col("days_at_start") > 0) | (pl.col("days_at_review") > 0)) & pl.col("reliable_days").is_not_null()


def reliably_improved() -> pl.Expr:
    """Down by the reliable change or more, and not abstinent. Source: Marsden 2009; thresholds: not found."""
    return change_is_judged() & ~abstinent_at_review() & _sure(_fall() >= pl.col("reliable_days"))


def deteriorated() -> pl.Expr:
    """Up by the reliable change or more. Source: Marsden 2009; thresholds: not found."""
    return change_is_judged() & _sure(-_fall() >= pl.col("reliable_days"))


def unchanged() -> pl.Expr:
    """Neither abstinent nor reliably better or worse. Source: Marsden 2009; thresholds: not found."""
    return change_is_judged() & ~abstinent_at_review() & ~reliably_improved() & ~deteriorated()


def _fall() -> pl.Expr:
    return pl.col("days_at_start") - pl.col("days_at_review")


TWELVE_WEEKS = Choices.effective_days  # days from the start of the journey
PLANNED = Choices.planned_exit  # which version of successful completion is a planned, care-planned discharge
SIX_MONTHS = Choices.months_to_return  # calendar months
THREE_WEEKS = Choices.days_to_first_offer  # days, the last included
GONE = ("dropped out", "withdrawn", "treatment declined")  # groups of reasons


def in_treatment(period: Period) -> pl.Expr:
    """Treatment had started by the end of the period and not ended before it began. Source: ndtms.net, questions."""
    return _sure(pl.col("start") <= period.end) & ~_sure(pl.col("end") < period.start)


def new_presentation(period: Period) -> pl.Expr:
    """The journey began in the period. Source: Kent 2008/09, new presentations; journeys as in NI 40."""
    return _within("start", period)


def left_the_system(period: Period) -> pl.Expr:
    """The journey ended in the period, so not by moving to another agency. Source: Dudley 2008; definition: high."""
    return _within("end", period)


def reached_12_weeks(period: Period, days: int = TWELVE_WEEKS) -> pl.Expr:
    """In treatment 84 days or more by the end of the period. Source: NI 40, "after 12 weeks"; 84 days: high."""
    last = pl.min_horizontal(pl.col("end"), pl.lit(period.end))
    return _sure((last - pl.col("start")).dt.total_days() >= days)


def effective_treatment(period: Period, days: int = TWELVE_WEEKS, planned: str = PLANNED) -> pl.Expr:
    """In treatment 84 days or more, or left before then in a planned way. Source: NI 40; which exits: medium."""
    return reached_12_weeks(period, days) | planned_exit(period, planned)


def past_12_weeks(period: Period, days: int = TWELVE_WEEKS) -> pl.Expr:
    """Began 84 days or more before the period's end, stayed or not: the base of retention to 2007. Source: high."""
    return _sure(pl.col("start").dt.offset_by(f"{days}d") <= period.end)


def known_at_12_weeks(period: Period, days: int = TWELVE_WEEKS) -> pl.Expr:
    """Twelve weeks have passed since the start, or it has already ended. Source: the cohort rule; Kent 2008/09; medium."""
    return past_12_weeks(period, days) | _sure(pl.col("end") <= period.end)


def retained_at_12_weeks(period: Period, days: int = TWELVE_WEEKS) -> pl.Expr:
    """Of those known at 12 weeks, still in treatment then. Source: NTA targets before 2008; 84 days: high."""
    return known_at_12_weeks(period, days) & reached_12_weeks(period, days)


def early_unplanned_exit(period: Period, days: int = TWELVE_WEEKS, planned: str = PLANNED) -> pl.Expr:
    """Left in the period, before 84 days and not in a planned way. Source: NI 40, the other side; which exits: medium."""
    return left_the_system(period) & ~reached_12_weeks(period, days) & ~planned_exit(period, planned)


def planned_exit(period: Period, planned: str = PLANNED) -> pl.Expr:
    """Ended by the end of the period, in a planned way. Source: Hansard, 15 January 2009; which codes: medium."""
    return _sure(pl.col("end") <= period.end) & _sure(pl.col("end_reason").is_in(completions(planned)))


def successful_completion_2004(period: Period) -> pl.Expr:
    """Left in the period in any planned way, transfers included. Source: Bath and North East Somerset, 2004; codes: low."""
    return left_the_system(period) & planned_exit(period, "2004")


def successful_completion_2007(period: Period) -> pl.Expr:
    """Left in the period: completed, drug free or not, or referred on. Source: Hansard, 15 January 2009; codes: medium."""
    return left_the_system(period) & planned_exit(period, "2007")


def successful_completion_2009(period: Period) -> pl.Expr:
    """Left in the period having completed; neither referred on nor transferred. Source: recalled, high; codes: medium."""
    return left_the_system(period) & planned_exit(period, "2009")


def died(period: Period) -> pl.Expr:
    """The journey ended in the period by death. Source: NDTMS discharge reason, group died."""
    return left_the_system(period) & _sure(pl.col("end_reason").is_in(reasons("died")))


def left_in_its_quarter() -> pl.Expr:
    """The journey ended in the quarter that the row is of. Source: the flow of a stock and flow account."""
    return _sure(pl.col("end") <= pl.col("quarter_ends"))


def unplanned_exit() -> pl.Expr:
    """Ended by dropping out, withdrawal or declining. Source: NDTMS discharge reasons, by group; which: medium."""
    return _sure(pl.col("end_reason").is_in(reasons(*GONE)))


def came_back(months: int = SIX_MONTHS) -> pl.Expr:
    """The same person's earlier journey had ended within six months before. Source: as for re-presentation; medium."""
    return _sure(pl.col("start") <= pl.col("previous_end").dt.offset_by(f"{months}mo"))


def re_presentation_known(period: Period, months: int = SIX_MONTHS) -> pl.Expr:
    """Six months have passed since leaving, so that a return within them is known. Source: NDTMS; months: medium."""
    return _sure(_after(months) <= period.end)


def re_presented(period: Period, months: int = SIX_MONTHS) -> pl.Expr:
    """Began another journey (`next_start`) within six months of leaving, by the period's end. Source: NDTMS; medium."""
    return _sure(pl.col("next_start") <= _after(months)) & _sure(pl.col("next_start") <= period.end)


def completed_for_good(period: Period, followed: Period, months: int = SIX_MONTHS) -> pl.Expr:
    """Completed in the period and did not begin again within six months, as followed. Source: Fingertips 90244; codes: medium."""
    return successful_completion_2009(period) & ~re_presented(followed, months)


def days_to_start_known() -> pl.Expr:
    """Referred, and in treatment no earlier. Source: NDTMS fields REFLD and MODST."""
    return _sure(pl.col("start") >= pl.col("referred"))


def intervention_started(period: Period) -> pl.Expr:
    """The intervention began in the period. Source: NDTMS field MODST."""
    return _within("started", period)


def first_intervention() -> pl.Expr:
    """The first intervention of its journey (`intervention_number` 1). Source: ViewIt, first and subsequent waits."""
    return _sure(pl.col("intervention_number") == 1)


def waited(until: str = "first_offered") -> pl.Expr:
    """The wait is known: referred, and offered no earlier. Source: REFMODDT to FAOMODDT, high; some use MODST."""
    return _sure(durations.wait(until) >= 0)


def waited_three_weeks_or_less(days: int = THREE_WEEKS, until: str = "first_offered") -> pl.Expr:
    """Offered a first appointment within 21 days of referral. Source: ViewIt bands; the 21st day counted: medium."""
    return waited(until) & _sure(durations.wait(until) <= days)


def waited_more_than(days: int, until: str = "first_offered") -> pl.Expr:
    """Offered later than so many days from referral. Source: ViewIt bands; the last day counted as within them: medium."""
    return waited(until) & _sure(durations.wait(until) > days)


def tier_4(codes: tuple[str, ...] = TIER_4.codes) -> pl.Expr:
    """Inpatient treatment or residential rehabilitation. Source: Derby 2009/10; NDTMS modalities 1 and 6."""
    return _sure(pl.col("modality").is_in(codes))


def _within(date: str, period: Period) -> pl.Expr:
    return _sure(pl.col(date).is_between(period.start, period.end))


def _after(months: int) -> pl.Expr:
    return pl.col("end").dt.offset_by(f"{months}mo")


def _sure(condition: pl.Expr) -> pl.Expr:
    return condition.fill_null(False)

"""Who counts: named, plain conditions on a journey, an episode or an intervention, to be put together.

A journey has its episode's answers once they are joined to it; the drugs of all its episodes come through `mentions`.

Each is a condition with its words, which are its docstring's first sentence, and the codes that count (`needs.measure.condition`).
What is not known is not met, and none of them adds anything up. `<days>` in words is what was chosen; `<period>` its last day.
First come those about who people are, then those on what treatment they had, on their outcomes forms, and on time and exits.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable

from needs.code_lists import lazy as pl
from needs.code_lists import meanings
from needs.code_lists.meanings import answers, completions, reasons, structured_modalities
from needs.measure import durations
from needs.measure.condition import Coded, Condition, coded, condition, met
from needs.quarter import Period
from needs.settings import Choices

DRUGS = ("drug_1", "drug_2", "drug_3")
ADULT = 18  # years: NDTMS report bases, "adults (18+)"
UNDER = 25  # years: Derby 2009/10, people aged under 25
YOUNG_TOLD_AT = Choices.young_told_at


def mentions() -> list[pl.Expr]:
    """What an episode's three drugs say, as the columns that the drug cohorts read and `link` carries to journeys.

    Opiates and alcohol are told by how their codes begin; any other code that is of a drug is a non-opiate.
    Source: NI 40 "using crack and/or opiates"; drug codes by range derived from a public exporter's list (medium).
    """
    is_opiate, is_alcohol = _begins(meanings.OPIATES_BEGIN.codes), _begins(meanings.ALCOHOL_BEGINS.codes)
    is_crack, is_none = _is_one(meanings.CRACK.codes), _is_one(meanings.NO_DRUG.codes)
    kinds = {
        "is_opiate_crack": lambda drug: is_opiate(drug) | is_crack(drug),
        "has_opiate": is_opiate,
        "has_crack": is_crack,
        "has_alcohol": is_alcohol,
        "has_non_opiate": lambda drug: ~(is_opiate(drug) | is_alcohol(drug) | is_none(drug)),
    }
    return [
        pl.any_horizontal(kind(pl.col(drug)).fill_null(False) for drug in DRUGS).alias(name)
        for name, kind in kinds.items()
    ]


OPIATES, ALCOHOL = Coded(DRUGS, begins=meanings.OPIATES_BEGIN.codes), Coded(DRUGS, begins=meanings.ALCOHOL_BEGINS.codes)
CRACK_CODE = Coded(DRUGS, meanings.CRACK.codes)
NON_OPIATES = Coded(
    DRUGS, meanings.NO_DRUG.codes, (*meanings.OPIATES_BEGIN.codes, *meanings.ALCOHOL_BEGINS.codes), others=True
)


@condition
def opiate_or_crack_user() -> Condition:
    """Opiates or crack recorded as any of three drugs, in any episode. Source: NI 40; NTA, 2010."""
    return met(pl.col("is_opiate_crack"), OPIATES, CRACK_CODE)


@condition
def crack_user() -> Condition:
    """Crack recorded as any of three drugs. Source: NDTMS drug code 3201; Derby 2009/10 for the measure."""
    return met(pl.col("has_crack"), CRACK_CODE)


@condition
def opiate_user() -> Condition:
    """The opiate group: opiates mentioned at all. Source: ndtms.net ViewIt, the first of four groups."""
    return met(pl.col("has_opiate"), OPIATES)


@condition
def non_opiate_and_alcohol() -> Condition:
    """Non-opiates and alcohol, and no opiate. Source: ndtms.net ViewIt, the second of four groups."""
    return ~opiate_user() & _non_opiates() & _alcohol()


@condition
def non_opiate_only() -> Condition:
    """Non-opiates, and neither opiate nor alcohol. Source: ndtms.net ViewIt, the third of four groups."""
    return ~opiate_user() & _non_opiates() & ~_alcohol()


@condition
def alcohol_only() -> Condition:
    """Alcohol and nothing else. Source: ndtms.net ViewIt, the last of four groups."""
    return ~opiate_user() & ~_non_opiates() & _alcohol()


def _non_opiates() -> Condition:
    return met(pl.col("has_non_opiate"), NON_OPIATES)


def _alcohol() -> Condition:
    return met(pl.col("has_alcohol"), ALCOHOL)


@condition
def young_person(period: Period, told_at: str = YOUNG_TOLD_AT, aged: str = "", years: int = ADULT) -> Condition:
    """Aged under <years> at the <told_at>. Source: an exporter's routing of adults by the age at triage."""
    return met(_age_told(period, told_at, aged) < years)


@condition
def adult(period: Period, told_at: str = YOUNG_TOLD_AT, aged: str = "", years: int = ADULT) -> Condition:
    """Aged <years> or over at the <told_at>. Source: NDTMS report bases, ndtms.net."""
    return met(_age_told(period, told_at, aged) >= years)


@condition
def under_25(period: Period, told_at: str = YOUNG_TOLD_AT, aged: str = "", years: int = UNDER) -> Condition:
    """Aged under 18 at the <told_at>, or under <years> when the period ends. Source: Derby 2009/10; the day of reckoning: not found, low."""
    return young_person(period, told_at, aged) | met(durations.age(period, aged) < years)


@condition
def turned_18(period: Period, aged: str = "", years: int = ADULT) -> Condition:
    """Under <years> at the first triage, and not when the period, or the event's quarter, ends. Source: what the choice decides."""
    return young_person(period, "triage") & met(durations.age(period, aged) >= years)


def _age_told(period: Period, told_at: str, aged: str) -> pl.Expr:
    """The age by which young people are told from adults."""
    columns = {"triage": "age_at_triage", "start of treatment": "age_at_start"}
    return pl.col(columns[told_at]) if told_at in columns else durations.age(period, aged)


@condition
def treatment_naive(codes: tuple[str, ...] = meanings.NAIVE.codes) -> Condition:
    """Never in structured treatment before, as the person says. Source: NDTMS field PREVTR; that it is enough: medium."""
    return coded("previously_treated", codes)


@condition
def criminal_justice_referral(codes: tuple[str, ...] = meanings.CRIMINAL_JUSTICE.codes) -> Condition:
    """Referred by arrest referral, a drug rehabilitation requirement, probation or prison. Source: meanings.CRIMINAL_JUSTICE."""
    return coded("referral_source", codes)


@condition
def prison_referral(codes: tuple[str, ...] = meanings.FROM_PRISON.codes) -> Condition:
    """Referred from prison, or by the counselling, assessment, referral, advice and throughcare service (CARAT) that works there. Source: meanings.FROM_PRISON."""
    return coded("referral_source", codes)


@condition
def housing_problem(codes: tuple[str, ...] = meanings.HOUSING_PROBLEM.codes) -> Condition:
    """No fixed abode or a housing problem when treatment began. Source: NDTMS field ACCMNEED; Derby 2009/10."""
    return coded("accommodation", codes)


@condition
def current_injector(codes: tuple[str, ...] = meanings.CURRENT_INJECTOR.codes) -> Condition:
    """Injecting when treatment began. Source: NDTMS field INJSTAT, code C."""
    return coded("injecting", codes)


@condition
def ever_injected(codes: tuple[str, ...] = meanings.EVER_INJECTED.codes) -> Condition:
    """Injecting now or before: the people whom hepatitis C testing is for. Source: INJSTAT C or P; that base: medium."""
    return coded("injecting", codes)


@condition
def hepatitis_b_offered(codes: tuple[str, ...] = meanings.HEPATITIS_OFFERED.codes) -> Condition:
    """Offered vaccination against hepatitis B, whether accepted or refused. Source: NDTMS field HEPBSTAT, A or B."""
    return coded("hepatitis_b_status", codes)


@condition
def hepatitis_b_accepted(codes: tuple[str, ...] = meanings.HEPATITIS_ACCEPTED.codes) -> Condition:
    """Accepted vaccination against hepatitis B. Source: NDTMS field HEPBSTAT, A."""
    return coded("hepatitis_b_status", codes)


@condition
def hepatitis_c_offered(codes: tuple[str, ...] = meanings.HEPATITIS_OFFERED.codes) -> Condition:
    """Offered a test for hepatitis C, whether accepted or refused. Source: NDTMS field HEPCSTAT, A or B."""
    return coded("hepatitis_c_status", codes)


@condition
def hepatitis_c_accepted(codes: tuple[str, ...] = meanings.HEPATITIS_ACCEPTED.codes) -> Condition:
    """Accepted a test for hepatitis C. Source: NDTMS field HEPCSTAT, A."""
    return coded("hepatitis_c_status", codes)


@condition
def living_with_children(codes: tuple[str, ...] = meanings.LIVING_WITH_CHILDREN.codes) -> Condition:
    """Lives with children of their own when treatment begins. Source: NDTMS field PRNTSTAT, codes 11 and 12."""
    return coded("parental_status", codes)


@condition
def parent_without_children(codes: tuple[str, ...] = meanings.PARENT_WITHOUT_CHILDREN.codes) -> Condition:
    """A parent none of whose children live with them when treatment begins. Source: NDTMS field PRNTSTAT, code 13."""
    return coded("parental_status", codes)


@condition
def mental_health_need(codes: tuple[str, ...] = meanings.DUAL_DIAGNOSIS.codes) -> Condition:
    """A mental health need beside drugs or alcohol when treatment begins. Source: NDTMS field DUALDIAG; as the need: medium."""
    return coded("dual_diagnosis", codes)


@condition
def answered(column: str) -> Condition:
    """The question on <column> was answered. Source: NDTMS reports, of those with the item recorded; medium."""
    return coded(column, answers(column))


@condition
def regularly_employed(codes: tuple[str, ...] = meanings.REGULARLY_EMPLOYED.codes) -> Condition:
    """In regular employment when treatment begins. Source: NDTMS field EMPSTAT, code 1."""
    return coded("employment", codes)


@condition
def care_plan_in_place(period: Period) -> Condition:
    """A care plan of any stay of the journey was agreed by <period>. Source: NDTMS field CPLANDT; Dudley 2008 for the measure."""
    return met(pl.col("care_planned") <= period.end)


def _is_one(codes: tuple[str, ...]) -> Callable[[pl.Expr], pl.Expr]:
    return lambda drug: drug.is_in(codes)


def _begins(codes: tuple[str, ...]) -> Callable[[pl.Expr], pl.Expr]:
    return lambda drug: pl.any_horizontal(drug.str.starts_with(code) for code in codes)


WORKING_DAYS, NEW_CLIENT = Choices.working_days_to_start, Choices.new_client_months
LOOKED_BACK = 18  # months before a period: of journeys that end earlier no measure asks


@condition
def in_treatment_when_it_begins(period: Period) -> Condition:
    """In treatment on the day before the period, and not leaving on it. Source: the stock of a stock and flow account."""
    return met(pl.col("start") < period.start) & ~met(pl.col("end") < period.start)


@condition
def in_treatment_when_it_ends(period: Period) -> Condition:
    """In treatment on the last day of the period, and not leaving on it. Source: the stock of a stock and flow account."""
    return met(pl.col("start") <= period.end) & ~met(pl.col("end") <= period.end)


@condition
def had_started(period: Period) -> Condition:
    """Treatment had started by <period>. Source: whoever was known by then."""
    return met(pl.col("start") <= period.end)


@condition
def open_within_18_months(period: Period, months: int = LOOKED_BACK) -> Condition:
    """Began by <period>, and was open in the <months> months before the period or later. Source: as far as any measure looks back."""
    since = pl.lit(period.start).dt.offset_by(f"-{months}mo")
    return had_started(period) & ~met(pl.col("end") < since)


@condition
def came_or_left(period: Period) -> Condition:
    """The journey began or ended in the period. Source: when fields on young people are filled in."""
    return new_presentation(period) | left_the_system(period)


@condition
def left_before(period: Period) -> Condition:
    """The journey had ended when the period began. Source: the third ring of the treatment bullseye, recalled: high."""
    return met(pl.col("end") < period.start)


@condition
def new_client(period: Period, months: int = NEW_CLIENT) -> Condition:
    """In treatment on the last day of the period and not leaving on it, which is <months> months after the start or sooner. Source: treatment progress measure, November 2024."""
    is_open = pl.col("end").is_null() | (pl.col("end") > period.end)
    return met(pl.col("start").dt.offset_by(f"{months}mo") >= period.end) & met(is_open)


@condition
def dropped_out(period: Period) -> Condition:
    """The journey ended in the period by dropping out. Source: NDTMS discharge reason, group dropped out."""
    return _within("end", period) & coded("end_reason", reasons("dropped out"))


@condition
def received_tier_4(period: Period, codes: tuple[str, ...] = meanings.TIER_4.codes) -> Condition:
    """In residence or an inpatient on a day of the period, in any stay. Source: Derby 2009/10; NDTMS modalities 1 and 6."""
    return _received(period, codes)


@condition
def received_prescribing(period: Period, codes: tuple[str, ...] = meanings.PRESCRIBED.codes) -> Condition:
    """Prescribed for on a day of the period, in any stay. Source: NDTMS modalities 2 and 3."""
    return _received(period, codes)


@condition
def received_shared_care(period: Period, codes: tuple[str, ...] = meanings.SHARED_CARE.codes) -> Condition:
    """Prescribed for by a general practitioner in the period, in any stay. Source: NDTMS modality 3; as shared care: low."""
    return _received(period, codes)


@condition
def intervention_open(period: Period) -> Condition:
    """The intervention was open on a day of the period, in a stay that is part of a journey. Source: NDTMS fields MODST and MODEND."""
    return met(pl.col("started") <= period.end) & ~met(pl.col("ended") < period.start)


@condition
def structured() -> Condition:
    """The intervention is structured treatment. Source: NDTMS modality list; which are structured: medium."""
    return met(pl.col("is_structured"), Coded(("modality",), structured_modalities()))


@condition
def started_within_working_days(days: int = WORKING_DAYS) -> Condition:
    """Started within <days> working days of referral, bank holidays counted in. Source: Dudley, 2008; which days: low."""
    return met(durations.working_days() <= days) & met(pl.col("started") >= pl.col("referred"))


@condition
def wait_to_start_known() -> Condition:
    """Referred, and started no earlier. Source: NDTMS fields REFMODDT and MODST."""
    return met(pl.col("started") >= pl.col("referred"))


def _received(period: Period, codes: tuple[str, ...]) -> Condition:
    one = pl.element().struct
    is_it = one.field("modality").is_in(codes)
    is_open = (one.field("started") <= period.end) & ~(one.field("ended") < period.start).fill_null(False)
    return met(pl.col("treatments").list.eval(is_it & is_open).list.any(), Coded(("modality",), codes))


REVIEW_DAYS = Choices.review_days


@condition
def start_form_given() -> Condition:
    """A start form belongs to the journey's start. Source: TOP guidance, two weeks either side; recalled, medium."""
    return met(pl.col("has_start_form"))


@condition
def exit_form_given() -> Condition:
    """An exit form belongs to the journey's end. Source: TOP guidance, two weeks either side; recalled, medium."""
    return met(pl.col("has_exit_form"))


@condition
def review_due(period: Period, days: int = REVIEW_DAYS) -> Condition:
    """In treatment on the last day of the period and not leaving on it, for <days> days or more, with a start form. Source: NDTMS TOP exceptions; weeks: medium."""
    is_open = pl.col("end").is_null() | (pl.col("end") > period.end)
    began = pl.col("start") <= period.end - datetime.timedelta(days=days)
    return met(began & is_open) & start_form_given()


@condition
def review_given(period: Period, days: int = REVIEW_DAYS) -> Condition:
    """A review form was filled in on one of the last <days> days of the period. Source: as for reviews due; weeks: medium."""
    first = period.end - datetime.timedelta(days=days - 1)  # the last day is one of them
    return met(pl.col("reviews").list.eval(pl.element().is_between(first, period.end)).list.any())


@condition
def reviewed(period: Period) -> Condition:
    """The review that shows the change was in the period. Source: NDTMS field TOPDATE."""
    return met(pl.col("reviewed").is_between(period.start, period.end))


@condition
def later_form(form: str, period: Period) -> Condition:
    """The later of two forms is the <form> of the period. Source: TOP stages."""
    is_of_period = reviewed(period) if form == "review" else left_the_system(period)
    return met(pl.col("form") == form) & is_of_period


@condition
def any_later_form(period: Period) -> Condition:
    """The later of two forms is a review of the period, or the exit form of a journey that ended in it. Source: TOP stages."""
    return later_form("review", period) | later_form("exit", period)


@condition
def said_yes(column: str) -> Condition:
    """The answer <column> is yes. Source: TOP form, Y or N."""
    return met(pl.col(column) == 1)


@condition
def asked_about_young(at: str) -> Condition:
    """A field on young people is answered at the <at>. Source: NDTMS fields YPLAC, YPS... and YPE..."""
    return met(pl.col("asked_at") == at)


@condition
def young_field_says_yes() -> Condition:
    """The field has a code that says yes. Source: needs.toml; the codes: not found."""
    return met(pl.col("is_yes"))


@condition
def used_at_start() -> Condition:
    """Used the substance on a day or more of the 28 before treatment. Source: TOP form, section 1."""
    return met(pl.col("days_at_start") > 0)


@condition
def abstinent_at_review() -> Condition:
    """Used at the start and on none of the 28 days before the review. Source: Marsden and others, 2009."""
    return used_at_start() & met(pl.col("days_at_review") == 0)


@condition
def change_is_judged() -> Condition:
    """Used at either end, and a reliable change is set for the substance. Source: Marsden 2009; thresholds: not found."""
    return met((pl.col("days_at_start") > 0) | (pl.col("days_at_review") > 0)) & met(
        pl.col("reliable_days").is_not_null()
    )


@condition
def reliably_improved() -> Condition:
    """Down by the reliable change or more, and not abstinent. Source: Marsden 2009; thresholds: not found."""
    return change_is_judged() & ~abstinent_at_review() & met(_fall() >= pl.col("reliable_days"))


@condition
def deteriorated() -> Condition:
    """Up by the reliable change or more. Source: Marsden 2009; thresholds: not found."""
    return change_is_judged() & met(-_fall() >= pl.col("reliable_days"))


@condition
def unchanged() -> Condition:
    """Neither abstinent nor reliably better or worse. Source: Marsden 2009; thresholds: not found."""
    return change_is_judged() & ~abstinent_at_review() & ~reliably_improved() & ~deteriorated()


def _fall() -> pl.Expr:
    return pl.col("days_at_start") - pl.col("days_at_review")


TWELVE_WEEKS = Choices.effective_days  # days from the start of the journey
PLANNED = Choices.planned_exit  # which version of successful completion is a planned, care-planned discharge
SIX_MONTHS = Choices.months_to_return  # calendar months
THREE_WEEKS = Choices.days_to_first_offer  # days, the last included
GONE = ("dropped out", "withdrawn", "treatment declined")  # groups of reasons


@condition
def in_treatment(period: Period) -> Condition:
    """Treatment had started by the end of the period and not ended before it began. Source: ndtms.net, questions."""
    return met(pl.col("start") <= period.end) & ~met(pl.col("end") < period.start)


@condition
def new_presentation(period: Period) -> Condition:
    """The journey began in the period. Source: Kent 2008/09, new presentations; journeys as in NI 40."""
    return _within("start", period)


@condition
def left_the_system(period: Period) -> Condition:
    """The journey ended in the period, so not by moving to another agency. Source: Dudley 2008; definition: high."""
    return _within("end", period)


@condition
def reached_12_weeks(period: Period, days: int = TWELVE_WEEKS) -> Condition:
    """Stayed for <days> days or more after the first, by <period>. Source: NI 40, "after 12 weeks"; 84 days: high."""
    last = pl.min_horizontal(pl.col("end"), pl.lit(period.end))
    return met((last - pl.col("start")).dt.total_days() >= days)


@condition
def effective_treatment(period: Period, days: int = TWELVE_WEEKS, planned: str = PLANNED) -> Condition:
    """Stayed for <days> days or more after the first, or left in a planned way (as of <planned>), by <period>. Source: NI 40; which exits: medium."""
    return reached_12_weeks(period, days) | planned_exit(period, planned)


@condition
def past_12_weeks(period: Period, days: int = TWELVE_WEEKS) -> Condition:
    """Began <days> days or more before <period>, stayed or not. Source: base of retention to 2007, high."""
    return met(pl.col("start").dt.offset_by(f"{days}d") <= period.end)


@condition
def known_at_12_weeks(period: Period, days: int = TWELVE_WEEKS) -> Condition:
    """By <period> <days> days have passed since the start, or it has already ended. Source: the cohort rule; Kent 2008/09; medium."""
    return past_12_weeks(period, days) | met(pl.col("end") <= period.end)


@condition
def retained_at_12_weeks(period: Period, days: int = TWELVE_WEEKS) -> Condition:
    """Known, and stayed for <days> days or more after the first, by <period>. Source: NTA targets before 2008; 84 days: high."""
    return known_at_12_weeks(period, days) & reached_12_weeks(period, days)


@condition
def planned_exit(period: Period, planned: str = PLANNED) -> Condition:
    """Ended by <period>, in a planned way (as of <planned>). Source: Hansard, 15 January 2009; which codes: medium."""
    return met(pl.col("end") <= period.end) & coded("end_reason", completions(planned))


@condition
def successful_completion_2004(period: Period) -> Condition:
    """Left from <period.start> to <period> in any planned way, transfers included. Source: Bath and North East Somerset, 2004; codes: low."""
    return left_the_system(period) & planned_exit(period, "2004")


@condition
def successful_completion_2007(period: Period) -> Condition:
    """Left from <period.start> to <period>: completed, drug free or not, or referred on. Source: Hansard, 15 January 2009; codes: medium."""
    return left_the_system(period) & planned_exit(period, "2007")


@condition
def successful_completion_2009(period: Period) -> Condition:
    """Left from <period.start> to <period> having completed, neither referred on nor transferred. Source: recalled, high; codes: medium."""
    return left_the_system(period) & planned_exit(period, "2009")


@condition
def died(period: Period) -> Condition:
    """The journey ended in the period by death. Source: NDTMS discharge reason, group died."""
    return left_the_system(period) & coded("end_reason", reasons("died"))


@condition
def left_in_its_quarter() -> Condition:
    """The journey ended in the quarter that the row is of. Source: the flow of a stock and flow account."""
    return met(pl.col("end") <= pl.col("quarter_ends"))


@condition
def unplanned_exit() -> Condition:
    """Ended by dropping out, withdrawal or declining. Source: NDTMS discharge reasons, by group; which: medium."""
    return coded("end_reason", reasons(*GONE))


@condition
def came_back(months: int = SIX_MONTHS) -> Condition:
    """The same person's earlier journey had ended within <months> months before. Source: as for re-presentation; medium."""
    return met(pl.col("start") <= pl.col("previous_end").dt.offset_by(f"{months}mo"))


@condition
def re_presented(period: Period, months: int = SIX_MONTHS) -> Condition:
    """Began another journey within <months> months of leaving, by <period>. Source: NDTMS; medium."""
    return met(pl.col("next_start") <= _after(months)) & met(pl.col("next_start") <= period.end)


@condition
def days_to_start_known() -> Condition:
    """Referred, and in treatment no earlier. Source: NDTMS fields REFLD and MODST."""
    return met(pl.col("start") >= pl.col("referred"))


@condition
def intervention_started(period: Period) -> Condition:
    """The intervention began in the period, in a stay that is part of a journey. Source: NDTMS field MODST."""
    return _within("started", period)


@condition
def first_intervention() -> Condition:
    """The first intervention of its journey. Source: ViewIt, first and subsequent waits."""
    return met(pl.col("intervention_number") == 1)


@condition
def waited(until: str = "first_offered") -> Condition:
    """The wait is known: referred, and offered no earlier. Source: REFMODDT to FAOMODDT, high; some use MODST."""
    return met(durations.wait(until) >= 0)


@condition
def waited_three_weeks_or_less(days: int = THREE_WEEKS, until: str = "first_offered") -> Condition:
    """Offered a first appointment within <days> days of referral. Source: ViewIt bands; the 21st day counted: medium."""
    return waited(until) & met(durations.wait(until) <= days)


@condition
def waited_more_than(days: int, until: str = "first_offered") -> Condition:
    """Offered a first appointment more than <days> days from referral. Source: ViewIt bands; the last day counted as within them: medium."""
    return waited(until) & met(durations.wait(until) > days)


def _within(date: str, period: Period) -> Condition:
    return met(pl.col(date).is_between(period.start, period.end))


def _after(months: int) -> pl.Expr:
    return pl.col("end").dt.offset_by(f"{months}mo")

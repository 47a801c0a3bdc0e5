"""How the indicators that also have published or printed figures are counted from records, by their names."""

import datetime

from needs.measure import cohorts, durations
from needs.measure.indicator import QUARTER, ROLLING, YEAR_TO_DATE, Asked, Cohort, Counting
from needs.measure.indicators.entry import DAYS_OF_A_WEEK, EVERYBODY_WHO_CAME, with_an_answer
from needs.measure.indicators.exits import OF_ALL_WHO_LEFT, RATES_BY
from needs.measure.indicators.numbers import ONCE

FORMS_BEGAN = datetime.date(2007, 10, 1)  # the first outcomes profiles (recalled: medium)
EVERY_WINDOW = (ROLLING, YEAR_TO_DATE, QUARTER)
FORMS = {"windows": (YEAR_TO_DATE, QUARTER), "followed": "form_days", "since": FORMS_BEGAN}
FOLLOWED = "Each is followed for <effective_days> days from the start, after the period's end where need be."


def _stayed(asked: Asked):
    return asked.until(asked.choices.effective_days), asked.choices.effective_days


def _left(
    counts: Cohort, definition: str, out_of: Cohort | None = None, of_all: str = OF_ALL_WHO_LEFT, **given
) -> Counting:
    return Counting(
        of="journeys",
        statistic="share",
        counts=counts,
        out_of=out_of or (lambda asked: cohorts.left_the_system(asked.period)),
        aged="end",
        definition=f"Treatment journeys that ended {definition}, {of_all}.",
        **given,
    )


LEAVING_AND_STAYING = {
    "successful_completion_of_exits": _left(
        lambda asked: cohorts.successful_completion_2009(asked.period),
        "in completion",
        windows=EVERY_WINDOW,
        breakdowns=RATES_BY,
        version="2009",
    ),
    "successful_exit_percent": _left(
        lambda asked: cohorts.successful_completion_2009(asked.period),
        "in completion",
        breakdowns=("under_25",),
        version="2009",
    ),
    "dropped_out_of_exits": _left(lambda asked: cohorts.dropped_out(asked.period), "by dropping out"),
    "treatment_system_exits_percent": _left(
        lambda asked: cohorts.planned_exit(asked.period, asked.choices.planned_exit),
        "in a planned way (that of <planned_exit>)",
        windows=EVERY_WINDOW,
    ),
    "top_discharges_percent": _left(
        lambda asked: cohorts.exit_form_given(),
        "with an exit form within <form_days> days before or after the end",
        **FORMS,
    ),
    "successful_completion_of_people_in_treatment": Counting(
        of="people",
        statistic="share",
        counts=lambda asked: cohorts.successful_completion_2009(asked.period),
        out_of=lambda asked: cohorts.in_treatment(asked.period),
        version="2009",
        definition=f"People who completed treatment in the period, of all in treatment in it. {ONCE}",
    ),
    "retained_12_weeks_percent": Counting(
        of="journeys",
        statistic="share",
        counts=lambda asked: cohorts.retained_at_12_weeks(*_stayed(asked)),
        out_of=lambda asked: cohorts.new_presentation(asked.period) & cohorts.known_at_12_weeks(*_stayed(asked)),
        followed="effective_days",
        version="2004",
        definition=f"{EVERYBODY_WHO_CAME}, those of people who stayed for <effective_days> days or more. {FOLLOWED}",
    ),
    "retained_or_planned_discharge_percent": Counting(
        of="journeys",
        statistic="share",
        counts=lambda asked: cohorts.effective_treatment(*_stayed(asked), asked.choices.planned_exit),
        out_of=lambda asked: cohorts.new_presentation(asked.period) & cohorts.known_at_12_weeks(*_stayed(asked)),
        windows=EVERY_WINDOW,
        breakdowns=RATES_BY,
        aged="start",
        followed="effective_days",
        version="2008",
        definition=f"{EVERYBODY_WHO_CAME}, those of people who stayed for <effective_days> days or more, or left earlier in a planned way. {FOLLOWED}",
    ),
    "effective_treatment": Counting(
        of="people",
        statistic="number",
        counts=lambda asked: cohorts.effective_treatment(
            asked.period, asked.choices.effective_days, asked.choices.planned_exit
        ),
        definition="People in treatment in the period who stayed for <effective_days> days or more by its end, or left earlier in a planned way. "
        f"{ONCE}",
    ),
    "engaged_percent": Counting(
        of="people",
        statistic="share",
        counts=lambda asked: cohorts.effective_treatment(
            asked.period, asked.choices.effective_days, asked.choices.planned_exit
        ),
        out_of=lambda asked: (
            cohorts.in_treatment(asked.period) & cohorts.known_at_12_weeks(asked.period, asked.choices.effective_days)
        ),
        breakdowns=("under_25",),
        definition=f"People in effective treatment, of those whose first <effective_days> days are over or who have left. {ONCE}",
    ),
    "tier_4_percent": Counting(
        of="people",
        statistic="share",
        counts=lambda asked: cohorts.received_tier_4(asked.period),
        out_of=lambda asked: cohorts.effective_treatment(
            asked.period, asked.choices.effective_days, asked.choices.planned_exit
        ),
        definition=f"People in residence or inpatients in the period, of those in effective treatment. {ONCE}",
    ),
    "young_people_planned_exit_percent": _left(
        lambda asked: cohorts.planned_exit(asked.period, asked.choices.planned_exit),
        "in a planned way",
        out_of=lambda asked: cohorts.left_the_system(asked.period) & cohorts.young_person(asked.period, aged="end"),
        of_all="of all that ended in the period of people under 18 at the end of the quarter in which it ended",
    ),
}


CARE_PLAN_DAYS = 28  # so that people who came in the last days are not counted as without one (low)


def _new(counts: Cohort, definition: str, of_whom: str = EVERYBODY_WHO_CAME, **given) -> Counting:
    return Counting(
        of="journeys",
        statistic="share",
        counts=counts,
        **{"out_of": lambda asked: cohorts.new_presentation(asked.period), **given},
        definition=f"{of_whom}, those {definition}.",
    )


def _waits(counts: Cohort, which: str) -> Counting:
    return Counting(
        of="interventions",
        statistic="share",
        counts=lambda asked: cohorts.waited_three_weeks_or_less(asked.choices.days_to_first_offer),
        out_of=lambda asked: cohorts.intervention_started(asked.period) & counts(asked) & cohorts.waited(),
        definition=f"{which} that started in the period with a first appointment offered within <days_to_first_offer> days of referral, of all "
        "whose wait is known.",
    )


COUNTINGS = {
    "in_treatment": Counting(
        of="people",
        statistic="number",
        counts=lambda asked: cohorts.in_treatment(asked.period),
        windows=(ROLLING, YEAR_TO_DATE, QUARTER),
        definition=f"People with structured treatment at any time in the period. {ONCE}",
    ),
    "new_presentations": Counting(
        of="journeys",
        statistic="number",
        counts=lambda asked: cohorts.new_presentation(asked.period),
        windows=(ROLLING, YEAR_TO_DATE, QUARTER),
        definition="Treatment journeys that began in the period.",
    ),
    "people_in_treatment_by_group": Counting(
        of="people",
        statistic="profile",
        counts=lambda asked: cohorts.in_treatment(asked.period),
        windows=(ROLLING,),
        breakdowns=(
            "sex",
            "age",
            "ethnic_group",
            "drug_group",
            "main_drug",
            "route",
            "injecting",
            "district",
            "parent_status",
            "time_in_treatment",
        ),
        has_total=False,
        definition=f"People in treatment in the period, each group of all of them. {ONCE}",
    ),
    "new_presentations_by_group": Counting(
        of="journeys",
        statistic="profile",
        counts=lambda asked: cohorts.new_presentation(asked.period),
        windows=(ROLLING,),
        breakdowns=("referral_source", "housing", "employment", "injecting", "sex", "age", "ethnic_group", "main_drug"),
        aged="start",
        has_total=False,
        definition="Treatment journeys that began in the period, each group of all that began.",
    ),
    "first_waits_within_3_weeks": _waits(
        lambda asked: cohorts.first_intervention(), "First structured interventions of a journey"
    ),
    "later_waits_within_3_weeks": _waits(
        lambda asked: cohorts.structured() & ~cohorts.first_intervention(),
        "Later structured interventions of a journey",
    ),
    "average_wait_weeks": Counting(
        of="interventions",
        statistic="mean",
        counts=lambda asked: cohorts.intervention_started(asked.period) & cohorts.structured() & cohorts.waited(),
        weeks=lambda asked: durations.wait() / DAYS_OF_A_WEEK,
        windows=(YEAR_TO_DATE, ROLLING),
        breakdowns=("modality",),
        definition="The mean wait from referral to the first appointment offered, of structured interventions that started in "
        "the period and whose wait is known.",
    ),
    "housing_problem_percent": _new(
        lambda asked: cohorts.housing_problem(),
        "of people with no fixed abode or a housing problem",
        **with_an_answer("accommodation", "housing"),
        asks="ACCMNEED",
    ),
    "care_plan_percent": _new(
        lambda asked: cohorts.care_plan_in_place(asked.until(CARE_PLAN_DAYS)),
        "with a care plan by 28 days after the end of the period",
        followed=CARE_PLAN_DAYS,
        asks="CPLANDT",
    ),
    "top_starts_percent": _new(
        lambda asked: cohorts.start_form_given(),
        "with a start form within <form_days> days before or after the start",
        **FORMS,
    ),
    "top_reviews_percent": Counting(
        of="journeys",
        statistic="share",
        counts=lambda asked: cohorts.review_given(asked.period, asked.choices.review_days),
        out_of=lambda asked: cohorts.review_due(asked.period, asked.choices.review_days),
        windows=(QUARTER,),
        since=datetime.date(2008, 4, 1),  # half a year after the first forms
        definition="Of journeys with a start form that are open when the period is over and began <review_days> days or more before, those "
        "with a review form on one of its last <review_days> days.",
    ),
    "adults_in_treatment_for_alcohol": Counting(
        of="people",
        statistic="number",
        counts=lambda asked: cohorts.adult(asked.period) & (cohorts.alcohol_only() | cohorts.non_opiate_and_alcohol()),
        definition=f"People aged 18 or over at the end of the period, in treatment in it for alcohol alone, or alcohol and drugs other than opiates. {ONCE}",
    ),
    "young_people_starting_within_15_working_days_percent": Counting(
        of="interventions",
        statistic="share",
        counts=lambda asked: cohorts.started_within_working_days(asked.choices.working_days_to_start),
        out_of=lambda asked: (
            cohorts.intervention_started(asked.period)
            & cohorts.first_intervention()
            & cohorts.young_person(asked.period, aged="started")
            & cohorts.wait_to_start_known()
        ),
        definition="First structured interventions of young people that started within <working_days_to_start> working days of referral, of all that "
        "started in the period and whose referral is known. A young person is under 18 at the end of the quarter in which "
        "the intervention started.",
    ),
    **LEAVING_AND_STAYING,
}

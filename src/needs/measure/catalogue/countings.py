"""How the indicators that also have published or printed figures are counted from records, by their names."""

import datetime

from needs.measure import cohorts, spans
from needs.measure.catalogue.countings_of_stays import FORMS, LEAVING_AND_STAYING
from needs.measure.catalogue.entry import DAYS_OF_A_WEEK, EVERYBODY_WHO_CAME, with_an_answer
from needs.measure.catalogue.numbers import ONCE
from needs.measure.declarations import QUARTER, ROLLING, YEAR_TO_DATE, Cohort, Counting

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
        weeks=lambda asked: spans.wait() / DAYS_OF_A_WEEK,
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

"""How people come into treatment: how many, who sends them, and with what needs."""

from collections.abc import Callable
from typing import Any

from needs.code_lists import lazy as pl
from needs.measure import cohorts
from needs.measure.indicator import (
    HIGHER_BETTER,
    LOWER_BETTER,
    NDTMS,
    ROLLING,
    Counting,
    Indicator,
    Part,
    counted,
    published,
)
from needs.measure.indicators.shared import (
    EVERY_WINDOW,
    EVERYBODY_WHO_CAME,
    PRINTED,
    WITH_AN_ANSWER,
    came,
    came_with_an_answer,
)

CARE_PLAN_DAYS = 28  # so that people who came in the last days are not counted as without one (low)


def _answered(name: str, title: str, counts: Callable[..., "pl.Expr"], words: str, done: str, why: str, *, column: str, on: str, asks: str,
              said_of_journeys: str = "", **given: Any) -> Indicator:  # fmt: skip
    """A share of the journeys that began and whose answer in a column is known; `on` says what the field `asks`."""
    counting = Counting(
        of="journeys",
        counts=lambda asked: counts(),
        out_of=came_with_an_answer(column),
        asks=asks,
        noun="treatment journeys with an answer",
        done=said_of_journeys,
        definition=f"{WITH_AN_ANSWER} {on}, those of people {words}.",
    )
    return counted(
        name,
        title,
        counting,
        topic="waiting",
        done=done,
        why=why,
        noun="people whose answer is known",
        **given,
    )


COMING_IN = (
    published(
        "new_presentations",
        "People who came into treatment",
        topic="who",
        era="both",
        counting=Counting(
            of="journeys",
            statistic="number",
            counts=came,
            windows=EVERY_WINDOW,
            done="began",
            definition="Treatment journeys that began in the period.",
        ),
        unit="people",
        done="came into treatment",
        definition="People who started a new treatment journey in the period.",
        why="It shows how easily people who need treatment come into it.",
        source=NDTMS,
    ),
    Indicator(
        name="new_presentations_by_group",
        title="Who comes into treatment, and how",
        topic="who",
        era="both",
        form="profile",
        numerator=Part(measure="new_presentations", leaving_out=("not stated",)),
        counting=Counting(
            of="journeys",
            statistic="profile",
            counts=came,
            windows=(ROLLING,),
            breakdowns=(
                "referral_source",
                "housing",
                "employment",
                "injecting",
                "sex",
                "age",
                "ethnic_group",
                "main_drug",
            ),
            aged="start",
            has_total=False,
            definition="Treatment journeys that began in the period, each group of all that began.",
        ),
        breakdowns=("referral_source", "housing", "employment", "injecting"),
        definition="People who started a new journey in the year in each group, of all whose group is known.",
        why="It shows which routes into treatment work, and what else people need when they arrive.",
        source=NDTMS,
    ),  # fmt: skip
    _answered(
        "criminal_justice_referral_percent",
        "Came through the criminal justice system",
        cohorts.criminal_justice_referral,
        "referred by arrest referral, a drug rehabilitation requirement, probation or prison",
        "came through the criminal justice system",
        "It shows whether arrest and sentence lead to treatment.",
        column="referral_source",
        on="referral",
        asks="RFLS",
    ),
    _answered(
        "prison_referral_percent",
        "Came from prison",
        cohorts.prison_referral,
        "referred from prison or by the service that works there (CARAT)",
        "came from prison",
        "People who leave prison without treatment are at high risk of overdose.",
        column="referral_source",
        on="referral",
        asks="RFLS",
    ),
    _answered(
        "treatment_naive_percent",
        "Came into treatment for the first time",
        cohorts.treatment_naive,
        "who say that they had no structured treatment before",
        "had never been in treatment before",
        "It shows whether treatment reaches people it did not know.",
        column="previously_treated",
        on="earlier treatment",
        asks="PREVTR",
        said_of_journeys="were of people new to treatment",
        caution="It rests on what people say.",
    ),
    _answered(
        "living_with_children_percent",
        "Live with children of their own",
        cohorts.living_with_children,
        "who live with children of their own",
        "lived with children of their own",
        "Children of people in treatment may need help themselves.",
        column="parental_status",
        on="parental status",
        asks="PRNTSTAT",
        said_of_journeys="were of parents living with their children",
    ),
    _answered(
        "regularly_employed_percent",
        "Had regular work when they came",
        cohorts.regularly_employed,
        "in regular employment",
        "had regular work",
        "Work helps people to stay well after treatment.",
        column="employment",
        on="employment",
        asks="EMPSTAT",
        said_of_journeys="were of people with regular work",
    ),
    published(
        "housing_problem_percent",
        "Had a housing problem when they came",
        topic="outcomes",
        counting=Counting(
            of="journeys",
            counts=lambda asked: cohorts.housing_problem(),
            out_of=came_with_an_answer("accommodation"),
            asks="ACCMNEED",
            definition=f"{WITH_AN_ANSWER} housing, those of people with no fixed abode or a housing problem.",
        ),
        polarity=LOWER_BETTER,
        done="had a housing problem when they came into treatment",
        definition="New presentations with a housing problem.",
        why="People without a home find it harder to finish treatment.",
        source=PRINTED,
    ),
    published(
        "care_plan_percent",
        "Received a care plan",
        topic="outcomes",
        counting=Counting(
            of="journeys",
            counts=lambda asked: cohorts.care_plan_in_place(asked.until(CARE_PLAN_DAYS)),
            out_of=came,
            followed=CARE_PLAN_DAYS,
            asks="CPLANDT",
            done="had a care plan",
            definition=f"{EVERYBODY_WHO_CAME}, those with a care plan by 28 days after the end of the period.",
        ),
        polarity=HIGHER_BETTER,
        done="received a care plan",
        definition="As printed: people entering treatment who receive a care plan.",
        why="A care plan says what treatment is for.",
        source=PRINTED,
    ),
)

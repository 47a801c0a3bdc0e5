"""What declarations share: cohorts as they are asked about a period and its choices, and the words of their definitions."""

from __future__ import annotations

import datetime

from needs.measure import cohorts
from needs.measure.condition import Condition
from needs.measure.indicator import QUARTER, ROLLING, YEAR_TO_DATE, Asked, Cohort

PRINTED = "Local documents as printed"
EVERY_WINDOW = (ROLLING, YEAR_TO_DATE, QUARTER)
RATES_BY = ("sex", "age", "ethnic_group", "drug_group")
FORMS_BEGAN = datetime.date(2007, 10, 1)  # the first outcomes profiles (recalled: medium)

ONCE = "Each person counts once in the partnership, however many agencies and journeys, by the latest journey."
EVERYBODY_WHO_CAME = "Of all treatment journeys that began in the period"
WITH_AN_ANSWER = "Of treatment journeys that began in the period with an answer at their first stay on"
FIRST_ANSWER = "An answer is that of the journey's first stay."


def in_treatment(asked: Asked) -> Condition:
    return cohorts.in_treatment(asked.period)


def came(asked: Asked) -> Condition:
    return cohorts.new_presentation(asked.period)


def came_with_an_answer(column: str) -> Cohort:
    """The journeys that began and of which the answer in a column is known."""
    return lambda asked: came(asked) & cohorts.answered(column)


def left(asked: Asked) -> Condition:
    return cohorts.left_the_system(asked.period)


def left_as_planned(asked: Asked) -> Condition:
    return cohorts.planned_exit(asked.period, asked.choices.planned_exit)


def completed(asked: Asked) -> Condition:
    return cohorts.successful_completion_2009(asked.period)


def completed_for_good(asked: Asked) -> Condition:
    """Completed in the period, and not back within the months in which a return is looked for."""
    followed = asked.until(asked.choices.days_to_return)
    return completed(asked) & ~cohorts.re_presented(followed, asked.choices.months_to_return)


def adults_in_treatment(asked: Asked) -> Condition:
    return in_treatment(asked) & cohorts.adult(asked.period, asked.choices.young_told_at)


def started_after_a_known_wait(asked: Asked) -> Condition:
    return cohorts.intervention_started(asked.period) & cohorts.structured() & cohorts.waited()


def effectively_treated(asked: Asked) -> Condition:
    """In effective treatment by the end of the period."""
    return cohorts.effective_treatment(asked.period, asked.choices.effective_days, asked.choices.planned_exit)


def effectively_treated_once_followed(asked: Asked) -> Condition:
    """In effective treatment once everybody who came has been followed for long enough."""
    days = asked.choices.effective_days
    return cohorts.effective_treatment(asked.until(days), days, asked.choices.planned_exit)


def known_once_followed(asked: Asked) -> Condition:
    """Known to have stayed for long enough or not, once everybody who came has been followed for as long."""
    days = asked.choices.effective_days
    return cohorts.known_at_12_weeks(asked.until(days), days)


def came_and_is_known_once_followed(asked: Asked) -> Condition:
    return came(asked) & known_once_followed(asked)

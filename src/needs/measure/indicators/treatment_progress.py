"""The treatment progress measure of today: whether people in treatment use less, or have left it well.

Only for people whose only problem substance is alcohol is the number of days published that its category "substantially
reduced" needs. So of all only the bounds are given that hold whatever the other numbers of days are, and never a figure
under the measure's own name.
"""

from typing import Any

from needs.measure import cohorts, progress
from needs.measure.condition import Condition
from needs.measure.indicator import (
    HIGHER_BETTER,
    LOWER_BETTER,
    NEUTRAL,
    ROLLING,
    TODAY,
    Asked,
    Counting,
    Indicator,
    counted,
)
from needs.measure.progress import MISSING, NOT_JUDGED, NOT_SUBSTANTIAL, SUBSTANTIAL

MOST_MISSING = 20  # percent: Office for Health Improvement and Disparities, treatment progress measure, November 2024
FROM = "progress_begins"  # the choice that names the first quarter
MEASURED: dict[str, Any] = {"of": "progress", "windows": (ROLLING,), "followed": "form_days", "since": FROM}
WHO = "adults with structured treatment in the twelve months, each by the latest journey"
TOLD_BY = (
    "Problem substances are the main drug of the first stay, and opiates and crack of any stay. The latest review of the twelve "
    "months tells their use; they fell from the journey's first form of the <baseline_months> months before it."
)
LEFT_OUT = "Missing data and people new to treatment (<new_client_months> months or less) are in neither. Ways of leaving that are left out: <exits_left_out>"
PROGRESSED = (
    "who completed treatment without an acute housing problem, or are still in it and use none of their problem substances, or "
    "substantially less"
)
REVIEWS_CHANGED = "Reviews changed at the start of 2023-24, so figures before and after are not fully comparable."
WHY = "It is the national measure of recovery: people who are still in treatment count too."


def _bound(which: str, counts: tuple[str, ...], words: str) -> Indicator:
    """The least or the most that progress of all could be, whatever change is called substantial."""
    return counted(
        f"treatment_progress_{which}_percent",
        f"Progress of everybody in treatment, the {which} it could be",
        Counting(
            counts=lambda asked: progress.in_category(*counts),
            out_of=lambda asked: progress.in_category(SUBSTANTIAL, NOT_SUBSTANTIAL, NOT_JUDGED),
            breakdowns=("drug_group",),
            definition=f"Of {WHO}, those {PROGRESSED}. {TOLD_BY} Where use fell and no number of days says whether that is substantial, {words}. "
            f"{LEFT_OUT}.",
            **MEASURED,
        ),
        topic="outcomes",
        era=TODAY,
        polarity=HIGHER_BETTER,
        noun="people whose progress can be told",
        done=f"made substantial progress, {'if no' if which == 'lowest' else 'if every'} fall that cannot be judged is substantial",
        is_compared=False,
        caution=REVIEWS_CHANGED,
        why=WHY,
    )


def _judged_alone(asked: Asked) -> Condition:
    return progress.is_judged_alone(asked.choices) & progress.in_category(SUBSTANTIAL, NOT_SUBSTANTIAL)


def _everybody(asked: Asked) -> Condition:
    """All but new clients: beside everybody in treatment, a total of all adults would tell how many are under 18."""
    return progress.in_category(SUBSTANTIAL, NOT_SUBSTANTIAL, NOT_JUDGED, MISSING)


TREATMENT_PROGRESS = (
    counted(
        "treatment_progress_alcohol_percent",
        "Treatment progress of people whose only problem substance is alcohol",
        Counting(
            counts=lambda asked: progress.in_category(SUBSTANTIAL),
            out_of=_judged_alone,
            definition=f"Of {WHO}, whose only problem substance is alcohol, those {PROGRESSED}. {TOLD_BY} Substantially less is a fall by the "
            f"reliable change (<reliable_change_days>) or more, out of 28 days. {LEFT_OUT}.",
            **MEASURED,
        ),
        topic="outcomes",
        era=TODAY,
        polarity=HIGHER_BETTER,
        noun="people with alcohol alone whose progress can be told",
        done="made substantial progress",
        caution=REVIEWS_CHANGED,
        why=WHY,
    ),
    _bound("lowest", (SUBSTANTIAL,), "they are counted as without progress"),
    _bound("highest", (SUBSTANTIAL, NOT_JUDGED), "they are counted as with progress"),
    counted(
        "treatment_progress_missing_percent",
        "Progress cannot be told for want of an outcomes form",
        Counting(
            counts=lambda asked: progress.in_category(MISSING),
            out_of=_everybody,
            definition=f"Of {WHO}, those whose main drug, form or an answer needed on it is missing. New clients are left out, and these ways of leaving: <exits_left_out>; of whom the standard is a share is not stated.",
            **MEASURED,
        ),
        topic="outcomes",
        era=TODAY,
        polarity=LOWER_BETTER,
        noun="adults whose progress is asked about",
        done="lacked the form that tells it",
        standard=f"at most {MOST_MISSING}% missing (Office for Health Improvement and Disparities, November 2024)",
        why="Where forms are missing, progress is of those alone who have one.",
    ),
    counted(
        "treatment_progress_new_clients",
        "People in their first months of treatment, whose progress is not yet asked about",
        Counting(
            of="people",
            statistic="number",
            counts=lambda asked: (
                cohorts.adult(asked.period, asked.choices.young_told_at)
                & cohorts.new_client(asked.period, asked.choices.new_client_months)
            ),
            windows=(ROLLING,),
            since=FROM,
            definition="Adults with structured treatment in the twelve months who are still in it when the last day is over, and by their latest "
            "journey for <new_client_months> months or less.",
        ),
        topic="outcomes",
        era=TODAY,
        unit="people",
        polarity=NEUTRAL,
        done="in treatment were in their first months of it",
        is_compared=False,
        why="They are left out of the measure, so it should be known how many they are.",
    ),
    counted(
        "people_by_treatment_progress",
        "What has become of people in treatment",
        Counting(
            statistic="profile",
            counts=_everybody,
            breakdowns=(progress.CATEGORY, progress.DETAIL),
            has_total=False,
            definition=f"All {WHO}, in each category of the treatment progress measure but that of people new to treatment. Ways of leaving that are left out: <exits_left_out>. A fall in use that no number of days judges "
            "is a category of its own.",
            **MEASURED,
        ),
        topic="outcomes",
        era=TODAY,
        polarity=NEUTRAL,
        noun="adults whose progress is asked about",
        done="were in the category",
        is_compared=False,
        caution=REVIEWS_CHANGED,
        why=WHY,
    ),
)

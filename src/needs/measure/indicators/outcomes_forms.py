"""What the Treatment Outcomes Profile says has changed since people came, and how many have its forms."""

import datetime
from typing import Any

from needs.code_lists import lazy as pl
from needs.code_lists.meanings import EXIT, REVIEW
from needs.measure import cohorts
from needs.measure.indicator import (
    HIGHER_BETTER,
    LOWER_BETTER,
    NEUTRAL,
    QUARTER,
    ROLLING,
    YEAR_TO_DATE,
    Cohort,
    Counting,
    Indicator,
    counted,
    published,
)
from needs.measure.indicators.shared import EVERYBODY_WHO_CAME, FORMS_BEGAN, PRINTED, came, left

WITHIN_DAYS: dict[str, Any] = {"windows": (YEAR_TO_DATE, QUARTER), "followed": "form_days", "since": FORMS_BEGAN}
WHO = "Of treatment journeys with a start form and a review in the period (the last from 5 to 26 weeks after the start)"
OF_EITHER = ", out of those with some use at either time"
NO_THRESHOLD = (
    "No published threshold of reliable change was found: what is judged rests on the days that needs.toml sets."
)


def _changed(
    name: str, title: str, counts: Cohort, out_of: Cohort, words: str, done: str, polarity: str, caution: str = ""
) -> Indicator:
    counting = Counting(
        of="changes",
        counts=counts,
        out_of=out_of,
        windows=(ROLLING,),
        breakdowns=("substance",),
        has_total=False,
        definition=f"{WHO}, {words}. Injecting stands among the substances.",
    )
    why = "It is the one measure of what treatment did for people."
    return counted(
        name,
        title,
        counting,
        topic="outcomes",
        era="both",
        polarity=polarity,
        noun="people reviewed",
        done=done,
        caution=caution,
        why=why,
    )


def _mean_days(name: str, title: str, answer: str, when: str) -> Indicator:
    counting = Counting(
        of="changes",
        statistic="mean",
        counts=lambda asked: cohorts.used_at_start(),
        weeks=lambda asked: pl.col(answer),
        windows=(ROLLING,),
        breakdowns=("substance",),
        has_total=False,
        definition=f"{WHO} and use of the substance at the start, the mean days of use in the 28 before {when}.",
    )
    why = "It shows how much use falls, also where it does not end."
    return counted(
        name,
        title,
        counting,
        topic="outcomes",
        era="both",
        unit="days",
        noun="people reviewed",
        done="of use in 28 days",
        why=why,
    )


OF_FORM = {
    REVIEW: "a start form and a review in the period (the last from 5 to 26 weeks after the start) that both answer",
    EXIT: "an end in the period and a start form and an exit form that both answer",
}
MEANS = {  # of each name: its title, the answer it is the mean of, and that in words
    "before": (
        "Health, quality of life and work at the start, of people with a form {then}",
        lambda asked: pl.col("at_start"),
        "at the start",
    ),
    "at": ("Health, quality of life and work {then}", lambda asked: pl.col("later"), "on the later form"),
    "change_at": (
        "Change in health, quality of life and work from the start, {then}",
        lambda asked: pl.col("later") - pl.col("at_start"),
        "on the later form less that at the start",
    ),
}
THEN = {REVIEW: "at the review", EXIT: "on leaving"}
NOT_RELIABLE = "No published threshold says what change is reliable, and whoever had no second form is not in it."


def _answered(form: str) -> Cohort:
    return lambda asked: cohorts.later_form(form, asked.period)


def _mean_answer(which: str, form: str) -> Indicator:
    """The mean of the answers of those who answered twice, for each scale and number of days."""
    title, answer, words = MEANS[which]
    counting = Counting(
        of="answers",
        statistic="mean",
        counts=_answered(form),
        weeks=answer,
        has_interval=which == "change_at",
        windows=(ROLLING,),
        breakdowns=("question",),
        followed="form_days" if form == EXIT else 0,
        has_total=False,
        definition=f"Of treatment journeys with {OF_FORM[form]}, the mean answer {words}.",
    )
    return counted(
        f"mean_answer_{which}_{form}",
        title.format(then=THEN[form]),
        counting,
        topic="outcomes",
        era="both",
        unit="points",
        noun="people who answered twice",
        done="of the scale, or days of 28",
        is_compared=False,
        caution=NOT_RELIABLE if which == "change_at" else "",
        why="People want to be well, housed and at work, not only to use less.",
    )


def _said_yes(which: str, form: str) -> Indicator:
    """The share with a housing problem, of those who answered twice."""
    column, when = ("at_start", "at the start") if which == "before" else ("later", THEN[form])
    counting = Counting(
        of="housing_answers",
        counts=lambda asked: cohorts.said_yes(column),
        out_of=_answered(form),
        windows=(ROLLING,),
        breakdowns=("question",),
        followed="form_days" if form == EXIT else 0,
        has_total=False,
        definition=f"Of treatment journeys with {OF_FORM[form]}, those who said yes {when}.",
    )
    return counted(
        f"housing_answer_{which}_{form}_percent",
        f"Housing problems {when}, of people with a form {THEN[form]}",
        counting,
        topic="outcomes",
        era="both",
        polarity=LOWER_BETTER,
        noun="people who answered twice",
        done=f"had this problem {when}",
        is_compared=False,
        why="People without a home find it harder to finish treatment.",
    )


def _completed(stage: str, counting: Counting) -> Indicator:
    return published(
        f"top_{stage}_percent",
        f"Treatment Outcomes Profile completed: {stage}",
        topic="outcomes",
        era="both",
        counting=counting,
        polarity=HIGHER_BETTER,
        noun=f"{stage} that were due",
        done="had a Treatment Outcomes Profile form",
        standard="80% of starts, reviews and discharges (Dudley, 2008)",
        definition=f"Treatment Outcomes Profile forms completed at {stage}, of those due.",
        why="Without the form nobody can tell whether treatment changed anything.",
        source=PRINTED,
    )


OUTCOMES_FORMS = (
    _completed(
        "starts",
        Counting(
            of="journeys",
            counts=lambda asked: cohorts.start_form_given(),
            out_of=came,
            definition=f"{EVERYBODY_WHO_CAME}, those with a start form within <form_days> days before or after the start.",
            **WITHIN_DAYS,
        ),
    ),
    _completed(
        "reviews",
        Counting(
            of="journeys",
            counts=lambda asked: cohorts.review_given(asked.period, asked.choices.review_days),
            out_of=lambda asked: cohorts.review_due(asked.period, asked.choices.review_days),
            windows=(QUARTER,),
            since=datetime.date(2008, 4, 1),  # half a year after the first forms
            definition="Of journeys with a start form that are open when the period is over and began <review_days> days or more before, those "
            "with a review form on one of its last <review_days> days.",
        ),
    ),
    _completed(
        "discharges",
        Counting(
            of="journeys",
            counts=lambda asked: cohorts.exit_form_given(),
            out_of=left,
            aged="end",
            definition="Treatment journeys that ended with an exit form within <form_days> days before or after the end, of all journeys that "
            "ended in the period.",
            **WITHIN_DAYS,
        ),
    ),
    _changed(
        "abstinent_at_review_percent",
        "No use in the 28 days before the review",
        lambda asked: cohorts.abstinent_at_review(),
        lambda asked: cohorts.used_at_start(),
        "those with no use in the 28 days before it, out of those with some at the start",
        "had not used in the 28 days before their review",
        HIGHER_BETTER,
    ),
    _changed(
        "reliably_improved_percent",
        "Reliably less use at the review",
        lambda asked: cohorts.reliably_improved(),
        lambda asked: cohorts.change_is_judged(),
        f"those with use that fell by the reliable change or more and did not end{OF_EITHER}",
        "used reliably less",
        HIGHER_BETTER,
        NO_THRESHOLD,
    ),
    _changed(
        "unchanged_at_review_percent",
        "No reliable change at the review",
        lambda asked: cohorts.unchanged(),
        lambda asked: cohorts.change_is_judged(),
        f"those with use that changed by less than the reliable change{OF_EITHER}",
        "had no reliable change",
        NEUTRAL,
        NO_THRESHOLD,
    ),
    _changed(
        "deteriorated_percent",
        "Reliably more use at the review",
        lambda asked: cohorts.deteriorated(),
        lambda asked: cohorts.change_is_judged(),
        f"those with use that rose by the reliable change or more{OF_EITHER}",
        "used reliably more",
        LOWER_BETTER,
        NO_THRESHOLD,
    ),
    _mean_days("mean_days_at_start", "Days of use at the start, mean", "days_at_start", "treatment"),
    _mean_days("mean_days_at_review", "Days of use at the review, mean", "days_at_review", "the review"),
    *(_mean_answer(which, form) for form in (REVIEW, EXIT) for which in MEANS),
    *(_said_yes(which, form) for form in (REVIEW, EXIT) for which in ("before", "at")),
)

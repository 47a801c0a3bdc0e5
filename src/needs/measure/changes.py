"""What outcomes profiles say has changed: days of use of each substance at the start and at a review."""

import datetime

import polars as pl

from needs.choices import SUBSTANCES, Choices
from needs.measure.spells import PLACE

JOURNEY = ("partnership", "person", "journey")


def changes(journeys: pl.DataFrame, forms: pl.DataFrame, choices: Choices) -> pl.DataFrame:
    """One row a journey, substance and timely review with an answer at both ends: days of 28 at the start and then.

    `reviewed` is the day of the review, from the first day on which change can show to 26 weeks (Marsden 2012); a period
    counts its last one, so that later reviews change no earlier result;
    `reliable_days` is the change a partnership calls reliable, empty where it set none. Injecting counts as a substance.
    """
    began = forms.join(journeys.select(*JOURNEY, "start", "sex"), on=JOURNEY, how="inner")
    since = pl.col("completed") - pl.col("start")
    near, first, last = (
        datetime.timedelta(days=days) for days in (choices.form_days, choices.first_review_day, choices.review_days)
    )
    starts = began.filter((pl.col("stage") == "S") & (since.abs() <= near))
    reviews = began.filter((pl.col("stage") == "R") & since.is_between(first, last))
    in_order = [name for name in (*PLACE, "episode") if name in forms.columns]
    at_start = _long(
        starts.sort("completed", *in_order).unique(JOURNEY, keep="first", maintain_order=True),
        "days_at_start",
    )
    at_review = _long(reviews.sort("completed", *in_order), "days_at_review")
    both = at_start.drop("reviewed").join(at_review.drop("sex"), on=[*JOURNEY, "substance"], how="inner")
    reliable = pl.col("substance").replace_strict(
        dict(choices.reliable_change_days), default=None, return_dtype=pl.Int16
    )
    answered = both.drop_nulls(["days_at_start", "days_at_review"]).with_columns(reliable_days=reliable)
    return answered.sort(*JOURNEY, "substance", "reviewed", maintain_order=True)


def _long(forms: pl.DataFrame, answer: str) -> pl.DataFrame:
    """Each form's answers one below the other."""
    return forms.select(
        *JOURNEY,
        "sex",
        pl.col("completed").alias("reviewed"),
        *(pl.col(f"{name}_days").alias(name) for name in SUBSTANCES),
    ).unpivot(list(SUBSTANCES), index=[*JOURNEY, "sex", "reviewed"], variable_name="substance", value_name=answer)

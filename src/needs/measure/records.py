"""The tables that indicators are counted from, made of episodes, interventions and outcomes profiles.

A row of `journeys` knows who it is of and what the first episode said of them; the other tables hang on it.
"""

import datetime
from dataclasses import dataclass, field

import polars as pl

from needs.measure import journeys as linking
from needs.measure.journeys import PLACE, treated
from needs.measure.progress import ANSWERS
from needs.settings import SUBSTANCES, Choices


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


WHO = ("partnership", "person")
JOURNEY = (*WHO, "journey")
EPISODE = ("partnership", "agency", "person", "episode")
PERSONAL = ("sex", "birth_quarter", "ethnic", "district")
AT_START = (
    "drug_1", "route", "injecting", "previously_treated", "referral_source", "accommodation", "employment",
    "parental_status", "dual_diagnosis", "hepatitis_b_status", "hepatitis_c_status", "care_planned", "referred",
)  # fmt: skip
FLAGS = ("is_opiate_crack", "has_opiate", "has_crack", "has_alcohol", "has_non_opiate")


@dataclass(frozen=True, kw_only=True)
class Records:
    """One row is a journey, an intervention, a stay at an agency, a substance's change in a journey, or an outcomes form."""

    journeys: pl.DataFrame = field(repr=False)
    interventions: pl.DataFrame = field(repr=False)
    agencies: pl.DataFrame = field(repr=False)
    changes: pl.DataFrame = field(repr=False)
    forms: pl.DataFrame = field(repr=False)


def records(
    episodes: pl.DataFrame, interventions: pl.DataFrame, outcomes_profiles: pl.DataFrame, choices: Choices
) -> Records:
    """The tables of a partnership, or of several; clients are linked within each.

    Columns are those of an NDTMS extract after reading. Only episodes in which structured treatment started have a journey.
    """
    how = choices.gap_days, choices.both_days_count
    spells = treated(episodes, interventions, choices.starts_from).collect()
    numbered = linking.numbered(spells, *how)
    forms = _of_journeys(outcomes_profiles, numbered)
    ordered = _closed(linking.ordered(interventions, numbered).filter(pl.col("journey").is_not_null()), numbered)
    linked = linking.followed(linking.link(spells, *how))
    known = _described(linked, episodes, numbered)
    journeys = _with_treatments(_with_forms(known, forms, choices), ordered)
    personal = journeys.select(*JOURNEY, *PERSONAL, *FLAGS)
    left = episodes.select(*EPISODE, end_reason="discharge_reason")
    stays = numbered.join(left, on=EPISODE, how="left", maintain_order="left")
    return Records(
        journeys=journeys.sort(*JOURNEY),
        interventions=ordered.join(personal, on=JOURNEY, how="inner", maintain_order="left"),
        agencies=stays.join(personal, on=JOURNEY, how="inner", maintain_order="left"),
        changes=changes(journeys, forms, choices),
        forms=forms.select(*JOURNEY, "stage", "completed", *(f"{name}_days" for name in ANSWERS), "housing_problem"),
    )


def _closed(interventions: pl.DataFrame, numbered: pl.DataFrame) -> pl.DataFrame:
    """Interventions that end with their episode where no end was given, so that none is open after somebody has left."""
    left = pl.when(pl.col("end").is_not_null()).then(pl.max_horizontal("started", "end"))
    return (
        interventions.join(numbered.select(*EPISODE, "end"), on=EPISODE, how="left", maintain_order="left")
        .with_columns(ended=pl.coalesce("ended", left))
        .drop("end")
    )


def _of_journeys(forms: pl.DataFrame, numbered: pl.DataFrame) -> pl.DataFrame:
    """Dated forms with the number of the journey they were filled in during."""
    dated = forms.filter(pl.col("completed").is_not_null())
    return dated.join(numbered.select(*EPISODE, "journey"), on=EPISODE, how="inner", maintain_order="left")


def _described(linked: pl.DataFrame, episodes: pl.DataFrame, numbered: pl.DataFrame) -> pl.DataFrame:
    """Journeys with what their first episode says, the agencies they began and ended at, and their first care plan."""
    said = episodes.select(
        "partnership", "person", first_episode="episode", first_agency="agency",
        **{name: pl.col(name) for name in (*PERSONAL, *AT_START)},
    )  # fmt: skip
    last = episodes.select("partnership", "person", last_episode="episode", last_agency="agency")
    return linked.join(said, on=[*WHO, "first_episode"], how="left").join(last, on=[*WHO, "last_episode"], how="left")


def _with_forms(journeys: pl.DataFrame, forms: pl.DataFrame, choices: Choices) -> pl.DataFrame:
    """Journeys with whether a start and an exit form belong to them, and the days on which reviews were filled in."""
    by_journey = (
        forms.join(journeys.select(*JOURNEY, "start", "end"), on=JOURNEY, how="inner")
        .group_by(JOURNEY)
        .agg(
            has_start_form=_is_any_near("start", "S", choices.form_days),
            has_exit_form=_is_any_near("end", "E", choices.form_days),
            reviews=pl.col("completed").filter(pl.col("stage") == "R"),
        )
    )
    return journeys.join(by_journey, on=JOURNEY, how="left", maintain_order="left")


def _is_any_near(day: str, stage: str, days: int) -> pl.Expr:
    away = (pl.col("completed") - pl.col(day)).dt.total_days().abs()
    return ((pl.col("stage") == stage) & (away <= days)).any()


def _with_treatments(journeys: pl.DataFrame, interventions: pl.DataFrame) -> pl.DataFrame:
    """Journeys with a list of the interventions that started in them: modality, first and last day."""
    started = interventions.filter(pl.col("started").is_not_null())
    lists = started.group_by(JOURNEY).agg(treatments=pl.struct("modality", "started", "ended"))
    return journeys.join(lists, on=JOURNEY, how="left", maintain_order="left")

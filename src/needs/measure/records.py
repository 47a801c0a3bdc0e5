"""The tables that indicators are counted from, made of episodes, interventions and outcomes profiles.

A row of `journeys` knows who it is of and what the first episode said of them; the other tables hang on it.
"""

from dataclasses import dataclass, field

import polars as pl

from needs.code_lists.meanings import SCALES, YES_OR_NO
from needs.measure import durations
from needs.measure import journeys as linking
from needs.measure.answers import JOURNEY, WHO, answers, changes, of_young_people
from needs.measure.cohorts import in_treatment
from needs.measure.journeys import treated
from needs.measure.progress import ANSWERS
from needs.quarter import Period, Quarter
from needs.settings import Choices

EPISODE = ("partnership", "agency", "person", "episode")
PERSONAL = ("sex", "birth_quarter", "age_at_triage", "ethnic", "district")
AGE_AT_START = "age_at_start"  # of the journey, by the end of that quarter
AT_START = (
    "drug_1", "route", "injecting", "previously_treated", "referral_source", "accommodation", "employment",
    "parental_status", "dual_diagnosis", "hepatitis_b_status", "hepatitis_c_status", "care_planned", "referred",
)  # fmt: skip
FLAGS = ("is_opiate_crack", "has_opiate", "has_crack", "has_alcohol", "has_non_opiate")


@dataclass(frozen=True, kw_only=True)
class Records:
    """One row is a journey, an intervention, a stay at an agency, a substance's change in a journey, an answer at two times,
    an answer on a young person, or an outcomes form.
    """

    journeys: pl.DataFrame = field(repr=False)
    interventions: pl.DataFrame = field(repr=False)
    agencies: pl.DataFrame = field(repr=False)
    changes: pl.DataFrame = field(repr=False)
    answers: pl.DataFrame = field(repr=False)
    housing_answers: pl.DataFrame = field(repr=False)
    young_answers: pl.DataFrame = field(repr=False)
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
    personal = journeys.select(*JOURNEY, *PERSONAL, AGE_AT_START, *FLAGS)
    left = episodes.select(*EPISODE, end_reason="discharge_reason")
    stays = numbered.join(left, on=EPISODE, how="left", maintain_order="left")
    return Records(
        journeys=journeys.sort(*JOURNEY),
        interventions=ordered.join(personal, on=JOURNEY, how="inner", maintain_order="left"),
        agencies=stays.join(personal, on=JOURNEY, how="inner", maintain_order="left"),
        changes=changes(journeys, forms, choices),
        answers=answers(journeys, forms, SCALES, choices),
        housing_answers=answers(journeys, forms, YES_OR_NO, choices),
        young_answers=of_young_people(journeys, episodes, (*PERSONAL, AGE_AT_START), choices),
        forms=forms.select(*JOURNEY, "stage", "completed", *(f"{name}_days" for name in ANSWERS), "housing_problem"),
    )


def stays(journeys: pl.LazyFrame, period: Period) -> pl.LazyFrame:
    """One row a journey and quarter of the period in which it was open on a day: `quarter_begins` and `quarter_ends` are its days."""
    first, last = Quarter.containing(period.start), Quarter.containing(period.end)
    quarters = [first]
    while quarters[-1] < last:
        quarters.append(quarters[-1] + 1)
    return pl.concat(
        [
            journeys.filter(in_treatment(one.period)).with_columns(
                quarter_begins=pl.lit(one.start), quarter_ends=pl.lit(one.end)
            )
            for one in quarters
        ]
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
    """Journeys with what their first episode says, the agencies they began and ended at, and the first care plan of any stay."""
    at_start = [name for name in AT_START if name != "care_planned"]
    said = episodes.select(
        "partnership", "person", first_episode="episode", first_agency="agency",
        **{name: pl.col(name) for name in (*PERSONAL, *at_start)},
    )  # fmt: skip
    last = episodes.select("partnership", "person", last_episode="episode", last_agency="agency")
    stays = numbered.join(episodes.select(*EPISODE, "care_planned"), on=EPISODE, how="left")
    plans = stays.group_by(JOURNEY).agg(pl.col("care_planned").min())
    return (
        linked.join(said, on=[*WHO, "first_episode"], how="left")
        .join(last, on=[*WHO, "last_episode"], how="left")
        .join(plans, on=JOURNEY, how="left", maintain_order="left")
        .with_columns(durations.age_on("start").alias(AGE_AT_START))
    )


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
    """Journeys with a list of the interventions that started in any journey of the person: modality, first and last day."""
    started = interventions.filter(pl.col("started").is_not_null())
    lists = started.group_by(WHO).agg(treatments=pl.struct("modality", "started", "ended"))
    return journeys.join(lists, on=WHO, how="left", maintain_order="left")

"""What outcomes forms and the fields on young people answer, one answer a row: at the start of a journey and afterwards.

Source of the forms: Treatment Outcomes Profile (NTA, 2007). Its scales run from 0 to 20, its days are out of 28. No change in
them is called reliable: no published threshold was found.
"""

import datetime

import polars as pl

from needs.code_lists import code_list
from needs.code_lists.meanings import EXIT, REVIEW, YES_OR_NO
from needs.measure.journeys import PLACE
from needs.settings import SUBSTANCES, Choices

WHO = ("partnership", "person")
JOURNEY = (*WHO, "journey")
YOUNG = {"young person start": "start", "young person exit": "exit"}


def changes(journeys: pl.DataFrame, forms: pl.DataFrame, choices: Choices) -> pl.DataFrame:
    """One row a journey, substance and timely review with an answer at both ends: days of 28 at the start and then.

    `reviewed` is the day of the review, from the first day on which change can show to 26 weeks (Marsden 2012); a period
    counts its last one, so that later reviews change no earlier result;
    `reliable_days` is the change a partnership calls reliable, empty where it set none. Injecting counts as a substance.
    """
    starts, reviews, _ = _timely(journeys, forms, choices)
    days = {name: pl.col(f"{name}_days") for name in SUBSTANCES}
    both = _pairs(starts, reviews, days, "substance", ("days_at_start", "days_at_review"))
    reliable = pl.col("substance").replace_strict(
        dict(choices.reliable_change_days), default=None, return_dtype=pl.Int16
    )
    return both.with_columns(reliable_days=reliable).sort(*JOURNEY, "substance", "reviewed", maintain_order=True)


def answers(journeys: pl.DataFrame, forms: pl.DataFrame, questions: dict[str, str], choices: Choices) -> pl.DataFrame:
    """One row a journey, question and later form with an answer at both ends: `at_start` and `later`, as whole numbers.

    `questions` are columns of a form with what they ask. `form` says which is the later: a timely "review", as for `changes`,
    or the "exit" form, of which a journey has one. Yes is 1, no is 0.
    """
    starts, reviews, exits = _timely(journeys, forms, choices)
    yes = {column: (pl.col(column) == "Y").cast(pl.Int16) for column in YES_OR_NO}
    asked = {name: yes.get(column, pl.col(column)) for column, name in questions.items()}
    found = [
        _pairs(starts, later, asked, "question", ("at_start", "later")).with_columns(form=pl.lit(form))
        for form, later in ((REVIEW, reviews), (EXIT, exits))
    ]
    return pl.concat(found).sort(*JOURNEY, "form", "question", "reviewed", maintain_order=True)


def of_young_people(
    journeys: pl.DataFrame, episodes: pl.DataFrame, personal: tuple[str, ...], choices: Choices
) -> pl.DataFrame:
    """One row a journey and field on young people that is answered: at the start by its first stay, at the exit by its last.

    `is_yes` is whether the code is one that says yes. `personal` are the columns of a journey by which ages are told.
    """
    parts = []
    for entity, at in YOUNG.items():
        names = young_fields(entity)
        stay = {"start": ("first_agency", "first_episode"), "exit": ("last_agency", "last_episode")}[at]
        said = episodes.select(*WHO, pl.col("agency").alias(stay[0]), pl.col("episode").alias(stay[1]), *names)
        of_journeys = journeys.select(*JOURNEY, "start", "end", *personal, *stay).join(said, on=[*WHO, *stay])
        long = of_journeys.unpivot(
            list(names), index=[*JOURNEY, "start", "end", *personal], variable_name="field", value_name="code"
        )
        labels = pl.col("field").replace_strict(names, return_dtype=pl.String)
        parts.append(long.drop_nulls("code").with_columns(field=labels, asked_at=pl.lit(at)))
    found = pl.concat(parts).with_columns(is_yes=pl.col("code").is_in(choices.young_yes_codes))
    return found.drop("code").sort(*JOURNEY, "asked_at", "field")


def young_fields(entity: str) -> dict[str, str]:
    """The column of each counted field on young people, with its header and what it is recalled to mean."""
    known = code_list("fields").filter((pl.col("entity") == entity) & (pl.col("column") != ""))
    return {
        row["column"]: f"{row['meaning'].removesuffix(' (low confidence)')} ({row['header']})"
        for row in known.iter_rows(named=True)
    }


def _timely(
    journeys: pl.DataFrame, forms: pl.DataFrame, choices: Choices
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """The first start form of each journey, its timely reviews, and its last exit form, in the order of time."""
    began = forms.join(journeys.select(*JOURNEY, "start", "end", "sex"), on=JOURNEY, how="inner")
    since, until = pl.col("completed") - pl.col("start"), pl.col("completed") - pl.col("end")
    near, first, last = (
        datetime.timedelta(days=days) for days in (choices.form_days, choices.first_review_day, choices.review_days)
    )
    in_order = ["completed", *(name for name in (*PLACE, "episode") if name in forms.columns)]
    starts = began.filter((pl.col("stage") == "S") & (since.abs() <= near)).sort(in_order)
    reviews = began.filter((pl.col("stage") == "R") & since.is_between(first, last)).sort(in_order)
    exits = began.filter((pl.col("stage") == "E") & (until.abs() <= near)).sort(in_order)
    return (
        starts.unique(JOURNEY, keep="first", maintain_order=True),
        reviews,
        exits.unique(JOURNEY, keep="last", maintain_order=True),
    )


def _pairs(
    starts: pl.DataFrame, later: pl.DataFrame, asked: dict[str, pl.Expr], what: str, ends: tuple[str, str]
) -> pl.DataFrame:
    """One row a journey, later form and question that both answer; `reviewed` is the later day."""
    at_start = _long(starts, asked, what, ends[0]).drop("reviewed", "end")
    at_end = _long(later, asked, what, ends[1]).drop("sex")
    both = at_start.join(at_end, on=[*JOURNEY, what], how="inner")
    return both.drop_nulls(list(ends))


def _long(forms: pl.DataFrame, asked: dict[str, pl.Expr], what: str, answer: str) -> pl.DataFrame:
    """Each form's answers one below the other."""
    wide = forms.select(
        *JOURNEY,
        "sex",
        "end",
        pl.col("completed").alias("reviewed"),
        *(value.alias(name) for name, value in asked.items()),
    )
    return wide.unpivot(list(asked), index=[*JOURNEY, "sex", "end", "reviewed"], variable_name=what, value_name=answer)

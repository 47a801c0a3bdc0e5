"""Treatment progress: in which category of the measure each adult in treatment is, by the latest journey of twelve months.

Source: Office for Health Improvement and Disparities, "Treatment progress measure: documentation for public release",
November 2024. What it leaves open, or was not found, is read so:

- Somebody has substantially reduced if each problem substance that is still used fell by its reliable change or more. A
  fall in a substance without such a number of days is not judged; where none fell, no number could make it a reduction.
- The baseline of an answer is the first form that has it, of the journey and in the months before its latest review,
  which must lie in the period.
- Whoever left and had not completed counts as an unplanned exit: the documentation names no other category. Who was
  referred on or transferred, went to prison or died may be left out (`exits_left_out`).
- A latest review in which one of the answers needed is empty is a missing form.
"""

from __future__ import annotations

import datetime

from needs.code_lists import code_list
from needs.code_lists import lazy as pl
from needs.code_lists.meanings import TRANSFERRED, completions, reasons
from needs.measure import cohorts
from needs.measure.condition import Condition, condition, met
from needs.measure.indicator import Asked
from needs.settings import ALCOHOL_ALONE, Choices

SUBSTANTIAL, NOT_SUBSTANTIAL, MISSING = "substantial progress", "no substantial progress", "missing data"
NOT_JUDGED = "not judged: no threshold"
COMPLETED, NOT_USING, REDUCED = "completed", "in treatment and not using", "in treatment and substantially reduced"
UNPLANNED, NO_HOME, NOT_REDUCED = (
    "unplanned exit",
    "completed with an acute housing problem",
    "in treatment and not substantially reduced",
)
NO_EXIT_FORM, NO_FORM = "completed, exit form missing", "in treatment, form or drug missing"
FELL = "in treatment, use fell, no threshold"
CATEGORIES = {
    COMPLETED: SUBSTANTIAL,
    NOT_USING: SUBSTANTIAL,
    REDUCED: SUBSTANTIAL,
    UNPLANNED: NOT_SUBSTANTIAL,
    NO_HOME: NOT_SUBSTANTIAL,
    NOT_REDUCED: NOT_SUBSTANTIAL,
    NO_EXIT_FORM: MISSING,
    NO_FORM: MISSING,
    FELL: NOT_JUDGED,
}
"""Each sub-category and the category that it belongs to."""
DETAIL, CATEGORY = "progress_detail", "progress"
# Each item of the outcomes form with the group of the drug list that it asks about, and the flag of whoever names one
ITEMS = {
    "alcohol": ("alcohol", None),
    "opiates": ("opiates", "has_opiate"),
    "crack": ("crack", "has_crack"),
    "cocaine": ("cocaine", None),
    "amphetamines": ("amphetamines", None),
    "cannabis": ("cannabis", None),
}
OTHER = "other_drug"  # the item for a main drug that has none of its own
ANSWERS = (*ITEMS, OTHER)
JOURNEY = ("partnership", "person", "journey")


def classified(people: pl.LazyFrame, forms: pl.DataFrame, interventions: pl.DataFrame, asked: Asked) -> pl.LazyFrame:
    """The adults of a table of one latest journey a person, each with sub-category (`progress_detail`) and category.

    New clients, the measure's fourth category, are left out: nothing is asked about them yet.
    `forms` has a row a form, `interventions` a row an intervention, both with the journey they belong to. People seen in
    secure settings alone are left out, where the settings say which codes those are.
    """
    end, choices = asked.period.end, asked.choices
    is_new = cohorts.new_client(asked.period, choices.new_client_months)
    measured = people.filter((cohorts.adult(asked.period, asked.choices.young_told_at) & ~is_new).expr)
    if choices.secure_settings:
        is_secure = pl.col("setting").is_in(choices.secure_settings).fill_null(False)
        secure = interventions.lazy().group_by(JOURNEY).agg(_is_secure=is_secure.all())
        measured = measured.join(secure, on=JOURNEY, how="left").filter(~pl.col("_is_secure").fill_null(False))
    has_left = pl.col("end").is_not_null() & (pl.col("end") <= end)
    is_left_out = has_left & pl.col("end_reason").is_in(left_out(choices.exits_left_out)).fill_null(False)
    measured = _with_forms(measured.filter(~is_left_out), forms.lazy(), asked)
    detail = (
        pl.when(has_left & ~pl.col("end_reason").is_in(completions("2009")).fill_null(False))
        .then(pl.lit(UNPLANNED))
        .when(has_left)
        .then(pl.col("_housing").replace_strict({"Y": NO_HOME, "N": COMPLETED}, default=NO_EXIT_FORM))
        .otherwise(_in_treatment(choices))
    )
    return (
        measured.with_columns(detail.alias(DETAIL))
        .with_columns(pl.col(DETAIL).replace_strict(CATEGORIES, return_dtype=pl.String).alias(CATEGORY))
        .drop("^_.*$")
    )


def left_out(ways: tuple[str, ...]) -> list[str]:
    """The discharge reasons of these ways of leaving."""
    return reasons(*(group for way in ways for group in (TRANSFERRED if way == "transferred" else (way,))))


def _with_forms(people: pl.LazyFrame, forms: pl.LazyFrame, asked: Asked) -> pl.LazyFrame:
    """The people with the answers of their latest review and its baseline, and on housing at their exit."""
    period, choices = asked.period, asked.choices
    of_people = forms.join(people.select(*JOURNEY, "start", "end"), on=JOURNEY).sort(*JOURNEY, "completed")
    near = datetime.timedelta(days=choices.form_days)
    exits = of_people.filter((pl.col("stage") == "E") & ((pl.col("completed") - pl.col("end")).abs() <= near))
    housing = exits.group_by(JOURNEY).agg(_housing=pl.col("housing_problem").drop_nulls().last())
    during = of_people.filter(pl.col("stage").is_in(["S", "R"]))
    reviews = during.filter((pl.col("stage") == "R") & pl.col("completed").is_between(period.start, period.end))
    latest = reviews.group_by(JOURNEY).agg(
        pl.col("completed").last().alias("_latest"),
        *(pl.col(f"{name}_days").last().alias(f"_now {name}") for name in ANSWERS),
    )
    since = pl.col("_latest").dt.offset_by(f"-{choices.baseline_months}mo")
    before = (
        during.join(latest.select(*JOURNEY, "_latest"), on=JOURNEY)
        .filter((pl.col("completed") >= since) & (pl.col("completed") < pl.col("_latest")))
        .sort(*JOURNEY, "completed")
        .group_by(JOURNEY)
        .agg(pl.col(f"{name}_days").drop_nulls().first().alias(f"_before {name}") for name in ANSWERS)
    )
    for table in (latest, before, housing):
        people = people.join(table, on=JOURNEY, how="left", maintain_order="left")
    return people


def _in_treatment(choices: Choices) -> pl.Expr:
    """The sub-category of somebody who is still in treatment and no new client."""
    considered = _considered()
    each = {name: _of_substance(name, is_one, choices) for name, is_one in considered.items()}
    is_any = {
        what: pl.any_horizontal(found[what] for found in each.values()) for what in ("missing", "same", "fell", "used")
    }
    return (
        pl.when(~pl.any_horizontal(considered.values()) | is_any["missing"])
        .then(pl.lit(NO_FORM))
        .when(~is_any["used"])
        .then(pl.lit(NOT_USING))
        .when(is_any["same"])
        .then(pl.lit(NOT_REDUCED))
        .when(is_any["fell"])
        .then(pl.lit(FELL))
        .otherwise(pl.lit(REDUCED))
    )


def _considered() -> dict[str, pl.Expr]:
    """Of each item whether it asks about a problem substance: the main one, opiates or crack."""
    main = _main_group()
    found = {
        item: ((main == group) | (pl.col(flag) if flag else False)).fill_null(False)
        for item, (group, flag) in ITEMS.items()
    }
    other = main.is_not_null() & ~main.is_in([group for group, _ in ITEMS.values()])
    return found | {OTHER: other.fill_null(False)}


def _main_group() -> pl.Expr:
    """The group of the drug list that the main drug is in; "other" where no range holds it, empty where there is none."""
    number = pl.col("drug_1").cast(pl.Int32, strict=False)
    ranges = [
        pl.when(number.is_between(int(row["first"]), int(row["last"]))).then(pl.lit(row["group"]))
        for row in code_list("drug_ranges").iter_rows(named=True)
    ]
    is_drug = pl.col("is_opiate_crack") | pl.col("has_opiate") | pl.col("has_alcohol") | pl.col("has_non_opiate")
    return pl.coalesce(*ranges, pl.when(number.is_not_null() & (number < 9000) & is_drug).then(pl.lit("other")))


def _of_substance(name: str, is_considered: pl.Expr, choices: Choices) -> dict[str, pl.Expr]:
    """Whether an answer on a problem substance is missing, and whether it is used, no less than before, or less and not judged."""
    now, before = pl.col(f"_now {name}"), pl.col(f"_before {name}")
    days, fall = dict(choices.reliable_change_days), before - now
    threshold = pl.lit(days.get(name), pl.Int16)
    if name == "alcohol":
        alone = pl.lit(days.get(ALCOHOL_ALONE), pl.Int16)
        threshold = pl.when(cohorts.alcohol_only().expr).then(pl.coalesce(alone, threshold)).otherwise(threshold)
    used = is_considered & (now > 0).fill_null(False)
    return {
        "used": used,
        "missing": is_considered & (now.is_null() | ((now > 0) & before.is_null())),
        "same": used & (fall < pl.coalesce(threshold, pl.lit(1, pl.Int16))).fill_null(False),
        "fell": used & threshold.is_null() & (fall > 0).fill_null(False),
    }


@condition
def in_category(*names: str) -> Condition:
    """The category of treatment progress is <names>. Source: treatment progress measure, November 2024."""
    return met(pl.col(CATEGORY).is_in(names))


@condition
def is_judged_alone(choices: Choices) -> Condition:
    """Alcohol is the only problem substance, and days are set that judge its change. Source: as of the categories."""
    days = dict(choices.reliable_change_days)
    return cohorts.alcohol_only() & met(pl.lit(ALCOHOL_ALONE in days or "alcohol" in days))

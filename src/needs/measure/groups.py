"""The groups that indicators are broken down by: each breakdown as an expression that names a row's group."""

import datetime
from collections.abc import Callable
from typing import Any

import polars as pl

from needs.code_lists import NOT_STATED, code_list, printed_groups
from needs.measure import cohorts, durations, progress
from needs.measure.indicator import Asked
from needs.measure.indicators.stays import LONGEST_STAY, MONTHS_OF_STAY, NEW_IN_THE_QUARTER
from needs.measure.journeys import INCONSISTENT

ADULTS = ((25, "18-24"), (35, "25-34"), (45, "35-44"), (55, "45-54"))
TIMES = ((1, "under 1 year"), (2, "1 to 2 years"), (4, "2 to 4 years"), (6, "4 to 6 years"))
DAYS_OF_A_YEAR = 365.25
Breakdown = Callable[[Asked], pl.Expr]


def _listed(column: str, code_list: str) -> pl.Expr:
    return pl.col(column).replace_strict(printed_groups(code_list), default=NOT_STATED, return_dtype=pl.String)


def _banded(number: pl.Expr, bands: tuple[tuple[float, str], ...], above: str) -> pl.Expr:
    """The first band whose end lies above the number."""
    found: Any = pl.when(number.is_null()).then(pl.lit(NOT_STATED))  # polars types each step of a chain apart
    for end, name in bands:
        found = found.when(number < end).then(pl.lit(name))
    return found.otherwise(pl.lit(above))


def groups(table: str, asked: Asked) -> dict[str, pl.Expr]:
    """Each breakdown that a table's rows can be put in, as an expression; a row whose group is unknown is "not stated"."""
    return {name: breakdown(asked) for name, breakdown in (PERSONAL | OF_TABLE[table]).items()}


def _drug_group(asked: Asked) -> pl.Expr:
    return (
        pl.when(cohorts.opiate_user())
        .then(pl.lit("opiate"))
        .when(cohorts.non_opiate_and_alcohol())
        .then(pl.lit("non-opiate and alcohol"))
        .when(cohorts.non_opiate_only())
        .then(pl.lit("non-opiate only"))
        .when(cohorts.alcohol_only())
        .then(pl.lit("alcohol only"))
        .otherwise(pl.lit(NOT_STATED))
    )


def _main_drug(asked: Asked) -> pl.Expr:
    number = pl.col("drug_1").cast(pl.Int32, strict=False)
    listed = [
        pl.when(number.is_between(int(row["first"]), int(row["last"]))).then(pl.lit(row["printed"]))
        for row in code_list("drug_ranges").iter_rows(named=True)
    ]
    return pl.coalesce(*listed, pl.when(number < 9000).then(pl.lit("other")), pl.lit(NOT_STATED))


def _time_in_treatment(asked: Asked) -> pl.Expr:
    last = pl.min_horizontal(pl.col("end"), pl.lit(asked.period.end))
    return _banded((last - pl.col("start")).dt.total_days() / DAYS_OF_A_YEAR, TIMES, "over 6 years")


def _months_of_stay(day: pl.Expr) -> pl.Expr:
    """How long a journey had lasted when a day began, in calendar months."""
    found: Any = pl.when(pl.col("start") >= day).then(pl.lit(NEW_IN_THE_QUARTER))
    for months, name in MONTHS_OF_STAY.items():
        found = found.when(pl.col("start") >= day.dt.offset_by(f"-{months}mo")).then(pl.lit(name))
    return found.otherwise(pl.lit(LONGEST_STAY))


def _stay_after(asked: Asked) -> pl.Expr:
    return _months_of_stay(pl.lit(asked.period.end + datetime.timedelta(days=1)))


def _exit_reason(asked: Asked) -> pl.Expr:
    """The reason's group; exits of one day whose reasons contradict each other stand under that name."""
    is_so = (pl.col("end_reason") == INCONSISTENT).fill_null(False)
    return pl.when(is_so).then(pl.lit(INCONSISTENT)).otherwise(_listed("end_reason", "discharge_reasons"))


def _age(asked: Asked) -> pl.Expr:
    """Young people as every measure tells them, and adults by their age then: so nobody is in both or in neither."""
    told = asked.period, asked.choices.young_told_at, asked.aged
    bands = _banded(durations.age(asked.period, asked.aged), ADULTS, "55 and over")
    found = pl.when(cohorts.young_person(*told)).then(pl.lit("under 18")).when(cohorts.adult(*told)).then(bands)
    return found.otherwise(pl.lit(NOT_STATED))


def _under_25(asked: Asked) -> pl.Expr:
    bands = _banded(durations.age(asked.period, asked.aged), (), "25 and over")
    is_under = cohorts.under_25(asked.period, asked.choices.young_told_at, asked.aged)
    return pl.when(is_under).then(pl.lit("under 25")).otherwise(bands)


def _as_written(column: str) -> Breakdown:
    return lambda asked: pl.col(column).fill_null(NOT_STATED)


PERSONAL: dict[str, Breakdown] = {
    "sex": lambda asked: _listed("sex", "sex"),
    "age": _age,
    "under_25": _under_25,
    "ethnic_group": lambda asked: _listed("ethnic", "ethnic"),
    "drug_group": _drug_group,
    "district": _as_written("district"),
}
AT_START: dict[str, Breakdown] = {
    "main_drug": _main_drug,
    "route": lambda asked: _listed("route", "routes"),
    "injecting": lambda asked: _listed("injecting", "injecting"),
    "referral_source": lambda asked: _listed("referral_source", "referral_sources"),
    "housing": lambda asked: _listed("accommodation", "accommodation"),
    "employment": lambda asked: _listed("employment", "employment"),
    "parent_status": lambda asked: _listed("parental_status", "parental_status"),
    "time_in_treatment": _time_in_treatment,
    "exit_reason": _exit_reason,
    "first_agency": _as_written("first_agency"),
    "last_agency": _as_written("last_agency"),
}
OF_TABLE: dict[str, dict[str, Breakdown]] = {
    "people": AT_START,
    "journeys": AT_START | {"months_of_stay": _stay_after},
    "stays": {"months_of_stay": lambda asked: _months_of_stay(pl.col("quarter_begins"))},
    "interventions": {"modality": lambda asked: _listed("modality", "modality")},
    "agencies": {"agency": _as_written("agency")},
    "changes": {"substance": _as_written("substance")},
    "answers": {"question": _as_written("question")},
    "housing_answers": {"question": _as_written("question")},
    "young_answers": {"young_field": _as_written("field")},
    "progress": AT_START | {name: _as_written(name) for name in (progress.CATEGORY, progress.DETAIL)},
}

"""The groups that indicators are broken down by: each breakdown as an expression that names a row's group."""

from collections.abc import Callable

import polars as pl

from needs.code_lists import code_list, groups_of
from needs.measure import cohorts, durations
from needs.measure.indicator import Asked

NOT_STATED = "not stated"
AGES = ((18, "under 18"), (25, "18-24"), (35, "25-34"), (45, "35-44"), (55, "45-54"))
UNDER_25 = ((25, "under 25"),)
TIMES = ((1, "under 1 year"), (2, "1 to 2 years"), (4, "2 to 4 years"), (6, "4 to 6 years"))
DAYS_OF_A_YEAR = 365.25
HOUSING = {"1": "urgent problem", "2": "housing problem", "3": "no problem"}
INJECTING = {"C": "currently injecting", "P": "previously injected", "N": "never injected", "Z": "declined to answer"}
ROUTES = {"1": "injected", "2": "sniffed", "3": "smoked", "4": "taken by mouth", "5": "other"}
REFERRALS = {"health and social care": "health services and social care"}
EMPLOYMENT = {
    "1": "regular employment", "2": "in education", "5": "other", "9": "long-term sick or disabled",
    "10": "unemployed or economically inactive", "12": "unemployed or economically inactive",
    "13": "unemployed or economically inactive", "14": "unpaid or voluntary work", "15": "other",
}  # fmt: skip
EXITS = {
    "completed, drug and alcohol free": "successful completion", "completed, occasional user": "successful completion",
    "transferred, in custody": "transferred in custody", "transferred, not in custody": "transferred not in custody",
    "withdrawn": "treatment withdrawn",
}  # fmt: skip
MODALITIES = {"1": "inpatient"} | {
    code: label for code, label in code_list("modality").select("code", "label").iter_rows() if code != "1"
}
HEROIN, CRACK = "1101", "3201"
MAIN = {
    name: name
    for name in ("barbiturates", "benzodiazepines", "amphetamines", "crack", "cocaine", "cannabis", "alcohol")
}
MAIN = MAIN | {"opiates": "other opiates"}
Breakdown = Callable[[Asked], pl.Expr]


def _named(column: str, names: dict[str, str]) -> pl.Expr:
    return pl.col(column).replace_strict(names, default=NOT_STATED, return_dtype=pl.String)


def _grouped(column: str, code_list: str, renamed: dict[str, str] | None = None) -> pl.Expr:
    renamed = renamed or {}
    names = {code: renamed.get(group, group) or NOT_STATED for code, group in groups_of(code_list).items()}
    return _named(column, names)


def _banded(number: pl.Expr, bands: tuple[tuple[float, str], ...], above: str) -> pl.Expr:
    """The first band whose end lies above the number."""
    found = pl.when(number.is_null()).then(pl.lit(NOT_STATED))
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
    code, number = pl.col("drug_1"), pl.col("drug_1").cast(pl.Int32, strict=False)
    listed = pl.when(code == HEROIN).then(pl.lit("heroin"))
    for row in code_list("drug_ranges").sort("first").iter_rows(named=True):
        is_within = number.is_between(int(row["first"]), int(row["last"]))
        listed = listed.when(is_within & ~((code == CRACK) & (row["group"] == "cocaine"))).then(
            pl.lit(MAIN.get(row["group"], "other"))
        )
    return listed.when(number < 9000).then(pl.lit("other")).otherwise(pl.lit(NOT_STATED))


def _time_in_treatment(asked: Asked) -> pl.Expr:
    last = pl.min_horizontal(pl.col("end"), pl.lit(asked.period.end))
    return _banded((last - pl.col("start")).dt.total_days() / DAYS_OF_A_YEAR, TIMES, "over 6 years")


def _as_written(column: str) -> Breakdown:
    return lambda asked: pl.col(column).fill_null(NOT_STATED)


PERSONAL: dict[str, Breakdown] = {
    "sex": lambda asked: _named("sex", {"M": "male", "F": "female"}),
    "age": lambda asked: _banded(durations.age(asked.period, asked.aged), AGES, "55 and over"),
    "under_25": lambda asked: _banded(durations.age(asked.period, asked.aged), UNDER_25, "25 and over"),
    "ethnic_group": lambda asked: _grouped("ethnic", "ethnic"),
    "drug_group": _drug_group,
    "district": _as_written("district"),
}
AT_START: dict[str, Breakdown] = {
    "main_drug": _main_drug,
    "route": lambda asked: _named("route", ROUTES),
    "injecting": lambda asked: _named("injecting", INJECTING),
    "referral_source": lambda asked: _grouped("referral_source", "referral_sources", REFERRALS),
    "housing": lambda asked: _named("accommodation", HOUSING),
    "employment": lambda asked: _named("employment", EMPLOYMENT),
    "parent_status": lambda asked: _grouped("parental_status", "parental_status"),
    "time_in_treatment": _time_in_treatment,
    "exit_reason": lambda asked: _grouped("end_reason", "discharge_reasons", EXITS),
    "first_agency": _as_written("first_agency"),
    "last_agency": _as_written("last_agency"),
}
OF_TABLE: dict[str, dict[str, Breakdown]] = {
    "people": AT_START,
    "journeys": AT_START,
    "interventions": {"modality": lambda asked: _named("modality", MODALITIES)},
    "agencies": {"agency": _as_written("agency")},
    "changes": {"substance": _as_written("substance")},
}

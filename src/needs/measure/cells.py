"""People in cells: how many of a partnership, alike in every factor of case mix, had each outcome; true counts.

Cells give exactly the model of one row a person, as all factors are categories. Drug group, age band and sex are those that
results are broken down by; the further factors are a choice.
"""

from collections.abc import Callable, Iterable

import polars as pl

from needs.code_lists import NOT_STATED, printed_groups
from needs.measure import cohorts
from needs.measure.condition import Condition
from needs.measure.count import units, windows_of
from needs.measure.groups import groups
from needs.measure.indicator import ROLLING, Asked, Counting
from needs.measure.indicators import BY_NAME
from needs.measure.indicators.beside_expected import OUTCOMES, STRATA
from needs.measure.records import Records
from needs.quarter import Quarter
from needs.settings import Choices

FOLDER = "case_mix"  # of a file a partnership among the restricted tables
WHERE = ("outcome", "window", "period_start", "period_end")
Level = Callable[[], pl.Expr]


def _told(column: str, is_so: Callable[[], Condition]) -> Level:
    """yes, no, or that the question was not answered."""
    answered = lambda: cohorts.answered(column)  # noqa: E731
    return lambda: (
        pl.when(is_so().expr).then(pl.lit("yes")).when(answered().expr).then(pl.lit("no")).otherwise(pl.lit(NOT_STATED))
    )


def _listed(column: str, listed: str) -> Level:
    return lambda: pl.col(column).replace_strict(printed_groups(listed), default=NOT_STATED, return_dtype=pl.String)


FURTHER: dict[str, Level] = {
    "crack": lambda: pl.when(cohorts.crack_user().expr).then(pl.lit("yes")).otherwise(pl.lit("no")),
    "injecting": _listed("injecting", "injecting"),
    "first treatment": _told("previously_treated", cohorts.treatment_naive),
    "criminal justice referral": _told("referral_source", cohorts.criminal_justice_referral),
    "housing": _listed("accommodation", "accommodation"),
    "mental health need": _told("dual_diagnosis", cohorts.mental_health_need),
}


def factors(choices: Choices) -> tuple[str, ...]:
    """The names of all factors of the model: those that are standardised for, and those chosen."""
    return (*STRATA, *choices.case_mix_factors)


def cells(records: Records, quarters: Iterable[Quarter], choices: Choices) -> pl.DataFrame:
    """True counts: one row an outcome, partnership, twelve months that end with a quarter, and combination of factors.

    Columns: partnership, those of WHERE, the factors (text), people and events (both whole).
    """
    names = factors(choices)
    found = [
        in_cells(records, outcome, Asked(window.period, choices), names).with_columns(
            outcome=pl.lit(outcome),
            window=pl.lit(window.name),
            period_start=pl.lit(window.period.start),
            period_end=pl.lit(window.period.end),
        )
        for quarter in quarters
        for window in windows_of(quarter)
        if ROLLING in window.kinds
        for outcome in OUTCOMES
    ]
    none = nobody(choices)
    return pl.concat([none, *(one.select(none.columns) for one in found)]).sort(none.columns[:-2])


def nobody(choices: Choices) -> pl.DataFrame:
    """The table of cells without any."""
    names = ["partnership", *WHERE, *factors(choices)]
    schema = {name: pl.Date if name.startswith("period") else pl.String for name in names}
    return pl.DataFrame(schema=schema | {"people": pl.Int64, "events": pl.Int64})


def in_cells(records: Records, outcome: str, asked: Asked, names: tuple[str, ...]) -> pl.DataFrame:
    """One row a partnership and combination of the factors of these names in one period: people and events."""
    counting = _counting(outcome)
    known = groups(counting.of, Asked(asked.period, asked.choices, counting.aged))
    levels = {name: known[name] if name in STRATA else FURTHER[name]() for name in names}
    is_in = counting.out_of(asked).expr if counting.out_of else pl.lit(True)
    return (
        units(records, counting.of, asked)
        .filter(is_in)
        .group_by("partnership", *(level.alias(name) for name, level in levels.items()))
        .agg(people=pl.len().cast(pl.Int64), events=counting.counts(asked).expr.sum().cast(pl.Int64))
        .collect()
    )


def _counting(outcome: str) -> Counting:
    counting = BY_NAME[outcome].counting
    assert counting  # both outcomes are counted
    return counting

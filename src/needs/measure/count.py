"""Counting: every indicator of every quarter and window, of all partnerships at once, in a few passes over the records.

No indicator is named here: what counts is what each declares. What is counted is not yet safe to be read by anybody.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace

import polars as pl

from needs.choices import Choices
from needs.measure import cohorts
from needs.measure.completing import ALL, PERIOD, SUMS, complete
from needs.measure.declarations import QUARTER, ROLLING, YEAR_TO_DATE, Asked, Counting, Indicator
from needs.measure.groups import groups
from needs.measure.records import Records
from needs.quarter import Period, Quarter

# Which rows of a table may count in a period at all, so that the others are left out before anything is worked out.
RELEVANT = {
    "people": lambda period: cohorts.in_treatment(period),
    "journeys": lambda period: (pl.col("start") <= period.end) & _ends_since("end", period.start, "-18mo"),
    "interventions": lambda period: (pl.col("started") <= period.end) & _ends_since("ended", period.start),
    "agencies": lambda period: cohorts.in_treatment(period),
    "changes": lambda period: cohorts.reviewed(period),
}
# What makes a row of a table one unit: of several rows of a unit the latest in treatment is taken, as NI 40 asks.
PERSON = ("partnership", "person")
ONE = {
    "agencies": ("partnership", "agency", "person"),
    "changes": ("partnership", "person", "journey", "substance"),
}


@dataclass(frozen=True)
class Window:
    """A period that ends with a quarter, what it is called, and which of the declared windows it stands for."""

    name: str
    period: Period
    kinds: frozenset[str]

    @property
    def dates(self) -> tuple[str, datetime.date, datetime.date]:
        return self.name, self.period.start, self.period.end

    def is_for(self, counting: Counting) -> bool:
        return bool(self.kinds & set(counting.windows))

    def has_breakdowns(self, counting: Counting) -> bool:
        return counting.windows[0] in self.kinds


def count(
    records: Records, quarters: Iterable[Quarter], indicators: Iterable[Indicator], choices: Choices
) -> pl.DataFrame:
    """One row an indicator, partnership, period and group: how many count, out of how many, and the weeks they add up to.

    Columns: those of KEYS, numerator, denominator and weeks (their sum). A group that occurs in any period of a
    partnership stands in every one, so that none is missing for being empty; without anybody to count, denominators are 0.
    """
    wanted = [indicator for indicator in indicators if indicator.counting]
    windows = [window for quarter in quarters for window in windows_of(quarter)]
    parts = [SUMS.clear()]
    for window in windows:
        of_window = [indicator for indicator in wanted if window.is_for(indicator.counting)]
        for table in dict.fromkeys(indicator.counting.of for indicator in of_window):
            of_table = [indicator for indicator in of_window if indicator.counting.of == table]
            parts += _counted(records, table, of_table, window, Asked(window.period, choices))
    declared = [line for one in wanted for window in windows for line in _declared(one, window)]
    return complete(pl.concat(parts), records.journeys["partnership"].unique(), declared)


def windows_of(quarter: Quarter) -> tuple[Window, ...]:
    """The windows that end with a quarter; where two have the same days they are one."""
    rolling, to_date = quarter.rolling_12_months, quarter.year_to_date
    if quarter.number == 1:
        return (
            Window(QUARTER, quarter.period, frozenset({QUARTER, YEAR_TO_DATE})),
            Window(ROLLING, rolling, frozenset({ROLLING})),
        )
    alone = Window(QUARTER, quarter.period, frozenset({QUARTER}))
    if quarter.number == 4:
        return alone, Window("financial_year", rolling, frozenset({ROLLING, YEAR_TO_DATE}))
    return (
        alone,
        Window(YEAR_TO_DATE, to_date, frozenset({YEAR_TO_DATE})),
        Window(ROLLING, rolling, frozenset({ROLLING})),
    )


def _counted(records: Records, table: str, wanted: list[Indicator], window: Window, asked: Asked) -> list[pl.DataFrame]:
    """The counts of one table's indicators in one window: in all, and by each breakdown that any of them has."""
    rows = units(records, table, asked)
    broken_down = [one for one in wanted if one.counting.breakdowns and window.has_breakdowns(one.counting)]
    # indicators of one table may tell ages on different days
    names = dict.fromkeys((name, one.counting.aged) for one in broken_down for name in one.counting.breakdowns)
    known = {aged: groups(table, replace(asked, aged=aged)) for aged in {aged for _, aged in names}}
    # texts that are grouped by are numbered first (categorical): a group is then found several times as fast
    answers = rows.select(
        pl.col("partnership").cast(pl.Categorical),
        *(known[aged][name].cast(pl.Categorical).alias(f"by {name} {aged}") for name, aged in names),
        *(answer for one in wanted for answer in _answers(one, asked)),
    ).collect()
    in_all = [one for one in wanted if one.counting.has_total]
    parts = [_added_up(answers, in_all, ALL, pl.lit(ALL))] if in_all else []
    for name, aged in names:
        of_breakdown = [one for one in broken_down if name in one.counting.breakdowns and one.counting.aged == aged]
        parts.append(_added_up(answers, of_breakdown, name, pl.col(f"by {name} {aged}")))
    dates = {name: pl.lit(value) for name, value in zip(PERIOD, window.dates, strict=True)}
    return pl.collect_all([part.with_columns(**dates).select(SUMS.columns) for part in parts])


def _declared(indicator: Indicator, window: Window) -> list[tuple]:
    """What is counted of an indicator in a window, as lines of the grid: the total, and each breakdown."""
    counting = indicator.counting
    if not window.is_for(counting):
        return []
    names = [*([ALL] if counting.has_total else []), *(counting.breakdowns if window.has_breakdowns(counting) else ())]
    return [(indicator.name, counting.out_of is not None, *window.dates, name) for name in names]


def units(records: Records, table: str, asked: Asked) -> pl.LazyFrame:
    """The rows of a table that may count in a period, one a unit; of people and of stays the latest in treatment."""
    found = getattr(records, "journeys" if table == "people" else table).lazy().filter(RELEVANT[table](asked.period))
    if table == "people":
        return found.filter(_is_last_of(PERSON))
    return found.unique(ONE[table], keep="last", maintain_order=True) if table in ONE else found


def _answers(indicator: Indicator, asked: Asked) -> list[pl.Expr]:
    """Of each unit whether it is counted, whether it is counted out of, and how many weeks it took."""
    name, counting = indicator.name, indicator.counting
    counts = counting.counts(asked)
    answers = [counts.alias(f"{name} numerator")]
    if counting.out_of is not None:
        out_of = counting.out_of(asked)
        answers = [(counts & out_of).alias(f"{name} numerator"), out_of.alias(f"{name} denominator")]
    if counting.weeks is not None:
        answers.append(pl.when(counts).then(counting.weeks(asked)).alias(f"{name} weeks"))
    return answers


def _added_up(answers: pl.DataFrame, wanted: list[Indicator], breakdown: str, group: pl.Expr) -> pl.LazyFrame:
    """One row an indicator, partnership and group."""
    sums = []
    for one in wanted:
        sums.append(pl.col(f"{one.name} numerator").sum().cast(pl.Float64))
        if one.counting.out_of is not None:
            sums.append(pl.col(f"{one.name} denominator").sum().cast(pl.Float64))
        if one.counting.weeks is not None:
            # rounded, because the order in which fractions are added up differs from run to run
            sums.append(pl.col(f"{one.name} weeks").sum().cast(pl.Float64).round(6))
    wide = answers.lazy().group_by("partnership", group.alias("group")).agg(sums)
    long = wide.unpivot(index=["partnership", "group"], variable_name="answer")
    parts = pl.col("answer").str.split_exact(" ", 1).struct
    return long.select(
        pl.col("partnership", "group").cast(pl.String), "value",
        indicator=parts.field("field_0"), number=parts.field("field_1"), breakdown=pl.lit(breakdown),
    )  # fmt: skip


def _is_last_of(names: tuple[str, ...]) -> pl.Expr:
    """Whether a row is the last of those with its names, in a table where these stand together, as journeys do."""
    return pl.any_horizontal(pl.col(name) != pl.col(name).shift(-1) for name in names).fill_null(True)


def _ends_since(end: str, day: datetime.date, offset: str = "0d") -> pl.Expr:
    """Whether something is still open, or ended on a day or after it, or so long before it."""
    return (pl.col(end) >= pl.lit(day).dt.offset_by(offset)).fill_null(True)

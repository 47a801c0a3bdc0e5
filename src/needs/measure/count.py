"""Counting: every indicator of every quarter and window, in a full grid, as true rows of the results table.

No indicator is named here: what counts is what each declares. What is counted is not yet safe to be read by anybody.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import polars as pl

from needs.measure import narrowing
from needs.measure.eras import era_of, is_known
from needs.measure.groups import groups
from needs.measure.indicator import QUARTER, ROLLING, YEAR_TO_DATE, Asked, Counting, Indicator
from needs.measure.progress import classified
from needs.measure.records import Records
from needs.measure.results import A_THOUSAND_YEARS, NUMBER_COLUMNS, OF_A_RATE, OF_RECORDS, tidy
from needs.quarter import Period, Quarter
from needs.settings import Choices
from needs.statistics.intervals import STUDENT, means, proportions, rates

ALL = "all"
PERIOD = ("window", "period_start", "period_end")
KEYS = ("partnership", "indicator", *PERIOD, "breakdown", "group")
NUMBERS = ("numerator", "denominator", "weeks", "squares")
WEEKS_OF_A_YEAR = 365.25 / 7
_DATES = {"window": pl.String, "period_start": pl.Date, "period_end": pl.Date}
SUMS = pl.DataFrame(
    schema={
        **dict.fromkeys(("partnership", "indicator"), pl.String), **_DATES,
        **dict.fromkeys(("breakdown", "group", "number"), pl.String), "value": pl.Float64,
    }
)  # fmt: skip
DECLARED = {"indicator": pl.String, "is_share": pl.Boolean, **_DATES, "breakdown": pl.String}


def complete(counts: pl.DataFrame, partnerships: pl.Series, declared: list[tuple]) -> pl.DataFrame:
    """Sums one below the other (`number` says which) as one row a key, with a zero where nobody was counted.

    `declared` says what there is to count, in the columns of DECLARED: it is in the table though nobody was found.
    """
    found = [pl.col("value").filter(pl.col("number") == name).first().alias(name) for name in NUMBERS]
    wide = counts.group_by(KEYS).agg(found)
    return (
        _grid(wide, partnerships, pl.DataFrame(declared, schema=DECLARED, orient="row"))
        .join(wide, on=list(KEYS), how="left", maintain_order="left")
        .with_columns(pl.col("numerator").fill_null(0.0))
        .with_columns(denominator=pl.when("is_share").then(pl.col("denominator").fill_null(0.0)))
        .select(*KEYS, *NUMBERS)
        .sort(*KEYS)
    )


def _grid(wide: pl.DataFrame, partnerships: pl.Series, declared: pl.DataFrame) -> pl.DataFrame:
    """Every key there ought to be: all that is declared, by all the groups that each partnership has in any period."""
    in_all = declared.filter(pl.col("breakdown") == ALL).with_columns(group=pl.lit(ALL))
    groups = wide.filter(pl.col("breakdown") != ALL).select("partnership", "indicator", "breakdown", "group").unique()
    return pl.concat(
        [
            in_all.join(partnerships.to_frame("partnership"), how="cross").select(*KEYS, "is_share"),
            declared.join(groups, on=["indicator", "breakdown"]).select(*KEYS, "is_share"),
        ]
    )


# What makes a row of a table one unit: of several rows of a unit the latest in treatment is taken, as NI 40 asks.
PERSON = ("partnership", "person")
ANSWER = ("partnership", "person", "journey", "form", "question")
ONE = {
    "agencies": ("partnership", "agency", "person"),
    "changes": ("partnership", "person", "journey", "substance"),
    "answers": ANSWER,
    "housing_answers": ANSWER,
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

    def is_for(self, indicator: Indicator, choices: Choices) -> bool:
        """Whether an indicator is counted in it: it is one of its windows, and the era it ends in knows the indicator."""
        era = era_of(Quarter.containing(self.period.end), choices.today_begins)
        return bool(self.kinds & set(_how(indicator).windows)) and is_known(indicator, era)

    def has_breakdowns(self, counting: Counting) -> bool:
        return counting.windows[0] in self.kinds


# The steps of indicators before there are numbers: each with the name and number that its own is counted under
LINES = {
    **_DATES, "indicator": pl.String, "side": pl.String, "step": pl.Int64,
    **dict.fromkeys((*narrowing.WORDS, "name", "number"), pl.String),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Counts:
    """What is counted of partnerships: a table of `count`, and of how many were left after each step."""

    table: pl.DataFrame
    totals: pl.DataFrame
    lines: pl.DataFrame

    def steps_of(self, partnership: str) -> pl.DataFrame:
        """True steps of one partnership: a row a step, with how many are left; of what is counted by group only, none."""
        totals = self.totals.filter(pl.col("partnership") == partnership).drop("partnership")
        found = self.lines.join(totals, on=[*PERIOD, "name", "number"], how="left", maintain_order="left")
        value = pl.when(pl.col("name") != "").then(pl.col("value").fill_null(0.0))
        return found.select(pl.lit(partnership).alias("partnership"), *narrowing.KEYS, *narrowing.WORDS, number=value)


def count(
    records: Records, quarters: Iterable[Quarter], indicators: Iterable[Indicator], choices: Choices
) -> pl.DataFrame:
    """The table of counts, without steps."""
    return counted(records, quarters, indicators, choices).table


def counted(records: Records, quarters: Iterable[Quarter], indicators: Iterable[Indicator], choices: Choices) -> Counts:
    """One row an indicator, partnership, period and group: how many count, out of how many, and the weeks they add up to.

    Columns: those of KEYS, numerator, denominator, weeks (their sum) and squares (the sum of theirs). A group that occurs in any period of a
    partnership stands in every one, so that none is missing for being empty; without anybody to count, denominators are 0.
    """
    wanted = [indicator for indicator in indicators if indicator.counting]
    windows = [window for quarter in quarters for window in windows_of(quarter)]
    parts, lines = [SUMS.clear()], list[tuple]()
    for window in windows:
        of_window = [indicator for indicator in wanted if window.is_for(indicator, choices)]
        for table in dict.fromkeys(_how(indicator).of for indicator in of_window):
            asked = Asked(window.period, choices)
            of_table = [narrowing.sides(indicator, asked) for indicator in of_window if _how(indicator).of == table]
            of_steps, besides = narrowing.where(of_table, table, asked)
            lines += [(*window.dates, *line) for line in of_steps]
            parts += _counted(records, table, of_table, besides, window, asked)
    declared = [line for one in wanted for window in windows for line in _declared(one, window, choices)]
    sums = pl.concat(parts)
    return Counts(
        table=complete(sums, records.journeys["partnership"].unique(), declared),
        totals=sums.filter(breakdown=ALL).select("partnership", *PERIOD, "number", "value", name="indicator"),
        lines=pl.DataFrame(lines, schema=LINES, orient="row"),
    )


def _how(indicator: Indicator) -> Counting:
    assert indicator.counting  # of whatever is counted
    return indicator.counting


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


def _counted(
    records: Records,
    table: str,
    of_table: list[narrowing.Sides],
    besides: dict[str, pl.Expr],
    window: Window,
    asked: Asked,
) -> list[pl.DataFrame]:
    """The counts of one table's indicators in one window: in all, and by each breakdown that any of them has; and what else
    is counted in all."""
    wanted = [one.indicator for one in of_table]
    rows = units(records, table, asked)
    broken_down = [one for one in wanted if _how(one).breakdowns and window.has_breakdowns(_how(one))]
    # indicators of one table may tell ages on different days
    names = dict.fromkeys((name, _how(one).aged) for one in broken_down for name in _how(one).breakdowns)
    known = {aged: groups(table, replace(asked, aged=aged)) for aged in {aged for _, aged in names}}
    # texts that are grouped by are numbered first (categorical): a group is then found several times as fast
    answers = rows.select(
        pl.col("partnership").cast(pl.Categorical),
        *(known[aged][name].cast(pl.Categorical).alias(f"by {name} {aged}") for name, aged in names),
        *(answer for one in of_table for answer in _answers(one, asked)),
        *(one.alias(f"{name} numerator") for name, one in besides.items()),
    ).collect()
    in_all = [one for one in wanted if _how(one).has_total]
    parts = [_added_up(answers, in_all, ALL, pl.lit(ALL), list(besides))] if in_all or besides else []
    for name, aged in names:
        of_breakdown = [one for one in broken_down if name in _how(one).breakdowns and _how(one).aged == aged]
        parts.append(_added_up(answers, of_breakdown, name, pl.col(f"by {name} {aged}")))
    dates = {name: pl.lit(value) for name, value in zip(PERIOD, window.dates, strict=True)}
    return pl.collect_all([part.with_columns(**dates).select(SUMS.columns) for part in parts])


def _declared(indicator: Indicator, window: Window, choices: Choices) -> list[tuple]:
    """What is counted of an indicator in a window, as lines of the grid: the total, and each breakdown."""
    counting = _how(indicator)
    if not window.is_for(indicator, choices):
        return []
    names = [*([ALL] if counting.has_total else []), *(counting.breakdowns if window.has_breakdowns(counting) else ())]
    return [(indicator.name, counting.out_of is not None, *window.dates, name) for name in names]


def units(records: Records, table: str, asked: Asked) -> pl.LazyFrame:
    """The rows of a table that may count in a period, one a unit; of people and of stays the latest in treatment,
    and of all who are known by the period's end the latest journey."""
    if table == "progress":
        people = units(records, "people", asked)
        return classified(people, records.forms, records.interventions, asked)
    of_persons = table in ("people", "known")
    found = (
        getattr(records, "journeys" if of_persons else table)
        .lazy()
        .filter(narrowing.RELEVANT[table](asked.period).expr)
    )
    if of_persons:
        return found.filter(_is_last_of(PERSON))
    return found.unique(ONE[table], keep="last", maintain_order=True) if table in ONE else found


def _answers(one: narrowing.Sides, asked: Asked) -> list[pl.Expr]:
    """Of each unit whether it is counted, whether it is counted out of, and how many weeks it took or was there."""
    name, counting, counts = one.indicator.name, one.counting, one.counts.expr
    of = one.out_of.expr if one.out_of else counts
    answers = [(counts & of if one.out_of else counts).alias(f"{name} numerator")]
    if one.out_of is not None:
        answers.append(of.alias(f"{name} denominator"))
    if counting.weeks is not None:
        weeks = pl.when(of).then(counting.weeks(asked)).cast(pl.Float64)
        answers.append(weeks.alias(f"{name} weeks"))
        if counting.has_interval:
            answers.append((weeks**2).alias(f"{name} squares"))
    return answers


def _added_up(
    answers: pl.DataFrame, wanted: list[Indicator], breakdown: str, group: pl.Expr, besides: Iterable[str] = ()
) -> pl.LazyFrame:
    """One row an indicator (or what is counted besides), partnership and group."""
    sums = [pl.col(f"{name} numerator").sum().cast(pl.Float64) for name in besides]
    for one in wanted:
        sums.append(pl.col(f"{one.name} numerator").sum().cast(pl.Float64))
        if _how(one).out_of is not None:
            sums.append(pl.col(f"{one.name} denominator").sum().cast(pl.Float64))
        if _how(one).weeks is not None:
            # rounded, because the order in which fractions are added up differs from run to run
            sums.append(pl.col(f"{one.name} weeks").sum().cast(pl.Float64).round(6))
        if _how(one).has_interval:
            sums.append(pl.col(f"{one.name} squares").sum().round(6))
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


RECORDS, INVENTED = OF_RECORDS
DEFAULT = Choices()
POPULATION = "people in structured treatment, by records"


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Whose records they are: the area's code, the days covered, whether invented, and the fields nobody answered."""

    area_code: str
    days: Period
    is_invented: bool
    not_collected: frozenset[str] = frozenset()


def results_of(
    counts: pl.DataFrame, indicators: dict[str, Indicator], origin: Origin, choices: Choices = DEFAULT
) -> pd.DataFrame:
    """One partnership's counts as results: only periods that its extracts cover; none where follow-up is not over.

    Shares have Wilson's 95% interval; a profile is each group of all; nobody to count out of is "not applicable".
    """
    rows = _with_totals(counts.filter(_is_covered(indicators, origin.days, choices)), indicators).to_pandas()
    declared = [indicators[name] for name in rows["indicator"]]
    statistic = np.array([_how(one).statistic for one in declared])
    rows = _valued(rows, statistic)
    followed = pd.to_timedelta([_how(one).days_followed(choices) for one in declared], unit="D")
    is_final = (pd.to_datetime(rows["period_end"]) + followed <= pd.Timestamp(origin.days.end)).to_numpy()
    is_asked = np.array([_how(one).asks not in origin.not_collected for one in declared], dtype=np.bool_)
    rows.loc[~(is_final & is_asked), list(NUMBER_COLUMNS)] = np.nan
    rows.loc[~(is_final & is_asked), "interval_method"] = ""
    return tidy(
        rows.assign(
            area_code=origin.area_code,
            kind="actual",
            population=POPULATION,
            age="all ages",
            unit=[one.unit for one in declared],
            status=np.select(
                [~is_asked, ~is_final, rows["value"].isna()],
                ["not_collected", "not_available", "not_applicable"],
                "shown",
            ),
            origin="synthetic" if origin.is_invented else "calculated",
            source=INVENTED if origin.is_invented else RECORDS,
            place="",
            definition=[_how(one).defined(choices) for one in declared],
            rule=[_how(one).rule(choices) for one in declared],
            note=["" if final else "follow-up is not over" for final in is_final],
        )
    )


def _is_covered(indicators: dict[str, Indicator], days: Period, choices: Choices) -> pl.Expr:
    """Whether extracts speak of the whole period, and of what comes before it where that is counted as well."""
    countings = {name: one.counting for name, one in indicators.items() if one.counting}
    months = {name: f"-{3 * counting.quarters_needed(choices)}mo" for name, counting in countings.items()}
    since = {name: counting.first_day(choices) for name, counting in countings.items()}
    looked_back = pl.col("indicator").replace_strict(months, return_dtype=pl.String)
    first_counted = pl.col("indicator").replace_strict(since, return_dtype=pl.Date)
    return (
        (pl.col("period_start").dt.offset_by(looked_back) >= days.start)
        & (pl.col("period_end") <= days.end)
        & (pl.col("period_start") >= first_counted).fill_null(True)
    )


def _with_totals(counts: pl.DataFrame, indicators: dict[str, Indicator]) -> pl.DataFrame:
    """A profile's denominators: all of its groups together, each unit being in one of them."""
    profiles = [name for name, one in indicators.items() if one.counting and _how(one).statistic == "profile"]
    together = pl.col("numerator").sum().over([name for name in KEYS if name != "group"])
    is_profile = pl.col("indicator").is_in(profiles)
    return counts.with_columns(denominator=pl.when(is_profile).then(together).otherwise("denominator"))


def _valued(rows: pd.DataFrame, statistic: np.ndarray) -> pd.DataFrame:
    counted, out_of = rows["numerator"].to_numpy(float), rows["denominator"].to_numpy(float)
    is_share, is_mean, is_rate = np.isin(statistic, ("share", "profile")), statistic == "mean", statistic == "rate"
    weeks = rows["weeks"].to_numpy(float)
    out_of = np.where(is_rate, np.nan_to_num(weeks) / WEEKS_OF_A_YEAR, out_of)
    of_somebody, in_some_time = is_share & (out_of > 0), is_rate & (out_of > 0)
    lower, upper = np.full((2, len(rows)), np.nan)
    lower[of_somebody], upper[of_somebody] = 100 * np.array(proportions(counted[of_somebody], out_of[of_somebody]))
    in_years = counted[in_some_time], out_of[in_some_time]
    lower[in_some_time], upper[in_some_time] = rates(*in_years, per=A_THOUSAND_YEARS)
    with np.errstate(divide="ignore", invalid="ignore"):
        share, mean, rate = 100 * counted / out_of, weeks / counted, A_THOUSAND_YEARS * counted / out_of
    squares = rows["squares"].to_numpy(float)
    of_means = is_mean & (counted > 1) & ~np.isnan(squares)
    lower[of_means], upper[of_means] = means(mean[of_means], squares[of_means], counted[of_means])
    return rows.assign(
        value=np.select([is_share, is_mean, is_rate], [share, mean, rate], counted),
        lower=lower,
        upper=upper,
        interval_method=np.select([of_somebody, in_some_time, of_means], ["Wilson", OF_A_RATE, STUDENT], ""),
        # A mean has no numerator; the people or interventions that it is a mean of are its denominator.
        numerator=np.where(is_mean, np.nan, counted),
        denominator=np.where(is_mean, counted, out_of),
    )

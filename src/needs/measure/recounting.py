"""What the headline results would be if the gap that ends a journey were a day shorter or longer: counted, and not yet safe."""

import datetime
from dataclasses import replace

import pandas as pd
import polars as pl

from needs.choices import Choices
from needs.measure.count import count
from needs.measure.indicators import BY_NAME
from needs.measure.records import records
from needs.quarter import Quarter

HEADLINES = (
    "new_presentations", "in_treatment", "exits", "retained_or_planned_discharge_percent",
    "successful_completion_of_exits",
)  # fmt: skip
GAPS = tuple((days, both) for days in (20, 21, 22) for both in (False, True))  # the days, and whether both ends count
RECOUNTED = {
    "partnership": pl.String, "period_end": pl.Date, "indicator": pl.String, "nights": pl.Int64,
    "numerator": pl.Float64, "denominator": pl.Float64,
}  # fmt: skip


def recounted(people: list[pl.DataFrame], results: dict[str, pd.DataFrame], choices: Choices) -> pl.DataFrame:
    """True counts of each partnership's headlines at each gap, in the latest financial year that has them all (RECOUNTED).

    `people` are the tables of episodes, interventions and outcomes profiles, `results` the true ones, by slug.
    """
    years = {slug: year for slug, table in results.items() if (year := _year_of(table)) is not None}
    tables = [pl.DataFrame(schema=RECOUNTED)]
    ends = sorted(set(years.values()))
    latest = pl.DataFrame(
        {"partnership": list(years), "period_end": list(years.values())},
        schema={name: RECOUNTED[name] for name in ("partnership", "period_end")},
    )
    some = [table.filter(pl.col("partnership").is_in(list(years))) for table in people]
    wanted = [BY_NAME[name] for name in HEADLINES]
    for days, both in {nights(*gap): gap for gap in [*GAPS, chosen(choices)]}.values() if ends else ():
        otherwise = replace(choices, gap_days=days, both_days_count=both)
        counts = count(records(*some, otherwise), map(Quarter.containing, ends), wanted, otherwise)
        yearly = counts.filter(pl.col("window") == "financial_year", pl.col("breakdown") == "all")
        found = yearly.join(latest, on=["partnership", "period_end"]).with_columns(nights=pl.lit(nights(days, both)))
        tables.append(found.select(pl.col(name).cast(kind) for name, kind in RECOUNTED.items()))
    return pl.concat(tables).sort("partnership", "indicator", "nights")


def nights(days: int, both: bool) -> int:
    """The nights that a gap may last: one fewer where both the day of leaving and the day of starting count."""
    return days - int(both)


def chosen(choices: Choices) -> tuple[int, bool]:
    """The gap that was chosen: its days, and whether both ends count."""
    return choices.gap_days, choices.both_days_count


def _year_of(true: pd.DataFrame) -> datetime.date | None:
    """The end of the latest financial year whose headlines are all final."""
    rows = true[
        true["indicator"].isin(HEADLINES) & (true["window"] == "financial_year") & (true["breakdown"] == "all")
        & (true["status"] == "shown")
    ]  # fmt: skip
    whole = rows.groupby("period_end")["indicator"].nunique() == len(HEADLINES)
    return whole.index[whole].max().date() if whole.any() else None

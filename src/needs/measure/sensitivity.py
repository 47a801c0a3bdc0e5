"""What the headline results would be if the gap that ends a journey were a day shorter or longer."""

from dataclasses import replace

import numpy as np
import pandas as pd
import polars as pl

from needs.choices import Choices
from needs.measure import safety
from needs.measure.count import count
from needs.measure.indicators import BY_NAME
from needs.measure.records import records
from needs.quarter import Quarter

HEADLINES = (
    "new_presentations", "in_treatment", "exits", "retained_or_planned_discharge_percent",
    "successful_completion_of_exits",
)  # fmt: skip
GAPS = tuple((days, both) for days in (20, 21, 22) for both in (False, True))  # the days, and whether both ends count
FEWEST = 100  # people or journeys that each headline rests on: ours; below it rounding is too large a step
RECOUNTED = {
    "partnership": pl.String, "period_end": pl.Date, "indicator": pl.String, "nights": pl.Int64,
    "numerator": pl.Float64, "denominator": pl.Float64,
}  # fmt: skip
COLUMNS = (
    "partnership", "year", "indicator", "gap_days", "both_days_count", "nights", "is_chosen", "published", "value", "difference",
    "unit", "rests_on", "origin",
)  # fmt: skip


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
    for days, both in {_nights(*gap): gap for gap in [*GAPS, _chosen(choices)]}.values() if ends else ():
        otherwise = replace(choices, gap_days=days, both_days_count=both)
        counts = count(records(*some, otherwise), map(Quarter.containing, ends), wanted, otherwise)
        yearly = counts.filter(pl.col("window") == "financial_year", pl.col("breakdown") == "all")
        found = yearly.join(latest, on=["partnership", "period_end"]).with_columns(nights=pl.lit(_nights(days, both)))
        tables.append(found.select(pl.col(name).cast(kind) for name, kind in RECOUNTED.items()))
    return pl.concat(tables).sort("partnership", "indicator", "nights")


def safe(varied: pl.DataFrame, true: pd.DataFrame, policy: str, choices: Choices) -> pd.DataFrame:
    """One row a headline and gap of one partnership: the figure that is published, what it would be, and the difference.

    Counts are of people or journeys, shares in whole percent, all from the counts shown: what a gap would have given is
    rounded like every count, so their difference tells nothing else. No rows where a headline rests on fewer than 100.
    """
    rows = varied.to_pandas()
    counts = [safety.rounded(rows[name]) if policy == safety.PUBLIC else rows[name] for name in ("numerator", "denominator")]
    rows = rows.assign(numerator=counts[0], denominator=counts[1])
    rests_on = rows["denominator"].fillna(rows["numerator"])
    if rows.empty or (rests_on < FEWEST).any():
        return pd.DataFrame(columns=list(COLUMNS), dtype="str")
    nights = pd.DataFrame(
        [(days, "yes" if both else "no", _nights(days, both)) for days, both in GAPS],
        columns=["gap_days", "both_days_count", "nights"],
    )
    chosen = rows[rows["nights"] == _nights(*_chosen(choices))].set_index("indicator")
    rows = rows.merge(nights, on="nights").sort_values(["gap_days", "both_days_count"], kind="stable")
    rows = rows.sort_values("indicator", key=lambda names: names.map(HEADLINES.index), kind="stable")
    value, published = _figure(rows), rows["indicator"].map(_figure(chosen))
    return rows.assign(
        year=[Quarter.containing(end).financial_year for end in rows["period_end"]],
        unit=[BY_NAME[name].unit for name in rows["indicator"]],
        origin=true["origin"].iloc[0],
        published=published.map("{:.0f}".format),
        value=value.map("{:.0f}".format),
        difference=(value - published).map("{:.0f}".format),
        rests_on=rows["indicator"].map(chosen["denominator"].fillna(chosen["numerator"])).map("{:.0f}".format),
        is_chosen=(rows["nights"] == _nights(*_chosen(choices))).map({True: "yes", False: "no"}),
    )[list(COLUMNS)].astype(str)


def _year_of(true: pd.DataFrame):
    """The end of the latest financial year whose headlines are all final."""
    rows = true[
        true["indicator"].isin(HEADLINES) & (true["window"] == "financial_year") & (true["breakdown"] == "all")
        & (true["status"] == "shown")
    ]  # fmt: skip
    whole = rows.groupby("period_end")["indicator"].nunique() == len(HEADLINES)
    return whole.index[whole].max().date() if whole.any() else None


def _figure(rows: pd.DataFrame) -> pd.Series:
    """The count, or where it is out of something the share in whole percent."""
    share = np.floor(100 * rows["numerator"] / rows["denominator"] + 0.5)
    return rows["numerator"].where(rows["denominator"].isna(), share)


def _nights(days: int, both: bool) -> int:
    """The nights that a gap may last: one fewer where both the day of leaving and the day of starting count."""
    return days - int(both)


def _chosen(choices: Choices) -> tuple[int, bool]:
    return choices.gap_days, choices.both_days_count

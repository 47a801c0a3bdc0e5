"""What the headline results would be if the gap that ends a journey were a day shorter or longer, as it may be shown."""

import numpy as np
import pandas as pd
import polars as pl

from needs.measure import safety
from needs.measure.indicators import BY_NAME
from needs.measure.person_results import GAPS, HEADLINES, chosen, nights
from needs.quarter import Quarter
from needs.settings import Choices

FEWEST = 100  # people or journeys that each headline rests on: ours; below it rounding is too large a step
COLUMNS = (
    "partnership", "year", "indicator", "gap_days", "both_days_count", "nights", "is_chosen", "published", "value", "difference",
    "unit", "rests_on", "origin",
)  # fmt: skip


def safe(varied: pl.DataFrame, true: pd.DataFrame, policy: str, choices: Choices) -> pd.DataFrame:
    """One row a headline and gap of one partnership: the figure that is published, what it would be, and the difference.

    Counts are of people or journeys, shares in whole percent, all from the counts shown: what a gap would have given is
    rounded like every count, so their difference tells nothing else. No rows where a headline rests on fewer than 100, or
    counts or leaves over fewer than 8 at any gap.
    """
    rows = varied.to_pandas()
    is_small = safety.is_few(rows["numerator"]) | safety.is_few(rows["denominator"] - rows["numerator"])
    counts = [
        safety.rounded(rows[name]) if policy == safety.PUBLIC else rows[name] for name in ("numerator", "denominator")
    ]
    rows = rows.assign(numerator=counts[0], denominator=counts[1])
    rests_on = rows["denominator"].fillna(rows["numerator"])
    if rows.empty or (rests_on < FEWEST).any() or (policy == safety.PUBLIC and is_small.any()):
        return pd.DataFrame(columns=list(COLUMNS), dtype="str")
    gaps = pd.DataFrame(
        [(days, "yes" if both else "no", nights(days, both)) for days, both in dict.fromkeys([*GAPS, chosen(choices)])],
        columns=["gap_days", "both_days_count", "nights"],
    )
    own = rows[rows["nights"] == nights(*chosen(choices))].set_index("indicator")
    rows = rows.merge(gaps, on="nights").sort_values(["gap_days", "both_days_count"], kind="stable")
    rows = rows.sort_values("indicator", key=lambda names: names.map(HEADLINES.index), kind="stable")
    value, published = _figure(rows), rows["indicator"].map(_figure(own))
    return rows.assign(
        year=[Quarter.containing(end).financial_year for end in rows["period_end"]],
        unit=[BY_NAME[name].unit for name in rows["indicator"]],
        origin=true["origin"].iloc[0],
        published=published.map("{:.0f}".format),
        value=value.map("{:.0f}".format),
        difference=(value - published).map("{:.0f}".format),
        rests_on=rows["indicator"].map(own["denominator"].fillna(own["numerator"])).map("{:.0f}".format),
        is_chosen=(rows["nights"] == nights(*chosen(choices))).map({True: "yes", False: "no"}),
    )[list(COLUMNS)].astype(str)


def _figure(rows: pd.DataFrame) -> pd.Series:
    """The count, or where it is out of something the share in whole percent."""
    share = np.floor(100 * rows["numerator"] / rows["denominator"] + 0.5)
    return rows["numerator"].where(rows["denominator"].isna(), share)

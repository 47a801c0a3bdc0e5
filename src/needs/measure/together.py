"""All invented partnerships together, to set each beside: worked out from what is shown, so it gives nothing away."""

import numpy as np
import pandas as pd

from needs.areas import INVENTED_TOGETHER
from needs.measure.results import tidy
from needs.statistics.intervals import proportions

NEARLY_ALL = 0.95  # of the partnerships must show a figure: those that hide theirs are those with few, so leaving out many misleads
FEWEST = 10  # partnerships shown; fewer say too little of what is usual
SAME = ("indicator", "definition", "period_start", "period_end", "window", "breakdown", "group")
WHOLE = ("kind", "population", "age", "unit", "origin", "source")
WITH_COUNTS = ("shown", "counts")


def together(results: pd.DataFrame) -> pd.DataFrame:
    """One row for each share of invented records that nearly all partnerships show, and ten or more: their counts added up.

    Partnerships whose count is hidden are left out of both sides, and the note says how many are in.
    """
    shares = results[has_shares(results)]
    added = shares.groupby(list(SAME), sort=True).agg(
        numerator=("numerator", "sum"),
        denominator=("denominator", "sum"),
        partnerships=("area_code", "nunique"),
        is_rounded=("is_rounded", "any"),
        **{name: (name, "first") for name in WHOLE},
    )
    enough = added["partnerships"] >= max(FEWEST, NEARLY_ALL * shares["area_code"].nunique())
    added = added[enough & (added["denominator"] > 0)].reset_index()
    if added.empty:
        return tidy(results.iloc[:0])
    lower, upper = proportions(added["numerator"].to_numpy(), added["denominator"].to_numpy())
    return tidy(
        added.assign(
            area_code=INVENTED_TOGETHER,
            value=100 * added["numerator"] / added["denominator"],
            lower=100 * np.asarray(lower),
            upper=100 * np.asarray(upper),
            status="shown",
            interval_method="Wilson",
            is_rounded=added["is_rounded"],
            qualifier="",
            place="",
            note=[
                f"invented records of {number} partnerships that show the figure" for number in added["partnerships"]
            ],
        )
    )


def has_shares(results: pd.DataFrame) -> pd.Series:
    """The rows that may be added up: shares of invented records of which the counts are shown."""
    is_share = (results["origin"] == "synthetic") & (results["unit"] == "percent")
    return is_share & results["status"].isin(WITH_COUNTS)

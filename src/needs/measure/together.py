"""The partnerships of an invented region and country added up, to set each beside: worked out from what is shown, so it gives nothing away."""

import numpy as np
import pandas as pd

from needs.measure.results import tidy
from needs.statistics.intervals import proportions

NEARLY_ALL = 0.95  # of the partnerships with any share of the period must show a figure: those that hide theirs are those with few, so leaving out many misleads
FEWEST = 10  # partnerships shown; fewer say too little of what is usual
SAME = ("indicator", "definition", "period_start", "period_end", "window", "breakdown", "group")
WHOLE = ("kind", "population", "age", "unit", "origin", "source")
WITH_COUNTS = ("shown", "counts")


def together(results: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """One row for each share of invented records that nearly all partnerships of a region or country show, ten or more of them.

    Their counts are added up. Partnerships whose count is hidden are left out of both sides, and the note says how many are in.
    """
    shares = results[has_shares(results)]
    lying = areas.drop_duplicates("area_code").set_index("area_code")[["country_code", "region_code"]]
    found = [_added(shares, lying[column]) for column in lying]
    return tidy(pd.concat(found)) if found else tidy(results.iloc[:0])


def _added(shares: pd.DataFrame, whole_of: pd.Series) -> pd.DataFrame:
    """The rows of the places that areas lie in; `whole_of` gives the code of each area's place."""
    shares = shares.assign(whole=shares["area_code"].map(whole_of).fillna(""))
    shares = shares[shares["whole"] != ""]
    added = shares.groupby(["whole", *SAME], sort=True).agg(
        numerator=("numerator", "sum"),
        denominator=("denominator", "sum"),
        partnerships=("area_code", "nunique"),
        is_rounded=("is_rounded", "any"),
        **{name: (name, "first") for name in WHOLE},
    )
    with_any = shares.groupby(["whole", "period_start", "period_end"])["area_code"].nunique().rename("all")
    added = added.reset_index().merge(with_any.reset_index(), on=["whole", "period_start", "period_end"])
    enough = added["partnerships"] >= np.maximum(FEWEST, NEARLY_ALL * added["all"])
    added = added[enough & (added["denominator"] > 0)]
    if added.empty:
        return shares.iloc[:0]
    lower, upper = proportions(added["numerator"].to_numpy(), added["denominator"].to_numpy())
    return added.assign(
        area_code=added["whole"],
        value=100 * added["numerator"] / added["denominator"],
        lower=100 * np.asarray(lower),
        upper=100 * np.asarray(upper),
        status="shown",
        interval_method="Wilson",
        qualifier="",
        place="",
        note=[f"{number} partnerships that show the figure, added up" for number in added["partnerships"]],
    )


def has_shares(results: pd.DataFrame) -> pd.Series:
    """The rows that may be added up: shares of invented records of which the counts are shown."""
    is_share = (results["origin"] == "synthetic") & (results["unit"] == "percent")
    return is_share & results["status"].isin(WITH_COUNTS)

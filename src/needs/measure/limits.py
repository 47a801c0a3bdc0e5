"""Limits of an estimate in people, where its source gives them only for the rate: limits of the rate times its population."""

import pandas as pd

from needs.statistics.headcounts import in_people

AREA_AND_PERIOD = ["area_code", "period_start", "period_end", "source"]
FROM_THE_RATE = "published limits of the rate times its population, 95%"
RATES = {"opiate_crack_users": ("opiate_crack_users_per_1000", "population_of_the_estimate", 1000)}


def with_limits_of_rates(figures: pd.DataFrame) -> pd.DataFrame:
    """The figures, with the limits of each estimate in RATES filled in where its rate has published limits.

    A figure that has limits keeps them. The limits filled in are in people, not rounded; `interval_method` says so.
    """
    filled = figures.assign(interval_method="")
    for measure, (rate, population, per) in RATES.items():
        sides = _side(figures, rate, ["lower", "upper"]).join(_side(figures, population, ["value"]), how="inner")
        limits = pd.DataFrame(
            {side: in_people(sides[side], sides["value"], per) for side in ("lower", "upper")}, sides.index
        )
        filled = _filled(filled, measure, limits.dropna())
    return filled


def _side(figures: pd.DataFrame, measure: str, columns: list[str]) -> pd.DataFrame:
    rows = figures[(figures["measure"] == measure) & (figures["breakdown"] == "all")]
    return rows.set_index(AREA_AND_PERIOD)[columns]


def _filled(figures: pd.DataFrame, measure: str, limits: pd.DataFrame) -> pd.DataFrame:
    keys = pd.MultiIndex.from_frame(figures[AREA_AND_PERIOD])
    wanted = (figures["measure"] == measure) & figures["lower"].isna() & keys.isin(limits.index)
    found = limits.loc[keys[wanted]]
    filled = figures.copy()
    filled.loc[wanted, ["lower", "upper"]] = found.to_numpy()
    filled.loc[wanted, "interval_method"] = FROM_THE_RATE
    return filled

"""Whether yearly figures rise or fall more than chance would have them, by the trend test of Fingertips."""

import numpy as np
import pandas as pd

from needs.measure.safety import BY
from needs.statistics import intervals, trend

EVENTS = ("new_presentations",)  # each is counted in one year only, so that its years are independent
RISE, FALL, NO_CHANGE, FEW, OVERLAP, SHARED, NOT_KNOWN, ROUNDING = (
    "rise", "fall", "no change", "few", "overlap", "shared", "not known", "rounding",
)  # fmt: skip
DIRECTIONS = {trend.INCREASING: RISE, trend.DECREASING: FALL, trend.NO_CHANGE: NO_CHANGE}
YEARS_TESTED = trend.POINTS


def trend_of(rows: pd.DataFrame) -> str:
    """The trend of the latest five yearly results of one area's indicator: rise, fall or no change.

    Or why it was not tested: few years (or years with a gap), periods that overlap, people shared between years (counts
    of people who stay from one year to the next are not independent), figures whose uncertainty is not known, or a
    direction that rounding may have made.
    """
    latest = rows[rows["status"] == "shown"].sort_values("period_end").tail(YEARS_TESTED)
    if (latest["period_start"].iloc[1:].to_numpy() <= latest["period_end"].iloc[:-1].to_numpy()).any():
        return OVERLAP
    if len(latest) < YEARS_TESTED:
        return FEW
    years = latest["period_start"].dt.year.tolist()
    if (latest["unit"] == "percent").all() and (latest["kind"] == "actual").all():
        found = trend.of_proportions(years, latest["numerator"].tolist(), latest["denominator"].tolist())
        if latest["is_rounded"].any() and found.direction in DIRECTIONS and not _stands(years, latest, found.direction):
            return ROUNDING
    elif latest["lower"].notna().all():
        found = trend.of_values(years, *(latest[name].tolist() for name in ("value", "lower", "upper")))
    elif latest["indicator"].isin(EVENTS).all():
        limits = [intervals.rate(count, 1) for count in latest["value"]]
        found = trend.of_values(
            years, [each.value for each in limits], [each.lower for each in limits], [each.upper for each in limits]
        )
    else:
        return SHARED if (latest["unit"] == "people").all() else NOT_KNOWN
    if found.direction == trend.NOT_TESTED:
        return FEW if "year" in found.reason else NOT_KNOWN
    return DIRECTIONS[found.direction]


def _stands(years: list[int], rows: pd.DataFrame, direction: str) -> bool:
    """Whether shares still rise or fall if rounding moved the early and the late years towards each other, as far as it may."""
    way = {trend.INCREASING: 1, trend.DECREASING: -1}.get(direction, 0)
    tilt = np.sign(np.arange(len(rows)) - (len(rows) - 1) / 2)  # the first years up, the last ones down, for a rise
    of = rows["denominator"].to_numpy() + way * tilt * BY
    counted = np.clip(rows["numerator"].to_numpy() - way * tilt * BY, 0, of)
    return trend.of_proportions(years, counted.tolist(), of.tolist()).direction == direction

"""Whether yearly figures rise or fall more than chance would have them, by the trend test of Fingertips."""

import pandas as pd

from needs.statistics import intervals, trend

EVENTS = ("new_presentations",)  # each is counted in one year only, so that its years are independent
RISE, FALL, NO_CHANGE, FEW, OVERLAP, SHARED, NOT_KNOWN = (
    "rise", "fall", "no change", "few", "overlap", "shared", "not known",
)  # fmt: skip
DIRECTIONS = {trend.INCREASING: RISE, trend.DECREASING: FALL, trend.NO_CHANGE: NO_CHANGE}
YEARS_TESTED = trend.POINTS


def trend_of(rows: pd.DataFrame) -> str:
    """The trend of the latest five yearly results of one area's indicator: rise, fall or no change.

    Or why it was not tested: few years (or years with a gap), periods that overlap, people shared between years (counts
    of people who stay from one year to the next are not independent), or figures whose uncertainty is not known.
    """
    latest = rows[rows["status"] == "shown"].sort_values("period_end").tail(YEARS_TESTED)
    if (latest["period_start"].iloc[1:].to_numpy() <= latest["period_end"].iloc[:-1].to_numpy()).any():
        return OVERLAP
    if len(latest) < YEARS_TESTED:
        return FEW
    years = latest["period_start"].dt.year.tolist()
    if (latest["unit"] == "percent").all() and (latest["kind"] == "actual").all():
        found = trend.of_proportions(years, latest["numerator"].tolist(), latest["denominator"].tolist())
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

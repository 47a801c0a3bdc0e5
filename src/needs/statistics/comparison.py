"""Areas against a benchmark, against each other and against an earlier period: which way is better, and is it chance."""

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.special import betainc, expit, logit, ndtri

from needs.statistics.intervals import Interval, check_confidence, proportion

SIGNS = {
    "higher better": 1, "higher": 1, "increase": 1,
    "lower better": -1, "lower": -1, "decrease": -1,
    "neutral": 0, "unknown": 0, "": 0,
}  # fmt: skip


def sign(better: str) -> int:
    """1 where higher is better, -1 where lower is, 0 where neither or it is not recorded; else a ValueError."""
    if better not in SIGNS:
        raise ValueError(f"better: {better!r} is not one of {', '.join(map(repr, SIGNS))}")
    return SIGNS[better]


def verdicts(lower: Sequence[float], upper: Sequence[float], benchmark: float, better: str = "") -> np.ndarray:
    """Each area's own interval against a benchmark: better, worse, higher, lower, similar or not compared.

    The rule of Fingertips: an area differs where its interval leaves the benchmark out; a limit on the benchmark is
    similar. Where neither direction is better, or it is not recorded, the words are higher and lower. A missing limit
    or benchmark is "not compared". Raises ValueError for limits in the wrong order.
    """
    low, high = np.asarray(lower, dtype="float64"), np.asarray(upper, dtype="float64")
    if low.shape != high.shape or np.any(low > high):
        raise ValueError("verdicts: wants a lower limit at or below an upper limit for each area")
    above, below = {1: ("better", "worse"), -1: ("worse", "better"), 0: ("higher", "lower")}[sign(better)]
    unknown = np.isnan(low) | np.isnan(high) | np.isnan(float(benchmark))
    return np.select([unknown, low > benchmark, high < benchmark], ["not compared", above, below], default="similar")


def at_confidence(
    value: float, lower: float, upper: float, form: str, confidence: float, given: float = 0.95
) -> tuple[float, float]:
    """The limits that an estimate with limits of the `given` confidence would have at another, for want of its counts.

    Each side is stretched by the ratio of the two normal quantiles, on the logit scale for a "proportion" (fractions), the log
    scale for a "rate" above nought, and as it stands otherwise ("mean"). Raises ValueError for a confidence outside 0 to 1.
    """
    check_confidence(confidence)
    by = ndtri((1 + confidence) / 2) / ndtri((1 + given) / 2)
    there, back = {"proportion": (logit, expit), "rate": (np.log, np.exp), "mean": (np.asarray, np.asarray)}[form]
    with np.errstate(divide="ignore", invalid="ignore"):
        middle, ends = there(value), there(np.array([lower, upper], dtype="float64"))
        low, high = back(np.where(np.isfinite(ends - middle), middle + by * (ends - middle), ends))
    return float(low), float(high)


def leaves_out(x: float, n: float, share: float, confidence: float) -> int:
    """On which side of a share the mid-P interval of x / n lies: 1 above it, -1 below, 0 if it holds it; all are fractions.

    Half the chance of exactly x, and all that of more extreme counts, are below half of 1 - confidence (Lancaster 1961, Journal
    of the American Statistical Association 56:223-234). At confidences such as 99.9% the tails of Wilson's interval are too short
    for shares near 0 and 1, and those of the exact interval are too long. x and n need not be whole numbers. Raises ValueError
    for a share outside 0 to 1, or an impossible proportion.
    """
    check_confidence(confidence)
    if not (0 <= x <= n and n > 0 and 0 <= share <= 1):
        raise ValueError(
            f"leaves_out: wants 0 to n of n people and a share from 0 to 1, found {x!r} of {n!r}, {share!r}"
        )
    at_least = float(betainc(x, n - x + 1, share)) if x > 0 else 1.0
    more = float(betainc(x + 1, n - x, share)) if x < n else 0.0
    as_many = (at_least + more) / 2
    side = 1 if as_many < 0.5 else -1
    return side if min(as_many, 1 - as_many) < (1 - confidence) / 2 else 0


def quantiles(values: Sequence[float], groups: int = 5, highest_first: bool = False) -> pd.Series:
    """The fifth (or other quantile) of each area by rank: 1 holds the lowest values, or the highest if asked.

    The rank rule of the Public Health England technical guide, floor((q + 1) - ceiling((n + 1 - rank) / (n / q))): ties
    share a group and areas without a value have none. Raises ValueError for fewer areas than groups.
    """
    given = pd.Series(values, dtype="float64")
    areas = int(given.notna().sum())
    if not 2 <= groups <= areas:
        raise ValueError(f"quantiles: {areas} areas with a value cannot be put into {groups!r} groups")
    ranks = given.rank(method="min", ascending=not highest_first).astype("Int64")
    # In whole numbers, so that no rounding moves an area on an edge.
    return groups + 1 + (-(areas + 1 - ranks) * groups) // areas


def of_proportions(x: float, n: float, earlier_x: float, earlier_n: float, confidence: float = 0.95) -> Interval:
    """The difference x / n - earlier_x / earlier_n with its hybrid score interval, all as fractions.

    Newcombe 1998 (Statistics in Medicine 17, 873-890), method 10, from two Wilson intervals without continuity correction.
    The two groups must be of different people or events. Raises ValueError where `proportion` does.
    """
    now, then = proportion(x, n, confidence), proportion(earlier_x, earlier_n, confidence)
    difference = now.value - then.value
    return Interval(
        value=difference,
        lower=difference - math.hypot(now.value - now.lower, then.upper - then.value),
        upper=difference + math.hypot(now.upper - now.value, then.value - then.lower),
        confidence=confidence,
        method="Newcombe hybrid score",
    )


def of_counts(
    events: float, days: float, earlier_events: float, earlier_days: float, confidence: float = 0.95
) -> Interval:
    """The share of all events that fell in the later of two periods, less the share of all days that it has.

    Where events come at one rate throughout, the share of events is that of days, given how many there are in all: so two
    Poisson counts are compared as one proportion (Przyborowski and Wilenski 1940, Biometrika 31:313). Their test is the
    exact binomial one; the limits here are Wilson's score interval for that proportion (Wilson 1927), which is a little
    shorter. Raises ValueError for no events at all, or no days.
    """
    check_confidence(confidence)
    if min(days, earlier_days) <= 0 or events + earlier_events <= 0:
        raise ValueError("of_counts: wants days in both periods and at least one event in either")
    share, of_days = proportion(events, events + earlier_events, confidence), days / (days + earlier_days)
    return Interval(
        value=share.value - of_days,
        lower=share.lower - of_days,
        upper=share.upper - of_days,
        confidence=confidence,
        method="Wilson score, of the share of all events",
    )

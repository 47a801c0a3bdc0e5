"""Confidence intervals for proportions, counts and rates, by the rules of England's public-health statistics.

Proportions: Wilson's score interval without continuity correction. Counts and rates: exact Poisson (chi-square) limits
below ten events and Byar's approximation from ten (Breslow and Day 1987; the rule of the Public Health England
technical guide "Commonly used public health statistics and their confidence intervals").
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from numbers import Real
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import chdtri, ndtri, stdtrit

FEWEST_EVENTS_FOR_BYAR = 10  # PHE technical guide: exact limits below, Byar's from here
WILSON = "Wilson score"
NEXT_TO_NONE = 1e-9  # events; the lower limit of so few is 0 in any printed digit


@dataclass(frozen=True, kw_only=True)
class Interval:
    """An estimate with its limits, the confidence they were made for (a fraction) and the method that made them.

    Where there is no estimate, value and limits are NaN and the first of `warnings` says why.
    """

    value: float
    lower: float
    upper: float
    confidence: float
    method: str
    warnings: tuple[str, ...] = ()


def proportion(x: float, n: float, confidence: float = 0.95) -> Interval:
    """The proportion x / n with Wilson's score interval (Wilson 1927), all as fractions from 0 to 1.

    x and n need not be whole numbers (averages of several years occur). Raises ValueError for a missing number, n of 0
    or less, x below 0 or above n, or a confidence outside 0 to 1: an impossible proportion has no interval.
    """
    above, below = _checked(x, n, confidence)
    if above > below:
        raise ValueError(f"proportion: the numerator {x!r} is above the denominator {n!r}; check that both count alike")
    value = above / below
    lower, upper = _wilson(above, below, confidence)
    return Interval(
        value=value,
        # Rounding in the formula misses the limits 0 of nobody and 1 of everybody by a hair; it may not pass the value.
        lower=0.0 if above == 0 else min(value, max(0.0, float(lower))),
        upper=1.0 if above == below else max(value, min(1.0, float(upper))),
        confidence=confidence,
        method=WILSON,
    )


def means(
    mean: np.ndarray, squares: np.ndarray, n: np.ndarray, confidence: float = 0.95
) -> tuple[np.ndarray, np.ndarray]:
    """The limits of Student's t interval (Student 1908) for each mean of n values whose squares add up to `squares`.

    n is 2 or more; values that are all alike have the limits of their mean. Units are those of the values.
    """
    variance = np.maximum(squares - n * mean**2, 0) / (n - 1)
    half = stdtrit(n - 1, (1 + confidence) / 2) * np.sqrt(variance / n)
    return mean - half, mean + half


def proportions(x: np.ndarray, n: np.ndarray, confidence: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
    """The lower and upper limits of many proportions at once, as `proportion` gives them one at a time.

    x and n are arrays of one length; raises ValueError where any is missing, n is 0 or less, or x is below 0 or above n.
    """
    x, n = np.asarray(x, float), np.asarray(n, float)
    if not (np.isfinite(x) & np.isfinite(n) & (n > 0) & (x >= 0) & (x <= n)).all():
        raise ValueError("proportions: each wants a denominator above 0 and a numerator from 0 to it")
    _checked(0, 1, confidence)
    lower, upper = _wilson(x, n, confidence)
    value = x / n
    return np.where(x == 0, 0.0, np.clip(lower, 0, value)), np.where(x == n, 1.0, np.clip(upper, value, 1))


def _wilson(x: npt.ArrayLike, n: npt.ArrayLike, confidence: float) -> tuple[Any, Any]:
    from statsmodels.stats.proportion import proportion_confint  # loads for half a second, and not every run counts

    return proportion_confint(x, n, alpha=1 - confidence, method="wilson")


def rate(x: float, n: float, per: float = 1, confidence: float = 0.95) -> Interval:
    """The rate of x events in n (people, person-years), times `per`, with exact or Byar's limits.

    Fewer than ten events get exact Poisson limits, ten or more get Byar's; no events have the lower limit 0 and a
    finite upper limit. Raises ValueError for a missing number, n of 0 or less, x below 0, `per` of 0 or less, or a
    confidence outside 0 to 1.
    """
    x, n = _checked(x, n, confidence)
    if not 0 < per < math.inf:
        raise ValueError(f"rate: wants `per` above 0, such as 1,000 or 100,000, found {per!r}")
    estimate = byar if x >= FEWEST_EVENTS_FOR_BYAR else exact_poisson
    events, scale = estimate(x, confidence), per / n
    return Interval(
        value=x * scale,
        lower=events.lower * scale,
        upper=events.upper * scale,
        confidence=confidence,
        method=events.method,
    )


def rates(x: np.ndarray, n: np.ndarray, per: float = 1, confidence: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
    """The lower and upper limits of many rates, as `rate` gives them one at a time, from arrays of one length."""
    each = [rate(events, of, per, confidence) for events, of in zip(x, n, strict=True)]
    return np.array([one.lower for one in each], float), np.array([one.upper for one in each], float)


def byar(x: float, confidence: float = 0.95) -> Interval:
    """A count of events with Byar's limits, whatever the count (Breslow and Day 1987).

    The formula strays below 0 for very few events and much confidence; such a limit is 0. `rate` uses it from ten
    events only. Raises ValueError for a missing or negative count or a confidence outside 0 to 1.
    """
    x, _ = _checked(x, 1, confidence)
    z = float(ndtri((1 + confidence) / 2))
    lower = x * (1 - 1 / (9 * x) - z / (3 * math.sqrt(x))) ** 3 if x > 0 else 0.0
    above = x + 1
    upper = above * (1 - 1 / (9 * above) + z / (3 * math.sqrt(above))) ** 3
    return Interval(value=x, lower=max(0.0, lower), upper=upper, confidence=confidence, method="Byar")


def exact_poisson(x: float, confidence: float = 0.95) -> Interval:
    """A count of events with exact Poisson limits from the chi-square distribution (Garwood 1936).

    Raises ValueError for a missing or negative count or a confidence outside 0 to 1.
    """
    x, _ = _checked(x, 1, confidence)
    tail = (1 - confidence) / 2
    # The chi-square distribution with 0 degrees of freedom, or next to none, is undefined; the lower limit is then 0.
    lower = float(chdtri(2 * x, 1 - tail)) / 2 if x > NEXT_TO_NONE else 0.0
    upper = float(chdtri(2 * x + 2, tail)) / 2
    return Interval(value=x, lower=lower, upper=upper, confidence=confidence, method="exact Poisson")


def numbers(values: Iterable[float | None]) -> np.ndarray:
    """Values as an array of fractions, with NaN for None and for the missing value of pandas.

    Raises ValueError for what is no number, such as "5".
    """
    given = [math.nan if value is None or value is pd.NA else value for value in values]
    wrong = [value for value in given if not isinstance(value, Real)]
    if wrong:
        raise ValueError(f"statistics: {wrong[0]!r} is not a number; wants numbers, or None where one is missing")
    return np.array(given, dtype="float64")


def check_confidence(confidence: float) -> None:
    """Refuse a confidence that is not a fraction between 0 and 1, such as 95 or a missing one, with a ValueError."""
    if pd.isna(confidence) or not 0 < confidence < 1:
        raise ValueError(f"interval: confidence is a fraction between 0 and 1, such as 0.95, found {confidence!r}")


def _checked(x: float, n: float, confidence: float) -> tuple[float, float]:
    check_confidence(confidence)
    above, below = (float(number) for number in numbers((x, n)))
    if not (math.isfinite(above) and math.isfinite(below)):
        raise ValueError(f"interval: numerator {x!r} and denominator {n!r} must both be known, finite numbers")
    if below <= 0:
        raise ValueError(f"interval: the denominator must be above 0, found {n!r}")
    if above < 0:
        raise ValueError(f"interval: the numerator must not be negative, found {x!r}")
    return above, below

"""Confidence intervals for proportions, counts and rates, by the rules of England's public-health statistics.

Proportions: Wilson's score interval without continuity correction. Counts and rates: exact Poisson (chi-square) limits
below ten events and Byar's approximation from ten (Breslow and Day 1987; the rule of the Public Health England
technical guide "Commonly used public health statistics and their confidence intervals").
"""

import math
from dataclasses import dataclass

from scipy.stats import chi2, norm
from statsmodels.stats.proportion import proportion_confint

FEWEST_EVENTS_FOR_BYAR = 10  # PHE technical guide: exact limits below, Byar's from here


@dataclass(frozen=True, kw_only=True)
class Interval:
    """An estimate with its limits, the confidence they were made for (a fraction) and the method that made them."""

    value: float
    lower: float
    upper: float
    confidence: float
    method: str
    warnings: tuple[str, ...] = ()


def proportion(x: float, n: float, confidence: float = 0.95) -> Interval:
    """The proportion x / n with Wilson's score interval (Wilson 1927), all as fractions from 0 to 1.

    x and n need not be whole numbers (averages of several years occur). Raises ValueError for n of 0 or less, x below
    0 or above n, or a confidence outside 0 to 1: an impossible proportion has no interval.
    """
    _check(x, n, confidence)
    if x > n:
        raise ValueError(f"proportion: the numerator {x!r} is above the denominator {n!r}; check that both count alike")
    lower, upper = proportion_confint(x, n, alpha=1 - confidence, method="wilson")
    return Interval(
        value=x / n,
        lower=max(0.0, float(lower)),
        upper=min(1.0, float(upper)),
        confidence=confidence,
        method="Wilson score",
    )


def rate(x: float, n: float, per: float = 1, confidence: float = 0.95) -> Interval:
    """The rate of x events in n (people, person-years), times `per`, with exact or Byar's limits.

    Fewer than ten events get exact Poisson limits, ten or more get Byar's; no events have the lower limit 0 and a
    finite upper limit. Raises ValueError for n of 0 or less, x below 0, or a confidence outside 0 to 1.
    """
    _check(x, n, confidence)
    method, limits = ("Byar", _byar) if x >= FEWEST_EVENTS_FOR_BYAR else ("exact Poisson", _exact_poisson)
    lower, upper = limits(x, confidence)
    scale = per / n
    return Interval(value=x * scale, lower=lower * scale, upper=upper * scale, confidence=confidence, method=method)


def _exact_poisson(x: float, confidence: float) -> tuple[float, float]:
    tail = (1 - confidence) / 2
    # The chi-square distribution with 0 degrees of freedom is undefined; no events have the lower limit 0.
    lower = chi2.ppf(tail, 2 * x) / 2 if x > 0 else 0.0
    return float(lower), float(chi2.ppf(1 - tail, 2 * x + 2) / 2)


def _byar(x: float, confidence: float) -> tuple[float, float]:
    z = float(norm.ppf((1 + confidence) / 2))
    lower = x * (1 - 1 / (9 * x) - z / (3 * math.sqrt(x))) ** 3
    above = x + 1
    return lower, above * (1 - 1 / (9 * above) + z / (3 * math.sqrt(above))) ** 3


def _check(x: float, n: float, confidence: float) -> None:
    if not (math.isfinite(x) and math.isfinite(n)):
        raise ValueError(f"interval: numerator {x!r} and denominator {n!r} must both be finite numbers")
    if n <= 0:
        raise ValueError(f"interval: the denominator must be above 0, found {n!r}")
    if x < 0:
        raise ValueError(f"interval: the numerator must not be negative, found {x!r}")
    if not 0 < confidence < 1:
        raise ValueError(f"interval: confidence is a fraction between 0 and 1, found {confidence!r}")

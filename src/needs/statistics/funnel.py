"""Funnel limits: how far from a target an area of a given size may lie by chance alone, and which areas lie further.

The method is carried with the limits, because published methods differ for small areas. Extra spread between areas
is estimated in `dispersion` and passed in as `tau_squared`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import chdtri, ndtri

from needs.statistics import dispersion
from needs.statistics.intervals import check_confidence, numbers

FLAGS = ("low, 99.8%", "low, 95%", "within the limits", "high, 95%", "high, 99.8%", "not known")


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Lower and upper limits, one of each an area, with their confidence and method; `lower, upper = limits` works.

    An area without a usable denominator has NaN limits, and `warnings` says which and why.
    """

    lower: np.ndarray
    upper: np.ndarray
    confidence: float
    method: str
    warnings: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[np.ndarray]:
        return iter((self.lower, self.upper))


def baseline(numerators: Sequence[float], denominators: Sequence[float]) -> float:
    """The target that all areas together set: the sum of numerators over the sum of denominators.

    Areas whose numerator or denominator is missing are left out of both sums. Raises ValueError where nothing is left.
    """
    above, below = _all(numerators), _all(denominators)
    if above.shape != below.shape:
        raise ValueError(f"funnel: {above.size} numerators and {below.size} denominators; wants one of each an area")
    known = np.isfinite(above) & np.isfinite(below)
    if not below[known].sum() > 0:
        raise ValueError("funnel: no area has a known numerator over a denominator above 0, so there is no baseline")
    return float(above[known].sum() / below[known].sum())


def proportion_limits(
    denominators: Sequence[float], target: float, confidence: float = 0.95, tau_squared: float = 0.0
) -> Limits:
    """Limits of a proportion (a fraction) around the target, for areas of these sizes, within 0 to 1.

    An area is outside exactly where its own Wilson interval leaves the target out (the funnel of the Public Health
    England technical guide). Raises ValueError for a target or a confidence outside 0 to 1, or a `tau_squared` that is missing or negative.
    """
    if not 0 <= target <= 1:
        raise ValueError(f"funnel: the target of a proportion is a fraction from 0 to 1, found {target!r}")
    sizes, warnings = _sizes(denominators, confidence, tau_squared)
    if tau_squared > 0:
        lower, upper = dispersion.wider_limits("proportion", sizes, target, tau_squared, confidence)
        return Limits(
            lower=lower, upper=upper, confidence=confidence, method=dispersion.METHOD["proportion"], warnings=warnings
        )
    # Turning Wilson's interval round gives the score test's acceptance region, which is this.
    margin = ndtri((1 + confidence) / 2) * np.sqrt(target * (1 - target) / sizes)
    return Limits(
        lower=np.clip(target - margin, 0, 1),
        upper=np.clip(target + margin, 0, 1),
        confidence=confidence,
        method="Wilson score interval, inverted",
        warnings=warnings,
    )


def rate_limits(
    denominators: Sequence[float],
    target: float,
    confidence: float = 0.95,
    per: float = 1,
    tau_squared: float = 0.0,
) -> Limits:
    """Limits of a rate per `per` around the target rate (also per `per`), for areas with these people or person-years.

    Exact Poisson limits at the number of events expected at the target. Raises ValueError for a target or `per` of 0 or
    less, a confidence outside 0 to 1, or a `tau_squared` that is missing or negative.
    """
    if not 0 < target < np.inf or not 0 < per < np.inf:
        raise ValueError(f"funnel: wants a target and `per` above 0, found {target!r} and {per!r}")
    sizes, warnings = _sizes(denominators, confidence, tau_squared)
    units = sizes / per
    if tau_squared > 0:
        lower, upper = dispersion.wider_limits("rate", units, target, tau_squared, confidence)
        return Limits(
            lower=lower, upper=upper, confidence=confidence, method=dispersion.METHOD["rate"], warnings=warnings
        )
    expected, tail = units * target, (1 - confidence) / 2
    return Limits(
        lower=chdtri(2 * expected, 1 - tail) / 2 / units,
        upper=chdtri(2 * expected + 2, tail) / 2 / units,
        confidence=confidence,
        method="exact Poisson at the expected count",
        warnings=warnings,
    )


def ratio_limits(
    denominators: Sequence[float], target: float = 1, confidence: float = 0.95, tau_squared: float = 0.0
) -> Limits:
    """Limits of a standardised ratio around its target, for areas with these numbers of expected events.

    The same limits as those of a rate whose denominators are the expected events.
    """
    return rate_limits(denominators, target, confidence, tau_squared=tau_squared)


def flags(values: Sequence[float], warning: Limits, action: Limits) -> np.ndarray:
    """Where each value lies, in words: outside the 99.8% limits (`action`), outside the 95% ones (`warning`) or within.

    A value on a limit is within it; a missing value, or one without limits, is "not known".
    """
    found = _all(values)
    if not found.shape == warning.lower.shape == action.lower.shape:
        raise ValueError(f"funnel: {found.size} values for {warning.lower.size} and {action.lower.size} limits")
    edges = (warning.lower, warning.upper, action.lower, action.upper)
    unknown = ~np.isfinite(np.vstack([found, *edges])).all(axis=0)
    tests = [unknown, found < action.lower, found > action.upper, found < warning.lower, found > warning.upper]
    words = [FLAGS[5], FLAGS[0], FLAGS[4], FLAGS[1], FLAGS[3]]
    return np.select(tests, words, default=FLAGS[2])


def _sizes(denominators: Sequence[float], confidence: float, tau_squared: float) -> tuple[np.ndarray, tuple[str, ...]]:
    check_confidence(confidence)
    if not 0 <= tau_squared < np.inf:
        raise ValueError(f"funnel: the variance between areas (tau_squared) is a number from 0, found {tau_squared!r}")
    given = _all(denominators)
    usable = np.isfinite(given) & (given > 0)
    warnings = tuple(
        f"no limits for area {place + 1}: its denominator is {float(given[place])!r}, wanted above 0"
        for place in np.flatnonzero(~usable)
    )
    return np.where(usable, given, np.nan), warnings


def _all(values: Sequence[float]) -> np.ndarray:
    return numbers(np.atleast_1d(np.asarray(values, dtype=object)))

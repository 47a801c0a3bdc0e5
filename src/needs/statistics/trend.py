"""Whether the last five annual figures rise or fall more than chance would have them: the trend test of Fingertips.

From the trend-marker guidance of England's public-health profiles: a chi-squared test at 99.8% on the latest five
years, kept only if leaving out any one year does not turn the direction round.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt
from scipy.special import chdtri

from needs.statistics.intervals import check_confidence

POINTS = 5  # years tested, the latest
CONFIDENCE = 0.998
INCREASING, DECREASING, NO_CHANGE, NOT_TESTED = "increasing", "decreasing", "no change found", "not tested"


@dataclass(frozen=True, kw_only=True)
class Trend:
    """A direction (increasing, decreasing, no change found, not tested), the statistic behind it, and the reason.

    `lacks_years` is whether it was not tested because years are too few or have gaps.
    """

    direction: str
    chi_squared: float = math.nan
    confidence: float = CONFIDENCE
    method: str
    reason: str
    lacks_years: bool = False


def of_proportions(years: Sequence[int], numerators: Sequence[float], denominators: Sequence[float]) -> Trend:
    """The trend of annual proportions: chi-squared for linear trend, the direction from the log odds.

    Years are whole numbers (a financial year by its first) and must be five or more without a gap; anything that keeps
    the test from being made is given as the reason. Raises ValueError for lists of different lengths.
    """
    method = "chi-squared test for trend in proportions, latest five years"
    time, above, below = _latest(years, numerators, denominators)
    reason = _why_not(time, [*above, *below])
    if not reason and (np.any(below <= 0) or np.any(above < 0) or np.any(above > below)):
        reason = "a numerator is not within its denominator"
    if not reason and above.sum() in (0, below.sum()):
        reason = "every value is 0% or every value is 100%"
    if reason:
        return Trend(direction=NOT_TESTED, method=method, reason=reason, lacks_years=bool(_why_no_years(time)))
    # Half a person more on each side only where the log odds would be infinite (Haldane 1956).
    half = 0.5 if np.any((above == 0) | (above == below)) else 0.0
    log_odds = np.log((above + half) / (below - above + half))
    return _trend(
        time, chi_squared(above, below, time), lambda kept: _slope(time, log_odds, np.ones(POINTS), kept), method
    )


def of_values(
    years: Sequence[int],
    values: Sequence[float],
    lower: Sequence[float],
    upper: Sequence[float],
    confidence: float = 0.95,
) -> Trend:
    """The trend of annual rates or other values that have intervals: regression weighted by the intervals' widths.

    `confidence` is that of the intervals. Years and refusals are as in `of_proportions`.
    """
    check_confidence(confidence)
    method = "weighted regression on the year, latest five years"
    time, found, low, high = _latest(years, values, lower, upper)
    reason = _why_not(time, [*found, *low, *high])
    if not reason and np.any(high <= low):
        reason = "an interval has no width"
    if reason:
        return Trend(direction=NOT_TESTED, method=method, reason=reason, lacks_years=bool(_why_no_years(time)))
    # The width of an interval in standard errors is twice the normal quantile of its tail, here squared.
    weights = 4 * chdtri(1, 1 - confidence) / (high - low) ** 2
    centred = time - np.average(time, weights=weights)
    slope = _slope(time, found, weights, np.ones(POINTS, dtype=bool))
    statistic = float(slope**2 * (weights * centred**2).sum())
    return _trend(time, statistic, lambda kept: _slope(time, found, weights, kept), method)


def chi_squared(numerators: npt.ArrayLike, denominators: npt.ArrayLike, scores: npt.ArrayLike) -> float:
    """The chi-squared statistic, 1 degree of freedom, for a linear trend of proportions over scores (Armitage 1955)."""
    above, below, score = (np.asarray(given, dtype="float64") for given in (numerators, denominators, scores))
    overall = above.sum() / below.sum()
    centred = score - np.average(score, weights=below)
    return float((above * centred).sum() ** 2 / (overall * (1 - overall) * (below * centred**2).sum()))


def _latest(*lists: Sequence[float]) -> list[np.ndarray]:
    arrays = [np.array([math.nan if each is None else each for each in given], dtype="float64") for given in lists]
    if len({array.size for array in arrays}) > 1:
        raise ValueError(f"trend: wants one of each a year, found {', '.join(str(array.size) for array in arrays)}")
    return [array[-POINTS:] for array in arrays]


def _why_not(time: np.ndarray, numbers: list[float]) -> str:
    return _why_no_years(time) or ("" if np.isfinite(numbers).all() else "a figure is missing")


def _why_no_years(time: np.ndarray) -> str:
    if time.size < POINTS:
        return f"{time.size} years where {POINTS} are wanted"
    return "" if np.all(np.diff(time) == 1) else "the years are not whole, in order and without a gap"


def _slope(time: np.ndarray, values: np.ndarray, weights: np.ndarray, kept: np.ndarray) -> float:
    years, weight = time[kept], weights[kept]
    centred = years - np.average(years, weights=weight)
    return float((weight * centred * values[kept]).sum() / (weight * centred**2).sum())


def _trend(time: np.ndarray, statistic: float, slope: Callable[[np.ndarray], float], method: str) -> Trend:
    """The direction of a statistic beyond chance, unless leaving out one year turns the slope round."""
    found = partial(Trend, chi_squared=statistic, method=method)
    if statistic <= chdtri(1, 1 - CONFIDENCE):
        return found(direction=NO_CHANGE, reason="within what chance would give")
    direction = np.sign(slope(np.ones(POINTS, dtype=bool)))
    if any(np.sign(slope(time != year)) != direction for year in time):
        return found(direction=NO_CHANGE, reason="the direction hangs on a single year")
    return found(direction=INCREASING if direction > 0 else DECREASING, reason="beyond what chance would give")

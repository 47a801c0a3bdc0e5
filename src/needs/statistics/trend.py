"""Whether the last five annual figures rise or fall more than chance would have them: the trend test of Fingertips.

From the trend-marker guidance of England's public-health profiles: a chi-squared test at 99.8% on the latest five
years. Ours is that no trend may rest on one year: without any one of them it must still stand at 95%.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt
from scipy.special import chdtri
from scipy.stats import theilslopes

from needs.statistics.intervals import check_confidence

POINTS = 5  # years tested, the latest
CONFIDENCE = 0.998
CONFIDENCE_WITHOUT_A_YEAR = 0.95  # ours: four years tell less than five, so 99.8% would be asked of them in vain
INCREASING, DECREASING, NO_CHANGE, NOT_TESTED = "increasing", "decreasing", "no change found", "not tested"
ONE_YEAR = "rests on one year"


@dataclass(frozen=True, kw_only=True)
class Trend:
    """A direction (increasing, decreasing, no change found, rests on one year, not tested), the statistic behind it, and the reason.

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

    def tested(kept: np.ndarray) -> tuple[float, float]:
        counted, of = above[kept], below[kept]
        is_spread = 0 < counted.sum() < of.sum()
        statistic = chi_squared(counted, of, time[kept]) if is_spread else 0.0
        return statistic, _slope(time[kept], log_odds[kept], np.ones(kept.sum()))

    return _trend(tested, method)


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

    def tested(kept: np.ndarray) -> tuple[float, float]:
        years, weight = time[kept], weights[kept]
        slope = _slope(years, found[kept], weight)
        centred = years - np.average(years, weights=weight)
        return float(slope**2 * (weight * centred**2).sum()), slope

    return _trend(tested, method)


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


def _slope(years: np.ndarray, values: np.ndarray, weights: np.ndarray) -> float:
    centred = years - np.average(years, weights=weights)
    return float((weights * centred * values).sum() / (weights * centred**2).sum())


def _trend(tested: Callable[[np.ndarray], tuple[float, float]], method: str) -> Trend:
    """The direction of a statistic beyond chance, unless it is within chance or turned round without any one year.

    `tested` gives the chi-squared statistic and the slope of the years that are kept.
    """
    every = np.ones(POINTS, dtype=bool)
    statistic, slope = tested(every)
    found = partial(Trend, chi_squared=statistic, method=method)
    if statistic <= chdtri(1, 1 - CONFIDENCE):
        return found(direction=NO_CHANGE, reason="within what chance would give")
    without = [tested(np.arange(POINTS) != year) for year in range(POINTS)]
    least = chdtri(1, 1 - CONFIDENCE_WITHOUT_A_YEAR)
    if any(statistic <= least or np.sign(other) != np.sign(slope) for statistic, other in without):
        return found(direction=ONE_YEAR, reason="without one of the years it does not stand")
    return found(direction=INCREASING if slope > 0 else DECREASING, reason="beyond what chance would give")


FEWEST_FOR_ONE_APART = 5  # ours: of four a line through the other three shows nothing
APART = 3.5  # modified z-score: Iglewicz and Hoaglin 1993, How to Detect and Handle Outliers
LEAST_APART = 0.1  # of the level, ours: a year that differs less is of no use to a reader, however even the others are


def one_apart(years: Sequence[int], values: Sequence[float]) -> int | None:
    """The place of the one value that stands apart from the line through all, None where none does or values are few.

    The line is Theil and Sen's, the median of all slopes (Sen 1968), which a single year does not bend. Of the distances
    from it the modified z-score is 0.6745 distances over their median (Iglewicz and Hoaglin 1993): beyond 3.5, and by a
    tenth of the median value or more, a value stands apart. Where several do, none does alone.
    """
    time, found = np.asarray(years, dtype="float64"), np.asarray(values, dtype="float64")
    if len(found) < FEWEST_FOR_ONE_APART or not np.isfinite(found).all():
        return None
    slope, intercept, *_ = theilslopes(found, time, method="joint")
    away = np.abs(found - intercept - slope * time)
    is_apart = (0.6745 * away > APART * np.median(away)) & (away >= LEAST_APART * abs(np.median(found)))
    return int(is_apart.argmax()) if is_apart.sum() == 1 else None

"""The slope and the relative index of inequality: how a rate changes from the least to the most deprived of all people.

Groups are put in order of deprivation. Each stands at the middle of its share of all people, counted from the least
deprived (its ridit, from 0 to 1), and a straight line is fitted through the rates, each with its people as its weight.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import t

from needs.statistics.intervals import Interval, check_confidence, numbers

FEWEST_GROUPS = 3  # a line through two leaves nothing to tell how far they lie from it
METHOD = "regression on the rank of deprivation, weighted by people"


@dataclass(frozen=True, kw_only=True)
class Inequality:
    """`slope` is the rate at the most deprived end of the line less that at the least deprived; `relative` is their ratio."""

    slope: Interval
    relative: Interval


def ridits(deprivation: Sequence[float] | np.ndarray, people: Sequence[float] | np.ndarray) -> np.ndarray:
    """The place of each group among all people, from 0 for the least deprived to 1: the middle of its share.

    Groups that are equally deprived stand at one place, the middle of what they have together (Bross 1958).
    """
    deprived, weights = numbers(deprivation), numbers(people)
    below = np.array([weights[deprived < one].sum() for one in deprived])
    level = np.array([weights[deprived == one].sum() for one in deprived])
    return (below + level / 2) / weights.sum()


def inequality(
    rates: Sequence[float], people: Sequence[float], deprivation: Sequence[float], confidence: float = 0.95
) -> Inequality:
    """The slope index, in the unit of the rates, and the relative index (Mackenbach and Kunst 1997), both with Student's t.

    One rate, number of people and score of deprivation (higher is more deprived) a group, in any order. Limits of the
    relative index are those of its logarithm by the delta method. Where the line falls to 0 or below at an end there is
    no ratio: it is NaN and the warning says why. Raises ValueError for fewer than three groups or places, lists of
    different lengths, a missing or negative rate, or no people.
    """
    from statsmodels.regression.linear_model import WLS  # loads for half a second, and not every run counts

    check_confidence(confidence)
    values, weights, deprived = numbers(rates), numbers(people), numbers(deprivation)
    _check(values, weights, deprived)
    place = ridits(deprived, weights)
    fitted = WLS(values, np.column_stack([np.ones_like(place), place]), weights=weights).fit()
    (start, slope), covariance = fitted.params, fitted.cov_params()
    by = float(t.ppf((1 + confidence) / 2, fitted.df_resid))
    lower, upper = fitted.conf_int(1 - confidence)[1]
    limits = float(lower), float(upper)
    return Inequality(
        slope=_interval(float(slope), *limits, confidence),
        relative=_relative(float(start), float(slope), covariance, by, confidence),
    )


def _relative(start: float, slope: float, covariance: np.ndarray, by: float, confidence: float) -> Interval:
    """The fitted rate at the most deprived end over that at the other, with its limits on the scale of logarithms."""
    end = start + slope
    if min(start, end) <= 0:
        why = "the line falls to 0 or below at an end, so there is no ratio"
        return _interval(math.nan, math.nan, math.nan, confidence, why)
    gradient = np.array([1 / end - 1 / start, 1 / end])
    error = math.sqrt(float(gradient @ covariance @ gradient))
    ratio = end / start
    return _interval(ratio, ratio * math.exp(-by * error), ratio * math.exp(by * error), confidence)


def _interval(value: float, lower: float, upper: float, confidence: float, *warnings: str) -> Interval:
    return Interval(
        value=value, lower=lower, upper=upper, confidence=confidence, method=METHOD, warnings=tuple(warnings)
    )


def _check(values: np.ndarray, weights: np.ndarray, deprived: np.ndarray) -> None:
    if not len(values) == len(weights) == len(deprived):
        found = f"{len(values)} rates, {len(weights)} numbers of people and {len(deprived)} scores"
        raise ValueError(f"inequality: wants one of each a group, found {found}")
    if not (np.isfinite(values).all() and (values >= 0).all()):
        raise ValueError("inequality: wants a known rate of 0 or more for each group")
    if not (np.isfinite(weights).all() and (weights > 0).all() and np.isfinite(deprived).all()):
        raise ValueError("inequality: wants people above 0 and a known score of deprivation for each group")
    places = len(np.unique(deprived))
    if places < FEWEST_GROUPS:
        raise ValueError(f"inequality: wants {FEWEST_GROUPS} groups of different deprivation or more, found {places}")

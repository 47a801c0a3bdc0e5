"""Chance about what is expected: noise of counts, levels that drift from year to year, and ranges that held too seldom."""

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy.stats import binom

PARTS = 4  # quarters of a year
# Of a random walk with steps of one a quarter: the variance of one year's mean less the mean of the year before, and of the
# last quarter less the mean of its year
OF_TWO_YEARS, WITHIN_A_YEAR = 2.75, 0.875


def about(expected: npt.ArrayLike, variance: npt.ArrayLike, noise: npt.ArrayLike) -> np.ndarray:
    """What comes about what is expected: normal, with the variance given, and no fewer than none.

    `noise` are standard normal draws. The normal approximation of counts: Poisson's where the variance is the mean, the
    binomial's where it is the mean times the share that is left over (Johnson, Kemp and Kotz 2005, chapters 3 and 4).
    """
    return np.maximum(expected + np.asarray(noise) * np.sqrt(variance), 0)


def at_most(inside: int, of: int, share: float) -> float:
    """How likely so few or fewer of so many are inside ranges that hold a share in the long run: the binomial distribution.

    Kupiec 1995, Journal of Derivatives 3(2):73, tests forecasts by it.
    """
    return float(binom.cdf(inside, of, share))


def size_of_change(means: Sequence[float], dispersion: float, usual: float, worth: int) -> tuple[float, int]:
    """By how much a year's mean of four quarters differs from the year before, beyond chance: a standard deviation of logarithms.

    `means` are above 0, the years in a row in either direction; `dispersion` is the variance of quarters within a year over
    their mean. Also gives how many changes it rests on: their own, and the `usual` one, which counts as `worth` of them. The
    scale and degrees of freedom of a scaled inverse chi-squared prior, updated (Gelman and others 2013, section 2.6).
    """
    own = [
        math.log(later / sooner) ** 2 - dispersion / (PARTS * later) - dispersion / (PARTS * sooner)
        for later, sooner in pairwise(means)
    ]
    together = worth + len(own)
    return math.sqrt((worth * usual**2 + sum(max(one, 0.0) for one in own)) / together), together


def drift(size: float, worth: int, quarters: int, draws: int, source: np.random.Generator) -> np.ndarray:
    """How many times the mean of the last year a level is in each quarter ahead: quarters by draws.

    A random walk of the logarithm, `size` and `worth` as `size_of_change` gives them. Its size is drawn too, as a few years
    hardly tell it, so that a year ahead follows Student's t (Gelman and others 2013, section 3.2).
    """
    sizes = size * np.sqrt(worth / source.chisquare(worth, size=draws) / OF_TWO_YEARS)
    steps = source.standard_normal((quarters, draws))
    steps[0] *= math.sqrt(1 + WITHIN_A_YEAR)
    return np.exp(sizes * np.cumsum(steps, axis=0))

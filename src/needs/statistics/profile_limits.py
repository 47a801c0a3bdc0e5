"""Limits of a number of people by the multinomial profile likelihood: how far the unseen can move before the
likelihood of the whole table falls too far. They are rarely symmetrical, and never fall below the people known.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import chdtri, digamma, gammaln, xlogy

from needs.statistics import loglinear
from needs.statistics.capture_histories import Table

MOST_STEPS = 30
CLOSE = 1e-5  # on the log of the unseen
LONGEST_STEP = 1.0  # on the log of the unseen
FEWEST_UNSEEN = 1e-3  # a lower limit below this is the number known
NEAR_ENOUGH = 1e-3  # of the height wanted, which lies about 2 below the top


def profile_limits(table: Table, *, included, coefficients, relative_errors, confidence: float):
    """The lower and upper limit of the unseen of each model, fitted already to the table; NaN where there is none.

    One row a model: which terms it has, its coefficients, and the standard error of its unseen as a fraction of them.
    Source of the likelihood: Cormack 1992, Biometrics 48:567.
    """
    drop = chdtri(1, 1 - confidence) / 2
    profile = _Profile(table, included, coefficients)
    top = coefficients[:, 0]
    for _ in range(MOST_STEPS):
        slope = profile.at(top)[1]
        step = np.clip(slope * relative_errors**2, -LONGEST_STEP, LONGEST_STEP)
        top = top + step
        if np.abs(step).max() < CLOSE:
            break
    away = np.sqrt(2 * drop) * relative_errors
    wanted = profile.at(top)[0] - drop
    return _crossing(profile, top - away, wanted, -1), _crossing(profile, top + away, wanted, 1)


def _crossing(profile: "_Profile", log_unseen: np.ndarray, wanted: np.ndarray, side: int) -> np.ndarray:
    """Where the likelihood falls to the wanted height on one side of its top, by Newton's method."""
    floor = np.log(FEWEST_UNSEEN)
    for _ in range(MOST_STEPS):
        height, slope = profile.at(log_unseen)
        falling = slope * side < -1e-12
        # Where it does not fall outwards, this is the wrong side of the top: walk outwards.
        step = np.where(falling, (wanted - height) / np.where(falling, slope, 1), side)
        step = np.clip(step, -LONGEST_STEP, LONGEST_STEP)
        log_unseen = np.maximum(log_unseen + step, floor)
        if np.abs(step[log_unseen > floor]).max(initial=0) < CLOSE:
            break
    arrived = np.abs(profile.at(log_unseen)[0] - wanted) < NEAR_ENOUGH
    return np.where(arrived, np.exp(log_unseen), np.where(log_unseen <= floor, 0.0, np.nan))


@dataclass(frozen=True, eq=False)
class _Profile:
    """The likelihoods of several models as functions of the number unseen."""

    table: Table
    included: np.ndarray
    coefficients: np.ndarray

    def at(self, log_unseen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The profile log likelihood of each model at its own log number of unseen, and its slope there."""
        nobody = np.eye(1, self.table.terms.shape[1])
        unseen = np.exp(log_unseen)
        counts = np.column_stack([unseen, np.tile(self.table.counts, (len(unseen), 1))])
        terms = np.vstack([nobody, self.table.terms])
        fits = loglinear.fit(terms, counts, self.included, self.coefficients)
        total = counts.sum(axis=1)
        shares = fits.fitted / total[:, None]
        height = gammaln(total + 1) - gammaln(unseen + 1) + xlogy(counts, shares).sum(axis=1)
        # The shares are the best for this total already, so that only the total's own terms have a slope.
        slope = unseen * (digamma(total + 1) - digamma(unseen + 1) + np.log(shares[:, 0]))
        return height, slope

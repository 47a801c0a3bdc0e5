"""What acts on an invented person's path, and how much: the coefficients, which tests find again in the records.

Each outcome is drawn person by person from its chance in this model; nothing is a quota. Coefficients are log odds for
what happens or not, logs for lengths of time, all of one unit of a trait: opiates, woman, minority, justice and winter are
0 or 1, age is in decades from 35, severity and deprivation in standard deviations. They are made up, in the direction that
studies of treatment report.
"""

from collections.abc import Mapping

import numpy as np
from scipy.optimize import brentq
from scipy.special import expit

Traits = Mapping[str, np.ndarray]

STAYING = {  # twelve weeks or more
    "opiates": 0.45, "age": 0.15, "severity": -0.3, "woman": 0.1, "minority": -0.2, "justice": -0.35,
    "deprivation": -0.1, "winter": -0.1,
}  # fmt: skip
COMPLETING = {  # of those who leave after twelve weeks
    "opiates": -0.7, "age": -0.05, "severity": -0.35, "woman": 0.1, "minority": -0.1, "justice": -0.2,
    "deprivation": -0.15,
}  # fmt: skip
COMPLETING_EARLY = {"opiates": -0.5, "severity": -0.3, "woman": 0.1}
RETURNING = {"opiates": 0.5, "severity": 0.3, "justice": 0.2, "completed": -0.6}
LENGTH = {"opiates": 0.5, "age": 0.05, "severity": 0.1}  # of a stay, beyond twelve weeks
DYING = {"opiates": 0.6, "age": 0.5, "severity": 0.3}  # a year
WAITING = {"severity": -0.1, "winter": 0.15}
ABSTINENT = {"severity": -0.35, "age": 0.05, "woman": 0.1}  # at a review, from a substance used at the start
SEVERITY_OF_YOUNG = 0.4  # log odds that an answer of a young person is yes
COMING = 0.25  # log of how many more come from a district one standard deviation more deprived
DEATHS_A_YEAR = 0.008  # of a person whose traits are all 0
AMONG_AGENCIES = 0.15  # standard deviation of what an agency adds to the log odds of staying and of completing
AMONG_PARTNERSHIPS = 0.25  # standard deviation of a comparison partnership's log odds of staying and of completing
CARELESS = -1.6  # what an agency that records badly adds to the log odds that a form is filled in


def predictor(effects: Mapping[str, float], traits: Traits) -> np.ndarray:
    """What the traits add to the log odds, or the log, of an outcome."""
    return sum((times * np.asarray(traits[name], float) for name, times in effects.items()), np.zeros(()))


def intercept(share: float, effects: Mapping[str, float], traits: Traits) -> float:
    """The log odds with which the share is what is expected of people with such traits; infinite for none and all."""
    if share in (0, 1):
        return np.inf if share else -np.inf
    added = predictor(effects, traits)
    return brentq(lambda odds: expit(odds + added).mean() - share, -12, 12)


def scale(mean: float, effects: Mapping[str, float], traits: Traits) -> float:
    """The length of time of somebody whose traits are all 0, with which the mean is what is expected of such people."""
    return mean / np.exp(predictor(effects, traits)).mean()


def happens(draws: np.ndarray, odds: np.ndarray) -> np.ndarray:
    """Whether each draw from 0 to 1 falls to what has such log odds."""
    return draws < expit(odds)

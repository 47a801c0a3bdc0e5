"""How many people there are: every estimator of prevalence and of unmet need, gathered from the modules that hold them."""

from needs.statistics.prevalence.capture_recapture import (
    about_as_good,
    capture_recapture,
    capture_recapture_models,
    spread,
)
from needs.statistics.prevalence.estimate import Estimate
from needs.statistics.prevalence.lists import chao, chao_bias_corrected, chapman, petersen, truncated_poisson, zelterman
from needs.statistics.prevalence.multiplier import multiplier
from needs.statistics.prevalence.regression import Regression, prevalence_regression
from needs.statistics.prevalence.unmet import penetration, unmet_need

__all__ = [
    "Estimate",
    "Regression",
    "about_as_good",
    "capture_recapture",
    "capture_recapture_models",
    "chao",
    "chao_bias_corrected",
    "chapman",
    "multiplier",
    "penetration",
    "petersen",
    "prevalence_regression",
    "spread",
    "truncated_poisson",
    "unmet_need",
    "zelterman",
]

"""How many people there are: every estimator of prevalence and of unmet need, gathered from the modules that hold them."""

from needs.statistics.capture_recapture import about_as_good, capture_recapture, capture_recapture_models, spread
from needs.statistics.estimate import Estimate
from needs.statistics.multiplier import multiplier
from needs.statistics.prevalence_regression import Regression, prevalence_regression
from needs.statistics.single_list import chao, chao_bias_corrected, truncated_poisson, zelterman
from needs.statistics.two_lists import chapman, petersen
from needs.statistics.unmet_need import penetration, unmet_need

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

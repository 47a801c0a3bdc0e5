"""Log-linear models of one table of overlapping lists turned into estimates, with what speaks against each."""

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc, gammaln, xlogy

from needs.statistics import loglinear
from needs.statistics.capture_histories import Table
from needs.statistics.estimate import Estimate, log_normal_limits, no_estimate, too_wide
from needs.statistics.profile_limits import profile_limits

PROFILED = 1024  # models, the best first, that get profile limits: every one of five lists
TOGETHER = 1024  # models fitted at a time, which bounds the memory
POOR_FIT = 0.05  # chance of a deviance as large, below which a model is said not to fit
FEWEST_UNSEEN = 0.5  # a model that leaves fewer people unseen has N = n: it sits on the boundary
METHOD = "log-linear Poisson model"
CAUTION = (
    "several models usually fit about equally well with very different totals, and counting people whom one list refers "
    "to another biases the result (Bristol: 2,740 to 6,890 from models that fitted alike; Jones and others 2016)"
)


@dataclass(frozen=True, kw_only=True, eq=False)
class Model:
    """One model of a table: which terms it has, its fit, and why it has no estimate where it has none."""

    included: np.ndarray
    name: str
    refusal: str
    coefficients: np.ndarray
    intercept_variance: float
    log_likelihood: float
    deviance: float

    @property
    def aic(self) -> float:
        """Akaike's criterion; the lower the better among models of one table."""
        return 2 * self.included.sum() - 2 * self.log_likelihood

    @property
    def unseen(self) -> float:
        """The expected number of people on no list."""
        return math.exp(self.coefficients[0])

    @property
    def standard_error(self) -> float:
        """Of the people in all: the number unseen varies about its expectation, and the expectation is estimated."""
        return math.sqrt(self.unseen + self.unseen**2 * self.intercept_variance)


def estimates_of(table: Table, included: np.ndarray, confidence: float) -> list[Estimate]:
    """One estimate for each row of `included` (which terms a model has), the best AIC first, those refused last."""
    chunks = [included[first : first + TOGETHER] for first in range(0, len(included), TOGETHER)]
    models = [model for chunk in chunks for model in fitted_models(table, chunk)]
    sound = sorted((model for model in models if not model.refusal), key=lambda model: (model.aic, model.name))
    limits = _profile_limits_of(table, sound[:PROFILED], confidence) if sound else []
    profiled = [_profiled(table, model, found, confidence) for model, found in zip(sound, limits, strict=False)]
    others = [_log_normal(table, model, confidence) for model in sound[PROFILED:]]
    refused = [_refused(table, model.name, model.refusal, confidence) for model in models if model.refusal]
    return sorted([*profiled, *others], key=lambda estimate: not estimate.exists) + refused


def fitted_models(table: Table, included: np.ndarray) -> list[Model]:
    """The models fitted to the table, in the order given."""
    fits = loglinear.fit(table.terms, table.counts, included)
    likelihoods = (xlogy(table.counts, fits.fitted) - fits.fitted - gammaln(table.counts + 1)).sum(axis=1)
    ratios = table.counts / np.maximum(fits.fitted, 1e-300)
    deviances = 2 * (xlogy(table.counts, ratios) - table.counts + fits.fitted).sum(axis=1)
    return [
        Model(
            included=included[row],
            name=table.model_name(included[row]),
            refusal=_refusal(table, included[row], fits, row),
            coefficients=fits.coefficients[row],
            intercept_variance=float(fits.intercept_variance[row]),
            log_likelihood=float(likelihoods[row]),
            deviance=max(0.0, float(deviances[row])),
        )
        for row in range(len(included))
    ]


def _refusal(table: Table, included: np.ndarray, fits: loglinear.Fits, row: int) -> str:
    """Why a model has no estimate, or nothing."""
    empty = table.empty_terms(included)
    if empty:
        return f"not identifiable: nobody is on {' or on '.join(empty)}"
    if included.sum() > len(table.counts):
        return f"not identifiable: {included.sum()} terms from {len(table.counts)} counts"
    if not fits.converged[row]:
        return "not identifiable: this table gives this model no finite estimate"
    unseen, variance = math.exp(fits.coefficients[row, 0]), fits.intercept_variance[row]
    if unseen < FEWEST_UNSEEN:
        return "on the boundary: the model leaves nobody unseen"
    if unseen + unseen**2 * variance > (table.known + unseen) ** 2:
        return "not identifiable: the standard error is larger than the estimate"
    return ""


def _profile_limits_of(table: Table, models: list[Model], confidence: float) -> list[tuple[float, float]]:
    lower, upper = profile_limits(
        table,
        included=np.array([model.included for model in models]),
        coefficients=np.array([model.coefficients for model in models]),
        relative_errors=np.array([model.standard_error / model.unseen for model in models]),
        confidence=confidence,
    )
    return [(table.known + float(low), table.known + float(high)) for low, high in zip(lower, upper, strict=True)]


def _profiled(table: Table, model: Model, limits: tuple[float, float], confidence: float) -> Estimate:
    if not all(map(math.isfinite, limits)):
        reason = "not identifiable: the likelihood sets no limits to the estimate"
        return _refused(table, model.name, reason, confidence)
    return _estimate(table, model, limits, confidence=confidence, method=f"{METHOD}; profile likelihood limits")


def _log_normal(table: Table, model: Model, confidence: float) -> Estimate:
    limits = log_normal_limits(table.known, model.unseen, model.standard_error, confidence)
    method = f"{METHOD}; log-normal limits, not by profile: not among the best {PROFILED:,} models"
    return _estimate(table, model, limits, confidence=confidence, method=method)


def _estimate(table: Table, model: Model, limits: tuple[float, float], **said) -> Estimate:
    value = table.known + model.unseen
    return Estimate(
        value=value,
        lower=limits[0],
        upper=limits[1],
        warnings=(*_doubts(table, model), *too_wide(value, *limits)),
        standard_error=model.standard_error,
        known=table.known,
        model=model.name,
        aic=float(model.aic),
        bic=float(model.aic + model.included.sum() * (math.log(table.known) - 2)),
        deviance=model.deviance,
        degrees_of_freedom=_spare(table, model),
        overlaps=table.overlaps,
        caution=CAUTION,
        **said,
    )


def _refused(table: Table, name: str, reason: str, confidence: float) -> Estimate:
    shown = {"known": table.known, "model": name, "overlaps": table.overlaps, "caution": CAUTION}
    return no_estimate(reason, method=METHOD, confidence=confidence, **shown)


def _doubts(table: Table, model: Model) -> list[str]:
    spare = _spare(table, model)
    if spare == 0:
        return ["the model has as many terms as there are counts: its fit cannot be tested"]
    if chdtrc(spare, model.deviance) < POOR_FIT:
        return [f"the model does not fit (deviance {model.deviance:.1f}, degrees of freedom {spare})"]
    return []


def _spare(table: Table, model: Model) -> int:
    return len(table.counts) - int(model.included.sum())

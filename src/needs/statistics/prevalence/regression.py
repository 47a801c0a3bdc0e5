"""Prevalence where nobody has estimated it, from indicators that go with it where somebody has (multiple indicators)."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from needs.statistics.prevalence.estimate import Estimate, no_estimate, z_of

FEWEST_ANCHORS = 5  # areas with a rate: a line, the spread about it, and one to hold out
METHOD = "multiple indicators: log rate on their first principal component"
CAUTION = "rests on indicators alone: an estimate made from the area's own people is worth more"


@dataclass(frozen=True, kw_only=True)
class Regression:
    """The estimated rates of the areas without one, and how well areas with one are foretold when held out.

    `held_out` has one row an area with a rate: rate, foretold (from all the others) and error (foretold / rate - 1).
    `error` is the factor, less 1, by which a rate is typically missed (root mean square of the logs), and
    `error_of_average` the same where the indicators are ignored. `weights` are the indicators' in the component and
    `explained` the fraction of their variation that it holds.
    """

    estimates: dict[str, Estimate]
    held_out: pd.DataFrame
    error: float
    error_of_average: float
    weights: dict[str, float]
    explained: float
    warnings: tuple[str, ...]


def prevalence_regression(rates: Mapping[str, float], indicators: pd.DataFrame, confidence: float = 0.95) -> Regression:
    """Estimate the rate of every area of `indicators` (one row an area, one column an indicator) not in `rates`.

    The multiple indicator method (Person, Retka and Woodward 1977; EMCDDA 1999): indicators, standardised over all
    areas, are joined in their first principal component, on which the logs of the known rates are regressed. Estimates
    are medians in the unit of `rates` with prediction limits. An area that lacks an indicator has no estimate. Raises
    ValueError for fewer than five areas with both, a rate not above 0, or an indicator that is the same everywhere.
    """
    z_of(confidence)
    complete = indicators[np.isfinite(indicators.to_numpy(dtype=float)).all(axis=1)].astype(float)
    known = pd.Series({area: rates[area] for area in complete.index if area in rates}, dtype=float)
    _check(rates, known, complete)
    weights, explained = _weights(complete)
    component = _standardised(complete) @ weights
    held_out = _held_out(known, component)
    error, error_of_average = _typical(held_out["foretold"] / known), _typical(_average_of_others(known) / known)
    line = _line(known, component)
    return Regression(
        estimates={
            area: _estimate(line, known, component, area, confidence) for area in indicators.index if area not in rates
        },
        held_out=held_out,
        error=error,
        error_of_average=error_of_average,
        weights=dict(zip(complete.columns, weights.tolist(), strict=True)),
        explained=explained,
        warnings=tuple(_warnings(rates, known, error, error_of_average)),
    )


def _standardised(complete: pd.DataFrame) -> pd.DataFrame:
    return (complete - complete.mean()) / complete.std()


def _weights(complete: pd.DataFrame) -> tuple[np.ndarray, float]:
    """The first principal component's weights, turned so that more of most indicators is more of it; and its share."""
    variances, directions = np.linalg.eigh(np.atleast_2d(np.corrcoef(complete.to_numpy(), rowvar=False)))
    weights = directions[:, -1]
    return weights * (1 if weights.sum() >= 0 else -1), float(variances[-1] / variances.sum())


def _line(known: pd.Series, component: pd.Series) -> Any:
    from statsmodels.regression.linear_model import OLS  # loads for half a second, and few runs need it

    return OLS(np.log(known), _with_constant(component[known.index])).fit()


def _with_constant(component: pd.Series) -> np.ndarray:
    return np.column_stack([np.ones(len(component)), component])


def _held_out(known: pd.Series, component: pd.Series) -> pd.DataFrame:
    """Each known rate beside the one foretold by a line through all the others."""
    lines = {area: _line(known.drop(area), component) for area in known.index}
    foretold = {area: math.exp(line.predict([1, component[area]])[0]) for area, line in lines.items()}
    table = pd.DataFrame({"rate": known, "foretold": pd.Series(foretold)})
    return table.assign(error=table["foretold"] / table["rate"] - 1)


def _average_of_others(known: pd.Series) -> pd.Series:
    logs = np.log(known)
    return np.exp((logs.sum() - logs) / (len(logs) - 1))


def _typical(ratios: pd.Series) -> float:
    return float(np.exp(np.sqrt((np.log(ratios) ** 2).mean())) - 1)


def _estimate(line: Any, known: pd.Series, component: pd.Series, area: str, confidence: float) -> Estimate:
    if area not in component.index:
        reason = "an indicator is missing, so the area has no estimate"
        return no_estimate(reason, method=METHOD, confidence=confidence, caution=CAUTION)
    prediction = line.get_prediction([[1, component[area]]])
    lower, upper = np.exp(prediction.conf_int(obs=True, alpha=1 - confidence)[0])
    value, anchors = math.exp(prediction.predicted_mean[0]), component[known.index]
    beyond = not anchors.min() <= component[area] <= anchors.max()
    return Estimate(
        value=value,
        lower=float(lower),
        upper=float(upper),
        confidence=confidence,
        method=f"{METHOD}; prediction limits",
        warnings=("its indicators lie beyond those of every area with a known rate",) if beyond else (),
        standard_error=value * float(prediction.se_obs[0]),
        caution=CAUTION,
    )


def _warnings(rates: Mapping[str, float], known: pd.Series, error: float, error_of_average: float) -> list[str]:
    warnings = []
    if error >= error_of_average:
        warnings.append("held-out areas are foretold no better than by the average rate: the indicators do not help")
    unused = [area for area in rates if area not in known.index]
    if unused:
        warnings.append(f"not used, for want of indicators: {', '.join(map(str, unused))}")
    return warnings


def _check(rates: Mapping[str, float], known: pd.Series, complete: pd.DataFrame) -> None:
    for area, rate in rates.items():
        if not 0 < rate < math.inf:
            raise ValueError(f"prevalence regression: the rate of {area!r} must be above 0, found {rate!r}")
    if len(known) < FEWEST_ANCHORS:
        wanted = f"wanted {FEWEST_ANCHORS} or more areas with a rate and every indicator"
        raise ValueError(f"prevalence regression: {wanted}, found {len(known)}")
    if complete.index.has_duplicates:
        twice = complete.index[complete.index.duplicated()][0]
        raise ValueError(f"prevalence regression: one row an area wanted, found {twice!r} more than once")
    same = [name for name in complete.columns if complete[name].nunique() == 1]
    if same or not len(complete.columns):
        raise ValueError(
            f"prevalence regression: an indicator must differ between areas, found {same!r} the same in all"
        )

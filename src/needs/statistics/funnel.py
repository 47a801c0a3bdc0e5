"""Funnel limits: how far an area of a given size may lie by chance alone, with more spread than chance allowed for.

Additive random effects on a scale where the spread by chance depends on an area's size alone, winsorised so that the
outliers a funnel looks for do not widen it (Spiegelhalter 2005, Quality and Safety in Health Care 14:347-351).

The method is carried with the limits, because published methods differ for small areas. Extra spread between areas
is estimated in `dispersion` and passed in as `tau_squared`.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import chdtri, ndtri

from needs.statistics.intervals import check_confidence, numbers

Numbers = Sequence[float] | np.ndarray
WINSORISED = 0.1  # Spiegelhalter 2005: the outer tenth at either end is drawn in
_EDGE = ndtri(1 - WINSORISED)
# What the mean square of a standard normal is once its outer tenths are drawn in, by integration: 0.679 and not 1
BY_CHANCE = 2 * WINSORISED * _EDGE**2 + (1 - 2 * WINSORISED) - 2 * _EDGE * np.exp(-(_EDGE**2) / 2) / np.sqrt(2 * np.pi)
FEWEST_AREAS = 10  # our own rule: with fewer, a tenth at either end is nobody
METHOD = {
    "proportion": "arcsine scale, additive random effects for overdispersion (Spiegelhalter 2005)",
    "rate": "square-root scale, additive random effects for overdispersion (Spiegelhalter 2005)",
}


@dataclass(frozen=True, kw_only=True)
class Dispersion:
    """`phi`: the mean squared distance from the target, 1 by chance alone; `tau_squared`: the variance between areas.

    `drawn_in` is phi as it is published, of distances whose outer tenths were drawn in: 0.68 by chance alone.
    """

    phi: float
    drawn_in: float
    tau_squared: float
    areas: int
    method: str

    @property
    def tau(self) -> float:
        """The standard deviation between areas."""
        return math.sqrt(self.tau_squared)


def overdispersion(
    values: Numbers,
    denominators: Numbers,
    target: float,
    form: str,
    added: Numbers | float = 0.0,
) -> Dispersion:
    """The spread between areas beyond chance, around the target.

    `added` is variance of each value that is neither chance nor a difference between areas, such as that of rounding; it
    is taken off the spread, on its own scale (the delta method) relative to the variance by chance. `form` is "proportion"
    (values and target are fractions) or "rate" (denominators in the unit the rate is per; a ratio is a rate whose denominators
    are expected events). Drawing in the outer tenths makes a mean square of 1 one of 0.679, which is put right by division
    (`phi`; Spiegelhalter's own is `drawn_in`). No spread beyond chance gives a `tau_squared` of 0. Areas
    with a missing value or denominator are left out. Raises ValueError for fewer than ten areas or another form.
    """
    found, sizes = np.asarray(values, dtype="float64"), np.asarray(denominators, dtype="float64")
    known = np.isfinite(found) & np.isfinite(sizes) & (sizes > 0)
    if known.sum() < FEWEST_AREAS:
        raise ValueError(f"overdispersion: {known.sum()} areas are known, wanted {FEWEST_AREAS} or more")
    distances = (_scaled(form, found[known]) - _scaled(form, target)) * 2 * np.sqrt(sizes[known])
    drawn_in = np.clip(distances, *np.quantile(distances, [WINSORISED, 1 - WINSORISED]))
    by_chance = target * (1 - target) if form == "proportion" else target
    of_each = np.broadcast_to(np.asarray(added, dtype="float64"), found.shape)[known]
    taken_off = of_each * sizes[known] / by_chance if by_chance else 0.0
    areas, raw = int(known.sum()), float((drawn_in**2).mean())
    phi = max(0.0, raw / BY_CHANCE - float(np.mean(taken_off)))
    weights = 4 * sizes[known]
    beyond = (areas * phi - (areas - 1)) / (weights.sum() - (weights**2).sum() / weights.sum())
    return Dispersion(phi=phi, drawn_in=raw, tau_squared=max(0.0, float(beyond)), areas=areas, method=METHOD[form])


def shrunk(form: str, values: Numbers, sizes: Numbers, target: float, tau_squared: float) -> np.ndarray:
    """Values drawn towards the target by as much as chance is of their distance from it: empirical Bayes.

    The weight of an area's own value is tau squared over tau squared and the variance by chance. No value is moved by more
    than its standard error, so that one which lies apart from all others is not drawn in as they are (limited translation,
    Efron and Morris 1972, Journal of the American Statistical Association 67:130-139). `sizes` are denominators, as above.
    """
    found, of = np.asarray(values, dtype="float64"), np.asarray(sizes, dtype="float64")
    by_chance = 1 / (4 * of)
    distance = _scaled(form, found) - _scaled(form, target)
    moved = np.clip(distance * by_chance / (by_chance + tau_squared), -np.sqrt(by_chance), np.sqrt(by_chance))
    back = _scaled(form, found) - moved
    return np.sin(back) ** 2 if form == "proportion" else back**2


def smallest_difference(
    size: float, target: float, confidence: float, tau_squared: float = 0.0, power: float = 0.8
) -> float:
    """By how much the share of so many people must differ from the target to be found with this power, as a fraction.

    On the arcsine scale the difference is that many standard errors: of chance and of the spread between areas. The larger
    of the two sides is given. Raises ValueError for a target outside 0 to 1.
    """
    check_confidence(confidence)
    apart = (ndtri((1 + confidence) / 2) + ndtri(power)) * np.sqrt(1 / (4 * size) + tau_squared)
    middle = _scaled("proportion", target)
    ends = np.sin(np.clip([middle - apart, middle + apart], 0, np.pi / 2)) ** 2
    return float(np.abs(ends - target).max())


def wider_limits(
    form: str, sizes: np.ndarray, target: float, tau_squared: float, confidence: float
) -> tuple[np.ndarray, np.ndarray]:
    """Lower and upper limits around the target that allow for `tau_squared`, back on the scale of the values."""
    margin = ndtri((1 + confidence) / 2) * np.sqrt(1 / (4 * sizes) + tau_squared)
    middle = _scaled(form, target)
    if form == "proportion":
        return np.sin(np.clip(middle - margin, 0, np.pi / 2)) ** 2, np.sin(np.clip(middle + margin, 0, np.pi / 2)) ** 2
    return np.clip(middle - margin, 0, None) ** 2, (middle + margin) ** 2


def _scaled(form: str, values: np.ndarray | float) -> np.ndarray:
    """The scale on which the variance by chance is 1 / (4 x size), whatever the value."""
    wrong = np.any(np.less(values, 0)) or (form == "proportion" and np.any(np.greater(values, 1)))
    if form not in METHOD or wrong:
        raise ValueError(
            f"overdispersion: wants proportions from 0 to 1 or rates of 0 or more, found {form!r} {values!r}"
        )
    return np.arcsin(np.sqrt(values)) if form == "proportion" else np.sqrt(values)


FLAGS = ("low", "within the limits", "high", "not known")


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Lower and upper limits, one of each an area, with their confidence and method; `lower, upper = limits` works.

    An area without a usable denominator has NaN limits, and `warnings` says which and why.
    """

    lower: np.ndarray
    upper: np.ndarray
    confidence: float
    method: str
    warnings: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[np.ndarray]:
        return iter((self.lower, self.upper))


def baseline(numerators: Sequence[float], denominators: Sequence[float]) -> float:
    """The target that all areas together set: the sum of numerators over the sum of denominators.

    Areas whose numerator or denominator is missing are left out of both sums. Raises ValueError where nothing is left.
    """
    above, below = _all(numerators), _all(denominators)
    if above.shape != below.shape:
        raise ValueError(f"funnel: {above.size} numerators and {below.size} denominators; wants one of each an area")
    known = np.isfinite(above) & np.isfinite(below)
    if not below[known].sum() > 0:
        raise ValueError("funnel: no area has a known numerator over a denominator above 0, so there is no baseline")
    return float(above[known].sum() / below[known].sum())


def proportion_limits(
    denominators: Numbers, target: float, confidence: float = 0.95, tau_squared: float = 0.0
) -> Limits:
    """Limits of a proportion (a fraction) around the target, for areas of these sizes, within 0 to 1.

    An area is outside exactly where its own Wilson interval leaves the target out (the funnel of the Public Health
    England technical guide). Raises ValueError for a target or a confidence outside 0 to 1, or a `tau_squared` that is missing or negative.
    """
    if not 0 <= target <= 1:
        raise ValueError(f"funnel: the target of a proportion is a fraction from 0 to 1, found {target!r}")
    sizes, warnings = _sizes(denominators, confidence, tau_squared)
    if tau_squared > 0:
        lower, upper = wider_limits("proportion", sizes, target, tau_squared, confidence)
        return Limits(lower=lower, upper=upper, confidence=confidence, method=METHOD["proportion"], warnings=warnings)
    # Turning Wilson's interval round gives the score test's acceptance region, which is this.
    margin = ndtri((1 + confidence) / 2) * np.sqrt(target * (1 - target) / sizes)
    return Limits(
        lower=np.clip(target - margin, 0, 1),
        upper=np.clip(target + margin, 0, 1),
        confidence=confidence,
        method="Wilson score interval, inverted",
        warnings=warnings,
    )


def rate_limits(
    denominators: Numbers,
    target: float,
    confidence: float = 0.95,
    per: float = 1,
    tau_squared: float = 0.0,
) -> Limits:
    """Limits of a rate per `per` around the target rate (also per `per`), for areas with these people or person-years.

    Exact Poisson limits at the number of events expected at the target. Raises ValueError for a target or `per` of 0 or
    less, a confidence outside 0 to 1, or a `tau_squared` that is missing or negative.
    """
    if not 0 < target < np.inf or not 0 < per < np.inf:
        raise ValueError(f"funnel: wants a target and `per` above 0, found {target!r} and {per!r}")
    sizes, warnings = _sizes(denominators, confidence, tau_squared)
    units = sizes / per
    if tau_squared > 0:
        lower, upper = wider_limits("rate", units, target, tau_squared, confidence)
        return Limits(lower=lower, upper=upper, confidence=confidence, method=METHOD["rate"], warnings=warnings)
    expected, tail = units * target, (1 - confidence) / 2
    return Limits(
        lower=chdtri(2 * expected, 1 - tail) / 2 / units,
        upper=chdtri(2 * expected + 2, tail) / 2 / units,
        confidence=confidence,
        method="exact Poisson at the expected count",
        warnings=warnings,
    )


def ratio_limits(
    denominators: Numbers, target: float = 1, confidence: float = 0.95, tau_squared: float = 0.0
) -> Limits:
    """Limits of a standardised ratio around its target, for areas with these numbers of expected events.

    The same limits as those of a rate whose denominators are the expected events.
    """
    return rate_limits(denominators, target, confidence, tau_squared=tau_squared)


def flags(values: Sequence[float], limits: Limits) -> np.ndarray:
    """Where each value lies, in words: below the limits, within or above them.

    A value on a limit is within it; a missing value, or one without limits, is "not known".
    """
    found = _all(values)
    if found.shape != limits.lower.shape:
        raise ValueError(f"funnel: {found.size} values for {limits.lower.size} limits")
    unknown = ~np.isfinite(np.vstack([found, limits.lower, limits.upper])).all(axis=0)
    low, within, high, not_known = FLAGS
    return np.select([unknown, found < limits.lower, found > limits.upper], [not_known, low, high], default=within)


def _sizes(denominators: Numbers, confidence: float, tau_squared: float) -> tuple[np.ndarray, tuple[str, ...]]:
    check_confidence(confidence)
    if not 0 <= tau_squared < np.inf:
        raise ValueError(f"funnel: the variance between areas (tau_squared) is a number from 0, found {tau_squared!r}")
    given = _all(denominators)
    usable = np.isfinite(given) & (given > 0)
    warnings = tuple(
        f"no limits for area {place + 1}: its denominator is {float(given[place])!r}, wanted above 0"
        for place in np.flatnonzero(~usable)
    )
    return np.where(usable, given, np.nan), warnings


def _all(values: Numbers) -> np.ndarray:
    return numbers(np.atleast_1d(np.asarray(values, dtype=object)))

"""More spread between areas than chance gives: how much there is, and the funnel limits that allow for it.

Additive random effects on a scale where the spread by chance depends on an area's size alone, winsorised so that the
outliers a funnel looks for do not widen it (Spiegelhalter 2005, Quality and Safety in Health Care 14:347-351).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

WINSORISED = 0.1  # Spiegelhalter 2005: the outer tenth at either end is drawn in
FEWEST_AREAS = 10  # our own rule: with fewer, a tenth at either end is nobody
METHOD = {
    "proportion": "arcsine scale, additive random effects for overdispersion (Spiegelhalter 2005)",
    "rate": "square-root scale, additive random effects for overdispersion (Spiegelhalter 2005)",
}


@dataclass(frozen=True, kw_only=True)
class Dispersion:
    """`phi`: the mean squared distance from the target, 1 by chance alone; `tau_squared`: the variance between areas."""

    phi: float
    tau_squared: float
    areas: int
    method: str


def overdispersion(
    values: Sequence[float],
    denominators: Sequence[float],
    target: float,
    form: str,
    added: Sequence[float] | float = 0.0,
) -> Dispersion:
    """The spread between areas beyond chance, around the target.

    `added` is variance of each value that is neither chance nor a difference between areas, such as that of rounding; it
    is taken off the spread, on its own scale (the delta method) relative to the variance by chance. `form` is "proportion" (values and target are fractions) or "rate" (denominators in the unit the rate is per; a
    ratio is a rate whose denominators are expected events). No spread beyond chance gives a `tau_squared` of 0. Areas
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
    areas, phi = int(known.sum()), max(0.0, float((drawn_in**2 - taken_off).mean()))
    weights = 4 * sizes[known]
    beyond = (areas * phi - (areas - 1)) / (weights.sum() - (weights**2).sum() / weights.sum())
    return Dispersion(phi=phi, tau_squared=max(0.0, float(beyond)), areas=areas, method=METHOD[form])


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

"""Need against treatment, with the uncertainty of the estimate of need carried through."""

import math

from needs.statistics.intervals import Interval


def unmet_need(treated: float, needed: float, lower: float = math.nan, upper: float = math.nan) -> Interval:
    """The fraction of people in need who are not in treatment: 1 - treated / needed.

    `lower` and `upper` are the limits of `needed`; each replaces it in turn and `treated` is taken as exact, the method
    that reproduces the published unmet-need intervals of England's public-health profiles (indicators 93517, 93532).
    Limits that were not published (NaN) leave the result without limits. An estimate below the number treated gives no
    negative unmet need but a warning that the two are inconsistent. Raises ValueError where needed is not above 0,
    treated is negative, or the limits do not enclose the estimate.
    """
    if not needed > 0 or not treated >= 0:
        raise ValueError(f"unmet need: wants treated 0 or more and needed above 0, found {treated!r} and {needed!r}")
    if lower > needed or upper < needed:
        raise ValueError(f"unmet need: the limits {lower!r} to {upper!r} do not enclose the estimate {needed!r}")
    warnings = []
    if treated > needed:
        warnings.append("the estimate of need is below the number in treatment")
    elif treated > lower:
        warnings.append("the lower limit of need is below the number in treatment")
    return Interval(
        value=_missing_of(treated, needed),
        lower=_missing_of(treated, lower),
        upper=_missing_of(treated, upper),
        confidence=0.95,
        method="limits of the estimate of need",
        warnings=tuple(warnings),
    )


def _missing_of(treated: float, needed: float) -> float:
    return 1 - treated / needed if needed >= treated else math.nan

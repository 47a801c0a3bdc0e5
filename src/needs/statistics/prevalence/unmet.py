"""Need against treatment, in rates and in people, with the uncertainty of the estimate of need carried through."""

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from needs.statistics.intervals import Interval


def unmet_need(treated: float, needed: float, lower: float = math.nan, upper: float = math.nan) -> Interval:
    """The fraction of people in need who are not in treatment: 1 - treated / needed.

    `lower` and `upper` are the limits of `needed`; each replaces it in turn and `treated` is taken as exact, the method
    that reproduces the published unmet-need intervals of England's public-health profiles (indicators 93517, 93532).
    Limits that were not published (NaN) leave the result without limits. An estimate below the number treated gives no
    negative unmet need but a warning that the two are inconsistent; a lower limit of 0 gives no limit, and says why. Raises ValueError where needed is not above 0,
    treated is negative, or the limits do not enclose the estimate.
    """
    reached = penetration(treated, needed, lower, upper)
    return Interval(
        value=1 - reached.value,
        lower=1 - reached.upper,
        upper=1 - reached.lower,
        confidence=reached.confidence,
        method=reached.method,
        warnings=reached.warnings,
    )


def penetration(treated: float, needed: float, lower: float = math.nan, upper: float = math.nan) -> Interval:
    """The fraction of people in need who are in treatment, treated / needed: the complement of `unmet_need`.

    Limits, warnings and errors as there: the upper limit of need gives the lower limit of the fraction.
    """
    if not 0 < needed < math.inf or not 0 <= treated < math.inf:
        raise ValueError(f"unmet need: wants treated 0 or more and needed above 0, found {treated!r} and {needed!r}")
    if lower > needed or upper < needed:
        raise ValueError(f"unmet need: the limits {lower!r} to {upper!r} do not enclose the estimate {needed!r}")
    warnings = []
    if treated > needed:
        warnings.append("the estimate of need is below the number in treatment")
    elif treated > lower:
        warnings.append("the lower limit of need is below the number in treatment")
    elif lower == 0:
        warnings.append("the lower limit of need is 0, and of nobody in need there is no fraction")
    return Interval(
        value=_reached(treated, needed),
        lower=_reached(treated, upper),
        upper=_reached(treated, lower),
        confidence=0.95,
        method="limits of the estimate of need",
        warnings=tuple(warnings),
    )


def _reached(treated: float, needed: float) -> float:
    return treated / needed if needed >= treated and needed > 0 else math.nan


def in_people(rate: npt.ArrayLike, population: npt.ArrayLike, per: float) -> np.ndarray:
    """People at a rate per so many: rate x population / per, one of each or arrays of one shape; missing stays missing.

    Takes the limits of a rate to limits in people, with the population as known. Raises ValueError for a `per` of 0 or
    less, a negative rate or a negative population.
    """
    rates, people = np.asarray(rate, dtype="float64"), np.asarray(population, dtype="float64")
    if not 0 < per < math.inf or (rates < 0).any() or (people < 0).any():
        raise ValueError(f"in people: wants rates and populations from 0 and `per` above 0, found per {per!r}")
    return rates * people / per


def person_years(residents: Sequence[float]) -> float:
    """The person-years of whole calendar years from the population in the middle of each; missing where a year is.

    Raises ValueError for no year or a negative population.
    """
    people = np.asarray(residents, dtype="float64")
    if not people.size or (people < 0).any():
        raise ValueError(f"person-years: wants a population from 0 for each year, found {residents!r}")
    return float(people.sum())


def not_reached(treated: float, needed: float, lower: float = math.nan, upper: float = math.nan) -> Interval:
    """The people in need who are not in treatment, needed - treated, with the limits of need carried through.

    Limits, warnings and errors as in `unmet_need`; an estimate or a limit below the number treated is missing.
    """
    share = unmet_need(treated, needed, lower, upper)
    value, low, high = (limit - treated if limit >= treated else math.nan for limit in (needed, lower, upper))
    return Interval(
        value=value, lower=low, upper=high, confidence=share.confidence, method=share.method, warnings=share.warnings
    )

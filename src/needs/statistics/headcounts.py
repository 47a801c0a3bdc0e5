"""Rates and fractions turned into people: limits in people, person-years, and people whom treatment does not reach."""

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from needs.statistics.intervals import Interval
from needs.statistics.unmet_need import unmet_need


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

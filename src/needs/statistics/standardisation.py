"""Rates and ratios made comparable between areas of different age and sex, by direct and indirect standardisation.

Direct: what the area's rates would give in a standard population. Indirect: the area's events against those expected
at a standard's rates. Method and thresholds are those of the Public Health England technical guide.
"""

import math
from collections.abc import Sequence

import numpy as np

from needs.statistics.intervals import Interval, byar, check_confidence, numbers, rate

METHOD = "Dobson with Byar limits"
FEWEST_EVENTS = 10  # PHE technical guide: a directly standardised rate of fewer events is not published
BANDS = (
    "0-4", "5-9", "10-14", "15-19", "20-24", "25-29", "30-34", "35-39", "40-44", "45-49", "50-54", "55-59", "60-64",
    "65-69", "70-74", "75-79", "80-84", "85-89", "90+",
)  # fmt: skip
WEIGHTS = (5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000, 7000, 6500, 6000, 5500, 5000, 4000, 2500, 1500, 1000)  # fmt: skip
EUROPEAN_STANDARD_POPULATION_2013 = dict(zip(BANDS, WEIGHTS, strict=True))  # Eurostat 2013, revision of the ESP


def direct(
    counts: Sequence[float],
    populations: Sequence[float],
    standard: Sequence[float],
    per: float = 100_000,
    confidence: float = 0.95,
) -> Interval:
    """The directly standardised rate per `per`, with Dobson's interval on Byar's limits (Dobson and others 1991).

    One count, one population and one standard weight a stratum, in the same order; events are taken as independent.
    Fewer than ten events in all, or a missing count, give no rate: value and limits are NaN and the warnings say why.
    Raises ValueError for a negative count, a population that is missing or 0, weights that are missing or add to 0, or
    lists of different lengths.
    """
    events, people, weights = _strata(counts=counts, populations=populations, standard=standard)
    check_confidence(confidence)
    if not 0 < per < math.inf or not weights.sum() > 0:
        found = f"`per` {per!r} and weights that add up to {float(weights.sum())!r}"
        raise ValueError(f"standardisation: found {found}; wanted both above 0")
    reasons = _why_no_rate(events)
    value, lower, upper = (math.nan,) * 3 if reasons else _dobson(events, people, weights / weights.sum(), confidence)
    return Interval(
        value=value * per,
        lower=lower * per,
        upper=upper * per,
        confidence=confidence,
        method=METHOD,
        warnings=reasons,
    )


def indirect(
    observed: float | Sequence[float],
    populations: Sequence[float],
    standard_rates: Sequence[float],
    per: float = 1,
    confidence: float = 0.95,
) -> Interval:
    """The indirectly standardised ratio: events observed over events expected at the standard's rates, times `per`.

    `observed` is the total (or a count a stratum, which are added up); rates are events a person. Limits are exact
    Poisson below ten events and Byar's from ten. Raises ValueError as `direct` does, or where no event is expected.
    """
    (events,) = _strata(observed=np.atleast_1d(np.asarray(observed, dtype=object)))
    expected = expected_events(populations, standard_rates)
    if not expected > 0:
        raise ValueError("standardisation: no event is expected at the standard's rates, so there is no ratio to them")
    return rate(float(events.sum()), expected, per=per, confidence=confidence)


def expected_events(populations: Sequence[float], standard_rates: Sequence[float]) -> float:
    """The events a population would have at a standard's rates (events a person), one of each a stratum."""
    people, rates = _strata(populations=populations, standard_rates=standard_rates)
    return float((people * rates).sum())


def _dobson(
    events: np.ndarray, people: np.ndarray, shares: np.ndarray, confidence: float
) -> tuple[float, float, float]:
    """The weighted rate, and the limits of the total count carried over to it by the ratio of standard errors."""
    total = float(events.sum())
    value = float((shares * events / people).sum())
    spread = math.sqrt(float((shares**2 * events / people**2).sum()) / total)
    limits = byar(total, confidence)
    return value, value + spread * (limits.lower - total), value + spread * (limits.upper - total)


def _strata(**lists: Sequence[float] | np.ndarray) -> list[np.ndarray]:
    arrays = {name: _numbers(name, values) for name, values in lists.items()}
    lengths = {name: array.size for name, array in arrays.items()}
    if len(set(lengths.values())) > 1 or not all(lengths.values()):
        found = ", ".join(f"{length} {name}" for name, length in lengths.items())
        raise ValueError(f"standardisation: wants one of each a stratum and at least one stratum, found {found}")
    return list(arrays.values())


def _numbers(name: str, values: Sequence[float] | np.ndarray) -> np.ndarray:
    array = numbers(values)
    lowest_is_wrong = array <= 0 if name == "populations" else array < 0
    unknown = np.isinf(array) if name == "counts" else ~np.isfinite(array)
    wrong = np.flatnonzero(unknown | lowest_is_wrong)
    if wrong.size:
        wanted = "above 0" if name == "populations" else "0 or more"
        found = f"stratum {wrong[0] + 1}: {name} is {float(array[wrong[0]])!r}"
        raise ValueError(f"standardisation, {found}; wanted a known number, {wanted}")
    return array


def _why_no_rate(events: np.ndarray) -> tuple[str, ...]:
    missing = np.flatnonzero(np.isnan(events)) + 1
    known = float(np.nansum(events))
    reasons = [f"not shown: the count of stratum {place} is missing" for place in missing]
    if known < FEWEST_EVENTS:
        reasons.append(f"not shown: {known:g} events are known, and a rate of fewer than {FEWEST_EVENTS} is not given")
    return tuple(reasons)

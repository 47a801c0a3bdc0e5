"""The multiplier (benchmark) method: people counted in a service, divided by the fraction of all users it reaches."""

import math

from needs.statistics.intervals import Interval
from needs.statistics.prevalence.estimate import Estimate

EVERYTHING_RESTS_ON = "rests on the fraction: it must be of the same people, area and period as the count"


def multiplier(count: float | Interval, fraction: float | Interval) -> Estimate:
    """People in all, count / fraction: those counted in a service over the fraction of users who are in it.

    A plain number is taken as exact; an interval (`intervals.proportion` of a survey, `intervals.rate` of deaths)
    brings its limits, combined on the log scale by recovering each one's variance from its limits (MOVER; Donner and
    Zou 2012, Statistical Methods in Medical Research 21:347), so no simulation is needed. A fraction without limits
    gives an estimate without limits and says so. Raises ValueError for a count below 0 or a fraction outside 0 to 1.
    """
    count, fraction = _interval(count), _interval(fraction)
    _check(count, fraction)
    lower, upper = _limits(count, fraction)
    exact = fraction.lower == fraction.upper
    warnings = ["no limits: the fraction was given without any"] if exact else []
    if upper == math.inf:
        warnings.append("no upper limit: the fraction could be 0")
    levels = _levels(count, fraction) or [0.95]
    return Estimate(
        value=count.value / fraction.value,
        lower=math.nan if exact else lower,
        upper=math.nan if exact or upper == math.inf else upper,
        confidence=levels[0],
        method="multiplier; limits of count and fraction combined on the log scale",
        warnings=tuple(warnings),
        known=count.value,
        caution=EVERYTHING_RESTS_ON,
    )


def _limits(count: Interval, fraction: Interval) -> tuple[float, float]:
    fall = math.hypot(_distance(count.value, count.lower), _distance(fraction.upper, fraction.value))
    rise = math.hypot(_distance(count.upper, count.value), _distance(fraction.value, fraction.lower))
    value = count.value / fraction.value
    return value * math.exp(-fall), value * math.exp(rise)


def _interval(number: float | Interval) -> Interval:
    if isinstance(number, Interval):
        return number
    return Interval(value=number, lower=number, upper=number, confidence=math.nan, method="exact")


def _distance(above: float, below: float) -> float:
    """How far apart two numbers are on the log scale; infinitely far where the lower is 0."""
    if above == below:
        return 0.0
    return math.log(above / below) if below > 0 else math.inf


def _check(count: Interval, fraction: Interval) -> None:
    if not 0 < count.value < math.inf:
        raise ValueError(f"multiplier: the count must be above 0, found {count.value!r}")
    if not 0 < fraction.value <= 1:
        raise ValueError(f"multiplier: the fraction must be above 0 and at most 1, found {fraction.value!r}")
    for name, given in (("count", count), ("fraction", fraction)):
        if not given.lower <= given.value <= given.upper:
            raise ValueError(
                f"multiplier: the limits of the {name}, {given.lower!r} to {given.upper!r}, do not enclose it"
            )
    levels = _levels(count, fraction)
    if len(levels) > 1:
        raise ValueError(f"multiplier: count and fraction have different confidence, {levels!r}; give both alike")


def _levels(count: Interval, fraction: Interval) -> list[float]:
    return sorted({each.confidence for each in (count, fraction) if math.isfinite(each.confidence)})

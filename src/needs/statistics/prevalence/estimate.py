"""An estimate of how many people there are, with everything a reader needs to judge it; where none exists, the reason."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from numbers import Real
from typing import Any

from scipy.special import ndtri

from needs.statistics.intervals import Interval, check_confidence

MOST_PEOPLE = 10**10  # more than live on Earth


@dataclass(frozen=True, kw_only=True)
class Estimate(Interval):
    """An estimated number of people. NaN in `value` means that no estimate exists; `warnings` then says why.

    `known` people were counted, the rest estimated; `overlaps` holds the people on each list ("1") and on each two
    ("1x2"). The information criteria, deviance and degrees of freedom are those of a fitted model, else NaN, and
    compare only models of one table. `caution` is to be printed beside the number wherever it is shown.
    """

    standard_error: float = math.nan
    known: float = math.nan
    model: str = ""
    aic: float = math.nan
    bic: float = math.nan
    deviance: float = math.nan
    degrees_of_freedom: int | None = None
    overlaps: Mapping[str, int] = field(default_factory=dict, hash=False)
    caution: str = ""

    @property
    def unseen(self) -> float:
        """The people estimated beyond those known."""
        return self.value - self.known

    @property
    def exists(self) -> bool:
        """Whether there is an estimate to print."""
        return math.isfinite(self.value)


def no_estimate(reason: str, *, method: str, confidence: float, **details: Any) -> Estimate:
    """An estimate that does not exist: no value, no limits, and the reason as its first warning."""
    check_confidence(confidence)
    return Estimate(
        value=math.nan,
        lower=math.nan,
        upper=math.nan,
        confidence=confidence,
        method=method,
        warnings=(reason,),
        **details,
    )


def with_unseen(
    known: float, unseen: float, standard_error: float, *, normal: bool = False, **details: Any
) -> Estimate:
    """The people known and those estimated unseen (above 0), with limits for the confidence among the details.

    Normal limits are plus and minus z standard errors; where they would fall below the people known, and wherever
    normal ones are not asked for, log-normal limits are given. The method says which. Warns of an interval wider than
    the estimate itself.
    """
    value, confidence = known + unseen, details["confidence"]
    half = z_of(confidence) * standard_error
    normal = normal and half < unseen
    lower, upper = (
        (value - half, value + half) if normal else log_normal_limits(known, unseen, standard_error, confidence)
    )
    return Estimate(
        value=value,
        lower=lower,
        upper=upper,
        standard_error=standard_error,
        known=known,
        method=f"{details.pop('method')}; {'normal' if normal else 'log-normal'} limits",
        warnings=(*details.pop("warnings", ()), *too_wide(value, lower, upper)),
        **details,
    )


def log_normal_limits(known: float, unseen: float, standard_error: float, confidence: float) -> tuple[float, float]:
    """Limits that never fall below the people known: the unseen divided and multiplied by one factor (Chao 1987,
    Biometrics 43:783), exp(z sqrt(log(1 + (standard error / unseen)^2)))."""
    factor = math.exp(z_of(confidence) * math.sqrt(math.log1p((standard_error / unseen) ** 2)))
    return known + unseen / factor, known + unseen * factor


def too_wide(value: float, lower: float, upper: float) -> tuple[str, ...]:
    """A warning of an interval wider than the estimate itself, which is how sparse tables show; else nothing."""
    return (
        ("the interval is wider than the estimate itself: the data scarcely settle it",)
        if upper - lower > value
        else ()
    )


def z_of(confidence: float) -> float:
    """The normal quantile of a two-sided confidence given as a fraction; ValueError outside 0 to 1."""
    check_confidence(confidence)
    return float(ndtri((1 + confidence) / 2))


def check_people(where: str, name: str, count: float) -> None:
    """Raise ValueError unless `count` is a whole number of people, from 0 to more than there can be."""
    if not (isinstance(count, Real) and 0 <= count <= MOST_PEOPLE and float(count).is_integer()):
        raise ValueError(f"{where}: {name} must be a whole number of people, 0 to {MOST_PEOPLE:,}, found {count!r}")

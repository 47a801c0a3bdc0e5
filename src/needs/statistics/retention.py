"""How long people stay: Kaplan-Meier curves, the share at a day, medians, exits by reason, and groups compared.

`lasted` is the days from a person's start to the exit or, for someone still there, to the data cut; `ended` is true for
an exit (1) and false (0) for someone still there. Where both fall on one day the exit comes first. Limits are log-log
(Kalbfleisch and Prentice 1980) and missing at 0 and 1. Every function raises ValueError for nobody, unequal lengths, a
duration below 0 or missing, an `ended` that is neither true nor false, or a confidence outside 0 to 1.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.stats import chi2, norm
from statsmodels.duration.survfunc import CumIncidenceRight, SurvfuncRight, survdiff

from needs.statistics.intervals import Interval

ROUNDING = 1e-9  # a curve at exactly one half must not miss it by floating point
METHOD = "Kaplan-Meier, log-log limits"


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """A log-rank test of whether groups stay equally long; a test that cannot be made is NaN and warns why."""

    chi_squared: float
    degrees_of_freedom: int
    p_value: float
    groups: tuple[str, ...]
    method: str = "log-rank"
    warnings: tuple[str, ...] = ()


def curve(lasted: Sequence[float], ended: Sequence[bool], confidence: float = 0.95) -> pd.DataFrame:
    """The share still there after each day on which anybody left or was last seen (Kaplan-Meier).

    One row a day: day, at_risk, left, censored (people), retained, standard_error (Greenwood), lower, upper (fractions).
    """
    days, left = _checked(lasted, ended, confidence)
    estimate = SurvfuncRight(days, left)
    steps = {"retained": estimate.surv_prob, "standard_error": estimate.surv_prob_se}
    table = pd.DataFrame({"day": days, "left": left, "censored": 1 - left}).groupby("day").sum()
    table.insert(0, "at_risk", table.sum(axis=1)[::-1].cumsum()[::-1])
    # statsmodels gives the days with an exit only: on the others the curve is what it was the day before.
    carried = pd.DataFrame(steps, index=estimate.surv_times).reindex(table.index, method="ffill")
    carried.loc[carried["retained"].isna()] = 1.0, 0.0
    lower, upper = _log_log(carried["retained"], carried["standard_error"], confidence)
    return table.join(carried).assign(lower=lower, upper=upper).reset_index()


class Stayed(NamedTuple):
    """The share who stay so long, and the number of people, all followed to the end, of whom it would be as sure."""

    share: float
    of: float


def stayed(table: pd.DataFrame, days: float) -> Stayed:
    """The share of a `curve` who stay at least so many days: somebody who leaves on day 84 has stayed 84 days.

    The effective number is the share times its rest over its Greenwood variance (Rothman 1978, Journal of Chronic Diseases
    31:557): with Wilson's limits it gives those of the share. Where all were followed it is how many they are; before the
    first exit it is how many are still followed. A table ends at the longest followed, and beyond it there is no estimate.
    """
    before = table[table["day"] < days]
    people = float(table["at_risk"].iloc[0])
    if not len(before):
        return Stayed(1.0, people)
    if table["day"].iloc[-1] < days and before["retained"].iloc[-1] > 0:
        return Stayed(math.nan, math.nan)
    share, error = before[["retained", "standard_error"]].iloc[-1]
    if not 0 < share < 1:
        last = before.iloc[-1]
        return Stayed(float(share), float(last["at_risk"] - last["censored"]) if share else people)
    return Stayed(float(share), float(share * (1 - share) / error**2))


def quantile(table: pd.DataFrame, left: float = 0.5, confidence: float = 0.95) -> Interval:
    """The first day by which this fraction of people of a `curve` have left; the median unless told otherwise.

    Limits are the days on which the curve's own limits, of its confidence, get there (Brookmeyer and Crowley 1982). A day not reached is
    missing, and a warning says "not reached". Raises ValueError, too, for a fraction not between 0 and 1.
    """
    still = 1 - _within("the fraction who left", left, 1) + ROUNDING
    reached = [table.loc[table[column] <= still, "day"].min() for column in ("retained", "lower", "upper")]
    name = "the median" if left == 0.5 else f"the day by which {left:.0%} had left"
    last = f": {table['retained'].iloc[-1]:.0%} were still there after {table['day'].iloc[-1]:g} days"
    words = f"{name} was not reached{last}", f"{name}: lower limit not reached", f"{name}: upper limit not reached"
    warnings = tuple(word for word, day in zip(words, reached, strict=True) if math.isnan(day))
    return _interval(reached, confidence, METHOD, warnings)


def exits(lasted: Sequence[float], reasons: Sequence[str | None], confidence: float = 0.95) -> pd.DataFrame:
    """The share who have left for each reason by each day: cumulative incidence, in which reasons compete.

    `reasons` is missing for somebody still there. One row a reason and day: reason, day, incidence, standard_error
    (Marubini and Valsecchi 1995), lower, upper (fractions); no rows where nobody left. On every day the reasons and the
    share retained add up to 1. Limits are missing, too, on the day the last person leaves.
    """
    codes, names = pd.factorize(pd.Series(list(reasons), dtype=object), sort=True)
    days, _ = _checked(lasted, codes >= 0, confidence)
    with np.errstate(divide="ignore", invalid="ignore"):  # the last exit of all divides by nobody left
        estimate = CumIncidenceRight(days, codes + 1)
    columns = ["reason", "day", "incidence", "standard_error", "lower", "upper"]
    tables = [pd.DataFrame(columns=columns)]
    for name, incidence, error in zip(names, estimate.cinc, estimate.cinc_se, strict=True):
        found = name, estimate.times, incidence, error, *_log_log(incidence, error, confidence)
        tables.append(pd.DataFrame(dict(zip(columns, found, strict=True))))
    return pd.concat(tables[1:] or tables, ignore_index=True)


def compare(lasted: Sequence[float], ended: Sequence[bool], group: Sequence[str]) -> Comparison:
    """Whether groups stay equally long, by the log-rank test (Mantel 1966).

    A group nobody of which was followed to the first exit is left out with a warning. Raises ValueError, too, for a
    missing group or fewer than two groups.
    """
    days, left = _checked(lasted, ended, 0.95)
    codes, names = pd.factorize(pd.Series(list(group), dtype=object), sort=True)
    if len(codes) != len(days) or (codes < 0).any() or len(names) < 2:
        raise ValueError(f"log-rank: wants one of 2 or more groups for {len(days)} people each, found {[*names]!r}")
    first_exit = days[left == 1].min() if left.any() else 0
    followed = np.array([days[codes == code].max() >= first_exit for code in range(len(names))])
    kept, freedom = followed[codes], max(int(followed.sum()) - 1, 0)
    warnings = tuple(f"left out, not followed to the first exit: {name}" for name in names[~followed])
    try:
        statistic = float(survdiff(days[kept], left[kept], codes[kept])[0]) if freedom else math.nan
    except np.linalg.LinAlgError:  # all who were still there left on one day
        statistic = math.nan
    if math.isnan(statistic):
        warnings += ("no test: nobody left while two groups were there, or all left on one day",)
    p_value = float(chi2.sf(statistic, freedom))  # survdiff's own is 1 minus the distribution: 0 for a small one
    return Comparison(
        chi_squared=statistic,
        degrees_of_freedom=freedom,
        p_value=p_value,
        groups=tuple(map(str, names[followed])),
        warnings=warnings,
    )


def _checked(lasted: Sequence[float], ended: Sequence[bool], confidence: float) -> tuple[np.ndarray, np.ndarray]:
    given = lasted if isinstance(lasted, pd.Series) else pd.Series(list(lasted), dtype=object)
    days = pd.to_numeric(given, errors="coerce").to_numpy(dtype=float)
    left = pd.Series(ended if isinstance(ended, np.ndarray | pd.Series) else list(ended)).reset_index(drop=True)
    if len(days) == 0 or len(days) != len(left):
        raise ValueError(f"retention: wants a duration and an exit a person, found {len(days)} and {len(left)}")
    if not ((days >= 0) & (days < math.inf) & left.isin([0, 1])).all():
        raise ValueError("retention: a duration is days from 0 and an exit true or false, found one missing or neither")
    _within("confidence", confidence, 1)
    return days, left.astype(int).to_numpy()


def _within(name: str, number: float, below: float) -> float:
    if not 0 < number < below:
        raise ValueError(f"retention: {name} must be above 0 and below {below:g}, found {number!r}")
    return number


def _interval(numbers: Sequence[float], confidence: float, method: str, warnings: tuple[str, ...]) -> Interval:
    value, lower, upper = map(float, numbers)
    return Interval(value=value, lower=lower, upper=upper, confidence=confidence, method=method, warnings=warnings)


def _log_log(share: Sequence[float], error: Sequence[float], confidence: float) -> tuple[np.ndarray, np.ndarray]:
    given = np.asarray(share)
    within = np.where((given > 0) & (given < 1), given, np.nan)
    power = np.exp(norm.ppf((1 + confidence) / 2) * np.asarray(error) / (within * np.log(within)))
    return within ** (1 / power), within**power

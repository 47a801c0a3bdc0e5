"""How long people stay: Kaplan-Meier curves, medians, retention to a day, exits by reason, and groups compared.

`lasted` is the days from a person's start to the exit or, for someone still there, to the data cut; `ended` is true for
an exit (1) and false (0) for someone still there. Where both fall on one day the exit comes first. Limits are log-log
(Kalbfleisch and Prentice 1980) and missing at 0 and 1. Every function raises ValueError for nobody, unequal lengths, a
duration below 0 or missing, an `ended` that is neither true nor false, or a confidence outside 0 to 1.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import chi2, norm
from statsmodels.duration.survfunc import CumIncidenceRight, SurvfuncRight, survdiff

from needs.statistics.intervals import Interval, proportion

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


def retained(lasted: Sequence[float], ended: Sequence[bool], days: float, confidence: float = 0.95) -> Interval:
    """The share of people who stay at least so many days: somebody who leaves on day 84 has stayed 84 days.

    People still there count for as long as they were followed, so a recent starter is neither retained nor lost. Where
    nobody was followed so far there is no estimate, and the warning says so.
    """
    table = curve(lasted, ended, confidence)
    before = table[table["day"] < _within("days", days, math.inf)]
    numbers = before[["retained", "lower", "upper"]].iloc[-1] if len(before) else (1.0, math.nan, math.nan)
    value, lower, _ = numbers
    warnings: tuple[str, ...] = ()
    if table["day"].max() < days and value > 0:
        numbers = (math.nan,) * 3
        warnings = (f"nobody was followed to day {days:g}: the longest was {table['day'].max():g} days",)
    elif math.isnan(lower):
        warnings = (f"no limits: {'nobody' if value else 'everybody'} had left before day {days:g}",)
    return _interval(numbers, confidence, METHOD, warnings)


def quantile(lasted: Sequence[float], ended: Sequence[bool], left: float = 0.5, confidence: float = 0.95) -> Interval:
    """The first day by which this fraction of people have left; the median unless told otherwise.

    Limits are the days on which the curve's own limits get there (Brookmeyer and Crowley 1982). A day not reached is
    missing, and a warning says "not reached". Raises ValueError, too, for a fraction not between 0 and 1.
    """
    still = 1 - _within("the fraction who left", left, 1) + ROUNDING
    table = curve(lasted, ended, confidence)
    reached = [table.loc[table[column] <= still, "day"].min() for column in ("retained", "lower", "upper")]
    name = "the median" if left == 0.5 else f"the day by which {left:.0%} had left"
    last = f": {table['retained'].iloc[-1]:.0%} were still there after {table['day'].iloc[-1]:g} days"
    words = f"{name} was not reached{last}", f"{name}: lower limit not reached", f"{name}: upper limit not reached"
    warnings = tuple(word for word, day in zip(words, reached, strict=True) if math.isnan(day))
    return _interval(reached, confidence, METHOD, warnings)


def mean_to(lasted: Sequence[float], ended: Sequence[bool], days: float = 365, confidence: float = 0.95) -> Interval:
    """The average days stayed of the first so many: the area under the curve, with normal limits.

    Irwin 1949; variance after Klein and Moeschberger 2003, section 4.5. Where nobody was followed so far the curve is
    taken on flat, and a warning says so. Raises ValueError, too, for days of 0 or less.
    """
    table = curve(lasted, ended, confidence)
    inside = table[table["day"] < _within("days", days, math.inf)]
    heights = np.r_[1.0, inside["retained"]]
    areas = heights * np.diff(np.r_[0.0, inside["day"], days])
    value, after = areas.sum(), areas[::-1].cumsum()[::-1][1:]
    # Where the last person leaves nobody stays, and the area after it is 0: the term is 0, not 0 / 0.
    staying = (inside["at_risk"] - inside["left"]).clip(lower=1)
    spread = norm.ppf((1 + confidence) / 2) * math.sqrt((after**2 * inside["left"] / inside["at_risk"] / staying).sum())
    flat = table["day"].max() < days and heights[-1] > 0
    warnings = (f"the curve is taken on flat from day {table['day'].max():g}, the longest followed",) if flat else ()
    numbers = value, max(0.0, value - spread), min(days, value + spread)
    return _interval(numbers, confidence, "restricted mean, normal limits", warnings)


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


def present_on(spells: pd.DataFrame, days: Sequence[int], confidence: float = 0.95) -> pd.DataFrame:
    """The share of people present on each day after their first start (day 0), of those still observed on that day.

    `spells` has one row a spell: person, start, end (missing while open), observed_to; dates, inclusive. One row a day:
    day, present, observed, value, lower, upper (Wilson), missing where nobody is observed. Who came back is present again.
    """
    if spells[["person", "start", "observed_to"]].isna().any(axis=None) or (spells["end"] < spells["start"]).any():
        raise ValueError("present: a spell wants a person, a start and an end of observation, and ends after it starts")
    first = spells.groupby("person")["start"].transform("min")
    start, seen = ((spells[name] - first).dt.days for name in ("start", "observed_to"))
    end = (spells["end"].fillna(spells["observed_to"]) - first).dt.days
    rows = []
    for day in days:
        present = spells.loc[(seen >= day) & (start <= day) & (end >= day), "person"].nunique()
        observed = spells.loc[seen >= day, "person"].nunique()
        share = proportion(present, observed, confidence) if observed else None
        limits = {name: getattr(share, name, math.nan) for name in ("value", "lower", "upper")}
        rows.append({"day": day, "present": present, "observed": observed, **limits})
    return pd.DataFrame(rows)


def _checked(lasted: Sequence[float], ended: Sequence[bool], confidence: float) -> tuple[np.ndarray, np.ndarray]:
    days = pd.to_numeric(pd.Series(list(lasted), dtype=object), errors="coerce").to_numpy(dtype=float)
    left = pd.Series(list(ended), dtype=object)
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

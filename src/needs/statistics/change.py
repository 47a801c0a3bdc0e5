"""Whether a series is changing, or only going up and down as it always does: control charts and their rules.

Those of the NHS "Making Data Count" programme as its R package NHSRplotthedots (MIT licence) applies them: a point
outside a limit, a trend of 7, 2 of 3 near a limit, 7 on one side of the mean. The first that applies names the change.

Limits of counts and other values are the mean and 2.66 times the mean moving range either side (XmR). Those of shares
know their denominators: Laney's p' chart (Laney 2002, Quality Engineering 14:531). Both suppose that points are
independent. Of people who stay from one quarter to the next that is not so: 6 in 10 charts of them are marked somewhere
though nothing changed. Their change is charted as those who came less those who left.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from numpy.lib.stride_tricks import sliding_window_view

from needs.statistics import comparison
from needs.statistics.intervals import numbers

SHIFT_LENGTH = TREND_LENGTH = 7  # points
SPECIAL_CAUSES = (
    "above the upper limit",
    "below the lower limit",
    "trend of 7 points rising",
    "trend of 7 points falling",
    "2 of 3 points near the upper limit",
    "2 of 3 points near the lower limit",
    "7 points above the mean",
    "7 points below the mean",
)
ROUNDING = 1e-12  # of the largest value: a smaller difference is the computer's, not the data's


def special_causes(points: pd.DataFrame) -> np.ndarray:
    """The special cause of each point of one phase, in words, and "" where there is none.

    `points` has value, mean, lower, upper, near_lower and near_upper; missing limits leave the rules that need none.
    """
    value, *lines = (points[name].to_numpy(float) for name in ("value", *LINES))
    return np.array(["", *SPECIAL_CAUSES], dtype=object)[_rules(value, *lines)]


LINES = ("mean", "lower", "upper", "near_lower", "near_upper")


def _rules(value: np.ndarray, *lines: np.ndarray) -> np.ndarray:
    """The number of the first rule that applies to each point, 0 for none; time runs along the last axis, and before it are series."""
    mean, lower, upper, near_lower, near_upper = (beyond(value, line) for line in lines)
    above, below = upper > 0, lower < 0
    pair = two_of_three(((near_upper > 0) & ~above) | ((near_lower < 0) & ~below), mean)
    run = _members(shift(mean), SHIFT_LENGTH)
    slope = _slope(value)
    tests = [above, below, slope > 0, slope < 0]
    tests += [pair & (mean > 0), pair & (mean < 0), run & (mean > 0), run & (mean < 0)]
    return np.select(tests, range(1, len(SPECIAL_CAUSES) + 1), default=0)


def beyond(value: np.ndarray, line: np.ndarray) -> np.ndarray:
    """1 for each point above a line such as the mean, -1 for one below; 0 for one on it, or where either is missing."""
    rounding = ROUNDING * np.nanmax(np.abs(value), axis=-1, initial=0, keepdims=True)
    away = value - line
    return (away > rounding).astype(int) - (away < -rounding)


def shift(side: np.ndarray, length: int = SHIFT_LENGTH) -> np.ndarray:
    """Whether each point ends a run of `length` points on one side of the mean, above or below.

    A point on the mean, or a missing one, is on neither side and ends a run.
    """
    return np.abs(_sums(np.asarray(side), length)) == length


def trend(values: np.ndarray, length: int = TREND_LENGTH) -> np.ndarray:
    """1 where a point ends `length` points each above the last, -1 for each below, else 0; a tie ends a trend."""
    values = np.asarray(values, dtype="float64")
    steps = np.zeros(values.shape)
    steps[..., 1:] = np.nan_to_num(np.sign(np.diff(values)))
    total = _sums(steps, length - 1)
    return np.where(np.abs(total) == length - 1, np.sign(total), 0).astype(int)


def two_of_three(near: np.ndarray, side: np.ndarray) -> np.ndarray:
    """Which points near a limit are among two of three in a row that are near, all three on one side of the mean."""
    near, side = np.asarray(near, dtype=bool), np.asarray(side, dtype=int)
    ends = (_sums(near.astype(int), 3) >= 2) & (np.abs(_sums(side, 3)) == 3)
    return near & _members(ends, 3)


def _sums(numbers: np.ndarray, length: int) -> np.ndarray:
    """Of each point the sum of it and those before it, so many in all; 0 for the first ones, which have too few before them."""
    sums = np.zeros(numbers.shape)
    if numbers.shape[-1] >= length:
        sums[..., length - 1 :] = sliding_window_view(numbers, length, axis=-1).sum(axis=-1)
    return sums


def _members(ends: np.ndarray, length: int) -> np.ndarray:
    """The points of all runs that end at `ends`, not the last ones only."""
    members = np.zeros(ends.shape, dtype=bool)
    for back in range(min(length, ends.shape[-1])):
        members[..., : ends.shape[-1] - back] |= ends[..., back:]
    return members


def _slope(values: np.ndarray) -> np.ndarray:
    """1 or -1 for each point of a rising or falling trend; the turning point of two belongs to the later one."""
    ends = trend(values)
    slope = np.zeros(ends.shape, dtype=int)
    for back in range(min(TREND_LENGTH, ends.shape[-1])):  # from the latest end that a point belongs to
        later = ends[..., back:]
        slope[..., : ends.shape[-1] - back] = np.where(later != 0, later, slope[..., : ends.shape[-1] - back])
    return slope


LIMIT = 2.66  # mean moving ranges; Wheeler, Understanding Variation (1993); 3 / 1.128 rounded
NEAR = LIMIT * 2 / 3
SCREEN = 3.267  # mean moving ranges: the upper limit of a moving range, from the same tables
FEWEST_IN_BASELINE = 2  # points: one moving range
FEWEST_POINTS = 12  # the R package NHSRplotthedots warns of shorter phases
METHOD = "XmR, limits at 2.66 mean moving ranges"
OF_SHARES = "p' chart (Laney 2002), limits at 2.66 mean moving ranges of standardised shares"
SCREENED = ", moving ranges of 3.267 times their mean or more left out"
PASS, FAIL, INCONSISTENT, NOT_JUDGED = "consistent_pass", "consistent_fail", "inconsistent", "not judged"


@dataclass(frozen=True, kw_only=True)
class ControlChart:
    """A control chart: `points` has one row a point with its limits, phase and special cause ("" for none).

    `reason` says why change cannot be judged, and is empty where it can; `overlaps` is whether that is because periods overlap.
    `warnings` are for whoever reads the chart.
    """

    points: pd.DataFrame
    method: str
    reason: str = ""
    overlaps: bool = False
    warnings: tuple[str, ...] = ()

    @property
    def has_one_level(self) -> bool:
        """Whether the latest phase has one level: no 7 points on one side of its mean, and none rising or falling.

        Where it has not, its limits mix what was before a change with what came after it, and foretell neither.
        """
        latest = self.points[self.points["phase"] == self.points["phase"].max()]
        value, mean = (latest[name].to_numpy(float) for name in ("value", "mean"))
        return not (shift(beyond(value, mean)).any() or trend(value).any())

    def assurance(self, target: float, better: str) -> str:
        """Whether the limits of the latest phase clear a target: consistent_pass, consistent_fail, inconsistent or not judged.

        `better` is "higher" or "lower". A target within the limits is sometimes met and sometimes missed by chance.
        Not judged without limits, a target or a direction. It holds while the phase has one level: `has_one_level`.
        """
        direction = comparison.sign(better)
        last = self.points.iloc[-1] if len(self.points) else None
        if last is None or direction == 0 or target is None or math.isnan(target) or math.isnan(last["upper"]):
            return NOT_JUDGED
        if last["lower"] <= target <= last["upper"]:
            return INCONSISTENT
        return PASS if (last["lower"] > target) == (direction > 0) else FAIL


def xmr(
    values: Sequence[float],
    rebase_at: Sequence[int] = (),
    baseline_points: int | None = None,
    screen_outliers: bool = True,
    *,
    periods: Sequence[tuple[Any, Any]] | None = None,
    fewest_points: int = FEWEST_POINTS,
) -> ControlChart:
    """The control chart of a series in the order of time.

    `rebase_at` gives the places, counted from 0, where a new phase with limits of its own begins; `baseline_points`
    makes each phase's limits from its first points only and freezes them; screening leaves out, once, the moving ranges
    of 3.267 times their mean or more. Where `periods`, the first and last days of each point, overlap there are no
    limits and no special causes, only the reason; fewer than `fewest_points` in the latest phase leave limits to draw
    and a reason not to judge by them. A missing value has no moving range and breaks a run. Raises ValueError for
    infinite values, places outside the series, a baseline below 2 or longer than a phase, or periods out of order or not one a value.
    """
    series = _finite(values)
    starts = _starts(rebase_at, len(series))
    if baseline_points is not None:
        _check_baseline(baseline_points, [*starts, len(series)])
    phase = np.searchsorted(starts, np.arange(len(series)), side="right")
    points = pd.DataFrame({"value": series, "phase": phase})
    limits = partial(_limits, baseline_points=baseline_points, screen_outliers=screen_outliers)
    return _charted(points, limits, f"{METHOD}{SCREENED if screen_outliers else ''}", periods, fewest_points)


def p_prime(
    numerators: Sequence[float],
    denominators: Sequence[float],
    screen_outliers: bool = True,
    *,
    periods: Sequence[tuple[Any, Any]] | None = None,
    fewest_points: int = FEWEST_POINTS,
) -> ControlChart:
    """The p' chart of shares in the order of time (Laney 2002); values and limits are percentages, within 0 and 100.

    The mean is all counted of all. Each share less the mean, over its binomial standard error, is a z; sigma z is the
    mean moving range of these over 1.128. Limits are the mean and three sigma z standard errors of the point's own
    denominator either side: with equal denominators those of XmR. Periods, screening and missing points are as in `xmr`.
    Raises ValueError for lists of different lengths and for a numerator that is not within a denominator above 0.
    """
    counted, of = _finite(numerators), _finite(denominators)
    known = ~np.isnan(counted) & ~np.isnan(of) if len(counted) == len(of) else np.zeros(0, bool)
    if len(counted) != len(of) or not ((counted >= 0) & (counted <= of) & (of > 0))[known].all():
        raise ValueError(f"p': wants numerators within denominators above 0, found {[*counted]!r} of {[*of]!r}")
    points = pd.DataFrame({"value": 100 * counted / of, "phase": 1})
    limits = partial(_limits_of_shares, of=of, screen_outliers=screen_outliers)
    return _charted(points, limits, f"{OF_SHARES}{SCREENED if screen_outliers else ''}", periods, fewest_points)


def _charted(
    points: pd.DataFrame,
    limits: Callable[[pd.DataFrame], pd.DataFrame],
    method: str,
    periods: Sequence[tuple[Any, Any]] | None,
    fewest_points: int,
) -> ControlChart:
    """The chart of points in phases, the limits of each by a function; without them where there is nothing to judge by."""
    if periods is not None and _overlap(list(periods), len(points)):
        return replace(_not_charted(points, method, "change cannot be judged: the periods overlap"), overlaps=True)
    latest = int(points["value"][points["phase"] == points["phase"].max()].notna().sum())
    if latest == 0:
        return _not_charted(points, method, "change cannot be judged: there are no points in the latest phase")
    few = f"change cannot be judged: too few points, {latest} where {fewest_points} are wanted"
    reason = few if latest < fewest_points else ""
    limited = [limits(phase) for _, phase in points.groupby("phase")]
    charted = pd.concat([phase.assign(special_cause=special_causes(phase)) for phase in limited])
    warnings = ((reason,) if reason else ()) + _warnings(charted)
    return ControlChart(points=charted, method=method, reason=reason, warnings=warnings)


def _limits(phase: pd.DataFrame, baseline_points: int | None, screen_outliers: bool) -> pd.DataFrame:
    """One phase with its mean and limits; NaN limits where no moving range is left to make them from."""
    made_from = phase["value"].head(baseline_points or len(phase))
    mean, spread = made_from.mean(), _mean_range(made_from, screen_outliers)
    return phase.assign(
        mean=mean,
        lower=mean - LIMIT * spread,
        upper=mean + LIMIT * spread,
        near_lower=mean - NEAR * spread,
        near_upper=mean + NEAR * spread,
    )


def _limits_of_shares(phase: pd.DataFrame, of: np.ndarray, screen_outliers: bool) -> pd.DataFrame:
    """The one phase of shares in percent with its mean and limits; NaN limits where no moving range is left."""
    mean = float(np.nansum(phase["value"] * of) / of[phase["value"].notna()].sum())
    error = np.sqrt(mean * (100 - mean) / of)
    with np.errstate(divide="ignore", invalid="ignore"):  # of none or all there is no error to divide by, nor a limit
        z = (phase["value"] - mean) / error
    reach = LIMIT * _mean_range(z, screen_outliers) * error
    lines = {"lower": -reach, "upper": reach, "near_lower": -reach * 2 / 3, "near_upper": reach * 2 / 3}
    return phase.assign(mean=mean, **{name: np.clip(mean + away, 0, 100) for name, away in lines.items()})


def _mean_range(values: pd.Series, screen_outliers: bool) -> float:
    """The mean moving range, without those that are far larger than the others where they are screened."""
    ranges = values.diff().abs().dropna()
    if screen_outliers:
        ranges = ranges[ranges < SCREEN * ranges.mean()]
    return float(ranges.mean())


TRIED = 20_000  # invented series: the shares of them are sure to about half a percentage point


@dataclass(frozen=True, kw_only=True)
class FalseFlags:
    """The shares of charts of series in which nothing changes that mark any point, and that mark the latest one."""

    anywhere: float
    latest: float


@cache
def false_flags(points: int) -> FalseFlags:
    """How often the rules mark a point by chance alone, in series of so many independent, normal points.

    By drawing TRIED such series with a fixed seed. Limits are made from the points themselves, as in `xmr`.
    """
    return flags_of(np.random.default_rng(points).standard_normal((TRIED, points)))


def flags_of(series: np.ndarray) -> FalseFlags:
    """The shares of series, one a row of an array without gaps, in which the rules of XmR mark any point, and the latest."""
    mean, ranges = series.mean(axis=1), np.abs(np.diff(series))
    kept = ranges < SCREEN * ranges.mean(axis=1, keepdims=True)
    spread = (ranges * kept).sum(axis=1) / kept.sum(axis=1)
    aways = (0, -LIMIT, LIMIT, -NEAR, NEAR)
    marked = _rules(series, *((mean + away * spread)[:, None] for away in aways)) > 0
    return FalseFlags(anywhere=float(marked.any(axis=1).mean()), latest=float(marked[:, -1].mean()))


def _warnings(points: pd.DataFrame) -> tuple[str, ...]:
    found = []
    missing = int(points["value"].isna().sum())
    if missing:
        found.append(f"{missing} missing values: runs and moving ranges do not cross them")
    for number, phase in points.groupby("phase"):
        if phase["upper"].isna().all():
            found.append(f"no limits for phase {number}: no moving range is left to make them from")
    return tuple(found)


def _not_charted(points: pd.DataFrame, method: str, reason: str) -> ControlChart:
    missing = dict.fromkeys(("mean", "lower", "upper", "near_lower", "near_upper"), math.nan)
    return ControlChart(
        points=points.assign(**missing, special_cause=""), method=method, reason=reason, warnings=(reason,)
    )


def _finite(values: Sequence[float]) -> np.ndarray:
    series = numbers(values)
    if np.isinf(series).any():
        raise ValueError(f"xmr: point {int(np.flatnonzero(np.isinf(series))[0])} is infinite; wants finite values")
    return series


def _check_baseline(points: int, edges: list[int]) -> None:
    shortest = min(end - start for start, end in pairwise(edges))
    if isinstance(points, bool) or not isinstance(points, int) or not FEWEST_IN_BASELINE <= points <= shortest:
        raise ValueError(
            f"xmr: wants a baseline of {FEWEST_IN_BASELINE} points or more, and no more than the {shortest} of the "
            f"shortest phase, found {points!r}"
        )


def _starts(rebase_at: Sequence[int], points: int) -> list[int]:
    wrong = [place for place in rebase_at if int(place) != place or not 0 < place < points]
    if wrong:
        raise ValueError(f"xmr: rebase_at {wrong[0]!r} is not a place after the first of {points} points, from 0")
    return [0, *sorted(int(place) for place in set(rebase_at))]


def _overlap(periods: list[tuple[Any, Any]], points: int) -> bool:
    """Whether a period begins before the one before it has ended; both ends of a period belong to it."""
    if len(periods) != points:
        raise ValueError(f"xmr: {len(periods)} periods for {points} values; wants one each")
    starts = [start for start, _ in periods]
    if any(later < earlier for earlier, later in pairwise(starts)):
        raise ValueError("xmr: the periods are not in the order of time; sort the series first")
    return any(start <= end for (_, end), (start, _) in pairwise(periods))

"""Whether a series is changing, or only going up and down as it always does: the XmR control chart and its rules.

Those of the NHS "Making Data Count" programme as its R package NHSRplotthedots (MIT licence) applies them: a point
outside a limit, a trend of 7, 2 of 3 near a limit, 7 on one side of the mean. The first that applies names the change.

Limits are the mean and 2.66 times the mean moving range either side; rules and their order are in `control_rules`.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

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
    side, above, below = beyond(points, "mean"), beyond(points, "upper") > 0, beyond(points, "lower") < 0
    near = ((beyond(points, "near_upper") > 0) & ~above) | ((beyond(points, "near_lower") < 0) & ~below)
    pair = two_of_three(near, side)
    run = _members(shift(side), SHIFT_LENGTH)
    slope = _slope(points["value"].to_numpy())
    tests = [above, below, slope > 0, slope < 0]
    tests += [pair & (side > 0), pair & (side < 0), run & (side > 0), run & (side < 0)]
    return np.select(tests, SPECIAL_CAUSES, default="")


def beyond(points: pd.DataFrame, line: str) -> np.ndarray:
    """1 for each point above a line such as the mean, -1 for one below; 0 for one on it, or where either is missing."""
    value = points["value"].to_numpy()
    rounding = ROUNDING * np.nanmax(np.abs(value), initial=0)
    away = value - points[line].to_numpy()
    return (away > rounding).astype(int) - (away < -rounding)


def shift(side: np.ndarray, length: int = SHIFT_LENGTH) -> np.ndarray:
    """Whether each point ends a run of `length` points on one side of the mean: 1 above, -1 below, 0 on the mean.

    A point on the mean, or a missing one, is on neither side and ends a run.
    """
    ends = np.zeros(len(side), dtype=bool)
    for end in range(length - 1, len(side)):
        ends[end] = abs(int(np.sum(side[end + 1 - length : end + 1]))) == length
    return ends


def trend(values: np.ndarray, length: int = TREND_LENGTH) -> np.ndarray:
    """1 where a point ends `length` points each above the last, -1 for each below, else 0; a tie ends a trend."""
    steps = np.sign(np.diff(np.asarray(values, dtype="float64")))
    ends = np.zeros(len(values), dtype=int)
    for end in range(length - 1, len(values)):
        total = np.sum(steps[end + 1 - length : end])
        ends[end] = int(np.sign(total)) if abs(total) == length - 1 else 0
    return ends


def two_of_three(near: np.ndarray, side: np.ndarray) -> np.ndarray:
    """Which points near a limit are among two of three in a row that are near, all three on one side of the mean."""
    near, side = np.asarray(near, dtype=bool), np.asarray(side, dtype=int)
    marked = np.zeros(len(near), dtype=bool)
    for start in range(len(near) - 2):
        three = slice(start, start + 3)
        if near[three].sum() >= 2 and abs(side[three].sum()) == 3:
            marked[three] |= near[three]
    return marked


def _members(ends: np.ndarray, length: int) -> np.ndarray:
    """The points of all runs that end at `ends`, not the last ones only."""
    members = np.zeros(len(ends), dtype=bool)
    for end in np.flatnonzero(ends):
        members[end + 1 - length : end + 1] = True
    return members


def _slope(values: np.ndarray) -> np.ndarray:
    """1 or -1 for each point of a rising or falling trend; the turning point of two belongs to the later one."""
    ends = trend(values)
    slope = np.zeros(len(values), dtype=int)
    for end in np.flatnonzero(ends):
        slope[end + 1 - TREND_LENGTH : end + 1] = ends[end]
    return slope


LIMIT = 2.66  # mean moving ranges; Wheeler, Understanding Variation (1993); 3 / 1.128 rounded
NEAR = LIMIT * 2 / 3
SCREEN = 3.267  # mean moving ranges: the upper limit of a moving range, from the same tables
FEWEST_IN_BASELINE = 2  # points: one moving range
FEWEST_POINTS = 12  # the R package NHSRplotthedots warns of shorter phases
METHOD = "XmR, limits at 2.66 mean moving ranges"
PASS, FAIL, INCONSISTENT, NOT_JUDGED = "consistent_pass", "consistent_fail", "inconsistent", "not judged"


@dataclass(frozen=True, kw_only=True)
class XmR:
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
        return not (shift(beyond(latest, "mean")).any() or trend(latest["value"].to_numpy()).any())

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
) -> XmR:
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
    if periods is not None and _overlap(list(periods), len(series)):
        return replace(_not_charted(points, "change cannot be judged: the periods overlap"), overlaps=True)
    latest = int(points["value"][phase == len(starts)].notna().sum())
    if latest == 0:
        return _not_charted(points, "change cannot be judged: there are no points in the latest phase")
    few = f"change cannot be judged: too few points, {latest} where {fewest_points} are wanted"
    return _charted(points, baseline_points, screen_outliers, few if latest < fewest_points else "")


def _charted(points: pd.DataFrame, baseline_points: int | None, screen_outliers: bool, reason: str) -> XmR:
    limited = [_limits(phase, baseline_points, screen_outliers) for _, phase in points.groupby("phase")]
    charted = pd.concat([phase.assign(special_cause=special_causes(phase)) for phase in limited])
    screened = ", moving ranges of 3.267 times their mean or more left out" if screen_outliers else ""
    warnings = ((reason,) if reason else ()) + _warnings(charted)
    return XmR(points=charted, method=f"{METHOD}{screened}", reason=reason, warnings=warnings)


def _limits(phase: pd.DataFrame, baseline_points: int | None, screen_outliers: bool) -> pd.DataFrame:
    """One phase with its mean and limits; NaN limits where no moving range is left to make them from."""
    made_from = phase["value"].head(baseline_points or len(phase))
    ranges = made_from.diff().abs().dropna()
    if screen_outliers:
        ranges = ranges[ranges < SCREEN * ranges.mean()]
    mean, spread = made_from.mean(), ranges.mean()
    return phase.assign(
        mean=mean,
        lower=mean - LIMIT * spread,
        upper=mean + LIMIT * spread,
        near_lower=mean - NEAR * spread,
        near_upper=mean + NEAR * spread,
    )


def _warnings(points: pd.DataFrame) -> tuple[str, ...]:
    found = []
    missing = int(points["value"].isna().sum())
    if missing:
        found.append(f"{missing} missing values: runs and moving ranges do not cross them")
    for number, phase in points.groupby("phase"):
        if phase["upper"].isna().all():
            found.append(f"no limits for phase {number}: no moving range is left to make them from")
    return tuple(found)


def _not_charted(points: pd.DataFrame, reason: str) -> XmR:
    missing = dict.fromkeys(("mean", "lower", "upper", "near_lower", "near_upper"), math.nan)
    return XmR(points=points.assign(**missing, special_cause=""), method=METHOD, reason=reason, warnings=(reason,))


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

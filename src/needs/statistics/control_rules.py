"""The rules that tell an unusual change from ordinary ups and downs on a control chart, and the order they apply in.

Those of the NHS "Making Data Count" programme as its R package NHSRplotthedots (MIT licence) applies them: a point
outside a limit, a trend of 7, 2 of 3 near a limit, 7 on one side of the mean. The first that applies names the change.
"""

import numpy as np
import pandas as pd

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

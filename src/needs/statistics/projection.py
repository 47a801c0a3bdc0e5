"""Where a part year is heading, how far out such projections were in the past, and what a target would take from now on.

Every series is the year to date: the count after the first quarter, after the second, ... and the year's total last. So
one method serves events (new starts, added up) and distinct people (counted once a year). A
past year needs all its quarters. Every function raises ValueError for no past year, past years of unequal length, a year
that is over, a count that is missing or negative or falls within a year, or a confidence outside 0 to 1.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from numbers import Real

import pandas as pd
from scipy.special import ndtri, stdtrit

from needs.statistics.intervals import Interval, proportion

FEWEST_PAST_YEARS = 3  # ours: with two, Student's t is 12.7 and the interval says nothing
FEWEST_SO_FAR = 10  # ours: below it a symmetrical interval is rough
METHOD = "chain ladder, prediction interval from past years' spread (Student's t), at least Poisson noise"

Years = Mapping[str, Sequence[float]]


@dataclass(frozen=True, kw_only=True)
class BackTest:
    """Each past year projected from the others: how far out, and how often the interval held the truth.

    `years` has one row a year: year, so_far, actual, projected, lower, upper, error (projected less actual), is_inside.
    `coverage` is the share inside, to set beside `confidence`. Errors are mean absolute ones, in people; the straight
    line takes all quarters as alike, and a method that does no better has learnt nothing from the past.
    """

    years: pd.DataFrame
    confidence: float
    coverage: Interval
    mean_absolute_error: float
    straight_line_error: float


@dataclass(frozen=True, kw_only=True)
class Path:
    """What a target takes from now on, in whole people, beside what was reached before.

    `quarters` has one row a quarter left: quarter (1 is the first), needed, most_before, year_of_most, quarter_of_most,
    was_reached. `most_added` is the most that a past year added from this point to its end, in `best_year`.
    """

    needed: int
    quarters: pd.DataFrame
    most_added: float
    best_year: str
    best_counts: tuple[float, float]
    was_reached: bool
    warnings: tuple[str, ...]


def year_end(to_date: Sequence[float], past: Years, confidence: float = 0.95) -> Interval:
    """The year's total, projected from a part of it, with a prediction interval for that total.

    The count so far times past totals / past counts at the same point, each summed over years: the chain ladder (Mack
    1993, ASTIN Bulletin 23:213). The interval is the wider of two: from the spread of past years about that ratio, which
    holds their Poisson noise, with Student's t on years - 1 degrees of freedom; and from Poisson noise alone, since few
    years can agree by luck. Assumes that this year's quarters share out as past ones did. Raises ValueError, too, for
    fewer than three past years, or nobody so far or added since.
    """
    parts, wholes, so_far = _at_this_point(to_date, past, confidence)
    if len(past) < FEWEST_PAST_YEARS:
        raise ValueError(f"year end: {len(past)} past years are too few, at least {FEWEST_PAST_YEARS} are wanted")
    if not min(so_far, *parts) > 0 or sum(wholes) == sum(parts):
        raise ValueError(f"year end: no ratio from {so_far:g} people so far, past {parts!r} of {wholes!r}; wants some")
    ratio = sum(wholes) / sum(parts)
    spread = sum(part * (whole / part - ratio) ** 2 for part, whole in zip(parts, wholes, strict=True))
    # Variances per person so far; Poisson: of the rest about (ratio - 1) times the part, both of them noisy.
    learnt, poisson = spread / (len(past) - 1), ratio * (ratio - 1)
    upper_tail = (1 + confidence) / 2
    widest = max(stdtrit(len(past) - 1, upper_tail) * math.sqrt(learnt), ndtri(upper_tail) * math.sqrt(poisson))
    value, reach = ratio * so_far, float(widest) * math.sqrt(so_far * (1 + so_far / sum(parts)))
    few = (f"only {so_far:g} people so far: the interval is rough",) if so_far < FEWEST_SO_FAR else ()
    limits = {"lower": max(so_far, value - reach), "upper": value + reach}
    return Interval(value=value, **limits, confidence=confidence, method=METHOD, warnings=few)


def back_test(past: Years, quarters: int, confidence: float = 0.95) -> BackTest:
    """Each past year projected, after so many quarters, from all the others, beside what came.

    Raises ValueError, too, for fewer than four past years (one is left out) and where `year_end` does.
    """
    if len(past) <= FEWEST_PAST_YEARS or quarters < 1:
        raise ValueError(
            f"back-test: wants {FEWEST_PAST_YEARS + 1} past years and a quarter from 1, found {len(past)}, {quarters!r}"
        )
    rows = []
    for year, counts in past.items():
        others = {other: series for other, series in past.items() if other != year}
        found = year_end(counts[:quarters], others, confidence)
        limits = {"projected": found.value, "lower": found.lower, "upper": found.upper}
        rows.append({"year": year, "so_far": counts[quarters - 1], "actual": counts[-1], **limits})
    years = pd.DataFrame(rows)
    error, straight = years["projected"] - years["actual"], years["so_far"] * len(counts) / quarters
    inside = years["actual"].between(years["lower"], years["upper"])
    return BackTest(
        years=years.assign(error=error, is_inside=inside),
        confidence=confidence,
        coverage=proportion(int(inside.sum()), len(years), confidence),
        mean_absolute_error=float(error.abs().mean()),
        straight_line_error=float((straight - years["actual"]).abs().mean()),
    )


def path_to(target: float, to_date: Sequence[float], past: Years, events: bool = False) -> Path:
    """What a year's target takes: people in each quarter left, and whether so many were ever reached before.

    The need is shared evenly, the odd ones first. Of distinct people a quarter is compared with the same quarter of past
    years only, since people carried over count in the first; of events with every quarter before. `to_date` may be empty:
    the year is ahead. Raises ValueError, too, for a target that is missing or below 0.
    """
    parts, wholes, so_far = _at_this_point(to_date, past, 0.95)
    if not isinstance(target, Real) or not 0 <= target < math.inf:
        raise ValueError(f"path: the target must be a number of people from 0, found {target!r}")
    needed = max(0, math.ceil(round(target - so_far, 6)))  # rounded: 1.1 x 100 is not 111 people
    before = _quarters({**past, "this year": to_date} if events else past)
    ahead = range(len(to_date) + 1, len(next(iter(past.values()))) + 1)
    added = {year: whole - part for year, part, whole in zip(past, parts, wholes, strict=True)}
    best = max(added, key=added.get)
    return Path(
        needed=needed,
        quarters=_needed_each(needed, ahead, before, events),
        most_added=added[best],
        best_year=best,
        best_counts=next((part, whole) for year, part, whole in zip(past, parts, wholes, strict=True) if year == best),
        was_reached=added[best] >= needed,
        warnings=() if needed else ("the target is already met",),
    )


def _quarters(years: Years) -> pd.DataFrame:
    rows = [
        {"year_of_most": year, "quarter_of_most": place + 1, "most_before": count - (counts[place - 1] if place else 0)}
        for year, counts in years.items()
        for place, count in enumerate(counts)
    ]
    return pd.DataFrame(rows)


def _needed_each(needed: int, ahead: range, before: pd.DataFrame, events: bool) -> pd.DataFrame:
    rows = []
    for place, quarter in enumerate(ahead):
        alike = before if events else before[before["quarter_of_most"] == quarter]
        most = alike.loc[alike["most_before"].idxmax()].to_dict()
        share = needed // len(ahead) + (place < needed % len(ahead))
        rows.append({"quarter": quarter, "needed": share, **most, "was_reached": bool(most["most_before"] >= share)})
    return pd.DataFrame(rows)


def _at_this_point(to_date: Sequence[float], past: Years, confidence: float) -> tuple[list[float], list[float], float]:
    lengths = sorted({len(counts) for counts in past.values()})
    if len(lengths) != 1 or not len(to_date) < lengths[0]:
        found = f"past years of {lengths!r} quarters and {len(to_date)} of this one"
        raise ValueError(f"projection: wants past years of one length and a shorter part of this one, found {found}")
    for year, counts in {**past, "this year": to_date}.items():
        steps = zip([0, *counts], counts, strict=False)
        if not all(isinstance(later, Real) and 0 <= earlier <= later < math.inf for earlier, later in steps):
            raise ValueError(f"projection: {year}: the year to date cannot fall or be missing, found {[*counts]!r}")
    if not 0 < confidence < 1:
        raise ValueError(f"projection: confidence is a fraction between 0 and 1, found {confidence!r}")
    wholes = [float(counts[-1]) for counts in past.values()]
    if len(to_date) == 0:
        return [0.0] * len(past), wholes, 0.0
    return [float(counts[len(to_date) - 1]) for counts in past.values()], wholes, float(to_date[-1])

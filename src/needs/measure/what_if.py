"""What would have to be true: the arithmetic between a figure of today and one that is wanted, and what money does to both.

Nothing here is a forecast. Each function says how much it would take, all else equal, from figures that are shown: so a
reader can do each sum again, and none tells more than the figures do. A change in money is in percent, and a cut is below 0.
"""

import datetime
import math
from collections.abc import Sequence
from dataclasses import dataclass

from needs.measure.comparison import people_short
from needs.measure.indicator import LOWER_BETTER

MONTHS_A_YEAR = 12
WEEKS_A_YEAR = 52  # of somebody in treatment from the first day to the last
AS_PRINTED = 0.05  # what rounding to one decimal can take from each amount of a budget
# A measure that counts a part of those another counts: of the same people it is the least that the other can be
PART_OF = {"retained_or_planned_discharge_percent": "retained_12_weeks_percent"}


@dataclass(frozen=True, kw_only=True)
class Short:
    """How many people lie between a share and what is wanted, and between the limits of its interval and that.

    Limits are not a number where the share has none.
    """

    people: int
    fewest: float
    most: float


def short(counts: tuple[float, float], limits: tuple[float, float], wanted: float, polarity: str) -> Short:
    """People by whom a share misses what is wanted (percent): of its counts (who, of how many) and of its limits (percent).

    More are wanted, or fewer where lower is better; never fewer than none. The range holds chance in the share alone.
    """
    who, of = counts
    people = max(0, people_short(who, of, wanted, polarity))
    if any(math.isnan(limit) for limit in limits):
        return Short(people=people, fewest=math.nan, most=math.nan)
    fewest, most = sorted(points_short(limit, wanted, polarity) / 100 * of for limit in limits)
    return Short(people=people, fewest=_next_whole(fewest), most=_next_whole(most))


def _next_whole(people: float) -> float:
    return float(math.ceil(round(people, 6)))  # rounded: 1.1 x 100 is not 111 people


def points_short(share: float, wanted: float, polarity: str) -> float:
    """The points by which a share misses what is wanted; none where it does not."""
    return max(0.0, share - wanted if polarity == LOWER_BETTER else wanted - share)


def months_of(first: datetime.date, last: datetime.date) -> int:
    """Calendar months from a day to another, both of which count: 12 of a financial year, 3 of a quarter."""
    return MONTHS_A_YEAR * (last.year - first.year) + last.month - first.month + 1


def months_for(now_ends: datetime.date, first: datetime.date, last: datetime.date) -> int:
    """The months that are left to make up a difference, of a target for the days from `first` to `last`; at least one."""
    starts = max(first, now_ends + datetime.timedelta(days=1))
    return max(1, months_of(starts, last))


def left(amount: float, percent: float) -> float:
    """What an amount becomes that changes by so many percent."""
    return amount * (1 + percent / 100)


def before(amount: float, percent: float) -> float:
    """What an amount was that has changed by so many percent; not a number after a cut of all of it."""
    return amount / (1 + percent / 100) if percent > -100 else math.nan


def cost_for_each(percent: float, now: float, wanted: float) -> float:
    """By how many percent the money for each person has to change, if money changes so and people from now to wanted."""
    return 100 * (left(now, percent) / wanted - 1) if wanted > 0 else math.nan


def totals(amounts: Sequence[float]) -> list[bool]:
    """Which amounts of a table are totals of the others: such a one is never added to its parts, nor cut beside them.

    A total is the sum of two or more amounts above it, or of all below it, to what rounding may take.
    """
    found: list[bool] = []
    for place, amount in enumerate(amounts):
        above = [part for part, is_total in zip(amounts, found, strict=False) if not is_total]
        found.append(any(_adds_up(amount, parts) for parts in (above, amounts[place + 1 :])))
    return found


def _adds_up(amount: float, parts: Sequence[float]) -> bool:
    given = [part for part in parts if part]
    return len(given) > 1 and abs(sum(given) - amount) <= AS_PRINTED * len(given)


@dataclass(frozen=True, kw_only=True)
class StockAndFlow:
    """People in treatment in a year, those of them who came in it and those who left in it.

    Raises ValueError for more who came or left than there were.
    """

    in_treatment: float
    came: float
    left: float

    def __post_init__(self) -> None:
        if not 0 <= max(self.came, self.left) <= self.in_treatment:
            raise ValueError(
                f"stock and flow: {self.came:g} came and {self.left:g} left; wanted no more than {self.in_treatment:g}"
            )

    @property
    def at_first(self) -> float:
        """People who were there when the year began."""
        return self.in_treatment - self.came

    @property
    def at_last(self) -> float:
        """People who are there when it ends."""
        return self.in_treatment - self.left

    @property
    def next_year(self) -> float:
        """People in treatment in the year after, if as many come."""
        return self.at_last + self.came


def treated_at(need: float, unmet_percent: float) -> float:
    """People in treatment at whom so many percent of those in need are not in treatment."""
    return need * (1 - unmet_percent / 100)

"""What would happen if: a stock and flow of treatment, fitted on the figures that are shown, and what levers change in it.

`fit` reads the flows of one partnership up to a quarter from safe results; `run` moves them on, as it is and with levers.
"""

import math
from dataclasses import dataclass, fields

import pandas as pd

from needs.mistakes import Mistake
from needs.quarter import Quarter

MOST_QUARTERS = 12  # ahead: beyond three years nothing that is fitted here holds
MOST_TIMES = 10  # how many times as much a lever may ask for


@dataclass(frozen=True, kw_only=True)
class Levers:
    """What is asked: each lever by itself leaves things as they are (1, 0 or None).

    `places` and `money_percent` change how many may be in treatment at once: places at once, money as people leave.
    `waits_weeks` is the mean wait while places are free; `early_drop_out` and `completion` multiply the chances of unplanned
    exits in the first three months and of planned exits; `reach` is the share of need that is in treatment in a year.
    `capacity` (places now) and `pounds_a_place` (a year) are what a partnership knows of itself. A Mistake names what is impossible.
    """

    places: float = 1.0
    waits_weeks: float | None = None
    early_drop_out: float = 1.0
    completion: float = 1.0
    reach: float | None = None
    money_percent: float = 0.0
    capacity: float | None = None
    pounds_a_place: float | None = None
    quarters_ahead: int = 4

    def __post_init__(self) -> None:
        for one in fields(self):
            value, (lowest, highest, words) = getattr(self, one.name), LIMITS[one.name]
            if value is None and one.default is None:
                continue
            is_number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
            if not is_number or not lowest <= value <= highest:
                raise Mistake(f"{one.name} is {value!r}; wanted {words}")
        if not float(self.quarters_ahead).is_integer():
            raise Mistake(f"quarters_ahead is {self.quarters_ahead!r}; wanted {LIMITS['quarters_ahead'][2]}")

    @property
    def is_as_it_is(self) -> bool:
        """Whether nothing is asked to change; what is known of places and pounds changes nothing."""
        return not self.changed

    @property
    def changed(self) -> tuple[str, ...]:
        """The names of the levers that ask for a change, in their order."""
        return tuple(
            one.name for one in fields(self) if one.name not in KNOWN and getattr(self, one.name) != one.default
        )


KNOWN = ("capacity", "pounds_a_place", "quarters_ahead")  # of the partnership and the question, and no lever
TIMES = f"times as it is, above 0 and up to {MOST_TIMES}, as in 1.1 for a tenth more"
LIMITS = {
    "places": (0.01, MOST_TIMES, f"{TIMES}; for fewer places as people leave write money_percent"),
    "waits_weeks": (0, 52, "weeks from 0 to 52, or nothing for the wait as it is"),
    "early_drop_out": (0, MOST_TIMES, TIMES.replace("above 0", "from 0")),
    "completion": (0, MOST_TIMES, TIMES.replace("above 0", "from 0")),
    "reach": (0, 1, "a share of need from 0 to 1, as in 0.6 for 60%"),
    "money_percent": (-100, 100 * MOST_TIMES, "a change in percent from -100, as in -5.1 for a cut of 5.1%"),
    "capacity": (1, 1_000_000, "how many can be in treatment at one time, a number above 0"),
    "pounds_a_place": (0, 1_000_000, "pounds a year for one place, 0 or more"),
    "quarters_ahead": (1, MOST_QUARTERS, f"a whole number of quarters from 1 to {MOST_QUARTERS}"),
}


@dataclass(frozen=True)
class Range:
    """What is expected, and between what it lies 95 times in 100 if the model holds."""

    value: float
    lower: float
    upper: float


MEASURES = (
    "in_treatment", "in_treatment_in_the_year", "new", "returns", "planned_exits", "unplanned_exits", "other_exits", "deaths",
    "waiting", "weeks_of_waiting", "places_needed", "pounds",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """What `run` gives: by measure (MEASURES) the range over the whole time ahead, or at its end for what is there at once.

    `as_it_is` and `changed` hold the same measures, `net` the second less the first, `ends` the people in treatment at each
    quarter's end of both. What cannot be said (pounds where no price is known) is not among them.
    """

    levers: Levers
    quarters: tuple[Quarter, ...]
    as_it_is: dict[str, Range]
    changed: dict[str, Range]
    net: dict[str, Range]
    ends: tuple[tuple[Range, ...], tuple[Range, ...]]


@dataclass(frozen=True, kw_only=True)
class Flows:
    """What is read of a partnership's flows up to a quarter, as they are shown."""

    quarter: Quarter


def fit(results: pd.DataFrame, quarter: Quarter) -> Flows:
    """The flows of one partnership, from its results counted from records that had ended by a quarter; a Mistake says what is wanting."""
    raise NotImplementedError


def run(flows: Flows, levers: Levers) -> Scenario:
    """What comes of the flows with levers, beside as it is; the same bytes each time. A Mistake names an impossible lever."""
    raise NotImplementedError

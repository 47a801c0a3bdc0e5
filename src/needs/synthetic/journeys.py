"""Invented journeys through treatment: when each begins and ends, how it ends, and which are returns of one person.

A journey is one unbroken stay in treatment. Days are whole numbers counted from 1 January 1970.
"""

from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np

from needs.quarter import Quarter
from needs.synthetic.chance import even_draws, whole_days
from needs.synthetic.profiles import Partnership

LONGEST_EARLY_STAY = 55  # days; with the wait before it still short of 12 weeks, counted from triage or from start
SHORTEST_LONG_STAY = 90  # days; past 12 weeks however they are counted
SHORTEST_GAP = 22  # days from leaving to coming back, so that the two journeys are never one
GAPS = ((0.2, 22, 26), (0.45, 27, 180), (0.35, 181, 600))  # share of returns, shortest and longest gap aimed at


@dataclass(frozen=True, kw_only=True)
class Window:
    """The days that records are invented for, both included, and the quarter each day belongs to."""

    first: Quarter
    last: Quarter

    @property
    def start(self) -> int:
        return days(self.first.start)

    @property
    def end(self) -> int:
        return days(self.last.end)

    @property
    def quarters(self) -> list[Quarter]:
        found = [self.first]
        while found[-1] < self.last:
            found.append(found[-1] + 1)
        return found

    def quarter_of(self, day: np.ndarray) -> np.ndarray:
        """The place of each day's quarter in the window: -1 before it, the number of quarters after it."""
        edges = np.array([days(quarter.start) for quarter in self.quarters] + [self.end + 1])
        return np.searchsorted(edges, day, side="right") - 1


@dataclass(frozen=True, kw_only=True)
class Journeys:
    """One place in each array is one journey: first and last day, who, and whether it was short and planned."""

    start: np.ndarray
    end: np.ndarray
    person: np.ndarray
    is_retained: np.ndarray
    is_early_planned: np.ndarray


def days(day) -> int:
    """A date as days from 1 January 1970."""
    return int((np.datetime64(day) - np.datetime64("1970-01-01")).astype(int))


def journeys_of(partnership: Partnership, window: Window, chance: np.random.Generator) -> Journeys:
    """The journeys of a partnership, those under way when the window opens first; some end after it closes."""
    under_way = _under_way(partnership, window, chance)
    arriving = _arriving(partnership, window, chance)
    together = Journeys(
        **{
            name: np.concatenate([getattr(under_way, name), getattr(arriving, name)])
            for name in Journeys.__dataclass_fields__
        }
    )
    return replace(together, person=_people(together, partnership.returning, window, chance))


def by_year(shares: dict[int, float], year: int) -> float:
    """What holds in a year: the value given for it, or for the nearest year that has one."""
    return shares[min(shares, key=lambda given: abs(given - year))]


def _under_way(partnership: Partnership, window: Window, chance: np.random.Generator) -> Journeys:
    count = partnership.stock
    past = np.minimum(np.floor(chance.exponential(partnership.long_stay * 0.8, count)), 2000).astype(np.int64)
    ahead = np.floor(-np.log(even_draws(np.zeros(count), chance)) * partnership.long_stay).astype(np.int64)
    start = window.start - 1 - past
    return Journeys(
        start=start,
        end=np.maximum(start + SHORTEST_LONG_STAY, window.start + 1 + ahead),
        person=np.arange(count),
        is_retained=np.ones(count, dtype=bool),
        is_early_planned=np.zeros(count, dtype=bool),
    )


def _arriving(partnership: Partnership, window: Window, chance: np.random.Generator) -> Journeys:
    start, retained = _first_days(partnership, window, chance)
    is_quota = partnership.retention_is_printed
    kind = even_draws(window.quarter_of(start), chance) if is_quota else chance.random(len(start))
    is_retained = kind < retained
    early = whole_days(7, LONGEST_EARLY_STAY, chance, len(start))
    long = SHORTEST_LONG_STAY + np.floor(
        -np.log(even_draws(window.quarter_of(start) * 2 + is_retained, chance)) * partnership.long_stay
    )
    return Journeys(
        start=start,
        end=start + np.where(is_retained, long, early).astype(np.int64),
        person=np.arange(len(start)),
        is_retained=is_retained,
        is_early_planned=~is_retained & (kind < retained + partnership.early_planned),
    )


def _first_days(partnership: Partnership, window: Window, chance: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """The first day of each journey, and the share that is retained; a year's starts fall on its quarters by chance."""
    starts, retained = [], []
    for _, quarters in groupby(window.quarters, key=lambda quarter: quarter.year):
        of_year = list(quarters)
        total = round(by_year(partnership.starts_a_month, of_year[0].year) * 3 * len(of_year))
        counts = chance.multinomial(total, np.full(len(of_year), 1 / len(of_year)))
        for quarter, count in zip(of_year, counts, strict=True):
            starts.append(whole_days(days(quarter.start), days(quarter.end), chance, count))
            retained.append(np.full(count, by_year(partnership.retained, quarter.year)))
    return np.concatenate(starts), np.concatenate(retained)


def _people(journeys: Journeys, returning: float, window: Window, chance: np.random.Generator) -> np.ndarray:
    """Who each journey belongs to: a journey that follows another takes its person, however many lie before it."""
    count = len(journeys.start)
    before = np.arange(count)
    may_return = np.flatnonzero((journeys.start >= window.start) & (chance.random(count) < returning))
    by_end = np.argsort(journeys.end, kind="stable")
    place = np.searchsorted(journeys.end[by_end], journeys.start[may_return] - _gaps(len(may_return), chance), "right")
    may_return, earlier = may_return[place > 0], by_end[place[place > 0] - 1]
    earlier, first = np.unique(earlier, return_index=True)
    before[may_return[first]] = earlier
    while not np.array_equal(before, before[before]):
        before = before[before]
    return np.unique(before, return_inverse=True)[1]


def _gaps(count: int, chance: np.random.Generator) -> np.ndarray:
    kind = np.minimum(np.searchsorted(np.cumsum([gap[0] for gap in GAPS]), chance.random(count)), len(GAPS) - 1)
    low, high = np.array([gap[1] for gap in GAPS]), np.array([gap[2] for gap in GAPS])
    return whole_days(np.maximum(low[kind], SHORTEST_GAP), high[kind], chance, count)

"""Invented episodes: a journey as the agencies recorded it, with moves between agencies and stays at two at once."""

from dataclasses import dataclass

import numpy as np

from needs.synthetic.chance import Chance, between, chosen
from needs.synthetic.journeys import TWELVE_WEEKS, Journeys, Window
from needs.synthetic.profiles import Partnership

DAYS_BETWEEN_AGENCIES = {"1-7": 0.6, "8-19": 0.34, "20-20": 0.06}  # 20 is the last that joins, however 21 are counted
SHARE_THAT_CONTRADICTS = 0.06  # of concurrent stays: both agencies end on one day and give different reasons
REFERRED_ON, DROPPED_OUT = "5", "6"


@dataclass(frozen=True, kw_only=True)
class Episodes:
    """One place in each array is one episode; `start` is the first intervention's, `part` main, moved or concurrent."""

    journey: np.ndarray
    agency: np.ndarray
    start: np.ndarray
    end: np.ndarray
    reason: np.ndarray
    is_first: np.ndarray
    is_last: np.ndarray
    contradicts: np.ndarray


def episodes_of(partnership: Partnership, journeys: Journeys, window: Window, chance: Chance) -> Episodes:
    """Every episode of every journey that began by the end of the window."""
    count, agency, reason = len(journeys.start), journeys.agency, journeys.reason
    other = (agency + chance.whole_days("other agency", 1, partnership.agencies - 1, count)) % partnership.agencies
    moved = journeys.is_retained & (journeys.end - journeys.start >= TWELVE_WEEKS + 5)
    moved &= chance.numbers("moves", count) < partnership.transfers
    leaves = chance.whole_days("leaves", journeys.start + 40, journeys.end - 45, count)
    arrives = leaves + _days_between(count, chance)
    moved &= arrives <= window.end
    first = {"journey": np.arange(count), "agency": agency, "start": journeys.start}
    first |= {"end": np.where(moved, leaves, journeys.end), "reason": np.where(moved, REFERRED_ON, reason)}
    first |= {"is_first": np.ones(count, bool), "is_last": ~moved, "contradicts": np.zeros(count, bool)}
    second = dict(first, agency=other, start=arrives, end=journeys.end, reason=reason)
    second = {name: values[moved] for name, values in second.items()}
    second |= {"is_first": np.zeros(moved.sum(), bool), "is_last": np.ones(moved.sum(), bool)}
    beside = _concurrent(partnership, journeys, other, window, chance)
    together = {name: np.concatenate([first[name], second[name], beside[name]]) for name in first}
    begun = together["start"] <= window.end
    return Episodes(**{name: values[begun] for name, values in together.items()})


def _concurrent(partnership, journeys, other, window, chance) -> dict[str, np.ndarray]:
    count, reason = len(journeys.start), journeys.reason
    stays = journeys.is_retained & (journeys.end - journeys.start >= TWELVE_WEEKS + 5)
    stays &= chance.numbers("is at two", count) < partnership.concurrent
    start = chance.whole_days("at the second from", journeys.start + 10, journeys.end - 40, count)
    end = chance.whole_days("at the second until", start + 10, journeys.end - 1, count)
    contradicts = stays & partnership.contradictory & (chance.numbers("contradicts", count) < SHARE_THAT_CONTRADICTS)
    contradicts &= (reason != DROPPED_OUT) & (journeys.end <= window.end)
    found = {"journey": np.arange(count), "agency": other, "start": start}
    found |= {"end": np.where(contradicts, journeys.end, end), "contradicts": contradicts}
    found["reason"] = np.where(
        contradicts, DROPPED_OUT, chance.picked("leaves the second", {"2": 0.5, "5": 0.2, "6": 0.3}, count)
    )
    found |= {"is_first": np.zeros(count, bool), "is_last": np.zeros(count, bool)}
    return {name: values[stays] for name, values in found.items()}


def _days_between(count: int, chance: Chance) -> np.ndarray:
    bands = chosen(chance.numbers("band between", count), DAYS_BETWEEN_AGENCIES)
    low, high = (np.array([int(band.split("-")[end]) for band in bands]) for end in (0, 1))
    return between(chance.numbers("between", count), low, high)

"""Bounds that follow from one identity at a time: cheap, and often all a reader needs to work a number out."""

import math
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from needs.measure.disclosure_identities import Identity
from needs.measure.disclosure_policy import Bounds

MOST_ROUNDS = (
    30  # narrowing by ones through a circle of identities could go on for long; the rest is left to the solver
)
SLACK = 1e-6


class Part(NamedTuple):
    """Numbers that are tied to one another, and the identities that tie them."""

    numbers: tuple[int, ...]
    identities: tuple[Identity, ...]


def tightened(part: Part, known: Mapping[int, Bounds], cap: float) -> dict[int, tuple[float, float]] | None:
    """Least and greatest (at most the cap) of each number of a part; None if its identities contradict one another."""
    column = {number: place for place, number in enumerate(part.numbers)}
    least = np.array([known[number].bottom for number in part.numbers], dtype=float)
    greatest = np.array([min(known[number].greatest, cap) for number in part.numbers], dtype=float)
    gap = np.array([known[number].least if known[number].or_none else 0 for number in part.numbers], dtype=float)
    lines = _lines(part, known, column)
    for _ in range(MOST_ROUNDS if lines.at.size else 0):
        before = least.copy(), greatest.copy()
        _tighten(lines, least, greatest)
        np.maximum(least, gap, out=least, where=least > 0)
        np.minimum(greatest, 0, out=greatest, where=(greatest >= 0) & (greatest < gap))
        if (least > greatest).any():
            return None
        if (least == before[0]).all() and (greatest == before[1]).all():
            break
    return dict(zip(part.numbers, zip(least.tolist(), greatest.tolist(), strict=True), strict=True))


class _Lines(NamedTuple):
    """Terms one after another: whose line, which column, times what; and each line's side, least and greatest."""

    at: np.ndarray
    where: np.ndarray
    times: np.ndarray
    low: np.ndarray
    high: np.ndarray


def _lines(part: Part, known: Mapping[int, Bounds], column: dict[int, int]) -> _Lines:
    """The identities as lines: the sum of coefficient × unknown number lies between a low and a high side."""
    terms, low, high = [], [], []
    for line, identity in enumerate(part.identities):
        constant = sum(c * known[i].least for i, c in identity.terms if i not in column)
        terms += [(line, column[i], c) for i, c in identity.terms if i in column]
        low.append(-constant if identity.is_equal else -math.inf)
        high.append(-constant)
    at, where, times = np.array(terms, dtype=float).reshape(-1, 3).T
    return _Lines(at.astype(int), where.astype(int), times, np.array(low), np.array(high))


def _tighten(lines: _Lines, least: np.ndarray, greatest: np.ndarray) -> None:
    at, where, times, low, high = lines
    is_plus = times > 0
    smallest = times * np.where(is_plus, least[where], greatest[where])
    largest = times * np.where(is_plus, greatest[where], least[where])
    above = high[at] - (np.bincount(at, smallest, minlength=len(high))[at] - smallest)
    below = low[at] - (np.bincount(at, largest, minlength=len(high))[at] - largest)
    highest = np.where(is_plus, above, below) / times
    lowest = np.where(is_plus, below, above) / times
    np.maximum.at(least, where, np.ceil(lowest - SLACK))
    np.minimum.at(greatest, where, np.floor(highest + SLACK))

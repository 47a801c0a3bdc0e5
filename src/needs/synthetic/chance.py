"""Chance for what is invented: a source for each purpose, of which the n-th number is the n-th person's.

So one partnership more, one person more or one purpose more changes nothing of any other.
"""

import zlib

import numpy as np


class Chance:
    """The sources of one partnership, the same for the same seed and name."""

    def __init__(self, seed: int, name: str):
        self._key = [seed, zlib.crc32(name.encode())]

    def source(self, purpose: str) -> np.random.Generator:
        """A source of numbers for one purpose, from its beginning."""
        return np.random.default_rng([*self._key, zlib.crc32(purpose.encode())])

    def numbers(self, purpose: str, count: int) -> np.ndarray:
        """So many numbers from 0 to 1, 1 excluded."""
        return self.source(purpose).random(count)

    def normal(self, purpose: str, count: int) -> np.ndarray:
        """So many numbers of the standard normal distribution."""
        return self.source(purpose).standard_normal(count)

    def picked(self, purpose: str, shares: dict, count: int) -> np.ndarray:
        """So many keys of the shares, which are weights and need not add to 1."""
        return chosen(self.numbers(purpose, count), shares)

    def whole_days(self, purpose: str, low: np.ndarray | int, high: np.ndarray | int, count: int) -> np.ndarray:
        """So many whole numbers from low to high, both included; low where high is less."""
        return between(self.numbers(purpose, count), low, high)


def chosen(draws: np.ndarray, shares: dict) -> np.ndarray:
    """For each draw from 0 to 1 one of the keys of the shares."""
    edges = np.cumsum(np.array(list(shares.values()), dtype=float))
    kinds = np.array(list(shares), dtype=object)
    return kinds[np.minimum(np.searchsorted(edges / edges[-1], draws, side="right"), len(kinds) - 1)]


def between(draws: np.ndarray, low: np.ndarray | int, high: np.ndarray | int) -> np.ndarray:
    """For each draw from 0 to 1 a whole number from low to high, both included; low where high is less."""
    span = np.maximum(np.asarray(high) - np.asarray(low), 0) + 1
    return (np.asarray(low) + np.floor(draws * span)).astype(np.int64)

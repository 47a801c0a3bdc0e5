"""Draws that come out as they should: shares met to the nearest person in each group, not only on average."""

import numpy as np


def even_draws(groups: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """One number in 0-1 for each member; in each group they are evenly spaced and in random order.

    So of a group of n, the nearest whole number to n times a share lies below the share: a quota, not a coin.
    """
    order = np.lexsort((chance.random(len(groups)), groups))
    rank, size = _rank_and_size(groups[order])
    draws = np.empty(len(groups))
    draws[order] = (rank + 0.5) / size
    return draws


def spread(share: float, groups: np.ndarray, along: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """Whether each member has something that a share of them has: a quota for each group, and, to within one member,
    for any run of the group that lies side by side along an order, such as those who leave after a day."""
    order = np.lexsort((chance.random(len(groups)), along, groups))
    steps = np.floor((np.arange(len(groups) + 1) + chance.random()) * share)
    has = np.empty(len(groups), dtype=bool)
    has[order] = np.diff(steps) > 0
    return has


def chosen(draws: np.ndarray, shares: dict) -> np.ndarray:
    """For each draw, one of the keys of the shares, which are weights and need not add to 1."""
    edges = np.cumsum(np.array(list(shares.values()), dtype=float))
    kinds = np.array(list(shares), dtype=object)
    return kinds[np.minimum(np.searchsorted(edges / edges[-1], draws, side="right"), len(kinds) - 1)]


def picked(shares: dict, count: int, chance: np.random.Generator) -> np.ndarray:
    """As many keys of the shares as asked for, by plain chance."""
    return chosen(chance.random(count), shares)


def whole_days(low: np.ndarray | int, high: np.ndarray | int, chance: np.random.Generator, count: int) -> np.ndarray:
    """Whole numbers from low to high, both included; low where high is less."""
    span = np.maximum(np.asarray(high) - np.asarray(low), 0) + 1
    return np.asarray(low) + np.floor(chance.random(count) * span).astype(np.int64)


def _rank_and_size(ordered: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The place of each member in its group, from 0, and the size of the group; members of a group lie together."""
    if len(ordered) == 0:
        return np.zeros(0), np.ones(0)
    firsts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    sizes = np.diff(np.r_[firsts, len(ordered)])
    return np.arange(len(ordered)) - np.repeat(firsts, sizes), np.repeat(sizes, sizes)

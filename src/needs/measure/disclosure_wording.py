"""How what follows from definitions is worded: which counts are the same people, parts of others, or there on a day."""

from typing import NamedTuple

ALL = "all"
EACH = "each"  # a breakdown: the same group of the same one on both sides; a group: each of them by itself
EVERY = "every"  # a group: all groups of the breakdown together


class Cell(NamedTuple):
    """The people of an indicator's group in a period, or in one that many quarters before.

    `role`: those "counted", those counted out "of" or the "rest", who are left over.
    """

    indicator: str
    breakdown: str = ALL
    group: str = ALL
    role: str = "counted"
    quarters_before: int = 0


class Sum(NamedTuple):
    """The whole is its parts together; one part: the same people."""

    whole: Cell
    parts: tuple[Cell, ...]


class AtMost(NamedTuple):
    """The part is no more than the others together, less those `without`."""

    part: Cell
    others: tuple[Cell, ...]
    without: tuple[Cell, ...] = ()


class Account(NamedTuple):
    """Those there when a period begins, those who arrive and those who leave make those there when it ends."""

    begins: str
    ends: str
    arriving: str
    leaving: str


class Passing(NamedTuple):
    """People there at any time of a period: without those arriving they were there before, and so on from day to day."""

    there: str
    arriving: str
    leaving: str

"""Identities between indicators that follow from their definitions, as they are declared and as they tie numbers."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from needs.measure.disclosure_identities import Identity
from needs.measure.disclosure_quantities import Quantity
from needs.quarter import Quarter

ALL = "all"
EACH = "each"  # a breakdown: the same group of the same breakdown on both sides, whichever they are
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


Numbered = Iterable[tuple[int, Quantity]]
Key = tuple[str, str, str, int, int, str]  # area, indicator, role, first day, the day after the last, breakdown


class Declared:
    """The numbers seen so far, and what is declared of them."""

    def __init__(self, declarations: tuple):
        self._groups: dict[Key, dict[str, int]] = {}
        self._by_whole: dict[tuple[str, str], list] = defaultdict(list)
        for one in declarations:
            if isinstance(one, Sum | AtMost):
                first = one.whole if isinstance(one, Sum) else one.part
                self._by_whole[first.indicator, first.role].append((first, one))
        self._accounts = [one for one in declarations if isinstance(one, Account | Passing)]
        self._sides: dict[tuple, list[tuple]] = defaultdict(list)

    def tied(self, new: Numbered) -> Iterator[Identity]:
        """The identities between the new numbers, and between them and those seen before."""
        fresh: dict[Key, dict[str, int]] = defaultdict(dict)
        for place, one in new:
            fresh[one.area, one.indicator, one.role, one.start, one.end, one.breakdown].setdefault(one.group, place)
        self._groups |= fresh
        for key, groups in fresh.items():
            for first, declaration in self._by_whole.get(key[1:3], ()):
                for group in _groups_meant(first, key[-1], groups):
                    yield from self._of(declaration, key, group, groups[group])
        for account in self._accounts:
            yield from self._accounted(account, fresh)

    def _of(self, declaration: Sum | AtMost, key: Key, group: str, number: int) -> Iterator[Identity]:
        is_sum = isinstance(declaration, Sum)
        sides = (declaration.parts, ()) if is_sum else (declaration.others, declaration.without)
        terms: list[tuple[int, float]] = [(number, 1)]
        for cells, sign in zip(sides, (-1, 1), strict=True):
            for cell in cells:
                found = self._numbers(cell, key, group)
                if found is None:
                    return
                terms += [(one, sign) for one in found]
        yield Identity(("declared",), tuple(terms), is_sum)

    def _numbers(self, cell: Cell, key: Key, group: str) -> list[int] | None:
        """The numbers that a cell stands for in a period; none if nobody is in the group, None if it is not told."""
        breakdown, group = (key[-1], group) if cell.breakdown == EACH else cell[1:3]
        period = _earlier(*key[3:5], cell.quarters_before) if cell.quarters_before else key[3:5]
        groups = self._groups.get((key[0], cell.indicator, cell.role, *period, breakdown))
        if groups is None:
            return None
        if group == EVERY:
            return list(groups.values())
        return [groups[group]] if group in groups else []

    def _accounted(self, account: Account | Passing, fresh: dict[Key, dict[str, int]]) -> Iterator[Identity]:
        """Each way to work out how many were there as a day began is the same as the one known first."""
        for day, side in _sides(account, fresh, self._groups):
            known = self._sides[account, *day]
            if known:
                yield Identity(("declared",), (*side, *((number, -c) for number, c in known[0])))
            else:
                known.append(side)


def _groups_meant(cell: Cell, breakdown: str, groups: dict[str, int]) -> list[str]:
    if cell.breakdown == EACH:
        return list(groups)
    return [cell.group] if cell.breakdown == breakdown and cell.group in groups else []


def _sides(account: Account | Passing, fresh: dict[Key, dict[str, int]], seen: dict[Key, dict[str, int]]) -> Iterator:
    """For a day and a group: numbers that add up to the people there as the day begins."""
    for (area, indicator, role, start, end, breakdown), groups in fresh.items():
        if role != "counted":
            continue
        for group, number in groups.items():
            if isinstance(account, Account):
                yield from _of_account(account, (area, breakdown, group), indicator, (start, end), number, seen)
            elif indicator == account.there:
                for name, day in ((account.arriving, start), (account.leaving, end)):
                    other = seen.get((area, name, role, start, end, breakdown), {}).get(group)
                    if other is not None:
                        yield (area, breakdown, group, day), ((number, 1), (other, -1))


def _of_account(account, where, indicator, period, number, seen):
    start, end = period
    area, breakdown, group = where
    if indicator in (account.begins, account.ends):
        yield (*where, start if indicator == account.begins else end), ((number, 1),)
    if indicator == account.leaving:
        arriving = seen.get((area, account.arriving, "counted", start, end, breakdown), {}).get(group)
        before = [seen.get((area, account.begins, "counted", start, other, breakdown), {}).get(group) for other in ()]
        if arriving is not None and not before:
            yield (*where, start, end), ((arriving, 1), (number, -1))


@lru_cache
def _earlier(start: int, end: int, quarters: int) -> tuple[int, int]:
    """A period of whole quarters that many quarters before; days as ordinals, the second the day after the last."""
    first, last = (Quarter.containing(date.fromordinal(day)) - quarters for day in (start, end - 1))
    return first.start.toordinal(), last.end.toordinal() + 1

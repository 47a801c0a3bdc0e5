"""Identities between the numbers of indicators that follow from what a policy declares of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache

import pandas as pd

from needs.measure.disclosure_candidates import candidates
from needs.measure.disclosure_identities import Identity
from needs.measure.disclosure_policy import Policy
from needs.measure.disclosure_quantities import Quantity
from needs.measure.disclosure_wording import EACH, EVERY, Account, AtMost, Cell, Passing, Sum
from needs.quarter import Quarter

Numbered = Iterable[tuple[int, Quantity]]
Key = tuple[str, str, str, int, int, str]  # area, indicator, role, first day, the day after the last, breakdown


def every(found: list[Quantity], values: list[float], rows: pd.DataFrame, policy: Policy) -> list[Identity]:
    """Every identity to try: those that numbers may show by themselves, and those declared."""
    by_end: dict[int, list[tuple[int, Quantity]]] = defaultdict(list)
    for place, one in enumerate(found):
        by_end[one.end].append((place, one))
    declared = Declared(policy.identities)
    return [
        *candidates(found, values, rows, policy),
        *(identity for end in sorted(by_end) for identity in declared.tied(by_end[end])),
    ]


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
        self._of_day: dict[tuple, dict[int, tuple]] = defaultdict(dict)

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
            yield from self._accounted(account, _together(account, fresh))

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

    def _accounted(self, account: Account | Passing, found: dict[tuple, dict[str, int]]) -> Iterator[Identity]:
        """Each way to work out how many were there as a day began gives what the first one gave."""
        for is_flow in (False, True):
            for (start, end, *where), numbers in found.items():
                known = self._of_day[(account, *where)]
                ways = _by_flow(account, numbers, known.get(start)) if is_flow else _on_a_day(account, numbers)
                for is_end, terms in ways:
                    first = known.setdefault(end if is_end else start, terms)
                    if first is not terms:
                        yield Identity(("declared",), (*terms, *((number, -c) for number, c in first)))


def _groups_meant(cell: Cell, breakdown: str, groups: dict[str, int]) -> list[str]:
    if cell.breakdown == EACH:
        return list(groups)
    if cell.breakdown != breakdown:
        return []
    return list(groups) if cell.group == EACH else [group for group in (cell.group,) if group in groups]


def _together(account: Account | Passing, fresh: dict[Key, dict[str, int]]) -> dict[tuple, dict[str, int]]:
    """The numbers of an account in each period, place and group."""
    found: dict[tuple, dict[str, int]] = defaultdict(dict)
    for (area, indicator, role, start, end, breakdown), groups in fresh.items():
        if role == "counted" and indicator in account:
            for group, number in groups.items():
                found[start, end, area, breakdown, group][indicator] = number
    return found


def _on_a_day(account: Account | Passing, numbers: dict[str, int]) -> Iterator[tuple[bool, tuple]]:
    """Numbers that add up to those there as the period begins (False) or is over (True)."""
    if isinstance(account, Account):
        sides = ((False, account.begins, ()), (True, account.ends, ()))
    else:
        sides = ((False, account.there, (account.arriving,)), (True, account.there, (account.leaving,)))
    for is_end, there, less in sides:
        if all(name in numbers for name in (there, *less)):
            yield is_end, ((numbers[there], 1), *((numbers[name], -1) for name in less))


def _by_flow(account: Account | Passing, numbers: dict[str, int], before: tuple | None) -> Iterator[tuple[bool, tuple]]:
    """Those there when the period is over: those before, those who arrived, less those who left."""
    if before and account.arriving in numbers and account.leaving in numbers:
        yield True, (*before, (numbers[account.arriving], 1), (numbers[account.leaving], -1))


@lru_cache
def _earlier(start: int, end: int, quarters: int) -> tuple[int, int]:
    """A period of whole quarters that many quarters before; days as ordinals, the second the day after the last."""
    first, last = (Quarter.containing(date.fromordinal(day)) - quarters for day in (start, end - 1))
    return first.start.toordinal(), last.end.toordinal() + 1

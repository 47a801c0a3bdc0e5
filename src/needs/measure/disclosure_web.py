"""The numbers of people in results, tied to one another by identities; numbers that are the same people are one cell.

Every identity holds in the numbers as they are: they are one way to fill the hidden cells, witnesses are others.
"""

import functools
import math
from collections import defaultdict
from collections.abc import Iterable

from needs.measure.disclosure_identities import SLACK, Identity
from needs.measure.disclosure_policy import Bounds, both
from needs.measure.disclosure_table import Table
from needs.measure.disclosure_ties import NOTHING, Ties

PRICE_OF_TOTAL = 4  # rows for everybody are what a reader looks for first: hidden only instead of four others or more


class Web:
    """Cells and identities; what is known of a cell follows from the rows that show or hide it."""

    def __init__(self, table: Table, base: list[float]):
        self.table = table
        self.base = base
        self.ties = Ties(base)
        self._leader = list(range(len(base)))
        self._members: dict[int, list[int]] = {}
        self._now: dict[int, Bounds] = {}
        self._if_hidden: dict[int, Bounds] = {}
        self._showing: dict[int, frozenset[int]] = {}
        self._room: dict[int, tuple[float, float]] = {}

    def name(self, number: int) -> int:
        """The cell a number belongs to."""
        while self._leader[number] != number:
            self._leader[number] = self._leader[self._leader[number]]
            number = self._leader[number]
        return number

    def same(self, cell: int) -> list[int]:
        """All numbers that are this cell."""
        return self._members.get(cell, [cell])

    def tie(self, identities: Iterable[Identity]) -> tuple[list[int], list[tuple[int, int]]]:
        """Add the identities that hold: their places, and the pairs of names (kept, given up) of cells that are one."""
        holding = [one for one in identities if self._holds(one)]
        equal = [one for one in holding if one.is_equal and len(one.terms) == 2 and sum(c for _, c in one.terms) == 0]
        merged = [pair for one in equal if (pair := self._merge(*(self.name(number) for number, _ in one.terms)))]
        first = len(self.ties.identities)
        for one in dict.fromkeys(filter(None, map(self._renamed, holding))):
            self.ties.add(one)
        return list(range(first, len(self.ties.identities))), merged

    def _holds(self, identity: Identity) -> bool:
        total = sum(c * self.base[number] for number, c in identity.terms)
        return abs(total) <= SLACK if identity.is_equal else total <= SLACK

    def _merge(self, one: int, other: int) -> tuple[int, int] | None:
        if one == other or (self._is_settled(one) and self._is_settled(other)):
            return None  # two cells of earlier quarters that agree only by chance: nobody could have known then
        one, other = min(one, other), max(one, other)
        self._leader[other] = one
        self._forget_cell(one)
        self._members[one] = self.same(one) + self.same(other)
        # identities of earlier quarters keep their places
        moved = self.ties.touching.pop(other, [])
        self.ties.touching[one] += moved
        for place in moved:
            self.ties.put(place, self._renamed(self.ties.identities[place]) or NOTHING)
        return one, other

    def _is_settled(self, cell: int) -> bool:
        return any(self.table.is_settled[self.table.quantities[number].row] for number in self.same(cell))

    def _renamed(self, identity: Identity) -> Identity | None:
        terms: dict[int, float] = defaultdict(float)
        for number, coefficient in identity.terms:
            terms[self.name(number)] += coefficient
        kept = tuple(sorted((cell, c) for cell, c in terms.items() if c))
        return Identity((), kept, identity.is_equal) if kept else None

    def showing(self, cell: int) -> frozenset[int]:
        """The rows that show a cell."""
        if cell not in self._showing:
            rows = frozenset(self.table.quantities[number].row for number in self.same(cell))
            self._showing[cell] = rows - self.table.notes.keys()
        return self._showing[cell]

    def may_hide(self, cell: int) -> bool:
        """Whether none of the rows that show a cell was published earlier."""
        return not any(self.table.is_old[row] or self.table.is_settled[row] for row in self.showing(cell))

    def price(self, cell: int, already: frozenset[int]) -> float:
        """What hiding a cell costs besides rows hidden already; more than can be paid for earlier rows and for zeros."""
        if self.base[cell] == 0:
            return math.inf
        return sum(self._price_of_row(row) for row in self.showing(cell) if row not in already)

    def _price_of_row(self, row: int) -> float:
        if self.table.is_old[row] or self.table.is_settled[row]:
            return math.inf
        return PRICE_OF_TOTAL if self.table.is_total[row] else 1

    def known(self, cell: int) -> Bounds:
        """What a reader knows of a cell as it is shown or hidden now."""
        if cell not in self._now:
            self._now[cell] = _all_of(self.table.bounds[number] for number in self.same(cell))
        return self._now[cell]

    def if_hidden(self, cell: int) -> Bounds:
        """What a reader would know of a cell, were its rows hidden."""
        if cell not in self._if_hidden:
            self._if_hidden[cell] = _all_of(self._said(number) for number in self.same(cell))
        return self._if_hidden[cell]

    def room(self, cell: int) -> tuple[float, float]:
        """How far a cell can go down and up from what it is, shown or, where that may still be, hidden."""
        if cell not in self._room:
            base, known = self.base[cell], self.known(cell)
            if self.showing(cell) and self.price(cell, frozenset()) < math.inf:
                known = self.if_hidden(cell)
            is_held = (known.or_none and base == 0) or not known.least <= base <= known.greatest
            self._room[cell] = (0, 0) if is_held else (base - known.least, known.greatest - base)
        return self._room[cell]

    def _said(self, number: int) -> Bounds:
        table, row = self.table, self.table.quantities[number].row
        if row in table.notes or table.is_old[row] or table.is_settled[row]:
            return table.bounds[number]
        return table.bounds_if_hidden(number)

    def hide(self, rows: Iterable[int]) -> None:
        """Hide rows that are shown."""
        for row in rows:
            self.table.hide(row)
            self.forget(row)

    def show(self, row: int) -> None:
        """Show a row after all."""
        self.table.show(row)
        self.forget(row)

    def settle(self, rows: list[int]) -> None:
        """Rows are published: whether they are hidden stays as it is, and so does each cell that they tell."""
        self.table.is_settled[rows] = True
        for row in rows:
            self.forget(row)
        for cell in {self.name(number) for row in rows for number in self.table.numbers_of(row)}:
            if self.known(cell).is_known and not any(self.room(cell)):
                self.ties.fix(cell)

    def forget(self, row: int) -> None:
        """Look again at what is known of the cells of a row."""
        for cell in {self.name(number) for number in self.table.numbers_of(row)}:
            self._forget_cell(cell)

    def _forget_cell(self, cell: int) -> None:
        for remembered in (self._now, self._if_hidden, self._showing, self._room):
            remembered.pop(cell, None)


def _all_of(said: Iterable[Bounds]) -> Bounds:
    different = list(dict.fromkeys(said))
    return different[0] if len(different) == 1 else functools.reduce(both, different)

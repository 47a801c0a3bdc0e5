"""Other ways to fill the hidden cells: each is a witness that a cell may be less, or more, than it is.

A witness names the cells that change and what they become; all others stay as they are. It satisfies every identity
and all that a reader is told, so nothing a reader works out can rule it out: it is a proof, whatever was left untried.
"""

import math
from collections.abc import Iterable

from needs.measure.disclosure_identities import SLACK
from needs.measure.disclosure_policy import Bounds
from needs.measure.disclosure_web import Web

Witness = dict[int, float]
MOST_STEPS = 30  # cells tried before a search is given up; more is hidden instead
MOST_OPTIONS = 12  # cells tried for one identity
NONE: frozenset[int] = frozenset()


class Search:
    """A search for one witness that hides no more rows than the allowance pays for."""

    def __init__(self, web: Web, allowance: float):
        self._web, self._allowance = web, allowance
        self._steps = MOST_STEPS

    def witness(self, start: Witness, to_check: Iterable[int] | None = None) -> Witness | None:
        """The start, and what must change with it; None if none was found. Identities to check: all that it touches."""
        if to_check is None:
            to_check = [place for cell in start for place in self._web.ties.touching[cell]]
        rows = frozenset(row for cell in start if not self._stays(cell, start[cell]) for row in self._web.showing(cell))
        return self._completed(start, list(dict.fromkeys(to_check)), 0, rows)

    def _stays(self, cell: int, value: float) -> bool:
        return is_within(value, self._web.known(cell))

    def _completed(self, made: Witness, waiting: list[int], spent: float, rows: frozenset[int]) -> Witness | None:
        waiting = list(waiting)
        while waiting:
            gap = self._web.ties.gap(waiting[-1], made)
            if gap:
                break
            waiting.pop()
        else:
            return made
        self._steps -= 1
        if self._steps < 0:
            return None
        for price, value, cell in self._options(waiting[-1], gap, made, self._allowance - spent, rows):
            more = rows | self._web.showing(cell) if price else rows
            ahead = waiting + [p for p in self._web.ties.touching[cell] if p != waiting[-1] and p not in waiting]
            found = self._completed({**made, cell: value}, ahead, spent + price, more)
            if found is not None or self._steps < 0:
                return found
        return None

    def _options(self, place: int, gap: float, made: Witness, left: float, rows: frozenset[int]) -> list:
        """The cells that can close the gap, or part of it: at what price, and what they become; the cheapest first."""
        found = []
        for cell, c in self._web.ties.loose[place]:
            if cell not in made:
                step = -gap / c
                step = math.ceil(step - SLACK) if step > 0 else math.floor(step + SLACK)
                found += self._of_cell(cell, step, left, rows)
        return [one[-3:] for one in sorted(found)[:MOST_OPTIONS]]

    def _of_cell(self, cell: int, step: int, left: float, rows: frozenset[int]) -> list[tuple]:
        base, known, options = self._web.base[cell], self._web.known(cell), []
        free = base if known.least == known.greatest else nearest(base, step, known)
        if free != base:
            options.append((0, free != base + step, 0, len(self._web.ties.touching[cell]), 0, free, cell))
        if free == base + step:
            return options
        is_shown = not self._web.showing(cell) <= rows
        price = self._web.price(cell, rows) if is_shown else 0
        if is_shown and price <= left:
            hidden = nearest(base, step, self._web.if_hidden(cell))
            if hidden not in (base, free):
                options.append(
                    (price, hidden != base + step, base, len(self._web.ties.touching[cell]), price, hidden, cell)
                )
        return options


def is_within(value: float, bounds: Bounds) -> bool:
    """Whether a reader cannot rule the value out."""
    return bounds.least <= value <= bounds.greatest or (bounds.or_none and value == 0)


def nearest(base: float, step: float, bounds: Bounds) -> float:
    """The value nearest to base + step, on the way there, that a reader cannot rule out; the base if there is none."""
    aim = base + step
    if is_within(aim, bounds):
        return aim
    ends = [*(end for end in (bounds.least, bounds.greatest) if math.isfinite(end)), *([0.0] if bounds.or_none else [])]
    on_the_way = [end for end in ends if min(base, aim) < end < max(base, aim)]
    return max(on_the_way, key=lambda end: abs(end - base)) if on_the_way else base

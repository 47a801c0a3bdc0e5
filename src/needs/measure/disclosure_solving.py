"""A witness by linear programming, where trying cell after cell finds none: the one for which the least is hidden."""

import math

import numpy as np
from scipy.optimize import Bounds as Box
from scipy.optimize import LinearConstraint, milp
from scipy.sparse import coo_array, hstack

from needs.measure.disclosure_web import Web
from needs.measure.disclosure_witnesses import Witness

LIMITS = {"node_limit": 50, "time_limit": 2.0}
PRICE_OF_CHANGE = 0.01  # so that as few cells as possible change
WORTH = 100.0  # of each step the cell in question moves: it outweighs what is hidden for it
MANY = 10_000  # people: hiding a row of so many costs twice as much as hiding one of a few
WIDE = 40  # an inequality with as much room as that is looked at only afterwards


class Solver:
    """Looks among so many cells about one, the nearest first; those farther away stay as they are."""

    def __init__(self, web: Web, most_cells: int | None):
        self._web, self._most_cells = web, most_cells

    def witness(self, cell: int, step: int) -> Witness | None:
        """Whole numbers by which the cell moves a step up or, below 0, down, or as far as it can; None if it cannot."""
        cells, places = _about(self._web, cell, self._most_cells)
        problem = self._problem(cells, places, step)
        for is_whole in (0, 1):  # in fractions first, which mostly come out whole
            answer = milp(**problem, integrality=np.full(2 * len(cells), is_whole), options=LIMITS)
            if answer.x is None:
                return None
            changes = np.round(answer.x[: len(cells)] - answer.x[len(cells) :])
            witness = {one: self._web.base[one] + by for one, by in zip(cells, changes.tolist(), strict=True) if by}
            if all(self._web.holds(place, witness) for place in places):
                return witness if cell in witness else None
        return None

    def _problem(self, cells: dict[int, tuple[float, float]], places: list[int], step: int) -> dict:
        cell = next(iter(cells))
        down, up = np.array(list(cells.values())).T
        prices = np.array([_price(self._web, one) for one in cells])
        falls, rises = prices.copy(), prices.copy()
        towards, limit, back = (rises, up, down) if step > 0 else (falls, down, up)
        towards[0] -= WORTH
        known, base = self._web.if_hidden(cell), self._web.base[cell]
        limit[0] = min(known.greatest - base if step > 0 else base - known.least, abs(step))
        back[0] = 0
        return {
            "c": np.concatenate([rises, falls]),
            "constraints": _constraint(self._web, places, {one: column for column, one in enumerate(cells)}),
            "bounds": Box(0, np.concatenate([up, down])),
        }


def _about(web: Web, cell: int, most: int | None) -> tuple[dict[int, tuple[float, float]], list[int]]:
    """The cells that may change and how far, the nearest first, and the identities that tie them."""
    cells, fixed, places, waiting = {cell: web.room(cell)}, set(), {}, [cell]
    for one in waiting:
        for place in web.touching[one]:
            if place in places:
                continue
            places[place] = None
            for other, _ in web.identities[place].terms:
                if other not in cells and other not in fixed and (most is None or len(cells) < most):
                    room = web.room(other)
                    if any(room):
                        cells[other] = room
                        waiting.append(other)
                    else:
                        fixed.add(other)
    return cells, list(places)


def _price(web: Web, cell: int) -> float:
    """What changing a cell costs: the rows that must be hidden for it, of two as many the smaller."""
    price = web.price(cell, frozenset()) if web.showing(cell) else 0
    return PRICE_OF_CHANGE + (price * (1 + web.base[cell] / MANY) if math.isfinite(price) else 0)


def _constraint(web: Web, places: list[int], column: dict[int, int]) -> LinearConstraint:
    entries, least, most = [], [], []
    for place in places:
        identity = web.identities[place]
        room = 0 if identity.is_equal else -sum(c * web.base[one] for one, c in identity.terms)
        if room < WIDE:
            entries += [(len(most), column[one], c) for one, c in identity.terms if one in column]
            least.append(0 if identity.is_equal else -math.inf)
            most.append(room)
    line, at, c = zip(*entries, strict=True)
    matrix = coo_array((c, (line, at)), shape=(len(most), len(column)))
    return LinearConstraint(_beside(matrix), least, most)


def _beside(matrix):
    """The same matrix for increases and, with its sign turned, for decreases."""
    return hstack([matrix, -matrix]).tocsr()

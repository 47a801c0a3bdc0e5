"""A witness by linear programming, where trying cell after cell finds none: the one for which the least is hidden."""

import math

import numpy as np
from scipy.optimize import Bounds as Box
from scipy.optimize import LinearConstraint, milp
from scipy.sparse import csr_array

from needs.measure.disclosure_web import Web
from needs.measure.disclosure_witnesses import Witness

FEW_NODES, MANY_NODES = 50, 5000  # no limit of time, so that results do not depend on how busy a machine is
PRICE_OF_CHANGE = 0.01  # so that as few cells as possible change
WORTH = 100.0  # of each step the cell in question moves: it outweighs what is hidden for it
MANY = 10_000  # people: hiding a row of so many costs twice as much as hiding one of a few
MOST_ROUNDS = 6  # each with the identities that the solution before broke
WIDE = 6  # an inequality with as much room as that is looked at only afterwards


class Solver:
    """Looks among so many cells about one (None: all), the nearest first; those farther away stay as they are."""

    def __init__(self, web: Web, most_cells: int | None):
        self._web, self._most_cells = web, most_cells
        self._limits = {"node_limit": MANY_NODES if most_cells is None else FEW_NODES}

    def witness(self, cell: int, step: int) -> Witness | None:
        """Whole numbers by which the cell moves a step up or, below 0, down, or as far as it can; None if it cannot."""
        cells, places = _about(self._web, cell, self._most_cells)
        is_whole = False  # in fractions first, which mostly come out whole
        looked_at = [place for place in places if self._web.ties.slack[place] < WIDE]
        for _ in range(MOST_ROUNDS):
            witness = self._solution(cells, looked_at, step, is_whole)
            if witness is None or cell not in witness:
                return None
            failing = {
                place
                for one in witness
                for place in self._web.ties.touching[one]
                if not self._web.ties.holds(place, witness)
            }
            if not failing:
                return witness
            is_whole = is_whole or not failing - set(looked_at)
            looked_at = list(dict.fromkeys([*looked_at, *sorted(failing)]))
        return None

    def _solution(self, cells: dict, places: list[int], step: int, is_whole: bool) -> Witness | None:
        problem = self._problem(cells, places, step)
        answer = milp(**problem, integrality=np.full(2 * len(cells), int(is_whole)), options=self._limits)
        if answer.x is None:
            return None
        changes = np.round(answer.x[: len(cells)] - answer.x[len(cells) :])
        return {one: self._web.base[one] + by for one, by in zip(cells, changes.tolist(), strict=True) if by}

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
        for place in web.ties.touching[one]:
            if place in places:
                continue
            places[place] = None
            for other, _ in web.ties.loose[place]:
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
    """The identities' sides for increases and, with the sign turned, for decreases."""
    terms = [
        (line, column[one], c) for line, place in enumerate(places) for one, c in web.ties.loose[place] if one in column
    ]
    line, at, c = np.array(terms, dtype=float).reshape(-1, 3).T
    both = np.concatenate([at, at + len(column)]).astype(np.int32)
    matrix = csr_array(
        (np.concatenate([c, -c]), (np.tile(line, 2).astype(np.int32), both)), shape=(len(places), 2 * len(column))
    )
    room = np.array([web.ties.slack[place] for place in places])
    return LinearConstraint(
        matrix, np.where([web.ties.identities[place].is_equal for place in places], 0, -math.inf), room
    )

"""The least and greatest that numbers tied to one another can be, by integer programming over their identities."""

import math
from collections.abc import Iterable, Mapping

import numpy as np
from scipy.optimize import Bounds as Box
from scipy.optimize import LinearConstraint, milp
from scipy.sparse import coo_array

from needs.measure.disclosure_identities import Identity
from needs.measure.disclosure_policy import Bounds, Policy
from needs.measure.disclosure_tightening import Part, tightened

LIMIT = {"node_limit": 2000}  # a number not settled by then counts as worked out
ROOM = 100  # a number of which nothing is known is taken to be at most twice the greatest shown, and this many more


def ranges(
    part: Part, known: Mapping[int, Bounds], sought: Iterable[int], policy: Policy
) -> dict[int, tuple[float, float]]:
    box = tightened(part, known, _cap(part, known))
    if box is not None:
        narrow = {i: box[i] for i in sought if policy.is_too_narrow(*box[i])}
        if narrow:
            return narrow
    solve = None if box is None else solver(part, known, part.identities, box)
    if solve is None or solve(part.numbers[0], 1) is None:
        solve = solver(part, known, feasible(part, known))
    least, greatest = dict.fromkeys(part.numbers, math.inf), dict.fromkeys(part.numbers, -math.inf)
    for number in sought:
        for sign in (1, -1):
            if greatest[number] - least[number] + 1 >= policy.values_kept_open:
                break
            for other, value in zip(part.numbers, solve(number, sign) or (), strict=False):
                least[other], greatest[other] = min(least[other], value), max(greatest[other], value)
    return {i: (least[i], greatest[i]) for i in sought if policy.is_too_narrow(least[i], greatest[i])}


def feasible(part: Part, known: Mapping[int, Bounds]) -> list[Identity]:
    """The identities, one after another, that can hold together: a reader drops what contradicts the rest."""
    kept: list[Identity] = []
    waiting = [list(part.identities)]
    while waiting:
        chunk = waiting.pop()
        if _can_hold(Part(part.numbers, (*kept, *chunk)), known):
            kept += chunk
        elif len(chunk) > 1:
            waiting += [chunk[len(chunk) // 2 :], chunk[: len(chunk) // 2]]
    return kept


def _can_hold(part: Part, known: Mapping[int, Bounds]) -> bool:
    box = tightened(part, known, _cap(part, known))
    return box is not None and solver(part, known, part.identities, box)(part.numbers[0], 1) is not None


def solver(part: Part, known: Mapping[int, Bounds], identities: Iterable[Identity], tight: dict | None = None):
    """A function that finds the whole numbers within the bounds that make one of them least (1) or greatest (-1)."""
    column = {number: place for place, number in enumerate(part.numbers)}
    gaps = [number for number in part.numbers if known[number].or_none]
    rows = [_line(identity, known, column) for identity in identities]
    for place, number in enumerate(gaps, start=len(column)):  # 0, or from its least to its greatest
        rows.append(([(column[number], 1), (place, -known[number].least)], 0, math.inf))
        rows.append(([(column[number], 1), (place, -_cap(part, known))], -math.inf, 0))
    count = len(column) + len(gaps)
    entries = [(place, where, c) for place, (terms, _, _) in enumerate(rows) for where, c in terms]
    at, where, c = zip(*entries, strict=True) if entries else ((), (), ())
    matrix = coo_array((c, (at, where)), shape=(max(len(rows), 1), count)).tocsr()
    limits = [(low, high) for _, low, high in rows] or [(0, 0)]
    constraint = LinearConstraint(matrix, *(np.array(side, dtype=float) for side in zip(*limits, strict=True)))
    within = tight or {i: (known[i].bottom, known[i].greatest) for i in part.numbers}
    least, greatest = zip(*(within[i] for i in part.numbers), strict=True)
    box = Box([*least, *(0 for _ in gaps)], [*np.minimum(greatest, _cap(part, known)), *(1 for _ in gaps)])

    def solve(number: int, sign: int) -> list[int] | None:
        aim = np.zeros(count)
        aim[column[number]] = sign
        answer = milp(aim, constraints=constraint, bounds=box, integrality=np.ones(count), options=LIMIT)
        return None if answer.x is None else [round(value) for value in answer.x[: len(column)]]

    return solve


def _line(identity: Identity, known: Mapping[int, Bounds], column: dict[int, int]) -> tuple[list, float, float]:
    constant = sum(c * known[i].least for i, c in identity.terms if i not in column)
    terms = [(column[i], c) for i, c in identity.terms if i in column]
    return terms, -constant - 1e-6 if identity.is_equal else -math.inf, -constant + 1e-6


def _cap(part: Part, known: Mapping[int, Bounds]) -> float:
    shown = [known[i].greatest for identity in part.identities for i, _ in identity.terms]
    return 2 * sum(sorted(value for value in shown if math.isfinite(value))[-2:]) + ROOM

"""What can be worked out: the least and greatest each hidden number can be, by integer programming over identities."""

import functools
import math
from collections import defaultdict
from collections.abc import Iterable

import numpy as np
from scipy.optimize import Bounds as Box
from scipy.optimize import LinearConstraint, milp
from scipy.sparse import coo_array

from needs.measure.disclosure_declared import every
from needs.measure.disclosure_identities import Identity, uncontradicted
from needs.measure.disclosure_policy import Bounds, Policy, both
from needs.measure.disclosure_table import Table
from needs.measure.disclosure_tightening import Part, tightened

LIMIT = {"node_limit": 2000}  # a number not settled by then counts as worked out
ROOM = 100  # a number of which nothing is known is taken to be at most twice the greatest shown, and this many more


class Attack:
    """The attacker: identities, and what can be worked out from them. Parts already solved are remembered.

    Numbers that are the same people are one number, named by the first of them.
    """

    def __init__(self, identities: list[Identity]):
        self._leader: dict[int, int] = {}
        for identity in identities:
            if identity.is_equal and len(identity.terms) == 2 and sum(c for _, c in identity.terms) == 0:
                one, other = sorted(self.name(number) for number, _ in identity.terms)
                self._leader[other] = one
        self._members: dict[int, list[int]] = defaultdict(list)
        for number in sorted(self._leader):
            self._members[self.name(number)].append(number)
        self._identities = list(dict.fromkeys(filter(None, map(self._renamed, identities))))
        self._touching: dict[int, list[int]] = defaultdict(list)
        for place, identity in enumerate(self._identities):
            for number, _ in identity.terms:
                self._touching[number].append(place)
        self._solved: dict[tuple, dict[int, tuple[float, float]]] = {}

    def name(self, number: int) -> int:
        """The number that stands for this one and all that are the same people."""
        while self._leader.setdefault(number, number) != number:
            self._leader[number] = self._leader[self._leader[number]]
            number = self._leader[number]
        return number

    def same(self, name: int) -> list[int]:
        """All numbers that this one stands for."""
        return self._members[name] or [name]

    def _renamed(self, identity: Identity) -> Identity | None:
        terms: dict[int, float] = defaultdict(float)
        for number, coefficient in identity.terms:
            terms[self.name(number)] += coefficient
        kept = tuple(sorted((number, c) for number, c in terms.items() if c))
        return Identity((), kept, identity.is_equal) if kept else None

    def ranges(self, bounds: list[Bounds], wanted: set[int], policy: Policy) -> dict[int, tuple[float, float]]:
        """Least and greatest of each wanted number that can be narrowed to fewer values than the policy asks."""
        names: dict[int, list[int]] = defaultdict(list)
        for number in sorted(wanted):
            names[self.name(number)].append(number)
        narrow, seen, known = {}, set(), Known(self, bounds)
        for name in names:
            if name in seen:
                continue
            part = self.part_of(name, known)
            seen |= set(part.numbers)
            sought = tuple(i for i in part.numbers if i in names)
            key = (sought, part.numbers, tuple(known[i] for i in part.numbers), len(part.identities))
            if key not in self._solved:
                self._solved[key] = _ranges(part, known, sought, policy)
            narrow |= {number: span for i, span in self._solved[key].items() for number in names[i]}
        return narrow

    def part_of(self, name: int, known: "Known") -> Part:
        """The unknown numbers that identities tie to this one, directly or through others."""
        numbers, tied, waiting = {name}, set(), [name]
        while waiting:
            for place in self._touching[waiting.pop()]:
                if place not in tied and _binds(self._identities[place], known):
                    tied.add(place)
                    terms = self._identities[place].terms
                    further = [i for i, _ in terms if i not in numbers and not known[i].is_known]
                    numbers.update(further)
                    waiting.extend(further)
        return Part(tuple(sorted(numbers)), tuple(self._identities[place] for place in sorted(tied)))


class Known(dict):
    """What is known of each number by all the rows that show or hide the same people."""

    def __init__(self, attack: Attack, bounds: list[Bounds]):
        super().__init__()
        self._attack, self._bounds = attack, bounds

    def __missing__(self, name: int) -> Bounds:
        members = list(dict.fromkeys(self._bounds[i] for i in self._attack.same(name)))
        self[name] = functools.reduce(both, members)
        return self[name]


def completed(table: Table) -> list[float]:
    """Each number as it is; those of which that is not known, as they may be: one way to fill the hidden cells."""
    values = list(table.truth)
    if not any(map(math.isnan, values)):
        return values
    found = uncontradicted(every(table.quantities, values, table.rows, table.policy), table.true_bounds(), False)
    attack = Attack(found)
    known = Known(attack, table.true_bounds())
    for place, value in enumerate(values):
        if math.isnan(value):
            name = attack.name(place)
            for number, filled in _filled(attack.part_of(name, known), known).items():
                for same in attack.same(number):
                    values[same] = filled if math.isnan(values[same]) else values[same]
    return values


def _filled(part: Part, known: "Known") -> dict[int, float]:
    """One way to fill the numbers of a part that are not known."""
    answer = _solver(part, known, part.identities)(part.numbers[0], 1)
    if answer is None:
        answer = _solver(part, known, _feasible(part, known))(part.numbers[0], 1)
    return dict(zip(part.numbers, answer, strict=True))


def _binds(identity: Identity, known: Known) -> bool:
    """Whether an identity says more than the bounds do: 3 or so of 50 is always at most 50."""
    return (
        identity.is_equal or sum(c * (known[i].greatest if c > 0 else known[i].bottom) for i, c in identity.terms) > 0
    )


def _ranges(part: Part, known: Known, sought: Iterable[int], policy: Policy) -> dict[int, tuple[float, float]]:
    box = tightened(part, known, _cap(part, known))
    if box is not None:
        narrow = {i: box[i] for i in sought if policy.is_too_narrow(*box[i])}
        if narrow:
            return narrow
    solve = None if box is None else _solver(part, known, part.identities, box)
    if solve is None or solve(part.numbers[0], 1) is None:
        solve = _solver(part, known, _feasible(part, known))
    least, greatest = dict.fromkeys(part.numbers, math.inf), dict.fromkeys(part.numbers, -math.inf)
    for number in sought:
        for sign in (1, -1):
            if greatest[number] - least[number] + 1 >= policy.values_kept_open:
                break
            for other, value in zip(part.numbers, solve(number, sign) or (), strict=False):
                least[other], greatest[other] = min(least[other], value), max(greatest[other], value)
    return {i: (least[i], greatest[i]) for i in sought if policy.is_too_narrow(least[i], greatest[i])}


def _feasible(part: Part, known: Known) -> list[Identity]:
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


def _can_hold(part: Part, known: Known) -> bool:
    box = tightened(part, known, _cap(part, known))
    return box is not None and _solver(part, known, part.identities, box)(part.numbers[0], 1) is not None


def _solver(part: Part, known: Known, identities: Iterable[Identity], tight: dict | None = None):
    """A function that finds the whole numbers within the bounds that make one of them least (1) or greatest (-1)."""
    column = {number: place for place, number in enumerate(part.numbers)}
    gaps = [number for number in part.numbers if known[number].or_none]
    rows = [_line(identity, known, column) for identity in identities]
    cap = _cap(part, known)
    for place, number in enumerate(gaps, start=len(column)):  # 0, or from its least to its greatest
        rows.append(([(column[number], 1), (place, -known[number].least)], 0, math.inf))
        rows.append(([(column[number], 1), (place, -cap)], -math.inf, 0))
    count = len(column) + len(gaps)
    entries = [(place, where, c) for place, (terms, _, _) in enumerate(rows) for where, c in terms]
    at, where, c = zip(*entries, strict=True) if entries else ((), (), ())
    matrix = coo_array((c, (at, where)), shape=(max(len(rows), 1), count)).tocsr()
    limits = [(low, high) for _, low, high in rows] or [(0, 0)]
    constraint = LinearConstraint(matrix, *(np.array(side, dtype=float) for side in zip(*limits, strict=True)))
    within = tight or {i: (known[i].bottom, known[i].greatest) for i in part.numbers}
    least, greatest = zip(*(within[i] for i in part.numbers), strict=True)
    box = Box([*least, *(0 for _ in gaps)], [*np.minimum(greatest, cap), *(1 for _ in gaps)])

    def solve(number: int, sign: int) -> list[int] | None:
        aim = np.zeros(count)
        aim[column[number]] = sign
        answer = milp(aim, constraints=constraint, bounds=box, integrality=np.ones(count), options=LIMIT)
        return None if answer.x is None else [round(value) for value in answer.x[: len(column)]]

    return solve


def _line(identity: Identity, known: Known, column: dict[int, int]) -> tuple[list, float, float]:
    constant = sum(c * known[i].least for i, c in identity.terms if i not in column)
    terms = [(column[i], c) for i, c in identity.terms if i in column]
    return terms, -constant - 1e-6 if identity.is_equal else -math.inf, -constant + 1e-6


def _cap(part: Part, known: Known) -> float:
    shown = [known[i].greatest for identity in part.identities for i, _ in identity.terms]
    return 2 * sum(sorted(value for value in shown if math.isfinite(value))[-2:]) + ROOM

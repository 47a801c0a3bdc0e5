"""What can be worked out: the least and greatest each hidden number can be, by integer programming over identities."""

import functools
import math
from collections import defaultdict

from needs.measure.disclosure_candidates import uncontradicted
from needs.measure.disclosure_declared import every
from needs.measure.disclosure_extremes import feasible, ranges, solver
from needs.measure.disclosure_identities import Identity
from needs.measure.disclosure_policy import Bounds, Policy, both
from needs.measure.disclosure_table import Table
from needs.measure.disclosure_tightening import Part

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
                self._solved[key] = ranges(part, known, sought, policy)
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
    """Each number as it is; those of which that is not known, as they may be: one way to fill the hidden cells.

    Of a number that was rounded when it was published earlier it is not known either.
    """
    told = table.true_bounds()
    if all(one.is_known for one in told):
        return [one.least for one in told]
    attack = Attack(uncontradicted(every(table.quantities, table.truth, table.rows, table.policy), told, False))
    known = Known(attack, told)
    values = [one.least if one.is_known else math.nan for one in told]
    for place, value in enumerate(values):
        if math.isnan(value):
            name = attack.name(place)
            for number, filled in _filled(attack.part_of(name, known), known).items():
                for same in attack.same(number):
                    values[same] = filled if math.isnan(values[same]) else values[same]
    return values


def _filled(part: Part, known: "Known") -> dict[int, float]:
    """One way to fill the numbers of a part that are not known."""
    answer = solver(part, known, part.identities)(part.numbers[0], 1)
    if answer is None:
        answer = solver(part, known, feasible(part, known))(part.numbers[0], 1)
    return dict(zip(part.numbers, answer, strict=True))


def _binds(identity: Identity, known: Known) -> bool:
    """Whether an identity says more than the bounds do: 3 or so of 50 is always at most 50."""
    return (
        identity.is_equal or sum(c * (known[i].greatest if c > 0 else known[i].bottom) for i, c in identity.terms) > 0
    )

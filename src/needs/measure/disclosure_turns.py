"""Results made safe a period's end at a time, in order: what was published earlier is never hidden afterwards."""

from collections import defaultdict
from collections.abc import Iterator

from needs.measure.disclosure_attack import completed
from needs.measure.disclosure_candidates import candidates
from needs.measure.disclosure_declared import Declared
from needs.measure.disclosure_hiding import Guard
from needs.measure.disclosure_identities import Identity
from needs.measure.disclosure_quantities import Quantity
from needs.measure.disclosure_streams import windows
from needs.measure.disclosure_table import Table
from needs.measure.disclosure_web import Web

LOOK_BACK = 2  # times the longest period that ends now: periods that begin before that are not added up with new ones
NEAR = 0.05  # sums over periods that are out by more than this share are no sums


def hide_in_turn(table: Table) -> list[int]:
    """Hide what must be hidden, turn by turn; the small numbers for which no witness was found."""
    web = Web(table, completed(table))
    guard, history, declared, left = Guard(web), History(), Declared(table.policy.identities), []
    small = table.small()
    for places in _turns(table):
        broken = guard.recheck(*web.tie(_identities(web, history, declared, places)))
        rows = sorted({table.quantities[place].row for place in places})
        left += guard.secure(broken | {web.name(place) for place in places if place in small})
        guard.give_back([row for row in rows if _may_be_shown(table, row)])
        web.settle(rows)
    return [number for cell in left for number in web.same(web.name(cell)) if number in small]


def _turns(table: Table) -> list[list[int]]:
    by_end: dict[int, list[int]] = defaultdict(list)
    for place, one in enumerate(table.quantities):
        by_end[one.end].append(place)
    return [by_end[end] for end in sorted(by_end)]


def _may_be_shown(table: Table, row: int) -> bool:
    return row in table.notes and not (table.is_old[row] or table.came_hidden[row] or table.is_small(row))


class History:
    """The numbers published so far, as far back as new ones can be added up with them."""

    def __init__(self):
        self._numbers: list[tuple[int, Quantity]] = []

    def with_new(self, new: list[tuple[int, Quantity]]) -> list[tuple[int, Quantity]]:
        """The new numbers and those far enough back, which are remembered."""
        longest = max(one.end - one.start for _, one in new)
        earliest = new[0][1].end - LOOK_BACK * longest
        self._numbers = [pair for pair in self._numbers if pair[1].start >= earliest] + new
        return self._numbers


def _identities(web: Web, history: History, declared: Declared, places: list[int]) -> Iterator[Identity]:
    """The identities that hold in the numbers as they are and have a new number among their terms."""
    table = web.table
    found, values = [table.quantities[place] for place in places], [web.base[place] for place in places]
    for one in candidates(found, values, table.rows, table.policy, with_windows=False):
        named = one._replace(terms=tuple((places[i], c) for i, c in one.terms))
        if one.family[0] != "part" or _gap(web, named) < 0:
            yield named
    pairs = history.with_new(list(zip(places, found, strict=True)))
    new = set(places)
    yield from declared.tied(zip(places, found, strict=True))
    yield from _over_periods(web, pairs, new)


def _over_periods(web: Web, pairs: list[tuple[int, Quantity]], new: set[int]) -> list[Identity]:
    once: dict[tuple, int] = {}
    for place, (_, one) in enumerate(pairs):
        once.setdefault(one[1:], place)
    every = [
        one._replace(terms=tuple((pairs[i][0], c) for i, c in one.terms))
        for one in windows([one for _, one in pairs], once)
    ]
    out: dict[tuple, list[float]] = defaultdict(lambda: [0, 0])
    for one in every:
        if one.family[0] == "flow":
            out[one.family][0] += abs(_gap(web, one))
            out[one.family][1] += sum(abs(c) * web.base[place] for place, c in one.terms) / 2
    fallen = {family for family, (gap, whole) in out.items() if gap > NEAR * whole}
    return [one for one in every if one.family not in fallen and any(place in new for place, _ in one.terms)]


def _gap(web: Web, identity: Identity) -> float:
    return sum(c * web.base[place] for place, c in identity.terms)

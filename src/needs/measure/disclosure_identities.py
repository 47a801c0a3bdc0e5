"""The identities that may hold between published numbers: what a reader with a pencil would try.

Each is a candidate. One that the numbers contradict is dropped (`uncontradicted`): people in treatment do not add up
over quarters, new presentations do, and no list of which is which has to be kept.
"""

import math
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from needs.measure.disclosure_policy import Policy
from needs.measure.disclosure_quantities import Quantity

CROSSING = " × "  # breakdown "sex × age", group "female × 18-24": its margins are the breakdowns sex and age
SLACK = 1e-6
SHARE_SLACK = 0.0005  # a share printed to one decimal: half of 0.1 percentage points


class Identity(NamedTuple):
    """The terms (quantity, coefficient) add up to 0 (`is_equal`) or to no more than 0.

    Identities of one `family` stand or fall together: a breakdown adds up, or it does not.
    """

    family: tuple
    terms: tuple[tuple[int, float], ...]
    is_equal: bool = True


def within_rows(found, values, rows, once, policy) -> Iterator[Identity]:
    """Counted and left over are the denominator; counted and beyond the wider count; a share times its denominator."""
    by_row: dict[int, dict[str, int]] = defaultdict(dict)
    for place, one in enumerate(found):
        by_row[one.row][one.role] = place
    whole_of = dict(policy.nested)
    shares = rows["value"].tolist()
    for row, place in by_row.items():
        if "rest" in place:
            yield Identity(("row", row), ((place["counted"], 1), (place["rest"], 1), (place["of"], -1)))
            if math.isnan(values[place["counted"]]) and not math.isnan(shares[row]):
                yield from _share(row, place, shares[row] / 100)
        if "beyond" in place:
            part = found[place["counted"]]
            whole = once.get(part._replace(indicator=whole_of[part.indicator])[1:])
            if whole is not None:
                yield Identity(("wider", row), ((place["counted"], 1), (place["beyond"], 1), (whole, -1)))


def _share(row: int, place: dict[str, int], share: float) -> Iterator[Identity]:
    counted, of = place["counted"], place["of"]
    yield Identity(("share", row), ((counted, 1), (of, -share - SHARE_SLACK)), False)
    yield Identity(("share", row), ((counted, -1), (of, share - SHARE_SLACK)), False)


def margins(found: list[Quantity], once: dict, policy: Policy) -> Iterator[Identity]:
    """Groups add up to their totals, crossed breakdowns to both margins; where groups overlap, to at least as many."""
    tables: dict[tuple, dict[frozenset, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for place in once.values():
        one = found[place]
        if one.role != "rest":
            table = tables[one.role, one.area, one.indicator, one.start, one.end]
            table[_dimensions(one)][one.group] = place
    for (role, area, indicator, *_), table in tables.items():
        for margin in _margins_worth_trying(table):
            sums = [
                (dims, _projected(found, table[dims], margin))
                for dims in sorted(table, key=lambda dims: (len(dims), sorted(dims)))
                if dims >= margin
            ]
            yield from _equated((role, area, indicator, margin), sums, margin, policy)


def _dimensions(one: Quantity) -> frozenset:
    return frozenset() if one.breakdown == "all" else frozenset(one.breakdown.split(CROSSING))


def _margins_worth_trying(table: dict) -> list[frozenset]:
    shared = {one & other for one, other in combinations(table, 2)}
    return sorted(shared | set(table), key=sorted)


def _projected(found: list[Quantity], cells: dict[str, int], margin: frozenset) -> dict[tuple, list[int]]:
    """The cells of a table, gathered under the group of the margin they belong to."""
    gathered = defaultdict(list)
    for group, place in cells.items():
        names = found[place].breakdown.split(CROSSING)
        key = sorted(pair for pair in zip(names, group.split(CROSSING), strict=False) if pair[0] in margin)
        gathered[tuple(key)].append(place)
    return gathered


def _equated(family: tuple, sums: list, margin: frozenset, policy: Policy) -> Iterator[Identity]:
    with_total = [pair for pair in combinations(sums, 2) if pair[0][0] == margin]
    for (narrow, one), (wide, other) in with_total or combinations(sums, 2):
        overlap = ((narrow | wide) - margin) & set(policy.overlapping)
        for key in sorted(one.keys() & other.keys()):
            total, parts = one[key], other[key]
            terms = (*((i, 1) for i in total), *((i, -1) for i in parts))
            if not overlap:
                yield Identity(("sum", *family, narrow, wide), terms)
            if narrow == margin:
                if overlap:
                    yield from (Identity(("in", i), ((i, 1), (total[0], -1)), False) for i in parts)
                    yield Identity(("cover", *family, wide), terms, False)
                else:
                    yield Identity(("part", *family, wide), tuple((i, -c) for i, c in terms), False)


def denominators(found: list[Quantity], values: list[float], policy: Policy) -> Iterator[Identity]:
    """A profile: every group has the denominator of its table, and the groups add up to it."""
    tables: dict[tuple, list[int]] = defaultdict(list)
    counted = {one.row: place for place, one in enumerate(found) if one.role == "counted"}
    for place, one in enumerate(found):
        if one.role == "of" and one.row in counted:
            tables[one.area, one.indicator, one.start, one.end].append(place)
    for (area, indicator, *_), places in tables.items():
        known_first = sorted(places, key=lambda i: (math.isnan(values[i]), found[i].breakdown, i))
        for breakdown in sorted({found[i].breakdown for i in places} - {"all"}):
            mine = [i for i in known_first if found[i].breakdown == breakdown]
            family = (area, indicator, breakdown)
            yield from (Identity(("common", *family), ((mine[0], 1), (i, -1))) for i in mine[1:])
            yield Identity(("across", *family), ((known_first[0], 1), (mine[0], -1)))
            if not set(breakdown.split(CROSSING)) & set(policy.overlapping):
                yield Identity(("profile", *family), (*((counted[found[i].row], 1) for i in mine), (mine[0], -1)))

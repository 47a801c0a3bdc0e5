"""The identities that may hold between streams of numbers: the same people in two, and periods made up of others."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from needs.measure.disclosure_identities import SLACK, Identity
from needs.measure.disclosure_periods import combinations_of_periods
from needs.measure.disclosure_quantities import Quantity


def streams(found: list[Quantity], once: dict, values: list[float]) -> Iterator[Identity]:
    """Two streams of numbers of one area that agree wherever both are known are taken to be the same people.

    So a share's denominator is found in the count it comes from, and its numerator in another indicator. Where a policy
    declares identities, it declares which streams are the same, and none is guessed.
    """
    cells: dict[tuple, dict[tuple, int]] = defaultdict(dict)
    alike: dict[tuple, list[tuple]] = defaultdict(list)
    for place in once.values():
        one = found[place]
        stream, cell = (one.area, one.indicator, one.role), one[4:]
        cells[stream][cell] = place
        if values[place] > 0:
            alike[one.area, cell, values[place]].append(stream)
    partners: set[tuple] = set()
    for group in alike.values():
        partners |= {(group[0], other) for other in group[1:]}
        partners |= set(pairwise(group))
    for one, other in sorted(partners):
        if one[:2] == other[:2] and {one[2], other[2]} <= {"counted", "rest"}:
            continue  # half of a denominator by chance, never by definition
        pairs = [(cells[one][cell], place) for cell, place in cells[other].items() if cell in cells[one]]
        if not any(abs(values[i] - values[j]) > SLACK for i, j in pairs):
            yield from (Identity(("same", one, other), ((i, 1), (j, -1))) for i, j in pairs)


def windows(found: list[Quantity], once: dict) -> Iterator[Identity]:
    """Periods that are made up of others, for counts of events; and at least as many people in a longer period."""
    series: dict[tuple, dict[tuple[int, int], int]] = defaultdict(dict)
    for place in once.values():
        one = found[place]
        series[one.area, one.indicator, one.role, one.breakdown, one.group][one.start, one.end] = place
    known: dict[frozenset, tuple] = {}
    for (area, indicator, role, *_), places in series.items():
        if len(places) == 1:
            continue
        periods = frozenset(places)
        if periods not in known:
            known[periods] = combinations_of_periods(sorted(periods))
        yield from _of_periods((area, indicator, role), places, known[periods])


def _of_periods(family: tuple, places: dict, combined: tuple) -> Iterator[Identity]:
    cycles, nested, covers = combined
    yield from (Identity(("flow", *family), _terms(places, cycle)) for cycle in cycles)
    if family[2] != "beyond":
        yield from (Identity(("longer", *family), _terms(places, pair), False) for pair in nested)
        yield from (Identity(("union", *family), _terms(places, cover), False) for cover in covers)


def _terms(places: dict, parts: tuple) -> tuple[tuple[int, float], ...]:
    return tuple((places[period], coefficient) for period, coefficient in parts)

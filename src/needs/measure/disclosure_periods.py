"""Which published periods are made up of which others: quarters, years to date, rolling twelve months, years."""

from itertools import combinations

Period = tuple[int, int]  # first day and the day after the last, as ordinals
Sum = tuple[tuple[Period, int], ...]


def combinations_of_periods(periods: list[Period]) -> tuple[list[Sum], list[Sum], list[Sum]]:
    """The sums that are 0 for counts of events, and two kinds that are never above 0 for counts of people.

    First: each way round from a day back to itself, through periods and back through others (a basis of all of them).
    Second: a period less the shortest ones that contain it. Third: a period less those it is split into.
    """
    shortest_first = sorted(periods, key=lambda period: (period[1] - period[0], period))
    return _cycles(shortest_first), _nested(shortest_first), _covers(shortest_first)


def _cycles(periods: list[Period]) -> list[Sum]:
    """Each period that closes a circle with shorter ones, less what it is made up of."""
    since: dict[int, tuple[int, dict[Period, int]]] = {}  # day → (root day, events between root and day as a sum)
    cycles = []
    for period in periods:
        (first, to_start), (second, to_end) = (since.setdefault(day, (day, {})) for day in period)
        around = _added(_added({period: 1}, to_start, 1), to_end, -1)
        if first == second:
            cycles.append(tuple(sorted(around.items())))
        else:
            for day in [day for day, (root, _) in since.items() if root == second]:
                since[day] = (first, _added(since[day][1], around, 1))
    return cycles


def _added(one: dict, other: dict, times: int) -> dict:
    total = {key: one.get(key, 0) + times * other.get(key, 0) for key in one.keys() | other.keys()}
    return {key: number for key, number in total.items() if number}


def _nested(periods: list[Period]) -> list[Sum]:
    nested = []
    for place, inner in enumerate(periods):
        around: list[Period] = []
        for outer in periods[place + 1 :]:
            is_closest = not any(_contains(outer, closer) for closer in around)
            if _contains(outer, inner) and outer != inner and is_closest:
                around.append(outer)
                nested.append(((inner, 1), (outer, -1)))
    return nested


def _contains(outer: Period, inner: Period) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _covers(periods: list[Period]) -> list[Sum]:
    covers: set[Sum] = set()
    there = set(periods)
    for outer in periods:
        covers |= {
            ((outer, 1), (one, -1), (other, -1))
            for one, other in combinations(sorted(there), 2)
            if one[0] <= outer[0] < other[0] <= one[1] < outer[1] <= other[1]  # they may overlap, and reach beyond
        }
        parts = _split(outer, periods)
        if len(parts) > 1:
            covers.add(((outer, 1), *((part, -1) for part in parts)))
    return sorted(covers)


def _split(outer: Period, shortest_first: list[Period]) -> list[Period]:
    """The shortest published periods that follow one another from its first day to its last; none if they do not."""
    parts, day = [], outer[0]
    while day < outer[1]:
        following = next((one for one in shortest_first if one[0] == day and one[1] <= outer[1]), None)
        if following is None:
            return []
        parts.append(following)
        day = following[1]
    return parts

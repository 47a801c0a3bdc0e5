"""The same numbers as one linear programme: the whole of a partnership, all quarters and all indicators at once.

A solution is a world: counts (of parts of people, too) that agree with all that is printed and defined. A target that
differs by two or more between worlds has three values at least; what no two worlds set apart is asked for by itself.
"""

import numpy as np
from attack_definitions import is_event
from attack_knowledge import Knowledge
from attack_reader import NEARLY, Bounds
from scipy.optimize import linprog
from scipy.sparse import csr_array, vstack

ENOUGH = 3  # values that leave a number open


class Programme:
    """Counts of events are added up from their quarters, so that a number is a sum of a few columns."""

    def __init__(self, knowledge: Knowledge, bounds: Bounds):
        self.sums = _sums(knowledge)
        self.printed = _printed_sums(knowledge)
        rows = csr_array(bounds.matrix @ self.sums)
        rows.data[np.abs(rows.data) < NEARLY] = 0
        rows.eliminate_zeros()
        kept = (np.diff(rows.indptr) > 0) & ~_repeated(knowledge)
        self.rows = csr_array(vstack([rows[kept], self.sums[self.printed]]))
        self.limits = bounds.limits[:, kept]
        self.used = np.unique(self.rows.indices)
        self.columns = self.rows[:, self.used]

    def world(self, bounds: Bounds, aim: np.ndarray) -> np.ndarray | None:
        """The numbers of a world in which the sum of them all, each so many times, is least; None if there is none."""
        least, most = (
            np.concatenate([limit, side[self.printed]])
            for limit, side in zip(self.limits, (bounds.least, bounds.most), strict=True)
        )
        exact = least == most
        below, above = (np.isfinite(limit) & ~exact for limit in (most, least))
        found = linprog(
            (aim @ self.sums)[self.used],
            A_ub=vstack([self.columns[below], -self.columns[above]]),
            b_ub=np.concatenate([most[below], -least[above]]),
            A_eq=self.columns[exact],
            b_eq=most[exact],
            bounds=np.column_stack([bounds.least[self.used], bounds.most[self.used]]),
            method="highs-ipm",  # the other takes nearly twice as long
        )
        if found.status == 2:
            return None
        assert found.status == 0, found.message
        columns = np.where(np.isfinite(bounds.least), bounds.least, 0)
        columns[self.used] = found.x
        return self.sums @ columns


class Worlds:
    """The least and the most that each target is in the worlds seen so far."""

    def __init__(self, programme: Programme, targets: np.ndarray, seed: int):
        self.programme, self.targets = programme, targets
        self.chance = np.random.default_rng(seed)
        self.least, self.most = np.full(len(targets), np.inf), np.full(len(targets), -np.inf)

    @property
    def values(self) -> np.ndarray:
        """How many whole numbers lie between the two."""
        return _values(self.least, self.most)

    @property
    def unseen(self) -> np.ndarray:
        """The places of targets that have not been seen with values enough."""
        return np.flatnonzero(~(self.values >= ENOUGH))

    def look(self, bounds: Bounds, most: int) -> None:
        """See so many worlds at most, each with those targets low or high that are still to be seen otherwise."""
        for number in range(most):
            unseen = self.unseen
            if not len(unseen):
                return
            signs = np.full(len(unseen), (-1) ** number) if number < 2 else self.chance.choice([-1, 1], len(unseen))
            aim = np.zeros(len(bounds.least))
            np.add.at(aim, self.targets[unseen], signs)
            world = self.programme.world(bounds, aim)[self.targets]
            self.least, self.most = np.minimum(self.least, world), np.maximum(self.most, world)


def values_of(programme: Programme, bounds: Bounds, target: int) -> int:
    """How many whole numbers a target may be, by the least and the most it can be in any world."""
    aim = np.zeros(len(bounds.least))
    aim[target] = 1
    worlds = [programme.world(bounds, sign * aim) for sign in (1, -1)]
    if worlds[0] is None:
        return 0
    return int(_values(*(world[target] for world in worlds)))


def _values(least: np.ndarray, most: np.ndarray) -> np.ndarray:
    with np.errstate(invalid="ignore"):
        return np.floor(most + NEARLY) - np.ceil(least - NEARLY) + 1


def _sums(knowledge: Knowledge) -> csr_array:
    """A row a number: of events the quarters that it is the sum of, of anything else the number itself."""
    place = knowledge.reader.place
    entries = [(at, column) for one, at in place.items() for column in _columns(knowledge, one)]
    rows, columns = np.array(entries).T
    return csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(place), len(place)))


def _columns(knowledge: Knowledge, one: tuple) -> list[int]:
    place = knowledge.reader.place
    line, i, j = one
    quarters = [(line, k, k + 1) for k in range(i, j)]
    if j - i > 1 and is_event(line) and all(quarter in place for quarter in quarters):
        return [place[quarter] for quarter in quarters]
    return [place[one]]


def _printed_sums(knowledge: Knowledge) -> np.ndarray:
    return np.array(
        [
            at
            for one, at in knowledge.reader.place.items()
            if one[1:] in knowledge.printed[one[0]] and len(_columns(knowledge, one)) > 1
        ]
    )


def _repeated(knowledge: Knowledge) -> np.ndarray:
    """Whether a row is the sum of others: all its numbers are sums of quarters in one span."""
    spans = [one[1:] if len(_columns(knowledge, one)) > 1 else None for one in knowledge.reader.place]
    found = []
    for places, _, least, most in knowledge.reader.rows:
        of_these = {spans[place] for place in places}
        found.append(least == most and len(of_these) == 1 and None not in of_these)
    return np.array(found)

"""The identities that tie cells to one another, and by how much each fails when some cells are changed.

All hold in the numbers as they are. What cannot change any more, as it was published, is left out when they are tried.
"""

from collections import defaultdict
from collections.abc import Mapping

from needs.measure.disclosure_identities import SLACK, Identity

NOTHING = Identity((), ())


class Ties:
    """Identities by their places, and which of them touch a cell."""

    def __init__(self, base: list[float]):
        self._base = base
        self._fixed: set[int] = set()
        self.identities: list[Identity] = []
        self.touching: dict[int, list[int]] = defaultdict(list)
        self.loose: list[tuple[tuple[int, float], ...]] = []  # the terms of each whose cells may still change
        self.slack: list[float] = []  # by how much the terms of each may grow, as things are; 0 where it is an equality

    def add(self, identity: Identity) -> None:
        """Add an identity between cells."""
        place = len(self.identities)
        for cell, _ in identity.terms:
            self.touching[cell].append(place)
        self.identities.append(NOTHING)
        self.loose.append(())
        self.slack.append(0)
        self.put(place, identity)

    def put(self, place: int, identity: Identity) -> None:
        """Put an identity in the place of one of the same cells, called by other names."""
        self.identities[place] = identity
        self.loose[place] = tuple(term for term in identity.terms if term[0] not in self._fixed)
        self.slack[place] = 0 if identity.is_equal else -sum(c * self._base[cell] for cell, c in identity.terms)

    def fix(self, cell: int) -> None:
        """Leave a cell out from now on: everybody knows it for good."""
        self._fixed.add(cell)
        for place in self.touching[cell]:
            self.loose[place] = tuple(term for term in self.loose[place] if term[0] != cell)

    def gap(self, place: int, changed: Mapping[int, float]) -> float:
        """By how much an identity fails when these cells are changed; 0 if it holds."""
        base, total = self._base, -self.slack[place]
        for cell, c in self.loose[place]:
            if cell in changed:
                total += c * (changed[cell] - base[cell])
        is_held = total <= SLACK and (total >= -SLACK or not self.identities[place].is_equal)
        return 0 if is_held else total

    def holds(self, place: int, changed: Mapping[int, float]) -> bool:
        """Whether an identity holds when these cells are changed."""
        return not self.gap(place, changed)

    def parts(self, changed: Mapping[int, float]) -> list[dict[int, float]]:
        """The changed cells in groups that share no identity: each group of changes holds by itself."""
        left, parts = dict(changed), []
        while left:
            waiting = [next(iter(left))]
            part = {waiting[0]: left.pop(waiting[0])}
            for cell in waiting:
                near = {other for place in self.touching[cell] for other, _ in self.loose[place] if other in left}
                for other in sorted(near):
                    part[other] = left.pop(other)
                    waiting.append(other)
            parts.append(part)
        return parts

    def tied_to(self, cell: int) -> list[int]:
        """The cells that identities tie to one, itself first, directly or through others."""
        cells, seen, done = [cell], {cell}, set()
        for one in cells:
            for place in self.touching[one]:
                if place in done:
                    continue
                done.add(place)
                further = [other for other, _ in self.identities[place].terms if other not in seen]
                seen.update(further)
                cells += further
        return cells

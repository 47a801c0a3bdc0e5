"""The witnesses of each small count, kept, and which of them lean on which cells."""

from collections import defaultdict
from collections.abc import Iterable

from needs.measure.disclosure_web import Web
from needs.measure.disclosure_witnesses import Witness, is_within


class Witnesses:
    """Of each cell the one or two ways to fill the hidden cells in which it differs enough."""

    def __init__(self, web: Web):
        self._web = web
        self._of: dict[int, list[Witness]] = {}
        self._users: dict[int, set[int]] = defaultdict(set)

    def __contains__(self, cell: int) -> bool:
        return cell in self._of

    def of(self, cell: int) -> list[Witness]:
        """The witnesses of a cell; none if it has none."""
        return self._of.get(cell, [])

    def keep(self, cell: int, witnesses: list[Witness]) -> None:
        """Keep these instead of those a cell has."""
        self.drop(cell)
        self._of[cell] = witnesses
        for changed in {other for witness in witnesses for other in witness}:
            self._users[changed].add(cell)

    def drop(self, cell: int) -> list[Witness]:
        """Forget the witnesses of a cell, and say what they were."""
        dropped = self._of.pop(cell, [])
        for changed in {other for witness in dropped for other in witness}:
            self._users[changed].discard(cell)
        return dropped

    def users(self, cells: Iterable[int]) -> list[int]:
        """The cells whose witnesses change any of these."""
        return sorted({user for cell in cells for user in self._users.get(cell, ())})

    def lost(self, cell: int) -> list[int]:
        """The cells with a witness that what is known of this one rules out."""
        known = self._web.known(cell)
        is_lost = [
            user
            for user in self._users.get(cell, ())
            if any(cell in witness and not is_within(witness[cell], known) for witness in self._of[user])
        ]
        return sorted(is_lost)

    def renamed(self, merged: list[tuple[int, int]]) -> set[int]:
        """Call cells that were found to be one by one name; those whose witnesses say two things of it lose them."""
        broken = set()
        for one, other in merged:
            for user in [*self._users.get(other, ())]:
                witnesses = self.drop(user)
                agree = all(
                    witness.get(one, witness.get(other)) == witness.get(other, witness.get(one))
                    for witness in witnesses
                )
                if agree:
                    self.keep(user, [_called(witness, one, other) for witness in witnesses])
                else:
                    broken.add(user)
            if other in self._of:
                mine = self.drop(other)
                if one not in self._of:
                    self.keep(one, mine)
            if other in broken:
                broken = broken - {other} | {one}
        return broken


def _called(witness: Witness, one: int, other: int) -> Witness:
    return {one if cell == other else cell: value for cell, value in witness.items()}

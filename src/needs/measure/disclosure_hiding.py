"""Which rows to hide so that each small count keeps its witnesses, and which to show again."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from needs.measure.disclosure_policy import Bounds
from needs.measure.disclosure_solving import Solver
from needs.measure.disclosure_web import Web
from needs.measure.disclosure_witnesses import Search, Witness, is_within

ALLOWANCES = (0, 1)  # how many rows may be hidden to complete a witness of earlier results, tried in turn
MOST_CELLS = (80, 600)  # about one, among which a witness is solved for, tried in turn
FARTHEST = 8  # identities away from a cell that cannot be secured otherwise, up to which all is hidden
MOST_USES = 8  # a row that more small counts lean on than these is not tried again


class Guard:
    """The witnesses of each small count: one to say that it may be less, one that it may be more."""

    def __init__(self, web: Web):
        self._web, self._policy = web, web.table.policy
        self._witnesses: dict[int, list[Witness]] = {}
        self._users: dict[int, set[int]] = defaultdict(set)
        self._found: dict[int, list[Witness]] = defaultdict(list)

    def secure(self, cells: Iterable[int]) -> list[int]:
        """Hide more, until each of these cells has its witnesses; those for which no way to hide enough was found."""
        self._found.clear()
        in_turn = sorted(cells, key=lambda cell: (self._web.base[cell], cell))
        return [cell for cell in in_turn if not self._is_secured(cell) and not self._is_secured_by_hiding(cell)]

    def _is_secured_by_hiding(self, cell: int) -> bool:
        """Hide all that is tied to a cell, directly or through others, step by step, until it is secured; whether it is."""
        near, edge = {cell}, {cell}
        for _ in range(FARTHEST):
            places = {place for one in edge for place in self._web.touching[one]}
            edge = {other for place in places for other, _ in self._web.identities[place].terms} - near
            near |= edge
            for other in edge:
                if self._web.may_hide(other):  # here, as a last resort, those that count nobody too
                    self._web.hide(self._web.showing(other))
            if self._is_secured(cell):
                return True
        return False

    def _is_secured(self, cell: int) -> bool:
        for search in self._searches(cell):
            if self._has_enough(cell):
                return True
            witness = search()
            if witness is not None:
                own = next(part for part in self._web.parts(witness) if cell in part)
                self._hide_changed(own)
                self._remember(own)
        return self._has_enough(cell)

    def _searches(self, cell: int) -> Iterator[Callable[[], Witness | None]]:
        """What to try for a cell, the cheapest first: to move it up and down by as much as is asked, or as far as it goes."""
        web, base, known = self._web, self._web.base[cell], self._web.if_hidden(cell)
        far = self._policy.values_kept_open - 1
        for allowance in (0, 1):
            steps = [step for step in (far, -far) if is_within(base + step, known)]
            yield from (partial(Search(web, allowance).witness, {cell: base + step}) for step in steps)
        for most_cells in MOST_CELLS:
            yield from (partial(Solver(web, most_cells).witness, cell, step) for step in (far, -far))

    def _remember(self, found: Witness) -> None:
        """Keep each part of a witness, and its mirror image if that is one too, for all cells that it changes."""
        web = self._web
        for witness in web.parts(found):
            mirrored = {cell: 2 * web.base[cell] - value for cell, value in witness.items()}
            is_one = all(is_within(value, web.known(cell)) for cell, value in mirrored.items())
            is_one = is_one and all(web.holds(place, mirrored) for cell in mirrored for place in web.touching[cell])
            for cell in witness:
                self._found[cell] += [witness, mirrored] if is_one else [witness]

    def _has_enough(self, cell: int) -> bool:
        found = sorted([{cell: self._web.base[cell]}, *self._found.get(cell, ())], key=lambda one: one[cell])
        least, greatest = found[0], found[-1]
        if greatest[cell] - least[cell] + 1 < self._policy.values_kept_open:
            return False
        self._keep(cell, [one for one in (least, greatest) if len(one) > 1 or one[cell] != self._web.base[cell]])
        return True

    def is_secure(self, cell: int) -> bool:
        """Whether a cell has its witnesses already."""
        return cell in self._witnesses

    def _hide_changed(self, witness: Witness) -> None:
        for cell, value in witness.items():
            if not is_within(value, self._web.known(cell)):
                self._web.hide(self._web.showing(cell))

    def _keep(self, cell: int, witnesses: list[Witness]) -> None:
        for changed in {other for witness in self._witnesses.get(cell, ()) for other in witness}:
            self._users[changed].discard(cell)
        self._witnesses[cell] = witnesses
        for changed in {other for witness in witnesses for other in witness}:
            self._users[changed].add(cell)

    def recheck(self, places: list[int]) -> set[int]:
        """Complete the witnesses that new identities touch; the cells whose witnesses cannot be completed."""
        new = set(places)
        touched = {cell for place in places for cell, _ in self._web.identities[place].terms}
        broken = set()
        for cell in sorted({user for one in touched for user in self._users.get(one, ())}):
            completed = [self._completed(witness, new) for witness in self._witnesses[cell]]
            if all(completed):
                self._keep(cell, completed)
            else:
                broken.add(cell)
        return broken

    def _completed(self, witness: Witness, new: set[int]) -> Witness | None:
        to_check = [place for cell in witness for place in self._web.touching[cell] if place in new]
        for allowance in ALLOWANCES:
            found = Search(self._web, allowance).witness(witness, to_check)
            if found is not None:
                self._hide_changed(found)
                return found
        return None

    def give_back(self, rows: Iterable[int]) -> None:
        """Show again each row, totals and the largest first, without which every small count keeps its witnesses."""
        web, table = self._web, self._web.table
        depth = {row: (not table.is_total[row], -max(table.truth_of(row))) for row in rows}
        for row in sorted(depth, key=lambda row: (depth[row], row)):
            web.show(row)
            cells = [web.name(number) for number in table.numbers_of(row)]
            users = {user for cell in cells for user in self._users.get(cell, ()) if self._is_lost(user, cell)}
            if len(users) > MOST_USES or not self._replaced(sorted(users)):
                web.hide([row])

    def _is_lost(self, user: int, cell: int) -> bool:
        known: Bounds = self._web.known(cell)
        return any(cell in witness and not is_within(witness[cell], known) for witness in self._witnesses[user])

    def _replaced(self, users: list[int]) -> bool:
        """Whether other witnesses, for which nothing more is hidden, could be found for all of these cells."""
        before = {user: self._witnesses[user] for user in users}
        for user in users:
            if not self._is_secured_for_nothing(user):
                for other, witnesses in before.items():
                    self._keep(other, witnesses)
                return False
        return True

    def _is_secured_for_nothing(self, cell: int) -> bool:
        self._found.clear()
        far = self._policy.values_kept_open - 1
        for value in (self._web.base[cell] + far, self._web.base[cell] - far):
            if is_within(value, self._web.known(cell)):
                witness = Search(self._web, 0).witness({cell: value})
                if witness is not None:
                    self._remember(witness)
        return self._has_enough(cell)

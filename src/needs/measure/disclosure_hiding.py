"""Which rows to hide so that each small count keeps its witnesses, and which to show again."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from needs.measure.disclosure_keeping import Witnesses
from needs.measure.disclosure_solving import Solver
from needs.measure.disclosure_web import Web
from needs.measure.disclosure_witnesses import Search, Witness, is_within

ALLOWANCES = (0, 1)  # how many rows may be hidden to complete a witness, tried in turn
MOST_CELLS = (160, 600)  # about one, among which a witness is solved for, tried in turn
MOST_USES = 8  # a row, but for a total, that more small counts lean on than these is not tried again


class Guard:
    """Sees to it that each small count has its witnesses: one to say that it may be less, one that it may be more."""

    def __init__(self, web: Web):
        self._web, self._policy = web, web.table.policy
        self._witnesses = Witnesses(web)
        self._found: dict[int, list[Witness]] = defaultdict(list)

    def secure(self, cells: Iterable[int]) -> list[int]:
        """Hide more, until each of these cells has its witnesses; those for which no way to hide enough was found."""
        self._found.clear()
        in_turn = sorted(cells, key=lambda cell: (self._web.base[cell], cell))
        return [cell for cell in in_turn if not self._is_secured(cell) and not self._is_rescued(cell)]

    def _is_secured(self, cell: int) -> bool:
        for search in self._searches(cell):
            if self._has_enough(cell):
                return True
            witness = search()
            if witness is not None:
                self._use(cell, witness)
        return self._has_enough(cell)

    def _use(self, cell: int, witness: Witness) -> None:
        own = next(part for part in self._web.ties.parts(witness) if cell in part)
        self._hide_changed(own)
        self._remember(own)

    def _searches(self, cell: int) -> Iterator[Callable[[], Witness | None]]:
        """What to try for a cell, the cheapest first: to move it up and down by as much as is asked, or as far as it goes."""
        web, base, known = self._web, self._web.base[cell], self._web.if_hidden(cell)
        far = self._policy.values_kept_open - 1
        for allowance in ALLOWANCES:
            steps = [step for step in (far, -far) if is_within(base + step, known)]
            yield from (partial(Search(web, allowance).witness, {cell: base + step}) for step in steps)
        for most_cells in MOST_CELLS:
            yield from (partial(Solver(web, most_cells).witness, cell, step) for step in (far, -far))

    def _is_rescued(self, cell: int) -> bool:
        """Hide all rows of this quarter that are tied to a cell, those that count nobody too; whether that secures it."""
        web = self._web
        for one in web.ties.tied_to(cell):
            if web.may_hide(one):
                web.hide(web.showing(one))
        far = self._policy.values_kept_open - 1
        for step in (far, -far):
            witness = Solver(web, None).witness(cell, step)
            if witness is not None:
                self._use(cell, witness)
        return self._has_enough(cell)

    def _remember(self, found: Witness) -> None:
        """Keep each part of a witness, and its mirror image if that is one too, for all cells that it changes."""
        web = self._web
        for witness in web.ties.parts(found):
            mirrored = {cell: 2 * web.base[cell] - value for cell, value in witness.items()}
            is_one = all(is_within(value, web.known(cell)) for cell, value in mirrored.items())
            is_one = is_one and all(
                web.ties.holds(place, mirrored) for cell in mirrored for place in web.ties.touching[cell]
            )
            for cell in witness:
                self._found[cell] += [witness, mirrored] if is_one else [witness]

    def _has_enough(self, cell: int) -> bool:
        found = sorted([{cell: self._web.base[cell]}, *self._found.get(cell, ())], key=lambda one: one[cell])
        least, greatest = found[0], found[-1]
        if greatest[cell] - least[cell] + 1 < self._policy.values_kept_open:
            return False
        kept = [one for one in (least, greatest) if len(one) > 1 or one[cell] != self._web.base[cell]]
        self._witnesses.keep(cell, kept)
        return True

    def _hide_changed(self, witness: Witness) -> None:
        for cell, value in witness.items():
            if not is_within(value, self._web.known(cell)):
                self._web.hide(self._web.showing(cell))

    def recheck(self, tied: list[int], merged: list[tuple[int, int]]) -> set[int]:
        """Complete the witnesses that new identities touch; the cells whose witnesses cannot be completed."""
        broken = self._witnesses.renamed(merged)
        new = set(tied)
        touched = {cell for place in tied for cell, _ in self._web.ties.identities[place].terms}
        touched |= {self._web.name(one) for one, _ in merged}
        for cell in self._witnesses.users(touched):
            completed = [self._completed(witness, new) for witness in self._witnesses.of(cell)]
            if all(completed):
                self._witnesses.keep(cell, completed)
            else:
                broken.add(cell)
        return broken

    def _completed(self, witness: Witness, new: set[int]) -> Witness | None:
        is_known = [cell for cell, value in witness.items() if not is_within(value, self._web.known(cell))]
        if not all(map(self._web.may_hide, is_known)):
            return None
        to_check = [place for cell in witness for place in self._web.ties.touching[cell] if place in new]
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
            users = sorted({user for cell in cells for user in self._witnesses.lost(cell)})
            is_tried = table.is_total[row] or len(users) <= MOST_USES
            if not (is_tried and self._replaced(users)):
                web.hide([row])

    def _replaced(self, users: list[int]) -> bool:
        """Whether other witnesses, for which nothing more is hidden, could be found for all of these cells."""
        before = {user: self._witnesses.of(user) for user in users}
        for user in users:
            if not self._is_secured_for_nothing(user):
                for other, witnesses in before.items():
                    self._witnesses.keep(other, witnesses)
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

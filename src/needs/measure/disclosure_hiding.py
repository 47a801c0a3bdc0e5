"""Which rows to hide next, the smallest that helps and totals last, and which to show again."""

from needs.measure.disclosure_attack import Attack, Known
from needs.measure.disclosure_identities import CROSSING
from needs.measure.disclosure_policy import SECONDARY, UNTOLD
from needs.measure.disclosure_table import Table
from needs.measure.disclosure_tightening import Part

TRIED_ALONE = 12  # ways tried one by one for whether one alone would do


def hide_more(table: Table, attack: Attack, found: dict[int, tuple[int, int]]) -> bool:
    """Hide one more number for each group of tied ones in which something was found; whether there was one to hide."""
    changed, seen = False, set()
    for number in sorted(found):
        if attack.name(number) in seen:
            continue
        part = attack.part_of(attack.name(number), Known(attack, table.bounds))
        seen |= set(part.numbers)
        tries = [(rows, SECONDARY) for rows in _choices(table, attack, part, attack.name(number))]
        tries = sorted([*tries, *_to_tell_less(table, attack, part, number)], key=lambda one: _is_total(table, one[0]))
        alone = (one for one in tries[:TRIED_ALONE] if not _after_hiding(table, attack, *one, number))
        for rows, note in [one for one in (next(alone, None), *tries) if one is not None][:1]:
            changed = True
            for row in rows:
                table.hide(row, note)
    return changed


def _is_total(table: Table, rows: tuple[int, ...]) -> bool:
    """Whether hiding these rows would take a total from the reader, which comes after all else."""
    return any(row not in table.notes and table.rows["breakdown"].iat[row] == "all" for row in rows)


def _to_tell_less(table: Table, attack: Attack, part: Part, number: int) -> list[tuple[tuple[int, ...], str]]:
    """Not to say why rows are hidden: those of the number itself, or of all that is tied to it."""
    own = {table.quantities[i].row for i in attack.same(attack.name(number))}
    tied = {table.quantities[i].row for name in part.numbers for i in attack.same(name)}
    told = {row for row, note in table.notes.items() if note != UNTOLD and not table.is_old[row]}
    return [(tuple(sorted(rows & told)), UNTOLD) for rows in (own, tied) if rows & told]


def _choices(table: Table, attack: Attack, part: Part, exposed: int) -> list[tuple[int, ...]]:
    """The rows that show each number tied to the part: inner cells before totals, near ones first, then the smallest."""
    rank: dict[tuple, tuple] = {}
    for identity in part.identities:
        is_far = exposed not in {i for i, _ in identity.terms}
        for i, _ in identity.terms:
            same = attack.same(i)
            rows = tuple(sorted({table.quantities[j].row for j in same} - table.notes.keys()))
            value = max(table.truth[j] for j in same)
            if rows and value > 0 and not any(table.is_old[row] for row in rows):
                order = (-min(_dimensions(table.quantities[j].breakdown) for j in same), is_far, value)
                rank[rows] = min(order, rank.get(rows, order))
    return sorted(rank, key=lambda rows: (rank[rows], rows))


def _dimensions(breakdown: str) -> int:
    return 0 if breakdown == "all" else 1 + breakdown.count(CROSSING)


def _after_hiding(table: Table, attack: Attack, rows: tuple[int, ...], note: str, number: int) -> dict:
    before = {row: table.notes.get(row) for row in rows}
    for row in rows:
        table.hide(row, note)
    narrow = table.exposed(attack, {number})
    for row, note_before in before.items():
        table.hide(row, note_before) if note_before else table.show(row)
    return narrow


def give_back(table: Table, attacks: list[Attack]) -> None:
    """Show again each row, totals and the largest first, that need not be hidden after all."""
    again = [row for row, note in table.notes.items() if note in (SECONDARY, UNTOLD) and not table.is_old[row]]
    again = [row for row in again if not table.is_small(row)]
    depth = table.rows["breakdown"].map(_dimensions)
    largest = {row: table.truth[table.numbers_of(row)[0]] for row in again}
    for row in sorted(again, key=lambda row: (depth[row], -largest[row], row)):
        note, tied = table.notes[row], [_tied(table, attack, row) for attack in attacks]
        table.show(row)
        if any(table.exposed(attack, among) for attack, among in zip(attacks, tied, strict=True)):
            table.hide(row, note)


def _tied(table: Table, attack: Attack, row: int) -> set[int]:
    """All numbers that are tied to those of a row."""
    known = Known(attack, table.bounds)
    parts = {attack.part_of(attack.name(place), known).numbers for place in table.numbers_of(row)}
    return {number for numbers in parts for name in numbers for number in attack.same(name)}

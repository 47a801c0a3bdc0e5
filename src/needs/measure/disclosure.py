"""Results made safe before they are written: small counts hidden, and every number that would give a hidden one away.

The guarantee: for each hidden small count there are two witnesses, ways to fill all hidden cells, as far apart as the
policy asks, that agree with everything shown, in this and all earlier quarters, and with every identity that was used.
They are, and hold in the true numbers: groups and their totals; shares with their denominators, rests and intervals;
periods made up of others; and what the policy declares of its indicators (`identities`, `nested`), or, where it declares
nothing, that streams of numbers which agree throughout a quarter are the same people. So no reader who knows the policy,
all that was published and these identities can narrow a small count further. A later quarter must leave each earlier
witness standing, or find another, or all of its rows that are tied to the count are hidden, those of nobody too.

Limits. Protected are counts that are small; that a hidden one is none may come out. If none is found even with all
tied rows of the new quarter hidden, these stay hidden and nothing is said: it happens where a definition leaves but one
value, as of a breakdown with one group. Not covered: sums over periods that begin earlier than twice the longest new
period before the new quarter's end; definitions that are not declared; what more than three overlapping periods tell
together; identities that hold only nearly; the days or
weeks that means add up to; what a reader knows from elsewhere; other areas' tables; figures revised after they were
published; and how this procedure chose what to hide.
"""

import datetime
from dataclasses import dataclass

import pandas as pd

from needs.measure.disclosure_attack import Attack
from needs.measure.disclosure_candidates import uncontradicted
from needs.measure.disclosure_declared import every
from needs.measure.disclosure_policy import ONE_TO_SEVEN_HIDDEN, Policy
from needs.measure.disclosure_table import Table
from needs.measure.disclosure_turns import hide_in_turn
from needs.measure.results import tidy

__all__ = ["ONE_TO_SEVEN_HIDDEN", "Exposed", "Policy", "StillExposed", "exposed", "protect", "protect_in_turn"]


class StillExposed(ValueError):
    """A small count can be worked out, and hiding more of these results cannot mend it."""


@dataclass(frozen=True, kw_only=True)
class Exposed:
    """A count that can be worked out, and the values it can have; its text leaves them out, as it may be printed."""

    indicator: str
    area_code: str
    period_start: datetime.date
    period_end: datetime.date
    breakdown: str
    group: str
    role: str
    least: float
    greatest: float
    is_published: bool

    def __str__(self) -> str:
        where = " (published earlier)" if self.is_published else ""
        return (
            f"{self.area_code}, {self.indicator}, {self.period_start} to {self.period_end}, "
            f"{self.breakdown}/{self.group}{where}: the people {self.role}"
        )


def protect(results: pd.DataFrame, policy: Policy, published: pd.DataFrame | None = None) -> pd.DataFrame:
    """The results with small counts, and what would give them away, hidden; all else is as it was, or rounded.

    Results counted from people only; `published` are those of earlier quarters, as they were made safe then, and stay
    as they are. Results whose periods end on different days are made safe in that order. Raises StillExposed if those
    published before give a small count away by themselves.
    """
    table = Table(tidy(results), published, policy)
    table.hide_small()
    _refuse(table, table.shown_small())
    left = {place for place in hide_in_turn(table) if table.is_old[table.quantities[place].row]}
    if left:
        _refuse(table, Attack(_published(table)).ranges(table.bounds, left, policy))
    return tidy(table.written())


def protect_in_turn(results: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """The results of all quarters, made safe in the order in which their periods end, as if each was published then.

    What is hidden in a quarter depends on that quarter and those before it alone: adding one changes nothing earlier.
    """
    return protect(results, policy)


def exposed(
    results: pd.DataFrame, policy: Policy, published: pd.DataFrame | None = None, true: pd.DataFrame | None = None
) -> list[Exposed]:
    """The attacker: every small count that is shown, and every hidden one that can be narrowed too far.

    Of hidden counts those that may be small are looked at; with the `true` results, those of them that are.
    """
    table = Table(tidy(results), published, policy)
    sought = table.protected()
    if true is not None:
        known = Table(tidy(true), published, policy)
        known.hide_small()
        sought &= known.small()
    narrow = Attack(_seen(table)).ranges(table.bounds, sought, policy)
    return _described(table, table.shown_small() | narrow)


def _published(table: Table) -> list:
    """Every identity between numbers published earlier that they do not contradict."""
    found = every(table.quantities, table.truth, table.rows, table.policy)
    old = [one for one in found if all(table.is_old[table.quantities[place].row] for place, _ in one.terms)]
    return uncontradicted(old, table.true_bounds(), as_families=False)


def _seen(table: Table) -> list:
    """Every identity that what is shown does not contradict."""
    found = every(table.quantities, table.shown(), table.written_rows(), table.policy)
    return uncontradicted(found, table.bounds, as_families=True)


def _refuse(table: Table, found: dict) -> None:
    if found:
        first = _described(table, found)[0]
        raise StillExposed(f"{first} can be worked out from results published earlier; correct those first")


def _described(table: Table, found: dict[int, tuple[float, float]]) -> list[Exposed]:
    described = []
    for place, (least, greatest) in sorted(found.items()):
        one = table.quantities[place]
        row = table.rows.iloc[one.row]
        described.append(
            Exposed(
                **{name: row[name] for name in ("indicator", "area_code", "breakdown", "group")},
                period_start=row["period_start"].date(),
                period_end=row["period_end"].date(),
                role=one.role,
                least=least,
                greatest=greatest,
                is_published=bool(table.is_old[one.row]),
            )
        )
    return described

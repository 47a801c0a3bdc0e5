"""Results made safe before they are written: small counts hidden, and every number that would give a hidden one away.

The guarantee: a reader who knows the policy, all results published before and every identity of
`needs.measure.disclosure_identities` that truly holds can narrow no hidden count to fewer values than the policy asks.
Not covered: what a reader knows from elsewhere, other areas' tables, and how this procedure chose what to hide.
"""

import datetime
from dataclasses import dataclass

import pandas as pd

from needs.measure.disclosure_attack import Attack
from needs.measure.disclosure_hiding import give_back, hide_more
from needs.measure.disclosure_identities import candidates, uncontradicted
from needs.measure.disclosure_policy import ONE_TO_SEVEN_HIDDEN, Policy
from needs.measure.disclosure_table import Table
from needs.measure.results import tidy

__all__ = ["ONE_TO_SEVEN_HIDDEN", "Exposed", "Policy", "StillExposed", "exposed", "protect"]


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

    Results counted from people only; `published` are those of earlier quarters, as they were made safe then. Raises
    StillExposed if a count can be worked out though all that is tied to it is hidden: earlier results gave it away.
    """
    table = Table(tidy(results), published, policy)
    table.hide_small()
    _refuse(table, table.shown_small())
    attack = Attack(_true(table))
    _secure(table, attack)
    give_back(table, [attack])
    was_given_back = False
    while found := table.exposed(seen := Attack(_seen(table))):
        while found:
            _secure(table, seen)
            _secure(table, attack)
            found = table.exposed(seen)
        if not was_given_back:
            give_back(table, [attack, seen])
            was_given_back = True
    return tidy(table.written())


def exposed(results: pd.DataFrame, policy: Policy, published: pd.DataFrame | None = None) -> list[Exposed]:
    """The attacker: every small count that is shown, and every hidden one that can be narrowed too far."""
    table = Table(tidy(results), published, policy)
    return _described(table, table.shown_small() | table.exposed(Attack(_seen(table))))


def _secure(table: Table, attack: Attack) -> None:
    while found := table.exposed(attack):
        if not hide_more(table, attack, found):
            _refuse(table, found)


def _true(table: Table) -> list:
    """Every identity that holds in the true numbers, whether or not a reader could know it."""
    found = candidates(table.quantities, table.truth, table.rows, table.policy)
    return uncontradicted(found, table.true_bounds(), as_families=False)


def _seen(table: Table) -> list:
    """Every identity that what is shown does not contradict."""
    found = candidates(table.quantities, table.shown(), table.written_rows(), table.policy)
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

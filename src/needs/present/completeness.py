"""How full the answers are that results need, agency by agency; blank, not answered and not collected stay apart."""

from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

from needs.present.html import joined
from needs.present.needed_answers import NEEDED, Needed
from needs.present.received import Received, few
from needs.present.tables import bar

NOT_COLLECTED = "not collected"
NEARLY_ALL = 99  # percent: from here on the few that lack could be counted


@dataclass(frozen=True, kw_only=True)
class Filled:
    """How often an answer that results need is given: `wanted` answers, and what became of them."""

    needed: Needed
    agencies: tuple[str, ...]
    constant_at: tuple[str, ...]
    not_collected_at: tuple[str, ...]
    smallest: int
    fewest_rows: int
    wanted: int
    usable: int
    blank: int
    not_answered: int
    refused: int

    @property
    def share(self) -> float:
        """The share of wanted answers that can be used; none of what is not collected can."""
        return self.usable / self.wanted if self.wanted else 0.0

    @property
    def lacking(self) -> int:
        """How many wanted answers cannot be used."""
        return self.wanted - self.usable

    @property
    def is_of_few_rows(self) -> bool:
        """Whether so few answers were wanted that a share of them could tell how many."""
        return 0 < self.wanted < self.fewest_rows

    @property
    def percent(self) -> str:
        """The share in words that do not tell a small number."""
        if not self.wanted:
            return NOT_COLLECTED if self.not_collected_at else "none wanted"
        if self.is_of_few_rows:
            return "too few rows"
        if not self.lacking:
            return "100%"
        if 0 < self.usable < self.smallest:
            return "almost none"
        if 100 * self.share > NEARLY_ALL:
            return f"over\N{NO-BREAK SPACE}{NEARLY_ALL}%"
        return (
            f"{100 * self.share:.0f}%"
            if self.lacking >= self.smallest
            else f"all but {few(self.lacking, self.smallest)}"
        )

    @property
    def drawn(self) -> Markup:
        """The share in words above its bar, which is drawn to the whole percent."""
        is_drawn = self.wanted and not self.is_of_few_rows
        return joined((self.percent, bar(round(self.share, 2)))) if is_drawn else Markup(self.percent)


def overall(found: Received, needed: Needed) -> Filled:
    """How full an answer is at all agencies together."""
    parts = [at_agency(found, needed, agency) for agency in found.agencies]
    sums = {
        name: sum(getattr(part, name) for part in parts)
        for name in ("wanted", "usable", "blank", "not_answered", "refused")
    }
    places = {
        name: tuple(agency for part in parts for agency in getattr(part, name))
        for name in ("agencies", "constant_at", "not_collected_at")
    }
    return Filled(needed=needed, smallest=found.smallest, fewest_rows=found.fewest_rows, **places, **sums)


def at_agency(found: Received, needed: Needed, agency: str) -> Filled:
    """How full an answer is at one agency; only columns that it collects are counted."""
    rows = found.fields[(found.fields["agency"] == agency) & found.fields["field"].isin(needed.headers)]
    collected = rows[rows["is_collected"]]
    wanted = _wanted(found, needed, agency, collected)
    not_answered, refused = int(collected["not_answered"].sum()), _refused(found, agency, set(collected["field"]))
    answered = min(wanted, int(collected["answered"].sum()))
    usable = max(0, answered - refused)
    return Filled(
        needed=needed,
        smallest=found.smallest,
        fewest_rows=found.fewest_rows,
        agencies=(agency,),
        constant_at=(agency,) if len(collected) and collected["is_constant"].all() else (),
        not_collected_at=(agency,) if collected.empty else (),
        wanted=wanted,
        usable=usable,
        blank=max(0, wanted - answered - not_answered),
        not_answered=min(not_answered, wanted - answered),
        refused=answered - usable,
    )


def worst_first(found: Received, *, out_of: bool = False, blank_where: bool = False) -> list[Filled]:
    """The answers of one kind, the least full first: wanted in each row, out of another column, or rightly blank at times."""
    kind = [item for item in NEEDED if bool(item.out_of) == out_of and bool(item.blank_where) == blank_where]
    return sorted((overall(found, item) for item in kind), key=lambda filled: filled.share)


def _wanted(found: Received, needed: Needed, agency: str, collected: pd.DataFrame) -> int:
    if not needed.out_of:
        return int(collected["rows"].sum())
    other = found.fields[(found.fields["agency"] == agency) & (found.fields["field"] == needed.out_of)]
    return int(other["answered"].sum()) * len(collected)


def _refused(found: Received, agency: str, headers: set[str]) -> int:
    own = found.findings[(found.findings["severity"] == "field refused") & (found.findings["agency"] == agency)]
    return int(own.loc[own["field"].isin(headers), "findings"].sum())

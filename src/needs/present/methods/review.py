"""What the methods document is made from: the safe tables, the partnerships it varies, and the worked examples."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from needs import areas as area_names
from needs.areas import Area
from needs.measure import need, reviews
from needs.measure.safe import Safe
from needs.mistakes import Mistake
from needs.present.kit.html import Html
from needs.present.kit.section import shown


def marked(area: Area) -> str:
    """The name of an area; with a mark where it is no real place, for here alone both kinds stand side by side."""
    return f"{area.name} (not a real place)" if area.is_invented else area.name


@dataclass(frozen=True, kw_only=True)
class Review:
    """The safe tables, and the partnerships whose results are varied, in the order they were asked for."""

    safe: Safe
    areas: tuple[Area, ...]
    known: dict[str, pd.DataFrame] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, safe: Safe, partnerships: str) -> "Review":
        """The review of partnerships named with commas between; a Mistake says which is unknown, or that there is none."""
        names = [name.strip() for name in str(partnerships).split(",") if name.strip()]
        if not names:
            raise Mistake(f"partnerships is {partnerships!r}; wanted one or more names with commas between")
        return cls(safe=safe, areas=tuple(area_names.area_of(name, safe.areas) for name in dict.fromkeys(names)))

    def show(self, *parts: object) -> Html:
        """Parts of a section, one after the other: functions that are given the review, or what they give."""
        return shown(self, None, parts)

    @cached_property
    def worked(self) -> pd.DataFrame:
        """The worked examples with our answers."""
        return reviews.worked()

    def other_estimates(self, pairing: need.Pairing) -> pd.DataFrame:
        """The latest comparison of each partnership against every estimate of its need."""
        name = f"estimates of {pairing.needed}"
        return self._once(name, lambda codes: need.other_estimates(self.safe.results, codes, pairing))

    @property
    def gaps(self) -> pd.DataFrame:
        """The headline results at each gap between journeys, of the partnerships asked for; no rows where none were counted."""
        wanted = [area.partnership for area in self.areas]
        return self.safe.sensitivity[self.safe.sensitivity["partnership"].isin(wanted)]

    def name(self, code: str) -> str:
        """The name of the area with a code."""
        return marked(next(area for area in self.areas if area.code == code))

    def in_order(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Rows in the order of the partnerships asked for, and by period within each."""
        order = {area.code: place for place, area in enumerate(self.areas)}
        placed = rows.assign(place=rows["area_code"].map(order))
        return placed.sort_values(["place", "period_end", "needed_end"], kind="stable")

    def _once(self, name: str, rows_of: Callable[[list[str]], pd.DataFrame]) -> pd.DataFrame:
        if name not in self.known:
            self.known[name] = self.in_order(rows_of([area.code for area in self.areas]))
        return self.known[name]

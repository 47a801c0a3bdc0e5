"""Results held ready for many small questions: which rows are of something, which of them are the latest, what stands beside one."""

from collections import namedtuple
from collections.abc import Iterable

import numpy as np
import pandas as pd

from needs.measure.results import COLUMNS, GIVEN
from needs.measure.selection import ALIKE, latest_places
from needs.measure.sense import COUNTED

Row = namedtuple("Row", COLUMNS)  # one figure; a table's own itertuples() makes a new kind of row each time it is asked
Places = np.ndarray  # the positions of rows in the table


class Register:
    """One table of results. What is asked for once is found by what it is of, and never by a search through the table."""

    def __init__(self, table: pd.DataFrame, country: str):
        self._table, self._country = table, country
        dates = {name: table[name].array for name in ("period_start", "period_end")}
        self._columns = [dates[name] if name in dates else table[name].tolist() for name in COLUMNS]
        self._start, self._end = (dates[name].asi8 for name in ("period_start", "period_end"))
        self._is_published = (table["origin"] == "published").to_numpy(dtype=bool)
        self._places = table.groupby(["indicator", "breakdown", "area_code"]).indices
        self._others = self._found_by(ALIKE)

    def rows(self, places: Iterable[int]) -> list[Row]:
        """The rows at these places."""
        return [Row(*(column[place] for column in self._columns)) for place in places]

    def table(self, places: Places) -> pd.DataFrame:
        """The rows at these places, as a table."""
        return self._table.take(places)

    def of(self, indicator: str, breakdown: str, code: str) -> Places:
        """Where the rows of an indicator, a breakdown and an area are."""
        return self._places.get((indicator, breakdown, code), np.array([], dtype=int))

    def latest(self, places: Places) -> Places:
        """The places of the latest period only, as `selection.latest` chooses it."""
        return places[latest_places(self._end[places], self._start[places], self._is_published[places])]

    def beside(self, row: Row) -> Row | None:
        """The country's row for a row's indicator, period, group and kind: of the same origin, or else as it was published.

        None where there is none or nothing to compare.
        """
        if row.area_code == self._country or row.kind == "target" or row.status not in GIVEN or row.unit in COUNTED:
            return None
        about = tuple(getattr(row, name) for name in ALIKE)
        place = self._others.get((row.origin, *about), self._others.get(("published", *about)))
        return None if place is None else self.rows([place])[0]

    def _found_by(self, names: list[str]) -> dict[tuple, int]:
        """The country's first shown row of each kind, by its origin and the columns of these names."""
        others = (self._table["area_code"] == self._country) & (self._table["status"] == "shown")
        places, found = np.flatnonzero(others), {}
        whose = zip(*(self._table[name].iloc[places] for name in ("origin", *names)), strict=True)
        for place, about in zip(places, whose, strict=True):
            found.setdefault(about, place)
        return found

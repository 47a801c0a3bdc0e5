"""The results that count people, numbered, and which of their rows are hidden and why."""

import math
from collections import defaultdict

import numpy as np
import pandas as pd

from needs.measure.disclosure_policy import (
    PRIMARY,
    SECONDARY,
    UNEXPLAINED,
    UNTOLD,
    Bounds,
    Policy,
    bounds,
    is_flagged,
)
from needs.measure.disclosure_quantities import counts, quantities
from needs.measure.disclosure_rounding import rounded_rows
from needs.measure.results import NUMBER_COLUMNS

FROM_PEOPLE = ("calculated", "synthetic")


class Table:
    """The results that count people and those published before, numbered; and the note of each row that is hidden.

    `truth` is each number as it is, `bounds` what a reader knows of it.
    """

    def __init__(self, results: pd.DataFrame, published: pd.DataFrame | None, policy: Policy):
        both = pd.concat([results, results.iloc[:0] if published is None else published], keys=["new", "old"])
        has_numbers = both[list(NUMBER_COLUMNS)].notna().any(axis=1) | (both["status"] == "hidden")
        rows = both[both["origin"].isin(FROM_PEOPLE) & has_numbers]
        self.results, self.policy, self.rows = results, policy, rows.reset_index(drop=True)
        self.is_old = rows.index.get_level_values(0) == "old"
        self._places = rows.index.get_level_values(1)[~self.is_old]
        self.quantities = quantities(self.rows, policy)
        self.truth = counts(self.rows, self.quantities, policy)
        self.ends = self.rows["period_end"].to_numpy()
        self.is_total = (self.rows["breakdown"] == "all").to_numpy(dtype=bool)
        self.came_hidden = (self.rows["status"] == "hidden").to_numpy(dtype=bool)
        self.is_settled = np.zeros(len(self.rows), dtype=bool)
        self._rounded = rounded_rows(self.rows, policy, ~self.is_old)
        self._visible = counts(self._rounded, self.quantities, policy)
        self._numbers: dict[int, list[int]] = defaultdict(list)
        for place, one in enumerate(self.quantities):
            self._numbers[one.row].append(place)
        self._small = {place for place, value in enumerate(self.truth) if self._is_small_count(place, value)}
        self.notes = self._notes_given()
        self.bounds = [self._bounds(place) for place in range(len(self.quantities))]

    def _is_small_count(self, place: int, value: float) -> bool:
        is_left = self.quantities[place].role in ("rest", "beyond")
        return self.policy.is_small(value) and (self.policy.is_rest_hidden or not is_left)

    def _notes_given(self) -> dict[int, str]:
        """The notes of rows that came hidden; one that shows a number all the same counts as shown."""
        notes = {}
        for row in np.flatnonzero(self.rows["status"] == "hidden"):
            if all(math.isnan(self.truth[place]) for place in self._numbers[row]):
                note = self.rows["note"].iat[row]
                notes[int(row)] = note if note in (SECONDARY, UNTOLD) or note.startswith(PRIMARY) else UNEXPLAINED
        return notes

    def _bounds(self, place: int) -> Bounds:
        one = self.quantities[place]
        note = self.notes.get(one.row, "")
        if note == UNTOLD:
            return self.bounds_if_hidden(place)
        return bounds(one.role, math.nan if note else self._visible[place], note, self.policy)

    def bounds_if_hidden(self, place: int) -> Bounds:
        """What a reader would know of a number, were its row hidden."""
        is_plain = len(self._numbers[self.quantities[place].row]) == 1  # a plain count of nobody is shown, if zeros are
        return Bounds(self.policy.least_hidden if is_plain and self.truth[place] else 0, math.inf)

    def hide(self, row: int) -> None:
        """Hide a row; the note does not say whether its own count is small."""
        self.notes[row] = UNTOLD
        self._look_again(row)

    def show(self, row: int) -> None:
        """Show a row after all."""
        del self.notes[row]
        self._look_again(row)

    def _look_again(self, row: int) -> None:
        for place in self._numbers[row]:
            self.bounds[place] = self._bounds(place)

    def hide_small(self) -> None:
        """Hide each row that gives a small count away."""
        for row in {self.quantities[place].row for place in self.shown_small()}:
            if not self.is_old[row]:
                self.hide(row)

    def shown_small(self) -> dict[int, tuple[float, float]]:
        """Small counts that rows which are not hidden give away."""
        small = sorted(place for place in self._small if self.quantities[place].row not in self.notes)
        return {place: (self.truth[place], self.truth[place]) for place in small}

    def shown(self) -> list[float]:
        """Each number as a reader sees it: NaN where its row is hidden, rounded if the policy rounds."""
        pairs = zip(self.quantities, self._visible, strict=True)
        return [math.nan if one.row in self.notes else value for one, value in pairs]

    def true_bounds(self) -> list[Bounds]:
        """Each number as it is; of one published earlier, which may be hidden or rounded, what a reader was told."""
        told = zip(self.quantities, self.truth, self.bounds, strict=True)
        return [
            known if self.is_old[one.row] or math.isnan(value) else Bounds(value, value) for one, value, known in told
        ]

    def protected(self) -> set[int]:
        """The numbers of hidden rows that are small, or may be for all a reader is told."""
        return {place for row in self.notes for place in self._numbers[row] if self._may_be_small(place)}

    def small(self) -> set[int]:
        """The numbers of hidden rows that must stay open: those that are small, or may be where nobody knows."""
        may_be = {place for place in self.protected() if math.isnan(self.truth[place])}
        return may_be | {place for place in self._small if self.quantities[place].row in self.notes}

    def _may_be_small(self, place: int) -> bool:
        one = self.quantities[place]
        note = self.notes[one.row]
        return (
            is_flagged(one.role, note)
            or place in self._small
            or (note == UNTOLD and place == self._numbers[one.row][0])
        )

    def is_small(self, row: int) -> bool:
        """Whether a row is hidden for its own sake."""
        return any(place in self._small for place in self._numbers[row])

    def truth_of(self, row: int) -> list[float]:
        """The numbers a row gives away, as they are."""
        return [self.truth[place] for place in self._numbers[row]]

    def numbers_of(self, row: int) -> list[int]:
        """The numbers a row gives away."""
        return self._numbers[row]

    def written_rows(self) -> pd.DataFrame:
        """The rows as they are published."""
        rows = self._rounded.copy()
        hidden = rows.index.isin(list(self.notes))
        rows.loc[hidden, list(NUMBER_COLUMNS)] = math.nan
        rows.loc[hidden, ["status", "interval_method", "qualifier"]] = ["hidden", "", ""]
        rows.loc[hidden, "note"] = [self.notes[row] for row in rows.index[hidden]]
        return rows

    def written(self) -> pd.DataFrame:
        """The results as they are published, rows that count nobody among them."""
        rows = self.written_rows()[~self.is_old].set_axis(self._places)
        return pd.concat([self.results.drop(rows.index), rows]).sort_index()

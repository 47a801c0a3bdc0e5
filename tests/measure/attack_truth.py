"""Every true count of a partnership by its line and span of quarters: what the attack is after, printed or not."""

import math
from collections.abc import Iterable

import polars as pl
from attack_definitions import (
    ALL,
    COUNTED,
    DAYS,
    DEATH_RATE,
    OF,
    OPEN,
    PROFILES,
    STOCK,
    STOCKS,
    STRATUM,
    TIME,
    WHAT,
    Line,
    at_gap,
    cell,
    is_event,
    line,
    of_step,
)
from attack_records import ASKED, NIGHTS

Number = tuple[Line, int, int]  # a line, from the beginning of one quarter to the beginning of another
BEGINNING = {quarter.start: number for number, quarter in enumerate(ASKED)}
AFTER = {quarter.end: number + 1 for number, quarter in enumerate(ASKED)}
DAYS_OF_A_WEEK = 7
IN_DAYS = (
    "mean_days_at_start", "mean_days_at_review", "prison_referral_days_to_start",
    *(f"mean_answer_{which}_{form}" for which in ("before", "at", "change_at") for form in ("review", "exit")),
)  # fmt: skip
"""And not in weeks."""
MEANS = ("average_wait_weeks", *IN_DAYS)


class Truth:
    """True counts by number; those of events in spans that no window has are added up from their quarters."""

    def __init__(self, counts: pl.DataFrame, varied: pl.DataFrame | None = None, cells: pl.DataFrame | None = None):
        self.known: dict[Number, float] = {}
        for row in [] if varied is None else varied.filter(pl.col("denominator").is_null()).iter_rows(named=True):
            end = AFTER[row["period_end"]]
            self.known[at_gap(row["indicator"], row["nights"], NIGHTS), end - 4, end] = row["numerator"]
        for row in [] if cells is None else cells.iter_rows(named=True):
            i, j = BEGINNING[row["period_start"]], AFTER[row["period_end"]]
            self.known[cell(row), i, j] = row["people"]
        for row in counts.iter_rows(named=True):
            if row["period_start"] in BEGINNING and row["period_end"] in AFTER:
                self._keep(row)

    def knowing(self, counts: Iterable[tuple[Number, float]]) -> "Truth":
        """The same, with further counts."""
        self.known.update(counts)
        return self

    def of(self, number: Number) -> float:
        """The true count; not a number where it is not among those counted."""
        one, i, j = number
        found = self.known.get(number)
        if found is None and one[1] == STRATUM:
            return 0.0  # nobody was in the cell
        if found is None and j - i > 1 and is_event(one):
            found = sum(self.of((one, k, k + 1)) for k in range(i, j))
        return math.nan if found is None else found

    def _keep(self, row: dict) -> None:
        name, where = row["indicator"], (row["breakdown"], row["group"])
        i, j = BEGINNING[row["period_start"]], AFTER[row["period_end"]]
        if name in STOCKS:
            at = (i, j)[STOCKS.index(name)]
            self.known[(STOCK, *ALL), at, at] = row["numerator"]
            return
        if name == DEATH_RATE:
            self.known[line(name, COUNTED), i, j] = row["numerator"]
            self.known[OPEN, i, j] = row["denominator"]
            self.known[(TIME, *ALL), i, j] = round((row["weeks"] or 0) * DAYS_OF_A_WEEK)
            return
        is_mean = row["weeks"] is not None or name in MEANS
        self.known[line(name, OF if is_mean else COUNTED, *where), i, j] = row["numerator"]
        if is_mean:
            days = (row["weeks"] or 0) * (1 if name in IN_DAYS else DAYS_OF_A_WEEK)
            self.known[line(name, DAYS, *where), i, j] = round(days, 3)
        elif name in PROFILES:
            self._add_up((PROFILES[name], *ALL), i, j, row)
        elif row["denominator"] is not None:
            self.known[line(name, OF, *where), i, j] = row["denominator"]

    def with_steps(self, in_between: pl.DataFrame) -> "Truth":
        """The same, with the counts of steps that no indicator is the end of."""
        for row in in_between.iter_rows(named=True):
            if row["period_start"] in BEGINNING and row["period_end"] in AFTER:
                i, j = BEGINNING[row["period_start"]], AFTER[row["period_end"]]
                self.known[of_step(row["indicator"], "numerator"), i, j] = row["numerator"]
        return self

    def _add_up(self, total: Line, i: int, j: int, row: dict) -> None:
        """The total of a profile that nothing else counts."""
        if total[0] not in WHAT.values():
            self.known[total, i, j] = self.known.get((total, i, j), 0.0) + row["numerator"]

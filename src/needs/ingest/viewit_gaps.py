"""Where a ViewIt export prints 0 for something nobody was asked: those cells are not collected, never a count."""

from dataclasses import dataclass

import numpy as np
import pandas as pd


@dataclass(frozen=True, kw_only=True)
class Gap:
    """Columns (of one measure, some breakdowns, groups beginning alike) in financial years beginning in a span."""

    measure: tuple[str, ...]
    breakdowns: tuple[str, ...]
    groups: tuple[str, ...]  # a group belongs if it begins with one of these; "" is every group
    first_year: int
    last_year: int
    note: str


_SETTINGS = ("intervention", "setting", "intervention and setting", "setting including recovery support")
_EVER_SINCE = 9999

# Each was read off the exports: every cell of the block is 0, for England too, while the people counted are many.
GAPS = (
    # The setting of an intervention came with the dataset change of 2012; years before have 0 in every setting column.
    Gap(
        measure=("interventions",),
        breakdowns=_SETTINGS,
        groups=("",),
        first_year=0,
        last_year=2011,
        note="printed as 0; not collected before the 2012 dataset change",
    ),
    # The types used until then ran out; from 2013/14 a row with 0 in all of them was counted under the new types.
    Gap(
        measure=("interventions",),
        breakdowns=("former_intervention",),
        groups=("",),
        first_year=2013,
        last_year=_EVER_SINCE,
        note="printed as 0; not collected after the 2012 dataset change",
    ),
    # The kinds of new psychoactive substance are 0 in the years in which "any" of them is NULL.
    Gap(
        measure=("in_treatment", "new_presentations"),
        breakdowns=("substance",),
        groups=("new psychoactive substances ",),
        first_year=0,
        last_year=2012,
        note="printed as 0; not collected before 2013/14",
    ),
    # Housing is blank for 2022/23 and 0 in every answer for 2023/24, "no problem" among them.
    Gap(
        measure=("new_presentations",),
        breakdowns=("housing",),
        groups=("",),
        first_year=2022,
        last_year=_EVER_SINCE,
        note="printed as 0; no answer is given from 2022/23",
    ),
)


def printed_as_nought(years: np.ndarray, columns: pd.DataFrame, values: np.ndarray) -> np.ndarray:
    """The note of each cell whose 0 stands for "not collected", empty for all others; rows by columns, as `values`.

    `years` is the first year of each row's financial year. A row's block counts only if every cell of it is 0 (or
    missing already), so a block with a single count in it is left as printed.
    """
    notes = np.full(values.shape, "", dtype="object")
    for gap in GAPS:
        block = _columns(gap, columns)
        if not block.any():
            continue
        none_counted = ~(values[:, block] > 0).any(axis=1)
        rows = none_counted & (years >= gap.first_year) & (years <= gap.last_year)
        notes[np.outer(rows, block) & (values == 0)] = gap.note
    return notes


def _columns(gap: Gap, columns: pd.DataFrame) -> np.ndarray:
    of_measure = columns["measure"].isin(gap.measure) & columns["breakdown"].isin(gap.breakdowns)
    return (of_measure & columns["group"].str.startswith(gap.groups)).to_numpy(dtype="bool")

"""Results with their counts rounded, and shares, rates and limits worked out anew from the rounded counts."""

import math

import numpy as np
import pandas as pd

from needs.measure.disclosure_policy import Policy
from needs.measure.disclosure_quantities import NOT_COUNTS
from needs.statistics import intervals

NUMBERS = ["numerator", "denominator", "value", "lower", "upper"]


def rounded_rows(rows: pd.DataFrame, policy: Policy, is_rounded: np.ndarray) -> pd.DataFrame:
    """The rows, those named with their counts rounded; the note says so, as verdicts must allow for it."""
    if policy.rounded_to == 1:
        return rows.copy()
    chosen = rows[is_rounded & (rows["status"] != "hidden")]
    numbers = rows[NUMBERS].copy()
    numbers.loc[chosen.index] = [_rounded(row, policy) for row in chosen.itertuples()]
    said = f"rounded to the nearest {policy.rounded_to}"
    notes = [note if said in note else f"{note}; {said}".removeprefix("; ") for note in chosen["note"]]
    return rows.assign(**numbers, note=rows["note"].mask(rows.index.isin(chosen.index), pd.Series(notes, chosen.index)))


def _rounded(row, policy: Policy) -> list[float]:
    counted, of = _of(row.numerator, policy), _of(row.denominator, policy)
    if row.unit in NOT_COUNTS:
        return [math.nan, of, row.value, math.nan, math.nan]
    if row.unit == "percent":
        if not of > 0:  # so few that the row will be hidden, or nobody, of whom there is no share
            return [counted, of, math.nan, math.nan, math.nan]
        found = intervals.proportion(counted, of)
        return [counted, of, 100 * found.value, 100 * found.lower, 100 * found.upper]
    if row.unit.startswith("per "):
        per = row.value * row.denominator / row.numerator if row.numerator else 1
        found = intervals.rate(counted, row.denominator, per=per)
        return [counted, row.denominator, found.value, found.lower, found.upper]
    return [counted, of, _of(row.value, policy), math.nan, math.nan]


def _of(count: float, policy: Policy) -> float:
    return count if math.isnan(count) else policy.rounded(count)

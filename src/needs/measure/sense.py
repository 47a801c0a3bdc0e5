"""What no figure may be, whatever it counts: a share above its whole, a negative count, an interval beside its value."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

COUNTED = ("people", "deaths", "interventions", "children", "episodes")
AS_GOOD_AS_EQUAL = 1e-6  # of a percentage point or a person: what arithmetic in binary fractions may leave over
_COUNTS = ("numerator", "denominator")


def impossible(results: pd.DataFrame) -> Iterator[str]:
    """A line for each rule that any row of the results breaks: the first such row, what was found in it, what was wanted."""
    for is_broken, columns, wanted in _rules(results):
        if is_broken.any():
            row = results.iloc[int(np.argmax(is_broken))]
            more = f" ({int(is_broken.sum()):,} such rows)" if is_broken.sum() > 1 else ""
            found = ", ".join(f"{name} {row[name]:g}" for name in columns if pd.notna(row[name]))
            yield f"{_named(row)}: found {found or 'none'}, wanted {wanted}{more}"


def _rules(results: pd.DataFrame) -> Iterator[tuple[np.ndarray, tuple[str, ...], str]]:
    """Which rows break each rule, the columns that show it, and what was wanted; what is missing breaks none but of dates."""
    value, lower, upper, numerator, denominator = (
        results[name].to_numpy() for name in ("value", "lower", "upper", *_COUNTS)
    )
    is_share = (results["unit"] == "percent").to_numpy(bool)
    begins_in_time = (results["period_start"] <= results["period_end"]).to_numpy(bool)
    is_counted = results["unit"].isin(COUNTED).to_numpy(bool)
    is_shown = (results["status"] == "shown").to_numpy(bool)  # what was refused keeps the counts it was refused for
    is_worked_out = is_share & ((results["origin"] != "published") & (results["kind"] == "actual")).to_numpy(bool)
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = np.abs(value - 100 * numerator / denominator)
    yield ~begins_in_time, (), "a period that ends no earlier than it begins"
    yield is_shown & ((numerator < 0) | (denominator < 0)), _COUNTS, "counts of 0 or more"
    yield is_counted & (value < 0), ("value",), "a count of 0 or more"
    yield is_share & is_shown & (numerator > denominator), _COUNTS, "a numerator within its denominator"
    yield is_share & _outside(value, 0, 100), ("value",), "a percentage from 0 to 100"
    yield is_worked_out & (apart > AS_GOOD_AS_EQUAL), ("value", *_COUNTS), "the percentage that its counts give"
    yield _outside(value, lower, upper), ("lower", "value", "upper"), "an interval that holds its value"


def _outside(value: np.ndarray, lower: np.ndarray | float, upper: np.ndarray | float) -> np.ndarray:
    return (value < lower - AS_GOOD_AS_EQUAL) | (value > upper + AS_GOOD_AS_EQUAL)


def _named(row: pd.Series) -> str:
    of = f", {row['group']}" if row["group"] not in ("all", "") else ""
    return (
        f"{row['indicator']}{of} of {row['area_code']}, {row['period_start']:%Y-%m-%d} to {row['period_end']:%Y-%m-%d}"
    )

"""Person-level tables drawn in a test: dates are dates, yes and no are true and false, an empty cell is nothing."""

import polars as pl
from drawn import table

DATES = {
    "start",
    "end",
    "next_start",
    "triaged",
    "discharged",
    "started",
    "referred",
    "first_offered",
    "care_planned",
    "observed_to",
}
NUMBERS = {"birth_quarter", "intervention_number", "journey", "episodes", "agencies"}


def records(drawn: str) -> pl.DataFrame:
    """The drawn table, typed by the names of its columns."""
    return pl.DataFrame({name: _typed(name, [cell or None for cell in cells]) for name, cells in table(drawn).items()})


def _typed(name: str, cells: list) -> pl.Series:
    text = pl.Series(cells, dtype=pl.String)
    if name in DATES:
        return text.str.to_date()
    if name in NUMBERS:
        return text.cast(pl.Int64)
    if name.startswith(("is_", "has_")) or name == "counts":
        return text.replace_strict({"yes": True, "no": False}, return_dtype=pl.Boolean)
    return text

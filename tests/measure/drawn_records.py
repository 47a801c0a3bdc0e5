"""Person-level tables drawn in a test: dates are dates, yes and no are true and false, an empty cell is nothing.

Lists are drawn too: `reviews` as dates with commas, `treatments` as "6 from 2008-04-01 to 2008-05-01, 2 from 2008-06-01".
"""

import datetime

import polars as pl
from drawn import table

from needs.quarter import Quarter

DATES = {
    "start",
    "end",
    "next_start",
    "previous_end",
    "quarter_ends",
    "triaged",
    "discharged",
    "started",
    "ended",
    "referred",
    "first_offered",
    "care_planned",
    "reviewed",
    "completed",
    "observed_to",
}
NUMBERS = {"birth_quarter", "age_at_triage", "age_at_start", "intervention_number", "journey", "episodes", "agencies"}
DAYS = {
    "days_at_start", "days_at_review", "reliable_days", "at_start", "later", "psychological_health", "physical_health",
    "quality_of_life",
}  # fmt: skip
TREATMENT = pl.Struct({"modality": pl.String, "started": pl.Date, "ended": pl.Date})


def records(drawn: str) -> pl.DataFrame:
    """The drawn table, typed by the names of its columns; `born` is a birthday, and becomes the `birth_quarter`."""
    columns = {name: _typed(name, [cell or None for cell in cells]) for name, cells in table(drawn).items()}
    return pl.DataFrame({"birth_quarter" if name == "born" else name: cells for name, cells in columns.items()})


def _typed(name: str, cells: list) -> pl.Series:
    text = pl.Series(cells, dtype=pl.String)
    if name == "reviews":
        return pl.Series([cell and [_day(day) for day in cell.split(",")] for cell in cells], dtype=pl.List(pl.Date))
    if name == "treatments":
        return pl.Series(
            [cell and [_treatment(one) for one in cell.split(",")] for cell in cells], dtype=pl.List(TREATMENT)
        )
    if name == "born":
        return pl.Series([cell and _quarter_number(cell) for cell in cells], dtype=pl.Int32)
    if name in DATES:
        return text.str.to_date()
    if name in NUMBERS:
        return text.cast(pl.Int64)
    if name in DAYS or name.endswith("_days"):
        return text.cast(pl.Int16)
    if name.startswith(("is_", "has_")) or (name == "counts" and set(cells) <= {"yes", "no"}):
        return text.replace_strict({"yes": True, "no": False}, return_dtype=pl.Boolean)
    return text


def _day(written: str) -> datetime.date:
    return datetime.date.fromisoformat(written.strip())


def _quarter_number(born: str) -> int:
    quarter = Quarter.containing(_day(born))
    return quarter.year * 4 + quarter.number


def _treatment(written: str) -> dict:
    modality, _from, started, *ended = written.split()
    return {"modality": modality, "started": _day(started), "ended": _day(ended[1]) if ended else None}

"""A file as an agency would have submitted it earlier: what happened later is not in it yet."""

from datetime import date

import polars as pl

from needs.synthetic.layout import OUTCOME_COLUMNS

KNOWN_BY = {"DISD": ("DISD", "DISRSN"), "MODEND": ("MODEND", "MODEXIT"), "TOPDATE": OUTCOME_COLUMNS}
KNOWN_BY |= {"CPLANDT": ("CPLANDT",)}


def as_known_on(day: date, rows: pl.DataFrame, date_format: str) -> pl.DataFrame:
    """The rows of interventions begun by a day, without planted ones; what has a later date is blank."""
    begun = rows.filter((pl.col("planted") == "") & _by("MODST", day, date_format))
    later = {
        name: pl.when(_by(column, day, date_format)).then(pl.col(name)).otherwise(pl.lit(""))
        for column, names in KNOWN_BY.items()
        for name in names
    }
    return begun.with_columns(**later).unique(maintain_order=True)


def _by(column: str, day: date, date_format: str) -> pl.Expr:
    """Whether a date is on or before a day; a blank is neither later nor earlier, and counts as known."""
    return pl.col(column).str.to_date(date_format, strict=False).le(pl.lit(day)).fill_null(True)

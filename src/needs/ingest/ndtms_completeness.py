"""How full each column of an extract is: blank, not answered and not collected are three different things."""

import polars as pl

from needs.ingest.ndtms_cells import Cells
from needs.ingest.ndtms_fields import fields, written
from needs.ingest.ndtms_settings import Settings
from needs.ingest.rule import About

COMPLETENESS = {
    **{"file": pl.String, "agency": pl.String, "field": pl.String, "is_collected": pl.Boolean, "rows": pl.Int64},
    **{"answered": pl.Int64, "not_answered": pl.Int64, "blank": pl.Int64, "is_constant": pl.Boolean},
}


def completeness(
    rows: pl.DataFrame, answers: pl.DataFrame, cells: Cells, settings: Settings, about: About, name: str
) -> pl.DataFrame:
    """One row a field: how many consenting rows have an answer, NA or nothing, and whether it is always the same answer.

    `rows` are the cells as written, `answers` what is neither blank nor NA in them.
    """
    answered = answers.count().row(0)
    not_answered = rows.select((pl.col(written(header) for header in fields()) == "NA").sum()).row(0)
    is_same = answers.select((pl.all() == pl.all().drop_nulls().first()).all()).row(0)
    return pl.DataFrame(
        {
            "file": name,
            "agency": about.agency,
            "field": list(fields()),
            "is_collected": [is_collected(header, cells, settings) for header in fields()],
            "rows": rows.height,
            "answered": answered,
            "not_answered": not_answered,
            "blank": [rows.height - some - none for some, none in zip(answered, not_answered, strict=True)],
            "is_constant": [bool(same) and some > 1 for same, some in zip(is_same, answered, strict=True)],
        },
        schema=COMPLETENESS,
    )


def completeness_of_nothing() -> pl.DataFrame:
    """The completeness of no file at all."""
    return pl.DataFrame(schema=COMPLETENESS)


def is_collected(header: str, cells: Cells, settings: Settings) -> bool:
    """Whether the file has the column and its settings do not say that nothing is collected in it."""
    return header in cells.headers and header not in settings.not_collected

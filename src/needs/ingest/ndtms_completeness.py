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


def completeness(rows: pl.DataFrame, cells: Cells, settings: Settings, about: About, name: str) -> pl.DataFrame:
    """One row a field: how many consenting rows have an answer, NA or nothing, and whether it is always the same answer."""
    text = rows.rename({written(header): header for header in fields()}).select(*fields())
    answers = text.select(pl.when(~pl.all().is_in(["", "NA"])).then(pl.all()))
    collected = [is_collected(header, cells, settings) for header in fields()]
    columns = text.get_columns()
    same = [column.drop_nulls() for column in answers.get_columns()]
    return pl.DataFrame(
        {
            "file": [name] * len(columns),
            "agency": [about.agency] * len(columns),
            "field": list(fields()),
            "is_collected": collected,
            "rows": [rows.height] * len(columns),
            "answered": [len(column) for column in same],
            "not_answered": [int((column == "NA").sum()) for column in columns],
            "blank": [int((column == "").sum()) for column in columns],
            "is_constant": [len(column) > 1 and column.min() == column.max() for column in same],
        },
        schema=COMPLETENESS,
    )


def completeness_of_nothing() -> pl.DataFrame:
    """The completeness of no file at all."""
    return pl.DataFrame(schema=COMPLETENESS)


def is_collected(header: str, cells: Cells, settings: Settings) -> bool:
    """Whether the file has the column and its settings do not say that nothing is collected in it."""
    return header in cells.rows.columns and header not in settings.not_collected

"""What is wrong with person-level extracts: one finding is one rule broken in one place, and never holds what was found."""

from collections.abc import Iterable

import polars as pl

from needs.ingest.problems import FILE_REFUSED, NOTED, ROW_REFUSED, Problem

FIELD_REFUSED = "field refused"  # the cell becomes missing and the row is used
SEVERITIES = (FILE_REFUSED, ROW_REFUSED, FIELD_REFUSED, NOTED)
SCHEMA = {
    "file": pl.String,
    "line": pl.Int64,
    "agency": pl.String,
    "field": pl.String,
    "rule": pl.String,
    "severity": pl.String,
    "message": pl.String,
}


class FileRefused(ValueError):
    """A whole extract cannot be used: the rule, and a line and a message for each place that shows it."""

    def __init__(self, rule: str, places: Iterable[tuple[int | None, str]]):
        self.rule, self.places = rule, tuple(places)
        super().__init__(f"{rule}: {self.places[0][1]}")


def none() -> pl.DataFrame:
    """No findings."""
    return pl.DataFrame(schema=SCHEMA)


def findings(
    places: Iterable[tuple[int | None, str]], *, file: str, rule: str, severity: str, agency: str | None = None
) -> pl.DataFrame:
    """Findings of one rule about a file or its lines, each with its own message."""
    rows = [(file, line, agency, None, rule, severity, message) for line, message in places]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def together(parts: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Several tables of findings as one, in the order of the files and their lines."""
    return pl.concat([none(), *parts]).sort("file", "line", "rule", "field", nulls_last=False, maintain_order=True)


def sentences(found: pl.DataFrame) -> list[str]:
    """Each finding as a line a provider can read: where, which rule, what is wrong."""
    return [_sentence(row) for row in found.iter_rows(named=True)]


def problems(found: pl.DataFrame) -> list[Problem]:
    """Findings as the problems of any input file; a refused field is noted there, since its row is used."""
    return [
        Problem(
            row["file"],
            row["line"],
            None,
            f"{'' if row['field'] is None else row['field'] + ': '}{row['message']}",
            f"rule {row['rule']} kept",
            NOTED if row["severity"] == FIELD_REFUSED else row["severity"],
        )
        for row in found.iter_rows(named=True)
    ]


def _sentence(row: dict) -> str:
    place = row["file"] if row["line"] is None else f"{row['file']}, line {row['line']}"
    place += "" if row["field"] is None else f", {row['field']}"
    return f"{place}: {row['message']} ({row['rule']}, {row['severity']})"

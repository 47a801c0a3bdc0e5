"""What is wrong with an input file: one problem is one thing found, with its place and what was wanted instead."""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

FILE_REFUSED = "file refused"
ROW_REFUSED = "row refused"
NOTED = "noted"
SEVERITIES = (FILE_REFUSED, ROW_REFUSED, NOTED)

COLUMNS = ("file", "line", "column", "found", "wanted", "severity")


@dataclass(frozen=True)
class Problem:
    """One thing wrong with an input file.

    With a column, `found` is the cell's own text and `wanted` completes "is not ..."; without one, both are phrases.
    `line` is the physical line, counted from 1, on which the record begins.
    """

    file: str
    line: int | None
    column: str | None
    found: str
    wanted: str
    severity: str

    def __post_init__(self):
        if self.severity not in SEVERITIES:
            raise ValueError(f"problem severity {self.severity!r} is not one of {SEVERITIES}")

    def __str__(self) -> str:
        place = self.file
        place += "" if self.line is None else f", line {self.line}"
        place += "" if self.column is None else f", column {self.column}"
        if self.column is None:
            return f"{place}: {self.found}; wanted {self.wanted}"
        return f"{place}: {repr(self.found) if self.found else 'an empty cell'} is not {self.wanted}"


class UnreadableInput(ValueError):  # noqa: N818
    """A whole file cannot be read; its one argument is the Problem that says why."""

    @property
    def problem(self) -> Problem:
        return self.args[0]


def problems_table(problems: Iterable[Problem]) -> pd.DataFrame:
    """One row a problem: where, what was found, what was wanted, how bad, and the whole as one sentence."""
    problems = list(problems)
    columns = {name: pd.array([getattr(p, name) for p in problems], dtype="str") for name in COLUMNS if name != "line"}
    return pd.DataFrame(
        {
            "file": columns["file"],
            "line": pd.array([p.line for p in problems], dtype="Int64"),
            **columns,
            "message": pd.array([str(p) for p in problems], dtype="str"),
        }
    )

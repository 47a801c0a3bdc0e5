"""The tables of treatment plans as a notebook is given them: what each partnership's document plans, row by row."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from needs.mistakes import Mistake

COLUMNS = {
    "documents": ("source", "plan_start", "plan_end", "covers", "led_by", "place"),
    "objectives": (
        "objective", "heading", "text", "health_improvement", "access", "best_value", "performance_measure", "lead_role",
        "place",
    ),
    "indicators": ("indicator", "kind", "title", "relevance", "measure", "place"),
    "objective_indicators": ("objective", "indicator", "basis", "words", "place"),
    "priorities": ("priority", "heading", "text", "measure", "breakdown", "group", "percentage_of", "place"),
    "actions": (
        "action", "heading", "text", "serves", "lead_role", "milestone", "note", "due_date", "due_printed", "status",
        "status_date", "status_printed", "place",
    ),
    "funding": ("item", "funder", "text", "financial_year", "measure", "breakdown", "group", "people_measures", "place"),
    "workforce": ("item", "text", "measure", "breakdown", "group", "place"),
    "consultations": (
        "consultation", "name", "who", "form", "start_date", "end_date", "when_printed", "summary", "asked", "answer",
        "place",
    ),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Plans:
    """One table a kind of row, each with its partnership in the column of that name; every cell is text."""

    documents: pd.DataFrame
    objectives: pd.DataFrame
    indicators: pd.DataFrame
    objective_indicators: pd.DataFrame
    priorities: pd.DataFrame
    actions: pd.DataFrame
    funding: pd.DataFrame
    workforce: pd.DataFrame
    consultations: pd.DataFrame

    def of(self, partnership: str) -> "Plans":
        """The rows of one partnership."""
        return Plans(**{name: table[table["partnership"] == partnership] for name, table in vars(self).items()})


def read(folder: Path) -> Plans:
    """The plans' tables of the safe folder; a Mistake says which command makes them."""
    return Plans(**{table: _table(folder / f"plan_{table}.csv", columns) for table, columns in COLUMNS.items()})


def _table(path: Path, columns: tuple[str, ...]) -> pd.DataFrame:
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False)
    except (OSError, ValueError) as error:
        found = "is missing" if isinstance(error, FileNotFoundError) else f"cannot be read ({type(error).__name__})"
        raise Mistake(f"data/processed/safe/{path.name} {found}: run `needs ingest` to write it") from None
    missing = [name for name in ("partnership", *columns) if name not in table]
    if missing:
        raise Mistake(
            f"data/processed/safe/{path.name} has no column {missing[0]!r}: run `needs ingest` to write it again"
        )
    return table

"""What became of the raw files, as data/processed/safe has it: how much was used and refused, and every problem."""

import csv
from dataclasses import dataclass
from pathlib import Path

from needs import parts
from needs.ingest.problems import FILE_REFUSED
from needs.mistakes import visible


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How many files and rows there were, how many of each were refused, and one sentence a problem."""

    files: int
    files_refused: int
    rows_used: int
    rows_refused: int
    messages: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Whether nothing was refused."""
        return not (self.files_refused or self.rows_refused)

    @property
    def refused(self) -> str:
        """How much was refused: "1 file and 9,396 rows refused"."""
        files = f"{self.files_refused:,} file{'' if self.files_refused == 1 else 's'}"
        return f"{files} and {self.rows_refused:,} row{'' if self.rows_refused == 1 else 's'} refused"

    def __str__(self) -> str:
        rows = self.rows_used + self.rows_refused
        return f"{self.files:,} files, {rows:,} rows: {self.rows_used:,} rows used, {self.refused}"


def read(safe: Path) -> Outcome:
    """The outcome of the last reading, as the safe folder has it.

    Of treatment extracts only files count here: what became of their rows is in the report on data quality.
    """
    inputs, problems = _rows(safe / "inputs"), _rows(safe / "problems")
    of_extracts = _refused_extracts(safe)
    return Outcome(
        files=len(inputs),
        files_refused=len({row["file"] for row in problems if row["severity"] == FILE_REFUSED}) + len(of_extracts),
        rows_used=sum(int(row["used"]) for row in inputs),
        rows_refused=sum(int(row["refused"] or 0) for row in inputs),
        messages=(*(row["message"] for row in problems), *map(visible, of_extracts)),
    )


def _refused_extracts(safe: Path) -> list[str]:
    """A sentence for each folder of extracts that could not be read, and for each file that was refused whole."""
    folders = [row["refused"] for row in _rows(safe / "extracts") if row["refused"]]
    why = {
        (row["partnership"], row["file"]): row["message"]
        for row in _rows(safe / "extract_findings")
        if row["severity"] == FILE_REFUSED
    }
    files = [(row["partnership"], row["file"]) for row in _rows(safe / "extract_files") if row["status"] == "refused"]
    return folders + [f"data/raw/ndtms/{'/'.join(file)}: {why.get(file, 'no reason was kept')}" for file in files]


def _rows(folder: Path) -> list[dict[str, str]]:
    found = []
    for path in parts.paths(folder):
        with path.open(encoding="utf-8", newline="") as lines:
            found += csv.DictReader(lines)
    return found

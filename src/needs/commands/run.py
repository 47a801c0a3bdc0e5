"""What commands that read or write results share: one run at a time in one project, and the end says what was refused."""

import csv
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from filelock import FileLock, Timeout
from rich.console import Console

from needs import parts
from needs.files import swept
from needs.folders import Folders
from needs.ingest.problems import CELL_REFUSED, FILE_REFUSED
from needs.mistakes import Mistake, visible
from needs.progress import Progress

NAME = ".lock"


@contextmanager
def alone_here() -> Iterator[Folders]:
    """The project's folders, which no other run writes to meanwhile; Ctrl-C is one line and exit code 130."""
    folders = Folders.here()
    try:
        with alone(folders.processed), swept(folders.processed):
            yield folders
    except KeyboardInterrupt:
        print("needs: stopped; what was written stays, and the same command goes on from there", file=sys.stderr)
        sys.exit(130)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Nobody else has the lock of the folder while the block runs; a Mistake says who has it if another run does.

    A second run is refused and does not wait: it would render again what the first has just written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / NAME
    lock = FileLock(path, blocking=False)
    try:
        lock.acquire()
    except Timeout:
        raise Mistake(
            f"another run{_whose(path)} is writing results or documents here: let it end, or stop it"
        ) from None
    try:
        with suppress(OSError):  # said for a reader's sake only; Windows lets nobody touch a locked file
            path.write_text(f"{os.getpid()}\n", encoding="utf-8")
        yield
    finally:
        lock.release()


def _whose(path: Path) -> str:
    try:
        return f" (process {int(path.read_text(encoding='utf-8'))})"
    except (OSError, ValueError):
        return ""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How many files and rows there were, how many of each were refused, and one sentence a problem."""

    files: int
    files_refused: int
    rows_used: int
    rows_refused: int
    messages: tuple[str, ...]
    lacks_cells: bool = False  # of rows that are used

    @property
    def is_whole(self) -> bool:
        """Whether nothing was refused."""
        return not (self.files_refused or self.rows_refused or self.lacks_cells)

    @property
    def refused(self) -> str:
        """How much was refused: "1 file and 9,396 rows refused"."""
        files = f"{self.files_refused:,} file{'' if self.files_refused == 1 else 's'}"
        cells = ", and cells of other rows" if self.lacks_cells else ""
        return f"{files} and {self.rows_refused:,} row{'' if self.rows_refused == 1 else 's'} refused{cells}"

    def __str__(self) -> str:
        rows = self.rows_used + self.rows_refused
        return f"{self.files:,} files, {rows:,} rows: {self.rows_used:,} rows used, {self.refused}"


def outcome_of(safe: Path) -> Outcome:
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
        lacks_cells=any(row["severity"] == CELL_REFUSED for row in problems),
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
    found: list[dict[str, str]] = []
    for path in parts.paths(folder):
        with path.open(encoding="utf-8", newline="") as lines:
            found += csv.DictReader(lines)
    return found


PROGRESS = Console(stderr=True)  # so that what is printed to standard output can be piped


def brought_up_to_date(
    folders: Folders, scheduler: str = "", published: Callable[[list[str]], object] = bool
) -> list[Path]:
    """The files written, after whatever has changed was read and counted anew; `published` as the pipeline calls it."""
    from needs import workers
    from needs.pipeline import stale

    of_cluster = partial(workers.of_a_cluster, scheduler)
    workers_of = (lambda most: of_cluster()) if scheduler else workers.at_most
    with Progress(PROGRESS) as shown:
        try:
            return stale.brought_up_to_date(folders, shown.said, workers_of, published)
        except Mistake:
            with suppress(OSError):  # nothing was read yet
                said(folders)
            raise


def said(folders: Folders) -> Outcome:
    """What became of the raw files, after each problem is said: at every run, for the documents lack what was refused."""
    found = outcome_of(folders.safe)
    for message in found.messages:
        print(message, file=sys.stderr)
    return found


def end(outcome: Outcome, failed: Iterable[str] = (), tally: str = "") -> None:
    """Exit code 1, with a last line that says why, if a document failed or any input was refused."""
    for failure in failed:
        print(f"needs: {failure}", file=sys.stderr)
    if tally:
        print(tally, file=sys.stderr)  # standard output holds the paths alone
    if not outcome.is_whole:
        why = "results and documents lack what they hold, for the reasons above and in data/processed/safe/problems"
        print(f"needs: {outcome.refused}: {why}", file=sys.stderr)
    if failed or not outcome.is_whole:
        sys.exit(1)


def print_folders(paths: Iterable[Path], folders: Folders) -> None:
    """Print the folders in which files were written, each with how many."""
    for folder, number in sorted(Counter(folders.relative(path.parent) for path in paths).items()):
        print(f"{visible(folder)}: {number:,} file{'' if number == 1 else 's'}")


def print_paths(paths: Iterable[Path], folders: Folders) -> None:
    """Print where files lie, as a reader of the project knows it."""
    for path in paths:
        print(visible(folders.relative(path)))

"""What commands that read or write results have in common: nobody else writes meanwhile, and the end says what was refused."""

import sys
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from needs.folders import Folders
from needs.mistakes import Mistake, visible
from needs.progress import Progress

if TYPE_CHECKING:  # each command loads only the room it needs, so that --help is at once
    from needs.ingest.outcome import Outcome

PROGRESS = Console(stderr=True)  # so that what is printed to standard output can be piped


def brought_up_to_date(
    folders: Folders, scheduler: str = "", published: Callable[[list[str]], object] = bool
) -> list[Path]:
    """The files written, after whatever has changed was read and counted anew; `published` as the pipeline calls it."""
    from needs import pipeline, workers

    of_cluster = partial(workers.of_a_cluster, scheduler)
    workers_of = (lambda most: of_cluster()) if scheduler else workers.at_most
    with Progress(PROGRESS) as shown:
        try:
            return pipeline.brought_up_to_date(folders, shown.said, workers_of, published)
        except Mistake:
            with suppress(OSError):  # nothing was read yet
                said(folders)
            raise


def said(folders: Folders) -> "Outcome":
    """What became of the raw files, after each problem is said: at every run, for the documents lack what was refused."""
    from needs.ingest import outcome

    found = outcome.read(folders.safe)
    for message in found.messages:
        print(message, file=sys.stderr)
    return found


def end(outcome: "Outcome", failed: Iterable[str] = (), tally: str = "") -> None:
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

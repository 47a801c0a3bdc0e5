"""Writing a file whole or not at all: nobody ever meets half of one, and a killed run leaves what was there before."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A path beside the file to write to; when the block ends well it takes the file's place, otherwise it is removed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield unfinished
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


@contextmanager
def swept(folder: Path) -> Iterator[None]:
    """Without the unfinished files of a run that was killed, before the block and after it; for who is alone in the folder."""
    try:
        _sweep(folder)
        yield
    finally:
        _sweep(folder)


def _sweep(folder: Path) -> None:
    for path in folder.rglob(".*.part"):
        path.unlink(missing_ok=True)

"""One run at a time in one project: a lock of the operating system, which the end of a run releases however it ended."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from needs.files import swept
from needs.folders import Folders
from needs.mistakes import Mistake

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

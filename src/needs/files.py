"""Writing a file whole or not at all: nobody ever meets half of one, and a killed run leaves what was there before."""

import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from needs.mistakes import Mistake

_UNFINISHED = re.compile(r"\..+\.\d+\.part")


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A path beside the file to write to; when the block ends well it takes the file's place, otherwise it is removed.

    A Mistake says in one line what the system has against writing it: a full disk, a folder that may not be written to.
    """
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and not path.is_file():  # to put a file in the place of a device would take the device away
            raise OSError(errno.EINVAL, "it is there and no regular file")
        yield unfinished
        unfinished.replace(path)
    except OSError as error:
        wanted = "make room or mend the folder, and run the same command again"
        raise Mistake(f"{path.parent.name}/{path.name} cannot be written ({_reason(error)}): {wanted}") from error
    finally:
        if path.parent.is_dir():
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
        if _UNFINISHED.fullmatch(path.name):
            path.unlink(missing_ok=True)


def _reason(error: OSError) -> str:
    return error.strerror or " ".join(str(error).split())

"""Files that somebody gave are read whole and never beyond a limit; files of ours are written whole or not at all."""

import errno
import json
import os
import re
import stat
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BufferedReader
from pathlib import Path
from typing import Any

from needs.mistakes import Mistake

_UNFINISHED = re.compile(r"\..+\.\d+\.part")


@contextmanager
def replacing(path: Path, private: bool = False) -> Iterator[Path]:
    """A path beside the file to write to; when the block ends well it takes the file's place, otherwise it is removed.

    A private one nobody else may read, from its first byte on, where the system knows of such a thing.

    A Mistake says in one line what the system has against writing it: a full disk, a folder that may not be written to.
    """
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and not path.is_file():  # to put a file in the place of a device would take the device away
            raise OSError(errno.EINVAL, "it is there and no regular file")
        if private:
            private_folder(path.parent)
            os.close(os.open(unfinished, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600))
        yield unfinished
        unfinished.replace(path)
    except OSError as error:
        wanted = "make room or mend the folder, and run the same command again"
        raise Mistake(f"{path.parent.name}/{path.name} cannot be written ({_reason(error)}): {wanted}") from error
    finally:
        if path.parent.is_dir():
            unfinished.unlink(missing_ok=True)


def private_folder(folder: Path) -> None:
    """Make a folder that its owner alone may open; a Mistake where the system has such a thing and this place does not.

    On Windows nothing is checked: a folder there is as open as the one it lies in.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if os.name == "nt":
        return
    with suppress(OSError):
        folder.chmod(0o700)
    if folder.stat().st_mode & 0o077:
        raise Mistake(
            f"{folder.name}: others may open the folder, and it holds small numbers; put the project on a disk that keeps "
            "permissions, or chmod 700 it"
        )


@contextmanager
def for_owner_only(is_wanted: bool = True) -> Iterator[None]:
    """Whatever this process writes in the block, files and folders, nobody else may open, if that is wanted."""
    before = os.umask(0o077) if is_wanted else None
    try:
        yield
    finally:
        if before is not None:
            os.umask(before)


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


MOST_OF_SETTINGS = 1_000_000  # bytes: hundreds of times what anybody writes by hand


@contextmanager
def opened(path: Path) -> Iterator[BufferedReader]:
    """A regular file, open for its bytes; an OSError where it is something else, such as a pipe that never ends."""
    with open(path, "rb", opener=_without_waiting) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, "it is no regular file")
        yield file


def content(path: Path, most: int = MOST_OF_SETTINGS) -> bytes:
    """The bytes of a regular file; an OSError where there are more than that."""
    with opened(path) as file:
        found = file.read(most + 1)
    if len(found) > most:
        raise OSError(errno.EFBIG, f"it has more than {most:,} bytes")
    return found


def toml(path: Path) -> dict:
    """What a TOML file holds; OSError where it cannot be read, ValueError where it is not TOML, worded to follow its name."""
    try:
        text = content(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError("is not UTF-8: save it as UTF-8") from None
    return from_toml(text)


def from_toml(text: str) -> dict:
    """What TOML says; ValueError where it is none, worded to follow the name of a file."""
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise ValueError("is not TOML: brackets within brackets, too many to follow") from None
    except ValueError as error:
        raise ValueError(f"is not TOML: {str(error).partition(';')[0]}") from None


def from_json(path: Path) -> Any:
    """What a JSON file holds; OSError where it cannot be read, ValueError where it is not JSON."""
    try:
        return json.loads(content(path).decode("utf-8"))
    except RecursionError:
        raise ValueError("is not JSON: brackets within brackets, too many to follow") from None


def _without_waiting(path: str, flags: int) -> int:
    """Opened at once: a pipe is otherwise waited for until somebody writes to it."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))

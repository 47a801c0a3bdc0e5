"""Reading a file that somebody gave: a regular one, whole, and never more of it than is wanted."""

import errno
import json
import os
import stat
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

MOST_OF_SETTINGS = 1_000_000  # bytes: hundreds of times what anybody writes by hand


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
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


def from_json(path: Path) -> object:
    """What a JSON file holds; OSError where it cannot be read, ValueError where it is not JSON."""
    try:
        return json.loads(content(path).decode("utf-8"))
    except RecursionError:
        raise ValueError("is not JSON: brackets within brackets, too many to follow") from None


def _without_waiting(path: str, flags: int) -> int:
    """Opened at once: a pipe is otherwise waited for until somebody writes to it."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))

"""What a stage's files were made from: one fingerprint of that, and one of each file made. Nobody trusts the times of files."""

import hashlib
import json
import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from pathlib import Path

from needs import reading
from needs.files import replacing
from needs.folders import Folders


def of_file(path: Path) -> str:
    """The SHA-256 of a file's bytes, or the word for why there is none."""
    try:
        with reading.opened(path) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        return type(error).__name__


def fingerprint(*parts: object) -> str:
    """One SHA-256 of several things, by what Python writes for each."""
    return hashlib.sha256("\0".join(map(repr, parts)).encode()).hexdigest()


def of_files(paths: Iterable[Path], folders: Folders) -> dict[str, str]:
    """The SHA-256 of each file's bytes, by its place in the project."""
    paths = list(paths)
    found = _threads().map(of_file, paths)  # reading and hashing leave Python free for another file
    return dict(zip(map(folders.relative, paths), found, strict=True))


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(os.cpu_count())


def made(stage: str, made_from: str, folders: Folders) -> dict[str, str] | None:
    """The files of a stage with their fingerprints; None if they were made from something else, or are not as they were made."""
    try:
        stamp = json.loads(_path(stage, folders).read_text(encoding="utf-8"))
        held = dict(stamp["made"])
        if stamp["made_from"] != made_from:
            return None
        return held if of_files(map(partial(Path, folders.root), held), folders) == held else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def write(stage: str, made_from: str, paths: Iterable[Path], folders: Folders) -> dict[str, str]:
    """Record that a stage's files are made from what this is the fingerprint of; gives the fingerprint of each."""
    held = of_files(paths, folders)
    with replacing(_path(stage, folders)) as unfinished:
        unfinished.write_text(json.dumps({"made_from": made_from, "made": held}, indent=2) + "\n", encoding="utf-8")
    return held


def remove(stage: str, folders: Folders) -> None:
    """Forget what a stage's files were made from: they are about to be written again, or taken away."""
    _path(stage, folders).unlink(missing_ok=True)


def stages(folders: Folders) -> list[str]:
    """The stages that have a stamp."""
    return sorted(path.stem for path in _folder(folders).glob("*.json"))


def files(stage: str, folders: Folders) -> list[str]:
    """The files that a stage made, by their places in the project; none where its stamp is damaged."""
    try:
        return list(json.loads(_path(stage, folders).read_text(encoding="utf-8"))["made"])
    except (OSError, ValueError, KeyError, TypeError):
        return []


def _folder(folders: Folders) -> Path:
    return folders.processed / "stamps"


def _path(stage: str, folders: Folders) -> Path:
    return _folder(folders) / f"{stage}.json"

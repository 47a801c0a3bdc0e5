"""What a stage's files were made from, as fingerprints: of files, of the code that a stage runs, of installed libraries."""

import hashlib
import importlib.metadata
import json
import os
import re
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from pathlib import Path

from needs import files
from needs.files import replacing
from needs.folders import Folders


def of_file(path: Path) -> str:
    """The SHA-256 of a file's bytes, or the word for why there is none."""
    try:
        with files.opened(path) as file:
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


def files_made(stage: str, folders: Folders) -> list[str]:
    """The files that a stage made, by their places in the project; none where its stamp is damaged."""
    try:
        return list(json.loads(_path(stage, folders).read_text(encoding="utf-8"))["made"])
    except (OSError, ValueError, KeyError, TypeError):
        return []


def _folder(folders: Folders) -> Path:
    return folders.processed / "stamps"


def _path(stage: str, folders: Folders) -> Path:
    return _folder(folders) / f"{stage}.json"


_PACKAGE = Path(__file__).parents[1]
_FACE = _PACKAGE / "__init__.py"
_IMPORT = re.compile(r"^\s*(?:from (needs[\w.]*) import (\([^)]*\)|[^\n]*)|import (needs[\w.]*))", re.MULTILINE)
_REMARK = re.compile(r"#[^\n]*")  # it may hold a bracket, and so seem to end a list of names
_LISTS = (".csv", ".json")  # beside modules: what codes mean


@cache  # the code that a process runs is the code it started with
def of_code(*modules: str) -> str:
    """The SHA-256 of all files that the modules of these names need, by what their import lines say."""
    total = hashlib.sha256()
    for path in used(*modules):
        total.update(f"{path.relative_to(_PACKAGE).as_posix()}\0".encode() + path.read_bytes())
    return total.hexdigest()


@cache
def of_module(module: str) -> str:
    """The SHA-256 of a module's own file."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in _files(module))).hexdigest()


def used(*modules: str) -> list[Path]:
    """Every file of the package that these modules run: their own, those they import, and the lists that lie beside them."""
    found: set[Path] = set()
    wanted = [path for name in modules for path in _files(name)]
    while wanted:
        path = wanted.pop()
        if path not in found:
            found.add(path)
            if path != _FACE:  # what the package hands an analyst is loaded when it is asked for, and by no stage
                wanted += [file for name in _imported(path) for file in _files(name)]
    return sorted(found | {file for path in found for file in path.parent.iterdir() if file.suffix in _LISTS})


def _imported(path: Path) -> list[str]:
    """The modules that a file imports; a name that is imported from a package may be a module or be held by it."""
    names = []
    for package, listed, module in _IMPORT.findall(_REMARK.sub("", path.read_text(encoding="utf-8"))):
        names.append(module or package)
        held = listed.strip("()").split(",")
        names += [f"{package}.{name.split(' as ')[0].strip()}" for name in held if name.strip()]
    return names


def _files(module: str) -> list[Path]:
    """The file of a module, and those of the packages it lies in; none where the name is held by a module."""
    parts = module.split(".")[1:]
    packages = [_PACKAGE.joinpath(*parts[:depth], "__init__.py") for depth in range(len(parts) + 1)]
    own = _PACKAGE.joinpath(*parts).with_suffix(".py") if parts else _PACKAGE / "__init__.py"
    return [path for path in (*packages, own) if path.is_file()]


@cache
def installed_versions() -> dict[str, str]:
    """The version of each installed library, by its plain name."""
    return {_plain(one.name): one.version for one in importlib.metadata.distributions()}


@cache
def of_lock(lock: Path) -> str:
    """One fingerprint of all that a lock names, as they are installed."""
    text = lock.read_text(encoding="utf-8") if lock.exists() else ""
    named = {_plain(name) for name in re.findall(r"^([\w.-]+)==", text, re.MULTILINE)}
    found = installed_versions()
    every = "\n".join(f"{name}=={found[name]}" for name in sorted(named & set(found)))
    return hashlib.sha256(every.encode()).hexdigest()[:16]


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()

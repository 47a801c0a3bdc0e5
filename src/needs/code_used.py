"""One fingerprint of the code that a stage runs: the modules that its own module imports, and theirs, and their lists."""

import hashlib
import re
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).parent
_IMPORT = re.compile(r"^\s*(?:from (needs[\w.]*) import (\([^)]*\)|[^\n]*)|import (needs[\w.]*))", re.MULTILINE)
_REMARK = re.compile(r"#[^\n]*")  # it may hold a bracket, and so seem to end a list of names
_LISTS = (".csv", ".json")  # beside modules: what codes mean


@cache  # the code that a process runs is the code it started with
def fingerprint(*modules: str) -> str:
    """The SHA-256 of all files that the modules of these names need, by what their import lines say."""
    total = hashlib.sha256()
    for path in used(*modules):
        total.update(f"{path.relative_to(_PACKAGE).as_posix()}\0".encode() + path.read_bytes())
    return total.hexdigest()


@cache
def own(module: str) -> str:
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

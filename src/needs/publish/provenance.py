"""What a document was made from: fingerprints of its inputs, notebook, code and lock. No clock, no user, no machine."""

import csv
import hashlib
import importlib.metadata
import json
import platform
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from needs import parameters
from needs.folders import Folders

PACKAGES = ("pandas", "polars", "numpy", "scipy", "statsmodels", "matplotlib", "seaborn", "papermill", "nbconvert")
CODE, LOCK = "src/needs (code, lists and template)", "requirements.lock"
NOT_FOUND = "not found"
_CODE = Path(__file__).parents[1]
_TABLES = {".parquet", ".csv", ".json"}
_READ = ("*.py", "*.csv", "*.json")  # of the package: its lists and worked examples decide bytes too


@dataclass(frozen=True)
class Part:
    """One thing a document was made from, and the SHA-256 of its bytes."""

    name: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Provenance:
    """Everything that decides the bytes of a document."""

    notebook: str
    parts: tuple[Part, ...]
    parameters: tuple[tuple[str, str], ...]
    versions: tuple[tuple[str, str], ...]
    command: str

    @property
    def stamp(self) -> str:
        """Sixteen characters that change when any input, the code, a version or a parameter does."""
        everything = [[part.name, part.sha256] for part in self.parts] + [self.parameters, self.versions]
        return hashlib.sha256(json.dumps(everything).encode()).hexdigest()[:16]

    def given(self, values: Mapping[str, object]) -> "Provenance":
        """The same with these parameters; those that are not given stay what they are."""
        given = dict(self.parameters) | {name: str(value) for name, value in values.items()}
        return replace(self, parameters=tuple(given.items()), command=command(given, Path(self.notebook).stem))


def provenance(
    notebook: Path | None, given: Mapping[str, object], folders: Folders, inputs: tuple[Part, ...] | None = None
) -> Provenance:
    """What a document made now, from this notebook with the parameters given and its defaults for the others, is made from.

    Without a notebook, what the files of figures are made from. `inputs` are those of the folders, where they are known.
    """
    lock = folders.root / LOCK
    name = folders.relative(notebook) if notebook else ""
    made = Provenance(
        notebook=name,
        parts=(
            *(inputs_of(folders) if inputs is None else inputs),
            *([Part(name, sha256_of(notebook))] if notebook else []),
            Part(CODE, _code_sha256()),
            Part(LOCK, sha256_of(lock) if lock.exists() else NOT_FOUND),
        ),
        parameters=(),
        versions=(("Python", platform.python_version()), *_versions(lock)),
        command="",
    )
    return made.given((parameters.defaults(notebook) if notebook else {}) | given)


def inputs_of(folders: Folders) -> tuple[Part, ...]:
    """The safe tables and the raw files behind them: the same for every document of a run."""
    return (*_safe_inputs(folders), *_raw_inputs(folders))


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def command(given: Mapping[str, object], document: str = "") -> str:
    """The command that rebuilds a document: needs report --partnership barnet --quarter "2011-12 Q4" --document overview.

    Of a quarter without a partnership it rebuilds what is about all. What else a notebook can be given has no option.
    """
    options = {name: given[name] for name in ("partnership", "quarter") if name in given}
    options |= {"document": document} if document else {}
    about_all = ["--all"] if "quarter" in options and "partnership" not in options else []
    return " ".join(
        ["needs report", *about_all, *(f"--{name} {_quoted(str(value))}" for name, value in options.items())]
    )


def _safe_inputs(folders: Folders) -> Iterator[Part]:
    for path in sorted(folders.safe.rglob("*")):
        if path.suffix in _TABLES:
            yield Part(folders.relative(path), sha256_of(path))


def _raw_inputs(folders: Folders) -> Iterator[Part]:
    """The raw files as `needs ingest` and `needs calculate` recorded them: notebooks may not open those files."""
    record = folders.safe / "inputs.csv"
    if record.exists():
        with record.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                yield Part(row["file"], row["sha256"].removeprefix("sha256:"))


@cache
def _versions(lock: Path) -> tuple[tuple[str, str], ...]:
    """The versions most readers look for, and a fingerprint of all that the lock names as they are installed."""
    text = lock.read_text(encoding="utf-8") if lock.exists() else ""
    named = {_plain(name) for name in re.findall(r"^([\w.-]+)==", text, re.MULTILINE)}
    found = {_plain(one.name): one.version for one in importlib.metadata.distributions()}
    every = "\n".join(f"{name}=={found[name]}" for name in sorted(named & set(found)))
    of_all = hashlib.sha256(every.encode()).hexdigest()[:16]
    return (*((name, found[name]) for name in PACKAGES), ("All libraries of the lock", of_all))


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@cache  # the code this process runs is the code it started with
def _code_sha256() -> str:
    """One fingerprint for the package: each file's name and bytes, in the order of the names."""
    total = hashlib.sha256()
    template = (path for path in (_CODE / "publish" / "template").rglob("*") if path.is_file())
    for path in sorted({*(path for kind in _READ for path in _CODE.rglob(kind)), *template}):
        total.update(f"{path.relative_to(_CODE).as_posix()}\0{sha256_of(path)}\n".encode())
    return total.hexdigest()


def _quoted(value: str) -> str:
    return f'"{value}"' if " " in value or not value else value

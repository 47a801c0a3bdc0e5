"""What a document was made from: fingerprints of its inputs, notebook, code and lock. No clock, no user, no machine."""

import csv
import hashlib
import json
import platform
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from needs import parts
from needs.folders import Folders
from needs.measure import sweep
from needs.mistakes import Mistake
from needs.pipeline import stamps
from needs.present import parameters
from needs.publish.documents import SCENARIO, SCENARIOS
from needs.quarter import Quarter

PACKAGES = ("pandas", "polars", "numpy", "scipy", "statsmodels", "matplotlib", "seaborn", "papermill", "nbconvert")
CODE, LOCK = "src/needs (code, lists and template)", "requirements.lock"
NOT_FOUND, NOT_GIVEN = "not found", "not given"  # of a part, and of a parameter that is None
_CODE = Path(__file__).parents[1]
UP_TO = "over_all_up_to"  # of what sums over all partnerships, how far a document of a quarter looks
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
        given = dict(self.parameters) | {
            name: NOT_GIVEN if value is None else str(value) for name, value in values.items()
        }
        return replace(self, parameters=tuple(given.items()), command=command(given, Path(self.notebook).stem))


def provenance(
    notebook: Path | None, given: Mapping[str, object], folders: Folders, inputs: "Inputs | None" = None
) -> Provenance:
    """What a document made now, from this notebook with the parameters given and its defaults for the others, is made from.

    Without a notebook, what the files of figures are made from. `inputs` are those of the folders, where they are held.
    """
    lock = folders.root / LOCK
    given = (parameters.defaults(notebook) if notebook else {}) | dict(given)
    name = folders.relative(notebook) if notebook else ""
    made = Provenance(
        notebook=name,
        parts=(
            *(inputs or Inputs(folders)).of(given),
            *([Part(name, sha256_of(notebook))] if notebook else []),
            Part(CODE, _code_sha256()),
            Part(LOCK, _lock_sha256(lock)),
        ),
        parameters=(),
        versions=(("Python", platform.python_version()), *_versions(lock)),
        command="",
    )
    return made.given(given)


class Inputs:
    """The safe tables that documents are made from, and the raw files behind them; each file is read once."""

    def __init__(self, folders: Folders):
        self._folders = folders
        self._held: dict[Path, str] = {}

    def of(self, parameters: Mapping[str, object]) -> tuple[Part, ...]:
        """What a document with these parameters reads: a partnership's own and what is shared, or else everything.

        Of what sums over all partnerships, what ends by the end of its quarter.
        """
        folder = self._folders.tables(str(parameters.get("policy", "public")))
        said = parameters.get("partnership")
        partnership = None if said is None else str(said)
        look_ups = [path for path in sorted(folder.glob("*.csv")) if path.stem != UP_TO]
        held = [path for name in sorted(folder.glob("*")) if name.is_dir() for path in parts.paths(name, partnership)]
        if partnership is None:
            counted = [*sorted((folder / "results").glob("*.parquet")), *folder.glob("*.parquet")]
        else:
            own = folder / "results" / f"counted-{partnership}.parquet"
            read = (own, folder / "results" / "published.parquet", folder / "by_area" / f"{partnership}.parquet")
            counted = [path for path in read if path.exists()]
            counted += [folder / UP_TO] * own.exists()
        named = [path for path in (*look_ups, *held, *counted) if path.parent.name != "quarters"]
        raw = self._raw(parts.paths(folder / "inputs", partnership))
        return (*(self._part(path, parameters) for path in named), *(part for part in raw if not _is_own(part)))

    def _part(self, path: Path, parameters: Mapping[str, object]) -> Part:
        name = self._folders.relative(path)
        if path.name == UP_TO:
            return Part(f"{name} {parameters['quarter']}", _up_to(path, str(parameters["quarter"])))
        if path not in self._held:
            self._held[path] = sha256_of(path)
        return Part(name, self._held[path])

    def _raw(self, records: list[Path]) -> Iterator[Part]:
        """The raw files as reading recorded them: notebooks may not open those files."""
        for record in records:
            with record.open(encoding="utf-8", newline="") as lines:
                for row in csv.DictReader(lines):
                    yield Part(row["file"], row["sha256"].removeprefix("sha256:"))


def _is_own(part: Part) -> bool:
    """Whether a file may hold a partnership's own small counts: who knows its layout could find them by its fingerprint."""
    return part.name.startswith("data/raw/local/") and part.name.endswith(".csv")


def _up_to(path: Path, quarter: str) -> str:
    """The fingerprint of what sums over all partnerships up to the end of a quarter."""
    try:
        last = f"{Quarter.parse(quarter).end:%Y-%m-%d}"
        with path.with_suffix(".csv").open(encoding="utf-8", newline="") as lines:
            ends = [row["sha256"] for row in csv.DictReader(lines) if row["last_day"] <= last]
    except (OSError, Mistake):
        return NOT_FOUND
    return ends[-1] if ends else NOT_FOUND


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def command(given: Mapping[str, object], document: str = "") -> str:
    """The command that rebuilds a document: needs report --partnership barnet --quarter "2011-12 Q4" --document overview.

    Of a quarter without a partnership it rebuilds what is about all. A scenario with levers, or a comparison of several, is
    rebuilt by `needs scenario`. What else a notebook can be given has no option.
    """
    options = {name: given[name] for name in ("partnership", "quarter") if name in given}
    told = {name: value for name, value in given.items() if value != NOT_GIVEN}
    is_of_a_grid = document == SCENARIOS or (document == SCENARIO and sweep.MONEY in told)
    levers = sweep.changed(told) if is_of_a_grid else {}
    options |= {name.replace("_", "-"): value for name, value in levers.items()}
    options |= {"document": document} if document and not is_of_a_grid else {}
    about_all = ["--all"] if "quarter" in options and "partnership" not in options else []
    about_all += ["--management"] if given.get("policy", "public") != "public" else []
    return " ".join(
        [
            "needs scenario" if is_of_a_grid else "needs report",
            *about_all,
            *(f"--{name} {_quoted(str(value))}" for name, value in options.items()),
        ]
    )


@cache
def _versions(lock: Path) -> tuple[tuple[str, str], ...]:
    """The versions most readers look for, and a fingerprint of all that the lock names as they are installed."""
    found = stamps.installed_versions()
    return (*((name, found[name]) for name in PACKAGES), ("All libraries of the lock", stamps.of_lock(lock)))


@cache
def _lock_sha256(lock: Path) -> str:
    return sha256_of(lock) if lock.exists() else NOT_FOUND


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

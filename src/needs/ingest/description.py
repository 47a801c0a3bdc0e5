"""What datapackage.json says of the published tables: which files there are, in which columns, with which hash."""

import csv
import hashlib
import io
import json
from pathlib import Path

from needs.files import replacing
from needs.ingest import figures
from needs.ingest.csvfile import CsvFile
from needs.ingest.problems import FILE_REFUSED, NOTED, Problem
from needs.ingest.schema import TYPES

DESCRIPTION = "datapackage.json"
FIGURES_PROFILE = "needs-figures"
LOOK_UPS = {
    "measures": ("measure", "topic", "title", "counted", "unit", "note"),
    "sources": ("source", "type", "title", "publisher", "published", "licence", "attribution", "address", "note"),
    "areas": ("area_code", "name", "partnership", "type", "region_code", "valid_from", "valid_to", "note"),
}  # each a file of that name, whose first column is what figures call it by


def resources(folder: Path, root: Path) -> tuple[list[dict], list[Problem]]:
    """The described CSV files that can be read, and a problem for the description or each entry that cannot."""
    name = named(folder / DESCRIPTION, root)
    try:
        described = json.loads((folder / DESCRIPTION).read_text(encoding="utf-8"))["resources"]
        tables = [resource for resource in described if resource["path"].endswith(".csv")]
        wrong = {resource["path"]: _wrong(resource, folder) for resource in tables}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        is_missing = isinstance(error, FileNotFoundError)
        found = "the description is missing" if is_missing else f"it cannot be read ({type(error).__name__})"
        wanted = "a data package whose resources each have a path and a schema of fields"
        return [], [Problem(name, None, None, found, wanted, FILE_REFUSED)]
    problems = [
        Problem(name, None, None, f"the entry of {path!r} {found}", wanted, FILE_REFUSED)
        for path, (found, wanted) in wrong.items()
        if found
    ]
    return [resource for resource in tables if not wrong[resource["path"]][0]], problems


def look_up_of(resource: dict) -> str | None:
    """The look-up that an entry describes, by the name of its file; None for any other table."""
    stem = Path(resource["path"]).stem
    return stem if stem in LOOK_UPS else None


def is_figures(resource: dict) -> bool:
    """Whether an entry describes a table of figures."""
    return resource.get("profile") == FIGURES_PROFILE


def changed(tables: list[dict], files: dict[str, CsvFile]) -> list[Problem]:
    """Files whose bytes are not those that were described: used all the same, and said."""
    problems = []
    for resource in tables:
        file, described = files[resource["path"]], resource.get("hash")
        if file.sha256 and described and described != f"sha256:{file.sha256}":
            found = f"the file has changed since it was described (it is now sha256:{file.sha256})"
            wanted = f"{described}; if the change is meant, run `needs describe`"
            problems.append(Problem(file.name, None, None, found, wanted, NOTED))
    return problems


def describe(folder: Path) -> list[str]:
    """Bring the hash and the number of rows of each described table up to date; gives the tables that had changed."""
    path = folder / DESCRIPTION
    package = json.loads(path.read_text(encoding="utf-8"))
    changed_tables = []
    for resource in package["resources"]:
        data = (folder / resource["path"]).read_bytes()
        rows = sum(1 for _ in csv.reader(io.StringIO(data.decode("utf-8"), newline=""))) - 1
        now = {"hash": f"sha256:{hashlib.sha256(data).hexdigest()}", "rows": rows}
        if any(resource.get(name) != value for name, value in now.items()):
            changed_tables.append(resource["path"])
            resource.update(now)
    with replacing(path) as unfinished:
        unfinished.write_text(json.dumps(package, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return changed_tables


def undescribed(tables: list[dict], folder: Path, root: Path) -> list[Problem]:
    """CSV files of the folder that no entry describes: not read, as nothing says what they must hold."""
    described = {(folder / resource["path"]).resolve() for resource in tables}
    return [
        Problem(named(path, root), None, None, "the file is not described", f"an entry in {DESCRIPTION}", FILE_REFUSED)
        for path in sorted(folder.glob("**/*.csv"))
        if path.resolve() not in described
    ]


def named(path: Path, root: Path) -> str:
    """A file as problems name it: from the root, with forward slashes."""
    return Path(path).resolve().relative_to(Path(root).resolve()).as_posix()


def _wrong(resource: dict, folder: Path) -> tuple[str, str]:
    """What is wrong with an entry and what was wanted; empty if nothing is."""
    fields = {field["name"]: field.get("type", "string") for field in resource["schema"]["fields"]}
    needed = figures.COLUMNS if is_figures(resource) else LOOK_UPS.get(look_up_of(resource), ())
    missing = [name for name in needed if name not in fields]
    unknown = sorted(set(fields.values()) - set(TYPES))
    if not (folder / resource["path"]).resolve().is_relative_to(folder.resolve()):
        return "leads out of the folder", "a path inside it"
    if missing:
        return f"has no field {', '.join(missing)}", f"the fields {', '.join(needed)}"
    if unknown:
        return f"has a field of type {', '.join(unknown)}", f"one of {', '.join(TYPES)}"
    return "", ""

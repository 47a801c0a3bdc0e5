"""What datapackage.json says of the published tables: which files there are, in which columns, with which hash."""

import json
from dataclasses import replace
from pathlib import Path

from needs import reading
from needs.files import replacing
from needs.ingest import csvfile, figures
from needs.ingest.csvfile import CsvFile
from needs.ingest.problems import FILE_REFUSED, NOTED, Problem
from needs.ingest.schema import TYPES
from needs.mistakes import Mistake

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
        described = reading.from_json(folder / DESCRIPTION)["resources"]
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


def compared(file: CsvFile, resource: dict) -> CsvFile:
    """The file with what its description says of it: other bytes are noted, and refused where rows are missing."""
    rows, described = resource.get("rows"), resource.get("hash")
    file = replace(file, described_rows=rows if type(rows) is int else None)
    if file.is_refused or not described or described == f"sha256:{file.sha256}":
        return file
    if file.described_rows and file.records < file.described_rows:
        found = f"the file has {file.records:,} of the {file.described_rows:,} rows described: it is cut short, or rows were taken out"
        wanted = "all of them: restore the file, or run `needs describe` if the change is meant"
        problem = Problem(file.name, None, None, found, wanted, FILE_REFUSED)
    else:
        found = f"the file has changed since it was described (it is now sha256:{file.sha256})"
        wanted = f"{described}; if the change is meant, run `needs describe`"
        problem = Problem(file.name, None, None, found, wanted, NOTED)
    return replace(file, problems=(*file.problems, problem))


def describe(folder: Path, root: Path) -> list[str]:
    """Bring the hash and the number of rows of each described table up to date; gives the tables that had changed."""
    package, tables = _package(folder, root)
    files = {path: csvfile.read(folder / path, named(folder / path, root)) for path in tables}
    refused = [problem for file in files.values() if file.is_refused for problem in file.problems]
    if refused:
        raise Mistake(f"nothing was described: {refused[0]} (or take its entry out of {DESCRIPTION})")
    changed_tables = []
    for path, resource in tables.items():
        now = {"hash": f"sha256:{files[path].sha256}", "rows": files[path].records}
        if any(resource.get(name) != value for name, value in now.items()):
            changed_tables.append(path)
            resource.update(now)
    with replacing(folder / DESCRIPTION) as unfinished:
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
    path = Path(path)
    try:
        return path.resolve().relative_to(Path(root).resolve()).as_posix()
    except ValueError:  # a link that leads elsewhere
        return path.name


def _package(folder: Path, root: Path) -> tuple[dict, dict]:
    """The description as it stands, and the entries of its CSV files by their path; a Mistake if it cannot be read."""
    try:
        package = reading.from_json(folder / DESCRIPTION)
        return package, {entry["path"]: entry for entry in package["resources"] if entry["path"].endswith(".csv")}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        found = "is missing" if isinstance(error, FileNotFoundError) else f"cannot be read ({type(error).__name__})"
        raise Mistake(f"{named(folder / DESCRIPTION, root)} {found}: restore it, then run `needs describe`") from None


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

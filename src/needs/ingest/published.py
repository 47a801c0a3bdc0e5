"""The project's own transcribed tables: what datapackage.json describes, read, checked and joined."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from needs import files
from needs.files import replacing
from needs.ingest import csvfile, figures
from needs.ingest.csvfile import CsvFile
from needs.ingest.problems import FILE_REFUSED, NOTED, ROW_REFUSED, Problem
from needs.ingest.schema import TYPES, Checked, check
from needs.mistakes import Mistake

DESCRIPTION = "datapackage.json"
FIGURES_PROFILE = "needs-figures"
LOOK_UPS = {
    "measures": ("measure", "topic", "title", "counted", "unit", "note"),
    "sources": ("source", "type", "title", "publisher", "published", "licence", "attribution", "address", "note"),
    "areas": ("area_code", "name", "partnership", "type", "region_code", "valid_from", "valid_to", "note"),
}  # each a file of that name, whose first column is what figures call it by
GROUND = {
    "districts": ("area_code", "district", "name"),
    "area_changes": ("predecessor", "successor", "changed_on", "share_of_predecessor", "share_of_successor"),
    "similar_areas": ("area_code", "rank", "similar_area_code", "name"),
}  # what is known of areas beside their names


def resources(folder: Path, root: Path) -> tuple[list[dict], list[Problem]]:
    """The described CSV files that can be read, and a problem for the description or each entry that cannot."""
    name = named(folder / DESCRIPTION, root)
    try:
        described = files.from_json(folder / DESCRIPTION)["resources"]
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
    return stem if stem in (*LOOK_UPS, *GROUND) else None


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
        package = files.from_json(folder / DESCRIPTION)
        return package, {entry["path"]: entry for entry in package["resources"] if entry["path"].endswith(".csv")}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        found = "is missing" if isinstance(error, FileNotFoundError) else f"cannot be read ({type(error).__name__})"
        raise Mistake(f"{named(folder / DESCRIPTION, root)} {found}: restore it, then run `needs describe`") from None


def _wrong(resource: dict, folder: Path) -> tuple[str, str]:
    """What is wrong with an entry and what was wanted; empty if nothing is."""
    fields = {field["name"]: field.get("type", "string") for field in resource["schema"]["fields"]}
    needed = figures.COLUMNS if is_figures(resource) else (LOOK_UPS | GROUND).get(look_up_of(resource) or "", ())
    missing = [name for name in needed if name not in (*fields, *figures.OPTIONAL)]
    unknown = sorted(set(fields.values()) - set(TYPES))
    if not (folder / resource["path"]).resolve().is_relative_to(folder.resolve()):
        return "leads out of the folder", "a path inside it"
    if missing:
        return f"has no field {', '.join(missing)}", f"the fields {', '.join(needed)}"
    if unknown:
        return f"has a field of type {', '.join(unknown)}", f"one of {', '.join(TYPES)}"
    return "", ""


@dataclass(frozen=True, kw_only=True)
class Published:
    """The published figures and their look-ups, every problem, and for each file its rows in, used and refused.

    `figures` keeps the file and line of each figure; `schema` is that of a table of figures, None if none is described.
    `ground` holds the tables of GROUND by their names: districts, changes of authorities, similar areas.
    """

    figures: pd.DataFrame
    measures: pd.DataFrame
    sources: pd.DataFrame
    areas: pd.DataFrame
    problems: tuple[Problem, ...]
    inputs: pd.DataFrame
    files: tuple[CsvFile, ...]
    schema: dict | None
    ground: dict[str, pd.DataFrame]


def read_published(folder: Path, root: Path) -> Published:
    """Every table that the folder's datapackage.json describes; files are named as seen from the root."""
    described, problems = resources(folder, root)
    paths = {resource["path"]: folder / resource["path"] for resource in described}
    read_files = {path: csvfile.read(full, named(full, root)) for path, full in paths.items()}
    files = {resource["path"]: compared(read_files[resource["path"]], resource) for resource in described}
    tables = {resource["path"]: check(files[resource["path"]], resource["schema"]) for resource in described}
    look_ups = {name: _look_up(name, described, tables) for name in LOOK_UPS}
    schemas = {resource["path"]: resource["schema"] for resource in described if is_figures(resource)}
    read = [_figures(files[path], tables[path], look_ups) for path in schemas]
    joined = pd.concat([figures.empty(), *(table.rows for table in read)], ignore_index=True)
    problems += [problem for table in (*tables.values(), *read) for problem in table.problems]
    problems += undescribed(described, folder, root)
    problems += not_yet_refused(figures.repeats(joined), problems)
    return Published(
        figures=figures.without(joined, problems),
        **look_ups,
        problems=tuple(problems),
        inputs=inputs(files.values(), problems),
        files=tuple(files.values()),
        schema=next(iter(schemas.values()), None),
        ground={name: _look_up(name, described, tables) for name in GROUND},
    )


def checked_figures(file: CsvFile, table: Checked, known: dict[str, pd.Series], printed: dict | None = None) -> Checked:
    """All the figures of one file with the file's name, and a problem for each rule between cells that one breaks."""
    rows = figures.typed(table.rows.assign(file=file.name))
    return Checked(rows, tuple(figures.broken_rules(rows, known, printed)))


def inputs(files: Iterable[CsvFile], problems: Iterable[Problem]) -> pd.DataFrame:
    """One row a file: its hash, and how many rows it has, how many were used and how many refused (all, of a file refused).

    `sources`, of which a file's figures are, are filled in once it is known which figures are used. A refused file has at least the rows described; where nothing says how many it has, rows and refused are empty.
    """
    problems, by_name = list(problems), {file.name: file for file in files}
    refused_files = {problem.file: None for problem in problems if problem.severity == FILE_REFUSED}
    lines = {(problem.file, problem.line) for problem in problems if problem.severity == ROW_REFUSED}
    lines_refused = pd.Series([name for name, _ in lines], dtype="str").value_counts()
    rows = []
    for name in {**by_name, **refused_files}:
        file = by_name.get(name)
        if name in refused_files:
            lost = max(file.records, file.described_rows or 0) if file else 0
            rows.append((name, file.sha256 if file else "", lost or None, 0, lost or None))
        elif file:
            refused = int(lines_refused.get(name, 0))
            rows.append((name, file.sha256, file.records, file.records - refused, refused))
    counts = dict.fromkeys(["rows", "used", "refused"], "Int64")
    return pd.DataFrame(rows, columns=["file", "sha256", *counts]).astype(counts).assign(sources="")


def known_names(look_ups: dict[str, pd.DataFrame]) -> dict[str, pd.Series]:
    """The names that figures may use, by the column of figures that uses them."""
    keys = {name: columns[0] for name, columns in LOOK_UPS.items()}
    return {key: look_ups[name][key] for name, key in keys.items()}


def not_yet_refused(problems: list[Problem], earlier: list[Problem]) -> list[Problem]:
    """The problems whose line was not refused already: within one file, the schema has named a repeated key before."""
    refused = {(problem.file, problem.line) for problem in earlier if problem.severity == ROW_REFUSED}
    return [problem for problem in problems if (problem.file, problem.line) not in refused]


def _look_up(name: str, described: list[dict], tables: dict[str, Checked]) -> pd.DataFrame:
    for resource in described:
        if look_up_of(resource) == name:
            return tables[resource["path"]].rows.drop(columns="line")
    return pd.DataFrame({column: pd.Series([], dtype="str") for column in (LOOK_UPS | GROUND)[name]})


def _figures(file: CsvFile, table: Checked, look_ups: dict[str, pd.DataFrame]) -> Checked:
    """The rules of one described table; without a look-up to check names against, none of its rows can be used."""
    absent = [name for name, look_up in look_ups.items() if look_up.empty]
    if not absent or file.is_refused:
        return checked_figures(file, table, known_names(look_ups))
    found = f"there are no {' and no '.join(absent)} to check its names against"
    wanted = f"{', '.join(f'{name}.csv' for name in absent)}, described and readable"
    return Checked(figures.empty(), (Problem(file.name, None, None, found, wanted, FILE_REFUSED),))

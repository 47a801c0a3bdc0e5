"""The project's own transcribed tables: what datapackage.json describes, read, checked and joined into one table."""

import json
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from needs.ingest import csvfile, figures
from needs.ingest.csvfile import CsvFile
from needs.ingest.problems import FILE_REFUSED, NOTED, ROW_REFUSED, Problem
from needs.ingest.schema import Checked, check

DESCRIPTION = "datapackage.json"
FIGURES_PROFILE = "needs-figures"
LOOK_UPS = {"measures": "measure", "sources": "source", "areas": "area_code"}  # table: its key, which figures use

_NO_LOOK_UPS = {
    "measures": ("measure", "title", "counted", "unit", "note"),
    "sources": ("source", "title", "publisher", "published", "licence", "attribution", "address", "note"),
    "areas": ("area_code", "name", "partnership", "type", "region_code", "valid_from", "valid_to", "note"),
}


@dataclass(frozen=True, kw_only=True)
class Published:
    """The published figures and their look-ups, every problem, and for each file its rows in, used and refused.

    `figures` keeps the file and line of each figure; `schema` is that of a table of figures, None if none is described.
    """

    figures: pd.DataFrame
    measures: pd.DataFrame
    sources: pd.DataFrame
    areas: pd.DataFrame
    problems: tuple[Problem, ...]
    inputs: pd.DataFrame
    files: tuple[CsvFile, ...]
    schema: dict | None


def read_published(folder: Path, root: Path) -> Published:
    """Every table that the folder's datapackage.json describes; files are named as seen from the root."""
    resources, problems = _resources(folder, root)
    files = {resource["path"]: _file(folder, resource, root) for resource in resources}
    tables = {resource["path"]: check(files[resource["path"]], resource["schema"]) for resource in resources}
    look_ups = {name: _look_up(name, tables) for name in LOOK_UPS}
    described = [resource for resource in resources if resource.get("profile") == FIGURES_PROFILE]
    read = [_figures(files[it["path"]], tables[it["path"]], look_ups) for it in described]
    joined = pd.concat([figures.empty(), *(table.rows for table in read)], ignore_index=True)
    problems += [problem for table in (*tables.values(), *read) for problem in table.problems]
    problems += _changed(resources, files) + _undescribed(folder, resources, root)
    problems += not_yet_refused(figures.repeats(joined), problems)
    return Published(
        figures=figures.without(joined, problems),
        **look_ups,
        problems=tuple(problems),
        inputs=inputs(list(files.values()), problems),
        files=tuple(files.values()),
        schema=described[0]["schema"] if described else None,
    )


def checked_figures(file: CsvFile, table: Checked, known: dict[str, pd.Series], printed: dict | None = None) -> Checked:
    """All the figures of one file with the file's name, and a problem for each rule between cells that one breaks."""
    rows = figures.typed(table.rows.assign(file=file.name))
    return Checked(rows, tuple(figures.broken_rules(rows, known, printed)))


def inputs(files: list[CsvFile], problems: list[Problem]) -> pd.DataFrame:
    """One row a file: its hash and how many of its rows were used and how many refused; a file refused uses none."""
    refused_files = {problem.file for problem in problems if problem.severity == FILE_REFUSED}
    lines = {(problem.file, problem.line) for problem in problems if problem.severity == ROW_REFUSED}
    rows = []
    for file in files:
        of_file = sum(name == file.name for name, _ in lines)
        refused = file.records if file.name in refused_files else of_file
        rows.append((file.name, file.sha256, file.records, file.records - refused, refused))
    return pd.DataFrame(rows, columns=["file", "sha256", "rows", "used", "refused"])


def known_names(look_ups: dict[str, pd.DataFrame]) -> dict[str, pd.Series]:
    """The names that figures may use, by the column of figures that uses them."""
    return {key: look_ups[name][key] for name, key in LOOK_UPS.items()}


def not_yet_refused(problems: list[Problem], earlier: list[Problem]) -> list[Problem]:
    """The problems whose line was not refused already: within one file, the schema has named a repeated key before."""
    refused = {(problem.file, problem.line) for problem in earlier if problem.severity == ROW_REFUSED}
    return [problem for problem in problems if (problem.file, problem.line) not in refused]


def _resources(folder: Path, root: Path) -> tuple[list[dict], list[Problem]]:
    """The CSV resources of the description, each with a path inside the folder and a schema."""
    path, name = folder / DESCRIPTION, _name(folder / DESCRIPTION, root)
    try:
        resources = json.loads(path.read_text(encoding="utf-8"))["resources"]
        usable = [it for it in resources if it["path"].endswith(".csv") and it["schema"]["fields"]]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        found = f"the description cannot be read ({type(error).__name__}: {error})".replace(str(folder), folder.name)
        wanted = "a data package: resources, each with a path and a schema of fields"
        return [], [Problem(name, None, None, found, wanted, FILE_REFUSED)]
    outside = [it["path"] for it in usable if not (folder / it["path"]).resolve().is_relative_to(folder.resolve())]
    problems = [
        Problem(name, None, None, f"the path {it!r} leads out of the folder", "a path inside it", FILE_REFUSED)
        for it in outside
    ]
    return [it for it in usable if it["path"] not in outside], problems


def _file(folder: Path, resource: dict, root: Path) -> CsvFile:
    return csvfile.read(folder / resource["path"], _name(folder / resource["path"], root))


def _look_up(name: str, tables: dict[str, Checked]) -> pd.DataFrame:
    for path, table in tables.items():
        if Path(path).stem == name:
            return table.rows.drop(columns="line")
    return pd.DataFrame({column: pd.Series([], dtype="str") for column in _NO_LOOK_UPS[name]})


def _figures(file: CsvFile, table: Checked, look_ups: dict[str, pd.DataFrame]) -> Checked:
    """The rules of one described table; without a look-up to check names against, none of its rows can be used."""
    absent = [name for name in LOOK_UPS if look_ups[name].empty]
    if not absent or file.is_refused:
        return checked_figures(file, table, known_names(look_ups))
    found = f"there are no {' and no '.join(absent)} to check its names against"
    wanted = f"{', '.join(f'{name}.csv' for name in absent)}, described in {DESCRIPTION} and readable"
    return Checked(figures.empty(), (Problem(file.name, None, None, found, wanted, FILE_REFUSED),))


def _changed(resources: list[dict], files: dict[str, CsvFile]) -> list[Problem]:
    """Files whose bytes are not those that were described: used all the same, and said."""
    return [
        Problem(
            file.name,
            None,
            None,
            f"the file has changed since it was described (its hash is sha256:{file.sha256})",
            f"{resource['hash']}; if the change is meant, put the new hash in {DESCRIPTION}",
            NOTED,
        )
        for resource in resources
        for file in [files[resource["path"]]]
        if file.sha256 and resource.get("hash") and resource["hash"] != f"sha256:{file.sha256}"
    ]


def _undescribed(folder: Path, resources: list[dict], root: Path) -> list[Problem]:
    described = {(folder / resource["path"]).resolve() for resource in resources}
    return [
        Problem(_name(path, root), None, None, "the file is not described", f"an entry in {DESCRIPTION}", FILE_REFUSED)
        for path in sorted(folder.glob("**/*.csv"))
        if path.resolve() not in described
    ]


def _name(path: Path, root: Path) -> str:
    return path.resolve().relative_to(Path(root).resolve()).as_posix()

"""The project's own transcribed tables: what datapackage.json describes, read, checked and joined into one table."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from needs.ingest import csvfile, description, figures
from needs.ingest.csvfile import CsvFile
from needs.ingest.problems import FILE_REFUSED, ROW_REFUSED, Problem
from needs.ingest.schema import Checked, check


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
    described, problems = description.resources(folder, root)
    paths = {resource["path"]: folder / resource["path"] for resource in described}
    read_files = {path: csvfile.read(full, description.named(full, root)) for path, full in paths.items()}
    files = {resource["path"]: description.compared(read_files[resource["path"]], resource) for resource in described}
    tables = {resource["path"]: check(files[resource["path"]], resource["schema"]) for resource in described}
    look_ups = {name: _look_up(name, described, tables) for name in description.LOOK_UPS}
    schemas = {resource["path"]: resource["schema"] for resource in described if description.is_figures(resource)}
    read = [_figures(files[path], tables[path], look_ups) for path in schemas]
    joined = pd.concat([figures.empty(), *(table.rows for table in read)], ignore_index=True)
    problems += [problem for table in (*tables.values(), *read) for problem in table.problems]
    problems += description.undescribed(described, folder, root)
    problems += not_yet_refused(figures.repeats(joined), problems)
    return Published(
        figures=figures.without(joined, problems),
        **look_ups,
        problems=tuple(problems),
        inputs=inputs(files.values(), problems),
        files=tuple(files.values()),
        schema=next(iter(schemas.values()), None),
    )


def checked_figures(file: CsvFile, table: Checked, known: dict[str, pd.Series], printed: dict | None = None) -> Checked:
    """All the figures of one file with the file's name, and a problem for each rule between cells that one breaks."""
    rows = figures.typed(table.rows.assign(file=file.name))
    return Checked(rows, tuple(figures.broken_rules(rows, known, printed)))


def inputs(files: Iterable[CsvFile], problems: Iterable[Problem]) -> pd.DataFrame:
    """One row a file: its hash, and how many rows it has, how many were used and how many refused (all, of a file refused).

    A refused file has at least the rows described; where nothing says how many it has, rows and refused are empty.
    """
    problems, files = list(problems), {file.name: file for file in files}
    refused_files = {problem.file: None for problem in problems if problem.severity == FILE_REFUSED}
    lines = {(problem.file, problem.line) for problem in problems if problem.severity == ROW_REFUSED}
    lines_refused = pd.Series([name for name, _ in lines], dtype="str").value_counts()
    rows = []
    for name in {**files, **refused_files}:
        file = files.get(name)
        if name in refused_files:
            lost = max(file.records, file.described_rows or 0) if file else 0
            rows.append((name, file.sha256 if file else "", lost or None, 0, lost or None))
        else:
            refused = int(lines_refused.get(name, 0))
            rows.append((name, file.sha256, file.records, file.records - refused, refused))
    counts = dict.fromkeys(["rows", "used", "refused"], "Int64")
    return pd.DataFrame(rows, columns=["file", "sha256", *counts]).astype(counts)


def known_names(look_ups: dict[str, pd.DataFrame]) -> dict[str, pd.Series]:
    """The names that figures may use, by the column of figures that uses them."""
    keys = {name: columns[0] for name, columns in description.LOOK_UPS.items()}
    return {key: look_ups[name][key] for name, key in keys.items()}


def not_yet_refused(problems: list[Problem], earlier: list[Problem]) -> list[Problem]:
    """The problems whose line was not refused already: within one file, the schema has named a repeated key before."""
    refused = {(problem.file, problem.line) for problem in earlier if problem.severity == ROW_REFUSED}
    return [problem for problem in problems if (problem.file, problem.line) not in refused]


def _look_up(name: str, described: list[dict], tables: dict[str, Checked]) -> pd.DataFrame:
    for resource in described:
        if description.look_up_of(resource) == name:
            return tables[resource["path"]].rows.drop(columns="line")
    return pd.DataFrame({column: pd.Series([], dtype="str") for column in description.LOOK_UPS[name]})


def _figures(file: CsvFile, table: Checked, look_ups: dict[str, pd.DataFrame]) -> Checked:
    """The rules of one described table; without a look-up to check names against, none of its rows can be used."""
    absent = [name for name, look_up in look_ups.items() if look_up.empty]
    if not absent or file.is_refused:
        return checked_figures(file, table, known_names(look_ups))
    found = f"there are no {' and no '.join(absent)} to check its names against"
    wanted = f"{', '.join(f'{name}.csv' for name in absent)}, described and readable"
    return Checked(figures.empty(), (Problem(file.name, None, None, found, wanted, FILE_REFUSED),))

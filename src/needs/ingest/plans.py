"""Treatment plans below data/raw/plans/<partnership>/<year it begins in>: the tables of each plan, read, checked and joined into one table of each kind.

A plan is transcribed from a document, so every row has its place in it. A table that a plan lacks is a table without rows.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from needs.areas import INVENTED
from needs.folders import Folders
from needs.ingest import csvfile, places
from needs.ingest.csvfile import CsvFile
from needs.ingest.load import Loaded
from needs.ingest.plan_rules import Known, broken, due_date
from needs.ingest.plan_tables import COLUMNS, SCHEMAS, WORKED_OUT
from needs.ingest.problems import FILE_REFUSED, ROW_REFUSED, Problem, by_cause
from needs.ingest.published import inputs
from needs.ingest.schema import check

FOLDER = "plans"
YEAR = re.compile(r"\d{4}-\d{2}")  # the financial year in which a plan begins
NAMED_BY = {"objective": "objectives", "priority": "priorities", "indicator": "indicators"}


@dataclass(frozen=True, kw_only=True)
class Plans:
    """The plans' tables by name, each with the partnership and the plan's year in its first columns; every problem; what became of each file."""

    tables: dict[str, pd.DataFrame]
    problems: tuple[Problem, ...]
    inputs: pd.DataFrame


def folder(folders: Folders) -> Path:
    """Where the plans lie, a folder for each partnership and plan year."""
    return folders.raw / FOLDER


def read(folders: Folders, loaded: Loaded) -> Plans:
    """Every partnership's plan, checked against the figures, measures, sources and partnerships that were loaded."""
    rows: dict[str, list[pd.DataFrame]] = {table: [_empty(table)] for table in SCHEMAS}
    problems: list[Problem] = []
    read_files: list[CsvFile] = []
    for path in places.plans(folders):
        name, refused = folders.relative(path), _why_not(path, folders, loaded)
        if refused:
            problems.append(Problem(name, None, None, *refused, FILE_REFUSED))
    for within in sorted(path for path in folder(folders).glob("*/*") if _is_of_a_year(path, loaded)):
        found, wrong, of_plan = _plan(within, folders, loaded)
        problems += wrong
        read_files += of_plan
        for table, kept in found.items():
            rows[table].append(kept)
    tables = {table: pd.concat(parts, ignore_index=True) for table, parts in rows.items()}
    return Plans(tables=tables, problems=tuple(by_cause(problems)), inputs=inputs(read_files, problems))


def _why_not(path: Path, folders: Folders, loaded: Loaded) -> tuple[str, str] | None:
    """What is wrong with where a file lies or what it is called, and what was wanted; None if nothing is."""
    slugs = set(loaded.areas["partnership"]) - {""}
    parts = path.relative_to(folder(folders)).parts
    if parts[0] not in slugs:
        return (
            f"the folder {parts[0]!r} is no partnership's",
            "a folder named as in the column partnership of areas.csv",
        )
    if len(parts) != 3 or not YEAR.fullmatch(parts[1]):
        return "the file lies in no folder of a plan's year", f"it in a folder such as {FOLDER}/{parts[0]}/2008-09"
    if path.suffix != ".csv" or path.stem not in SCHEMAS:
        return "the file is no table of a plan", f"one of {', '.join(f'{table}.csv' for table in SCHEMAS)}"
    return None


def _is_of_a_year(path: Path, loaded: Loaded) -> bool:
    """Whether a folder is of one plan: a partnership's, and named after the year in which it begins."""
    return path.is_dir() and bool(YEAR.fullmatch(path.name)) and path.parent.name in set(loaded.areas["partnership"])


def _plan(
    within: Path, folders: Folders, loaded: Loaded
) -> tuple[dict[str, pd.DataFrame], list[Problem], list[CsvFile]]:
    """The tables of one plan, the problems with them, and the files they were read from."""
    slug, year = within.parent.name, within.name
    paths = {table: within / f"{table}.csv" for table in SCHEMAS if (within / f"{table}.csv").is_file()}
    found = {table: csvfile.read(path, folders.relative(path)) for table, path in paths.items()}
    checked = {table: check(file, SCHEMAS[table]) for table, file in found.items()}
    problems = [problem for table in checked.values() for problem in table.problems]
    names = {name: _names(checked, table, name) for name, table in NAMED_BY.items()}
    known, tables = _known(slug, year, loaded, names), {}
    for table, one in checked.items():
        wrong = list(broken(found[table].name, table, one.rows, known))
        problems += wrong
        tables[table] = _kept(table, one.rows, wrong, slug, year)
    if paths and "documents" not in paths:
        wanted = "documents.csv, which says what document the plan is and which days it covers"
        problems.append(Problem(folders.relative(within), None, None, "the plan has no document", wanted, FILE_REFUSED))
    return tables, problems, list(found.values())


def _kept(table: str, rows: pd.DataFrame, wrong: list[Problem], slug: str, year: str) -> pd.DataFrame:
    """The rows that break no rule, with their partnership, the year of their plan and what is worked out from their cells."""
    refused = {problem.line for problem in wrong if problem.severity == ROW_REFUSED}
    kept = rows[~rows["line"].isin(refused)].drop(columns="line")
    if table == "actions":
        kept = kept.assign(due_date=pd.to_datetime(kept["due"].map(due_date)).astype("datetime64[us]"))
    kept.insert(0, "partnership", slug)
    kept.insert(1, "plan_year", year)
    return kept


def _names(checked: dict, table: str, column: str) -> set[str]:
    return set(checked[table].rows[column]) if table in checked else set()


def _sources_of_its_world(own: pd.DataFrame, loaded: Loaded) -> pd.Series:
    """The short names of the sources that a partnership's plan may be: those of its own world."""
    is_invented = (own["kind"] == INVENTED).any()
    sources = loaded.sources
    return sources.loc[(sources["kind"] == "") | ((sources["kind"] == INVENTED) == is_invented), "source"]


def _known(slug: str, year: str, loaded: Loaded, names: dict[str, set[str]]) -> Known:
    own_area = loaded.areas[loaded.areas["partnership"] == slug]
    codes = {*own_area["area_code"], *own_area["country_code"]}
    own = loaded.figures[loaded.figures["area_code"].isin(codes)]
    return Known(
        sources=frozenset(_sources_of_its_world(own_area, loaded)),
        year=year,
        measures=frozenset(loaded.measures["measure"]),
        figures=frozenset(own[["measure", "breakdown", "group"]].itertuples(index=False, name=None)),
        names=names,
    )


def _empty(table: str) -> pd.DataFrame:
    return pd.DataFrame(columns=["partnership", "plan_year", *COLUMNS[table], *WORKED_OUT.get(table, ())], dtype="str")

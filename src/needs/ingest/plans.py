"""Treatment plans below data/raw/plans/<partnership>/<year it begins in>: their tables and what must hold between cells.

A table's name says what one row is. Figures are never written here: a row names the measure and group that they stand under.

A plan is transcribed from a document, so every row has its place in it. A table that a plan lacks is a table without rows.
"""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from needs.areas import INVENTED
from needs.folders import Folders
from needs.ingest import csvfile, raw
from needs.ingest.csvfile import CsvFile
from needs.ingest.load import Loaded
from needs.ingest.problems import FILE_REFUSED, ROW_REFUSED, Problem, by_cause
from needs.ingest.published import inputs
from needs.ingest.schema import Checked, check
from needs.mistakes import Mistake
from needs.quarter import Quarter

STATUSES = ("not recorded", "not started", "under way", "done", "stopped")
REPORTS = ("self-audit", "drug-related deaths", "children and families", "tender")  # kinds of
READ_FROM = ("printed", "our reading")  # whether the document links an objective to an indicator, or its words let us
SECTIONS = (  # of our documents, in which a statement may stand
    "purpose", "decision", "background", "performance", "comparison", "users", "market", "unmet_need", "services", "criminal_justice",
    "young_people", "risks", "rationale", "options", "consultation", "finance", "law", "equality", "aims", "governance", "national",
    "themes", "contact", "background_papers",
)  # fmt: skip
ADDRESS, NO_ADDRESS = "an address", "a role, without an address"
ROLE = r"[^@]*"  # a role, never a person: no address can stand here


def _text(name: str, **rules: Any) -> dict:
    return {"name": name, "type": "string", "constraints": rules}


def _date(name: str, **rules: Any) -> dict:
    return {"name": name, "type": "date", "constraints": rules}


def _optional(*columns: dict) -> tuple[dict, ...]:
    """Columns that a table may lack: they are empty then."""
    return tuple(column | {"optional": True} for column in columns)


PLACE = _text("place", required=True)
FIGURE = (_text("measure"), _text("breakdown"), _text("group"))  # all three empty where the document prints no number

SCHEMAS: dict[str, dict[str, Any]] = {
    "documents": {
        "fields": [
            _text("source", required=True), _date("plan_start", required=True), _date("plan_end", required=True),
            _text("covers", required=True), _text("led_by", pattern=ROLE), PLACE,
        ],
        "primaryKey": "source",
    },
    "objectives": {
        "fields": [
            _text("objective", required=True, pattern="[A-Z][0-9]+"), _text("heading", required=True),
            _text("text", required=True), _text("health_improvement"), _text("access"), _text("best_value"),
            _text("performance_measure"), _text("lead_role", pattern=ROLE), PLACE,
        ],
        "primaryKey": "objective",
    },
    "indicators": {
        "fields": [
            _text("indicator", required=True), _text("kind", required=True), _text("title", required=True),
            _text("relevance", required=True), _text("measure"), PLACE,
        ],
        "primaryKey": "indicator",
    },
    "objective_indicators": {
        "fields": [
            _text("objective", required=True), _text("indicator", required=True),
            _text("basis", required=True, enum=list(READ_FROM)), _text("words", required=True), PLACE,
        ],
        "primaryKey": ["objective", "indicator"],
    },
    "priorities": {
        "fields": [
            _text("priority", required=True, pattern="[A-Z][0-9]+"), _text("heading", required=True),
            _text("text", required=True), *FIGURE, _text("percentage_of"), PLACE,
        ],
        "primaryKey": "priority",
    },
    "actions": {
        "fields": [
            _text("action", required=True, pattern="[A-Z][0-9]+"), _text("heading", required=True),
            _text("text", required=True), _text("serves"), _text("lead_role", pattern=ROLE), _text("milestone"), _text("note"),
            _text("due"), _text("due_printed"), _text("status", required=True, enum=list(STATUSES)),
            _date("status_date"), _text("status_printed"), PLACE,
        ],
        "primaryKey": "action",
    },
    "funding": {
        "fields": [
            _text("item", required=True, pattern="[A-Z][0-9]+"), _text("funder"), _text("text", required=True),
            _text("financial_year", required=True), *FIGURE, _text("people_measures"),
            *_optional(_text("grant"), _text("intervention"), _text("applies_to")), PLACE,
        ],
        "primaryKey": "item",
    },
    "workforce": {
        "fields": [_text("item", required=True, pattern="[A-Z][0-9]+"), _text("text", required=True), *FIGURE, PLACE],
        "primaryKey": "item",
    },
    "consultations": {
        "fields": [
            _text("consultation", required=True, pattern="[A-Z][0-9]+"), _text("name", required=True),
            _text("who", required=True, pattern=ROLE), _text("form"), _date("start_date"), _date("end_date"),
            _text("when_printed"), _text("summary", pattern=ROLE), _text("asked"), _text("answer"),
            *_optional(_text("statutory", enum=["yes", "no"]), _text("target_area"), _date("feedback_date")), PLACE,
        ],
        "primaryKey": "consultation",
    },
    "statements": {
        "fields": [
            _text("statement", required=True, pattern="[A-Z][0-9]+"), _text("section", required=True, enum=list(SECTIONS)),
            _text("text", required=True, pattern=ROLE), _text("remark"), PLACE,
        ],
        "primaryKey": "statement",
    },
    "risks": {
        "fields": [
            _text("risk", required=True, pattern="[A-Z][0-9]+"), _text("text", required=True, pattern=ROLE), _text("likelihood"),
            _text("effect"), _text("owner_role", pattern=ROLE), PLACE,
        ],
        "primaryKey": "risk",
    },
    "attention": {
        "fields": [
            _text("item", required=True, pattern="[A-Z][0-9]+"), _text("text", required=True, pattern=ROLE),
            _text("asked_by", pattern=ROLE), _date("since"), _text("state", required=True, enum=list(STATUSES)), PLACE,
        ],
        "primaryKey": "item",
    },
    "reports": {
        "fields": [
            _text("report", required=True, pattern="[A-Z][0-9]+"), _text("kind", required=True, enum=list(REPORTS)),
            _text("text", required=True, pattern=ROLE), _date("date"), PLACE,
        ],
        "primaryKey": "report",
    },
}  # fmt: skip
COLUMNS = {table: tuple(field["name"] for field in schema["fields"]) for table, schema in SCHEMAS.items()}
WORKED_OUT = {"actions": ("due_date",)}  # columns that reading adds


FINANCIAL_YEAR = re.compile(r"(\d{4})-(\d{2})")
DUE = 'a date such as 2008-07-31, or a quarter such as "2008-09 Q2"'
NOT_RECORDED = STATUSES[0]


@dataclass(frozen=True, kw_only=True)
class Known:
    """The names that a partnership's plan may use: sources, measures, and the measure, breakdown and group of each figure.

    `names` holds its own objectives, priorities and indicators.
    """

    sources: frozenset[str]
    year: str
    measures: frozenset[str]
    figures: frozenset[tuple[str, str, str]]
    names: dict[str, set[str]]


def broken(file: str, table: str, rows: pd.DataFrame, known: Known) -> Iterator[Problem]:
    """A problem for each cell of a table that breaks a rule"""
    for row in rows.itertuples():
        for column, found, wanted in _faults(table, row, known):
            yield Problem(file, row.line, column, found, wanted, ROW_REFUSED)


def due_date(written: str) -> datetime.date | None:
    """The last day on which an action may be done: a date as it stands, the last day of a quarter; None if nothing is written.

    Raises a ValueError if what is written is neither.
    """
    if not written:
        return None
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", written):
        return datetime.date.fromisoformat(written)
    return Quarter.parse(written).end


def _faults(table: str, row: Any, known: Known) -> Iterator[tuple[str, str, str]]:
    if hasattr(row, "breakdown"):
        yield from _figure(row, known)
    elif getattr(row, "measure", "") and row.measure not in known.measures:
        yield "measure", row.measure, "a measure of measures.csv; leave it empty where there is none"
    if table in _RULES:
        yield from _RULES[table](row, known)


def _figure(row: Any, known: Known) -> Iterator[tuple[str, str, str]]:
    """The three cells that name a figure: all empty, or all of a figure that is at hand for the partnership."""
    named = (row.measure, row.breakdown, row.group)
    if not any(named) or named in known.figures:
        return
    of_measure = {figure for figure in known.figures if figure[0] == row.measure}
    if not of_measure:
        yield (
            "measure",
            row.measure,
            "a measure with a figure of this partnership; leave all three cells empty if none is printed",
        )
        return
    there_are = ", ".join(f"{breakdown} / {group}" for _, breakdown, group in sorted(of_measure))
    yield "group", row.group, f"in a figure of {row.measure} with breakdown {row.breakdown!r}; there are: {there_are}"


def _document(row: Any, known: Known) -> Iterator[tuple[str, str, str]]:
    if row.source not in known.sources:
        yield "source", row.source, "a source of sources.csv, and of the world of its partnership"
    begins = Quarter.containing(row.plan_start.date()).financial_year
    if begins != known.year:
        yield "plan_start", f"{row.plan_start:%Y-%m-%d}", f"in the financial year of the plan's folder, {known.year}"
    if row.plan_end < row.plan_start:
        yield "plan_end", f"{row.plan_end:%Y-%m-%d}", f"on or after the plan's start, {row.plan_start:%Y-%m-%d}"


def _link(row: Any, known: Known) -> Iterator[tuple[str, str, str]]:
    for column in ("objective", "indicator"):
        if getattr(row, column) not in known.names[column]:
            yield column, getattr(row, column), f"in {column}s.csv of the same plan"


def _priority(row: Any, known: Known) -> Iterator[tuple[str, str, str]]:
    if row.percentage_of and (row.percentage_of, "all", "all") not in known.figures:
        yield "percentage_of", row.percentage_of, "a measure whose figure for all is at hand for this partnership"


def _action(row: Any, known: Known) -> Iterator[tuple[str, str, str]]:
    if row.serves and row.serves not in known.names["objective"] | known.names["priority"]:
        yield "serves", row.serves, "in objectives.csv or priorities.csv of the same plan"
    try:
        due_date(row.due)
    except (ValueError, Mistake):
        yield "due", row.due, DUE
    if (row.status == NOT_RECORDED) != pd.isna(row.status_date):
        found = "" if pd.isna(row.status_date) else f"{row.status_date:%Y-%m-%d}"
        yield "status_date", found, f"what goes with status {row.status!r}: a date for any status but {NOT_RECORDED!r}"


def _funding(row: Any, known: Known) -> Iterator[tuple[str, str, str]]:
    year = FINANCIAL_YEAR.fullmatch(row.financial_year)
    if not year or int(year[2]) != (int(year[1]) + 1) % 100:
        yield "financial_year", row.financial_year, 'a financial year such as "2008-09"'
    for measure in filter(None, row.people_measures.split("; ")):
        if (measure, "all", "all") not in known.figures:
            yield "people_measures", measure, "a measure whose figure for all is at hand for this partnership"
    for item in filter(None, row.applies_to.split("; ")):
        if item not in known.names["item"]:
            yield "applies_to", item, "a line of funding.csv of the same plan, such as F3"


def _consultation(row: Any, known: Known) -> Iterator[tuple[str, str, str]]:
    if row.end_date < row.start_date:
        yield "end_date", f"{row.end_date:%Y-%m-%d}", f"on or after its start, {row.start_date:%Y-%m-%d}"
    if row.feedback_date < row.start_date:
        yield "feedback_date", f"{row.feedback_date:%Y-%m-%d}", f"on or after its start, {row.start_date:%Y-%m-%d}"


_RULES = {
    "documents": _document, "objective_indicators": _link, "priorities": _priority, "actions": _action,
    "funding": _funding, "consultations": _consultation,
}  # fmt: skip


FOLDER = "plans"
YEAR = re.compile(r"\d{4}-\d{2}")  # the financial year in which a plan begins
NAMED_BY = {"objective": "objectives", "priority": "priorities", "indicator": "indicators", "item": "funding"}


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
    for path in raw.plans(folders):
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
    checked = {table: _checked(file, table) for table, file in found.items()}
    problems = [problem for table in checked.values() for problem in table.problems]
    names = {name: _names(checked, table, name) for name, table in NAMED_BY.items()}
    known, tables = _known(slug, year, loaded, names), {}
    for table, one in checked.items():
        wrong = [_without_address(problem) for problem in broken(found[table].name, table, one.rows, known)]
        problems += wrong
        tables[table] = _kept(table, one.rows, wrong, slug, year)
    if paths and "documents" not in paths:
        wanted = "documents.csv, which says what document the plan is and which days it covers"
        problems.append(Problem(folders.relative(within), None, None, "the plan has no document", wanted, FILE_REFUSED))
    return tables, problems, list(found.values())


def _checked(file: CsvFile, table: str) -> Checked:
    """The rows that fit the table's schema, in all of its columns: an optional one that the file lacks is empty."""
    fit = check(file, SCHEMAS[table])
    lacking = {
        field["name"]: pd.NaT if field["type"] == "date" else ""
        for field in SCHEMAS[table]["fields"]
        if field["name"] not in fit.rows
    }
    problems = tuple(_without_address(problem, NO_ADDRESS) for problem in fit.problems)
    return replace(fit, rows=fit.rows.assign(**lacking)[["line", *COLUMNS[table]]], problems=problems)


def _without_address(problem: Problem, wanted: str = "") -> Problem:
    """The problem without an address that was found, which may be a person's; `wanted` may say what else is."""
    return replace(problem, found=ADDRESS, wanted=wanted or problem.wanted) if "@" in problem.found else problem


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

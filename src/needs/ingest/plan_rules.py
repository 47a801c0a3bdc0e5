"""What must hold between the cells of a plan: measures and rows that are referred to exist, dates and quarters are real."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from needs.ingest.plan_tables import STATUSES
from needs.ingest.problems import ROW_REFUSED, Problem
from needs.mistakes import Mistake
from needs.quarter import Quarter

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


def _faults(table: str, row, known: Known) -> Iterator[tuple[str, str, str]]:
    if hasattr(row, "breakdown"):
        yield from _figure(row, known)
    elif getattr(row, "measure", "") and row.measure not in known.measures:
        yield "measure", row.measure, "a measure of measures.csv; leave it empty where there is none"
    if table in _RULES:
        yield from _RULES[table](row, known)


def _figure(row, known: Known) -> Iterator[tuple[str, str, str]]:
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


def _document(row, known: Known) -> Iterator[tuple[str, str, str]]:
    if row.source not in known.sources:
        yield "source", row.source, "a source of sources.csv, and of the world of its partnership"
    begins = Quarter.containing(row.plan_start.date()).financial_year
    if begins != known.year:
        yield "plan_start", f"{row.plan_start:%Y-%m-%d}", f"in the financial year of the plan's folder, {known.year}"
    if row.plan_end < row.plan_start:
        yield "plan_end", f"{row.plan_end:%Y-%m-%d}", f"on or after the plan's start, {row.plan_start:%Y-%m-%d}"


def _link(row, known: Known) -> Iterator[tuple[str, str, str]]:
    for column in ("objective", "indicator"):
        if getattr(row, column) not in known.names[column]:
            yield column, getattr(row, column), f"in {column}s.csv of the same plan"


def _priority(row, known: Known) -> Iterator[tuple[str, str, str]]:
    if row.percentage_of and (row.percentage_of, "all", "all") not in known.figures:
        yield "percentage_of", row.percentage_of, "a measure whose figure for all is at hand for this partnership"


def _action(row, known: Known) -> Iterator[tuple[str, str, str]]:
    if row.serves and row.serves not in known.names["objective"] | known.names["priority"]:
        yield "serves", row.serves, "in objectives.csv or priorities.csv of the same plan"
    try:
        due_date(row.due)
    except (ValueError, Mistake):
        yield "due", row.due, DUE
    if (row.status == NOT_RECORDED) != pd.isna(row.status_date):
        found = "" if pd.isna(row.status_date) else f"{row.status_date:%Y-%m-%d}"
        yield "status_date", found, f"what goes with status {row.status!r}: a date for any status but {NOT_RECORDED!r}"


def _funding(row, known: Known) -> Iterator[tuple[str, str, str]]:
    year = FINANCIAL_YEAR.fullmatch(row.financial_year)
    if not year or int(year[2]) != (int(year[1]) + 1) % 100:
        yield "financial_year", row.financial_year, 'a financial year such as "2008-09"'
    for measure in filter(None, row.people_measures.split("; ")):
        if (measure, "all", "all") not in known.figures:
            yield "people_measures", measure, "a measure whose figure for all is at hand for this partnership"


def _consultation(row, known: Known) -> Iterator[tuple[str, str, str]]:
    if row.end_date < row.start_date:
        yield "end_date", f"{row.end_date:%Y-%m-%d}", f"on or after its start, {row.start_date:%Y-%m-%d}"


_RULES = {
    "documents": _document, "objective_indicators": _link, "priorities": _priority, "actions": _action,
    "funding": _funding, "consultations": _consultation,
}  # fmt: skip

"""The tables of treatment plans, and what the figures of a plan come to."""

import math
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from pathlib import Path

import pandas as pd

from needs.measure import safe
from needs.measure.selection import YEARS_A_DOCUMENT_LOOKS_BACK, YEARS_A_DOCUMENT_PLANS_AHEAD
from needs.quarter import Quarter


def people_in_points(points: float, of_people: float) -> float:
    """How many people a difference in percentage points is, of so many people; not a number where either is not known."""
    return abs(points) / 100 * of_people


def for_each_person(pounds: float, people: float) -> float:
    """Pounds for each person; not a number where either is not known or there is nobody."""
    return pounds / people if people > 0 else math.nan


def changed(amount: float, percent: float) -> float:
    """By how much an amount changes that changes by so many percent."""
    return amount * percent / 100


COLUMNS = {
    "documents": ("source", "plan_start", "plan_end", "covers", "led_by", "place"),
    "objectives": (
        "objective", "heading", "text", "health_improvement", "access", "best_value", "performance_measure", "lead_role",
        "place",
    ),
    "indicators": ("indicator", "kind", "title", "relevance", "measure", "place"),
    "objective_indicators": ("objective", "indicator", "basis", "words", "place"),
    "priorities": ("priority", "heading", "text", "measure", "breakdown", "group", "percentage_of", "place"),
    "actions": (
        "action", "heading", "text", "serves", "lead_role", "milestone", "note", "due_date", "due_printed", "status",
        "status_date", "status_printed", "place",
    ),
    "funding": (
        "item", "funder", "text", "financial_year", "measure", "breakdown", "group", "people_measures", "grant", "intervention",
        "applies_to", "place",
    ),
    "workforce": ("item", "text", "measure", "breakdown", "group", "place"),
    "consultations": (
        "consultation", "name", "who", "form", "start_date", "end_date", "when_printed", "summary", "asked", "answer",
        "statutory", "target_area", "feedback_date", "place",
    ),
    "statements": ("statement", "section", "text", "remark", "place"),
    "risks": ("risk", "text", "likelihood", "effect", "owner_role", "place"),
    "attention": ("item", "text", "asked_by", "since", "state", "place"),
    "reports": ("report", "kind", "text", "date", "place"),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Plans:
    """One table a kind of row, each with its partnership in the column of that name; every cell is text."""

    documents: pd.DataFrame
    objectives: pd.DataFrame
    indicators: pd.DataFrame
    objective_indicators: pd.DataFrame
    priorities: pd.DataFrame
    actions: pd.DataFrame
    funding: pd.DataFrame
    workforce: pd.DataFrame
    consultations: pd.DataFrame
    statements: pd.DataFrame
    risks: pd.DataFrame
    attention: pd.DataFrame
    reports: pd.DataFrame

    def at(self, quarter: Quarter) -> "Plans":
        """The tables of the plan in force at a quarter; where none speaks of it, of the latest there is."""
        year = self._year(quarter)
        return self._where(lambda table: table["plan_year"] == year)

    def before(self, quarter: Quarter) -> "Plans":
        """The tables of the plans of years before the one in force at a quarter."""
        year = self._year(quarter)
        return self._where(lambda table: table["plan_year"] < year)

    def _year(self, quarter: Quarter) -> str:
        return year_in_force(self.documents, quarter) or max(self.documents["plan_year"], default="")

    def _where(self, holds: Callable[[pd.DataFrame], pd.Series]) -> "Plans":
        tables = {field.name: getattr(self, field.name) for field in fields(self)}
        return replace(self, **{name: table[holds(table)] for name, table in tables.items()})


def year_in_force(documents: pd.DataFrame, quarter: Quarter) -> str:
    """The year of the plan whose days hold the quarter's last day, the one that began last if there are several.

    Else that of the next plan near the quarter, else of the latest near it; empty where none is near.
    """
    end = pd.Timestamp(quarter.end)
    near = [
        (pd.Timestamp(row.plan_start), pd.Timestamp(row.plan_end), row.plan_year)
        for row in documents.itertuples()
        if is_near(row.plan_start, row.plan_end, quarter)
    ]
    holding = [(start, year) for start, last, year in near if start <= end <= last]
    following = [(start, year) for start, _, year in near if start > end]
    over = [(last, start, year) for start, last, year in near]
    if holding:
        return max(holding)[-1]
    if following:
        return min(following)[-1]
    return max(over)[-1] if over else ""


def is_near(plan_start: str, plan_end: str, quarter: Quarter) -> bool:
    """Whether a document that plans for these days speaks of the quarter: not too far ahead of it, nor too long before."""
    ahead = pd.Timestamp(quarter.end) + pd.DateOffset(years=YEARS_A_DOCUMENT_PLANS_AHEAD)
    back = pd.Timestamp(quarter.start) - pd.DateOffset(years=YEARS_A_DOCUMENT_LOOKS_BACK)
    return pd.Timestamp(plan_start) <= ahead and pd.Timestamp(plan_end) >= back


def read(folder: Path, partnership: str) -> Plans:
    """A partnership's tables of the safe folder, empty where it has none; a Mistake says which command makes them."""
    return Plans(
        **{
            table: safe.in_parts(folder, f"plan_{table}", ("partnership", "plan_year", *columns), partnership)
            for table, columns in COLUMNS.items()
        }
    )

"""What a rule is: what is checked, how bad it is to break it, what a provider is told, and the fields it is about."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from needs.ingest.findings import FIELD_REFUSED, SEVERITIES
from needs.ingest.ndtms_fields import Field


@dataclass(frozen=True)
class About:
    """What a file's own name and settings tell a rule: its agency, the letter of its data set, the last day it covers."""

    agency: str | None = None
    letter: str | None = None
    end: datetime.date | None = None


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One check. `broken` is true where a field's value breaks it, null as good as false; a refused field is then missing.

    `becomes` replaces a value that is not refused: a drug that nobody knows is counted as another drug.
    """

    id: str
    checks: str
    severity: str
    message: str
    confidence: str
    fields: Callable[[Field], bool] | None = None
    broken: Callable[[Field, About], pl.Expr] | None = None
    becomes: str | None = None

    def __post_init__(self):
        if self.severity not in SEVERITIES:
            raise ValueError(f"rule {self.id}: severity {self.severity!r} is not one of {SEVERITIES}")

    @property
    def changes_the_field(self) -> bool:
        """Whether the field's value is taken away or replaced."""
        return self.severity == FIELD_REFUSED or self.becomes is not None


def only(*headers: str) -> Callable[[Field], bool]:
    """The fields of these headers and no others."""
    return lambda field: field.header in headers


def is_written(header: Field) -> pl.Expr:
    """Whether the cell holds an answer: neither blank nor NA."""
    return (header.written != "") & (header.written != "NA")


def age_in_years(birth: pl.Expr, day: pl.Expr) -> pl.Expr:
    """Whole years from birth to a day; who was born on 29 February has the birthday on 1 March in other years."""
    is_before_birthday = _day_of_year(day) < _day_of_year(birth)
    return day.dt.year() - birth.dt.year() - is_before_birthday.cast(pl.Int32)


def _day_of_year(day: pl.Expr) -> pl.Expr:
    return day.dt.month().cast(pl.Int32) * 100 + day.dt.day().cast(pl.Int32)

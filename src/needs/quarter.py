"""Financial quarters and the periods they stand for: the only date arithmetic in the project.

A period's two ends are both inclusive. "2008-09 Q1" is April to June 2008.
"""

import datetime
import re
from dataclasses import dataclass
from functools import total_ordering

from needs.mistakes import Mistake

_WRITTEN = re.compile(r"([0-9]{4})-([0-9]{2}) Q([1-4])")
_YEARS = range(1900, 2100)
_FIRST_MONTH = {1: 4, 2: 7, 3: 10, 4: 1}


@dataclass(frozen=True, order=True)
class Period:
    """A span of days, first and last both included."""

    start: datetime.date
    end: datetime.date

    def __post_init__(self) -> None:
        if self.start > self.end:
            raise ValueError(f"a period must start before it ends, found {self.start} to {self.end}")

    def __contains__(self, day: datetime.date) -> bool:
        return self.start <= day <= self.end

    def overlaps(self, other: "Period") -> bool:
        """Whether the two periods share a day."""
        return self.start <= other.end and other.start <= self.end


@total_ordering
@dataclass(frozen=True)
class Quarter:
    """A financial quarter: the year in which its financial year began, and 1 (April to June) to 4 (January to March)."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not (isinstance(self.number, int) and 1 <= self.number <= 4 and self.year in _YEARS):
            raise ValueError(f"no such quarter: year {self.year!r}, number {self.number!r}")

    @classmethod
    def parse(cls, text: str) -> "Quarter":
        """The quarter written as "2008-09 Q1"; anything else is refused with a Mistake that says how to write it."""
        written = _WRITTEN.fullmatch(text) if isinstance(text, str) else None
        if not written:
            raise Mistake(f'quarter {text!r} is not written like "2008-09 Q1"{_meant(text)}')
        year, following, number = (int(part) for part in written.groups())
        if following != (year + 1) % 100:
            raise Mistake(
                f'quarter {text!r} is impossible: the financial year that begins in {year} is "{_year_label(year)}"'
            )
        if year not in _YEARS:
            raise Mistake(f"quarter {text!r} is of a year outside {_YEARS[0]} to {_YEARS[-1]}")
        return cls(year, number)

    @classmethod
    def containing(cls, day: datetime.date) -> "Quarter":
        """The quarter in which a day falls."""
        year = day.year if day.month >= 4 else day.year - 1
        return cls(year, (day.month - 4) % 12 // 3 + 1)

    def __str__(self) -> str:
        return f"{self.financial_year} Q{self.number}"

    def __lt__(self, other: "Quarter") -> bool:
        return self._ordinal < other._ordinal

    def __add__(self, quarters: int) -> "Quarter":
        year, number = divmod(self._ordinal + quarters, 4)
        return Quarter(year, number + 1)

    def __sub__(self, quarters: int) -> "Quarter":
        return self + -quarters

    @property
    def _ordinal(self) -> int:
        return self.year * 4 + self.number - 1

    @property
    def financial_year(self) -> str:
        """The financial year it belongs to, written "2008-09"."""
        return _year_label(self.year)

    @property
    def start(self) -> datetime.date:
        return datetime.date(self.year + (self.number == 4), _FIRST_MONTH[self.number], 1)

    @property
    def end(self) -> datetime.date:
        return (self + 1).start - datetime.timedelta(days=1)

    @property
    def months(self) -> str:
        """The months it covers, in words: "April to June 2008"."""
        return f"{self.start:%B} to {self.end:%B} {self.end.year}"

    @property
    def period(self) -> Period:
        """The three months of the quarter."""
        return Period(self.start, self.end)

    @property
    def year_to_date(self) -> Period:
        """From 1 April of its financial year to its last day."""
        return Period(Quarter(self.year, 1).start, self.end)

    @property
    def rolling_12_months(self) -> Period:
        """The twelve months that end with it."""
        return Period((self - 3).start, self.end)

    @property
    def whole_financial_year(self) -> Period:
        """All four quarters of its financial year."""
        return Period(Quarter(self.year, 1).start, Quarter(self.year, 4).end)


def _meant(text: object) -> str:
    """What somebody may have meant who wrote a quarter in another way; empty where that cannot be told."""
    year, number = re.search(r"(?:19|20)\d{2}", str(text)), re.search(r"[Qq] ?([1-9])", str(text))
    if year is None or number is None:
        return ""
    if int(number[1]) > 4:
        return "; quarters are Q1 (April to June) to Q4 (January to March)"
    return f'; did you mean "{Quarter(int(year[0]), int(number[1]))}"?'


def _year_label(year: int) -> str:
    return f"{year}-{(year + 1) % 100:02d}"

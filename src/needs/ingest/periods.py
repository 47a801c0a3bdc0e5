"""Periods as publishers write them: a year, several years, a quarter, a month or twelve months; anything else is none."""

import calendar
import datetime
import re
from dataclasses import dataclass
from functools import cache

FINANCIAL, CALENDAR = "financial_year", "calendar_year"
WANTED = "a period such as 2019/20, 2019, 2014 - 16, 2014/15 - 18/19, 2019 Q1, 2019/20 Q1 or Apr 2019 - Mar 2022"
_OF_YEARS = {  # how many years, and whether they are financial
    (1, True): FINANCIAL,
    (1, False): CALENDAR,
    **{(2, True): "two_financial_years", (3, True): "three_financial_years", (5, True): "five_financial_years"},
    **{(2, False): "two_calendar_years", (3, False): "three_calendar_years", (5, False): "five_calendar_years"},
}
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_abbr) if number}
_YEAR, _LATER, _MONTH = "([12][0-9]{3})", "((?:[12][0-9])?[0-9]{2})", "([a-z]{3})[a-z]*"
_ONE_YEAR = re.compile(rf"{_YEAR}(?:\.0)?")
_ONE_FINANCIAL = re.compile(rf"{_YEAR} ?/ ?{_LATER}")
_FINANCIAL = re.compile(rf"{_YEAR}/{_LATER}(?: ?- ?| to ){_LATER}/{_LATER}")
_YEARS = re.compile(rf"{_YEAR}( ?- ?| to ){_LATER}")
_QUARTER = re.compile(rf"{_YEAR}(?:/{_LATER})?,? q([1-4])")
_ONE_MONTH = re.compile(rf"(?:{_YEAR} {_MONTH}|{_MONTH} {_YEAR})")
_BETWEEN_MONTHS = re.compile(rf"{_MONTH} {_YEAR}(?: ?- ?| to ){_MONTH} {_YEAR}")
_A_DATE = re.compile(
    r"[a-z]{3}-[0-9]{2}(?:[0-9]{2})?|[0-9]{1,2}-[a-z]{3}(?:-[0-9]{2,4})?|[0-9]{1,2}[/.][0-9]{1,2}[/.][0-9]{2,4}|"
    r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}(?:[ t]00:00(?::00)?)?|[34][0-9]{4}"
)
_TURNED = "a period: a spreadsheet has turned {example} into a date: fetch it again, and do not save it from there"


@dataclass(frozen=True)
class Period:
    """The first and the last day of a period, and what kind of window it is."""

    window: str
    start: datetime.date
    end: datetime.date


@cache
def read(text: str, years: str = "") -> Period | None:
    """The period of a text, None if it is none; `years` says how many it has ("1y") where the file has a column for that.

    "2018-19" may be a financial year or two years: without `years` it is neither.
    """
    text = " ".join(text.translate(_DASHES).casefold().split())
    if found := _ONE_YEAR.fullmatch(text):
        return _of_years(int(found[1]), int(found[1]), is_financial=False)
    if found := _ONE_FINANCIAL.fullmatch(text):
        first, last = int(found[1]), _later(found[1], found[2])
        return _of_years(first, first, is_financial=True) if last == first + 1 else None
    if found := _FINANCIAL.fullmatch(text):
        return _financial_years(*found.groups())
    if found := _YEARS.fullmatch(text):
        return _some_years(int(found[1]), _later(found[1], found[3]), found[2] == "-", years)
    if found := _QUARTER.fullmatch(text):
        return _quarter(*found.groups())
    if found := _ONE_MONTH.fullmatch(text):
        return _month(int(found[1] or found[4]), found[2] or found[3])
    if found := _BETWEEN_MONTHS.fullmatch(text):
        return _between(*found.groups())
    return None


def financial_year(text: str) -> int | None:
    """The year that a financial year begins in, if a text is one: 2019/20, 2019-20 or 2019/2020."""
    period = read(text.strip(), "1y")
    return period.start.year if period and period.window == FINANCIAL else None


def wanted(text: str, otherwise: str = WANTED) -> str:
    """What was wanted in the place of a text that is no period: of a date, that the spreadsheet be left out of it."""
    written = text.strip().casefold()
    if not _A_DATE.fullmatch(written):
        return otherwise
    month, _, year = written.partition("-")
    number = _MONTHS.get(month)
    is_of_the_next = number is not None and year.isdecimal() and number == (int(year) + 1) % 100
    first = year if len(year) == len("2019") else f"20{year}"
    return _TURNED.format(example=f"{first}/{number:02d}" if is_of_the_next else "a year such as 2010/11")


def _later(first: str, last: str) -> int:
    """The later of two years, of which the last two digits may be all that is written."""
    if len(last) == len("2019"):
        return int(last)
    century = int(first) // 100 * 100
    return century + int(last) + (100 if int(last) < int(first) % 100 else 0)


def _of_years(first: int, last: int, *, is_financial: bool) -> Period | None:
    """Whole years, by the years that the first and the last of them begin in."""
    window = _OF_YEARS.get((last - first + 1, is_financial))
    if window is None:
        return None
    if is_financial:
        return Period(window, datetime.date(first, 4, 1), datetime.date(last + 1, 3, 31))
    return Period(window, datetime.date(first, 1, 1), datetime.date(last, 12, 31))


def _financial_years(first: str, its_end: str, last: str, last_end: str) -> Period | None:
    begins, ends = int(first), _later(first, last)
    if _later(first, its_end) != begins + 1 or _later(str(ends), last_end) != ends + 1:
        return None
    return _of_years(begins, ends, is_financial=True) if ends > begins else None


def _some_years(first: int, last: int, is_close: bool, years: str) -> Period | None:
    """ "2014 - 16" is three calendar years; "2018-19" is one financial year or two, as the file says."""
    if last <= first:
        return None
    if last == first + 1 and is_close:
        return {"1y": _of_years(first, first, is_financial=True), "2y": _of_years(first, last, is_financial=False)}.get(
            years.strip().casefold()
        )
    return _of_years(first, last, is_financial=False)


def _quarter(year: str, end: str | None, number: str) -> Period | None:
    """A quarter of a year, or of a financial year, whose first quarter begins in April."""
    if end and _later(year, end) != int(year) + 1:
        return None
    month = int(number) * 3 - 2 + (3 if end else 0)
    first = datetime.date(int(year) + (month > 12), (month - 1) % 12 + 1, 1)
    return Period("quarter", first, _last_day(first.year, first.month + 2))


def _month(year: int, name: str) -> Period | None:
    number = _MONTHS.get(name)
    return Period("month", datetime.date(year, number, 1), _last_day(year, number)) if number else None


def _between(month: str, year: str, last_month: str, last_year: str) -> Period | None:
    """From a month to a month: whole years, twelve months, or a quarter."""
    begins, ends = _MONTHS.get(month), _MONTHS.get(last_month)
    if not begins or not ends:
        return None
    first, last = int(year), int(last_year)
    start, end = datetime.date(first, begins, 1), _last_day(last, ends)
    months = (last - first) * 12 + ends - begins + 1
    if months % 12 == 0 and begins in (1, 4) and months:
        return _of_years(first, first + months // 12 - 1, is_financial=begins == 4)
    if months == 12:
        return Period("rolling_12_months", start, end)
    return Period("quarter", start, end) if months == 3 and begins % 3 == 1 else None


def _last_day(year: int, month: int) -> datetime.date:
    return datetime.date(year, month, calendar.monthrange(year, month)[1])

"""How numbers, periods and small pieces of English are written: rounded once, half away from zero."""

import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from needs.quarter import Quarter

if TYPE_CHECKING:  # the commands say numbers too, and load no table where nothing has changed
    from needs.measure.results import Row

SMALL_NUMBERS = (
    "none",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
TEENS = ("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def capital(text: str) -> str:
    """The text with its first letter large."""
    return text[:1].upper() + text[1:]


def in_words(number: int) -> str:
    """A small number as a word, so that it is never taken for a figure."""
    return SMALL_NUMBERS[number] if number < len(SMALL_NUMBERS) else str(number)


def spelt(number: int) -> str:
    """A whole number below a thousand as a word, for a sentence whose figures no evidence holds."""
    if number >= 100:
        hundreds, rest = divmod(number, 100)
        return f"{SMALL_NUMBERS[hundreds]} hundred{f' and {spelt(rest)}' if rest else ''}"
    if number < 20:
        return (*SMALL_NUMBERS, *TEENS)[number]
    tens, ones = divmod(number, 10)
    return f"{TENS[tens - 2]}-{SMALL_NUMBERS[ones]}" if ones else TENS[tens - 2]


def listed(items: list[str]) -> str:
    """Items as a sentence lists them: "a, b and c"."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


SHORTHAND = {
    "hidden": "[c]",
    "not_collected": "[x]",
    "not_available": "[x]",
    "not_calculated": "[x]",
    "not_usable": "[x]",
    "not_applicable": "[z]",
    "not_set": "[z]",
    "refused": "[z]",
    "too_few": "[c]",
    "counts": "[z]",
    "bound": "[c]",
}
SHORTHAND_EXPLAINED = {"[c]": "hidden to protect people's identity", "[x]": "not available", "[z]": "not applicable"}


def rounded(value: float, decimals: int) -> Decimal:
    """A value rounded half away from zero."""
    return Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def whole(value: float) -> str:
    """A count with thousands separated; an average of several years is given to the whole person."""
    return f"{rounded(value, 0):,}"


def written(number: Decimal, unit: str) -> str:
    """A rounded number with its unit's sign, where the unit has one."""
    if unit in ("percent", "percent change"):
        return f"{number:,}%"
    if unit == "GBP":
        return _pounds(number)
    if unit == "GBP thousand":
        return f"£{number:,} thousand"
    return f"{number:,}"


def of_percent(value: float) -> str:
    """A percentage that was counted, in whole percent: what is not quite none or all is "under 1%" or "over 99%"."""
    near = rounded(value, 0)
    if near == 0 and value > 0:
        return "under 1%"
    return "over 99%" if near == 100 and value < 100 else f"{near}%"


def difference(amount: Decimal, unit: str) -> str:
    """A difference between two figures in words: percentages differ by percentage points, never by per cent."""
    size = abs(amount)
    named = {"percent": "percentage points", "people": ""}.get(unit, unit)
    return counted(f"{size:,}", named)


def counted(number: str, unit: str) -> str:
    """A written number with its unit in words, one or many: "1 week", "3 weeks"."""
    many = unit.endswith("s") and number == "1"
    return f"{number} {unit[:-1] if many else unit}".strip()


def roughly(people: float) -> str:
    """People rounded to 10, from 1,500 to 50, and from 5,000 to 100."""
    nearest = next((nearest for below, nearest in ((1500, 10), (5000, 50)) if people < below), 100)
    return f"{rounded(people / nearest, 0) * nearest:,}"


def printed_decimals(value: float) -> int:
    """How many decimals a published value was given with, two at most."""
    decimals = f"{Decimal(repr(float(value))):f}".partition(".")[2]
    return min(2, len(decimals.rstrip("0")))


def _pounds(amount: Decimal) -> str:
    for size, name in ((10**9, "billion"), (10**6, "million")):
        if amount >= size:
            return f"£{(amount / size).normalize():f} {name}"
    return f"£{amount:,}"


def period_in_words(row: "Row") -> str:
    """A period as a reader would say it: "2011-12", "April 2007 to February 2008"."""
    return days_in_words(row.period_start, row.period_end, row.window)


def days_in_words(start: datetime.datetime, end: datetime.datetime, window: str) -> str:
    """The same for a first and a last day and the name of their window."""
    if window == "not_printed":
        return "a year that is not printed"
    if window == "day":
        return f"{end.day} {end:%B %Y}"
    if window == "financial_year":
        return Quarter.containing(start.date()).financial_year
    if window == "quarter":
        return Quarter.containing(start.date()).months
    if window == "calendar_year":
        return str(start.year)
    if window.endswith("_calendar_years"):
        return f"{start.year} to {end.year}"
    return f"{start:%B %Y} to {end:%B %Y}" if (start.year, start.month) != (end.year, end.month) else f"{end:%B %Y}"

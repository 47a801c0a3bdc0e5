"""How numbers are written: rounded once, half away from zero, with the sign or the name of their unit."""

import math
from decimal import ROUND_HALF_UP, Decimal

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
    """People rounded to 50, or to 100 from 5,000."""
    nearest = 50 if people < 5000 else 100
    return f"{rounded(people / nearest, 0) * nearest:,}"


def printed_decimals(value: float) -> int:
    """How many decimals a published value was given with, two at most."""
    if math.isnan(value):
        return 0
    exponent = Decimal(repr(float(value))).normalize().as_tuple().exponent
    return min(2, max(0, -exponent))


def _pounds(amount: Decimal) -> str:
    for size, name in ((10**9, "billion"), (10**6, "million")):
        if amount >= size:
            return f"£{(amount / size).normalize():f} {name}"
    return f"£{amount:,}"

"""A Fact: one figure with its denominator, interval, period, comparator and verdict, rounded once.

Sentence, chart title, table cell, download and evidence row are all written from the same Fact, so they cannot disagree.
"""

import math
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from needs.measure.judgement import Judgement
from needs.measure.results import STATUSES

DECIMALS = {
    "people": 0, "interventions": 0, "deaths": 0, "percent": 0, "per 1,000": 1, "per 100,000": 1, "score": 1, "FTE": 1,
}  # fmt: skip
PERCENT_IN_FULL_BELOW, PERCENT_IN_FULL_ABOVE = (
    1,
    99,
)  # near the ends a whole percentage would hide the difference to 0 or 100
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
}
SHORTHAND_EXPLAINED = {"[c]": "hidden to protect people's identity", "[x]": "not available", "[z]": "not applicable"}


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One figure and all that is said of it. Numbers are unrounded; the properties write them, always the same way."""

    indicator: str
    title: str
    noun: str
    done: str
    area: str
    area_code: str
    period: str
    window: str
    breakdown: str
    group: str
    kind: str
    population: str
    age: str
    numerator: float
    denominator: float
    value: float
    lower: float
    upper: float
    interval_method: str
    unit: str
    status: str
    origin: str
    qualifier: str
    source: str
    place: str
    definition: str
    note: str
    polarity: str
    year: int
    comparator: "Fact | None" = None
    judgement: Judgement | None = None
    target: "Fact | None" = None
    target_judgement: Judgement | None = None

    @property
    def key(self) -> tuple[str, ...]:
        """What makes it the same figure wherever it is met."""
        return (
            self.indicator, self.area_code, self.period, self.window, self.breakdown, self.group, self.kind, self.source,
            self.place,
        )  # fmt: skip

    @property
    def is_shown(self) -> bool:
        return self.status == "shown" and not math.isnan(self.value)

    @property
    def has_interval(self) -> bool:
        return not math.isnan(self.lower) and not math.isnan(self.upper)

    @property
    def decimals(self) -> int:
        """How many decimals the figure is given; a printed figure keeps those it was printed with."""
        if self.origin == "published" and self.interval_method != "published, 95%":
            return _printed_decimals(self.value)
        if self.unit == "percent" and not PERCENT_IN_FULL_BELOW <= self.value <= PERCENT_IN_FULL_ABOVE:
            return 1
        return DECIMALS.get(self.unit, 1)

    @property
    def rounded(self) -> Decimal:
        """The value as a reader sees it: rounded once, half away from zero."""
        return rounded(self.value, self.decimals)

    @property
    def number(self) -> str:
        """The value with its unit's sign, or the shorthand that says why there is none."""
        return written(self.rounded, self.unit) if self.is_shown else SHORTHAND.get(self.status, "[x]")

    @property
    def qualified(self) -> str:
        """The value with the word it was printed with: "over 70%"."""
        qualifier = "in the region of" if self.qualifier == "region of" else self.qualifier
        return f"{qualifier} {self.number}" if qualifier and self.is_shown else self.number

    @property
    def interval(self) -> str:
        """The limits, "40% to 49%"; empty where there are none."""
        if not (self.is_shown and self.has_interval):
            return ""
        ends = (written(rounded(limit, self.decimals), self.unit) for limit in (self.lower, self.upper))
        return " to ".join(ends)

    @property
    def counts(self) -> str:
        """The numerator of the denominator, "510 of 515"; events alone for a rate; empty where they are not known."""
        if math.isnan(self.numerator) or math.isnan(self.denominator):
            return ""
        if self.unit != "percent":
            return f"{whole(self.numerator)} {self.noun}"
        return f"{whole(self.numerator)} of {whole(self.denominator)}"

    @property
    def formula(self) -> str:
        """The sum with its numbers in place, "510 / 515 = 99.0%"; how the figure came to be where there is no sum."""
        if self.status == "refused":
            return f"{whole(self.numerator)} and {whole(self.denominator)} are not compared: {self.note.replace(' | ', '; ')}"
        if self.origin == "published" or math.isnan(self.denominator):
            return "as published" if self.status == "shown" else STATUSES[self.status]
        if self.indicator.endswith("_not_in_treatment"):
            return f"{whole(self.denominator)} - {whole(self.numerator)} = {self.number}"
        if self.indicator.endswith("_unmet_need_percent"):
            return f"1 - {whole(self.numerator)} / {whole(self.denominator)} = {self.number}"
        per = {"per 100,000": " x 100,000", "per 1,000": " x 1,000"}.get(self.unit, "")
        return f"{whole(self.numerator)} / {whole(self.denominator)}{per} = {self.number}"

    @property
    def label(self) -> str:
        """What the figure is of: its title, and its group where it has one."""
        if self.group == "all":
            return self.title
        return f"{self.title}: {f'age {self.group}' if self.breakdown == 'age' else self.group}"

    @property
    def points(self) -> str:
        """The difference to the comparator as a reader would work it out from the two figures shown."""
        return self._difference_to(self.comparator)

    @property
    def target_points(self) -> str:
        """The difference to the target as a reader would work it out from the two figures shown."""
        return self._difference_to(self.target)

    @property
    def gap(self) -> str:
        """The difference to the target, or to the comparator where there is no target, and on which side the figure lies."""
        other, words = (self.target, ("above", "below")) if self.target else (self.comparator, ("higher", "lower"))
        size = self._difference_to(other)
        if not size or self.rounded == other.rounded:
            return size and "none"
        return f"{size} {words[0] if self.rounded > other.rounded else words[1]}"

    def _difference_to(self, other: "Fact | None") -> str:
        if not (other and other.is_shown and self.is_shown):
            return ""
        return difference(self.rounded - other.rounded, self.unit)


def rounded(value: float, decimals: int) -> Decimal:
    """A value rounded half away from zero."""
    return Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def whole(value: float) -> str:
    """A count with thousands separated; averages of several years keep one decimal."""
    return f"{rounded(value, 0 if float(value).is_integer() else 1):,}"


def written(number: Decimal, unit: str) -> str:
    """A rounded number with its unit's sign, where the unit has one."""
    if unit in ("percent", "percent change"):
        return f"{number:,}%"
    if unit == "GBP":
        return _pounds(number)
    if unit == "GBP thousand":
        return f"£{number:,} thousand"
    return f"{number:,}"


def difference(amount: Decimal, unit: str) -> str:
    """A difference between two figures in words: percentages differ by percentage points, never by per cent."""
    size = abs(amount)
    named = {"percent": "percentage points", "people": ""}.get(unit, unit)
    return counted(f"{size:,}", named)


def counted(number: str, unit: str) -> str:
    """A written number with its unit in words, one or many: "1 week", "3 weeks"."""
    many = unit.endswith("s") and number == "1"
    return f"{number} {unit[:-1] if many else unit}".strip()


def _pounds(amount: Decimal) -> str:
    for size, name in ((10**9, "billion"), (10**6, "million")):
        if amount >= size:
            return f"£{(amount / size).normalize():f} {name}"
    return f"£{amount:,}"


def _printed_decimals(value: float) -> int:
    if math.isnan(value):
        return 0
    exponent = Decimal(repr(float(value))).normalize().as_tuple().exponent
    return min(2, max(0, -exponent))

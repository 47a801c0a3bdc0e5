"""A Fact: one figure with its denominator, interval, period, comparator and verdict, rounded once.

Sentence, chart title, table cell, download and evidence row are all written from the same Fact, so they cannot disagree.
"""

import datetime
import math
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, TypeVar

from needs.measure import safety
from needs.measure.comparison import Judgement
from needs.measure.funnels import ABOVE, BELOW
from needs.measure.indicators import BY_NAME
from needs.measure.indicators.following import MEDIAN
from needs.measure.results import GIVEN, OF_RECORDS, RETURNS, Row
from needs.present.numbers import (
    SHORTHAND,
    capital,
    difference,
    of_percent,
    printed_decimals,
    roughly,
    rounded,
    whole,
    written,
)

DECIMALS = {
    "people": 0, "interventions": 0, "deaths": 0, "percent": 0, "percent change": 0, "GBP": 0, "GBP thousand": 0,
    "per 1,000": 1, "per 100,000": 1, "weeks": 1, "days": 1, "points": 1, "score": 1, "FTE": 1, "ratio": 2, "probability": 3,
    "odds ratio": 2, "share of pairs": 2, "times": 2,
}  # fmt: skip
# Near the ends a whole percentage would hide the difference to 0 or 100
PERCENT_IN_FULL_BELOW, PERCENT_IN_FULL_ABOVE = 1, 99
OF_WHOLE_NUMBERS, SAME = (
    100,
    1e-9,
)  # a sum of so many and more has no decimals, nor has one that differs so little from a whole
FEWEST_FOR_A_PERCENTAGE = 20  # people; of fewer the counts are given: one person more would move a percentage too far
Thing = TypeVar("Thing")


def known(thing: Thing | None, what: str) -> Thing:
    """A thing that its caller made sure is there; a ValueError names it where it is not."""
    if thing is None:
        raise ValueError(f"no {what} was found where there has to be one")
    return thing


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One figure and all that is said of it. Numbers are unrounded; the properties write them, always the same way.

    `judgement` is the verdict beside the comparator, `change` that since `before`, an earlier figure; `among` says where the area
    lies among areas, and `shrunk` is the value drawn towards them: by that figures are put in order, and it is never written.
    What was worked out from other facts has these as its `parts`, and the `sum` with their numbers in place where it is no
    share or rate of its counts.
    """

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
    caution: str
    year: int
    comparator: "Fact | None" = None
    judgement: Judgement | None = None
    among: Judgement | None = None
    shrunk: float = math.nan
    target: "Fact | None" = None
    target_judgement: Judgement | None = None
    before: "Fact | None" = field(default=None, compare=False, repr=False)
    change: Judgement | None = field(default=None, compare=False, repr=False)
    series: str = ""
    rule: str = ""
    quote: str = ""
    is_rounded: bool = False
    reason: str = ""
    parts: "tuple[Fact, ...]" = field(default=(), compare=False, repr=False)
    sum: str = field(default="", compare=False, repr=False)
    period_start: datetime.date
    period_end: datetime.date

    @property
    def key(self) -> tuple[str, ...]:
        """What makes it the same figure wherever it is met."""
        return (
            self.indicator, self.area_code, self.period, self.window, self.breakdown, self.group, self.kind, self.source,
            self.place, self.series,
        )  # fmt: skip

    def giving(
        self, what: str, value: float, sum_: str, unit: str = "people", parts: "tuple[Fact, ...]" = (), **others: Any
    ) -> "Fact":
        """A figure that is worked out from this one and others that are shown: what it is, and the sum that gives it.

        Its value is what a reader sees, so that sums which go on from it can be done again.
        """
        nothing = math.nan
        given: dict[str, Any] = {"lower": nothing, "upper": nothing, "numerator": nothing, "denominator": nothing}
        given |= dict.fromkeys(("comparator", "judgement", "among", "target", "target_judgement"))
        given |= dict.fromkeys(("interval_method", "qualifier", "note", "quote"), "") | {"status": "shown"}
        given["origin"] = "synthetic" if self.origin == "synthetic" else "calculated"
        given |= {"title": f"{self.title}: {what}", "place": what} | others
        fact = replace(self, value=value, parts=parts or (self,), sum=sum_, unit=unit, **given)
        fact = fact if math.isnan(value) else replace(fact, value=float(fact.rounded))
        return replace(fact, sum=f"{sum_} = {fact.number}")

    @property
    def when(self) -> str:
        """Its period as a sentence names it: "on" a day, "in" anything longer."""
        return f"{'on' if self.window == 'day' else 'in'} {self.period}"

    @property
    def row(self) -> Row:
        """The results row that it was made from."""
        return Row(*(getattr(self, name) for name in Row._fields))

    @property
    def state(self) -> str:
        """The verdict beside the comparator, in a word; empty where there is no comparator."""
        return self.judgement.state if self.judgement else ""

    @property
    def spread(self) -> str:
        """Where it lies among areas, in words; empty where that was not asked."""
        return self.among.state if self.among else ""

    @property
    def stands_out(self) -> bool:
        """Whether it differs from its comparator, and lies outside the usual spread of areas on the same side."""
        side = {ABOVE: 1, BELOW: -1}.get(self.spread, 0)
        differs = self.judgement is not None and self.judgement.certainty > 0
        return differs and side * known(self.judgement, "verdict").difference > 0

    @property
    def distance(self) -> float:
        """How far it lies from its comparator, in its own unit, once chance is taken off as far as areas tell; 0 where there is none."""
        if self.judgement is None:
            return 0
        if self.comparator is None or math.isnan(self.shrunk):
            return abs(self.judgement.difference)
        return abs(self.shrunk - self.comparator.value)

    @property
    def target_state(self) -> str:
        """The verdict against the target, in a word; empty where there is no target."""
        return self.target_judgement.state if self.target_judgement else ""

    @property
    def is_counted(self) -> bool:
        """Whether it was counted here from records, invented ones or not."""
        return self.source in OF_RECORDS

    @property
    def is_about(self) -> bool:
        """Whether it is a percentage of so few that rounding their counts moves it by points; none and all are exact."""
        is_own = self.is_counted or self.source == RETURNS
        is_rounded = is_own and self.is_rounded and self.unit == "percent" and 0 < self.value < 100
        return is_rounded and self.denominator < safety.ABOUT_BELOW

    @property
    def quoted(self) -> str:
        """The words a printed figure was taken from, in quotation marks; empty where there are none."""
        return f'"{self.quote}"' if self.quote else ""

    @property
    def is_unmet(self) -> bool:
        """Whether it is need less treatment, as people or as a share of those in need."""
        return self.indicator in BY_NAME and BY_NAME[self.indicator].is_unmet

    @property
    def rough(self) -> str:
        """People in need, rounded (`roughly`): an estimate is not known to the person."""
        return roughly(self.value) if self.is_shown else self.number

    @property
    def rough_interval(self) -> str:
        """The limits rounded likewise, "1,750 to 3,750"; empty where there are none."""
        return f"{roughly(self.lower)} to {roughly(self.upper)}" if self.is_shown and self.has_interval else ""

    @property
    def is_shown(self) -> bool:
        return self.status == "shown" and not math.isnan(self.value)

    @property
    def is_hidden(self) -> bool:
        return self.status == "hidden"

    @property
    def is_told(self) -> bool:
        """Whether a reader is told anything of it: the value, the counts alone, or a bound."""
        return self.is_shown or self.status in GIVEN[1:]

    @property
    def is_listed(self) -> bool:
        """Whether it has a line in a table: a reader is told of it, or that it is hidden."""
        return self.is_told or self.is_hidden

    @property
    def is_none(self) -> bool:
        """Whether it counts nobody."""
        return self.value == 0 or self.numerator == 0

    @property
    def in_order(self) -> tuple[bool, float]:
        """By this groups of one whole stand with the largest first and those without a number last."""
        size = self.value if math.isnan(self.numerator) else self.numerator
        return math.isnan(size), 0 if math.isnan(size) else -size

    @property
    def has_interval(self) -> bool:
        return not math.isnan(self.lower) and not math.isnan(self.upper)

    @property
    def decimals(self) -> int:
        """How many decimals the figure is given; a printed figure keeps those it was printed with."""
        if self.indicator == MEDIAN:
            return 0  # the first whole week by which half have left
        if self.sum and self.place and self.unit not in ("people", "percent"):
            return self._decimals_of_a_sum
        if self.is_counted or self.unit in ("people", "deaths", "interventions"):
            return DECIMALS.get(self.unit, 1)
        if self.origin == "published" and self.interval_method != "published, 95%":
            return printed_decimals(self.value)
        return 1 if self.unit == "percent" and self._is_near_an_end else DECIMALS.get(self.unit, 1)

    @property
    def _decimals_of_a_sum(self) -> int:
        """None for whole numbers and numbers of a hundred and more; else one, as of percentages and thousands of pounds."""
        if self.unit in ("interventions", "GBP") or abs(self.value - round(self.value)) < SAME:
            return 0
        in_full = self.unit in ("percent change", "GBP thousand")
        return 1 if in_full or abs(self.value) < OF_WHOLE_NUMBERS else 0

    @property
    def _is_near_an_end(self) -> bool:
        """Whether a whole percentage would hide how far the share, or a limit of it, is from 0 or 100."""
        near = not self.is_rounded and not PERCENT_IN_FULL_BELOW <= self.value <= PERCENT_IN_FULL_ABOVE
        known = [each for each in (self.value, self.lower, self.upper) if not math.isnan(each)]
        return near or any(rounded(each, 0) in (0, 100) and each not in (0, 100) for each in known)

    @property
    def rounded(self) -> Decimal:
        """The value as a reader sees it: rounded once, half away from zero."""
        return rounded(self.value, self.decimals)

    @property
    def is_of_few(self) -> bool:
        """Whether it is a share of so few people that their counts are given and no percentage."""
        is_few = self.unit == "percent" and bool(self.counts) and self.denominator < FEWEST_FOR_A_PERCENTAGE
        return self.status == "counts" or is_few

    @property
    def number(self) -> str:
        """The value with its unit's sign, "7 of 12" for a share of few, or the shorthand that says why there is none.

        "about 56%" where rounding the counts moves it, "over 94%" where only a bound is given.
        """
        if not self.is_told:
            return SHORTHAND.get(self.status, "[x]")
        if self.is_of_few:
            return self.counts
        if self.status == "bound":
            return self._bound
        return f"{'about ' if self.is_about else ''}{self._written(self.value)}"

    @property
    def _bound(self) -> str:
        """The side of a percentage on which the share lies, in whole percent: fewer than 8 of 140 are under 6%."""
        edge = 100 * safety.SMALLEST / self.denominator
        return f"under {math.ceil(edge)}%" if self.qualifier == safety.FEWER else f"over {math.floor(100 - edge)}%"

    def _written(self, value: float) -> str:
        if self.is_counted and self.unit == "percent":
            return of_percent(value)
        if self.unit == "odds ratio":  # to two significant figures, as it is held
            return f"{rounded(value, 1 if value >= 1 else 2)}"
        return written(rounded(value, self.decimals), self.unit)

    @property
    def share(self) -> str:
        """The percentage with its interval in brackets, to follow the counts; empty where people are too few for it."""
        limits = f", {self.interval}" if self.interval else ""
        return "" if self.is_of_few else f" ({self.number}{limits})"

    @property
    def counts_beside(self) -> str:
        """The counts to stand beside the number; empty where the number is they, or where they are not known."""
        return "" if self.is_of_few else self.counts

    @property
    def qualified(self) -> str:
        """The value with the word it was printed with: "over 70%"."""
        if self.is_counted:
            return self.number
        qualifier = "in the region of" if self.qualifier == "region of" else self.qualifier
        return f"{qualifier} {self.number}" if qualifier and self.is_shown else self.number

    @property
    def interval(self) -> str:
        """The limits, "40% to 49%"; empty where there are none, and for a share of few people."""
        if not (self.is_shown and self.has_interval) or self.is_of_few:
            return ""
        low, high = (self._written(limit) for limit in (self.lower, self.upper))
        return f"{low} to {high}" if low != high else ""

    @property
    def counts(self) -> str:
        """The numerator of the denominator, "510 of 515"; events alone for a rate; empty where they are not known."""
        if self.status == "bound":
            return f"{self.qualifier} of {whole(self.denominator)}"
        if math.isnan(self.numerator) or math.isnan(self.denominator) or self.is_unmet:
            return ""
        if self.unit == "ratio":
            return f"{whole(self.numerator)} against {whole(self.denominator)} expected"
        if self.unit != "percent":
            return f"{whole(self.numerator)} {self.noun}"
        return f"{whole(self.numerator)} of {whole(self.denominator)}"

    @property
    def named_group(self) -> str:
        """Its group as a sentence names it: an ethnic group with a capital."""
        return capital(self.group) if self.breakdown == "ethnic_group" else self.group

    @property
    def label(self) -> str:
        """What the figure is of: its title, and its group where it has one."""
        if self.group == "all":
            return self.title
        if self.breakdown == "age" and not self.group[0].isdigit():
            return f"{self.title}: {self.group}"
        return f"{self.title}: {f'age {self.group}' if self.breakdown == 'age' else self.named_group}"

    @property
    def target_points(self) -> str:
        """The difference to the target as a reader would work it out from the two figures shown."""
        return self._difference_to(self.target)

    @property
    def gap(self) -> str:
        """The difference to the target, or to the comparator where there is no target, and on which side the figure lies."""
        other, words = (self.target, ("above", "below")) if self.target else (self.comparator, ("higher", "lower"))
        size = self._difference_to(other)
        if other is None or not size:
            return ""
        if self.rounded == other.rounded:
            return "none" if self.target else "no different"
        return f"{size} {words[0] if self.rounded > other.rounded else words[1]}"

    def _difference_to(self, other: "Fact | None") -> str:
        if not (other and other.is_shown and self.is_shown) or self.is_of_few or other.is_of_few:
            return ""
        if other.series not in ("", self.series):  # a target of no series is for any
            return ""
        return difference(self.rounded - other.rounded, self.unit)

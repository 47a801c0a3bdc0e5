"""How one figure came about: its kind, and its trail, from the rule or the source to the number that a document gives.

Counted: the rule, who counts by which codes, how many are left after each condition, rounding, interval, choices, files.
Published and printed: who says so, where, in which words, and in which file. Worked out from others: the sum with its
numbers, and each number's own trail. Modelled: data, method, interval, and what checks it. Nothing is said that the
tables of the policy at hand do not hold.
"""

import re
import textwrap
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

from needs.measure import safety, steps
from needs.measure.indicator import Counting
from needs.measure.indicators import BY_NAME
from needs.measure.results import RETURNS, STATUSES
from needs.present.assessment import Assessment
from needs.present.evidence import judged, title_of, worked_out
from needs.present.facts import Fact
from needs.present.kit.html import element, value_with_interval
from needs.present.kit.section import KINDS, spoken_unit
from needs.present.numbers import SHORTHAND, SHORTHAND_EXPLAINED, capital, counted, whole
from needs.present.origins import COUNTED, MODELLED, PRINTED, PUBLISHED, WORKED_OUT, kind_of, method_of, parts_of

SAID_OF_KIND = {
    COUNTED: "Counted here from records.",
    PUBLISHED: "Taken as it was published.",
    PRINTED: "Taken as the partnership's own document or return gives it.",
    WORKED_OUT: "Worked out from other figures.",
    MODELLED: "The result of a model.",
}
WIDTH, MARGIN = 100, "  "  # characters of a line of text, and how far what belongs to a term is moved in
MOST_PARTS = 40  # of one sum that are listed; all areas of a country would hide the rest
OF_JOURNEYS = ("gap_days", "both_days_count", "starts_from")  # choices behind every journey
TRUE_COUNTS = "None: these are true counts, for the recipients named in the register."
ROUNDED = (
    f"Counts are hidden from 1 to {safety.SMALLEST - 1} and else rounded to the nearest {safety.BASE}; what is worked out "
    "comes from the rounded counts."
)
NOT_PRINTED = "It is not shown: {why}."
BY_GROUP = "{counts}: the group {group}, of those left"
NO_STEPS = "Kept for periods that end with the document's quarter, and for figures of everybody: there is none of this one."
NO_FINGERPRINT = "its fingerprint is not given, as whoever knows its layout could find small counts by it"
STANDS_ALONE = "The figures that it was worked out from are not given one by one in the tables of this partnership."
StepsOf = Callable[[Fact], pd.DataFrame]  # the steps of a counted figure's total, as `measure.steps` gives them


@dataclass(frozen=True)
class Entry:
    """One thing that is said of a figure: its name, and a line each of what is said."""

    term: str
    lines: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """How a figure came about. It prints as text, and shows itself in a notebook; `parts` are those of the figures it is made of.

    `number` is that of its evidence ("E5"), empty where it has none.
    """

    number: str
    kind: str
    title: str
    value: str
    trail: tuple[Entry, ...]
    parts: tuple["Explanation", ...] = ()

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterable[str]:
        yield from _wrapped(f"{self.heading}: {self.value}", "")
        for entry in self.trail:
            yield f"{MARGIN}{entry.term}"
            for line in entry.lines:
                yield from _wrapped(line, MARGIN * 2)
        for part in self.parts:
            yield ""
            yield from (f"{MARGIN * 2}{line}".rstrip() for line in part._lines())

    @property
    def heading(self) -> str:
        """The number of its evidence and what it is of."""
        return f"{self.number} {self.title}".strip()

    def said(self, term: str) -> tuple[str, ...]:
        """The lines of one entry; none where there is no such entry."""
        return next((entry.lines for entry in self.trail if entry.term == term), ())

    @property
    def markup(self) -> Markup:
        """The explanation as HTML that needs no style sheet: a list of terms, and below it its parts to unfold."""
        entries = [(element("dt", entry.term), element("dd", _of_lines(entry.lines))) for entry in self.trail]
        parts = [
            element("details", element("summary", f"{part.heading}: {part.value}"), part.markup) for part in self.parts
        ]
        return element("dl", entries) + Markup("").join(parts)

    def __html__(self) -> str:
        return str(element("div", element("p", element("strong", self.heading), f": {self.value}"), self.markup))

    def _repr_html_(self) -> str:
        return self.__html__()


def _wrapped(line: str, margin: str) -> list[str]:
    return textwrap.wrap(line, WIDTH, initial_indent=margin, subsequent_indent=margin + MARGIN) or [margin]


def _of_lines(lines: tuple[str, ...]) -> Markup | str:
    return lines[0] if len(lines) == 1 else element("ul", [element("li", line) for line in lines])


def explained(fact: Fact, assessment: Assessment, steps_of: StepsOf) -> Explanation:
    """The explanation of a fact of an assessment; `steps_of` gives the steps of a counted figure."""
    return _explained(fact, assessment, steps_of, frozenset())


def _explained(fact: Fact, assessment: Assessment, steps_of: StepsOf, above: frozenset) -> Explanation:
    kind = kind_of(fact, assessment)
    parts = tuple(part for part in parts_of(fact, assessment) if part.key not in above)
    trail = [
        Entry("How", (SAID_OF_KIND[kind],)),
        Entry("Period", (f"{fact.period} ({KINDS[fact.kind]})",)),
        *_TRAILS[kind](fact, assessment, steps_of),
        Entry("Sum", _sum(fact, parts, kind)),
        Entry("Interval", (_interval(fact),)),
        Entry("Set beside", tuple(judged(fact))),
        Entry("Note", tuple(filter(None, (fact.note, fact.reason.replace(" | ", "; "))))),
        Entry("Kind of rounding" if False else "Rounding", _rounding(fact, assessment, kind)),
    ]
    return Explanation(
        number=assessment.number_of(fact),
        kind=kind,
        title=title_of(fact),
        value=counted(value_with_interval(fact), spoken_unit(fact)),
        trail=tuple(entry for entry in trail if any(entry.lines)),
        parts=tuple(_explained(part, assessment, steps_of, above | {fact.key}) for part in parts[:MOST_PARTS]),
    )

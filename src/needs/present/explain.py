"""How one figure came about: its kind, and its trail, from the rule or the source to the number that a document gives.

Counted: the rule, who counts by which codes, how many are left after each condition, rounding, interval, choices, files.
Published and printed: who says so, where, in which words, and in which file. Worked out from others: the sum with its
numbers, and each number's own trail. Modelled: data, method, interval, and what checks it. Nothing is said that the
tables of the policy at hand do not hold.
"""

import math
import re
import textwrap
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
from markupsafe import Markup

from needs.measure import safety, steps
from needs.measure.indicators import BY_NAME
from needs.measure.narrowing import COUNTS, NOT_GIVEN, OF_RECORDS, OUT_OF, SIDES
from needs.measure.results import RETURNS, STATUSES
from needs.mistakes import Mistake
from needs.present.assessment import Assessment
from needs.present.evidence import judged, title_of, worked_out
from needs.present.facts import Fact
from needs.present.kit.html import element, value_with_interval
from needs.present.kit.section import KINDS, spoken_unit
from needs.present.numbers import SHORTHAND, capital, counted, whole
from needs.present.origins import COUNTED, MODELLED, PRINTED, PUBLISHED, WORKED_OUT, kind_of, method_of, parts_of

SAID_OF_KIND = {
    COUNTED: "Counted here from records.",
    PUBLISHED: "Taken as it was published.",
    PRINTED: "Taken as the partnership's own document or return gives it.",
    WORKED_OUT: "Worked out from other figures.",
    MODELLED: "The result of a model.",
}
UNDER_18 = "under 18"
WIDTH, MARGIN = 100, "  "  # characters of a line of text, and how far what belongs to a term is moved in
FEW_PARTS, MOST_PARTS = 8, 40  # of one sum that are explained in full, and that are listed at all
OF_JOURNEYS = ("gap_days", "both_days_count", "starts_from")  # choices behind every journey
TRUE_COUNTS = "None: these are true counts, for the recipients named in the register."
ROUNDED = (
    f"Counts are hidden from 1 to {safety.SMALLEST - 1} and else rounded to the nearest {safety.BASE}; what is worked out "
    "comes from the rounded counts."
)
BY_GROUP = "{counts}: of those left, {group}"
NO_STEPS = "How many are left after each condition is not kept of this figure."
BY_GROUP_ONLY = "No numbers stand with the conditions, as this is counted by group only and has no total."
OF_CURVES = (
    "There are none, as this is the point of a curve that follows treatment journeys from their start: how many of them are still "
    "followed at each week stands beside the curve."
)
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


def explained_from(tables: Path, figure: object, assessment: Assessment) -> Explanation:
    """The explanation of a figure, "E5" or a fact, with the steps that a folder of safe tables holds; a Mistake where there is none such."""
    return explained(cited(figure, assessment), assessment, partial(_steps_in, tables, assessment))


def cited(figure: object, assessment: Assessment) -> Fact:
    """The fact whose evidence has a number such as "E5", or the fact itself; a Mistake says which there are."""
    if isinstance(figure, Fact):
        return figure
    if not isinstance(figure, str):
        wanted = 'the number of its evidence ("E5"), a row of figures(), or a fact'
        raise Mistake(f"the figure is a {type(figure).__name__}; wanted {wanted}")
    found = list(assessment.cited.values())
    number = re.fullmatch("[Ee]([1-9][0-9]{0,5})", figure.strip())
    if not number or int(number[1]) > len(found):
        there_are = f"there are E1 to E{len(found)}" if found else "none has been cited so far"
        raise Mistake(f"there is no figure {figure!r}: {there_are}")
    return found[int(number[1]) - 1]


def _steps_in(tables: Path, assessment: Assessment, fact: Fact) -> pd.DataFrame:
    """The steps of a figure of one partnership, with those from rows to people before them, read for it alone."""
    partnership = partnership_of(fact, assessment)
    of_figure = steps.steps_of(tables, partnership, fact.indicator, fact.window, fact.period_end)
    of_records = assessment.once(("steps of records", partnership), lambda: steps.records_of(tables, partnership))
    return pd.concat([of_records, of_figure], ignore_index=True)


def partnership_of(fact: Fact, assessment: Assessment) -> str:
    """The name in paths of the partnership that a fact is of; empty of a fact of anything else."""
    areas = assessment.safe.areas
    names = assessment.once(
        "partnerships by code", lambda: dict(zip(areas["area_code"], areas["partnership"], strict=True))
    )
    return names.get(fact.area_code, "")


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
        Entry("Sum", tuple(_sum(fact, parts, kind))),
        Entry("Interval", (_interval(fact),)),
        Entry("Set beside", tuple(judged(fact))),
        Entry("Note", (fact.note,)),
        Entry("Not shown", (_why_not_shown(fact),)),
        Entry("Rounding", (_rounding(fact, assessment),)),
    ]
    if len(parts) > FEW_PARTS:
        each = [_in_short(part, assessment) for part in parts[:MOST_PARTS]]
    else:
        each = [_explained(part, assessment, steps_of, above | {fact.key}) for part in parts]
    return _made(fact, assessment, kind, trail, each)


def _in_short(fact: Fact, assessment: Assessment) -> Explanation:
    """One of many that were added up, or of which one is the middle: its sum and no more."""
    kind = kind_of(fact, assessment)
    return _made(fact, assessment, kind, [Entry("Sum", tuple(_sum(fact, (fact,), kind)))], [])


def _made(fact: Fact, assessment: Assessment, kind: str, trail: list[Entry], parts: list[Explanation]) -> Explanation:
    told = (Entry(entry.term, tuple(filter(None, entry.lines))) for entry in trail)
    return Explanation(
        number=assessment.number_of(fact),
        kind=kind,
        title=title_of(fact),
        value=counted(value_with_interval(fact), spoken_unit(fact)),
        trail=tuple(entry for entry in told if entry.lines),
        parts=tuple(parts),
    )


def _sum(fact: Fact, parts: tuple[Fact, ...], kind: str) -> Iterable[str]:
    """The sum with its numbers in place, and that there are more parts than are listed, or none."""
    is_of_numbers = fact.sum or not (math.isnan(fact.denominator) and math.isnan(fact.numerator))
    is_count = kind == COUNTED and math.isnan(fact.denominator)  # the steps tell
    if is_count or kind in (PUBLISHED, PRINTED) or not ((fact.is_told and is_of_numbers) or fact.status == "refused"):
        return
    yield worked_out(fact)
    if kind == WORKED_OUT and not parts:
        yield STANDS_ALONE
    if len(parts) > MOST_PARTS:
        yield f"The {MOST_PARTS} largest of {len(parts)} figures follow."


def _interval(fact: Fact) -> str:
    if fact.interval:
        return f"{fact.interval} ({fact.interval_method})"
    return "None was published." if fact.interval_method == "none published" and fact.is_shown else ""


def _why_not_shown(fact: Fact) -> str:
    if fact.is_told:
        return ""
    said = capital(STATUSES[fact.status])
    return f"{said}: {fact.reason.replace(' | ', '; ')}." if fact.reason else f"{said}."


def _rounding(fact: Fact, assessment: Assessment) -> str:
    if fact.is_counted or fact.source == RETURNS:
        return TRUE_COUNTS if assessment.safe.policy == safety.MANAGEMENT else ROUNDED
    return "Its publisher rounded the counts." if fact.is_rounded else ""


def _of_counted(fact: Fact, assessment: Assessment, steps_of: StepsOf) -> list[Entry]:
    found = steps_of(fact)
    of_side = {side: found[found["side"] == side] for side in SIDES}
    left = {side: tuple(map(said_of_step, rows.itertuples())) for side, rows in of_side.items()}
    group = () if fact.breakdown == "all" else (_of_group(fact),)
    return [
        Entry("Rule", (fact.definition, f"Version: {fact.rule}" if fact.rule else "")),
        Entry("Codes that count", tuple(dict.fromkeys(filter(None, found["codes"])))),
        Entry("From rows to people", left[OF_RECORDS]),
        Entry("Out of, left after each condition", left[OUT_OF]),
        Entry("Counted, left after each condition", (*left[COUNTS], *group)),
        Entry("Steps", (_why_no_numbers(fact, found),)),
        Entry("Choices", tuple(_choices(fact, assessment))),
        Entry("Files", tuple(_extracts(fact, assessment))),
    ]


def _of_group(fact: Fact) -> str:
    group = UNDER_18 if fact.group == "all" else fact.group  # the only group that a document names by its title
    return BY_GROUP.format(counts=fact.counts or fact.number, group=f"{fact.breakdown.replace('_', ' ')}: {group}")


def _why_no_numbers(fact: Fact, found: pd.DataFrame) -> str:
    """Why no number stands with the conditions of a figure, or there are none; empty where there are numbers, or are hidden ones."""
    of_figure = found[found["side"] != OF_RECORDS]
    if of_figure.empty:
        return OF_CURVES if _is_of_a_curve(fact) else NO_STEPS
    return BY_GROUP_ONLY if (of_figure["status"] == NOT_GIVEN).all() else ""


def _is_of_a_curve(fact: Fact) -> bool:
    return fact.indicator in BY_NAME and BY_NAME[fact.indicator].form == "followed"


def said_of_step(step: Any) -> str:
    """A condition with how many are left after it: "3,445: in treatment in the period"; [c] where that is hidden.

    Without a number where none is given: nothing was counted but by group, or the rule of steps keeps it back.
    """
    if not pd.isna(step.number):
        return f"{whole(step.number)}: {step.words}"
    return step.words if step.status == NOT_GIVEN else f"{SHORTHAND.get(step.status, '[x]')}: {step.words}"


def _choices(fact: Fact, assessment: Assessment) -> Iterable[str]:
    """What was chosen in needs.toml and decides this figure, with where it comes from and how sure that is."""
    used = choices_behind(fact)
    for row in assessment.safe.choices.itertuples():
        if row.choice in used:
            yield f"{row.choice} = {row.value}: {row.decides} ({row.source}; {row.confidence})"


def choices_behind(fact: Fact) -> set[str]:
    """The names of the choices by which a counted figure was counted."""
    counting = BY_NAME[fact.indicator].counting if fact.indicator in BY_NAME else None
    if counting is None:
        return {*OF_JOURNEYS}
    named = {counting.chosen_version, counting.since, counting.followed}
    aged = {"young_told_at"} if {"age", "under_25"} & {fact.breakdown} else set()
    in_words = re.findall("<([a-z0-9_]+)>", counting.definition)
    return {*OF_JOURNEYS, *aged, *in_words, *(name for name in named if isinstance(name, str))}


def _extracts(fact: Fact, assessment: Assessment) -> Iterable[str]:
    """The extracts that were read of the figure's partnership, each with its fingerprint."""
    files = assessment.safe.extract_files
    is_used = (files["partnership"] == partnership_of(fact, assessment)) & (files["status"] == "used")
    for row in files[is_used].itertuples():
        yield f"{row.file} (SHA-256 {row.sha256})"


def _of_source(fact: Fact, assessment: Assessment, steps_of: StepsOf) -> list[Entry]:
    """Who says so, where, in which words, and in which file."""
    sources = assessment.safe.sources.set_index("source")
    named = [source for source in fact.source.split("; ") if source in sources.index]
    rows = [sources.loc[source] for source in named]
    contradictions = assessment.once("contradictions", assessment.contradictions)
    contradicted = [others for others in contradictions if fact.key in {other.key for other in others}]
    return [
        Entry("Whom it is of", (fact.population,)),
        Entry("Publisher", tuple(row.get("publisher", "") for row in rows)),
        Entry("Source", tuple(f"{row['title']} ({source})" for source, row in zip(named, rows, strict=True))),
        Entry("Place", (fact.place,)),
        Entry("Words", (fact.quoted,)),
        Entry("Printed otherwise", tuple(_otherwise(fact, contradicted))),
        Entry("Caution", tuple(row.get("note", "") for row in rows)),
        Entry("Licence", tuple(row.get("licence", "") for row in rows)),
        Entry("Address", tuple(row.get("address", "") for row in rows)),
        Entry("Files", tuple(_files(fact, assessment))),
    ]


def _otherwise(fact: Fact, contradicted: list[list[Fact]]) -> Iterable[str]:
    for others in contradicted:
        for other in others:
            if other.key != fact.key:
                yield f"{other.qualified} ({other.period}, {other.kind}; {other.place})"


def _files(fact: Fact, assessment: Assessment) -> Iterable[str]:
    """The files below data/raw that gave figures of its sources, each with its fingerprint.

    Of a partnership's own figures under the public policy no fingerprint is given, as in what a document was made from.
    """
    named = set(fact.source.split("; "))
    for row in assessment.safe.inputs.itertuples():
        if named & set(row.sources.split("; ")):
            is_own = row.file.startswith("data/raw/local/") and assessment.safe.policy == safety.PUBLIC
            yield f"{row.file} ({NO_FINGERPRINT})" if is_own else f"{row.file} (SHA-256 {row.sha256})"


def _of_others(fact: Fact, assessment: Assessment, steps_of: StepsOf) -> list[Entry]:
    return [Entry("Rule", (fact.definition, f"Version: {fact.rule}" if fact.rule else ""))]


def _of_model(fact: Fact, assessment: Assessment, steps_of: StepsOf) -> list[Entry]:
    """The data, the method, the settings, and what checks it."""
    method = method_of(fact)
    if method is None:
        return []
    examples = f"Worked examples in the methods document: {'; '.join(method.examples)}." if method.examples else ""
    of = "" if math.isnan(fact.denominator) else f"Of {whole(fact.denominator)}"
    return [
        Entry("Rule", (fact.definition,)),
        Entry("Method", (f"{method.title}. {method.rule}", method.source)),
        Entry("Steps", (OF_CURVES if _is_of_a_curve(fact) else "",)),
        Entry("Data", (of, *(_extracts(fact, assessment) if fact.is_counted else _files(fact, assessment)))),
        Entry("Choices", tuple(_choices(fact, assessment)) if fact.is_counted else ()),
        Entry("Checked by", (method.checked, examples)),
        Entry("Limits", (method.limits,)),
    ]


_TRAILS: dict[str, Callable[[Fact, Assessment, StepsOf], list[Entry]]] = {
    COUNTED: _of_counted,
    PUBLISHED: _of_source,
    PRINTED: _of_source,
    WORKED_OUT: _of_others,
    MODELLED: _of_model,
}

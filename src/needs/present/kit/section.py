"""What the sections of every document are built from: paragraphs, tables of facts, honest gaps.

A part knows the facts it gives. Whoever shows parts (`cited`) numbers and cites them, in order of appearance: nowhere else
is anything cited, so a number cannot stand in a table of facts without evidence.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from types import FunctionType, ModuleType, NoneType
from typing import Any

from markupsafe import Markup

from needs.present.assessment import Assessment
from needs.present.at_hand import SUBJECTS, Subject, is_on_file
from needs.present.facts import Fact
from needs.present.kit.html import (
    Cell,
    Cite,
    Html,
    Number,
    Part,
    bar,
    element,
    for_review,
    joined,
    rendered,
    share_with_interval,
    table,
    value_with_interval,
    verdict,
)
from needs.present.numbers import capital, counted
from needs.present.words import Statement, among_in_words

UNITS_NOT_SAID = (
    "percent",
    "people",
    "GBP",
    "GBP thousand",
    "percent change",
    "not printed",
    "deaths",
    "interventions",
)
NO_SUBJECT = Subject()
ON_FILE = (
    "Figures on {what} are at hand. They stand in the tables of this section or, each with the reason, in the list "
    '"Read, and not used here" of the needs assessment.'
)
KINDS = {
    "actual": "actual", "estimate": "estimate", "target": "target", "baseline": "baseline", "national": "national figure",
    "modelled": "modelled",
}  # fmt: skip


@dataclass(frozen=True)
class Paragraph:
    """A numbered paragraph of statements, with a link to the evidence of each figure after them."""

    statements: tuple[Statement, ...]
    lead: str = ""

    def render(self, cite: Cite) -> Markup:
        """The paragraph, its facts cited."""
        numbers = cite(fact for statement in self.statements for fact in statement.facts)
        links = [(" ", _link(number)) for number in numbers]
        first = (element("strong", self.lead), " ") if self.lead else ()
        text = " ".join(statement.text for statement in self.statements)
        return element("p", *first, text, links, class_="numbered", data_facts=_keys(numbers))


@dataclass(frozen=True)
class Column:
    """A column of a table of facts: its heading, and the cell of a row. A cell that is a Number names the facts it shows."""

    heading: str
    cell: Callable[[Any], Cell]


@dataclass(frozen=True)
class FactTable:
    """A table of which every number names the facts it shows; a ValueError says which does not.

    `rows` are lists of cells: a Number, words or markup; the first names the row.
    """

    caption: str
    headers: list[str]
    rows: list[list]
    class_: str | None = None

    @classmethod
    def of(cls, caption: str, columns: Sequence[Column], rows: Iterable[Any], class_: str | None = None) -> "FactTable":
        """One row a fact, or whatever else the columns make cells of."""
        cells = [[column.cell(row) for column in columns] for row in rows]
        return cls(caption, [column.heading for column in columns], cells, class_)

    def render(self, cite: Cite) -> Markup:
        """The table, the facts of its cells cited row by row."""
        facts = [_keys(cite(self._facts(row))) for row in self.rows]
        rows = [[cell.render(cite) if isinstance(cell, Evidence) else cell for cell in row] for row in self.rows]
        return table(self.caption, self.headers, rows, self.class_, facts)

    def _facts(self, cells: list) -> Iterable[Fact]:
        for cell in cells:
            if isinstance(cell, Number) and not cell.facts and any(sign.isdigit() for sign in cell.text):
                raise ValueError(f"table {self.caption!r}: {cell.text!r} stands without the fact that it is of")
            yield from getattr(cell, "facts", ())


@dataclass(frozen=True)
class Evidence:
    """A cell that leads to the evidence of a figure."""

    fact: Fact

    def render(self, cite: Cite) -> Markup:
        """The link."""
        return _link(*cite([self.fact]))


@dataclass(frozen=True)
class Box:
    """Parts in a box of a class, such as the key messages, or a warning."""

    class_: str
    parts: tuple[Part, ...]

    def render(self, cite: Cite) -> Markup:
        """The box with its parts."""
        return element("div", rendered(self.parts, cite), class_=self.class_)


@dataclass(frozen=True)
class Details:
    """Parts that a reader may fold away, under a line that says what they are."""

    summary: str
    parts: tuple[Part, ...]

    def render(self, cite: Cite) -> Markup:
        """The line and its parts, unfolded."""
        return element("details", element("summary", self.summary), rendered(self.parts, cite), open="open")


@dataclass(frozen=True)
class ForReview:
    """Parts for reviewers of the methods: the reader edition leaves them out."""

    parts: list[object]

    def render(self, cite: Cite) -> Markup:
        """The parts in a frame that says whom they are for; nothing where they give nothing."""
        content = rendered(self.parts, cite)
        label = element("p", element("strong", "For reviewers"), class_="note")
        return for_review(element("div", label, content, class_="for-review")) if content else content


def cited(assessment: Assessment, *parts: object, is_for_review: bool = False) -> Html:
    """The parts as one piece of HTML; every fact they give is cited when it is displayed, in order of appearance."""

    def cite(facts: Iterable[Fact]) -> list[str]:
        numbers = {assessment.cite(fact, is_for_review): None for fact in facts}
        return sorted(numbers, key=lambda number: int(number[1:]))

    return Html(parts, cite)


@dataclass(frozen=True)
class Otherwise:
    """Parts, and before them the honest sentence where none of them gives a figure: words that are quoted are none."""

    parts: list[object]
    sentence: Markup

    def render(self, cite: Cite) -> Markup:
        """What the parts say, after the sentence where no figure is cited and no table shown."""
        cited_facts: list[Fact] = []

        def citing(facts: Iterable[Fact]) -> list[str]:
            given = list(facts)
            cited_facts.extend(given)
            return cite(given)

        content = rendered(self.parts, citing)
        return content if cited_facts or "<table" in content else joined([self.sentence, content])


def shown(subject: object, assessment: Assessment | None, parts: Iterable[object], otherwise: str = "") -> Html:
    """Parts of a section for a cell to display: functions that are given the subject, or what they give.

    Where none of them gives a figure, `otherwise` ("waiting times") names what none was found on. Parts without
    an assessment have no evidence.
    """
    given = [_asked(part, subject, place) for place, part in enumerate(parts, start=1)]
    if assessment is None:
        return Html.of(given)
    return cited(assessment, Otherwise(given, nothing(assessment, otherwise)) if otherwise else given)


def reviewed(assessment: Assessment, parts: Iterable[object]) -> Html:
    """Parts of a section for the review edition alone: functions that are given the assessment, or what they give."""
    given = [_asked(part, assessment, place) for place, part in enumerate(parts, start=1)]
    return cited(assessment, ForReview(given), is_for_review=True)


def _asked(part: object, subject: object, place: int) -> object:
    """What a part gives of the subject; a TypeError names what is no part, or a part of something else, and the line to write."""
    if isinstance(part, ModuleType):
        raise TypeError(
            f"part {place} is the module {_last(part.__name__)}: name one of its parts, {_last(part.__name__)}.…"
        )
    if not callable(part) or isinstance(part, type):
        if (
            not isinstance(part, str | list | tuple | NoneType)
            and not hasattr(part, "render")
            and not hasattr(part, "__html__")
        ):
            wanted = (
                "report.table(frame, caption=...)"
                if hasattr(part, "columns")
                else "report.chart(figure, title=..., ...)"
            )
            raise TypeError(f"part {place} is a {type(part).__name__}, which is not shown as it is: write {wanted}")
        if isinstance(part, str) and not hasattr(part, "__html__"):
            raise TypeError(f"part {place} is a plain text: write plain({part[:30]!r}), from needs.present.kit.section")
        return part
    of = next(iter(part.__annotations__.values()), None) if isinstance(part, FunctionType) else None
    if isinstance(part, FunctionType) and isinstance(of, type) and not isinstance(subject, of):
        name = f"{_last(part.__module__)}.{part.__name__}"
        raise TypeError(f"part {place}, {name}, is a part of a {of.__name__}: write {of.__name__.lower()}.show({name})")
    return part(subject)


def _last(name: str) -> str:
    return name.rpartition(".")[2]


def _link(number: str) -> Markup:
    return element("a", f"[{number}]", href=f"#e-k{number[1:]}", class_="evidence")


def _keys(numbers: list[str]) -> str | None:
    """The evidence of a paragraph or row, as its element names it for whoever checks the page."""
    return " ".join(f"k{number[1:]}" for number in numbers) or None


def paragraph(*statements: Statement, lead: str = "") -> Paragraph | None:
    """A paragraph of the statements that say anything; None if none does."""
    telling = tuple(statement for statement in statements if statement.text)
    return Paragraph(telling, lead) if telling else None


MEASURE = Column("Measure", lambda fact: fact.label)
GROUP = Column("Group", lambda fact: capital(fact.group))
NUMBER = Column("Number", lambda fact: Number(fact.counts or fact.number, facts=(fact,)))
VALUE = Column("Value (95% interval)", lambda fact: Number(value_with_interval(fact), facts=(fact,)))
SHARE = Column("Share (95% interval)", lambda fact: Number(share_with_interval(fact), facts=(fact,)))
PERIOD = Column("Period", lambda fact: fact.period)
COMPARATOR = Column("Comparator", lambda fact: against(fact.comparator))
VERDICT = Column("Verdict", lambda fact: verdict(fact.target_judgement or fact.judgement))
AMONG = Column("Among areas", among_in_words)
GAP = Column("Gap", lambda fact: fact.gap or "not worked out")
TARGET = Column(
    "Target", lambda fact: Number(printed_value(fact.target), facts=(fact.target,)) if fact.target else "none set"
)
KIND = Column("Kind", lambda fact: KINDS[fact.kind])
AS_PRINTED = Column("Printed", lambda fact: Number(printed_value(fact), facts=(fact,)))
PLACE = Column("Where, and what to know", lambda fact: _place_and_caution(fact))

PRINTED = (MEASURE, PERIOD, KIND, AS_PRINTED, PLACE)


def against(other: Fact | None) -> Number:
    """What a figure is set against, as a cell; or that there is none."""
    return Number(other.number, facts=(other,)) if other else Number("no figure")


def named(heading: str, column: Column) -> Column:
    """The column under another heading, such as the name of the area that a comparator is of."""
    return Column(heading, column.cell)


def plain(text: str) -> Markup:
    """A numbered paragraph without a figure."""
    return element("p", text, class_="numbered")


def nothing(assessment: Assessment, what: str) -> Markup:
    """The one honest sentence of a section that shows none: that no figure was found, or where those on file stand."""
    if is_on_file(assessment, SUBJECTS.get(what, NO_SUBJECT)):
        return plain(ON_FILE.format(what=what))
    return plain(f"No figure on {what} was found for {assessment.area.name} up to {assessment.quarter}.")


def warning(*parts: Part) -> Box | None:
    """A box for what was refused or must be read with care."""
    telling = tuple(part for part in parts if part is not None)
    return Box("warning", telling) if telling else None


def heading(text: str) -> Markup:
    """A heading of the third level."""
    return element("h3", text)


def shares(caption: str, facts: list[Fact], what: str = GROUP.heading) -> FactTable:
    """A table of groups: counts, share with interval, a bar with the mark of the country (or the others), their share, the verdict.

    Where none of the groups has a comparator, the columns on others are left out.
    """
    others = next((fact.comparator.area for fact in facts if fact.comparator), "")
    drawn = Column(f"Bar{f'; the mark is {others}' if others else ''}", _bar)
    compared = [named(capital(others), COMPARATOR), Column(f"Against {others}", lambda fact: verdict(fact.judgement))]
    return FactTable.of(caption, [named(what, GROUP), NUMBER, SHARE, drawn, *(compared if others else [])], facts)


def _bar(fact: Fact) -> Markup | str:
    if not fact.is_shown:
        return "none"
    other = fact.comparator
    return bar(fact.value / 100, mark=other.value / 100 if other and other.is_shown else None)


def printed(assessment: Assessment, topic: str, caption: str) -> Details | None:
    """What the partnership's own document prints on a topic, figure by figure, contradictions side by side."""
    facts = [fact for fact in assessment.printed_facts() if assessment.topic_of(fact.indicator) == topic]
    return printed_table(assessment, facts, caption)


def printed_table(assessment: Assessment, facts: list[Fact], caption: str) -> Details | None:
    """Printed figures as a table, each with its period, its kind and its place in the document: its evidence stands in its row."""
    if not facts:
        return None
    assessment.listed.update({fact.key: fact for fact in facts})
    ordered = sorted(facts, key=lambda fact: (fact.title, fact.group, fact.year))
    rows = [[column.cell(fact) for column in PRINTED] for fact in ordered]
    return Details(caption, (table(caption, [column.heading for column in PRINTED], rows),))


def _place_and_caution(fact: Fact) -> str:
    words = fact.quoted if fact.status == "not_available" else ""
    return "; ".join(part for part in (fact.place, fact.note, words) if part)


def printed_value(fact: Fact) -> str:
    """A printed figure with its unit; a figure that was printed but is none (a target of "0%") says so."""
    if fact.status == "not_set" and fact.value == fact.value:
        return f'[z] (printed as "{fact.value:g}{"%" if fact.unit == "percent" else ""}")'
    return counted(fact.qualified, spoken_unit(fact)) if fact.is_told else fact.number


def spoken_unit(fact: Fact) -> str:
    """The unit that is said after the number; none where the number's sign or the measure's title says it."""
    return "" if fact.unit in UNITS_NOT_SAID else fact.unit


def sources_of(assessment: Assessment, facts: list[Fact]) -> str:
    """The titles of the sources of facts, for the line below a chart."""
    titles = dict(zip(assessment.safe.sources["source"], assessment.safe.sources["title"], strict=True))
    ids = dict.fromkeys(source for fact in facts for source in fact.source.split("; "))
    return "; ".join(titles.get(source, source) for source in ids)

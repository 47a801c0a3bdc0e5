"""Pieces of HTML with everything from outside escaped, and accessible tables made of them."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from typing import Protocol, TypeAlias

from markupsafe import Markup, escape

from needs.measure.comparison import Judgement
from needs.present.facts import Fact
from needs.present.numbers import SHORTHAND_EXPLAINED
from needs.present.words import NOT_COMPARED, verdict_in_words


def element(tag: str, *children: object, **attributes: object) -> Markup:
    """One HTML element; text children are escaped, attributes of None left out, `class_` and `data_facts` spelt as HTML."""
    written = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for name, value in attributes.items()
        if value is not None
    )
    opened = Markup(f"<{tag}{written}>")
    return opened if tag == "br" else opened + joined(children) + Markup(f"</{tag}>")


def joined(children: Iterable[object]) -> Markup:
    """Children one after the other; None is left out, lists are flattened. A part that has evidence raises a TypeError: show it."""
    return rendered(children, _nobody)


Cite = Callable[[Iterable[Fact]], list[str]]  # numbers facts, and gives the numbers


class HasEvidence(Protocol):
    """A part that gives figures: whoever shows it says how they are cited."""

    def render(self, cite: Cite) -> Markup:
        """The part as HTML, its facts cited."""


class HasHtml(Protocol):
    """What says itself how it is written as HTML."""

    def __html__(self) -> str:
        """The HTML."""


# What a page is built from: words, markup, whatever cites its figures, several of these, a function that gives one, or nothing
Part: TypeAlias = "str | HasHtml | HasEvidence | Callable[[], Part] | Sequence[Part] | None"
Cell: TypeAlias = "Number | Part"  # of a table


@dataclass(frozen=True)
class Html:
    """What a notebook cell shows: one piece of HTML and no other form, written when it is displayed and not before.

    `cite` numbers the facts that its parts give, in order of appearance.
    """

    parts: tuple[object, ...]
    cite: Cite | None = None

    @classmethod
    def of(cls, *parts: object) -> "Html":
        """Parts without evidence as one piece."""
        return cls(parts)

    @cached_property
    def markup(self) -> Markup:
        """The parts as HTML."""
        return rendered(self.parts, self.cite or _nobody)

    def __html__(self) -> str:
        return str(self.markup)

    def _repr_html_(self) -> str:
        return LEGIBLE + str(self.markup)

    def __repr__(self) -> str:
        return ""  # the text form of a cell's value never reaches a document


# Where there is no style sheet of ours, as in JupyterLab. Colours are those of its theme, light or dark; rules that must win
# over its own are marked, and all name their elements, since in a notebook they hold for the whole window
LEGIBLE = """<style>
div:is(.scroll,.fits){overflow-x:auto}
div:is(.scroll,.fits) :is(th,td,caption){text-align:left!important;vertical-align:top!important}
div:is(.scroll,.fits) thead th{vertical-align:bottom!important}
div:is(.scroll,.fits) .number{text-align:right!important}
div:is(.scroll,.fits) :is(td.number,span.verdict){white-space:nowrap}
div:is(.scroll,.fits) caption,figure.chart figcaption{font-weight:700}
span.verdict[data-shape]::before{content:attr(data-shape) " ";content:attr(data-shape) " "/""}
svg.bar{vertical-align:text-bottom}
svg.bar .bar-mark{stroke:var(--jp-layout-color0,Canvas);stroke-width:2;paint-order:stroke}
figure.chart{margin:1em 0}
figure.chart .card{max-width:48rem;padding:.75rem;background:#fff;color:#1c2733}
dl.glossary{display:grid;grid-template-columns:12rem 1fr;gap:.5rem 1.5rem;margin:0 0 1em}
dl.glossary :is(dt,dd){float:none!important;width:auto!important;margin:0!important}
div:is(.note,.warning,.authored){margin:1em 0;padding-left:1em;border-left:.25rem solid}
span.badge{padding:0 .5em;border:1px solid;border-radius:.25rem}
aside.band{padding:.25em .75em;font-weight:700;color:#fff;background:#7a0019}
</style>"""


def rendered(parts: Iterable[object], cite: Cite) -> Markup:
    """Parts as HTML, one after the other: a part with evidence is given `cite`, and a function is asked what to show."""
    pieces: list[str] = []
    for part in parts:
        if callable(part) and not isinstance(part, type):
            part = part()
        if part is None:
            continue
        if hasattr(part, "render"):
            pieces.append(part.render(cite))
        elif isinstance(part, list | tuple):
            pieces.append(rendered(part, cite))
        else:
            pieces.append(escape(part))
    return Markup("").join(pieces)


FOR_REVIEW, END_OF_REVIEW = "<!--for review-->", "<!--end of review-->"  # around what the reader edition leaves out


def for_review(content: Markup) -> Markup:
    """HTML that stands in the review edition alone, and in a notebook; nothing of nothing."""
    return Markup(FOR_REVIEW) + content + Markup(END_OF_REVIEW) if content else content


FOR_READERS, END_OF_READERS = "<!--for readers", "end for readers-->"  # around what the reader edition alone has


def for_readers(content: Markup) -> Markup:
    """HTML that stands in the reader edition in place of what is for review: a comment until then. It holds no comment itself."""
    return Markup(FOR_READERS) + content + Markup(END_OF_READERS)


def _nobody(facts: Iterable[Fact]) -> list[str]:
    raise TypeError("a part that gives figures is shown by `cited`, and cannot stand inside an element")


CHARACTERS_THAT_FIT = 28  # beside one another at 320 px with spaced-out text; a wider table scrolls in its own frame
_GAP = 2  # characters between two columns
_BROKEN_CODE = 8  # characters that code needs: unlike a word it may break anywhere
_BREAKS, _TAG = re.compile(r"[\s-]+"), re.compile(r"<[^>]*>")
SHAPES = {
    "better": "▲",
    "worse": "▼",
    "higher": "△",
    "lower": "▽",
    "similar": "●",
    "met": "▲",
    "reached": "▲",
    "missed": "▼",
    "short of": "▼",
}


@dataclass(frozen=True)
class Number:
    """A cell whose text is a number, set to the right; `below` stands on a line of its own under it, `facts` are what it shows."""

    text: str
    below: str = ""
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True)
class Words:
    """A cell of words in which figures stand; `facts` are those."""

    text: "Markup | str"
    facts: tuple[Fact, ...] = ()

    def __html__(self) -> str:
        return str(escape(self.text))


def table(
    caption: str, headers: list[str], rows: list[list], class_: str | None = None, facts: list[str | None] | None = None
) -> Markup:
    """A table with its caption; the first cell of each row is the row's header. Shorthand that occurs is explained below.

    `facts` names the evidence of each row, where it has any.
    """
    columns = [[row[place] for row in rows] for place in range(len(headers))]
    aligned = ["number" if column and all(isinstance(cell, Number) for cell in column) else None for column in columns]
    head = [element("th", title, scope="col", class_=kind) for title, kind in zip(headers, aligned, strict=True)]
    keys = facts or [None] * len(rows)
    body = element("tbody", [_row(row, key) for row, key in zip(rows, keys, strict=True)])
    marked = element("table", element("caption", caption), element("thead", element("tr", head)), body, class_=class_)
    needed = [_GAP + max(map(_longest_word, (title, *column))) for title, column in zip(headers, columns, strict=True)]
    return framed(marked, caption, sum(needed) > CHARACTERS_THAT_FIT or "<svg" in marked) + shorthand(rows)


def framed(marked: Markup, caption: str, is_wide: bool) -> Markup:
    """A table in its frame; one that may be too wide for the narrowest screen scrolls there, and the keyboard can reach it.

    It is a group and not a region: dozens of regions would bury the four landmarks that a listener moves by.
    """
    if not is_wide:
        return element("div", marked, class_="fits")
    return element("div", marked, class_="scroll", tabindex="0", role="group", aria_label=caption)


def in_reach(named_by: str) -> dict[str, str]:
    """The attributes of a box that scrolls, for the keyboard; `named_by` is the id of what names it."""
    return {"tabindex": "0", "role": "group", "aria_labelledby": named_by}


def _longest_word(cell: "Number | Markup | str") -> int:
    """In characters; code may break anywhere."""
    words = f"{cell.text} {cell.below}" if isinstance(cell, Number) else str(joined([cell]))
    if "<code" in words:
        return _BROKEN_CODE
    return max(map(len, _BREAKS.split(unescape(_TAG.sub(" ", words)))))


def verdict(judgement: Judgement | None) -> Markup:
    """A verdict as a word with its shape; colour comes third."""
    state = judgement.state if judgement else NOT_COMPARED
    kind = f"verdict verdict-{state.replace(' ', '-')}"
    return element("span", verdict_in_words(judgement), class_=kind, data_shape=SHAPES.get(state))


def bar(share: float, width: int = 120, mark: float | None = None) -> Markup:
    """A bar for a share from 0 to 1 beside its number, with an optional mark for a comparator; decoration only."""
    filled = max(0.0, min(1.0, share)) * width
    drawn = f'<rect class="bar-track" fill="currentColor" fill-opacity=".15" y="2" width="{width}" height="12"/>'
    drawn += f'<rect class="bar-fill" fill="currentColor" fill-opacity=".6" y="2" width="{filled:.1f}" height="12"/>'
    if mark is not None:
        place = max(1.5, min(width - 1.5, mark * width))
        drawn += f'<rect class="bar-mark" fill="currentColor" x="{place - 1.5:.1f}" width="3" height="16"/>'
    return Markup(
        f'<svg class="bar" aria-hidden="true" viewBox="0 0 {width} 16" width="{width}" height="16">{drawn}</svg>'
    )


def value_with_interval(fact: Fact) -> str:
    """The value and its limits in brackets; "none published" stands where a source gave an uncertain figure without."""
    if fact.interval:
        return f"{fact.qualified} ({fact.interval})"
    if fact.is_shown and fact.interval_method == "none published":
        return f"{fact.qualified} (no interval published)"
    return fact.qualified


def share_with_interval(fact: Fact) -> str:
    """The same for a cell that has the counts beside it: of too few people for a percentage only that."""
    return "too few for a share" if fact.is_of_few else value_with_interval(fact)


def shorthand(rows: Iterable[Sequence[object]]) -> Markup:
    """The line that explains each shorthand sign used in the rows."""
    text = " ".join(str(getattr(cell, "text", cell)) for row in rows for cell in row)
    used = [f"{sign} {meaning}" for sign, meaning in SHORTHAND_EXPLAINED.items() if sign in text]
    return element("p", "; ".join(used) + ".", class_="shorthand") if used else Markup("")


def _row(cells: list, facts: str | None) -> Markup:
    first, *rest = cells
    return element("tr", element("th", first, scope="row"), [_cell(cell) for cell in rest], data_facts=facts)


def _cell(cell: object) -> Markup:
    if isinstance(cell, Number):
        below = (Markup("<br>"), cell.below) if cell.below else ()
        return element("td", cell.text, below, class_="number")
    return element("td", cell)

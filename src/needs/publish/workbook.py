"""What a workbook of figures holds, whatever program opens it: a cover, contents, notes, definitions, a sheet a subject.

It follows the Analysis Function's "Releasing statistics in spreadsheets": one table a sheet from the first column, one
row of headings, no merged and no empty cell, shorthand in square brackets where there is no number.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from needs.measure.safety import PUBLIC
from needs.present.assessment import Assessment
from needs.present.facts import Fact
from needs.present.figures import PROTECTED, SUBJECTS, has, in_group, named
from needs.present.numbers import SHORTHAND, SHORTHAND_EXPLAINED, rounded

AVAILABLE_NOT, APPLICABLE_NOT, HIDDEN = "[x]", "[z]", "[c]"
HEADINGS = {
    "Measure": 44, "Area": 22, "Period": 26, "Span": 24, "Group": 26, "Kind": 12, "Value": 12, "Unit": 14,
    "Lower limit": 12, "Upper limit": 12, "Numerator": 12, "Denominator": 13, "Status": 24, "Origin": 26, "Source": 44,
}  # fmt: skip
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

Cell = str | int | float


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One sheet with one table: its name, what it holds, and its headings with the width of each column in characters."""

    name: str
    title: str
    about: str
    headings: dict[str, int]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Workbook:
    """A title, the lines of the cover, and the sheets; the first two are notes and definitions."""

    title: str
    cover: tuple[str, ...]
    sheets: tuple[Sheet, ...]


def workbook(assessment: Assessment, figures: list[dict]) -> Workbook:
    """The workbook of figures as `needs.present.figures` gives them, in their order."""
    title = f"Drug and alcohol figures: {named(assessment)}"
    return Workbook(
        title=title,
        cover=(
            *filter(None, [assessment.band]),
            f"Figures for {assessment.area.name} known by the end of {assessment.quarter}, what its own document prints, "
            "and the same figures of the areas it is set against.",
            "Figures are written as in the documents they go with, rounded once.",
            "Counts from records are rounded to the nearest five and small ones hidden, here as in the documents."
            if assessment.safe.policy == PUBLIC
            else "Counts from records are true counts. Small ones are among them.",
        ),
        sheets=tuple(
            replace(
                sheet, about=" ".join(filter(None, [assessment.safe.band and f"{assessment.safe.band}.", sheet.about]))
            )
            for sheet in (_notes(), _definitions(figures), *_subjects(figures, assessment))
        ),
    )


def plain(text: str) -> str:
    """Text on one line, without what XML cannot hold; never empty, for an empty cell says nothing."""
    return " ".join(_NOT_IN_XML.sub("", text).split()) or APPLICABLE_NOT


def _subjects(figures: list[dict], assessment: Assessment) -> Iterable[Sheet]:
    for subject in SUBJECTS.values():
        rows = tuple(_row(figure) for figure in figures if figure["subject"] == subject)
        if rows:
            yield Sheet(
                name=subject,
                title=f"{subject}: {named(assessment)}",
                about="One row is one figure. The sheet Notes explains shorthand; the sheet Definitions, each measure.",
                headings=HEADINGS,
                rows=rows,
            )


def _row(figure: dict) -> tuple[Cell, ...]:
    fact = figure["fact"]
    texts = {name: plain(figure[name]) for name in ("title", "area", "period", "window", "kind", "unit")}
    return (
        texts["title"], texts["area"], texts["period"], texts["window"], plain(in_group(figure)), texts["kind"],
        _number(fact, fact.value, fact.decimals), texts["unit"],
        _number(fact, fact.lower, fact.decimals), _number(fact, fact.upper, fact.decimals),
        _number(fact, fact.numerator, 0), _number(fact, fact.denominator, 0),
        plain(figure["status"]), plain(figure["origin"]), plain(figure["source_title"]),
    )  # fmt: skip


def _number(fact: Fact, number: float, decimals: int) -> Cell:
    """The number rounded as a document gives it, or the shorthand that says why there is none."""
    if fact.status in PROTECTED:
        return HIDDEN
    if has(number):
        value = rounded(number, decimals)
        return float(value) if value % 1 else int(value)
    if not fact.is_shown:
        return SHORTHAND.get(fact.status, AVAILABLE_NOT)
    return AVAILABLE_NOT if fact.interval_method == "none published" else APPLICABLE_NOT


def _notes() -> Sheet:
    return Sheet(
        name="Notes",
        title="Notes",
        about="This sheet holds one table: what shorthand and words in the other sheets stand for.",
        headings={"Sign or word": 24, "What it means": 90},
        rows=(
            *SHORTHAND_EXPLAINED.items(),
            ("Span", "How much time a figure covers. Figures of different spans are not to be compared."),
            ("Lower and upper limit", "The 95% interval: what chance alone may make of the figure."),
            ("Numerator, denominator", "The two counts that a percentage or a rate is worked out from."),
            ("As published", "Taken from the source that is named, unchanged."),
            ("Worked out here", "Calculated from published figures or counted from records."),
            ("Counted here from records", "Counted from the records of the invented place that the cover names."),
        ),
    )


def _definitions(figures: list[dict]) -> Sheet:
    """Each measure once with each of its definitions: one counted here and one published may differ."""
    said = dict.fromkeys((plain(figure["title"]), plain(figure["definition"])) for figure in figures)
    return Sheet(
        name="Definitions",
        title="Definitions",
        about="This sheet holds one table: what each measure counts.",
        headings={"Measure": 44, "Definition": 110},
        rows=tuple(said) or ((APPLICABLE_NOT, APPLICABLE_NOT),),
    )

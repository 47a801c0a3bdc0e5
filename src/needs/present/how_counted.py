"""Under each section of the review edition: by which rule its figures were counted, and how many are left after each condition.

Nobody names it in a notebook: it is made of the facts that a cell cites. Each measure has one row in a document, where it is
first cited, and is named with a link afterwards; so have the codes that count.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

from needs.measure.narrowing import COLUMNS, COUNTS, OUT_OF
from needs.present.assessment import Assessment
from needs.present.evidence import worked_out
from needs.present.explain import said_of_step
from needs.present.facts import Fact
from needs.present.kit.html import Cite, Html, element, for_review, rendered, table
from needs.present.kit.section import sources_of
from needs.present.origins import COUNTED, MODELLED, WORKED_OUT, kind_of, method_of

TITLE = "How this was counted"
HEADERS = ["Measure", "Rule, codes that count, and how many are left after each condition"]
WHERE_FROM = {COUNTED: "Counted from records", MODELLED: "A model", WORKED_OUT: "Worked out"}
ABOVE = "Counted as said above: "
SIDES = {OUT_OF: "Out of", COUNTS: "Counted"}
StepsAtEnd = Callable[[], pd.DataFrame]  # the steps of all the partnership's figures that end with the quarter


@dataclass(frozen=True)
class Said:
    """What a cell shows, and below it, in the review edition alone, how the measures that it cites came about."""

    parts: tuple[object, ...]
    assessment: Assessment
    steps_at_end: StepsAtEnd

    def render(self, cite: Cite) -> Markup:
        """The parts, and the details below them; nothing below parts that cite no figure."""
        facts: list[Fact] = []

        def citing(given: Iterable[Fact]) -> list[str]:
            those = list(given)
            facts.extend(those)
            return cite(those)

        content = rendered(self.parts, citing)
        return content + for_review(self._details(facts)) if facts else content

    def _details(self, facts: list[Fact]) -> Markup:
        explained = self.assessment.explained
        measures = dict.fromkeys(fact.indicator for fact in facts)
        new = [name for name in measures if name not in explained]
        explained.update({name: f"how-{name.replace('_', '-')}" for name in new})
        rows = [self._row(_main([fact for fact in facts if fact.indicator == name], self.assessment)) for name in new]
        links = [
            (", " * (place > 0), element("a", self.assessment.title(name), href=f"#{explained[name]}"))
            for place, name in enumerate(name for name in measures if name not in new)
        ]
        return element(
            "details",
            element("summary", TITLE),
            table(TITLE, HEADERS, rows) if rows else None,
            element("p", ABOVE, links, ".") if links else None,
            class_="how-counted",
        )

    def _row(self, fact: Fact) -> list[object]:
        anchor, kind = self.assessment.explained[fact.indicator], kind_of(fact, self.assessment)
        name = element("span", f"{fact.title} ({self.assessment.number_of(fact)})", id=anchor)
        if kind != COUNTED:
            source = WHERE_FROM.get(kind) or sources_of(self.assessment, [fact])
            return [name, _lines([f"{source}.", _in_short(fact, kind)])]
        found = self._steps(fact)
        codes = self._codes(dict.fromkeys(filter(None, found["codes"])))
        return [name, _lines([f"{WHERE_FROM[kind]}: {fact.definition}", *codes, *_left(found)])]

    def _steps(self, fact: Fact) -> pd.DataFrame:
        table = self.assessment.once("steps at the end", lambda: _by_figure(self.steps_at_end()))
        return table.get((fact.indicator, fact.window), _NO_STEPS)

    def _codes(self, codes: Iterable[str]) -> Iterable[str]:
        """The codes of each condition in full where they are first said, then the fields alone."""
        said: set[str] = self.assessment.once("codes said", set)
        for one in codes:
            yield f"{one.partition(':')[0]}: as above" if one in said else one
            said.add(one)


_NO_STEPS = pd.DataFrame(columns=list(COLUMNS))


def below(html: Html, assessment: Assessment, steps_at_end: StepsAtEnd) -> Html:
    """What a cell shows, with how its figures were counted below it."""
    return Html((Said(html.parts, assessment, steps_at_end),), html.cite)


def _main(facts: list[Fact], assessment: Assessment) -> Fact:
    """The figure by which a measure is told of: counted, of everybody, ending with the quarter, as far as there is such."""
    end = pd.Timestamp(assessment.quarter.end)
    return max(facts, key=lambda fact: (fact.is_counted, fact.breakdown == "all", fact.period_end == end))


def _by_figure(found: pd.DataFrame) -> dict[tuple[str, str], pd.DataFrame]:
    return {(str(name), str(window)): rows for (name, window), rows in found.groupby(["indicator", "window"])}


def _left(found: pd.DataFrame) -> Iterable[str]:
    for side, words in SIDES.items():
        rows = found[found["side"] == side]
        left = [said_of_step(step) for step in rows.itertuples()]
        if left:
            yield f"{words}: {'; '.join(left)}."


def _in_short(fact: Fact, kind: str) -> str:
    method = method_of(fact)
    if method:
        return f"{method.title}: see the methods document."
    return worked_out(fact) if kind == WORKED_OUT else "; ".join(filter(None, (fact.place, fact.quoted)))


def _lines(parts: Iterable[str]) -> list[object]:
    said = [part for part in parts if part]
    return [(element("br") if place else None, part) for place, part in enumerate(said)]

"""Under each section of the review edition: by which rule its figures were counted, and how many are left after each condition.

Nobody names it in a notebook: it is made of the facts that a cell cites. Each measure is told of once in a document, where it
is first cited, and is named with a link afterwards. Measures that came about alike share a row; codes that count, and sentences
of a rule after its first, are said once.
"""

import re
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
WHERE_FROM = {COUNTED: "Counted from records", MODELLED: "Modelled", WORKED_OUT: "Worked out"}
ABOVE, REST_ABOVE, AS_OF = "As said above: ", "The rest as above.", "As of "
VERSION = "Version: "  # begins what is of each rule by itself
CODES = "Codes: "
SHORT = 60  # characters of a trail that is as soon said as referred to
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
        alike: dict[tuple[str, ...], list[Fact]] = {}
        for name in new:
            main = _main([fact for fact in facts if fact.indicator == name], self.assessment)
            alike.setdefault(self._trail(main), []).append(main)
        rows = [[self._names(of_row), self._told(trail, of_row[0])] for trail, of_row in alike.items()]
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

    def _names(self, facts: list[Fact]) -> list[object]:
        """What each figure of a row is of, with its number: where others lead to."""
        return _lines(
            element(
                "span",
                f"{fact.title} ({self.assessment.number_of(fact)})",
                id=self.assessment.explained[fact.indicator],
            )
            for fact in facts
        )

    def _trail(self, fact: Fact) -> tuple[str, ...]:
        """The rule of a figure with where it is from, then its codes and steps; alike for all that came about alike."""
        kind = kind_of(fact, self.assessment)
        if kind == COUNTED:
            found = self._steps(fact)
            codes = dict.fromkeys(filter(None, found["codes"]))
            return (f"{WHERE_FROM[kind]}: {fact.definition}", *(f"{CODES}{one}" for one in codes), *_left(found))
        source = WHERE_FROM.get(kind) or sources_of(self.assessment, [fact])
        method = method_of(fact)
        rule = fact.definition if method else worked_out(fact) if kind == WORKED_OUT else _in_source(fact)
        return (
            f"{source}: {rule}" if rule else f"{source}.",
            f"{method.title}: see the methods document." if method else "",
        )

    def _told(self, trail: tuple[str, ...], fact: Fact) -> list[object]:
        """A trail as it is said: in full the first time, then by the figure it was said of."""
        said: dict[tuple[str, ...], Fact] = self.assessment.once("trails said", dict)
        if trail in said and len(trail[0]) > SHORT:
            return [
                AS_OF,
                element("a", said[trail].title, href=f"#{self.assessment.explained[said[trail].indicator]}"),
                ".",
            ]
        said.setdefault(trail, fact)
        rule, *others = trail
        codes = self._codes(one.removeprefix(CODES) for one in others if one.startswith(CODES))
        return _lines([self._rule(rule), *codes, *(one for one in others if not one.startswith(CODES))])

    def _rule(self, rule: str) -> str:
        """A rule without the sentences, after its first, that the document has said."""
        said: set[str] = self.assessment.once("sentences said", set)
        first, *others = re.split(r"(?<=\.) (?=[A-Z])", rule)
        new = [one for one in others if one not in said or one.startswith(VERSION)]
        said.update(others, [first.partition(": ")[2]])
        return " ".join([first, *new, *[REST_ABOVE] * (len(new) < len(others))])

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


def _in_source(fact: Fact) -> str:
    return "; ".join(filter(None, (fact.place, fact.quoted)))


def _lines(parts: Iterable[object]) -> list[object]:
    said = [part for part in parts if part]
    return [(element("br") if place else None, part) for place, part in enumerate(said)]

"""What the sections of every document are built from: paragraphs with their evidence, tables of facts, honest gaps."""

from markupsafe import Markup

from needs.present.assessment import Assessment
from needs.present.facts import Fact
from needs.present.kit.html import Html, Number, bar, element, share_with_interval, table, verdict
from needs.present.numbers import capital, counted
from needs.present.words import Statement

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
KINDS = {
    "actual": "actual", "estimate": "estimate", "target": "target", "baseline": "baseline", "national": "national figure",
}  # fmt: skip


def paragraph(assessment: Assessment, *statements: Statement, lead: str = "") -> Markup | None:
    """A numbered paragraph of statements with a link to the evidence of each figure; nothing if there is nothing to say."""
    said = [statement for statement in statements if statement.text]
    if not said:
        return None
    facts = {fact.key: fact for statement in said for fact in statement.facts}
    numbers = [assessment.cite(fact) for fact in facts.values()]
    links = [
        element("a", f"[{number}]", href=f"#e-k{number[1:]}", class_="evidence")
        for number in sorted(numbers, key=_order)
    ]
    text = " ".join(statement.text for statement in said)
    first = (element("strong", lead), " ") if lead else ()
    data = " ".join(f"k{number[1:]}" for number in sorted(numbers, key=_order)) or None
    return element("p", *first, text, [(" ", link) for link in links], class_="numbered", data_facts=data)


def plain(text: str) -> Markup:
    """A numbered paragraph without a figure."""
    return element("p", text, class_="numbered")


def nothing(assessment: Assessment, what: str) -> Markup:
    """The one honest sentence of a section that has no data."""
    return plain(f"No figure on {what} was found for {assessment.area.name} up to {assessment.quarter}.")


def warning(*paragraphs: Markup | None) -> Markup | None:
    """A box for what was refused or must be read with care."""
    kept = [item for item in paragraphs if item is not None]
    return element("div", *kept, class_="warning") if kept else None


def chapter(title: str, question: str, content: Html) -> list[Markup]:
    """A section of its own in a cell with others: heading, the question it answers, and the answer."""
    return [element("h2", title), element("p", question), content.markup]


def heading(text: str) -> Markup:
    """A heading of the third level."""
    return element("h3", text)


def shares(assessment: Assessment, caption: str, facts: list[Fact], what: str = "Group") -> Markup:
    """A table of groups: counts, share with interval, a bar with the mark of England (or the others), their share, the verdict.

    Where none of the groups has a comparator, the columns on others are left out.
    """
    for fact in facts:
        assessment.cite(fact)
    others = next((fact.comparator.area for fact in facts if fact.comparator), "")
    mark = f"; the mark is {others}" if others else ""
    headers = [what, "Number", "Share (95% interval)", f"Bar{mark}"]
    headers += [capital(others), f"Against {others}"] if others else []
    return table(caption, headers, [_share_row(fact, bool(others)) for fact in facts])


def _share_row(fact: Fact, is_compared: bool) -> list:
    other = fact.comparator
    drawn = (
        bar(fact.value / 100, mark=other.value / 100 if other and other.is_shown else None) if fact.is_shown else "none"
    )
    against = [Number(other.number if other else "no figure"), verdict(fact.judgement)] if is_compared else []
    counts = Number(fact.counts or fact.number)
    return [fact.group.capitalize(), counts, Number(share_with_interval(fact)), drawn, *against]


def printed(assessment: Assessment, topic: str, caption: str) -> Markup | None:
    """What the partnership's own document prints on a topic, figure by figure, contradictions side by side."""
    facts = [fact for fact in assessment.printed_facts() if assessment.topic_of(fact.indicator) == topic]
    return printed_table(facts, caption)


def printed_table(facts: list[Fact], caption: str) -> Markup | None:
    """Printed figures as a table, each with its period, its kind and its place in the document."""
    if not facts:
        return None
    headers = ["Measure", "Period", "Kind", "Printed", "Where, and what to know"]
    rows = [
        [fact.label, fact.period, KINDS[fact.kind], Number(printed_value(fact)), _place_and_caution(fact)]
        for fact in sorted(facts, key=lambda fact: (fact.title, fact.group, fact.year))
    ]
    return element("details", element("summary", caption), table(caption, headers, rows), open="open")


def _place_and_caution(fact: Fact) -> str:
    words = fact.quote if fact.status == "not_available" and not fact.caution_printed.startswith("printed") else ""
    return "; ".join(part for part in (fact.place, fact.caution_printed, words) if part)


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


def _order(number: str) -> int:
    return int(number[1:])

"""The last pages of a document: what is missing, the evidence table, methods, disclosure, glossary."""

import base64
import csv
import io

from markupsafe import Markup

from needs.measure.indicators import BY_NAME
from needs.measure.results import STATUSES
from needs.present.assessment import Assessment
from needs.present.facts import SHORTHAND_EXPLAINED, Fact, counted
from needs.present.glossary import GLOSSARY
from needs.present.html import Html, element
from needs.present.sections import KINDS, heading, plain, printed, spoken_unit
from needs.present.tables import table, value_with_interval

OTHER_TOPICS = {
    "young people": "Young people",
    "criminal justice": "Criminal justice",
    "money": "Money",
    "workforce": "Staff and service users",
    "other": "Other figures",
}
MISSING_EVERYWHERE = (
    "estimates of opiate and crack use for local authorities outside London, 2004 to 2012",
    "treatment figures by partnership for 2004 to 2009, and by local authority beyond Barnet",
    "young people in treatment by local authority",
    "results of the Treatment Outcomes Profile by partnership",
    "needle exchange and hepatitis C by local authority",
    "population by ethnic group before 2021, and by sex outside Greater Manchester",
)
METHODS = (
    ("Proportions", "Wilson's score interval, 95%, without continuity correction."),
    ("Counts and rates", "Exact Poisson limits below ten events, Byar's approximation from ten, 95%."),
    (
        "Published figures",
        "Keep the limits they were published with, or say that none were published. None is made up.",
    ),
    (
        "Unmet need",
        "1 - treated / needed. The limits of the estimate of need replace it in turn; the number treated is taken as exact.",
    ),
    (
        "Matching",
        "People treated and people in need are compared only if population, ages and period are the same on both sides. "
        "Otherwise the comparison is refused and the reason is given.",
    ),
    (
        "Against England",
        "Better, worse, higher or lower if the area's own 95% interval excludes England's value; similar if it does not. "
        "England includes the area.",
    ),
    ("Against a target", "Met or missed by the figures as printed. No verdict if direction or target is not known."),
    ("Rounding", "Once, half away from zero, when a figure is written. Differences are those of the figures shown."),
    ("Counts rounded to 5", "NDTMS rounds local counts to the nearest 5, each on its own. Small counts are rough."),
)
EVIDENCE_COLUMNS = (
    "number", "measure", "area", "group", "period", "kind", "value", "lower", "upper", "unit", "numerator",
    "denominator", "interval", "status", "origin", "qualifier", "population", "age", "source", "place", "definition",
    "note",
)  # fmt: skip


def closing(assessment: Assessment) -> Html:
    """What else the partnership's document prints, what is missing, and the appendices, each with its own heading."""
    return Html.of(
        _also_printed(assessment), element("h2", "What is missing"), _missing(assessment), _appendices(assessment)
    )


def _also_printed(assessment: Assessment):
    tables = {
        title: printed(assessment, topic, f"What the partnership's document prints: {title.lower()}")
        for topic, title in OTHER_TOPICS.items()
    }
    found = [(heading(title), shown) for title, shown in tables.items() if shown is not None]
    return (element("h2", "Young people, criminal justice, money and staff"), *found) if found else None


def _missing(assessment: Assessment):
    own = assessment.known[
        (assessment.known["area_code"] == assessment.area.code)
        & (assessment.known["period_end"] == assessment.known["period_end"].max())
        & ~assessment.known["status"].isin(["shown", "refused"])
    ]
    not_shown = own.groupby("status").size().to_dict()
    counted = [f"{number} figures: {STATUSES[status]}" for status, number in sorted(not_shown.items())]
    return [
        plain("These were not found in the open, for any partnership, and nothing stands in for them:"),
        element("ul", [element("li", item) for item in MISSING_EVERYWHERE]),
        plain("Nothing was estimated to fill a gap. A local figure can be added from the partnership's own files."),
        element("p", f"For the latest year: {'; '.join(counted)}.", class_="source") if counted else None,
    ]


def _appendices(assessment: Assessment):
    return [
        element("h2", "Evidence", class_="appendix"),
        _evidence(assessment),
        element("h2", "Methods and definitions", class_="appendix"),
        _methods(assessment),
        element("h2", "Disclosure", class_="appendix"),
        _disclosure(),
        element("h2", "Glossary and shorthand", class_="appendix"),
        _glossary(),
    ]


def _evidence(assessment: Assessment):
    facts = list(assessment.cited.values())
    rows = "".join(_evidence_row(number, fact) for number, fact in enumerate(facts, start=1))
    head = element(
        "thead",
        element(
            "tr",
            [
                element("th", title, scope="col")
                for title in ("Number", "Figure", "Value", "How", "Period and kind", "Source and place")
            ],
        ),
    )
    body = element("table", element("caption", "Where each figure comes from"), head, _body(rows))
    return [
        plain("Each number in brackets in the text leads to its row here. The same rows can be saved as a CSV file."),
        element(
            "p",
            element(
                "a",
                "Save the figures of this document (CSV)",
                href=f"data:text/csv;charset=utf-8;base64,{_as_csv(facts)}",
                download=f"needs-assessment-{assessment.area.partnership}-{str(assessment.quarter).lower().replace(' ', '-')}.csv",
            ),
        ),
        element("div", body, class_="scroll"),
    ]


def _evidence_row(number: int, fact: Fact) -> str:
    cells = (
        f"{fact.label}, {fact.area}" + (f", aged {fact.age}" if fact.age[:1].isdigit() else ""),
        counted(value_with_interval(fact), spoken_unit(fact)),
        "; ".join(part for part in (fact.formula, fact.interval_method, _judged(fact)) if part),
        f"{fact.period} ({KINDS[fact.kind]})",
        "; ".join(part for part in (fact.source, fact.place) if part),
    )
    return element(
        "tr", element("th", f"E{number}", scope="row"), [element("td", cell) for cell in cells], id=f"e-k{number}"
    )


def _judged(fact: Fact) -> str:
    said = []
    if fact.comparator:
        said.append(f"{fact.comparator.area} {fact.comparator.number}: {fact.judgement.state}")
    if fact.target:
        said.append(
            f"target {fact.target.number}: {fact.target_judgement.state}, {fact.target_points or 'no difference given'}"
        )
    return "; ".join(said)


def _body(rows: str):
    return Markup("<tbody>{}</tbody>").format(Markup(rows))


def _as_csv(facts: list[Fact]) -> str:
    written = io.StringIO()
    lines = csv.writer(written, lineterminator="\n")
    lines.writerow(EVIDENCE_COLUMNS)
    for number, fact in enumerate(facts, start=1):
        lines.writerow(
            [
                f"E{number}",
                fact.title,
                fact.area,
                fact.group,
                fact.period,
                fact.kind,
                *map(_cell, (fact.value, fact.lower, fact.upper)),
                fact.unit,
                *map(_cell, (fact.numerator, fact.denominator)),
                fact.interval_method,
                fact.status,
                fact.origin,
                fact.qualifier,
                fact.population,
                fact.age,
                fact.source,
                fact.place,
                fact.definition,
                fact.note,
            ]  # fmt: skip
        )
    return base64.b64encode(written.getvalue().encode()).decode()


def _cell(number: float) -> str:
    return "" if number != number else f"{number:.6f}".rstrip("0").rstrip(".")


def _methods(assessment: Assessment):
    used = dict.fromkeys(fact.indicator for fact in assessment.cited.values())
    catalogue = [BY_NAME[name] for name in used if name in BY_NAME]
    rows = [[item.title, item.definition, item.polarity.capitalize(), item.why, item.source] for item in catalogue]
    headers = ["Measure", "Definition", "Direction", "Why it matters", "Source"]
    sources = [
        [row["title"], row["publisher"], row["licence"], row["attribution"]] for row in assessment.sources_used()
    ]
    return [
        table("Methods", ["Step", "Rule"], [list(item) for item in METHODS]),
        heading("Definitions"),
        table("Measures used in this document", headers, rows),
        heading("Sources and attributions"),
        table("Sources", ["Source", "Publisher", "Licence", "Attribution"], sources),
    ]


def _disclosure():
    return plain(
        "Every figure here had been published before, so no count was hidden for this document. Counts that their publisher "
        "hid or rounded stay hidden or rounded. No record of any person was read."
    )


def _glossary():
    terms = [(element("dt", term), element("dd", meaning)) for term, meaning in GLOSSARY.items()]
    signs = [(element("dt", sign), element("dd", meaning)) for sign, meaning in SHORTHAND_EXPLAINED.items()]
    return element("dl", terms, signs, class_="glossary")

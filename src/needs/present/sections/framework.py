"""The National Combating Drugs Outcomes Framework: each metric that is known, with its figure or where it would come from."""

from needs.code_lists import code_list
from needs.present.assessment import Assessment
from needs.present.facts import Fact
from needs.present.kit.html import Part, Words
from needs.present.kit.section import FactTable, heading, plain
from needs.present.numbers import capital, in_words
from needs.quarter import Quarter

HEADERS = ["Outcome", "Metric", "Figure", "Where it comes from", "How sure the metric is"]
SIZE = (
    "The framework has {headline} headline and {supporting} supporting metrics. The headline metrics are listed, some of them together. "
    "{none} is, since no source at hand names them."
)


def outcomes_framework(assessment: Assessment) -> list[Part]:
    """A row a metric; nothing for quarters before the framework."""
    numbers = {row["kind"]: row for row in code_list("outcomes_framework_metrics").iter_rows(named=True)}
    if assessment.quarter < Quarter.parse(numbers["headline"]["first_quarter"]):
        return []
    counts = {kind: in_words(int(row["number"])) for kind, row in numbers.items()}
    rows = [_row(assessment, row) for row in code_list("outcomes_framework").iter_rows(named=True)]
    return [
        heading("National Combating Drugs Outcomes Framework"),
        plain(SIZE.format(**counts, none=f"None of the {counts['supporting']}")),
        FactTable(f"Metrics of the framework: {assessment.area.name}, {assessment.quarter}", HEADERS, rows),
    ]


def _row(assessment: Assessment, row: dict[str, str]) -> list:
    facts = [fact for name in filter(None, row["measures"].split("; ")) for fact in _told(assessment, name)]
    figures = Words("; ".join(map(_said, facts)), tuple(facts)) if facts else "none at hand"
    return [capital(row["outcome"]), row["metric"], figures, row["where"], row["confidence"]]


def _told(assessment: Assessment, measure: str) -> list[Fact]:
    fact = assessment.only(measure)
    return [fact] if fact is not None and fact.is_told else []


def _said(fact: Fact) -> str:
    return f"{fact.label}: {fact.qualified} ({fact.period})"

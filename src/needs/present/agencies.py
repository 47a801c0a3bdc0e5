"""What each agency does, where that was counted from records."""

from needs.present import words
from needs.present.assessment import Assessment
from needs.present.facts import Fact
from needs.present.html import Html
from needs.present.sections import heading, paragraph
from needs.present.tables import Number, table

BY_AGENCY = {
    "retained_or_planned_discharge_by_agency_percent": "first_agency",
    "planned_exit_by_agency_percent": "last_agency",
    "top_starts_by_agency_percent": "first_agency",
}


def agencies(assessment: Assessment) -> Html:
    """What each agency does in the quarter; those who attend several count at each."""
    people = assessment.in_quarter("people_at_each_agency", "agency")
    total = next(iter(assessment.in_quarter("people_at_each_agency")), None)
    once = next(iter(assessment.in_period_of(total, "in_treatment")), None) if total else None
    if not people or total is None or once is None:
        return Html.of()
    rates = {
        (fact.group, name): fact
        for name, breakdown in BY_AGENCY.items()
        for fact in assessment.in_quarter(name, breakdown)
    }
    for fact in (*people, *rates.values()):
        assessment.cite(fact)
    rows = [
        [fact.group, Number(fact.number), *(Number(_rate(rates.get((fact.group, name)))) for name in BY_AGENCY)]
        for fact in people
    ]
    headers = ["Agency", "People", "Stayed 12 weeks or left as planned", "Left in a planned way", "Start forms"]
    said = f"Agencies counted {total.number} people and the partnership {once.number} in {once.period}; some attend several."
    return Html.of(
        heading("Agencies"),
        paragraph(assessment, words.Statement(said, (total, once))),
        table(f"Agencies, {once.area}, {once.period}", headers, rows),
    )


def _rate(fact: Fact | None) -> str:
    if fact is None:
        return "[x]"
    return f"{fact.number}; {fact.counts_beside}" if fact.is_told and fact.counts_beside else fact.number

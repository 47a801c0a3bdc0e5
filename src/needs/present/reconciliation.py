"""What does not add up: agencies against people, what was there and came against what left and stayed, and printed figures."""

from dataclasses import dataclass

from needs.present import words
from needs.present.assessment import Assessment
from needs.present.facts import Fact
from needs.present.html import Html
from needs.present.received import are_few, few, received, smallest_shown, without
from needs.present.sections import heading, paragraph, plain
from needs.present.tables import Number, table
from needs.present.words import Statement

FLOW = ("in_treatment_when_period_begins", "new_presentations", "exits", "in_treatment_when_period_ends")


@dataclass(frozen=True)
class Account:
    """Figures of the quarter that ought to agree: what they add up to, and the figure that should be the same."""

    parts: tuple[Fact, ...]
    total: Fact

    @property
    def is_whole(self) -> bool:
        """Whether every figure may be shown, so that they can be added up."""
        return all(fact.is_shown for fact in (*self.parts, self.total))


def reconciliation(assessment: Assessment) -> Html:
    """Whether agencies, stock and flow add up, and where the partnership's own document contradicts itself."""
    found = received(assessment)
    counted = (
        without(assessment, found, "no figure was counted from records").markup
        if found is None or not found.is_usable
        else [_agencies(assessment), _flow(assessment)]
    )
    return Html.of(counted, heading("Printed figures"), _printed(assessment))


def agencies_against_people(assessment: Assessment) -> Account | None:
    """The sum of people at each agency, and the people in treatment in the same days, each once; None where either is missing."""
    total = next(iter(assessment.in_quarter("people_at_each_agency")), None)
    people = next(iter(assessment.in_period_of(total, "in_treatment")), None) if total else None
    return Account((total,), people) if total and people else None


def stock_and_flow(assessment: Assessment) -> Account | None:
    """Journeys open before the quarter, begun and ended in it, and open after it; None where any of the four is missing."""
    facts = [next(iter(assessment.in_quarter(name)), None) for name in FLOW]
    return Account(tuple(facts[:3]), facts[3]) if all(facts) else None


def said_of_agencies(account: Account) -> Statement:
    """By how many the agencies' people are more than the partnership's, and that this is no mistake by itself."""
    total, people = account.parts[0], account.total
    if not account.is_whole:
        return Statement(
            f"One of the two figures for {people.period} is hidden, so they cannot be compared.", (total, people)
        )
    said = f"The agencies counted {total.number} people and the partnership {people.number} in {people.period}."
    more = total.value - people.value
    if more < 0:
        return Statement(f"{said} Agencies cannot count fewer: some people are at no agency.", (total, people))
    why = "A person who attends several agencies counts at each." if more else "Nobody was counted twice."
    return Statement(f"{said} {why}", (total, people))


def said_of_flow(account: Account) -> Statement:
    """Whether what was there and came, less what left, is what was there when the quarter ended."""
    facts = (*account.parts, account.total)
    period = account.parts[1].period
    if not account.is_whole:
        return Statement(f"One of the four figures for {period} is hidden, so they cannot be added up.", facts)
    before, came, left = (fact.number for fact in account.parts)
    expected = expected_at_end(account)
    if expected == account.total.value:
        text = f"Treatment journeys add up in {period}: {before} open before, {came} begun, {left} ended, {account.total.number} open after."
    else:
        text = f"Treatment journeys do not add up in {period}. The account gives another number than the {account.total.number} open after it."
    return Statement(text, facts)


def expected_at_end(account: Account) -> float:
    """What should be open when the quarter ends: what was there and what began, less what ended."""
    before, came, left = account.parts
    return before.value + came.value - left.value


def _agencies(assessment: Assessment):
    account = agencies_against_people(assessment)
    if account is None:
        return [heading("Agencies against people"), _not_counted(assessment)]
    each = assessment.in_quarter("people_at_each_agency", "agency")
    total, people = account.parts[0], account.total
    rows = [[fact.group, _cited(assessment, fact)] for fact in each]
    rows += [
        ["Sum of the agencies", _cited(assessment, total)],
        ["People at the partnership, each once", _cited(assessment, people)],
    ]
    rows += (
        [["Difference: counted again at a further agency", Number(difference(assessment, total.value - people.value))]]
        if account.is_whole
        else []
    )
    return [
        heading("Agencies against people"),
        paragraph(assessment, said_of_agencies(account)),
        table(
            f"People in treatment at each agency and at the partnership, {people.period}", ["Agency", "People"], rows
        ),
    ]


def _flow(assessment: Assessment):
    account = stock_and_flow(assessment)
    if account is None:
        return [heading("Stock and flow"), _not_counted(assessment)]
    before, came, left = account.parts
    rows = [
        ["Open on the day before the quarter", _cited(assessment, before)],
        ["Begun in the quarter", _cited(assessment, came)],
        ["Less those ended in the quarter", _cited(assessment, left)],
        ["Open after the quarter, as counted", _cited(assessment, account.total)],
    ]
    if account.is_whole:
        expected = expected_at_end(account)
        rows.insert(3, ["Should be open after the quarter", Number(f"{expected:,.0f}")])
        rows.append(["Difference", Number(difference(assessment, account.total.value - expected))])
    return [
        heading("Stock and flow"),
        paragraph(assessment, said_of_flow(account)),
        table(f"Treatment journeys in {account.total.period}", ["Journeys", "Number"], rows),
    ]


def _printed(assessment: Assessment):
    found = [paragraph(assessment, words.contradicting(facts)) for facts in assessment.contradictions()]
    if found:
        return found
    if not assessment.has_printed_figures:
        return plain(f"No document that {assessment.area.name} printed is among the sources for this quarter.")
    return plain("The partnership's own document gives no figure twice with two values.")


def _cited(assessment: Assessment, fact: Fact) -> Number:
    assessment.cite(fact)
    return Number(fact.number)


def difference(assessment: Assessment, size: float) -> str:
    """A difference of two counts as it may be printed: none, in words where it is of few, else the number."""
    apart, smallest = abs(round(size)), smallest_shown(assessment)
    if not size:
        return "none"
    return few(apart, smallest) if are_few(apart, smallest) else f"{size:,.0f}"


def _not_counted(assessment: Assessment):
    return plain(f"Nothing was counted from records for {assessment.quarter}: the extracts hold too little of it.")

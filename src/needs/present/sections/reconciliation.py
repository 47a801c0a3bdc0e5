"""What does not add up: agencies against people, what was there and came against what left and stayed, and printed figures."""

from dataclasses import dataclass

from markupsafe import Markup

from needs.measure.accounts import AGENCIES, AT_AGENCIES, FLOW, IN_TREATMENT, STOCK_AND_FLOW
from needs.present import words
from needs.present.assessment import Assessment
from needs.present.facts import Fact
from needs.present.kit.html import Number
from needs.present.kit.section import FactTable, heading, paragraph, plain
from needs.present.sections.extracts import received, without
from needs.present.words import Statement

EXACTLY = "They do so before rounding; the rounded figures may differ by a few."
ROUNDED = "Each is rounded to the nearest five, so they differ by no more than rounding may."


@dataclass(frozen=True)
class Account:
    """Figures that ought to agree: what they add up to, and the figure that should be the same.

    `adds_up` is whether the true counts agree; None where that was not worked out.
    """

    parts: tuple[Fact, ...]
    total: Fact
    adds_up: bool | None

    @property
    def is_whole(self) -> bool:
        """Whether every figure may be shown, so that a reader can add them up."""
        return all(fact.is_shown for fact in (*self.parts, self.total))

    @property
    def about(self) -> str:
        """What stands before a difference of these figures: "about " where they are rounded."""
        return "about " if any(fact.is_rounded for fact in (*self.parts, self.total)) else ""


def agencies(assessment: Assessment) -> list:
    """Whether the people of the agencies add up to those of the partnership; or that nothing was counted from records."""
    extracts = received(assessment)
    if extracts is None or not extracts.is_usable:
        return [without(assessment, "no figure was counted from records")]
    account = agencies_against_people(assessment)
    if account is None:
        return [heading("Agencies against people"), _not_counted(assessment)]
    each = assessment.in_quarter("people_at_each_agency", "agency")
    facts = (*account.parts, account.total)
    rows: list[list] = [
        *([fact.group, _number(fact)] for fact in each),
        ["Sum of the agencies", _number(account.parts[0])],
        ["People at the partnership, each once", _number(account.total)],
    ]
    if account.is_whole:
        rows.append(["Difference: counted again at a further agency", Number(difference(account), facts=facts)])
    caption = f"People in treatment at each agency and at the partnership, {account.total.period}"
    return [
        heading("Agencies against people"),
        paragraph(said_of_agencies(account)),
        FactTable(caption, ["Agency", "People"], rows),
    ]


def flow(assessment: Assessment) -> list | None:
    """Whether what was there and came, less what left, is what was there at the end of the quarter."""
    extracts = received(assessment)
    if extracts is None or not extracts.is_usable:
        return None
    account = stock_and_flow(assessment)
    if account is None:
        return [heading("Stock and flow"), _not_counted(assessment)]
    before, came, left = account.parts
    rows: list[list] = [
        ["Open on the day before the quarter", _number(before)],
        ["Begun in the quarter", _number(came)],
        ["Less those ended in the quarter", _number(left)],
        ["Open after the quarter, as counted", _number(account.total)],
        ["Does it add up, before rounding?", {True: "yes", False: "no", None: "not known"}[account.adds_up]],
    ]
    return [
        heading("Stock and flow"),
        paragraph(said_of_flow(account)),
        FactTable(f"Treatment journeys in {account.total.period}", ["Journeys", "Number"], rows),
    ]


def contradictions(assessment: Assessment) -> list:
    """Where the partnership's own document contradicts itself, if there is one."""
    return [heading("Printed figures"), *_contradictions(assessment)]


def agencies_against_people(assessment: Assessment, total: Fact | None = None) -> Account | None:
    """The sum of people at each agency, and the people in treatment in the same days, each once; None where either is missing."""
    total = total or next(iter(assessment.in_quarter(AT_AGENCIES)), None)
    people = next(iter(assessment.in_period_of(total, IN_TREATMENT)), None) if total else None
    if total is None or people is None:
        return None
    return Account((total,), people, assessment.adds_up(AGENCIES, total.period_start, total.period_end))


def stock_and_flow(assessment: Assessment, quarters: int = 1) -> Account | None:
    """Journeys open before so many quarters, begun and ended in them, and open after; None where any of the four is missing."""
    first, last = assessment.quarter - (quarters - 1), assessment.quarter
    spans = ((first, first), (first, last), (first, last), (last, last))
    counted = [assessment.counted(name, start.start, end.end) for name, (start, end) in zip(FLOW, spans, strict=True)]
    facts = [fact for fact in counted if fact]
    if len(facts) < len(FLOW):
        return None
    *parts, after = facts
    return Account(tuple(parts), after, assessment.adds_up(STOCK_AND_FLOW, first.start, last.end))


def said_of_agencies(account: Account) -> Statement:
    """By how many the agencies' people are more than the partnership's, and that this is no mistake by itself."""
    total, people = account.parts[0], account.total
    if not account.is_whole:
        return Statement(
            f"One of the two figures for {people.period} is hidden, so they cannot be compared.", (total, people)
        )
    text = f"The agencies counted {total.number} people and the partnership {people.number} in {people.period}."
    more = total.value - people.value
    if account.adds_up is False:
        return Statement(f"{text} Agencies cannot count fewer: some people are at no agency.", (total, people))
    if more > 0:
        return Statement(f"{text} A person who attends several agencies counts at each.", (total, people))
    return Statement(f"{text} {ROUNDED if account.about else 'Nobody was counted twice.'}", (total, people))


def said_of_flow(account: Account) -> Statement:
    """Whether what was there and came, less what left, is what was there at the end: by the true counts, which are not shown."""
    facts = (*account.parts, account.total)
    period = account.parts[1].period
    if not account.is_whole:
        return Statement(f"One of the four figures for {period} is hidden, so they cannot be added up.", facts)
    before, came, left = (fact.number for fact in account.parts)
    if account.adds_up is False:
        text = f"Treatment journeys do not add up in {period}. The account gives another number than the {account.total.number} open after it."
        return Statement(text, facts)
    if account.adds_up is None:
        text = f"Treatment journeys in {period}: {before} open before, {came} begun, {left} ended, {account.total.number} open after."
        return Statement(f"{text} Whether they add up was not worked out.", facts)
    text = f"Treatment journeys add up in {period}: {before} open before, {came} begun, {left} ended, {account.total.number} open after."
    return Statement(f"{text} {EXACTLY}" if account.about else text, facts)


def _contradictions(assessment: Assessment) -> list:
    printed_twice = assessment.contradictions()
    if printed_twice:
        return [paragraph(words.contradicting(facts)) for facts in printed_twice]
    if not assessment.has_printed_figures:
        return [plain(f"No document that {assessment.area.name} printed is among the sources for this quarter.")]
    return [plain("The partnership's own document gives no figure twice with two values.")]


def _number(fact: Fact) -> Number:
    return Number(fact.number, facts=(fact,))


def difference(account: Account) -> str:
    """By how many one total is more than the other, of the figures shown; in words where that is within rounding."""
    size = account.parts[0].value - account.total.value
    if size <= 0 and account.about:
        return "no more than rounding may make"
    return f"{account.about}{size:,.0f}" if size else "none"


def _not_counted(assessment: Assessment) -> Markup:
    return plain(f"Nothing was counted from records for {assessment.quarter}: the extracts hold too little of it.")

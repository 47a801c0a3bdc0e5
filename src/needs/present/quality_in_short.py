"""The first and the last page of a data quality report: what matters most, the evidence, how to read it."""

from needs.present import words
from needs.present.assessment import Assessment
from needs.present.evidence import evidence
from needs.present.glossary import GLOSSARY
from needs.present.html import Html, element
from needs.present.masthead import INVENTED, PUBLISHED, masthead, of_quarter
from needs.present.numbers import SHORTHAND_EXPLAINED
from needs.present.phrases import capital, in_words, listed
from needs.present.quality_of_fields import constant_columns, gaps_of, said_of_gap
from needs.present.quality_of_files import not_used, rows_in, unused
from needs.present.quality_of_rules import broken
from needs.present.received import Received, received, smallest_shown
from needs.present.reconciliation import (
    Account,
    agencies_against_people,
    expected_at_end,
    said_of_agencies,
    said_of_flow,
    stock_and_flow,
)
from needs.present.sections import paragraph, plain
from needs.present.tables import Number, table

MENDING = "An agency may mend its file and send it again; a later file replaces the earlier one."
MOST_NAMED = 2  # reasons that came up equally often; more would make the sentence too long
TERMS = ("Episode", "Intervention", "Journey", "NDTMS", "New presentation", "Partnership", "TOP")
HOW_TO_READ = (
    ("Row", "A row of an extract is one treatment or one outcomes form of one person. A person may have many rows."),
    (
        "Refused",
        "A row that breaks a rule of the first kind is used for nothing; an answer that does is taken as missing.",
    ),
    ("Without consent", "Rows of people who do not consent are counted here and used for nothing else."),
    ("Share that can be used", "Answers given, less answers refused, out of the answers wanted."),
    ("Rules", "No official list of rules was available. They come from a public exporter's checks and from experts."),
)


def opening(assessment: Assessment) -> Html:
    """Masthead, purpose, what matters most, and the same at a glance."""
    found = received(assessment)
    return Html.of(_masthead(assessment, found), element("h2", "Key messages"), _messages(assessment, found))


def _masthead(assessment: Assessment, found: Received | None):
    area, quarter = assessment.area.name, assessment.quarter
    kind, figures = _kind(found)
    return [
        masthead(f"Data quality: {area}, {quarter}", kind, of_quarter(quarter, figures)),
        element("h2", "Purpose and decision"),
        plain(
            f"This document says what was read for {area}, what was refused and why, what is missing and what does not add up."
        ),
        plain("No decision is asked for." if found is None else f"No decision is asked for. {MENDING}"),
    ]


def _kind(found: Received | None) -> tuple[str, str]:
    if found is None:
        return PUBLISHED, "Published figures only; no treatment extract is at hand"
    if not found.is_usable:
        return PUBLISHED, "Published figures only; the treatment extracts could not be read"
    if found.is_invented:
        return INVENTED, "Counted from invented records; no row is of a real person"
    return "Treatment extracts", "Counted from the agencies' treatment extracts; no person can be told from them"


def _messages(assessment: Assessment, found: Received | None):
    if found is None:
        return plain(
            f"No treatment extract of {assessment.area.name} is at hand. What follows is of published files only."
        )
    if not found.is_usable:
        return plain(f"The extracts of {found.partnership} could not be read. The section on files gives the reason.")
    said = {
        "Rows": words.Statement(_rows(found), ()),
        "Refused": words.Statement(_most_refused(found), ()),
        "Missing": words.Statement(_most_missing(found), ()),
        "Agencies": _account(agencies_against_people(assessment), said_of_agencies),
        "Stock and flow": _account(stock_and_flow(assessment), said_of_flow),
    }
    messages = [paragraph(assessment, statement, lead=f"{lead}.") for lead, statement in said.items()]
    return [
        element("div", messages, class_="key-messages"),
        table(found.captioned("At a glance"), ["What was checked", "Found"], _glance(assessment, found)),
    ]


def _rows(found: Received) -> str:
    if found.is_of_few_rows:
        return f"{capital(rows_in(found))} {found.rows} came: too few to say what became of them."
    if not found.not_used:
        return f"All {rows_in(found)} {found.rows} were used."
    return f"{capital(not_used(found))} {found.rows} were not used: they were refused or came without consent."


def _most_refused(found: Received) -> str:
    rules = broken(found, "row refused")
    if rules.empty:
        return f"No row of the {found.records} was refused."
    most = _times(found, rules["times"].max())
    equal = rules[rules["times"].map(lambda times: _times(found, times)) == most]
    names = list(dict.fromkeys(f"“{_reason(message)}”" for message in equal["message"]))
    each = "each " if len(names) > 1 else ""
    if len(names) > MOST_NAMED:
        return (
            f"{capital(in_words(len(names)))} reasons to refuse {found.rows} came up equally often: {each}{most} times."
        )
    return f"The most frequent reason to refuse {found.rows}, {each}{most} times: {listed(names)}."


def _reason(message: str) -> str:
    """Why a row was refused, without what became of it."""
    return (message.rpartition("; ")[0] or message).partition(":")[0]


def _most_missing(found: Received) -> str:
    gaps = gaps_of(found)
    if not gaps:
        return f"Every answer that results need is nearly complete in the {found.records}."
    first = gaps[0]
    lacks = f"“{first.needed.name}” is missing most often in the {found.records}: {said_of_gap(found, first)}."
    return f"{lacks} It is needed for {first.needed.feeds[:1].lower()}{first.needed.feeds[1:]}."


def _times(found: Received, count: int) -> str:
    return found.few(count) if found.are_few(count) else in_words(count)


def _account(account: Account | None, said) -> words.Statement:
    return said(account) if account else words.Statement("", ())


def _glance(assessment: Assessment, found: Received) -> list[list]:
    """The counts behind the messages, each with a word; every one is worked out again in its section."""
    gaps = gaps_of(found)
    flow = stock_and_flow(assessment)
    rules = broken(found, "row refused")
    rows = [
        ["Rows in", Number(rows_in(found))],
        ["Rows not used", Number(unused(found))],
        ["Reasons for which rows were refused", Number(in_words(len(rules)))],
        [
            "Most times that one of them came up",
            Number(_times(found, int(rules["times"].max())) if len(rules) else "none"),
        ],
        ["Answers missing, or all the same", Number(in_words(len(gaps)))],
        ["Usable share of the answer missing most", Number(gaps[0].percent if gaps else "all")],
        ["Columns that hold one answer only", Number(in_words(len(constant_columns(found))))],
    ]
    if flow and flow.is_whole:
        rows.append(["Stock and flow", "Adds up" if expected_at_end(flow) == flow.total.value else "Does not add up"])
    return rows


def closing(assessment: Assessment) -> Html:
    """The evidence of each figure that was counted, how to read the counts, what was hidden, and the terms."""
    terms = [(element("dt", term), element("dd", GLOSSARY[term])) for term in TERMS]
    signs = [(element("dt", sign), element("dd", meaning)) for sign, meaning in SHORTHAND_EXPLAINED.items()]
    return Html.of(
        element("h2", "Evidence", class_="appendix"),
        evidence(assessment, "data-quality")
        if assessment.cited
        else plain("No figure with a source of its own is given in this document."),
        element("h2", "How to read the counts", class_="appendix"),
        table("What the words mean", ["Word", "Meaning"], [list(item) for item in HOW_TO_READ]),
        element("h2", "Disclosure", class_="appendix"),
        plain(
            "Rows are not people, yet a few rows may all be one person's. So no count of rows below "
            f"{in_words(smallest_shown(assessment))} is printed. Nor is any that a reader could work out from the rest of "
            "its table, nor how large a file of few rows is."
        ),
        plain("What was found in a cell that breaks a rule is never printed. Each agency can see it in its own file."),
        element("h2", "Glossary and shorthand", class_="appendix"),
        element("dl", terms, signs, class_="glossary"),
    )

"""The data quality report: what matters most, what was read and refused, and its sections in order.

`assess` starts a document; every other function takes what it returns and gives one section.
"""

from collections.abc import Sized

from needs.measure.safe import Safe
from needs.measure.safety import FEWER, SMALLEST
from needs.parameters import check
from needs.present.assessment import Assessment
from needs.present.evidence import evidence
from needs.present.glossary import GLOSSARY
from needs.present.kit.frame import PUBLISHED, masthead, of_quarter, see_also
from needs.present.kit.html import Html, Number, element, table
from needs.present.kit.section import Box, cited, heading, paragraph, plain
from needs.present.numbers import SHORTHAND_EXPLAINED, capital, counted, in_words, spelt
from needs.present.sections.completeness import completeness, constant_columns, constants, effects, gaps_of, said_of_gap
from needs.present.sections.extracts import Received, broken, few, files, none_refused, received, refused, said_of_rows
from needs.present.sections.reconciliation import (
    agencies_against_people,
    reconciliation,
    said_of_agencies,
    said_of_flow,
    stock_and_flow,
)
from needs.present.words import Statement

DISAGREES = "Some figures in the file {name} differ from those published. The published ones are used."
NO_CAUTION = "No caution is recorded."


def published_inputs(assessment: Assessment) -> Html:
    """Each published file with its rows, what was refused or noted there, and the partnership's sources."""
    files = assessment.safe.inputs.to_dict("records")
    return cited(
        assessment,
        plain(_said(assessment)),
        [plain(DISAGREES.format(name=name)) for name in assessment.disagreeing_files()],
        _problems(assessment),
        _files(files),
        heading("Sources"),
        _sources(assessment),
    )


def _said(assessment: Assessment) -> str:
    if assessment.safe.inputs.empty:
        return "No published file was read."
    inputs = assessment.safe.inputs
    if (assessment.safe.problems["severity"] == "noted").all():
        if (inputs["used"] != inputs["rows"]).any():
            return (
                "Nothing of the published files was refused. What was left out of them is noted below, with the reason."
            )
        return "Every row of every published file was used. Files of plans are this partnership's own; the others serve all."
    return "Something of the published files was refused, and what it holds is missing from every result."


def _problems(assessment: Assessment):
    found = assessment.safe.problems
    if found.empty:
        return None
    rows = [
        [one["file"], one["lines"] or "whole file", one["severity"].capitalize(), _wrong(one)]
        for one in found.to_dict("records")
    ]
    return table(
        "What was refused or noted in published files", ["File", "Lines", "What became of it", "What was wrong"], rows
    )


def _wrong(one: dict) -> str:
    if not one["column"]:
        return f"{one['found']}; wanted {one['wanted']}"
    return f"{one['column']}: {one['found'] or 'an empty cell'} is not {one['wanted']}"


def _files(files: list[dict]):
    if not files:
        return None
    rows = [
        [one["file"].removeprefix("data/raw/"), *(Number(_count(one[name])) for name in ("rows", "used", "refused"))]
        for one in files
    ]
    return table("Published files, in data/raw", ["File", "Rows in", "Used", "Refused"], rows)


def _count(written: str) -> str:
    return f"{int(written):,}" if written else "[x]"


def _sources(assessment: Assessment):
    used = assessment.sources_used()
    if not used:
        return plain(f"No published source has a figure of {assessment.area.name} by {assessment.quarter}.")
    rows = [[one["title"], one["publisher"], one["note"] or NO_CAUTION] for one in used]
    return table(
        f"Sources with figures of {assessment.area.name}, or of {assessment.others} beside them",
        ["Source", "Publisher", "What to keep in mind"],
        rows,
    )


MENDING = "An agency may mend its file and send it again; a later file replaces the earlier one."
TERMS = ("Episode", "Intervention", "Journey", "NDTMS", "New presentation", "Partnership", "TOP")
HOW_TO_READ = (
    ("Row", "A row of an extract is one treatment or one outcomes form of one person. A person may have many rows."),
    (
        "Refused",
        "A row that breaks a rule of the first kind is used for nothing; an answer that does is taken as missing.",
    ),
    ("Without consent", "Rows of people who do not consent are counted here and used for nothing else."),
    ("Share that can be used", "Answers given, less answers refused, out of the answers wanted."),
    (capital(FEWER), "One to seven rows; “each” is at each agency and in each column."),
    ("About", "Added up from rounded counts, or a share that rounding may move by several percentage points."),
    ("Rules", "No official list of rules was available. They come from a public exporter's checks and from experts."),
)


def opening(assessment: Assessment) -> Html:
    """Masthead, purpose, what matters most, and the same at a glance."""
    found = received(assessment)
    return cited(assessment, _masthead(assessment, found), element("h2", "Key messages"), _messages(assessment, found))


def _masthead(assessment: Assessment, found: Received | None):
    area, quarter = assessment.area.name, assessment.quarter
    kind, figures = _kind(found)
    return [
        masthead(
            f"Data quality: {area}, {quarter}",
            kind,
            of_quarter(quarter, figures) | see_also(assessment, "data_quality"),
            assessment.band,
        ),
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
    safely = "no person can be told from them" if found.is_rounded else "small numbers are shown"
    return "Treatment extracts", f"Counted from the agencies' treatment extracts; {safely}"


def _messages(assessment: Assessment, found: Received | None):
    if found is None:
        return plain(
            f"No treatment extract of {assessment.area.name} is at hand. What follows is of published files only."
        )
    if not found.is_usable:
        return plain(f"The extracts of {found.partnership} could not be read. The section on files gives the reason.")
    agencies, flow = agencies_against_people(assessment), stock_and_flow(assessment)
    said = {
        "Rows": Statement(said_of_rows(found), ()),
        "Refused": Statement(_refused(found), ()),
        "Missing": Statement(_most_missing(found), ()),
        "Agencies": said_of_agencies(agencies) if agencies else Statement("", ()),
        "Stock and flow": said_of_flow(flow) if flow else Statement("", ()),
    }
    messages = [paragraph(statement, lead=f"{lead}.") for lead, statement in said.items()]
    return [
        Box("key-messages", (messages,)),
        table(
            "At a glance",
            ["What was checked", "Found"],
            _glance(found, flow.adds_up if flow else None),
        ),
    ]


def _refused(found: Received) -> str:
    """For how many reasons rows were refused, and the one that is known to have come up most often, if any is."""
    reasons = broken(found, "row refused")
    if reasons.empty:
        return none_refused(found)
    is_one, most = len(reasons) == 1, reasons.iloc[0]
    said = f"Rows were refused for {_in_words(reasons)} {'reason' if is_one else 'reasons'}."
    if not most["known"]:
        each = "The reason" if is_one else "Each of them"
        return f"{said} {each} came up fewer than {in_words(SMALLEST)} times in any column of a file."
    times = counted(found.summed(most["counts"]), "times")
    return f"{said} {'The reason' if is_one else 'One of them'}, “{_reason(most['message'])}”, came up {times}."


def _reason(message: str) -> str:
    """Why a row was refused, without what became of it."""
    return (message.rpartition("; ")[0] or message).partition(":")[0]


def _most_missing(found: Received) -> str:
    if not found.is_enough:
        return "Too few rows came to say which answers are missing."
    gaps = gaps_of(found)
    if not gaps:
        return "No large gap was found in the answers of the records."
    first = gaps[0]
    lacks = "is missing most often" if first.is_lacking or first.not_collected_at else "does not vary"
    said = f"“{first.needed.name}” {lacks} in the records: {said_of_gap(found, first)}."
    return f"{said} Results that need it: {first.needed.feeds[:1].lower()}{first.needed.feeds[1:]}."


def _glance(found: Received, adds_up: bool | None) -> list[list]:
    """The counts behind the messages, each with a word; every one is told again in its section."""
    names = ("Rows in", "Rows used", "Rows refused", "Rows without consent")
    rows = [[name, Number(few(count))] for name, count in zip(names, found.total, strict=True)]
    reasons = broken(found, "row refused")
    rows.append(["Reasons for which rows were refused", Number(_in_words(reasons))])
    if len(reasons) and reasons.iloc[0]["known"]:
        rows.append(["Times that one of them came up", Number(found.summed(reasons.iloc[0]["counts"]))])
    if found.is_enough:
        gaps = gaps_of(found)
        rows.append(["Answers missing, or all the same", Number(_in_words(gaps))])
        rows += [["Usable share of the answer missing most", Number(item.percent)] for item in gaps[:1]]
        rows.append(["Columns that hold one answer only", Number(_in_words(constant_columns(found)))])
    return rows if adds_up is None else [*rows, ["Stock and flow", "Adds up" if adds_up else "Does not add up"]]


def _in_words(items: Sized) -> str:
    """How many there are, in words, so that it is taken for no count of rows."""
    return spelt(len(items)) if len(items) < 100 else f"{len(items)}"


def closing(assessment: Assessment) -> Html:
    """The evidence of each figure that was counted, how to read the counts, what was hidden, and the terms."""
    found = received(assessment)
    terms = [(element("dt", term), element("dd", GLOSSARY[term])) for term in TERMS]
    signs = [(element("dt", sign), element("dd", meaning)) for sign, meaning in SHORTHAND_EXPLAINED.items()]
    return cited(
        assessment,
        element("h2", "Evidence", class_="appendix"),
        evidence(assessment, "data-quality")
        if assessment.cited
        else plain("No figure with a source of its own is given in this document."),
        element("h2", "How to read the counts", class_="appendix"),
        table("What the words mean", ["Word", "Meaning"], [list(item) for item in HOW_TO_READ]),
        element("h2", "Disclosure", class_="appendix"),
        _disclosure(found),
        plain("What was found in a cell that breaks a rule is never printed. Each agency can see it in its own file."),
        element("h2", "Glossary and shorthand", class_="appendix"),
        element("dl", terms, signs, class_="glossary"),
    )


def _disclosure(found: Received | None):
    if found is not None and not found.is_rounded:
        return plain("Counts of rows are exact here, also where a few rows may all be one person's.")
    return plain(
        "A few rows of an extract may all be one person's, so no count of one to seven of them is told. "
        "Every other count of such rows is rounded to the nearest five, so parts need not add up to their whole."
    )


PARAMETERS = ("partnership", "quarter", "policy")

__all__ = [
    "assess", "closing", "completeness", "constants", "effects", "files", "opening", "published_inputs", "reconciliation",
    "refused",
]  # fmt: skip


def assess(safe: Safe, partnership: str, quarter: str, cells: list[str]) -> Assessment:
    """The assessment of a partnership in a quarter; `cells` is what the kernel has run, to catch a misspelt parameter."""
    check(cells, PARAMETERS)
    return Assessment.of(safe, partnership, quarter)

"""The data quality report's own pages: what matters most, what was read of published files, and how to read the counts."""

from collections.abc import Callable, Sized

from markupsafe import Markup

from needs.measure.safety import FEWER, SMALLEST
from needs.present.assessment import Assessment
from needs.present.evidence import evidence as table_of_evidence
from needs.present.glossary import GLOSSARY
from needs.present.kit.frame import PUBLISHED, masthead_of, of_authorities, of_quarter, see_also
from needs.present.kit.html import Number, element, table
from needs.present.kit.section import Box, heading, paragraph, plain
from needs.present.numbers import SHORTHAND_EXPLAINED, capital, counted, in_words, spelt
from needs.present.sections.completeness import constant_columns, gaps_of, said_of_gap
from needs.present.sections.extracts import Received, broken, few, none_refused, received, said_of_rows
from needs.present.sections.reconciliation import (
    agencies_against_people,
    said_of_agencies,
    said_of_flow,
    stock_and_flow,
)
from needs.present.sections.sources import DISAGREES, NO_CAUTION
from needs.present.words import Statement

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
EXACT = "Counts of rows are exact here, also where a few rows may all be one person's."
HIDDEN = (
    "A few rows of an extract may all be one person's, so no count of one to seven of them is told. "
    "Every other count of such rows is rounded to the nearest five, so parts need not add up to their whole."
)


def masthead(assessment: Assessment) -> Markup:
    """The title, the quarter and what the figures are."""
    kind, figures = _kind(received(assessment))
    facts = of_quarter(assessment.quarter, figures) | of_authorities(assessment) | see_also(assessment, "data_quality")
    return masthead_of(f"Data quality: {assessment.area.name}, {assessment.quarter}", kind, facts, assessment.band)


def purpose(assessment: Assessment) -> list[Markup]:
    """What the document says, that no decision is asked for, and what agencies may do."""
    area, no_decision = assessment.area.name, "No decision is asked for."
    return [
        plain(
            f"This document says what was read for {area}, what was refused and why, what is missing and what does not add up."
        ),
        plain(no_decision if received(assessment) is None else f"{no_decision} {MENDING}"),
    ]


def messages(assessment: Assessment) -> Box | Markup:
    """What matters most of the extracts; or that none is at hand, or could not be read."""
    extracts = received(assessment)
    if extracts is None:
        return plain(
            f"No treatment extract of {assessment.area.name} is at hand. What follows is of published files only."
        )
    if not extracts.is_usable:
        reason = "The section on files gives the reason."
        return plain(f"The extracts of {extracts.partnership} could not be read. {reason}")
    agencies, flow = agencies_against_people(assessment), stock_and_flow(assessment)
    leads = {
        "Rows": Statement(said_of_rows(extracts), ()),
        "Refused": Statement(_refused(extracts), ()),
        "Missing": Statement(_most_missing(extracts), ()),
        "Agencies": said_of_agencies(agencies) if agencies else Statement("", ()),
        "Stock and flow": said_of_flow(flow) if flow else Statement("", ()),
    }
    return Box("key-messages", ([paragraph(statement, lead=f"{lead}.") for lead, statement in leads.items()],))


def at_a_glance(assessment: Assessment) -> Markup | None:
    """The counts behind the messages, each with a word; every one is told again in its section."""
    extracts = received(assessment)
    if extracts is None or not extracts.is_usable:
        return None
    account = stock_and_flow(assessment)
    adds_up = {True: "Adds up", False: "Does not add up", None: ""}[account.adds_up if account else None]
    rows = [*_of_rows(extracts), *_of_answers(extracts), *([["Stock and flow", adds_up]] if adds_up else [])]
    return table("At a glance", ["What was checked", "Found"], rows)


def _kind(extracts: Received | None) -> tuple[str, str]:
    if extracts is None:
        return PUBLISHED, "Published figures only; no treatment extract is at hand"
    if not extracts.is_usable:
        return PUBLISHED, "Published figures only; the treatment extracts could not be read"
    safely = "no person can be told from them" if extracts.is_rounded else "small numbers are shown"
    return "Treatment extracts", f"Counted from the agencies' treatment extracts; {safely}"


def _refused(extracts: Received) -> str:
    """For how many reasons rows were refused, and the one that is known to have come up most often, if any is."""
    reasons = broken(extracts, "row refused")
    if reasons.empty:
        return none_refused(extracts)
    is_one, most = len(reasons) == 1, reasons.iloc[0]
    text = f"Rows were refused for {_in_words(reasons)} {'reason' if is_one else 'reasons'}."
    if not most["known"]:
        each = "The reason" if is_one else "Each of them"
        return f"{text} {each} came up fewer than {in_words(SMALLEST)} times in any column of a file."
    times = counted(extracts.summed(most["counts"]), "times")
    return f"{text} {'The reason' if is_one else 'One of them'}, “{_reason(most['message'])}”, came up {times}."


def _reason(message: str) -> str:
    """Why a row was refused, without what became of it."""
    return (message.rpartition("; ")[0] or message).partition(":")[0]


def _most_missing(extracts: Received) -> str:
    if not extracts.is_enough:
        return "Too few rows came to say which answers are missing."
    gaps = gaps_of(extracts)
    if not gaps:
        return "No large gap was found in the answers of the records."
    first = gaps[0]
    lacks = "is missing most often" if first.is_lacking or first.not_collected_at else "does not vary"
    text = f"“{first.needed.name}” {lacks} in the records: {said_of_gap(extracts, first)}."
    return f"{text} Results that need it: {first.needed.feeds[:1].lower()}{first.needed.feeds[1:]}."


def _of_rows(extracts: Received) -> list[list]:
    names = ("Rows in", "Rows used", "Rows refused", "Rows without consent")
    rows = [[name, Number(few(count))] for name, count in zip(names, extracts.total, strict=True)]
    reasons = broken(extracts, "row refused")
    rows.append(["Reasons for which rows were refused", Number(_in_words(reasons))])
    if len(reasons) and reasons.iloc[0]["known"]:
        rows.append(["Times that one of them came up", Number(extracts.summed(reasons.iloc[0]["counts"]))])
    return rows


def _of_answers(extracts: Received) -> list[list]:
    if not extracts.is_enough:
        return []
    gaps = gaps_of(extracts)
    return [
        ["Answers missing, or all the same", Number(_in_words(gaps))],
        *(["Usable share of the answer missing most", Number(item.percent)] for item in gaps[:1]),
        ["Columns that hold one answer only", Number(_in_words(constant_columns(extracts)))],
    ]


def _in_words(items: Sized) -> str:
    """How many there are, in words, so that it is taken for no count of rows."""
    return spelt(len(items)) if len(items) < 100 else f"{len(items)}"


def published_rows(assessment: Assessment) -> list[Markup]:
    """Whether every row of published files was used, and which files differ from what was published."""
    disagreeing = [plain(DISAGREES.format(name=name)) for name in assessment.disagreeing_files()]
    return [plain(_what_was_used(assessment)), *disagreeing]


def published_problems(assessment: Assessment) -> Markup | None:
    """What was refused or noted in published files, each with its lines."""
    problems = assessment.safe.problems
    if problems.empty:
        return None
    rows = [
        [problem["file"], problem["lines"] or "whole file", problem["severity"].capitalize(), _wrong(problem)]
        for problem in problems.to_dict("records")
    ]
    headers = ["File", "Lines", "What became of it", "What was wrong"]
    return table("What was refused or noted in published files", headers, rows)


def published_files(assessment: Assessment) -> Markup | None:
    """Each published file with how many of its rows were used."""
    if assessment.safe.inputs.empty:
        return None
    counts = ("rows", "used", "refused")
    rows = [
        [file["file"].removeprefix("data/raw/"), *(Number(_count(file[name])) for name in counts)]
        for file in assessment.safe.inputs.to_dict("records")
    ]
    return table("Published files, in data/raw", ["File", "Rows in", "Used", "Refused"], rows)


def published_sources(assessment: Assessment) -> list[Markup]:
    """The sources with figures of the partnership, and what to keep in mind of each."""
    area, used = assessment.area.name, assessment.sources_used()
    if not used:
        nothing = f"No published source has a figure of {area} by {assessment.quarter}."
        return [heading("Sources"), plain(nothing)]
    rows = [[source["title"], source["publisher"], source["note"] or NO_CAUTION] for source in used]
    caption = f"Sources with figures of {area}, or of {assessment.others} beside them"
    return [heading("Sources"), table(caption, ["Source", "Publisher", "What to keep in mind"], rows)]


def _what_was_used(assessment: Assessment) -> str:
    if assessment.safe.inputs.empty:
        return "No published file was read."
    if (assessment.safe.problems["severity"] == "noted").all():
        if (assessment.safe.inputs["used"] != assessment.safe.inputs["rows"]).any():
            return (
                "Nothing of the published files was refused. What was left out of them is noted below, with the reason."
            )
        return "Every row of every published file was used. Files of plans are this partnership's own; the others serve all."
    return "Something of the published files was refused, and what it holds is missing from every result."


def _wrong(problem: dict) -> str:
    if not problem["column"]:
        return f"{problem['found']}; wanted {problem['wanted']}"
    return f"{problem['column']}: {problem['found'] or 'an empty cell'} is not {problem['wanted']}"


def _count(written: str) -> str:
    return f"{int(written):,}" if written else "[x]"


def evidence(assessment: Assessment) -> Callable[[], object]:
    """The evidence of every figure that was shown before it, or that none has a source of its own."""
    return lambda: (
        table_of_evidence(assessment, "data-quality")
        if assessment.cited
        else plain("No figure with a source of its own is given in this document.")
    )


def how_to_read(assessment: Assessment) -> Markup:
    """What the words beside counts mean."""
    return table("What the words mean", ["Word", "Meaning"], [list(item) for item in HOW_TO_READ])


def disclosure(assessment: Assessment) -> list[Markup]:
    """Whether counts of rows were hidden and rounded, and that what stood in a refused cell is never printed."""
    extracts = received(assessment)
    is_exact = extracts is not None and not extracts.is_rounded
    return [
        plain(EXACT if is_exact else HIDDEN),
        plain(
            "What was found in a cell that breaks a rule is not printed. A code of a letter or of up to four digits is, if it "
            "stands in eight rows or more. Each agency can see the rest in its own file."
        ),
    ]


def glossary(assessment: Assessment) -> Markup:
    """The terms that the report uses, and the shorthand of tables."""
    terms = [(element("dt", term), element("dd", GLOSSARY[term])) for term in TERMS]
    signs = [(element("dt", sign), element("dd", meaning)) for sign, meaning in SHORTHAND_EXPLAINED.items()]
    return element("dl", terms, signs, class_="glossary")

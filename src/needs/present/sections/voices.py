"""What people say: written for the partnership, said by users and carers, and stated in the partnership's own document."""

import datetime
from typing import NamedTuple

import pandas as pd
from markupsafe import Markup

from needs.present.assessment import Assessment
from needs.present.kit.html import Part, element, table
from needs.present.kit.section import heading, plain

BESIDES = "What else is known"
ABOUT = {  # what each kind of statement is about, in the caption of its table
    "purpose": "its purpose", "decision": "what is asked of members", "background": "the background",
    "performance": "performance", "comparison": "other councils", "users": "who uses services", "market": "the drug market",
    "unmet_need": "who is not reached", "services": "services", "criminal_justice": "the Drug Interventions Programme",
    "young_people": "young people", "risks": "risks", "rationale": "why", "options": "other options",
    "consultation": "consultation", "finance": "money", "law": "law", "equality": "equality", "aims": "aims and values",
    "governance": "who governs it", "national": "national policy", "themes": "themes across services",
    "background_papers": "background papers", "contact": "whom to ask",
}  # fmt: skip


class Quotation(NamedTuple):
    """What a partnership's document says in words: where, and what else is known of it."""

    place: str
    text: str
    remark: str


def of(assessment: Assessment, section: str) -> list[Quotation]:
    """What the partnership's document says in a section; nothing where it is of another time."""
    statements = assessment.of_plan("statements")
    rows = statements.loc[statements["section"] == section, list(Quotation._fields)]
    return list(map(Quotation._make, rows.itertuples(index=False)))


def printed(assessment: Assessment, *sections: str) -> list[Markup]:
    """For each of these sections of which the document says something: its places, words, and what else is known of them."""
    parts = []
    for section in sections:
        entries = [
            (element("dt", quotation.place), element("dd", _words(quotation))) for quotation in of(assessment, section)
        ]
        if entries:
            lead = f"What {assessment.area.name}'s document says on {ABOUT[section]}"
            parts.append(element("p", element("strong", lead)))
            parts.append(element("dl", entries, class_="glossary words"))
    return parts


def _words(quotation: Quotation) -> list[Markup | str]:
    """The words of a document, and our remark below them."""
    remark = [element("div", element("em", f"{BESIDES}: {quotation.remark}"))] if quotation.remark else []
    return [quotation.text, *remark]


MARK = "Written by the partnership"
NOT_CALCULATED = "This part was not calculated from data."


def text(assessment: Assessment, block: str) -> str:
    """The text of a block: that of the quarter, else that for every quarter, else nothing."""
    table = getattr(assessment.safe, "authored", None)
    if table is None:
        return ""
    blocks = table[(table["partnership"] == assessment.area.partnership) & (table["block"] == block)]
    for quarter in (str(assessment.quarter), ""):
        texts = blocks.loc[blocks["quarter"] == quarter, "text"]
        if len(texts):
            return texts.iloc[0]
    return ""


def authored(assessment: Assessment, block: str, otherwise: str) -> Markup:
    """A block as a person wrote it, escaped and marked; else the sentence that says there is none, if any is given."""
    written = text(assessment, block)
    if not written:
        return plain(otherwise) if otherwise else Markup("")
    paragraphs = [plain(part) for part in written.split("\n\n")]
    return element(
        "div",
        element("p", element("strong", f"{MARK}{_on(assessment)}."), f" {NOT_CALCULATED}"),
        paragraphs,
        class_="authored",
    )


def _on(assessment: Assessment) -> str:
    written = text(assessment, "written_on")
    if not written:
        return ""
    day = datetime.date.fromisoformat(written)
    return f", {day.day} {day:%B %Y}"


NO_VOICES = "What people who use services, families and carers say is not in the files of this project."
REFUSED = "What the partnership wrote could not be read. The data quality report gives the reason."
NO_ANSWER = "No printed answer of people who were asked is at hand."
NO_METHOD = "Whom this comes from, and when and how they were asked, is not written."
NO_KNOWLEDGE = "What is known locally and is not in figures is not in the files of this project."
NOT_PRINTED = "not printed"


def heard(assessment: Assessment) -> list[Part]:
    """What people say and how they were asked, and the printed answers of those who were consulted."""
    return [
        authored(assessment, "voices", "" if _answers(assessment) is not None else _nothing(assessment, NO_VOICES)),
        authored(assessment, "voices_method", NO_METHOD) if text(assessment, "voices") else None,
        _printed(assessment),
        printed(assessment, "users"),
    ]


def local_knowledge(assessment: Assessment) -> list[Part]:
    """What is known locally and is not in figures."""
    return [heading("Local knowledge"), authored(assessment, "local_knowledge", NO_KNOWLEDGE)]


def _nothing(assessment: Assessment, otherwise: str) -> str:
    """The honest sentence where nobody wrote anything; another where what was written could not be read."""
    return REFUSED if assessment.has_refused("paper.toml") else otherwise


def _answers(assessment: Assessment) -> pd.DataFrame | None:
    """The consultations for which the partnership's document prints what was said; None where there are none."""
    consultations = assessment.of_plan("consultations")
    answered = consultations[consultations["answer"] != ""]
    return None if answered.empty or not assessment.has_printed_figures else answered


def _printed(assessment: Assessment) -> Markup:
    """The consultations for which the partnership's document prints what was said."""
    answers = _answers(assessment)
    if answers is None:
        return plain(NO_ANSWER)
    rows = [
        [row.name, row.who or NOT_PRINTED, row.when_printed or NOT_PRINTED, row.answer, row.place]
        for row in answers.itertuples()
    ]
    return table(
        f"What people said, as {assessment.area.name}'s document prints it",
        ["Consultation", "Who", "When, as printed", "What was said", "Place"],
        rows,
    )

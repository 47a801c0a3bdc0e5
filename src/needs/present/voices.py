"""What people say: what a person wrote of it for the partnership, and what users and carers said as a document prints it."""

from needs.present import statements
from needs.present.assessment import Assessment
from needs.present.authored import authored, text
from needs.present.html import Html
from needs.present.sections import heading, plain
from needs.present.tables import table

NO_VOICES = "What people who use services, families and carers say is not in the files of this project."
REFUSED = "What the partnership wrote could not be read. The data quality report gives the reason."
NO_ANSWER = "No printed answer of people who were asked is at hand."
NO_METHOD = "Whom this comes from, and when and how they were asked, is not written."
NO_KNOWLEDGE = "What is known locally and is not in figures is not in the files of this project."
NOT_PRINTED = "not printed"


def voices(assessment: Assessment) -> Html:
    """What people say and how they were asked, local knowledge, and the printed answers of those who were consulted."""
    asked = authored(assessment, "voices_method", NO_METHOD) if text(assessment, "voices") else None
    return Html.of(
        authored(assessment, "voices", "" if _answers(assessment) is not None else _nothing(assessment, NO_VOICES)),
        asked,
        _printed(assessment),
        statements.printed(assessment, "users"),
        heading("Local knowledge"),
        authored(assessment, "local_knowledge", NO_KNOWLEDGE),
    )


def _nothing(assessment: Assessment, otherwise: str) -> str:
    """The honest sentence where nobody wrote anything; another where what was written could not be read."""
    return REFUSED if assessment.has_refused("paper.toml") else otherwise


def _answers(assessment: Assessment):
    """The consultations for which the partnership's document prints what was said; None where there are none."""
    own = assessment.of_plan("consultations")
    own = own[own["answer"] != ""]
    return None if own.empty or not assessment.has_printed_figures else own


def _printed(assessment: Assessment):
    """The consultations for which the partnership's document prints what was said."""
    own = _answers(assessment)
    if own is None:
        return plain(NO_ANSWER)
    rows = [
        [row.name, row.who or NOT_PRINTED, row.when_printed or NOT_PRINTED, row.answer, row.place]
        for row in own.itertuples()
    ]
    return table(
        f"What people said, as {assessment.area.name}'s document prints it",
        ["Consultation", "Who", "When, as printed", "What was said", "Place"],
        rows,
    )

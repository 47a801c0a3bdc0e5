"""What people say: written by a person, printed by a document, or honestly missing."""

from functools import partial

import pytest
from outline import section
from small_paper import assessed, figure, said

voices = partial(section, "needs_assessment", "What people say")


WRITTEN = [
    ("dudley", "", "voices", "People said that evening opening would help."),
    ("dudley", "", "written_on", "2008-11-06"),
]
ASKED = {
    "partnership": "dudley", "name": "Survey", "who": "Service users", "when_printed": "June 2008",
    "answer": "Open in the evening", "place": "page 3",
}  # fmt: skip


def test_what_a_person_wrote_is_marked_with_its_day_and_a_missing_method_is_said():
    shown = said(voices(assessed(authored=WRITTEN)))

    assert "Written by the partnership, 6 November 2008. This part was not calculated from data." in shown
    assert "People said that evening opening would help." in shown
    assert "Whom this comes from, and when and how they were asked, is not written." in shown


def test_how_people_were_asked_stands_beside_what_they_said():
    method = ("dudley", "", "voices_method", "Forty people filled in a form in June 2008.")
    shown = said(voices(assessed(authored=[*WRITTEN, method])))

    assert "Forty people filled in a form in June 2008." in shown
    assert "is not written" not in shown


def test_printed_answers_stand_with_their_place():
    shown = said(voices(assessed(figure("top_reviews_percent", 55), plan_consultations=[ASKED])))

    assert "What people said, as Dudley's document prints it" in shown
    assert "Survey Service users June 2008 Open in the evening page 3" in shown


def test_an_answer_printed_elsewhere_or_out_of_reach_is_not_used():
    elsewhere = ASKED | {"partnership": "kent"}

    assert "No printed answer of people who were asked is at hand." in said(
        voices(assessed(figure("top_reviews_percent", 55), plan_consultations=[elsewhere]))
    )
    assert "Open in the evening" not in said(voices(assessed(plan_consultations=[ASKED])))


def test_where_nobody_wrote_anything_that_is_said():
    shown = said(voices(assessed()))

    assert "What people who use services, families and carers say is not in the files of this project." in shown
    assert "What is known locally and is not in figures is not in the files of this project." in shown


QUOTED = {"partnership": "dudley", "plan_year": "2008-09", "statement": "S1", "text": "Words of its own.", "remark": "", "place": "page 1"}  # fmt: skip
DOCUMENT = {"partnership": "dudley", "plan_year": "2008-09", "source": "paper", "plan_start": "2008-04-01", "plan_end": "2009-03-31"}  # fmt: skip


@pytest.mark.parametrize(
    ("document", "heading", "about", "said_of"),
    [
        ("performance", "Providers", "services", "single providers"),
        ("performance", "Equality impact", "equality", "sex, ethnic group or other protected characteristics"),
        ("performance", "Exits", "performance", "how people leave treatment"),
    ],
)
def test_quoted_words_are_no_figure_so_it_is_said_that_none_was_found(document, heading, about, said_of):
    statements = [QUOTED | {"section": about}]
    of = assessed(plan_documents=[DOCUMENT], plan_statements=statements)

    assert f"No figure on {said_of} was found for Dudley" in said(section(document, heading, of))

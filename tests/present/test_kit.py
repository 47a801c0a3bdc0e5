"""Tables and verdicts as sections write them: finished, so that a page need not be taken apart again."""

import pytest
from bs4 import BeautifulSoup
from markupsafe import Markup
from small_paper import assessed, figure

from needs.measure.comparison import Judgement
from needs.present.kit import charts
from needs.present.kit.html import Html, Number, element, table, verdict
from needs.present.kit.section import FactTable, against, cited, paragraph
from needs.present.words import Statement


def drawn(columns, cell="1"):
    headers = [f"c{place}" for place in range(columns)]
    return BeautifulSoup(table("Table", headers, [[cell] * columns]), "html.parser")


@pytest.mark.parametrize(
    ("cell", "kind", "tabindex"),
    [
        ("a word or two", "fits", None),
        ("representation", "scroll", "0"),
        (Markup("<svg></svg>"), "scroll", "0"),
        (element("code", "ab" * 32), "fits", None),
    ],
    ids=["short words", "long words", "drawing", "code"],
)
def test_only_a_table_that_may_be_too_wide_is_a_stop_for_the_tab_key(cell, kind, tabindex):
    frame = drawn(2, cell).table.parent

    assert [kind] == frame["class"]
    assert tabindex == frame.get("tabindex")


def test_a_scroller_is_named_by_its_caption():
    assert drawn(9).select_one(".scroll")["aria-label"] == "Table"


def test_the_header_of_a_column_of_numbers_is_set_as_the_numbers_are():
    assert [header.get("class") for header in drawn(2, Number("1")).find_all("th", scope="col")] == [["number"]] * 2
    assert drawn(2, "one").th.get("class") is None


def test_the_words_of_a_verdict_are_marked_and_its_shape_is_not_read_aloud():
    marked = BeautifulSoup(verdict(Judgement(state="worse")), "html.parser").select_one(".verdict.verdict-worse")

    assert marked.get_text() == "Worse"
    assert marked["data-shape"] == "▼"


def test_a_chart_card_is_a_named_stop_for_the_tab_key():
    drawn = charts.Chart("rise", "Rising", "It rises.", "<svg></svg>", "Us", "")
    body = BeautifulSoup(str(Html.of(drawn).markup), "html.parser")

    assert body.select_one(".card")["tabindex"] == "0"
    assert body.figcaption["id"] == body.select_one(".card")["aria-labelledby"]


WAITS, STARTS = (figure(name, 55) for name in ("first_waits_within_3_weeks", "top_starts_percent"))


def two_facts():
    of = assessed(WAITS, STARTS)
    return of, *(of.printed_facts([one["indicator"]])[0] for one in (WAITS, STARTS))


def of_one(*facts):
    return FactTable("Waits", ["Measure", "Value"], [["Waits", Number("55%", facts=facts)]])


def test_a_number_in_a_table_of_facts_names_the_fact_that_it_is_of():
    of, waits, _ = two_facts()

    with pytest.raises(ValueError, match="'55%' stands without the fact"):
        _ = cited(of, of_one()).markup
    row = BeautifulSoup(cited(of, of_one(waits)).markup, "html.parser").tbody.tr
    assert row["data-facts"] == "k1"


def test_a_number_without_digits_needs_no_fact():
    of, *_ = two_facts()

    assert "no figure" in cited(of, FactTable("Waits", ["Measure", "Value"], [["Waits", against(None)]])).markup


def test_evidence_is_numbered_by_the_order_on_the_page_and_not_by_that_of_calls():
    of, waits, starts = two_facts()
    second = cited(of, paragraph(Statement("Starts.", (starts,))))
    page = cited(of, of_one(waits), second)

    assert not of.cited  # nothing is cited before it is displayed
    shown = BeautifulSoup(page.markup, "html.parser")
    assert [part["data-facts"] for part in shown.select("[data-facts]")] == ["k1", "k2"]
    assert list(of.cited.values()) == [waits, starts]


def test_a_part_with_facts_cannot_stand_inside_an_element():
    _, waits, _ = two_facts()

    with pytest.raises(TypeError, match="cannot stand inside an element"):
        element("div", of_one(waits))

"""Tables and verdicts as sections write them: finished, so that a page need not be taken apart again."""

import pytest
from bs4 import BeautifulSoup
from markupsafe import Markup

from needs.measure.comparison import Judgement
from needs.present.kit import charts
from needs.present.kit.html import Html, Number, element, table, verdict


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

"""The finishing of a page: what a reader finds by number, link and Tab key is worked out from the page itself."""

import pytest
from bs4 import BeautifulSoup
from small_page import FRAME

from needs.present.kit.frame import masthead_of as masthead
from needs.publish import page

MASTHEAD = str(masthead("Needs: Barnet", "Draft", {"Period": "2012"}))


def finished(body, title=""):
    html = FRAME.format(MASTHEAD + body).replace("<title></title>", f"<title>{title}</title>")
    return BeautifulSoup(page.finish(html), "html.parser")


def words(tag):
    return " ".join(tag.get_text().split())


def test_sections_and_their_paragraphs_are_numbered_and_appendices_lettered():
    body = finished(
        '<h2>Purpose</h2><p class="numbered">One.</p><p>Plain.</p><h2>Need</h2><p class="numbered">Two.</p>'
        '<div><p class="numbered">Three.</p></div><h2 class=\'appendix\'>Evidence</h2><p class="numbered">Four.</p>'
    )

    assert [words(heading) for heading in body.find_all("h2")] == ["1 Purpose", "2 Need", "A Evidence"]
    assert {paragraph["id"]: words(paragraph) for paragraph in body.select("p.numbered")} == {
        "p-1-1": "1.1 One.",
        "p-2-1": "2.1 Two.",
        "p-2-2": "2.2 Three.",
        "p-a-1": "A.1 Four.",
    }


def test_a_band_stands_by_itself_before_the_masthead_and_is_told_to_every_printed_page():
    said = 'Not for "them": \\ & others'
    band = masthead("Needs", "Draft", {}, said)
    page_ = BeautifulSoup(page.finish(FRAME.format(band)), "html.parser")

    assert page_.select_one("header.masthead").find_previous_sibling("aside").get_text() == said
    assert page_.select("header .band") == []
    assert page_.html["style"] == r'--band-in-print:"Not for \"them\": \\ & others"'
    assert "style" not in finished("<h2>Purpose</h2>").html.attrs


def test_a_numbered_paragraph_before_the_first_section_is_refused():
    with pytest.raises(ValueError, match="before the first h2: 'Too early.'"):
        finished('<p class="numbered">Too early.</p><h2>Purpose</h2>')


def test_heading_ids_are_plain_and_unique_even_beside_ids_inside_drawings():
    body = finished(
        "<h2>Notes</h2><h2>Notes</h2><h2>Café &amp; 90%</h2><h2>2008-09</h2><svg><g id='notes-2'></g></svg>"
    )

    assert [heading["id"] for heading in body.find_all("h2")] == ["notes", "notes-3", "cafe-90", "section-2008-09"]


def test_an_id_that_a_heading_has_is_kept():
    assert finished("<h2 id='methods'>How we counted</h2>").h2["id"] == "methods"


def test_the_contents_are_the_h2_headings_with_their_h3_headings_below():
    contents = finished("<h2>Who</h2><h3>Age</h3><h3>Sex</h3><h2>Flow</h2>").select_one("nav ol")

    assert [words(item.a) for item in contents.find_all("li", recursive=False)] == ["1 Who", "2 Flow"]
    assert [link["href"] for link in contents.select(":scope ol a")] == ["#age", "#sex"]


def test_a_skipped_heading_level_is_closed():
    assert [h.name for h in finished("<h2>A</h2><h5>B</h5>").find_all(["h1", "h2", "h3", "h5"])] == ["h1", "h2", "h3"]


def test_the_title_is_the_main_heading_and_the_edition():
    assert finished("").title.string == "Needs: Barnet"
    assert finished("", title="Review edition").title.string == "Needs: Barnet, Review edition"


def test_the_masthead_stands_above_contents_and_main_text_with_each_term_beside_its_words():
    body = finished("<h2>Who</h2>")

    assert body.body.find(True).name == "header"
    assert None is body.main.find("header")
    assert body.select_one("dl.summary > div").get_text() == "Period2012"


def test_drawings_are_left_as_they_were_drawn():
    drawing = '<svg viewBox="0 0 9 9"><defs><clipPath id="a-b"><rect/></clipPath></defs><text>1 &lt; 2</text></svg>'

    assert drawing in page.finish(FRAME.format(f"<h1>T</h1>{drawing}<p>and</p>{drawing.replace('a-b', 'c-d')}"))

"""What the five source documents say in words stands in the documents of their places, whole, with its place and our remarks."""

import csv
from collections import Counter

import pytest

from needs.folders import Folders
from needs.ingest.plans import SECTIONS
from needs.present.sections.voices import ABOUT

# The document of ours in which a statement of each section stands, of those that the tests render
PAPER, ASSESSMENT, PLAN = "performance", "needs_assessment", "treatment_plan"
STANDS_IN = {
    "dudley": dict.fromkeys(SECTIONS, PAPER),
    "bath-and-north-east-somerset": dict.fromkeys(SECTIONS, PAPER),
    "kent": dict.fromkeys(("purpose", "background", "governance", "themes"), PLAN)
    | dict.fromkeys(("unmet_need", "comparison", "users", "services"), ASSESSMENT)
    | {"young_people": "young_people"},
    "derby": dict.fromkeys(("purpose", "background", "governance", "themes"), PLAN)
    | dict.fromkeys(("unmet_need", "market"), ASSESSMENT),
    "oldham": dict.fromkeys(("purpose", "aims", "governance", "national"), PLAN),
}


def statements(partnership):
    (path,) = (Folders.here().raw / "plans" / partnership).glob("*/statements.csv")
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def text(element):
    return " ".join(element.get_text(" ").split())


@pytest.mark.parametrize("partnership", STANDS_IN)
def test_each_statement_stands_in_its_document_with_its_place_and_what_is_known_besides(every_page, partnership):
    wanted = [one for one in statements(partnership) if one["section"] in STANDS_IN[partnership]]
    found = {
        (kind, *words)
        for kind in set(STANDS_IN[partnership].values())
        for words in entries(every_page[f"{partnership}/{kind}"])
    }

    assert len(wanted) >= 8
    for one in wanted:
        words = (one["place"], one["text"], one["remark"] and f"What else is known: {one['remark']}")
        assert (STANDS_IN[partnership][one["section"]], *(" ".join(each.split()) for each in words)) in found


def entries(page):
    """The place, the words and our remark (empty where there is none) of each statement on a page."""
    for words in page.select("dl.words dd"):
        remark = text(words.em) if words.em else ""
        yield text(words.find_previous_sibling("dt")), text(words).removesuffix(remark).strip(), remark


def test_praise_is_set_beside_the_figures_that_do_not_bear_it_out(every_page):
    said = text(every_page["dudley/performance"])

    assert "one of the best performing Partnerships" in said
    assert "Quoted and not confirmed: the same document prints 55% of reviews against a target of 80%" in said
    assert "KDI 2 is not being met at a national or local level." in said
    assert "Drug and Alcohol Action Team Manager" in text(every_page["dudley/performance"].select_one(".masthead"))


def test_every_section_has_words_for_its_caption_and_statements_name_no_person():
    of_all = [one for partnership in STANDS_IN for one in statements(partnership)]

    assert set(ABOUT) == set(SECTIONS) >= {one["section"] for one in of_all}
    assert Counter(partnership for partnership in STANDS_IN for _ in statements(partnership)).total() > 120
    assert not [one for one in of_all if "@" in one["text"] + one["remark"]]


@pytest.mark.parametrize(
    "place", ["dudley/performance", "bath-and-north-east-somerset/performance", "barnet/needs_assessment"]
)
def test_where_nothing_is_at_hand_it_is_said_of_the_files_and_not_of_the_partnership(every_page, place):
    assert "has not written" not in text(every_page[place])

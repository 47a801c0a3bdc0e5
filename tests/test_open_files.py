"""The table of open files: each can be fetched or names its page, and nothing in it is without its source."""

from urllib.parse import parse_qs, urlsplit

import pytest

from needs.code_lists import open_files
from needs.ingest.kinds import kind_of
from needs.measure.indicators import INDICATORS

FILES = {one.name: one for one in open_files.every()}
BY_HAND = "viewit", "opiate-crack-estimates", "alcohol-dependence", "deaths-in-treatment", "drug-deaths", "population"


@pytest.mark.parametrize("one", FILES.values(), ids=FILES)
def test_each_says_what_to_click_on_which_page_where_it_goes_under_which_licence_and_who_says_so(one):
    said = (one.title, one.holds, one.publisher, one.licence, one.attribution, one.page, one.choose, one.found_in)

    assert all(said)
    assert one.confidence in ("high", "medium", "low", "not found")
    assert one.folder in ("data/raw/viewit", "data/raw/fingertips", "data/raw/tables")
    assert one.page_address == "" or urlsplit(one.page_address).scheme == "https"
    assert "{" not in one.by_hand


def test_what_has_no_lasting_address_is_fetched_by_hand():
    assert tuple(one.name for one in FILES.values() if not one.asked) == BY_HAND


def test_every_address_is_safe_and_every_answer_becomes_a_file_of_its_own():
    asked = [one for file in FILES.values() for one in file.asked]

    assert {urlsplit(one.address).scheme for one in asked} == {"https"}
    assert len({one.file for one in asked}) == len(asked) == 3


def test_fingertips_is_asked_for_each_kind_of_authority_within_england():
    asked = [parse_qs(urlsplit(one.address).query) for one in FILES["fingertips"].asked]

    assert [one["child_area_type_id"] for one in asked] == [["502"], ["402"]]
    assert {one["parent_area_type_id"][0] for one in asked} == {"15"}
    assert {one["indicator_ids"][0] for one in asked} == {
        "91117,90244,90245,92447,92544,92432,92906,93764,93517,93532,90808,92454,92455"
    }


def test_the_file_of_ons_is_pinned_to_a_commit_whose_hash_nobody_found():
    (asked,) = FILES["ons-3-5-1"].asked

    assert "/4d535f989dbcddfb1e5070e4de5934ed9073fea5/" in asked.address
    assert (FILES["ons-3-5-1"].sha256, FILES["ons-3-5-1"].size) == ("", 51_800_000)


@pytest.mark.parametrize("one", [one for one in FILES.values() if one.kind], ids=lambda one: one.name)
def test_a_reader_knows_the_layout_that_is_asked_for(one):
    assert kind_of(one.header) == one.kind


def test_pages_are_found_by_the_topics_that_documents_have():
    topics = {topic for one in FILES.values() for topic in one.topics}

    assert topics <= {indicator.topic for indicator in INDICATORS}
    assert {"need", "who", "waiting", "outcomes", "alcohol", "harm"} <= topics
    assert [one.name for one in open_files.pages_for("waiting")] == ["viewit"]
    assert [one.name for one in open_files.pages_for("harm")] == ["fingertips", "deaths-in-treatment", "drug-deaths"]
    assert open_files.pages_for("money") == ()

"""Real places have real figures only, invented places only their own; the methods alone set the two side by side."""

import csv
import io
import re
from urllib.parse import unquote

import pytest
from default_documents import DOCUMENTS
from reading import words

from needs.areas import INVENTED
from needs.folders import Folders
from needs.measure import safe

MOST = 3  # times that a document beside its band may say that something is invented
OF_BOTH = "all/methods"
PLACES = [place for place in DOCUMENTS if place != OF_BOTH]


@pytest.fixture(scope="module")
def areas():
    return safe.read(Folders.here().safe).areas


@pytest.fixture(scope="module")
def invented(areas):
    """The names of the folders of invented places."""
    return set(areas.loc[areas["kind"] == INVENTED, "folder"])


def is_invented(place, invented):
    given = dict(DOCUMENTS[place][1])
    return given.get("partnership", given.get("country")) in invented


def saved(page):
    """The rows of the files of evidence that a page holds."""
    for link in page.select('a[download][href^="data:text/csv"]'):
        yield from csv.DictReader(io.StringIO(unquote(link["href"].partition(",")[2])))


@pytest.mark.parametrize("place", PLACES)
def test_no_document_holds_figures_of_both_worlds(every_page, invented, place):
    page, letter = every_page[place], "X"
    rows = [row for row in saved(page) if re.fullmatch(r"[A-Z]\d{8}", row.get("area_code", ""))]
    codes = set(re.findall(r"\b[EX]\d{8}\b", page.get_text(" "))) | {row["area_code"] for row in rows}

    assert {code.startswith(letter) for code in codes} <= {is_invented(place, invented)}


@pytest.mark.parametrize("place", PLACES)
def test_no_document_names_a_place_of_the_other_world_but_the_one_it_was_made_after(every_page, areas, invented, place):
    page = every_page[place]
    own, other = is_invented(place, invented), areas[(areas["kind"] == INVENTED) != is_invented(place, invented)]
    names = set(other.loc[other["partnership"] != "", "name"])
    cited = ("Choices", "Measures used", "Methods")  # whom methods and choices are taken from
    tables = [one for one in page.select("main table") if not words(one.caption).strip().startswith(cited)]
    text = " ".join(words(part) for part in [*tables, *page.select("main p, main figure")])
    found = {name for name in names if re.search(rf"\b{re.escape(name)}\b", text)}

    assert found == set(), own


@pytest.mark.parametrize("place", PLACES)
def test_the_band_of_an_invented_place_says_it_and_nothing_else_has_to(every_page, invented, place):
    page = every_page[place]
    band = page.select_one(".band")
    if not is_invented(place, invented):
        assert band is None
        assert "records-of-nobody" not in page.get_text() and "Invented place:" not in page.get_text()
        return
    said = words(band)
    beside = page.get_text(" ").replace(band.get_text(" "), "")

    assert said.startswith("Invented place")
    assert said.split(":")[0] in page.html["style"]  # printed on every page
    assert len(re.findall("invented", beside, re.IGNORECASE)) <= MOST
    assert all("(not a real place)" in words(one) for one in page.select("figure figcaption"))


def test_the_documents_made_after_a_source_document_name_its_place_in_the_band(every_page):
    assert "after Dudley" in words(every_page["ironbeck/performance"].select_one(".band"))
    assert "after Kent" in words(every_page["northmere/young_people"].select_one(".band"))


def test_codes_of_invented_areas_are_of_a_kind_of_their_own(areas):
    is_made_up = areas["kind"] == INVENTED

    assert areas.loc[is_made_up, "area_code"].str.fullmatch(r"X\d{8}").all()
    assert not areas.loc[~is_made_up, "area_code"].str.startswith("X").any()
    assert not set(areas.loc[is_made_up, "name"]) & set(areas.loc[~is_made_up, "name"])

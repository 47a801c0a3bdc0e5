"""The site: what lies in the folder of reports, its state told truly, found without a script, every link leading somewhere."""

import hashlib
import re

import pytest
from bs4 import BeautifulSoup
from small_site import AREAS, REASON, document, written

from needs.publish import batch, checks, site


@pytest.fixture
def folders(tmp_path):
    return written(tmp_path / "project")


@pytest.fixture
def pages(folders):
    """Each page of the site by its path from the folder of reports."""
    return {
        path.relative_to(folders.reports).as_posix(): BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        for path in site.written(folders, AREAS)
    }


def words(tag):
    return " ".join(tag.get_text(" ").split())


def states(folders):
    return {
        (place.partnership, place.quarter, document.notebook): document.state
        for place in site.places(folders, {})
        for document in place.documents
    }


def test_there_is_an_index_and_a_page_for_each_partnership_and_quarter(pages):
    assert sorted(pages) == [
        "barnet/2011-12-q4/index.html",
        "bath/2008-09-q1/index.html",
        "index.html",
        "kent/2007-08-q4/index.html",
        "kent/2008-09-q1/index.html",
    ]


def test_a_document_is_up_to_date_out_of_date_or_failed(folders):
    assert states(folders) == {
        ("all", "", "methods"): "Up to date",
        ("barnet", "2011-12 Q4", "assessment"): "Up to date",
        ("bath", "2008-09 Q1", "assessment"): "Up to date",
        ("kent", "2007-08 Q4", "assessment"): "Up to date",
        ("kent", "2008-09 Q1", "assessment"): "Out of date",
        ("kent", "2008-09 Q1", "plan"): "Failed",
    }


@pytest.mark.parametrize("changed", ["data/processed/safe/results.csv", "notebooks/assessment.ipynb"])
def test_a_document_is_out_of_date_once_an_input_or_its_notebook_has_changed(folders, changed):
    (folders.root / changed).write_text("other\n")

    assert states(folders)["barnet", "2011-12 Q4", "assessment"] == "Out of date"


def test_a_document_whose_notebook_has_gone_is_out_of_date(folders):
    (folders.notebooks / "assessment.ipynb").unlink()

    assert states(folders)["barnet", "2011-12 Q4", "assessment"] == "Out of date"


def test_a_failure_is_forgotten_once_the_document_is_rendered(folders):
    document(folders, "plan", {"partnership": "kent", "quarter": "2008-09 Q1"}, "Published figures")
    batch.forget(folders.reports / "kent" / "2008-09-q1", "plan")

    assert states(folders)["kent", "2008-09 Q1", "plan"] == "Up to date"


def test_a_failure_is_shown_in_its_own_words_which_are_text_and_no_markup(pages):
    item = pages["kent/2008-09-q1/index.html"].find("code", string=lambda said: said and "plan.ipynb" in said)

    assert item.get_text() == REASON
    assert "Failed" in words(item.find_parent("li"))


def test_a_failure_that_names_a_place_on_this_machine_is_not_shown(folders):
    batch.keep(folders.reports / "kent" / "2008-09-q1", "plan", f"OSError: {folders.root}/secret is missing")
    site.written(folders, AREAS)
    text = (folders.reports / "kent" / "2008-09-q1" / "index.html").read_text()

    assert str(folders.root) not in text
    assert "needs report says why" in text


def test_the_index_lists_partnerships_from_a_to_z_under_their_letters(pages):
    index = pages["index.html"]

    assert [words(h) for h in index.select("main h2")] == [
        "B",
        "K",
        "Invented places",
        "By quarter",
        "On all partnerships",
    ]
    named = [words(h) for h in index.select("main h2#letter-b ~ h3[id]")]
    assert named == ["Barnet", "Kent", "Bath & North East Somerset"]
    listed = [words(link) for link in index.select("nav.contents a")]
    apart = ["Invented places", "Bath & North East Somerset"]
    assert listed == ["B", "Barnet", "K", "Kent", *apart, "By quarter", "On all partnerships"]


def test_the_index_says_what_a_reader_should_know_before_following_a_link(pages):
    items = {item.a["href"]: words(item) for item in pages["index.html"].select("h3 + .quarters li")}

    assert items == {
        "barnet/2011-12-q4/index.html": "2011-12 Q4",
        "bath/2008-09-q1/index.html": "2008-09 Q1 (not a real place)",
        "kent/2007-08-q4/index.html": "2007-08 Q4",
        "kent/2008-09-q1/index.html": "2008-09 Q1 (failed, out of date)",
    }
    assert "6 documents: 1 failed, 1 out of date, 4 up to date." in words(pages["index.html"])


def test_each_quarter_lists_its_partnerships(pages):
    folded = [
        (words(one.summary), [words(a) for a in one.select("a")]) for one in pages["index.html"].select("main details")
    ]

    assert folded == [
        ("2011-12 Q4, January to March 2012 (1)", ["Barnet"]),
        ("2008-09 Q1, April to June 2008 (2)", ["Bath & North East Somerset", "Kent"]),
        ("2007-08 Q4, January to March 2008 (1)", ["Kent"]),
    ]


def test_a_document_on_all_partnerships_is_reached_from_the_index(pages):
    link = pages["index.html"].find("a", href="all/methods.html")

    assert words(link) == "Methods & more: all partnerships"


def test_a_page_offers_the_downloads_with_their_size_and_fingerprint(pages):
    items = [item for item in pages["barnet/2011-12-q4/index.html"].select("li") if item.find("a", download=True)]
    fingerprint = hashlib.sha256(b"figures\n").hexdigest()

    assert [item.a["href"] for item in items] == ["figures.csv", "figures.xlsx"]
    assert all("1 kB" in words(item) and item.code.get_text() == fingerprint for item in items)
    assert "There are none." in words(pages["kent/2007-08-q4/index.html"])


def test_a_page_leads_to_the_partnerships_other_quarters_and_back_to_the_index(pages):
    links = [link["href"] for link in pages["kent/2008-09-q1/index.html"].select("a")]

    assert "../2007-08-q4/index.html" in links
    assert "../../index.html" in links


def test_the_page_of_an_invented_place_carries_its_band_and_the_index_lists_it_apart(pages):
    assert "Invented place: nobody in these figures exists." in words(
        pages["bath/2008-09-q1/index.html"].select_one(".band")
    )
    assert pages["barnet/2011-12-q4/index.html"].select_one(".band") is None
    apart = pages["index.html"].select_one("#invented")
    assert [one.get_text() for one in apart.find_next_siblings("h3")[:1]] == ["Bath & North East Somerset"]
    assert "Bath" not in words(apart.find_previous_sibling("ul"))


def test_every_link_leads_to_a_file_that_is_there_or_a_place_on_the_page(folders, pages):
    for name, page in pages.items():
        for link in page.select("a[href]"):
            file, _, anchor = link["href"].partition("#")
            if file:
                assert ((folders.reports / name).parent / file).resolve().is_file(), (name, link["href"])
            else:
                assert page.find(id=anchor), (name, anchor)


def test_every_page_passes_the_checks_of_a_document_and_runs_no_script(pages, folders):
    for name, page in pages.items():
        text = (folders.reports / name).read_text(encoding="utf-8")
        assert list(checks.problems(text, (str(folders.root),))) == []
        assert not re.search(r"<script|\son\w+=|https?://", text)
        assert page.html["lang"] == "en-GB"
        assert page.title.get_text() == words(page.h1)


def test_the_same_reports_give_the_same_bytes(folders):
    first = {path: path.read_bytes() for path in site.written(folders, AREAS)}

    assert {path: path.read_bytes() for path in site.written(folders, AREAS)} == first


def test_a_site_without_a_report_says_so(tmp_path):
    folders = site.Folders(tmp_path)
    (only,) = site.written(folders, AREAS)

    assert "There are no documents yet." in only.read_text()


def test_what_compares_scenarios_is_on_the_page_of_its_partnership_and_the_scenarios_are_not(folders):
    for name in ("scenario", "scenarios"):
        (folders.notebooks / f"{name}.ipynb").write_text(f"{name}\n")
    barnet = {"partnership": "barnet", "quarter": "2011-12 Q4"}
    for place, notebook in (("places-1.1", "scenario"), ("2-places-abc123", "scenarios")):
        made = document(folders, notebook, barnet, "Invented")
        for path in (made, made.with_name(f"{notebook}.html")):
            (folders.reports / "barnet/2011-12-q4/scenarios" / place).mkdir(parents=True, exist_ok=True)
            path.rename(folders.reports / "barnet/2011-12-q4/scenarios" / place / path.name)
    batch.keep(folders.reports / "barnet/2011-12-q4/scenarios/places-1.2", "scenario", "no memory")
    batch.keep(folders.reports / "kent/2007-08-q4/scenarios/2-places-abc124", "scenarios", "no memory")
    pages = {path.relative_to(folders.reports).as_posix() for path in site.written(folders, AREAS)}
    page = BeautifulSoup((folders.reports / "barnet/2011-12-q4/index.html").read_text(encoding="utf-8"), "html.parser")

    assert len(pages) == 5
    assert [link["href"] for link in page.select(".reports a[href$='.html']")] == [
        "assessment.html",
        "assessment.review.html",
        "scenarios/2-places-abc123/scenarios.html",
        "scenarios/2-places-abc123/scenarios.review.html",
    ]
    assert states(folders)["kent", "2007-08 Q4", "scenarios"] == "Failed"
    assert states(folders)["barnet", "2011-12 Q4", "scenarios"] == "Up to date"

"""The default documents as a reader meets them: the figures they must show, what they refuse, and that numbers can be traced."""

import csv
import io
import re
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from default_documents import WANTED
from reading import numbers, words

from needs.folders import Folders
from needs.publish import renderers
from needs.publish.render import render


@pytest.mark.parametrize(
    "said",
    [
        "1,065 people were in treatment in 2011-12.",
        "505 people came into treatment in 2011-12.",
        "510 of 515 first interventions (99.0%, 97.7% to 99.6%) began within three weeks in 2011-12.",
        "1,492 people (1,267 to 1,841) were estimated to use opiates or crack in 2011-12.",
        "6.2 in every 1,000 residents aged 15-64 (5.3 to 7.7) were estimated to use opiates or crack in 2011-12.",
        "About 870 people who may need treatment were not in it in 2011-12, between 640 and 1,220. That is about 58% of those in "
        "need (51% to 66%). The estimate is of ages 15-64; some of those treated may be of other ages.",
        "Allowing for people treated at other ages, between 640 and 1,440 were not in treatment.",
        "About 2,650 of an estimated 3,057 people who may need treatment were not in it in 2011-12 (87%). No interval was "
        "published. We cannot say how sure this is.",
        "Intervals were first published for 2015-16, after this quarter.",
        "About 2,500 people who may need treatment were not in it in 2015-16, between 1,750 and 3,750. That is about 83% of those in need "
        "(77% to 88%).",
        "200 of 1,065 people in treatment (19%, 17% to 21%) completed it successfully in 2011-12.",
        "This is similar to England (22%): the difference could be chance.",
    ],
)
def test_barnets_document_says(pages, said):
    assert said in words(pages["barnet"])


def test_barnets_waits_are_510_and_5_and_0(pages):
    table = next(t for t in pages["barnet"].find_all("table") if "Interventions by wait" in t.caption.get_text())
    rows = [
        [cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])] for row in table.tbody.find_all("tr")
    ]

    assert rows[:3] == [
        ["First", "3 weeks or under", "510"],
        ["First", "3 to 6 weeks", "5"],
        ["First", "Over 6 weeks", "0"],
    ]


@pytest.mark.parametrize("number", ["5,385", "3,262", "70%", "67%", "85%", "1,797", "1,885", "2,684", "at least 2,000"])
def test_kents_document_prints(pages, number):
    assert number in words(pages["kent"])


@pytest.mark.parametrize(
    "said",
    [
        '5,385 people were estimated to be "Class A problem drug users" in a year that is not printed.',
        "The people counted differ (treated: drug users in treatment; estimate: Class A problem drug users).",
        "The year of the estimate is not printed.",
        'end of period inferred from "Feb 08" in the indicator table',
        "at least 2,000 people are not in contact with treatment. We cannot confirm that figure",
        "Kent's document gives more than one figure for Stayed in treatment for 12 weeks or more: 67%",
        "The target for 2007-08 is 85%, 18 percentage points away.",
    ],
)
def test_kents_document_says_what_cannot_be_compared_and_why(pages, said):
    assert said in words(pages["kent"])


def test_dudleys_target_of_nothing_gets_no_verdict(pages):
    text = words(pages["dudley"])

    assert "We have not judged this against the target: no usable target was set." in text
    assert 'printed as "0%"' in text
    for row in pages["dudley"].find_all("tr"):
        cells = row.get_text(" ", strip=True)
        if cells.startswith("Treatment system exits") and "37%" in cells and "actual" in cells:
            assert not re.search(r"\b(Met|Missed|Better|Worse)\b", cells)


def test_dudleys_misses_are_said_with_its_successes(pages):
    assert 'Dudley\'s document says, without a number: "There are no waiting times for treatment".' in words(
        pages["dudley"]
    )
    assert "Three of four figures with a target that is due meet it." in words(pages["dudley"])
    assert "The target of 80% was missed by 25 percentage points." in words(pages["dudley"])


def test_baths_waits_stand_beside_their_targets(pages):
    assert "The target of 2 weeks was missed by 1 week." in words(pages["bath-and-north-east-somerset"])
    assert "Average wait: structured counselling: 3 weeks in June 2004." in words(pages["bath-and-north-east-somerset"])
    assert "£1.58 million" in words(pages["bath-and-north-east-somerset"])
    assert "over £1.3 million" in words(pages["bath-and-north-east-somerset"])


def test_derbys_gaps_are_in_percentage_points_and_its_ratio_is_refused(pages):
    text = words(pages["derby"])

    assert "The target for 2009-10 is 83%, 4 percentage points away." in text
    assert "(treated: people accessing services; estimate: people with problematic drug dependency)" in text
    assert "17 percentage points" in text


def test_oldhams_national_figure_is_not_taken_for_a_local_one(pages):
    assert "332,000 people in England were estimated to be problem drug users in 2008." in words(pages["oldham"])
    assert "No estimate of need for Oldham was found" in words(pages["oldham"])


@pytest.mark.parametrize("name", ["barnet"])
def test_every_bar_is_drawn_with_the_number_its_table_gives(pages, name):
    for figure in pages[name].select("#chart-need, #chart-alcohol"):
        drawn = {text.get_text() for text in figure.select("svg text")}
        rows = figure.select("details tbody tr")

        assert rows
        assert {row.select("td.number")[0].get_text().split()[0] for row in rows} <= drawn


def test_lines_begin_and_end_with_the_numbers_of_their_table(pages):
    figure = pages["barnet"].select_one("#chart-change-people")
    drawn = " ".join(text.get_text() for text in figure.select("svg text"))

    assert {"1,105", "1,065", "595", "505"} <= numbers(drawn)


@pytest.mark.parametrize("name", WANTED)
def test_sentence_and_table_give_the_same_verdict(pages, name):
    """Whatever the sentence of a figure says of England, the table of priorities says too."""
    chips = {}
    for row in pages[name].select("table.matrix tbody tr"):
        chips[row.th.get_text(strip=True)] = row.select_one(".verdict").get_text(" ", strip=True).lower()
    for row in pages[name].select("tr[id^=e-k]"):
        title = row.td.get_text(strip=True).split(", ")[0]
        how = row.select("td")[2].get_text(" ")
        for label, chip in chips.items():
            if title == label and "England" in how and "target" not in how:
                assert chip.removeprefix("may be ") in how


@pytest.mark.parametrize("name", WANTED)
def test_key_messages_are_six_at_most_and_name_miss_best_and_uncertainty(pages, name):
    leads = [strong.get_text() for strong in pages[name].select(".key-messages strong")]

    assert len(leads) <= 6
    assert "Biggest uncertainty." in leads
    assert {"Worst miss.", "Worst result.", "Best and worst results."} & set(leads)
    assert {"Best result.", "Best and worst results."} & set(leads)


@pytest.mark.parametrize("name", WANTED)
def test_the_download_holds_a_row_for_each_piece_of_evidence(pages, name):
    link = pages[name].find("a", download=True)
    held = unquote(link["href"].partition(",")[2])
    rows = list(csv.DictReader(io.StringIO(held)))

    shown = [th.get_text() for th in pages[name].select("tr[id^=e-k] > th")]

    assert [row["number"] for row in rows] == shown  # neither has what is cited for review alone
    assert all(row["period"] and row["unit"] and row["status"] and row["source"] for row in rows)


def test_the_reader_edition_shows_no_code_and_the_review_edition_all_of_it(documents):
    reader = (documents / "barnet" / "needs_assessment.html").read_text(encoding="utf-8")
    review = (documents / "barnet" / "needs_assessment.review.html").read_text(encoding="utf-8")

    assert "waiting.first_and_later" not in reader
    folded = " ".join(code.get_text() for code in BeautifulSoup(review, "html.parser").select("details.code"))
    assert "report.show( waiting.first_and_later, " in " ".join(folded.split())


def test_two_runs_give_the_same_bytes(documents, tmp_path, monkeypatch):
    """The second with Jupyter's own kernel, as in JupyterLab."""
    monkeypatch.setenv(renderers.SWITCH, "ordinary")
    folders = Folders.here()
    wanted = WANTED["barnet"]
    again = render(
        folders.notebooks / "needs_assessment.ipynb",
        {"partnership": "barnet", "quarter": str(wanted.quarter)},
        tmp_path,
        folders,
    )

    for path in again:
        assert (documents / "barnet" / path.name).read_bytes() == path.read_bytes()


@pytest.mark.parametrize(
    ("measure", "printed", "counted", "target", "verdict"),
    [
        ("Stayed 12 weeks, or left earlier in a planned way", "88%", "86% (80% to 91%) 125 of 145", "80%", "Met"),
        ("Treatment Outcomes Profile completed: starts", "94%", "over 94% all but fewer than 8 of 145", "80%", "Met"),
        ("Treatment Outcomes Profile completed: reviews", "55%", "about 50% (39% to 61%) 35 of 70", "80%", "Missed"),
        ("Treatment Outcomes Profile completed: discharges", "83%", "83% (77% to 88%) 145 of 175", "80%", "Met"),
        ("Treatment system exits", "37%", "34% (28% to 42%) 60 of 175", '[z] (printed as "0%")', "Not judged"),
    ],
)
def test_ironbecks_quarter_is_counted_beside_what_it_prints(every_page, measure, printed, counted, target, verdict):
    """Made after the Select Committee's table of the first quarter of 2008/09; counted from records of nobody."""
    page = every_page["ironbeck/needs_assessment.review"]
    found = next(one for one in page.select("table") if "counted from records" in one.caption.get_text())
    row = next(row for row in found.select("tbody tr") if words(row.th).strip() == measure)
    cells = [words(cell).strip() for cell in row.select("td")]

    assert cells[1:4] == [printed, counted, target]
    assert verdict in cells[4]


def test_a_document_of_published_figures_alone_gives_no_figure_of_invented_records(pages):
    page = pages["barnet"]

    assert "Published figures" in words(page.select_one(".masthead"))
    assert [words(one) for one in page.select("[data-facts], caption, tr[id^=e-k]") if "nvented" in words(one)] == []

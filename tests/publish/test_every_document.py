"""What holds of every document, whichever notebook it is made from: numbers lead to evidence, words are plain, parts are whole."""

import re
from functools import cache

import html5lib
import nbformat
import pytest
from default_documents import DOCUMENTS
from leaving_documents import everything
from reading import BANNED, NUMBER, evidence, in_section, numbers, said, sentences, titles, words

from needs.folders import Folders
from needs.present.parameters import defaults
from needs.publish.documents import kinds
from needs.publish.page import APPENDIX

# What a sentence may name without evidence: NI 39 and 40, intervals and their quantile, small numbers of deaths, days asked about, a
# census, SHA-256, the constant of moving ranges, an indicator of Fingertips, how many metrics a framework has, the year reviews changed
NAMES = {"39", "40", "95", "99.8", "20", "28", "2021", "256", "3.090232", "3.267", "92544", "22", "2023", "24"}
# A sentence of these may sum up a table of its section, or (of the second) of the document or a warning with its source; the
# numbers of all others stand in the evidence they lead to, and nowhere else
FROM_TABLES, FROM_ANY_TABLE = ("treatment_plan", "young_people", "data_quality"), ("overview", "methods")
SOURCE = re.compile(r"[\d.]+ Source\. ")  # how a paragraph begins that names a paper with its year and page
OLDEST_READER = 11  # years of schooling age at which a key message should be read with ease
FEWEST_FOR_A_PERCENTAGE = 20


@pytest.mark.parametrize("notebook", kinds(Folders.here().notebooks))
def test_each_notebook_runs_as_it_opens(notebook):
    """What it is set to when JupyterLab opens it is one of the documents that are rendered for these tests."""
    opened = defaults(Folders.here().notebooks / f"{notebook}.ipynb").items()

    assert [place for place, (name, given) in DOCUMENTS.items() if name == notebook and set(given) <= set(opened)]


@pytest.fixture(params=DOCUMENTS)
def place(request):
    return request.param


def test_the_sections_are_those_of_the_notebook_and_provenance(page, place):
    """Whoever reads the notebook sees every section of the page, in its order."""
    notebook = nbformat.read(Folders.here().notebooks / f"{DOCUMENTS[place][0]}.ipynb", as_version=4)
    lines = [line for cell in notebook.cells if cell.cell_type == "markdown" for line in cell.source.splitlines()]
    headings = [line.removeprefix("## ").removeprefix(APPENDIX) for line in lines if line.startswith("## ")]

    assert titles(page) == [*headings, "Provenance"]


@pytest.fixture
def page(every_page, place):
    return every_page[place]


def parameters(place):
    return dict(DOCUMENTS[place][1])


@cache
def rows_read(place):
    """The numbers of rows that the look-up of extracts gives for the document's partnership."""
    extracts = everything().extracts
    own = extracts[extracts["partnership"] == parameters(place).get("partnership")]
    return {
        f"{int(rows):,}" for name in ("rows", "rows_used", "rows_refused", "rows_without_consent") for rows in own[name]
    }


def test_each_number_in_a_sentence_is_in_the_evidence_it_leads_to(page, place):
    rows, given = (
        evidence(page),
        numbers(" ".join(map(str, parameters(place).values()))),
    )  # they stand in its command too
    for title in titles(page):
        parts = in_section(page, title)
        tables = page.select("table, .warning") if place.endswith(FROM_ANY_TABLE) else parts
        tables = " ".join(one.get_text(" ") for one in tables if one.name != "p")
        ours = (one for one in parts if "numbered" in one.get("class", []) and not one.find_parent(class_="authored"))
        for paragraph in (one for one in ours if not SOURCE.match(words(one))):
            facts = paragraph.get("data-facts", "").split()
            known = numbers(" ".join(rows[fact] for fact in facts)) | given | NAMES
            if place.endswith((*FROM_TABLES, *FROM_ANY_TABLE)):
                known |= numbers(tables)
            elif not facts:
                known |= rows_read(place)
            missing = numbers(said(paragraph)) - known
            assert missing == set(), said(paragraph)


def test_no_sentence_is_longer_than_25_words(page):
    every = (
        sentence for paragraph in page.select("p.numbered:not(.authored p)") for sentence in sentences(said(paragraph))
    )

    assert [sentence for sentence in every if len(sentence.split()) > 25] == []


def test_no_word_judges_or_blames(page):
    text = " ".join(words(one) for one in page.select("p.numbered, figcaption, .description, caption"))

    assert BANNED.findall(text) == []


def test_differences_between_percentages_are_in_points(page):
    points = re.compile(
        r"\b(?:by|rose|fell|up|down) \d[\d.]*%|\d% (?:higher|lower|above|below|more|fewer|better|worse|away)\b"
    )
    text = [words(one) for one in page.select("p.numbered, td, figcaption, .description")]

    assert [one for one in text if points.search(one)] == []


def test_no_percentage_is_given_of_fewer_than_twenty(page):
    """ "7 of 12 people (58%)": one person more would move such a percentage by eight points."""
    shares = re.compile(rf"({NUMBER.pattern}) of ({NUMBER.pattern})\b[^.;|]{{0,60}}?\(\d[\d.]*%")
    text = [words(one) for one in page.select("p.numbered, td")]
    few = [
        one
        for one in text
        for _, people in shares.findall(one)
        if float(people.replace(",", "")) < FEWEST_FOR_A_PERCENTAGE
    ]

    assert few == []


def test_no_percentage_of_what_was_counted_is_of_fewer_than_fifty_and_below_a_hundred_it_is_about(page):
    shares = re.compile(rf"({NUMBER.pattern}) of ({NUMBER.pattern})\b[^.;|%]{{0,60}}?\((about )?\d[\d.]*%")
    found = [
        (*(int(count.replace(",", "")) for count in counts), bool(about), words(one))
        for one in page.select("p.numbered, figcaption, .description")
        for *counts, about in shares.findall(words(one))
    ]

    assert [one for _, people, _, one in found if people < 50] == []
    for counted, people, is_about, one in found:
        assert is_about == (people < 100 and 0 < counted < people), (
            one
        )  # none and all are shown only where they are exact


def test_key_messages_can_be_read_by_an_eleven_year_old(page):
    """By the automated readability index of Senter and Smith (1967), whose grades begin at the age of five."""
    messages = [said(one) for one in page.select(".key-messages p")]
    found = [word for one in messages for word in re.findall(r"\w[\w,.'-]*", one)]
    if not messages:
        assert not page.select(".key-messages")
        return
    letters = sum(len(re.sub(r"\W", "", word)) for word in found)
    parts = sum(len(sentences(one)) for one in messages)

    assert 4.71 * letters / len(found) + 0.5 * len(found) / parts - 21.43 + 5 <= OLDEST_READER


def test_shorthand_is_explained_beside_its_table(page):
    for table in page.select("main table"):
        signs = set(re.findall(r"\[(?:x|z|c|low|p|r|e|u|ns|b)\]", table.get_text(" ")))
        explained = table.find_parent("div").find_next_sibling(["p", "div", "h2", "h3"])
        assert not signs or signs <= set(re.findall(r"\[\w+\]", words(explained))), words(table.caption)


def test_no_cell_of_a_table_is_empty_or_merged(page):
    for table in page.select("table"):
        assert table.select("[colspan], [rowspan]") == [], words(table.caption)
        assert [cell for cell in table.select("td, th") if not cell.get_text(strip=True) and not cell.find("svg")] == []


def test_a_figure_has_at_most_three_stops_for_the_tab_key(page):
    stops = [len(figure.select("a[href], summary, [tabindex='0']")) for figure in page.select("figure")]

    assert all(number <= 3 for number in stops), stops


def test_charts_say_the_numbers_of_their_tables(page):
    """Whatever number a chart's title gives, and whatever it labels that is no tick of an axis, its table gives too."""
    for figure in page.select("figure.chart"):
        table = numbers(words(figure.find("details")))
        assert numbers(words(figure.figcaption)) <= table


def test_the_page_is_sound_html(documents, place):
    """No tag left open, misplaced or unknown: the parser of the HTML standard finds no error."""
    parser = html5lib.HTMLParser()
    parser.parse((documents / f"{place}.html").read_text(encoding="utf-8"))

    assert [(position, code) for position, code, _ in parser.errors] == []


def test_no_address_of_a_person_is_given(page):
    assert "@" not in words(page)


def test_invented_records_are_said_wherever_their_figures_are(page):
    invented = {row["id"].removeprefix("e-") for row in page.select("tr[id^=e-k]") if "invented records" in words(row)}
    cited = [one for one in page.select("[data-facts]") if invented & set(one["data-facts"].split())]

    assert [words(one) for one in cited if "invented" not in words(one)] == []
    assert not invented or "nvented records" in words(page.select_one(".masthead"))


def test_the_reader_edition_has_no_code_and_the_review_edition_has_it_folded(documents, place):
    reader, review = ((documents / f"{place}{kind}.html").read_text(encoding="utf-8") for kind in ("", ".review"))

    assert 'class="code"' not in reader
    assert review.count('<details class="code"') >= 5


WITHOUT_FIGURES = (  # tables that count rows of files and plans, which have no evidence but the files
    "At a glance", "How many objectives", "What to add to", "Actions at the end of", "Input files",
)  # fmt: skip
OF_FIGURES = ("needs_assessment", "performance", "treatment_plan", "young_people")


def test_each_number_in_a_table_has_its_evidence(page, place):
    """Named by its row, or standing in it, as of a table that gives the place of each printed figure."""
    if place.rpartition("/")[2] not in OF_FIGURES:
        return
    known = {row["id"].removeprefix("e-") for row in page.select("tr[id^=e-k]")}
    funnels = [table for figure in page.select("figure[id*=funnel]") for table in figure.find_all("table")]
    for table in page.main.find_all("table"):
        heads = " ".join(head.get_text() for head in table.select("thead th"))
        is_appendix = "appendix" in table.find_previous("h2").get("class", [])
        if is_appendix or table in funnels or "Where, and what to know" in heads:
            continue
        if table.caption.get_text().startswith(WITHOUT_FIGURES):
            continue
        for row in table.select("tbody tr"):
            held = set(row.get("data-facts", "").split())
            has_number = any(sign.isdigit() for cell in row.select("td.number") for sign in cell.get_text())

            assert held <= known
            assert held or not has_number, f"{table.caption.get_text()}: {row.get_text(' | ')}"


def test_no_two_rows_of_evidence_have_one_title(page):
    named = [words(row.find("td")) for row in page.select("tr[id^=e-k]")]

    assert sorted(name for name in set(named) if named.count(name) > 1) == []


SAID_AS = {  # a verdict in a sentence, and the word of the tables for it
    r"\bThis is similar to\b": "similar",
    r"\bThe target of [^.]*\bwas met\b": "met",
    r"\bThe target of [^.]*\bwas missed\b": "missed",
    r"\balready within the target\b": "reached early",
    r"\bWe have not compared the two\b": "not compared",
    r"\blies within their usual spread\b": "within",
    r"\blies above the usual spread\b": "above",
    r"\blies below the usual spread\b": "below",
}
SIDE = re.compile(r"\b(better|worse|higher|lower) than\b")
NOT_SAID = ("not compared", "not judged")  # of what has nothing to be compared with, or no target


def test_evidence_says_each_verdict_that_the_text_says_in_its_words(page):
    rows = {key: text.lower() for key, text in evidence(page).items()}
    for one in page.select("p[data-facts], tr[data-facts]"):
        of_evidence = " ".join(rows[key] for key in one["data-facts"].split())
        if one.name == "tr":
            verdicts = {cell.get_text().lower() for cell in one.select("span.verdict")} - set(NOT_SAID)
        else:
            text = words(one)
            verdicts = {word for pattern, word in SAID_AS.items() if re.search(pattern, text)}
            verdicts |= {found[1] for found in SIDE.finditer(text) if "This is" in text}
        assert [word for word in verdicts if word not in of_evidence] == [], words(one)

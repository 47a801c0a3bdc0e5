"""Hostile texts in everything that may be written, rendered by the commands and opened in a browser that listens."""

import csv
import xml.etree.ElementTree as ET
import zipfile

import hostile_project
import pytest
import small_project

from needs.ingest.problems import WITHOUT_MISLEADING

DOCUMENTS = ("needs_assessment", "treatment_plan", "data_quality")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    """The reports of the hostile project, its site included."""
    folders = hostile_project.written(tmp_path_factory.mktemp("hostile"))
    chosen = [word for name in DOCUMENTS for word in ("--document", name)]
    asked = ("report", "--partnership", hostile_project.PARTNERSHIP, "--quarter", hostile_project.QUARTER, *chosen)
    _, paths, errors = small_project.ended(small_project.begun(folders.root, *asked))
    assert len(paths) == len(DOCUMENTS), errors
    assert all(line.isprintable() for line in errors)
    refused = {line.split(", ")[0].split("/")[-1].split(":")[0] for line in errors if WITHOUT_MISLEADING in line}
    assert refused == {"treatment.csv", "sources.csv", "priorities.csv", "paper.toml"}
    code, _, errors = small_project.ended(small_project.begun(folders.root, "site"))
    assert (code, errors) == (0, [])
    return folders.reports


def test_no_script_runs_and_nothing_is_asked_for(browser, reports):
    pages = sorted(reports.rglob("*.html"))
    heard, seen = [], []
    for path in pages:
        context = browser.new_context(offline=True)
        page = context.new_page()
        page.on("dialog", lambda dialog: (heard.append(dialog.message), dialog.dismiss()))
        page.on("console", lambda message: heard.append(message.text))
        page.on("pageerror", lambda error: heard.append(str(error)))
        page.on("request", lambda request: seen.append(request.url))
        page.goto(path.as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
        page.evaluate("document.querySelectorAll('*').forEach(e => e.dispatchEvent(new Event('mouseover')))")
        assert page.title() != "owned"
        assert page.locator("script, iframe, object, link, base, form, svg image, img").count() == 0
        assert page.locator("a[href^='javascript:' i], a[href^='data:text/html' i]").count() == 0
        context.close()

    assert len(pages) >= 2 * len(DOCUMENTS) + 2  # each with its review edition, and the site
    assert heard == []
    assert [url for url in seen if not url.startswith("data:")] == [path.as_uri() for path in pages]


def test_hostile_texts_are_shown_as_they_were_written(browser, reports):
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto(next(reports.rglob("treatment_plan.html")).as_uri())

    assert hostile_project.SCRIPT in page.locator("body").text_content()
    context.close()


def test_no_sign_turns_or_hides_text_in_a_page(reports):
    for path in reports.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert [sign for sign in "\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u200b\u2060\ufeff" if sign in text] == []


def test_no_cell_of_a_download_begins_a_formula(reports):
    folder = next(reports.rglob("figures.csv")).parent
    with (folder / "figures.csv").open(encoding="utf-8", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert any("HYPERLINK" in cell for cell in cells)
    assert [
        cell for cell in cells if cell.startswith(FORMULA) and not cell.lstrip("-").replace(".", "").isdigit()
    ] == []
    with zipfile.ZipFile(folder / "figures.xlsx") as book:
        sheets = [book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
    assert [sheet for sheet in sheets if "<f>" in sheet or "<f " in sheet] == []
    with zipfile.ZipFile(folder / "figures.ods") as book:
        content = book.read("content.xml").decode()
    ET.fromstring(content)
    assert "table:formula" not in content

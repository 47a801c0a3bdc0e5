"""The files beside a document: every figure with its status, none that is hidden, no formula, the same bytes twice."""

import csv
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
import workbooks
from odf import grammar, opendocument
from small_figures import HARMFUL, PLAIN, ROWS, assessment
from workbooks import BEFORE_THE_TABLE, IN_A_SHEET, in_subjects

from needs.folders import Folders
from needs.measure import safe
from needs.measure.results import OF_RECORDS, STATUSES
from needs.mistakes import Mistake
from needs.present.assessment import Assessment
from needs.publish import downloads, pdf

NUMBERS = ("value", "lower", "upper", "numerator", "denominator")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    destination = tmp_path_factory.mktemp("downloads")
    downloads.written(assessment(), destination)
    return destination


@pytest.fixture(scope="module")
def rows(folder):
    with (folder / "figures.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def facts(folder):
    return json.loads((folder / "facts.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def excel(folder):
    return workbooks.excel(folder / "figures.xlsx")


@pytest.fixture(scope="module")
def opened(folder):
    return opendocument.load(str(folder / "figures.ods"))


@pytest.fixture(scope="module")
def open_document(folder):
    return workbooks.open_document(folder / "figures.ods")


def of(rows, indicator, area="Testshire"):
    return next(row for row in rows if row["indicator"] == indicator and row["area"] == area)


def test_the_csv_holds_the_areas_own_figures_and_those_of_england_and_no_other(rows):
    assert len(rows) == len(ROWS) - 1  # Elsewhere is in another region
    assert {row["area"] for row in rows} == {"Testshire", "England"}
    assert of(rows, "new_presentations", "England")["value"] == "9876"


def test_a_figure_is_given_with_its_counts_interval_period_unit_and_status(rows):
    figure = of(rows, "top_reviews_percent")

    assert (figure["numerator"], figure["denominator"], figure["value"]) == ("42", "77", "55")
    assert (figure["lower"], figure["upper"], figure["as_written"]) == ("43", "65", "55% (43% to 65%)")
    assert (figure["unit"], figure["window"], figure["status"]) == ("percent", "one quarter", "a figure is given")
    assert (figure["period_start"], figure["period_end"]) == ("2008-04-01", "2008-06-30")
    assert of(rows, "new_presentations")["source_title"] == "The Book of Figures"


def test_every_row_says_its_period_unit_status_and_origin(rows):
    for row in rows:
        assert all(
            row[name] for name in ("title", "area", "period", "unit", "status", "origin", "source", "definition")
        )
        assert row["status"] in STATUSES.values()


def test_each_file_of_an_invented_place_says_once_what_it_is(tmp_path):
    found = assessment()
    invented = replace(found, area=replace(found.area, kind="invented"))
    band = "Invented place: nobody in these figures exists."
    downloads.written(invented, tmp_path)
    about = json.loads((tmp_path / "facts.json").read_text(encoding="utf-8"))["about"]
    books = (workbooks.excel(tmp_path / "figures.xlsx"), workbooks.open_document(tmp_path / "figures.ods"))
    with (tmp_path / "figures.csv").open(encoding="utf-8", newline="") as lines:
        held = list(csv.DictReader(lines))

    assert (about["note"], about["is_invented_place"]) == (band, True)
    assert {row["disclosure"] for row in held} == {band}
    for book in books:
        assert str(book).count("nvented place: nobody") == 1
    downloads.written(found, tmp_path)
    texts = [path.read_text(encoding="utf-8") for path in tmp_path.iterdir() if path.suffix in (".csv", ".json")]
    assert [text for text in texts if "Invented place:" in text] == []


def test_a_hidden_figure_is_without_any_number_in_every_file(rows, facts, excel, open_document):
    hidden = of(rows, "deaths_in_treatment")

    assert [hidden[name] for name in NUMBERS] == [""] * 5
    assert (hidden["status"], hidden["as_written"]) == ("hidden to protect people's identity", "[c]")
    assert [of(facts["figures"], "deaths_in_treatment")[name] for name in NUMBERS] == [None] * 5
    for book in (excel, open_document):
        row = next(row for row in in_subjects(book) if row["Status"].startswith("hidden"))
        assert [row[name] for name in IN_A_SHEET] == ["[c]"] * 5


@pytest.mark.parametrize("name", NUMBERS)
def test_nothing_is_written_if_a_hidden_result_holds_a_number(tmp_path, name):
    leaking = PLAIN | {"indicator": "harmful_use", "status": "hidden", name: 3}
    with pytest.raises(ValueError, match=f"harmful_use of E08000099 in quarter is hidden and has a {name}"):
        downloads.written(assessment(leaking), tmp_path / "out")

    assert not (tmp_path / "out").exists()


def test_what_was_not_collected_is_no_nought_and_no_blank(rows, excel):
    missing = of(rows, "waiting_for_treatment")

    assert (missing["value"], missing["status"], missing["as_written"]) == ("", "not collected", "[x]")
    assert next(row for row in in_subjects(excel) if row["Status"] == "not collected")["Value"] == "[x]"


def test_csv_and_json_hold_the_same_figures_in_the_same_order(rows, facts):
    assert len(rows) == len(facts["figures"])
    for row, fact in zip(rows, facts["figures"], strict=True):
        assert list(row) == list(fact)
        assert [row[name] for name in NUMBERS] == ["" if fact[name] is None else f"{fact[name]:g}" if fact[name] == int(fact[name]) else str(fact[name]) for name in NUMBERS]  # fmt: skip
        assert row["indicator"] == fact["indicator"]


def test_no_cell_of_the_csv_can_be_taken_for_a_formula(rows):
    cells = [(name, cell) for row in rows for name, cell in row.items() if name not in NUMBERS]

    assert [(name, cell) for name, cell in cells if cell.startswith(("=", "+", "@", "\t", "\r"))] == []
    assert [cell for _, cell in cells if cell.startswith("-")] == ["-4.5%"]
    harmful = [row for row in rows if row["indicator"] == "harmful_measure"]
    assert {row["title"] for row in harmful} == {f"'{HARMFUL}"}
    assert {"'-2+3", "*"} == {row["group"] for row in harmful}
    assert {"'@SUM(A1)", ""} == {row["place"] for row in harmful}


def test_a_number_below_nought_stays_a_number(rows, excel, open_document):
    assert of(rows, "alcohol_related_admission_rate_change_percent")["value"] == "-4.5"
    for book in (excel, open_document):
        assert -4.5 in [row["Value"] for row in in_subjects(book)]


def test_the_excel_file_holds_no_formula_and_no_link_to_elsewhere(folder):
    book = openpyxl.load_workbook(folder / "figures.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]

    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert HARMFUL in [cell.value for cell in cells]
    assert [cell.hyperlink.target for cell in cells if cell.hyperlink and cell.hyperlink.target] == []
    with zipfile.ZipFile(folder / "figures.xlsx") as archive:
        assert not [name for name in archive.namelist() if b"<f>" in archive.read(name)]


def test_the_opendocument_file_holds_no_formula_and_no_link_to_elsewhere(folder):
    with zipfile.ZipFile(folder / "figures.ods") as archive:
        content = archive.read("content.xml").decode()

    assert "table:formula" not in content
    assert 'xlink:href="http' not in content
    assert "=HYPERLINK(" in content


@pytest.mark.parametrize("book", ["excel", "open_document"])
def test_a_workbook_has_cover_contents_notes_definitions_and_a_sheet_a_subject(request, book):
    sheets = request.getfixturevalue(book)

    assert list(sheets) == [
        "Cover", "Contents", "Notes", "Definitions", "Who is in treatment", "Starting and waiting", "Staying and leaving",
        "Harm", "Other",
    ]  # fmt: skip
    listed = [row[0] for row in sheets["Contents"][BEFORE_THE_TABLE + 1 :]]
    assert listed == list(sheets)[2:]
    assert {"[c]", "[x]", "[z]"} <= {row[0] for row in sheets["Notes"]}


@pytest.mark.parametrize("book", ["excel", "open_document"])
def test_no_cell_of_a_table_is_empty_and_no_heading_occurs_twice(request, book):
    for name, lines in request.getfixturevalue(book).items():
        if name != "Cover":
            head, *below = lines[BEFORE_THE_TABLE:]
            assert len(set(head)) == len(head)
            assert [row for row in below if None in row or "" in row] == []


def test_both_workbooks_hold_every_figure_of_the_csv_alike(rows, excel, open_document):
    excels, opens = list(in_subjects(excel)), list(in_subjects(open_document))

    assert len(excels) == len(opens) == len(rows)
    for one, other in zip(excels, opens, strict=True):
        assert [one[name] for name in IN_A_SHEET] == [other[name] for name in IN_A_SHEET]
        assert one["Status"] == other["Status"] in STATUSES.values()


def test_a_figure_in_a_workbook_is_rounded_as_in_a_document(excel):
    row = next(row for row in in_subjects(excel) if row["Denominator"] == 77)

    assert [row[name] for name in IN_A_SHEET] == [55, 43, 65, 42, 77]


def test_the_excel_file_has_title_language_and_tables_marked(folder):
    book = openpyxl.load_workbook(folder / "figures.xlsx")

    assert book.properties.title == "Drug and alcohol figures: Testshire, 2008-09 Q1"
    assert book.properties.language == "en-GB"
    assert all(len(sheet.tables) == 1 and not sheet.merged_cells.ranges for sheet in book if sheet.title != "Cover")


def test_the_opendocument_file_has_title_language_and_tables_marked(folder, opened, open_document):
    with zipfile.ZipFile(folder / "figures.ods") as archive:
        meta, content = archive.read("meta.xml").decode(), archive.read("content.xml").decode()
        assert archive.infolist()[0].filename == "mimetype"

    assert "<dc:title>Drug and alcohol figures: Testshire, 2008-09 Q1</dc:title>" in meta
    assert "<dc:language>en-GB</dc:language>" in meta
    assert content.count('table:contains-header="true"') == len(open_document) - 2  # all but cover and contents
    assert opened.mimetype == "application/vnd.oasis.opendocument.spreadsheet"


@pytest.mark.parametrize("part", ["content.xml", "meta.xml", "styles.xml"])
def test_the_opendocument_file_keeps_to_the_grammar_of_odf_1_2(folder, part):
    """By the tables that odfpy made from the standard's own schema: elements, attributes, text, and what is required."""
    with zipfile.ZipFile(folder / "figures.ods") as archive:
        root = ET.fromstring(archive.read(part))
    for element in root.iter():
        name = named(element.tag)
        children, attributes = grammar.allowed_children.get(name), grammar.allowed_attributes.get(name)
        given = {named(attribute) for attribute in element.attrib}
        assert children is None or {named(child.tag) for child in element} <= set(children), name
        assert attributes is None or given <= set(attributes), (name, given)
        assert set(grammar.required_attributes.get(name, ())) <= given, name
        assert not (element.text or "").strip() or name in grammar.allows_text, name


def named(qualified):
    namespace, _, name = qualified.rpartition("}")
    return namespace.lstrip("{"), name


def test_two_runs_write_the_same_bytes(folder, tmp_path):
    """The second in a process of its own, with another seed for hashes, in another time zone and on another day's clock."""
    code = "from pathlib import Path; from small_figures import assessment; from needs.publish import downloads; "
    code += f"downloads.written(assessment(), Path({str(tmp_path)!r}))"
    environment = os.environ | {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "PYTHONPATH": str(Path(__file__).parents[1])}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)

    for name in downloads.FILES:
        assert (folder / name).read_bytes() == (tmp_path / name).read_bytes(), name


def test_no_file_names_this_machine_or_the_time(folder):
    for name in downloads.FILES:
        held = (folder / name).read_bytes()
        if zipfile.is_zipfile(folder / name):
            with zipfile.ZipFile(folder / name) as archive:
                held = b"".join(archive.read(entry) for entry in archive.infolist())
                assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert str(Path.home()).encode() + b"/" not in held
        assert str(folder).encode() not in held


def test_downloads_are_described_with_their_size_and_fingerprint(folder):
    found = downloads.beside(folder)

    assert [one.path.name for one in found] == ["figures.csv", "figures.xlsx", "figures.ods", "facts.json"]
    for one in found:
        held = one.path.read_bytes()
        assert (one.size, one.sha256) == (len(held), hashlib.sha256(held).hexdigest())


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    """The files of Ironbeck's first quarter of 2008-09, from whatever results there are of its records."""
    destination = tmp_path_factory.mktemp("ironbeck")
    found = safe.read(Folders.here().safe, "ironbeck")
    downloads.written(Assessment.of(found, "ironbeck", "2008-09 Q1"), destination)
    return destination


@pytest.fixture(scope="module")
def counted(real):
    """The rows of its CSV that were counted from records."""
    with (real / "figures.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["source"] in OF_RECORDS]
    assert len(rows) > 1000
    return rows


def test_what_was_counted_is_none_or_eight_and_more_to_the_nearest_five(counted):
    counts = [row[name] for row in counted for name in ("numerator", "denominator")]
    counts += [row["value"] for row in counted if row["unit"] in ("people", "interventions")]
    held = {int(count) for count in counts if count}

    assert {count for count in held if count % 5} == set()
    assert min(held - {0}) == 10  # eight and nine people are shown as ten
    assert [row for row in counted if row["status"].startswith("hidden") and any(row[name] for name in NUMBERS)] == []
    assert [row for row in counted if row["origin"] != "counted here from records"] == []
    assert {row["is_rounded"] for row in counted if any(row[name] for name in NUMBERS)} == {"yes"}


def too_fine(number: object, unit: str) -> bool:
    """Whether a number has more decimals than what was counted may have in any file."""
    allowed = (
        3
        if unit == "probability"
        else 2
        if unit in ("ratio", "times")
        else 1
        if unit in ("weeks", "days", "points") or unit.startswith("per 1")
        else 0
    )
    return len(str(number).removesuffix(".0").partition(".")[2]) > allowed


def test_no_number_that_was_counted_has_more_decimals_than_documents_give(real, counted):
    """For whoever subtracts two of them: counts, pounds and percents have none, rates, weeks and days one, ratios two."""
    cells = [("figures.csv", row["unit"], row[name]) for row in counted for name in NUMBERS]
    cells += [
        ("figures.csv, as written", row["unit"], number)
        for row in counted
        for number in re.findall(r"\d[\d,]*(?:\.\d+)?", row["as_written"])
    ]
    facts = json.loads((real / "facts.json").read_text(encoding="utf-8"))["figures"]
    facts = [fact for fact in facts if fact["source"] in OF_RECORDS]
    cells += [("facts.json", fact["unit"], fact[name]) for fact in facts for name in NUMBERS if fact[name] is not None]
    for name, book in (("xlsx", workbooks.excel), ("ods", workbooks.open_document)):
        rows = [
            row
            for row in in_subjects(book(real / f"figures.{name}"))
            if row["Origin"] == "counted here from records" and "; " not in row["Source"]  # and not beside residents
        ]
        assert len(rows) == len(counted)
        cells += [(name, row["Unit"], row[column]) for row in rows for column in IN_A_SHEET]
    fine = [(where, unit, number) for where, unit, number in cells if too_fine(number, unit)]

    assert {unit for _, unit, _ in cells} >= {"people", "percent", "weeks"}
    assert fine == []


def test_a_pdf_is_tagged_and_the_same_again_from_the_same_browser(tmp_path):
    if not (os.environ.get("NEEDS_CHROMIUM") or any(map(shutil.which, ("chromium", "google-chrome")))):
        pytest.skip("no Chromium found: apt-get install chromium, or set NEEDS_CHROMIUM")
    page = tmp_path / "page.html"
    page.write_text("<!DOCTYPE html><html lang='en-GB'><title>Page</title><h1>One</h1><h2>Two</h2><p>Text.</p></html>")
    first = pdf.printed(page).read_bytes()

    assert b"/StructTreeRoot" in first and b"/Lang (en-GB)" in first and b"/Title (Page)" in first
    assert first == pdf.printed(page).read_bytes()


def test_without_a_browser_the_mistake_says_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setenv("NEEDS_CHROMIUM", str(tmp_path / "none"))
    with pytest.raises(Mistake, match="install it, name it in NEEDS_CHROMIUM, or leave out --pdf"):
        pdf.browser()

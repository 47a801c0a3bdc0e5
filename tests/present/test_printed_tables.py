"""The checklists in printed_tables: each line that a source document prints, and where a document of ours carries it."""

import csv
import re
from pathlib import Path

import pytest
from reading import in_section, row_words, words

FOLDER = Path(__file__).parent / "printed_tables"
LINES = [
    (checklist.stem, line)
    for checklist in sorted(FOLDER.glob("*.csv"))
    for line in csv.DictReader(checklist.open(encoding="utf-8"))
]
NAMED = [f"{partnership}: {line['printed'][:60]}" for partnership, line in LINES]


def figures(text):
    return {float(number) for number in re.findall(r"\d+(?:\.\d+)?", text.replace(",", ""))}


def test_each_of_the_five_documents_has_a_checklist():
    assert len({partnership for partnership, _ in LINES}) == 5


@pytest.mark.parametrize(("partnership", "line"), LINES, ids=NAMED)
def test_a_printed_line_is_where_the_checklist_says(every_page, partnership, line):
    if line["document"] == "none":
        assert line["found"]  # the reason why no figure can support it
        return
    parts = in_section(every_page[f"{partnership}/{line['document']}"], line["section"])
    if line["caption"] == "text":
        assert any(line["found"] in words(one) for one in parts if one.name == "p")
        return
    tables = [one for one in parts if one.name == "table" and words(one.caption).startswith(line["caption"])]
    rows = [row_words(row) for table in tables for row in table.select("tr")]
    if line["document"] == "treatment_plan":
        assert any(row.startswith(line["found"]) for row in rows), rows
    else:
        assert any(line["found"] in row for row in rows), rows


@pytest.mark.parametrize(("partnership", "line"), LINES, ids=NAMED)
def test_each_figure_of_a_printed_line_is_in_the_row_it_leads_to(partnership, line):
    """The words of the printed line were typed from the document, so a wrong row or a wrong figure is seen."""
    if line["document"] == "treatment_plan":
        assert figures(line["printed"].replace(",", "")) <= figures(line["found"])

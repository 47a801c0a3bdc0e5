"""The analyst's notebook: it runs on the safe tables, is no document, and what it says of publishing a section is true."""

import nbformat
import papermill
import pytest
from bs4 import BeautifulSoup
from reading import sentences, titles, words

from needs.folders import Folders
from needs.publish.documents import kinds
from needs.publish.render import render

EXPLORE = Folders.here().notebooks / "explore.ipynb"
LONGEST_SENTENCE = 29  # words
MASTHEAD = """from needs.present.documents import needs_assessment

report.show(needs_assessment.masthead)"""


@pytest.fixture(scope="module")
def executed(tmp_path_factory):
    return papermill.execute_notebook(str(EXPLORE), str(tmp_path_factory.mktemp("explored") / "explore.ipynb"))


def code(notebook):
    return {cell.id: cell for cell in notebook.cells if cell.cell_type == "code"}


def shown(cell):
    return [output["data"] for output in cell.outputs if "data" in output]


def test_it_is_no_document():
    assert EXPLORE.stem not in kinds(EXPLORE.parent)


def test_every_cell_but_the_first_shows_one_thing(executed):
    _, *others = code(executed).values()

    assert [cell.id for cell in others if len(shown(cell)) != 1] == []


def test_figures_stand_beside_those_of_another_partnership(executed):
    rows = BeautifulSoup(shown(code(executed)["beside"])[0]["text/html"], "html.parser").select("tbody tr")
    compared = [[words(cell) for cell in row.select("td")] for row in rows]

    assert {area for _, _, area, *_ in compared} == {"Enfield"}
    assert {"similar", "higher"} <= {verdict for *_, verdict in compared}


def test_the_own_section_has_sentences_with_evidence_a_table_and_a_chart(executed):
    section = BeautifulSoup(shown(code(executed)["section"])[0]["text/html"], "html.parser")

    assert section.select("p.numbered a.evidence")
    assert "First interventions by drug group and wait, 2021-22" in [words(one) for one in section.select("caption")]
    assert section.select_one("figure svg")


def test_a_sentence_is_short():
    text = [cell.source for cell in nbformat.read(EXPLORE, as_version=4).cells if cell.cell_type == "markdown"]
    every = [sentence for part in text for line in part.splitlines() for sentence in sentences(line)]

    assert [sentence for sentence in every if len(sentence.split()) > LONGEST_SENTENCE] == []


def test_the_own_section_is_published_as_the_notebook_says(tmp_path):
    """What it needs is copied without last lines, and the cell itself under a heading."""
    cells = code(nbformat.read(EXPLORE, as_version=4))
    needed = ["\n".join(cells[name].source.splitlines()[:-1]) for name in ("figures", "groups", "chart")]
    notebook = nbformat.v4.new_notebook(metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}})
    notebook.cells = [
        *map(nbformat.v4.new_code_cell, [cells["open"].source, MASTHEAD, *needed]),
        nbformat.v4.new_markdown_cell("## What the board asked"),
        nbformat.v4.new_code_cell(cells["section"].source),
        nbformat.v4.new_markdown_cell("## Appendix: Evidence"),
        nbformat.v4.new_code_cell(
            "from needs.present.sections import appendices\n\nreport.show(appendices.evidence('own'))"
        ),
    ]
    path = tmp_path / "own.ipynb"
    nbformat.write(notebook, path)

    page, _ = render(path, {}, tmp_path, Folders.here())

    assert titles(BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")) == [
        "What the board asked", "Evidence", "Provenance",
    ]  # fmt: skip

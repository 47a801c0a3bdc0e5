"""From a notebook to its documents, with one real papermill run of the sample notebook shared by most tests."""

import os
import re
import subprocess
import sys

import nbformat
import pytest
import sample_report
from nbformat.v4 import new_code_cell

from needs.folders import Folders
from needs.publish.render import RenderError, render

PARAMETERS = {"partnership": "barnet", "quarter": "2011-12 Q4"}


@pytest.fixture(scope="module")
def rendered(tmp_path_factory):
    root = tmp_path_factory.mktemp("project")
    paths = render(sample_report.write(root), PARAMETERS, root / "reports", Folders(root))
    return {path.name: path.read_bytes() for path in paths}


def failing(tmp_path, *cells, parameters=PARAMETERS, error=RenderError):
    """The line a render stops with, once it is certain that it left nothing behind."""
    notebook = sample_report.write(tmp_path, *cells)
    with pytest.raises(error) as raised:
        render(notebook, parameters, tmp_path / "reports", Folders(tmp_path))
    assert list((tmp_path / "reports").iterdir()) == []
    assert "\n" not in str(raised.value)
    return str(raised.value)


def test_two_editions_are_written_and_nothing_else(rendered):
    assert list(rendered) == ["sample.html", "sample.review.html"]


def test_the_parameters_reach_the_document(rendered):
    assert b"<title>Drug and alcohol needs assessment: Barnet, 2011-12 Q4</title>" in rendered["sample.html"]


def test_the_readers_edition_has_no_code_and_the_review_edition_has_every_cell_but_the_parameters(rendered):
    folded = re.findall(rb"<summary>Code: (.*?)</summary>", rendered["sample.review.html"])

    assert b"Code:" not in rendered["sample.html"]
    assert b"show.messages()" not in rendered["sample.html"]
    assert folded[:3] == [b"Set-up", b"show.masthead(partnership, quarter)", b"show.messages()"]
    assert not any(b"partnership: str" in summary for summary in folded)


def test_a_second_run_gives_the_same_bytes(rendered, tmp_path):
    again = render(sample_report.write(tmp_path), PARAMETERS, tmp_path / "reports", Folders(tmp_path))

    assert rendered == {path.name: path.read_bytes() for path in again}


def test_the_policy_stands_in_the_file_and_names_of_drawings_keep_their_case(rendered):
    assert b"default-src 'none'; img-src data:; style-src 'unsafe-inline'" in rendered["sample.html"]
    assert b'viewBox="0 0 640 250"' in rendered["sample.html"]
    assert b"<clipPath" in rendered["sample.html"]


def test_the_style_sheet_stays_small(rendered):
    assert len(re.search(rb"<style.*?</style>", rendered["sample.html"], re.DOTALL)[0]) <= 8 * 1024


def test_a_misspelt_parameter_stops_before_the_run_and_lists_those_there_are(tmp_path):
    line = failing(tmp_path, parameters={"partnreship": "barnet"}, error=ValueError)

    assert line == "notebooks/sample.ipynb: there is no parameter 'partnreship'; there is partnership, quarter"


def test_a_parameter_that_papermill_would_turn_into_text_is_refused(tmp_path):
    assert "parameter quarter is ('2011-12', 'Q4')" in failing(
        tmp_path, parameters={"quarter": ("2011-12", "Q4")}, error=ValueError
    )


def test_a_parameter_of_a_number_or_nothing_is_known_and_a_number_that_is_none_is_refused(tmp_path):
    path = sample_report.write(tmp_path, new_code_cell('show.Html(f"<p>{1 + (waits_weeks or 0)} weeks</p>")'))
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[0].source += "\nwaits_weeks: float | None = None"
    nbformat.write(notebook, path)
    page, _ = render(path, PARAMETERS | {"waits_weeks": 1.5}, tmp_path / "reports", Folders(tmp_path))

    assert "<p>2.5 weeks</p>" in page.read_text(encoding="utf-8")
    with pytest.raises(ValueError, match="parameter waits_weeks is nan; wanted text, a number, True or False"):
        render(path, PARAMETERS | {"waits_weeks": float("nan")}, tmp_path / "reports", Folders(tmp_path))


def test_a_failing_cell_is_named_as_counted_in_the_notebook_and_leaves_nothing_behind(tmp_path):
    position = len(sample_report.notebook().cells) + 1
    line = failing(tmp_path, new_code_cell("raise LookupError('no\\nsuch partnership')"))

    assert f"notebooks/sample.ipynb, cell {position}: LookupError: no such partnership" == line


def test_cells_that_warn_print_or_show_a_bare_value_are_named(tmp_path):
    before = len(sample_report.notebook().cells)
    sources = ("import warnings; warnings.warn('careful')", "print('unfinished')", "40 + 2")
    line = failing(tmp_path, *map(new_code_cell, sources))

    assert f"cell {before + 1}: printed " in line and "careful" in line
    assert f"cell {before + 2}: printed 'unfinished'; wanted HTML only" in line
    assert f"cell {before + 3}: shows text/plain; wanted text/html" in line


def test_a_page_that_fails_a_check_is_not_written(tmp_path):
    cell = new_code_cell("show.Html('<p>Here is <a href=\"#nowhere\">a link</a>.</p>')")

    assert "reader edition: link 'a link' leads to '#nowhere', which is not on the page" in failing(tmp_path, cell)


def test_a_document_of_true_counts_that_does_not_say_so_is_not_written(tmp_path):
    """Whatever its notebook forgot: the band is looked for in the finished page."""
    path = sample_report.write(tmp_path)
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[0].source += '\npolicy: str = "public"'
    nbformat.write(notebook, path)
    with pytest.raises(RenderError, match="reader edition: the band of a management document is missing$"):
        render(path, PARAMETERS | {"policy": "management"}, tmp_path / "reports", Folders(tmp_path))

    assert list((tmp_path / "reports").iterdir()) == []


def test_the_kernel_talks_over_private_sockets_and_hashes_alike_every_time(tmp_path):
    source = (
        "import os, json; from ipykernel.connect import get_connection_info\n"
        "raise RuntimeError(json.loads(get_connection_info())['transport'] + os.environ['PYTHONHASHSEED'])"
    )
    wanted = "ipc0" if os.name == "posix" else "tcp0"

    assert failing(tmp_path, new_code_cell(source)).endswith(f"RuntimeError: {wanted}")


def test_what_renders_is_loaded_without_the_checker_of_addresses_that_jupyterlab_brings():
    load = "import sys, needs.publish.render; sys.exit('lark' in sys.modules)"  # what that checker is written in

    assert subprocess.run([sys.executable, "-c", load]).returncode == 0


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("import matplotlib.pyplot as plt; plt.plot([1, 2]); plt.show()", "write report.chart(figure, title="),
        ("import matplotlib.pyplot as plt; drawn = plt.figure()", "write report.chart(figure, title="),
        ("import matplotlib.pyplot as plt; plt.figure()", "write report.chart(figure, title="),
        ("import pandas; pandas.DataFrame({'a': [1]})", "write report.table(frame, caption="),
    ],
    ids=["shown", "drawn and left", "the value of a cell", "a DataFrame"],
)
def test_what_a_cell_shows_and_nobody_publishes_fails_the_render_with_the_line_to_write(tmp_path, source, line):
    assert line in failing(tmp_path, new_code_cell(source))

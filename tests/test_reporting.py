"""What `needs report` makes when: before records are counted, in this process or in others, and with nothing to do."""

import shutil
import subprocess
import sys

import nbformat
import pytest
import sample_report
import small_partnerships
import small_project
from nbformat.v4 import new_code_cell
from rich.console import Console
from small_partnerships import FIRST, KEY, SLUGS

from needs import workers
from needs.commands.reporting import Asked, Reporting
from needs.folders import Folders
from needs.ingest.ndtms import pseudonyms
from needs.mistakes import Mistake
from needs.pipeline import stale

QUARTER = "2010-11 Q1"
COMMAND = ("report", "--document", "needs_assessment", "--quarter", QUARTER)
READS = """
from needs.folders import Folders
from needs.measure import safe
show.Html(f"<p>{len(safe.read(Folders.here().safe, partnership).results)} results</p>")
"""
LOADED = """
import sys
from needs.cli import main
try:
    main()
finally:
    print(sorted({"pandas", "numpy", "scipy", "polars", "pyarrow", "matplotlib", "papermill", "bs4"} & set(sys.modules)))
"""


def page(slug):
    return f"reports/{slug}/2010-11-q1/needs_assessment.html"


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A project with a notebook that reads its tables, of which all is made but documents."""
    folders = small_partnerships.written(tmp_path_factory.mktemp("whole"))
    nbformat.write(sample_report.notebook(new_code_cell(READS)), folders.notebooks / "needs_assessment.ipynb")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv(pseudonyms.KEY, KEY)
        small_partnerships.brought_up_to_date(folders)
    return folders


@pytest.fixture
def folders(whole, tmp_path, monkeypatch):
    folders = Folders(shutil.copytree(whole.root, tmp_path / "project"))
    monkeypatch.setenv(pseudonyms.KEY, KEY)
    monkeypatch.setenv("NEEDS_HOME", str(folders.root))
    return folders


@pytest.fixture
def run(monkeypatch, capsys):
    return small_project.commands(monkeypatch, capsys)


def test_documents_without_records_are_there_before_records_are_counted_and_are_the_same_after(
    folders, run, monkeypatch
):
    made = small_project.files(folders.processed)
    shutil.rmtree(folders.processed)
    of_records, seen = stale._of_records, []

    def counting(*given):
        seen.append(
            (
                [slug for slug in ("barnet", *SLUGS) if (folders.root / page(slug)).exists()],
                small_project.times(folders.reports),
            )
        )
        of_records(*given)

    monkeypatch.setattr(stale, "_of_records", counting)
    code, said, errors = run(*COMMAND, "--partnership", "barnet")

    assert (code, said, errors) == (0, [page("barnet")], ["1 written, 0 up to date, 0 failed"])
    ((before, times),) = seen
    assert before == ["barnet"]
    assert small_project.times(folders.reports) == times  # none of them was written again
    assert small_project.files(folders.processed) == made  # counted by processes, as in this one
    first = small_project.files(folders.reports)
    assert run(*COMMAND, "--partnership", "barnet", "--force")[0] == 0
    assert small_project.files(folders.reports) == first


def test_a_document_of_a_partnership_that_is_counted_now_is_made_when_it_has_been(folders, run, monkeypatch):
    small_partnerships.put(folders, FIRST, small_partnerships.people(90))
    of_records = stale._of_records

    def counting(*given):
        assert not folders.reports.exists() or list(folders.reports.rglob("*.html")) == []
        of_records(*given)

    monkeypatch.setattr(stale, "_of_records", counting)
    code, said, errors = run(*COMMAND, "--partnership", FIRST)

    assert (code, said, errors) == (0, [page(FIRST)], ["1 written, 0 up to date, 0 failed"])


def test_one_document_is_made_here_without_a_worker(folders, run, monkeypatch):
    def never(*_, **__):
        raise AssertionError("a process was begun")

    monkeypatch.setattr(workers, "of_this_machine", never)
    code, said, errors = run(*COMMAND, "--partnership", "barnet")

    assert (code, said, errors) == (0, [page("barnet")], ["1 written, 0 up to date, 0 failed"])


@pytest.mark.parametrize(
    ("command", "said"),
    [(("results",), "results are up to date: "), ((*COMMAND, "--partnership", "barnet"), "0 written, 1 up to date")],
)
def test_a_run_with_nothing_to_do_loads_no_library_that_reads_counts_or_draws(folders, command, said):
    for _ in range(2):
        found = subprocess.run([sys.executable, "-c", LOADED, *command], capture_output=True, text=True)

    assert found.returncode == 0
    assert said in found.stdout + found.stderr
    assert found.stdout.splitlines()[-1] == "[]"


def test_documents_of_true_counts_want_the_setting_too(folders):
    with pytest.raises(Mistake, match='--management makes documents of true counts: set policy = "management"'):
        Reporting(Asked(management=True), folders, Console())


@pytest.mark.parametrize("name", ["overview", "methods"])
def test_what_is_about_all_is_never_of_true_counts(name, folders):
    notebook = folders.notebooks / f"{name}.ipynb"
    nbformat.write(sample_report.notebook(document="country" if name == "overview" else "all"), notebook)
    with pytest.raises(Mistake, match=f"^{name} is always public: leave out --management"):
        Reporting(Asked(management=True, notebooks=(name,)), folders, Console())

"""`needs scenario` on a small project: which documents it makes, that none is made twice, and what it refuses before it begins."""

import csv
import re

import nbformat
import pytest
import sample_report
import small_partnerships
import small_project
from nbformat.v4 import new_code_cell
from small_partnerships import FIRST, KEY, MANAGEMENT

from needs.commands import scenarios
from needs.ingest.ndtms import pseudonyms
from needs.measure.sweep import LEVERS, Grid
from needs.publish import batch

QUARTER = "2008-09 Q2"
WHERE = f"reports/{FIRST}/2008-09-q2/scenarios"
OF_FIRST = ("scenario", "--partnership", FIRST, "--quarter", QUARTER)
FOUR = ("--places", "1,1.1", "--waits-weeks", "as-it-is,2")
GRID = Grid.of({"places": "1,1.1", "waits_weeks": "as-it-is,2"})
PAGES = [f"{WHERE}/{GRID.name}/scenarios.html"] + [
    f"{WHERE}/{name}/scenario.html" for name in ("as-it-is", "waits-2", "places-1.1", "places-1.1_waits-2")
]
SWEEPS = f"""
[[sweeps]]
name = "four"
partnership = "{FIRST}"
quarter = "{QUARTER}"
levers = {{places = [1, 1.1], waits_weeks = ["as-it-is", 2]}}

[[sweeps]]
name = "broken"
levers = {{places = [0.9, 99]}}
"""
SAYS = 'show.Html(f"<p>{places}, {waits_weeks or 0}, {quarters_ahead}</p>")'


def notebook(document, of_levers):
    """The sample notebook with levers among its parameters, and a cell that says three of them."""
    made = sample_report.notebook(new_code_cell(SAYS), document=document)
    lines = (f"{name}: {kind} = {value!r}" for name, (kind, value) in of_levers.items())
    made.cells[0].source = "\n".join([sample_report.PARAMETERS, *lines, 'policy: str = "public"'])
    return made


@pytest.fixture
def folders(tmp_path, monkeypatch):
    """A project with records, the two notebooks of scenarios, and a check that finds everything possible."""
    folders = small_partnerships.written(tmp_path)
    one = {name: ("object", None if name == "money_percent" else value) for name, (_, value) in LEVERS.items()}
    nbformat.write(notebook("partnership", one), folders.notebooks / "scenario.ipynb")
    several = dict.fromkeys(LEVERS, ("str", "as-it-is"))
    nbformat.write(notebook("scenarios", several), folders.notebooks / "scenarios.ipynb")
    monkeypatch.setenv("NEEDS_HOME", str(tmp_path))
    monkeypatch.setenv(pseudonyms.KEY, KEY)
    monkeypatch.setattr(scenarios, "_possible", lambda grid, *_: grid)
    small_partnerships.brought_up_to_date(folders)
    return folders


@pytest.fixture
def run(monkeypatch, capsys):
    return small_project.commands(monkeypatch, capsys)


def says(folders, page):
    """What the last cell of a page says."""
    return re.findall(r"<p>([^<]*)</p>", (folders.root / page).read_text(encoding="utf-8"))[-2]


def test_every_combination_has_a_document_and_one_compares_all_and_nothing_is_made_twice(folders, run):
    code, said, errors = run(*OF_FIRST, *FOUR)
    assert (code, sorted(said), errors) == (0, sorted(PAGES), ["5 written, 0 up to date, 0 failed"])
    made = small_project.times(folders.reports)

    assert run(*OF_FIRST, *FOUR) == (0, [], ["0 written, 5 up to date, 0 failed"])
    code, said, errors = run(*OF_FIRST, "--places", "1.1,1.2")
    assert (code, errors) == (0, ["2 written, 1 up to date, 0 failed"])
    assert f"{WHERE}/places-1.2/scenario.html" in said
    assert {place: when for place, when in small_project.times(folders.reports).items() if place in made} == made


def test_each_document_is_given_its_levers_and_says_how_it_is_rebuilt(folders, run):
    assert run(*OF_FIRST, *FOUR)[0] == 0
    text = (folders.root / PAGES[-1]).read_text(encoding="utf-8")

    assert "<p>1.1, 2.0, 4</p>" in text
    assert (
        f'needs scenario --partnership {FIRST} --quarter "{QUARTER}" --places 1.1 --waits-weeks 2.0'.replace(
            '"', "&#34;"
        )
        in text
    )
    assert "<p>1,1.1, as-it-is,2, as-it-is</p>" in (folders.root / PAGES[0]).read_text(encoding="utf-8")
    code, said, _ = run("verify", *(str(folders.root / page) for page in (PAGES[0], PAGES[1], PAGES[-1])))
    assert (code, said) == (0, [f"{page}: identical" for page in (PAGES[0], PAGES[1], PAGES[-1])])


def test_a_grid_of_one_is_one_scenario_and_nothing_compares_it(folders, run):
    code, said, errors = run(*OF_FIRST, "--money-percent", "-5.1", "--quarters-ahead", "8")

    assert (code, errors) == (0, ["1 written, 0 up to date, 0 failed"])
    assert said == [f"{WHERE}/money-minus-5.1_quarters-8/scenario.html"]


def test_a_sweep_of_the_settings_is_the_same_grid_as_on_the_command_line(folders, run):
    with (folders.root / "needs.toml").open("a") as lines:
        lines.write(SWEEPS)

    assert sorted(run("scenario", "--sweep", "four")[1]) == sorted(PAGES)
    assert run(*OF_FIRST, *FOUR) == (0, [], ["0 written, 5 up to date, 0 failed"])
    code, said, _ = run("scenario", "--sweep", "four", "--quarter", "2008-09 Q1")
    assert (code, len(said)) == (0, 5)
    assert all(page.startswith(f"reports/{FIRST}/2008-09-q1/scenarios/") for page in said)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((*OF_FIRST, "--places", "1,x"), "--places is 'x'; wanted numbers with commas between"),
        ((*OF_FIRST, "--waits-weeks", "1,60"), "--waits-weeks: waits_weeks is 60.0; wanted weeks from 0 to 52"),
        ((*OF_FIRST, "--places", "1,1"), "--places: 1 stands there twice"),
        ((*OF_FIRST, "--quarters-ahead", "4,8"), "--quarters-ahead has 2 values; wanted one"),
        (("scenario", "--places", "1,1.1"), "name a partnership and a quarter: needs scenario --partnership"),
        (("scenario", "--partnership", FIRST, "--quarter", "2008"), "quarter '2008' is not"),
        (("scenario", "--sweep", "five"), "needs.toml: there is no sweep 'five'; wanted one; there are four, broken"),
        (
            ("scenario", "--sweep", "four", "--places", "1"),
            "--sweep takes its levers from needs.toml: leave out --places",
        ),
        (("scenario", "--sweep", "broken"), "needs.toml, sweep broken, places: places is 99.0; wanted times as it is"),
        ((*OF_FIRST, "--management"), "--management makes documents of true counts: set policy"),
        (("report", "--document", "scenarios"), "scenarios compares a grid of scenarios: `needs scenario` makes it"),
    ],
)
def test_what_cannot_be_is_one_line_before_anything_is_read_or_made(folders, run, words, said):
    with (folders.root / "needs.toml").open("a") as lines:
        lines.write(SWEEPS)
    (folders.published / "treatment.csv").write_text("changed")  # whoever read it would say so
    code, printed, errors = run(*words)

    assert (code, printed, len(errors)) == (2, [], 1)
    assert errors[0].startswith(f"needs: {said}")
    assert not folders.reports.exists() or not list(folders.reports.rglob("*.html"))


def test_what_the_figures_make_impossible_is_one_line_before_anything_is_made(folders, run, monkeypatch):
    def impossible(grid, *_):
        raise scenarios.Mistake(f"{len(grid.scenarios)} are impossible")

    monkeypatch.setattr(scenarios, "_possible", impossible)

    assert run(*OF_FIRST, *FOUR) == (2, [], ["needs: 4 are impossible"])
    assert not list(folders.reports.rglob("*.html"))


def test_a_run_that_is_stopped_goes_on_where_it_was(folders, run, monkeypatch):
    said, of_each = batch._said, []

    def stopped(done, at):
        if len(of_each) == 2:
            raise KeyboardInterrupt
        of_each.append(said(done, at))
        return of_each[-1]

    monkeypatch.setattr(batch, "_said", stopped)
    code, first, _ = run(*OF_FIRST, *FOUR)
    assert (code, len(first)) == (130, 2)
    monkeypatch.setattr(batch, "_said", said)
    code, rest, errors = run(*OF_FIRST, *FOUR)

    assert code == 0
    assert set(first).isdisjoint(rest)
    # the third was written and entered when the run was stopped, so that no line said it
    assert errors == ["2 written, 3 up to date, 0 failed"]
    assert all((folders.root / page).exists() for page in PAGES)


def test_the_report_makes_none_of_them_unasked(folders, run):
    code, said, _ = run("report", "--partnership", FIRST, "--quarter", QUARTER)

    assert (code, sorted(page.rpartition("/")[2] for page in said)) == (0, ["needs_assessment.html", "scenario.html"])
    assert f"reports/{FIRST}/2008-09-q2/scenario.html" in said


def test_scenarios_of_true_counts_lie_apart_and_are_registered(folders, run):
    with (folders.root / "needs.toml").open("a") as lines:
        lines.write(MANAGEMENT)
    for name in ("scenario", "scenarios"):
        path = folders.notebooks / f"{name}.ipynb"
        made = nbformat.read(path, as_version=4)
        made.cells.append(new_code_cell('show.Html(\'<aside class="band" aria-label="x">True counts</aside>\')'))
        nbformat.write(made, path)
    code, said, _ = run(*OF_FIRST, *FOUR, "--management")
    register = folders.written("management") / "register.csv"
    with register.open(encoding="utf-8", newline="") as lines:
        entered = {row["document"] for row in csv.DictReader(lines)}

    pages = [page.replace("reports/", "reports-management/").replace(".html", ".management.html") for page in PAGES]
    assert (code, sorted(said)) == (0, sorted(pages))
    assert entered == {*pages, *(page.replace(".html", ".review.html") for page in pages)}
    register.unlink()
    assert run(*OF_FIRST, *FOUR, "--management") == (0, [], ["0 written, 5 up to date, 0 failed"])
    with register.open(encoding="utf-8", newline="") as lines:
        assert {row["document"] for row in csv.DictReader(lines)} == entered

"""Many documents: made once, made again when anything has changed, by any number of workers, whatever ends a run."""

import json
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import replace

import pytest
import small_partnerships
import small_project
from nbformat.v4 import new_code_cell
from rich.console import Console
from sample_report import write
from small_project import begun, ended, processes, waited_for

from needs import workers
from needs.commands.reporting import Asked, Reporting
from needs.folders import Folders
from needs.ingest.ndtms import pseudonyms
from needs.measure import safe
from needs.mistakes import Mistake
from needs.publish import batch, provenance
from needs.publish.batch import Batch, Done, finished
from needs.publish.documents import Job, stages
from needs.publish.provenance import Part, sha256_of
from needs.publish.renderers import of_this_machine
from needs.workers import of_a_cluster

QUARTERS = ("2010-11 Q1", "2010-11 Q2", "2010-11 Q3")
COMMAND = ("report", "--document", "needs_assessment", "--partnership", "barnet")
COMMAND += tuple(word for quarter in QUARTERS for word in ("--quarter", quarter))
on_posix = pytest.mark.skipif(os.name != "posix", reason="signals are those of POSIX")


def made(folders):
    """Every file of every document and of the figures beside it, and its bytes."""
    return {path.relative_to(folders.reports).as_posix(): path.read_bytes() for path in folders.reports.rglob("*/*/*")}


def page(quarter):
    return f"reports/barnet/2010-11-{quarter}/needs_assessment.html"


def run(folders, *more):
    return ended(begun(folders.root, *COMMAND, *more))


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A project whose documents were all made in one run, and what it said."""
    folders = small_project.written(tmp_path_factory.mktemp("whole"))
    return folders, run(folders), made(folders)


@pytest.fixture
def fresh(whole, tmp_path):
    """The same project before anything was rendered."""
    shutil.copytree(whole[0].root, tmp_path / "fresh", ignore=shutil.ignore_patterns("reports"))
    return Folders(tmp_path / "fresh")


def test_a_run_prints_each_path_and_ends_with_what_it_did(whole):
    _, (code, said, errors), files = whole

    assert (code, errors) == (0, ["3 written, 0 up to date, 0 failed"])
    assert sorted(said) == [page("q1"), page("q2"), page("q3")]
    assert len(files) == 3 * (2 + 4)  # two editions, four files of figures


def test_what_is_up_to_date_is_left_and_what_was_edited_lost_or_cut_is_made_again(whole):
    folders, _, files = whole
    (folders.root / page("q1")).write_text("edited")
    (folders.root / page("q2").replace(".html", ".review.html")).unlink()
    (folders.root / page("q3")).with_name("figures.csv").write_bytes(files["barnet/2010-11-q3/figures.csv"][:50])
    before = (folders.root / page("q3")).stat().st_mtime_ns
    code, said, errors = run(folders)

    assert (code, errors) == (0, ["2 written, 1 up to date, 0 failed"])
    assert sorted(said) == [page("q1"), page("q2")]
    assert made(folders) == files
    assert (folders.root / page("q3")).stat().st_mtime_ns == before


def test_this_process_gives_the_same_bytes_as_several_workers(whole):
    folders, _, files = whole
    jobs = stages([("barnet", QUARTERS[0])], ["needs_assessment"], folders)
    done = list(finished(jobs, Batch.of(folders, safe.read, of_this_machine)))

    assert [(one.job.notebook, one.failure) for one in done] == [("figures", ""), ("needs_assessment", "")]
    assert made(folders) == files


@pytest.mark.parametrize(
    "changed", ["notebooks/sample.ipynb", "data/processed/safe/results/published.parquet", "requirements.lock"]
)
def test_a_document_is_out_of_date_once_what_it_is_made_from_has_changed(tmp_path, changed):
    write(tmp_path)
    folders = Folders(tmp_path)
    job = Job(notebook="sample", parameters=(("quarter", "2010-11 Q1"),), destination=folders.reports / "here")
    other = replace(job, parameters=(("quarter", "2010-11 Q2"),))
    before = Batch.of(folders, safe.read, of_this_machine).stamp_of
    assert before(job) == Batch.of(folders, safe.read, of_this_machine).stamp_of(job) != before(other)
    with (tmp_path / changed).open("a") as file:
        file.write("\n")
    provenance._lock_sha256.cache_clear()  # as in a run that begins now

    assert Batch.of(folders, safe.read, of_this_machine).stamp_of(job) != before(job)


def one_page(root):
    """The folders of a project with one page, the job it is of, and what became of that."""
    folders = Folders(root)
    job = Job(notebook="sample", parameters=(), destination=folders.reports / "here")
    page = job.destination / "sample.html"
    page.parent.mkdir(parents=True)
    page.write_text("<p>Here.</p>")
    return folders, job, Done(job=job, files=(Part(page.name, sha256_of(page)),))


def test_half_a_line_of_the_record_is_passed_over(tmp_path):
    folders, job, done = one_page(tmp_path)
    batch.read(folders).add(done, "0123")
    with (folders.reports / batch.NAME).open("a") as lines:
        lines.write('{"made": "reports/here/sample", "stamp": "45')

    held = batch.read(folders)
    assert held.is_current(job, "0123", with_pdf=False)
    assert not held.is_current(job, "4567", with_pdf=False)
    assert not held.is_current(job, "0123", with_pdf=True)


def test_a_record_of_half_a_line_alone_is_begun_anew(tmp_path):
    folders, job, done = one_page(tmp_path)
    (folders.reports / batch.NAME).write_text('{"made": "reports/he')
    batch.read(folders).add(done, "0123")

    assert batch.read(folders).is_current(job, "0123", with_pdf=False)


def test_a_print_of_an_earlier_edition_goes_with_it(tmp_path):
    write(tmp_path, new_code_cell("pass"))
    folders = Folders(tmp_path)
    job = Job(notebook="sample", parameters=(("partnership", "kent"),), destination=folders.reports / "kent")
    job.destination.mkdir(parents=True)
    (job.destination / "sample.pdf").write_text("what may be hidden now")
    (done,) = finished([[job]], Batch.of(folders, safe.read, of_this_machine))

    assert done.failure == ""
    assert not (job.destination / "sample.pdf").exists()


def test_one_that_fails_is_a_line_and_the_rest_goes_on(tmp_path):
    write(tmp_path, new_code_cell("assert partnership != 'kent', 'no such\\nplace'"))
    folders = Folders(tmp_path)
    jobs = [
        Job(notebook="sample", parameters=(("partnership", name),), destination=folders.reports / name)
        for name in ("kent", "derby")
    ]
    done = {one.job.destination.name: one for one in finished([jobs], Batch.of(folders, safe.read, of_this_machine))}

    assert done["kent"].failure == "notebooks/sample.ipynb, cell 17: AssertionError: no such place"
    assert [part.name for part in done["derby"].files] == ["sample.html", "sample.review.html"]


@on_posix
def test_a_run_that_is_killed_leaves_no_process_and_the_next_one_goes_on_from_there(fresh, whole):
    command = begun(fresh.root, *COMMAND)
    first = command.stdout.readline().strip()
    command.kill()
    ended(command)
    waited_for(lambda: not processes(fresh.root))
    code, said, errors = run(fresh)

    assert (code, len(errors)) == (0, 1)
    written, up_to_date = (int(part.split()[0]) for part in errors[0].split(", ")[:2])
    assert (written + up_to_date, written == len(said), first in said, up_to_date > 0) == (3, True, False, True)
    assert made(fresh) == whole[2]


@on_posix
def test_ctrl_c_ends_every_process_in_one_line(fresh):
    command = begun(fresh.root, *COMMAND)
    command.stdout.readline()  # while the other documents are being made
    os.killpg(command.pid, signal.SIGINT)
    code, _, errors = ended(command)

    assert code == 130
    assert errors == ["needs: stopped; what was written stays, and the same command goes on from there"]
    waited_for(lambda: not processes(fresh.root), seconds=5)
    assert list(fresh.reports.rglob(".*.part")) == []


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """The address of a Dask scheduler, and three workers that know nothing of the project; each test loses one."""
    folder, told = tmp_path_factory.mktemp("cluster"), {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    at = folder / "scheduler.json"
    without = {name: value for name, value in os.environ.items() if name != "NEEDS_HOME"}
    without[pseudonyms.KEY] = small_partnerships.KEY
    dask = [sys.executable, "-m", "dask"]
    started = ["scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(at)]
    running = [subprocess.Popen([*dask, *started], env=without, **told)]
    try:
        address = json.loads(waited_for(lambda: at.exists() and at.read_text()))["address"]
        worker = [
            "worker",
            address,
            "--nthreads",
            "1",
            "--no-nanny",
            "--no-dashboard",
            "--local-directory",
            str(folder),
        ]
        running += [subprocess.Popen([*dask, *worker], env=without, **told) for _ in range(3)]
        yield address, running[1:]
    finally:
        for process in running:
            process.kill()
            process.wait()


@pytest.fixture
def key(monkeypatch):
    """The key of pseudonyms that all processes of a test have."""
    monkeypatch.setenv(pseudonyms.KEY, small_partnerships.KEY)


def test_a_cluster_that_loses_a_worker_makes_every_document_with_the_same_bytes(whole, cluster, key):
    folders, _, files = whole
    address, alive = cluster
    command = begun(folders.root, *COMMAND, "--force", "--scheduler", address)
    command.stdout.readline()  # while the other documents are being made
    alive.pop().kill()
    code, said, errors = ended(command)

    assert (code, len(said), errors) == (0, 2, ["3 written, 0 up to date, 0 failed"])
    assert made(folders) == files


def test_a_cluster_that_loses_a_worker_while_it_counts_gives_the_same_tables(tmp_path, cluster, key):
    address, alive = cluster
    folders, beside = (small_partnerships.written(tmp_path / name) for name in ("here", "there"))
    small_partnerships.brought_up_to_date(folders)
    command = begun(beside.root, "results", "--scheduler", address)
    waited_for(lambda: list((beside.processed / "stamps").glob("read-*.json")))  # and counts now
    alive.pop().kill()
    code, said, errors = ended(command)

    assert (code, errors) == (0, [])
    assert said[0].startswith("results written: ")
    assert small_project.files(beside.processed) == small_project.files(folders.processed)
    assert list(beside.processed.rglob(".*.part")) == []


def test_a_scheduler_that_is_not_there_is_one_line(monkeypatch):
    monkeypatch.setattr(workers, "SECONDS_TO_REACH", 0.5)
    with pytest.raises(Mistake, match=r"^no scheduler was reached at 'tcp://127.0.0.1:1' in 0.5 seconds: .+$"):
        of_a_cluster("tcp://127.0.0.1:1").__enter__()


def test_all_means_each_partnership_and_quarter_with_figures(whole):
    folders = whole[0]
    quarters = safe.read(folders.safe).quarters[["partnership", "quarter"]].to_numpy().tolist()

    assert quarters == [["barnet", "2008-09 Q4"], ["barnet", "2009-10 Q4"]]
    assert Reporting(Asked(everything=True), folders, Console())._all() == [
        ("atlantis", "2010-11 Q1"), ("barnet", "2008-09 Q4"), ("barnet", "2009-10 Q4"), ("barnet", "2010-11 Q1"),
    ]  # fmt: skip


def test_all_may_be_narrowed_but_not_to_what_there_is_not(whole):
    asked = Asked(everything=True, quarters=("2030-31 Q1",))
    with pytest.raises(Mistake, match="no figures of '2030-31 Q1' end with a quarter"):
        Reporting(asked, whole[0], Console()).rest()


def test_documents_come_some_places_at_a_time_each_after_its_figures(tmp_path):
    places = [(f"place-{number}", "2010-11 Q1") for number in range(30)]
    areas = [f"E{number:08},Place {number},place-{number},E92000001" for number in range(30)]
    lines = ["area_code,name,partnership,country_code", "E92000001,England,,E92000001", *areas]
    Folders(tmp_path).safe.mkdir(parents=True)
    (Folders(tmp_path).safe / "areas.csv").write_text("\n".join(lines))
    shutil.copytree(Folders.here().notebooks, Folders(tmp_path).notebooks)
    sizes = [len(stage) for stage in stages(places, ["performance", "young_people", "overview"], Folders(tmp_path))]

    assert sizes == [24, 48, 6, 12, 1]  # 24 of the 30 places, then the other 6, then their quarter

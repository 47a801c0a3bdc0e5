"""Many documents: made once, made again when anything has changed, by any number of workers, whatever ends a run."""

import json
import os
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
import small_project
from nbformat.v4 import new_code_cell
from sample_report import write
from small_project import begun, ended, processes, waited_for

from needs.folders import Folders
from needs.measure import safe
from needs.publish.batch import Batch, finished
from needs.publish.documents import Job, stages
from needs.publish.workers import of_this_machine

QUARTERS = ("2009-10 Q4", "2010-11 Q1", "2010-11 Q2", "2010-11 Q3")
COMMAND = ("report", "--document", "needs_assessment", "--partnership", "barnet")
COMMAND += tuple(word for quarter in QUARTERS for word in ("--quarter", quarter))
on_linux = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="processes are found in /proc")


def made(folders):
    """Every file of every document and of the figures beside it, and its bytes."""
    return {path.relative_to(folders.reports).as_posix(): path.read_bytes() for path in folders.reports.rglob("*/*/*")}


def run(folders, *more):
    return ended(begun(folders.root, *COMMAND, *more))


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A project whose documents were all made in one run, and what it said."""
    folders = small_project.written(tmp_path_factory.mktemp("whole"))
    return folders, run(folders), made(folders)


@pytest.fixture
def fresh(tmp_path):
    return small_project.written(tmp_path)


def test_a_run_prints_each_path_and_ends_with_what_it_did(whole):
    _, (code, said, errors), files = whole

    assert code == 0
    assert sorted(said) == [
        f"reports/barnet/{quarter}/needs_assessment.html"
        for quarter in ("2009-10-q4", "2010-11-q1", "2010-11-q2", "2010-11-q3")
    ]
    assert errors == ["4 written, 0 up to date, 0 failed"]
    assert len(files) == 4 * (2 + 4)  # two editions, four files of figures


def test_what_is_up_to_date_is_left_and_what_was_edited_lost_or_cut_is_made_again(whole):
    folders, _, files = whole
    place = folders.reports / "barnet"
    (place / "2009-10-q4/needs_assessment.html").write_text("edited")
    (place / "2010-11-q1/needs_assessment.review.html").unlink()
    (place / "2010-11-q2/figures.csv").write_bytes(files["barnet/2010-11-q2/figures.csv"][:50])
    before = (place / "2010-11-q3/needs_assessment.html").stat().st_mtime_ns
    code, said, errors = run(folders)

    assert (code, errors) == (0, ["2 written, 2 up to date, 0 failed"])
    assert sorted(said) == [
        f"reports/barnet/{quarter}/needs_assessment.html" for quarter in ("2009-10-q4", "2010-11-q1")
    ]
    assert made(folders) == files
    assert (place / "2010-11-q3/needs_assessment.html").stat().st_mtime_ns == before


def test_force_makes_it_all_the_same(whole):
    folders, _, files = whole
    code, _, errors = ended(begun(folders.root, *COMMAND[:7], "--force"))

    assert (code, errors) == (0, ["1 written, 0 up to date, 0 failed"])
    assert made(folders) == files


def test_one_worker_gives_the_same_bytes_as_several(whole, monkeypatch):
    folders, _, files = whole
    jobs = stages([("barnet", QUARTERS[0])], ["needs_assessment"], folders)
    done = list(finished(jobs, Batch.of(folders, safe.read, partial(of_this_machine, 1))))

    assert [(one.job.notebook, one.failure) for one in done] == [("figures", ""), ("needs_assessment", "")]
    assert made(folders) == files


def test_a_document_is_made_again_only_once_its_inputs_notebook_or_parameters_have_changed(tmp_path):
    notebook, folders = write(tmp_path), Folders(tmp_path)
    job = Job(notebook="sample", parameters=(("quarter", "2010-11 Q1"),), destination=folders.reports / "here")
    other = Job(notebook="sample", parameters=(("quarter", "2010-11 Q2"),), destination=folders.reports / "here")

    def stamp(job):
        return Batch.of(folders, safe.read, of_this_machine).stamp_of(job)

    first = stamp(job)
    assert stamp(job) == first
    found = {first, stamp(other)}
    notebook.write_text(notebook.read_text() + "\n")
    found.add(stamp(job))
    (folders.safe / "results.csv").write_text("indicator,value\ncompleted,346\n")
    found.add(stamp(job))
    (folders.root / "requirements.lock").write_text("pandas==3.1.1\n")
    found.add(stamp(job))
    assert len(found) == 5


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


@on_linux
def test_a_run_that_is_killed_leaves_no_process_and_the_next_one_goes_on_from_there(fresh, whole):
    command = begun(fresh.root, *COMMAND)
    first = command.stdout.readline().strip()
    command.kill()
    ended(command)
    waited_for(lambda: not processes(fresh.root))
    code, said, errors = run(fresh)

    assert (code, len(errors)) == (0, 1)
    written, up_to_date = (int(part.split()[0]) for part in errors[0].split(", ")[:2])
    assert (written + up_to_date, written == len(said), first in said, up_to_date > 0) == (4, True, False, True)
    assert made(fresh) == whole[2]


@on_linux
def test_ctrl_c_ends_every_process_in_one_line(fresh):
    command = begun(fresh.root, *COMMAND)
    command.stdout.readline()  # while the other documents are being made
    os.killpg(command.pid, signal.SIGINT)
    code, _, errors = ended(command)

    assert code == 130
    assert errors == ["needs: stopped; what was written stays, and the same command goes on from there"]
    assert processes(fresh.root) == set()
    assert list(fresh.reports.rglob(".*.part")) == []


@pytest.fixture
def cluster(tmp_path):
    """The address of a Dask scheduler, and two workers that know nothing of the project."""
    at, told = tmp_path / "scheduler.json", {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    without = {name: value for name, value in os.environ.items() if name != "NEEDS_HOME"}
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
            str(tmp_path),
        ]
        running += [subprocess.Popen([*dask, *worker], env=without, **told) for _ in range(2)]
        yield address, running[1:]
    finally:
        for process in running:
            process.kill()
            process.wait()


def test_a_cluster_that_loses_a_worker_makes_every_document_with_the_same_bytes(fresh, whole, cluster):
    address, workers = cluster
    command = begun(fresh.root, *COMMAND, "--scheduler", address)
    command.stdout.readline()
    workers[0].send_signal(signal.SIGKILL)
    code, said, errors = ended(command)

    assert (code, len(said), errors[-1:]) == (0, 3, ["4 written, 0 up to date, 0 failed"])
    assert made(fresh) == whole[2]


def test_a_scheduler_that_is_not_there_is_one_line(whole):
    folders = whole[0]
    code, _, errors = run(folders, "--force", "--scheduler", "tcp://127.0.0.1:1")

    assert (code, len(errors)) == (2, 1)
    assert errors[0].startswith("needs: no scheduler was reached at 'tcp://127.0.0.1:1' in 10 seconds")

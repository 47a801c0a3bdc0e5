"""Disasters one by one: each is one clear line and an exit code, the rest goes on, and a rerun heals."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polars as pl
import pytest
import small_extract
import small_partnerships
import small_project
from nbformat.v4 import new_code_cell
from sample_report import write
from small_partnerships import VIEWIT
from small_partnerships import brought_up_to_date as made
from small_project import SETTINGS, begun, ended, processes, waited_for

from needs import parts, workers
from needs.commands.run import alone
from needs.files import replacing, swept
from needs.folders import Folders
from needs.ingest.ndtms import pseudonyms
from needs.measure import safe
from needs.measure.person_results import counted
from needs.mistakes import Mistake
from needs.publish import batch, renderers
from needs.publish.batch import LOST, Batch, Done, finished
from needs.publish.documents import Job
from needs.publish.provenance import Part, sha256_of
from needs.publish.render import SECONDS, RenderError, render
from needs.publish.renderers import of_this_machine
from needs.settings import Choices
from needs.synthetic.extracts import synthesise

ON_A_FULL_DISK = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))  # no file may grow beyond that
from needs.cli import main; main()
"""
LONG_AGO, FAR_AHEAD = 0, 4_102_444_800  # 1970 and 2100, in seconds


@pytest.fixture
def folders(tmp_path, monkeypatch):
    monkeypatch.setenv("NEEDS_HOME", str(tmp_path))
    monkeypatch.setenv(pseudonyms.KEY, "a key of this test only, nobody's")
    return small_project.written(tmp_path)


@pytest.fixture
def run(monkeypatch, capsys):
    """Runs a command; gives its exit code and the lines of its errors."""
    command = small_project.commands(monkeypatch, capsys)
    return lambda *words: command(*words)[::2]


def processed(folders):
    return {path: path.read_bytes() for path in folders.processed.rglob("*") if path.is_file() and path.name != ".lock"}


@pytest.mark.skipif(os.name != "posix", reason="the limit is one of POSIX")
def test_a_full_disk_is_one_line_and_leaves_every_file_whole(folders):
    made(folders)
    before = processed(folders)
    dropped = folders.raw / "viewit" / "mine.csv"
    dropped.parent.mkdir()
    dropped.write_text(VIEWIT)
    command = [sys.executable, "-c", ON_A_FULL_DISK, "results"]
    full = subprocess.run(command, env=os.environ | {"NEEDS_HOME": str(folders.root)}, capture_output=True, text=True)

    assert (full.returncode, len(full.stderr.splitlines())) == (2, 1)
    assert "needs: restricted/figures.parquet cannot be written (" in full.stderr
    assert "File too large" in full.stderr
    after = processed(folders)
    assert {path.name for path in set(before) ^ set(after)} == {"figures.json", parts.NOTE}
    assert [path.name for path in set(before) & set(after) if before[path] != after[path]] == []
    with pytest.raises(Mistake, match="run `needs results`"):
        safe.read(folders.safe)
    dropped.unlink()
    assert made(folders)
    assert processed(folders) == before


PLACES = (
    "",
    "/safe",
    "/restricted",
    "/stamps",
    "/stamps/texts.json",
    "/safe/areas.csv",
    "/safe/results/over-all.parquet",
)


@pytest.mark.parametrize("place", [f"data/processed{place}" for place in PLACES])
def test_a_file_in_the_place_of_a_folder_or_a_folder_in_that_of_a_file_is_one_line(folders, run, place):
    path = folders.root / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.mkdir() if path.suffix else path.write_text("not a folder")
    code, errors = run("results")

    assert (code, len(errors)) == (2, 1)
    assert errors[0].startswith("needs: ")
    path.rmdir() if path.suffix else path.unlink()
    assert run("results") == (0, [])


def test_a_document_that_cannot_be_written_is_one_line_and_the_others_are(tmp_path):
    write(tmp_path)
    folders = Folders(tmp_path)
    (folders.reports / "derby").mkdir(parents=True)
    (folders.reports / "kent").write_text("not a folder")
    kent, derby = attempts(folders, ("kent", "derby"))

    assert kent.failure.startswith("kent/sample.html cannot be written (")
    assert derby.failure == ""


def test_inputs_that_vanish_are_said_and_the_rest_goes_on(folders, run):
    paper = folders.raw / "local/barnet/paper.toml"
    paper.mkdir(parents=True)  # listed by its name, and then no file to be read
    small_extract.put(folders.raw / "ndtms/barnet").joinpath("ndtms.toml").mkdir()
    code, errors = run("results")

    assert (code, len(errors)) == (1, 3), errors
    assert errors[0].startswith("data/raw/local/barnet/paper.toml: ")
    assert errors[1].startswith("barnet/ndtms.toml cannot be opened")
    read = pl.read_csv(folders.safe / "extracts" / "barnet.csv")
    assert read["refused"].to_list() == ["barnet/ndtms.toml cannot be opened (Is a directory)"]


def test_nothing_relies_on_the_clock(folders):
    made(folders)
    before = processed(folders)
    for number, path in enumerate(path for path in folders.root.rglob("*") if path.is_file()):
        os.utime(path, (LONG_AGO, LONG_AGO) if number % 2 else (FAR_AHEAD, FAR_AHEAD))

    assert made(folders) == []
    (folders.root / "needs.toml").write_text(f"{SETTINGS}\n[counting]\ngap_days = 20\n")
    os.utime(folders.root / "needs.toml", (LONG_AGO, LONG_AGO))
    assert made(folders)
    assert set(before) == set(processed(folders))


def test_results_of_which_a_part_was_deleted_are_made_again(folders):
    made(folders)
    before = processed(folders)
    shutil.rmtree(folders.safe)

    assert made(folders)
    assert processed(folders) == before


def test_tables_that_a_killed_run_left_as_they_belong_together_are_read_after_the_next(folders):
    made(folders)
    parts.begin(folders.safe)
    with pytest.raises(Mistake, match="or a run was stopped while it wrote them: wait for it, or run `needs results`"):
        safe.read(folders.safe)

    assert made(folders) == []
    assert not safe.read(folders.safe).results.empty


def test_a_damaged_person_level_table_is_named(tmp_path):
    (tmp_path / "kent").mkdir()
    (tmp_path / "kent/extracts.parquet").write_bytes(b"PAR1 no more")
    with pytest.raises(
        Mistake, match=r"^data/processed/restricted/kent/extracts.parquet cannot be read .+`needs results`"
    ):
        counted(tmp_path, {"kent": "E10000016"}, Choices())


def attempts(folders, partnerships):
    jobs = [
        Job(notebook="sample", parameters=(("partnership", name),), destination=folders.reports / name)
        for name in partnerships
    ]
    done = {one.job: one for one in finished([jobs], Batch.of(folders, safe.read, of_this_machine))}
    return [done[job] for job in jobs]


@pytest.mark.skipif(os.name != "posix", reason="signals are those of POSIX")
def test_a_run_that_is_killed_while_records_are_counted_leaves_no_process(tmp_path, monkeypatch):
    monkeypatch.setenv(pseudonyms.KEY, small_partnerships.KEY)
    folders = small_partnerships.written(tmp_path)
    command = begun(folders.root, "results")
    waited_for(lambda: len(processes(folders.root)) >= 4)  # the run, what watches its resources, and two workers
    command.kill()
    ended(command)

    waited_for(lambda: not processes(folders.root), seconds=30)
    with alone(folders.processed):
        assert not (folders.processed / "stamps" / "over-all-public.json").exists()
    with pytest.raises(Mistake, match="run `needs results`"):
        safe.read(folders.safe, small_partnerships.FIRST)
    safe.read(folders.safe, "barnet")  # of which no records are counted


@pytest.mark.skipif(os.name != "posix", reason="signals are those of POSIX")
def test_a_document_that_always_loses_its_worker_takes_no_other_with_it_and_not_the_run(tmp_path, monkeypatch):
    """The last of several, too, which by itself would be done in the run's own process."""
    monkeypatch.setenv(renderers.SWITCH, "ordinary")  # a kernel that is its worker's own child
    write(tmp_path, new_code_cell("import os; partnership == 'kent' and os.kill(os.getppid(), 9) or show.Html('')"))
    kent, derby, dudley = attempts(Folders(tmp_path), ("kent", "derby", "dudley"))

    assert (kent.failure, derby.failure, dudley.failure) == (LOST, "", "")


@pytest.mark.parametrize(
    ("cell", "line"),
    [
        ("import time; time.sleep(300)", f"a cell was not done after 2 seconds; if it only needs longer, set {SECONDS} to more"),
        ("import os; os._exit(3)", "its kernel died: is there enough memory?"),
        ("bytearray(1 << 60)", "cell 17: MemoryError: "),
    ],
    ids=["hangs", "dies", "wants more memory than there is"],
)  # fmt: skip
def test_a_notebook_that(tmp_path, monkeypatch, cell, line):
    monkeypatch.setenv(SECONDS, "2" if "sleep" in cell else "600")
    notebook = write(tmp_path, new_code_cell(cell))
    with pytest.raises(RenderError) as raised:
        render(notebook, {}, tmp_path / "reports", Folders(tmp_path))

    assert str(raised.value) in (f"notebooks/sample.ipynb: {line}", f"notebooks/sample.ipynb, {line}")
    assert not list((tmp_path / "reports").glob("*.html"))


def test_a_time_limit_that_is_none_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv(SECONDS, "ten")
    with pytest.raises(Mistake, match=f"^{SECONDS} is 'ten'; wanted a whole number of seconds, such as 600"):
        render(write(tmp_path), {}, tmp_path / "reports", Folders(tmp_path))


@pytest.mark.parametrize(
    "damage",
    [
        b"\x00\xff\xfe\x80junk\n",
        b'{"made": "reports/here/sample", "stamp": "0123", "files": {}}\n',
        b'{"made": "reports/here/sample", "stamp": "0123", "files": {"a\\u0000b": "1"}}\n',
        b'{"made": ["reports/here/sample"], "stamp": "0123", "files": {"sample.html": "1"}}\n',
        b'{"made": "reports/here/sample", "stamp": "0123", "files": 5}\n',
        b'null\n[]\n7\n"made"\n',
    ],
)
def test_a_damaged_record_only_makes_its_documents_be_made_again(tmp_path, damage):
    folders = Folders(tmp_path)
    jobs = [Job(notebook="sample", parameters=(), destination=folders.reports / name) for name in ("here", "there")]
    for job in jobs:
        job.destination.mkdir(parents=True)
        page = job.destination / "sample.html"
        page.write_text("<p>Here.</p>")
        batch.read(folders).add(Done(job=job, files=(Part(page.name, sha256_of(page)),)), "0123")
    path = folders.reports / batch.NAME
    path.write_bytes(damage + path.read_bytes().splitlines(keepends=True)[1])

    lines = batch.read(folders)
    assert [lines.is_current(job, "0123", with_pdf=False) for job in jobs] == [False, True]


@pytest.mark.parametrize(
    "words",
    [
        ("results",),
        ("report",),
        ("site",),
        ("synthesise",),
        ("describe",),
        ("verify", "x"),
        ("compare", "2010-11 Q1", "2010-11 Q2"),
    ],
)
def test_a_second_run_of_anything_that_writes_is_refused(folders, run, words):
    with alone(folders.processed):
        code, errors = run(*words)

    assert (code, len(errors)) == (2, 1)
    assert errors[0].startswith(f"needs: another run (process {os.getpid()}) is writing")


def test_what_a_lock_file_says_of_a_dead_process_locks_nothing(tmp_path):
    (tmp_path / ".lock").write_text("1\n")
    with alone(tmp_path):
        assert (tmp_path / ".lock").read_text() == f"{os.getpid()}\n"


def test_only_what_was_left_unfinished_is_swept(tmp_path):
    ours, others = tmp_path / "a/.results.csv.4711.part", tmp_path / "a/.notes.part"
    ours.parent.mkdir()
    for path in (ours, others):
        path.write_text("half")
    with swept(tmp_path):
        assert (ours.exists(), others.exists()) == (False, True)


def test_two_runs_that_begin_at_once_leave_each_other_their_temporary_folders(tmp_path, monkeypatch):
    monkeypatch.setattr(workers.tempfile, "tempdir", str(tmp_path))
    ordinary, others = workers.FileLock, []

    def with_another_beginning_meanwhile(path, **given):
        if not others:
            others.append("begun")
            path.touch()  # the file is there, and is not locked yet
            with workers._folder():
                pass
        return ordinary(path, **given)

    monkeypatch.setattr(workers, "FileLock", with_another_beginning_meanwhile)
    with workers._folder() as folder:
        assert others
        assert Path(folder).is_dir()
    assert list(tmp_path.iterdir()) == []


def test_temporary_folders_of_a_run_that_is_over_are_swept_and_those_of_one_at_work_are_not(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    over, others = tmp_path / "needs-run-over", tmp_path / "another-over"
    for folder in (over, others):
        folder.mkdir()
        (folder / "lock").touch()

    with workers.of_this_machine(1):
        (at_work,) = tmp_path.glob("needs-run-*")
        with workers.of_this_machine(1):
            assert (over.exists(), others.exists(), at_work.exists()) == (False, True, True)
    assert list(tmp_path.iterdir()) == [others]


def test_a_temporary_folder_left_before_it_had_its_name_goes_and_one_that_has_just_begun_stays(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    left, beginning = tmp_path / "needs-begun-left", tmp_path / "needs-begun-now"
    for folder in (left, beginning):
        folder.mkdir()
    long_ago = left.stat().st_mtime - 3600
    os.utime(left, (long_ago, long_ago))

    with workers._folder():
        assert (left.exists(), beginning.exists()) == (False, True)


def test_extracts_that_were_left_half_invented_are_not_read_and_are_invented_again(folders, run):
    quarter = ("2009-10 Q4", "2009-10 Q4")
    synthesise(folders.raw, 1, ["ironbeck"], *quarter)
    whole = {path: path.read_bytes() for path in (folders.raw / "ndtms/ironbeck").iterdir()}
    manifest = folders.raw / "ndtms/ironbeck/manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"unfinished": True}))
    next(path for path in whole if path.suffix == ".csv").unlink()
    run("results")

    refused = pl.read_csv(folders.safe / "extracts" / "ironbeck.csv").row(0, named=True)
    assert refused["refused"] == (
        "data/raw/ndtms/ironbeck: a run that invents extracts was stopped there; run `needs synthesise` again"
    )
    assert (refused["is_invented"], (folders.restricted / "ironbeck" / "episodes.parquet").exists()) == (True, False)
    synthesise(folders.raw, 1, ["ironbeck"], *quarter)
    assert {path: path.read_bytes() for path in (folders.raw / "ndtms/ironbeck").iterdir()} == whole


def test_extracts_beside_a_manifest_that_cannot_be_read_are_left_as_they_are(folders):
    small_extract.put(folders.raw / "ndtms/ironbeck").joinpath("manifest.json").write_text("{")
    with pytest.raises(Mistake, match="was not invented here"):
        synthesise(folders.raw, 1, ["ironbeck"], "2009-10 Q4", "2009-10 Q4")


def test_a_key_is_written_whole_and_alone(tmp_path, monkeypatch):
    path = tmp_path / "settings/pseudonym.key"
    monkeypatch.delenv(pseudonyms.KEY, raising=False)
    monkeypatch.setenv(pseudonyms.KEY_FILE, str(path))
    first = pseudonyms.key(tmp_path / "project")

    assert (first.is_new, pseudonyms.key(tmp_path / "project").value == first.value) == (True, True)
    assert list(path.parent.iterdir()) == [path]


def test_a_write_that_fails_leaves_what_was_there(tmp_path):
    path = tmp_path / "results.csv"
    path.write_text("before")
    wanted = r"results.csv cannot be written \(No space left on device\): make room"
    with pytest.raises(Mistake, match=wanted), replacing(path) as half:
        half.write_text("half")
        raise OSError(28, "No space left on device")
    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [("results.csv", "before")]

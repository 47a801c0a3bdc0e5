"""Documents of true counts: only where they are asked for twice, for their owner alone, and marked wherever they are read."""

import csv
import datetime
import hashlib
import json
import os
import shutil
import zipfile
from pathlib import Path

import pandas as pd
import pytest
import small_partnerships
import small_project
from bs4 import BeautifulSoup
from small_partnerships import FIRST, KEY, MANAGEMENT, QUARTERS, SLUGS
from small_project import SETTINGS

from needs import files
from needs.folders import Folders
from needs.ingest.ndtms import pseudonyms
from needs.measure.results import KEY as SAME
from needs.mistakes import Mistake
from needs.publish import batch
from needs.publish.batch import Run, attempted, read_tables
from needs.publish.documents import Job
from needs.settings import Disclosure

BAND = Disclosure().band
INVENTED_PLACE = "Invented place: nobody in these figures exists."
WHOLE_BAND = f"{BAND} {INVENTED_PLACE}"
PLACE = f"reports-management/{FIRST}/2008-09-q1"
OF_FIRST = ("report", "--partnership", FIRST, "--quarter", QUARTERS[0])
PAPER = ("--management", "--document", "performance")
EXEMPT = 'exempt_paragraph = "paragraph 1 of Part 1 of Schedule 12A"\n'
for_owners = pytest.mark.skipif(os.name == "nt", reason="Windows knows no such permissions")


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """A project after a document of true counts was made, and the public one beside it."""
    folders = small_partnerships.written(tmp_path_factory.mktemp("management"))
    shutil.rmtree(folders.notebooks)
    shutil.copytree(Folders.here().notebooks, folders.notebooks)
    (folders.root / "needs.toml").write_text(SETTINGS + MANAGEMENT)
    before = os.umask(0o022)  # whatever it is where the tests run
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv(pseudonyms.KEY, KEY)
        small_partnerships.brought_up_to_date(folders)
        said = [run(folders, *OF_FIRST, "--document", "data_quality", *more) for more in (("--management",), ())]
    os.umask(before)
    return folders, said


@pytest.fixture
def folders(told, tmp_path, monkeypatch):
    """A copy of it."""
    folders = Folders(shutil.copytree(told[0].root, tmp_path / "project"))
    monkeypatch.setenv(pseudonyms.KEY, KEY)
    monkeypatch.setenv("NEEDS_HOME", str(folders.root))
    return folders


def run(folders, *words):
    return small_project.ended(small_project.begun(folders.root, *words))


@pytest.fixture
def command(monkeypatch, capsys):
    return small_project.commands(monkeypatch, capsys)


def written(folders):
    """Every file of true counts."""
    return sorted(path for path in folders.written("management").rglob("*") if path.is_file())


def test_they_are_made_beside_the_public_ones_and_named_by_what_they_are(told):
    folders, ((code, said, errors), public) = told

    assert (code, said, errors) == (0, [f"{PLACE}/data_quality.management.html"], ["1 written, 0 up to date, 0 failed"])
    assert public[1] == [f"reports/{FIRST}/2008-09-q1/data_quality.html"]
    names = {path.name for path in written(folders) if path.parent != folders.written("management")}
    assert names == {
        "data_quality.management.html", "data_quality.management.review.html", "figures.management.csv",
        "figures.management.xlsx", "figures.management.ods", "facts.management.json",
    }  # fmt: skip
    assert {path.name for path in folders.written("management").iterdir()} == {FIRST, "register.csv", ".record.jsonl"}
    assert list(folders.reports.rglob("*management*")) == []


def test_every_file_says_what_it_is(told):
    folders, _ = told
    held = {path.name: path for path in written(folders)}
    for name in ("data_quality.management.html", "data_quality.management.review.html"):
        page = BeautifulSoup(held[name].read_text(encoding="utf-8"), "html.parser")
        (band,) = page.select(".band")
        assert band.get_text() == WHOLE_BAND
    with held["figures.management.csv"].open(encoding="utf-8", newline="") as lines:
        assert {row["disclosure"] for row in csv.DictReader(lines)} == {WHOLE_BAND}
    facts = json.loads(held["facts.management.json"].read_text(encoding="utf-8"))
    assert (facts["about"]["policy"], facts["about"]["note"]) == ("management", WHOLE_BAND)
    for name, part in (("figures.management.xlsx", "xl/sharedStrings.xml"), ("figures.management.ods", "content.xml")):
        with zipfile.ZipFile(held[name]) as archive:
            assert BAND in archive.read(part).decode()


def test_public_ones_say_nothing_of_it(told):
    folders, _ = told
    public = folders.reports / FIRST / "2008-09-q1"

    page = BeautifulSoup((public / "data_quality.html").read_text(encoding="utf-8"), "html.parser")
    assert page.select_one(".band").get_text() == INVENTED_PLACE
    with (public / "figures.csv").open(encoding="utf-8", newline="") as lines:
        assert {row["disclosure"] for row in csv.DictReader(lines)} == {INVENTED_PLACE}
    assert json.loads((public / "facts.json").read_text(encoding="utf-8"))["about"]["policy"] == "public"


@for_owners
@pytest.mark.parametrize("place", ["reports-management", "data/processed/management", "data/processed/restricted"])
def test_nobody_but_their_owner_may_open_a_file_or_a_folder(told, place):
    folder = told[0].root / place
    modes = {path: path.stat().st_mode & 0o777 for path in (folder, *folder.rglob("*"))}

    assert len(modes) > 5
    assert {
        told[0].relative(path): oct(mode) for path, mode in modes.items() if mode != (0o700 if path.is_dir() else 0o600)
    } == {}


def test_the_register_has_a_line_for_each_file_with_its_fingerprint_whom_it_is_for_and_until_when(told):
    folders, _ = told
    with (folders.written("management") / "register.csv").open(encoding="utf-8", newline="") as lines:
        rows = {row["document"]: row for row in csv.DictReader(lines)}

    documents = [path for path in written(folders) if path.name not in ("register.csv", ".record.jsonl")]
    assert {place: row["sha256"] for place, row in rows.items()} == {
        folders.relative(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in documents
    }
    for row in rows.values():
        assert (row["recipients"], row["purpose"]) == ("joint commissioning manager", "a test")
        days = datetime.date.fromisoformat(row["destroy_by"]) - datetime.date.fromisoformat(row["written"])
        assert days.days == 90


def test_what_is_up_to_date_is_not_entered_again_and_what_is_made_again_is(folders, command):
    register = folders.written("management") / "register.csv"
    before = register.read_text()
    assert command(*OF_FIRST, "--management", "--document", "data_quality")[1] == []
    assert register.read_text() == before
    (folders.root / PLACE / "figures.management.csv").write_text("edited")
    assert command(*OF_FIRST, "--management", "--document", "data_quality")[1] == []
    after = register.read_text()
    assert after.startswith(before)
    assert len(after.splitlines()) == len(before.splitlines()) + 4  # the files of figures alone


def test_documents_without_a_line_are_entered_by_the_next_run_and_what_is_no_register_is_refused(folders, command):
    register = folders.written("management") / "register.csv"
    before = {tuple(row[:2]) for row in csv.reader(register.open(encoding="utf-8"))}
    register.unlink()
    assert command(*OF_FIRST, "--management", "--document", "data_quality")[0] == 0
    assert {tuple(row[:2]) for row in csv.reader(register.open(encoding="utf-8"))} == before
    register.write_bytes(b"\x00\xff of another program")
    code, _, errors = command(*OF_FIRST, "--management", "--document", "data_quality")

    assert (code, len(errors)) == (2, 1)
    assert "register.csv is no register of documents" in errors[0]


def test_recipients_that_would_be_a_formula_are_text_in_the_register(folders, command):
    settings = MANAGEMENT.replace("joint commissioning manager", "=HYPERLINK(1)\\nsecond line")
    (folders.root / "needs.toml").write_text(SETTINGS + settings)
    (folders.root / PLACE / "figures.management.csv").unlink()
    command(*OF_FIRST, "--management", "--document", "data_quality")

    with (folders.written("management") / "register.csv").open(encoding="utf-8", newline="") as lines:
        assert list(csv.DictReader(lines))[-1]["recipients"] == "'=HYPERLINK(1) second line"


def true_results(folders, slug):
    return pd.read_parquet(folders.restricted / "results" / f"counted-{slug}.parquet")


@pytest.mark.parametrize("slug", SLUGS)
def test_its_tables_hold_what_was_counted(told, slug):
    folders, true = told[0], true_results(told[0], slug)
    shown = pd.read_parquet(folders.management / "results" / f"counted-{slug}.parquet")
    same = true[list(SAME)].merge(shown, on=list(SAME), how="left")

    pd.testing.assert_frame_equal(same[list(true.columns)], true)
    assert not shown["is_rounded"].any()
    assert ((true["numerator"] > 0) & (true["numerator"] < 8)).any() or slug != FIRST


def test_a_small_count_stands_in_its_files_and_in_no_public_one(told):
    folders, true = told[0], true_results(told[0], FIRST)
    few = true[(true["numerator"] > 0) & (true["numerator"] < 8) & (true["period_end"] == "2008-06-30")].iloc[0]
    found = {}
    for name, place in (
        ("management", f"{PLACE}/figures.management.csv"),
        ("public", f"reports/{FIRST}/2008-09-q1/figures.csv"),
    ):
        with (folders.root / place).open(encoding="utf-8", newline="") as lines:
            rows = [row for row in csv.DictReader(lines) if row["area_code"] == FIRST]
        (found[name],) = [
            row for row in rows
            if all(row[column] == str(few[column]) for column in ("indicator", "breakdown", "group"))
            and row["period_end"] == "2008-06-30" and row["window"] == "one quarter"
        ]  # fmt: skip

    assert float(found["management"]["numerator"]) == few["numerator"]
    assert (found["public"]["numerator"], found["public"]["value"]) == ("", "")


def test_without_the_setting_the_flag_is_refused_before_anything_is_read(folders, command):
    (folders.root / "needs.toml").write_text(SETTINGS)
    code, said, errors = command(*OF_FIRST, "--management")

    assert (code, said, len(errors)) == (2, [], 1)
    assert errors[0].startswith('needs: --management makes documents of true counts: set policy = "management"')
    assert folders.management.exists()  # nothing was brought up to date


@pytest.mark.parametrize("name", ["overview", "methods"])
def test_what_is_about_all_is_always_public(folders, command, name):
    code, said, errors = command("report", "--management", "--document", name)

    assert (code, said) == (2, [])
    assert errors == [f"needs: {name} is always public: leave out --management, or name another document"]


def test_a_committee_paper_is_made_only_with_the_paragraph_by_which_it_is_exempt_and_prints_it(folders, command):
    code, said, errors = command(*OF_FIRST, *PAPER)
    assert (code, said, len(errors)) == (2, [], 1)
    assert errors[0].startswith("needs: a committee paper of true counts is made only with exempt_paragraph set")
    (folders.root / "needs.toml").write_text(SETTINGS + MANAGEMENT + EXEMPT)
    code, said, _ = command(*OF_FIRST, *PAPER)
    assert (code, said) == (0, [f"{PLACE}/performance.management.html"])
    page = BeautifulSoup((folders.root / said[0]).read_text(encoding="utf-8"), "html.parser")
    assert "paragraph 1 of Part 1 of Schedule 12A" in page.select_one(".masthead").get_text(" ")
    assert page.select_one(".band").get_text() == WHOLE_BAND


@pytest.mark.parametrize(("exempt", "has_paper"), [("", False), (EXEMPT, True)])
def test_where_no_document_is_named_the_paper_is_among_them_only_if_it_is_exempt(folders, exempt, has_paper):
    from rich.console import Console

    from needs.commands.reporting import Asked, Reporting

    (folders.root / "needs.toml").write_text(SETTINGS + MANAGEMENT + exempt)
    asked = Asked(partnerships=(FIRST,), quarters=(QUARTERS[0],), management=True)

    names = Reporting(asked, folders, Console())._notebooks()
    assert ("performance" in names, "needs_assessment" in names) == (has_paper, True)


def test_the_site_lists_none_of_them(folders, command):
    code, said, _ = command("site")

    assert (code, bool(said)) == (0, True)
    pages = "".join((folders.root / place).read_text(encoding="utf-8") for place in said)
    assert "data_quality.html" in pages
    assert ("management" in pages, BAND in pages) == (False, False)


def test_true_counts_are_no_earlier_edition_to_compare_with(folders, command):
    public = folders.reports / FIRST / "2008-09-q1" / "figures.csv"
    shutil.copy(folders.root / PLACE / "figures.management.csv", public)
    code, _, errors = command("compare", *QUARTERS, "--partnership", FIRST)

    assert code == 2
    assert errors == [
        f"needs: reports/{FIRST}/2008-09-q1/figures.csv holds true counts, and only public editions are compared: "
        "take it away from there"
    ]


def test_such_a_document_is_verified_like_any_other(folders, command):
    page = folders.root / PLACE / "data_quality.management.html"
    code, said, errors = command("verify", str(page))
    assert (code, said, errors) == (0, [f"{PLACE}/data_quality.management.html: identical"], [])


def test_a_job_that_fails_leaves_no_file_of_true_counts_that_is_not_in_the_register(folders, monkeypatch):
    def failing(job, *_):
        for kind in ("html", "pdf"):
            (job.destination / f"data_quality.management.{kind}").write_text("5 people")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(batch, "_document", failing)
    public = folders.root / PLACE / "other.html"
    public.write_text("made before")
    parameters = (("partnership", FIRST), ("quarter", QUARTERS[0]), ("policy", "management"))
    job = Job(notebook="data_quality", parameters=parameters, destination=folders.root / PLACE)
    done = attempted(job, "", Run(folders=folders, read=read_tables, inputs=""))

    assert done.failure.endswith("No space left on device")
    assert not list(public.parent.glob("data_quality.management.*"))
    assert public.exists()


@for_owners
def test_a_folder_that_cannot_be_kept_from_others_is_refused(folders, command, monkeypatch):
    """As on a disk that knows no permissions."""
    folders.written("management").chmod(0o755)
    monkeypatch.setattr(Path, "chmod", lambda *_: None)
    code, said, errors = command(*OF_FIRST, "--management", "--document", "data_quality", "--force")

    assert (code, said, len(errors)) == (2, [], 1)
    assert "reports-management: others may open the folder, and it holds small numbers" in errors[0]


@for_owners
def test_so_is_one_of_restricted_tables(folders, command, monkeypatch):
    folders.restricted.chmod(0o750)
    monkeypatch.setattr(Path, "chmod", lambda *_: None)

    with pytest.raises(Mistake, match="^restricted: others may open the folder"):
        files.private_folder(folders.restricted)
    assert command("results")[0] == 2


def test_back_to_public_the_tables_go_and_documents_stay_until_somebody_destroys_them(folders, command):
    before = small_project.files(folders.written("management"))
    (folders.root / "needs.toml").write_text(SETTINGS)
    assert command("results")[0] == 0

    assert not folders.management.exists()
    assert small_project.files(folders.written("management")) == before

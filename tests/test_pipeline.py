"""From raw files to safe tables: what is stale is made, nothing else, and the same whoever makes it in whatever order."""

import csv
import hashlib
import shutil
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager

import pandas as pd
import polars as pl
import pytest
import small_partnerships
from small_package import as_csv, figure
from small_partnerships import FILE, FIRST, KEY, MANAGEMENT, OTHER_KEY, PAPER, SECOND, SIZES, SLUGS, THIRD, VIEWIT
from small_partnerships import brought_up_to_date as made
from small_project import SETTINGS, files, times

from needs import parts
from needs.folders import Folders
from needs.ingest.ndtms import pseudonyms
from needs.mistakes import Mistake
from needs.pipeline import stages, stale
from needs.publish.renderers import Here

OF_ALL = ("figures", "texts", "published-public", "areas-public", "over-all-public")


def of(slug, *policies):
    """The stages of a partnership."""
    return {f"read-{slug}", f"counted-{slug}", *(f"shown-{slug}-{policy}" for policy in policies or ("public",))}


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A project of which all is made."""
    folders = small_partnerships.written(tmp_path_factory.mktemp("whole"))
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv(pseudonyms.KEY, KEY)
        made(folders)
    return folders


@pytest.fixture
def folders(whole, tmp_path, monkeypatch):
    """A copy of it, files and times and all."""
    monkeypatch.setenv(pseudonyms.KEY, KEY)
    return Folders(shutil.copytree(whole.root, tmp_path / "project"))


def stages_made(folders):
    """The stages that are made now, by the stamps that are written, while everything else stays as it was written."""
    before = times(folders.processed)
    written = {folders.relative(path) for path in made(folders)}
    after = times(folders.processed)
    touched = {place for place in after if before.get(place) != after[place]}
    stamps = {place for place in touched if place.startswith("stamps/")}
    assert {f"data/processed/{place}" for place in touched - stamps} == written
    assert not (folders.safe / parts.NOTE).exists()
    return {place.removeprefix("stamps/").removesuffix(".json") for place in stamps}


def write_paper(folders):
    path = folders.raw / "local" / "barnet" / "paper.toml"
    path.parent.mkdir(parents=True)
    path.write_text(PAPER)
    return path


def set_to(folders, *sections):
    (folders.root / "needs.toml").write_text(SETTINGS + "\n".join(sections))


def test_a_first_run_makes_every_stage(whole):
    assert {path.stem for path in (whole.processed / "stamps").iterdir()} == {*OF_ALL}.union(*map(of, SLUGS))
    for slug in SLUGS:
        table = pd.read_parquet(whole.safe / "results" / f"counted-{slug}.parquet")
        came = table[(table["indicator"] == "new_presentations") & (table["breakdown"] == "all")]
        assert came["value"].tolist() == [SIZES[slug] / 2, SIZES[slug], SIZES[slug] / 2]  # first quarter, both, second


def test_where_nothing_has_changed_nothing_is_written(folders):
    assert stages_made(folders) == set()


def test_a_paper_or_a_plan_makes_texts_alone_stale(folders):
    paper = write_paper(folders)
    assert stages_made(folders) == {"texts"}
    assert (folders.safe / "authored" / "barnet.csv").exists()
    plan = folders.raw / "plans" / "barnet" / "2010-11" / "documents.csv"
    plan.parent.mkdir(parents=True)
    plan.write_text("source,plan_start,plan_end,covers,led_by,place\nviewit,2010-04-01,2011-03-31,adults,,page 1\n")
    assert stages_made(folders) == {"texts"}
    assert (folders.safe / "plan_documents" / "barnet.csv").exists()
    paper.unlink()
    assert stages_made(folders) == {"texts"}
    assert not (folders.safe / "authored" / "barnet.csv").exists()


def test_a_dropped_download_makes_what_is_published_stale_and_no_record(folders):
    (folders.raw / "viewit").mkdir()
    (folders.raw / "viewit" / "mine.csv").write_text(VIEWIT)

    assert stages_made(folders) == {"figures", "texts", "published-public", "areas-public"}


def test_a_corrected_extract_makes_its_partnership_stale_and_what_sums_over_all(folders):
    small_partnerships.put(folders, SECOND, small_partnerships.people(SIZES[SECOND], more=20))
    before = files(folders.safe)

    assert stages_made(folders) == of(SECOND) | {"over-all-public"}
    changed = {place for place, content in files(folders.safe).items() if before[place] != content}
    assert {place for place in changed if SECOND not in place} == {"side_by_side.parquet", "over_all_up_to.csv"}


def test_a_correction_that_no_count_shows_stays_in_its_partnership(folders):
    """One more person of 160 who comes and does not leave: 81 are shown as 80, and 161 as 160."""
    small_partnerships.put(folders, THIRD, small_partnerships.people(SIZES[THIRD], more=1))
    before = files(folders.safe)

    assert stages_made(folders) == of(THIRD)
    changed = {place for place, content in files(folders.safe).items() if before[place] != content}
    assert [place for place in changed if place.startswith("results/")] == []


def test_another_file_of_an_extract_is_read_and_one_beside_them_is_only_told(folders):
    within = folders.raw / "ndtms" / THIRD
    (within / FILE.replace("N0852", "N0853")).write_bytes((within / FILE).read_bytes().replace(b"N0852", b"N0853"))
    before = pd.read_parquet(folders.safe / "side_by_side.parquet")
    assert stages_made(folders) == of(THIRD) | {"over-all-public"}
    after = pd.read_parquet(folders.safe / "side_by_side.parquet")
    of_people = before["indicator"] != "later_waits_within_3_weeks"  # the same people, at two agencies
    assert after[of_people].equals(before[of_people])
    assert not after.equals(before)
    (folders.raw / "ndtms" / "notes.csv").write_text("a,b\n1,2\n")
    before = files(folders.safe)
    assert stages_made(folders) == {"figures", "texts", "published-public", "areas-public"}
    changed = {place for place, content in files(folders.safe).items() if before[place] != content}
    assert changed == {"problems/_shared.csv"}


@pytest.mark.parametrize(
    ("choice", "again"),
    [
        ('planned_exit = "2009"', {"over-all-public"}),  # what is planned is said in definitions
        ("first_review_day = 36", set()),
    ],
)
def test_another_choice_counts_all_again_and_reads_none(folders, choice, again):
    set_to(folders, "[counting]", choice)
    all_but_reading = set().union(*map(of, SLUGS)) - {f"read-{slug}" for slug in SLUGS}

    assert stages_made(folders) == {"texts", *all_but_reading, *again}


def test_another_key_reads_all_again_and_gives_the_same_bytes(folders, monkeypatch):
    safe, true = files(folders.safe), files(folders.restricted / "results")
    people = pl.read_parquet(folders.restricted / FIRST / "episodes.parquet")["person"]
    monkeypatch.setenv(pseudonyms.KEY, OTHER_KEY)

    assert stages_made(folders) == set().union(*map(of, SLUGS))
    assert (files(folders.safe), files(folders.restricted / "results")) == (safe, true)
    assert set(people) & set(pl.read_parquet(folders.restricted / FIRST / "episodes.parquet")["person"]) == set()


def test_of_extracts_that_are_taken_away_everything_goes(folders):
    shutil.rmtree(folders.raw / "ndtms" / SECOND)

    assert stages_made(folders) == set(OF_ALL)
    left = [path for path in folders.processed.rglob("*") if path.is_file()]
    assert [path for path in left if SECOND in folders.relative(path)] == []
    assert [path for path in left if SECOND.encode() in readable(path)] == []


def readable(path):
    """The bytes of a file, those of a table as text."""
    return pl.read_parquet(path).write_json().encode() if path.suffix == ".parquet" else path.read_bytes()


def test_true_counts_are_made_beside_the_others_and_taken_away_again(folders):
    safe = files(folders.safe)
    of_management = {
        f"{stage}-management" for stage in ("published", "areas", "over-all", *(f"shown-{slug}" for slug in SLUGS))
    }
    set_to(folders, MANAGEMENT)
    assert stages_made(folders) == {"texts", "copied"} | of_management
    after = files(folders.safe)
    assert {place for place, content in after.items() if safe.get(place) != content} == set()
    assert set(files(folders.management)) == set(after)
    assert stages_made(folders) == set()
    set_to(folders)
    assert stages_made(folders) == {"texts"}
    assert files(folders.safe) == safe
    assert not folders.management.exists()
    assert not [
        path for path in (folders.processed / "stamps").iterdir() if "management" in path.name or path.stem == "copied"
    ]


def test_a_paper_that_is_gone_leaves_no_copy_among_the_tables_of_true_counts(folders):
    set_to(folders, MANAGEMENT)
    paper = write_paper(folders)
    made(folders)
    assert (folders.management / "authored" / "barnet.csv").exists()
    paper.unlink()
    assert stages_made(folders) == {"texts", "copied"}
    assert not (folders.management / "authored" / "barnet.csv").exists()


def test_what_an_older_version_made_is_made_again_and_not_read(folders):
    new = files(folders.processed)
    shutil.rmtree(folders.processed / "stamps")
    (folders.processed / "stamp.json").write_text('{"made_from": "", "made": {}}')
    (folders.processed / "figures.parquet").write_bytes(b"PAR1 no more")
    for name in ("results.parquet", "results.csv", "problems.csv", "extract_files.csv"):
        (folders.safe / name).write_bytes(b"of another version")
    (folders.restricted / "extracts_read.parquet").write_bytes(b"of another version")
    made(folders)

    assert files(folders.processed) == new


@pytest.mark.parametrize(
    ("place", "stages"),
    [
        (f"safe/results/counted-{FIRST}.parquet", {f"shown-{FIRST}-public"}),
        (f"safe/extract_files/{FIRST}.csv", {f"shown-{FIRST}-public"}),
        (f"restricted/results/counted-{FIRST}.parquet", {f"counted-{FIRST}"}),
        (f"restricted/{FIRST}/episodes.parquet", {f"read-{FIRST}"}),
        ("restricted/figures.parquet", {"figures"}),
        ("safe/side_by_side.parquet", {"over-all-public"}),
        ("safe/choices.csv", {"texts"}),
        (f"stamps/counted-{FIRST}.json", {f"counted-{FIRST}"}),
    ],
)
@pytest.mark.parametrize("content", [None, b"edited"])
def test_a_file_that_is_lost_or_edited_is_made_again_by_its_stage_alone(folders, place, stages, content):
    before, path = files(folders.processed), folders.processed / place
    path.unlink() if content is None else path.write_bytes(content)

    assert stages_made(folders) == stages
    assert files(folders.processed) == before


def test_a_specification_that_is_new_or_changed_recounts_what_is_read_with_it_and_is_listed_with_its_hash(folders):
    path = folders.raw / "ndtms" / "specification" / "K.csv"
    path.parent.mkdir()
    header = "header,entity,kind,meaning,required,code,label,group,valid_from\n"
    path.write_text(f"{header}SEX,,,,,F,a note on a label,female,\nSEX,,,,,9,other,no group of ours,\n")
    made(folders)
    with (folders.safe / "inputs" / "_shared.csv").open(encoding="utf-8") as lines:
        listed = {row["file"]: row for row in csv.DictReader(lines)}
    held = listed["data/raw/ndtms/specification/K.csv"]
    assert held["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (held["rows"], held["used"], held["refused"]) == ("2", "1", "1")
    assert "specification/K.csv" in (folders.safe / "problems" / "_shared.csv").read_text()

    path.write_text(f"{header}SEX,,,,,F,men,male,\n")

    assert stages_made(folders) >= {f"{stage}-{slug}" for stage in ("read", "counted") for slug in SLUGS}
    assert set(pl.read_parquet(folders.restricted / FIRST / "episodes.parquet")["sex"]) == {"M"}


def test_parts_that_a_killed_run_had_not_stamped_go_when_their_partnership_is_gone(folders):
    for place in (f"safe/results/counted-{SECOND}.parquet", f"safe/quarters/{SECOND}.csv"):
        assert (folders.processed / place).exists()
    for stamp in (folders.processed / "stamps").glob(f"*-{SECOND}*"):
        stamp.unlink()
    shutil.rmtree(folders.raw / "ndtms" / SECOND)
    made(folders)

    assert not list(folders.processed.rglob(f"*{SECOND}*"))


def test_restricted_tables_may_lie_on_another_disk(folders, tmp_path):
    before = files(folders.processed)
    shutil.move(folders.restricted, tmp_path / "another disk")
    folders.restricted.symlink_to(tmp_path / "another disk", target_is_directory=True)
    assert stages_made(folders) == set()
    for stamp in (folders.processed / "stamps").iterdir():
        stamp.unlink()
    made(folders)

    assert folders.restricted.is_symlink()
    assert (
        files(folders.processed)
        | {f"restricted/{place}": content for place, content in files(folders.restricted).items()}
        == before
    )


def test_what_is_killed_between_two_stages_goes_on_from_there(folders):
    before = files(folders.processed)
    for name in (f"counted-{SECOND}", f"shown-{SECOND}-public", "over-all-public"):
        (folders.processed / "stamps" / f"{name}.json").unlink()
    parts.begin(folders.safe, SLUGS)

    assert stages_made(folders) == {f"counted-{SECOND}", f"shown-{SECOND}-public", "over-all-public"}
    assert files(folders.processed) == before


def test_a_stage_that_fails_leaves_the_note_and_no_stamp(folders, monkeypatch):
    small_partnerships.put(folders, FIRST, small_partnerships.people(90))
    monkeypatch.setattr(stages, "show", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        made(folders)
    assert not (folders.processed / "stamps" / f"shown-{FIRST}-public.json").exists()
    parts.check(folders.safe, "barnet")
    with pytest.raises(Mistake, match="run `needs results`"):
        parts.check(folders.safe, FIRST)
    monkeypatch.undo()
    monkeypatch.setenv(pseudonyms.KEY, KEY)
    assert stages_made(folders) >= {f"shown-{FIRST}-public"}


@pytest.mark.parametrize(
    ("stage", "change"),
    [
        ("read_figures", lambda folders: (folders.published / "more.csv").write_text(as_csv([figure(place="new")]))),
        ("read_records", lambda folders: small_partnerships.put(folders, FIRST, small_partnerships.people(30))),
        ("read_texts", lambda folders: write_paper(folders)),
    ],
)
def test_what_changes_while_it_is_read_is_told_and_stamps_nothing(folders, monkeypatch, stage, change):
    (folders.raw / "viewit").mkdir()
    (folders.raw / "viewit" / "mine.csv").write_text(VIEWIT)
    small_partnerships.put(folders, FIRST, small_partnerships.people(90))
    meanwhile(monkeypatch, stage, lambda: change(folders))
    with pytest.raises(Mistake, match="changed while it was being read, so the results are of neither state"):
        made(folders)
    stamp = {"read_figures": "figures", "read_texts": "texts", "read_records": f"read-{FIRST}"}[stage]
    assert not (folders.processed / "stamps" / f"{stamp}.json").exists()
    assert (folders.safe / parts.NOTE).exists()


def meanwhile(monkeypatch, stage, change):
    """Let something change as soon as a stage has done its work."""
    whole = getattr(stages, stage)

    def done(*given):
        found = whole(*given)
        change()
        return found

    monkeypatch.setattr(stages, stage, done)


def test_choices_that_change_while_it_is_counted_are_those_of_the_next_run(folders, monkeypatch):
    small_partnerships.put(folders, FIRST, small_partnerships.people(90))
    meanwhile(monkeypatch, "count_records", lambda: set_to(folders, "[counting]", 'planned_exit = "2009"'))
    made(folders)

    assert stages_made(folders) >= {"texts", *(f"counted-{slug}" for slug in SLUGS)}


def test_workers_that_would_read_something_else_make_nothing(folders):
    pipe = stale.Pipeline(folders)
    sources = {FIRST: pipe.source(pipe.read(FIRST))}
    assert stale.counted_elsewhere(str(folders.root), [FIRST], sources) == []
    small_partnerships.put(folders, FIRST, small_partnerships.people(90))

    with pytest.raises(Mistake, match="the worker would read other files, or with other code, versions or another key"):
        stale.counted_elsewhere(str(folders.root), [FIRST], sources)


def test_partnerships_give_the_same_bytes_alone_and_together(folders):
    together = files(folders.processed)
    for slug in SLUGS:
        for stage in of(slug):
            (folders.processed / "stamps" / f"{stage}.json").unlink()
        assert stages_made(folders) == of(slug)

    assert files(folders.processed) == together


@pytest.mark.parametrize(
    ("slugs", "workers", "batches"),
    [
        ("abc", 1, ["abc"]),
        ("abc", 2, ["ac", "b"]),
        ("abc", 8, ["a", "b", "c"]),
        ("abcdefghijklmnopqrst", 1, ["acegikmoqs", "bdfhjlnprt"]),  # twenty: more than one pass may hold
    ],
)
def test_the_large_are_shared_out_in_as_few_batches_as_keep_all_at_work(slugs, workers, batches):
    assert ["".join(one) for one in stale._batches(list(slugs), workers)] == batches


def test_a_process_that_is_lost_while_it_counts_is_one_line(folders):
    class Lost(Here):
        _max_workers = 2

        def submit(self, job, /, *given, **named):
            return super().submit(_lost)

    @contextmanager
    def workers(_):
        yield Lost()

    for slug in SLUGS:
        (folders.processed / "stamps" / f"counted-{slug}.json").unlink()
    with pytest.raises(Mistake, match="a process that counts was lost: is there enough memory"):
        stale.brought_up_to_date(folders, lambda *_: None, workers)


def _lost():
    raise BrokenProcessPool


def test_what_is_done_is_said_with_how_much_of_it(folders):
    for slug in SLUGS:
        (folders.processed / "stamps" / f"counted-{slug}.json").unlink()
    said = []
    stale.brought_up_to_date(folders, lambda *words: said.append(words), small_partnerships.in_order)

    assert said[:2] == [("Reading and calculating what is published", 0, 0), ("Counting records", 0, 3)]
    assert said[2:] in (  # one batch is of two, whichever ends first
        [("Counting records", 2, 3), ("Counting records", 3, 3)],
        [("Counting records", 1, 3), ("Counting records", 3, 3)],
    )


def test_a_partnerships_own_figures_are_shown_as_counts_from_records_are(folders):
    set_to(folders, MANAGEMENT)
    own = [("9", "small"), ("7", "few"), ("12", "many"), ("0", "none")]
    rows = [figure(place=place, value=value, kind="actual") | {"published": "no"} for value, place in own]
    rows.append(figure(place="known", value="7") | {"published": "yes"})
    path = folders.raw / "local" / "barnet" / "mine.csv"
    path.parent.mkdir(parents=True)
    path.write_text(as_csv(rows, (*rows[0],)))
    made(folders)
    shown, true = (
        pd.read_parquet(tables / "results" / "published.parquet").query("place in ['few', 'known', 'many', 'none', 'small']")
        .sort_values("place").set_index("place")[["value", "status", "is_rounded"]]
        for tables in (folders.safe, folders.management)
    )  # fmt: skip

    assert true["value"].to_dict() == {"few": 7, "known": 7, "many": 12, "none": 0, "small": 9}
    assert shown["value"].dropna().to_dict() == {"known": 7, "many": 10, "none": 0, "small": 10}
    assert shown["status"].to_dict() == dict.fromkeys(("known", "many", "none", "small"), "shown") | {"few": "hidden"}
    assert shown["is_rounded"].to_dict() == {"few": False, "known": False, "many": True, "none": True, "small": True}


NOTE = "of whom 3 women"


@pytest.mark.parametrize("folder", ["local/barnet", "barnet", ""])
@pytest.mark.parametrize(
    "changed",
    [{}, {"kind": "estimate"}, {"status": "not_set"}, {"value": "6*"}, {"lower": "5", "upper": "2"}],
    ids=["a count", "an estimate", "not set", "not a number", "no limit"],
)
def test_no_few_of_a_partnerships_own_are_told_wherever_the_file_lies(folders, folder, changed):
    row = figure(place="own", value="6", kind="actual", source="local-returns") | {"note": NOTE} | changed
    path = folders.raw / folder / "returns.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(as_csv([row]))
    made(folders)
    shown = pd.read_parquet(folders.safe / "results" / "published.parquet").query("place == 'own'")
    said = (folders.safe / "problems" / "_shared.csv").read_text()

    assert shown[["value", "lower", "upper"]].isna().all(axis=None)
    assert set(shown["note"]) <= {""}
    assert "6*" not in said
    assert len(shown) + said.count("returns.csv") > 0


@pytest.mark.parametrize(("table", "whole_of", "rest"), [
    ("extract_files", "rows_used", ["rows_refused", "rows_without_consent"]),
    ("extract_fields", "answered", ["not_answered", "blank"]),
])  # fmt: skip
def test_of_counts_that_add_up_one_is_worked_out_from_what_is_shown_of_the_others(whole, table, whole_of, rest):
    """Rounded by itself it would leave a hidden one a single value, where the edges of the roundings meet."""
    found = pd.concat([pd.read_csv(path) for path in (whole.safe / table).glob("*.csv")]).dropna(subset=["rows"])

    assert len(found) > 2
    assert (found[whole_of] == (found["rows"] - found[rest].fillna(0).sum(axis=1)).clip(lower=0)).all()

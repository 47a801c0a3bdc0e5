"""Treatment plans: small ones drawn by hand, what is refused and why, and those that lie in the repository."""

import datetime
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest
from small_package import as_csv, counted_measures, figure, publish

from needs.folders import Folders
from needs.ingest import authored, load, plans
from needs.ingest.plans import COLUMNS, SCHEMAS, due_date
from needs.ingest.problems import FILE_REFUSED
from needs.measure import plans as safe_plans
from needs.measure import plans as worked_out
from needs.mistakes import Mistake
from needs.quarter import Quarter

ROOT = Path(__file__).parents[2]
SOUND = {
    "documents": {
        "source": "viewit", "plan_start": "2009-04-01", "plan_end": "2010-03-31", "covers": "adults", "place": "page 1",
    },
    "objectives": {"objective": "O1", "heading": "Adults", "text": "Shorter waits", "place": "page 2"},
    "indicators": {
        "indicator": "NI 40", "kind": "national indicator", "title": "Effective treatment", "relevance": "listed",
        "place": "page 3",
    },
    "objective_indicators": {
        "objective": "O1", "indicator": "NI 40", "basis": "printed", "words": "NI 40", "place": "page 3",
    },
    "priorities": {
        "priority": "P1", "heading": "Priorities", "text": "More people", "measure": "in_treatment", "breakdown": "all",
        "group": "all", "place": "page 4",
    },
    "actions": {
        "action": "A1", "heading": "Grid", "text": "Open in the evening", "serves": "P1", "lead_role": "Unit Manager",
        "due": "2009-07-31", "status": "not recorded", "place": "page 5",
    },
    "funding": {"item": "F1", "text": "Grant", "financial_year": "2009-10", "place": "page 6"},
    "workforce": {"item": "W1", "text": "Nurses", "place": "page 7"},
    "consultations": {"consultation": "C1", "name": "Open day", "who": "Carers", "place": "page 8"},
    "statements": {"statement": "S1", "section": "law", "text": "The Council may do anything.", "place": "page 9"},
    "risks": {"risk": "R1", "text": "Money ends", "likelihood": "high", "owner_role": "Director", "place": "page 10"},
    "attention": {
        "item": "M1", "text": "Follow up exits", "asked_by": "Regional team", "since": "2009-06-01", "state": "under way",
        "place": "page 11",
    },
    "reports": {"report": "D1", "kind": "self-audit", "text": "Audit of files", "date": "2009-05-01", "place": "page 12"},
}  # fmt: skip


YEAR = "2009-10"  # in which the plan begins


@pytest.fixture
def folders(tmp_path):
    publish(tmp_path / "data" / "raw" / "published", treatment=as_csv([figure()]))
    folders = Folders(tmp_path)
    load.write(load.load(folders), folders)
    return folders


def planned(folders, partnership="barnet", **changes):
    """A plan of one row a table, with the cells of some rows changed; a table given as None is left out."""
    within = folders.raw / "plans" / partnership / YEAR
    within.mkdir(parents=True, exist_ok=True)
    for table, sound in SOUND.items():
        if changes.get(table, {}) is not None:
            row = {**dict.fromkeys(COLUMNS[table], ""), **sound, **changes.get(table, {})}
            frame = pd.DataFrame([row], columns=list(COLUMNS[table]))
            frame.to_csv(within / f"{table}.csv", index=False, lineterminator="\n")


def read(folders, **changes):
    """The plan of one row a table, read."""
    planned(folders, **changes)
    return plans.read(folders, load.written(folders))


def said(found):
    return [str(problem) for problem in found.problems]


def test_a_sound_plan_is_read_whole(folders):
    found = read(folders)

    assert said(found) == []
    assert {table: len(rows) for table, rows in found.tables.items()} == dict.fromkeys(SCHEMAS, 1)
    assert set(found.tables["actions"]["partnership"]) == {"barnet"}


@pytest.mark.parametrize(
    ("table", "cells", "message"),
    [
        ("actions", {"due": "July 2009"}, "column due: 'July 2009' is not a date such as 2008-07-31, or a quarter such as"),
        ("actions", {"due": "2009-02-30"}, "column due: '2009-02-30' is not a date"),
        ("actions", {"due": "2009-11 Q1"}, "column due: '2009-11 Q1' is not a date"),
        ("actions", {"status": "nearly"}, "column status: 'nearly' is not one of not recorded, not started,"),
        ("actions", {"status": "done"}, "column status_date: an empty cell is not what goes with status 'done': a date"),
        ("actions", {"serves": "P9"}, "column serves: 'P9' is not in objectives.csv or priorities.csv of the same plan"),
        ("actions", {"lead_role": "x@y.org"}, "column lead_role: 'an address' is not a role, without an address"),
        ("priorities", {"measure": "waits"}, "column measure: 'waits' is not a measure with a figure of this partnership"),
        ("priorities", {"measure": "ask x@y.org"}, "column measure: 'an address' is not a measure with a figure of"),
        ("priorities", {"group": "women"}, "column group: 'women' is not in a figure of in_treatment with breakdown 'all'"),
        ("priorities", {"percentage_of": "exits"}, "column percentage_of: 'exits' is not a measure whose figure for all"),
        ("indicators", {"measure": "waits"}, "column measure: 'waits' is not a measure of measures.csv"),
        ("objective_indicators", {"objective": "O7"}, "column objective: 'O7' is not in objectives.csv of the same plan"),
        ("funding", {"financial_year": "2009-11"}, "column financial_year: '2009-11' is not a financial year such as"),
        ("funding", {"people_measures": "exits"}, "column people_measures: 'exits' is not a measure whose figure for all"),
        ("documents", {"source": "memory"}, "column source: 'memory' is not a source of sources.csv"),
        ("documents", {"plan_end": "2009-03-31"}, "column plan_end: '2009-03-31' is not on or after the plan's start"),
        ("statements", {"section": "weather"}, "column section: 'weather' is not "),
        ("statements", {"text": "Ask a.name@example.org"}, "column text: 'an address' is not a role"),
        ("consultations", {"start_date": "2009-05-02", "end_date": "2009-05-01"}, "column end_date: '2009-05-01' is not on"),
        ("consultations", {"statutory": "perhaps"}, "column statutory: 'perhaps' is not one of yes, no"),
        ("consultations", {"start_date": "2009-05-02", "feedback_date": "2009-05-01"}, "column feedback_date: '2009-05-01' is not on"),
        ("risks", {"owner_role": "x@y.org"}, "column owner_role: 'an address' is not a role"),
        ("attention", {"state": "open"}, "column state: 'open' is not one of not recorded, not started,"),
        ("attention", {"since": "June 2009"}, "column since: 'June 2009' is not a date"),
        ("reports", {"kind": "audit"}, "column kind: 'audit' is not one of self-audit, drug-related deaths,"),
        ("reports", {"date": "2009"}, "column date: '2009' is not a date"),
        ("workforce", {"place": ""}, "column place: an empty cell is not filled in, as it must be"),
    ],
)  # fmt: skip
def test_a_row_that_breaks_a_rule_is_refused_with_its_line_and_in_one_line(folders, table, cells, message):
    found = read(folders, **{table: cells})

    assert f"data/raw/plans/barnet/2009-10/{table}.csv, line 2, {message}" in "\n".join(said(found))
    assert found.tables[table].empty
    assert [one for one in said(found) if "\n" in one] == []


def test_a_table_without_the_optional_columns_is_read_whole_and_they_are_empty(folders):
    planned(folders)
    path = folders.raw / "plans" / "barnet" / YEAR / "consultations.csv"
    optional = ["statutory", "target_area", "feedback_date"]
    pd.read_csv(path, dtype=str, keep_default_na=False).drop(columns=optional).to_csv(path, index=False)
    authored.ingest(folders)

    assert safe_plans.read(folders.safe, "barnet").consultations[["name", *optional]].to_numpy().tolist() == [
        ["Open day", "", "", ""]
    ]


def test_every_refused_row_is_counted(folders):
    found = read(folders, actions={"due": "soon"})
    row = found.inputs.set_index("file").loc["data/raw/plans/barnet/2009-10/actions.csv"]

    assert (row["rows"], row["used"], row["refused"]) == (1, 0, 1)


def test_a_plan_needs_its_document(folders):
    assert said(read(folders, documents=None)) == [
        "data/raw/plans/barnet/2009-10: the plan has no document; wanted documents.csv, which says what document the plan is and "
        "which days it covers"
    ]


def test_a_folder_or_file_of_another_name_is_refused(folders):
    (folders.raw / "plans" / "barnett").mkdir(parents=True)
    (folders.raw / "plans" / "barnett" / "actions.csv").write_text("action\nA1\n")
    (folders.raw / "plans" / "barnet" / YEAR).mkdir(parents=True)
    (folders.raw / "plans" / "barnet" / YEAR / "grid.csv").write_text("action\nA1\n")
    (folders.raw / "plans" / "barnet" / "actions.csv").write_text("action\nA1\n")
    found = read(folders)

    assert {problem.severity for problem in found.problems} == {FILE_REFUSED}
    assert "barnet/2009-10/grid.csv: the file is no table of a plan; wanted one of documents.csv" in said(found)[0]
    assert "barnet/actions.csv: the file lies in no folder of a plan's year; wanted it in a folder" in said(found)[1]
    assert "barnett/actions.csv: the folder 'barnett' is no partnership's" in said(found)[2]


@pytest.mark.parametrize(
    ("written", "day"),
    [("2008-07-31", (2008, 7, 31)), ("2008-09 Q2", (2008, 9, 30)), ("2008-09 Q4", (2009, 3, 31)), ("", None)],
)
def test_a_quarter_is_due_on_its_last_day(written, day):
    assert due_date(written) == (datetime.date(*day) if day else None)


def test_what_is_written_is_what_a_notebook_reads(folders):
    planned(folders, actions={"due": "2009-10 Q2"})
    authored.ingest(folders)

    assert safe_plans.read(folders.safe, "barnet").actions["due_date"].tolist() == ["2009-09-30"]
    assert safe_plans.read(folders.safe, "kent").actions.empty


def test_a_day_is_read_as_it_was_written(folders):
    planned(folders, consultations={"start_date": "2009-05-01", "feedback_date": "2009-06-30", "statutory": "yes"})
    authored.ingest(folders)
    written = safe_plans.read(folders.safe, "barnet")

    assert written.consultations[["statutory", "feedback_date"]].iloc[0].tolist() == ["yes", "2009-06-30"]
    assert (written.attention["since"].iloc[0], written.reports["date"].iloc[0]) == ("2009-06-01", "2009-05-01")


def test_a_table_that_is_damaged_names_the_command(folders):
    planned(folders)
    authored.ingest(folders)
    (folders.safe / "plan_documents" / "barnet.csv").write_bytes(b"town\n")

    with pytest.raises(Mistake, match=r"plan_documents/barnet.csv has no column 'partnership': run `needs results`"):
        safe_plans.read(folders.safe, "barnet")


def test_the_tables_a_notebook_reads_have_the_columns_that_are_written():
    written = {
        table: {*columns, "due_date"} if table == "actions" else {*columns} for table, columns in COLUMNS.items()
    }

    assert set(safe_plans.COLUMNS) == set(written)
    assert [table for table, columns in safe_plans.COLUMNS.items() if not set(columns) <= written[table]] == []


def test_what_is_wrong_with_a_plan_stands_in_its_partnerships_parts(folders):
    planned(folders, actions={"due": "soon"})
    authored.ingest(folders)
    (line,) = pd.read_csv(folders.safe / "problems" / "barnet.csv")["message"]
    files = pd.read_csv(folders.safe / "inputs" / "barnet.csv").set_index("file")

    assert line.startswith("data/raw/plans/barnet/2009-10/actions.csv, line 2, column due: 'soon' is not a date")
    assert files.loc["data/raw/plans/barnet/2009-10/actions.csv", ["rows", "used", "refused"]].tolist() == [1, 0, 1]
    assert len(files) == len(SCHEMAS)


def test_what_is_wrong_in_nobodys_folder_stands_in_a_part_of_its_own(folders):
    (folders.raw / "plans" / "barnett").mkdir(parents=True)
    (folders.raw / "plans" / "barnett" / "actions.csv").write_text("action\nA1\n")
    authored.ingest(folders)

    (line,) = pd.read_csv(folders.safe / "problems" / "_texts.csv")["message"]
    assert line.startswith("data/raw/plans/barnett/actions.csv: the folder 'barnett' is no partnership's")


def test_a_plan_that_is_gone_leaves_no_part(folders):
    planned(folders, actions={"due": "soon"})
    authored.ingest(folders)
    shutil.rmtree(folders.raw / "plans")
    written = authored.ingest(folders)

    assert written == []
    assert [path.parent.name for path in folders.safe.glob("*/barnet.csv")] == []
    assert (folders.safe / "problems" / "_shared.csv").exists()


def test_the_plans_in_the_repository_are_read_without_a_problem():
    folders = Folders(ROOT)
    loaded = load.load(folders, counted_measures())
    found = plans.read(folders, loaded)
    rows = {table: frame["partnership"].value_counts().to_dict() for table, frame in found.tables.items()}

    assert said(found) == []
    real = set(loaded.areas.loc[loaded.areas["kind"] == "", "partnership"])
    assert set(rows["documents"]) & real == {"kent", "dudley", "bath-and-north-east-somerset", "derby", "oldham"}
    assert rows["objectives"]["oldham"] == 8  # Strategic goals and objectives
    assert rows["objectives"]["derby"] == 25  # ten for young people, fifteen for adults
    assert rows["priorities"]["derby"] == 5  # Adult Plan Part 2, Treatment Priorities
    assert rows["priorities"]["kent"] == 14  # rows of the table of key performance indicators
    assert (
        found.tables["indicators"].query("kind == 'national indicator'")["partnership"].value_counts()["oldham"] == 28
    )


def test_no_plan_in_the_repository_gives_a_way_to_reach_a_person():
    for path in (ROOT / "data" / "raw" / "plans").rglob("*.csv"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"@|\b0\d{4} ?\d{6}\b|\b(?:Mr|Mrs|Ms|Dr)\b", text), path


def test_every_measure_a_priority_names_has_figures_with_a_place():
    """A priority that names a figure leads to printed ones, so that the document can show where they are printed."""
    printed = pd.read_csv(ROOT / "data" / "raw" / "published" / "printed_figures.csv", dtype=str, keep_default_na=False)
    known = set(printed[["measure", "breakdown", "group"]].itertuples(index=False, name=None))
    for path in (ROOT / "data" / "raw" / "plans").glob("*/priorities.csv"):
        rows = pd.read_csv(path, dtype=str, keep_default_na=False).query("measure != ''")
        assert set(rows[["measure", "breakdown", "group"]].itertuples(index=False, name=None)) <= known


@pytest.mark.parametrize(
    ("spans", "quarter", "year"),
    [
        ([("2008-04-01", "2009-03-31"), ("2009-04-01", "2010-03-31")], "2008-09 Q4", "2008-09"),  # its last day is the plan's
        ([("2008-04-01", "2009-03-31"), ("2009-04-01", "2010-03-31")], "2009-10 Q1", "2009-10"),
        ([("2006-04-01", "2009-03-31"), ("2008-04-01", "2009-03-31")], "2008-09 Q2", "2008-09"),  # both hold it
        ([("2006-04-01", "2009-03-31"), ("2008-04-01", "2009-03-31")], "2007-08 Q2", "2006-07"),
        ([("2007-04-01", "2008-03-31"), ("2009-04-01", "2010-03-31")], "2008-09 Q4", "2009-10"),  # none holds it: the next
        ([("2009-04-01", "2010-03-31"), ("2010-04-01", "2011-03-31")], "2008-09 Q4", "2009-10"),
        ([("2007-04-01", "2008-03-31"), ("2008-04-01", "2009-03-31")], "2009-10 Q3", "2008-09"),  # none after: the last
        ([("2004-04-01", "2005-03-31")], "2009-10 Q3", ""),
        ([], "2009-10 Q3", ""),
    ],
)  # fmt: skip
def test_the_plan_in_force_holds_the_quarters_last_day(spans, quarter, year):
    documents = pd.DataFrame(
        [(f"{start[:4]}-{int(start[2:4]) + 1:02}", start, end) for start, end in spans],
        columns=["plan_year", "plan_start", "plan_end"],
    )

    assert worked_out.year_in_force(documents, Quarter.parse(quarter)) == year


def test_points_are_people_only_where_people_are_known():
    # Derby: from 2% to 3.5% of 1,154 people in effective treatment is 17.31 people
    assert worked_out.people_in_points(2 - 3.5, 1154) == pytest.approx(17.31)
    assert worked_out.people_in_points(17, float("nan")) != worked_out.people_in_points(17, float("nan"))


def test_a_line_of_money_may_name_its_grant_and_kind_of_intervention_or_lack_the_columns(folders):
    named = {"grant": "Pooled Treatment Budget", "intervention": "Prescribing"}
    kept = read(folders, funding=named).tables["funding"]
    path = folders.raw / "plans" / "barnet" / YEAR / "funding.csv"
    pd.read_csv(path).drop(columns=list(named)).to_csv(path, index=False)
    found = plans.read(folders, load.written(folders))

    assert kept[list(named)].to_numpy().tolist() == [["Pooled Treatment Budget", "Prescribing"]]
    assert said(found) == []
    assert found.tables["funding"][list(named)].to_numpy().tolist() == [["", ""]]


def test_money_for_each_person_is_refused_where_there_is_nobody():
    # Bath and North East Somerset: 1,580,000 pounds for 1,100 people
    assert worked_out.for_each_person(1_580_000, 1100) == pytest.approx(1436.36, abs=0.01)
    assert worked_out.for_each_person(100, 0) != worked_out.for_each_person(100, 0)


def test_a_cut_of_five_percent_takes_a_twentieth():
    assert worked_out.changed(12_173_600, -5) == -608_680

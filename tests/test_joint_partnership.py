"""A partnership of two authorities from their raw files to its document: a person in both extracts counts once."""

import json
import shutil

import polars as pl
import pytest
import small_partnerships
import small_project
from outline import page
from small_extract import extract, headers
from small_package import LOOK_UPS, as_csv, figure, publish
from small_partnerships import brought_up_to_date as made

from needs.folders import Folders
from needs.ingest.ndtms import pseudonyms
from needs.measure import results, safe
from needs.present.assessment import Assessment
from needs.present.evidence import worked_out
from needs.present.kit.frame import SUMS, of_authorities
from needs.present.report import Report
from needs.present.sections import several

BOTH, EAST, WEST = "both-fars", "far-east", "far-west"
AREA = 'name = "{0}"\ncode = "{1}"\ntype = "county"\nkind = "invented"\ncountry = "X92000001"\n'
ROWS = small_partnerships.people(160)
IN_BOTH = 20


def of_agency(agency, rows):
    return [row | {"AGNCY": agency} for row in rows]


def put(folders, slug, agency, rows):
    within = folders.raw / "ndtms" / slug
    within.mkdir(parents=True, exist_ok=True)
    (within / "manifest.json").write_text(json.dumps({"invented": True}))
    name = small_partnerships.FILE.replace("N0852", agency)
    (within / name).write_bytes(extract(*of_agency(agency, rows), header=headers("K")))


def figures_of(folders, slug, *rows):
    """What an authority has published itself, as its own files say."""
    path = folders.raw / "local" / slug / "figures.csv"
    path.write_text(
        "measure,period,value,unit,from,published\n" + "".join(f"{row},annual report,yes\n" for row in rows)
    )


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    folders = small_project.written(tmp_path_factory.mktemp("both"))
    publish(folders.published, sources=f"{LOOK_UPS['sources']}local-returns,statistic,Returns,P,,,,,\n",
            treatment=as_csv([figure()]))  # fmt: skip
    local = folders.raw / "local"
    areas = {
        "far-land": 'name = "Far land"\ncode = "X92000001"\ntype = "country"\nkind = "invented"\n',
        EAST: AREA.format("Far East", "X10000001"),
        WEST: AREA.format("Far West", "X10000002"),
        BOTH: f'name = "Both Fars"\nkind = "invented"\nauthorities = ["{EAST}", "{WEST}"]\n',
    }
    for slug, text in areas.items():
        (local / slug).mkdir(parents=True)
        (local / slug / "area.toml").write_text(text)
    shared = "in_treatment,2007-08,{},people"
    figures_of(folders, EAST, shared.format(100), "exits,2007-08,60,people", "care_plan_percent,2007-08,40,percent")
    figures_of(folders, WEST, shared.format(45))
    put(folders, EAST, "N0852", ROWS[: 80 + IN_BOTH])
    put(folders, WEST, "N0853", ROWS[80:])
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv(pseudonyms.KEY, small_partnerships.KEY)
        made(folders)
    return folders


def true_of(folders, slug):
    table = results.read(folders.restricted, [folders.restricted / "results" / f"counted-{slug}.parquet"])
    rows = table[
        (table["indicator"] == "in_treatment") & (table["breakdown"] == "all") & (table["window"] == "quarter")
    ]
    return rows.sort_values("period_end")["value"].to_list()


def test_a_person_in_both_extracts_counts_once(folders):
    people = pl.read_parquet(folders.restricted / BOTH / "episodes.parquet")
    assert people["person"].n_unique() == len(ROWS)
    of_each = [pl.read_parquet(folders.restricted / slug / "episodes.parquet").height for slug in (EAST, WEST)]
    assert (of_each, people.height) == ([100, 80], 180)
    east, west, both = (true_of(folders, slug)[-1] for slug in (EAST, WEST, BOTH))
    assert both < east + west


def test_the_files_of_both_are_listed_with_their_folders(folders):
    files = pl.read_parquet(folders.restricted / BOTH / "extract_files.parquet")
    assert files["file"].to_list() == [
        f"{EAST}/{small_partnerships.FILE}", f"{WEST}/{small_partnerships.FILE.replace('N0852', 'N0853')}",
    ]  # fmt: skip


def test_its_page_says_first_what_its_figures_are_and_what_is_not_added_up(folders):
    assessment = Assessment.of(safe.read(folders.safe, BOTH), BOTH, "2008-09 Q2")
    assert of_authorities(assessment) == {
        "Authorities": "Far East and Far West",
        "Sums": SUMS,
        "Compared with": "Far land. Similar areas are not defined for a partnership of several authorities.",
    }
    whole = assessment.safe.results
    row = whole[(whole["area_code"] == f"X-{BOTH}") & (whole["place"] == "sum of authorities")]
    assert row[["indicator", "value"]].to_numpy().tolist() == [["in_treatment", 145]]
    (fact,) = [assessment.fact(one) for one in row.itertuples()]
    assert worked_out(fact) == "added up here"
    text = str(several.side_by_side(assessment)[1])
    assert "Far West has no such figure of these days" in text
    assert several.NO_COUNT in text


def test_where_one_authority_has_no_extracts_none_are_counted_for_the_whole(folders, tmp_path, monkeypatch):
    monkeypatch.setenv(pseudonyms.KEY, small_partnerships.KEY)
    copy = Folders(shutil.copytree(folders.root, tmp_path / "copy"))
    shutil.rmtree(copy.raw / "ndtms" / WEST)
    made(copy)
    assert not (copy.safe / "results" / f"counted-{BOTH}.parquet").exists()
    assert not (copy.restricted / BOTH).exists()


def test_its_own_folder_is_read_in_place_of_those_of_its_authorities(folders, tmp_path, monkeypatch):
    monkeypatch.setenv(pseudonyms.KEY, small_partnerships.KEY)
    copy = Folders(shutil.copytree(folders.root, tmp_path / "copy"))
    put(copy, BOTH, "N0899", ROWS[:60])
    made(copy)
    assert pl.read_parquet(copy.restricted / BOTH / "episodes.parquet").height == 60


@pytest.mark.parametrize(
    "document", ["needs_assessment", "performance", "young_people", "treatment_plan", "data_quality", "scenario"]
)
def test_each_document_says_once_and_before_its_figures_that_they_are_sums(folders, document, monkeypatch):
    monkeypatch.setenv("NEEDS_HOME", str(folders.root))
    assessment = Assessment.of(safe.read(folders.safe, BOTH), BOTH, "2008-09 Q2")
    report = Report(assessment)
    names = {"treatment_plan": {"plan": report.plan(0)}, "scenario": {"asked": report.scenario()}}.get(document, {})
    text = str(page(document, assessment, **names))
    assert text.count(SUMS) == 1
    assert text.index(SUMS) < text.index("<h2")

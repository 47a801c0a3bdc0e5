"""A partnership's short tables of its own figures and targets: any measure, any usual period, each fault in one line."""

import json

import pandas as pd
import pytest
from dropped import read, said
from small_package import LOOK_UPS

from needs.folders import Folders
from needs.ingest import load
from needs.ingest.figures import _MONTHS
from needs.ingest.problems import FILE_REFUSED, ROW_REFUSED

CATALOGUE = pd.DataFrame(
    [("dip_kpi_1_percent", "criminal justice", "Tested on arrest (DIP KPI 1)", "adults", "percent", "")],
    columns=["measure", "topic", "title", "counted", "unit", "note"],
)
SOURCES = LOOK_UPS["sources"] + "local-returns,statistic,The partnership's own returns,,,,,,\n"
FIGURES, TARGETS = "local/kent/figures.csv", "local/kent/targets.csv"


def own(tmp_path, *rows, file=FIGURES, header="measure,period,value,unit,from", **files):
    """What is read of a project with a short table of these rows."""
    read(tmp_path, {file: "\n".join([header, *rows]) + "\n"} | files, sources=SOURCES)
    return load.load(Folders(tmp_path), CATALOGUE)


def figures(loaded):
    return loaded.figures[loaded.figures["source"] == "local-returns"]


@pytest.mark.parametrize(
    ("period", "window", "start", "end"),
    [
        ("2008-09", "financial_year", "2008-04-01", "2009-03-31"),
        ("2008/09", "financial_year", "2008-04-01", "2009-03-31"),
        ("2008-09 Q2", "quarter", "2008-07-01", "2008-09-30"),
        ("2008", "calendar_year", "2008-01-01", "2008-12-31"),
        ("April 2008", "month", "2008-04-01", "2008-04-30"),
    ],
)
def test_a_period_is_written_as_people_write_it(tmp_path, period, window, start, end):
    (row,) = figures(own(tmp_path, f"in_treatment,{period},40,people,return")).itertuples()

    assert (row.window, f"{row.period_start:%Y-%m-%d}", f"{row.period_end:%Y-%m-%d}") == (window, start, end)
    assert (row.area_code, row.value, row.place, row.kind, row.is_own) == ("E10000016", 40, "return", "actual", True)


def test_a_file_of_targets_holds_targets_of_percent_measures_and_of_the_catalogue_too(tmp_path):
    (row,) = figures(own(tmp_path, "dip_kpi_1_percent,2008-09,95,,compact", file=TARGETS)).itertuples()

    assert (row.measure, row.kind, row.value, row.unit) == ("dip_kpi_1_percent", "target", 95, "percent")


def test_a_measure_of_ones_own_has_a_title_and_a_topic(tmp_path):
    header = "measure,period,value,unit,title,topic"
    loaded = own(tmp_path, "naloxone_kits,2008-09,320,kits,Naloxone kits given out,harm", header=header)
    (named,) = loaded.measures[loaded.measures["measure"] == "naloxone_kits"].itertuples()

    assert (named.title, named.topic, named.unit) == ("Naloxone kits given out", "harm", "kits")
    assert list(figures(loaded)["value"]) == [320]


def test_marks_are_what_they_mean_and_a_mark_of_publication_is_kept(tmp_path):
    header = "Measure,Period,Value,Unit,Published"
    rows = [f"in_treatment,2008-09 Q{number},{value},people,{mark}" for number, value, mark in ((1, "*", ""), (2, "n/a", "yes"), (3, '"1,105"', "no"))]  # fmt: skip
    found = figures(own(tmp_path, *rows, header=header))

    assert list(found["status"]) == ["hidden", "not_available", "shown"]
    assert list(found["value"])[2] == 1105
    assert list(found["is_own"]) == [True, False, True]


@pytest.mark.parametrize(
    ("row", "column", "wanted"),
    [
        ("in_treatment,sometime,40,people,x", "period", "2008-09 Q1"),
        ("unheard_of,2008-09,40,people,x", "measure", "a title beside it"),
        ("in_treatment,2008-09,many,people,x", "value", "a number such as"),
        ("treated_by_us,2008-09,4,,x", "measure", "catalogue"),
    ],
)
def test_a_fault_costs_its_row_and_is_told_in_one_line(tmp_path, row, column, wanted):
    loaded = own(tmp_path, row, "in_treatment,2007-08,30,people,return")
    refused = said(loaded, ROW_REFUSED)

    assert len(refused) == 1
    assert f"{FIGURES}, line 2" in refused[0]
    assert column in refused[0]
    assert wanted in refused[0]
    assert list(figures(loaded)["value"]) == [30]


def test_a_short_table_in_another_folder_is_told_where_it_belongs(tmp_path):
    loaded = own(tmp_path, "in_treatment,2008-09,40,people,x", file="tables/figures.csv")
    (refused,) = said(loaded, FILE_REFUSED)

    assert "data/raw/local/<partnership>" in refused
    assert figures(loaded).empty


@pytest.mark.parametrize("origin", ["ring 020 8123 4567", "a.name@example.org"])
def test_an_address_or_a_number_of_a_person_is_refused_and_not_repeated(tmp_path, origin):
    loaded = own(tmp_path, f"in_treatment,2008-09,40,people,{origin}")
    (refused,) = said(loaded, ROW_REFUSED)

    assert origin not in refused
    assert "without an address or a telephone number" in refused


def test_what_stands_in_the_place_of_a_count_is_not_repeated_unless_it_is_published(tmp_path):
    header = "measure,period,value,unit,published"
    hidden, told = said(own(tmp_path, "in_treatment,2008-09,5 clients,people,", "in_treatment,2007-08,6 clients,people,yes", header=header), ROW_REFUSED)  # fmt: skip

    assert "5 clients" not in hidden
    assert "6 clients" in told


def test_every_window_of_a_period_is_one_of_the_published_tables():
    described = json.loads((Folders.here().published / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    fields = [field for table in described for field in table["schema"]["fields"] if field["name"] == "window"]

    assert fields
    assert all(set(_MONTHS) <= set(field["constraints"]["enum"]) for field in fields)

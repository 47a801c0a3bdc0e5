"""UK indicator 3.5.1: each authority's people in treatment by group, from a file of 600,000 rows or of a few."""

import dropped
import national
import pytest

from needs.folders import Folders
from needs.ingest import load
from needs.ingest.problems import CELL_REFUSED, NOTED, ROW_REFUSED
from needs.measure.calculate import calculate

HEADER = "Year,Series,Drug group,Local authority,Sex,Age,Ethnicity,Units,Observation status,Value\n"
TREATED = "2018/19,People in treatment,{},{},{},{},{},Number,Normal value,{}\n"


def rows(tmp_path, text):
    loaded = dropped.read(tmp_path, {"tables/indicator.csv": HEADER + text})
    return loaded, dropped.downloaded(loaded)


def treated(place, value, drug="", sex="", age="", ethnic=""):
    return TREATED.format(drug, place, sex, age, ethnic, value)


@pytest.mark.parametrize(
    ("given", "breakdown", "group"),
    [
        ({}, "all", "all"),
        ({"sex": "Female"}, "sex", "female"),
        ({"age": "18 to 29"}, "age", "18-29"),
        ({"age": "50 and over"}, "age", "50+"),
        ({"ethnic": "Mixed"}, "ethnic_group", "mixed"),
        ({"drug": "Opiate"}, "substance_group", "opiates"),
        ({"drug": "Non-opiates"}, "substance_group", "non-opiates, alone or with alcohol"),
    ],
)
def test_a_row_of_one_group_is_a_figure_of_people_in_treatment(tmp_path, given, breakdown, group):
    loaded, found = rows(tmp_path, treated("Kent", 400, **given))
    (row,) = found.to_dict("records")
    assert (row["measure"], row["area_code"], row["breakdown"], row["group"]) == (
        "in_treatment",
        "E10000016",
        breakdown,
        group,
    )
    assert (row["value"], row["window"], str(row["period_start"])[:10]) == (400.0, "financial_year", "2018-04-01")
    assert row["is_rounded"]
    assert loaded.problems == ()


def test_people_treated_for_alcohol_are_also_those_that_are_set_against_need(tmp_path):
    _, found = rows(tmp_path, treated("Kent", 415, drug="Alcohol") + treated("", 104153, drug="Alcohol"))
    assert found[["measure", "breakdown", "value"]].to_numpy().tolist() == [
        ["in_treatment", "substance_group", 415.0],
        ["in_treatment", "substance_group", 104153.0],
        ["adults_in_treatment_for_alcohol", "all", 415.0],
        ["adults_in_treatment_for_alcohol", "all", 104153.0],
    ]
    assert found["area_code"].tolist() == ["E10000016", "E92000001"] * 2
    assert found["is_rounded"].tolist() == [True, False] * 2


NEED = (
    "2018/19,Estimated prevalence,Alcohol,{place},,18 and over,,Number,Normal value,{number}\n"
    "2018/19,Met need (%),Alcohol,{place},,18 and over,,Percentage (%),Normal value,17.6\n"
    "2018/19,Met need (%),Opiates,{place},,15 to 64,,Percentage (%),Normal value,47.9\n"
)


@pytest.mark.parametrize(
    ("england", "series"),
    [(590579, "sheffield_2020"), (602391, "sheffield_2024"), (600000, "not_told"), ("", "not_told")],
)
def test_estimates_of_alcohol_dependence_are_of_the_revision_that_englands_total_tells(tmp_path, england, series):
    _, found = rows(tmp_path, NEED.format(place="", number=england) + NEED.format(place="Kent", number=14133))
    kent = found[found["area_code"] == "E10000016"].set_index("measure")
    assert kent["series"].to_dict() == {
        "alcohol_dependent_adults": series,
        "alcohol_met_need_percent": series,
        "opiate_met_need_percent": "not_told",
    }
    assert kent["value"].tolist() == [14133.0, 17.6, 47.9]
    assert set(kent["kind"]) == {"estimate"}


def test_the_layout_before_2023_is_read_without_its_deciles_of_areas(tmp_path):
    header = "Year,Series,Units,Local Authority,Deprivation decile,Unit multiplier,Unit measure,GeoCode,Value\n"
    lines = (
        "2010/11,Alcohol - People in treatment,Number,Kent,,Units,Number,,2180\n"
        "2010/11,Alcohol - Estimated prevalence,Number,Kent,,Units,Number,,13790\n"
        "2010/11,Alcohol - Met need,Percentage (%),Kent,,Units,Percentage (%),,15.8\n"
        "2018/19,Alcohol - Met need,Percentage (%),,1,Units,Percentage (%),,17\n"
    )
    loaded = dropped.read(tmp_path, {"tables/old.csv": header + lines})
    found = dropped.downloaded(loaded)
    assert found[["measure", "value"]].to_numpy().tolist() == [
        ["in_treatment", 2180.0],
        ["adults_in_treatment_for_alcohol", 2180.0],
        ["alcohol_dependent_adults", 13790.0],
        ["alcohol_met_need_percent", 15.8],
    ]
    assert {problem.severity for problem in loaded.problems} == {NOTED}


@pytest.mark.parametrize(
    ("line", "column", "severity"),
    [
        (TREATED.format("", "Kentt", "", "", "", 5), "Local authority", ROW_REFUSED),
        (TREATED.format("", "Kent", "Other", "", "", 5), "Sex", ROW_REFUSED),
        (TREATED.format("Crack", "Kent", "", "", "", 5), "Drug group", ROW_REFUSED),
        (TREATED.format("", "Kent", "", "", "", 5).replace("2018/19", "2018/20"), "Year", ROW_REFUSED),
        (TREATED.format("", "Kent", "", "", "", "12O"), "Value", CELL_REFUSED),
    ],
)
def test_what_is_not_known_is_refused_with_its_line(tmp_path, line, column, severity):
    loaded, found = rows(tmp_path, treated("Kent", 10, sex="Male") + line)
    (problem,) = (problem for problem in loaded.problems if problem.severity != NOTED)
    assert (problem.line, problem.column, problem.severity) == (3, column, severity)
    assert found["value"].tolist() == [10.0]


def test_rows_of_several_groups_are_counted_in_one_note_and_hidden_cells_stay_hidden(tmp_path):
    loaded, found = rows(tmp_path, treated("Kent", 10, sex="Male", age="18 to 29") + treated("Kent", "[c]"))
    assert any("1 rows are of several" in line for line in dropped.said(loaded, NOTED))
    assert found["status"].tolist() == ["hidden"]


def test_a_file_of_all_authorities_gives_each_what_a_small_file_gives_it(tmp_path):
    dropped.publish(
        tmp_path / "data/raw/published", areas=national.AREAS.read_text(), treatment=dropped.as_csv([dropped.figure()])
    )
    path = national.write_ons(tmp_path / "data/raw/tables", 2018, 2019)
    whole = dropped.downloaded(load.load(Folders(tmp_path)))
    derby = whole[whole["area_code"] == "E06000015"]
    lines = path.read_text().splitlines(keepends=True)
    small = lines[0] + "".join(line for line in lines if '"Derby"' in line)
    alone = dropped.downloaded(dropped.read(tmp_path / "alone", {"tables/derby.csv": small}))

    columns = ["measure", "breakdown", "group", "period_start", "value", "unit", "status", "is_rounded"]
    assert derby[columns].to_numpy().tolist() == alone[columns].to_numpy().tolist()
    assert set(derby["breakdown"]) == {"all", "sex", "age", "ethnic_group", "substance_group"}
    assert set(whole["series"]) == {"", "not_told", "sheffield_2020"}
    profile = calculate(derby.assign(is_own=False))
    shares = profile[(profile["indicator"] == "people_in_treatment_by_group") & (profile["breakdown"] == "sex")]
    assert set(shares["status"]) == {"shown"}


def test_the_file_carries_its_publishers_licence(tmp_path):
    loaded, _ = rows(tmp_path, treated("Kent", 10))
    (source,) = loaded.sources[loaded.sources["source"] == "ons:indicator.csv"].to_dict("records")
    assert source["licence"] == "Open Government Licence v3.0"
    assert "Office for National Statistics" in source["publisher"]


def test_the_same_people_in_an_export_that_goes_on_longer_are_taken_from_there(tmp_path):
    later = dropped.viewit(("2018/19", "Kent", "Total", "500", "5"), ("2022/23", "Kent", "Total", "510", "5"))
    files = {"tables/ons.csv": HEADER + treated("Kent", 400), "viewit/v.csv": later}
    loaded = dropped.read(tmp_path, files)
    assert dropped.values(loaded, "in_treatment") == [500.0, 510.0]
    assert any("ons.csv" in line and "none of these is used" in line for line in dropped.said(loaded, NOTED))

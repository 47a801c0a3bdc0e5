"""Sheets of estimates of need in the layouts of several editions, and of which series each is."""

import io

import dropped
import pandas as pd
import pytest

from needs.code_lists import downloads
from needs.ingest import series
from needs.ingest.columns import NotSaid
from needs.ingest.estimates import ALCOHOL, OPIATE_CRACK, kind_of
from needs.ingest.problems import FILE_REFUSED, NOTED, ROW_REFUSED

FLAT = """Opiate and crack cocaine use: prevalence estimates 2022 to 2023,,,,,,,,,,,
This worksheet contains one table. Published by the Department of Health and Social Care,,,,,,,,,,,
Region,Area code,Local authority,OCU (number),OCU (number) lower bound 95% CI,OCU (number) upper bound 95% CI,Opiates (number),Opiates (number) lower bound 95% CI,Opiates (number) upper bound 95% CI,Crack cocaine (number),Crack cocaine (number) lower bound 95% CI,Crack cocaine (number) upper bound 95% CI
England,E92000001,England,"310,700","290,000","330,000","260,000","250,000","270,000","180,000","160,000","200,000"
South East,E10000016,Kent,"5,100","4,300","6,100","4,000","3,500","4,600",[c],[c],[c]
Yorkshire and The Humber,E08000038,Barnsley (from April 2026),"2,000","1,700","2,400","1,800","1,500","2,000","900","700","1,100"
"""
KEYS = ("measure", "area_code", "breakdown", "group", "value", "lower", "upper", "series")


def read(tmp_path, text, name="sheet.csv"):
    loaded = dropped.read(tmp_path, {f"tables/{name}": text})
    return loaded, dropped.downloaded(loaded)


def test_a_flat_header_gives_each_substance_with_its_limits(tmp_path):
    loaded, found = read(tmp_path, FLAT)
    kent = found[found["area_code"] == "E10000016"]
    assert kent[list(KEYS)].fillna(-1).to_numpy().tolist() == [
        ["opiate_crack_users", "E10000016", "all", "all", 5100.0, 4300.0, 6100.0, "dhsc_2025"],
        ["opiate_crack_users", "E10000016", "substance", "opiates", 4000.0, 3500.0, 4600.0, "dhsc_2025"],
        ["opiate_crack_users", "E10000016", "substance", "crack", -1, -1, -1, "dhsc_2025"],
    ]
    assert kent["population"].tolist() == ["opiate and/or crack users", "opiate users", "crack cocaine users"]
    assert kent["status"].tolist() == ["shown", "shown", "hidden"]
    assert set(found["area_code"]) == {"E92000001", "E10000016", "E08000016"}
    assert {problem.severity for problem in loaded.problems} <= {NOTED}


@pytest.mark.parametrize(
    ("header", "cells", "breakdown", "group"),
    [
        ("Sex", "Female", "sex", "female"),
        ("Gender", "Men", "sex", "male"),
        ("Age group", "15 to 24", "age", "15-24"),
        ("Age", "35–64", "age", "35-64"),
        ("Age", "15 to 64", "all", "all"),
        ("Substance", "Crack cocaine", "substance", "crack"),
        ("Substance", "Opiates and/or crack cocaine", "all", "all"),
        ("Injecting status", "Injecting", "injecting", "injecting"),
        ("Injecting status", "Not injecting", "injecting", "not injecting"),
    ],
)
def test_what_a_row_is_of_is_told_by_its_own_columns(tmp_path, header, cells, breakdown, group):
    text = f"Estimates 2022 to 2023\nLocal authority,{header},OCU (number),OCU (number) lower bound,OCU (number) upper bound\nKent,{cells},500,400,600\n"
    _, found = read(tmp_path, text)
    assert found[["breakdown", "group", "value", "lower", "upper"]].to_numpy().tolist() == [
        [breakdown, group, 500.0, 400.0, 600.0]
    ]


@pytest.mark.parametrize(
    ("header", "breakdown", "group"),
    [
        ("OCU aged 15 to 24", "age", "15-24"),
        ("OCU females", "sex", "female"),
        ("OCU male", "sex", "male"),
        ("OCU currently injecting", "injecting", "injecting"),
        ("Opiates, 25-34", "age and substance", "25-34, opiates"),
    ],
)
def test_what_a_column_is_of_is_told_by_its_header(tmp_path, header, breakdown, group):
    text = f'Estimates 2022-23\nLocal authority,"{header}","{header} lower","{header} upper"\nKent,500,400,600\n'
    _, found = read(tmp_path, text)
    assert found[["breakdown", "group", "value", "lower"]].to_numpy().tolist() == [[breakdown, group, 500.0, 400.0]]


def test_a_group_that_is_not_known_refuses_its_row_and_two_columns_of_one_thing_the_sheet(tmp_path):
    text = "Estimates 2022-23\nLocal authority,Sex,OCU,OCU lower,OCU upper\nKent,Other,500,400,600\nKent,Male,300,200,400\n"
    loaded, found = read(tmp_path, text)
    assert found["group"].tolist() == ["male"]
    assert any("line 3: a group that is not known" in line for line in dropped.said(loaded, ROW_REFUSED))

    twice = "Estimates 2022-23\nLocal authority,OCU,OCU users,OCU lower,OCU upper\nKent,500,500,400,600\n"
    loaded, found = read(tmp_path / "twice", twice)
    assert found.empty
    (sentence,) = dropped.said(loaded, FILE_REFUSED)
    assert "'OCU' and 'OCU users' seem to be of one thing" in sentence
    assert "take out those that are of something else" in sentence


@pytest.mark.parametrize(
    "treated", ["Number in treatment", "% not in treatment", "Number treated", "Unmet need (number)"]
)
@pytest.mark.parametrize(
    ("needed", "measure"),
    [("Alcohol dependent adults", "alcohol_dependent_adults"), ("OCU", "opiate_crack_users")],
)
def test_people_in_treatment_are_no_estimate_of_need_and_their_limits_are_not_its(tmp_path, treated, needed, measure):
    text = f"Estimates 2019-20\nLocal authority,{needed},Lower,Upper,{treated},Lower limit,Upper limit\nKent,500,400,600,90,80,95\n"
    loaded, found = read(tmp_path, text)
    assert found[["measure", "value", "lower", "upper"]].to_numpy().tolist() == [[measure, 500.0, 400.0, 600.0]]
    assert any(
        f"left out because their meaning is not known: {treated}" in line for line in dropped.said(loaded, NOTED)
    )

    first = f"Estimates 2019-20\nLocal authority,{treated},{needed},Lower,Upper\nKent,90,500,400,600\n"
    assert read(tmp_path / "first", first)[1]["value"].tolist() == [500.0]


def test_adults_in_need_of_treatment_are_an_estimate_of_need(tmp_path):
    text = "Alcohol dependence 2019-20\nLocal authority,Alcohol dependent adults in need of specialist treatment,Lower,Upper\nKent,500,400,600\n"
    assert read(tmp_path, text)[1]["value"].tolist() == [500.0]


OF_2016 = "{title}\nLocal authority,OCU,OCU lower,OCU upper\nKent,5000,4000,6000\n{more}"


@pytest.mark.parametrize(
    ("title", "more", "name", "wanted"),
    [
        ("Estimates 2016-17 by Liverpool John Moores University", "", "t.csv", "ljmu"),
        ("Revised estimates 2016-17", "", "t.csv", "ohid_revised_2023"),
        ("Estimates 2016-17", "", "ocu_LJMU.csv", "ljmu"),
        ("Estimates 2016-17", 'England,"313,971",300000,330000\n', "t.csv", "ljmu"),
        ("Estimates 2016-17", 'England,"324,840",300000,330000\n', "t.csv", "ohid_revised_2023"),
        ("Estimates 2014-15", "", "t.csv", "ljmu"),
        ("Estimates 2019-20", "", "t.csv", "ohid_revised_2023"),
        ("Estimates 2022-23", "", "t.csv", "dhsc_2025"),
        ("Estimates 2011-12", "", "t.csv", "glasgow"),
    ],
)
def test_the_series_is_told_by_what_the_sheet_says_of_itself(tmp_path, title, more, name, wanted):
    _, found = read(tmp_path, OF_2016.format(title=title, more=more), name)
    assert set(found["series"]) == {wanted}


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Estimates 2016-17", "which ljmu and ohid_revised_2023 both have, and the sheet does not say whose these are"),
        ("Estimates 2017-18", "estimates for 2017/18, of which no series is known"),
    ],
)
def test_an_estimate_of_a_series_that_is_not_told_is_refused_with_what_would_tell_it(tmp_path, title, said):
    loaded, found = read(tmp_path, OF_2016.format(title=title, more=""))
    (sentence,) = dropped.said(loaded, FILE_REFUSED)
    assert found.empty
    assert said in sentence
    assert title in sentence
    assert "'liverpool john moores'" in sentence or "2018/19, 2019/20, 2022/23" in sentence


ALCOHOL_SHEET = """Estimates of alcohol dependent adults in England, revised March 2024,,,,
Local authority,Year,Number of adults with alcohol dependence,Lower confidence limit (95%),Upper confidence limit (95%)
Kent,2019/20,"14,500","11,000","19,000"
England,2019/20,"608,416","501,037","766,536"
"""


def test_estimates_of_alcohol_dependence_are_read_by_year(tmp_path):
    _, found = read(tmp_path, ALCOHOL_SHEET)
    assert found[list(KEYS)].to_numpy().tolist() == [
        ["alcohol_dependent_adults", "E10000016", "all", "all", 14500.0, 11000.0, 19000.0, "sheffield_2024"],
        ["alcohol_dependent_adults", "E92000001", "all", "all", 608416.0, 501037.0, 766536.0, "sheffield_2024"],
    ]
    assert set(found["population"]) == {"adults dependent on alcohol"}
    assert set(found["window"]) == {"financial_year"}


@pytest.mark.parametrize(
    ("england", "words", "wanted"),
    [
        ("590,579", "", "sheffield_2020"),
        ("602,391", "", "sheffield_2024"),
        ("", "estimates published in 2020", "sheffield_2020"),
    ],
)
def test_the_revision_of_2018_is_told_by_englands_total_or_by_words(tmp_path, england, words, wanted):
    rows = f'England,2018/19,"{england}",500000,700000\n' if england else ""
    text = f"Alcohol dependent adults {words},,,,\nLocal authority,Year,Alcohol dependent,Alcohol lower CI,Alcohol upper CI\nKent,2018/19,14000,11000,18000\n{rows}"
    _, found = read(tmp_path, text)
    assert set(found["series"]) == {wanted}


def test_the_layout_of_2010_to_2017_is_read(tmp_path):
    text = (
        "PHE_Centre,Local_Authority,Area_Code_GSS,Alcohol_dependent,Alcohol_lower_CI,Alcohol_upper_CI,Year\n"
        "East Midlands,Derby,E06000015,3378,2538,4779,2014/15\n"
    )
    _, found = read(tmp_path, text)
    assert found[["area_code", "value", "lower", "upper", "series"]].to_numpy().tolist() == [
        ["E06000015", 3378.0, 2538.0, 4779.0, "sheffield_2020"]
    ]


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        (("Local authority", "OCU", "OCU lower"), OPIATE_CRACK),
        (("Area name", "Crack cocaine (number)", "Crack cocaine (number) lower bound 95% CI"), OPIATE_CRACK),
        (("Area name", "Alcohol dependent adults", "LCI"), ALCOHOL),
        (("Local authority", "OCU"), None),
        (("OCU", "OCU lower"), None),
        (("Local authority", "Smoking prevalence", "Lower CI"), None),
    ],
)
def test_a_sheet_of_estimates_is_told_by_its_header(header, kind):
    assert kind_of(header) == kind


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_every_published_sheet_of_a_workbook_is_read_and_its_cover_says_what_they_are(tmp_path, ending):
    sheets = {
        "Cover": [["Opiate and crack cocaine use"], ["Revised estimates for 2016 to 2017"]],
        "Table_2": [["By age"], ["Local authority", "Age", "OCU", "OCU lower", "OCU upper"], ["Kent", "15 to 24", "50", "40", "60"]],
        "Table_1": [["All ages"], ["Local authority", "OCU", "OCU lower", "OCU upper"], ["Kent", "500", "400", "600"], ["Note 1: rounded"]],
    }  # fmt: skip
    written = io.BytesIO()
    with pd.ExcelWriter(written, engine={"xlsx": "openpyxl", "ods": "odf"}[ending]) as book:
        for title, rows in sheets.items():
            pd.DataFrame(rows).to_excel(book, sheet_name=title, index=False, header=False)
    loaded, found = read(tmp_path, written.getvalue(), f"ocu.{ending}")

    assert found[["breakdown", "group", "value", "lower"]].to_numpy().tolist() == [
        ["age", "15-24", 50.0, 40.0],
        ["all", "all", 500.0, 400.0],
    ]
    assert set(found["series"]) == {"ohid_revised_2023"}
    assert set(found["source"]) == {f"sheet:ocu.{ending}, sheet Table_2", f"sheet:ocu.{ending}, sheet Table_1"}
    assert dropped.said(loaded, FILE_REFUSED) == []


def test_every_series_that_can_be_told_has_a_title_and_its_source():
    told = downloads.table("series_told_by")
    assert set(told["series"]) <= set(downloads.table("series")["series"])
    assert (told["source"] != "").all()
    with pytest.raises(NotSaid):
        series.told("opiate_crack_users", 2016, "of england", {2016: 320_000.0})

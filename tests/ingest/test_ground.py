"""What ground an authority has: codes, predecessors and successors, areas like it, and sums of districts."""

import csv
import math
from pathlib import Path

import pandas as pd
import pytest

from needs.ingest import figures, ground

PUBLISHED = Path(__file__).parents[2] / "data" / "raw" / "published"
COUNTY, FIRST, SECOND = "E10000099", "E07000901", "E07000902"
DISTRICTS = pd.DataFrame(
    {"area_code": [COUNTY, COUNTY], "district": [FIRST, SECOND], "name": ["First", "Second"]}, dtype="str"
)


def figure(code, value, *, status="shown", **given):
    row = {
        "file": "deaths.csv", "line": 2, "measure": "drug_poisoning_deaths", "area_code": code,
        "period_start": "2018-01-01", "period_end": "2020-12-31", "window": "three_calendar_years", "breakdown": "all",
        "group": "all", "kind": "actual", "population": "residents", "age": "all ages", "value": value, "lower": math.nan,
        "upper": math.nan, "unit": "deaths", "status": status, "qualifier": "", "source": "ons", "place": "", "note": "",
    }  # fmt: skip
    return row | given


def sums(*rows):
    found = ground.sums_of_districts(figures.typed(pd.DataFrame(rows)), DISTRICTS)
    return dict(zip(found["area_code"], found["value"], strict=True))


def table(name):
    with (PUBLISHED / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_figures_of_all_districts_stand_for_their_county_as_a_sum():
    assert sums(figure(FIRST, 12), figure(SECOND, 30)) == {COUNTY: 42}


@pytest.mark.parametrize(
    "rows",
    [
        [figure(FIRST, 12)],
        [figure(FIRST, 12), figure(SECOND, math.nan, status="hidden")],
        [figure(FIRST, 12), figure(SECOND, 30, source="another")],
        [figure(FIRST, 12), figure(SECOND, 30, series="revised")],
        [figure(FIRST, 12), figure(SECOND, 30, period_start="2017-01-01", period_end="2019-12-31")],
        [figure(FIRST, 12), figure(SECOND, 30), figure(COUNTY, 41)],
        [figure(FIRST, 1.5, unit="per 100,000"), figure(SECOND, 2.5, unit="per 100,000")],
        [figure(FIRST, 12, kind="target"), figure(SECOND, 30, kind="target")],
        [figure(FIRST, 12, qualifier="at most"), figure(SECOND, 30)],
        [figure(FIRST, 12, status="not_set"), figure(SECOND, 30)],
        [figure(FIRST, 10, is_rounded="yes"), figure(SECOND, 30)],
    ],
    ids=[
        "one is lacking",
        "one is hidden",
        "two sources",
        "two series",
        "two periods",
        "given",
        "a rate",
        "targets",
        "one is a bound",
        "one is no figure",
        "one is rounded",
    ],
)
def test_no_sum_is_made_of_what_is_not_the_whole_county(rows):
    assert sums(*rows) == {}


def test_a_sum_names_its_districts():
    found = ground.sums_of_districts(figures.typed(pd.DataFrame([figure(FIRST, 10), figure(SECOND, 30)])), DISTRICTS)
    assert found[["note", "status"]].to_numpy().tolist() == [["sum of 2 districts", "shown"]]


def test_an_authority_knows_its_other_codes_and_who_had_its_ground():
    areas = pd.DataFrame(
        [
            ("E10000006", "Cumbria", "cumbria", "", "2023-03-31", ""),
            ("E06000063", "Cumberland", "cumberland", "2023-04-01", "", ""),
            ("E10000002", "Buckinghamshire", "buckinghamshire", "", "2020-03-31", ""),
            ("E06000060", "Buckinghamshire", "", "2020-04-01", "", "E10000002"),
        ],
        columns=["area_code", "name", "partnership", "valid_from", "valid_to", "same_as"],
    )
    changes = pd.DataFrame({"predecessor": ["E10000006"], "successor": ["E06000063"]})
    alike = pd.DataFrame(
        {"area_code": ["E06000063"] * 2, "rank": ["2", "1"], "similar_area_code": ["E10000006", "E06000060"]}
    )
    found = ground.described(areas, {"area_changes": changes, "similar_areas": alike}).set_index("area_code")
    assert list(found.index) == ["E10000006", "E06000063", "E10000002"]
    assert found.loc["E10000002", ["other_codes", "valid_to"]].tolist() == ["E06000060", ""]
    assert found.loc["E06000063", ["predecessors", "successors"]].tolist() == ["cumbria", ""]
    assert found.loc["E10000006", "successors"] == "cumberland"
    assert found.loc["E06000063", "similar"] == "buckinghamshire cumbria"


def authorities_of_2023():
    """The codes that figures of the 153 stand under: those that similar areas are listed for."""
    return {row["area_code"] for row in table("similar_areas")}


def test_the_153_authorities_add_up_to_england():
    codes = authorities_of_2023()
    assert len(codes) == 153
    deaths = {
        row["area_code"]: int(row["value"])
        for row in table("drug_poisoning_deaths")
        if row["measure"] == "drug_poisoning_deaths" and row["period_start"] == "2018-01-01"
    }
    residents = {
        row["area_code"]: int(row["value"])
        for row in table("census")
        if row["breakdown"] == "all" and row["period_start"] == "2021-03-21"
    }
    assert sum(deaths[code] for code in codes) == deaths["E92000001"] == 12_410
    assert sum(residents[code] for code in codes) == residents["E92000001"] == 56_489_800


@pytest.mark.parametrize("name", ["census", "drug_poisoning_deaths", "population", "deprivation", "ethnic_groups"])
def test_each_of_the_153_has_its_context(name):
    assert authorities_of_2023() <= {row["area_code"] for row in table(name)}


def test_alcohol_need_is_carried_for_all_but_the_authorities_whose_ground_its_publisher_did_not_give():
    carried = {
        row["area_code"]
        for row in table("alcohol_need")
        if (row["measure"], row["period_start"]) == ("alcohol_dependent_adults", "2018-04-01")
    }
    assert len(authorities_of_2023() & carried) == 145


@pytest.mark.parametrize(
    ("unitary", "county"),
    [("E06000060", "E10000002"), ("E06000065", "E10000023"), ("E06000066", "E10000027")],
)
def test_a_county_that_became_one_authority_keeps_its_figures(unitary, county):
    assert {row["same_as"] for row in table("areas") if row["area_code"] == unitary} == {county}


def test_each_change_says_how_much_of_each_side_is_in_the_other_and_none_is_the_same_ground():
    for row in table("area_changes"):
        shares = [float(row[name]) for name in ("share_of_predecessor", "share_of_successor") if row[name]]
        assert len(shares) < 2 or min(shares) < 0.99, row


def test_two_estimates_of_one_year_stand_in_two_series():
    rows = [
        (row["series"], row["value"])
        for row in table("opiate_crack_prevalence")
        if (row["area_code"], row["measure"], row["period_start"]) == ("E92000001", "opiate_crack_users", "2016-04-01")
    ]
    assert sorted(rows) == [("ljmu", "313971"), ("ohid_revised_2023", "324840")]


def test_days_are_text_whatever_they_were_read_as():
    read = pd.DataFrame(
        {"area_code": ["A", "B"], "valid_from": [pd.Timestamp("2023-04-01"), pd.NaT], "valid_to": ["", "2023-03-31"]}
    )
    assert ground.with_days(read)[["valid_from", "valid_to"]].to_numpy().tolist() == [
        ["2023-04-01", ""],
        ["", "2023-03-31"],
    ]

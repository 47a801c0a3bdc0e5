from pathlib import Path

import dropped
import pandas as pd
import pytest

from needs.ingest.places import Places
from needs.ingest.problems import NOTED, ROW_REFUSED


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    path = tmp_path_factory.mktemp("areas") / "areas.csv"
    path.write_text(dropped.AREAS)
    return Places.of(pd.read_csv(path, dtype=str, keep_default_na=False))


@pytest.mark.parametrize(
    ("name", "year", "code"),
    [
        ("Bristol", 2010, "E06000023"),
        ("Bristol, City of", 2010, "E06000023"),
        ("City of Bristol", 2010, "E06000023"),
        ("BRISTOL UA", 2010, "E06000023"),
        ("Herefordshire", 2010, "E06000019"),
        ("Hull", 2010, "E06000010"),
        ("Kingston Upon Hull", 2010, "E06000010"),
        ("Durham", 2010, "E06000047"),
        ("County Durham", 2010, "E06000047"),
        ("Kent County Council", 2010, "E10000016"),
        ("London Borough of Barnet", 2010, "E09000003"),
        ("City of London", 2010, "E09000001"),
        ("Bournemouth, Christchurch & Poole", 2020, "E06000058"),
        ("Bournemouth", 2010, "E06000028"),
        ("Northamptonshire", 2010, "E10000021"),
        ("Northamptonshire", 2020, "E10000021"),
        ("North Northamptonshire", 2021, "E06000061"),
        ("North Northamptonshire", 2015, "E06000061"),  # worked out again for newer boundaries
        ("Somerset", 2010, "E10000027"),
        ("Somerset UA", 2024, "E10000027"),
        ("Barnsley (discontinued)", 2023, "E08000016"),
        ("Barnsley (from April 2026)", 2023, "E08000016"),
        ("Barnsley", 2026, "E08000016"),
        ("ENGLAND", 2023, "E92000001"),
        ("National", 2023, "E92000001"),
    ],
)
def test_a_name_is_that_of_its_area_however_ndtms_writes_it(places, name, year, code):
    assert places.of_name(name, year).code == code


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("London", 2010),
        ("South East", 2010),
        ("South East region", 2010),
        ("Greater Manchester", 2010),
        ("Anglia & Essex", 2010),
        ("NHS Kent and Medway Integrated Care Board", 2023),
        ("Ashford", 2010),
        ("Bournemouth", 2019),
        ("Northamptonshire", 2021),
        ("Derby & Kent", 2010),
        ("Bournemouth and Poole", 2010),
        ("Kent, Derby and Poole", 2010),
    ],
)
def test_an_area_that_is_no_partnership_or_has_ended_matches_nothing_and_is_no_fault(places, name, year):
    found = places.of_name(name, year)
    assert (found.code, found.is_outside, found.wanted) == (None, True, "")


@pytest.mark.parametrize("name", ["Kentt", "Atlantis", "Kent and Atlantis", ""])
def test_a_name_nobody_knows_is_wanted_otherwise(places, name):
    found = places.of_name(name, 2010)
    assert (found.code, found.is_outside) == (None, False)
    assert "areas.csv" in found.wanted


@pytest.mark.parametrize(
    ("code", "stands_under"),
    [
        ("E10000016", "E10000016"),
        ("E06000066", "E10000027"),
        ("E08000038", "E08000016"),
        ("E06000099", "E06000099"),
        ("E92000001", "E92000001"),
    ],
)
def test_a_code_is_that_of_its_area_old_or_new(places, code, stands_under):
    assert places.of_code(code).code == stands_under


@pytest.mark.parametrize(
    "code",
    ["E12000008", "E07000105", "E07000999", "E54000040", "E47000009", "E38000231", "cat-1", "W92000004", "A81001"],
)
def test_the_code_of_an_area_that_is_no_partnership_is_left_out(places, code):
    assert places.of_code(code).is_outside


def test_rows_of_other_areas_are_left_out_in_one_line_and_refuse_nothing(tmp_path):
    codes = ["E10000016", "E07000105", "E54000040", "E07000999", "cat-1"]
    rows = [{"Area Code": code} for code in codes]
    names = ["Kent", "South East", "Derby & Kent"]
    files = {
        "fingertips/f.csv": dropped.fingertips(*rows),
        "viewit/v.csv": dropped.viewit(*((("2010/11", name, "Total", "5", "5")) for name in names)),
    }
    loaded = dropped.read(tmp_path, files)
    assert {problem.severity for problem in loaded.problems} == {NOTED}
    assert [sentence.partition(":")[0] for sentence in dropped.said(loaded, NOTED)] == [
        "data/raw/fingertips/f.csv, lines 3 to 6",
        "data/raw/viewit/v.csv, lines 3 and 4",
    ]
    assert "4 rows are of areas that are no partnership" in dropped.said(loaded, NOTED)[0]
    assert set(dropped.downloaded(loaded)["area_code"]) == {"E10000016"}
    used = loaded.inputs.set_index("file")
    assert used.loc["data/raw/fingertips/f.csv", ["rows", "used", "refused"]].tolist() == [5, 1, 0]


def test_an_authority_nobody_knows_is_refused(tmp_path):
    loaded = dropped.read(tmp_path, {"fingertips/f.csv": dropped.fingertips({"Area Code": "E06000099"})})
    (sentence,) = dropped.said(loaded, ROW_REFUSED)
    assert "'E06000099' is not listed in areas.csv" in sentence


def test_figures_under_an_old_and_a_new_code_are_of_one_area(tmp_path):
    rows = [{"Area Code": "E10000027", "Time period": "2021/22"}, {"Area Code": "E06000066", "Time period": "2023/24"}]
    loaded = dropped.read(tmp_path, {"fingertips/f.csv": dropped.fingertips(*rows)})
    assert set(dropped.downloaded(loaded)["area_code"]) == {"E10000027"}
    assert "E06000066" not in set(loaded.areas["area_code"])


def test_of_two_names_of_one_area_the_one_that_was_not_there_is_left_out(places):
    rows = [("Barnsley (discontinued)", 2025), ("Barnsley (from April 2026)", 2025)]
    rows += [("Barnsley (discontinued)", 2026), ("Barnsley (from April 2026)", 2026), ("Barnsley (discontinued)", 2023)]
    found = [place.code for place in places.of_rows(*zip(*rows, strict=True))]
    assert found == ["E08000016", None, None, "E08000016", "E08000016"]


def test_where_figures_are_worked_out_for_later_authorities_a_name_of_two_is_of_the_later():
    published = Path(__file__).parents[2] / "data" / "raw" / "published" / "areas.csv"
    places = Places.of(pd.read_csv(published, dtype=str, keep_default_na=False))
    bcp = "Bournemouth, Christchurch & Poole"
    found = places.of_rows(["Dorset", bcp, "Dorset", "Dorset"], [2017, 2017, 2016, 2021])
    assert [place.code for place in found] == ["E06000059", "E06000058", "E10000009", "E06000059"]

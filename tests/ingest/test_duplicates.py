import dropped
import pytest

from needs.ingest.problems import NOTED, ROW_REFUSED

COMPLETED = "opiate_completions_without_return_percent"
ENGLAND = {"Area Code": "E92000001", "Area Type": "England", "Value": "5.8"}


@pytest.mark.parametrize("name", ["f (1).csv", "a copy of f.csv", "F-2.csv"])
def test_the_same_download_under_two_names_is_one_figure_each_and_the_longer_name_is_noted(tmp_path, name):
    text = dropped.fingertips({}, ENGLAND)
    loaded = dropped.read(tmp_path, {"fingertips/f.csv": text, f"fingertips/{name}": text})
    assert dropped.values(loaded, COMPLETED) == [6.0, 5.8]
    (sentence,) = dropped.said(loaded, NOTED)
    assert sentence.startswith(f"data/raw/fingertips/{name}: all of its figures stand in data/raw/fingertips/f.csv too")
    assert len(loaded.problems) == 1


def test_the_same_export_under_two_names_is_one_figure_each(tmp_path):
    text = dropped.viewit(("2010/11", "Kent", "Total", "4000", "2000"), ("2010/11", "Kent", "Opiate", "2000", "1000"))
    loaded = dropped.read(tmp_path, {"viewit/x.csv": text, "viewit/x (1).csv": text, "tables/x.csv.csv": text})
    assert dropped.values(loaded, "in_treatment") == [4000.0, 2000.0]
    assert len(dropped.said(loaded, NOTED)) == len(loaded.problems) == 2


@pytest.mark.parametrize(
    "other",
    [
        {"Parent Code": "E12000008", "Parent Name": "South East"},
        {"Area Type": "Lower tier local authorities (4/23)"},
        {
            "Area Type": "UTLA (4/21)",
            "Recent Trend": "Increasing",
            "Compared to England value or percentiles": "Better",
        },
    ],
)
def test_one_figure_under_several_parents_or_area_types_is_one_figure(tmp_path, other):
    loaded = dropped.read(tmp_path, {"fingertips/f.csv": dropped.fingertips({}, other, ENGLAND)})
    assert dropped.values(loaded, COMPLETED) == [6.0, 5.8]
    (sentence,) = dropped.said(loaded, NOTED)
    assert "line 3: the same figures as on a line above" in sentence
    assert len(loaded.problems) == 1


@pytest.mark.parametrize("other", [{"Value": "6.1"}, {"Count": "43"}, {"Upper CI 95.0 limit": "8.1"}, {"Value": "*"}])
def test_rows_that_differ_are_both_refused_and_only_those(tmp_path, other):
    loaded = dropped.read(tmp_path, {"fingertips/f.csv": dropped.fingertips({}, other, ENGLAND)})
    assert dropped.values(loaded, COMPLETED) == [5.8]
    (sentence,) = dropped.said(loaded, ROW_REFUSED)
    assert sentence.startswith("data/raw/fingertips/f.csv, lines 2 and 3: the same figure as on another line")
    assert loaded.inputs.iloc[-1].tolist()[2:5] == [3, 1, 2]


def vintage(value, *years):
    rows = [
        {"Time period": year, "Value": value, "Area Code": code}
        for year in years
        for code in ("E10000016", "E06000015")
    ]
    return dropped.fingertips(*rows)


def test_a_later_download_replaces_an_earlier_one_as_a_whole(tmp_path):
    old, new = vintage("6", "2016/17", "2017/18", "2018/19"), vintage("7", "2018/19", "2019/20")
    loaded = dropped.read(tmp_path, {"fingertips/a.csv": old, "fingertips/b.csv": new})
    assert dropped.values(loaded, COMPLETED) == [7.0] * 4
    (sentence,) = dropped.said(loaded, NOTED)
    assert sentence.startswith(
        "data/raw/fingertips/a.csv: data/raw/fingertips/b.csv has other numbers for the same figures"
    )
    assert sentence.endswith("remove this older one")


def test_an_older_download_keeps_its_other_indicators(tmp_path):
    other = {"Indicator ID": "90245", "Value": "5"}
    old = dropped.fingertips({"Value": "6"}, other)
    loaded = dropped.read(tmp_path, {"fingertips/a.csv": old, "fingertips/b.csv": vintage("7", "2018/19", "2019/20")})
    assert dropped.values(loaded, COMPLETED) == [7.0] * 4
    assert dropped.values(loaded, "non_opiate_completions_without_return_percent") == [5.0]


def test_of_two_vintages_of_the_same_years_neither_is_used(tmp_path):
    files = {"fingertips/a.csv": vintage("6", "2017/18", "2018/19"), "fingertips/b.csv": vintage("7", "2018/19")}
    loaded = dropped.read(tmp_path, files)
    assert dropped.downloaded(loaded).empty
    assert ["a.csv" in sentence and "b.csv" in sentence for sentence in dropped.said(loaded, ROW_REFUSED)] == [
        True,
        True,
    ]
    assert all("remove the older" in sentence for sentence in dropped.said(loaded, ROW_REFUSED))


def test_two_vintages_of_an_export_are_never_mixed(tmp_path):
    old = dropped.viewit(*((year, "Kent", "Total", "4000", "2000") for year in ("2009/10", "2010/11")))
    new = dropped.viewit(*((year, "Kent", "Total", "4005", "2000") for year in ("2010/11", "2011/12")))
    loaded = dropped.read(tmp_path, {"viewit/old.csv": old, "viewit/new.csv": new})
    assert dropped.values(loaded, "in_treatment") == [4005.0, 4005.0]
    assert [sentence.partition(":")[0] for sentence in dropped.said(loaded, NOTED)] == ["data/raw/viewit/old.csv"]


def test_downloads_that_agree_where_they_overlap_stand_side_by_side(tmp_path):
    files = {
        "fingertips/a.csv": vintage("6", "2016/17", "2017/18"),
        "fingertips/b.csv": vintage("6", "2017/18", "2018/19"),
    }
    loaded = dropped.read(tmp_path, files)
    assert dropped.values(loaded, COMPLETED) == [6.0] * 6
    (sentence,) = dropped.said(loaded, NOTED)
    assert "6 of its figures stand in data/raw/fingertips/a.csv too" in sentence


def test_a_figure_that_stands_twice_keeps_its_series(tmp_path):
    sheet = "Estimates published by DHSC, 2022 to 2023\nArea code,Area name,OCU estimate,Lower,Upper\nE10000016,Kent,5000,4500,5600\n"
    loaded = dropped.read(tmp_path, {"tables/ocu-2022-23.csv": sheet, "tables/ocu-2022-23 (1).csv": sheet})
    rows = dropped.downloaded(loaded)
    rows = rows[rows["measure"] == "opiate_crack_users"]
    assert rows["series"].tolist() == ["dhsc_2025"]
    alone = dropped.downloaded(
        dropped.read(tmp_path / "alone", {"viewit/x.csv": dropped.viewit(("2010/11", "Kent", "Total", "4000", "2000"))})
    )
    text = dropped.viewit(("2010/11", "Kent", "Total", "4000", "2000"))
    twice = dropped.downloaded(dropped.read(tmp_path / "twice", {"viewit/x.csv": text, "viewit/y.csv": text}))
    assert set(twice["series"]) == set(alone["series"]) == {""}


PLACES = {"kent": "E10000016", "derby": "E06000015"}


def of(place, value, *years):
    return [{"Time period": year, "Value": value, "Area Code": PLACES[place]} for year in years]


def test_a_later_download_of_one_area_leaves_an_earlier_one_the_others(tmp_path):
    old = dropped.fingertips(*of("kent", "6", "2016/17", "2017/18"), *of("derby", "5", "2016/17", "2017/18"))
    new = dropped.fingertips(*of("kent", "7", "2017/18", "2018/19"))
    loaded = dropped.read(tmp_path, {"fingertips/a.csv": old, "fingertips/b.csv": new})
    rows = dropped.downloaded(loaded).loc[lambda found: found["measure"] == COMPLETED].set_index("area_code")["value"]
    assert rows["E10000016"].tolist() == [7.0, 7.0]  # and not 6 of 2016/17: no area's series mixes two vintages
    assert rows["E06000015"].tolist() == [5.0, 5.0]
    (sentence,) = dropped.said(loaded, NOTED)
    assert "none of these is used for the area that both have" in sentence
    assert "remove" not in sentence


def test_an_earlier_download_loses_each_area_of_the_later_though_they_differ_in_one(tmp_path):
    old = dropped.fingertips(*of("kent", "6", "2016/17", "2017/18"), *of("derby", "5", "2016/17", "2017/18"))
    new = dropped.fingertips(*of("kent", "7", "2017/18", "2018/19"), *of("derby", "5", "2017/18"))
    loaded = dropped.read(tmp_path, {"fingertips/a.csv": old, "fingertips/b.csv": new})
    assert set(dropped.downloaded(loaded)["source"]) == {"fingertips:b.csv"}


def test_of_two_vintages_of_the_same_years_only_the_areas_of_both_are_refused(tmp_path):
    one = dropped.fingertips(*of("kent", "6", "2018/19"), *of("derby", "5", "2018/19"))
    two = dropped.fingertips(*of("kent", "7", "2018/19"))
    loaded = dropped.read(tmp_path, {"fingertips/a.csv": one, "fingertips/b.csv": two})
    assert dropped.values(loaded, COMPLETED) == [5.0]
    found = {sentence.partition(",")[0]: sentence for sentence in dropped.said(loaded, ROW_REFUSED)}
    assert found["data/raw/fingertips/a.csv"].endswith("take such rows out of the older")
    assert found["data/raw/fingertips/b.csv"].endswith("remove the older")


def test_of_two_that_a_third_replaces_in_part_the_later_is_used_for_the_rest(tmp_path):
    files = {
        "fingertips/a.csv": dropped.fingertips(*of("kent", "6", "2016/17"), *of("derby", "5", "2016/17")),
        "fingertips/b.csv": dropped.fingertips(*of("kent", "7", "2016/17"), *of("derby", "7", "2016/17", "2017/18")),
        "fingertips/c.csv": dropped.fingertips(*of("kent", "6.5", "2016/17", "2018/19")),
    }
    rows = (
        dropped.downloaded(dropped.read(tmp_path, files))
        .loc[lambda found: found["measure"] == COMPLETED]
        .set_index("area_code")["value"]
    )
    assert rows["E10000016"].tolist() == [6.5, 6.5]
    assert rows["E06000015"].tolist() == [7.0, 7.0]

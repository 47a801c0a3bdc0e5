import dropped
import national
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from needs.code_lists import downloads
from needs.folders import Folders
from needs.ingest import csvfile, figures, fingertips, load, series
from needs.ingest.problems import FILE_REFUSED, NOTED, ROW_REFUSED

HEADER = (
    "Indicator ID,Indicator Name,Parent Code,Parent Name,Area Code,Area Name,Area Type,Sex,Age,Category Type,Category,"
    "Time period,Value,Lower CI 95.0 limit,Upper CI 95.0 limit,Lower CI 99.8 limit,Upper CI 99.8 limit,Count,"
    "Denominator,Value note,Recent Trend,Compared to England value or percentiles,Column not used,"
    "Time period Sortable,New data,Compared to goal,Time period range"
)
COLUMNS = HEADER.split(",")
# England and Hartlepool, 2019/20, as downloaded
ENGLAND = (
    "93517,Proportion of opiates and/or crack cocaine users (i.e. OCU) not in treatment (%),,,E92000001,England,"
    "England,Persons,15-64 yrs,,,2019/20,52.14774596,51.57598223,53.7594747,,,159112.3333,305118,,,Not compared,"
    "Not compared,20190000,,,1y"
)
HARTLEPOOL = (
    "93532,Proportion of dependent drinkers not in treatment (%) (Current method),E92000001,England,E06000001,"
    "Hartlepool,UA,Persons,18+ yrs,,,2019/20,76.76792828,69.22823217,83.03636363,,,1027.666666,1339,,,Similar,"
    "Not compared,20190000,,,1y"
)


def read(*rows, header=COLUMNS):
    text = "\n".join([",".join(header), *rows]) + "\n"
    return fingertips.read(csvfile.parse(text.encode(), "f.csv"), "fingertips:f.csv")


def changed(row=ENGLAND, **cells):
    given = dict(zip(COLUMNS, row.split(","), strict=True)) | {
        name.replace("_", " "): text for name, text in cells.items()
    }
    return ",".join(given[name] for name in COLUMNS)


def test_a_row_gives_the_value_with_its_limits_and_its_count_and_denominator():
    table = read(ENGLAND, HARTLEPOOL)
    assert table.problems == ()
    rows = table.rows.set_index(["measure", "area_code"])
    value = rows.loc[("opiate_crack_not_in_treatment_percent", "E92000001")]
    assert (value["value"], value["lower"], value["upper"]) == (52.14774596, 51.57598223, 53.7594747)
    assert (value["unit"], value["kind"], value["age"], value["breakdown"]) == ("percent", "estimate", "15-64", "all")
    assert (value["period_start"], value["period_end"]) == (pd.Timestamp(2019, 4, 1), pd.Timestamp(2020, 3, 31))
    count = rows.loc[("opiate_crack_not_in_treatment_count", "E92000001")]
    denominator = rows.loc[("opiate_crack_not_in_treatment_denominator", "E92000001")]
    assert (count["value"], count["unit"], denominator["value"]) == (159112.3333, "people", 305118.0)
    assert pd.isna(count["lower"])
    assert rows.loc[("alcohol_not_in_treatment_percent", "E06000001"), "value"] == 76.76792828
    assert len(rows) == 6


@pytest.mark.parametrize(
    ("written", "window", "start", "end"),
    [
        ("2019/20", "financial_year", "2019-04-01", "2020-03-31"),
        ("1999/00", "financial_year", "1999-04-01", "2000-03-31"),
        ("2019", "calendar_year", "2019-01-01", "2019-12-31"),
        ("2014 - 16", "three_calendar_years", "2014-01-01", "2016-12-31"),
    ],
)
def test_a_period_is_read_as_it_is_written(written, window, start, end):
    row = read(changed(Time_period=written)).rows.iloc[0]
    assert (row["window"], str(row["period_start"].date()), str(row["period_end"].date())) == (window, start, end)


@pytest.mark.parametrize("written", ["2019/21", "2014 - 17", "2019 Q5", "Augst 19", "2019/20 - 20/22"])
def test_any_other_period_is_refused(written):
    table = read(changed(Time_period=written), HARTLEPOOL)
    (problem,) = table.problems
    assert (problem.line, problem.column, problem.severity) == (2, "Time period", ROW_REFUSED)
    assert f"{written!r} is not a period such as 2019/20" in str(problem)
    assert set(table.rows["line"]) == {3}


def test_a_row_of_a_category_is_kept_as_a_group_of_it_and_of_its_sex():
    rows = read(changed(Category_Type="Deprivation deciles", Category="Most deprived", Sex="Female")).rows
    assert rows["breakdown"].unique().tolist() == ["sex and Deprivation deciles"]
    assert rows["group"].unique().tolist() == ["female, Most deprived"]


def test_an_older_download_of_26_columns_in_another_order_is_read_alike():
    older = [name for name in COLUMNS if name != "Time period range"][::-1]
    older[older.index("Column not used")] = "Compared to Region value or percentiles"
    cells = dict(zip(COLUMNS, ENGLAND.split(","), strict=True))
    row = ",".join(cells.get(name, "Not compared") for name in older)
    pd.testing.assert_frame_equal(read(row, header=older).rows, read(ENGLAND).rows)
    assert read(row, header=older).problems == ()


def test_a_download_that_names_a_last_column_and_gives_it_no_cells_is_read_alike():
    older = COLUMNS[:-1]
    row = ENGLAND.rsplit(",", 2)[0]
    assert read(row, header=older).rows["value"].tolist() == read(ENGLAND).rows["value"].tolist()


def test_an_indicator_name_may_hold_a_line_break():
    row = ENGLAND.replace("Proportion of opiates", '"Proportion of\nopiates').replace("treatment (%)", 'treatment (%)"')
    rows = read(row, HARTLEPOOL).rows
    assert sorted(rows["line"].unique()) == [2, 4]


def test_an_indicator_nobody_knows_is_kept_by_its_number_and_noted():
    table = read(changed(Indicator_ID="93356"), changed(Indicator_ID="93356", Time_period="2018/19"))
    (problem,) = table.problems
    assert (problem.severity, problem.line) == (NOTED, 2)
    assert "indicator 93356 is not known" in str(problem)
    assert set(table.rows["measure"]) == {"fingertips_93356", "fingertips_93356_count", "fingertips_93356_denominator"}


@pytest.mark.parametrize(
    ("note", "status"), [("Value suppressed for disclosure control", "hidden"), ("", "not_available")]
)
def test_a_row_without_a_value_says_why(note, status):
    row = read(changed(Value="", Value_note=note)).rows.iloc[0]
    assert (row["status"], row["note"]) == (status, note)
    assert pd.isna(row["value"])


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"Value": "52%"}, "Value"),
        ({"Count": "12O"}, "Count"),
        ({"Sex": "Other"}, "Sex"),
        ({"Area_Code": ""}, "Area Code"),
    ],
)
def test_a_bad_cell_refuses_its_row(cells, column):
    table = read(changed(**cells), HARTLEPOOL)
    (problem,) = table.problems
    assert (problem.line, problem.column) == (2, column)
    assert set(table.rows["line"]) == {3}


def test_a_count_above_its_denominator_refuses_its_row():
    table = read(changed(Count="305119"), HARTLEPOOL)
    (problem,) = table.problems
    assert problem.severity == ROW_REFUSED
    assert str(problem) == "f.csv, line 2, column Count: '305119' is not at most the Denominator, 305118"
    assert set(table.rows["line"]) == {3}


def test_a_count_equal_to_its_denominator_stays():
    assert read(changed(Count="305118")).problems == ()


def test_cells_that_have_slipped_out_of_their_columns_are_refused():
    table = read(changed(**{"Time period Sortable": "Not compared"}))
    assert table.problems[0].column == "Time period Sortable"


def test_a_missing_column_refuses_the_file():
    at = COLUMNS.index("Value")
    cells = ENGLAND.split(",")
    table = read(",".join(cells[:at] + cells[at + 1 :]), header=COLUMNS[:at] + COLUMNS[at + 1 :])
    (problem,) = table.problems
    assert problem.severity == FILE_REFUSED
    assert "column 'Value' is missing" in str(problem)


def test_a_percentage_over_100_is_named_by_the_column_of_the_download():
    rows = read(changed(Value="112", Upper_CI_95_0_limit="53.8")).rows
    known = {"area_code": pd.Series(["E92000001"])}
    messages = [str(problem) for problem in figures.broken_rules(rows, known, fingertips.PRINTED)]
    assert "f.csv, line 2, column Value: '112' is not a percentage from 0 to 100" in messages


CONTENT = (
    "\n".join([",".join(COLUMNS), ENGLAND, HARTLEPOOL, changed(Time_period="2014 - 16", Value="")]).encode() + b"\n"
)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(CONTENT) - 1), st.integers(0, 30), st.binary(max_size=5))
def test_whatever_happens_to_a_download_nothing_raises_and_every_row_is_used_or_refused(place, length, put):
    file = csvfile.parse(CONTENT[:place] + put + CONTENT[place + length :], "f.csv")
    table = fingertips.read(file, "fingertips:f.csv")
    refused = {problem.line for problem in table.problems if problem.severity == ROW_REFUSED}
    if any(problem.severity == FILE_REFUSED for problem in table.problems):
        assert len(table.rows) == 0
    else:
        assert table.rows["line"].nunique() + len(refused) == file.records


def test_thirteen_indicators_of_all_authorities_at_two_area_types_are_one_figure_each(tmp_path):
    """Each stands under its measure; England, regions and authorities once, whichever code and parent; districts not."""
    dropped.publish(
        tmp_path / "data/raw/published", areas=national.AREAS.read_text(), treatment=dropped.as_csv([dropped.figure()])
    )
    national.write_fingertips(tmp_path / "data/raw/fingertips", 2021, 2021, districts=True)
    loaded = load.load(Folders(tmp_path))
    found = dropped.downloaded(loaded)
    known = downloads.table("fingertips_measures")
    values = found[found["measure"].isin(known["measure"])]

    assert set(values["measure"]) == {
        measure for number, measure in zip(known["indicator_id"], known["measure"], strict=True)
        if int(number) in {each[0] for each in national.FINGERTIPS}
    }  # fmt: skip
    assert len(set(values["measure"])) == 13
    assert not values.duplicated(["measure", "area_code"]).any()
    both = {*national.authorities(2022)["area_code"], *national.authorities(2023)["area_code"]}
    assert set(values["area_code"]) == {*both, "E92000001", *(f"E1200000{number}" for number in range(1, 10))}
    declared = known.set_index("measure")[["unit", "population"]]
    assert (
        values.drop_duplicates("measure")
        .set_index("measure")[["unit", "population"]]
        .sort_index()
        .equals(declared.loc[sorted(set(values["measure"]))])
    )
    assert set(values.loc[values["measure"] == "young_people_substance_admission_rate", "age"]) == {"15-24"}
    assert set(values.loc[values["measure"] == "alcohol_specific_admission_rate", "window"]) == {"financial_year"}
    assert {problem.severity for problem in loaded.problems} == {NOTED}
    assert "fingertips_" not in " ".join(found["measure"])


def of_need(number, year, england=None, part="Denominator"):
    """An indicator of need for Kent, and for England with a total if one is given."""
    row = {"Indicator ID": number, "Time period": year, "Time period Sortable": f"{year[:4]}0000", "Value": "50",
           "Lower CI 95.0 limit": "40", "Upper CI 95.0 limit": "60", "Count": "2500", "Denominator": "5000"}  # fmt: skip
    count = {"Count": "150", "Denominator": "400000"} if england else {}
    total = {"Area Code": "E92000001", "Area Type": "England"} | count | {part: england or ""}
    if part == "Count":
        total["Denominator"] = "36000000"
    return [row, row | total] if england else [row]


@pytest.mark.parametrize(
    ("number", "year", "england", "part", "wanted"),
    [
        ("93532", "2018/19", "602391", "Denominator", "sheffield_2024"),
        ("93532", "2018/19", "590579.33", "Denominator", "sheffield_2020"),
        ("93532", "2018/19", "600000", "Denominator", "not_told"),
        ("93532", "2019/20", None, "", "not_told"),  # of treatment in that year: the estimate may be of another
        ("93517", "2019/20", "341032", "Denominator", "ohid_revised_2023"),
        ("93517", "2019/20", "305118", "Denominator", "not_told"),  # as published, and no total that is known
        ("93517", "2020/21", "305118", "Denominator", "not_told"),
        ("91117", "2014/15", None, "", "ljmu"),
        ("91117", "2011/12", None, "", "glasgow"),
        ("91117", "2016/17", None, "", "not_told"),
        ("91117", "2016/17", "313971", "Count", "ljmu"),
        ("91117", "2016/17", "324840", "Count", "ohid_revised_2023"),
        ("91117", "2019/20", "305118", "Count", "not_told"),
        ("90244", "2018/19", "313971", "Denominator", ""),
    ],
)
def test_an_indicator_of_need_is_of_the_series_that_is_told_or_of_none_that_another_is_of(
    tmp_path, number, year, england, part, wanted
):
    rows = of_need(number, year, england, part)
    loaded = dropped.read(tmp_path, {"fingertips/f.csv": dropped.fingertips(*rows)})
    found = dropped.downloaded(loaded)
    assert set(found["series"]) == {wanted}
    assert len(found) == 3 * len(rows)  # values, counts and denominators
    assert dropped.said(loaded, ROW_REFUSED) == []


def test_each_year_of_an_indicator_is_of_its_own_series(tmp_path):
    rows = [*of_need("91117", "2016/17", "313971", "Count"), *of_need("91117", "2018/19", "336531", "Count")]
    found = dropped.downloaded(dropped.read(tmp_path, {"fingertips/f.csv": dropped.fingertips(*rows)}))
    told = found[["period_start", "series"]].drop_duplicates()
    assert dict(zip(told["period_start"].dt.year, told["series"], strict=True)) == {
        2016: "ljmu",
        2018: "ohid_revised_2023",
    }


def test_what_is_not_told_has_a_title_that_says_so_and_is_older_than_every_series():
    known = downloads.table("series")
    assert known["series"].iloc[0] == series.NOT_TOLD
    assert "not told" in known["title"].iloc[0]

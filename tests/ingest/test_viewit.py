import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from needs.ingest import csvfile, figures, viewit
from needs.ingest.problems import CELL_REFUSED, FILE_REFUSED, NOTED, ROW_REFUSED

AREAS = pd.DataFrame(
    {
        "area_code": ["E09000003", "E92000001", "E08000020", "E08000037", "X1", "X2"],
        "name": ["Barnet", "England", "Gateshead", "Gateshead", "Twice", "Twice"],
        "valid_from": ["", "", "", "2013-04-01", "", ""],
        "valid_to": ["", "", "2013-03-31", "", "", ""],
    }
)
# Barnet, 2009/10, cut from the export: intreatment 1105, new 595, urgent housing 50 ...
OLDER = (
    "ReportingPeriod,Area,sex,age_group,drug_group,intreatment_allintx,eth_white_allintx,waitsfirst_over6weeks_newtx\n"
)
NEWER = "\ufeffReporting period,Area,Sex,Age group,Substance category,All in treatment,Ethnicity - White - All in treatment\n"
ENGLAND = "ReportingPeriod_Data,Area_Data,DrugGroup_Data,Gender_Data,AgeGroup_Data,Num_InTreatment_AllInTx,Eth_White_AllInTx\n"


def read(text):
    return viewit.read(csvfile.parse(text.encode(), "v.csv"), AREAS, "viewit:v.csv")


def cell(rows, breakdown, group):
    (found,) = rows.loc[(rows["breakdown"] == breakdown) & (rows["group"] == group)].to_dict("records")
    return found


def test_a_row_of_the_older_family_becomes_one_figure_a_column():
    table = read(OLDER + "2009/10,Barnet,Total,Total,Total,1105,865,10\n")
    assert table.problems == ()
    assert list(table.rows.columns) == ["file", "line", *figures.COLUMNS]
    rows = table.rows[["measure", "breakdown", "group", "value", "unit"]].to_numpy().tolist()
    assert rows == [
        ["in_treatment", "all", "all", 1105.0, "people"],
        ["in_treatment", "ethnic_group", "white", 865.0, "people"],
        ["first_waits", "wait", "over 6 weeks", 10.0, "interventions"],
    ]
    first = table.rows.iloc[0]
    assert (first["area_code"], first["window"], first["kind"], first["age"]) == (
        "E09000003", "financial_year", "actual", "18+",
    )  # fmt: skip
    assert (first["period_start"], first["period_end"]) == (pd.Timestamp(2009, 4, 1), pd.Timestamp(2010, 3, 31))
    assert (first["note"], first["place"], first["line"]) == ("rounded to the nearest 5", "intreatment_allintx", 2)


def test_the_newer_family_and_the_england_variant_give_the_same_figures_and_england_is_not_rounded():
    newer = read(NEWER + "2009/10,England,Total,Total,Total,311668,272788\n").rows
    variant = read(ENGLAND + "2009/10,England,Total,Total,Total,311668,272788\n").rows
    pd.testing.assert_frame_equal(newer.drop(columns="place"), variant.drop(columns="place"))
    assert newer["value"].tolist() == [311668.0, 272788.0]
    assert newer["note"].tolist() == ["", ""]


def test_columns_may_come_in_any_order():
    turned = read(
        "eth_white_allintx,drug_group,Area,sex,age_group,ReportingPeriod\n865,Total,Barnet,Total,Total,2009/10\n"
    )
    assert turned.problems == ()
    assert cell(turned.rows, "ethnic_group", "white")["value"] == 865.0


def test_labels_are_compared_without_regard_to_case():
    rows = read(ENGLAND + "2021/22,ENGLAND,ALCOHOL & NON-OPIATES,TOTAL,TOTAL,1,2\n").rows
    assert cell(rows, "drug_group", "non-opiate and alcohol")["value"] == 1.0


def test_the_groups_of_a_row_cross_with_the_group_of_a_column():
    rows = read(OLDER + "2009/10,Barnet,F,Total,Total,75,55,0\n2009/10,Barnet,M,18-29,Opiate,5,0,0\n").rows
    assert cell(rows, "sex", "female")["value"] == 75.0
    assert cell(rows, "sex and ethnic_group", "female, white")["value"] == 55.0
    assert cell(rows, "sex and age and drug_group", "male, 18-29, opiate")["value"] == 5.0
    assert cell(rows, "sex and age and drug_group and wait", "male, 18-29, opiate, over 6 weeks")["value"] == 0.0


@pytest.mark.parametrize(
    ("text", "status"), [("NULL", "not_collected"), ("null", "not_collected"), ("", "not_collected"), ("*", "hidden")]
)
def test_a_cell_without_a_number_says_why_and_is_never_0(text, status):
    rows = read(OLDER + f"2009/10,Barnet,Total,Total,Total,1105,{text},10\n").rows
    white = cell(rows, "ethnic_group", "white")
    assert white["status"] == status
    assert pd.isna(white["value"])
    assert white["note"] == ""


@pytest.mark.parametrize(
    ("row", "column", "message"),
    [
        ("2009/10,Barnett,Total,Total,Total,1,1,1\n", "Area", "'Barnett' is not the name of an area in areas.csv"),
        ("2009/10,Twice,Total,Total,Total,1,1,1\n", "Area", "areas.csv gives it to X1 and X2"),
        ("2009/11,Barnet,Total,Total,Total,1,1,1\n", "ReportingPeriod", "'2009/11' is not a financial year"),
        ("2009/10,Barnet,X,Total,Total,1,1,1\n", "sex", "'X' is not one of"),
        ("2009/10,Barnet,Total,18 to 29,Total,1,1,1\n", "age_group", "'18 to 29' is not one of"),
        ("2009/10,Barnet,Total,Total,Crack,1,1,1\n", "drug_group", "'Crack' is not one of"),
    ],
)
def test_a_row_with_an_unknown_label_is_refused_whole(row, column, message):
    table = read(OLDER + row + "2010/11,Barnet,Total,Total,Total,1110,855,0\n")
    (problem,) = table.problems
    assert (problem.line, problem.column, problem.severity) == (2, column, ROW_REFUSED)
    assert message in str(problem)
    assert set(table.rows["line"]) == {3}


@pytest.mark.parametrize("text", ["12O", "-5", "~5", "1.5", "12,34", "52%"])
def test_a_cell_that_is_no_count_is_lost_alone_and_the_rest_of_its_row_stays(text):
    table = read(OLDER + f'2009/10,Barnet,Total,Total,Total,"{text}",865,10\n')
    (problem,) = table.problems
    assert (problem.line, problem.column, problem.severity) == (2, "intreatment_allintx", CELL_REFUSED)
    assert f"{text!r} is not a whole number" in str(problem)
    assert table.rows["value"].tolist() == [865.0, 10.0]


@pytest.mark.parametrize("text", ["1,105", "1105.0", " 1105 ", "1105 [r]"])
def test_a_count_is_read_as_people_and_programs_write_it(text):
    table = read(OLDER + f'2009/10,Barnet,Total,Total,Total,"{text}",865,10\n')
    assert table.problems == ()
    assert table.rows["value"].tolist() == [1105.0, 865.0, 10.0]


def test_an_area_is_the_one_that_bore_the_name_in_that_year():
    rows = read(OLDER + "2012/13,Gateshead,Total,Total,Total,5,5,5\n2013/14,Gateshead,Total,Total,Total,5,5,5\n").rows
    assert rows.groupby("line")["area_code"].first().tolist() == ["E08000020", "E08000037"]


def test_a_column_nobody_knows_is_noted_and_left_out():
    table = read(OLDER.replace("\n", ",interventions_new\n") + "2009/10,Barnet,Total,Total,Total,1105,865,10,3\n")
    (problem,) = table.problems
    assert problem.severity == NOTED
    assert "interventions_new" in str(problem)
    assert len(table.rows) == 3


@pytest.mark.parametrize(
    ("header", "message"),
    [
        (OLDER.replace("sex,", "gender,"), "no column holds the sex; wanted one column called sex or gender_data"),
        (OLDER.replace("sex,", "sex,Gender_Data,"), "the columns sex, Gender_Data all hold the sex"),
        (OLDER.replace("\n", ",Eth_White_AllInTx\n"), "'Eth_White_AllInTx' counts what another column counts already"),
        ("ReportingPeriod,Area,sex,age_group,drug_group,other\n", "no column of counts"),
    ],
)
def test_a_header_without_each_key_once_or_without_clear_counts_refuses_the_file(header, message):
    cells = ["2009/10", "Barnet", *["Total"] * 6, "1"][: header.count(",") + 1]
    table = read(header + ",".join(cells) + "\n")
    refusals = [problem for problem in table.problems if problem.severity == FILE_REFUSED]
    assert message in " ".join(str(problem) for problem in refusals)
    assert len(table.rows) == 0


SETTINGS = "ReportingPeriod,Area,sex,age_group,drug_group,interventions_psycommunity,interventions_psy_total,interventions_psycho_precdsj\n"


@pytest.mark.parametrize(
    ("cells", "statuses"),
    [
        # year, psychosocial in the community, psychosocial in any setting, psychosocial before the change of 2012
        ("2011/12,0,0,290", ["not_collected", "not_collected", "shown"]),
        ("2012/13,0,0,0", ["shown", "shown", "shown"]),
        ("2012/13,995,1075,0", ["shown", "shown", "shown"]),
        ("2013/14,1290,1425,0", ["shown", "shown", "not_collected"]),
        ("2011/12,0,5,290", ["shown", "shown", "shown"]),  # a count in one column: the block is left as printed
    ],
)
def test_settings_printed_as_0_before_the_2012_change_were_not_collected(cells, statuses):
    year, *counts = cells.split(",")
    rows = read(SETTINGS + f"{year},Barnet,Total,Total,Total,{','.join(counts)}\n").rows
    assert rows["status"].tolist() == statuses
    assert rows.loc[rows["status"] == "not_collected", "value"].isna().all()
    assert rows.loc[rows["status"] == "not_collected", "note"].str.contains("printed as 0").all()


def test_housing_printed_as_0_from_2022_was_not_collected():
    header = NEWER.replace("\n", ",Housing situation - No problem - New presentations\n")
    rows = read(header + "2021/22,England,Total,Total,Total,1,1,0\n2023/24,England,Total,Total,Total,1,1,0\n").rows
    housing = rows.loc[rows["breakdown"] == "housing"]
    assert housing["status"].tolist() == ["shown", "not_collected"]


def test_a_line_with_many_cells_that_are_no_counts_is_one_problem():
    table = read(OLDER + "2009/10,Barnet,Total,Total,Total,12O,13O,10\n2010/11,Barnet,Total,Total,Total,1,1,1\n")
    (problem,) = table.problems
    assert (problem.line, problem.column, problem.found) == (2, "intreatment_allintx", "12O")
    assert str(problem).endswith("NULL, * or blank (more such cells in the line: 1)")
    assert table.rows.groupby("line").size().to_dict() == {2: 1, 3: 3}


CONTENT = (
    OLDER + "2009/10,Barnet,Total,Total,Total,1105,865,10\n2010/11,Barnet,F,18-29,Opiate,5,NULL,*\n" * 2
).encode()


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(CONTENT) - 1), st.integers(0, 30), st.binary(max_size=5))
def test_whatever_happens_to_an_export_nothing_raises_and_every_row_is_used_or_refused(place, length, put):
    file = csvfile.parse(CONTENT[:place] + put + CONTENT[place + length :], "v.csv")
    table = viewit.read(file, AREAS, "viewit:v.csv")
    refused = {problem.line for problem in table.problems if problem.severity == ROW_REFUSED}
    if any(problem.severity == FILE_REFUSED for problem in table.problems):
        assert len(table.rows) == 0
    else:
        assert table.rows["line"].nunique() + len(refused) == file.records

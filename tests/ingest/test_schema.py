import pandas as pd
import pytest

from needs.ingest import csvfile
from needs.ingest.problems import FILE_REFUSED, NOTED
from needs.ingest.schema import check

SCHEMA = {
    "fields": [
        {"name": "area_code", "type": "string", "constraints": {"required": True, "pattern": "E[0-9]{8}"}},
        {"name": "day", "type": "date", "constraints": {"minimum": "1990-01-01"}},
        {"name": "status", "type": "string", "constraints": {"enum": ["shown", "hidden"]}},
        {"name": "value", "type": "number", "constraints": {"minimum": 0, "maximum": 1000}},
        {"name": "people", "type": "integer"},
    ],
    "primaryKey": ["area_code", "day"],
}
HEADER = b"area_code,day,status,value,people\n"


def checked(rows, header=HEADER):
    return check(csvfile.parse(header + rows, "x.csv"), SCHEMA)


def test_a_sound_row_comes_out_in_the_types_of_the_schema():
    rows = checked(b"E09000003,2009-04-01,shown,12.5,1105\nE06000001,,,,\n").rows
    assert rows["value"].tolist()[0] == 12.5
    assert rows["people"].tolist()[0] == 1105
    assert rows["day"].tolist()[0] == pd.Timestamp(2009, 4, 1)
    assert rows["status"].tolist() == ["shown", ""]  # a blank text stays a blank text
    assert rows[["day", "value", "people"]].isna().iloc[1].all()


def test_the_order_of_the_columns_does_not_matter():
    turned = checked(b"1105,12.5,shown,2009-04-01,E09000003\n", b"people,value,status,day,area_code\n")
    pd.testing.assert_frame_equal(turned.rows, checked(b"E09000003,2009-04-01,shown,12.5,1105\n").rows)


def test_a_missing_column_refuses_the_file_and_says_how_many_others_there_are():
    table = checked(b"E09000003,shown,1,2\n", b"area_code,status,value,people\n")
    (problem,) = table.problems
    assert problem.severity == FILE_REFUSED
    assert "column 'day' is missing; 0 of the file's 4 columns are others" in str(problem)
    assert len(table.rows) == 0


def test_an_unknown_column_is_noted_and_left_out():
    table = checked(b"E09000003,2009-04-01,shown,1,2,x\n", HEADER.replace(b"\n", b",remark\n"))
    (problem,) = table.problems
    assert (problem.severity, problem.found) == (NOTED, "column 'remark' is not used")
    assert "remark" not in table.rows


@pytest.mark.parametrize("text", ["1,065", "12O", "1e309", "1e3", "nan", "NULL", "inf", " 12", "12\n", "--1", "\u0661"])
def test_text_in_a_number_is_refused_with_its_line_and_column(text):
    table = checked(f'E09000003,2009-04-01,shown,"{text}",2\n'.encode())
    (problem,) = table.problems
    assert (problem.line, problem.column, problem.found) == (2, "value", text)
    assert str(problem) == f"x.csv, line 2, column value: {text!r} is not a number such as 1065 or 12.5"
    assert len(table.rows) == 0


@pytest.mark.parametrize(
    ("row", "column", "wanted"),
    [
        (b",2009-04-01,shown,1,2\n", "area_code", "filled in"),
        (b"9000003,2009-04-01,shown,1,2\n", "area_code", "written like the pattern E[0-9]{8}"),
        (b"E09000003,2009-02-30,shown,1,2\n", "day", "a date such as 2009-04-01"),
        (b"E09000003,01/04/2009,shown,1,2\n", "day", "a date such as 2009-04-01"),
        (b"E09000003,1889-04-01,shown,1,2\n", "day", "at least 1990-01-01"),
        (b"E09000003,2009-04-01,Shown,1,2\n", "status", "one of shown, hidden"),
        (b"E09000003,2009-04-01,shown,-1,2\n", "value", "at least 0"),
        (b"E09000003,2009-04-01,shown,1001,2\n", "value", "at most 1000"),
        (b"E09000003,2009-04-01,shown,1,2.5\n", "people", "a whole number such as 1065"),
    ],
)
def test_a_cell_that_breaks_a_constraint_refuses_its_row(row, column, wanted):
    table = checked(row + b"E06000001,2009-04-01,shown,1,2\n")
    (problem,) = table.problems
    assert (problem.line, problem.column) == (2, column)
    assert wanted in str(problem)
    assert list(table.rows["line"]) == [3]


def test_two_rows_for_one_key_are_both_refused_and_named():
    table = checked(b"E09000003,2009-04-01,shown,1,2\nE06000001,2009-04-01,,1,2\nE09000003,2009-04-01,shown,3,4\n")
    assert [problem.line for problem in table.problems] == [2, 4]
    assert "the same area_code, day on lines 2, 4" in str(table.problems[0])
    assert list(table.rows["line"]) == [3]


def test_a_row_with_two_bad_cells_has_two_problems_and_is_refused_once():
    table = checked(b"E09000003,never,shown,much,2\n")
    assert [problem.column for problem in table.problems] == ["day", "value"]
    assert len(table.rows) == 0

import hashlib

import pytest

from needs.ingest import csvfile
from needs.ingest.problems import FILE_REFUSED, NOTED, ROW_REFUSED, Problem, by_cause, problems_table


def only_problem(file):
    (problem,) = file.problems
    return problem


def test_a_sound_file_gives_its_cells_as_text_with_the_line_of_each_record():
    file = csvfile.parse(b"area,value\nBarnet,0010\n,NULL\nNA,1.50\n", "a.csv")
    assert file.rows.to_dict("list") == {
        "line": [2, 3, 4],
        "area": ["Barnet", "", "NA"],
        "value": ["0010", "NULL", "1.50"],
    }
    assert file.problems == ()
    assert file.records == 3


def test_a_file_is_known_by_the_hash_of_its_bytes(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"a,b\n1,2\n")
    assert csvfile.read(tmp_path / "a.csv").sha256 == hashlib.sha256(b"a,b\n1,2\n").hexdigest()


def test_a_quoted_line_break_is_part_of_its_cell_and_moves_the_lines_below_it():
    file = csvfile.parse(b'name,value\n"rate per\n100,000",5\nnext,6\n', "a.csv")
    assert list(file.rows["name"]) == ["rate per\n100,000", "next"]
    assert list(file.rows["line"]) == [2, 4]


@pytest.mark.parametrize("content", [b"\xef\xbb\xbfa,b\n1,2\n", b"a,b\r\n1,2\r\n", b"a,b\n\n1,2\n\n"])
def test_a_byte_order_mark_windows_line_ends_and_blank_lines_change_nothing(content):
    file = csvfile.parse(content, "a.csv")
    assert file.header == ("a", "b")
    assert file.rows[["a", "b"]].to_numpy().tolist() == [["1", "2"]]
    assert file.problems == ()


def test_a_missing_file_is_refused_and_named(tmp_path):
    problem = only_problem(csvfile.read(tmp_path / "gone.csv", "data/raw/gone.csv"))
    assert problem.severity == FILE_REFUSED
    assert str(problem) == "data/raw/gone.csv: the file is missing; wanted a readable CSV file of that name"


def test_a_folder_in_the_place_of_a_file_is_refused(tmp_path):
    (tmp_path / "a.csv").mkdir()
    assert "cannot be opened" in str(only_problem(csvfile.read(tmp_path / "a.csv")))


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b" \n\n"])
def test_an_empty_file_is_refused(content):
    problem = only_problem(csvfile.parse(content, "a.csv"))
    assert problem.severity == FILE_REFUSED
    assert str(problem) == "a.csv: the file is empty; wanted a header and rows"


def test_a_header_without_rows_is_noted():
    problem = only_problem(csvfile.parse(b"a,b\n", "a.csv"))
    assert (problem.severity, problem.found) == (NOTED, "a header and no rows")


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b'a,b\n1,2\n3,"4\n5,6\n', 3),  # an open quotation mark swallows all that follows it
        (b'a,b\n1,2\n"3"4,5\n', 3),
    ],
)
def test_unbalanced_quotation_marks_refuse_the_file_and_name_the_line(content, line):
    file = csvfile.parse(content, "a.csv")
    assert only_problem(file).line == line
    assert "balanced quotation marks" in str(only_problem(file))
    assert file.is_refused
    assert len(file.rows) == 0


def test_a_file_that_ends_in_the_middle_of_a_row_is_refused():
    problem = only_problem(csvfile.parse(b"a,b,c\n1,2,3\n4,5", "a.csv"))
    assert (problem.severity, problem.line) == (FILE_REFUSED, 3)
    assert "ends in the middle of a row (2 cells of 3)" in str(problem)


def test_a_file_without_a_line_break_at_its_end_is_used_and_noted():
    file = csvfile.parse(b"a,b\n1,2", "a.csv")
    assert only_problem(file).severity == NOTED
    assert "may be cut short" in str(only_problem(file))
    assert len(file.rows) == 1


def test_another_encoding_is_refused_with_the_byte_and_its_place():
    # 0xA3 is the pound sign in Windows-1252; it is byte 9, counting from 0
    problem = only_problem(csvfile.parse(b"a,b\n1,2\n3\xa3,4\n", "a.csv"))
    assert (problem.severity, problem.line) == (FILE_REFUSED, 3)
    assert "byte 0xa3 at byte offset 9 is not UTF-8" in str(problem)


def test_the_place_of_a_wrong_byte_counts_the_byte_order_mark():
    problem = only_problem(csvfile.parse(b"\xef\xbb\xbfa,b\n1,\xa3\n", "a.csv"))
    assert "byte offset 9 " in str(problem)


def test_a_nul_byte_refuses_the_file():
    assert "NUL byte at byte offset 6" in str(only_problem(csvfile.parse(b"a,b\n1,\0\n", "a.csv")))


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"PK\x03\x04rest", "ZIP"),
        (b"\xd0\xcf\x11\xe0rest", "old Excel workbook"),
        (b"%PDF-1.4", "PDF"),
        ("a,b\n1,2\n".encode("utf-16"), "UTF-16"),
    ],
)
def test_another_format_under_the_name_of_csv_is_refused_by_what_it_is(content, what):
    assert what in str(only_problem(csvfile.parse(content, "a.csv")))


def test_a_column_name_given_twice_refuses_the_file():
    problem = only_problem(csvfile.parse(b"area,value,value\nBarnet,1,2\n", "a.csv"))
    assert (problem.severity, problem.line) == (FILE_REFUSED, 1)
    assert "header cells 2 and 3 are alike" in str(problem)


def test_a_blank_column_name_refuses_the_file():
    assert "header cell 2 is blank" in str(only_problem(csvfile.parse(b"a,,c\n1,2,3\n", "a.csv")))


def test_a_column_of_the_name_the_project_uses_itself_refuses_the_file():
    assert "'line'" in str(only_problem(csvfile.parse(b"a,line\n1,2\n", "a.csv")))


def test_a_row_with_too_few_or_too_many_cells_is_refused_and_the_others_stay():
    file = csvfile.parse(b"a,b\n1,2\n3\n4,5,6\n7,8\n", "a.csv")
    assert [(problem.line, problem.found, problem.severity) for problem in file.problems] == [
        (3, "1 cells", ROW_REFUSED),
        (4, "3 cells", ROW_REFUSED),
    ]
    assert list(file.rows["a"]) == ["1", "7"]
    assert file.records == 4


def test_the_table_of_problems_has_one_row_a_problem_with_the_whole_sentence():
    problem = Problem("data/raw/x.csv", 214, "value", "1O5", "a number", ROW_REFUSED)
    table = problems_table([problem, Problem("y.csv", None, None, "the file is empty", "rows", FILE_REFUSED)])
    assert list(table["message"]) == [
        "data/raw/x.csv, line 214, column value: '1O5' is not a number",
        "y.csv: the file is empty; wanted rows",
    ]
    assert list(table["lines"]) == ["214", ""]
    assert len(problems_table([])) == 0


def test_a_severity_that_does_not_exist_cannot_be_given():
    with pytest.raises(ValueError, match="'fatal' is not one of"):
        Problem("x.csv", 1, None, "a", "b", "fatal")


def test_the_same_fault_on_many_lines_is_one_problem_with_the_lines_listed():
    on_lines = [Problem("x.csv", line, "value", "1O5", "a number", ROW_REFUSED) for line in (9, 2, 3, 4, 9)]
    other = Problem("x.csv", 3, "value", "", "a number", ROW_REFUSED)
    joined, alone = by_cause([*on_lines, other])
    assert joined.lines == (2, 3, 4, 9)
    assert str(joined) == "x.csv, lines 2 to 4 and 9, column value: '1O5' is not a number"
    assert alone == other
    assert list(problems_table([joined])["lines"]) == ["2 to 4, 9"]


def test_a_sentence_lists_ten_spans_of_lines_and_the_table_all_of_them():
    (problem,) = by_cause(Problem("x.csv", line, "value", "", "a number", ROW_REFUSED) for line in range(2, 26, 2))
    assert "lines 2, 4, 6, 8, 10, 12, 14, 16, 18, 20 and 2 more, column value" in str(problem)
    assert problems_table([problem])["lines"].iloc[0].endswith("20, 22, 24")


def test_a_problem_is_one_line_even_if_what_was_found_is_not():
    assert "\n" not in str(Problem("x.csv", 1, None, "the columns a\nb and c", "others", FILE_REFUSED))

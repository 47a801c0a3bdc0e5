import gzip
import io
import zipfile

import dropped
import openpyxl
import pandas as pd
import pytest

from needs.ingest import workbooks
from needs.ingest.problems import FILE_REFUSED, NOTED, ROW_REFUSED

COMPLETED = "opiate_completions_without_return_percent"
TEXT = dropped.fingertips({"Age": "18+ yrs"}, {"Area Code": "E92000001", "Value": "5.8"})
HEADER, *ROWS = TEXT.splitlines()


def zipped(**files):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("_csv", ".csv"), content)
    return written.getvalue()


def changed(header=lambda name: name, before=lambda number: []):
    """The download with other names of columns, and cells before each row."""
    head = ",".join([*before(None), *(f'"{header(name)}"' for name in dropped.FINGERTIPS)])
    return "".join(line + "\n" for line in [head, *(",".join([*before(n), row]) for n, row in enumerate(ROWS))])


SPELLINGS = {
    "letters alone": lambda name: name.replace(" ", ""),
    "dots": lambda name: name.replace(" ", "."),
    "snake": lambda name: name.lower().replace(" ", "_").replace(".", "_"),
    "capitals": str.upper,
    "double spaces": lambda name: name.replace(" ", "  "),
}


@pytest.mark.parametrize("how", SPELLINGS)
def test_a_download_is_known_by_its_columns_whatever_their_spaces_and_case(tmp_path, how):
    loaded = dropped.read(tmp_path, {"fingertips/f.csv": changed(SPELLINGS[how])})
    assert (dropped.values(loaded, COMPLETED), loaded.problems) == ([6.0, 5.8], ())


@pytest.mark.parametrize("how", SPELLINGS)
def test_an_export_is_known_by_its_columns_whatever_their_spaces_and_case(tmp_path, how):
    header = (
        "Reporting period,Area,Sex,Age group,Substance category,All in treatment,Ethnicity - White - All in treatment"
    )
    text = SPELLINGS[how](header) + "\n2010/11,Kent,Total,Total,Total,4000,2000\n"
    loaded = dropped.read(tmp_path, {"viewit/v.csv": text})
    assert (dropped.values(loaded, "in_treatment"), loaded.problems) == ([4000.0, 2000.0], ())


@pytest.mark.parametrize("name", ['""', "", "Unnamed: 0", "X", "...1", "index", "V1", "rownames"])
@pytest.mark.parametrize("numbers", [(0, 1), (1, 2), (17, 40)])
def test_a_column_that_only_numbers_the_rows_is_left_out(tmp_path, name, numbers):
    text = changed(before=lambda number: [name if number is None else str(numbers[number])])
    loaded = dropped.read(tmp_path, {"fingertips/f.csv": text})
    assert dropped.values(loaded, COMPLETED) == [6.0, 5.8]
    assert ["numbers the rows" in sentence for sentence in dropped.said(loaded, NOTED)] == [True]


def test_whole_numbers_that_a_program_wrote_with_a_point_are_whole(tmp_path):
    row = {"Indicator ID": "90244.0", "Count": "42.0", "Time period Sortable": "20190000.0", "Time period": "2019.0"}
    loaded = dropped.read(tmp_path, {"fingertips/f.csv": dropped.fingertips(row)})
    (figure,) = dropped.downloaded(loaded).query("measure == @COMPLETED").to_dict("records")
    assert (figure["value"], figure["window"], figure["place"]) == (6.0, "calendar_year", "indicator 90244, 18+ yrs")
    assert loaded.problems == ()


def test_the_layout_of_the_new_site_is_read(tmp_path):
    text = (
        "Indicator ID,Indicator name,Period,Area,Area code,Compared to benchmark,Recent trend,Count,Value unit,Value,"
        "Lower confidence limit 95%,Upper confidence limit 95%\n"
        "90244,Completed,2018/19,Kent,E10000016,Similar,,150,%,6.1,5.2,7.2\n"
        "99001,Another,2016-18,Kent,E10000016,Similar,,150,\"per 100,000\",6.1,5.2,7.2\n"
    )  # fmt: skip
    rows = dropped.downloaded(dropped.read(tmp_path, {"fingertips/f.csv": text})).set_index("measure")
    assert rows.loc[COMPLETED, ["value", "lower", "upper", "unit"]].tolist() == [6.1, 5.2, 7.2, "percent"]
    assert rows.loc["fingertips_99001", ["unit", "window"]].tolist() == ["per 100,000", "three_calendar_years"]


@pytest.mark.parametrize(("separator", "name"), [("\t", "tabs"), (";", "semicolons"), ("|", "upright bars")])
def test_another_separator_is_read_and_named(tmp_path, separator, name):
    text = dropped.fingertips({"Indicator Name": "One, and another"}, separator=separator)
    loaded = dropped.read(tmp_path, {"tables/f.csv": text})
    assert dropped.values(loaded, COMPLETED) == [6.0]
    assert [f"separated by {name}" in sentence for sentence in dropped.said(loaded, NOTED)] == [True]


def test_decimal_commas_between_semicolons_refuse_the_file_and_name_the_separator(tmp_path):
    text = dropped.fingertips({"Value": "6,5", "Count": "1,234"}, separator=";")
    (sentence,) = dropped.said(dropped.read(tmp_path, {"tables/f.csv": text}), FILE_REFUSED)
    assert "separated by semicolons" in sentence and "decimal points" in sentence


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_says_how_a_file_is_encoded(tmp_path, encoding):
    loaded = dropped.read(tmp_path, {"fingertips/f.csv": TEXT.encode(encoding)})
    assert (dropped.values(loaded, COMPLETED), loaded.problems) == ([6.0, 5.8], ())


def test_windows_1252_is_read_and_noted(tmp_path):
    text = dropped.fingertips({"Indicator ID": "99001", "Indicator Name": "Cost in £ – café"})
    loaded = dropped.read(tmp_path, {"fingertips/f.csv": text.encode("cp1252")})
    assert loaded.measures.set_index("measure").loc["fingertips_99001", "title"] == "Cost in £ – café"
    assert any("read as Windows-1252" in sentence for sentence in dropped.said(loaded, NOTED))


def test_blank_columns_at_the_end_and_blank_rows_are_nothing_and_noted_once(tmp_path):
    lines = [f"{line},,," for line in TEXT.splitlines()] + ["," * (len(dropped.FINGERTIPS) + 2)] * 40
    loaded = dropped.read(tmp_path, {"fingertips/f.csv": "".join(line + "\n" for line in lines)})
    assert dropped.values(loaded, COMPLETED) == [6.0, 5.8]
    assert [sentence.partition("; ")[0] for sentence in dropped.said(loaded, NOTED)] == [
        "data/raw/fingertips/f.csv: 40 blank rows",
        "data/raw/fingertips/f.csv: 3 blank columns at the end",
    ]
    assert loaded.inputs.iloc[-1].tolist()[2:5] == [2, 2, 0]


@pytest.mark.parametrize("cell", ["1,234", "1,234.0", " 1234 "])
def test_thousands_are_read(tmp_path, cell):
    row = {"Count": cell, "Denominator": "16,700"}
    loaded = dropped.read(tmp_path, {"fingertips/f.csv": dropped.fingertips(row)})
    assert dropped.values(loaded, "opiate_completions_without_return_count") == [1234.0]
    assert loaded.problems == ()


def test_years_that_a_spreadsheet_made_dates_refuse_their_rows_and_say_what_to_do(tmp_path):
    rows = [{"Time period": "Nov-10"}, {"Time period": "2012/13"}]
    files = {
        "fingertips/f.csv": dropped.fingertips(*rows),
        "viewit/v.csv": dropped.viewit(("Dec-11", "Kent", "Total", "5", "5")),
    }
    loaded = dropped.read(tmp_path, files)
    fingertips, viewit = dropped.said(loaded, ROW_REFUSED)
    assert "column Time period: 'Nov-10' is not a period: a spreadsheet has turned 2010/11 into a date" in fingertips
    assert "column ReportingPeriod: 'Dec-11' is not a period: a spreadsheet has turned 2011/12" in viewit
    assert dropped.values(loaded, COMPLETED) == [6.0]


PACKED = {
    "f.csv.gz": gzip.compress(TEXT.encode()),
    "f.zip": zipped(f_csv=TEXT),
    "f.tsv": dropped.fingertips({}, {"Area Code": "E92000001", "Value": "5.8"}, separator="\t").encode(),
    "F.CSV": TEXT.encode(),
}


@pytest.mark.parametrize("name", PACKED)
def test_a_packed_file_is_read(tmp_path, name):
    loaded = dropped.read(tmp_path, {f"tables/{name}": PACKED[name]})
    assert dropped.values(loaded, COMPLETED) == [6.0, 5.8]
    assert dropped.said(loaded, FILE_REFUSED) == []


@pytest.mark.parametrize(("ending", "engine"), [("xlsx", "openpyxl"), ("ods", "odf")])
def test_the_one_known_sheet_of_a_workbook_is_read(tmp_path, ending, engine):
    written = io.BytesIO()
    with pd.ExcelWriter(written, engine=engine) as book:
        pd.DataFrame({"Notes": ["nothing", "here"]}).to_excel(book, sheet_name="Cover", index=False)
        pd.read_csv(io.StringIO(TEXT), dtype=str, keep_default_na=False).to_excel(book, sheet_name="Data", index=False)
    loaded = dropped.read(tmp_path, {f"tables/f.{ending}": written.getvalue()})
    assert dropped.values(loaded, COMPLETED) == [6.0, 5.8]
    assert ["'Data' is read" in sentence for sentence in dropped.said(loaded, NOTED)] == [True]


@pytest.mark.parametrize(("ending", "engine"), [("xlsx", "openpyxl"), ("ods", "odf")])
def test_cells_of_a_workbook_are_numbers_texts_and_dates_and_a_formatted_share_is_no_number(tmp_path, ending, engine):
    written = io.BytesIO()
    with pd.ExcelWriter(written, engine=engine) as book:
        pd.DataFrame([["a", 1.5, 42, pd.Timestamp(2010, 11, 1)], ["", None, 7.0, None]]).to_excel(
            book, sheet_name="One", index=False, header=False
        )
    (rows,) = workbooks.sheets(written.getvalue(), f".{ending}").values()
    assert [row[:3] for row in rows] == [["a", "1.5", "42"], ["", "", "7"]]
    assert "2010" in rows[0][3] and rows[1][3:] in ([], [""])


def test_a_share_in_percent_of_a_workbook_stays_text(tmp_path):
    book, written = openpyxl.Workbook(), io.BytesIO()
    book.active["A1"], book.active["A1"].number_format = 0.52, "0.0%"
    book.save(written)
    assert workbooks.sheets(written.getvalue(), ".xlsx") == {"Sheet": [["52%"]]}


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_a_workbook_of_two_known_sheets_is_refused_and_one_that_unpacks_without_end_too(tmp_path, ending):
    written = io.BytesIO()
    with pd.ExcelWriter(written, engine={"xlsx": "openpyxl", "ods": "odf"}[ending]) as book:
        for title in ("One", "Two"):
            pd.read_csv(io.StringIO(TEXT), dtype=str, keep_default_na=False).to_excel(
                book, sheet_name=title, index=False
            )
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", bytes(110_000_000))
    files = {f"tables/two.{ending}": written.getvalue(), f"tables/bomb.{ending}": bomb.getvalue()}
    bombed, two = dropped.said(dropped.read(tmp_path, files), FILE_REFUSED)
    assert "of which 2 hold a table that is known" in two
    assert "more than 100,000,000 bytes" in bombed


BROKEN = {
    "two.zip": zipped(a_csv=TEXT, b_csv=TEXT),
    "none.zip": zipped(),
    "cut.csv.gz": gzip.compress(TEXT.encode())[:-20],
    "cut.zip": zipped(f_csv=TEXT)[:-30],
    "no.xlsx": b"PK\x03\x04 no workbook",
    "no.ods": b"PK\x03\x04 no workbook",
    "workbook.csv": b"PK\x03\x04 whatever its name",
    "empty.csv": b"",
    "page.csv": b"<!DOCTYPE html><html><body>Not found</body></html>\n",
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_cannot_be_opened_is_refused_in_one_line_with_the_fix(tmp_path, name):
    loaded = dropped.read(tmp_path, {f"tables/{name}": BROKEN[name], "fingertips/f.csv": TEXT})
    (sentence,) = dropped.said(loaded, FILE_REFUSED)
    assert sentence.startswith(f"data/raw/tables/{name}") and "wanted" in sentence
    assert dropped.values(loaded, COMPLETED) == [6.0, 5.8]


@pytest.mark.parametrize(
    "name",
    [
        "fingertips/f.pdf",
        "viewit/v.xls",
        "tables/t.docx",
        "tables/old/t.txt",
        "tables/t",
        "tables/t.json",
        "t.pdf",
        "local/kent/t.docx",
    ],
)
def test_every_other_file_gets_a_word(tmp_path, name):
    loaded = dropped.read(tmp_path, {name: b"anything"})
    assert dropped.said(loaded, NOTED) == [
        f'data/raw/{name}: the file is not read; wanted a CSV file: save it as "CSV UTF-8", if it is a table'
    ]


@pytest.mark.parametrize(
    "name", ["tables/README.md", "viewit/.DS_Store", "tables/~$t.xlsx", "tables/SOURCE.txt", "viewit/notes.md"]
)
def test_notes_and_what_systems_leave_get_none(tmp_path, name):
    assert dropped.read(tmp_path, {name: b"anything"}).problems == ()


def test_lines_above_a_header_that_is_not_known_are_told(tmp_path):
    text = "Table 1: Something,,,\nNotes,,,\nArea,One,Two,Three\nKent,1,2,3\n"
    (sentence,) = dropped.said(dropped.read(tmp_path, {"tables/t.csv": text}), FILE_REFUSED)
    assert (
        "2 lines stand above what seems to be the header, on line 3, and it is not recognised by its 4 cells"
        in sentence
    )
    assert "Something" not in sentence and "Kent" not in sentence

"""The specification of a data set that a partnership supplies: an invented one of CDS-S, and files that are read with it."""

import re
from pathlib import Path

import polars as pl
import pytest
from small_extract import KEY, SOUND, headers, put

from needs.ingest.ndtms import specification
from needs.ingest.ndtms.extracts import check_file, read_extract
from needs.ingest.problems import FILE_REFUSED, NOTED, ROW_REFUSED

NAME = "N0852-20230401-20240630-TREAT-IN-S.csv"
HEADER = "header,entity,kind,meaning,required,code,label,group,valid_from\n"
INVENTED = """
HOUSNEED,episode,code,accommodation need,yes,01,sleeping rough,urgent problem,
HOUSNEED,,,,,02,staying with friends,housing problem,2024-04-01
HOUSNEED,,,,,03,settled,no problem,
REFSRC,episode,code,RFLS,no,70,prison release team,CARAT or prison,
REFSRC,,,,,71,website,"self, family and friends",
WORK,episode,code,employment status,,1,paid work,regular employment,
WORK,,,,,2,wants no contact,,
EXITWHY,episode,code,discharge reason,,500,finished well,"completed, drug and alcohol free",
VETERAN2,episode,code,,,Y,served in the armed forces,,
VETERAN2,,,,,N,did not serve,,
PLANDAY,episode,date,care plan started,,,,,
KIDS,episode,integer,CHILDWTH,,,,,
NEWDATE,episode,date,,,,day of the first letter,,
NEWCOUNT,episode,integer,,,,letters sent,,
NOTE1,episode,text,,,,note,,
"""
NEW = ("HOUSNEED", "REFSRC", "WORK", "EXITWHY", "VETERAN2", "PLANDAY", "KIDS", "NEWDATE", "NEWCOUNT", "NOTE1")
REPLACED = ("ACCMNEED", "RFLS", "EMPSTAT", "DISRSN", "CPLANDT", "CHILDWTH")
# the row that all tests begin with, of people who come in 2024
ROW = SOUND | {
    "REFLD": "01/04/2024", "TRIAGED": "07/04/2024", "REFMODDT": "07/04/2024", "FAOMODDT": "10/04/2024",
    "MODST": "14/04/2024", "HOUSNEED": "01", "REFSRC": "70", "WORK": "1", "VETERAN2": "Y", "PLANDAY": "08/04/2024",
}  # fmt: skip


def header_of_s():
    """K's header without the columns that have new names, and the ten new ones."""
    return [name for name in headers("K") if name not in REPLACED] + list(NEW)


def folder_with(tmp_path, rows, *changes, name=NAME, header=None, letter="S", bytes_before=b""):
    """A folder of extracts, and beside it one of specifications; without rows there is none."""
    if rows is not None:
        within = tmp_path / "specification"
        within.mkdir(exist_ok=True)
        (within / f"{letter}.csv").write_bytes(bytes_before + (HEADER + rows.strip() + "\n").encode())
    changes = [ROW | {"EPISODID": f"E{number}"} | change for number, change in enumerate(changes or ({},))]
    return put(tmp_path / "leeds", *changes, name=name, header=header or header_of_s())


def of(folder):
    return read_extract(folder, KEY)


def specified(tmp_path, rows, letter="S", bytes_before=b"", header=HEADER):
    (tmp_path / f"{letter}.csv").write_bytes(bytes_before + (header + rows.strip() + "\n").encode())
    return specification.read(tmp_path)


def test_new_columns_and_codes_are_read_as_what_they_mean(tmp_path):
    ended = {"DISD": "20/06/2024", "EXITWHY": "500"}

    made = of(folder_with(tmp_path, INVENTED, ended, {"HOUSNEED": "03", "REFSRC": "71"}))

    assert made.episodes["accommodation"].to_list() == ["1", "3"]  # urgent problem, no problem
    assert made.episodes["referral_source"].to_list() == ["13", "4"]  # CARAT or prison; self
    assert made.episodes["employment"].to_list() == ["1", "1"]
    assert made.episodes["discharge_reason"].to_list() == ["80", None]  # completed, drug and alcohol free
    assert [f"{day}" for day in made.episodes["care_planned"]] == ["2024-04-08"] * 2
    assert made.files["specification"].to_list() == ["S.csv"]
    assert made.findings.is_empty()
    known = dict(made.completeness.filter(pl.col("field").is_in(list(NEW))).select("field", "answered").iter_rows())
    assert known == {"VETERAN2": 2, "NEWDATE": 0, "NEWCOUNT": 0, "NOTE1": 0}


def test_without_the_specification_each_column_and_code_that_is_ignored_is_listed_and_counted(tmp_path):
    folder = folder_with(tmp_path, None, {"RFLS": "70"}, {"RFLS": "70", "NOTE1": "x"}, header=[*headers("K"), *NEW])

    made = of(folder)

    strangers = made.completeness.filter(~pl.col("is_known")).select("field", "answered", "rows").rows()
    assert strangers == [
        ("HOUSNEED", 2, 2), ("REFSRC", 2, 2), ("WORK", 2, 2), ("EXITWHY", 0, 2), ("VETERAN2", 2, 2),
        ("PLANDAY", 2, 2), ("KIDS", 0, 2), ("NEWDATE", 0, 2), ("NEWCOUNT", 0, 2), ("NOTE1", 1, 2),
    ]  # fmt: skip
    assert made.codes.select("field", "code", "rows").rows() == [("RFLS", "70", 2)]
    (about,) = made.findings.filter(pl.col("rule") == "F10")["message"]
    assert about == "there is no specification S.csv; read as data set P, and what came after is not known"
    unknown = check_file(folder / NAME).unknown
    assert "column NOTE1 is not known: 1 of 2 cells are filled in, and none is used" in unknown
    assert "code 70 in column RFLS is not known: it stands on 2 rows" in unknown


def test_what_is_no_code_is_counted_and_not_named(tmp_path):
    made = of(folder_with(tmp_path, None, {"RFLS": "JOHN SMITH"}, {"RFLS": "77"}, header=headers("K")))
    assert made.codes.select("code", "rows").rows() == [("", 1), ("77", 1)]


@pytest.mark.parametrize(
    ("day", "counted"),
    [("31/03/2024", None), ("01/04/2024", "2")],
)
def test_a_code_counts_from_its_first_day_on(tmp_path, day, counted):
    start = {"REFLD": "01/03/2024", "TRIAGED": day, "PLANDAY": ""}
    made = of(folder_with(tmp_path, INVENTED, start | {"HOUSNEED": "02"}))
    assert made.episodes["accommodation"].to_list() == [counted]
    refused = made.findings.filter(pl.col("field") == "ACCMNEED")["rule"].to_list()
    assert refused == ([] if counted else ["W01"])
    assert made.codes["code"].to_list() == ([] if counted else ["02"])


def test_a_built_in_code_means_what_the_specification_says_from_its_day_and_before_what_it_meant(tmp_path):
    rows = "ACCMNEED,,,,,3,sofa surfing,housing problem,01/04/2024"
    days = [{"TRIAGED": "31/03/2024"}, {"TRIAGED": "01/04/2024"}]
    changes = [one | {"REFLD": "01/03/2024", "ACCMNEED": "3"} for one in days]

    made = of(folder_with(tmp_path, rows, *changes, header=headers("K")))

    assert made.episodes["accommodation"].to_list() == ["3", "2"]
    code = made.specified.filter(pl.col("code") != "")
    assert code.select("column", "code", "counts_as", "replaces").rows() == [
        ("ACCMNEED", "3", "2", "no housing problem")
    ]


def test_two_codes_may_change_places(tmp_path):
    rows = "ACCMNEED,,,,,1,none,no problem,\nACCMNEED,,,,,3,roofless,urgent problem,"
    made = of(folder_with(tmp_path, rows, {"ACCMNEED": "1"}, {"ACCMNEED": "3"}, header=headers("K")))
    assert made.episodes["accommodation"].to_list() == ["3", "1"]


@pytest.mark.parametrize(("listed", "written"), [("1", "01"), ("01", "1"), ("1", "001")])
def test_a_code_may_have_lost_its_noughts_in_a_spreadsheet_and_that_is_noted(tmp_path, listed, written):
    rows = f"ACCMNEED,,,,,{listed}9,settled,no problem,"
    made = of(folder_with(tmp_path, rows, {"ACCMNEED": f"{written}9"}, header=headers("K")))
    assert made.episodes["accommodation"].to_list() == ["3"]
    assert made.findings.filter(pl.col("rule") == "W11").height == 1


def test_a_code_without_a_group_counts_as_not_stated_and_is_counted(tmp_path):
    made = of(folder_with(tmp_path, INVENTED, {"WORK": "2"}))
    assert made.episodes["employment"].to_list() == [None]
    assert made.findings.filter(pl.col("rule") == "W10").select("field", "severity").rows() == [("EMPSTAT", NOTED)]


def test_a_column_that_the_specification_requires_refuses_a_file_that_lacks_it(tmp_path):
    header = [name for name in header_of_s() if name != "HOUSNEED"]
    made = of(folder_with(tmp_path, INVENTED, header=header))
    assert made.files.select("status", "rows_refused").rows() == [("refused", 1)]
    assert made.findings["message"].to_list() == ["the header lacks HOUSNEED"]


@pytest.mark.parametrize(("first_day", "status"), [("2024-06-30", "refused"), ("2024-07-01", "used")])
def test_a_column_is_required_of_files_that_end_on_its_first_day_or_later(tmp_path, first_day, status):
    rows = f"LATER,episode,code,,yes,,a column of later,,{first_day}"
    assert of(folder_with(tmp_path, rows, header=headers("K"))).files["status"].to_list() == [status]


def test_names_of_columns_are_told_whatever_their_case_and_blanks(tmp_path):
    folder = folder_with(tmp_path, INVENTED.replace("HOUSNEED", "Hous Need"))
    file, extract = tmp_path / "specification" / "S.csv", folder / NAME
    text = file.read_text()
    file.write_text(text.replace("header", "Header ").replace("valid_from", " Valid From"))
    extract.write_bytes(extract.read_bytes().replace(b'"HOUSNEED"', b'" housNeed "'))

    made = of(folder)

    assert made.findings.is_empty()
    assert made.episodes["accommodation"].to_list() == ["1"]


def test_a_later_data_set_without_a_file_is_read_with_the_latest_before_it_and_says_so(tmp_path):
    folder = folder_with(tmp_path, INVENTED, letter="R", name=NAME.replace("-S", "-T"))
    (tmp_path / "specification" / "U.csv").write_text(HEADER + "HOUSNEED,,,ACCMNEED,,1,none,no problem,\n")
    made = of(folder)
    assert made.episodes["accommodation"].to_list() == ["1"]
    assert made.files["specification"].to_list() == ["R.csv"]
    (message,) = made.findings.filter(pl.col("rule") == "F10")["message"]
    assert message == "there is no specification T.csv; read with R.csv, the latest before it"
    assert set(made.specified["specification"]) == {"R.csv"}  # one of a data set that no file has says nothing here


def test_a_data_set_that_the_built_in_lists_hold_is_read_with_its_own_file_alone(tmp_path):
    header = [*headers("K"), "HOUSNEED"]
    made = of(folder_with(tmp_path, INVENTED, letter="K", name=NAME.replace("-S", "-M"), header=header))
    assert made.files["specification"].to_list() == [""]
    assert made.findings.select("rule", "message").rows() == [("F07", "the column HOUSNEED is not used")]


def test_a_letter_that_nobody_knew_is_known_by_its_file(tmp_path):
    made = of(folder_with(tmp_path, INVENTED, letter="V", name=NAME.replace("-S", "-V")))
    assert made.findings.is_empty()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("HOUSNEED,client,code,accommodation need,,,,,", "column entity: 'client' is not episode, as ACCMNEED is"),
        ("NEW1,household,code,,,,,,", "column entity: 'household' is not one of CDS-P addition, client, episode"),
        ("NEW1,episode,list,,,,,,", "column kind: 'list' is not one of code, date, integer, text"),
        ("NEW1,episode,code,shoe size,,,,,", "column meaning: 'shoe size' is not a header of the built-in lists"),
        ("ACCMNEED,,,employment status,,,,,", "column meaning: 'employment status' is not what ACCMNEED means"),
        ("NEW1,episode,code,,perhaps,,,,", "column required: 'perhaps' is not yes, no or empty"),
        ("DOB,,,,no,,,,", "column required: 'no' is not possible, for nothing can be counted without DOB"),
        ("HOUSNEED,,,ACCMNEED,,7,,,", "column label: an empty cell is not filled in, or the group is"),
        ("HOUSNEED,,,ACCMNEED,,7,palace,royal,", "column group: 'royal' is not one of housing problem, no problem"),
        ("MODAL,,,,,88,depot,prescribing,", "column group: 'prescribing' is not one of them alone: GP prescribing or"),
        ("HOUSNEED,,,ACCMNEED,,7,ok,no problem,spring", "column valid_from: 'spring' is not a date such as 2024-04-01"),
        ("KIDS,,,CHILDWTH,,7,seven,,", "column code: '7' is not empty: KIDS holds no codes, it is of the kind integer"),
        ("=1+1,episode,code,,,,,,", "column header: '=1+1' is not a name of up to thirty letters"),
        ("HOUSNEED,,,ACCMNEED,,,,no problem,", "column code: an empty cell is not up to ten letters and digits"),
    ],
)
def test_a_row_that_is_not_sound_is_refused_in_one_line_and_stops_no_other(tmp_path, row, said):
    made = specified(tmp_path, f"{row}\nREFSRC,,,RFLS,,70,prison,CARAT or prison,")
    (problem,) = made.problems
    assert str(problem).startswith(f"{tmp_path.name}/S.csv, line 2, {said}")
    assert (problem.severity, "\n" in str(problem)) == (ROW_REFUSED, False)
    assert made.of("S").codes["RFLS"]["70"].counts_as == "13"


def test_alike_rows_are_one_and_contradictory_ones_are_none(tmp_path):
    made = specified(
        tmp_path,
        "A1,,,ACCMNEED,,1,x,no problem,\nA1,,,ACCMNEED,,1,x,no problem,\n"
        "A1,,,ACCMNEED,,2,y,no problem,\nA1,,,ACCMNEED,,2,y,urgent problem,\nA1,,,RFLS,,4,z,no problem,",
    )
    assert [(one.line, one.severity) for one in made.problems] == [
        (3, NOTED), (4, ROW_REFUSED), (5, ROW_REFUSED), (6, ROW_REFUSED),
    ]  # fmt: skip
    assert set(made.of("S").codes["ACCMNEED"]) == {"1"}
    assert "meaning of A1 is 'rfls', and 'accmneed' on line 2; wanted one of the two" in str(made.problems[-1])


def test_two_columns_of_one_meaning_are_not_both_read(tmp_path):
    made = specified(tmp_path, "A1,,,ACCMNEED,,,,,\nB1,,,ACCMNEED,,,,,")
    assert [str(one).partition(": ")[2] for one in made.problems] == [
        "A1 and B1 are both ACCMNEED; wanted one column a meaning"
    ]


@pytest.mark.parametrize(
    ("letter", "header", "said"),
    [
        ("G", HEADER, "data set G is older than the built-in lists; wanted a letter from H on, such as S.csv"),
        ("CDS-S", HEADER, "the file is not read; wanted a name that is the letter of a data set, such as S.csv"),
        ("S", HEADER.replace("group,", ""), "column 'group' is missing; wanted the columns header, entity,"),
        ("S", HEADER.replace("label", "group"), "header cells 7 and 8 are alike"),
    ],
)
def test_a_file_that_is_not_sound_is_refused_in_one_line(tmp_path, letter, header, said):
    made = specified(tmp_path, "A1,,,ACCMNEED,,,,," if header == HEADER else "A1,,,ACCMNEED,,,,", letter, header=header)
    assert [one.severity for one in made.problems] == [FILE_REFUSED]
    assert said in str(made.problems[0])
    assert made.by_letter == {}


def test_a_byte_order_mark_is_no_part_of_the_header(tmp_path):
    made = specified(tmp_path, "A1,,,ACCMNEED,,,,,", bytes_before=b"\xef\xbb\xbf")
    assert (made.problems, set(made.of("S").columns)) == ((), {"A1"})


def test_a_new_drug_counts_in_its_group_and_one_without_a_group_as_another_drug(tmp_path):
    rows = "DRUG1,,,,,1999,nitazenes,opiates,\nDRUG1,,,,,6500,new powder,,"
    changes = ({"DRUG1": "1999", "DRUG2": "6500"}, {"DRUG1": "6500", "DRUG2": "1999"})
    made = of(folder_with(tmp_path, rows, *changes, header=headers("K")))
    assert made.episodes["drug_1"].to_list() == ["1000", "8799"]
    assert made.episodes["drug_2"].to_list() == ["8799", "1000"]  # one list serves all three columns


def test_rows_that_a_spreadsheet_left_blank_are_none(tmp_path):
    made = specified(tmp_path, ",,,,,,,,\nA1,,,ACCMNEED,,,,,\n,,,,,,,,")
    assert (made.problems, set(made.of("S").columns)) == ((), {"A1"})


def test_the_example_of_the_readme_is_read_without_a_problem(tmp_path):
    text = (Path(__file__).parents[2] / "data" / "raw" / "README.md").read_text()
    (example,) = re.findall(r"```\n(header,entity.*?)```", text, flags=re.DOTALL)
    (tmp_path / "S.csv").write_text(example)
    made = specification.read(tmp_path)
    assert made.problems == ()
    codes = made.of("S").codes
    assert {code: one.counts_as for code, one in codes["ACCMNEED"].items()} == {"01": "1", "02": "2"}
    assert f"{codes['ACCMNEED']['02'].valid_from}" == "2024-04-01"
    assert set(codes["VETERAN2"]) == {"Y"}

import math

import dropped
import pandas as pd
import pytest

from needs.ingest import marks
from needs.ingest.problems import CELL_REFUSED, ROW_REFUSED

HIDDEN = ("*", "**", "c", "[c]", "C", "<5", "< 5", "<10", "≤7", "s", "[s]", "[low]", "suppressed", "fewer than 5")
MISSING = (
    "", "-", "–", "..", "...", ":", "z", "[z]", "x", "[x]", "[u]", "n/a", "N/A", "NA", "NaN", "NULL", "None", "#N/A", "-1",
    "-1.0", "not available",
)  # fmt: skip


@pytest.mark.parametrize("text", HIDDEN)
def test_a_mark_for_what_is_hidden_is_never_a_number(text):
    assert marks.read(text).status == marks.HIDDEN
    assert math.isnan(marks.read(text).value)


@pytest.mark.parametrize("text", MISSING)
def test_a_mark_for_what_is_missing_is_never_a_number(text):
    assert marks.read(text).status == marks.NOT_AVAILABLE
    assert math.isnan(marks.read(text).value)


@pytest.mark.parametrize(
    ("text", "value"),
    [("0", 0), ("1234", 1234), ("1,234", 1234), ("1,234,567.5", 1234567.5), (" 12.50 ", 12.5), (".5", 0.5), ("-2.5", -2.5),
     ("1065.0", 1065), ("82 [note 3]", 82), ("82 [p]", 82), ("-0", 0)],
)  # fmt: skip
def test_a_number_is_read_as_people_write_it(text, value):
    assert marks.read(text) == marks.Cell(value, marks.SHOWN)


@pytest.mark.parametrize(
    "text", ["12,34", "1,23", "1.234,5", "12O", "~5", "52%", "£12", "1e5", "5-9", "five", "１２", "0x1F"]
)
def test_whatever_is_neither_a_number_nor_a_mark_cannot_be_read(text):
    assert marks.read(text).status == marks.UNREADABLE


@pytest.mark.parametrize(("text", "status"), [*((text, "hidden") for text in HIDDEN), *((text, "not_available") for text in MISSING)])  # fmt: skip
def test_a_download_gives_each_mark_its_meaning(tmp_path, text, status):
    row = {"Value": text, "Count": "", "Denominator": "", "Lower CI 95.0 limit": text, "Upper CI 95.0 limit": text}
    loaded = dropped.read(tmp_path, {"fingertips/f.csv": dropped.fingertips(row)})
    (figure,) = dropped.downloaded(loaded).to_dict("records")
    assert (figure["status"], loaded.problems) == (status, ())
    assert pd.isna(figure["value"]) and pd.isna(figure["lower"])


@pytest.mark.parametrize(("text", "status"), [("<5", "hidden"), ("[c]", "hidden"), ("-", "not_available"), ("NULL", "not_collected")])  # fmt: skip
def test_a_wide_row_keeps_its_other_cells(tmp_path, text, status):
    loaded = dropped.read(tmp_path, {"viewit/v.csv": dropped.viewit(("2010/11", "Kent", "Total", text, "40"))})
    assert loaded.problems == ()
    assert dropped.downloaded(loaded)["status"].tolist() == [status, "shown"]
    assert dropped.values(loaded, "new_presentations") == [40.0]


def test_a_cell_of_a_wide_row_that_cannot_be_read_is_lost_alone(tmp_path):
    loaded = dropped.read(tmp_path, {"viewit/v.csv": dropped.viewit(("2010/11", "Kent", "Total", "~5", "40"))})
    (sentence,) = dropped.said(loaded, CELL_REFUSED)
    assert "v.csv, line 2, column intreatment_allintx: '~5' is not a whole number" in sentence
    assert dropped.downloaded(loaded)["measure"].tolist() == ["new_presentations"]


@pytest.mark.parametrize("blank", ["NA", "nan", "NULL", "None", ""])
def test_a_blank_that_a_program_wrote_never_becomes_a_group(tmp_path, blank):
    row = {"Category Type": blank, "Category": blank, "Value note": blank, "Parent Code": blank}
    loaded = dropped.read(tmp_path, {"fingertips/f.csv": dropped.fingertips(row)})
    rows = dropped.downloaded(loaded)
    assert (set(rows["group"]), set(rows["breakdown"]), set(rows["note"])) == ({"all"}, {"all"}, {""})


def test_a_hidden_count_is_a_figure_of_its_own(tmp_path):
    loaded = dropped.read(tmp_path, {"fingertips/f.csv": dropped.fingertips({"Count": "*"})})
    rows = dropped.downloaded(loaded).set_index("measure")
    assert rows.loc["opiate_completions_without_return_count", "status"] == "hidden"


@pytest.mark.parametrize(
    ("counts", "is_said"),
    [(("1065", "405"), True), (("1067", "403"), False), (("1065", "403"), False), (("*", "5"), True)],
)
def test_local_counts_are_called_rounded_only_where_all_of_them_end_in_0_or_5(tmp_path, counts, is_said):
    rows = [("2010/11", "Kent", "Total", *counts), ("2010/11", "England", "Total", "311667", "12001")]
    loaded = dropped.read(tmp_path, {"viewit/v.csv": dropped.viewit(*rows)})
    found = dropped.downloaded(loaded)
    shown = found[(found["area_code"] == "E10000016") & (found["status"] == "shown")]
    assert set(shown["note"]) == {"rounded to the nearest 5" if is_said else ""}
    assert set(found.loc[found["area_code"] == "E92000001", "note"]) == {""}


def test_a_value_that_is_no_number_refuses_its_row_and_no_other(tmp_path):
    rows = [{"Value": "6%"}, {"Time period": "2017/18"}]
    loaded = dropped.read(tmp_path, {"fingertips/f.csv": dropped.fingertips(*rows)})
    assert ["line 2, column Value: '6%'" in sentence for sentence in dropped.said(loaded, ROW_REFUSED)] == [True]
    assert dropped.values(loaded, "opiate_completions_without_return_percent") == [6.0]

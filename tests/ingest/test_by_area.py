"""Exports of all authorities: read with few rows in memory, compared between areas, and by group one area at a time."""

import dropped
import national
import pandas as pd
import pytest

from needs.folders import Folders
from needs.ingest import by_area, large, load
from needs.ingest.kinds import OF_LARGE, kind_of
from needs.ingest.opened import read as opened
from needs.ingest.problems import CELL_REFUSED, NOTED, ROW_REFUSED
from needs.measure.calculate import compared

SAME = ["measure", "area_code", "period_start", "breakdown", "group", "kind"]


@pytest.fixture
def folders(tmp_path):
    dropped.publish(
        tmp_path / "data/raw/published", areas=national.AREAS.read_text(), treatment=dropped.as_csv([dropped.figure()])
    )
    return Folders(tmp_path)


def loaded(folders):
    found = load.load(folders, compared=compared())
    load.write(found, folders)
    return found


def kept(folders, *codes):
    return by_area.read(folders.restricted / by_area.FOLDER, codes)


def in_order(table):
    columns = [*SAME, "value", "unit", "status", "note", "is_rounded", "line", "window", "age"]
    return table[columns].sort_values(SAME).reset_index(drop=True)


@pytest.mark.parametrize("family", ["older", "newer"])
def test_what_is_kept_of_an_area_is_what_an_export_of_that_area_alone_gives(folders, tmp_path, family):
    """The same area out of an export of all, and out of one that has it alone, but for groups that are crossed."""
    path = national.write_viewit(folders.viewit, 2020, 2021, family=family)
    loaded(folders)
    derby = kept(folders, "E06000015")

    lines = path.read_text().splitlines(keepends=True)
    alone = [line for line in lines[1:] if ",Derby," in line]
    whole = dropped.downloaded(dropped.read(tmp_path / "alone", {"viewit/derby.csv": lines[0] + "".join(alone)}))
    whole = whole[~whole["breakdown"].str.contains(" and ") | whole["breakdown"].isin(["intervention and setting"])]

    pd.testing.assert_frame_equal(
        in_order(derby).drop(columns="line"), in_order(whole.assign(line=0)).drop(columns="line")
    )
    assert derby["measure"].nunique() >= 5
    assert {"sex", "age", "drug_group", "ethnic_group", "exit_reason"} <= set(derby["breakdown"])


def test_what_areas_are_compared_by_is_in_the_one_table_for_all_of_them_and_england_whole(folders):
    national.write_viewit(folders.viewit, 2021, 2021)
    table = dropped.downloaded(loaded(folders))
    local, england = (table[(table["area_code"] == "E92000001") == is_england] for is_england in (False, True))

    everybody = local[(local["measure"] == "in_treatment") & (local["breakdown"] == "all")]
    assert set(everybody["area_code"]) == set(national.authorities(2021)["area_code"])
    assert everybody["area_code"].is_unique
    assert set(local["breakdown"]) == {"all", "wait", "exit_reason", "substance"}
    assert set(local.loc[local["breakdown"] == "substance", "group"]) == {"opiates and/or crack"}
    assert {"sex", "drug_group", "ethnic_group", "substance", "housing"} <= set(england["breakdown"])
    assert local["is_rounded"].all()
    assert not england["is_rounded"].any()


def test_rows_of_several_groups_are_counted_in_one_note_and_all_rows_add_up(folders):
    national.write_viewit(folders.viewit, 2021, 2021)
    found = loaded(folders)

    (noted,) = (problem for problem in found.problems if "at once" in problem.found)
    rows, used = found.inputs.set_index("file").loc["data/raw/viewit/viewit-all.csv", ["rows", "used"]]
    crossed = rows * 50 // 60  # of 60 rows of an area, 1 is of all and 9 are of one group
    assert noted.severity == NOTED
    assert f"{crossed:,} rows" in noted.found
    assert used == rows - crossed


def test_cumbria_is_an_authority_until_it_ends_and_what_follows_it_may_be_worked_out_for_earlier_years(folders):
    national.write_viewit(
        folders.viewit, 2022, 2023, only=("Cumbria", "Cumberland", "Westmorland and Furness", *_others())
    )
    of_their_time = kept_years(folders)
    assert of_their_time == {"E10000006": {2022}, "E06000063": {2023}, "E06000064": {2023}}

    national.write_viewit(
        folders.viewit, 2022, 2023, back_cast=True, only=("Cumberland", "Westmorland and Furness", *_others())
    )
    assert kept_years(folders) == {"E06000063": {2022, 2023}, "E06000064": {2022, 2023}}


def _others():
    return tuple(national.authorities()["name"][:15])


def kept_years(folders):
    loaded(folders)
    table = kept(folders, "E10000006", "E06000063", "E06000064")
    return {code: set(rows["period_start"].dt.year) for code, rows in table.groupby("area_code")}


def test_of_two_exports_of_one_area_the_later_is_used_in_both_places(folders):
    national.write_viewit(folders.viewit, 2019, 2020, name="earlier.csv", seed=3)
    national.write_viewit(folders.viewit, 2019, 2021, name="later.csv", seed=4)
    found = loaded(folders)

    assert set(dropped.downloaded(found)["source"]) == {"viewit:later.csv"}
    assert set(kept(folders, "E08000035")["source"]) == {"viewit:later.csv"}
    assert any("earlier.csv" in line and "none of these is used" in line for line in dropped.said(found, NOTED))


SOME = ("Leeds", "Kent", *national.authorities(2021)["name"][:13])


def repeated(path, beginning, change):
    """The lines of a row of Leeds and of a copy of it, changed, at the end of an export."""
    lines = path.read_text().splitlines(keepends=True)
    line = next(number for number, text in enumerate(lines) if beginning in text)
    path.write_text("".join([*lines, change(lines[line])]))
    return line + 1, len(lines) + 1


@pytest.mark.parametrize("row", [",Leeds,M,Total,Total,", ",Leeds,Total,Total,Total,"])
def test_rows_of_the_same_people_with_other_numbers_are_refused_by_area_too(folders, row):
    path = national.write_viewit(folders.viewit, 2021, 2021, only=SOME)
    places = repeated(path, row, lambda line: line.replace(row, f"{row}1", 1))
    found = loaded(folders)

    (refused,) = (problem for problem in found.problems if problem.severity == ROW_REFUSED)
    assert refused.lines == places
    assert "the same figure as on another line" in refused.found
    leeds = kept(folders, "E08000035")
    assert len(leeds)
    assert not set(leeds["line"]) & set(places)
    total_is_refused = "Total,Total,Total" in row
    for table in (leeds, found.figures[found.figures["area_code"] == "E08000035"]):
        assert table[table["breakdown"] == "all"].empty == total_is_refused


@pytest.mark.parametrize("row", [",Leeds,M,Total,Total,", ",Leeds,Total,Total,Total,"])
def test_rows_that_are_there_twice_are_used_once_and_noted(folders, row):
    path = national.write_viewit(folders.viewit, 2021, 2021, only=SOME)
    _, second = repeated(path, row, lambda line: line)
    found = loaded(folders)

    assert any(f"line {second}: the same figures as on a line above" in line for line in dropped.said(found, NOTED))
    assert dropped.said(found, ROW_REFUSED) == []
    leeds = kept(folders, "E08000035")
    assert second not in set(leeds["line"])
    assert not leeds.duplicated(SAME).any()


def test_a_later_export_of_one_area_leaves_an_export_of_all_the_others(folders):
    national.write_viewit(folders.viewit, 2020, 2020, name="all.csv", only=SOME, seed=3)
    national.write_viewit(folders.viewit, 2020, 2021, name="leeds.csv", only=("Leeds",), country=False, seed=4)
    found = loaded(folders)
    table = dropped.downloaded(found)

    assert set(table.loc[table["area_code"] == "E08000035", "source"]) == {"viewit:leeds.csv"}
    assert set(table.loc[table["area_code"] != "E08000035", "source"]) == {"viewit:all.csv"}
    assert kept(folders, "E08000035").empty
    assert {"all", "sex"} <= set(kept(folders, "E10000016")["breakdown"])
    (sentence,) = (line for line in dropped.said(found, NOTED) if "all.csv: " in line and "goes on longer" in line)
    assert "none of these is used for the area that both have" in sentence
    assert "remove" not in sentence


def test_of_two_exports_of_the_same_years_nothing_is_used_by_area_of_what_both_have(folders):
    national.write_viewit(folders.viewit, 2021, 2021, name="all.csv", only=SOME, seed=3)
    national.write_viewit(folders.viewit, 2021, 2021, name="leeds.csv", only=("Leeds",), country=False, seed=4)
    found = loaded(folders)

    assert "E08000035" not in set(dropped.downloaded(found)["area_code"])
    assert kept(folders, "E08000035").empty
    assert len(kept(folders, "E10000016"))
    assert any(
        "all.csv" in line and "take such rows out of the older" in line for line in dropped.said(found, ROW_REFUSED)
    )


def test_groups_that_one_export_alone_has_are_kept_though_its_totals_stand_in_another(folders):
    path = national.write_viewit(folders.viewit, 2021, 2021, name="with-groups.csv", only=SOME, country=False)
    lines = path.read_text().splitlines(keepends=True)
    totals = [line for line in lines[1:] if ",Total,Total,Total," in line]
    (folders.viewit / "a.csv").write_text("".join([lines[0], *totals]))
    found = loaded(folders)

    assert {"all", "sex"} <= set(kept(folders, "E08000035")["breakdown"])
    assert not kept(folders, "E08000035").duplicated(SAME).any()
    assert {"viewit:a.csv", "viewit:with-groups.csv"} <= set(found.sources["source"])


def test_a_copy_of_an_export_is_kept_by_area_once(folders):
    path = national.write_viewit(folders.viewit, 2021, 2021, name="x.csv", only=SOME)
    (folders.viewit / "x (1).csv").write_text(path.read_text())

    assert {one.file.rpartition("/")[2] for one in loaded(folders).kept} == {"x.csv"}


def test_a_cell_that_is_no_count_and_an_area_that_is_not_known_are_told_and_the_rest_is_kept(folders):
    path = national.write_viewit(folders.viewit, 2021, 2021, country=False)
    lines = path.read_text().splitlines(keepends=True)
    everybody = next(n for n, line in enumerate(lines) if ",Leeds,Total,Total,Total," in line)
    lines[everybody] = lines[everybody].replace("Total,Total,Total,", "Total,Total,Total,12O", 1)
    unknown = next(n for n, line in enumerate(lines) if ",Oldham,Total,Total,Total," in line)
    lines[unknown] = lines[unknown].replace("Oldham", "Oldhamm")
    path.write_text("".join(lines))
    found = loaded(folders)

    (cell,), (row,) = dropped.said(found, CELL_REFUSED), dropped.said(found, ROW_REFUSED)
    assert f"line {everybody + 1}, column intreatment_allintx: '12O" in cell
    assert f"line {unknown + 1}, column Area: 'Oldhamm' is not the name of an area" in row
    leeds = kept(folders, "E08000035")
    assert "new_presentations" in set(leeds.loc[leeds["breakdown"] == "all", "measure"])
    assert "in_treatment" not in set(leeds.loc[leeds["breakdown"] == "all", "measure"])
    assert set(kept(folders, "E08000004")["breakdown"]) <= {"sex", "age", "drug_group"}


@pytest.fixture
def export(tmp_path):
    path = national.write_viewit(tmp_path, 2020, 2021)
    assert path.stat().st_size > large.LARGE
    return path


def rows_of(path):
    (file,) = opened(path, "all.csv", kind_of, OF_LARGE)
    return file


AROUND = {
    "as it is": lambda text: text,
    "a byte order mark": lambda text: "\ufeff" + text,
    "Windows line ends": lambda text: text.replace("\n", "\r\n"),
    "tabs": lambda text: text.replace(",", "\t"),
    "lines above the header": lambda text: "NDTMS ViewIt\nAll indicators\n" + text,
    "blank columns at the end": lambda text: text.replace("\n", ",,\n"),
    "a numbering column": lambda text: "".join(
        f"{number or ''},{line}" for number, line in enumerate(text.splitlines(keepends=True))
    ),
    "no line break at the end": str.rstrip,
}


@pytest.mark.parametrize("around", AROUND)
def test_a_large_export_is_the_same_whatever_a_program_has_put_around_it(export, around):
    lines = export.read_text().splitlines(keepends=True)
    export.write_text("".join(line for line in lines if '"' not in line))  # no name with a comma
    plain = rows_of(export)
    export.write_bytes(AROUND[around](export.read_text()).encode())
    found = rows_of(export)

    assert not found.is_refused
    assert found.header == plain.header
    assert found.rows.drop(columns="line").equals(plain.rows.drop(columns="line"))
    below = 2 if around == "lines above the header" else 0
    assert found.rows["line"].tolist() == (plain.rows["line"] + below).tolist()


def test_a_name_with_a_comma_is_one_cell(export):
    areas = set(rows_of(export).rows["Area"])
    assert "Bournemouth, Christchurch and Poole" in areas


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (lambda text: text[: len(text) - 300], "ends in the middle of a row"),
        (lambda text: text.replace("Leeds,M", "Leeds,M,M", 1), "244 cells"),
        (lambda text: text.replace("Leeds,M", 'Leeds,"M', 1), "quotation marks"),
        (lambda text: text.replace("Leeds,M", "Leeds\u202e,M", 1), "a sign that cannot be seen"),
    ],
)
def test_a_damaged_large_export_says_what_is_wrong_with_it(export, broken, said):
    export.write_text(broken(export.read_text()), encoding="utf-8")
    assert any(said in str(problem) for problem in rows_of(export).problems)


def test_only_kinds_of_which_few_rows_are_used_may_be_larger_than_others(tmp_path, monkeypatch):
    monkeypatch.setattr("needs.ingest.csvfile.LARGEST_FILE", 1_000_000)
    monkeypatch.setattr("needs.ingest.opened.LARGEST_FILE", 1_000_000)
    monkeypatch.setattr("needs.ingest.csvfile.too_large.__defaults__", (1_000_000,))
    export = rows_of(national.write_viewit(tmp_path, 2020, 2021))
    other = rows_of(national.write_fingertips(tmp_path, 2015, 2021))

    assert not export.is_refused
    assert len(export.rows) < export.records
    assert other.is_refused
    assert "more than 1,000,000" in str(other.problems[0])

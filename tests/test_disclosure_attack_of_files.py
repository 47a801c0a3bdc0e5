"""The attack on what leaves: the files of six quarters are read back, and all that they say is put together and solved."""

import csv
import json
import re

import pandas as pd
import pytest
import workbooks
from disclosure_knowledge import with_all_that_is_known
from disclosure_reader import Reader, found_by
from disclosure_records import counted

from needs.measure.catalogue.identities import IDENTITIES, NESTED, OVERLAPPING
from needs.measure.disclosure import Policy, protect_in_turn
from needs.measure.results import KEY, STATUSES
from needs.measure.safe import LOOK_UPS, Safe
from needs.present.assessment import Assessment
from needs.present.figures import WINDOWS
from needs.present.numbers import rounded
from needs.publish import downloads
from needs.quarter import Quarter
from needs.synthetic import comparison

AREA, PARTNERSHIP, FIRST, QUARTERS = "E10000016", "testshire", "2007-08 Q1", 6
AS_PUBLISHED = Policy(identities=IDENTITIES, nested=NESTED, overlapping=OVERLAPPING)
SAID = {words: status for status, words in STATUSES.items()}
WINDOW = {words: window for window, words in WINDOWS.items()}
NUMBERS = ("value", "lower", "upper", "numerator", "denominator")


@pytest.fixture(scope="module")
def counts(tmp_path_factory):
    """What is true, and what is safe to publish of it."""
    true = counted(comparison(25), QUARTERS, tmp_path_factory.mktemp("records"), first=FIRST)
    return true, protect_in_turn(true, AS_PUBLISHED)


@pytest.fixture(scope="module")
def files(counts, tmp_path_factory):
    """The folder of each quarter's files, from the safe results alone."""
    areas = [
        {"area_code": AREA, "name": "Testshire", "partnership": PARTNERSHIP, "type": "county", "region_code": "E1"}
    ]
    look_ups = {
        name: pd.DataFrame(areas if name == "areas" else [], columns=list(columns), dtype=object).fillna("")
        for name, columns in LOOK_UPS.items()
    }
    safe = Safe(results=counts[1], **look_ups)
    folders = [tmp_path_factory.mktemp("quarter") for _ in range(QUARTERS)]
    for number, folder in enumerate(folders):
        downloads.written(Assessment.of(safe, PARTNERSHIP, str(Quarter.parse(FIRST) + number)), folder)
    return folders


def read(figures: list[dict]) -> pd.DataFrame:
    """Figures of a file as rows of results: what its words mean, and a number or none."""
    rows = pd.DataFrame(figures)
    return rows.assign(
        status=rows["status"].map(SAID),
        window=rows["window"].map(WINDOW),
        **{name: pd.to_datetime(rows[name]) for name in ("period_start", "period_end")},
        **{name: pd.to_numeric(rows[name]) for name in NUMBERS},
    )


@pytest.fixture(scope="module")
def everything_said(files):
    """Each figure that any of the files of figures gives, once."""
    said = pd.concat(
        read(json.loads((folder / "facts.json").read_text(encoding="utf-8"))["figures"]) for folder in files
    )
    return said.drop_duplicates([*KEY, *NUMBERS, "status"]).reset_index(drop=True)


def test_the_files_of_all_quarters_together_let_no_small_number_be_found(everything_said, counts):
    true, _ = counts
    true = everything_said[list(KEY)].merge(true, on=list(KEY), how="left", validate="one_to_one")
    reader = Reader(everything_said, smallest=5, rounded_to=1, was=true)

    assert (everything_said["status"] == "hidden").sum() > 100
    assert found_by(with_all_that_is_known(reader), everything_said, true, width=4) == []


def test_the_same_attack_finds_small_numbers_once_the_files_say_one_total_too_many(everything_said, counts):
    """That the attack can find: a hidden group of a profile beside its shown siblings, all of them."""
    true, _ = counts
    true = everything_said[list(KEY)].merge(true, on=list(KEY), how="left", validate="one_to_one")
    of_sex = everything_said["breakdown"].isin(["sex", "age", "drug_group"]) & (true["numerator"] >= 5)
    told = everything_said.copy()
    told.loc[of_sex, [*NUMBERS, "status"]] = true.loc[of_sex, [*NUMBERS, "status"]]

    assert (
        len(found_by(with_all_that_is_known(Reader(told, smallest=5, rounded_to=1, was=true)), told, true, width=4)) > 5
    )


def test_a_figure_is_the_same_in_the_files_of_every_quarter_and_as_it_is_held(everything_said, counts):
    safe = counts[1]
    held = everything_said[list(KEY)].merge(safe, on=list(KEY), how="left", validate="one_to_one")

    assert not everything_said.duplicated(list(KEY)).any()
    assert len(everything_said) > 0.9 * len(safe)
    pd.testing.assert_frame_equal(everything_said[list(NUMBERS)], held[list(NUMBERS)], atol=1e-6, rtol=0)
    assert everything_said["status"].tolist() == held["status"].tolist()
    assert held.loc[held["status"] == "hidden", list(NUMBERS)].isna().all(axis=None)


def test_the_other_kinds_of_file_say_no_more(files):
    """Row by row: the CSV says what the JSON says, and each workbook the same, rounded, with a sign where nothing may be said."""
    for folder in files[::5]:
        said = json.loads((folder / "facts.json").read_text(encoding="utf-8"))["figures"]
        with (folder / "figures.csv").open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        books = (workbooks.excel(folder / "figures.xlsx"), workbooks.open_document(folder / "figures.ods"))

        assert [{name: row[name] and float(row[name]) for name in NUMBERS} for row in rows] == [
            {name: "" if row[name] is None else row[name] for name in NUMBERS} for row in said
        ]
        for book in books:
            for row, figure in zip(workbooks.in_subjects(book), said, strict=True):
                assert row["Status"] == figure["status"]
                for heading, name in zip(workbooks.IN_A_SHEET, NUMBERS, strict=True):
                    assert agrees(row[heading], figure[name])


def agrees(cell: str | float, number: float | None) -> bool:
    """Whether a cell holds a number rounded half away from zero, to two decimals or fewer; or a sign where there is none."""
    if number is None:
        return isinstance(cell, str) and bool(re.fullmatch(r"\[\w\]", cell))
    return isinstance(cell, int | float) and any(
        abs(cell - float(rounded(number, decimals))) < 1e-9 for decimals in range(3)
    )

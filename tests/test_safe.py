"""The safe tables when one of them is missing or damaged: a line that says which command writes it again."""

import pandas as pd
import pytest
from drawn import figures
from pyarrow.dataset import dataset
from pyarrow.parquet import filters_to_expression

from needs.measure import results, safe
from needs.mistakes import Mistake


@pytest.fixture
def folder(tmp_path):
    results.write(pd.DataFrame(columns=list(results.COLUMNS)), tmp_path)
    for name, columns in safe.LOOK_UPS.items():
        (tmp_path / f"{name}.csv").write_text(",".join(columns) + "\n")
    return tmp_path


def test_the_safe_tables_are_read(folder):
    assert list(safe.read(folder).results.columns) == list(results.COLUMNS)


def test_for_one_partnership_what_was_counted_of_others_is_left_out_unless_documents_set_it_side_by_side(tmp_path):
    staying, _ = results.SIDE_BY_SIDE
    drawn = figures(f"""
        measure      | area_code         | source           | breakdown | origin
        a            | E09000003         | invented-records | all       | synthetic
        a            | E10000016         | invented-records | all       | synthetic
        a            | E10000016         | ndtms-records    | sex       | calculated
        a            | invented-together | invented-records | all       | synthetic
        a            | E10000016         | printed          | all       | published
        {staying}    | E10000016         | invented-records | all       | synthetic
        {staying}    | E10000016         | invented-records | sex       | synthetic
        """)
    results.write(drawn.rename(columns={"measure": "indicator"}), tmp_path)
    areas = "area_code,name,partnership,type,region_code\nE09000003,Barnet,barnet,,\nE10000016,Kent,kent,,\n"
    for name, columns in safe.LOOK_UPS.items():
        (tmp_path / f"{name}.csv").write_text(areas if name == "areas" else ",".join(columns) + "\n")
    everything, own = safe.read(tmp_path).results, safe.read(tmp_path, "barnet").results
    read = own[["indicator", "area_code", "source", "breakdown"]].to_numpy().tolist()

    assert len(everything) == 7
    assert read == [
        ["a", "E10000016", "printed", "all"],
        [staying, "E10000016", "invented-records", "all"],
        ["a", "E09000003", "invented-records", "all"],
        ["a", "invented-together", "invented-records", "all"],
    ]


def test_rows_of_other_partnerships_are_passed_over_and_not_only_thrown_away(tmp_path):
    """Each piece of the file says which areas it holds, so that a country's figures cost one document nothing."""
    row = figures("measure | source | origin\n a | invented-records | synthetic").rename(
        columns={"measure": "indicator"}
    )
    half = results.ROWS_READ_AT_ONCE // 2 + results.ROWS_READ_AT_ONCE // 4
    many = pd.concat([row] * half, ignore_index=True).assign(group=[str(number) for number in range(half)])
    areas = [many.assign(area_code=f"E{number:08}", indicator=name) for number in range(4) for name in "ab"]
    results.write(pd.concat(areas), tmp_path)
    wanted = filters_to_expression(results._of_areas(["E00000000"]))
    (file,) = dataset(tmp_path / "results.parquet").get_fragments()

    assert len(file.split_by_row_group()) == 6
    assert len(file.split_by_row_group(wanted)) == 2


@pytest.mark.parametrize("name", safe.LOOK_UPS)
@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "is missing"),
        (b"", "cannot be read"),
        (b'"\n', "cannot be read"),
        (b"\xff\xfe\x00", "cannot be read"),
        (b"town\n", "has no column"),
    ],
)
def test_a_look_up_that_is_missing_or_damaged_is_a_mistake(folder, name, content, message):
    path = folder / f"{name}.csv"
    path.unlink() if content is None else path.write_bytes(content)
    with pytest.raises(Mistake, match=rf"{name}.csv {message}.*run `needs ingest`"):
        safe.read(folder)


@pytest.mark.parametrize("content", [b"", b"PAR1 no more"])
def test_damaged_results_are_a_mistake(folder, content):
    (folder / "results.parquet").write_bytes(content)
    with pytest.raises(Mistake, match="results.parquet cannot be read .*run `needs calculate`"):
        safe.read(folder)


def test_results_of_another_kind_are_a_mistake(folder):
    pd.DataFrame({"town": ["Barnet"]}).to_parquet(folder / "results.parquet")
    with pytest.raises(Mistake, match=r"results\.parquet cannot be read"):
        safe.read(folder)

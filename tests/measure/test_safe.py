"""The safe tables in their parts: what one partnership's documents read, and the line for a table that is missing or damaged."""

import pandas as pd
import pytest
from drawn import figures

from needs import parts
from needs.measure import results, safe
from needs.mistakes import Mistake

AREAS = f"{','.join(safe.LOOK_UPS['areas'])}\nE09000003,Barnet,barnet,,,,,,,\nE10000016,Kent,kent,,,,,,,\n"
STAYING, COMPLETING = "retained_or_planned_discharge_percent", "successful_completion_of_exits"
RECORDS = {"source": "records-of-nobody", "origin": "synthetic"}


@pytest.fixture
def folder(tmp_path):
    """Safe tables without a row, but for two areas."""
    results.write(pd.DataFrame(), tmp_path, results.PUBLISHED)
    for name, columns in safe.LOOK_UPS.items():
        (tmp_path / f"{name}.csv").write_text(AREAS if name == "areas" else ",".join(columns) + "\n")
    return tmp_path


@pytest.fixture
def of_two(folder):
    """What is published, what was counted of Barnet and of Kent, what sums over both, and what they set side by side."""
    write(folder, "published", "measure | area_code | source | origin\n a | E10000016 | printed | published")
    for name, code in (("barnet", "E09000003"), ("kent", "E10000016")):
        row = f"\n a | {code} | all\n a | {code} | sex\n {STAYING} | {code} | all"
        write(folder, f"counted-{name}", f"measure | area_code | breakdown{row}", **RECORDS)
    write(folder, "over-all", "measure | area_code\n a | invented-together", **RECORDS)
    both = f"measure | area_code\n {STAYING} | E09000003\n {STAYING} | E10000016"
    side_by_side = figures(both, **RECORDS).rename(columns={"measure": "indicator"})
    results.write_file(side_by_side, folder / "side_by_side.parquet")
    return folder


def write(folder, part, drawn, **same):
    results.write(figures(drawn, **same).rename(columns={"measure": "indicator"}), folder, part)


def test_the_safe_tables_are_read(folder):
    assert list(safe.read(folder).results.columns) == list(results.COLUMNS)


def test_for_one_partnership_what_was_counted_of_others_is_left_out_unless_documents_set_it_side_by_side(of_two):
    own = safe.read(of_two, "barnet").results
    read = own[["indicator", "area_code", "source", "breakdown"]].to_numpy().tolist()

    assert sorted(read) == sorted([
        ["a", "E10000016", "printed", "all"],
        ["a", "E09000003", "records-of-nobody", "all"],
        ["a", "E09000003", "records-of-nobody", "sex"],
        [STAYING, "E09000003", "records-of-nobody", "all"],
        ["a", "invented-together", "records-of-nobody", "all"],
        [STAYING, "E10000016", "records-of-nobody", "all"],
    ])  # fmt: skip


def test_for_all_partnerships_every_part_is_read_and_nothing_twice(of_two):
    assert len(safe.read(of_two).results) == 1 + 2 * 3 + 1


def test_one_without_records_reads_nothing_that_was_counted(of_two):
    assert safe.read(of_two, "oldham").results["source"].tolist() == ["printed"]


def test_the_parts_of_other_partnerships_are_not_opened(of_two):
    (of_two / "results" / "counted-kent.parquet").write_bytes(b"no table")
    (of_two / "authored").mkdir()
    (of_two / "authored" / "kent.csv").write_bytes(b"\xff")

    assert len(safe.read(of_two, "barnet").results) == 6
    for partnership in (None, "kent"):
        with pytest.raises(Mistake, match=r"kent\.csv cannot be read"):
            safe.read(of_two, partnership)
    (of_two / "authored" / "kent.csv").unlink()
    with pytest.raises(Mistake, match=r"counted-kent\.parquet cannot be read"):
        safe.read(of_two)


def test_a_look_up_in_parts_is_what_is_shared_and_ones_own(folder):
    columns = ",".join(safe.IN_PARTS["problems"])
    (folder / "problems").mkdir()
    for part in ("_shared", "_texts", "barnet", "kent"):
        (folder / "problems" / f"{part}.csv").write_text(f"{columns}\ndata/raw/x.csv,{part}\n")

    assert safe.read(folder, "barnet").problems["severity"].tolist() == ["_shared", "_texts", "barnet"]
    assert safe.read(folder).problems["severity"].tolist() == ["_shared", "_texts", "barnet", "kent"]


def test_tables_of_true_counts_are_known_by_their_folder_and_carry_its_band(folder):
    (folder / "choices.csv").write_text("choice,value,decides,source,confidence\nband,Not for you,,,\n")
    beside = folder.rename(folder.with_name("management"))

    assert (safe.read(beside).policy, safe.read(beside).band) == ("management", "Not for you")
    open_ = beside.rename(beside.with_name("safe"))
    assert (safe.read(open_).policy, safe.read(open_).band) == ("public", "")


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("safe", "data/processed/safe is not there: run `needs results`"),
        ("management", 'is not there: run `needs results`.*, with policy = "management" in needs.toml'),
    ],
)
def test_a_folder_that_is_not_there_names_what_makes_it(tmp_path, name, wanted):
    with pytest.raises(Mistake, match=wanted):
        safe.read(tmp_path / name)


def test_while_all_tables_are_written_nobody_reads_one(folder):
    parts.begin(folder)
    for partnership in (None, "barnet"):
        with pytest.raises(Mistake, match="are being written, or a run was stopped.*run `needs results`"):
            safe.read(folder, partnership)
    parts.end(folder)
    safe.read(folder)


def test_while_records_are_counted_the_tables_of_others_are_read(folder):
    parts.begin(folder, ["kent", "dudley"])
    safe.read(folder, "barnet")
    for partnership in (None, "kent", "dudley"):
        with pytest.raises(Mistake, match="are being written"):
            safe.read(folder, partnership)


@pytest.mark.parametrize(
    ("path", "is_needed"),
    [
        *((f"{name}.csv", True) for name in safe.LOOK_UPS),
        *((f"{name}/_shared.csv", False) for name in safe.IN_PARTS),
    ],
)
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
def test_a_look_up_that_is_missing_or_damaged_is_a_mistake(folder, path, is_needed, content, message):
    place = folder / path
    place.parent.mkdir(exist_ok=True)
    place.unlink(missing_ok=True) if content is None else place.write_bytes(content)
    if content is None and not is_needed:
        assert vars(safe.read(folder))[place.parent.name].empty
        return
    with pytest.raises(Mistake, match=rf"{place.name} {message}.*run `needs results`"):
        safe.read(folder)


@pytest.mark.parametrize("content", [b"", b"PAR1 no more"])
def test_damaged_results_are_a_mistake(folder, content):
    (folder / "results" / "published.parquet").write_bytes(content)
    with pytest.raises(Mistake, match="published.parquet cannot be read .*run `needs results`"):
        safe.read(folder)


def test_results_that_are_gone_are_a_mistake(folder):
    (folder / "results" / "published.parquet").unlink()
    for partnership in (None, "barnet"):
        with pytest.raises(Mistake, match="published.parquet was not found.*run `needs results`"):
            safe.read(folder, partnership)


def test_results_of_another_kind_are_a_mistake(folder):
    pd.DataFrame({"town": ["Barnet"]}).to_parquet(folder / "results" / "published.parquet")
    with pytest.raises(Mistake, match=r"published\.parquet cannot be read: it is of another version"):
        safe.read(folder)

"""The safe tables when one of them is missing or damaged: a line that says which command writes it again."""

import pandas as pd
import pytest

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

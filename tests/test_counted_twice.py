"""Counted twice: by our passes over all records together, and by the plain loop in pandas that the benchmark times."""

import shutil

import counting_steps
import pandas as pd
import pytest
from counting import QUARTERS, SAME

SIZE = 2  # partnerships


@pytest.fixture(scope="module")
def counted(tmp_path_factory):
    """A folder with invented records, and our figures of seven indicators."""
    folder = tmp_path_factory.mktemp("twice")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NEEDS_PSEUDONYM_KEY", "a key for invented people only")
        counting_steps.invent(folder, SIZE)
        counting_steps.read(folder, SIZE)
        return folder, counting_steps.same(folder, SIZE)


def test_the_loop_finds_every_figure_that_we_count(counted):
    folder, ours = counted

    loop = counting_steps.loop(folder, SIZE)

    assert SIZE * QUARTERS * len(SAME) < loop["looped"] <= ours["figures"]


def test_a_figure_that_differs_by_one_person_is_told(counted, tmp_path):
    shutil.copytree(counted[0], tmp_path, dirs_exist_ok=True)
    path = tmp_path / f"{SIZE} partnerships" / "counts.parquet"
    ours = pd.read_parquet(path)
    ours.loc[ours["numerator"].idxmax(), "numerator"] += 1
    ours.to_parquet(path)

    with pytest.raises(RuntimeError, match="ours and the loop's figures differ"):
        counting_steps.loop(tmp_path, SIZE)

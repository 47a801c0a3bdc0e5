"""Counted twice: by our passes over all records together, and by the plain loop in pandas that the benchmark times."""

import shutil

import counting_steps
import pandas as pd
import pandas_loop
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


@pytest.fixture(scope="module")
def looped(counted):
    """The loop's figures, worked out once, and what the step that compares them says."""
    kept, worked_out = [], pandas_loop.counted
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pandas_loop, "counted", lambda *given: kept.append(worked_out(*given)) or kept[0])
        return counting_steps.loop(counted[0], SIZE), kept[0]


def test_the_loop_finds_every_figure_that_we_count(counted, looped):
    assert SIZE * QUARTERS * len(SAME) < looped[0]["looped"] <= counted[1]["figures"]


def test_a_figure_that_differs_by_one_person_is_told(counted, looped, tmp_path, monkeypatch):
    monkeypatch.setattr(pandas_loop, "counted", lambda *_: looped[1])
    shutil.copytree(counted[0], tmp_path, dirs_exist_ok=True)
    path = tmp_path / f"{SIZE} partnerships" / "counts.parquet"
    ours = pd.read_parquet(path)
    ours.loc[ours["numerator"].idxmax(), "numerator"] += 1
    ours.to_parquet(path)

    with pytest.raises(RuntimeError, match="ours and the loop's figures differ"):
        counting_steps.loop(tmp_path, SIZE)

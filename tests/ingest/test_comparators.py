"""A partnership's own list of those it wants to be set beside."""

import shutil
from pathlib import Path

import pytest

from needs.folders import Folders
from needs.ingest import load

PUBLISHED = Path(__file__).parents[2] / "data" / "raw" / "published"


def loaded(tmp_path, text):
    folders = Folders(tmp_path)
    shutil.copytree(PUBLISHED, folders.published)
    path = folders.raw / "local" / "derby" / "comparators.csv"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return load.load(folders)


def neighbours(found):
    return found.areas.set_index("partnership").loc["derby", "neighbours"]


def test_partnerships_may_be_named_in_any_way(tmp_path):
    found = loaded(tmp_path, "partnership,why\nOldham,like us\nE08000027,\n")
    assert neighbours(found) == "oldham dudley"
    assert not [problem for problem in found.problems if "comparators" in problem.file]


@pytest.mark.parametrize("written", ["atlantis", "derby", "Derby"])
def test_what_is_no_other_partnership_is_refused_and_the_rest_stands(tmp_path, written):
    found = loaded(tmp_path, f"partnership\n{written}\nkent\n")
    assert neighbours(found) == "kent"
    (problem,) = [problem for problem in found.problems if "comparators" in problem.file]
    assert written in str(problem) and "line 2" in str(problem)

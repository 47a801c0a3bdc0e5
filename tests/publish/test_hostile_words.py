"""Words given to the commands that are paths, control signs or far too long: refused in one line, and nothing is written."""

import pytest
import small_project

from needs.measure import safe
from needs.mistakes import Mistake
from needs.present.assessment import Assessment
from needs.publish import documents

PATHS = ("../../etc", "/etc/passwd", "barnet/..", "con", "\u202ebarnet", "\x1b[2Jbarnet", "barnet\n", "b" * 4000)
QUARTERS = (
    "../../x",
    "2010-11 Q1/..",
    "2010-11 Q1\n",
    "２０１０-11 Q1",
    "9999-00 Q1",
    "0001-02 Q1",
    "2010-11 Q5",
    "\x1b[2J",
)
ALL = [("--partnership", word) for word in PATHS] + [("--quarter", word) for word in QUARTERS]
ALL += [("--document", "../../x"), ("--document", "\x1b[2J")]


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    folders = small_project.written(tmp_path_factory.mktemp("words") / "project")
    code, _, errors = small_project.ended(small_project.begun(folders.root, "results"))
    assert (code, errors) == (0, [])
    return folders


@pytest.mark.parametrize(("option", "word"), ALL, ids=[f"{option} {word[:14]!r}" for option, word in ALL])
def test_a_word_that_is_none_of_ours_is_refused_in_one_visible_line(option, word, project):
    given = {"--partnership": "barnet", "--quarter": "2010-11 Q1", "--document": "data_quality"} | {option: word}
    with pytest.raises(Mistake) as refused:
        documents.known([given["--document"]], project)
        Assessment.of(safe.read(project.safe), given["--partnership"], given["--quarter"])

    assert str(refused.value).isprintable()


def test_a_command_given_a_path_for_a_partnership_writes_nothing_anywhere(project):
    before = sorted(project.root.parent.rglob("*"))
    code, out, errors = small_project.ended(
        small_project.begun(project.root, "report", "--partnership", "../../x", "--quarter", "2010-11 Q1")
    )

    assert (code, out, len(errors)) == (2, [], 1)
    assert sorted(project.root.parent.rglob("*")) == before


@pytest.mark.parametrize("word", ["x" * 5000, "/dev/zero", "\x1b[2J.csv", "."])
def test_a_name_that_is_no_file_is_refused_in_one_visible_line(tmp_path, word):
    code, out, errors = small_project.ended(small_project.begun(tmp_path, "check", word))

    assert (code, out, len(errors)) == (2, [], 1)
    assert errors[0].isprintable()

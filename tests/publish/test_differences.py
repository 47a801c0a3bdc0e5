"""`needs compare` on a small project: what changed between two quarters, what was revised since, on the screen and as CSV."""

import csv

import pytest
import small_project

from needs.measure import safe
from needs.present.assessment import Assessment
from needs.publish import downloads

QUARTERS = ("2008-09 Q4", "2009-10 Q4")
EDITION = "reports/barnet/2008-09-q4/figures.csv"


@pytest.fixture
def folders(tmp_path, monkeypatch):
    monkeypatch.setenv("NEEDS_HOME", str(tmp_path))
    return small_project.written(tmp_path)


@pytest.fixture
def run(monkeypatch, capsys):
    """Runs a command; gives its exit code, its output as words with single spaces, and the lines of its errors."""

    def command(*words):
        code, said, errors = small_project.commands(monkeypatch, capsys)(*words)
        return code, " ".join(" ".join(said).replace("│", " ").split()), errors

    return command


def edition(folders):
    """The figures that lie beside the earlier quarter's documents, as the present results give them."""
    earlier = Assessment.of(safe.read(folders.safe), "barnet", QUARTERS[0])
    return downloads.written(earlier, (folders.root / EDITION).parent)[0]


def test_without_an_earlier_edition_changes_are_told_and_that_revisions_are_not_known(folders, run):
    code, said, errors = run("compare", *QUARTERS, "--partnership", "barnet")

    assert (code, errors) == (0, [])
    assert "1,110 1,105 5 lower not judged" in said
    assert said.endswith(f"{EDITION} is not there: without the figures of that edition nothing is known of revisions")


def test_a_revised_past_is_told_with_both_values_and_written_as_csv(folders, run):
    run("results")
    path = edition(folders)
    before = path.read_bytes()
    assert run("compare", *QUARTERS)[1].endswith(f"no figure of {EDITION} has been revised")
    raw = folders.published / "treatment.csv"
    raw.write_text(raw.read_text().replace("1110", "1120"))
    code, said, _ = run("compare", *reversed(QUARTERS), "--csv", str(folders.root / "out.csv"))

    assert code == 0
    assert "1,120 1,105 15 lower" in said
    assert "barnet: what was revised since the earlier edition" in said
    assert "1,110 1,120 10 higher" in said
    assert path.read_bytes() == before
    with (folders.root / "out.csv").open(newline="") as lines:
        changed, revised = csv.DictReader(lines)
    wanted = ("what", "value_then", "value_now", "difference", "unit")
    assert [changed[name] for name in wanted] == ["changed", "1120", "1105", "-15", "people"]
    assert [revised[name] for name in wanted] == ["revised", "1110", "1120", "10", "people"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("2008-09 Q4", "2008-09 Q4"), "both quarters are 2008-09 Q4; wanted two different ones"),
        (("2008Q4", "2009-10 Q4"), "quarter '2008Q4' is not written like"),
        (("2008-09 Q1", "2008-09 Q2"), "no partnership has figures that end with 2008-09 Q1 and with 2008-09 Q2"),
        ((*QUARTERS, "--partnership", "barnett"), "partnership 'barnett' is unknown; did you mean 'barnet'?"),
    ],
)
def test_what_cannot_be_compared_is_one_line(folders, run, words, message):
    code, _, errors = run("compare", *words)

    assert (code, len(errors)) == (2, 1)
    assert message in errors[0]


def test_an_earlier_file_of_another_version_is_one_line_that_names_it(folders, run):
    run("results")
    edition(folders).write_text("subject,is_rounded,indicator,value\nOther,no,in_treatment,1110\n")
    code, _, errors = run("compare", *QUARTERS)

    assert (code, len(errors)) == (2, 1)
    assert errors[0].startswith(f"needs: {EDITION} is of another version")


def test_an_edition_from_before_counts_were_rounded_is_not_compared_and_that_is_said(folders, run):
    run("results")
    edition(folders).write_text("indicator,value\nin_treatment,1104\n")
    code, said, errors = run("compare", *QUARTERS)

    assert (code, errors) == (0, [])
    assert "what was revised" not in said and "1,104" not in said
    assert said.endswith(
        f"{EDITION} was made before counts were rounded, so no figure of it is compared with those of today"
    )


def test_an_edition_of_true_counts_is_refused(folders, run):
    run("results")
    path = edition(folders)
    path.write_text(path.read_text().replace('"public"', '"Management information"'))
    code, _, errors = run("compare", *QUARTERS)

    assert (code, len(errors)) == (2, 1)
    assert f"{EDITION} holds true counts, and only public editions are compared: take it away from there" in errors[0]

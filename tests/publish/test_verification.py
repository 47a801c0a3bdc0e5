"""A document verified: identical, edited, different and in what, or not to be told; through the command, on a small project."""

import hashlib
import shutil
from dataclasses import replace

import pytest
import small_project

from needs.folders import Folders
from needs.measure import safe
from needs.publish.provenance import Part
from needs.publish.renderers import of_this_machine
from needs.publish.verification import CANNOT, DOWNLOADS, PARTS, SETTINGS, above, claim, verify

WHERE = "reports/barnet/2010-11-q1/needs_assessment"
NAMES = ("sent by post.html", "altered.html", "restamped.html", "page.html", "gone.html")
LOCKS = ("pandas==3.0.0\n", "pandas==3.0.1\n")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A small project with its results and one document in two editions, once for all tests: each has a copy."""
    root = tmp_path_factory.mktemp("project")
    small_project.written(root)
    (root / "requirements.lock").write_text(LOCKS[0])
    asked = ("--partnership", "barnet", "--quarter", "2010-11 Q1", "--document", "needs_assessment")
    assert small_project.ended(small_project.begun(root, "report", *asked))[0] == 0
    return root


@pytest.fixture
def folders(made, tmp_path):
    return Folders(shutil.copytree(made, tmp_path / "project"))


@pytest.fixture(scope="module")
def unchanged(made, tmp_path_factory):
    """The exit code of `needs verify` and the lines it prints of seven files, where nothing else has changed."""
    folders = Folders(shutil.copytree(made, tmp_path_factory.mktemp("unchanged") / "project"))
    for name in ("sent by post", "altered", "restamped"):
        shutil.copy(folders.root / f"{WHERE}.review.html", folders.root / f"{name}.html")
    edited(folders.root / "altered.html", b"345 of 1,154 people (30%) left", b"545 of 1,154 people (47%) left")
    edited(folders.root / "restamped.html", b"<td>barnet</td>", b"<td>kent</td>")
    (folders.root / "page.html").write_text("<h1>Drug and alcohol needs assessment</h1>")
    before = {path: path.read_bytes() for path in folders.root.glob("*.html")}
    names = (f"{WHERE}.html", f"{WHERE}.review.html", *NAMES)
    found = verified(folders, *names)
    assert before == {path: path.read_bytes() for path in folders.root.glob("*.html")}
    return found


def verified(folders, *names):
    code, said, errors = small_project.ended(
        small_project.begun(folders.root, "verify", *(str(folders.root / name) for name in names))
    )
    assert errors == []
    return code, said


def edited(path, old, new):
    text = path.read_bytes()
    assert old in text
    path.write_bytes(text.replace(old, new))


def test_both_editions_are_identical_wherever_they_lie(unchanged):
    _, said = unchanged

    assert said[:3] == [f"{WHERE}.html: identical", f"{WHERE}.review.html: identical", "sent by post.html: identical"]


def test_a_figure_changed_by_hand_is_called_edited_with_its_line(unchanged, made):
    document = (made / f"{WHERE}.review.html").read_bytes()
    line = document[: document.index(b"345 of 1,154 people (30%) left")].count(b"\n") + 1

    assert unchanged[1][3:5] == [
        "altered.html: edited",
        f"  nothing that it names has changed, and line {line} is not what that gives: edited by hand, "
        "or made by something it does not name",
    ]


def test_what_cannot_be_told_is_said_of_each_and_ends_with_2(unchanged):
    code, said = unchanged

    assert code == 2
    assert said[5] == "restamped.html: cannot be verified"
    assert said[6].startswith("  its provenance was edited by hand: it bears the stamp ")
    assert said[7:] == [
        "page.html: cannot be verified",
        "  it is no document of this project: it has no provenance with a stamp",
        "gone.html: cannot be verified",
        "  it cannot be read (FileNotFoundError)",
    ]


def test_each_thing_that_changed_is_named_with_both_fingerprints(folders):
    edited(folders.published / "more.csv", b"1105", b"1106")
    (folders.root / "requirements.lock").write_text(LOCKS[1])
    notebook = folders.notebooks / "needs_assessment.ipynb"
    edited(notebook, b'2011-12 Q4\\"', b'2011-12 Q4\\"\\ncut_percent: int = 5')
    code, (first, *lines, last) = verified(folders, f"{WHERE}.html")
    changed = {name.strip(): fingerprints for name, _, fingerprints in (line.partition(": ") for line in lines)}

    assert (code, first) == (1, f"{WHERE}.html: different")
    old, new = (hashlib.sha256(text.encode()).hexdigest()[:12] for text in LOCKS)
    assert changed["lock requirements.lock"] == f"{old} then, {new} now"
    assert changed["parameter cut_percent"] == "not named then, '5' now"
    assert {"notebook notebooks/needs_assessment.ipynb", "input data/raw/published/more.csv"} <= set(changed)
    assert "input data/processed/safe/results/published.parquet" in changed
    assert "input data/raw/published/treatment.csv" not in changed
    assert last == "  the bytes differ in the provenance alone: all above it is the same"


def test_other_words_above_the_provenance_are_told_from_the_provenance_alone(made):
    document = (made / f"{WHERE}.html").read_bytes()

    assert above(document) == above(document.replace(b"requirements.lock", b"another.lock"))
    assert above(document) != above(document.replace(b"Key messages", b"Main messages"))


def test_a_document_whose_notebook_has_gone_cannot_be_verified(folders):
    (folders.notebooks / "needs_assessment.ipynb").unlink()
    (verdict,) = verify([folders.root / f"{WHERE}.html"], folders, safe.read, of_this_machine)

    assert verdict.state == CANNOT
    assert verdict.lines == (
        "its notebook 'notebooks/needs_assessment.ipynb' is not there; wanted a file in notebooks",
    )


@pytest.mark.parametrize("name", ["notebooks/../../evil.ipynb", "/tmp/evil.ipynb", "data/raw/needs_assessment.ipynb"])
def test_a_notebook_from_elsewhere_is_never_run_whatever_a_document_says(folders, name):
    account = claim((folders.root / f"{WHERE}.html").read_bytes()).made_from
    parts = tuple(Part(name, one.sha256) if one.name == account.notebook else one for one in account.parts)
    path = folders.root / "hostile.html"
    rows = "".join(f"<tr><th>{one.name}</th><td>{one.sha256}</td></tr>" for one in parts)
    stamp = replace(account, parts=parts, parameters=(), versions=()).stamp
    path.write_text(
        f'<h2 id="provenance">Provenance</h2><table><caption>{PARTS}</caption><tbody>{rows}</tbody></table>'
        f"<table><caption>{SETTINGS}</caption><tbody></tbody></table>Stamp <code>{stamp}</code>"
    )
    (verdict,) = verify([path], folders, safe.read, of_this_machine)

    assert verdict.state == CANNOT
    assert verdict.lines == (f"its notebook {name!r} is not there; wanted a file in notebooks",)


def test_the_account_of_a_document_is_complete(made):
    document = (made / f"{WHERE}.html").read_bytes()
    account = claim(document)

    assert account.made_from.parameters == (("partnership", "barnet"), ("quarter", "2010-11 Q1"))
    assert dict(account.made_from.versions).keys() == {
        "Python",
        "pandas",
        "polars",
        "numpy",
        "scipy",
        "statsmodels",
        "matplotlib",
        "seaborn",
        "papermill",
        "nbconvert",
        "All libraries of the lock",
    }
    assert (account.is_review, account.offers_figures) == (False, True)
    assert [document.count(f">{name}</caption>".encode()) for name in (PARTS, SETTINGS, DOWNLOADS)] == [1, 1, 1]


def test_a_file_of_figures_that_was_edited_beside_its_document_is_told(folders):
    path = folders.root / WHERE
    edited(path.with_name("figures.csv"), b"Barnet", b"Kent")
    path.with_name("figures.ods").unlink()

    assert verified(folders, f"{WHERE}.html") == (
        1,
        [
            f"{WHERE}.html: edited",
            "  figures.csv beside it is not the one that it offers: edited by hand, or of another run",
        ],
    )

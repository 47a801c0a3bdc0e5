"""What a document says it was made from."""

import hashlib

import nbformat
import pytest
import sample_report
from nbformat.v4 import new_code_cell, new_notebook

from needs import parameters
from needs.folders import Folders
from needs.publish.provenance import command, provenance


def made(root, quarter="2011-12 Q4"):
    notebook = root / "notebooks" / "sample.ipynb"
    return provenance(notebook, {"partnership": "barnet", "quarter": quarter}, Folders(root))


def test_every_input_the_notebook_the_code_and_the_lock_have_a_fingerprint(tmp_path):
    sample_report.write(tmp_path)
    (tmp_path / "requirements.lock").write_bytes(b"pandas==3.1.1\n")
    parts = {part.name: part.sha256 for part in made(tmp_path).parts}

    assert list(parts) == [
        "data/processed/safe/inputs.csv",
        "data/processed/safe/results.csv",
        "data/raw/published/deaths.csv",
        "notebooks/sample.ipynb",
        "src/needs (code, lists and template)",
        "requirements.lock",
    ]
    assert hashlib.sha256(b"pandas==3.1.1\n").hexdigest() == parts["requirements.lock"]
    assert parts["data/raw/published/deaths.csv"] == "ab" * 32


def test_whatever_the_lock_names_is_told_by_its_installed_version(tmp_path):
    found = []
    for number, lock in enumerate(("pandas==3\n", "pandas==3\nscipy==1\n", "pandas==9\nscipy==9\n")):
        sample_report.write(tmp_path / str(number))
        (tmp_path / str(number) / "requirements.lock").write_text(lock)
        found.append(dict(made(tmp_path / str(number)).versions)["All libraries of the lock"])

    assert found[0] != found[1] == found[2]  # what is installed counts, not what ought to be


def test_the_stamp_changes_with_an_input_and_with_a_parameter_and_with_nothing_else(tmp_path):
    sample_report.write(tmp_path)
    before = made(tmp_path).stamp

    assert before == made(tmp_path).stamp
    assert before != made(tmp_path, quarter="2011-12 Q3").stamp
    (tmp_path / "data/processed/safe/results.csv").write_text("indicator,value\ncompleted,346\n", encoding="utf-8")
    assert before != made(tmp_path).stamp


def test_it_names_no_folder_of_this_machine(tmp_path):
    sample_report.write(tmp_path)

    assert str(tmp_path) not in repr(made(tmp_path))


def test_the_command_can_be_pasted():
    assert (
        command({"partnership": "barnet", "quarter": "2011-12 Q4"})
        == 'needs report --partnership barnet --quarter "2011-12 Q4"'
    )


def test_parameters_left_at_their_defaults_are_named_too(tmp_path):
    sample_report.write(tmp_path)
    alone = provenance(tmp_path / "notebooks/sample.ipynb", {"quarter": "2010-11 Q4"}, Folders(tmp_path))

    assert alone.parameters == (("partnership", "barnet"), ("quarter", "2010-11 Q4"))
    assert alone.stamp == made(tmp_path, "2010-11 Q4").stamp
    assert alone.command == 'needs report --partnership barnet --quarter "2010-11 Q4" --document sample'


@pytest.mark.parametrize(
    ("given", "document", "pasted"),
    [
        (
            {"partnership": "derby", "quarter": "2008-09 Q4", "cut_percent": 5},
            "treatment_plan",
            'needs report --partnership derby --quarter "2008-09 Q4" --document treatment_plan',
        ),
        ({"quarter": "2008-09 Q1"}, "overview", 'needs report --all --quarter "2008-09 Q1" --document overview'),
        ({"partnerships": "barnet, kent"}, "methods", "needs report --document methods"),
    ],
)
def test_the_command_names_the_document_and_only_options_there_are(given, document, pasted):
    assert command(given, document) == pasted


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('a: str = "x"  # one\nb: int = 5  # two', {"a": "x", "b": 5}),
        ("a = True", {"a": True}),
        ("", {}),
        ("a = (", {}),
    ],
)
def test_the_defaults_of_a_notebook_are_read_from_its_tagged_cell(tmp_path, source, found):
    cells = [new_code_cell("c = 3"), new_code_cell(source, metadata={"tags": ["parameters"]}), new_code_cell("d = 4")]
    nbformat.write(new_notebook(cells=cells), tmp_path / "one.ipynb")

    assert parameters.defaults(tmp_path / "one.ipynb") == found

"""What a document says it was made from."""

import hashlib

import sample_report

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
        "src/needs (code and template)",
        "requirements.lock",
    ]
    assert hashlib.sha256(b"pandas==3.1.1\n").hexdigest() == parts["requirements.lock"]
    assert parts["data/raw/published/deaths.csv"] == "ab" * 32


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

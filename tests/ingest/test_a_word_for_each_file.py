"""Every file that lies below data/raw gets a word, whatever its ending and its name: it is read, or it is said not to be."""

import pytest
from dropped import read

from needs.folders import Folders
from needs.ingest import plans

ENDINGS = ("csv", "tsv", "xlsx", "ods", "zip", "pdf", "docx", "toml", "json", "xls")
FOLDERS = ("viewit", "fingertips", "tables", "elsewhere", "local/kent", "local/nowhere", "local", "plans/kent/2008-09",
           "plans/kent", "plans")  # fmt: skip


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_file_of_any_ending_in_any_folder_is_named(tmp_path, folder):
    files = {f"{folder}/something.{ending}": "no,table\n1,2\n" for ending in ENDINGS}
    files |= {f"{folder}/Source of referral.{ending}": "no,table\n1,2\n" for ending in ENDINGS[:5]}
    loaded = read(tmp_path, files)
    named = {problem.file for problem in loaded.problems} | set(loaded.inputs["file"])
    if folder.startswith("plans"):
        checked = plans.read(Folders(tmp_path), loaded)
        named |= {problem.file for problem in checked.problems}

    assert {f"data/raw/{place}" for place in files} - named == set()

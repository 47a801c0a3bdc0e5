"""The default documents, rendered once a run from the results in data/processed, for every test that reads them."""

import pytest
from default_documents import WANTED

from needs.folders import Folders
from needs.publish.render import render


@pytest.fixture(scope="session")
def documents(tmp_path_factory):
    """The folder that holds <partnership>/needs_assessment.html and its review edition, for each default document."""
    folders, destination = Folders.here(), tmp_path_factory.mktemp("reports")
    notebook = folders.notebooks / "needs_assessment.ipynb"
    for name, wanted in WANTED.items():
        render(notebook, {"partnership": wanted.partnership, "quarter": str(wanted.quarter)}, destination / name, folders)
    return destination

"""The default documents, rendered once a run from the results in data/processed, for every test that reads them."""

import pytest
from default_documents import OTHERS, WANTED

from needs.folders import Folders
from needs.publish.documents import Job, side_by_side


@pytest.fixture(scope="session")
def documents(tmp_path_factory):
    """The folder of <name>/needs_assessment.html for each default document, and of one document of every other kind."""
    destination = tmp_path_factory.mktemp("reports")
    jobs = [
        Job(
            notebook="needs_assessment",
            parameters=(("partnership", wanted.partnership), ("quarter", str(wanted.quarter))),
            destination=destination / name,
        )
        for name, wanted in WANTED.items()
    ]
    jobs += [
        Job(notebook=notebook, parameters=parameters, destination=destination / name)
        for notebook, (name, parameters) in OTHERS.items()
    ]
    assert [failure for _, failure in side_by_side(jobs, Folders.here()) if failure] == []
    return destination

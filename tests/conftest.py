"""The documents that tests read, rendered once a run from the results in data/processed."""

import signal

import pytest
from bs4 import BeautifulSoup
from default_documents import DOCUMENTS
from filelock import FileLock

from needs.folders import Folders
from needs.measure import safe
from needs.publish.batch import Batch, finished
from needs.publish.documents import Job
from needs.publish.renderers import of_this_machine

# The files that take longest, in this order before all others, so that no worker is left with one when the rest has ended
FIRST = ("in_browser", "safety_attack", "batch", "kernels", "canaries", "reporting", "management", "verification")


def pytest_collection_modifyitems(items):
    order = {f"test_{name}.py": place for place, name in enumerate(FIRST)}
    items.sort(key=lambda item: order.get(item.path.name, len(FIRST)))


@pytest.fixture(scope="session", autouse=True)
def _hear_interrupts():
    """Processes that tests start hear Ctrl-C, also where the tests run in the background of a shell that hears none."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(scope="session")
def documents(tmp_path_factory, worker_id):
    """The folder of every document, each at the place that is its name in DOCUMENTS; made once for all that test at a time."""
    own = tmp_path_factory.getbasetemp()
    destination = (own if worker_id == "master" else own.parent) / "documents"
    with FileLock(f"{destination}.lock"):
        if not destination.exists():
            jobs = [
                Job(notebook=notebook, parameters=parameters, destination=(destination / place).parent)
                for place, (notebook, parameters) in DOCUMENTS.items()
            ]
            batch = Batch.of(Folders.here(), safe.read, of_this_machine)
            assert [done.failure for done in finished([jobs], batch) if done.failure] == []
    return destination


class Pages(dict):
    """Each document's page, by its place; parsed when it is first asked for, which takes longer than to render some."""

    def __init__(self, folder):
        super().__init__()
        self.folder = folder

    def __missing__(self, place):
        page = BeautifulSoup((self.folder / f"{place}.html").read_text(encoding="utf-8"), "html.parser")
        return self.setdefault(place, page)


class OfPartnerships(dict):
    """The pages of the needs assessments among all pages, by partnership."""

    def __init__(self, every_page):
        super().__init__()
        self.every_page = every_page

    def __missing__(self, name):
        return self.every_page[f"{name}/needs_assessment"]


@pytest.fixture(scope="session")
def every_page(documents):
    """Each document's page, by its place in DOCUMENTS."""
    return Pages(documents)


@pytest.fixture(scope="session")
def pages(every_page):
    """The pages of the needs assessments, by partnership."""
    return OfPartnerships(every_page)

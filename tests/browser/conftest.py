"""One browser for the whole run, and each document opened in it twice: on a wide screen and on the narrowest."""

import os
import shutil

import pytest
import sample_report
from default_documents import OTHERS

from needs.folders import Folders
from needs.publish.render import render

NO_CHROMIUM = "no Chromium found: apt-get install chromium, or set NEEDS_CHROMIUM"
# One with published figures alone, and one with records beside what is printed; the others are like them
REPORTS = [f"{name}/needs_assessment.html" for name in ("barnet", "dudley")]
# ... and one of every other kind, the last of those there are
REPORTS += [f"{place}.html" for place in {notebook: place for place, (notebook, _) in OTHERS.items()}.values()]
SAMPLES = ("sample.html", "sample.review.html")  # a review edition differs only in folded code


@pytest.fixture(scope="session")
def browser():
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    path = os.environ.get("NEEDS_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if path is None:
        pytest.skip(NO_CHROMIUM)
    arguments = ["--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--no-sandbox")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=path, args=arguments)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def samples(tmp_path_factory, browser):
    """The folder of the sample document's two editions; after the browser, so that without one there is no run."""
    root = tmp_path_factory.mktemp("needs")
    notebook = sample_report.write(root)
    render(notebook, {"partnership": "barnet", "quarter": "2011-12 Q4"}, root / "reports", Folders(root))
    return root / "reports"


@pytest.fixture(scope="module", params=[*SAMPLES, *REPORTS])
def document(request, samples):
    return samples / request.param if request.param in SAMPLES else request.getfixturevalue("documents") / request.param


@pytest.fixture(scope="module")
def wide(browser, document):
    yield from _opened(browser, document, 1280)


@pytest.fixture(scope="module")
def narrow(browser, document):
    yield from _opened(browser, document, 320)


def _opened(browser, document, width):
    """The document in an offline context; `page.asked_for` holds the address of everything it asked for."""
    context = browser.new_context(viewport={"width": width, "height": 800}, offline=True)
    page = context.new_page()
    page.asked_for = []
    page.on("request", lambda request: page.asked_for.append(request.url))
    page.goto(document.as_uri())
    yield page
    context.close()

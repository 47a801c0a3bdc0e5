"""The band of a document of true counts: in sight wherever a reader scrolls, over nothing that is jumped to, on every page of print."""

import re
import zlib

import pytest
import test_in_browser as seen
from small_page import FRAME

from needs.present.kit.frame import masthead_of as masthead
from needs.publish.page import finish
from needs.settings import Disclosure

WORDS = Disclosure().band
PLACE = (
    "(() => { const r = document.querySelector('.band').getBoundingClientRect(); return [r.top, r.bottom, r.width] })()"
)
HIDDEN_TARGETS = """() => [...document.querySelectorAll('nav.contents a')].filter(link => { location.hash = link.hash;
    const to = document.querySelector(link.hash).getBoundingClientRect();
    return to.top < document.querySelector('.band').getBoundingClientRect().bottom }).map(link => link.hash)"""
COLOUR = re.compile(rb"\.478\d* 0 \.098\d* rg|0\.478\d* 0 0\.098\d* rg")  # of the band's words in print: #7a0019


@pytest.fixture(scope="module")
def document(samples):
    """The sample with the band, and the mark of its page, that the finishing of another page made."""
    made = finish(FRAME.format(masthead("Of true counts", "Draft", {}, WORDS)))
    band, mark = (re.search(pattern, made, re.DOTALL)[0] for pattern in ("<aside.*?</aside>", "<html[^>]*>"))
    before = (samples / "sample.html").read_text(encoding="utf-8")
    path = samples / "sample.management.html"
    path.write_text(
        before.replace("<html ", f"{mark[:-1]} ", 1).replace(
            '<header class="masthead">', f'{band}<header class="masthead">', 1
        ),
        encoding="utf-8",
    )
    return path


@pytest.fixture(params=["wide", "narrow"])
def page(request, document):
    return request.getfixturevalue(request.param)


def test_it_stays_in_sight_across_the_whole_width(page):
    for place in (0, 400, 100_000):
        page.evaluate(f"scrollTo(0, {place})")
        top, bottom, width = page.evaluate(PLACE)
        assert (top, width) == (0, page.viewport_size["width"])
        assert bottom < 0.15 * page.viewport_size["height"]
    assert page.locator(".band").inner_text() == WORDS


def test_it_lies_over_nothing_that_is_jumped_to(page):
    assert page.evaluate(HIDDEN_TARGETS) == []


def test_it_is_wider_than_no_screen_and_has_contrast_enough(page):
    with seen.everything_open(page), seen.styled(page, seen.TEXT_SPACING):
        assert seen.overflow(page) <= 0
    wrong, _ = seen.verdict_of_axe(page, {"runOnly": seen.RULES})
    assert [one for one in wrong if "band" in str(one)] == []


def test_it_leaves_whatever_has_the_focus_uncovered(page):
    page.evaluate("scrollTo(0, 0); document.activeElement.blur()")
    total = page.evaluate(f"(window.stops = ({seen.TABBABLE})()).length")
    for _ in range(min(seen.STOPS, total)):
        page.keyboard.press("Tab")
        focused = page.evaluate(seen.FOCUSED)
        assert focused["uncovered"], focused["name"]


def test_it_stands_on_every_page_that_is_printed(wide):
    printed = wide.pdf(prefer_css_page_size=True, tagged=True)
    pages = len(re.findall(rb"/Type ?/Page\b", printed))
    streams = [unpacked(part) for part in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", printed, re.DOTALL)]

    assert pages > 1
    assert sum(bool(COLOUR.search(stream)) for stream in streams) == pages


def unpacked(stream):
    """What a stream of a PDF holds; nothing where it is no text."""
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""

"""What a browser makes of the pages of the site: the index, and one with a failure, downloads and a document out of date."""

import pytest
import small_site
import test_in_browser as seen

from needs.publish import site

NAMES = ("index.html", "barnet/2011-12-q4/index.html", "kent/2008-09-q1/index.html")


@pytest.fixture(scope="module")
def reports(tmp_path_factory, browser):
    folders = small_site.written(tmp_path_factory.mktemp("site") / "project")
    site.written(folders, small_site.AREAS)
    return folders.reports


@pytest.fixture(
    scope="module", params=[(name, width) for name in NAMES for width in (1280, 320)], ids="{0[0]} at {0[1]}".format
)
def opened(request, browser, reports):
    name, width = request.param
    context = browser.new_context(viewport={"width": width, "height": 800}, offline=True)
    page = context.new_page()
    page.asked_for = []
    page.on("request", lambda asked: page.asked_for.append(asked.url))
    page.goto((reports / name).as_uri())
    yield page
    context.close()


@pytest.fixture
def page(opened):
    """A page that was opened once for all tests, and after each looks as it did."""
    size = opened.viewport_size
    yield opened
    opened.emulate_media(media="screen", **seen.MODES["light"])
    opened.set_viewport_size(size)


@pytest.mark.parametrize("mode", seen.MODES)
def test_axe_finds_nothing_wrong_on_the_site(page, mode):
    page.emulate_media(**seen.MODES[mode])
    with seen.everything_open(page):
        wrong, unsettled = seen.verdict_of_axe(page, {"runOnly": seen.RULES})

    assert wrong == []
    assert unsettled == []


def test_no_page_of_the_site_is_wider_than_its_window_even_with_text_spaced_out(page):
    with seen.everything_open(page):
        assert seen.overflow(page) <= 0
        with seen.styled(page, seen.TEXT_SPACING):
            assert seen.overflow(page) <= 0
            assert seen.clipped(page) == []


def test_a_page_of_the_site_asks_for_nothing_but_itself(page):
    assert len(page.asked_for) == 1


def test_a_page_of_the_site_is_not_cut_off_on_paper(page):
    page.emulate_media(media="print")
    page.set_viewport_size({"width": seen.A4_TEXT_WIDTH, "height": 900})

    assert seen.overflow(page) <= 0
    assert seen.clipped(page) == []

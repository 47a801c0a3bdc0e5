"""What a browser makes of every document: the sample always, and whatever lies in reports/."""

import re
from contextlib import contextmanager

import pytest

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")

OF_PLACE = [
    "target-size",
    "scrollable-region-focusable",
    "link-in-text-block",
    "region",
    "bypass",
    "landmark-unique",
    "list",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
MODES = {
    "light": {"color_scheme": "light", "forced_colors": "none"},
    "dark": {"color_scheme": "dark", "forced_colors": "none"},
    "forced": {"color_scheme": "light", "forced_colors": "active"},
}
STOPS = 40  # presses of the Tab key: enough for the contents, the first sentences, a table and a chart
TEXT_SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
p { margin-bottom: 2em !important }"""  # WCAG 2.2, 1.4.12
A4_TEXT_WIDTH = 673  # CSS pixels: 210 mm less two margins of 16 mm
# axe cannot tell what lies behind text in a drawing, and takes a millisecond for each text: rows of a table and links
# of a list are coloured alike, and the first row of a table in the sample holds every verdict there is
ONE_OF_EACH = ".chart svg > *, :is(tbody tr, li):nth-child(n+3), .glossary > :nth-child(n+5) { display: none }"
TABBABLE = """() => [...document.querySelectorAll('a[href], summary, [tabindex="0"]')].filter(e => e.checkVisibility(
    {contentVisibilityAuto: true, visibilityProperty: true}))"""
FOCUSED = """() => { const e = document.activeElement, s = getComputedStyle(e), r = e.getClientRects()[0];
    const x = (Math.max(r.left, 0) + Math.min(r.right, innerWidth)) / 2;
    const y = (Math.max(r.top, 0) + Math.min(r.bottom, innerHeight)) / 2, seen = document.elementFromPoint(x, y);
    return {place: window.stops.indexOf(e), name: e.outerHTML.slice(0, 80), outline: parseFloat(s.outlineWidth),
            style: s.outlineStyle, uncovered: e.contains(seen) || seen?.contains(e) } }"""


@contextmanager
def everything_open(page):
    """Every folded part opened, as a reader might, and folded again afterwards."""
    page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
    try:
        yield page
    finally:
        page.evaluate("document.querySelectorAll('details').forEach(details => details.open = false)")


@contextmanager
def styled(page, css):
    """The page with a reader's own style sheet beside its own, and afterwards without."""
    page.evaluate(
        "css => { const s = new CSSStyleSheet(); s.replaceSync(css); document.adoptedStyleSheets = [s] }", css
    )
    try:
        yield page
    finally:
        page.evaluate("document.adoptedStyleSheets = []")


# What a narrow screen changes is where things are; all else, colours too, is the same as on a wide one
@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_axe_finds_nothing_wrong(request, document, width):
    every = {"runOnly": RULES, "rules": {"color-contrast": {"enabled": False}}}
    options = every if width == "wide" else {"runOnly": {"type": "rule", "values": OF_PLACE}}
    with everything_open(request.getfixturevalue(width)) as page:
        wrong, unsettled = verdict_of_axe(page, options)

    assert wrong == []
    assert unsettled == []


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_axe_finds_enough_contrast(wide, mode):
    assert without_contrast(wide, mode) == ([], [])


@pytest.mark.parametrize("document", ["sample.html"], indirect=True)
def test_axe_finds_enough_contrast_in_forced_colours(wide):
    """There the page says little of its own, and the sample holds one of everything."""
    assert without_contrast(wide, "forced") == ([], [])


def without_contrast(page, mode):
    """What has too little contrast, and of what that could not be settled."""
    page.emulate_media(**MODES[mode])
    try:
        with everything_open(page), styled(page, ONE_OF_EACH):
            return verdict_of_axe(page, {"runOnly": {"type": "rule", "values": ["color-contrast"]}})
    finally:
        page.emulate_media(**MODES["light"])


def test_nothing_is_asked_of_the_network(wide, document):
    elsewhere = [address for address in wide.asked_for if not address.startswith("data:")]

    assert [document.as_uri()] == elsewhere


def test_nothing_is_wider_than_a_narrow_screen(narrow):
    with everything_open(narrow):
        assert overflow(narrow) <= 0


def test_nothing_is_wider_than_a_narrow_screen_when_text_is_spaced_out(narrow):
    with everything_open(narrow), styled(narrow, TEXT_SPACING):
        assert overflow(narrow) <= 0
        assert clipped(narrow) == []


def test_every_link_within_the_page_leads_somewhere_and_ids_are_unique(wide):
    links = wide.evaluate("[...document.links].map(link => link.getAttribute('href'))")
    ids = wide.evaluate("[...document.querySelectorAll('[id]')].map(element => element.id)")

    assert set() == {link[1:] for link in links if link.startswith("#")} - set(ids)
    assert sorted(set(ids)) == sorted(ids)


def test_the_contents_are_the_headings_and_are_seen_on_a_wide_screen(wide):
    contents = wide.locator("nav.contents a")
    headings = wide.locator("main h2, main h3")

    assert [" ".join(text.split()) for text in headings.all_text_contents()] == [
        " ".join(text.split()) for text in contents.all_text_contents()
    ]
    assert contents.first.is_visible()


def test_the_contents_are_folded_on_a_narrow_screen(narrow):
    assert not narrow.locator("nav.contents a").first.is_visible()
    assert narrow.locator("nav.contents summary").is_visible()


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_the_tab_key_reaches_links_summaries_and_scrollers_in_order_with_a_visible_ring(request, document, width):
    page = request.getfixturevalue(width)
    page.evaluate("scrollTo(0, 0); document.activeElement.blur()")
    total = page.evaluate(f"(window.stops = ({TABBABLE})()).length")
    for place in range(min(STOPS, total)):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)

        assert place == focused["place"], focused["name"]
        assert focused["outline"] >= 3 and focused["style"] == "solid", focused["name"]
        assert focused["uncovered"], focused["name"]


def test_printing_gives_a_tagged_a4_document_with_an_outline(wide):
    printed = wide.pdf(prefer_css_page_size=True, tagged=True, outline=True)

    assert b"/StructTreeRoot" in printed
    assert b"/Outlines" in printed
    assert re.search(rb"/Lang ?\(en-GB\)", printed)
    assert {(595, 842)} == {
        (round(float(width)), round(float(height)))
        for width, height in re.findall(rb"/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]", printed)
    }


def test_nothing_is_cut_off_on_paper(wide):
    wide.emulate_media(media="print")
    wide.set_viewport_size({"width": A4_TEXT_WIDTH, "height": 900})
    too_wide, cut = overflow(wide), clipped(wide)
    wide.emulate_media(media="screen")
    wide.set_viewport_size({"width": 1280, "height": 800})

    assert too_wide <= 0
    assert cut == []


def verdict_of_axe(page, options):
    """What axe holds to be wrong, with its reasons, and what it could not settle."""
    found = axe.Axe().run(page, options=options | {"resultTypes": ["violations", "incomplete"]}).response
    wrong = [(r["id"], node["target"][0], node["failureSummary"]) for r in found["violations"] for node in r["nodes"]]
    return wrong, [(r["id"], node["target"][0]) for r in found["incomplete"] for node in r["nodes"]]


def overflow(page):
    """By how many pixels the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def clipped(page):
    """Elements whose content is cut off at the side, with no scroller to bring it back."""
    return page.evaluate(
        """[...document.querySelectorAll('main *, header *')].filter(e => e.scrollWidth > e.clientWidth + 1 &&
        ['hidden', 'clip'].includes(getComputedStyle(e).overflowX)).map(e => e.outerHTML.slice(0, 100))"""
    )

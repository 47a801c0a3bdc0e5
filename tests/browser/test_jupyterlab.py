"""What a document looks like in JupyterLab itself, which has a style sheet of its own: in its light and its dark theme."""

import json
import os
import re
import secrets
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
import papermill
import pytest
from nbformat.sign import NotebookNotary

from needs.folders import Folders

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NAME, PARAMETERS = "needs_assessment.ipynb", {"partnership": "barnet", "quarter": "2011-12 Q4"}
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}
SETTINGS = {
    "notebook-extension/tracker": {"windowingMode": "none"},  # or only the cells in sight are there
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
}
MILLISECONDS = 120_000  # to open JupyterLab on a machine that has much else to do; it takes five seconds
FOR_TEXT, FOR_DRAWINGS = 4.5, 3  # WCAG 2.2, 1.4.3 and 1.4.11
HALF_A_PERCENT = 0.6  # shares are written in whole percent, and lengths to a tenth of a pixel

# Colours from the top down, each with its opacity; and where the content of an element lies, and the room it has
MEASURING = """
const all = selector => [...document.querySelectorAll(`.jp-OutputArea-output ${selector}`)];
const behind = e => { const colour = e && getComputedStyle(e).backgroundColor;  // as far as one that hides the rest
    return e ? [[colour, 1], ...(colour.startsWith('rgb(') ? [] : behind(e.parentElement))] : [] };
const filled = e => e && [getComputedStyle(e).fill, +getComputedStyle(e).fillOpacity];
const around = e => e && getComputedStyle(e).paintOrder === 'stroke' ? [getComputedStyle(e).stroke, 1] : filled(e);
const room = e => { const s = getComputedStyle(e), r = e.getBoundingClientRect();
    return [r.left + parseFloat(s.paddingLeft), r.right - parseFloat(s.paddingRight)] };
const content = e => { const range = document.createRange(); range.selectNodeContents(e);
    const rects = [...range.getClientRects()].filter(r => r.width);
    return [Math.min(...rects.map(r => r.left)), Math.max(...rects.map(r => r.right))] };
const seen = e => { const r = e.getBoundingClientRect(); return e.checkVisibility() && r.width > 0 && r.height > 0 };
"""
BARS = """all('svg.bar').map(bar => {
    const [track, fill, mark] = ['track', 'fill', 'mark'].map(part => bar.querySelector(`.bar-${part}`));
    const width = rect => rect.getBoundingClientRect().width;
    return {share: bar.closest('td').previousElementSibling.textContent, width: width(fill), track: width(track),
            behind: behind(bar), paint: [filled(track), filled(fill), filled(mark), around(mark)]} })"""
TEXTS = """all('*').filter(e => !e.closest('svg, style') && seen(e)
        && [...e.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim()))
    .map(e => ({text: e.textContent.slice(0, 60), layers: [[getComputedStyle(e).color, 1], ...behind(e)]}))"""
CELLS = """all(':is(th, td, caption)').filter(e => e.textContent.trim()).map(e => ({
    text: e.textContent, isNumber: e.classList.contains('number'), room: room(e), content: content(e)}))"""
VERDICTS = """all('.verdict').map(e => ({seen: seen(e), text: e.textContent, shape: e.dataset.shape ?? null,
    drawn: getComputedStyle(e, '::before').content}))"""
CARDS = """all('figure svg').map(svg => { const inner = svg.getBoundingClientRect(), card = svg.closest('.card'),
    outer = card.getBoundingClientRect(); return {behind: behind(card), isWithin: inner.width > 0 && inner.left >= outer.left
    && inner.right <= outer.right && inner.top >= outer.top && inner.bottom <= outer.bottom} })"""
TERMS = """all('.glossary dt').map(dt => { const term = dt.getBoundingClientRect(),
    words = dt.nextElementSibling.getBoundingClientRect();
    return {term: dt.textContent, lower: words.top - term.top, after: words.left - term.right} })"""


@pytest.fixture(scope="module")
def folder(browser: "Browser", tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All that JupyterLab reads and writes: a notebook with its outputs, trusted as if run by hand, and settings."""
    pytest.importorskip("jupyterlab", reason="JupyterLab is not installed")
    root = tmp_path_factory.mktemp("lab")
    for name in ("notebooks", "data", "home"):
        (root / name).mkdir()
    notebook = root / "notebooks" / NAME
    papermill.execute_notebook(
        str(Folders.here().notebooks / NAME), str(notebook), PARAMETERS, kernel_name="python3", progress_bar=False
    )
    NotebookNotary(data_dir=str(root / "data")).sign(nbformat.read(notebook, as_version=4))
    for plugin, values in SETTINGS.items():
        _set(root, plugin, values)
    return root


@pytest.fixture(scope="module")
def lab(folder: Path) -> Iterator[str]:
    """The address of the notebook in a JupyterLab that knows nothing of this machine's settings."""
    token = secrets.token_hex()
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("JUPYTER")} | {
        "HOME": str(folder / "home"),
        "TMPDIR": str(folder / "home"),
        "IPYTHONDIR": str(folder / "home"),
        "JUPYTER_NO_CONFIG": "1",
        "JUPYTER_DATA_DIR": str(folder / "data"),
        "JUPYTERLAB_SETTINGS_DIR": str(folder / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces"),
        "JUPYTER_TOKEN": token,
    }
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1", "--port=0"]
    with subprocess.Popen(
        [*command, f"--ServerApp.root_dir={folder / 'notebooks'}"], env=surroundings, stderr=subprocess.PIPE, text=True
    ) as server:
        try:
            lines = []
            while not (address := re.search(r"http://127\.0\.0\.1:\d+/lab", "".join(lines[-1:]))):
                lines.append(server.stderr.readline())
                assert lines[-1], f"JupyterLab ended: {''.join(lines)}"
            threading.Thread(target=server.stderr.read, daemon=True).start()  # a full pipe would hold the server up
            yield f"{address[0]}/tree/{NAME}?token={token}"
        finally:
            server.terminate()


@pytest.fixture(scope="module", params=THEMES)
def page(request: pytest.FixtureRequest, browser: "Browser", folder: Path, lab: str) -> "Iterator[Page]":
    """The notebook in one theme, with every output there and whatever is folded opened."""
    _set(folder, "apputils-extension/themes", {"theme": THEMES[request.param]})
    cells = nbformat.read(folder / "notebooks" / NAME, as_version=4).cells
    outputs = sum("text/html" in output.get("data", {}) for cell in cells for output in cell.get("outputs", []))
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(MILLISECONDS)
    page = context.new_page()
    page.goto(lab)
    page.wait_for_selector(f'body[data-jp-theme-name="{THEMES[request.param]}"]', state="attached")
    page.wait_for_selector("#jupyterlab-splash", state="detached")
    page.wait_for_function(
        "count => document.querySelectorAll('.jp-OutputArea-output .jp-RenderedHTML > style, "
        ".jp-OutputArea-output.jp-RenderedHTML > style').length === count",
        arg=outputs,
    )
    page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
    yield page
    context.close()


def test_bars_are_as_long_as_the_shares_beside_them(page: "Page") -> None:
    bars = _measured(page, BARS)

    assert len({round(bar["width"]) for bar in bars}) > 10
    for bar in bars:
        share = float(re.match(r"[\d.]+(?=%)", bar["share"])[0])
        assert 100 * bar["width"] / bar["track"] == pytest.approx(share, abs=HALF_A_PERCENT), bar["share"]


def test_bars_stand_out_from_what_is_behind_them_and_marks_from_bars(page: "Page") -> None:
    for bar in _measured(page, BARS):
        track, fill, mark, outline = bar["paint"]
        track = [track, *bar["behind"]]
        fill = [fill, *track]
        pairs = [(fill, track), (fill, bar["behind"])]
        if mark:  # it and the bar may be alike, since its outline parts them
            pairs += [([mark, *track], track), ([mark, outline], [outline]), ([outline], fill)]

        assert min(contrast(*pair) for pair in pairs) >= FOR_DRAWINGS, bar["share"]


def test_text_has_contrast_enough(page: "Page") -> None:
    texts = _measured(page, TEXTS)

    assert len(texts) > 1000
    assert [text["text"] for text in texts if contrast(text["layers"], text["layers"][1:]) < FOR_TEXT] == []


def test_words_stand_to_the_left_and_numbers_to_the_right(page: "Page") -> None:
    cells = _measured(page, CELLS)
    sides = {True: 1, False: 0}

    assert {cell["isNumber"] for cell in cells} == {True, False}
    for cell in cells:
        side = sides[cell["isNumber"]]
        assert cell["content"][side] == pytest.approx(cell["room"][side], abs=1.5), cell["text"]


def test_verdicts_are_seen_as_words_with_their_shapes(page: "Page") -> None:
    verdicts = _measured(page, VERDICTS)

    assert {verdict["shape"] for verdict in verdicts} >= {"△", "▽", "●"}
    for verdict in verdicts:
        assert verdict["seen"] and verdict["text"].strip()
        assert verdict["shape"] is None or verdict["shape"] in verdict["drawn"]


def test_drawings_stand_on_white_cards(page: "Page") -> None:
    cards = _measured(page, CARDS)

    assert len(cards) > 2
    assert {(flattened(card["behind"]), card["isWithin"]) for card in cards} == {((255, 255, 255), True)}


def test_each_term_of_the_glossary_stands_before_its_own_words(page: "Page") -> None:
    terms = _measured(page, TERMS)

    assert len(terms) > 10
    assert [term for term in terms if abs(term["lower"]) > 1 or term["after"] < 0] == []


def contrast(layers: list, under: list) -> float:
    """The contrast of the topmost of layers with what lies under it, by WCAG 2.2."""
    lighter, darker = sorted((luminance(flattened(layers)), luminance(flattened(under))), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def flattened(layers: list) -> tuple[float, ...]:
    """The colour that is seen of layers, the topmost first, over the white of an empty page."""
    colour = (255.0, 255.0, 255.0)
    for layer, opacity in reversed(layers):
        assert layer.startswith("rgb"), f"a colour in another notation: {layer}"
        *parts, alpha = [*map(float, re.findall(r"[\d.]+", layer)), 1.0][:4]
        alpha *= opacity
        colour = tuple(alpha * part + (1 - alpha) * below for part, below in zip(parts, colour, strict=True))
    return colour


def luminance(colour: tuple[float, ...]) -> float:
    """The relative luminance of a colour, by WCAG 2.2."""
    shares = [part / 255 for part in colour]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _measured(page: "Page", what: str) -> list[dict[str, Any]]:
    return page.evaluate(f"() => {{ {MEASURING} return {what} }}")


def _set(folder: Path, plugin: str, values: dict[str, object]) -> None:
    """A setting as JupyterLab saves it when somebody chooses it."""
    path = folder / "settings" / "@jupyterlab" / f"{plugin}.jupyterlab-settings"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(values))

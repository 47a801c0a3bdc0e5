"""What must be true of a page before it is written; each thing that is not gives one plain line."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from nbformat import NotebookNode

from needs.publish.parsed import Element, Parsed, text, value
from needs.publish.requests import requests

LARGEST_PAGE = 800_000  # bytes
SHORTEST_DESCRIPTION = 40  # characters
_HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
# Paths of a machine, and what a program says when it stumbles, each with the plain text that there is no match without
_LEAKS = {
    "/": re.compile(r"/(?<![\w.]/)(?:home|root|tmp|work|users|var|private)/[\w.-]+", re.IGNORECASE),
    ":\\": re.compile(r"\b[a-z]:\\users\\", re.IGNORECASE),
    "ipykernel": re.compile(r"ipykernel", re.IGNORECASE),
    "Traceback": re.compile(r"Traceback \(most recent call last\)"),
    "Warning: ": re.compile(r"\b\w+Warning: "),
    "stderr": re.compile(r"\bstderr\b"),
}
_NOT_A_WORD = re.compile(r"\b(?:nan|NaN|NaT)\b|(?<=[a-z0-9,:=(] )None\b|\bNone(?=[%)\]])")
_SAFE_LINK = re.compile(r"#.|https?://|mailto:|(?!/)[\w./-]+$")
_DOWNLOAD = re.compile(r"data:text/csv[;,]")
_FAKE_ALT = "No description has been provided"


def problems(html: str, private: Sequence[str] = ()) -> Iterator[str]:
    """Everything wrong with a finished page; private texts (this machine's folders) must not occur in it."""
    page = Parsed(html)
    for check in (_headings, _anchors, _pictures, _drawings, _figures, _tables, requests, _words, _evidence):
        yield from check(page)
    yield from _leaks(html, private)
    if len(html.encode()) > LARGEST_PAGE:
        yield f"the page has {len(html.encode()):,} bytes; wanted at most {LARGEST_PAGE:,}"


def output_problems(notebook: NotebookNode) -> Iterator[str]:
    """Cells that show anything but HTML: a warning, printed text, a picture, a bare value."""
    for position, cell in enumerate(notebook.cells, start=1):
        for output in cell.get("outputs", []):
            if output.output_type == "stream":
                yield f"cell {position}: printed {_short(output.text)!r}; wanted HTML only"
            elif "text/html" not in output.get("data", {}):
                yield f"cell {position}: shows {', '.join(output.get('data', {})) or 'an error'}; wanted text/html"
            elif pictures := [kind for kind in output.data if kind.startswith(("image/", "application/javascript"))]:
                yield f"cell {position}: shows {', '.join(pictures)} beside its HTML; wanted text/html"


def _headings(page: Parsed) -> Iterator[str]:
    if len(page.named("h1")) != 1:
        yield f"the page has {len(page.named('h1'))} h1 headings; wanted one"
    before = 0
    for heading in page.named(*_HEADINGS):
        level = int(heading.tag[1])
        if level > before + 1:
            yield f"heading {_short(heading)!r} is an {heading.tag} after an h{before}; wanted no skipped level"
        if not text(heading):
            yield f"an {heading.tag} is empty"
        before = level


def _anchors(page: Parsed) -> Iterator[str]:
    ids = Counter(name for _, name in page.having("id"))
    for name, times in ids.items():
        if times > 1:
            yield f"id {name!r} is used {times} times; wanted once"
        if not name.isascii() or not name or re.search(r"\s", name):
            yield f"id {name!r} is not plain ASCII without spaces"
    for link in page.named("a"):
        target = value(link, "href")
        if target.startswith("#") and target[1:] not in ids:
            yield f"link {_short(link)!r} leads to {_short(target)!r}, which is not on the page"
        if not (_SAFE_LINK.match(target) or ("download" in link.attributes and _DOWNLOAD.match(target))):
            yield f"link {_short(link)!r} leads to {_short(target)!r}; wanted a place on the page, an address or a file"


def _pictures(page: Parsed) -> Iterator[str]:
    for image in page.named("img"):
        if "alt" not in image.attributes:
            yield "a picture has no alt text"


def _drawings(page: Parsed) -> Iterator[str]:
    """A drawing is either described or declared decoration; the description says more than the title."""
    for drawing in page.named("svg"):
        if value(drawing, "role") != "img" and value(drawing, "aria-hidden") != "true":
            yield "a drawing has neither role=img nor aria-hidden=true"
    by_id = {name: element for element, name in reversed(page.having("id"))}
    for image, role in page.having("role"):
        if role != "img":
            continue
        name = value(image, "aria-label") or _named(by_id, value(image, "aria-labelledby"))
        description = _named(by_id, value(image, "aria-describedby"))
        if not name:
            yield "a drawing with role=img has no name"
        if len(description) < SHORTEST_DESCRIPTION or description == name:
            found = f"drawing {name!r} is described as {_short(description)!r}"
            yield f"{found}; wanted {SHORTEST_DESCRIPTION} characters or more, and not the title again"


def _figures(page: Parsed) -> Iterator[str]:
    wanted = {"figcaption": "a caption", ".description": "a description", ".source": "a source", "table": "its table"}
    for figure in page.named("figure"):
        for selector, words in wanted.items():
            if not (found := figure.css_first(selector)) or not text(found):
                yield f"figure {value(figure, 'id')!r} is without {words}"


def _tables(page: Parsed) -> Iterator[str]:
    for table in page.named("table"):
        found = table.css_first("caption")
        caption = _short(found) if found else ""
        if not caption:
            yield f"a table has no caption: {_short(table)!r}"
        headers = table.css("th")
        for header in headers:
            if not text(header):
                yield f"table {caption!r} has an empty header cell"
            if value(header, "scope") not in {"col", "row", "colgroup", "rowgroup"}:
                yield f"table {caption!r}: header {_short(header)!r} has no scope"
        if not headers:
            yield f"table {caption!r} has no header cells"
    for cell, classes in page.having("class"):
        if "verdict" in classes.split() and not re.search(r"[A-Za-z]{2}", text(cell)):
            yield f"verdict {_short(cell)!r} has no words"


def _words(page: Parsed) -> Iterator[str]:
    """Python's words for a missing value; "None of the five targets" is English and allowed."""
    for cell in page.named("td", "th", "text"):
        if text(cell) in {"nan", "NaN", "NaT", "None", "<NA>", "inf", "-inf"}:
            yield f"a {cell.tag} says only {text(cell)!r}"
    for words in page.words:
        found = _NOT_A_WORD.search(words.text_content)
        if found and not _is_within(words, {"head", "pre", "code", "td", "th", "summary"}):
            yield f"the text says {found[0]!r}: {_short(words.text_content)!r}"


def _is_within(words: Element, names: set[str]) -> bool:
    around = words.parent
    while around is not None and around.tag not in names:
        around = around.parent
    return around is not None


def _evidence(page: Parsed) -> Iterator[str]:
    rows = {name for row, name in page.having("id") if row.tag == "tr"}
    for sentence, facts in page.having("data-facts"):
        for fact in facts.split():
            if f"e-{fact}" not in rows:
                yield f"fact {fact!r} has no evidence row: {_short(sentence)!r}"


def _leaks(html: str, private: Sequence[str]) -> Iterator[str]:
    """Paths of the machine, and what a program says when it stumbles or knows no better."""
    if _FAKE_ALT in html:
        yield f"a picture is described as {_FAKE_ALT!r}"
    found = {text for text in private if len(text) > 1 and re.search(re.escape(text) + r"(?![\w-])", html)}
    lowered = html.lower()
    for sign, pattern in _LEAKS.items():
        found |= {match[0] for match in pattern.finditer(html)} if sign.lower() in lowered else set()
    for words in sorted(found):
        yield f"the page contains {words!r}"


def _named(by_id: dict[str, Element], ids: str) -> str:
    return " ".join(text(by_id[name]) for name in ids.split() if name in by_id)


def _short(said: Element | str) -> str:
    words = " ".join(said.split()) if isinstance(said, str) else text(said, between=" ")
    return words if len(words) <= 60 else f"{words[:57]}..."

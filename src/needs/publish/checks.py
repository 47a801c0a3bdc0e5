"""What must be true of a page before it is written; each thing that is not gives one plain line."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from bs4 import BeautifulSoup, NavigableString, Tag
from nbformat import NotebookNode

from needs.publish import tags
from needs.publish.requests import requests

LARGEST_PAGE = 800_000  # bytes
SHORTEST_DESCRIPTION = 40  # characters
_HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
_MACHINE = re.compile(r"(?<![\w.])/(?:home|root|tmp|work|Users|var|private)/[\w.-]+|\b[A-Z]:\\Users\\|ipykernel", re.I)
_TROUBLE = re.compile(r"Traceback \(most recent call last\)|\b\w+Warning: |\bstderr\b")
_NOT_A_WORD = re.compile(r"\b(?:nan|NaN|NaT)\b|(?<=[a-z0-9,:=(] )None\b|\bNone(?=[%)\]])")
_SAFE_LINK = re.compile(r"#.|https?://|mailto:|(?!/)[\w./-]+$")
_DOWNLOAD = re.compile(r"data:text/csv[;,]")
_FAKE_ALT = "No description has been provided"


def problems(html: str, private: Sequence[str] = ()) -> Iterator[str]:
    """Everything wrong with a finished page; private texts (this machine's folders) must not occur in it."""
    page = BeautifulSoup(html, "html.parser")
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


def _headings(page: BeautifulSoup) -> Iterator[str]:
    if len(page.find_all("h1")) != 1:
        yield f"the page has {len(page.find_all('h1'))} h1 headings; wanted one"
    before = 0
    for heading in tags.named(page, *_HEADINGS):
        level = int(heading.name[1])
        if level > before + 1:
            yield f"heading {_short(heading)!r} is an {heading.name} after an h{before}; wanted no skipped level"
        if not heading.get_text(strip=True):
            yield f"an {heading.name} is empty"
        before = level


def _anchors(page: BeautifulSoup) -> Iterator[str]:
    ids = Counter(tag["id"] for tag in tags.having(page, "id"))
    for name, times in ids.items():
        if times > 1:
            yield f"id {name!r} is used {times} times; wanted once"
        if not name.isascii() or not name or re.search(r"\s", name):
            yield f"id {name!r} is not plain ASCII without spaces"
    for link in page.find_all("a"):
        target = link.get("href", "")
        if target.startswith("#") and target[1:] not in ids:
            yield f"link {_short(link)!r} leads to {_short(target)!r}, which is not on the page"
        if not (_SAFE_LINK.match(target) or (link.has_attr("download") and _DOWNLOAD.match(target))):
            yield f"link {_short(link)!r} leads to {_short(target)!r}; wanted a place on the page, an address or a file"


def _pictures(page: BeautifulSoup) -> Iterator[str]:
    for image in page.find_all("img"):
        if not image.has_attr("alt"):
            yield "a picture has no alt text"


def _drawings(page: BeautifulSoup) -> Iterator[str]:
    """A drawing is either described or declared decoration; the description says more than the title."""
    for drawing in page.find_all("svg"):
        if drawing.get("role") != "img" and drawing.get("aria-hidden") != "true":
            yield "a drawing has neither role=img nor aria-hidden=true"
    by_id = {tag["id"]: tag for tag in reversed(tags.having(page, "id"))}
    for image in tags.having(page, "role"):
        if image["role"] != "img":
            continue
        name = image.get("aria-label") or _named(by_id, image.get("aria-labelledby"))
        description = _named(by_id, image.get("aria-describedby"))
        if not name:
            yield "a drawing with role=img has no name"
        if len(description) < SHORTEST_DESCRIPTION or description == name:
            found = f"drawing {name!r} is described as {_short(description)!r}"
            yield f"{found}; wanted {SHORTEST_DESCRIPTION} characters or more, and not the title again"


def _figures(page: BeautifulSoup) -> Iterator[str]:
    wanted = {"figcaption": "a caption", ".description": "a description", ".source": "a source", "table": "its table"}
    for figure in page.find_all("figure"):
        for selector, words in wanted.items():
            if not (found := figure.select_one(selector)) or not found.get_text(strip=True):
                yield f"figure {figure.get('id', '')!r} is without {words}"


def _tables(page: BeautifulSoup) -> Iterator[str]:
    for table in page.find_all("table"):
        caption = _short(table.caption) if table.caption else ""
        if not caption:
            yield f"a table has no caption: {_short(table)!r}"
        for header in table.find_all("th"):
            if not header.get_text(strip=True):
                yield f"table {caption!r} has an empty header cell"
            if header.get("scope") not in {"col", "row", "colgroup", "rowgroup"}:
                yield f"table {caption!r}: header {_short(header)!r} has no scope"
        if not table.find("th"):
            yield f"table {caption!r} has no header cells"
    for cell in tags.of_class(page, "verdict"):
        if not re.search(r"[A-Za-z]{2}", cell.get_text()):
            yield f"verdict {_short(cell)!r} has no words"


def _words(page: BeautifulSoup) -> Iterator[str]:
    """Python's words for a missing value; "None of the five targets" is English and allowed."""
    for cell in tags.named(page, "td", "th", "text"):
        if cell.get_text(strip=True) in {"nan", "NaN", "NaT", "None", "<NA>", "inf", "-inf"}:
            yield f"a {cell.name} says only {cell.get_text(strip=True)!r}"
    for words in page.body.descendants:
        if not isinstance(words, NavigableString) or not _NOT_A_WORD.search(words):
            continue
        if not words.find_parent(["pre", "code", "td", "th", "summary"]):
            yield f"the text says {_NOT_A_WORD.search(words)[0]!r}: {_short(words)!r}"


def _evidence(page: BeautifulSoup) -> Iterator[str]:
    rows = {row["id"] for row in page.find_all("tr") if row.has_attr("id")}
    for sentence in tags.having(page, "data-facts"):
        for fact in sentence["data-facts"].split():
            if f"e-{fact}" not in rows:
                yield f"fact {fact!r} has no evidence row: {_short(sentence)!r}"


def _leaks(html: str, private: Sequence[str]) -> Iterator[str]:
    """Paths of the machine, and what a program says when it stumbles or knows no better."""
    if _FAKE_ALT in html:
        yield f"a picture is described as {_FAKE_ALT!r}"
    found = {text for text in private if len(text) > 1 and re.search(re.escape(text) + r"(?![\w-])", html)}
    for pattern in (_MACHINE, _TROUBLE):
        found |= {match[0] for match in pattern.finditer(html)}
    for text in sorted(found):
        yield f"the page contains {text!r}"


def _named(by_id: dict[str, Tag], ids: str | None) -> str:
    return " ".join(_all(by_id[name]) for name in (ids or "").split() if name in by_id)


def _all(tag: Tag) -> str:
    return " ".join(tag.get_text().split())


def _short(tag: Tag | str) -> str:
    words = " ".join((tag if isinstance(tag, str) else tag.get_text(" ")).split())
    return words if len(words) <= 60 else f"{words[:57]}..."

"""What must be true of a page before it is written, and what it would run or fetch; each fault is one plain line.

A page needs none of it, so what is allowed is listed short and everything else is named.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from nbformat import NotebookNode
from selectolax.lexbor import LexborHTMLParser, LexborNode

from needs.publish.kernels import UNPUBLISHED

Element = LexborNode


class Parsed:
    """A page read by the rules of the HTML standard, mended where it is broken as browsers mend it."""

    def __init__(self, html: str):
        self._parser = LexborHTMLParser(html)  # its nodes are gone when it is
        top = self._parser.root
        while top is not None and top.prev is not None:  # comments may stand before the page itself, and after it
            top = top.prev
        nodes: list[Element] = []
        while top is not None:
            nodes += top.traverse(include_text=True)
            top = top.next
        self.elements = [node for node in nodes if node.is_element_node]
        self.attributes = [element.attributes for element in self.elements]
        self.words = [node for node in nodes if node.is_text_node]
        self.comments = [node.comment_content or "" for node in nodes if node.is_comment_node]

    def named(self, *names: str) -> list[Element]:
        """The elements of these names."""
        return [element for element in self.elements if element.tag in names]

    def having(self, attribute: str) -> list[tuple[Element, str]]:
        """The elements that have the attribute, each with its value."""
        held = zip(self.elements, self.attributes, strict=True)
        return [(element, given[attribute] or "") for element, given in held if attribute in given]


def value(element: Element, attribute: str) -> str:
    """What an element's attribute says; nothing where it has none."""
    return element.attributes.get(attribute) or ""


def _tag(element: Element) -> str:
    return element.tag or ""


def text(element: Element, between: str = "") -> str:
    """An element's words with single spaces, without style sheets; `between` stands between the words of its parts."""
    words = (node for node in element.traverse(include_text=True) if node.is_text_node)
    shown = (node for node in words if (parent := node.parent) is None or parent.tag != "style")
    return " ".join(between.join(node.text_content or "" for node in shown).split())


_POLICY = "Content-Security-Policy"
_NEVER = {
    "script", "iframe", "frame", "object", "embed", "applet", "link", "base", "form", "set", "animate", "animatemotion",
    "animatetransform", "noscript", "noembed", "noframes", "plaintext", "template", "textarea", "xmp",
}  # fmt: skip
_FETCHES = {
    "src", "srcset", "imagesrcset", "srcdoc", "data", "poster", "action", "formaction", "background", "manifest", "ping",
    "archive", "codebase", "classid", "dynsrc", "lowsrc", "href", "xlink:href",
}  # fmt: skip
_WORDS = re.compile(r"alt|title|content|aria-.*|data-.*|xmlns(:.*)?")  # attributes that are read, never fetched
_HELD_IN_THE_PAGE = re.compile(r"#[^/]*|data:[\w/+.;=-]*,[\w/+.=%-]*")
_FETCHED_BY_STYLE = re.compile(
    r"@import|image-set\(|\bsrc\(|\burl\(\s*(?![\s'\"#]|data:)[^)]*|\burl\(\s*['\"](?!data:|#)[^)]*", re.IGNORECASE
)
_STYLE_ESCAPE = re.compile(r"\\([0-9a-f]{1,6})\s?", re.IGNORECASE)


def requests(page: Parsed) -> Iterator[str]:
    """Nothing that runs, and nothing that is fetched: links a reader follows are the only way out."""
    policies = [value(meta, "content") for meta in page.named("meta") if value(meta, "http-equiv") == _POLICY]
    if not policies or "default-src 'none'" not in policies[0]:
        yield "the page has no Content-Security-Policy of default-src 'none'"
    if any("<" in words or ">" in words for words in page.comments):
        yield "a comment holds markup, and browsers differ in where a comment ends"
    for element, attributes in zip(page.elements, page.attributes, strict=True):
        tag = _tag(element).lower()  # those of drawings may have capital letters
        if tag in _NEVER:
            yield f"the page has a <{tag}> element"
        if tag == "meta" and (asked := value(element, "http-equiv")) and asked.lower() != _POLICY.lower():
            yield f"the page has a <meta http-equiv={_shortened(asked)}>"
        if tag == "style":
            yield from _of_style(element)
        yield from _of_attributes(tag, attributes)


def _of_attributes(tag: str, attributes: Mapping[str, str | None]) -> Iterator[str]:
    for attribute, given in attributes.items():
        name, said = attribute.lower(), given or ""
        if name.startswith("on"):
            yield f"<{tag}> has the event handler {name}"
        if _WORDS.fullmatch(name) or (tag == "a" and name == "href"):
            continue  # where a link leads is checked with the anchors
        found = said if name in _FETCHES or "//" in said else _fetched_by_style(said)
        if found is not None and not _HELD_IN_THE_PAGE.fullmatch(found):
            yield f"<{tag} {name}> fetches {_shortened(found)!r}"


def _of_style(element: Element) -> Iterator[str]:
    style = element.text(deep=False)  # what a browser reads: words within elements are no part of the style
    if (found := _fetched_by_style(style)) is not None:
        yield f"a style fetches {_shortened(found)!r}"
    if "<" in style or any(not part.is_text_node for part in element.iter(include_text=True)):
        yield "a style holds markup, which a browser reads where the style lies in a drawing"


def _fetched_by_style(style: str) -> str | None:
    """What a style sheet, or an attribute that holds a piece of one, fetches first; letters may be written as numbers."""
    if "(" not in style and "@" not in style and "\\" not in style:
        return None  # without one of these nothing is fetched, and most attributes hold none
    found = _FETCHED_BY_STYLE.search(_STYLE_ESCAPE.sub(lambda code: chr(min(int(code[1], 16), 0x10FFFF)), style))
    return found[0] if found else None


def _shortened(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 60 else f"{words[:57]}..."


LARGEST_PAGE = {"reader": 800_000, "review": 1_500_000}  # bytes, of each edition
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


def problems(html: str, private: Sequence[str] = (), edition: str = "reader") -> Iterator[str]:
    """Everything wrong with a finished page of an edition; private texts (this machine's folders) must not occur in it."""
    page = Parsed(html)
    for check in (_headings, _anchors, _pictures, _drawings, _figures, _tables, requests, _words, _evidence):
        yield from check(page)
    yield from _leaks(html, private)
    if (size := len(html.encode())) > LARGEST_PAGE[edition]:
        yield f"the page has {size:,} bytes; wanted at most {LARGEST_PAGE[edition]:,}"


CHART, TABLE = "report.chart(figure, title=..., description=..., data=frame)", "report.table(frame, caption=...)"
WRITE = f"{CHART} or {TABLE}"


def output_problems(notebook: NotebookNode) -> Iterator[str]:
    """Cells that show anything but HTML: a warning, printed text, a picture, a bare value."""
    for position, cell in enumerate(notebook.cells, start=1):
        for output in cell.get("outputs", []):
            if output.output_type == "stream" and UNPUBLISHED in output.text:
                yield f"cell {position}: drew {UNPUBLISHED}; write {CHART}"
            elif output.output_type == "stream":
                yield f"cell {position}: printed {_short(output.text)!r}; wanted HTML only"
            elif "text/html" not in output.get("data", {}):
                yield f"cell {position}: shows {', '.join(output.get('data', {})) or 'an error'}; wanted text/html: {WRITE}"
            elif pictures := [kind for kind in output.data if kind.startswith(("image/", "application/javascript"))]:
                yield f"cell {position}: shows {', '.join(pictures)} beside its HTML; wanted text/html: {WRITE}"
            elif 'class="dataframe"' in output.data["text/html"]:
                yield f"cell {position}: shows a DataFrame; write {TABLE}"


def _headings(page: Parsed) -> Iterator[str]:
    if len(page.named("h1")) != 1:
        yield f"the page has {len(page.named('h1'))} h1 headings; wanted one"
    before = 0
    for heading in page.named(*_HEADINGS):
        tag = _tag(heading)
        level = int(tag[1])
        if level > before + 1:
            yield f"heading {_short(heading)!r} is an {tag} after an h{before}; wanted no skipped level"
        if not text(heading):
            yield f"an {tag} is empty"
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
        said = words.text_content or ""
        found = _NOT_A_WORD.search(said)
        if found and not _is_within(words, {"head", "pre", "code", "td", "th", "summary"}):
            yield f"the text says {found[0]!r}: {_short(said)!r}"


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

"""What a page would run or ask of the network when it is opened; each thing gives one plain line.

A page needs none of it, so what is allowed is listed short and everything else is named.
"""

import re
from collections.abc import Iterator

from needs.publish.parsed import Element, Parsed, value

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
    for element in page.elements:
        tag = element.tag.lower()  # those of drawings may have capital letters
        if tag in _NEVER:
            yield f"the page has a <{tag}> element"
        if tag == "meta" and (asked := value(element, "http-equiv")) and asked.lower() != _POLICY.lower():
            yield f"the page has a <meta http-equiv={_short(asked)}>"
        if tag == "style":
            yield from _of_style(element)
        yield from _of_attributes(tag, element)


def _of_attributes(tag: str, element: Element) -> Iterator[str]:
    for attribute, given in element.attributes.items():
        name, said = attribute.lower(), given or ""
        if name.startswith("on"):
            yield f"<{tag}> has the event handler {name}"
        if _WORDS.fullmatch(name) or (tag == "a" and name == "href"):
            continue  # where a link leads is checked with the anchors
        found = said if name in _FETCHES or "//" in said else _fetched_by_style(said)
        if found is not None and not _HELD_IN_THE_PAGE.fullmatch(found):
            yield f"<{tag} {name}> fetches {_short(found)!r}"


def _of_style(element: Element) -> Iterator[str]:
    style = element.text(deep=False)  # what a browser reads: words within elements are no part of the style
    if (found := _fetched_by_style(style)) is not None:
        yield f"a style fetches {_short(found)!r}"
    if "<" in style or any(not part.is_text_node for part in element.iter(include_text=True)):
        yield "a style holds markup, which a browser reads where the style lies in a drawing"


def _fetched_by_style(style: str) -> str | None:
    """What a style sheet, or an attribute that holds a piece of one, fetches first; letters may be written as numbers."""
    found = _FETCHED_BY_STYLE.search(_STYLE_ESCAPE.sub(lambda code: chr(min(int(code[1], 16), 0x10FFFF)), style))
    return found[0] if found else None


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 60 else f"{words[:57]}..."

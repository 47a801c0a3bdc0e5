"""From exported HTML to a finished page: the masthead above the rest, and headings and paragraphs with numbers and anchors.

Sections are written finished, so nothing is taken apart here: what is needed of a page is found in its text.
"""

import re
import unicodedata
from html import unescape
from itertools import count
from string import ascii_uppercase

from markupsafe import Markup

from needs.present.kit.html import END_OF_READERS, END_OF_REVIEW, FOR_READERS, FOR_REVIEW, LEGIBLE, element

INVENTED, NOT_REAL = "Invented place", "(not a real place)"
_MASTHEAD = re.compile(
    r'(?:<aside class="band"[^>]*>(?P<band>.*?)</aside>)?<header class="masthead">.*?</header>', re.DOTALL
)
_NUMBERED = re.compile(
    r'<h(?P<level>[1-6])(?P<given>[^>]*)>(?P<words>.*?)</h(?P=level)>|<p class="numbered"(?P<facts>[^>]*)>(?P<first>[^<]*)',
    re.DOTALL,
)
_ID = re.compile(r"""\sid=["']([^"']+)""")
APPENDIX = "Appendix: "  # how a notebook's heading of an appendix begins; the page gives it a letter instead
_REVIEWED = re.compile(f"{FOR_REVIEW}.*?{END_OF_REVIEW}", re.DOTALL)
_READ = re.compile(f"{FOR_READERS}.*?{END_OF_READERS}", re.DOTALL)
_CAPTION_ENDS = "</figcaption>"
_CONTENTS = "<ol></ol>"


def of_edition(html: str, edition: str) -> str:
    """The HTML of an edition: each is without what is marked for the other."""
    if edition == "review":
        return _READ.sub("", html).replace(FOR_REVIEW, "").replace(END_OF_REVIEW, "")
    return _REVIEWED.sub("", html).replace(FOR_READERS, "").replace(END_OF_READERS, "")


def finish(html: str) -> str:
    """The page a reader meets: title, numbers, anchors and contents; a ValueError if a numbered paragraph has no section."""
    page, band = _with_masthead_first(html.replace(LEGIBLE, ""))
    if INVENTED in band:  # a picture may be copied out of the page
        page = page.replace(_CAPTION_ENDS, f"{element('span', f' {NOT_REAL}', class_='mark')}{_CAPTION_ENDS}")
    outline = _Outline(_ID.findall(page))
    page = _NUMBERED.sub(outline.numbered, page)
    return _titled(page, outline.title).replace(_CONTENTS, element("ol", outline.contents()), 1)


def _with_masthead_first(html: str) -> tuple[str, str]:
    """The masthead is an output like any other, but belongs above contents and main text; and what its band says, if any."""
    found = _MASTHEAD.search(html)
    if not found:
        return html, ""
    band = _plain(found["band"] or "")
    page = html[: found.start()] + html[found.end() :]
    page = page.replace('<div class="layout">', found[0] + '<div class="layout">', 1)
    if band:  # for the margin of every printed page
        style = Markup(' style="--band-in-print:{}"').format(_css_text(band))
        page = re.sub(r"<html\b[^>]*", lambda opening: f"{opening[0]}{style}", page, count=1)
    return page, band


def _css_text(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


class _Outline:
    """The headings and numbered paragraphs of a page, in order: their ids are new, ASCII and readable."""

    def __init__(self, taken: list[str]):
        self._taken, self._level, self.title = set(taken), 0, ""
        self._plain, self._appendices = count(1), iter(ascii_uppercase)
        self._section, self._paragraphs = "", count(1)
        self._sections: list[tuple[Markup, list[Markup]]] = []

    def numbered(self, found: re.Match) -> str:
        """A heading, or the beginning of a paragraph, with its id and its number.

        Sections are 1, 2 ... (appendices A, B ...) and their paragraphs 2.1, 2.2 ...
        """
        return self._heading(found) if found["level"] else self._paragraph(found)

    def contents(self) -> list[Markup]:
        """A link to every h2, and below it to its h3s, in the order of the page."""
        return [element("li", link, element("ol", below) if below else None) for link, below in self._sections]

    def _heading(self, found: re.Match) -> str:
        """No level is skipped going down: an h4 straight after an h2 becomes an h3."""
        self._level = min(int(found["level"]), self._level + 1)
        words, given = Markup(found["words"].strip()), found["given"]
        if words.startswith(APPENDIX):
            words, given = Markup(words.removeprefix(APPENDIX)), ' class="appendix"'
        if self._level == 1:
            self.title = self.title or words
            return f"<h1{given}>{words}</h1>"
        known = _ID.search(given)
        name = known[1] if known else self._new_id(_plain(words))
        number = ""
        if self._level == 2:
            self._section = next(self._appendices) if "appendix" in given else str(next(self._plain))
            self._paragraphs = count(1)
            number = element("span", f"{self._section} ", class_="section-number")
            self._sections.append((element("a", number, words, href=f"#{name}"), []))
        elif self._level == 3 and self._sections:
            self._sections[-1][1].append(element("li", element("a", words, href=f"#{name}")))
        given = given if known else f'{given} id="{name}"'
        return f"<h{self._level}{given}>{number}{words}</h{self._level}>"

    def _paragraph(self, found: re.Match) -> str:
        if not self._section:
            raise ValueError(f"a numbered paragraph stands before the first h2: {_plain(found['first'])[:60]!r}")
        number = f"{self._section}.{next(self._paragraphs)}"
        name = "p-" + number.lower().replace(".", "-")
        marked = element("span", f"{number} ", class_="paragraph-number")
        return f'<p class="numbered"{found["facts"]} id="{name}">{marked}{found["first"]}'

    def _new_id(self, words: str) -> str:
        """An id from the words: "Who is in treatment?" gives who-is-in-treatment, and -2 the second time."""
        ascii_only = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
        stem = re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")
        stem = stem if stem[:1].isalpha() else f"section-{stem}".strip("-")
        name = next(name for n in count(1) if (name := stem if n == 1 else f"{stem}-{n}") not in self._taken)
        self._taken.add(name)
        return name


def _titled(page: str, title: str) -> str:
    """The title of the page is its h1, and the edition where that is not the reader's."""
    if not title:
        return page
    edition = re.search(r"<title>(.*?)</title>", page, re.DOTALL)
    words = ", ".join(filter(None, (" ".join(title.split()), edition[1].strip() if edition else "")))
    return re.sub(r"<title>.*?</title>", lambda _: f"<title>{words}</title>", page, count=1, flags=re.DOTALL)


def _plain(words: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", "", words)).split())

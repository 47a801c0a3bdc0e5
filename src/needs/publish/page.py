"""From exported HTML to a finished page: numbers, anchors, contents, scrollers, all worked out from the page."""

import re
import unicodedata
from itertools import count, zip_longest
from string import ascii_uppercase

from bs4 import BeautifulSoup, Tag
from bs4.dammit import EntitySubstitution
from bs4.formatter import HTMLFormatter


def named(page: Tag, *names: str) -> list[Tag]:
    """The tags of these names, in the order of the page."""
    return [tag for tag in page.find_all(True) if tag.name in names]


def of_class(page: Tag, name: str) -> list[Tag]:
    """The tags of the class, in the order of the page."""
    return [tag for tag in page.find_all(True) if name in _classes(tag)]


def cells(row: Tag) -> list[Tag]:
    """The cells of a table's row."""
    return [cell for cell in row.children if isinstance(cell, Tag) and cell.name in ("th", "td")]


CHARACTERS_THAT_FIT = 28  # beside one another at 320 px with spaced-out text; a wider table scrolls in its own frame
INVENTED, NOT_REAL = "Invented place", "(not a real place)"
_GAP = 2  # characters between two columns
_BROKEN_CODE = 8  # characters that code needs: unlike a word it may break anywhere
_DRAWING = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
_PLACE = re.compile(r'<svg data-drawing="(\d+)"></svg>')
_ID = re.compile(r"""\sid=["']([^"']+)""")
_SHAPE = re.compile(r"([^\w\s(\[]) (.+)")
_HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
_FORMATTER = HTMLFormatter(entity_substitution=EntitySubstitution.substitute_xml, void_element_close_prefix="")


def finish(html: str) -> str:
    """The page a reader meets: title, numbers, anchors, contents, and a scroller around whatever may be too wide.

    Drawings are set aside while the page is read, because reading lower-cases their names.
    """
    drawings, places = _DRAWING.findall(html), count()
    page = BeautifulSoup(_DRAWING.sub(lambda _: f'<svg data-drawing="{next(places)}"></svg>', html), "html.parser")
    anchors = _Anchors(_ID.findall(html))
    _lift_masthead(page)
    _pair_summary(page)
    _close_heading_gaps(page)
    _write_title(page)
    _anchor_headings(page, anchors)
    _write_contents(page, _number(page))
    _frame_charts(page, anchors)
    _frame_tables(page, anchors)
    _mark_verdicts(page)
    return _PLACE.sub(lambda place: drawings[int(place[1])], page.decode(formatter=_FORMATTER))


class _Anchors:
    """The ids of one page: every id asked for is new, ASCII and readable."""

    def __init__(self, taken: list[str]):
        self._taken = set(taken)

    def new(self, words: str) -> str:
        """An id from the words: "Who is in treatment?" gives who-is-in-treatment, and -2 the second time."""
        plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
        stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
        stem = stem if stem[:1].isalpha() else f"section-{stem}".strip("-")
        name = next(name for n in count(1) if (name := stem if n == 1 else f"{stem}-{n}") not in self._taken)
        self._taken.add(name)
        return name

    def of(self, tag: Tag, words: str) -> str:
        """The id the tag has, or a new one from the words."""
        if not tag.get("id"):
            tag["id"] = self.new(words)
        return str(tag["id"])


def _lift_masthead(page: BeautifulSoup) -> None:
    """The masthead is an output like any other, but belongs above contents and main text."""
    masthead = page.select_one("main header.masthead")
    if masthead:
        _there(page.select_one(".layout")).insert_before(masthead.extract())
        if band := masthead.select_one(".band"):  # by itself, so that it stays in sight below the masthead too
            masthead.insert_before(band.extract())
            _there(page.html)["style"] = (
                f"--band-in-print:{_css_text(_text(band))}"  # for the margin of every printed page
            )
            if INVENTED in _text(band):
                for caption in page.select("figure figcaption"):  # a picture may be copied out of the page
                    _put_last(page, caption, "mark", NOT_REAL)


def _css_text(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _pair_summary(page: BeautifulSoup) -> None:
    """Each term of the masthead's summary together with its words, so that the two stay in one column."""
    for term in page.select("dl.summary > dt"):
        words = term.find_next_sibling("dd")
        term.wrap(page.new_tag("div")).append(_there(words).extract())


def _close_heading_gaps(page: BeautifulSoup) -> None:
    """No level is skipped going down: an h4 straight after an h2 becomes an h3."""
    level = 0
    for heading in named(page, *_HEADINGS):
        level = min(int(heading.name[1]), level + 1)
        heading.name = f"h{level}"


def _write_title(page: BeautifulSoup) -> None:
    """The title of the page is its h1, and the edition where that is not the reader's."""
    if page.h1:
        title = _there(page.title)
        title.string = ", ".join(filter(None, (_text(page.h1), _text(title))))


def _anchor_headings(page: BeautifulSoup, anchors: _Anchors) -> None:
    for heading in named(_there(page.main), *_HEADINGS):
        anchors.of(heading, _text(heading))


def _number(page: BeautifulSoup) -> dict[str, str]:
    """Sections 1, 2 ... (appendices A, B ...) and paragraphs 2.1, 2.2 ...: the number of each section by its id."""
    plain, appendices = count(1), iter(ascii_uppercase)
    numbers: dict[str, str] = {}
    section, paragraphs = None, count(1)
    for element in _there(page.main).select("h2, p.numbered"):
        if element.name == "h2":
            section = next(appendices) if "appendix" in _classes(element) else str(next(plain))
            paragraphs, numbers[str(element["id"])] = count(1), section
            _put_first(page, element, "section-number", section)
        elif section is None:
            raise ValueError(f"a numbered paragraph stands before the first h2: {_text(element)[:60]!r}")
        else:
            number = f"{section}.{next(paragraphs)}"
            element["id"] = "p-" + number.lower().replace(".", "-")
            _put_first(page, element, "paragraph-number", number)
    return numbers


def _write_contents(page: BeautifulSoup, numbers: dict[str, str]) -> None:
    """A link to every h2, and below it to its h3s, in the order of the page."""
    contents = _there(page.select_one("nav.contents ol"))
    for heading in named(_there(page.main), "h2", "h3"):
        item, link = page.new_tag("li"), page.new_tag("a", href=f"#{heading['id']}")
        if heading.name == "h2":
            number = numbers[str(heading["id"])]
            link.string = _text(heading).removeprefix(number).strip()
            _put_first(page, link, "section-number", number)
            contents.append(item)
        else:
            link.string = _text(heading)
            section = contents.find_all("li", recursive=False)[-1]
            if not section.ol:
                section.append(page.new_tag("ol"))
            _there(section.ol).append(item)
        item.append(link)


def _frame_charts(page: BeautifulSoup, anchors: _Anchors) -> None:
    """A chart keeps a legible width and scrolls inside its card, so the card can be reached from the keyboard."""
    for figure in page.select("figure.chart"):
        if figure.figcaption and (card := figure.select_one(".card")):
            _make_scroller(card, anchors.of(figure.figcaption, "chart"))


def _frame_tables(page: BeautifulSoup, anchors: _Anchors) -> None:
    """Only a table that may be too wide for the narrowest screen becomes a stop for the keyboard."""
    for table in page.find_all("table"):
        around = _there(table.parent)
        frame = around if "scroll" in _classes(around) else table.wrap(page.new_tag("div"))
        frame.name, frame.attrs = "div", {"class": "fits"}
        _align_headers(table)
        if _may_be_too_wide(table) and table.caption:
            frame["class"] = "scroll"
            _make_scroller(frame, anchors.of(table.caption, "table"))


def _may_be_too_wide(table: Tag) -> bool:
    """Whether the longest words of the columns may not fit side by side; a drawing cannot be broken at all."""
    rows = [cells(row) for row in table.find_all("tr")]
    needed = (max(map(_longest_word, column)) + _GAP for column in zip_longest(*rows))
    return table.find("svg") is not None or sum(needed) > CHARACTERS_THAT_FIT


def _longest_word(cell: Tag | None) -> int:
    if cell is None or cell.find_all("code"):
        return _BROKEN_CODE if cell else 0
    return max(map(len, re.split(r"[\s-]+", cell.get_text())))


def _align_headers(table: Tag) -> None:
    """The header of a column of numbers is set to the right as they are."""
    rows = [cells(row) for row in table.find_all("tr") if _there(row.parent).name == "tbody"]
    for place, header in enumerate(table.select("thead th") if rows else []):
        below = [row[place : place + 1] for row in rows]
        if all(cell and "number" in _classes(cell[0]) for cell in below):
            header["class"] = "number"


def _make_scroller(frame: Tag, name_id: str) -> None:
    """A group and not a region: dozens of regions would bury the four landmarks a listener moves by."""
    frame.attrs |= {"tabindex": "0", "role": "group", "aria-labelledby": name_id}


def _mark_verdicts(page: BeautifulSoup) -> None:
    """The words of a verdict, not its cell, carry its colour; the shape before them is drawn and not read aloud."""
    for verdict in of_class(page, "verdict"):
        if verdict.name == "td":
            words = page.new_tag("span", attrs={"class": " ".join(_classes(verdict))})
            del verdict["class"]
            words.extend(list(verdict.contents))
            verdict.append(words)
            verdict = words
        if shape := _SHAPE.match(_text(verdict)):
            verdict["data-shape"], verdict.string = shape.groups()


def _put_last(page: BeautifulSoup, tag: Tag, name: str, words: str) -> None:
    mark = page.new_tag("span", attrs={"class": name})
    mark.string = f" {words}"
    tag.append(mark)


def _put_first(page: BeautifulSoup, tag: Tag, name: str, words: str) -> None:
    number = page.new_tag("span", attrs={"class": name})
    number.string = f"{words} "
    tag.insert(0, number)


def _text(tag: Tag) -> str:
    return " ".join(tag.get_text().split())


def _classes(tag: Tag) -> list[str]:
    return tag.get_attribute_list("class")


def _there(tag: Tag | None) -> Tag:
    """A tag that every page has."""
    assert tag is not None
    return tag

"""How tests read a page: its words, its sentences, its numbers, its sections and its evidence."""

import re

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
BANNED = re.compile(
    r"\b(significant\w*|due to|because of|as a result|led to|addicts?|abusers?|failing|failed|hard to reach|soared|plummeted|"
    r"poor|clients?)\b",
    re.IGNORECASE,
)
_SHAPES = re.compile(r"[▲▼△▽●] ")


def words(tag):
    """The text with single spaces, and none before a stop."""
    return re.sub(r"\s+([.,;:)])", r"\1", " ".join(tag.get_text(" ").split()))


def row_words(row):
    """The cells of a row of a table, without the shapes of verdicts."""
    return _SHAPES.sub("", " | ".join(words(cell) for cell in row.select("th, td")))


def said(paragraph):
    """What a numbered paragraph says: without its number, the lead in bold and the links to evidence."""
    parts = (part for part in paragraph.find_all(string=True) if not part.find_parent(["a", "span", "strong"]))
    return " ".join("".join(parts).split())


def sentences(text):
    """The text cut after each full stop, colon or semicolon that something new follows."""
    return [one for one in re.split(r"(?<=[.:;?]) (?=[A-Z\d£\"])", text) if one]


def numbers(text):
    """Every number of the text, as written."""
    return {number.rstrip(".,") for number in NUMBER.findall(text)}


def evidence(page):
    """The words of each row of the table of evidence, by its fact."""
    return {row["id"].removeprefix("e-"): row.get_text(" ") for row in page.select("tr[id^=e-k]")}


def titles(page):
    """The titles of the sections, without their numbers."""
    return [_title(heading) for heading in page.main.find_all("h2")]


def in_section(page, title):
    """The paragraphs and tables between the heading of a section and the next."""
    heading = next(one for one in page.main.find_all("h2") if _title(one) == title)
    parts = []
    for tag in heading.find_all_next(["h2", "p", "table"]):
        if tag.name == "h2":
            break
        parts.append(tag)
    return parts


def _title(heading):
    return words(heading).split(" ", 1)[1]

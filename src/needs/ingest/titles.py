"""What the title of a sheet says of all its figures: which of several kinds they are, or that they are of fewer people.

A title that narrows what a sheet is of goes into the figures, or the sheet is refused: it is never passed over.
"""

import re
from collections.abc import Mapping

from needs.ingest.columns import NotSaid, said
from needs.ingest.csvfile import CsvFile

_OF_A_WORKBOOK = re.compile(r"\.(?:xlsx|xlsm|xls|ods)(?:, sheet .*)?$")
_A_TABLE = re.compile(r"\W*table\b")
SEX = r"\b(?:fe)?males?\b|\b(?:wo)?men\b|\bboys?\b|\bgirls?\b|\bby (?:sex|gender)\b"
RATE = r"\brates?\b|\bper ?(?:1,?000|100|100,?000|thousand|cent)\b|\bpercent\w*|%|\b(?:age.)?standardi[sz]ed\b"


def of_sheet(file: CsvFile) -> str:
    """The name of a workbook's sheet, in small letters; empty of any other file."""
    return file.beside[0].casefold() if file.beside and _OF_A_WORKBOOK.search(file.name.casefold()) else ""


def text(file: CsvFile) -> str:
    """All that names a sheet: its own name, what stands above its header, and its file's name, in small letters."""
    return f"{of_sheet(file)} {said(file)}"


def told(file: CsvFile, ways: Mapping[str, str]) -> list[str]:
    """Which of several kinds a sheet is of: its own title goes first, then what else stands above, then its file's name."""
    above = [line.casefold() for line in file.above]
    titles = [line for line in above if _A_TABLE.match(line)]
    others = [line for line in above if not _A_TABLE.match(line)]
    for words in (of_sheet(file), " ".join(titles), " ".join(others), text(file)):
        if found := [kind for kind, way in ways.items() if re.search(way, words)]:
            return found
    return []


def refuse(file: CsvFile, words: str, wanted: str) -> None:
    """NotSaid where one of these words names the sheet: its figures are of something else, or of fewer people."""
    if found := re.search(words, text(file)):
        raise NotSaid(f"the title of the sheet says {found[0]!r}", wanted)

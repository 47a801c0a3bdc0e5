"""The workbooks of figures read back: each sheet as rows of values, each figure by the headings of its sheet."""

from collections.abc import Iterator
from pathlib import Path

import openpyxl
from odf import opendocument, table, teletype, text

IN_A_SHEET = ("Value", "Lower limit", "Upper limit", "Numerator", "Denominator")
BEFORE_THE_TABLE = 2  # lines: title and what the sheet holds
Book = dict[str, list[list]]


def excel(path: Path) -> Book:
    """The sheets of an Excel file."""
    book = openpyxl.load_workbook(path)
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


def open_document(path: Path) -> Book:
    """The sheets of an OpenDocument file, as odfpy reads it."""
    return {
        sheet.getAttribute("name"): [
            [_value(cell) for cell in row.getElementsByType(table.TableCell)]
            for row in sheet.getElementsByType(table.TableRow)
        ]
        for sheet in opendocument.load(str(path)).getElementsByType(table.Table)
    }


def in_subjects(book: Book) -> Iterator[dict]:
    """The rows of every sheet of figures, each by its headings."""
    for name, lines in book.items():
        if name not in ("Cover", "Contents", "Notes", "Definitions"):
            head, *below = lines[BEFORE_THE_TABLE:]
            yield from (dict(zip(head, row, strict=True)) for row in below)


def _value(cell) -> float | str:
    words = " ".join(teletype.extractText(paragraph) for paragraph in cell.getElementsByType(text.P))
    return float(cell.getAttribute("value")) if cell.getAttribute("valuetype") == "float" else words

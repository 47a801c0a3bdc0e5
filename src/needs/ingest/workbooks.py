"""The sheets of a workbook (XLSX or ODS) as rows of text, each cell as it stands: openpyxl reads one, the standard library the other.

A share that is formatted in percent stays text such as "52%", which is no number: its cell holds 0.52, and either would be a guess.
"""

import datetime
import io
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

from needs.ingest.csvfile import LARGEST_FILE, MOST_COLUMNS

ENDINGS = (".xlsx", ".ods")
Rows = list[list[str]]

_TABLE, _OFFICE, _TEXT = (
    f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" for name in ("table", "office", "text")
)
_MOST_ROWS = 100_000  # of a sheet
_MOST_ALIKE = 1_000  # rows, that are written as one


class Unreadable(ValueError):
    """A workbook that cannot be read; the argument says why."""


def sheets(content: bytes, ending: str) -> dict[str, Rows]:
    """The rows of each sheet by its title, all of one sheet equally long."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > LARGEST_FILE:
                raise Unreadable(f"what is packed in it has more than {LARGEST_FILE:,} bytes")
        found = _of_ods(content) if ending == ".ods" else _of_xlsx(content)
    except Unreadable:
        raise
    except Exception as error:  # a damaged workbook fails in as many ways as it has parts
        raise Unreadable(f"the workbook cannot be read ({type(error).__name__})") from None
    return {title: _even(rows) for title, rows in found.items()}


def _even(rows: Rows) -> Rows:
    if len(rows) > _MOST_ROWS or any(len(row) > MOST_COLUMNS for row in rows):
        raise Unreadable(f"a sheet of more than {_MOST_ROWS:,} rows or {MOST_COLUMNS:,} columns")
    width = max(map(len, rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]


def _of_xlsx(content: bytes) -> dict[str, Rows]:
    import openpyxl  # who reads no workbook need not wait for it

    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    found: dict[str, Rows] = {}
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # some programs write a wrong size
        found[sheet.title] = []
        for row in sheet.iter_rows():
            found[sheet.title].append(_without_end([_written(cell) for cell in row]))
            if len(found[sheet.title]) > _MOST_ROWS:
                break
    return found


def _without_end(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _written(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat().replace("T", " ")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value * 100:.15g}%" if "%" in (cell.number_format or "") else f"{value:.15g}"
    return str(value)


def _of_ods(content: bytes) -> dict[str, Rows]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open("content.xml") as text:
        tables = ElementTree.parse(text).iter(f"{_TABLE}table")
        return {table.get(f"{_TABLE}name", ""): _rows(table) for table in tables}


def _rows(table: ElementTree.Element) -> Rows:
    """The rows of a table; blank ones at its end, of which there may be a million, are left out."""
    rows: Rows = []
    for row in table.iter(f"{_TABLE}table-row"):
        cells = _without_end(list(_cells(row)))
        alike = int(row.get(f"{_TABLE}number-rows-repeated", "1"))
        rows += [cells] * min(alike, _MOST_ALIKE)
        if len(rows) > _MOST_ROWS:
            break
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _cells(row: ElementTree.Element) -> Iterator[str]:
    for cell in row:
        if cell.tag in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            alike = int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
            shown = "\n".join("".join(part.itertext()) for part in cell.iter(f"{_TEXT}p"))
            is_number = cell.get(f"{_OFFICE}value-type") in ("float", "currency")
            text = f"{float(cell.get(f'{_OFFICE}value', 'nan')):.15g}" if is_number else shown
            yield from [text] * min(alike, MOST_COLUMNS + 1)

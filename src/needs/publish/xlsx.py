"""A workbook of figures as an accessible Excel file, laid out by the Analysis Function's own gptables."""

import datetime
import re
import warnings
from pathlib import Path
from xml.sax.saxutils import escape

import gptables
import pandas as pd

from needs.publish import archive
from needs.publish.workbook import Sheet, Workbook

_CREATED = datetime.datetime(2000, 1, 1)  # a property every file must have, and none that would change its bytes
_AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_OPTIONS = {**_AS_TEXT, "in_memory": True}  # no temporary files, which a killed run would leave


def write(book: Workbook, path: Path) -> None:
    """Write the workbook: a cover, contents, then its sheets; text is text, whatever it begins with."""
    sheets = {sheet.name: _table(sheet) for sheet in book.sheets}
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="No note text provided")  # the notes are a sheet of our own
        made = gptables.produce_workbook(
            path,
            sheets,
            cover=gptables.Cover(book.title, intro=list(book.cover)),
            contentsheet_options={
                "title": "Contents",
                "instructions": "This sheet holds one table, with a link to each sheet.",
            },
            auto_width=False,
            workbook_options=_OPTIONS,
        )
    made.set_properties({"title": book.title, "created": _CREATED})
    made.get_worksheet_by_name("Contents").set_column(0, 1, 50)
    for sheet in book.sheets:
        for place, width in enumerate(sheet.headings.values()):
            made.get_worksheet_by_name(sheet.name).set_column(place, place, width)
    made.close()
    archive.rewrite(path, _in_english)


def _table(sheet: Sheet) -> gptables.GPTable:
    rows = [[_kept_as_it_is(cell) for cell in row] for row in sheet.rows]
    return gptables.GPTable(
        pd.DataFrame(rows, columns=list(sheet.headings), dtype=object),
        table_name=re.sub(r"\W", "_", sheet.name),
        title=sheet.title,
        instructions=sheet.about,
        additional_formatting=[
            {"column": {"columns": list(sheet.headings), "format": {"text_wrap": True, "valign": "top"}}}
        ],
    )


def _kept_as_it_is(cell):
    """gptables makes links of "[words](address)" and refuses a cell of signs alone."""
    if not isinstance(cell, str):
        return cell
    return cell.replace("](", "] (") if any(map(str.isalnum, cell)) else f"{cell} (as recorded)"


def _in_english(name: str, content: bytes) -> bytes:
    """The language is a property that XlsxWriter cannot set."""
    if name != "docProps/core.xml":
        return content
    return content.replace(
        b"</cp:coreProperties>", f"<dc:language>{escape('en-GB')}</dc:language></cp:coreProperties>".encode()
    )

"""A workbook of figures as an accessible OpenDocument spreadsheet (ODF 1.2), written with the standard library alone.

odfpy, which could write it too, has had no release since 2020, takes many times as long and dates what it writes; the
tests hold this file against its grammar.
"""

from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from needs.publish import archive
from needs.publish.workbook import Cell, Sheet, Workbook

TYPE = "application/vnd.oasis.opendocument.spreadsheet"
CENTIMETRES_A_CHARACTER = 0.2
_NAMESPACES = "".join(
    f' xmlns:{prefix}="{address}"'
    for prefix, address in {
        **{
            name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"
            for name in ("office", "table", "text", "style", "meta")
        },
        "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
        "xlink": "http://www.w3.org/1999/xlink",
        "dc": "http://purl.org/dc/elements/1.1/",
    }.items()
)
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_MANIFEST = (
    f'{_HEAD}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:version="1.2" manifest:media-type="{TYPE}"/>'
    + "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>'
        for name in ("content.xml", "meta.xml", "styles.xml")
    )
    + "</manifest:manifest>"
)
_STYLES = (
    f'{_HEAD}<office:document-styles{_NAMESPACES} office:version="1.2"><office:styles>'
    '<style:default-style style:family="table-cell"><style:text-properties fo:font-family="Arial" fo:font-size="12pt" '
    'fo:language="en" fo:country="GB"/></style:default-style></office:styles></office:document-styles>'
)
_CELL_STYLES = (
    '<style:style style:name="cell" style:family="table-cell"><style:table-cell-properties fo:wrap-option="wrap" '
    'style:vertical-align="top"/></style:style>'
    '<style:style style:name="heading" style:family="table-cell"><style:table-cell-properties fo:wrap-option="wrap" '
    'fo:border-bottom="0.05cm solid #000000"/><style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="title" style:family="table-cell"><style:text-properties fo:font-weight="bold" '
    'fo:font-size="16pt"/></style:style>'
)


def write(book: Workbook, path: Path) -> None:
    """Write the workbook: a cover, contents, then its sheets; a cell is a number or text, never a formula."""
    archive.write(
        path,
        [
            ("mimetype", TYPE.encode(), False),  # first and uncompressed, as the standard wants it
            ("content.xml", "".join(_content(book)).encode(), True),
            ("meta.xml", _meta(book).encode(), True),
            ("styles.xml", _STYLES.encode(), True),
            ("META-INF/manifest.xml", _MANIFEST.encode(), True),
        ],
    )


def _meta(book: Workbook) -> str:
    held = f"<meta:generator>needs</meta:generator><dc:title>{escape(book.title)}</dc:title><dc:language>en-GB</dc:language>"
    return f'{_HEAD}<office:document-meta{_NAMESPACES} office:version="1.2"><office:meta>{held}</office:meta></office:document-meta>'


def _content(book: Workbook) -> Iterator[str]:
    widths = sorted({85, 50, *(width for sheet in book.sheets for width in sheet.headings.values())})
    yield f'{_HEAD}<office:document-content{_NAMESPACES} office:version="1.2"><office:automatic-styles>'
    for width in widths:
        yield (
            f'<style:style style:name="w{width}" style:family="table-column"><style:table-column-properties '
            f'style:column-width="{width * CENTIMETRES_A_CHARACTER:.1f}cm"/></style:style>'
        )
    yield f"{_CELL_STYLES}</office:automatic-styles><office:body><office:spreadsheet>"
    yield from _table("Cover", [85], [[book.title], *([line] for line in book.cover)], headings_at=None)
    yield from _contents(book)
    for sheet in book.sheets:
        yield from _table(sheet.name, [*sheet.headings.values()], _lines(sheet), headings_at=2)
    yield f"<table:database-ranges>{''.join(_ranges(book))}</table:database-ranges>"
    yield "</office:spreadsheet></office:body></office:document-content>"


def _contents(book: Workbook) -> Iterator[str]:
    rows = [["Contents"], ["This sheet holds one table, with a link to each sheet."], ["Sheet name", "What it holds"]]
    rows += [[_Link(sheet.name), sheet.title] for sheet in book.sheets]
    yield from _table("Contents", [50, 50], rows, headings_at=2)


class _Link(str):
    """The name of a sheet, written as a link to it."""


def _lines(sheet: Sheet) -> list[list[Cell]]:
    return [[sheet.title], [sheet.about], list(sheet.headings), *map(list, sheet.rows)]


def _table(name: str, widths: list[int], rows: list[list[Cell]], headings_at: int | None) -> Iterator[str]:
    yield f"<table:table table:name={quoteattr(name)}>"
    yield from (f'<table:table-column table:style-name="w{width}"/>' for width in widths)
    for place, row in enumerate(rows):
        style = "title" if place == 0 else "heading" if place == headings_at else "cell"
        written = f"<table:table-row>{''.join(_cell(cell, style) for cell in row)}</table:table-row>"
        is_header = place == headings_at
        yield f"<table:table-header-rows>{written}</table:table-header-rows>" if is_header else written
    yield "</table:table>"


def _cell(cell: Cell, style: str) -> str:
    if not isinstance(cell, str):
        return f'<table:table-cell table:style-name="{style}" office:value-type="float" office:value="{cell}"><text:p>{cell}</text:p></table:table-cell>'
    words = escape(cell)
    if isinstance(cell, _Link):
        words = f'<text:a xlink:type="simple" xlink:href={quoteattr(f"#{_quoted(cell)}.A1")}>{words}</text:a>'
    return f'<table:table-cell table:style-name="{style}" office:value-type="string"><text:p>{words}</text:p></table:table-cell>'


def _ranges(book: Workbook) -> Iterator[str]:
    """Each table marked as one, with its row of headings, for whoever hears a sheet rather than sees it."""
    for place, sheet in enumerate(book.sheets):
        corner = f"{_column(len(sheet.headings))}{3 + len(sheet.rows)}"
        address = quoteattr(f"{_quoted(sheet.name)}.A3:{_quoted(sheet.name)}.{corner}")
        yield f'<table:database-range table:name="table{place}" table:target-range-address={address} table:contains-header="true"/>'


def _quoted(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"


def _column(number: int) -> str:
    """The letter of a column counted from 1; no sheet here has more than 26."""
    return chr(ord("A") + number - 1)

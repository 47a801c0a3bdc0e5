"""A workbook of figures as two accessible spreadsheets, the same bytes on every run: Excel and OpenDocument.

It follows the Analysis Function's "Releasing statistics in spreadsheets": one table a sheet from the first column, one
row of headings, no merged and no empty cell, shorthand in square brackets where there is no number.

odfpy, which could write it too, has had no release since 2020, takes many times as long and dates what it writes; the
tests hold this file against its grammar.
"""

import datetime
import re
import warnings
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import gptables
import pandas as pd

from needs.measure.safety import PUBLIC
from needs.present.assessment import Assessment
from needs.present.facts import Fact
from needs.present.figures import PROTECTED, SUBJECTS, has, in_group, named
from needs.present.numbers import SHORTHAND, SHORTHAND_EXPLAINED, rounded

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can hold; Office's own writers use it too


def _zipped(path: Path, entries: Iterable[tuple[str, bytes, bool]]) -> None:
    """Write entries, each its name, its bytes and whether it is compressed."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content, is_compressed in entries:
            entry = zipfile.ZipInfo(name, _FIRST_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED if is_compressed else zipfile.ZIP_STORED
            entry.create_system, entry.external_attr = 0, 0  # not whichever system this is
            archive.writestr(entry, content)


def rewrite(path: Path, change: Callable[[str, bytes], bytes]) -> None:
    """Write an archive's entries again, in their order, each as `change` gives it from its name and bytes."""
    with zipfile.ZipFile(path) as archive:
        entries = [(entry.filename, archive.read(entry), True) for entry in archive.infolist()]
    _zipped(path, ((name, change(name, content), is_compressed) for name, content, is_compressed in entries))


AVAILABLE_NOT, APPLICABLE_NOT, HIDDEN = "[x]", "[z]", "[c]"
HEADINGS = {
    "Measure": 44, "Area": 22, "Period": 26, "Span": 24, "Group": 26, "Kind": 12, "Value": 12, "Unit": 14,
    "Lower limit": 12, "Upper limit": 12, "Numerator": 12, "Denominator": 13, "Status": 24, "Origin": 26, "Source": 44,
    "Series": 26, "Rule": 14, "Words printed": 44,
}  # fmt: skip
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

Cell = str | int | float


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One sheet with one table: its name, what it holds, and its headings with the width of each column in characters."""

    name: str
    title: str
    about: str
    headings: dict[str, int]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Workbook:
    """A title, the lines of the cover, and the sheets; the first two are notes and definitions."""

    title: str
    cover: tuple[str, ...]
    sheets: tuple[Sheet, ...]


def workbook(assessment: Assessment, figures: list[dict]) -> Workbook:
    """The workbook of figures as `needs.present.figures` gives them, in their order."""
    title = f"Drug and alcohol figures: {named(assessment)}"
    return Workbook(
        title=title,
        cover=(
            *filter(None, [assessment.band]),
            f"Figures for {assessment.area.name} known by the end of {assessment.quarter}, what its own document prints, "
            "and the same figures of the areas it is set against.",
            "Figures are written as in the documents they go with, rounded once.",
            "Counts from records are rounded to the nearest five and small ones hidden, here as in the documents."
            if assessment.safe.policy == PUBLIC
            else "Counts from records are true counts. Small ones are among them.",
        ),
        sheets=tuple(
            replace(
                sheet, about=" ".join(filter(None, [assessment.safe.band and f"{assessment.safe.band}.", sheet.about]))
            )
            for sheet in (_notes(), _definitions(figures), *_subjects(figures, assessment))
        ),
    )


def plain(text: str) -> str:
    """Text on one line, without what XML cannot hold; never empty, for an empty cell says nothing."""
    return " ".join(_NOT_IN_XML.sub("", text).split()) or APPLICABLE_NOT


def _subjects(figures: list[dict], assessment: Assessment) -> Iterable[Sheet]:
    for subject in SUBJECTS.values():
        rows = tuple(_row(figure) for figure in figures if figure["subject"] == subject)
        if rows:
            yield Sheet(
                name=subject,
                title=f"{subject}: {named(assessment)}",
                about="One row is one figure. The sheet Notes explains shorthand; the sheet Definitions, each measure.",
                headings=HEADINGS,
                rows=rows,
            )


def _row(figure: dict) -> tuple[Cell, ...]:
    fact = figure["fact"]
    texts = {name: plain(figure[name]) for name in ("title", "area", "period", "window", "kind", "unit")}
    return (
        texts["title"], texts["area"], texts["period"], texts["window"], plain(in_group(figure)), texts["kind"],
        _number(fact, fact.value, fact.decimals), texts["unit"],
        _number(fact, fact.lower, fact.decimals), _number(fact, fact.upper, fact.decimals),
        _number(fact, fact.numerator, 0), _number(fact, fact.denominator, 0),
        plain(figure["status"]), plain(figure["origin"]), plain(figure["source_title"]),
        plain(figure["series"]), plain(figure["rule"]), plain(figure["quote"]),
    )  # fmt: skip


def _number(fact: Fact, number: float, decimals: int) -> Cell:
    """The number rounded as a document gives it, or the shorthand that says why there is none."""
    if fact.status in PROTECTED:
        return HIDDEN
    if has(number):
        value = rounded(number, decimals)
        return float(value) if value % 1 else int(value)
    if not fact.is_shown:
        return SHORTHAND.get(fact.status, AVAILABLE_NOT)
    return AVAILABLE_NOT if fact.interval_method == "none published" else APPLICABLE_NOT


def _notes() -> Sheet:
    return Sheet(
        name="Notes",
        title="Notes",
        about="This sheet holds one table: what shorthand and words in the other sheets stand for.",
        headings={"Sign or word": 24, "What it means": 90},
        rows=(
            *SHORTHAND_EXPLAINED.items(),
            ("Span", "How much time a figure covers. Figures of different spans are not to be compared."),
            ("Lower and upper limit", "The 95% interval: what chance alone may make of the figure."),
            ("Numerator, denominator", "The two counts that a percentage or a rate is worked out from."),
            ("Series", "The method or the revision of a figure. Figures of two series are never joined or subtracted."),
            ("Rule", "The version of its definition by which a figure was counted."),
            ("Words printed", "The words of a printed document that the figure, or the lack of one, was taken from."),
            ("As published", "Taken from the source that is named, unchanged."),
            ("Worked out here", "Calculated from published figures or counted from records."),
            ("Counted here from records", "Counted from the records of the invented place that the cover names."),
        ),
    )


def _definitions(figures: list[dict]) -> Sheet:
    """Each measure once with each of its definitions: one counted here and one published may differ."""
    said = dict.fromkeys((plain(figure["title"]), plain(figure["definition"])) for figure in figures)
    return Sheet(
        name="Definitions",
        title="Definitions",
        about="This sheet holds one table: what each measure counts.",
        headings={"Measure": 44, "Definition": 110},
        rows=tuple(said) or ((APPLICABLE_NOT, APPLICABLE_NOT),),
    )


_CREATED = datetime.datetime(2000, 1, 1)  # a property every file must have, and none that would change its bytes
_AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_OPTIONS = {**_AS_TEXT, "in_memory": True}  # no temporary files, which a killed run would leave


def write_excel(book: Workbook, path: Path) -> None:
    """Write the workbook: a cover, contents, then its sheets; text is text, whatever it begins with."""
    sheets = {sheet.name: _gptable(sheet) for sheet in book.sheets}
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
    rewrite(path, _in_english)


def _gptable(sheet: Sheet) -> gptables.GPTable:
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


def _kept_as_it_is(cell: Cell) -> Cell:
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


def write_open_document(book: Workbook, path: Path) -> None:
    """Write the workbook: a cover, contents, then its sheets; a cell is a number or text, never a formula."""
    _zipped(
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
    cover: list[list[Cell]] = [[line] for line in (book.title, *book.cover)]
    yield from _table("Cover", [85], cover, headings_at=None)
    yield from _contents(book)
    for sheet in book.sheets:
        yield from _table(sheet.name, [*sheet.headings.values()], _lines(sheet), headings_at=2)
    yield f"<table:database-ranges>{''.join(_ranges(book))}</table:database-ranges>"
    yield "</office:spreadsheet></office:body></office:document-content>"


def _contents(book: Workbook) -> Iterator[str]:
    rows: list[list[Cell]] = [
        ["Contents"],
        ["This sheet holds one table, with a link to each sheet."],
        ["Sheet name", "What it holds"],
    ]
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

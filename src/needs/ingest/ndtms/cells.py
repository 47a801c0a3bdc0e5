"""The cells of an NDTMS extract as text, with their lines; a file whose structure is not sound is refused, not repaired.

A sound file is tested line by line in one vectorised pass; only one that fails goes through the csv module, which is slow
but knows quoted line breaks, and names the lines.
"""

import csv
import hashlib
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import polars as pl

from needs.ingest import csvfile
from needs.ingest.ndtms.fields import CLIENT_REFERENCES, fields, is_printable
from needs.ingest.ndtms.rules import UNTOLD, About, FileRefused
from needs.ingest.ndtms.specification import folded

LINE = "line"
_OTHER_FORMATS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"%PDF", b"\xff\xfe", b"\xfe\xff")
_CELL = r'(?:"(?:[^"\r\n]|"")*"|[^",\r\n]*)'


@dataclass(frozen=True)
class Cells:
    """An extract as text: the known columns that are not blank throughout, each row with the line it begins on.

    `headers` are all known columns, blank or not: half of them may be blank, and cost time wherever they are looked at.
    `strangers` are the columns that are not known, by name where one is fit to print, otherwise by their place, and how many
    cells of each are filled in.
    """

    sha256: str
    rows: pl.DataFrame = field(repr=False)
    headers: tuple[str, ...]
    strangers: tuple[tuple[str, int], ...]
    is_ended: bool
    blank_columns: int = 0  # at the end, without a name and without a cell
    blank_rows: int = 0


def cells(content: bytes, encoding: str, about: About = UNTOLD) -> Cells:
    """A file's bytes as cells; FileRefused says which rule the file breaks and on which lines."""
    text = _text(content, encoding)
    header, rows, blank = _without_blank_columns(*(_sound(text, about) or _slowly(text, about)))
    rows, blank_rows = _without_blank_rows(rows)
    known = {header.index(name): name for name in header if name in about.specification.fields}
    strangers = tuple(_strangers(header, rows, known))
    texts = rows.select(pl.nth(*known))
    texts.columns = list(known.values())
    longest = texts.select(pl.all().str.len_bytes().max()).row(0)
    filled = [name for name, length in zip(texts.columns, longest, strict=True) if length]
    rows = texts.select(pl.col(filled).fill_null("").str.strip_chars(), rows[LINE])
    sha256, is_ended = hashlib.sha256(content).hexdigest(), text.endswith("\n")
    return Cells(sha256, rows, tuple(known.values()), strangers, is_ended, blank, blank_rows)


def _strangers(header: list[str], rows: pl.DataFrame, known: dict[int, str]) -> Iterator[tuple[str, int]]:
    """The columns that are not known, each with how many cells of it are filled in."""
    for place, name in enumerate(header):
        if place not in known:
            filled = (rows.to_series(place).fill_null("").str.strip_chars() != "").sum()
            # a line that is followed by rows as wide as it is a header; one that is not may have run into somebody's row
            yield name if rows.height and is_printable(name) else f"at place {place + 1}", int(filled)


def _without_blank_columns(header: list[str], rows: pl.DataFrame) -> tuple[list[str], pl.DataFrame, int]:
    """Header and rows without the blank columns that a spreadsheet leaves at the end, and how many there are."""
    named = max(place for place, name in enumerate(header, 1) if name)
    unnamed = rows.select(pl.nth(range(named, len(header)))) if named < len(header) else pl.DataFrame()
    filled = [
        place for place, cells in enumerate(unnamed, named + 1) if (cells.fill_null("").str.strip_chars() != "").any()
    ]
    if filled:
        raise FileRefused("F02", [(1, f"header cell {filled[0]} is blank, and cells stand below it")])
    return header[:named], rows.drop(unnamed.columns), len(header) - named


def _without_blank_rows(rows: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """Rows of which some cell is filled, and how many others there are; only those without a first cell are looked at."""
    if rows.is_empty():
        return rows, 0
    doubtful = rows.filter(pl.nth(0).fill_null("").str.strip_chars() == "")
    cells_of_row = pl.exclude(LINE).fill_null("").str.strip_chars() == ""
    blank = doubtful.filter(pl.all_horizontal(cells_of_row))[LINE]
    return rows.filter(~pl.col(LINE).is_in(blank.implode())) if len(blank) else rows, len(blank)


def records_below_the_header(content: bytes) -> int:
    """How many rows a file that cannot be read seems to have: its lines that are not blank, without the first."""
    # in UTF-16 each line begins or ends with a NUL byte, so that the last, empty one would count
    return max(sum(1 for line in content.splitlines() if line.strip(b" \t\0")) - 1, 0)


def _text(content: bytes, encoding: str) -> str:
    if content.startswith(_OTHER_FORMATS):
        raise FileRefused("F04", [(None, 'the file is no CSV, whatever its name: save it as "CSV UTF-8"')])
    if b"\0" in content:
        line = content.count(b"\n", 0, content.index(b"\0")) + 1
        raise FileRefused("F04", [(line, "the file has a NUL byte: fetch it again")])
    try:
        text = content.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        found = f"a byte that is not {encoding}: declare the file's encoding in ndtms.toml"
        raise FileRefused("F04", [(line, found)]) from None
    if not text or text.isspace():
        raise FileRefused("F04", [(None, "the file is empty")])
    if long := csvfile.too_long(content):
        raise FileRefused("F04", [long])
    # to look for one sign is many times as quick as for two, and most files have no such line ends
    return text.replace("\r\n", "\n") if "\r" in text else text


def _sound(text: str, about: About) -> tuple[list[str], pl.DataFrame] | None:
    """Header and rows of a file in which each line is a whole record; nothing where one line is not."""
    first = text[: text.find("\n")] if "\n" in text else text
    if len(first) > csv.field_size_limit() or not re.fullmatch(f"{_CELL}(?:,{_CELL})*", first) or not first.strip():
        return None
    cells = next(csv.reader([first]))
    body = text[len(first) + 1 :].rstrip("\n")
    header = _header(cells, 1, about)
    if not body:
        return header, _frame(len(header), [], [])
    body += "\n"
    record = f"{_CELL}(?:,{_CELL}){{{len(header) - 1}}}\n"
    if not pl.Series([body]).str.contains(f"^(?:{record})+$").all():
        return None
    rows = pl.read_csv(io.BytesIO(body.encode()), has_header=False, infer_schema=False)
    if rows.shape != (body.count("\n"), len(header)):
        return None
    return header, rows.with_columns(pl.int_range(2, rows.height + 2, dtype=pl.Int64).alias(LINE))


def _slowly(text: str, about: About) -> tuple[list[str], pl.DataFrame]:
    """Header and rows by the csv module, or the lines on which the structure fails."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    records, line = [], 1
    try:
        for record in reader:
            if record:
                records.append((line, record))
            if len(record) > csvfile.MOST_COLUMNS or len(records) > csvfile.MOST_RECORDS:
                wanted = f"at most {csvfile.MOST_COLUMNS:,} columns and {csvfile.MOST_RECORDS:,} rows"
                raise FileRefused("F03", [(line, f"{len(record):,} cells in row {len(records):,}, wanted {wanted}")])
            line = reader.line_num + 1
    except csv.Error:
        found = "the record that begins here cannot be read: quotation marks do not balance, or the file is cut short"
        raise FileRefused("F03", [(line, found)]) from None
    (header_line, cells), *records = records
    header = _header(cells, header_line, about)
    wrong = [(line, len(record)) for line, record in records if len(record) != len(header)]
    if wrong:
        named, more = wrong[: csvfile.MOST_LINES_NAMED], len(wrong) - csvfile.MOST_LINES_NAMED
        places = [(line, f"{count} cells, wanted the header's {len(header)}") for line, count in named]
        raise FileRefused("F03", places + [(None, f"{more:,} more rows that are not as wide")] * (more > 0))
    return header, _frame(len(header), [line for line, _ in records], [record for _, record in records])


def _frame(width: int, lines: list[int], records: list[list[str]]) -> pl.DataFrame:
    columns = {f"column_{place}": [record[place] for record in records] for place in range(width)}
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    return frame.with_columns(pl.Series(LINE, lines, dtype=pl.Int64))


def _header(cells: list[str], line: int, about: About) -> list[str]:
    """The header's names as the data set spells them; refused unless each is there once and the core is whole."""
    if len(cells) > csvfile.MOST_COLUMNS:
        raise FileRefused(
            "F02", [(line, f"the header has {len(cells):,} cells, wanted at most {csvfile.MOST_COLUMNS:,}")]
        )
    specification = about.specification
    names = [specification.names.get(folded(cell), cell.strip()) for cell in cells]
    missing = [name for name, known in fields().items() if known.is_required and name not in names]
    missing += [
        column.name
        for column in specification.required(about.end)
        if column.header not in names and column.header not in missing
    ]
    missing += [] if set(CLIENT_REFERENCES) & set(names) else ["CLIENTID or CLIENT"]
    if missing:
        # what stands there instead is not printed: in a file without a header it would be somebody's details
        raise FileRefused("F02", [(line, f"the header lacks {', '.join(missing)}")])
    within = names[: max(place for place, name in enumerate(names, 1) if name)]
    if not all(within):
        raise FileRefused("F02", [(line, f"header cell {within.index('') + 1} is blank")])
    repeated = [name for name, times in Counter(within).items() if times > 1]
    if repeated:
        named = (
            repeated[0] if repeated[0] in specification.fields else f"the name at place {names.index(repeated[0]) + 1}"
        )
        raise FileRefused("F02", [(line, f"the header has {named} more than once")])
    return names

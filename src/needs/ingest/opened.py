"""A file as somebody dropped it, opened: unpacked, decoded, and its table found, whatever a program has put around it.

Nothing is guessed and nothing mended in silence: whatever is left out (a numbering column, blank rows, lines above the
header) is noted, and a file that cannot be told is refused with what would make it readable.
"""

import csv
import gzip
import hashlib
import io
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path, PurePath

from needs import files
from needs.ingest import csvfile, large, workbooks
from needs.ingest.csvfile import LARGEST_FILE, CsvFile, unreadable
from needs.ingest.large import LARGE, LARGEST, Needed
from needs.ingest.problems import NOTED, Problem, UnreadableInput
from needs.ingest.sheets import SHEET

SAVE_IT = 'a CSV file: save the sheet as "CSV UTF-8"'
_SEPARATORS = {",": "commas", "\t": "tabs", ";": "semicolons", "|": "upright bars"}
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_MOST_ABOVE = 40  # lines that may stand above a header

Record = tuple[int, list[str]]
_HEAD = 1_000_000  # bytes in which a header must stand for a file to be told by it before it is read
Recognised = Callable[[tuple[str, ...]], str | None]
OfLarge = Mapping[str, Needed]  # for the kinds that may be large: which rows of such a file are used
NONE_LARGE: OfLarge = {}


def read(path: Path, name: str, kind_of: Recognised, of_large: OfLarge = NONE_LARGE) -> list[CsvFile]:
    """The file at a path; `kind_of` tells a header. Never raises: what cannot be read comes back refused.

    Files of the kinds in `of_large` may be larger than others. A workbook may hold several published sheets: each is a file.
    """
    path = Path(path)
    try:
        most = LARGEST if csvfile.too_large(path) and _may_be_large(path, kind_of, of_large) else LARGEST_FILE
        if csvfile.too_large(path, most):
            return [csvfile.read(path, name)]
        content = files.content(path, most)
    except OSError:
        return [csvfile.read(path, name)]
    return parse(content, name, kind_of, of_large)


def _may_be_large(path: Path, kind_of: Recognised, of_large: OfLarge) -> bool:
    with path.open("rb") as file:
        begins = file.read(_HEAD).decode("utf-8-sig", "replace")
    return _begun(begins, path.name, kind_of, of_large) is not None


def _begun(text: str, name: str, kind_of: Recognised, of_large: OfLarge) -> tuple[int, list[str], str] | None:
    """Of a text that begins as a kind that may be large: the line of its header, the header's cells, and the separator."""
    head = text[:_HEAD].rpartition("\n")[0]
    if not of_large or not head:
        return None
    separator = _separator(head)
    try:
        rows = csvfile.records(head, name, separator)
    except UnreadableInput:  # the piece may end within quotation marks
        return None
    headed = _headed(rows, kind_of)
    if headed is None or headed[1] > 1 or kind_of(tuple(headed[2])) not in of_large:
        return None
    return rows[headed[0]][0], headed[2], separator


def parse(content: bytes, name: str, kind_of: Recognised, of_large: OfLarge = NONE_LARGE) -> list[CsvFile]:
    """A file's bytes as text records; `name` tells by its ending whether it is packed, or a workbook."""
    sha256 = hashlib.sha256(content).hexdigest()
    try:
        content, ending = _unpacked(content, name)
        if ending in workbooks.ENDINGS and content.startswith(b"PK"):
            return _of_a_workbook(content, name, sha256, ending, kind_of)
        text, of_text = _text(content, name)
        file = _of_large(text, name, sha256, kind_of, of_large) or _of_text(text, name, sha256, kind_of)
        return [_noting(file, of_text)]
    except UnreadableInput as why:
        return [csvfile.refused(name, sha256, why.problem)]


def _noting(file: CsvFile, found: list[Problem]) -> CsvFile:
    return replace(file, problems=(*found, *file.problems))


def _noted(name: str, line: int | None, found: str, wanted: str) -> Problem:
    return Problem(name, line, None, found, wanted, NOTED)


def _unpacked(content: bytes, name: str) -> tuple[bytes, str]:
    """The bytes of the one file that is packed in another, and the ending of its name; other files as they are."""
    ending = PurePath(name).suffix.casefold()
    try:
        if content.startswith(b"\x1f\x8b"):
            with gzip.open(io.BytesIO(content)) as packed:
                return _limited(packed.read(LARGEST_FILE + 1), name), PurePath(PurePath(name).stem).suffix.casefold()
        if ending == ".zip" and content.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                inside = [entry for entry in archive.infolist() if _is_a_file(entry)]
                if len(inside) != 1:
                    raise unreadable(name, None, f"a ZIP archive of {len(inside)} files", "its files, unpacked here")
                with archive.open(inside[0]) as packed:
                    inner = PurePath(inside[0].filename).suffix.casefold()
                    return _limited(packed.read(LARGEST_FILE + 1), name), inner
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError, NotImplementedError):
        raise unreadable(name, None, "the archive cannot be unpacked", "a whole one: fetch the file again") from None
    return content, ending


def _is_a_file(entry: zipfile.ZipInfo) -> bool:
    return not entry.is_dir() and not entry.filename.startswith("__MACOSX") and not entry.filename.endswith(".DS_Store")


def _limited(content: bytes, name: str) -> bytes:
    if len(content) > LARGEST_FILE:
        raise unreadable(name, None, f"what is packed in it has more than {LARGEST_FILE:,} bytes", "a part of it")
    return content


def _of_a_workbook(content: bytes, name: str, sha256: str, ending: str, kind_of: Recognised) -> list[CsvFile]:
    """The one sheet of a workbook that is recognised, or all that are published sheets; each of their rows is a line."""
    try:
        sheets = workbooks.sheets(content, ending)
    except workbooks.Unreadable as why:
        raise unreadable(name, None, str(why), SAVE_IT) from None
    texts = {title: _as_csv(rows) for title, rows in sheets.items() if rows}
    headed = {title: _headed(csvfile.records(text, name), kind_of) for title, text in texts.items()}
    known = {title: kind_of(tuple(found[2])) for title, found in headed.items() if found}
    if len(known) != 1 and set(known.values()) != {SHEET}:
        found = f"a workbook of {len(sheets)} sheets, of which {len(known)} hold a table that is known"
        raise unreadable(name, None, found, f"one such sheet, or {SAVE_IT}")
    others = [line for title, rows in sheets.items() if title not in known for line in _first_lines(title, rows)]
    return [_of_a_sheet(title, texts[title], name, sha256, kind_of, others, len(known), len(sheets)) for title in known]


def _of_a_sheet(
    title: str, text: str, name: str, sha256: str, kind_of: Recognised, others: list[str], known: int, sheets: int
) -> CsvFile:
    """A sheet of a workbook; where several are read, each under a name of its own."""
    called = name if known == 1 else f"{name}, sheet {title.replace('/', ' ')}"
    try:
        file = _of_text(text, called, sha256, kind_of)
    except UnreadableInput as why:
        return csvfile.refused(called, sha256, why.problem)
    read_of = _noted(name, None, f"of {sheets} sheets the one called {title!r} is read", "nothing: this is a note")
    return replace(_noting(file, [read_of] if known == 1 < sheets else []), beside=(title, *file.beside, *others))


def _first_lines(title: str, rows: list[list[str]]) -> list[str]:
    """What a sheet that holds no known table begins with: a cover says of which publication a workbook is."""
    return [title, *(" ".join(filter(None, cells)) for cells in rows[:_MOST_ABOVE])]


def _as_csv(rows: list[list[str]]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(rows)
    return written.getvalue()


def _text(content: bytes, name: str) -> tuple[str, list[Problem]]:
    """A file's text, in UTF-8 or UTF-16 as it says itself; what is neither is read as Windows-1252, and noted."""
    if content.startswith(_UTF_16):
        try:
            return csvfile.decoded(content.decode("utf-16").encode(), name), []
        except UnicodeDecodeError:
            raise unreadable(name, None, "text in UTF-16 that is damaged", 'UTF-8: save it as "CSV UTF-8"') from None
    try:
        return csvfile.decoded(content, name), []
    except UnreadableInput as why:
        try:
            text = content.decode("cp1252")
        except UnicodeDecodeError:
            raise why from None
        if not isinstance(why.__cause__, UnicodeDecodeError) or "\0" in text:
            raise
        as_read = _noted(name, why.problem.line, f"{why.problem.found}; read as Windows-1252", why.problem.wanted)
        return csvfile.decoded(text.encode(), name), [as_read]


def _separator(text: str) -> str:
    """What stands between the cells, told by the lines that it cuts into most; commas unless another does better."""
    lines = [line for line in text.splitlines() if line.strip()][:_MOST_ABOVE]
    cuts = {sign: max((line.count(sign) for line in lines), default=0) for sign in _SEPARATORS}
    widest = max(cuts, key=lambda sign: cuts[sign])
    first = next(iter(lines), "")
    return widest if first.count(widest) > first.count(",") or cuts[","] == 0 else ","


def _of_large(text: str, name: str, sha256: str, kind_of: Recognised, of_large: OfLarge) -> CsvFile | None:
    """A large file of a kind of which few rows are used; None for any other."""
    begun = _begun(text, name, kind_of, of_large) if len(text) > LARGE else None
    if begun is None:
        return None
    line, header, separator = begun
    file = large.read(text, name, sha256, line, header, separator, of_large[kind_of(tuple(header)) or ""])
    if file is None and len(text) > LARGEST_FILE:
        found = f"a table of more than {LARGEST_FILE:,} bytes, not all of whose rows are lines as wide as the header"
        raise unreadable(name, None, found, "a whole one: fetch it again, or in several files")
    if file is None:
        return None
    problems = [] if separator == "," else [_separated(name, separator)]
    if line > 1:
        problems.append(
            _noted(name, 1, f"{line - 1} lines stand above the header", "the header first; read from there")
        )
    return replace(_noting(file, problems), above=tuple(text.splitlines()[: line - 1]) if line > 1 else ())


def _separated(name: str, separator: str) -> Problem:
    return _noted(name, None, f"the cells are separated by {_SEPARATORS[separator]}", "commas; read as it is")


def _of_text(text: str, name: str, sha256: str, kind_of: Recognised) -> CsvFile:
    separator = _separator(text)
    read_records = csvfile.records(text, name, separator)
    headed = _headed(read_records, kind_of)
    if headed is None:
        return _unknown(read_records, name, sha256, text)
    at, rows_of_header, header = headed
    if separator == ";" and _has_decimal_commas(read_records):
        found = "the cells are separated by semicolons, and numbers have commas: thousands or decimals cannot be told"
        raise unreadable(name, None, found, 'commas between cells and decimal points: save it as "CSV UTF-8"')
    problems = []
    if separator != ",":
        problems.append(_separated(name, separator))
    if at:
        found = f"{at} lines stand above the header" if at > 1 else "a line stands above the header"
        problems.append(_noted(name, read_records[0][0], found, "the header first; read from there"))
    body, notes = read_records[at + rows_of_header :], []
    if kind_of(tuple(header)) == SHEET:
        notes = [cells[0] for _, cells in body if _is_note(cells)]
        body, of_notes = _without_notes(body, name)
        problems += of_notes
    header, rows, of_cells = _without_blanks(header, body, name)
    header, rows, of_numbering = _without_numbering(header, rows, name)
    file = csvfile.tabled(name, sha256, (read_records[at][0], header), rows, text)
    above = tuple(" ".join(filter(None, cells)) for _, cells in read_records[:at])
    return replace(_noting(file, [*problems, *of_cells, *of_numbering]), above=above, beside=tuple(notes))


def _has_decimal_commas(rows: list[Record]) -> bool:
    return any("," in cell and cell.replace(",", "").strip("-+ ").isdecimal() for _, cells in rows for cell in cells)


def _headed(rows: list[Record], kind_of: Recognised) -> tuple[int, int, list[str]] | None:
    """Where the first header that is known begins, of how many rows it is, and its cells; None where there is none."""
    for at in range(min(len(rows), _MOST_ABOVE)):
        header = [cell.strip() for cell in rows[at][1]]
        if kind_of(tuple(header)):
            return at, 1, header
        below = [cell.strip() for cell in rows[at + 1][1]] if at + 1 < len(rows) else []
        if len(below) == len(header) and (joined := _of_two(header, below)) and kind_of(tuple(joined)):
            return at, 2, joined
    return None


def _of_two(upper: list[str], lower: list[str]) -> list[str]:
    """Two rows of a header as one: what heads several columns stands before each, and an estimate before its limits."""
    joined, heads, estimate = [], "", ""
    for above, below in zip(upper, lower, strict=True):
        heads, is_limit = above or heads, below.casefold().startswith(("lower", "upper"))
        estimate = estimate if is_limit and not above else below
        parts = (heads, estimate, below) if is_limit else (heads, below)
        joined.append(" ".join(filter(None, parts)) if below else above)
    return joined


def _without_blanks(header: list[str], rows: list[Record], name: str) -> tuple[list[str], list[Record], list[Problem]]:
    """Header and rows without blank rows, and without columns at the end that have neither a name nor a cell."""
    filled = [(line, cells) for line, cells in rows if any(cell.strip() for cell in cells)]
    named = max((place for place, cell in enumerate(header, 1) if cell), default=0)
    width = max(named, *(_width(cells) for _, cells in filled)) if filled else named
    problems = []
    if len(filled) < len(rows):
        found = f"{len(rows) - len(filled):,} blank rows"
        problems.append(_noted(name, None, found, "none; they are left out"))
    if width == named < len(header):
        found = f"{len(header) - named} blank columns at the end"
        problems.append(_noted(name, None, found, "none; they are left out"))
    if width > named:  # a cell stands where there is no name: csvfile says which row has it
        return header, filled, problems
    trimmed = [(line, cells[:named] if len(cells) > named else cells) for line, cells in filled]
    return header[:named], trimmed, problems


def _without_notes(rows: list[Record], name: str) -> tuple[list[Record], list[Problem]]:
    """The rows of a sheet without those of which only the first cell is filled: notes, and headings of parts."""
    notes = [line for line, cells in rows if _is_note(cells)]
    if not notes:
        return rows, []
    found = f"{len(notes)} lines of notes in the table or below it"
    noted = Problem(name, notes[0], None, found, "none; they are left out", NOTED, tuple(notes[1:]))
    return [(line, cells) for line, cells in rows if line not in set(notes)], [noted]


def _is_note(cells: list[str]) -> bool:
    return bool(cells[0].strip()) and _width(cells) == 1


def _width(cells: list[str]) -> int:
    return max((place for place, cell in enumerate(cells, 1) if cell.strip()), default=0)


def _without_numbering(
    header: list[str], rows: list[Record], name: str
) -> tuple[list[str], list[Record], list[Problem]]:
    """Header and rows without a first column that only numbers the rows, as other programs write one."""
    numbers = [cells[0].strip() for _, cells in rows if cells]
    if (
        not numbers
        or header[0].casefold() not in csvfile.NUMBERING
        or not all(number.isdecimal() for number in numbers)
    ):
        return header, rows, []
    counted = [int(number) for number in numbers]
    if any(later <= earlier for earlier, later in pairwise(counted)):
        return header, rows, []
    noted = _noted(name, None, "a first column that numbers the rows", "none; it is left out")
    return header[1:], [(line, cells[1:]) for line, cells in rows], [noted]


def _unknown(rows: list[Record], name: str, sha256: str, text: str) -> CsvFile:
    """A file without a header that is known, as it stands; what seems to be one may stand further below."""
    if not rows:
        raise unreadable(name, None, "the file is empty", "a header and rows")
    widths = [_width(cells) for _, cells in rows[:_MOST_ABOVE]]
    first = widths.index(max(widths))
    if 2 * widths[0] < max(widths):
        above = f"{first} line{'s stand' if first > 1 else ' stands'} above what seems to be the header"
        found = f"{above}, on line {rows[first][0]}, and it is not recognised by its {widths[first]} cells"
        raise unreadable(name, None, found, "a table that is known, or its header in the first line")
    return csvfile.tabled(name, sha256, rows[0], rows[1:], text)

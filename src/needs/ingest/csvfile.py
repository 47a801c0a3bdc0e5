"""A CSV file as it stands: cells as text, every record with its line, nothing repaired; too large a file is refused.

The limits lie far above what is real: an extract of one agency over four years has 6 million bytes and 144 columns.

pandas reads past most damage (a cut file, a second column of the same name, the word NA), so this reads with the csv
module in strict mode. A fault of the whole file leaves no rows; a fault of one record leaves the others.
"""

import csv
import hashlib
import io
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from needs import files
from needs.ingest.problems import (
    FILE_REFUSED,
    MISLEADING,
    NOTED,
    ROW_REFUSED,
    WITHOUT_MISLEADING,
    Problem,
    UnreadableInput,
)

LARGEST_FILE = 100_000_000  # bytes
LONGEST_LINE = 1_000_000  # bytes
MOST_COLUMNS = 1_000
MOST_RECORDS = 1_000_000
MOST_LINES_NAMED = 1_000  # of one fault
_PIECE = 1_000_000  # bytes read at once
# What programs call a first column that only numbers the rows
NUMBERING = ("", "unnamed: 0", "...1", "v1", "x", "index", "rownames", "row.names", "rowname")


def too_large(path: Path, most: int = LARGEST_FILE) -> str | None:
    """What is said of a file of more than so many bytes; None if it has no more. OSError if there is no such file."""
    size = path.stat().st_size
    return f"the file has {size:,} bytes, more than {most:,}" if size > most else None


def too_long(content: bytes) -> tuple[int, str] | None:
    """The first line that is too long to be one, and what is said of it; None if there is none."""
    for line, text in enumerate(io.BytesIO(content), start=1):
        if len(text) > LONGEST_LINE:
            return line, f"a line of {len(text):,} bytes, more than {LONGEST_LINE:,}"
    return None


def lines_and_fingerprint(path: Path) -> tuple[int, str]:
    """How many line breaks a file has, and its SHA-256, without holding it in memory."""
    breaks, digest = 0, hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            breaks += piece.count(b"\n")
            digest.update(piece)
    return breaks, digest.hexdigest()


_OTHER_FORMATS = {
    b"PK\x03\x04": "a ZIP file (XLSX, ODS or a compressed download)",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook (XLS)",
    b"\x1f\x8b": "a GZIP file",
    b"%PDF": "a PDF document",
    b"\xff\xfe": "text in UTF-16",
    b"\xfe\xff": "text in UTF-16",
}
# Fingertips named this last column for a time and gave no row a cell for it; its own dates prove the others in place
_NAMED_WITHOUT_CELLS = "Compared to goal"
_LINE = "line"  # the one column that is ours; no file may have its own of that name


@dataclass(frozen=True)
class CsvFile:
    """A file's header, its records as text with the line each begins on, and what is wrong with it.

    `records` counts every record below the header, refused ones too; 0 when the file could not be read at all.
    """

    name: str
    sha256: str
    header: tuple[str, ...]
    rows: pd.DataFrame
    records: int
    problems: tuple[Problem, ...]
    described_rows: int | None = None  # how many there should be, where a description says so
    above: tuple[str, ...] = ()  # the lines that stand above the header, as text
    beside: tuple[str, ...] = ()  # notes in and below the table, and the first lines of other sheets of its workbook

    @property
    def is_refused(self) -> bool:
        """Whether the whole file was refused."""
        return any(problem.severity == FILE_REFUSED for problem in self.problems)


def read(path: Path, name: str | None = None) -> CsvFile:
    """The file at a path; `name` is what problems call it. Never raises: what cannot be read comes back refused."""
    name, path = name or Path(path).name, Path(path)
    try:
        if large := too_large(path):
            fingerprint = lines_and_fingerprint(path)[1]
            return refused(name, fingerprint, Problem(name, None, None, large, "a part of it", FILE_REFUSED))
        return parse(files.content(path, LARGEST_FILE), name)
    except FileNotFoundError:
        found = "the file is missing"
    except OSError as error:
        found = f"the file cannot be opened ({error.strerror})"
    return refused(name, "", Problem(name, None, None, found, "a readable CSV file of that name", FILE_REFUSED))


def parse(content: bytes, name: str) -> CsvFile:
    """A file's bytes as text records."""
    sha256 = hashlib.sha256(content).hexdigest()
    try:
        text = decoded(content, name)
        header, *rows = records(text, name)
        return tabled(name, sha256, header, rows, text)
    except UnreadableInput as why:
        return refused(name, sha256, why.problem)


def tabled(
    name: str, sha256: str, headed: tuple[int, list[str]], records: list[tuple[int, list[str]]], text: str
) -> CsvFile:
    """Records below a header, each with its line, as a file; UnreadableInput where it is the whole file that is wrong."""
    header_line, header = headed
    header = _with_cells(header, records)
    _check_header(header, header_line, name)
    _check_ending(text, header, records, name)
    _check_widths(header, records, name)
    misleading = _misleading(text, header, records, name)
    turned = {problem.line for problem in misleading}
    whole = [(line, cells) for line, cells in records if len(cells) == len(header) and line not in turned]
    problems = misleading + [
        _wrong_width(name, line, cells, header) for line, cells in records if len(cells) != len(header)
    ]
    if not text.endswith(("\n", "\r")):
        problems.append(Problem(name, None, None, "no line break at the end", "one, or it may be cut short", NOTED))
    if not records:
        problems.append(Problem(name, None, None, "a header and no rows", "at least one row", NOTED))
    return CsvFile(name, sha256, tuple(header), _table(header, whole), len(records), tuple(problems))


def refused(name: str, sha256: str, problem: Problem) -> CsvFile:
    """A file that is refused whole, with the reason."""
    return CsvFile(name, sha256, (), _table([], []), 0, (problem,))


def _table(header: list[str], records: list[tuple[int, list[str]]]) -> pd.DataFrame:
    lines = pd.DataFrame({_LINE: pd.Series([line for line, _ in records], dtype="int64")})
    cells = pd.DataFrame([cells for _, cells in records], columns=pd.Index(header, dtype="str"), dtype="str")
    return lines.join(cells)


def decoded(content: bytes, name: str) -> str:
    """The text of a file in UTF-8; UnreadableInput where it is not that, or nothing."""
    for start, what in _OTHER_FORMATS.items():
        if content.startswith(start):
            raise unreadable(name, None, f"the file is {what}, whatever its name", 'CSV: save it as "CSV UTF-8"')
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # error.object lacks the byte order mark, content has it
        offset = error.start + len(content) - len(error.object)
        line = content.count(b"\n", 0, offset) + 1
        found = f"byte 0x{content[offset]:02x} at byte offset {offset} is not UTF-8"
        raise unreadable(name, line, found, 'UTF-8: save it as "CSV UTF-8"') from error
    if "\0" in text:
        offset = content.index(b"\0")
        line = content.count(b"\n", 0, offset) + 1
        raise unreadable(name, line, f"a NUL byte at byte offset {offset}", "text only: fetch the file again")
    if not text.strip():
        raise unreadable(name, None, "the file is empty", "a header and rows")
    if long := too_long(content):
        raise unreadable(name, *long, "a line break at the end of each row")
    return text


def records(text: str, name: str, separator: str = ",") -> list[tuple[int, list[str]]]:
    """Every record with the line it begins on; blank lines are no records."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=separator)
    found, line = [], 1
    try:
        for cells in reader:
            if cells:
                found.append((line, cells))
            if len(cells) > MOST_COLUMNS:
                raise unreadable(name, line, f"{len(cells):,} cells", f"at most {MOST_COLUMNS:,} columns")
            if len(found) > MOST_RECORDS:
                raise unreadable(name, line, "a row too many", f"at most {MOST_RECORDS:,}, in several files")
            line = reader.line_num + 1
    except csv.Error as error:
        what = f"the record cannot be read ({error})"
        raise unreadable(name, line, what, "balanced quotation marks; the file may be cut short") from error
    return found


def _with_cells(header: list[str], records: list[tuple[int, list[str]]]) -> list[str]:
    """The header without the last column that Fingertips names and no row has."""
    is_named = bool(records) and header[-1] == _NAMED_WITHOUT_CELLS
    return header[:-1] if is_named and all(len(cells) == len(header) - 1 for _, cells in records) else header


def _check_header(header: list[str], line: int, name: str) -> None:
    repeated = [column for column, times in Counter(header).items() if times > 1]
    if repeated:
        # By their places: the first line of a file that has no header may be somebody's record
        first, second, *_ = (number for number, column in enumerate(header, 1) if column == repeated[0])
        raise unreadable(name, line, f"header cells {first} and {second} are alike", "each column name once")
    if turned := next((number for number, column in enumerate(header, 1) if MISLEADING.search(column)), None):
        raise unreadable(name, line, f"header cell {turned} holds a sign that cannot be seen", WITHOUT_MISLEADING)
    if not all(column.strip() for column in header):
        position = next(number for number, column in enumerate(header, 1) if not column.strip())
        raise unreadable(name, line, f"header cell {position} is blank", "a name for every column")
    if _LINE in header:
        raise unreadable(name, line, f"a column named {_LINE!r}", "another name: the project uses that one itself")


def _check_ending(text: str, header: list[str], records: list[tuple[int, list[str]]], name: str) -> None:
    if not records or text.endswith(("\n", "\r")):
        return
    line, cells = records[-1]
    if len(cells) < len(header):
        found = f"the file ends in the middle of a row ({len(cells)} cells of {len(header)})"
        raise unreadable(name, line, found, "a complete file: fetch it again")


def _check_widths(header: list[str], records: list[tuple[int, list[str]]], name: str) -> None:
    """A file is refused whole where so many rows are not as wide as the header that it is the header that is wrong."""
    wrong = [line for line, cells in records if len(cells) != len(header)]
    if len(wrong) > MOST_LINES_NAMED:
        found = f"{len(wrong):,} rows that are not as wide as the header"
        raise unreadable(name, wrong[0], found, f"{len(header)} cells in each row")


def _misleading(text: str, header: list[str], records: list[tuple[int, list[str]]], name: str) -> list[Problem]:
    """A problem for each cell that holds a sign which hides or turns text, which is not repeated."""
    if not MISLEADING.search(text):
        return []
    return [
        Problem(name, line, None, f"cell {number} holds a sign that cannot be seen", WITHOUT_MISLEADING, ROW_REFUSED)
        for line, cells in records
        for number, cell in enumerate(cells[: len(header)], 1)
        if MISLEADING.search(cell)
    ]


def _wrong_width(name: str, line: int, cells: list[str], header: list[str]) -> Problem:
    wanted = f"{len(header)}, as in the header (a comma inside a cell needs quotation marks)"
    return Problem(name, line, None, f"{len(cells)} cells", wanted, ROW_REFUSED)


def unreadable(name: str, line: int | None, found: str, wanted: str) -> UnreadableInput:
    """What is raised of a file that is refused whole."""
    return UnreadableInput(Problem(name, line, None, found, wanted, FILE_REFUSED))

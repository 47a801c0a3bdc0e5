"""A large table of text, read with Polars: of a kind of which few rows are used, the others never become cells in memory.

The csv module would hold thirty million cells of an export of all authorities, in several thousand million bytes. What is
read here is a regular table alone: each row on a line of its own, as wide as the header. Any other goes the slow way, whose
messages say what is wrong with it.
"""

import io
from collections.abc import Callable

import numpy as np
import pandas as pd
import polars as pl

from needs.ingest.csvfile import NUMBERING, CsvFile
from needs.ingest.problems import MISLEADING, NOTED, Problem

LARGE = 4_000_000  # bytes, from which on a table is read here
# Twice the 230 million bytes that an export of 158 areas would have with sixteen years and counts that are not rounded to 5
LARGEST = 500_000_000  # bytes
_PIECE = 8_000_000  # bytes looked at together
_LINE_BREAK, _QUOTE = ord("\n"), ord('"')
Needed = Callable[[tuple[str, ...], pl.LazyFrame], pl.LazyFrame | None]  # of all rows those that are used; None for all


def read(
    text: str, name: str, sha256: str, header_line: int, header: list[str], separator: str, needed: Needed
) -> CsvFile | None:
    """The file of a text whose header (its cells) is on a line, with the rows that are used; None where it is not regular.

    `needed` is given the header and the rows, and gives those that are used. Lines are counted as in the whole text.
    """
    body = text[_after_line(text, header_line) :].encode()
    if (
        MISLEADING.search(text)
        or body.count(b"\r") != body.count(b"\r\n")
        or not _is_regular(body, len(header), separator)
    ):
        return None
    names = [cell or f"{_UNNAMED}{place}" for place, cell in enumerate(header)]
    if len(set(names)) < len(names):
        return None
    rows = pl.scan_csv(
        io.BytesIO(body), has_header=False, new_columns=names, infer_schema=False, separator=separator,
        empty_string_is_null=False, row_index_name="line", row_index_offset=header_line + 1,
    )  # fmt: skip
    numbers = names[:1] if header[0].casefold() in NUMBERING else []
    unnamed = [each for each in names if each.startswith(_UNNAMED) and each not in numbers]
    is_blank = [(pl.col(unnamed).str.strip_chars() == "").all()] if unnamed else []
    is_number = [pl.col(numbers).str.contains("^[0-9]+$").all()] if numbers else []
    number, *sound = rows.select(pl.len(), *is_blank, *is_number).collect(engine="streaming").row(0)
    if not all(sound) or number != body.count(b"\n") + (not body.endswith(b"\n")):
        return None
    left = [each for each in names if each not in (*unnamed, *numbers)]
    kept = needed(tuple(left), rows.select("line", *left))
    if kept is None:
        return None
    table = kept.with_columns(pl.col("line").cast(pl.Int64)).collect(engine="streaming")
    notes = {
        f"{len(unnamed)} blank columns": ("none; they are left out", bool(unnamed)),
        "a first column that numbers the rows": ("none; it is left out", bool(numbers)),
        "no line break at the end": ("one, or it may be cut short", not body.endswith(b"\n")),
    }
    problems = [Problem(name, None, None, found, wanted, NOTED) for found, (wanted, is_so) in notes.items() if is_so]
    rows_used = pd.DataFrame({column: table[column].to_pandas() for column in table.columns}).astype(
        dict.fromkeys(left, "str")
    )
    return CsvFile(name, sha256, tuple(left), rows_used, number, tuple(problems))


_UNNAMED = "\0column "


def _after_line(text: str, line: int) -> int:
    """Where the text goes on behind a line."""
    start = 0
    for _ in range(line):
        start = text.index("\n", start) + 1
    return start


def _is_regular(body: bytes, width: int, separator: str) -> bool:
    """Whether each line is one row of so many cells: what stands in quotation marks has separators but no line breaks."""
    is_inside, held, lines = 0, 0, 0
    for first in range(0, len(body), _PIECE):
        piece = np.frombuffer(body, dtype=np.uint8, count=min(_PIECE, len(body) - first), offset=first)
        inside = (
            np.cumsum(piece == _QUOTE, dtype=np.uint8) + np.uint8(is_inside)
        ) & 1  # 256 is even: overflow does no harm
        is_break = piece == _LINE_BREAK
        if (is_break & (inside == 1)).any():
            return False
        counted = np.cumsum((piece == ord(separator)) & (inside == 0), dtype=np.int64)
        ends = counted[is_break]
        cells = np.diff(ends, prepend=0)
        if len(ends):
            cells[0] += held
            held = int(counted[-1] - ends[-1])
            if (cells != width - 1).any():
                return False
        else:
            held += int(counted[-1])
        is_inside, lines = int(inside[-1]), lines + len(ends)
    return not is_inside and (held == width - 1 or body.endswith(b"\n")) and lines > 0

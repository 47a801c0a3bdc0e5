"""How large an input file may be: what is larger is refused before it takes the memory and the time of everybody else.

The limits lie far above what is real: an extract of one agency over four years has 6 million bytes and 144 columns.
"""

import hashlib
import io
from pathlib import Path

LARGEST_FILE = 100_000_000  # bytes
LONGEST_LINE = 1_000_000  # bytes
MOST_COLUMNS = 1_000
MOST_RECORDS = 1_000_000
MOST_LINES_NAMED = 1_000  # of one fault
_PIECE = 1_000_000  # bytes read at once


def too_large(path: Path) -> str | None:
    """What is said of a file that is too large to be read; None if it is not. OSError if there is no such file."""
    size = path.stat().st_size
    return f"the file has {size:,} bytes, more than {LARGEST_FILE:,}" if size > LARGEST_FILE else None


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

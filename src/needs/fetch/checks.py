"""Whether an answer is the file that was asked for: not an error page, not cut, with the columns that its reader knows."""

import csv
import hashlib
from dataclasses import dataclass
from pathlib import Path

from needs.code_lists.open_files import OpenFile
from needs.fetch.transfer import AGAIN, BY_HAND, NotFetched
from needs.ingest.kinds import kind_of
from needs.ingest.names import plain

_PLACES = ("areacode", "areaname", "localauthority")  # plain names of columns that name areas
_INDICATOR = "indicatorid"
_OTHER_FORMATS = {"<": "a web page", "{": "JSON", "[": "JSON"}  # by their first sign: how servers write errors
_KEPT = "what was there stays"


@dataclass(frozen=True, kw_only=True)
class Content:
    """What an answer holds: how many rows, the codes and names of areas, and the numbers of indicators, as written."""

    rows: int
    bytes: int
    sha256: str
    places: frozenset[str]
    indicators: frozenset[str]


def content(path: Path, wanted: OpenFile, is_announced: bool = True) -> Content:
    """What the file at a path holds; NotFetched where it is not what was wanted.

    Of an answer whose length nobody announced, one that does not end with a line break is taken to be cut.
    """
    size = path.stat().st_size
    if not size:
        raise NotFetched(f"the answer is empty: {_KEPT}; {AGAIN}")
    found = _read(path, wanted)
    with path.open("rb") as file:
        file.seek(-1, 2)
        if not is_announced and file.read(1) not in b"\r\n":
            raise NotFetched(f"the answer ends in the middle of a line: {_KEPT}; {AGAIN}")
    sha256 = sha256_of(path)
    if wanted.sha256 and sha256 != wanted.sha256:
        raise NotFetched(
            f"the answer has the SHA-256 {sha256}, not {wanted.sha256}: {_KEPT}; it is another file: {BY_HAND}"
        )
    rows, places, indicators = found
    return Content(rows=rows, bytes=size, sha256=sha256, places=places, indicators=indicators)


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read(path: Path, wanted: OpenFile) -> tuple[int, frozenset[str], frozenset[str]]:
    """The number of rows, the areas and the indicators, read a row at a time."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        try:
            start = lines.read(1000).lstrip()[:1]
            if start in _OTHER_FORMATS:
                what = _OTHER_FORMATS[start]
                raise NotFetched(f"the answer is {what}, not a table: {_KEPT}; {AGAIN}, or {BY_HAND}")
            lines.seek(0)
            reader = csv.reader(lines, strict=True)
            header = next(reader, [])
            _check_header(header, wanted)
            names = [plain(name) for name in header]
            at_places = [at for at, name in enumerate(names) if name in _PLACES]
            at_indicator = [at for at, name in enumerate(names) if name == _INDICATOR]
            rows, width, last = 0, 0, 0
            places: set[str] = set()
            indicators: set[str] = set()
            for cells in filter(None, reader):
                rows, last = rows + 1, len(cells)
                width = width or last
                places.update(cells[at] for at in at_places if at < last)
                indicators.update(cells[at] for at in at_indicator if at < last)
        except UnicodeDecodeError:
            raise NotFetched(f"the answer is no text in UTF-8: {_KEPT}; {AGAIN}, or {BY_HAND}") from None
        except csv.Error:
            raise NotFetched(f"the answer ends in the middle of a cell: {_KEPT}; {AGAIN}") from None
    if not rows:
        raise NotFetched(f"the answer holds a header and no rows: {_KEPT}; {AGAIN}, or {BY_HAND}")
    if last < width:
        raise NotFetched(f"the answer ends in the middle of a row ({last} cells of {width}): {_KEPT}; {AGAIN}")
    return rows, frozenset(places), frozenset(indicators)


def _check_header(header: list[str], wanted: OpenFile) -> None:
    held = {plain(name) for name in header}
    lacking = [name for name in wanted.header if plain(name) not in held]
    if lacking:
        raise NotFetched(
            f"the answer has no column {', '.join(lacking[:3])}{' ...' if len(lacking) > 3 else ''}: {_KEPT}; its layout has "
            f"changed, and {wanted.folder} takes what the readers know: {BY_HAND}"
        )
    if wanted.kind and kind_of(tuple(header)) != wanted.kind:
        raise NotFetched(f"the header of the answer is not that of a {wanted.kind} file: {_KEPT}; {BY_HAND}")

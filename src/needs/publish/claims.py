"""What a document says of itself: the parts, parameters and versions it was made from, read back from its last section."""

import re
from dataclasses import dataclass
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from needs.mistakes import Mistake
from needs.publish.provenance import Part, Provenance

SECTION = b'id="provenance"'
PARTS, SETTINGS, DOWNLOADS = "What this document was made from", "What it was made with", "Downloads"
_PARAMETER, _VERSION = "Parameter ", "version "
_STAMP = re.compile(r"Stamp <code>([0-9a-f]{16})</code>")
_REVIEW = re.compile(rb"<title>[^<]*Review edition</title>")


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A document's own account: what it was made from, which edition it is, and the files of figures that lay beside it."""

    made_from: Provenance
    is_review: bool
    offered: tuple[Part, ...]

    @property
    def offers_figures(self) -> bool:
        """Whether files of figures lay beside it."""
        return bool(self.offered)


def claim(document: bytes) -> Claim:
    """The account in a document's bytes; a Mistake where there is none, or where it is not the one that was stamped."""
    _, found, section = document.rpartition(SECTION)
    text = section.decode(errors="replace")
    stamp, page = _STAMP.search(text), BeautifulSoup(text, "html.parser")
    tables = {table.caption.get_text(): _rows(table) for table in page.find_all("table") if table.caption}
    if not (found and stamp and {PARTS, SETTINGS} <= set(tables)):
        raise Mistake("it is no document of this project: it has no provenance with a stamp")
    made_from = _provenance(tables[PARTS], tables[SETTINGS])
    if made_from.stamp != stamp[1]:
        wanted = f"what it says it was made from has the stamp {made_from.stamp}"
        raise Mistake(f"its provenance was edited by hand: it bears the stamp {stamp[1]}, and {wanted}")
    offered = tuple(Part(*row) for row in tables.get(DOWNLOADS, ()))
    return Claim(made_from=made_from, is_review=bool(_REVIEW.search(document)), offered=offered)


def _provenance(parts: list[tuple[str, str]], settings: list[tuple[str, str]]) -> Provenance:
    notebooks = [name for name, _ in parts if Path(name).suffix == ".ipynb"]
    return Provenance(
        notebook=notebooks[-1] if notebooks else "",
        parts=tuple(Part(*row) for row in parts),
        parameters=tuple((name.removeprefix(_PARAMETER), value) for name, value in settings if _is_parameter(name)),
        versions=tuple((name, value.removeprefix(_VERSION)) for name, value in settings if not _is_parameter(name)),
        command="",
    )


def _is_parameter(name: str) -> bool:
    return name.startswith(_PARAMETER)


def _rows(table: Tag) -> list[tuple[str, str]]:
    """The first and the last cell of each row below the headings."""
    rows = [row.find_all(["th", "td"]) for row in table.select("tbody tr")]
    return [(cells[0].get_text(), cells[-1].get_text()) for cells in rows if cells]

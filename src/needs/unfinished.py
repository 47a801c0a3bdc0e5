"""A note among the tables that they do not belong together yet, from the first that is written to the last.

A run that is killed in between leaves the note, so nobody takes half new and half old tables for results. While records
are counted the note names the partnerships they are of: documents of the others are made from what is published alone.
"""

from collections.abc import Iterable
from pathlib import Path

from needs.files import replacing
from needs.mistakes import Mistake

NAME = ".unfinished"


def begin(folder: Path, partnerships: Iterable[str] | None = None) -> None:
    """Note that tables are unfinished: all of them, or those of these partnerships and what sums over them."""
    with replacing(folder / NAME) as note:
        note.write_text("".join(f"{name}\n" for name in partnerships or ()), encoding="utf-8")


def end(folder: Path) -> None:
    """The tables belong together."""
    (folder / NAME).unlink(missing_ok=True)


def check(folder: Path, partnership: str | None = None) -> None:
    """Raise a Mistake if the tables are unfinished that documents are made from: all of them, or a partnership's."""
    note = folder / NAME
    if not note.exists():
        return
    counted = note.read_text(encoding="utf-8", errors="replace").splitlines()
    if not counted or partnership is None or partnership in counted:
        found = (
            f"the tables in data/processed/{folder.name} are being written, or a run was stopped while it wrote them"
        )
        raise Mistake(f"{found}: wait for it, or run `needs results`")

"""Folders of tables: in parts, one file a partnership, and with a note among them while they do not belong together yet.

In parts, so that a partnership's documents read, and are stale by, its own rows alone. A run that is killed between the
first table and the last leaves the note, so nobody takes half new and half old ones for results. While records are counted
it names the partnerships they are of: documents of the others are made from what is published alone.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from needs.files import replacing
from needs.mistakes import Mistake

if TYPE_CHECKING:  # whoever only looks for parts need not load it
    import pandas as pd

NOTE = ".unfinished"
SHARED = "_shared"  # the part that every document reads; no partnership's name begins like this


def write(table: "pd.DataFrame", folder: Path, part: str) -> Path:
    """Write a part as CSV, whole or not at all, and say where it is."""
    path = folder / f"{part}.csv"
    with replacing(path) as unfinished:
        table.to_csv(unfinished, index=False, lineterminator="\n", encoding="utf-8", date_format="%Y-%m-%d")
    return path


def write_each(table: "pd.DataFrame", folder: Path, names: "pd.Series | str" = "partnership") -> Iterator[Path]:
    """Write the rows of each name (a column, or one beside the table) as the part of that name; gives the paths."""
    for name, rows in table.groupby(names, sort=True):
        yield write(rows, folder, str(name))


def paths(folder: Path, partnership: str | None = None) -> list[Path]:
    """The files of a folder's parts: all, or those that a partnership's documents read."""
    found = sorted(folder.glob("*.csv"))
    return [path for path in found if partnership is None or path.stem == partnership or path.stem.startswith("_")]


def begin(folder: Path, partnerships: Iterable[str] | None = None) -> None:
    """Note that tables are unfinished: all of them, or those of these partnerships and what sums over them."""
    with replacing(folder / NOTE) as note:
        note.write_text("".join(f"{name}\n" for name in partnerships or ()), encoding="utf-8")


def end(folder: Path) -> None:
    """The tables belong together."""
    (folder / NOTE).unlink(missing_ok=True)


def check(folder: Path, partnership: str | None = None) -> None:
    """Raise a Mistake if the tables are unfinished that documents are made from: all of them, or a partnership's."""
    note = folder / NOTE
    if not note.exists():
        return
    counted = note.read_text(encoding="utf-8", errors="replace").splitlines()
    if not counted or partnership is None or partnership in counted:
        found = (
            f"the tables in data/processed/{folder.name} are being written, or a run was stopped while it wrote them"
        )
        raise Mistake(f"{found}: wait for it, or run `needs results`")

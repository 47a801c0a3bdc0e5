"""Tables in parts: a folder with one file a partnership, so that its documents read, and are stale by, its own rows alone."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from needs.files import replacing

if TYPE_CHECKING:  # whoever only looks for parts need not load it
    import pandas as pd

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

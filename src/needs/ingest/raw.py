"""The files below data/raw that are read, found by their endings; person-level extracts are none of them."""

import os
from pathlib import Path

from needs.folders import Folders
from needs.mistakes import Mistake, visible

# Person-level extracts and plans have readers of their own
NOT_READ_HERE = ("ndtms", "plans")
_READ = (".csv", ".json")
AREA = "area.toml"  # in a partnership's own folder: who it is
SOURCES = "sources.csv"  # in a partnership's own folder: what its figures and plans come from
SERVICES = "services.csv"  # likewise: where its services are


def dropped(folders: Folders) -> list[Path]:
    """The CSV files below data/raw that the project does not describe itself, in the order of their names."""
    found = (path for path in files(folders) if path.suffix.lower() == ".csv")
    return [path for path in found if not path.is_relative_to(folders.published) and not _has_a_reader(path, folders)]


def files(folders: Folders) -> list[Path]:
    """Every file below data/raw that is read: tables, and their description, in the order of their names."""
    left_out = [folders.raw / name for name in NOT_READ_HERE]
    found = (path for path in folders.raw.rglob("*") if path.suffix.lower() in _READ or path.name == AREA)
    paths = (path for path in found if path.is_file())
    return sorted(path for path in paths if not any(path.is_relative_to(folder) for folder in left_out))


def _has_a_reader(path: Path, folders: Folders) -> bool:
    """Whether it is a table of a partnership's own that is no table of figures."""
    return path.name in (SOURCES, SERVICES) and path.parent.parent == folders.raw / "local"


def check_names(folders: Folders) -> None:
    """A Mistake names a file or folder below data/raw whose name is no text, which no table could hold."""
    for path in sorted(folders.raw.rglob("*")):
        if not _is_text(str(path)):
            shown = os.fsencode(folders.relative(path)).decode("utf-8", "backslashreplace")
            raise Mistake(f"{visible(shown)}: the name is not UTF-8; rename it")


def _is_text(name: str) -> bool:
    try:
        return bool(name.encode())
    except UnicodeEncodeError:
        return False

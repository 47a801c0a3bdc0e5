"""Which files below data/raw are read and what they are: found by place and ending, told by their headers."""

import os
from pathlib import Path

from needs import files
from needs.folders import Folders
from needs.mistakes import Mistake, visible

# Person-level extracts and plans have readers of their own
NOT_READ_HERE = ("ndtms", "plans")
AREA = "area.toml"  # in a partnership's own folder: who it is
SOURCES = "sources.csv"  # in a partnership's own folder: what its figures and plans come from
SERVICES = "services.csv"  # likewise: where its services are
FETCHED = ".fetched.json"  # behind the whole name of a file that `needs fetch` brought: the record of it
COMPARATORS = "comparators.csv"  # likewise: the partnerships it wants to be set beside

# Endings of what is read: tables as text, such a table packed in another file, and workbooks
TABLES = (".csv", ".tsv")
PACKED = (".gz", ".zip")
WORKBOOKS = (".xlsx", ".ods")
_NO_DATA = ("readme", "license", "licence", "source", "thumbs.db", "desktop.ini")  # how the names of other files begin


def dropped(folders: Folders) -> list[Path]:
    """The tables below data/raw that the project does not describe itself, in the order of their names."""
    found = (path for path in found_files(folders) if path.suffix.lower() in (*TABLES, *PACKED, *WORKBOOKS))
    return [path for path in found if not path.is_relative_to(folders.published) and not _has_a_reader(path, folders)]


def not_read(folders: Folders) -> list[Path]:
    """Files below data/raw that nothing reads, but for notes on them, records of fetched ones and what systems leave there."""
    read = set(dropped(folders)) | {path for path in found_files(folders) if path.suffix.lower() == ".csv"}
    with_readers = [folders.published, *(folders.raw / name for name in NOT_READ_HERE)]
    paths = (path for path in folders.raw.rglob("*") if path.name not in (AREA, PAPER) and not _is_no_data(path))
    others = (path for path in paths if not any(path.is_relative_to(folder) for folder in with_readers))
    return sorted(path for path in others if path.is_file() and path not in read)


def found_files(folders: Folders) -> list[Path]:
    """Every file below data/raw that is read: tables, and their description, in the order of their names."""
    left_out = [folders.raw / name for name in NOT_READ_HERE]
    tables = (*TABLES, *PACKED, *WORKBOOKS)
    published = folders.published
    found = (
        path
        for path in folders.raw.rglob("*")
        if path.suffix.lower() in (".csv", ".json")
        or path.name == AREA
        or (path.suffix.lower() in tables and not path.is_relative_to(published) and not _is_no_data(path))
    )
    paths = (path for path in found if path.is_file())
    return sorted(path for path in paths if not any(path.is_relative_to(folder) for folder in left_out))


def _is_no_data(path: Path) -> bool:
    """Whether it is a note on other files or what a system leaves; a table is none, whatever its name begins with."""
    if path.name.startswith((".", "~$")) or path.suffix == ".md" or is_record_of_a_fetch(path):
        return True
    is_table = path.suffix.lower() in (*TABLES, *PACKED, *WORKBOOKS)
    return not is_table and path.name.casefold().startswith(_NO_DATA)


def is_record_of_a_fetch(path: Path) -> bool:
    """Whether it is the record of a file that `needs fetch` brought, beside that file."""
    return path.name.endswith(FETCHED) and path.with_name(path.name.removesuffix(FETCHED)).is_file()


def _has_a_reader(path: Path, folders: Folders) -> bool:
    """Whether it is a table of a partnership's own that is no table of figures."""
    return path.name in (SOURCES, SERVICES, COMPARATORS) and path.parent.parent == folders.raw / "local"


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


PAPER = "paper.toml"
NOTES = ".md"  # a note beside the tables of a plan is no table
MANIFEST = "manifest.json"  # what `needs synthesise` leaves beside the files it invents
OF_NO_PARTNERSHIP = (
    "results",
    "varied",
    "case_mix",
    "steps",
    "by_area",
)  # folders beside those of partnerships among the restricted tables
SETTINGS = "ndtms.toml"  # how a partnership's own extracts are written
SPECIFICATION = "specification"  # beside the extracts: what the columns and codes of data sets mean


def extracts(folders: Folders) -> list[Path]:
    """The folders of extracts, one a partnership, in the order of their names."""
    within = folders.raw / "ndtms"
    found = within.iterdir() if within.is_dir() else ()
    return sorted(path for path in found if path.is_dir() and _is_name(path.name))


def specifications(folder: Path) -> list[Path]:
    """Every file in a folder of specifications but notes, in the order of their names; none where there is no folder."""
    found = folder.iterdir() if folder.is_dir() else ()
    return sorted(path for path in found if path.is_file() and not path.name.startswith((".", "~$", "README")))


def files_of(folder: Path) -> list[Path]:
    """Every file in a partnership's folder of extracts, in the order of their names."""
    return sorted(path for path in folder.iterdir() if path.is_file())


def beside_extracts(folders: Folders) -> list[Path]:
    """What lies beside the extracts and is not read: not in a folder of a partnership, in one within it, or no CSV file."""
    own = [path for folder in extracts(folders) for path in files_of(folder)]
    read = {path for path in own if path.suffix.lower() == ".csv" or path.name in (MANIFEST, SETTINGS)}
    read |= set(specifications(folders.raw / "ndtms" / SPECIFICATION))  # read, or refused, with its reason
    others = sorted(path for path in (folders.raw / "ndtms").rglob("*") if not path.is_dir() and path not in read)
    return [path for path in others if not path.name.startswith((".", "README"))]


def _is_name(name: str) -> bool:
    """Whether a partnership may be called so: no folder that is put aside ("_old") or hidden, nor one with a name of ours."""
    return not name.startswith(("_", ".")) and name not in (*OF_NO_PARTNERSHIP, SPECIFICATION)


def is_invented(folder: Path) -> bool:
    """Whether a folder's records are those that `needs synthesise` made up."""
    return manifest(folder).get("invented") is True


def manifest(folder: Path) -> dict:
    """What `needs synthesise` says of the files it put there; nothing if they are not its own."""
    try:
        found = files.from_json(folder / MANIFEST)
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def has_doubtful_manifest(folder: Path) -> bool:
    """Whether a manifest lies there that does not say whether the records are invented: it was damaged, or is no manifest."""
    return (folder / MANIFEST).exists() and not is_invented(folder)


def papers(folders: Folders) -> list[Path]:
    """The papers of all partnerships, in the order of their names."""
    return sorted((folders.raw / "local").glob(f"*/{PAPER}"))


def plans(folders: Folders) -> list[Path]:
    """Every file of the plans, in the order of their names."""
    within = folders.raw / "plans"
    return sorted(path for path in within.rglob("*") if path.is_file() and path.suffix != NOTES)

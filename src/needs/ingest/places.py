"""Where extracts, papers and plans lie below data/raw, found without loading what reads them."""

from pathlib import Path

from needs import reading
from needs.folders import Folders

PAPER = "paper.toml"
NOTES = ".md"  # a note beside the tables of a plan is no table
MANIFEST = "manifest.json"  # what `needs synthesise` leaves beside the files it invents
OF_NO_PARTNERSHIP = ("results", "varied")  # folders beside those of partnerships among the restricted tables
SETTINGS = "ndtms.toml"  # how a partnership's own extracts are written


def extracts(folders: Folders) -> list[Path]:
    """The folders of extracts, one a partnership, in the order of their names."""
    within = folders.raw / "ndtms"
    found = within.iterdir() if within.is_dir() else ()
    return sorted(path for path in found if path.is_dir() and _is_name(path.name))


def files_of(folder: Path) -> list[Path]:
    """Every file in a partnership's folder of extracts, in the order of their names."""
    return sorted(path for path in folder.iterdir() if path.is_file())


def beside_extracts(folders: Folders) -> list[Path]:
    """What lies beside the extracts and is not read: not in a folder of a partnership, in one within it, or no CSV file."""
    own = [path for folder in extracts(folders) for path in files_of(folder)]
    read = {path for path in own if path.suffix.lower() == ".csv" or path.name in (MANIFEST, SETTINGS)}
    others = sorted(path for path in (folders.raw / "ndtms").rglob("*") if not path.is_dir() and path not in read)
    return [path for path in others if not path.name.startswith((".", "README"))]


def _is_name(name: str) -> bool:
    """Whether a partnership may be called so: no folder that is put aside ("_old") or hidden, nor one with a name of ours."""
    return not name.startswith(("_", ".")) and name not in OF_NO_PARTNERSHIP


def is_invented(folder: Path) -> bool:
    """Whether a folder's records are those that `needs synthesise` made up."""
    return manifest(folder).get("invented") is True


def manifest(folder: Path) -> dict:
    """What `needs synthesise` says of the files it put there; nothing if they are not its own."""
    try:
        found = reading.from_json(folder / MANIFEST)
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

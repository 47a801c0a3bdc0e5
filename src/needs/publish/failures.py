"""The documents that could not be rendered at the last attempt, each with its line, kept beside the others for the site."""

from pathlib import Path

from needs.files import replacing

_SUFFIX = ".failed.txt"


def keep(folder: Path, notebook: str, why: str) -> None:
    """Note in the folder of a partnership's quarter, in one line, why a notebook's document failed."""
    with replacing(folder / f"{notebook}{_SUFFIX}") as unfinished:
        unfinished.write_text(f"{why}\n", encoding="utf-8")


def forget(folder: Path, notebook: str) -> None:
    """The document was rendered: whatever failed before is past."""
    (folder / f"{notebook}{_SUFFIX}").unlink(missing_ok=True)


def kept(folder: Path) -> dict[str, str]:
    """Why each notebook failed, by its name; empty where none did."""
    return {
        path.name.removesuffix(_SUFFIX): path.read_text(encoding="utf-8").strip()
        for path in sorted(folder.glob(f"*{_SUFFIX}"))
    }

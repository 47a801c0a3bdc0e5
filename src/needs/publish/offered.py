"""The files that are offered beside a document, each with what it holds, its size and its fingerprint."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from needs.publish.documents import PUBLIC, named

FILES = {
    "figures.csv": "Every figure, one a line, with period, unit and status (CSV)",
    "figures.xlsx": "The same as an accessible workbook, a sheet a subject (Excel)",
    "figures.ods": "The same as an accessible workbook, a sheet a subject (OpenDocument)",
    "facts.json": "The same for programs, one object a figure (JSON)",
}


@dataclass(frozen=True, kw_only=True)
class Download:
    """A file beside a document: what it holds, its size in bytes and the SHA-256 of its bytes."""

    path: Path
    about: str
    size: int
    sha256: str


def of_figures(folder: Path, policy: str = PUBLIC) -> tuple[Download, ...]:
    """The files of figures that lie in a folder, in the order in which they are offered."""
    paths = {folder / called(name, policy): about for name, about in FILES.items()}
    return tuple(_described(path, about) for path, about in paths.items() if path.is_file())


def called(name: str, policy: str) -> str:
    """The name of a file of figures under a policy."""
    stem, _, ending = name.partition(".")
    return f"{named(stem, policy)}.{ending}"


def beside(folder: Path) -> tuple[Download, ...]:
    """The files of figures in a folder, then its PDFs by name."""
    printed = {
        path: f"{path.stem.replace('_', ' ').capitalize()} to print (tagged PDF)" for path in folder.glob("*.pdf")
    }
    return of_figures(folder) + tuple(_described(path, printed[path]) for path in sorted(printed))


def _described(path: Path, about: str) -> Download:
    content = path.read_bytes()
    return Download(path=path, about=about, size=len(content), sha256=hashlib.sha256(content).hexdigest())

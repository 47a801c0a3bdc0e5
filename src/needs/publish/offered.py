"""The files that are offered beside a document, each with what it holds, its size and its fingerprint."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

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


def of_figures(folder: Path) -> tuple[Download, ...]:
    """The files of figures that lie in a folder, in the order in which they are offered."""
    return tuple(_described(folder / name) for name in FILES if (folder / name).is_file())


def beside(folder: Path) -> tuple[Download, ...]:
    """The files of figures in a folder, then its PDFs by name."""
    return of_figures(folder) + tuple(_described(path) for path in sorted(folder.glob("*.pdf")))


def _described(path: Path) -> Download:
    content = path.read_bytes()
    about = FILES.get(path.name) or f"{path.stem.replace('_', ' ').capitalize()} to print (tagged PDF)"
    return Download(path=path, about=about, size=len(content), sha256=hashlib.sha256(content).hexdigest())

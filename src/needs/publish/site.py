"""The site: an index of every report and a page for each partnership and quarter, from what lies in the folder of reports."""

import html
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pandas as pd

from needs.areas import slug
from needs.files import replacing
from needs.folders import Folders
from needs.mistakes import Mistake
from needs.publish import checks, failures, offered, site_pages
from needs.publish.offered import Download
from needs.publish.provenance import Inputs, Provenance, provenance
from needs.publish.site_pages import ALL

UP_TO_DATE, OUT_OF_DATE, FAILED = "Up to date", "Out of date", "Failed"
REVIEW = ".review.html"
INDEX = "index.html"
_QUARTER = re.compile(r"(\d{4}-\d{2})-q([1-4])")
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_STAMP = re.compile(r"Stamp <code>([0-9a-f]{16})</code>")
_PARAMETER = re.compile(r'<th scope="row">Parameter (\w+)</th><td>(.*?)</td>')
_BAND = re.compile(r'<aside[^>]*class="band"[^>]*>(Invented place[^<]*)<')


@dataclass(frozen=True, kw_only=True)
class Document:
    """A document that was rendered, or failed: its files are its editions, and `why` is the line it failed with."""

    notebook: str
    title: str
    state: str
    why: str
    files: tuple[Path, ...]
    band: str


@dataclass(frozen=True, kw_only=True)
class Place:
    """What lies in one folder: of a partnership, or of all where it is ALL, and a quarter, or of all where that is empty."""

    partnership: str
    name: str
    quarter: str
    folder: Path
    documents: tuple[Document, ...]
    downloads: tuple[Download, ...]

    @property
    def band(self) -> str:
        """What its documents say of an invented place; empty of a real one."""
        return next((document.band for document in self.documents if document.band), "")


def written(folders: Folders, areas: pd.DataFrame) -> tuple[Path, ...]:
    """Write the page of each partnership and quarter and the index of all, and say where; `areas` gives their names.

    A ValueError says what is wrong with a page that would not pass the checks of a document; it is not written.
    """
    names = dict(areas.loc[areas["partnership"] != "", ["partnership", "name"]].to_numpy().tolist())
    countries = {slug(name): name for name in areas.loc[areas["type"] == "country", "name"]}
    known = places(folders, names | countries)
    pages = {
        place.folder / INDEX: site_pages.of_place(place, [one for one in known if one.partnership == place.partnership])
        for place in known
        if place.quarter
    }
    pages[folders.reports / INDEX] = site_pages.index(known, folders.reports, {ALL, *countries})
    for path, text in pages.items():
        _check(path, text, folders)
    for path, text in pages.items():
        with replacing(path) as unfinished:
            unfinished.write_bytes(text.encode())
    return tuple(pages)


def places(folders: Folders, names: Mapping[str, str]) -> tuple[Place, ...]:
    """Every folder that holds a document or a note of one that failed, by the partnership's name, then by quarter."""
    current = partial(_made_now, folders=folders, inputs=Inputs(folders))
    held = {path.parent for path in folders.reports.rglob("*") if path.suffix in (".html", ".txt")}
    found = (_place(folder, names, current, folders) for folder in sorted(held))
    return tuple(sorted((place for place in found if place.documents), key=lambda place: (place.name, place.quarter)))


def _place(folder: Path, names: Mapping[str, str], current, folders: Folders) -> Place:
    written_as = _QUARTER.fullmatch(folder.name)
    of = folder.parent.name if written_as else folder.name
    of = ALL if of == folders.reports.name else of
    return Place(
        partnership=of,
        name="All partnerships" if of == ALL else names.get(of) or of.replace("-", " ").capitalize(),
        quarter=f"{written_as[1]} Q{written_as[2]}" if written_as else "",
        folder=folder,
        documents=tuple(_documents(folder, current, folders)),
        downloads=offered.beside(folder),
    )


def _documents(folder: Path, current, folders: Folders):
    failed = failures.kept(folder)
    rendered = {path.name.removesuffix(".html") for path in folder.glob("*.html")}
    for notebook in sorted({name for name in rendered if not name.endswith(".review")} - {"index"} | set(failed)):
        files = tuple(path for suffix in (".html", REVIEW) if (path := folder / f"{notebook}{suffix}").is_file())
        text = files[0].read_text(encoding="utf-8") if files else ""
        title = _TITLE.search(text)
        yield Document(
            notebook=notebook,
            title=html.unescape(title[1]) if title else notebook.replace("_", " ").capitalize(),
            state=FAILED if notebook in failed else _state(text, notebook, current),
            why=_said(failed.get(notebook, ""), folders),
            files=files,
            band=html.unescape(found[1]) if (found := _BAND.search(text)) else "",
        )


def _state(text: str, notebook: str, current: Callable[[str, dict], Provenance | None]) -> str:
    """Whether a document rendered now, with the parameters it names, would carry the stamp that it carries."""
    stamp = _STAMP.search(text)
    now = current(notebook, {name: html.unescape(value) for name, value in _PARAMETER.findall(text)})
    return UP_TO_DATE if now and stamp and now.stamp == stamp[1] else OUT_OF_DATE


def _made_now(notebook: str, parameters: dict[str, str], folders: Folders, inputs: Inputs) -> Provenance | None:
    """What a document of the notebook would be made from now; None if the notebook has gone, or a parameter is none."""
    path = folders.notebooks / f"{notebook}.ipynb"
    with suppress(Mistake):
        return provenance(path, parameters, folders, inputs) if path.is_file() else None
    return None


def _said(why: str, folders: Folders) -> str:
    """The line a document failed with, unless it names a place on this machine."""
    page = f"<body><code>{html.escape(why)}</code></body>"
    told = [line for line in checks.problems(page, _private(folders)) if line.startswith("the page contains")]
    return "needs report says why" if told else why


def _check(path: Path, text: str, folders: Folders) -> None:
    found = list(checks.problems(text, _private(folders)))
    if found:
        raise ValueError(f"{folders.relative(path)}: {'; '.join(found)}")


def _private(folders: Folders) -> tuple[str, ...]:
    return str(folders.root), str(Path.home())

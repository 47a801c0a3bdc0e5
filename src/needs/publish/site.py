"""The site: an index of every report and a page for each partnership and quarter, no script, nothing fetched."""

import html
import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, partial
from itertools import groupby
from pathlib import Path

import pandas as pd
from markupsafe import Markup

from needs.areas import slug
from needs.files import replacing
from needs.folders import Folders
from needs.mistakes import Mistake
from needs.present.kit.html import element, joined
from needs.publish import batch, checks, downloads
from needs.publish.documents import SCENARIOS
from needs.publish.downloads import Download
from needs.publish.provenance import Inputs, Provenance, provenance
from needs.quarter import Quarter

MadeNow = Callable[[str, dict[str, str]], Provenance | None]
CHIPS = {"Up to date": "met", "Out of date": "similar", "Failed": "missed"}
ALL = "all"  # the folder of documents on all partnerships
STATES = {
    "Up to date": "the same inputs, code and parameters would give the same document now",
    "Out of date": "an input, the code or a version has changed since it was rendered",
    "Failed": "the last attempt to render it failed; what is offered, if anything, is from before",
}
INVENTED = "Invented places"
NOT_REAL = (
    "Nobody in their figures exists. They show what the documents of a partnership with treatment records look like."
)
_STATIC = Path(__file__).parent / "template" / "needs" / "static"
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def index(places: Sequence["Place"], reports: Path, more_than_one: Container[str]) -> str:
    """The index of every place: by partnership from A to Z, invented ones apart, then by quarter, then what is on all of them.

    `more_than_one` are the names of folders whose documents are on more than one partnership.
    """
    quarterly = [place for place in places if place.quarter and place.partnership not in more_than_one]
    real = [place for place in quarterly if not place.band]
    invented = [place for place in quarterly if place.band]
    letters = [(letter, list(found)) for letter, found in groupby(real, key=lambda place: place.name[:1].upper())]
    contents = [(f"letter-{letter.lower()}", letter, _by_name(found)) for letter, found in letters]
    contents += [("invented", INVENTED, _by_name(invented))] if invented else []
    general = [place for place in places if place.partnership in more_than_one]
    extra: list[tuple[str, str, dict[str, str]]] = [
        ("by-quarter", "By quarter", {}),
        *([("general", "On all partnerships", {})] if general else []),
    ]
    main = [
        element("p", _counted(places)),
        element("p", "To find a partnership, use the list or your browser's own search on this page."),
        [_letter(letter, found, reports) for letter, found in letters],
        [element("h2", INVENTED, id="invented"), element("p", NOT_REAL), _of_each(invented, reports)] if invented else None,
        element("h2", "By quarter", id="by-quarter"),
        [_of_quarter(quarter, quarterly, reports) for quarter in sorted({place.quarter for place in quarterly}, reverse=True)],
        _general(general, reports) if general else None,
    ]  # fmt: skip
    return _page("Drug and alcohol reports", [], _contents("Partnerships", [*contents, *extra]), main)


def of_place(place: "Place", of_partnership: Sequence["Place"]) -> str:
    """The page of one partnership and quarter: its documents with their state, its downloads, its other quarters."""
    others = [other for other in of_partnership if other is not place and other.quarter]
    top = [element("p", element("a", "All reports", href="../../index.html"), class_="trail")]
    headings: list[tuple[str, str, dict[str, str]]] = [("documents", "Documents", {}), ("downloads", "Downloads", {})]
    main = [
        element("h2", "Documents", id="documents"),
        _list_of_documents(place, place.folder),
        element("details", element("summary", "What the states mean"), element("dl", [(element("dt", state), element("dd", words)) for state, words in STATES.items()], class_="glossary")),
        element("h2", "Downloads", id="downloads"),
        _downloads(place.downloads),
    ]  # fmt: skip
    if others:
        headings.append(("other-quarters", "Other quarters", {}))
        links = [
            element("li", element("a", other.quarter, href=f"../{other.folder.name}/index.html")) for other in others
        ]
        main += [element("h2", "Other quarters", id="other-quarters"), element("ul", links, class_="quarters")]
    months = f"{Quarter.parse(place.quarter).months}. {_counted([place])}"
    title = f"{place.name}, {place.quarter}"
    return _page(title, [*top, element("p", months)], _contents("Contents", headings), main, place.band)


def _general(places: Sequence["Place"], reports: Path) -> list:
    of_each = [[element("h3", _called(place)), _list_of_documents(place, reports)] for place in places]
    return [element("h2", "On all partnerships", id="general"), *of_each]


def _called(place: "Place") -> str:
    """Of whom and when the documents of a place are, with the mark of one that does not exist."""
    return ", ".join(filter(None, [place.name, place.quarter])) + (" (not a real place)" if place.band else "")


def _by_name(places: Iterable["Place"]) -> dict[str, str]:
    return {place.partnership: place.name for place in places}


def _letter(letter: str, places: list["Place"], reports: Path) -> list[Markup]:
    return [element("h2", letter, id=f"letter-{letter.lower()}", class_="letter"), *_of_each(places, reports)]


def _of_each(places: list["Place"], reports: Path) -> list[Markup]:
    made = []
    for partnership, name in _by_name(places).items():
        own = [place for place in places if place.partnership == partnership]
        links = [element("li", _link(place, place.quarter, reports)) for place in own]
        made += [element("h3", name, id=partnership), element("ul", links, class_="quarters")]
    return made


def _of_quarter(quarter: str, places: list["Place"], reports: Path) -> Markup:
    own = [place for place in places if place.quarter == quarter]
    links = [element("li", _link(place, place.name, reports)) for place in own]
    months = f"{quarter}, {Quarter.parse(quarter).months} ({len(own)})"
    return element("details", element("summary", months), element("ul", links, class_="quarters"))


def _link(place: "Place", words: str, reports: Path) -> list:
    """A link to a place's page, with whatever a reader should know before following it."""
    states = {document.state for document in place.documents}
    marks = [state.lower() for state in ("Failed", "Out of date") if state in states]
    marks += ["not a real place"] if place.band else []
    target = (place.folder / "index.html").relative_to(reports).as_posix()
    return [element("a", words, href=target), f" ({', '.join(marks)})" if marks else ""]


def _list_of_documents(place: "Place", seen_from: Path) -> Markup:
    return element("ul", [_document(document, seen_from) for document in place.documents], class_="reports")


def _document(document: "Document", seen_from: Path) -> Markup:
    reader, *others = [path.relative_to(seen_from).as_posix() for path in document.files] or [""]
    sizes = [_size(path.stat().st_size) for path in document.files]
    chip = element("span", document.state, class_=f"verdict verdict-{CHIPS[document.state]}")
    forms: list[object] = [f"{sizes[0]}. " if sizes else "There is no earlier one. "]
    forms += [(element("a", "Review edition, with its code", href=path), f", {size}.") for path, size in zip(others, sizes[1:], strict=True)]  # fmt: skip
    title = element("a", document.title, href=reader) if reader else document.title
    why = element("span", element("code", document.why), class_="quiet") if document.why else None
    return element("li", title, " ", chip, element("span", forms, class_="quiet"), why)


def _downloads(found: Sequence[Download]) -> Markup:
    if not found:
        return element("p", "There are none. ", element("code", "needs report"), " writes them beside the documents.")
    words = (
        "The files of figures hold the same, made safe first: what is hidden in a document is hidden in each of them. "
        "A fingerprint (SHA-256) changes if one byte of a file does."
    )
    return joined([element("p", words), element("ul", [_download(one) for one in found], class_="reports")])


def _download(one: Download) -> Markup:
    return element(
        "li",
        element("a", one.path.name, href=one.path.name, download=one.path.name),
        f", {_size(one.size)}",
        element("span", one.about, class_="quiet"),
        element("span", "SHA-256 ", element("code", one.sha256), class_="quiet"),
    )


def _counted(places: Sequence["Place"]) -> str:
    """How many documents there are and in what state: "2 documents: 1 failed, 1 up to date"."""
    states = [document.state for place in places for document in place.documents]
    said = [
        f"{states.count(state)} {state.lower()}" for state in ("Failed", "Out of date", "Up to date") if state in states
    ]
    one_or_more = "document" if len(states) == 1 else "documents"
    return f"{len(states):,} {one_or_more}: {', '.join(said)}." if states else "There are no documents yet."


def _contents(label: str, headings: Iterable[tuple[str, str, dict[str, str]]]) -> Markup:
    items = [
        element(
            "li",
            element("a", words, href=f"#{anchor}"),
            element("ol", [element("li", element("a", name, href=f"#{partnership}")) for partnership, name in below.items()]) if below else None,
        )
        for anchor, words, below in headings
    ]  # fmt: skip
    title = element("p", label, class_="contents-title", aria_hidden="true")
    folded = element("details", element("summary", label), element("ol", items))
    return element("nav", title, folded, class_="contents", aria_label=label)


def _page(title: str, below_title: list, contents: Markup, main: list, band: str = "") -> str:
    head = element(
        "head",
        Markup('<meta charset="utf-8">'),
        Markup(f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'),
        Markup('<meta name="viewport" content="width=device-width, initial-scale=1">'),
        Markup('<meta name="color-scheme" content="light dark">'),
        element("title", title),
        element("style", Markup(_style())),
    )
    trail, rest = below_title[:1], below_title[1:]
    masthead = element("header", trail, element("h1", title), rest, class_="masthead")
    layout = element("div", contents, element("main", main, id="content"), class_="layout")
    footer = element("footer", element("p", "These pages and files ask nothing of the network."), class_="site-footer")
    skip = element("a", "Skip to main content", class_="skip", href="#content")
    said = element("aside", band, class_="band", aria_label="What this is") if band else None
    body = element("body", skip, said, masthead, layout, footer)
    return f"<!DOCTYPE html>\n{element('html', head, body, lang='en-GB')}\n"


@cache
def _style() -> str:
    return "".join((_STATIC / name).read_text(encoding="utf-8") for name in ("needs.css", "site.css"))


def _size(size: int) -> str:
    """A size in bytes as a reader would say it."""
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1000)):,} kB"


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
        place.folder / INDEX: of_place(place, [one for one in known if one.partnership == place.partnership])
        for place in known
        if place.quarter
    }
    pages[folders.reports / INDEX] = index(known, folders.reports, {ALL, *countries})
    for path, text in pages.items():
        _check(path, text, folders)
    for path, text in pages.items():
        with replacing(path) as unfinished:
            unfinished.write_bytes(text.encode())
    return tuple(pages)


def places(folders: Folders, names: Mapping[str, str]) -> tuple[Place, ...]:
    """Every folder that holds a document or a note of one that failed, by the partnership's name, then by quarter.

    What compares scenarios is among the documents of its partnership and quarter, and the scenarios are not.
    """
    current = partial(_made_now, folders=folders, inputs=Inputs(folders))
    held = {_home(path) for path in folders.reports.rglob("*") if path.suffix in (".html", ".txt")}
    found = (_place(folder, names, current, folders) for folder in sorted(held))
    return tuple(sorted((place for place in found if place.documents), key=lambda place: (place.name, place.quarter)))


def _home(path: Path) -> Path:
    """The folder of a document's partnership and quarter: scenarios have folders of their own below it."""
    return path.parents[2] if path.parents[1].name == SCENARIOS else path.parent


def _place(folder: Path, names: Mapping[str, str], current: MadeNow, folders: Folders) -> Place:
    written_as = _QUARTER.fullmatch(folder.name)
    of = folder.parent.name if written_as else folder.name
    of = ALL if of == folders.reports.name else of
    return Place(
        partnership=of,
        name="All partnerships" if of == ALL else names.get(of) or of.replace("-", " ").capitalize(),
        quarter=f"{written_as[1]} Q{written_as[2]}" if written_as else "",
        folder=folder,
        documents=tuple(
            document
            for one in (folder, *sorted((folder / SCENARIOS).glob("*/")))
            for document in _documents(one, current, folders)
            if one == folder or document.notebook == SCENARIOS
        ),
        downloads=downloads.beside(folder),
    )


def _documents(folder: Path, current: MadeNow, folders: Folders) -> Iterator[Document]:
    failed = batch.kept(folder)
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


def _state(text: str, notebook: str, current: MadeNow) -> str:
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

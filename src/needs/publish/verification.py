"""Whether a document is what its own provenance says: made again beside it, byte for byte, and where not, why."""

import ast
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from needs.folders import Folders
from needs.mistakes import Mistake
from needs.present import parameters
from needs.publish.batch import Batch, Done, Workers, finished, source_of
from needs.publish.documents import FIGURES, Job
from needs.publish.provenance import CODE, LOCK, NOT_GIVEN, Inputs, Part, Provenance, sha256_of

if TYPE_CHECKING:
    from needs.measure.safe import Safe

SECTION = b'id="provenance"'
PARTS, SETTINGS, DOWNLOADS = "What this document was made from", "What it was made with", "Downloads"
_PARAMETER, _VERSION = "Parameter ", "version "
_STAMP = re.compile(r"Stamp <code>([0-9a-f]{16})</code>")
_REVIEW = re.compile(rb"<title>[^<]*Review edition</title>")


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A document's own account: what it was made from, which edition it is, and the files of figures that lay beside it."""

    made_from: Provenance
    is_review: bool
    offered: tuple[Part, ...]

    @property
    def offers_figures(self) -> bool:
        """Whether files of figures lay beside it."""
        return bool(self.offered)


def claim(document: bytes) -> Claim:
    """The account in a document's bytes; a Mistake where there is none, or where it is not the one that was stamped."""
    _, found, section = document.rpartition(SECTION)
    text = section.decode(errors="replace")
    stamp, page = _STAMP.search(text), LexborHTMLParser(text)
    tables = {caption.text(): _rows(table) for table in page.css("table") if (caption := table.css_first("caption"))}
    if not (found and stamp and {PARTS, SETTINGS} <= set(tables)):
        raise Mistake("it is no document of this project: it has no provenance with a stamp")
    made_from = _provenance(tables[PARTS], tables[SETTINGS])
    if made_from.stamp != stamp[1]:
        wanted = f"what it says it was made from has the stamp {made_from.stamp}"
        raise Mistake(f"its provenance was edited by hand: it bears the stamp {stamp[1]}, and {wanted}")
    offered = tuple(Part(*row) for row in tables.get(DOWNLOADS, ()))
    return Claim(made_from=made_from, is_review=bool(_REVIEW.search(document)), offered=offered)


def _provenance(parts: list[tuple[str, str]], settings: list[tuple[str, str]]) -> Provenance:
    notebooks = [name for name, _ in parts if Path(name).suffix == ".ipynb"]
    return Provenance(
        notebook=notebooks[-1] if notebooks else "",
        parts=tuple(Part(*row) for row in parts),
        parameters=tuple((name.removeprefix(_PARAMETER), value) for name, value in settings if _is_parameter(name)),
        versions=tuple((name, value.removeprefix(_VERSION)) for name, value in settings if not _is_parameter(name)),
        command="",
    )


def _is_parameter(name: str) -> bool:
    return name.startswith(_PARAMETER)


def _rows(table: LexborNode) -> list[tuple[str, str]]:
    """The first and the last cell of each row below the headings."""
    rows = [row.css("th, td") for row in table.css("tbody tr")]
    return [(cells[0].text(), cells[-1].text()) for cells in rows if cells]


IDENTICAL, EDITED, DIFFERENT, CANNOT = "identical", "edited", "different", "cannot be verified"
EXIT_CODES = {IDENTICAL: 0, EDITED: 1, DIFFERENT: 1, CANNOT: 2}
ONLY_ITSELF = "the bytes differ in the provenance alone: all above it is the same"
ABOVE_TOO = "the bytes differ above the provenance too, from line {line} on"
BY_HAND = "nothing that it names has changed, and line {line} is not what that gives: edited by hand, or made by something it does not name"
_SHORT = 12  # characters of a fingerprint: enough to tell two files apart by eye
_FIGURES_ARE_OF = ("partnership", "quarter", "policy")


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What was found of one document: its state, and a line for each thing that has changed or stands in the way."""

    report: Path
    state: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class _Rebuild:
    """A document, what it claims, what it would be made from now, and the job that makes it again elsewhere."""

    report: Path
    document: bytes
    claim: Claim
    now: Provenance
    job: Job


def verify(
    reports: Iterable[Path], folders: Folders, read: Callable[[Path, str], "Safe"], workers: Workers
) -> Iterator[Verdict]:
    """The verdict on each document, in their order; they are made again in a temporary folder and never overwritten.

    `read` gives the safe tables of a folder; the documents are made again side by side by the workers.
    """
    inputs = Inputs(folders)
    with TemporaryDirectory(prefix="needs-") as folder:
        asked = [_asked(report, Path(folder), folders, inputs) for report in reports]
        again = [one for one in asked if isinstance(one, _Rebuild)]
        stages = [[one for one in map(_figures, again) if one], [one.job for one in again]]
        done = {one.job: one for one in finished(stages, Batch.of(folders, read, workers))} if again else {}
        yield from (_verdict(one, done, folders) if isinstance(one, _Rebuild) else one for one in asked)


def above(document: bytes) -> bytes:
    """What a document says before its provenance, which any change alters."""
    return document.rpartition(SECTION)[0]


def _asked(report: Path, temporary: Path, folders: Folders, inputs: Inputs) -> _Rebuild | Verdict:
    """What is to be made again for a document; or why that cannot be."""
    try:
        document = report.read_bytes()
        said = claim(document)
        job = _job(said, temporary, folders)
        now = source_of(job, folders, inputs)
    except OSError as error:
        return Verdict(report=report, state=CANNOT, lines=(f"it cannot be read ({type(error).__name__})",))
    except Mistake as mistake:
        return Verdict(report=report, state=CANNOT, lines=(str(mistake),))
    return _Rebuild(report=report, document=document, claim=said, now=now, job=job)


def _job(said: Claim, temporary: Path, folders: Folders) -> Job:
    """The document's notebook with its parameters, those the notebook still has, to a folder with others of its place."""
    notebook, given = asked_for(said, folders)
    place = repr((notebook.stem, said.offers_figures, given))
    # Named by a fingerprint: what a document says may hold a path that leads elsewhere
    return Job(
        notebook=notebook.stem, parameters=given, destination=temporary / hashlib.sha256(place.encode()).hexdigest()
    )


def asked_for(said: Claim, folders: Folders) -> tuple[Path, tuple[tuple[str, str | int | float], ...]]:
    """A document's notebook, and its parameters as far as the notebook still has them; a Mistake where there is no such notebook."""
    notebook = folders.notebooks / f"{Path(said.made_from.notebook).stem}.ipynb"
    if folders.relative(notebook) != said.made_from.notebook or not notebook.is_file():
        raise Mistake(f"its notebook {said.made_from.notebook!r} is not there; wanted a file in notebooks")
    known, claimed = parameters.defaults(notebook), dict(said.made_from.parameters)
    return notebook, tuple(
        (one, _typed(one, value, known[one])) for one, value in claimed.items() if one in known and value != NOT_GIVEN
    )


def _typed(name: str, value: str, default: Any) -> str | float:
    """A parameter as the notebook takes it: a document gives every one as text. One that is None by default takes a number."""
    if isinstance(default, str):
        return value
    found: Any = None
    with suppress(ValueError, SyntaxError, RecursionError, MemoryError):
        found = ast.literal_eval(value)
    is_number = isinstance(found, int | float) and not isinstance(found, bool)
    if type(found) is not type(default) and not (is_number and default is None):
        raise Mistake(f"its parameter {name} is {value[:80]!r}; wanted one like {default!r}")
    return found


def _figures(one: _Rebuild) -> Job | None:
    """The job that puts the files of figures beside the document, where it offers them."""
    if not one.claim.offers_figures:
        return None
    given = tuple(pair for pair in one.job.parameters if pair[0] in _FIGURES_ARE_OF)
    return Job(notebook=FIGURES, parameters=given, destination=one.job.destination)


def _verdict(one: _Rebuild, done: Mapping[Job, Done], folders: Folders) -> Verdict:
    changed = tuple(changes(one.claim.made_from, one.now))
    failed = [done[job].failure for job in (_figures(one), one.job) if job and job in done and done[job].failure]
    if failed:
        return Verdict(report=one.report, state=CANNOT, lines=(*changed, f"it cannot be made again: {failed[0]}"))
    ending = ".review.html"
    name = next(part.name for part in done[one.job].files if part.name.endswith(ending) == one.claim.is_review)
    made = (one.job.destination / name).read_bytes()
    if made == one.document:
        apart = tuple(_files_apart(one))
        return Verdict(report=one.report, state=EDITED if apart else IDENTICAL, lines=apart)
    line = _first_difference(one.document, made)
    if not changed:
        return Verdict(report=one.report, state=EDITED, lines=(BY_HAND.format(line=line),))
    last = ONLY_ITSELF if above(made) == above(one.document) else ABOVE_TOO.format(line=line)
    return Verdict(report=one.report, state=DIFFERENT, lines=(*changed, last))


def _files_apart(one: _Rebuild) -> Iterator[str]:
    """A line for each file of figures beside the document that is not the one it offers; a document may go without them."""
    for offered in one.claim.offered:
        path = one.report.parent / Path(offered.name).name
        if path.is_file() and sha256_of(path) != offered.sha256:
            yield f"{path.name} beside it is not the one that it offers: edited by hand, or of another run"


def changes(then: Provenance, now: Provenance) -> Iterator[str]:
    """A line for each part, parameter and version that is not what it was, or is there on one side only."""
    yield from _apart(
        {f"{_kind(part.name, then)} {part.name}": part.sha256[:_SHORT] for part in then.parts},
        {f"{_kind(part.name, now)} {part.name}": part.sha256[:_SHORT] for part in now.parts},
    )
    yield from _apart(*({f"parameter {name}": repr(value) for name, value in one.parameters} for one in (then, now)))
    yield from _apart(*({f"library {name}": version for name, version in one.versions} for one in (then, now)))


def _kind(part: str, of: Provenance) -> str:
    return {of.notebook: "notebook", CODE: "code", LOCK: "lock"}.get(part, "input")


def _apart(then: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    for name in dict.fromkeys([*then, *now]):
        if then.get(name) != now.get(name):
            line = f"{name}: {then.get(name, 'not named')} then, {now.get(name, 'not there')} now"
            yield line if line.isprintable() else ascii(line)  # a name may hold what a terminal would obey


def _first_difference(one: bytes, other: bytes) -> int:
    """The first line, counted from 1, that is not the same in both."""
    lines, others = one.splitlines(keepends=True), other.splitlines(keepends=True)
    same = next((place for place, pair in enumerate(zip(lines, others, strict=False)) if pair[0] != pair[1]), None)
    return 1 + (min(len(lines), len(others)) if same is None else same)

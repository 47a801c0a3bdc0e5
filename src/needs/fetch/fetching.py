"""Sources one after another into their folders: what came of each, and nothing else is touched.

What is written is the whole answer as it came, not the rows of one partnership: a raw file is never changed, so its hash is
that of what the publisher sent, similar areas, region and England are in it, and a second partnership needs no second answer.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from needs.code_lists import open_files
from needs.code_lists.open_files import Asked, OpenFile
from needs.fetch.checks import Content, content, sha256_of
from needs.fetch.partial import Partial
from needs.fetch.transfer import Line, NotFetched, NotReached, host_of, is_safe
from needs.files import replacing
from needs.folders import Folders
from needs.ingest import fetched
from needs.ingest.fetched import Record
from needs.ingest.names import of_council
from needs.mistakes import Mistake, shortened
from needs.settings import Fetching

WRITTEN, UNCHANGED = "fetched", "unchanged"
_OF_SIZE = (
    0.05  # by how much an answer may differ from a size that is stated in MB: 10**6 and 2**20 bytes are 4.9% apart
)
Said = Callable[[str, int, int], object]  # what is being done, how many kilobytes have come, and of how many


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of one file of a source: its path and what is there now, or `failure` in words. `notes` are to be read.

    Where its host was not reached, that is said of the source as a whole.
    """

    source: OpenFile
    path: Path
    state: str = ""
    content: Content | None = None
    failure: str = ""
    is_reached: bool = True
    notes: tuple[str, ...] = ()


def chosen(names: Iterable[str]) -> list[OpenFile]:
    """The sources of these names, or all; a Mistake says which there are."""
    there_are = {one.name: one for one in open_files.every()}
    for name in names:
        if name not in there_are:
            raise Mistake(f"there is no source {shortened(name)}; wanted one of {', '.join(there_are)}")
    return [one for name, one in there_are.items() if not names or name in names]


def fetch(sources: Iterable[OpenFile], how: Fetching, folders: Folders, said: Said) -> Iterator[Outcome]:
    """What came of each file of these sources, in their order. A Mistake where a mirror is none.

    Where a host is not reached, the other files of its source are not asked for.
    """
    addresses = _mirrored(how.mirrors)
    line = Line(how, frozenset(map(host_of, addresses.values())))
    for source in sources:
        for one in source.asked:
            path = folders.root / source.folder / one.file
            try:
                yield _fetched(line, source, one, addresses[one.address], path, how, said)
            except NotFetched as why:
                is_reached = not isinstance(why, NotReached)
                yield Outcome(source=source, path=path, failure=str(why), is_reached=is_reached)
                if not is_reached:
                    break


def _mirrored(mirrors: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Each address of the table and where it is asked for: there, or at the mirror of the longest beginning that it has.

    A Mistake where a mirror is of no address, or leads to one that is not safe.
    """
    where = "needs.toml, fetch: mirrors"
    found = {one.address: one.address for source in open_files.every() for one in source.asked}
    hosts = sorted({f"https://{host_of(address)}" for address in found})
    for beginning, instead in sorted(mirrors, key=lambda pair: len(pair[0])):
        whole = beginning.rstrip("/") + "/"
        of_mirror = {
            address: f"{instead.rstrip('/')}/{address.removeprefix(whole)}"
            for address in found
            if address.startswith(whole)
        }
        if not of_mirror:
            raise Mistake(f"{where}: no address begins with {shortened(beginning)}; wanted one of {', '.join(hosts)}")
        if not all(map(is_safe, of_mirror.values())):
            raise Mistake(f"{where}: {shortened(instead)} is not safe; wanted https://, or http:// on this machine")
        found |= of_mirror
    return found


def _fetched(line: Line, source: OpenFile, one: Asked, address: str, path: Path, how: Fetching, said: Said) -> Outcome:
    """Ask for one file, look at what came, and put it in its place with its record."""
    record, there = _of_fetch(path)
    unless = _unless(record) if record else {}
    answered = line.fetched(
        address, path, unless, lambda came, of: said(f"Fetching {one.file} (kB)", came // 1000, of // 1000)
    )
    if answered is None:
        return _outcome(source, path, UNCHANGED, content(path, source))
    unfinished, answer = answered
    try:
        is_announced = "Content-Length" in answer.headers or "chunked" in answer.headers.get("Transfer-Encoding", "")
        found = content(unfinished, source, is_announced)
        _check_size(found, path, how)
        state = UNCHANGED if found.sha256 == there else WRITTEN
        if state == WRITTEN:
            with replacing(path) as to:
                unfinished.replace(to)
        if not record or state == WRITTEN:
            now = datetime.now(UTC).isoformat(timespec="seconds")
            fetched.write(_record(source, one, address, found, now, answer.headers), path)
    finally:
        Partial(path, address).remove()
    return _outcome(source, path, state, found)


def _of_fetch(path: Path) -> tuple[Record | None, str]:
    """The record of the file that is there, if it speaks of its bytes, and the SHA-256 of those; nothing where there is none."""
    there = sha256_of(path) if path.is_file() else ""
    try:
        record = fetched.read(path)
    except Mistake:  # damaged: it is written anew
        record = None
    return (record if record and record.sha256 == there else None), there


def _unless(record: Record) -> dict[str, str]:
    """The headers that name the version a record speaks of, where the server gave it a name."""
    named = {"If-None-Match": record.etag, "If-Modified-Since": record.last_modified}
    return {name: value for name, value in named.items() if value}


def _check_size(found: Content, path: Path, how: Fetching) -> None:
    """NotFetched where an answer is much smaller than the file that is there."""
    before = path.stat().st_size if path.is_file() else 0
    if found.bytes * 100 < before * how.least_percent:
        raise NotFetched(
            f"the answer has {found.bytes:,} bytes, and the file that is there {before:,}: what was there stays; if the smaller "
            "one is right, move the file that is there away, and run the same command again"
        )


def _record(source: OpenFile, one: Asked, address: str, found: Content, now: str, headers: Mapping[str, str]) -> Record:
    return Record(
        source=source.name, title=source.title, address=one.address, host=host_of(address), at=now, bytes=found.bytes,
        sha256=found.sha256, publisher=source.publisher, licence=source.licence, attribution=source.attribution,
        note=source.note, etag=headers.get("ETag", ""), last_modified=headers.get("Last-Modified", ""),
    )  # fmt: skip


def _outcome(source: OpenFile, path: Path, state: str, found: Content) -> Outcome:
    notes = []
    lacking = [number for number in source.indicators if number not in found.indicators]
    if lacking:
        notes.append(f"no row of {', '.join(lacking)} came, of {len(source.indicators)} indicators that were asked for")
    if source.size and abs(found.bytes - source.size) > source.size * _OF_SIZE:
        notes.append(
            f"it has {found.bytes:,} bytes, and about {source.size:,} were stated: look whether it is all there"
        )
    return Outcome(source=source, path=path, state=state, content=found, notes=tuple(notes))


def lacking(outcomes: Iterable[Outcome], names: dict[str, frozenset[str]]) -> list[str]:
    """A sentence for each area (by what files may call it) that is in none of a source's files, of those that are there.

    Names are compared without what kind of authority they are of: "Bristol" is "Bristol, City of".
    """
    by_source: dict[str, set[str]] = {}
    for outcome in outcomes:
        if outcome.content:
            by_source.setdefault(outcome.source.name, set()).update(outcome.content.places)
    return [
        f"{source}: {name} is in none of its files; look for it under another name or an earlier code"
        for source, places in by_source.items()
        for name, called in names.items()
        if not {of_council(word) for word in called} & {of_council(place) for place in places}
    ]

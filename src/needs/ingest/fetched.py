"""The record beside a file that `needs fetch` brought: what was asked, when, what came, and under which licence."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from needs import declared, files
from needs.declared import Text, Whole, alone
from needs.files import replacing
from needs.folders import Folders
from needs.ingest.csvfile import CsvFile
from needs.ingest.problems import NOTED, Problem
from needs.ingest.raw import FETCHED
from needs.mistakes import Mistake


@alone
@dataclass(frozen=True, kw_only=True)
class Record:
    """What is known of a fetched file. `address` is its publisher's, `host` the one that answered; `at` is in UTC.

    `etag` and `last_modified` are what the server calls this version, empty where it does not say.
    """

    source: Text
    title: Text
    address: Text
    host: Text
    at: Text
    bytes: Whole
    sha256: Text
    publisher: Text
    licence: Text
    attribution: Text
    note: Text
    etag: Text
    last_modified: Text

    def __post_init__(self) -> None:
        try:
            datetime.fromisoformat(self.at)
        except ValueError:
            raise Mistake("at is no date and time") from None

    @property
    def day(self) -> str:
        """The day it was fetched, as in "30 November 2026"."""
        day = datetime.fromisoformat(self.at)
        return f"{day.day} {day:%B %Y}"


def in_sources(record: Record) -> dict[str, str]:
    """What a record says of the source that its file is, in columns of sources.csv."""
    when = f"Fetched on {record.day}."
    return {
        "publisher": record.publisher,
        "licence": record.licence,
        "attribution": f"{record.attribution} {when}",
        "address": record.address,
        "note": " ".join(filter(None, [when, record.note])),
    }


def path_beside(path: Path) -> Path:
    """Where the record of a file lies."""
    return path.with_name(path.name + FETCHED)


def read(path: Path) -> Record | None:
    """The record of a file; None where it has none. A Mistake where its record is damaged, worded to follow a name."""
    try:
        found = files.from_json(path_beside(path))
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        raise Mistake("it cannot be read") from None
    if not isinstance(found, dict):
        raise Mistake("it holds no record")
    return declared.read(Record, found)


def write(record: Record, path: Path) -> None:
    """Put a record beside its file."""
    with replacing(path_beside(path)) as unfinished:
        unfinished.write_text(json.dumps(asdict(record), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def records(read_files: Iterable[CsvFile], folders: Folders) -> tuple[dict[str, Record], list[Problem]]:
    """The record of each file that has one which speaks of its bytes, by the file's name; and a note on each other record."""
    found, problems = {}, []
    for file in (one for one in read_files if not one.is_refused):
        path = folders.root / file.name
        try:
            record, damage = read(path), ""
        except Mistake as mistake:
            record, damage = None, str(mistake)
        if record and record.sha256 == file.sha256:
            found[file.name] = record
        elif record or damage:
            said = damage or "it speaks of other bytes than the file now has: it was changed, or put there, by hand"
            name = folders.relative(path_beside(path))
            wanted = (
                "the record of `needs fetch`; licence and date are left out. Fetch the file again, or remove the record"
            )
            problems.append(Problem(name, None, None, said, wanted, NOTED))
    return found, problems

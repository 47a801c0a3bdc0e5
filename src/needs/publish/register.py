"""The register of documents of true counts: a line each time one is written, for whom, what for, and until when."""

import csv
import datetime
from collections.abc import Iterable
from pathlib import Path

from needs.folders import Folders
from needs.mistakes import Mistake
from needs.publish.documents import MANAGEMENT
from needs.publish.provenance import Part, sha256_of
from needs.settings import Disclosure

NAME = "register.csv"
COLUMNS = ("document", "sha256", "recipients", "purpose", "written", "destroy_by")


def enter(files: Iterable[Part], folder: Path, chosen: Disclosure, folders: Folders, now: datetime.date) -> None:
    """Enter files that were just written to a folder; the register lies beside them, for its owner only."""
    path = folders.written(MANAGEMENT) / NAME
    is_new = not path.exists()
    until = now + datetime.timedelta(days=chosen.days_kept)
    with path.open("a", encoding="utf-8", newline="") as lines:
        path.chmod(0o600)
        rows = csv.writer(lines, lineterminator="\n", quoting=csv.QUOTE_ALL)
        if is_new:
            rows.writerow(COLUMNS)
        for part in files:
            place = folders.relative(folder / part.name)
            rows.writerow((place, part.sha256, _plain(chosen.recipients), _plain(chosen.purpose), now, until))


def complete(chosen: Disclosure, folders: Folders, now: datetime.date) -> None:
    """Enter documents that lie there and have no line, as after a kill or where the register was lost."""
    held = folders.written(MANAGEMENT)
    entered = _entered(held / NAME, folders)
    for path in sorted(path for path in held.glob("*/*/**/*.*") if path.is_file() and not path.name.startswith(".")):
        if folders.relative(path) not in entered:
            enter([Part(path.name, sha256_of(path))], path.parent, chosen, folders, now)


def _entered(path: Path, folders: Folders) -> set[str]:
    """The documents that have a line; a Mistake if what stands there is no register."""
    if not path.exists():
        return set()
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.reader(lines))
    except (UnicodeDecodeError, csv.Error):
        rows = []
    if not rows or tuple(rows[0]) != COLUMNS:
        raise Mistake(f"{folders.relative(path)} is no register of documents: put it back, or take it away")
    return {row[0] for row in rows[1:] if row}


def _plain(text: str) -> str:
    """Text on one line that no spreadsheet takes for a formula."""
    one_line = " ".join(text.split())
    return f"'{one_line}" if one_line.startswith(("=", "+", "-", "@")) else one_line

"""The register of documents of true counts: a line each time one is written, for whom, what for, and until when."""

import csv
import datetime
from pathlib import Path

from needs.choices import Disclosure
from needs.folders import Folders
from needs.publish.documents import MANAGEMENT
from needs.publish.provenance import Part

NAME = "register.csv"
COLUMNS = ("document", "sha256", "recipients", "purpose", "written", "destroy_by")


def enter(files: tuple[Part, ...], folder: Path, chosen: Disclosure, folders: Folders, now: datetime.date) -> None:
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


def _plain(text: str) -> str:
    """Text on one line that no spreadsheet takes for a formula."""
    one_line = " ".join(text.split())
    return f"'{one_line}" if one_line.startswith(("=", "+", "-", "@")) else one_line

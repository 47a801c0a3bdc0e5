"""A note among the safe tables that they do not belong together yet, from the first that is written to the last.

A run that is killed in between leaves the note, so nobody takes half new and half old tables for results.
"""

from pathlib import Path

from needs.files import replacing
from needs.mistakes import Mistake

NAME = ".unfinished"
INGEST, CALCULATE = "ingest", "calculate"


def begin(safe: Path, command: str) -> None:
    """Note that the tables are unfinished until this command has come to its end."""
    with replacing(safe / NAME) as note:
        note.write_text(f"{command}\n", encoding="utf-8")


def end(safe: Path) -> None:
    """The tables belong together."""
    (safe / NAME).unlink(missing_ok=True)


def check(safe: Path, command: str = "") -> None:
    """Raise a Mistake, which names the command that is missing, if tables are unfinished for want of another than this."""
    note = safe / NAME
    if not note.exists():
        return
    missing = note.read_text(encoding="utf-8", errors="replace").strip()
    if missing != command:
        found = f"the tables in data/processed/safe are being written, or a run was stopped during `needs {missing}`"
        raise Mistake(f"{found}: wait for it, or run `needs results`")

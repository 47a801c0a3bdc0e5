"""What people wrote for their partnerships: a paper's sections, and with the plans one part a partnership.

Each text stands under its block's name; one under the heading of a quarter (["2008-09 Q1"]) holds for that quarter only.
"""

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from needs import files, parts
from needs.folders import Folders
from needs.ingest import load, plans, raw
from needs.ingest.problems import FILE_REFUSED, MISLEADING, ROW_REFUSED, WITHOUT_MISLEADING, Problem, problems_table
from needs.mistakes import Mistake
from needs.quarter import Quarter

BLOCKS = (
    "decision", "background", "equality", "finance", "contact", "voices", "voices_method", "local_knowledge", "options",
)  # fmt: skip
WRITTEN_ON = "written_on"  # a date, such as 2008-11-06
COLUMNS = ("partnership", "quarter", "block", "text")
LONGEST_TEXT = 4000  # characters; a page and a half
LARGEST_FILE = 100_000  # bytes
REFUSED = (
    (re.compile(r"<[A-Za-z/!]|&#?\w+;|\]\(|```"), "plain text without HTML or Markdown"),
    (re.compile(r"[^\s\x20-\x7e\xa0-\ud7ff\ue000-\ufffd]"), "plain text without control characters"),
    (MISLEADING, WITHOUT_MISLEADING),
)
NOT_A_ROLE = re.compile(r"@|\+?\d[\d ()-]{6,}")  # an address or a telephone number belongs to a person


@dataclass(frozen=True, kw_only=True)
class Authored:
    """The texts, one row a partnership, quarter (empty where it holds for all) and block, and every problem."""

    texts: pd.DataFrame
    problems: tuple[Problem, ...]


def read(folders: Folders, known: set[str]) -> Authored:
    """Every paper.toml; `known` are the names of partnerships. A text that is refused has its problem and stops no other."""
    rows: list[tuple[str, ...]] = []
    problems: list[Problem] = []
    for path in raw.papers(folders):
        for found in _file(path, folders.relative(path), known):
            if isinstance(found, Problem):
                problems.append(found)
            else:
                rows.append(found)
    return Authored(texts=pd.DataFrame(rows, columns=list(COLUMNS), dtype="str"), problems=tuple(problems))


def _file(path: Path, name: str, known: set[str]) -> Iterator[tuple[str, ...] | Problem]:
    partnership = path.parent.name
    if partnership not in known:
        yield Problem(
            name,
            None,
            None,
            f"no partnership is called {partnership!r}",
            "a folder named as in areas.csv",
            FILE_REFUSED,
        )
        return
    source = _source(path, name)
    if isinstance(source, Problem):
        yield source
        return
    try:
        content = files.from_toml(source)
    except ValueError as error:
        found = f"not TOML ({str(error).partition(': ')[2]})"
        yield Problem(name, None, None, found, 'lines such as decision = "..."', FILE_REFUSED)
        return
    lines = source.splitlines()
    for quarter, block, text in _texts(content):
        problem = _problem(name, lines, quarter, block, text)
        yield problem or (partnership, quarter, block, _one_form(text))


def _source(path: Path, name: str) -> str | Problem:
    try:
        if path.stat().st_size > LARGEST_FILE:
            return Problem(name, None, None, "the file is too large", f"at most {LARGEST_FILE:,} bytes", FILE_REFUSED)
        return files.content(path, LARGEST_FILE).decode("utf-8-sig")
    except UnicodeDecodeError:
        return Problem(name, None, None, "the file is not UTF-8", "a file saved as UTF-8", FILE_REFUSED)
    except OSError as error:
        return Problem(name, None, None, f"it cannot be opened ({error.strerror})", "a readable file", FILE_REFUSED)


def _texts(content: dict) -> Iterator[tuple[str, str, Any]]:
    """The quarter (empty for all), the block and what stands there, for every key of the file."""
    for key, given in content.items():
        if isinstance(given, dict):
            yield from ((key, block, text) for block, text in given.items())
        else:
            yield "", key, given


def _problem(name: str, lines: list[str], quarter: str, block: str, text: object) -> Problem | None:
    reason = _why_refused(quarter, block, text)
    if reason is None:
        return None
    return Problem(name, _line(lines, quarter, block), None, reason[0], reason[1], ROW_REFUSED)


def _why_refused(quarter: str, block: str, text: object) -> tuple[str, str] | None:
    """What was found and what was wanted; what a person wrote is never repeated."""
    if quarter and (wrong := _wrong_quarter(quarter)):
        return wrong
    if block == WRITTEN_ON:
        is_date = isinstance(text, datetime.date) and not isinstance(text, datetime.datetime)
        return None if is_date else (f"{block} is no date", "a date without quotation marks, such as 2008-11-06")
    if block not in BLOCKS:
        return f"{block!r} is no block", f"one of {', '.join((*BLOCKS, WRITTEN_ON))}"
    if not isinstance(text, str) or not text.strip():
        return f"{block} holds no text", "text in quotation marks, or no such line"
    if len(text) > LONGEST_TEXT:
        return f"{block} has {len(text):,} characters", f"at most {LONGEST_TEXT:,}"
    found = next((wanted for pattern, wanted in REFUSED if pattern.search(text)), None)
    if found:
        return f"{block} holds markup or signs that cannot be printed", found
    if block == "contact" and NOT_A_ROLE.search(text):
        return "contact holds an e-mail address or a telephone number", "a role, such as Joint Commissioning Manager"
    return None


def _wrong_quarter(quarter: str) -> tuple[str, str] | None:
    try:
        Quarter.parse(quarter)
    except Mistake:
        return f"the heading {quarter!r} is no quarter", 'a heading such as ["2008-09 Q1"]'
    return None


def _line(lines: list[str], quarter: str, block: str) -> int | None:
    """The line on which a block of a quarter begins, as far as it can be found."""
    heading = ""
    for number, line in enumerate(lines, start=1):
        if found := re.match(r"""\s*\[\s*["']?([^"'\]]*?)["']?\s*\]""", line):
            heading = found[1]
        elif heading == quarter and re.match(rf"""\s*["']?{re.escape(block)}["']?\s*=""", line):
            return number
    return None


def _one_form(text: str | datetime.date) -> str:
    """Paragraphs apart by one empty line, each on one line."""
    if isinstance(text, datetime.date):
        return text.isoformat()
    paragraphs: Iterable[str] = (" ".join(part.split()) for part in re.split(r"\n\s*\n", text.strip()))
    return "\n\n".join(part for part in paragraphs if part)


ELSEWHERE = "_texts"  # the part of what lies in no partnership's folder
_OWNER = re.compile(r"data/raw/(?:local|plans)/([^/]+)/")


def ingest(folders: Folders) -> list[Path]:
    """Read the papers and plans against the figures and look-ups that were written; gives the paths written."""
    loaded = load.written(folders)
    known = set(loaded.areas["partnership"]) - {""}
    papers, planned = read(folders, known), plans.read(folders, loaded)
    tables = {"authored": papers.texts, **{f"plan_{name}": table for name, table in planned.tables.items()}}
    written = [path for name, table in tables.items() for path in parts.write_each(table, folders.safe / name)]
    problems = (*planned.problems, *papers.problems)
    owners = pd.Series([_owner(one.file, known) for one in problems], dtype="str")
    written += parts.write_each(problems_table(problems), folders.safe / "problems", owners)
    of_files = planned.inputs["file"].map(lambda file: _owner(file, known))
    written += parts.write_each(planned.inputs, folders.safe / "inputs", of_files)
    _forget_others(folders.safe, [*tables, "problems", "inputs"], set(written))
    return written


def _owner(file: str, known: set[str]) -> str:
    """The partnership in whose folder a file lies."""
    found = _OWNER.match(f"{file}/")
    return found[1] if found and found[1] in known else ELSEWHERE


def _forget_others(safe: Path, names: list[str], kept: set[Path]) -> None:
    """Take away the parts of texts that are gone."""
    for path in (path for name in names for path in parts.paths(safe / name)):
        if path not in kept and path.stem != parts.SHARED:
            path.unlink()

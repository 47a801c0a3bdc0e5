"""What people wrote for their partnerships: a paper's sections, and with the plans one part a partnership.

Each text stands under its block's name; one under the heading of a quarter (["2008-09 Q1"]) holds for that quarter only.
"""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import pandas as pd
from pydantic import AfterValidator, Strict

from needs import declared, files, parts
from needs.declared import Refused, alone, wanted
from needs.folders import Folders
from needs.ingest import load, plans, raw
from needs.ingest.problems import FILE_REFUSED, MISLEADING, ROW_REFUSED, WITHOUT_MISLEADING, Problem, problems_table
from needs.mistakes import Mistake
from needs.quarter import Quarter

COLUMNS = ("partnership", "quarter", "block", "text")
LONGEST_TEXT = 4000  # characters; a page and a half
LARGEST_FILE = 100_000  # bytes
REFUSED = (
    (re.compile(r"<[A-Za-z/!]|&#?\w+;|\]\(|```"), "plain text without HTML or Markdown"),
    (re.compile(r"[^\s\x20-\x7e\xa0-\ud7ff\ue000-\ufffd]"), "plain text without control characters"),
    (MISLEADING, WITHOUT_MISLEADING),
)
# One to seven people in a claim of who is not treated; "one in five people" and "tier 3 service users" count nobody
FEW_PEOPLE = re.compile(
    r"(?<![\d.,-])(?<!\b(?:in|of) )(?<!\btier )\b(?:[1-7]|one|two|three|four|five|six|seven) "
    r"(?:(?:out )?of (?:the )?\d|(?:(?!in\b|of\b|out\b)[\w-]+ )?"
    r"(?:people|persons?|m[ae]n|wom[ae]n|child(?:ren)?|users?|patients?|prisoners?|clients?)\b)",
    re.IGNORECASE,
)
NOT_A_ROLE = re.compile(r"@|\+?\d[\d ()-]{6,}")  # an address or a telephone number belongs to a person


def _paragraphs(text: str) -> str:
    """Paragraphs apart by one empty line, each on one line; Refused says what is wrong, and never what a person wrote."""
    if not text.strip():
        raise Refused(*NO_TEXT)
    if len(text) > LONGEST_TEXT:
        raise Refused(f"at most {LONGEST_TEXT:,}", f"has {len(text):,} characters")
    if plain := next((plain for pattern, plain in REFUSED if pattern.search(text)), None):
        raise Refused(plain, "holds markup or signs that cannot be printed")
    paragraphs = (" ".join(part.split()) for part in re.split(r"\n\s*\n", text.strip()))
    return "\n\n".join(part for part in paragraphs if part)


NO_TEXT = ("text in quotation marks, or no such line", "holds no text")
Words = Annotated[str, AfterValidator(_paragraphs), wanted(*NO_TEXT)]
Day = Annotated[datetime.date, Strict(), wanted("a date without quotation marks, such as 2008-11-06", "is no date")]
Role = wanted(
    "a role, such as Joint Commissioning Manager",
    "holds an e-mail address or a telephone number",
    only=lambda text: not NOT_A_ROLE.search(text),
)

Claim = wanted(
    'no count of 1 to 7 people: "fewer than 8"',
    "says how many people, and they are few",
    only=lambda text: not FEW_PEOPLE.search(text),
)


@alone
@dataclass(frozen=True, kw_only=True)
class Blocks:
    """What may stand in a paper, or below the heading of a quarter in it."""

    decision: Words = ""
    background: Words = ""
    equality: Words = ""
    finance: Words = ""
    contact: Annotated[Words, Role] = ""
    voices: Words = ""
    voices_method: Words = ""
    local_knowledge: Words = ""
    options: Words = ""
    not_reached_prison: Annotated[Words, Claim] = ""
    not_reached_under_25: Annotated[Words, Claim] = ""
    not_reached_not_ready: Annotated[Words, Claim] = ""
    not_reached_communities: Annotated[Words, Claim] = ""
    written_on: Day | None = None


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
    try:
        if partnership not in known:
            raise Mistake(f"no partnership is called {partnership!r}; wanted a folder named as in areas.csv")
        source = _source(path)
        content = _content(source)
    except Mistake as mistake:
        yield _problem(name, None, mistake, FILE_REFUSED)
        return
    lines = source.splitlines()
    for quarter, block, text in _texts(content):
        try:
            if quarter:
                _check_heading(quarter)
            yield partnership, quarter, block, str(getattr(declared.read(Blocks, {block: text}), block))
        except Mistake as mistake:
            yield _problem(name, _line(lines, quarter, block), mistake, ROW_REFUSED)


def _problem(name: str, line: int | None, mistake: Mistake, severity: str) -> Problem:
    found, _, better = str(mistake).partition("; wanted ")
    return Problem(name, line, None, found, better, severity)


def _source(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise Mistake(f"the file is too large; wanted at most {LARGEST_FILE:,} bytes")
        return files.content(path, LARGEST_FILE).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Mistake("the file is not UTF-8; wanted a file saved as UTF-8") from None
    except OSError as error:
        raise Mistake(f"it cannot be opened ({error.strerror}); wanted a readable file") from None


def _content(source: str) -> dict[str, object]:
    try:
        return files.from_toml(source)
    except ValueError as error:
        found = f"not TOML ({str(error).partition(': ')[2]})"
        raise Mistake(f'{found}; wanted lines such as decision = "..."') from None


def _texts(content: dict[str, object]) -> Iterator[tuple[str, str, object]]:
    """The quarter (empty for all), the block and what stands there, for every key of the file."""
    for key, given in content.items():
        if isinstance(given, dict):
            yield from ((key, block, text) for block, text in given.items())
        else:
            yield "", key, given


def _check_heading(quarter: str) -> None:
    try:
        Quarter.parse(quarter)
    except Mistake:
        raise Mistake(f'the heading {quarter!r} is no quarter; wanted a heading such as ["2008-09 Q1"]') from None


def _line(lines: list[str], quarter: str, block: str) -> int | None:
    """The line on which a block of a quarter begins, as far as it can be found."""
    heading = ""
    for number, line in enumerate(lines, start=1):
        if found := re.match(r"""\s*\[\s*["']?([^"'\]]*?)["']?\s*\]""", line):
            heading = found[1]
        elif heading == quarter and re.match(rf"""\s*["']?{re.escape(block)}["']?\s*=""", line):
            return number
    return None


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

"""The specification of a data set as a partnership supplies it, read from a table and merged over the built-in lists.

For data sets after P no specification is to be had openly. data/raw/ndtms/specification/S.csv says what the columns and codes
of data set S mean. Each is brought to the header and the code of the built-in lists that mean the same, so that one
declaration counts all data sets. What no declaration counts is known by name, and its cells and codes are counted.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache
from pathlib import Path

from needs.code_lists import NOT_STATED, code_list
from needs.folders import Folders
from needs.ingest import csvfile, raw
from needs.ingest.csvfile import CsvFile
from needs.ingest.names import plain, renamed
from needs.ingest.ndtms.fields import DRUGS, OTHER_DRUG, Field, codes_valid, fields, headers_by_name, is_printable
from needs.ingest.problems import FILE_REFUSED, NOTED, ROW_REFUSED, Problem
from needs.mistakes import shortened

COLUMNS = ("header", "entity", "kind", "meaning", "required", "code", "label", "group", "valid_from")
FIRST_LETTER = "H"  # the first data set of which the built-in lists have the header row
LAST_BUILT_IN = "P"  # the last data set of which the built-in lists know anything
NO_CODE = "-"  # what stands for a code that is not yet valid: it is in no list
_DATES = ("%Y-%m-%d", "%d/%m/%Y")
OF_A_COLUMN = ("entity", "kind", "meaning", "required")
KNOWN_MEANING = (
    "a header of the built-in lists, such as ACCMNEED, or its meaning there; empty where no measure needs it"
)
_CODE = re.compile(r"[A-Z0-9]{1,10}")
_YES_OR_NO = {"": "", "yes": "yes", "y": "yes", "no": "no", "n": "no"}


@dataclass(frozen=True, kw_only=True)
class Code:
    """A code of a column: `counts_as` is the built-in code that means the same, empty where no measure counts it.

    `replaces` is what the built-in list says of this code, where it says something else.
    """

    code: str
    label: str
    group: str
    counts_as: str
    valid_from: date | None
    replaces: str


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column: the name its files give it, the header it is read as, and from which day a file must have it, if ever."""

    name: str
    header: str
    is_required: bool
    valid_from: date | None


@dataclass(frozen=True, kw_only=True)
class Specification:
    """What is known of a data set beside the built-in lists; without a file nothing is.

    `letter` is that of the file, which may be an earlier data set's. `own` are the fields that no measure counts.
    """

    letter: str = ""
    sha256: str = ""
    columns: Mapping[str, Column] = field(default_factory=dict)
    own: Mapping[str, Field] = field(default_factory=dict)
    codes: Mapping[str, Mapping[str, Code]] = field(default_factory=dict)

    @property
    def fields(self) -> dict[str, Field]:
        """Every known field by its header: the built-in ones, with a list where they had none, then those of the file alone."""
        built_in = fields()
        listed = {header: built_in[header] for header in self.codes if header in built_in}
        newly = {
            header: replace(known, codes=header)
            for header, known in listed.items()
            if not known.codes and not known.pattern
        }
        return built_in | newly | dict(self.own)

    @property
    def names(self) -> dict[str, str]:
        """Each name that a file may give a column, to the header it is read as."""
        return headers_by_name() | {column.name: column.header for column in self.columns.values()}

    def valid(self, known: Field, letter: str | None) -> tuple[str, ...]:
        """The codes that a column may hold, once they are brought to the built-in list where it has one."""
        given = (code.counts_as for code in self.codes.get(known.header, {}).values() if code.counts_as)
        built_in = fields().get(known.header)
        return (*(codes_valid(built_in.codes, letter) if built_in and built_in.codes else ()), *given)

    def required(self, end: date | None) -> list[Column]:
        """The columns that a file which ends on a day must have."""
        return [
            column
            for column in self.columns.values()
            if column.is_required and not (column.valid_from and end and end < column.valid_from)
        ]


NONE = Specification()


@dataclass(frozen=True, kw_only=True)
class Specifications:
    """Those of a project, by letter; the files they were read from, and what is wrong with them."""

    by_letter: Mapping[str, Specification] = field(default_factory=dict)
    files: tuple[CsvFile, ...] = ()
    problems: tuple[Problem, ...] = ()

    def of(self, letter: str | None) -> Specification:
        """That of a data set. One after P without a file of its own has that of the latest data set before it."""
        earlier = [known for known in self.by_letter if letter and known <= letter]
        if letter in self.by_letter or (letter and letter > LAST_BUILT_IN and earlier):
            return self.by_letter[max(earlier)]
        return NONE


def read(folder: Path, folders: Folders | None = None) -> Specifications:
    """The specifications of a folder. A row that is not sound is refused with its reason and stops no other; nothing is raised."""
    folder = Path(folder)
    found: dict[str, Specification] = {}
    files: list[CsvFile] = []
    problems: list[Problem] = []
    for path in raw.specifications(folder):
        name = folders.relative(path) if folders else f"{folder.name}/{path.name}"
        letter = path.stem.strip().upper()
        if wrong := _wrong_name(path, letter, found):
            problems.append(Problem(name, None, None, *wrong, FILE_REFUSED))
            continue
        file = csvfile.read(path, name)
        file = replace(file, header=(header := renamed(file.header, {plain(one): one for one in COLUMNS})),
                       rows=file.rows.set_axis(["line", *header], axis="columns"))  # fmt: skip
        files.append(file)
        problems += file.problems
        missing = [column for column in COLUMNS if column not in header]
        if missing and not file.is_refused:
            wanted = f"the columns {', '.join(COLUMNS)}, in any order"
            problems.append(Problem(name, 1, None, f"column {missing[0]!r} is missing", wanted, FILE_REFUSED))
        elif not file.is_refused:
            found[letter] = replace(_merged(file, letter, problems), sha256=file.sha256)
    return Specifications(by_letter=found, files=tuple(files), problems=tuple(problems))


def _wrong_name(path: Path, letter: str, found: Mapping[str, Specification]) -> tuple[str, str] | None:
    """What is found and wanted of a name that says no data set; None where it says one."""
    if path.suffix.lower() != ".csv" or not re.fullmatch("[A-Z]", letter, re.ASCII):
        return "the file is not read", "a name that is the letter of a data set, such as S.csv"
    if letter < FIRST_LETTER:
        return f"data set {letter} is older than the built-in lists", f"a letter from {FIRST_LETTER} on, such as S.csv"
    if letter in found:
        return f"there is another file for data set {letter}", "one file a data set: remove one"
    return None


class _Refused(Exception):
    """A row cannot be used: the column and what was wanted of it; or what was found and what was wanted."""


def _merged(file: CsvFile, letter: str, problems: list[Problem]) -> Specification:
    """A file's rows merged over the built-in lists of its data set, and a problem for each row that cannot be."""
    rows = list(_once(file, problems))
    said = _said(rows)
    made = Specification(letter=letter)
    refused: dict[str, int] = {}
    kept: list[tuple[Column, dict]] = []
    for row in rows:
        name = folded(row["header"])
        try:
            if name in refused:
                raise _Refused(f"{name} is refused on line {refused[name]}", "that line mended")
            made = _with_column(made, row, said[name])
            kept.append((made.columns[name], row))
        except _Refused as why:
            problems.append(_problem(file.name, row, *why.args))
            refused.setdefault(name, row["line"]) if name not in made.columns else None
    of_codes = [(column, row) for column, row in kept if row["code"].strip() or row["group"].strip()]
    with_codes = {column.header for column, _ in of_codes}
    own = {name: replace(one, codes=name) if name in with_codes else one for name, one in made.own.items()}
    codes: dict[str, dict[str, Code]] = {}
    for column, row in of_codes:
        try:
            code = _code(column, row, made.fields[column.header], column.header in own, letter)
            codes.setdefault(column.header, {})[code.code] = code
            problems += _remarks(file.name, row, column, code)
        except _Refused as why:
            problems.append(_problem(file.name, row, *why.args))
    first = next((codes[drug] for drug in DRUGS if drug in codes), None)
    if first:  # there is one list of drugs, and it is given once
        codes |= {drug: first for drug in DRUGS if drug not in codes}
    return replace(made, own=own, codes=codes)


def _problem(file: str, row: dict, found: str, wanted: str, severity: str = ROW_REFUSED) -> Problem:
    if found in COLUMNS:
        return Problem(file, row["line"], found, row[found].strip(), wanted, severity)
    return Problem(file, row["line"], None, found, wanted, severity)


def _once(file: CsvFile, problems: list[Problem]) -> Iterator[dict]:
    """The rows in which a code of a column stands once; of alike ones the first, of contradictory ones none."""
    rows = [row for row in file.rows.to_dict("records") if any(row[one].strip() for one in COLUMNS)]
    places = [(folded(row["header"]), row["code"].strip().upper()) for row in rows]
    texts = [tuple(" ".join(row[one].split()).casefold() for one in COLUMNS) for row in rows]
    told: dict[tuple[str, str], set[tuple[str, ...]]] = {}
    for place, text in zip(places, texts, strict=True):
        told.setdefault(place, set()).add(text)
    seen = set()
    for row, place, text in zip(rows, places, texts, strict=True):
        called = " ".join(place)
        if place[1] and len(told[place]) > 1:
            found = f"{called} is said more than once, and not alike"
            problems.append(_problem(file.name, row, found, "one row a code: take the wrong one out"))
        elif place[1] and text in seen:
            problems.append(_problem(file.name, row, f"{called} is said again, alike", "one row a code", NOTED))
        else:
            seen.add(text)
            yield row


def _said(rows: list[dict]) -> dict[str, dict[str, tuple[str, int]]]:
    """What the rows of each column say of it, the first that is filled in with its line: later rows may leave it out."""
    said: dict[str, dict[str, tuple[str, int]]] = {}
    for row in rows:
        of_column = said.setdefault(folded(row["header"]), {})
        for what in OF_A_COLUMN:
            if text := " ".join(row[what].split()).casefold():
                of_column.setdefault(what, (text, row["line"]))
    return said


def folded(name: str) -> str:
    """The name of a column as it is compared: without blanks, in capitals."""
    return "".join(name.split()).upper()


def _with_column(made: Specification, row: dict, said: Mapping[str, tuple[str, int]]) -> Specification:
    """The specification with the column of a row, where it is new."""
    name = folded(row["header"])
    if not is_printable(name):
        raise _Refused("header", "a name of up to thirty letters, digits and underscores, a letter first")
    for what, (text, line) in said.items():
        here = " ".join(row[what].split()).casefold()
        if here not in ("", text):
            raise _Refused(
                f"{what} of {name} is {shortened(here)}, and {shortened(text)} on line {line}", "one of the two"
            )
    if name in made.columns:
        return made
    entity, kind, meaning, required = (said.get(what, ("", 0))[0] for what in OF_A_COLUMN)
    known = _known(name, entity, kind, meaning)
    if required not in _YES_OR_NO:
        raise _Refused("required", "yes, no or empty")
    if known and known.is_required and _YES_OR_NO[required] == "no":
        raise _Refused("required", f"possible, for nothing can be counted without {known.header}")
    taken = [one.name for one in made.columns.values() if known and one.header == known.header]
    if known and taken:
        raise _Refused(f"{taken[0]} and {name} are both {known.header}", "one column a meaning")
    header = known.header if known else name
    column = Column(
        name=name,
        header=header,
        is_required=_YES_OR_NO[required] == "yes",
        valid_from=None if row["code"].strip() else _day(row),
    )
    own = {} if known else {name: _own_field(name, entity, kind, row)}
    return replace(made, columns={**made.columns, name: column}, own={**made.own, **own})


def _known(name: str, entity: str, kind: str, meaning: str) -> Field | None:
    """The built-in field that a column's name or meaning is; None where it has neither and no measure counts it."""
    meant = [one for one in fields().values() if plain(meaning) in _words_of(one)] if meaning else []
    if by_name := fields().get(headers_by_name().get(name, "")):
        if meant and by_name not in meant:
            raise _Refused("meaning", f"what {name} means in the built-in lists: {by_name.meaning}")
        alike = [by_name]
    else:
        alike = [one for one in meant if entity in ("", one.entity.casefold()) or len(meant) == 1]
        if meaning and len(alike) != 1:
            raise _Refused("meaning", KNOWN_MEANING)
    for known in alike:
        for what, said, built_in in (("entity", entity, known.entity), ("kind", kind, known.kind)):
            if said not in ("", built_in.casefold()):
                raise _Refused(what, f"{built_in}, as {known.header} is, or empty")
    return alike[0] if alike else None


@cache
def _words_of(known: Field) -> frozenset[str]:
    """What a field may be called: its header, its other spelling, and its meaning, whole or up to its first comma."""
    short = known.meaning.partition(",")[0].partition(" = ")[0].partition(" (")[0]
    return frozenset(map(plain, (known.header, known.alias, known.meaning, short))) - {""}


def _own_field(name: str, entity: str, kind: str, row: dict) -> Field:
    """A field that no measure counts: it must say of what it is and what its cells hold."""
    for what, said in (("entity", entity), ("kind", kind)):
        there_are = sorted({getattr(one, what) for one in fields().values()})
        if said not in map(str.casefold, there_are):
            raise _Refused(what, f"one of {', '.join(there_are)}")
    (entity,) = {one.entity for one in fields().values() if one.entity.casefold() == entity}
    return Field(
        header=name, entity=entity, kind=kind, codes="", pattern="", smallest=None, largest=None, column="",
        meaning="" if row["code"].strip() else " ".join(row["label"].split()), is_required=False, is_identifier=False,
        alias="",
    )  # fmt: skip


def _day(row: dict) -> date | None:
    text = row["valid_from"].strip()
    for written in _DATES if text else ():
        try:
            day = datetime.strptime(text, written).date()
        except ValueError:
            continue
        if 1900 <= day.year <= 2999:
            return day
    if text:
        raise _Refused("valid_from", "a date such as 2024-04-01 or 01/04/2024")
    return None


def _code(column: Column, row: dict, known: Field, is_own: bool, letter: str) -> Code:
    """A row's code with the built-in code it counts as."""
    code, label, group = row["code"].strip().upper(), *(" ".join(row[one].split()) for one in ("label", "group"))
    if not _CODE.fullmatch(code):
        raise _Refused("code", "up to ten letters and digits, filled in beside a group")
    if known.kind != "code":
        raise _Refused("code", f"empty: {column.name} holds no codes, it is of the kind {known.kind}")
    if not label and not group:
        raise _Refused("label", "filled in, or the group is: nobody could tell what the code means")
    listed = [] if is_own or not known.codes else _listed(known.codes, letter)
    counts_as = _counts_as(code, label, group, listed) if listed else code
    if not counts_as and known.header in DRUGS:
        counts_as = OTHER_DRUG  # as any drug that nobody knows
    replaced = [one["label"] for one in listed if one["code"] == code and counts_as != code]
    return Code(
        code=code,
        label=label,
        group=group,
        counts_as=counts_as,
        valid_from=_day(row),
        replaces="".join(replaced),
    )


@cache
def _listed(name: str, letter: str) -> list[dict[str, str]]:
    """The built-in codes of a list, those that are valid in a data set first."""
    valid = codes_valid(name, letter)
    return sorted(code_list(name).to_dicts(), key=lambda row: row["code"] not in valid)


def _counts_as(code: str, label: str, group: str, listed: list[dict[str, str]]) -> str:
    """The built-in code that a code counts as: that of its group, or without one of its label; empty if it is of none."""
    wanted = plain(group) or plain(label)
    if group and wanted == plain(NOT_STATED):
        return next((row["code"] for row in listed if row["group"] == NOT_STATED), "")
    for name in ("label", "printed", "group"):
        alike = [row for row in listed if plain(row.get(name, "")) == wanted]
        if not alike:
            continue
        if own := [row for row in alike if row["code"] == code]:
            return own[0]["code"]
        printed = sorted({row["printed"] for row in alike if row.get("printed")})
        if len(printed) > 1:
            raise _Refused("group", f"one of them alone: {' or '.join(printed)}")
        return alike[0]["code"]
    if not group:
        return ""
    there_are = sorted({row["group"] or row["label"] for row in listed})
    raise _Refused("group", f"one of {', '.join(there_are)}; or the label of a built-in code; or empty")


def _remarks(file: str, row: dict, column: Column, code: Code) -> Iterator[Problem]:
    """What is to be noted of a code that is used."""
    if not code.label:
        yield _problem(file, row, f"{column.name} {code.code} has no label", "one, for whoever reads of it", NOTED)
    if not code.counts_as:
        found = f"{column.name} {code.code} has no group, so it is counted as {NOT_STATED}"
        yield _problem(file, row, found, "the group or the label of a built-in code, if it counts in one", NOTED)


def code_of(value: str, given: Mapping[str, Code], others: tuple[str, ...]) -> Code | None:
    """The code that a cell means. A spreadsheet makes 01 a 1: one that is not listed as written may lack or have noughts."""
    if value in given or value in others or not value.isdigit():
        return given.get(value)
    alike = [code for text, code in given.items() if text.isdigit() and int(text) == int(value)]
    return alike[0] if len(alike) == 1 else None

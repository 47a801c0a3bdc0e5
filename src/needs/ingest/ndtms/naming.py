"""How the files of a partnership are named and written: the name of an extract, and the settings of ndtms.toml.

date_format = "%d/%m/%Y"
not_collected = ["HEPCTD", "TOPCC"]

[files."N0852-20110401-20110630-TREAT-IN-K.csv"]
date_format = "%Y-%m-%d"
"""

import datetime
import re
from collections.abc import Iterable
from dataclasses import InitVar, dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Annotated

from needs import declared
from needs.declared import Text, alone, one_of, section, wanted
from needs.ingest.ndtms.fields import fields, letters
from needs.quarter import Period

_WRITTEN = re.compile(
    r"(?P<agency>[A-Z]\d{4})-(?P<start>\d{8})-(?P<end>\d{8})-TREAT-IN-(?P<letter>[A-Z])\.csv", re.ASCII
)


@dataclass(frozen=True)
class Name:
    """A file's name, taken apart; agency, period and letter are None in a name that is not written as it should be."""

    text: str
    agency: str | None = None
    period: Period | None = None
    letter: str | None = None

    @classmethod
    def parse(cls, text: str) -> "Name":
        """The name taken apart; dates that do not exist, or end before they start, make it one that says nothing."""
        # the bytes of a name that are no text could not be printed or written
        text = text.encode("utf-8", "backslashreplace").decode()
        found = _WRITTEN.fullmatch(text)
        if not found:
            return cls(text)
        try:
            period = Period(_day(found["start"]), _day(found["end"]))
        except ValueError:
            return cls(text)
        return cls(text, found["agency"], period, found["letter"])


def newest_first(names: Iterable[Name]) -> list[list[Name]]:
    """The files of each agency, the one that replaces the others first; names that say nothing stand alone.

    The later end of the period wins; at the same end the longer period, which holds the other, then the later letter.
    """
    said = sorted((name for name in names if name.agency), key=_age)
    said = sorted(said, key=lambda name: name.agency or "")
    return [list(group) for _, group in groupby(said, key=lambda name: name.agency)]


def _age(name: Name) -> tuple[int, int, int]:
    assert name.period and name.letter  # as in every name that says an agency
    return -name.period.end.toordinal(), name.period.start.toordinal(), -ord(name.letter)


def _day(text: str) -> datetime.date:
    return datetime.date(int(text[:4]), int(text[4:6]), int(text[6:]))


NAME = "ndtms.toml"
DAY_FIRST = "%d/%m/%Y"  # the specification's; recalled: medium
YEAR_FIRST = "%Y-%m-%d"  # what one exporter writes; no other format can be taken for it
DATE_FORMATS = (DAY_FIRST, YEAR_FIRST, "%d-%m-%Y", "%d.%m.%Y", "%Y/%m/%d", "%Y%m%d", "%d%m%Y", "%m/%d/%Y")
ENCODINGS = ("utf-8", "windows-1252")


@alone
@dataclass(frozen=True, kw_only=True)
class Settings:
    """How one file is written. Without a date format its dates are day first, unless all are year first."""

    date_format: Annotated[str | None, one_of(DATE_FORMATS)] = None
    encoding: Annotated[str, one_of(ENCODINGS)] = "utf-8"
    not_collected: Annotated[
        tuple[Annotated[str, wanted("a column of the data set", only=lambda name: name in fields())], ...],
        wanted("a list of columns"),
    ] = ()
    cds: Annotated[str | None, one_of(letters())] = None
    why: InitVar[Text] = ""


@alone
@dataclass(frozen=True, kw_only=True)
class _Declared(Settings):
    files: Annotated[
        dict[str, Annotated[Settings, section('[files."name.csv"]')]], wanted('sections such as [files."name.csv"]')
    ] = field(default_factory=dict)


def settings(folder: Path) -> dict[str, Settings]:
    """The settings of each file that has its own, by its name; those of all others under ""; a Mistake if one is not usable."""
    place = f"{Path(folder).name}/{NAME}"
    try:
        found = declared.toml(Path(folder) / NAME, place)
    except FileNotFoundError:
        return {"": Settings()}
    declared.read(_Declared, found, place)
    own = found.pop("files", {})
    return {name: declared.read(Settings, found | entry) for name, entry in {"": {}, **own}.items()}

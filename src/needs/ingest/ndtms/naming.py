"""How the files of a partnership are named and written: the name of an extract, and the settings of ndtms.toml.

date_format = "%d/%m/%Y"
not_collected = ["HEPCTD", "TOPCC"]

[files."N0852-20110401-20110630-TREAT-IN-K.csv"]
date_format = "%Y-%m-%d"
"""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from needs import files
from needs.ingest.ndtms.fields import fields, letters
from needs.mistakes import Mistake, shortened
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
_KEYS = ("date_format", "encoding", "not_collected", "cds", "why")


@dataclass(frozen=True, kw_only=True)
class Settings:
    """How one file is written. Without a date format its dates are day first, unless all are year first."""

    date_format: str | None = None
    encoding: str = "utf-8"
    not_collected: tuple[str, ...] = ()
    cds: str | None = None


def settings(folder: Path) -> dict[str, Settings]:
    """The settings of each file that has its own, by its name; those of all others under ""."""
    path = Path(folder) / NAME
    try:
        declared = files.toml(path)
    except FileNotFoundError:
        return {"": Settings()}
    except OSError as error:
        raise Mistake(f"{path.parent.name}/{NAME} cannot be opened ({error.strerror})") from None
    except ValueError as error:
        raise Mistake(f"{path.parent.name}/{NAME} {error}") from None
    own = declared.pop("files", {})
    if not (isinstance(own, dict) and all(isinstance(entry, dict) for entry in own.values())):
        raise Mistake(f'{path.parent.name}/{NAME}: files is not written as [files."name.csv"]')
    place = f"{path.parent.name}/{NAME}"
    return {"": _settings(declared, place)} | {
        name: _settings(declared | entry, f"{place}, {name}") for name, entry in own.items()
    }


def _settings(entry: dict, place: str) -> Settings:
    unknown = [key for key in entry if key not in _KEYS]
    if unknown:
        raise Mistake(f"{place}: {shortened(unknown[0])} is not one of {', '.join((*_KEYS, 'files'))}")
    for key, allowed in (("date_format", DATE_FORMATS), ("encoding", ENCODINGS), ("cds", letters())):
        if key in entry and entry[key] not in allowed:
            raise Mistake(f"{place}: {key} {shortened(entry[key])} is not one of {', '.join(allowed)}")
    columns = entry.get("not_collected", [])
    if not isinstance(columns, list) or not all(isinstance(name, str) for name in columns):
        raise Mistake(f"{place}: not_collected {shortened(columns)} is not a list of column names")
    strangers = [name for name in columns if name not in fields()]
    if strangers:
        raise Mistake(f"{place}: not_collected {shortened(strangers[0])} is no column of the data set")
    given = {key: entry[key] for key in ("date_format", "encoding", "cds") if key in entry}
    return Settings(**given, not_collected=tuple(columns))

"""What the name of an extract says: N0852-20110401-20110630-TREAT-IN-K.csv is an agency, a period and a data set."""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

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
    said = sorted(said, key=lambda name: name.agency)
    return [list(group) for _, group in groupby(said, key=lambda name: name.agency)]


def _age(name: Name) -> tuple:
    return -name.period.end.toordinal(), name.period.start.toordinal(), -ord(name.letter)


def _day(text: str) -> datetime.date:
    return datetime.date(int(text[:4]), int(text[4:6]), int(text[6:]))

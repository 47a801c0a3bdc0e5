"""Which partnership or country a published figure is of: by its area's name in a year, or by a code, old or new.

Regions, districts, centres and combined areas are no partnership: their rows are left out, and that is no fault. An
authority that has ended matches nothing afterwards; one that began later may stand in older years, as publishers work
older figures out for newer boundaries.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from needs.areas import INVENTED
from needs.code_lists import downloads
from needs.ingest.csvfile import CsvFile
from needs.ingest.names import of_council, of_place
from needs.ingest.problems import NOTED, Problem

REGION = "region"
_OUTSIDE = (REGION, "district")  # types of areas.csv that are neither a partnership nor a country
_MAY_BE_A_PARTNERSHIP = re.compile(r"E(06|08|09|10)|X")  # how the code of one begins
_OTHER_AREAS = re.compile(
    r"\b(nhs|icb|ics|ccg|stp|pcn|phe|centre|region|combined authority|integrated care board|deciles?|quintiles?)\b"
)
_SAYS_WHEN = re.compile(
    r"\((?P<which>from|pre|discontinued)(?: (?P<month>[a-z]{3,9}) (?P<year>[0-9]{4}))?\)", re.IGNORECASE
)
_DISCONTINUED_SINCE = 2026  # the year from which NDTMS has Barnsley and Sheffield under new codes
_COLUMNS = ("area_code", "name", "type", "valid_from", "valid_to", "same_as", "kind")
_UNKNOWN = "the name of an area in areas.csv that was there in that year: correct it or add it there"


@dataclass(frozen=True)
class Place:
    """The code of an area; or that it is no partnership; or what was wanted in place of a name that is not known."""

    code: str | None = None
    is_outside: bool = False
    wanted: str = ""


@dataclass(frozen=True)
class Places:
    """The areas there are, with the day each began and ended, and the code that each one's figures stand under."""

    areas: pd.DataFrame
    _known: dict[tuple[str, int | None], Place] = field(default_factory=dict)
    _by_name: dict[str, pd.DataFrame] = field(default_factory=dict)

    @classmethod
    def of(cls, areas: pd.DataFrame) -> "Places":
        """The areas of a look-up; columns that it lacks say nothing."""
        table = areas.reindex(columns=list(_COLUMNS), fill_value="").fillna("")
        days = {
            name: pd.to_datetime(table[name], format="%Y-%m-%d", errors="coerce") for name in ("valid_from", "valid_to")
        }
        stands_under = table["same_as"].where(table["same_as"] != "", table["area_code"])
        named = {"place": table["name"].map(of_place), "council": table["name"].map(of_council)}
        return cls(table.assign(code=stands_under, **days, **named))

    def of_name(self, name: str, year: int | None) -> Place:
        """The area of a name in the financial year that begins in a year; None is no year."""
        key = (name, year)
        if key not in self._known:
            self._known[key] = self._of_name(name, year)
        return self._known[key]

    def of_rows(self, names: Iterable[str], years: Iterable[int | None]) -> list[Place]:
        """The area of each row of one file, by its name and year, with what the other rows of the year say of it.

        Where figures of a year are worked out for authorities that began later, a name that two had is of the later one.
        Where an area has a year under two names, one of which says that it had ended or not begun, that one is left out.
        """
        rows = list(zip(names, years, strict=True))
        found = {row: self.of_name(*row) for row in dict.fromkeys(rows)}
        begins = dict(zip(self.areas["code"], self.areas["valid_from"], strict=True))
        of_later = {
            year for (_, year), place in found.items() if year and place.code and begins[place.code] > _last_day(year)
        }
        for name, year in found:
            if year in of_later and (later := self._later_of_that_name(name, year)):
                found[name, year] = Place(later)
        named: dict[tuple[str, int | None], set[str]] = {}
        for (name, year), place in found.items():
            if place.code:
                named.setdefault((place.code, year), set()).add(name)
        for (_, year), of_one in named.items():
            left = {name for name in of_one if year and _was_not_there(name, year)} if len(of_one) > 1 else set()
            found |= {(name, year): Place(is_outside=True) for name in left if left != of_one}
        return [found[row] for row in rows]

    def _later_of_that_name(self, name: str, year: int) -> str | None:
        """The code of an area of a name that begins after a year, where another area of the name was there before it."""
        named = self._named(name)
        later = named[named["valid_from"] > _last_day(year)]
        return later["code"].iloc[0] if len(later) == 1 and len(named) > 1 else None

    def of_code(self, code: str) -> Place:
        """The area of a code; one that begins as a partnership's and is not known is kept, to be refused as unknown."""
        if code in self._by_code:
            return Place(is_outside=True) if self._by_code[code] is None else Place(self._by_code[code])
        return Place(code) if _MAY_BE_A_PARTNERSHIP.match(code) else Place(is_outside=True)

    @cached_property
    def _by_code(self) -> dict[str, str | None]:
        outside = self.areas["type"].isin(_OUTSIDE) & (self.areas["kind"] != INVENTED)
        rows = zip(self.areas["area_code"], self.areas["code"], outside, strict=True)
        return {code: None if is_outside else stands_under for code, stands_under, is_outside in rows}

    def is_district(self, code: str) -> bool:
        """Whether a code is that of a district of an authority, whose figures may be added up for it."""
        return code in self._districts

    @cached_property
    def _districts(self) -> set[str]:
        return set(self.areas.loc[self.areas["type"] == "district", "area_code"])

    def is_region(self, code: str) -> bool:
        """Whether a code is a region's, whose figures stand beside a partnership's in downloads that have both."""
        return code in self._regions

    @cached_property
    def _regions(self) -> set[str]:
        return set(self.areas.loc[self.areas["type"] == REGION, "area_code"])

    def _of_name(self, name: str, year: int | None) -> Place:
        named = self._named(name)
        if named.empty:
            return Place(is_outside=True) if self._is_other_area(name) else Place(wanted=_UNKNOWN)
        if self._by_code[named["area_code"].iloc[0]] is None:
            return Place(is_outside=True)
        if year is None:
            return Place()
        first_day, last_day = pd.Timestamp(year, 4, 1), pd.Timestamp(year + 1, 3, 31)
        not_begun, ended = named["valid_from"] > last_day, named["valid_to"] < first_day
        codes = list(dict.fromkeys(named.loc[~not_begun & ~ended, "code"]))
        codes = codes or list(dict.fromkeys(named.loc[not_begun, "code"]))
        if len(codes) == 1:
            return Place(codes[0])
        if codes:
            return Place(wanted=f"the name of one area only: areas.csv gives it to {' and '.join(codes)} in that year")
        return Place(is_outside=True)  # it has ended

    def _named(self, name: str) -> pd.DataFrame:
        """The areas of that very name; else those of that name but for what kind of authority it is."""
        if name not in self._by_name:
            self._by_name[name] = self._of_that_name(name)
        return self._by_name[name]

    def _of_that_name(self, name: str) -> pd.DataFrame:
        meant = _aliases().get(of_place(name), name)
        same = self.areas[self.areas["place"] == of_place(meant)]
        return same if len(same) else self.areas[self.areas["council"] == of_council(meant)]

    def _is_other_area(self, name: str) -> bool:
        """Whether a name is of several known areas together, or of a region, a centre or a body of the NHS."""
        if _aliases().get(of_place(name)) == "" or _OTHER_AREAS.search(of_place(name)):
            return True
        parts = [part.strip() for part in re.split(r",|&|\band\b", name.casefold()) if part.strip()]
        return len(parts) > 1 and self._are_areas(parts)

    def _are_areas(self, parts: list[str]) -> bool:
        if not parts:
            return True
        heads = range(1, len(parts) + 1)
        return any(len(self._named(" and ".join(parts[:n]))) and self._are_areas(parts[n:]) for n in heads)


def _last_day(year: int) -> pd.Timestamp:
    return pd.Timestamp(year + 1, 3, 31)


def _was_not_there(name: str, year: int) -> bool:
    """Whether a name says that its area had not begun by the end of a financial year, or had ended: "(from April 2026)"."""
    found = _SAYS_WHEN.search(name)
    if not found:
        return False
    day = pd.Timestamp(f"1 {found['month']} {found['year']}") if found["year"] else None
    is_before = found["which"].casefold() != "from"
    if day is None:  # discontinued, whenever that was: another name of the area goes on
        return year >= _DISCONTINUED_SINCE
    return day <= pd.Timestamp(year, 4, 1) if is_before else day > _last_day(year)


def _aliases() -> dict[str, str]:
    """What NDTMS calls an area that areas.csv calls otherwise; nothing where it is no partnership."""
    table = downloads.table("area_names")
    return dict(zip(table["printed"].map(of_place), table["name"], strict=True))


def left_out(file: CsvFile, outside: pd.Series) -> list[Problem]:
    """One note on all the rows of a file that are of no partnership."""
    lines = [int(line) for line in file.rows.loc[outside[outside].index, "line"]]
    if not lines:
        return []
    found = f"{len(lines):,} rows are of areas that are no partnership (regions, districts, centres or areas that have ended)"
    wanted = "rows of partnerships or of England; these are left out"
    return [Problem(file.name, lines[0], None, found, wanted, NOTED, tuple(lines[1:]))]

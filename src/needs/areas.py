"""Partnerships and their areas: names, codes and the region and country each lies in, from one look-up.

There are two worlds: the country that is, and invented ones. No area of one is ever set beside an area of the other.
"""

import datetime
import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from needs.mistakes import Mistake

if TYPE_CHECKING:  # whoever only wants a slug need not load it
    import pandas as pd

ENGLAND = "E92000001"
OF_COUNTRIES = "92"  # the second and third characters of a country's code
INVENTED = "invented"  # the kind of an area that is made up
PEERS = {
    "london borough": "London boroughs",
    "unitary authority": "unitary authorities of the {region}",
    "metropolitan district": "metropolitan districts of the {region}",
    "county": "counties of the {region}",
}
MOST_NAMED = 12  # partnerships in a message
SIMILAR_NAMED = 20  # areas that the statistical office names as similar to each


@dataclass(frozen=True, kw_only=True)
class Area:
    """One area: its code, its name, its partnership's slug (empty where it has none), its type, its region's and country's code.

    `neighbours` are the slugs of the partnerships it is compared with, where it says so itself; `similar` those of the
    statistical office's list that are partnerships, the most similar first; `made_after` that of the real partnership that
    an invented one resembles, if it does. `begins` and `ends` are its first and last day, where known; `predecessors` and
    `successors` the slugs of the partnerships that had or have its ground. `authorities` are the slugs of those that a partnership of
    several is made of, such as a Combating Drugs Partnership.
    """

    code: str
    name: str
    partnership: str
    type: str
    region: str
    country: str = ENGLAND
    kind: str = ""
    neighbours: tuple[str, ...] = ()
    similar: tuple[str, ...] = ()
    made_after: str = ""
    begins: datetime.date | None = None
    ends: datetime.date | None = None
    predecessors: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()
    authorities: tuple[str, ...] = ()

    @property
    def is_invented(self) -> bool:
        """Whether it is no real place."""
        return self.kind == INVENTED


def slug_of(written: str, areas: "pd.DataFrame") -> str:
    """The slug of a partnership by its slug, its name or its code, old or new; as it is written where there is no such one."""
    asked = _folded(written)
    for row in areas[areas["partnership"] != ""].itertuples():
        names = (row.partnership, row.name, _as_spoken(row.name), row.area_code, *row.other_codes.split())
        if asked in map(_folded, names):
            return row.partnership
    return written


def _folded(name: str) -> str:
    """A name as it is compared: small letters, "and" for "&", and one hyphen for whatever is neither letter nor digit."""
    return re.sub(r"[^a-z0-9]+", "-", name.casefold().replace("&", "and")).strip("-")


def area_of(partnership: str, areas: "pd.DataFrame") -> Area:
    """The area of a partnership named by its slug; a Mistake lists what there is."""
    found = areas[(areas["partnership"] == partnership) & (areas["partnership"] != "")]
    if len(found):
        return _area(found.iloc[0])
    there_are = sorted(set(areas["partnership"]) - {""})
    near = difflib.get_close_matches(str(partnership).lower().replace(" ", "-"), there_are, n=1)
    if near:
        raise Mistake(
            f"partnership {partnership!r} is unknown; did you mean {near[0]!r}? There are {len(there_are)} in all"
        )
    some = ", ".join(there_are[:MOST_NAMED]) + (
        f" and {len(there_are) - MOST_NAMED} more" if len(there_are) > MOST_NAMED else ""
    )
    raise Mistake(f"partnership {partnership!r} is unknown; there are: {some}")


def named(code: str, areas: "pd.DataFrame") -> str:
    """The name of the area with a code; the code itself where the look-up has none."""
    found = areas.loc[areas["area_code"] == code, "name"]
    return _as_spoken(found.iloc[0]) if len(found) else code


def is_country(code: str) -> bool:
    """Whether a code is that of a country: E92000001 is England's."""
    return code[1:3] == OF_COUNTRIES


def slug(name: str) -> str:
    """A name as it stands in paths and parameters: "Great Ryme" is great-ryme."""
    return "-".join(name.lower().split())


def country_of(written: str, areas: "pd.DataFrame") -> Area:
    """The country of a slug; a Mistake lists what there is."""
    countries = areas[areas["type"] == "country"]
    found = countries[countries["name"].map(slug) == slug(written)]
    if found.empty:
        raise Mistake(f"country {written!r} is unknown; there are: {', '.join(sorted(countries['name'].map(slug)))}")
    return _area(found.iloc[0])


def codes_within(country: str, areas: "pd.DataFrame", day: datetime.date) -> set[str]:
    """The codes of every partnership of a country (its code) that was there on a day, all of the country's own world.

    None has the ground of another: those of several authorities are not among them, nor an authority beside its successors.
    """
    kinds = areas.loc[areas["area_code"] == country, "kind"]
    alike = of_one_world(areas, next(iter(kinds), ""))
    is_single = (alike["partnership"] != "") & (alike["authorities"] == "")
    was_there = (alike["valid_from"] <= f"{day}") & ((alike["valid_to"] == "") | (alike["valid_to"] >= f"{day}"))
    return set(alike.loc[(alike["country_code"] == country) & is_single & was_there, "area_code"])


def authorities_of(area: Area, areas: "pd.DataFrame") -> list[Area]:
    """The areas of the authorities that a partnership of several is made of, in the order it names them; none of another."""
    return [area_of(slug, areas) for slug in area.authorities]


def not_there(area: Area, areas: "pd.DataFrame", first: str, last: str) -> str:
    """Which authority of a partnership of several did not exist on some of these days (YYYY-MM-DD), in words; else empty."""
    for slug in area.authorities:
        (row,) = areas[areas["partnership"] == slug].to_dict("records")
        if row["valid_from"] > first:
            return f"{row['name']} began on {row['valid_from']}"
        if row["valid_to"] and row["valid_to"] < last:
            return f"{row['name']} ended on {row['valid_to']}"
    return ""


def of_one_world(areas: "pd.DataFrame", kind: str) -> "pd.DataFrame":
    """The rows of the areas of one world: of real ones, or of invented ones."""
    return areas[(areas["kind"] == INVENTED) == (kind == INVENTED)]


def before_it_began(area: Area, day: datetime.date, areas: "pd.DataFrame") -> str:
    """What had an area's ground on a day before its first, in a sentence; empty where it was there."""
    if area.begins is None or area.begins <= day:
        return ""
    before = _and(_names(area.predecessors, areas)) or "other authorities"
    return f"The first day of {area.name} is {_day(area.begins)}. Until then its ground is that of {before}."


def after_it_ended(area: Area, day: datetime.date, areas: "pd.DataFrame") -> str:
    """What has an area's ground on a day after its last, in a line; empty where it was there."""
    if area.ends is None or area.ends >= day:
        return ""
    since = _and(_names(area.successors, areas)) or "other authorities"
    instead = f": name {' or '.join(area.successors)}" if area.successors else ""
    return f"{area.name} ended on {_day(area.ends)}, and its ground is that of {since} since{instead}"


def _names(partnerships: tuple[str, ...], areas: "pd.DataFrame") -> list[str]:
    rows = areas[areas["partnership"].isin(partnerships)].set_index("partnership")
    found = [rows.loc[one] for one in partnerships if one in rows.index]
    return [f"the county of {row['name']}" if row["type"] == "county" else _as_spoken(row["name"]) for row in found]


def _and(names: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def _day(day: datetime.date) -> str:
    return f"{day.day} {day:%B %Y}"


def peers(area: Area, areas: "pd.DataFrame", *, similar: bool = False) -> list[str]:
    """The codes of an area's neighbours, or else of the areas of its type in its region; the area itself is among them.

    With `similar` those that the statistical office finds most similar come before those of its type.
    """
    areas = of_one_world(areas, area.kind)
    beside = area.neighbours or (area.similar if similar else ())
    if beside:
        return list(areas.loc[areas["partnership"].isin([area.partnership, *beside]), "area_code"])
    if not area.region or area.authorities:  # no list says which partnerships of several authorities are alike
        return [area.code]
    return list(areas.loc[(areas["type"] == area.type) & (areas["region_code"] == area.region), "area_code"])


def peers_in_words(area: Area, areas: "pd.DataFrame", *, similar: bool = False) -> str:
    """The areas that an area is compared with, as a sentence names them."""
    if area.neighbours:
        return f"neighbours of {area.name}"
    if similar and area.similar:
        return f"areas most similar to {area.name}"
    return PEERS.get(area.type, "areas of {region}").format(region=named(area.region, areas))


def _area(row: "pd.Series") -> Area:
    return Area(
        code=row["area_code"],
        name=_as_spoken(row["name"]),
        partnership=row["partnership"],
        type=row["type"],
        region=row["region_code"],
        country=row["country_code"],
        kind=row["kind"],
        neighbours=tuple(row["neighbours"].split()),
        similar=tuple(row["similar"].split()),
        made_after=row["made_after"],
        begins=_date(row["valid_from"]),
        ends=_date(row["valid_to"]),
        predecessors=tuple(row["predecessors"].split()),
        successors=tuple(row["successors"].split()),
        authorities=tuple(row["authorities"].split()),
    )


def _date(written: str) -> datetime.date | None:
    return datetime.date.fromisoformat(written) if written else None


def _as_spoken(name: str) -> str:
    """ "Bristol, City of" as it is said: City of Bristol."""
    last, comma, first = name.partition(", ")
    return f"{first} {last}" if comma and first.endswith(" of") else name

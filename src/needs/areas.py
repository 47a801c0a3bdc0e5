"""Partnerships and their areas: names, codes and the region and country each lies in, from one look-up.

There are two worlds: the country that is, and invented ones. No area of one is ever set beside an area of the other.
"""

import difflib
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


@dataclass(frozen=True, kw_only=True)
class Area:
    """One area: its code, its name, its partnership's slug (empty where it has none), its type, its region's and country's code.

    `neighbours` are the slugs of the partnerships it is compared with, where it says so itself; `made_after` that of the
    real partnership that an invented one resembles, if it does. `authorities` are the slugs of those that a partnership of
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
    made_after: str = ""
    authorities: tuple[str, ...] = ()

    @property
    def is_invented(self) -> bool:
        """Whether it is no real place."""
        return self.kind == INVENTED


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


def codes_within(country: str, areas: "pd.DataFrame") -> set[str]:
    """The codes of every partnership of a country (its code), all of the country's own world.

    Those of several authorities are not among them: their people are those of their authorities.
    """
    kinds = areas.loc[areas["area_code"] == country, "kind"]
    alike = of_one_world(areas, next(iter(kinds), ""))
    is_single = (alike["partnership"] != "") & (alike["authorities"] == "")
    return set(alike.loc[(alike["country_code"] == country) & is_single, "area_code"])


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


def peers(area: Area, areas: "pd.DataFrame") -> list[str]:
    """The codes of an area's neighbours, or else of the areas of its type in its region; the area itself is among them."""
    areas = of_one_world(areas, area.kind)
    if area.neighbours:
        return list(areas.loc[areas["partnership"].isin([area.partnership, *area.neighbours]), "area_code"])
    if not area.region or area.authorities:  # no list says which partnerships of several authorities are alike
        return [area.code]
    return list(areas.loc[(areas["type"] == area.type) & (areas["region_code"] == area.region), "area_code"])


def peers_in_words(area: Area, areas: "pd.DataFrame") -> str:
    """The areas that an area is compared with, as a sentence names them."""
    if area.neighbours:
        return f"neighbours of {area.name}"
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
        made_after=row["made_after"],
        authorities=tuple(row["authorities"].split()),
    )


def _as_spoken(name: str) -> str:
    """ "Bristol, City of" as it is said: City of Bristol."""
    last, comma, first = name.partition(", ")
    return f"{first} {last}" if comma and first.endswith(" of") else name

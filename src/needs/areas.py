"""Partnerships and their areas: names, codes and the region each lies in, from one dated look-up."""

import difflib
from dataclasses import dataclass

import pandas as pd

from needs.mistakes import Mistake

ENGLAND = "E92000001"
INVENTED_TOGETHER = "invented-together"
PEERS = {
    "london borough": "London boroughs",
    "unitary authority": "unitary authorities of the {region}",
    "metropolitan district": "metropolitan districts of the {region}",
    "county": "counties of the {region}",
}


@dataclass(frozen=True, kw_only=True)
class Area:
    """One area: its code, its name, its partnership's slug (empty where it has none), its type and its region's code."""

    code: str
    name: str
    partnership: str
    type: str
    region: str


def area_of(partnership: str, areas: pd.DataFrame) -> Area:
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
    raise Mistake(f"partnership {partnership!r} is unknown; there are: {', '.join(there_are)}")


def named(code: str, areas: pd.DataFrame) -> str:
    """The name of the area with a code; the code itself where the look-up has none."""
    found = areas.loc[areas["area_code"] == code, "name"]
    return _as_spoken(found.iloc[0]) if len(found) else code


def peers(area: Area, areas: pd.DataFrame) -> list[str]:
    """The codes of the areas of the same type in the same region, the area itself among them."""
    return list(areas.loc[(areas["type"] == area.type) & (areas["region_code"] == area.region), "area_code"])


def peers_in_words(area: Area, areas: pd.DataFrame) -> str:
    """The areas of the same type in the same region, as a sentence names them."""
    return PEERS.get(area.type, "areas of {region}").format(region=named(area.region, areas))


def _area(row: pd.Series) -> Area:
    return Area(
        code=row["area_code"],
        name=_as_spoken(row["name"]),
        partnership=row["partnership"],
        type=row["type"],
        region=row["region_code"],
    )


def _as_spoken(name: str) -> str:
    """ "Bristol, City of" as it is said: City of Bristol."""
    last, comma, first = name.partition(", ")
    return f"{first} {last}" if comma else name

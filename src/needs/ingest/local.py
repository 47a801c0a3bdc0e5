"""What only a partnership can say: who it is (area.toml) and where its services are (services.csv).

A country and a region that no published look-up has may have such files too. An invented area has a code of its own kind,
so that neither a person nor a program can take it for a real place.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any

import pandas as pd
from pydantic import Field, model_validator

from needs import declared, files
from needs.areas import ENGLAND, INVENTED
from needs.declared import alone, one_of, wanted
from needs.folders import Folders
from needs.ingest import csvfile, ground, raw
from needs.ingest.csvfile import CsvFile
from needs.ingest.problems import FILE_REFUSED, MISLEADING, ROW_REFUSED, Problem
from needs.ingest.schema import check
from needs.mistakes import Mistake, shortened

KINDS = ("", INVENTED)
COUNTRY, REGION = "country", "region"
JOINT = "joint partnership"
TYPES = (COUNTRY, REGION, "county", "london borough", "metropolitan district", "unitary authority", JOINT)
OF_SEVERAL = {
    True: "X-",
    False: "P-",
}  # how codes of partnerships of several authorities begin: of no statistical office
CODES = {  # whether of invented areas, for no statistical office's codes begin with X
    True: (re.compile(r"X[0-9]{8}"), "X and eight digits, as no real place has"),
    False: (re.compile(r"[EWSNK][0-9]{8}"), "a code of the statistical offices, such as E10000016"),
}
FOLDER = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")  # it is a part of paths and addresses
OF_ALL = "all"  # the folder of documents on all partnerships
PUBLISHED = {"name": "name", "code": "area_code", "type": "type", "region": "region_code"}  # where areas.csv says it
WANTED = {
    "area_code": "of the world of its folder: invented figures and real ones are never set side by side",
    "source": "of the world of its area: a real place's figures have real sources, an invented one's invented ones",
}
LONGEST_NAME = 80  # characters
SAYS = (
    "country_code",
    "kind",
    "neighbours",
    "made_after",
    "folder",
    "authorities",
)  # columns that published look-ups lack
WHOLE = (COUNTRY, REGION)  # types that hold other areas
NEIGHBOUR = {False: "derby", True: "ironbeck"}
DISTRICTS = ("partnership", "district", "name", "shape")


def _is_plain(text: object) -> bool:
    is_short = isinstance(text, str) and len(text) <= LONGEST_NAME
    return is_short and not re.search(r"[<>\n]", str(text)) and not MISLEADING.search(str(text))


Plain = Annotated[
    str, wanted(f"text in quotation marks, at most {LONGEST_NAME} characters", "is no plain text", only=_is_plain)
]


@alone
@dataclass(frozen=True, kw_only=True)
class Area:
    """What an area.toml says; a country, a region, neighbours and `made_after` are codes and names in paths, or empty.

    `authorities` are the names in paths of those that a partnership of several is made of.
    """

    name: Annotated[Plain, wanted('a line such as name = "..."', "is empty", only=str.strip)]
    code: Plain
    type: Annotated[Plain, one_of(TYPES)]
    region: Plain = ""
    country: Plain = ""
    kind: Annotated[Plain, wanted(f'no such line, or kind = "{INVENTED}"', only=KINDS.__contains__)] = ""
    made_after: Plain = ""
    neighbours: Annotated[
        tuple[Annotated[str, Field(pattern=r"^[\w-]+$")], ...],
        wanted('names such as ["derby", "oldham"]', "is no list of partnerships"),
    ] = ()
    authorities: Annotated[
        tuple[Annotated[str, Field(pattern=r"^[\w-]+$")], ...],
        wanted('two names or more, such as ["leeds", "bradford"]', only=lambda names: len(names) > 1),
    ] = ()
    district: Any = ()  # what of it is no district is left out

    @property
    def is_invented(self) -> bool:
        return self.kind == INVENTED

    @model_validator(mode="after")
    def _has_a_code_of_its_world(self) -> "Area":
        written, words = CODES[self.is_invented]
        if self.authorities:
            return self
        if not written.fullmatch(self.code):
            raise Mistake(f"code is {self.code!r}; wanted {words}")
        return self


@dataclass(frozen=True, kw_only=True)
class AreaFiles:
    """The areas, one row an area; their districts, one row a district, its shape as "x,y x,y ..."; and every problem.

    `owners` says of each folder below data/raw/local that has such a file whether it is of an invented place.
    """

    areas: pd.DataFrame
    districts: pd.DataFrame
    owners: dict[str, bool]
    problems: tuple[Problem, ...]


def own_areas(folders: Folders, published: pd.DataFrame) -> AreaFiles:
    """Every area.toml beside the published areas; one that is refused has its problem and stops no other."""
    published = ground.with_days(published)
    areas = published.assign(**dict.fromkeys(SAYS, "")).assign(country_code=_country(published))
    real = {slug: row for slug, row in zip(areas["partnership"], areas.to_dict("records"), strict=True) if slug}
    taken = {_folded(text) for column in ("area_code", "partnership", "name") for text in areas[column]} - {""}
    countries = {code[0]: code for code in areas.loc[areas["type"] == COUNTRY, "area_code"]} | {"E": ENGLAND}
    said: dict[str, Area] = {}
    problems: list[Problem] = []
    owners: dict[str, bool] = {}
    for path in sorted((folders.raw / "local").glob(f"*/{raw.AREA}")):
        folder = path.parent.name
        found: dict[str, Any] = {}
        published_row = real.get(folder, {})
        its_own = {_folded(published_row[name]) for name in ("partnership", "area_code", "name") if published_row}
        try:
            found = _of_several(files.toml(path), folder)
            area = said[folder] = _checked(found, folder, taken - its_own, published_row)
            taken |= {_folded(area.code), _folded(area.name), _folded(folder)}
        except (OSError, ValueError) as why:
            problems.append(_problem(folders, folder, why))
        owners[folder] = not published_row and found.get("kind") == INVENTED  # though it be refused: it is not real
    while refused := {
        folder: wrong
        for folder in said
        if (wrong := _of_other_world(folder, said, areas, real) or _wrong_authorities(folder, said, real))
    }:
        problems += [_problem(folders, folder, ValueError(wrong)) for folder, wrong in refused.items()]
        said = {folder: area for folder, area in said.items() if folder not in refused}
    added = pd.DataFrame(
        [_row(area, folder, countries) for folder, area in said.items()], columns=list(areas.columns), dtype="str"
    )
    districts = [row for folder, area in said.items() for row in _districts(area, folder)]
    districts += [
        (folder, *row[1:])
        for folder, area in said.items()
        for row in districts
        if row[0] in area.authorities and not area.district
    ]
    every = pd.concat([areas[~areas["area_code"].isin(added["area_code"])], added], ignore_index=True).fillna("")
    return AreaFiles(
        areas=_with_places(every),
        districts=pd.DataFrame(districts, columns=list(DISTRICTS), dtype="str"),
        owners=owners,
        problems=tuple(problems),
    )


def is_taken(folder: str, areas: pd.DataFrame) -> bool:
    """Whether a folder has the name of an area of the look-up, however it is written."""
    return _folded(folder) in {_folded(text) for column in ("partnership", "name") for text in areas[column]}


def _of_other_world(folder: str, said: dict[str, Area], areas: pd.DataFrame, real: dict[str, dict]) -> str:
    """What a file says that is of the other world, or of no place at all, in words; empty where there is nothing."""
    area = said[folder]
    same = {name: one for name, one in said.items() if one.is_invented == area.is_invented}
    alike = {one.code: one.type for one in same.values()}
    alike |= {} if area.is_invented else dict(zip(areas["area_code"], areas["type"], strict=True))
    partnerships = {name for name, one in same.items() if one.type not in WHOLE}
    partnerships |= set() if area.is_invented else set(real)
    world = "an invented" if area.is_invented else "a real"
    for name, code in ((COUNTRY, area.country), (REGION, area.region)):
        is_published = folder in real and code == real[folder][PUBLISHED.get(name, "country_code")]
        if code and not is_published and alike.get(code) != name:
            return f"{name} is {code!r}; wanted the code of {world} {name} that has an area.toml or is in areas.csv"
    if area.is_invented and area.type != COUNTRY and not area.country and not area.authorities:
        return 'it has no country; wanted a line such as country = "X92000001", of an invented country'
    for neighbour in area.neighbours:
        if neighbour not in partnerships and (neighbour in real or neighbour in said or not area.is_invented):
            return f"neighbour {neighbour!r} is no partnership; wanted {world} one by its name in paths, such as {NEIGHBOUR[area.is_invented]}"
    after = area.made_after
    if after and not (area.is_invented and after in real):
        return (
            f"made_after is {after!r}; wanted a real partnership by its name in paths, in the file of an invented one"
        )
    return ""


def _of_several(found: dict[str, Any], folder: str) -> dict[str, Any]:
    """What a file says, with the code and the type of its own that a partnership of several authorities has."""
    if not found.get("authorities"):
        return found
    own = {"code": f"{OF_SEVERAL[found.get('kind') == INVENTED]}{folder}", "type": JOINT}
    for name, value in own.items():
        if found.get(name, value) != value:
            raise ValueError(
                f"{name} is {shortened(found[name])}; wanted no such line beside authorities: it is {value!r}"
            )
    return found | own


def _wrong_authorities(folder: str, said: dict[str, Area], real: dict[str, dict]) -> str:
    """What is wrong with the authorities that a partnership is made of, in words; empty where nothing is."""
    area = said[folder]
    lives = []
    for position, slug in enumerate(area.authorities):
        one = said.get(slug)
        is_known = slug in real or (one is not None and one.type not in WHOLE and not one.authorities)
        if not is_known or slug == folder:
            return f"authority {slug!r} is no partnership of one authority; wanted one by its name in paths, such as {NEIGHBOUR[area.is_invented]}"
        if slug in area.authorities[:position]:
            return f"authority {slug!r} stands there twice; wanted each once"
        if bool(one and one.is_invented) != area.is_invented:
            worlds = ("an invented", "a real") if area.is_invented else ("a real", "an invented")
            return f"authority {slug!r} is {worlds[1]} place, and {folder} {worlds[0]} one; wanted places of one world"
        row = real.get(slug, {})
        lives.append((row.get("valid_from", ""), row.get("valid_to", "") or "9999-12-31", slug))
    if lives:
        first, last = max(lives), min(lives, key=lambda life: life[1])
        if first[0] > last[1]:
            return (
                f"authority {first[2]!r} began on {first[0]}, when {last[2]!r} had ended ({last[1]}); "
                "wanted authorities that existed at one time"
            )
    return ""


def _with_places(areas: pd.DataFrame) -> pd.DataFrame:
    """The areas, in which a partnership of several authorities lies in the region and country that all of them lie in."""
    rows = areas.to_dict("records")
    of = {row["partnership"]: row for row in rows if row["partnership"]}
    for row in rows:
        members = [of[slug] for slug in row["authorities"].split()]
        for column in ("region_code", "country_code") if members else ():
            alike = {member[column] for member in members}
            row[column] = alike.pop() if len(alike) == 1 else ""
        if members:
            row["valid_from"] = max(member["valid_from"] for member in members)
            row["valid_to"] = min((member["valid_to"] for member in members if member["valid_to"]), default="")
    return pd.DataFrame(rows, columns=list(areas.columns), dtype="str")


def _folded(text: str) -> str:
    """A name, a code or a folder as it is compared: without case, and blanks, hyphens and full stops all one."""
    return re.sub(r"[\W_]+", "-", str(text).casefold()).strip("-")


def _problem(folders: Folders, folder: str, why: OSError | ValueError) -> Problem:
    said = f"the file cannot be read ({why.strerror})" if isinstance(why, OSError) else str(why)
    found, _, better = said.partition("; wanted ")
    name = folders.relative(folders.raw / "local" / folder / raw.AREA)
    return Problem(
        name, None, None, found, better or 'a name, a code and a type, such as type = "county"', FILE_REFUSED
    )


def of_another_world(
    figures: pd.DataFrame, areas: pd.DataFrame, owners: Mapping[str, bool], sources: Mapping[str, str]
) -> Iterator[Problem]:
    """A problem for each figure of an invented area in a real partnership's folder or from a real source, and the reverse.

    `owners` says of each folder below data/raw/local whether it is of an invented place, `sources` of what kind each source
    is that is of one world alone.
    """
    invented = figures["area_code"].isin(areas.loc[areas["kind"] == INVENTED, "area_code"])
    folders = figures["file"].str.extract(r"^data/raw/local/([^/]+)/", expand=False)
    is_of_invented = folders.map(lambda name: owners.get(name, False), na_action="ignore").eq(True)
    of_source = figures["source"].map(sources)
    wrong = {
        "area_code": folders.notna() & (is_of_invented != invented),
        "source": of_source.notna() & ((of_source == INVENTED) != invented),
    }
    for column, is_wrong in wrong.items():
        for row in figures.loc[is_wrong, ["file", "line", column]].drop_duplicates().itertuples(index=False):
            yield Problem(row[0], row[1], column, row[2], WANTED[column], ROW_REFUSED)


def _country(areas: pd.DataFrame) -> pd.Series:
    """The country of each published area: that whose code begins with its letter, or England."""
    countries = {code[0]: code for code in areas.loc[areas["type"] == COUNTRY, "area_code"]}
    return areas["area_code"].str[:1].map(countries).fillna(ENGLAND)


def _checked(found: dict[str, Any], folder: str, taken: set[str], real: dict[str, str]) -> Area:
    """What an area.toml says, if all of it is sound; a ValueError says what was found and wanted.

    Of a published partnership (`real`, its row of the look-up) only what the look-up leaves open need be said.
    """
    if real:
        if found.get("kind"):
            raise ValueError(
                f"kind is {shortened(found['kind'])}, and {folder} is a real partnership; wanted no such line"
            )
        found |= {name: real[column] for name, column in PUBLISHED.items() if name not in found}
        for name, column in PUBLISHED.items():
            if found[name] != real[column]:
                raise ValueError(f"{name} is {shortened(found[name])}; wanted {real[column]!r}, as areas.csv has it")
    if not FOLDER.fullmatch(folder) or folder == OF_ALL:
        raise ValueError(
            f"the folder {folder!r} cannot be a part of addresses; wanted small letters, digits and hyphens"
        )
    area = declared.read(Area, found)
    for what in (area.code, area.name, folder):
        if _folded(what) in taken:
            raise ValueError(f"{what!r} is another area's already; wanted a name and a code of its own")
    return area


def _row(area: Area, folder: str, countries: dict[str, str]) -> dict[str, str]:
    own = area.code if area.type == COUNTRY else countries.get(area.code[0], "")
    return {
        "area_code": area.code,
        "name": area.name,
        "partnership": "" if area.type in WHOLE else folder,
        "type": area.type,
        "region_code": area.region,
        "country_code": area.country or own,
        "kind": area.kind,
        "neighbours": " ".join(area.neighbours),
        "made_after": area.made_after,
        "folder": folder,
        "authorities": " ".join(area.authorities),
    }


def _districts(area: Area, folder: str) -> Iterator[tuple[str, ...]]:
    """The districts that are whole; a shape that is none is left out, and the name stands."""
    for one in area.district if isinstance(area.district, list) else []:
        if isinstance(one, dict) and all(one.get(name) and _is_plain(one[name]) for name in ("code", "name")):
            yield folder, one["code"], one["name"], _shape(one.get("shape", []))


def _shape(points: Any) -> str:
    """A shape as "x,y x,y ..."; empty where it is no list of at least three points."""
    try:
        written = [f"{float(x):g},{float(y):g}" for x, y in points]
    except (TypeError, ValueError):
        return ""
    return " ".join(written) if len(written) >= 3 and not re.search("nan|inf", "".join(written)) else ""


NOT_REPEATED = "what stands there, not repeated here,"  # it may be the address or the number of a person
PLAIN = r"(?!.*[0-9][0-9 ()-]{6})[^@<>]*"
COLUMNS = ("service", "kind", "agency", "district", "open_when")
SCHEMA = {
    "fields": [
        {"name": name, "type": "string", "constraints": {"required": name in ("service", "kind", "district"), "pattern": PLAIN}}
        for name in COLUMNS
    ],
    "primaryKey": ["service"],
}  # fmt: skip


def own_services(folders: Folders, known: set[str]) -> tuple[pd.DataFrame, list[Problem], list[CsvFile]]:
    """Every services.csv: the rows with their partnership, the problems, and the files; `known` are the names of partnerships."""
    tables, problems, files = [], [], []
    for path in sorted((folders.raw / "local").glob(f"*/{raw.SERVICES}")):
        file = csvfile.read(path, folders.relative(path))
        files.append(file)
        if path.parent.name not in known:
            wanted = "a folder named as in areas.csv"
            problems.append(
                Problem(file.name, None, None, f"no partnership is called {path.parent.name!r}", wanted, FILE_REFUSED)
            )
            continue
        checked = check(file, SCHEMA)
        problems += [replace(one, found=NOT_REPEATED) if one.column else one for one in checked.problems]
        tables.append(checked.rows.drop(columns="line").assign(partnership=path.parent.name))
    none = pd.DataFrame(columns=["partnership", *COLUMNS], dtype="str")
    return pd.concat([none, *tables], ignore_index=True)[["partnership", *COLUMNS]], problems, files

"""What only a partnership can say: who it is (area.toml) and where its services are (services.csv).

A country and a region that no published look-up has may have such files too. An invented area has a code of its own kind,
so that neither a person nor a program can take it for a real place.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from needs import files
from needs.areas import ENGLAND, INVENTED
from needs.folders import Folders
from needs.ingest import csvfile, raw
from needs.ingest.csvfile import CsvFile
from needs.ingest.problems import FILE_REFUSED, MISLEADING, ROW_REFUSED, Problem
from needs.ingest.schema import check

KINDS = ("", INVENTED)
COUNTRY, REGION = "country", "region"
TYPES = (COUNTRY, REGION, "county", "london borough", "metropolitan district", "unitary authority", "joint partnership")
# No statistical office's codes begin with X
INVENTED_CODE, REAL_CODE = re.compile(r"X[0-9]{8}"), re.compile(r"[EWSNK][0-9]{8}")
FOLDER = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")  # it is a part of paths and addresses
OF_ALL = "all"  # the folder of documents on all partnerships
TEXTS = ("name", "code", "type", "region", "country", "kind", "made_after")
NEEDED = ("name", "code", "type")
PUBLISHED = {"name": "name", "code": "area_code", "type": "type", "region": "region_code"}  # where areas.csv says it
WANTED = {
    "area_code": "of the world of its folder: invented figures and real ones are never set side by side",
    "source": "of the world of its area: a real place's figures have real sources, an invented one's invented ones",
}
LONGEST_NAME = 80  # characters
SAYS = ("country_code", "kind", "neighbours", "made_after", "folder")  # columns that published look-ups lack
WHOLE = (COUNTRY, REGION)  # types that hold other areas
NEIGHBOUR = {False: "derby", True: "ironbeck"}
DISTRICTS = ("partnership", "district", "name", "shape")


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
    areas = published.assign(**dict.fromkeys(SAYS, "")).assign(country_code=_country(published))
    real = {slug: row for slug, row in zip(areas["partnership"], areas.to_dict("records"), strict=True) if slug}
    taken = {_folded(text) for column in ("area_code", "partnership", "name") for text in areas[column]} - {""}
    countries = {code[0]: code for code in areas.loc[areas["type"] == COUNTRY, "area_code"]} | {"E": ENGLAND}
    declared, problems, owners = {}, [], {}
    for path in sorted((folders.raw / "local").glob(f"*/{raw.AREA}")):
        folder, found = path.parent.name, {}
        try:
            found = files.toml(path)
            its_own = (
                {_folded(text) for text in (folder, real[folder]["area_code"], real[folder]["name"])}
                if folder in real
                else set()
            )
            declared[folder] = _checked(found, folder, taken - its_own, real.get(folder))
            taken |= {_folded(found["code"]), _folded(found["name"]), _folded(folder)}
        except (OSError, ValueError) as error:
            problems.append(_problem(folders, folder, error))
        owners[folder] = (
            folder not in real and found.get("kind") == INVENTED
        )  # though it be refused, it is not taken for real
    while refused := {folder: why for folder in declared if (why := _of_other_world(folder, declared, areas, real))}:
        problems += [_problem(folders, folder, ValueError(why)) for folder, why in refused.items()]
        declared = {folder: found for folder, found in declared.items() if folder not in refused}
    added = pd.DataFrame(
        [_row(found, folder, countries) for folder, found in declared.items()], columns=list(areas.columns), dtype="str"
    )
    districts = [row for folder, found in declared.items() for row in _districts(found, folder)]
    return AreaFiles(
        areas=pd.concat([areas[~areas["area_code"].isin(added["area_code"])], added], ignore_index=True).fillna(""),
        districts=pd.DataFrame(districts, columns=list(DISTRICTS), dtype="str"),
        owners=owners,
        problems=tuple(problems),
    )


def is_taken(folder: str, areas: pd.DataFrame) -> bool:
    """Whether a folder has the name of an area of the look-up, however it is written."""
    return _folded(folder) in {_folded(text) for column in ("partnership", "name") for text in areas[column]}


def _of_other_world(folder: str, declared: dict[str, dict], areas: pd.DataFrame, real: dict[str, dict]) -> str:
    """What a file says that is of the other world, or of no place at all, in words; empty where there is nothing."""
    found = declared[folder]
    is_invented = found.get("kind") == INVENTED
    alike = {one["code"]: one["type"] for one in declared.values() if (one.get("kind") == INVENTED) == is_invented}
    alike |= {} if is_invented else dict(zip(areas["area_code"], areas["type"], strict=True))
    partnerships = {
        name
        for name, one in declared.items()
        if (one.get("kind") == INVENTED) == is_invented and one["type"] not in WHOLE
    }
    partnerships |= set() if is_invented else set(real)
    world = "an invented" if is_invented else "a real"
    for name in (COUNTRY, REGION):
        code = found.get(name, "")
        is_published = folder in real and code == real[folder][PUBLISHED.get(name, "country_code")]
        if code and not is_published and alike.get(code) != name:
            return f"{name} is {code!r}; wanted the code of {world} {name} that has an area.toml or is in areas.csv"
    if is_invented and found["type"] != COUNTRY and not found.get(COUNTRY):
        return 'it has no country; wanted a line such as country = "X92000001", of an invented country'
    for neighbour in found.get("neighbours", []):
        if neighbour not in partnerships and (neighbour in real or neighbour in declared or not is_invented):
            return f"neighbour {neighbour!r} is no partnership; wanted {world} one by its name in paths, such as {NEIGHBOUR[is_invented]}"
    after = found.get("made_after", "")
    if after and not (is_invented and after in real):
        return (
            f"made_after is {after!r}; wanted a real partnership by its name in paths, in the file of an invented one"
        )
    return ""


def _folded(text: str) -> str:
    """A name, a code or a folder as it is compared: without case, and blanks, hyphens and full stops all one."""
    return re.sub(r"[\W_]+", "-", str(text).casefold()).strip("-")


def _problem(folders: Folders, folder: str, why: OSError | ValueError) -> Problem:
    said = f"the file cannot be read ({why.strerror})" if isinstance(why, OSError) else str(why)
    wanted = 'a name, a code and a type, such as type = "county"'
    name = folders.relative(folders.raw / "local" / folder / raw.AREA)
    return Problem(name, None, None, *_split(said, wanted), FILE_REFUSED)


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


def _split(said: str, wanted: str) -> tuple[str, str]:
    found, _, better = said.partition("; wanted ")
    return found, better or wanted


def _checked(found: dict, folder: str, taken: set[str], real: dict | None) -> dict:
    """What an area.toml says, if all of it is sound; a ValueError says what was found and wanted.

    Of a published partnership (`real`) only what the look-up leaves open need be said.
    """
    if real is not None:
        if found.get("kind"):
            raise ValueError(f"kind is {found['kind']!r}, and {folder} is a real partnership; wanted no such line")
        found |= {name: real[column] for name, column in PUBLISHED.items() if name not in found}
        for name, column in PUBLISHED.items():
            if found[name] != real[column]:
                raise ValueError(f"{name} is {found[name]!r}; wanted {real[column]!r}, as areas.csv has it")
    if not FOLDER.fullmatch(folder) or folder == OF_ALL:
        raise ValueError(
            f"the folder {folder!r} cannot be a part of addresses; wanted small letters, digits and hyphens"
        )
    for name in found:
        if name not in (*TEXTS, "neighbours", "district"):
            raise ValueError(
                f"{name!r} is no line of it; wanted one of {', '.join((*TEXTS, 'neighbours', 'district'))}"
            )
    for name in TEXTS:
        text = found.get(name, "")
        if (
            not isinstance(text, str)
            or len(text) > LONGEST_NAME
            or re.search(r"[<>\n]", text)
            or MISLEADING.search(text)
        ):
            raise ValueError(
                f"{name} is no plain text; wanted text in quotation marks, at most {LONGEST_NAME} characters"
            )
        if name in NEEDED and not text.strip():
            raise ValueError(f'it has no {name}; wanted a line such as {name} = "..."')
    kind, is_invented = found.get("kind", ""), found.get("kind") == INVENTED
    if kind not in KINDS:
        raise ValueError(f'kind is {kind!r}; wanted no such line, or kind = "{INVENTED}"')
    if not (INVENTED_CODE if is_invented else REAL_CODE).fullmatch(found["code"]):
        wanted = (
            "X and eight digits, as no real place has"
            if is_invented
            else "a code of the statistical offices, such as E10000016"
        )
        raise ValueError(f"code is {found['code']!r}; wanted {wanted}")
    if found["type"] not in TYPES:
        raise ValueError(f"type is {found['type']!r}; wanted one of {', '.join(TYPES)}")
    for what in (found["code"], found["name"], folder):
        if _folded(what) in taken:
            raise ValueError(f"{what!r} is another area's already; wanted a name and a code of its own")
    neighbours = found.get("neighbours", [])
    if not (
        isinstance(neighbours, list)
        and all(isinstance(one, str) and re.fullmatch(r"[\w-]+", one) for one in neighbours)
    ):
        raise ValueError('neighbours is no list of partnerships; wanted names such as ["derby", "oldham"]')
    return found


def _row(found: dict, folder: str, countries: dict[str, str]) -> dict[str, str]:
    is_place = found["type"] not in (COUNTRY, REGION)
    country = found.get("country") or (
        found["code"] if found["type"] == COUNTRY else countries.get(found["code"][0], "")
    )
    return {
        "area_code": found["code"],
        "name": found["name"],
        "partnership": folder if is_place else "",
        "type": found["type"],
        "region_code": found.get("region", ""),
        "country_code": country,
        "kind": found.get("kind", ""),
        "neighbours": " ".join(found.get("neighbours", [])),
        "made_after": found.get("made_after", ""),
        "folder": folder,
    }


def _districts(found: dict, folder: str) -> Iterator[tuple[str, ...]]:
    """The districts that are whole; a shape that is none is left out, and the name stands."""
    districts = found.get("district", [])
    for one in districts if isinstance(districts, list) else []:
        if isinstance(one, dict) and all(_is_plain(one.get(name)) for name in ("code", "name")):
            yield folder, one["code"], one["name"], _shape(one.get("shape", []))


def _is_plain(text: object) -> bool:
    return (
        isinstance(text, str)
        and 0 < len(text) <= LONGEST_NAME
        and not re.search(r"[<>\n]", text)
        and not MISLEADING.search(text)
    )


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

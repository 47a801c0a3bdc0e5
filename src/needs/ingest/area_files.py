"""Who a partnership is, as it says itself: data/raw/local/<folder>/area.toml, read into rows of the look-up of areas.

A country and a region that no published look-up has may have such files too. An invented area has a code of its own kind,
so that neither a person nor a program can take it for a real place.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from needs import reading
from needs.areas import ENGLAND, INVENTED
from needs.folders import Folders
from needs.ingest import raw
from needs.ingest.problems import FILE_REFUSED, MISLEADING, ROW_REFUSED, Problem

KINDS = ("", INVENTED)
COUNTRY, REGION = "country", "region"
TYPES = (COUNTRY, REGION, "county", "london borough", "metropolitan district", "unitary authority", "joint partnership")
INVENTED_CODE, REAL_CODE = (
    re.compile(r"X\d{8}"),
    re.compile(r"[EWSNK]\d{8}"),
)  # no statistical office's codes begin with X
TEXTS = ("name", "code", "type", "region", "country", "kind", "made_after")
NEEDED = ("name", "code", "type")
LONGEST_NAME = 80  # characters
SAYS = ("country_code", "kind", "neighbours", "made_after", "folder")  # columns that published look-ups lack
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


def read(folders: Folders, published: pd.DataFrame) -> AreaFiles:
    """Every area.toml beside the published areas; one that is refused has its problem and stops no other."""
    areas = published.assign(**dict.fromkeys(SAYS, "")).assign(country_code=_country(published))
    rows, districts, problems, owners = [], [], [], {}
    published_code = dict(zip(areas["partnership"], areas["area_code"], strict=True))
    taken = {*areas["area_code"], *areas["partnership"], *areas["name"]} - {""}
    for path in sorted((folders.raw / "local").glob(f"*/{raw.AREA}")):
        folder, found = path.parent.name, {}
        try:
            found = reading.toml(path)
            its_own = (
                {folder, found.get("code"), found.get("name")}
                if published_code.get(folder) == found.get("code")
                else set()
            )
            found = _checked(found, folder, taken - its_own)
        except (OSError, ValueError) as why:
            said = f"the file cannot be read ({why.strerror})" if isinstance(why, OSError) else str(why)
            wanted = 'a name, a code and a type, such as type = "county"'
            problems.append(Problem(folders.relative(path), None, None, *_split(said, wanted), FILE_REFUSED))
            owners[folder] = found.get("kind") == INVENTED  # what it holds is not taken for real by a mistake elsewhere
            continue
        rows.append(_row(found, folder))
        districts += _districts(found, folder)
        owners[folder] = found.get("kind") == INVENTED
        taken |= {found["code"], found["name"], folder}
    added = pd.DataFrame(rows, columns=list(areas.columns), dtype="str")
    return AreaFiles(
        areas=pd.concat([areas[~areas["area_code"].isin(added["area_code"])], added], ignore_index=True).fillna(""),
        districts=pd.DataFrame(districts, columns=list(DISTRICTS), dtype="str"),
        owners=owners,
        problems=tuple(problems),
    )


def of_another_world(figures: pd.DataFrame, areas: pd.DataFrame, owners: Mapping[str, bool]) -> Iterator[Problem]:
    """A problem for each figure of an invented area in a real partnership's folder, or of a real area in an invented one's.

    `owners` says of each folder below data/raw/local whether it is of an invented place.
    """
    invented = areas.loc[areas["kind"] == INVENTED, "area_code"]
    folders = figures["file"].str.extract(r"^data/raw/local/([^/]+)/", expand=False)
    is_of_invented = folders.map(lambda name: owners.get(name, False), na_action="ignore").eq(True)
    wrong = figures[folders.notna() & (is_of_invented != figures["area_code"].isin(invented))]
    for row in wrong[["file", "line", "area_code"]].drop_duplicates().itertuples():
        wanted = "of the world of its folder: invented figures and real ones are never set side by side"
        yield Problem(row.file, row.line, "area_code", row.area_code, wanted, ROW_REFUSED)


def _country(areas: pd.DataFrame) -> pd.Series:
    """The country of each published area: that whose code begins with its letter, or England."""
    countries = {code[0]: code for code in areas.loc[areas["type"] == COUNTRY, "area_code"]}
    return areas["area_code"].str[:1].map(countries).fillna(ENGLAND)


def _split(said: str, wanted: str) -> tuple[str, str]:
    found, _, better = said.partition("; wanted ")
    return found, better or wanted


def _checked(found: dict, folder: str, taken: set[str]) -> dict:
    """What an area.toml says, if all of it is sound; a ValueError says what was found and wanted."""
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
        if what in taken:
            raise ValueError(f"{what!r} is another area's already; wanted a name and a code of its own")
    neighbours = found.get("neighbours", [])
    if not (
        isinstance(neighbours, list)
        and all(isinstance(one, str) and re.fullmatch(r"[\w-]+", one) for one in neighbours)
    ):
        raise ValueError('neighbours is no list of partnerships; wanted names such as ["derby", "oldham"]')
    return found


def _row(found: dict, folder: str) -> dict[str, str]:
    is_place = found["type"] not in (COUNTRY, REGION)
    country = found.get("country") or (found["code"] if found["type"] == COUNTRY else ENGLAND)
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
        if isinstance(one, dict) and all(isinstance(one.get(name), str) for name in ("code", "name")):
            yield folder, one["code"], one["name"], _shape(one.get("shape", []))


def _shape(points: object) -> str:
    """A shape as "x,y x,y ..."; empty where it is no list of at least three points."""
    try:
        written = [f"{float(x):g},{float(y):g}" for x, y in points]
    except (TypeError, ValueError):
        return ""
    return " ".join(written) if len(written) >= 3 else ""

"""Every partnership's NDTMS extracts: tables of people, and of the files and what is wrong with them.

All of it lies left of the disclosure line: tables of people hold pseudonyms, tables of files exact counts of rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import polars as pl

from needs.areas import INVENTED
from needs.files import replacing
from needs.folders import Folders
from needs.ingest import area_files, places
from needs.ingest.ndtms import FILES, Extract, read_extract
from needs.ingest.ndtms_completeness import COMPLETENESS
from needs.ingest.problems import NOTED, Problem
from needs.ingest.pseudonyms import Key
from needs.mistakes import Mistake

PEOPLE = ("episodes", "interventions", "outcomes_profiles", "findings")
ONE_FINDING = ("file", "agency", "field", "rule", "severity", "message")
IN_ALL = {
    "partnership": pl.String, "is_invented": pl.Boolean, "refused": pl.String, "first_day": pl.Date, "last_day": pl.Date,
    "files": pl.Int64, "agencies": pl.Int64, "rows": pl.Int64, "rows_used": pl.Int64, "rows_refused": pl.Int64,
    "rows_without_consent": pl.Int64,
}  # fmt: skip
FILES_READ = {
    "extracts": IN_ALL,
    "extract_files": {"partnership": pl.String, **FILES},
    "extract_findings": {"partnership": pl.String, **dict.fromkeys(ONE_FINDING, pl.String), "findings": pl.UInt32},
    "extract_fields": {"partnership": pl.String, **COMPLETENESS},
}  # the tables of files, and their columns


@dataclass(frozen=True, kw_only=True)
class Partnership:
    """What was read of one partnership's extracts, or why nothing was."""

    slug: str
    is_invented: bool
    extract: Extract | None = field(repr=False)
    refused: str = ""


def ingest(folder: Path, own_key: Key, known: Mapping[str, bool], restricted: Path) -> list[Path]:
    """Read a partnership's extracts and write their tables to its folder below `restricted`; gives the paths written.

    `known` says of each partnership by its name whether it is an invented one. A folder of another name is refused, and so
    are invented records under the name of a real partnership. One that cannot be read is refused with its reason in
    extracts.parquet, and stops no other.
    """
    one = _read(folder, own_key, known)
    people = {} if one.extract is None else {name: getattr(one.extract, name) for name in PEOPLE}
    tables = people | of_files(one)
    for name in {path.stem for path in (restricted / one.slug).glob("*.parquet")} - set(tables):
        (restricted / one.slug / f"{name}.parquet").unlink()  # of an extract that could be read
    return [_parquet(table, restricted / one.slug / f"{name}.parquet") for name, table in tables.items()]


def of_files(one: Partnership) -> dict[str, pl.DataFrame]:
    """What there is to say of a partnership's files: in all, file by file, rule by rule, and field by field."""
    named = pl.lit(one.slug).alias("partnership")
    tables = {name: pl.DataFrame(schema=schema) for name, schema in FILES_READ.items()} | {"extracts": _in_all(one)}
    if one.extract is not None:
        found = one.extract.findings.group_by(ONE_FINDING).len("findings").sort(ONE_FINDING)
        tables |= {
            "extract_files": one.extract.files.select(named, pl.all()),
            "extract_findings": found.select(named, pl.all()),
            "extract_fields": one.extract.completeness.select(named, pl.all()),
        }
    return tables


def unread(folders: Folders) -> list[Problem]:
    """What lies beside the extracts and is not read, each with what was wanted."""
    wanted = "a CSV file in its partnership's own folder, such as data/raw/ndtms/kent"
    return [
        Problem(folders.relative(path), None, None, "the file is not read", wanted, NOTED)
        for path in places.beside_extracts(folders)
    ]


def with_invented(areas: pd.DataFrame, folders: Folders) -> pd.DataFrame:
    """The areas, with a row for each folder of invented records that no area.toml names: no real place either."""
    invented = [folder.name for folder in places.extracts(folders) if places.is_invented(folder)]
    new = [slug for slug in invented if slug not in set(areas["partnership"]) and _may_be_a_place(slug, areas)]
    rows = [(slug, slug.replace("-", " ").capitalize(), slug, "unitary authority", INVENTED) for slug in new]
    columns = ["area_code", "name", "partnership", "type", "kind"]
    added = pd.DataFrame(rows, columns=columns, dtype="str")
    return pd.concat([areas, added], ignore_index=True)[list(areas.columns)].fillna("")


def _may_be_a_place(name: str, areas: pd.DataFrame) -> bool:
    return (
        bool(area_files.FOLDER.fullmatch(name)) and name != area_files.OF_ALL and not area_files.is_taken(name, areas)
    )


def _read(folder: Path, own_key: Key, known: Mapping[str, bool]) -> Partnership:
    name, invented = f"data/raw/ndtms/{folder.name}", places.is_invented(folder)
    is_invented = invented or known.get(folder.name, False)
    try:
        if places.manifest(folder).get("unfinished"):
            raise Mistake(f"{name}: a run that invents extracts was stopped there; run `needs synthesise` again")
        if places.has_doubtful_manifest(folder):
            raise Mistake(
                f"{name}: {places.MANIFEST} does not say whether its records are invented; take it away if they are real"
            )
        if folder.name not in known:
            raise Mistake(f"{name}: no partnership has this name; wanted one of areas.csv, such as kent")
        if invented and not known[folder.name]:
            raise Mistake(
                f"{name}: invented records under the name of a real partnership; put them under an invented name"
            )
        extract = read_extract(folder, own_key)
    except (Mistake, OSError) as error:
        why = f"{name} cannot be read ({error.strerror})" if isinstance(error, OSError) else error
        return Partnership(slug=folder.name, is_invented=is_invented, extract=None, refused=str(why))
    return Partnership(slug=folder.name, is_invented=is_invented, extract=extract)


def _in_all(one: Partnership) -> pl.DataFrame:
    """One row: the days covered, and what became of the rows."""
    counted = ("rows", "rows_used", "rows_refused", "rows_without_consent")
    base = {"partnership": one.slug, "is_invented": one.is_invented, "refused": one.refused}
    if one.extract is None:
        none = {"first_day": None, "last_day": None, **dict.fromkeys(("files", "agencies", *counted), 0)}
        return pl.DataFrame(base | none, schema=IN_ALL)
    used = one.extract.files.filter(pl.col("status") == "used")
    sums = one.extract.files.select(pl.col(counted).sum()).row(0, named=True)
    return pl.DataFrame(
        base
        | {"first_day": used["period_start"].min(), "last_day": used["period_end"].max()}
        | {"files": used.height, "agencies": used["agency"].n_unique()}
        | sums,
        schema=IN_ALL,
    )


def _parquet(table: pl.DataFrame, path: Path) -> Path:
    with replacing(path, private=True) as unfinished:
        table.write_parquet(unfinished)
    return path

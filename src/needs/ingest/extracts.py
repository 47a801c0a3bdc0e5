"""Every partnership's NDTMS extracts: person-level tables behind the disclosure line, and what may be said of the files.

What is written to `restricted` holds pseudonyms; what is written to `safe` counts rows of files and names no person.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import polars as pl

from needs import reading
from needs.areas import INVENTED_TOGETHER
from needs.files import replacing
from needs.folders import Folders
from needs.ingest.ndtms import FILES, Extract, read_extract
from needs.ingest.ndtms_completeness import COMPLETENESS
from needs.ingest.ndtms_settings import NAME as SETTINGS
from needs.ingest.problems import NOTED, Problem
from needs.ingest.pseudonyms import Key, key
from needs.mistakes import Mistake

TABLES = ("episodes", "interventions", "outcomes_profiles", "findings")
INVENTED = "invented partnership"
MANIFEST = "manifest.json"  # what `needs synthesise` leaves beside the files it invents
ONE_FINDING = ("file", "agency", "field", "rule", "severity", "message")
IN_ALL = {
    "partnership": pl.String, "is_invented": pl.Boolean, "refused": pl.String, "first_day": pl.Date, "last_day": pl.Date,
    "files": pl.Int64, "agencies": pl.Int64, "rows": pl.Int64, "rows_used": pl.Int64, "rows_refused": pl.Int64,
    "rows_without_consent": pl.Int64,
}  # fmt: skip
SAFE = {
    "extracts": IN_ALL,
    "extract_files": {"partnership": pl.String, **FILES},
    "extract_findings": {"partnership": pl.String, **dict.fromkeys(ONE_FINDING, pl.String), "findings": pl.UInt32},
    "extract_fields": {"partnership": pl.String, **COMPLETENESS},
}  # what is safe to say, and its columns


@dataclass(frozen=True, kw_only=True)
class Partnership:
    """What was read of one partnership's extracts, or why nothing was."""

    slug: str
    is_invented: bool
    extract: Extract | None = field(repr=False)
    refused: str = ""


def partnerships(folders: Folders) -> list[Path]:
    """The folders of extracts, one a partnership, in the order of their names."""
    within = folders.raw / "ndtms"
    return sorted(path for path in within.iterdir() if path.is_dir()) if within.is_dir() else []


def files(folders: Folders) -> list[Path]:
    """Every file of the extracts and their settings, for a fingerprint."""
    return sorted(path for folder in partnerships(folders) for path in folder.iterdir() if path.is_file())


def unread(folders: Folders) -> list[Problem]:
    """What lies beside the extracts and is not read: not in a folder of a partnership, in one within it, or no CSV file."""
    read = {path for path in files(folders) if path.suffix.lower() == ".csv" or path.name in (MANIFEST, SETTINGS)}
    others = sorted(path for path in (folders.raw / "ndtms").rglob("*") if not path.is_dir() and path not in read)
    wanted = "a CSV file in its partnership's own folder, such as data/raw/ndtms/kent"
    return [
        Problem(folders.relative(path), None, None, "the file is not read", wanted, NOTED)
        for path in others
        if not path.name.startswith((".", "README"))
    ]


def ingest(folders: Folders, known: set[str]) -> list[Path]:
    """Read every partnership's extracts and write their tables, one partnership at a time; gives the paths written.

    `known` are the names of partnerships; a folder of another name is refused unless its records are invented.

    A partnership whose folder cannot be read is refused with its reason in extracts.csv and stops no other.
    """
    read = partnerships(folders)
    own_key = key(folders.root) if read else None
    lists = {name: [pl.DataFrame(schema=schema)] for name, schema in SAFE.items()}
    written = []
    for folder in read:
        one = _read(folder, own_key, known)
        written += _restricted(one, folders.restricted / one.slug)
        for name, table in safe_tables(one).items():
            lists[name].append(table)
    _forget_others(folders.restricted, {folder.name for folder in read})
    return written + [_csv(pl.concat(tables), folders.safe / f"{name}.csv") for name, tables in lists.items()]


def safe_tables(one: Partnership) -> dict[str, pl.DataFrame]:
    """What may be said of a partnership's files: in all, file by file, rule by rule, and field by field."""
    named = pl.lit(one.slug).alias("partnership")
    tables = {"extracts": _in_all(one)}
    if one.extract is not None:
        found = one.extract.findings.group_by(ONE_FINDING).len("findings").sort(ONE_FINDING)
        tables |= {
            "extract_files": one.extract.files.select(named, pl.all()),
            "extract_findings": found.select(named, pl.all()),
            "extract_fields": one.extract.completeness.select(named, pl.all()),
        }
    return tables


def with_invented(areas: pd.DataFrame, folders: Folders) -> pd.DataFrame:
    """The areas, with a row for each invented partnership that is none of them, and one for all of them together."""
    invented = [folder.name for folder in partnerships(folders) if is_invented(folder)]
    names = {slug: f"{slug.replace('-', ' ').capitalize()} (invented)" for slug in invented}
    rows = [(slug, names[slug], slug, INVENTED) for slug in invented if slug not in set(areas["partnership"])]
    rows += [(INVENTED_TOGETHER, "all invented partnerships", "", INVENTED)] * bool(invented)
    added = pd.DataFrame(rows, columns=["area_code", "name", "partnership", "type"], dtype="str")
    return pd.concat([areas, added], ignore_index=True)[list(areas.columns)].fillna("")


def _read(folder: Path, own_key: Key, known: set[str]) -> Partnership:
    invented = is_invented(folder)
    try:
        if _manifest(folder).get("unfinished"):
            raise Mistake(
                f"data/raw/ndtms/{folder.name}: a run that invents extracts was stopped there; run `needs synthesise` again"
            )
        if folder.name not in known and not invented:
            raise Mistake(
                f"data/raw/ndtms/{folder.name}: no partnership has this name; wanted one of areas.csv, such as kent"
            )
        extract = read_extract(folder, own_key)
    except (Mistake, OSError) as error:
        why = f"data/raw/ndtms/{folder.name} cannot be read ({error.strerror})" if isinstance(error, OSError) else error
        return Partnership(slug=folder.name, is_invented=invented, extract=None, refused=str(why))
    return Partnership(slug=folder.name, is_invented=invented, extract=extract)


def is_invented(folder: Path) -> bool:
    """Whether a folder's records are those that `needs synthesise` made up."""
    return _manifest(folder).get("invented") is True


def _manifest(folder: Path) -> dict:
    """What `needs synthesise` says of the files it put there; nothing if they are not its own."""
    try:
        found = reading.from_json(folder / MANIFEST)
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


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


def _restricted(one: Partnership, folder: Path) -> Iterator[Path]:
    for name in TABLES if one.extract is not None else ():
        path = folder / f"{name}.parquet"
        with replacing(path) as unfinished:
            getattr(one.extract, name).write_parquet(unfinished)
        yield path


def _forget_others(restricted: Path, kept: set[str]) -> None:
    """Take away the tables of partnerships whose extracts are gone: nothing personal outlives its source here."""
    for folder in restricted.iterdir() if restricted.is_dir() else ():
        if folder.is_dir() and folder.name not in kept:
            shutil.rmtree(folder)


def _csv(table: pl.DataFrame, path: Path) -> Path:
    with replacing(path) as unfinished:
        table.write_csv(unfinished)
    return path

"""Reading every partnership's NDTMS extracts: tables of people, of the files, and of what is wrong with them.

Columns are found by name, whatever the data set's letter. Every row is used, refused with its reason, or counted as without
consent.

All of it lies left of the disclosure line: tables of people hold pseudonyms, tables of files exact counts of rows.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import pandas as pd
import polars as pl

from needs.areas import INVENTED
from needs.files import replacing
from needs.folders import Folders
from needs.ingest import local, raw
from needs.ingest.ndtms import checks, rules, specification
from needs.ingest.ndtms.brought import UNKNOWN_CODES
from needs.ingest.ndtms.cells import LINE
from needs.ingest.ndtms.checks import COMPLETENESS, Checked, File, completeness_of_nothing, empty
from needs.ingest.ndtms.naming import Name, Settings, newest_first, settings
from needs.ingest.ndtms.pseudonyms import Key
from needs.ingest.ndtms.rules import FileRefused
from needs.ingest.ndtms.specification import Specifications
from needs.ingest.ndtms.tables import Tables, agreed, tables, with_references
from needs.ingest.problems import NOTED, ROW_REFUSED, Problem
from needs.mistakes import Mistake, visible

FILES = {
    "file": pl.String, "agency": pl.String, "period_start": pl.Date, "period_end": pl.Date, "cds": pl.String,
    "status": pl.String, "replaced_by": pl.String, "rows": pl.Int64, "rows_used": pl.Int64, "rows_refused": pl.Int64,
    "rows_without_consent": pl.Int64, "sha256": pl.String, "encoding": pl.String, "date_format": pl.String,
    "not_collected": pl.String, "specification": pl.String,
}  # fmt: skip
SPECIFIED = {
    "specification": pl.String, "sha256": pl.String, "data_sets": pl.String, "column": pl.String, "read_as": pl.String,
    "is_required": pl.Boolean, "code": pl.String, "label": pl.String, "counts_as": pl.String, "replaces": pl.String,
    "valid_from": pl.Date,
}  # fmt: skip


@dataclass(frozen=True)
class Extract:
    """A partnership's treatment records: the three tables, what was found wrong, how full each column is, and the files.

    `files` has a row a file: whether it was used, refused or replaced by which, and what became of its rows. `codes` are
    those that no list has, `specified` what the specifications that files were read with say, a row a column or code.
    """

    episodes: pl.DataFrame = field(repr=False)
    interventions: pl.DataFrame = field(repr=False)
    outcomes_profiles: pl.DataFrame = field(repr=False)
    findings: pl.DataFrame = field(repr=False)
    completeness: pl.DataFrame = field(repr=False)
    files: pl.DataFrame = field(repr=False)
    codes: pl.DataFrame = field(repr=False)
    specified: pl.DataFrame = field(repr=False)

    def __str__(self) -> str:
        total = self.files.select("rows", "rows_used", "rows_refused", "rows_without_consent").sum().row(0)
        rows, used, refused, without = (f"{number:,}" for number in total)
        return (
            f"{self.files.height} files, {rows} rows: {used} used, {refused} refused, {without} without consent; "
            f"{self.episodes.height:,} episodes"
        )


def read_extract(
    folder: Path, key: Key, *, partnership: str | None = None, authorities: Sequence[Path] = ()
) -> Extract:
    """All extracts of a folder, the newest of each agency; the partnership is the folder's name unless another is given.

    A file that is refused replaces none: the newest file of the agency that can be read is used. Specifications of data
    sets lie in a folder beside that of the extracts. Of a partnership of several authorities the folders of `authorities`
    are read in its place, and their files named with them: an agency may have one in each.
    """
    folder = Path(folder)
    specifications = specification.read(folder.parent / raw.SPECIFICATION)
    of_folders = [
        _of_folder(one, specifications, f"{one.name}/" * bool(authorities)) for one in authorities or [folder]
    ]
    read = [file for files, _, _ in of_folders for file in files]
    replaced = {name: by for _, of_folder, _ in of_folders for name, by in of_folder.items()}
    used = [file.checked for file in read if file.checked]
    rows, disagreeing = _agreed(used)
    made = tables(rows, key, partnership or folder.name)
    stale = [gone for _, _, gone in of_folders]
    found = rules.together([*(file.findings for file in read), disagreeing, made.findings, *stale])
    listed = _listed(read, replaced, rows, found)
    _nothing_lost(listed, rows, made)
    completeness = pl.concat([completeness_of_nothing(), *(checked.completeness for checked in used)])
    codes = pl.concat([pl.DataFrame(schema=UNKNOWN_CODES), *(checked.unknown_codes for checked in used)])
    return Extract(
        made.episodes, made.interventions, made.outcomes_profiles, found, completeness, listed, codes, _specified(read)
    )


@dataclass(frozen=True)
class CheckedFile:
    """What a provider asks of one file before submitting it: all findings, and what of it is not known, in sentences."""

    findings: pl.DataFrame = field(repr=False)
    unknown: tuple[str, ...] = ()


def check_file(path: Path, specifications: Specifications | None = None) -> CheckedFile:
    """What is wrong with one file, and what of it is not known; settings, and specifications, are those of its folder.

    Other specifications may be given.
    """
    path = Path(path)
    if specifications is None:
        specifications = specification.read(path.parent.parent / raw.SPECIFICATION)
    file = checks.read(path, _settings(path, settings(path.parent)), specifications)
    if file.checked is None:
        return CheckedFile(file.findings)
    rows, disagreeing = _agreed([file.checked])
    repeated = tables(rows, Key(b"\0" * 32, "nowhere: only findings are kept"), "").findings
    return CheckedFile(rules.together([file.findings, disagreeing, repeated]), tuple(_unknown(file.checked)))


def _unknown(checked: Checked) -> Iterator[str]:
    """Each column and each code that no list has, and how often it stands there."""
    strangers = checked.completeness.filter(~pl.col("is_known"))
    for row in strangers.iter_rows(named=True):
        yield f"column {row['field']} is not known: {row['answered']:,} of {row['rows']:,} cells are filled in, and none is used"
    for row in checked.unknown_codes.iter_rows(named=True):
        code = f"code {row['code']}" if row["code"] else "what is no code"
        yield f"{code} in column {row['field']} is not known: it stands on {row['rows']:,} row{'s' * (row['rows'] != 1)}"


def _specified(read: list[File]) -> pl.DataFrame:
    """What the specifications say that files were read with: a row a column, and a row a code."""
    used = {file.specification.letter: file.specification for file in read if file.specification.letter}
    rows = []
    for letter, one in sorted(used.items()):
        said = {file.name.letter or file.settings.cds or "" for file in read if file.specification.letter == letter}
        of_file = {"specification": f"{letter}.csv", "sha256": one.sha256, "data_sets": ", ".join(sorted(said))}
        for column in one.columns.values():
            of_column = of_file | {"column": column.name, "read_as": "" if column.header in one.own else column.header}
            rows.append(of_column | {"is_required": column.is_required, "valid_from": column.valid_from})
            rows += [
                of_column
                | {name: getattr(code, name) for name in ("code", "label", "counts_as", "replaces", "valid_from")}
                for code in one.codes.get(column.header, {}).values()
            ]
    return pl.DataFrame(rows, schema=SPECIFIED)


def _of_folder(
    folder: Path, specifications: Specifications, before: str
) -> tuple[list[File], dict[Name, Name], pl.DataFrame]:
    """What `_files` gives of a folder with its own settings, and a finding for each file that these declare in vain."""
    own = settings(folder)
    read, replaced = _files(folder, own, specifications, before)
    return read, replaced, _stale(folder, own, before)


def _files(
    folder: Path, own: dict[str, Settings], specifications: Specifications, before: str
) -> tuple[list[File], dict[Name, Name]]:
    """The files that were read, and those that were not because a later one replaces them; `before` begins each name."""
    if not folder.is_dir():
        raise Mistake(f"{folder.name}: no such folder, wanted one of extracts such as data/raw/ndtms/kent")
    parsed = {path: Name.parse(path.name) for path in sorted(folder.iterdir()) if path.suffix.lower() == ".csv"}
    names = [replace(name, text=f"{before}{name.text}") for name in parsed.values()]
    paths = dict(zip((name.text for name in names), parsed, strict=True))
    one = partial(_checked_file, own=own, specifications=specifications)
    read, replaced = [], {}
    for group in newest_first(names):
        newest = None
        for name in group:
            if newest:
                replaced[name] = newest
                continue
            read.append(one(paths[name.text], name))
            newest = name if read[-1].checked else None
    unnamed = [one(paths[name.text], name) for name in names if not name.agency]
    return [*read, *_told_apart(unnamed, [file for file in read if file.checked])], replaced


def _checked_file(path: Path, name: Name, own: dict[str, Settings], specifications: Specifications) -> File:
    return checks.read(path, _settings(path, own), specifications, name)


def _stale(folder: Path, own: dict[str, Settings], before: str) -> pl.DataFrame:
    """A finding for each file that the settings declare and that is not there: it refuses nothing else."""
    gone = [name for name in own if name and not (folder / name).is_file()]
    places = [
        (None, f"no file {visible(name)!r} in the folder: take its section out, or bring the file") for name in gone
    ]
    return rules.findings(places, file=f"{before}{raw.SETTINGS}", rule="F09", severity=NOTED)


def _told_apart(unnamed: list[File], named: list[File]) -> list[File]:
    """The files whose name gives no period, refused where another file is of the same agency: either may be newer."""
    told = []
    for file in unnamed:
        others = [other for other in (*unnamed, *named) if other is not file and other.agencies & file.agencies]
        if others and file.checked:
            message = f"{others[0].name.text} is of the same agency; the name must say the period: N0852-20110401-20110630-TREAT-IN-K.csv"
            file = file.refused(FileRefused("F08", [(None, message)]))
        told.append(file)
    return told


def _settings(path: Path, own: dict[str, Settings]) -> Settings:
    return own.get(path.name, own[""])


def _agreed(files: list[Checked]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows of all files that tell of one person an episode, and findings for the others."""
    # in one piece: what is then taken from it would otherwise hold more memory
    rows = pl.concat([empty(), *(checked.rows for checked in files)], rechunk=True)
    return agreed(with_references(rows))


def _listed(read: list[File], replaced: dict[Name, Name], rows: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """One row a file, with what became of its rows."""
    used = dict(rows.group_by("file").len().iter_rows())
    refused = found.filter(pl.col("severity") == ROW_REFUSED).group_by("file").agg(pl.col(LINE).n_unique())
    lost = dict(refused.iter_rows())
    lines = [_line(file, used.get(file.name.text, 0), lost.get(file.name.text, 0)) for file in read]
    lines += [_named(name) | {"status": "replaced", "replaced_by": by.text} for name, by in replaced.items()]
    return pl.DataFrame(lines, schema=FILES).sort("file")


def _line(file: File, used: int, refused: int) -> dict:
    how = file.settings
    return _named(file.name) | {
        "cds": file.name.letter or how.cds,
        "status": "used" if file.checked else "refused",
        "rows": file.records,
        "rows_used": used,
        "rows_refused": refused if file.checked else file.records,
        "rows_without_consent": file.checked.without_consent if file.checked else 0,
        "sha256": file.sha256,
        "encoding": how.encoding,
        "date_format": how.date_format,
        "not_collected": ", ".join(how.not_collected),
        "specification": f"{file.specification.letter}.csv" if file.specification.letter else "",
    }


def _named(name: Name) -> dict:
    period = name.period
    start, end = (period.start, period.end) if period else (None, None)
    return {"file": name.text, "agency": name.agency, "period_start": start, "period_end": end, "cds": name.letter}


def _nothing_lost(files: pl.DataFrame, rows: pl.DataFrame, made: Tables) -> None:
    """Stops the run where a row was neither used nor refused nor counted, or a used one is in no episode."""
    ends = pl.sum_horizontal("rows_used", "rows_refused", "rows_without_consent")
    lost = files.filter((pl.col("status") != "replaced") & (pl.col("rows") != ends))
    if not lost.is_empty():
        raise RuntimeError(f"{lost['file'][0]}: rows used, refused and without consent do not add up to its rows")
    if made.rows_in_episodes != rows.height:
        raise RuntimeError("some row that may be used is in no episode")


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
    "extract_codes": {"partnership": pl.String, **UNKNOWN_CODES},
    "extract_specification": {"partnership": pl.String, **SPECIFIED},
}  # the tables of files, and their columns


@dataclass(frozen=True, kw_only=True)
class Partnership:
    """What was read of one partnership's extracts, or why nothing was."""

    slug: str
    is_invented: bool
    extract: Extract | None = field(repr=False)
    refused: str = ""


def ingest(
    folder: Path, own_key: Key, known: Mapping[str, bool], restricted: Path, authorities: Sequence[Path] = ()
) -> list[Path]:
    """Read a partnership's extracts and write their tables to its folder below `restricted`; gives the paths written.

    `known` says of each partnership by its name whether it is an invented one. A folder of another name is refused, and so
    are invented records under the name of a real partnership. One that cannot be read is refused with its reason in
    extracts.parquet, and stops no other. A partnership of several authorities without a folder of its own has the records of
    the folders of all its authorities.
    """
    one = _read(folder, own_key, known, authorities)
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
            "extract_codes": one.extract.codes.select(named, pl.all()),
            "extract_specification": one.extract.specified.select(named, pl.all()),
        }
    return tables


def specifications(folders: Folders) -> Specifications:
    """The specifications of a project, with the problems of their rows and the names of their files."""
    return specification.read(folders.raw / "ndtms" / raw.SPECIFICATION, folders)


def unread(folders: Folders) -> list[Problem]:
    """What lies beside the extracts and is not read, each with what was wanted."""
    wanted = "a CSV file in its partnership's own folder, such as data/raw/ndtms/kent"
    return [
        Problem(folders.relative(path), None, None, "the file is not read", wanted, NOTED)
        for path in raw.beside_extracts(folders)
    ]


def with_invented(areas: pd.DataFrame, folders: Folders) -> pd.DataFrame:
    """The areas, with a row for each folder of invented records that no area.toml names: no real place either."""
    invented = [folder.name for folder in raw.extracts(folders) if raw.is_invented(folder)]
    new = [slug for slug in invented if slug not in set(areas["partnership"]) and _may_be_a_place(slug, areas)]
    rows = [(slug, slug.replace("-", " ").capitalize(), slug, "unitary authority", INVENTED) for slug in new]
    columns = ["area_code", "name", "partnership", "type", "kind"]
    added = pd.DataFrame(rows, columns=columns, dtype="str")
    return pd.concat([areas, added], ignore_index=True)[list(areas.columns)].fillna("")


def _may_be_a_place(name: str, areas: pd.DataFrame) -> bool:
    return bool(local.FOLDER.fullmatch(name)) and name != local.OF_ALL and not local.is_taken(name, areas)


def _read(folder: Path, own_key: Key, known: Mapping[str, bool], authorities: Sequence[Path]) -> Partnership:
    name, invented = f"data/raw/ndtms/{folder.name}", any(map(raw.is_invented, authorities or [folder]))
    is_invented = invented or known.get(folder.name, False)
    try:
        for one in authorities or [folder]:
            _refuse_doubtful(one)
        if folder.name not in known:
            raise Mistake(f"{name}: no partnership has this name; wanted one of areas.csv, such as kent")
        if invented and not known[folder.name]:
            raise Mistake(
                f"{name}: invented records under the name of a real partnership; put them under an invented name"
            )
        extract = read_extract(folder, own_key, authorities=authorities)
    except (Mistake, OSError) as error:
        why = f"{name} cannot be read ({error.strerror})" if isinstance(error, OSError) else error
        return Partnership(slug=folder.name, is_invented=is_invented, extract=None, refused=str(why))
    return Partnership(slug=folder.name, is_invented=is_invented, extract=extract)


def _refuse_doubtful(folder: Path) -> None:
    """A Mistake where a folder's manifest does not say that its records are whole, or whether they are invented."""
    name = f"data/raw/ndtms/{folder.name}"
    if raw.manifest(folder).get("unfinished"):
        raise Mistake(f"{name}: a run that invents extracts was stopped there; run `needs synthesise` again")
    if raw.has_doubtful_manifest(folder):
        raise Mistake(
            f"{name}: {raw.MANIFEST} does not say whether its records are invented; take it away if they are real"
        )


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

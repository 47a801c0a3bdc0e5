"""Reading NDTMS core data set extracts: a folder of a partnership's files becomes three tables without an identifier.

Columns are found by name, whatever the data set's letter. Every row is used, refused with its reason, or counted as without
consent.
"""

from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from needs.ingest import findings, ndtms_files
from needs.ingest.findings import FileRefused
from needs.ingest.ndtms_cells import LINE
from needs.ingest.ndtms_checks import empty
from needs.ingest.ndtms_completeness import completeness_of_nothing
from needs.ingest.ndtms_files import File
from needs.ingest.ndtms_names import Name, newest_first
from needs.ingest.ndtms_settings import Settings, settings
from needs.ingest.ndtms_tables import Tables, agreed, tables, with_references
from needs.ingest.problems import ROW_REFUSED
from needs.ingest.pseudonyms import Key
from needs.mistakes import Mistake

FILES = {
    "file": pl.String, "agency": pl.String, "period_start": pl.Date, "period_end": pl.Date, "cds": pl.String,
    "status": pl.String, "replaced_by": pl.String, "rows": pl.Int64, "rows_used": pl.Int64, "rows_refused": pl.Int64,
    "rows_without_consent": pl.Int64, "sha256": pl.String, "encoding": pl.String, "date_format": pl.String,
    "not_collected": pl.String,
}  # fmt: skip


@dataclass(frozen=True)
class Extract:
    """A partnership's treatment records: the three tables, what was found wrong, how full each column is, and the files.

    `files` has a row a file: whether it was used, refused or replaced by which, and what became of its rows.
    """

    episodes: pl.DataFrame = field(repr=False)
    interventions: pl.DataFrame = field(repr=False)
    outcomes_profiles: pl.DataFrame = field(repr=False)
    findings: pl.DataFrame = field(repr=False)
    completeness: pl.DataFrame = field(repr=False)
    files: pl.DataFrame = field(repr=False)

    def __str__(self) -> str:
        total = self.files.select("rows", "rows_used", "rows_refused", "rows_without_consent").sum().row(0)
        rows, used, refused, without = (f"{number:,}" for number in total)
        return (
            f"{self.files.height} files, {rows} rows: {used} used, {refused} refused, {without} without consent; "
            f"{self.episodes.height:,} episodes"
        )


def read_extract(folder: Path, key: Key, *, partnership: str | None = None) -> Extract:
    """All extracts of a folder, the newest of each agency; the partnership is the folder's name unless another is given.

    A file that is refused replaces none: the newest file of the agency that can be read is used.
    """
    folder = Path(folder)
    own = settings(folder)
    read, replaced = _files(folder, own)
    used = [file for file in read if file.checked]
    rows, disagreeing = _agreed(used)
    made = tables(rows, key, partnership or folder.name)
    found = findings.together([*(file.findings for file in read), disagreeing, made.findings])
    listed = _listed(read, replaced, rows, found)
    _nothing_lost(listed, rows, made)
    completeness = pl.concat([completeness_of_nothing(), *(file.checked.completeness for file in used)])
    return Extract(made.episodes, made.interventions, made.outcomes_profiles, found, completeness, listed)


def check_file(path: Path) -> pl.DataFrame:
    """What is wrong with one file, as a provider may ask before submitting it; settings are those of its folder."""
    path = Path(path)
    file = ndtms_files.read(path, _settings(path, settings(path.parent)))
    if file.checked is None:
        return file.findings
    rows, disagreeing = _agreed([file])
    repeated = tables(rows, Key(b"\0" * 32, "nowhere: only findings are kept"), "").findings
    return findings.together([file.findings, disagreeing, repeated])


def _files(folder: Path, own: dict[str, Settings]) -> tuple[list[File], dict[Name, Name]]:
    """The files that were read, and those that were not because a later one replaces them."""
    if not folder.is_dir():
        raise Mistake(f"{folder.name}: no such folder, wanted one of extracts such as data/raw/ndtms/kent")
    paths = {Name.parse(path.name).text: path for path in sorted(folder.iterdir()) if path.suffix.lower() == ".csv"}
    missing = [name for name in own if name and name not in paths]
    if missing:
        raise Mistake(f"{folder.name}/ndtms.toml: no file {missing[0]!r} in the folder")
    names = [Name.parse(name) for name in paths]
    read, replaced = [], {}
    for group in newest_first(names):
        newest = None
        for name in group:
            if newest:
                replaced[name] = newest
                continue
            read.append(ndtms_files.read(paths[name.text], _settings(paths[name.text], own)))
            newest = name if read[-1].checked else None
    unnamed = [
        ndtms_files.read(paths[name.text], _settings(paths[name.text], own)) for name in names if not name.agency
    ]
    return [*read, *_told_apart(unnamed, [file for file in read if file.checked])], replaced


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


def _agreed(files: list[File]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows of all files that tell of one person an episode, and findings for the others."""
    # in one piece: what is then taken from it would otherwise hold more memory
    rows = pl.concat([empty(), *(file.checked.rows for file in files)], rechunk=True)
    return agreed(with_references(rows))


def _listed(read: list[File], replaced: dict[Name, Name], rows: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """One row a file, with what became of its rows."""
    used = dict(rows.group_by("file").len().iter_rows())
    refused = found.filter(pl.col("severity") == ROW_REFUSED).group_by("file").agg(pl.col(LINE).n_unique())
    refused = dict(refused.iter_rows())
    lines = [_line(file, used.get(file.name.text, 0), refused.get(file.name.text, 0)) for file in read]
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

"""An export of many areas: what documents set beside each other goes into the one table of figures, the rest is kept by area.

An export of all authorities has 29 million figures. Of its country all are in the one table. Of each authority there are
the counts of everybody and the parts of what is compared between areas. Its counts by sex, age, drug group and so on are
kept as they were written, and become figures where they are worked on, some areas at a time. Rows of two or three groups at
once ("women of 18 to 29 who use opiates") are used nowhere, and are counted in one note.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from needs.areas import is_country
from needs.files import replacing
from needs.ingest import duplicates, figures, viewit
from needs.ingest.csvfile import CsvFile
from needs.ingest.problems import FILE_REFUSED, NOTED, ROW_REFUSED, Problem
from needs.ingest.schema import Checked

FOLDER = "by_area"  # among the restricted tables
# What comparisons between areas are worked out from: a measure, a breakdown, and one of its groups or "" for all of them
Compared = Collection[tuple[str, str, str]]
_LABELS = ("line", "year", "area_code", *viewit.GROUPED_BY)
_OF_PEOPLE = ("year", "area_code", *viewit.GROUPED_BY)  # what a row says of whom it counts
_OF_THE_FILE = ("file", "source", "is_rounded")
_OURS = "\0"  # before the names of our own columns: no header cell holds it
_ROWS_TOGETHER = 2_000  # of a file, so that some areas are read without the others


@dataclass(frozen=True, kw_only=True)
class Kept:
    """The rows of an export that are kept by area: labelled as in `viewit.labels`, and their cells as text."""

    file: str
    source: str
    is_rounded: bool
    labels: pd.DataFrame
    cells: pd.DataFrame

    @property
    def measures(self) -> set[str]:
        """What its columns count."""
        return set(viewit.measures(tuple(self.cells.columns))["measure"])

    @property
    def last_year(self) -> float:
        """The first year of the last financial year that it has."""
        return float(self.labels["year"].max())


def split(file: CsvFile, areas: pd.DataFrame, source: str, compared: Compared) -> tuple[Checked, Kept | None]:
    """The figures of an export of many areas that go into the one table, and the rows that are kept by area."""
    problems = [*file.problems, *viewit.header_problems(file)]
    if any(problem.severity == FILE_REFUSED for problem in problems):
        return Checked(figures.empty(), tuple(problems)), None
    problems += _crossed(file)
    file = replace(file, rows=file.rows.loc[~viewit.crossed(file)])
    columns = viewit.measures(file.header)
    rows, of_labels = viewit.labels(file, areas)
    rows = rows.loc[~rows["line"].isin({problem.line for problem in of_labels if problem.severity == ROW_REFUSED})]
    cells = file.rows.loc[rows.index, list(columns["header"])]
    problems += [*of_labels, *viewit.cell_problems(file, rows, columns)]
    rows, of_repeats = _once(file.name, rows, cells)
    cells = cells.loc[rows.index]
    problems += of_repeats
    is_rounded = viewit.are_rounded(rows, cells)
    is_whole_country = rows["area_code"].map(is_country).astype("bool")
    is_of_all = (rows[list(viewit.GROUPED_BY)] == "all").all(axis="columns")
    between_areas = columns.loc[[_is_compared(column, compared) for column in columns.to_dict("records")]]
    chosen = [
        (is_whole_country & is_of_all, columns),
        (is_whole_country & ~is_of_all, _plain(columns)),
        (~is_whole_country & is_of_all, between_areas),
    ]
    tables = [viewit.figures_of(rows.loc[those], cells.loc[those], these, is_rounded) for those, these in chosen]
    table = pd.concat(tables, ignore_index=True).assign(file=file.name, source=source)
    local = rows.loc[~is_whole_country].sort_values(["area_code", "year", "line"], kind="stable")
    kept = Kept(file=file.name, source=source, is_rounded=is_rounded, labels=local, cells=cells.loc[local.index])
    return Checked(table, tuple(problems)), kept


def _once(name: str, rows: pd.DataFrame, cells: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    """Labelled rows of which none is of the same people as another: of equal ones the first, of others none."""
    same = rows.groupby(list(_OF_PEOPLE), sort=False).ngroup()
    repeated = same.duplicated(keep=False)
    if not repeated.any():
        return rows, []
    says = viewit.said(cells.loc[repeated])
    differs = says.groupby(same.loc[repeated]).transform("nunique") > 1
    against = differs[differs].index
    again = same.drop(against).duplicated()
    copies = again[again].index
    problems = [duplicates.contradicts(name, int(line)) for line in rows.loc[against, "line"]]
    problems += [duplicates.repeats(name, int(line)) for line in rows.loc[copies, "line"]]
    return rows.drop([*against, *copies]), problems


def without(kept: Kept, refused: Collection[int], areas: Collection[str]) -> Kept:
    """What is kept of an export but for the lines that were refused, and for areas of which another export is used."""
    stays = ~(kept.labels["line"].isin(refused) | kept.labels["area_code"].isin(areas))
    return replace(kept, labels=kept.labels.loc[stays], cells=kept.cells.loc[stays])


def used(kept: Collection[Kept], sources: Collection[str]) -> list[Kept]:
    """Those of which a figure is used, or a row of which no such one has the like: copies are kept once."""
    of_use = [one for one in kept if one.source in sources]
    for one in kept:
        if one.source not in sources and (_people(one) - set().union(*(_people(other) for other in of_use))):
            of_use.append(one)
    return of_use


def _people(kept: Kept) -> set[tuple]:
    return set(kept.labels[list(_OF_PEOPLE)].itertuples(index=False, name=None))


def _plain(columns: pd.DataFrame) -> pd.DataFrame:
    """Of a sex, an age or a drug group only the people themselves are given, and none of their groups."""
    return columns[columns["breakdown"] == "all"]


def _is_compared(column: dict[str, str], compared: Compared) -> bool:
    measure, breakdown, group = column["measure"], column["breakdown"], column["group"]
    return breakdown == "all" or bool({(measure, breakdown, ""), (measure, breakdown, group)} & set(compared))


def _crossed(file: CsvFile) -> list[Problem]:
    """One note on the rows that are of several groups at once, whether or not they were read."""
    refused = {problem.line for problem in file.problems if problem.severity == ROW_REFUSED}
    number = file.records - len(file.rows) - len(refused) + int(viewit.crossed(file).sum())
    if not number:
        return []
    found = f"{number:,} rows are of two or three of sex, age group and drug group at once"
    wanted = "rows of one of them at most, in an export of many areas; these are read, and used nowhere"
    return [Problem(file.name, None, None, found, wanted, NOTED)]


def write(kept: Collection[Kept], folder: Path) -> list[Path]:
    """Write what is kept by area to a folder, a file an export, the latest last; take away what other exports left there."""
    written = []
    for number, one in enumerate(sorted(kept, key=lambda one: (one.last_year, one.file))):
        columns = {name: one.labels[name] for name in _LABELS} | {name: getattr(one, name) for name in _OF_THE_FILE}
        labels = pd.DataFrame(columns, index=one.labels.index).add_prefix(_OURS)
        path = folder / f"{number}.parquet"
        with replacing(path, private=True) as unfinished:
            table = labels.join(one.cells).reset_index(drop=True)
            table.to_parquet(unfinished, index=False, row_group_size=_ROWS_TOGETHER)
        written.append(path)
    for path in folder.glob("*.parquet"):
        if path not in written:
            path.unlink()
    return written


def areas_and_sources(folder: Path) -> tuple[list[str], list[str]]:
    """The codes of the areas of which something is kept, and the sources it is from, each in order."""
    names = [f"{_OURS}area_code", f"{_OURS}source"]
    tables = [pd.read_parquet(path, columns=names) for path in folder.glob("*.parquet")]
    areas, sources = (sorted({cell for table in tables for cell in table[name]}) for name in names)
    return areas, sources


def read(folder: Path, codes: Collection[str]) -> pd.DataFrame:
    """The figures kept of some areas, in the columns of the one table; of two exports that give one figure the later's.

    No export gives one twice: `split` has seen to that.
    """
    tables = [figures.empty()]
    for path in sorted(folder.glob("*.parquet")):
        table = pd.read_parquet(path, filters=[(f"{_OURS}area_code", "in", sorted(codes))])
        if table.empty:
            continue
        ours = table[[name for name in table if name.startswith(_OURS)]].rename(columns=lambda name: name[len(_OURS) :])
        cells = table[[name for name in table if not name.startswith(_OURS)]]
        columns = viewit.measures(tuple(cells.columns))
        first = ours.iloc[0]
        is_of_all = (ours[list(viewit.GROUPED_BY)] == "all").all(axis="columns")
        for those, these in ((is_of_all, columns), (~is_of_all, _plain(columns))):
            found = viewit.figures_of(ours.loc[those], cells.loc[those], these, bool(first["is_rounded"]))
            tables.append(found.assign(file=first["file"], source=first["source"]))
    every = pd.concat(tables, ignore_index=True)
    return every[~every.duplicated(list(duplicates.SAME), keep="last")].reset_index(drop=True)

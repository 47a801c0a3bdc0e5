"""NDTMS ViewIt exports (adults) into figures: one wide row a year, area and group becomes one figure a measure.

Both families of headers, and the England variant of the older one, are matched by name in any order, case and spacing.

Counts of local areas are mostly rounded to the nearest 5 in the export, each cell on its own, so parts need not add up.
"""

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd
import polars as pl

from needs.areas import is_country
from needs.code_lists import downloads
from needs.ingest import figures, marks, periods
from needs.ingest.csvfile import CsvFile
from needs.ingest.names import plain
from needs.ingest.places import Places, left_out
from needs.ingest.problems import CELL_REFUSED, FILE_REFUSED, NOTED, ROW_REFUSED, Problem
from needs.ingest.schema import Checked

KEYS = ("period", "area", "sex", "age", "drug_group")


def normal(text: str) -> str:
    """A label as it is compared: small letters, single spaces, "and" for "&", and no spaces about a hyphen."""
    written = " ".join(text.casefold().replace("&", " and ").split())
    return re.sub(r" ?[-‐‑‒–—] ?", "-", written)


def keys(header: tuple[str, ...]) -> dict[str, list[str]]:
    """For each of the five keys of an export, the columns that hold it: one each in a sound file."""
    meant = dict(downloads.table("viewit_keys")[["header", "key"]].itertuples(index=False, name=None))
    known = {plain(name): key for name, key in meant.items()}
    return {key: [name for name in header if known.get(plain(name)) == key] for key in KEYS}


def measures(header: tuple[str, ...]) -> pd.DataFrame:
    """What each known column counts, in the header's order: header, measure, breakdown, group, unit, note."""
    table = downloads.table("viewit_measures")
    names = pd.concat([table["older_header"], table["newer_header"]]).map(plain)
    known = pd.concat([table, table]).assign(plain=names.to_numpy()).loc[lambda rows: rows["plain"] != ""]
    present = pd.DataFrame({"header": list(header), "plain": [plain(name) for name in header]})
    return present.merge(known, on="plain")[["header", "measure", "breakdown", "group", "unit", "note"]]


def header_problems(file: CsvFile) -> list[Problem]:
    """A key that no column holds, or two do, refuses the file; columns whose meaning is not known are noted."""
    held = keys(file.header)
    problems = [_not_one(file, key, held_by) for key, held_by in held.items() if len(held_by) != 1]
    known = measures(file.header)
    used = {name for held_by in held.values() for name in held_by} | set(known["header"])
    unknown = [name for name in file.header if name not in used]
    if unknown:
        found = f"columns left out because their meaning is not known: {', '.join(unknown)}"
        problems.append(Problem(file.name, 1, None, found, "columns that codes/viewit_measures.csv lists", NOTED))
    if known.empty:
        wanted = "one or more that codes/viewit_measures.csv lists"
        problems.append(Problem(file.name, 1, None, "no column of counts", wanted, FILE_REFUSED))
    # two spellings of one column ("Other" and "other ") would each give the same figure
    for name in known.loc[known.duplicated(["measure", "breakdown", "group"]), "header"]:
        found = f"column {name!r} counts what another column counts already"
        problems.append(Problem(file.name, 1, None, found, "one column for each count", FILE_REFUSED))
    return problems


def _not_one(file: CsvFile, key: str, held_by: list[str]) -> Problem:
    names = downloads.table("viewit_keys").loc[lambda rows: rows["key"] == key, "header"]
    what = key.replace("_", " ")
    found = f"the columns {', '.join(held_by)} all hold the {what}" if held_by else f"no column holds the {what}"
    wanted = f"one column called {' or '.join(names)}; the file has {', '.join(file.header[:8])} ..."
    return Problem(file.name, 1, None, found, wanted, FILE_REFUSED)


GROUPED_BY = ("sex", "age", "drug_group")
# An export of more areas is kept by area (`by_area`): each area has 187,000 figures in thirteen years, of which documents of
# other areas set a few hundred beside their own
FEW_AREAS = 12
_YEAR_WANTED = "a financial year such as 2009/10"


def labels(file: CsvFile, areas: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    """Each row's line, first year of the financial year, area code, sex, age and drug group, empty where not known.

    Rows of areas that are no partnership are not among them; they are counted in one problem.
    """
    held_by = {key: names[0] for key, names in keys(file.header).items()}
    text = pd.DataFrame({key: file.rows[name].str.strip() for key, name in held_by.items()})
    years = text["period"].map(periods.financial_year).astype("float64")
    places = Places.of(areas)
    found = places.of_rows(text["area"], [None if np.isnan(year) else int(year) for year in years])
    table = pd.DataFrame({"line": file.rows["line"], "year": years})
    table["area_code"] = pd.Series([place.code for place in found], index=table.index, dtype="str")
    outside = pd.Series([place.is_outside for place in found], index=table.index, dtype="bool")
    areas_wanted = pd.Series([place.wanted for place in found], index=table.index, dtype="str")
    problems = _unknown(file, held_by["period"], years.isna() & ~outside, _YEAR_WANTED)
    for wanted in areas_wanted[years.notna() & ~outside & (areas_wanted != "")].unique():
        problems += _unknown(file, held_by["area"], (areas_wanted == wanted) & years.notna() & ~outside, wanted)
    for key in GROUPED_BY:
        known = downloads.table("viewit_labels").loc[lambda rows, key=key: rows["column"] == key]
        table[key] = text[key].map(normal).map(dict(zip(known["printed"].map(normal), known["label"], strict=True)))
        problems += _unknown(file, held_by[key], table[key].isna() & ~outside, f"one of {', '.join(known['printed'])}")
    return table.loc[~outside], problems + left_out(file, outside)


def needed(header: tuple[str, ...], rows: pl.LazyFrame) -> pl.LazyFrame | None:
    """Of an export of many areas the rows of at most one of sex, age and drug group; None of any other: all are used."""
    held_by = keys(header)
    if any(len(names) != 1 for names in held_by.values()):
        return None
    (area,) = held_by["area"]
    if rows.select(pl.col(area).n_unique()).collect(engine="streaming").item() <= FEW_AREAS:
        return None
    narrowed = [
        ~pl.col(held_by[key][0]).str.strip_chars().str.to_lowercase().is_in(_printed_of_all(key)) for key in GROUPED_BY
    ]
    return rows.filter(pl.sum_horizontal(narrowed) <= 1)


def _printed_of_all(key: str) -> list[str]:
    """How exports write that a row is of everybody, in small letters."""
    known = downloads.table("viewit_labels")
    return list(known.loc[(known["column"] == key) & (known["label"] == "all"), "printed"].map(normal))


def is_of_many(file: CsvFile) -> bool:
    """Whether an export, sound by its header, is of more areas than are read into one table."""
    return file.rows[keys(file.header)["area"][0]].nunique() > FEW_AREAS


def crossed(file: CsvFile) -> pd.Series:
    """Which rows are of two or three of sex, age and drug group at once."""
    held_by = keys(file.header)
    narrowed = [~file.rows[held_by[key][0]].map(normal).isin(_printed_of_all(key)) for key in GROUPED_BY]
    return pd.Series(np.sum(narrowed, axis=0) > 1, index=file.rows.index)


def _unknown(file: CsvFile, column: str, rows: pd.Series, wanted: str) -> list[Problem]:
    return [
        Problem(
            file.name,
            int(line),
            column,
            found,
            periods.wanted(found, wanted) if wanted == _YEAR_WANTED else wanted,
            ROW_REFUSED,
        )
        for line, found in zip(file.rows["line"][rows], file.rows[column][rows], strict=True)
    ]


@dataclass(frozen=True, kw_only=True)
class Gap:
    """Columns (of one measure, some breakdowns, groups beginning alike) in financial years beginning in a span."""

    measure: tuple[str, ...]
    breakdowns: tuple[str, ...]
    groups: tuple[str, ...]  # a group belongs if it begins with one of these; "" is every group
    first_year: int
    last_year: int
    note: str


_SETTINGS = ("intervention", "setting", "intervention and setting", "setting including recovery support")
_EVER_SINCE = 9999

# Each was read off the exports: every cell of the block is 0, for England too, while the people counted are many.
GAPS = (
    # The setting of an intervention came with the dataset change of 2012; years before have 0 in every setting column.
    Gap(
        measure=("interventions",),
        breakdowns=_SETTINGS,
        groups=("",),
        first_year=0,
        last_year=2011,
        note="printed as 0; not collected before the 2012 dataset change",
    ),
    # The types used until then ran out; from 2013/14 a row with 0 in all of them was counted under the new types.
    Gap(
        measure=("interventions",),
        breakdowns=("former_intervention",),
        groups=("",),
        first_year=2013,
        last_year=_EVER_SINCE,
        note="printed as 0; not collected after the 2012 dataset change",
    ),
    # The kinds of new psychoactive substance are 0 in the years in which "any" of them is NULL.
    Gap(
        measure=("in_treatment", "new_presentations"),
        breakdowns=("substance",),
        groups=("new psychoactive substances ",),
        first_year=0,
        last_year=2012,
        note="printed as 0; not collected before 2013/14",
    ),
    # Housing is blank for 2022/23 and 0 in every answer for 2023/24, "no problem" among them.
    Gap(
        measure=("new_presentations",),
        breakdowns=("housing",),
        groups=("",),
        first_year=2022,
        last_year=_EVER_SINCE,
        note="printed as 0; no answer is given from 2022/23",
    ),
)


def printed_as_nought(years: np.ndarray, columns: pd.DataFrame, values: np.ndarray) -> np.ndarray:
    """The note of each cell whose 0 stands for "not collected", empty for all others; rows by columns, as `values`.

    `years` is the first year of each row's financial year. A row's block counts only if every cell of it is 0 (or
    missing already), so a block with a single count in it is left as printed.
    """
    notes = np.full(values.shape, "", dtype="object")
    for gap in GAPS:
        block = _columns(gap, columns)
        if not block.any():
            continue
        none_counted = ~(values[:, block] > 0).any(axis=1)
        rows = none_counted & (years >= gap.first_year) & (years <= gap.last_year)
        notes[np.outer(rows, block) & (values == 0)] = gap.note
    return notes


def _columns(gap: Gap, columns: pd.DataFrame) -> np.ndarray:
    of_measure = columns["measure"].isin(gap.measure) & columns["breakdown"].isin(gap.breakdowns)
    return (of_measure & columns["group"].str.startswith(gap.groups)).to_numpy(dtype="bool")


_NOT_COLLECTED = ("", "null")  # the export's NULL is "not collected or not available", and never 0
ROUNDED = "rounded to the nearest 5"
_EVERY_FIGURE = {
    "window": "financial_year", "kind": "actual", "population": "people in drug or alcohol treatment", "age": "18+",
    "lower": np.nan, "upper": np.nan, "qualifier": "",
}  # fmt: skip


def read(file: CsvFile, areas: pd.DataFrame, source: str) -> Checked:
    """The figures of an export, with file and line; a row with an unknown label goes, and a cell that is no count."""
    problems = [*file.problems, *(() if file.is_refused else header_problems(file))]
    if any(problem.severity == FILE_REFUSED for problem in problems):
        return Checked(figures.empty(), tuple(problems))
    columns = measures(file.header)
    rows, label_problems = labels(file, areas)
    refused = {problem.line for problem in label_problems if problem.severity == ROW_REFUSED}
    rows = rows.loc[~rows["line"].isin(refused)]
    cells = file.rows.loc[rows.index, list(columns["header"])]
    problems += [*label_problems, *cell_problems(file, rows, columns)]
    is_rounded = are_rounded(rows, cells)
    return Checked(figures_of(rows, cells, columns, is_rounded).assign(file=file.name, source=source), tuple(problems))


def figures_of(rows: pd.DataFrame, cells: pd.DataFrame, columns: pd.DataFrame, is_rounded: bool) -> pd.DataFrame:
    """The figures of labelled rows, whose cells of text stand in the same order, and of some columns; without file and source."""
    values, statuses = _counts(cells[list(columns["header"])].to_numpy(dtype="object"))
    return figures.typed(_figures(rows, columns, values, statuses, is_rounded).assign(file="", source=""))


def said(cells: pd.DataFrame) -> pd.Series:
    """What each row says in all of its cells, alike for rows that say the same however it is written."""
    values, statuses = _counts(cells.to_numpy(dtype="object"))
    rows = zip(np.nan_to_num(values, nan=-1.0).tolist(), statuses.tolist(), strict=True)
    return pd.Series([str(row) for row in rows], index=cells.index, dtype="str")


def are_rounded(rows: pd.DataFrame, cells: pd.DataFrame) -> bool:
    """Whether all counts of local areas end in 0 or 5: an export of true counts is never called rounded."""
    local = cells.loc[~rows["area_code"].map(is_country).to_numpy(bool)]
    texts = {text for name in local.columns for text in local[name].unique()}
    values = [cell.value for cell in map(marks.read, texts) if cell.status == marks.SHOWN]
    return bool(values) and not any(value % 5 for value in values)


def _counts(cells: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The number in each cell, and the status of each; only a whole number of at least 0 is a count."""
    read_cells = {text: marks.read(text) for text in set(cells.ravel())}
    is_count = {
        text: cell.status == marks.SHOWN and cell.value >= 0 and cell.value.is_integer() and cell.value < 1e9
        for text, cell in read_cells.items()
    }
    status = {
        text: marks.SHOWN if is_count[text] else marks.UNREADABLE if cell.status == marks.SHOWN else cell.status
        for text, cell in read_cells.items()
    }
    status |= {text: "not_collected" for text in read_cells if text.strip().casefold() in _NOT_COLLECTED}
    values = np.array([read_cells[text].value if is_count[text] else np.nan for text in cells.ravel()], dtype="float64")
    statuses = np.array([status[text] for text in cells.ravel()], dtype="object")
    return values.reshape(cells.shape), statuses.reshape(cells.shape)


def cell_problems(file: CsvFile, rows: pd.DataFrame, columns: pd.DataFrame) -> list[Problem]:
    """One problem a line: its first cell that is no count, and how many more of its cells are none."""
    table = file.rows.loc[rows.index]
    is_bad = np.stack([_is_no_count(table[name]) for name in columns["header"]], axis=1)
    cells = table[list(columns["header"])].to_numpy(dtype="object") if is_bad.any() else is_bad
    wanted = "a whole number such as 1065, NULL, * or blank"
    problems = []
    for row in np.flatnonzero(is_bad.any(axis=1)):
        first, more = int(is_bad[row].argmax()), int(is_bad[row].sum()) - 1
        also = f" (more such cells in the line: {more})" if more else ""
        place = (file.name, int(rows["line"].iloc[row]), columns["header"][first])
        problems.append(Problem(*place, cells[row, first], wanted + also, CELL_REFUSED))
    return problems


def _is_no_count(cells: pd.Series) -> np.ndarray:
    """Which cells of a column are none; each of its texts is looked at once."""
    texts = np.array([[text] for text in cells.unique()], dtype="object")
    statuses = _counts(texts)[1][:, 0] if len(texts) else np.array([])
    return cells.isin(
        [text for (text,), status in zip(texts, statuses, strict=True) if status == marks.UNREADABLE]
    ).to_numpy(bool)


def _figures(
    rows: pd.DataFrame, columns: pd.DataFrame, values: np.ndarray, statuses: np.ndarray, are_rounded: bool
) -> pd.DataFrame:
    """One figure a row and readable column; each matrix has a row for each row and a column for each column."""
    nought_notes = printed_as_nought(rows["year"].to_numpy(), columns, values)
    status = np.where(nought_notes != "", "not_collected", statuses)
    local = ~rows["area_code"].map(is_country).to_numpy(bool)[:, None] & (status == "shown")
    is_rounded = local & are_rounded
    breakdown, group = _crossing(rows, columns)
    of_rows = {"line": rows["line"], "area_code": rows["area_code"], **_periods(rows["year"])}
    of_columns = {"measure": columns["measure"], "unit": columns["unit"], "place": columns["header"]}
    rounded = np.where(is_rounded, ROUNDED, "")
    of_cells = {
        "breakdown": breakdown,
        "group": group,
        "value": np.where(status == "shown", values, np.nan),
        "status": status,
        "note": _joined("; ", columns["note"].to_numpy()[None, :], nought_notes, rounded),
        "is_rounded": is_rounded,
    }
    repeated = {name: np.repeat(np.asarray(column), len(columns)) for name, column in of_rows.items()}
    tiled = {name: np.tile(np.asarray(column, dtype="object"), len(rows)) for name, column in of_columns.items()}
    table = pd.DataFrame(repeated | tiled | {name: cell.ravel() for name, cell in of_cells.items()} | _EVERY_FIGURE)
    return table.loc[table["status"] != marks.UNREADABLE]


def _periods(years: pd.Series) -> dict[str, np.ndarray]:
    """The first and last day of the financial years that begin in some years."""
    april = (years.to_numpy().astype("int64") - 1970).astype("datetime64[Y]").astype("datetime64[M]") + 3
    last_day = (april + 12).astype("datetime64[D]") - 1
    return {"period_start": april.astype("datetime64[us]"), "period_end": last_day.astype("datetime64[us]")}


def _crossing(rows: pd.DataFrame, columns: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """The breakdown and group of each cell: the row's own sex, age and drug group first, then the column's group."""
    narrowed = [np.where(rows[name] == "all", "", name)[:, None] for name in GROUPED_BY]
    to = [np.where(rows[name] == "all", "", rows[name])[:, None] for name in GROUPED_BY]
    breakdown, group = (np.where(columns[name] == "all", "", columns[name])[None, :] for name in ("breakdown", "group"))
    return _joined(" and ", *narrowed, breakdown, otherwise="all"), _joined(", ", *to, group, otherwise="all")


def _joined(separator: str, *parts: np.ndarray, otherwise: str = "") -> np.ndarray:
    """The parts that are not empty, joined; `otherwise` where all are."""
    join = np.frompyfunc(lambda *texts: separator.join(text for text in texts if text) or otherwise, len(parts), 1)
    return join(*parts)

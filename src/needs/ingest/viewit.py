"""NDTMS ViewIt exports (adults) into figures: one wide row a year, area and group becomes one figure a column.

Counts of local areas are rounded to the nearest 5 in the export, each cell on its own, so parts need not add up.
"""

import re

import numpy as np
import pandas as pd

from needs.areas import is_country
from needs.ingest import figures
from needs.ingest.csvfile import CsvFile
from needs.ingest.problems import FILE_REFUSED, ROW_REFUSED, Problem
from needs.ingest.schema import Checked
from needs.ingest.viewit_gaps import printed_as_nought
from needs.ingest.viewit_header import header_problems, measures
from needs.ingest.viewit_labels import GROUPED_BY, labels

_COUNT = re.compile(r"[0-9]{1,9}")
_NOT_COLLECTED = ("", "null")  # the export's NULL is "not collected or not available", and never 0
_HIDDEN = "*"
_EVERY_FIGURE = {
    "window": "financial_year", "kind": "actual", "population": "people in drug or alcohol treatment", "age": "18+",
    "lower": np.nan, "upper": np.nan, "qualifier": "",
}  # fmt: skip


def read(file: CsvFile, areas: pd.DataFrame, source: str) -> Checked:
    """The figures of an export, with file and line; a row with an unknown label, or a cell that is no count, goes."""
    problems = [*file.problems, *(() if file.is_refused else header_problems(file))]
    if any(problem.severity == FILE_REFUSED for problem in problems):
        return Checked(figures.empty(), tuple(problems))
    columns = measures(file.header)
    rows, label_problems = labels(file, areas)
    cells = file.rows[list(columns["header"])].to_numpy(dtype="object")
    problems += [*label_problems, *_cell_problems(file, columns, cells)]
    refused = {problem.line for problem in problems if problem.severity == ROW_REFUSED}
    whole = ~rows["line"].isin(refused).to_numpy()
    table = _figures(rows.loc[whole], columns, cells[whole])
    return Checked(figures.typed(table.assign(file=file.name, source=source)), tuple(problems))


def _cell_problems(file: CsvFile, columns: pd.DataFrame, cells: np.ndarray) -> list[Problem]:
    """One problem a line: its first cell that is no count, and how many more of its cells are none."""
    bad = [text for text in set(cells.ravel()) if not _is_readable(text)]
    if not bad:
        return []
    wanted = "a whole number such as 1065, NULL, * or blank"
    is_bad = pd.DataFrame(cells).isin(bad).to_numpy()
    problems = []
    for row in np.flatnonzero(is_bad.any(axis=1)):
        first, more = int(is_bad[row].argmax()), int(is_bad[row].sum()) - 1
        also = f" (more such cells in the line: {more})" if more else ""
        place = (file.name, int(file.rows["line"][row]), columns["header"][first])
        problems.append(Problem(*place, cells[row, first], wanted + also, ROW_REFUSED))
    return problems


def _is_readable(text: str) -> bool:
    return text.lower() in _NOT_COLLECTED or text == _HIDDEN or bool(_COUNT.fullmatch(text))


def _figures(rows: pd.DataFrame, columns: pd.DataFrame, cells: np.ndarray) -> pd.DataFrame:
    """One figure a row and column; the matrices below have a row for each row and a column for each column."""
    hidden = cells == _HIDDEN
    blank = np.isin(np.char.lower(cells.astype("U")), _NOT_COLLECTED)
    values = np.where(hidden | blank, "nan", cells).astype("float64")
    nought_notes = printed_as_nought(rows["year"].to_numpy(), columns, values)
    status = np.where(hidden, "hidden", np.where(blank | (nought_notes != ""), "not_collected", "shown"))
    local = ~rows["area_code"].map(is_country).to_numpy(bool)[:, None]
    rounded = np.where(local & (status == "shown"), "rounded to the nearest 5", "")
    breakdown, group = _crossing(rows, columns)
    of_rows = {"line": rows["line"], "area_code": rows["area_code"], **_periods(rows["year"])}
    of_columns = {"measure": columns["measure"], "unit": columns["unit"], "place": columns["header"]}
    of_cells = {
        "breakdown": breakdown,
        "group": group,
        "value": np.where(status == "shown", values, np.nan),
        "status": status,
        "note": _joined("; ", columns["note"].to_numpy()[None, :], nought_notes, rounded),
    }
    repeated = {name: np.repeat(np.asarray(column), len(columns)) for name, column in of_rows.items()}
    tiled = {name: np.tile(np.asarray(column, dtype="object"), len(rows)) for name, column in of_columns.items()}
    return pd.DataFrame(repeated | tiled | {name: cell.ravel() for name, cell in of_cells.items()} | _EVERY_FIGURE)


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

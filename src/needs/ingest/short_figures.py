"""A partnership's short tables of its own figures and targets, written out in the columns of the published ones.

    measure,period,value,unit,from
    syringes_distributed,2008-09,41000,syringes,needle exchange return

One row a figure. `measure` is one of the catalogue, of measures.csv, or of the file's own with a `title`. `period` is a
financial year, a quarter ("2008-09 Q1"), a calendar year or a month. A file called targets.csv holds targets. Further
columns are optional: breakdown, group, kind, topic, note and `published` (yes or no).
"""

from dataclasses import replace
from pathlib import Path

import pandas as pd

from needs.ingest import figures, marks, periods
from needs.ingest.csvfile import CsvFile
from needs.ingest.names import plain
from needs.ingest.problems import ROW_REFUSED, Problem

WANTED = ("measure", "period", "value")
OPTIONAL = ("unit", "from", "title", "topic", "breakdown", "group", "kind", "note", "published")
TARGETS = "targets.csv"
SOURCE = "local-returns"
PERSONAL = r"@|\+?\d[\d ()-]{8,}"  # an address or a telephone number
WORDS = ("from", "title", "topic", "breakdown", "group", "note")
NOT_REPEATED, NO_PERSON = "what stands there, not repeated here,", "words without an address or a telephone number"
PERIOD = 'a period such as 2008-09, "2008-09 Q1", 2008 or April 2008'
UNIT = "the unit: percent, people, GBP or another word"
MEASURE = "a measure of the catalogue (`needs indicators`) or of measures.csv, or a title beside it in the column title"


def is_short(header: tuple[str, ...]) -> bool:
    """Whether a header is that of such a table."""
    names = {plain(name) for name in header}
    return set(WANTED) <= names and not {"area code", "area_code", "period_start"} & names


def in_full(file: CsvFile, area_code: str, measures: pd.DataFrame) -> CsvFile:
    """The table in the columns of the published ones, of the area of its folder; a problem for each row that cannot be."""
    cells = _named(file)
    units = cells["unit"].where(cells["unit"] != "", cells["measure"].map(_column(measures, "unit")).fillna(""))
    found = cells["period"].map(
        lambda text: periods.read(text.replace("-", "/", 1) if text[:4].isdigit() else text, "1y")
    )
    read = cells["value"].map(marks.read)
    known = cells["measure"].isin(measures["measure"]) | (cells["title"] != "")
    is_public = cells["published"].str.lower() == "yes"
    is_personal = pd.concat([cells[name].str.contains(PERSONAL) for name in WORDS], axis=1).any(axis=1)
    faults = [
        ("measure", ~known, MEASURE, cells["measure"]),
        ("period", found.isna(), PERIOD, cells["period"]),
        ("unit", units == "", UNIT, units),
        ("value", read.map(lambda cell: cell.status == marks.UNREADABLE), marks.WANTED, cells["value"]),
        ("from", is_personal, NO_PERSON, pd.Series(NOT_REPEATED, cells.index)),
    ]
    faults = [
        (name, fault, wanted, texts.where(is_public, NOT_REPEATED) if name in ("value", "period") else texts)
        for name, fault, wanted, texts in faults
    ]
    problems = {
        int(line): Problem(file.name, int(line), column, text, wanted, ROW_REFUSED)
        for column, is_fault, wanted, texts in reversed(faults)  # of a row with several faults the first is told
        for line, text in zip(cells["line"][is_fault], texts[is_fault], strict=True)
    }
    is_right = ~pd.concat([fault for _, fault, *_ in faults], axis=1).any(axis=1)
    rows = _rows(file, cells[is_right], found[is_right], read[is_right], units[is_right], area_code)
    header = tuple(name for name in rows if name != "line")
    return replace(
        file, header=header, rows=rows, problems=(*file.problems, *(problems[line] for line in sorted(problems)))
    )


def titles(file: CsvFile) -> pd.DataFrame:
    """What the file calls measures of its own: measure, title, topic and unit, a row a measure."""
    if file.is_refused or not is_short(file.header):
        return pd.DataFrame(columns=["measure", "title", "topic", "unit"])
    cells = _named(file)
    return cells.loc[cells["title"] != "", ["measure", "title", "topic", "unit"]].drop_duplicates("measure")


def _named(file: CsvFile) -> pd.DataFrame:
    """The cells under their own names, without spaces around them; a column that the file lacks is empty."""
    rows = file.rows.rename(columns={name: plain(name) for name in file.header})
    texts = {name: rows[name].str.strip() if name in rows else "" for name in (*WANTED, *OPTIONAL)}
    return pd.DataFrame({"line": rows["line"], **texts})


def _column(measures: pd.DataFrame, name: str) -> dict[str, str]:
    return dict(zip(measures["measure"], measures[name], strict=True))


def _rows(
    file: CsvFile, cells: pd.DataFrame, found: pd.Series, read: pd.Series, units: pd.Series, area_code: str
) -> pd.DataFrame:
    usual = "target" if Path(file.name).name == TARGETS else "actual"
    given = {
        "measure": cells["measure"],
        "area_code": area_code,
        "period_start": found.map(lambda period: period.start.isoformat()),
        "period_end": found.map(lambda period: period.end.isoformat()),
        "window": found.map(lambda period: period.window),
        "breakdown": cells["breakdown"].replace("", "all"),
        "group": cells["group"].replace("", "all"),
        "kind": cells["kind"].replace("", usual),
        "population": "not stated",
        "age": "not stated",
        "value": read.map(lambda cell: "" if cell.value != cell.value else f"{cell.value:.15g}"),
        "unit": units,
        "status": read.map(lambda cell: cell.status),
        "source": SOURCE,
        "place": cells["from"].where(cells["from"] != "", "line " + cells["line"].astype("str")),
        "note": cells["note"],
    }
    empty = dict.fromkeys((name for name in figures.COLUMNS if name not in given), "")
    table = pd.DataFrame({"line": cells["line"], **given, **empty})
    if "published" in {plain(name) for name in file.header}:
        table["published"] = cells["published"]
    return table

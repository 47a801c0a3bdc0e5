"""Fingertips downloads (columns found by name, in any of their spellings) into figures: a value, its count and denominator.

The counts of an estimate are estimates too, and may be fractions. England's row has no parent, and needs none.

The new site's layout has fewer columns: it says nothing of sex or age, and its rows are read as of all persons.
"""

import re
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from needs.areas import ENGLAND
from needs.code_lists import downloads
from needs.ingest import figures, marks, periods, series
from needs.ingest.csvfile import CsvFile
from needs.ingest.names import plain
from needs.ingest.problems import FILE_REFUSED, NOTED, ROW_REFUSED, Problem
from needs.ingest.schema import Checked, check

# Our columns of numbers, and what a download calls them
PRINTED = {
    "value": "Value", "lower": "Lower CI 95.0 limit", "upper": "Upper CI 95.0 limit", "area_code": "Area Code",
}  # fmt: skip

_TEXT = (
    "Indicator ID", "Indicator Name", "Area Code", "Area Name", "Sex", "Age", "Category Type", "Category",
    "Time period", "Value note",
)  # fmt: skip
_NUMBERS = ("Value", "Lower CI 95.0 limit", "Upper CI 95.0 limit", "Count", "Denominator")
_FILLED = ("Indicator ID", "Indicator Name", "Area Code", "Sex", "Age", "Time period")
_SEXES = {"Persons": "all", "Female": "female", "Male": "male"}
_SCHEMA: dict[str, Any] = {
    "fields": [
        *({"name": name, "type": "string", "constraints": {"required": name in _FILLED}} for name in _TEXT),
        *({"name": name, "type": "number"} for name in _NUMBERS),
        # written by Fingertips as 20190000: any other text means that the cells are not under their own headings
        {"name": "Time period Sortable", "type": "string", "constraints": {"required": True, "pattern": "[0-9]{8}"}},
    ]
}
_SCHEMA["fields"][_TEXT.index("Sex")]["constraints"]["enum"] = list(_SEXES)
_RANGE = "Time period range"  # how many years a period has; not in every download
OF_THE_NEW_SITE = ("Indicator ID", "Area code", "Period")
# What the new site calls its columns, and what it leaves out
_NEW_NAMES = {
    "Period": "Time period", "Area": "Area Name", "Lower confidence limit 95%": "Lower CI 95.0 limit",
    "Upper confidence limit 95%": "Upper CI 95.0 limit", "Value unit": "Value unit",
}  # fmt: skip
_LEFT_OUT_THERE = {
    "Sex": "Persons", "Age": "not stated", "Category Type": "", "Category": "", "Value note": "", "Denominator": "",
    "Count": "", "Lower CI 95.0 limit": "", "Upper CI 95.0 limit": "",
}  # fmt: skip
NAMES = {plain(name): name for name in (*_TEXT, *_NUMBERS, "Time period Sortable", _RANGE)} | {
    plain(theirs): ours for theirs, ours in _NEW_NAMES.items()
}
# Columns of every download that say nothing of the figure itself; the one that begins "Compared to" changes its name
_LEFT_OUT = re.compile(
    r"parent(code|name)|areatype|(lower|upper)(ci|confidencelimit)998?(limit)?|recenttrend|columnnotused|comparedto.*|"
    r"targetdata|timeperiodrange|newdata|valueunit"
)
_UNITS = {"%": "percent", "per 1,000": "per 1,000", "per 100,000": "per 100,000"}


def read(file: CsvFile, source: str) -> Checked:
    """The figures of a download, with the file and line of each; unknown indicators are kept by number, and noted."""
    if file.is_refused:
        return Checked(figures.empty(), file.problems)
    schema = _schema(file)
    file, of_copies = _once(file)
    file = _without_what_programs_add(_as_downloaded(file))
    table = check(_with_numbers(file), schema)
    problems = of_copies + [it for it in table.problems if not (it.severity == NOTED and _is_left_out(it))]
    if any(problem.severity == FILE_REFUSED for problem in problems):
        return Checked(figures.empty(), tuple(problems))
    rows = table.rows.join(_beside(file), on="line")
    found = [periods.read(text, years) for text, years in zip(rows["Time period"], rows[_RANGE], strict=True)]
    is_period = np.array([period is not None for period in found], dtype="bool")
    problems += [
        Problem(file.name, int(line), "Time period", text, periods.wanted(text), ROW_REFUSED)
        for line, text in rows.loc[~is_period, ["line", "Time period"]].itertuples(index=False)
    ]
    too_many = rows["Count"] > rows["Denominator"]
    problems += [_count_above_denominator(file, row) for row in rows.loc[too_many].to_dict("records")]
    known = rows.assign(
        window=[period and period.window for period in found],
        period_start=pd.Series([period and period.start for period in found], index=rows.index, dtype="datetime64[us]"),
        period_end=pd.Series([period and period.end for period in found], index=rows.index, dtype="datetime64[us]"),
    ).loc[is_period & ~too_many]
    known = known.assign(**_meanings(known))
    known = known.assign(series=_series(known))
    problems += _unknown_indicators(file, known)
    return Checked(figures.typed(_figures(known).assign(file=file.name, source=source)), tuple(problems))


def _once(file: CsvFile) -> tuple[CsvFile, list[Problem]]:
    """The file without rows that are there before: an area stands under each of its parents and types of area."""
    again = file.rows.duplicated(
        [name for name in (*_TEXT, *_NUMBERS, _RANGE, "Time period Sortable") if name in file.rows]
    )
    if not again.any():
        return file, []
    first, *others = (int(line) for line in file.rows.loc[again, "line"])
    found, wanted = "the same figures as on a line above", "each once; they are used once"
    noted = Problem(file.name, first, None, found, wanted, NOTED, tuple(others))
    return replace(file, rows=file.rows[~again]), [noted]


def _is_of_the_new_site(file: CsvFile) -> bool:
    return not {"Time period Sortable", "Category Type", "Value note"} & set(file.header)


def _as_downloaded(file: CsvFile) -> CsvFile:
    """The file with the columns that the new site leaves out."""
    if not _is_of_the_new_site(file):
        return file
    added = {name: cell for name, cell in _LEFT_OUT_THERE.items() if name not in file.header}
    return replace(file, header=(*file.header, *added), rows=file.rows.assign(**added))


def _schema(file: CsvFile) -> dict[str, Any]:
    """What each column of the file must hold; the new site has no other way to write a period."""
    without = "Time period Sortable" if _is_of_the_new_site(file) else ""
    return _SCHEMA | {"fields": [field for field in _SCHEMA["fields"] if field["name"] != without]}


def _without_what_programs_add(file: CsvFile) -> CsvFile:
    """The file without the NA that some programs write for nothing, and without ".0" behind a whole number."""
    text = {name: marks.without_blanks(file.rows[name]) for name in _TEXT if name in file.rows}
    whole = [name for name in ("Indicator ID", "Time period Sortable") if name in file.rows]
    text |= {name: file.rows[name].str.strip().str.replace(r"^([0-9]+)\.0$", r"\1", regex=True) for name in whole}
    return replace(file, rows=file.rows.assign(**text))


def _with_numbers(file: CsvFile) -> CsvFile:
    """The file with nothing in the place of each mark for a number that is hidden or missing."""
    numbers = {name: marks.numbers(file.rows[name]) for name in _NUMBERS if name in file.rows}
    return replace(file, rows=file.rows.assign(**numbers))


def _beside(file: CsvFile) -> pd.DataFrame:
    """By its line, what else a row says: how many years its period has, its unit, and which numbers are hidden."""
    rows = file.rows.set_index("line")
    beside = {name: rows.get(name, "") for name in (_RANGE, "Value unit")}
    hidden = {f"{name} hidden": marks.statuses(rows[name]) == marks.HIDDEN for name in ("Value", "Count", "Denominator")
              if name in rows}  # fmt: skip
    return pd.DataFrame(beside | hidden, index=rows.index)


def titles(file: CsvFile) -> dict[str, str]:
    """The file's own name for each measure that its indicators become when their number is not known here."""
    if not {"Indicator ID", "Indicator Name"} <= set(file.header):
        return {}
    printed_names = file.rows[["Indicator ID", "Indicator Name"]].drop_duplicates()
    rows = _without_what_programs_add(replace(file, rows=printed_names)).rows
    names = rows[["Indicator ID", "Indicator Name"]].drop_duplicates("Indicator ID")
    printed = {f"fingertips_{number}": " ".join(name.split()) for number, name in names.itertuples(index=False)}
    counts = {downloads.counts_of(measure)[0]: f"{title}: count" for measure, title in printed.items()}
    bases = {downloads.counts_of(measure)[1]: f"{title}: denominator" for measure, title in printed.items()}
    return printed | counts | bases


def _is_left_out(problem: Problem) -> bool:
    name = re.fullmatch(r"column '(.*)' is not used", problem.found)
    return bool(name and _LEFT_OUT.fullmatch(plain(name[1])))


def _count_above_denominator(file: CsvFile, row: dict) -> Problem:
    wanted = f"at most the Denominator, {row['Denominator']:.15g}"
    return Problem(file.name, int(row["line"]), "Count", f"{row['Count']:.15g}", wanted, ROW_REFUSED)


def _meanings(rows: pd.DataFrame) -> dict[str, pd.Series]:
    """What each row's indicator is called here; one we do not know keeps its number, and its unit is not stated."""
    known = downloads.table("fingertips_measures").set_index("indicator_id")
    number = rows["Indicator ID"]
    unknown = {"unit": "not stated", "counted": "not stated", "kind": "actual", "population": "not stated"}
    meanings = {name: number.map(known[name]).fillna(default) for name, default in unknown.items()}
    printed = rows["Value unit"].str.strip().map(_UNITS)
    meanings["unit"] = meanings["unit"].mask(meanings["unit"] == "not stated", printed.fillna("not stated"))
    return meanings | {"measure": number.map(known["measure"]).fillna("fingertips_" + number)}


def _series(rows: pd.DataFrame) -> pd.Series:
    """The series of each row that is of an estimate of need, told by England's totals or the year; of others empty."""
    of = downloads.table("fingertips_measures").loc[lambda known: known["estimate"] != ""]
    found = pd.Series("", index=rows.index, dtype="str")
    years = rows["period_start"].dt.year.where(rows["window"] == periods.FINANCIAL, 0)
    for indicator in of.itertuples():
        own = rows["Indicator ID"] == indicator.indicator_id
        is_whole = own & (rows["Area Code"] == ENGLAND) & (rows["Sex"] == "Persons") & (rows["Category"] == "")
        printed = rows.loc[is_whole, indicator.england_in].groupby(years[is_whole]).agg(["first", "nunique"])
        totals = printed.loc[printed["nunique"] == 1, "first"].to_dict()
        is_of_its_year = indicator.england_in == "Count"  # the estimate itself, and no share of it
        told = {
            year: series.of_download(indicator.estimate, year, totals, is_of_its_year=is_of_its_year)
            for year in years[own].unique()
        }
        found = found.mask(own, years.map(told))
    return found


def _figures(rows: pd.DataFrame) -> pd.DataFrame:
    """The value of every row, then its count and its denominator where it has one."""
    sex = rows["Sex"].map(_SEXES).replace("all", "")
    shared = rows.assign(
        area_code=rows["Area Code"],
        age=rows["Age"].str.replace(r" yrs$", "", regex=True).replace("All ages", "all ages"),
        breakdown=_joined(" and ", sex.where(sex == "", "sex"), rows["Category Type"]),
        group=_joined(", ", sex, rows["Category"]),
        qualifier="",
        # one indicator may be given for several ages, and a figure's key has no age but in its place
        place="indicator " + rows["Indicator ID"] + ", " + rows["Age"],
        note=rows["Value note"],
        **dict.fromkeys((name for name in figures.OPTIONAL if name != "series"), ""),
    )
    said_hidden = rows["Value note"].str.contains("suppressed|disclosure", case=False)
    values = shared.assign(
        value=rows["Value"],
        lower=rows[PRINTED["lower"]],
        upper=rows[PRINTED["upper"]],
        status=_statuses(rows["Value"], said_hidden | rows["Value hidden"]),
    )
    named = [rows["measure"].map(lambda measure, side=side: downloads.counts_of(measure)[side]) for side in (0, 1)]
    parts = [
        shared.assign(
            value=rows[part],
            measure=measure,
            unit=rows["counted"].replace(["deaths", "episodes"], "people")
            if part == "Denominator"
            else rows["counted"],
            status=_statuses(rows[part], rows[f"{part} hidden"]),
        ).loc[rows[part].notna() | rows[f"{part} hidden"]]
        for part, measure in zip(("Count", "Denominator"), named, strict=True)
    ]
    return pd.concat([values, *parts], ignore_index=True).reindex(columns=["line", *figures.COLUMNS])


def _statuses(values: pd.Series, is_hidden: pd.Series) -> np.ndarray:
    return np.where(values.notna(), "shown", np.where(is_hidden, "hidden", "not_available"))


def _joined(separator: str, first: pd.Series, second: pd.Series) -> pd.Series:
    both = first + np.where((first != "") & (second != ""), separator, "") + second
    return both.replace("", "all")


def _unknown_indicators(file: CsvFile, rows: pd.DataFrame) -> list[Problem]:
    known = downloads.table("fingertips_measures")["indicator_id"]
    unknown = rows.loc[~rows["Indicator ID"].isin(known)].drop_duplicates("Indicator ID")
    wanted = "one that codes/fingertips_measures.csv gives a measure and a unit; kept by its number"
    return [
        Problem(file.name, int(row["line"]), None, f"indicator {row['Indicator ID']} is not known", wanted, NOTED)
        for row in unknown[["line", "Indicator ID"]].to_dict("records")
    ]

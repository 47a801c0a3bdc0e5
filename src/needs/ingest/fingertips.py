"""Fingertips CSV downloads (26 or 27 columns, found by name) into figures: a value, its count and its denominator.

The counts of an estimate are estimates too, and may be fractions. England's row has no parent, and needs none.
"""

import re
from typing import Any

import numpy as np
import pandas as pd

from needs.code_lists import downloads
from needs.ingest import figures
from needs.ingest.csvfile import CsvFile
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
# Columns of every download that say nothing of the figure itself; the one that begins "Compared to" changes its name
_LEFT_OUT = re.compile(
    r"Parent (Code|Name)|Area Type|(Lower|Upper) CI 99\.8 limit|Recent Trend|Column not used|Compared to .*|"
    r"Target data|Time period range|New data"
)
_PERIODS = (
    (re.compile(r"([12][0-9]{3})/([0-9]{2})"), "financial_year"),
    (re.compile(r"([12][0-9]{3})"), "calendar_year"),
    (re.compile(r"([12][0-9]{3}) - ([0-9]{2})"), "three_calendar_years"),
)


def read(file: CsvFile, source: str) -> Checked:
    """The figures of a download, with the file and line of each; unknown indicators are kept by number, and noted."""
    table = check(file, _SCHEMA)
    problems = [it for it in table.problems if not (it.severity == NOTED and _is_left_out(it))]
    if any(problem.severity == FILE_REFUSED for problem in problems):
        return Checked(figures.empty(), tuple(problems))
    periods = table.rows["Time period"].map(_period)
    wanted = "a period such as 2019/20, 2019 or 2014 - 16"
    problems += [
        Problem(file.name, int(row["line"]), "Time period", row["Time period"], wanted, ROW_REFUSED)
        for row in table.rows.loc[periods.isna(), ["line", "Time period"]].to_dict("records")
    ]
    too_many = table.rows["Count"] > table.rows["Denominator"]
    problems += [_count_above_denominator(file, row) for row in table.rows.loc[too_many].to_dict("records")]
    rows = table.rows.loc[periods.notna() & ~too_many]
    known = rows.assign(**_periods(periods.loc[rows.index]), **_meanings(rows))
    problems += _unknown_indicators(file, rows)
    return Checked(figures.typed(_figures(known).assign(file=file.name, source=source)), tuple(problems))


def titles(file: CsvFile) -> dict[str, str]:
    """The file's own name for each measure that its indicators become when their number is not known here."""
    if not {"Indicator ID", "Indicator Name"} <= set(file.header):
        return {}
    names = file.rows[["Indicator ID", "Indicator Name"]].drop_duplicates("Indicator ID")
    printed = {f"fingertips_{number}": " ".join(name.split()) for number, name in names.itertuples(index=False)}
    counts = {f"{measure}_count": f"{title}: count" for measure, title in printed.items()}
    bases = {f"{measure}_denominator": f"{title}: denominator" for measure, title in printed.items()}
    return printed | counts | bases


def _is_left_out(problem: Problem) -> bool:
    name = re.fullmatch(r"column '(.*)' is not used", problem.found)
    return bool(name and _LEFT_OUT.fullmatch(name[1]))


def _period(written: str) -> tuple[str, int, int] | None:
    """The window, and the years of the first and last day, of a period as Fingertips writes it; None if not ours."""
    for pattern, window in _PERIODS:
        if found := pattern.fullmatch(written):
            first = int(found[1])
            last = first + {"financial_year": 1, "calendar_year": 0, "three_calendar_years": 2}[window]
            if window == "calendar_year" or int(found[2]) == last % 100:
                return window, first, last
    return None


def _periods(periods: pd.Series) -> dict[str, pd.Series]:
    window, first, last = (periods.map(lambda period, part=part: period[part]) for part in range(3))
    is_financial = window == "financial_year"
    return {
        "window": window,
        "period_start": pd.to_datetime(first.astype("str") + np.where(is_financial, "-04-01", "-01-01")),
        "period_end": pd.to_datetime(last.astype("str") + np.where(is_financial, "-03-31", "-12-31")),
    }


def _count_above_denominator(file: CsvFile, row: dict) -> Problem:
    wanted = f"at most the Denominator, {row['Denominator']:.15g}"
    return Problem(file.name, int(row["line"]), "Count", f"{row['Count']:.15g}", wanted, ROW_REFUSED)


def _meanings(rows: pd.DataFrame) -> dict[str, pd.Series]:
    """What each row's indicator is called here; one we do not know keeps its number, and its unit is not stated."""
    known = downloads.table("fingertips_measures").set_index("indicator_id")
    number = rows["Indicator ID"]
    unknown = {"unit": "not stated", "counted": "not stated", "kind": "actual", "population": "not stated"}
    meanings = {name: number.map(known[name]).fillna(default) for name, default in unknown.items()}
    return meanings | {"measure": number.map(known["measure"]).fillna("fingertips_" + number)}


def _figures(rows: pd.DataFrame) -> pd.DataFrame:
    """The value of every row, then its count and its denominator where it has one."""
    sex = rows["Sex"].map(_SEXES).replace("all", "")
    shared = rows.assign(
        area_code=rows["Area Code"],
        age=rows["Age"].str.replace(r" yrs$", "", regex=True).replace("All ages", "all ages"),
        breakdown=_joined(" and ", sex.where(sex == "", "sex"), rows["Category Type"]),
        group=_joined(", ", sex, rows["Category"]),
        qualifier="",
        status="shown",
        # one indicator may be given for several ages, and a figure's key has no age but in its place
        place="indicator " + rows["Indicator ID"] + ", " + rows["Age"],
        note=rows["Value note"],
        **dict.fromkeys(figures.OPTIONAL, ""),
    )
    is_hidden = rows["Value note"].str.contains("suppressed|disclosure", case=False)
    status = np.where(rows["Value"].isna(), np.where(is_hidden, "hidden", "not_available"), "shown")
    values = shared.assign(
        value=rows["Value"], lower=rows[PRINTED["lower"]], upper=rows[PRINTED["upper"]], status=status
    )
    base = rows["measure"].str.removesuffix("_percent")
    parts = [
        shared.assign(value=rows[part], measure=base + f"_{part.lower()}", unit=rows["counted"]).dropna(subset="value")
        for part in ("Count", "Denominator")
    ]
    return pd.concat([values, *parts], ignore_index=True).reindex(columns=["line", *figures.COLUMNS])


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

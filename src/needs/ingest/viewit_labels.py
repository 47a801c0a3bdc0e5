"""The labels of a ViewIt row (year, area, sex, age, drug group) in our own words; a label nobody knows is refused."""

import re

import numpy as np
import pandas as pd

from needs.ingest import codes
from needs.ingest.csvfile import CsvFile
from needs.ingest.problems import ROW_REFUSED, Problem
from needs.ingest.viewit_header import keys, normal

GROUPED_BY = ("sex", "age", "drug_group")
_NO_YEAR = 0
_FINANCIAL_YEAR = re.compile(r"([12][0-9]{3})[/-]([0-9]{2})")


def labels(file: CsvFile, areas: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    """Each row's line, first year of the financial year, area code, sex, age and drug group, empty where not known."""
    held_by = {key: names[0] for key, names in keys(file.header).items()}
    text = pd.DataFrame({key: file.rows[name].str.strip() for key, name in held_by.items()})
    years = text["period"].map(_first_year)
    area_codes, areas_wanted = _areas(text["area"], years, areas)
    table = pd.DataFrame({"line": file.rows["line"], "year": years, "area_code": area_codes})
    problems = _unknown(file, held_by["period"], years.isna(), "a financial year such as 2009/10")
    for wanted in areas_wanted[years.notna()].dropna().unique():
        problems += _unknown(file, held_by["area"], (areas_wanted == wanted) & years.notna(), wanted)
    for key in GROUPED_BY:
        known = codes.table("viewit_labels").loc[lambda rows, key=key: rows["column"] == key]
        table[key] = text[key].map(normal).map(dict(zip(known["printed"], known["label"], strict=True)))
        problems += _unknown(file, held_by[key], table[key].isna(), f"one of {', '.join(known['printed'])}")
    return table, problems


def _unknown(file: CsvFile, column: str, rows: pd.Series, wanted: str) -> list[Problem]:
    return [
        Problem(file.name, int(line), column, found, wanted, ROW_REFUSED)
        for line, found in zip(file.rows["line"][rows], file.rows[column][rows], strict=True)
    ]


def _first_year(period: str) -> float:
    """The year a financial year begins in; missing where the label is not one (2009/10 is, 2009/11 is not)."""
    written = _FINANCIAL_YEAR.fullmatch(period)
    if written and int(written[2]) == (int(written[1]) + 1) % 100:
        return int(written[1])
    return np.nan


def _areas(names: pd.Series, years: pd.Series, areas: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """The code of the one area of that very name in that year; or, where there is not just one, what was wanted."""
    pairs = list(zip(names.map(normal), years.fillna(_NO_YEAR).astype("int64"), strict=True))
    found = {pair: _codes(*pair, areas) for pair in set(pairs)}
    code = [found[pair][0] if len(found[pair]) == 1 else None for pair in pairs]
    wanted = [None if len(found[pair]) == 1 else _wanted(found[pair]) for pair in pairs]
    return pd.Series(code, index=names.index, dtype="str"), pd.Series(wanted, index=names.index, dtype="str")


def _codes(name: str, year: int, areas: pd.DataFrame) -> list[str]:
    """The codes of the areas of a name in the financial year that begins in a year."""
    if year == _NO_YEAR:
        return []
    named = areas.loc[areas["name"].map(normal) == name]
    first_day, last_day = pd.Timestamp(year, 4, 1), pd.Timestamp(year + 1, 3, 31)
    begun = ~(_days(named["valid_from"]) > last_day)
    not_ended = ~(_days(named["valid_to"]) < first_day)
    return list(named.loc[begun & not_ended, "area_code"])


def _days(column: pd.Series) -> pd.Series:
    return pd.to_datetime(column, format="%Y-%m-%d", errors="coerce")


def _wanted(found: list[str]) -> str:
    if found:
        return f"the name of one area only: areas.csv gives it to {' and '.join(found)} in that year"
    return "the name of an area in areas.csv that was there in that year: correct it or add it there"

"""Invented exports of all authorities in the layouts of ViewIt and Fingertips, for a test's temporary folder and never for `reports/`.

The authorities are the real ones, by name and code; every number is drawn by chance from a seed, and none is any area's.

    national.write_viewit(folder, 2009, 2021)                     # financial years 2009/10 to 2021/22, older headers
    national.write_viewit(folder, 2022, 2024, family="newer", back_cast=True)
    national.write_fingertips(folder, 2015, 2022)
"""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl

from needs.code_lists import downloads

ROOT = Path(__file__).parents[1]
AREAS = ROOT / "data/raw/published/areas.csv"
KEYS = {
    "older": ("ReportingPeriod", "Area", "sex", "age_group", "drug_group"),
    "newer": ("Reporting period", "Area", "Sex", "Age group", "Substance category"),
}
SEXES = {"older": ("M", "F"), "newer": ("Male", "Female")}
AGES = ("18-29", "30-49", "50+")
DRUGS = {
    "older": ("Opiate", "Non-opiate only", "Non-opiate & alcohol", "Alcohol only"),
    "newer": ("opiates", "non-opiates only", "alcohol & non-opiates", "alcohol only"),
}
SPELT = {  # as exports of NDTMS write an authority that areas.csv calls otherwise
    "Kingston upon Hull, City of": "Kingston upon Hull",
    "Bristol, City of": "Bristol",
    "Herefordshire, County of": "Herefordshire",
    "County Durham": "Durham",
    "Barnsley": "Barnsley (from April 2026)",
    "Southend-on-Sea": "Southend",
    "Brighton and Hove": "Brighton & Hove",
}
MOST_OF_AN_AUTHORITY, LEAST = 9_000, 250  # people in treatment in a year
BY = 5  # to which local counts are rounded


def authorities(year: int | None = None) -> pd.DataFrame:
    """The upper-tier authorities there were in the financial year that begins in a year, or all that ever were: code and name.

    Each stands once, by its name in areas.csv and by the code that its figures stand under. The Isles of Scilly are left
    out, which NDTMS reports with Cornwall.
    """
    table = pd.read_csv(AREAS, dtype=str, keep_default_na=False)
    kinds = ("unitary authority", "metropolitan district", "london borough", "county")
    table = table[table["type"].isin(kinds) & (table["same_as"] == "") & (table["name"] != "Isles of Scilly")]
    # the code of a county whose ground a unitary authority took over goes on
    followed = set(pd.read_csv(AREAS, dtype=str, keep_default_na=False)["same_as"]) - {""}
    if year is not None:
        begun = (table["valid_from"] == "") | (table["valid_from"] <= f"{year + 1}-03-31")
        ended = (table["valid_to"] != "") & (table["valid_to"] < f"{year}-04-01") & ~table["area_code"].isin(followed)
        table = table[begun & ~ended]
    return table[["area_code", "name", "type", "region_code"]].reset_index(drop=True)


def write_viewit(
    folder: Path,
    year_from: int,
    year_to: int,
    family: str = "older",
    *,
    back_cast: bool = False,
    country: bool = True,
    regions: bool = False,
    spelt: bool = True,
    only: Iterable[str] = (),
    name: str = "viewit-all.csv",
    seed: int = 1,
) -> Path:
    """An export "all indicators, all local authorities" of the financial years that begin in a span: 60 rows an area and year.

    `family` is that of its headers. `back_cast` gives the authorities of the last year in all years, else each year has its
    own: Cumbria in 2022/23, Cumberland from 2023/24. England is among them with `country`, unrounded; `only` names
    authorities as areas.csv does; `spelt` writes them as NDTMS does.
    """
    draw = np.random.default_rng(seed)
    columns = _columns(family)
    codes, whole = authorities()["area_code"], _shares(columns, draw)
    people = {code: draw.uniform(np.log(LEAST), np.log(MOST_OF_AN_AUTHORITY)) for code in codes}
    shares = {code: np.minimum(whole * np.clip(draw.normal(1, 0.1, len(whole)), 0.6, 1.4), 1) for code in codes}
    for of_area in shares.values():
        of_area[whole == 1] = 1
    blocks = []
    for year in range(year_from, year_to + 1):
        there = authorities(year_to if back_cast else year)
        there = there[there["name"].isin(set(only))] if only else there
        cells = np.stack([_of_an_area(np.exp(people[code]), year, shares[code], draw) for code in there["area_code"]])
        names = [SPELT.get(each, each) if spelt else each for each in there["name"]]
        blocks += [_block(year, names, np.rint(cells / BY).astype(int) * BY, family, columns)]
        if country:
            blocks.append(
                _block(year, ["England"], np.rint(cells.sum(axis=0, keepdims=True)).astype(int), family, columns)
            )
        if regions:
            of = there["region_code"].to_numpy()
            sums = np.stack([cells[of == code].sum(axis=0) for code in sorted(set(of))])
            blocks.append(
                _block(year, [_REGIONS[code] for code in sorted(set(of))], np.rint(sums).astype(int), family, columns)
            )
    path = Path(folder) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    pl.concat(blocks).write_csv(path)
    return path


_REGIONS = {
    "E12000001": "North East", "E12000002": "North West", "E12000003": "Yorkshire and The Humber",
    "E12000004": "East Midlands", "E12000005": "West Midlands", "E12000006": "East of England", "E12000007": "London",
    "E12000008": "South East", "E12000009": "South West",
}  # fmt: skip


def _columns(family: str) -> pd.DataFrame:
    table = downloads.table("viewit_measures")
    known = table[table[f"{family}_header"] != ""].rename(columns={f"{family}_header": "header"})
    return known[~known["header"].str.startswith("num_")].reset_index(drop=True)  # England's own name of a column


def _shares(columns: pd.DataFrame, draw: np.random.Generator) -> np.ndarray:
    """Of each column, the share of everybody in treatment that it counts: the groups of a breakdown are parts of a whole."""
    whole = {
        "in_treatment": 1.0, "new_presentations": 0.45, "first_waits": 0.4, "later_waits": 0.5, "waits_all": 0.8,
        "exits": 0.42, "interventions": 0.98, "in_treatment_for_completion_measure": 1.0, "completions": 0.2,
        "completions_without_return": 0.18, "representations_within_6_months": 0.02,
    }  # fmt: skip
    shares = np.zeros(len(columns))
    for (measure, breakdown), rows in columns.groupby(["measure", "breakdown"]):
        of = whole.get(measure, 0.5)
        if breakdown == "all":
            shares[rows.index] = of
        elif breakdown == "wait":
            shares[rows.index] = of * np.array([0.985, 0.011, 0.004])
        elif breakdown == "exit_reason":
            parts = (
                rows["group"].map({"successful completion": 0.48, "dropped out": 0.35}).fillna(0.17 / (len(rows) - 2))
            )
            shares[rows.index] = of * parts
        else:
            parts = draw.dirichlet(np.full(len(rows), 0.6))
            shares[rows.index] = of * parts
    return shares


def _of_an_area(people: float, year: int, shares: np.ndarray, draw: np.random.Generator) -> np.ndarray:
    """Unrounded counts of an area in a year: 60 rows, the last of each sex, age and drug group that of all, by columns."""
    split = np.einsum(
        "i,j,k->ijk", draw.dirichlet([70, 30]), draw.dirichlet([15, 50, 35]), draw.dirichlet([50, 10, 10, 30])
    )
    everybody = people * (1 + 0.01 * (year - 2015)) * draw.normal(1, 0.03)
    cells = everybody * split[..., None] * shares
    for axis in range(3):
        cells = np.concatenate([cells, cells.sum(axis=axis, keepdims=True)], axis=axis)
    return cells.reshape(60, len(shares))


def _block(year: int, names: list[str], cells: np.ndarray, family: str, columns: pd.DataFrame) -> pl.DataFrame:
    """The rows of some areas in a year; cells are areas by rows by columns."""
    groups = [
        (sex, age, drug)
        for sex in (*SEXES[family], "Total")
        for age in (*AGES, "Total")
        for drug in (*DRUGS[family], "Total")
    ]
    period, area, *rest = KEYS[family]
    keys = {period: [f"{year}/{(year + 1) % 100:02d}"] * len(names) * 60, area: np.repeat(names, 60).tolist()}
    keys |= {name: [group[place] for group in groups] * len(names) for place, name in enumerate(rest)}
    flat = cells.reshape(-1, cells.shape[-1])
    return pl.DataFrame(keys).hstack(pl.DataFrame(flat, schema=list(columns["header"])))


OF_ONS = (
    "Year",
    "Series",
    "Drug group",
    "Local authority",
    "Sex",
    "Age",
    "Ethnicity",
    "Units",
    "Observation status",
    "Value",
)


def write_ons(folder: Path, year_from: int, year_to: int, *, name: str = "indicator_3-5-1.csv", seed: int = 5) -> Path:
    """The file of UK indicator 3.5.1: people in treatment by sex, age, ethnic group and overlapping drug groups; need met; prevalence.

    288 rows an area and year, an empty cell where a row is of everybody or of England, and the older estimates of alcohol
    dependence, 590,579 in England in 2018/19.
    """
    draw = np.random.default_rng(seed)
    sexes, ages = ("Male", "Female", ""), ("18 to 29", "30 to 49", "50 and over", "")
    ethnic, drugs = ("White", "Mixed", "Asian", "Black", "Other", ""), ("Opiate", "Non-opiates", "Alcohol", "")
    groups = [(drug, sex, age, each) for drug in drugs for sex in sexes for age in ages for each in ethnic]
    shares = np.array([
        {"Opiate": 0.5, "Non-opiates": 0.2, "Alcohol": 0.4, "": 1}[drug] * {"Male": 0.7, "Female": 0.3, "": 1}[sex]
        * {"18 to 29": 0.15, "30 to 49": 0.5, "50 and over": 0.35, "": 1}[age] * {"White": 0.86, "": 1}.get(each, 0.03)
        for drug, sex, age, each in groups
    ])  # fmt: skip
    rows: list[tuple] = []
    for year in range(year_from, year_to + 1):
        period, england = f"{year}/{(year + 1) % 100:02d}", np.zeros(len(groups))
        for place in authorities(year)["name"]:
            counts = np.exp(draw.uniform(np.log(LEAST), np.log(MOST_OF_AN_AUTHORITY))) * shares
            england += counts
            rows += _of_ons(period, place, groups, np.rint(counts / BY).astype(int) * BY)
            rows.append(
                (
                    period,
                    "Met need (%)",
                    "Alcohol",
                    place,
                    "",
                    "18 and over",
                    "",
                    "Percentage (%)",
                    "Normal value",
                    "18.5",
                )
            )
            rows.append(
                (period, "Met need (%)", "Opiates", place, "", "15 to 64", "", "Percentage (%)", "Normal value", "52.1")
            )
            rows.append(
                (
                    period,
                    "Estimated prevalence",
                    "Alcohol",
                    place,
                    "",
                    "18 and over",
                    "",
                    "Number",
                    "Normal value",
                    "3820",
                )
            )
        rows += _of_ons(period, "", groups, np.rint(england).astype(int))
        if year == 2018:
            rows.append(
                (
                    period,
                    "Estimated prevalence",
                    "Alcohol",
                    "",
                    "",
                    "18 and over",
                    "",
                    "Number",
                    "Normal value",
                    "590579",
                )
            )
    path = Path(folder) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    pl.DataFrame(rows, schema=dict.fromkeys(OF_ONS, pl.String), orient="row").write_csv(path, quote_style="non_numeric")
    return path


def _of_ons(period: str, place: str, groups: list[tuple[str, ...]], counts: np.ndarray) -> list[tuple[str, ...]]:
    return [
        (period, "People in treatment", drug, place, sex, age, each, "Number", "Normal value", str(count))
        for (drug, sex, age, each), count in zip(groups, counts, strict=True)
    ]


FINGERTIPS = (  # id, name, sex, age, unit's scale, periods ("financial", "calendar", or years together), usual value, base
    (91117, "Estimated prevalence of opiate and/or crack cocaine use", "15-64 yrs", 1000, "financial", 8.5, 180_000),
    (90244, "Successful completion of drug treatment: opiate users", "18+ yrs", 100, "calendar", 5.0, 1_200),
    (90245, "Successful completion of drug treatment: non-opiate users", "18+ yrs", 100, "calendar", 33.0, 500),
    (92447, "Successful completion of alcohol treatment", "18+ yrs", 100, "calendar", 36.0, 600),
    (92544, "Adults with a substance misuse treatment need who engage in treatment after release from prison", "18+ yrs", 100, "financial", 38.0, 150),
    (92432, "Deaths from drug misuse", "All ages", 100_000, 3, 5.2, 900_000),
    (92906, "Admission episodes for alcohol-specific conditions", "All ages", 100_000, "financial", 600.0, 320_000),
    (93764, "Admission episodes for alcohol-related conditions (Narrow)", "All ages", 100_000, "financial", 480.0, 320_000),
    (93517, "Proportion of opiates and/or crack cocaine users (i.e. OCU) not in treatment (%)", "15-64 yrs", 100, "financial", 54.0, 2_400),
    (93532, "Proportion of dependent drinkers not in treatment (%)", "18+ yrs", 100, "financial", 80.0, 4_000),
    (90808, "Hospital admissions due to substance misuse (15-24 years)", "15-24 yrs", 100_000, 3.5, 55.0, 90_000),
    (92454, "Concurrent contact with drug services", "18+ yrs", 1000, "financial", 4.5, 250_000),
    (92455, "Adults in alcohol treatment", "18+ yrs", 1000, "financial", 2.4, 250_000),
)  # fmt: skip
OF_DOWNLOADS = (
    "Indicator ID", "Indicator Name", "Parent Code", "Parent Name", "Area Code", "Area Name", "Area Type", "Sex", "Age",
    "Category Type", "Category", "Time period", "Value", "Lower CI 95.0 limit", "Upper CI 95.0 limit",
    "Lower CI 99.8 limit", "Upper CI 99.8 limit", "Count", "Denominator", "Value note", "Recent Trend",
    "Compared to England value or percentiles", "Compared to percentiles", "Time period Sortable", "New data",
    "Compared to goal", "Time period range",
)  # fmt: skip
TYPES = {402: "Upper tier local authorities (4/21 to 3/23)", 502: "Upper tier local authorities (post 4/23)"}
NEW_CODES = {"E08000016": "E08000038", "E08000019": "E08000039", "E10000002": "E06000060", "E10000023": "E06000065", "E10000027": "E06000066"}  # fmt: skip


def write_fingertips(
    folder: Path,
    year_from: int,
    year_to: int,
    *,
    indicators: Iterable[int] = (),
    area_types: tuple[int, ...] = (402, 502),
    districts: bool = False,
    name: str = "fingertips-all.csv",
    seed: int = 2,
) -> Path:
    """A download of several indicators at several area types: England, regions and authorities, each once for each parent.

    Area type 402 has Barnsley's and Sheffield's older codes and the counties that ended in 2023, 502 the newer ones. With
    `districts` one district of Kent is among them. `indicators` are ids, all thirteen if none are named.
    """
    path = Path(folder) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    wanted = set(indicators)
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(OF_DOWNLOADS)
        for each in FINGERTIPS:
            if not wanted or each[0] in wanted:
                writer.writerows(_downloaded(each, range(year_from, year_to + 1), area_types, districts, seed))
    return path


def _downloaded(
    indicator: tuple, years: range, area_types: tuple[int, ...], districts: bool, seed: int
) -> Iterator[list]:
    for year in years:
        for area_type in area_types:
            there = authorities(2022 if area_type == 402 else 2023)
            rows = [("E92000001", "England", "England", "", "")]
            rows += [(code, name, "Regions (statistical)", "E92000001", "England") for code, name in _REGIONS.items()]
            for code, name, region in there[["area_code", "name", "region_code"]].itertuples(index=False):
                written = NEW_CODES.get(code, code) if area_type == 502 else code
                rows += [
                    (written, name, TYPES[area_type], *parent)
                    for parent in ((region, _REGIONS[region]), ("E92000001", "England"))
                ]
            if districts:
                rows.append(("E07000105", "Ashford", "Lower tier local authorities", "E10000016", "Kent"))
            older = {new: old for old, new in NEW_CODES.items()}
            yield from (_row(indicator, year, older.get(row[0], row[0]), row, seed) for row in rows)


def _row(indicator: tuple, year: int, code: str, written: tuple[str, ...], seed: int) -> list:
    """The same area and year has the same number, whatever stands beside it."""
    number, title, age, scale, kind, usual, size = indicator
    draw = np.random.default_rng([seed, number, year, *code.encode()])
    base = size * (150 if code[1:3] == "92" else 16 if code[1:3] == "12" else draw.uniform(0.3, 3))
    count = round(base * usual / scale * draw.normal(1, 0.15 if base < 10 * size else 0.02))
    base = max(round(base), count)
    value, spread = scale * count / base, 1.96 * scale * np.sqrt(max(count, 1)) / base
    upper = value + spread if scale > 100 else min(value + spread, 100)
    three_years = not isinstance(kind, str)
    period = {"financial": f"{year}/{(year + 1) % 100:02d}", "calendar": f"{year}"}.get(str(kind)) or (
        f"{year} - {(year + 2) % 100:02d}" if kind == 3 else f"{year}/{(year + 1) % 100:02d} - {(year + 2) % 100:02d}/{(year + 3) % 100:02d}"
    )  # fmt: skip
    area, name, area_type, parent, parent_name = written
    return [
        number, title, parent, parent_name, area, name, area_type, "Persons", age, "", "", period, f"{value:.6g}",
        f"{max(value - spread, 0):.6g}", f"{upper:.6g}", "", "", count, base, "", "Cannot be calculated",
        "Not compared", "Not compared", f"{year + 2 * three_years}0000", "", "", "3y" if three_years else "1y",
    ]  # fmt: skip

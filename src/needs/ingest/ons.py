"""The file of UK indicator 3.5.1 of the Sustainable Development Goals into figures: people in treatment, need met, prevalence.

The Office for National Statistics publishes it for 158 authorities: a row a year, authority and group, in 600,000 rows, of
which those of several groups at once are used nowhere. Its drug groups overlap: whoever is treated for alcohol and a drug
other than opiates stands in two, so they are no drug groups of ViewIt. The layout of 2023 is read, and that before it.
"""

from dataclasses import replace

import numpy as np
import pandas as pd
import polars as pl

from needs.areas import ENGLAND, is_country
from needs.code_lists import downloads
from needs.ingest import figures, marks, periods, series
from needs.ingest.csvfile import CsvFile
from needs.ingest.names import plain
from needs.ingest.places import Places, left_out
from needs.ingest.problems import CELL_REFUSED, NOTED, ROW_REFUSED, Problem
from needs.ingest.schema import Checked
from needs.ingest.viewit import ROUNDED

ONS = "ons"
_NEEDED = ("Year", "Series", "Local authority", "Units", "Value")
_GROUPS = {"Sex": "sex", "Age": "age", "Ethnicity": "ethnic_group", "Drug group": "substance_group"}
_OTHERS = ("Deprivation decile", "Observation status")
_OURS = {plain(name): name for name in (*_NEEDED, *_GROUPS, *_OTHERS)}
_TREATED = "People in treatment"
_OF_ALL_AGES = ("", "18 and over", "15 to 64")  # those that a series is of


def is_header(header: tuple[str, ...]) -> bool:
    """Whether a header is that of the indicator's file."""
    return {plain(name) for name in _NEEDED} <= {plain(name) for name in header}


def needed(header: tuple[str, ...], rows: pl.LazyFrame) -> pl.LazyFrame | None:
    """The rows of one group at most; None where there are no groups: all are used."""
    names = {_OURS[plain(name)]: name for name in header if plain(name) in _OURS}
    narrowed = [
        ~pl.col(names[group]).str.strip_chars().is_in(_OF_ALL_AGES if group == "Age" else ("",))
        for group in _GROUPS
        if group in names
    ]
    return rows.filter(pl.sum_horizontal(narrowed) <= 1) if narrowed else None


def read(file: CsvFile, areas: pd.DataFrame, source: str) -> Checked:
    """The figures of the file, with file and line; a row of a year, area or group not known is refused."""
    if file.is_refused:
        return Checked(figures.empty(), file.problems)
    rows = _named(file)
    file = replace(file, rows=file.rows.loc[rows.index])
    years = rows["Year"].map(periods.financial_year).astype("float64")
    places = Places.of(areas)
    found = [
        places.of_name(name or "England", None if np.isnan(year) else int(year))
        for name, year in zip(rows["Local authority"], years, strict=True)
    ]
    outside = pd.Series([place.is_outside for place in found], index=rows.index, dtype="bool")
    wanted = pd.Series([place.wanted for place in found], index=rows.index, dtype="str")
    refused = {
        "Year": (years.isna(), "a financial year such as 2019/20"),
        "Local authority": (
            (wanted != "") & years.notna(),
            "the name of an area in areas.csv that was there in that year",
        ),
    }
    problems = [*file.problems, *left_out(file, outside)]
    labelled, of_groups = _labelled(rows)
    for column, (bad, text) in (refused | of_groups).items():
        problems += [
            Problem(file.name, int(line), column, written, text, ROW_REFUSED)
            for line, written in rows.loc[bad & ~outside, ["line", column]].itertuples(index=False)
        ]
    all_bad = np.any([bad for bad, _ in (refused | of_groups).values()], axis=0)
    crossed = (labelled[list(_GROUPS)] != "").sum(axis="columns") > 1
    several = file.records - len(file.rows) + int(crossed.sum())
    if several:
        said = (
            f"{several:,} rows are of several of sex, age, ethnic group and drug group at once, or of deciles of areas"
        )
        problems.append(
            Problem(file.name, None, None, said, "rows of one of them at most; these are used nowhere", NOTED)
        )
    labelled = labelled.assign(year=years, area_code=[place.code for place in found])
    table, of_cells = _figures(file, labelled.loc[~(outside | all_bad | crossed)])
    return Checked(figures.typed(table.assign(file=file.name, source=source)), (*problems, *of_cells))


def _named(file: CsvFile) -> pd.DataFrame:
    """The rows under our names, each cell without spaces about it; of deciles of areas there is none."""
    header = {name: _OURS[plain(name)] for name in file.header if plain(name) in _OURS}
    rows = file.rows.rename(columns=header).reindex(columns=["line", *_OURS.values()], fill_value="")
    rows = rows.assign(
        **{name: marks.without_blanks(rows[name].str.strip()) for name in _OURS.values() if name != "Value"}
    )
    older = rows["Series"].str.partition(" - ")  # "Alcohol - Met need" of the layout before 2023
    is_older = older[2] != ""
    series_of = older[2].where(is_older, older[0]).replace("Met need", "Met need (%)")
    rows = rows.assign(Series=series_of, **{"Drug group": rows["Drug group"].where(~is_older, older[0])})
    return rows[rows["Deprivation decile"] == ""]


def _labelled(rows: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, tuple[pd.Series, str]]]:
    """The rows with our labels of groups, and which of them have a group or a series that is not known."""
    known = downloads.table("ons_labels")
    labelled, wrong = rows, {}
    for column in _GROUPS:
        meant = known.loc[known["column"] == column].set_index("printed")["label"]
        found = rows[column].map({"": ""} | meant.to_dict())
        wrong[column] = (found.isna(), f"one of {', '.join(meant.index)}")
        labelled = labelled.assign(**{column: found.fillna("")})
    names = list(downloads.table("ons_measures")["series"].unique())
    wrong["Series"] = (~rows["Series"].isin(names), f"one of {', '.join(names)}")
    return labelled.assign(printed_group=rows["Drug group"]), wrong


def _figures(file: CsvFile, rows: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    """One figure a row, and of everybody treated for alcohol two: as a group of all, and as what is set against need."""
    meanings = downloads.table("ons_measures")
    cells = {text: marks.read(text) for text in rows["Value"].unique()}
    rows = rows.assign(
        value=rows["Value"].map({text: cell.value for text, cell in cells.items()}).astype("float64"),
        status=rows["Value"].map({text: cell.status for text, cell in cells.items()}),
    )
    bad = rows["status"] == marks.UNREADABLE
    problems = [
        Problem(file.name, int(line), "Value", text, marks.WANTED, CELL_REFUSED)
        for line, text in rows.loc[bad, ["line", "Value"]].itertuples(index=False)
    ]
    rows = rows[~bad]
    by_group = rows[rows["Series"] == _TREATED].merge(
        meanings[meanings["drug_group"] == ""].drop(columns="drug_group"), left_on="Series", right_on="series"
    )
    named = meanings[meanings["drug_group"] != ""]
    of_all = (rows[["Sex", "Age", "Ethnicity"]] == "").all(axis="columns")
    against_need = rows[of_all].merge(named, left_on=["Series", "printed_group"], right_on=["series", "drug_group"])
    tables = [_broken_down(by_group), against_need.assign(breakdown="all", group="all")]
    table = pd.concat(tables, ignore_index=True)
    local = ~table["area_code"].map(is_country) & (table["unit"] == "people") & (table["kind"] == "actual")
    values = table.loc[local, "value"].dropna()
    is_rounded = local & (len(values) > 0 and not (values % 5).any())
    starts = pd.to_datetime(table["year"].astype("int64").astype(str) + "-04-01")
    return table.assign(
        period_start=starts,
        period_end=starts + pd.DateOffset(years=1) - pd.DateOffset(days=1),
        window=periods.FINANCIAL,
        lower=np.nan,
        upper=np.nan,
        qualifier="",
        place="series " + table["Series"] + (", " + table["printed_group"]).where(table["printed_group"] != "", ""),
        note=np.where(is_rounded, ROUNDED, ""),
        is_rounded=is_rounded,
        series=table["measure"].map(_series(table)).fillna(""),
    ), problems


def _broken_down(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with the one breakdown each is of, and its group."""
    breakdown, group = pd.Series("all", index=rows.index), pd.Series("all", index=rows.index)
    for column, name in _GROUPS.items():
        is_of = rows[column] != ""
        breakdown, group = breakdown.mask(is_of, name), group.mask(is_of, rows[column])
    return rows.assign(breakdown=breakdown, group=group)


def _series(table: pd.DataFrame) -> dict[str, str]:
    """The series of each measure of need: of alcohol told by England's totals; of opiates not, for the file has no estimates."""
    is_total = (table["area_code"] == ENGLAND) & (table["measure"] == "alcohol_dependent_adults")
    totals = dict(table.loc[is_total, ["year", "value"]].itertuples(index=False, name=None))
    of_alcohol = series.of_totals("alcohol_dependent_adults", totals) or series.NOT_TOLD
    measures = ("alcohol_dependent_adults", "alcohol_met_need_percent")
    return dict.fromkeys(measures, of_alcohol) | {"opiate_met_need_percent": series.NOT_TOLD}

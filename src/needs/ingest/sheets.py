"""Sheets that government publishes of this field, into figures: one row an area, one or more columns of numbers.

Four are known, each by its columns. What a sheet says only in the lines above its header, or in its file's name (the year,
or what is counted), is looked for there; where it stands in neither, the sheet is refused, for nothing is guessed.
"""

import datetime
import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from needs.areas import is_country
from needs.ingest import estimates, figures, marks, periods, series, titles
from needs.ingest.columns import AREA_CODES, AREA_NAMES, Column, NotSaid, column_of, crossing, said, said_anywhere
from needs.ingest.csvfile import CsvFile
from needs.ingest.names import plain
from needs.ingest.periods import Period
from needs.ingest.places import Place, Places, left_out
from needs.ingest.problems import CELL_REFUSED, FILE_REFUSED, NOTED, ROW_REFUSED, Problem
from needs.ingest.schema import Checked

SHEET = "sheet"
ESTIMATES, DEATHS_IN_TREATMENT, POPULATION, DRUG_DEATHS = TITLES = (
    "estimates of people who use opiates and crack cocaine, or are dependent on alcohol", "deaths in treatment",
    "population from Nomis", "drug deaths from ONS",
)  # fmt: skip
_OBSERVED = ("observed", "observeddeaths", "numberofdeaths", "deathsobserved", "observednumberofdeaths")
_EXPECTED = ("expected", "expecteddeaths", "deathsexpected", "expectednumberofdeaths")
_RATIO = ("pointestimate", "ratio", "mortalityratio", "standardisedmortalityratio", "smr")
_LIMITS = (r"lower|\blci\b", r"upper|\buci\b")
_OTHER_NAMES = ("localauthority", "region", "geographycode")  # how columns begin that only name places again


def kind_of(header: tuple[str, ...]) -> str | None:
    """Which of the sheets has this header; None if none has."""
    names = [plain(name) for name in header]
    has_area, has_code = bool(set(names) & set(AREA_NAMES)), bool(set(names) & set(AREA_CODES))
    if has_area and bool(set(_OBSERVED) & set(names)) and bool(set(_RATIO) & set(names)):
        return DEATHS_IN_TREATMENT
    if estimates.kind_of(header):
        return ESTIMATES
    if "mnemonic" in names and any(_age_of(name) for name in header):
        return POPULATION
    if has_area and has_code and sum(_period_of(name) is not None for name in header) > 1:
        return DRUG_DEATHS
    return None


def read(file: CsvFile, areas: pd.DataFrame, source: str) -> Checked:
    """The figures of a sheet, with file and line; a cell that is no number goes, and a row of an area not known."""
    try:
        return _read(file, areas, source)
    except NotSaid as why:
        found, wanted = why.args
        found += (
            f"; above its header stands {' / '.join(file.above)!r}"
            if file.above
            else "; nothing stands above its header"
        )
        return Checked(figures.empty(), (*file.problems, Problem(file.name, None, None, found, wanted, FILE_REFUSED)))


def _read(file: CsvFile, areas: pd.DataFrame, source: str) -> Checked:
    columns = list(_READERS[kind_of(file.header) or ""](file))
    where = _places(file, columns, areas)
    when, wrong_periods = _periods(file)
    outside = pd.Series([place.is_outside for place in where], index=file.rows.index, dtype="bool")
    problems = [*file.problems, *_not_used(file, columns), *left_out(file, outside), *wrong_periods]
    rows, found_figures = file.rows.to_dict("records"), []
    groups, unknown = _groups(file)
    problems += unknown
    series_of = _series(file, columns, where, when, groups)
    for row, place, period, of_row in zip(rows, where, when, groups, strict=True):
        if of_row is None:
            continue
        if place.wanted:
            name = column_of(file, AREA_NAMES)
            problems.append(Problem(file.name, int(row["line"]), name, row[name], place.wanted, ROW_REFUSED))
        elif place.code and not (period is None and any(column.period is None for column in columns)):
            for column in columns:
                its_period = column.period or period
                figure, problem = _figure(file, row, place.code, _of_groups(column, _both(of_row, column)), its_period)
                if figure and its_period:
                    figure["series"] = series_of.get((column.estimate, its_period.start.year), "")
                problems += [problem] if problem else []
                found_figures += [figure] if figure else []
    table = pd.DataFrame(found_figures, columns=["line", *figures.COLUMNS])
    return Checked(figures.typed(table.assign(file=file.name, source=source)), tuple(problems))


def _groups(file: CsvFile) -> tuple[list[tuple[tuple[str, str], ...] | None], list[Problem]]:
    """What each row is of by its own columns, None where that is not known; where no column says it, of everybody."""
    found, known = estimates.groups_of_rows(file, _WHOLE.get(kind_of(file.header) or "", ""))
    wanted = "a sex, ages such as 15-24, opiates, crack or OCU, injecting or not injecting, or all"
    problems = [
        Problem(file.name, int(line), None, "a group that is not known", wanted, ROW_REFUSED)
        for line in file.rows.loc[~known, "line"]
    ]
    return [groups if is_known else None for groups, is_known in zip(found, known, strict=True)], problems


def _both(of_row: tuple[tuple[str, str], ...], column: Column) -> tuple[tuple[str, str], ...]:
    """The groups of a row and of a column together, in the order in which figures name them."""
    return tuple(sorted({*of_row, *column.groups}, key=lambda each: (_ORDER.index(each[0]), each[1])))


def _of_groups(column: Column, groups: tuple[tuple[str, str], ...]) -> Column:
    """A column as it stands in a row of these groups."""
    is_of_users = column.estimate and column.measure != "population_of_the_estimate"
    whom = estimates.population_of(column.estimate, groups) if is_of_users else column.population
    return replace(column, groups=groups, population=whom)


_ORDER = ("sex", "age", "substance", "injecting")
_WHOLE = {DEATHS_IN_TREATMENT: "18+"}  # the ages of everybody, where they are not those of estimates


def _series(
    file: CsvFile, columns: list[Column], where: list[Place], when: list[Period | None], groups: list
) -> dict[tuple[str, int], str]:
    """The series of each measure of need in each year; NotSaid where it is not told."""
    said_of_itself, totals, found = said_anywhere(file), {}, {}
    needed = [column for column in columns if column.estimate]
    years = {
        (column.estimate, period.start.year) for column in needed for each in when if (period := column.period or each)
    }
    for column in needed:
        for row, place, each, of_row in zip(file.rows.to_dict("records"), where, when, groups, strict=True):
            period = column.period or each
            is_whole = column.unit == "people" and column.measure == column.estimate and not (column.groups or of_row)
            if is_whole and period and place.code and is_country(place.code):
                totals[column.estimate, period.start.year] = marks.read(row[column.header]).value
    for estimate, year in sorted(years):
        of_estimate = {in_year: value for (name, in_year), value in totals.items() if name == estimate}
        found[estimate, year] = series.told(estimate, year, said_of_itself, of_estimate)
    return found


def _places(file: CsvFile, columns: list[Column], areas: pd.DataFrame) -> list[Place]:
    """The area of each row, by its code where the sheet has one; districts too of counts that may be added up."""
    places, code, name = Places.of(areas), column_of(file, AREA_CODES), column_of(file, AREA_NAMES)
    if code:
        keeps_districts = kind_of(file.header) in (POPULATION, DRUG_DEATHS)
        codes = [written.strip() for written in file.rows[code]]
        return [Place(one) if keeps_districts and places.is_district(one) else places.of_code(one) for one in codes]
    years = [column.period.start.year for column in columns if column.period]
    of_rows = [periods.read(text) for text in file.rows[_when(file)]] if _when(file) else [None] * len(file.rows)
    first = [period.start.year if period else next(iter(years), None) for period in of_rows]
    return [places.of_name(text, year) for text, year in zip(file.rows[name], first, strict=True)]


def _when(file: CsvFile) -> str:
    return estimates.when(file)


def _periods(file: CsvFile) -> tuple[list[Period | None], list[Problem]]:
    """The period of each row, where a column gives one."""
    column = _when(file)
    if not column:
        return [None] * len(file.rows), []
    found = [periods.read(text) for text in file.rows[column]]
    return found, [
        Problem(file.name, int(line), column, text, periods.wanted(text), ROW_REFUSED)
        for line, text, period in zip(file.rows["line"], file.rows[column], found, strict=True)
        if period is None
    ]


def _figure(
    file: CsvFile, row: dict, area: str, column: Column, period: Period | None
) -> tuple[dict | None, Problem | None]:
    """The figure of one cell, or what is wrong with it."""
    cells = [marks.read(row[name]) for name in (column.header, *column.limits)]
    bad = next((name for name, cell in zip((column.header, *column.limits), cells, strict=True) if cell.status == marks.UNREADABLE), None)  # fmt: skip
    if bad or period is None:
        return None, Problem(file.name, int(row["line"]), bad, row[bad or column.header], marks.WANTED, CELL_REFUSED)
    value, lower, upper = cells[0].value, *([cell.value for cell in cells[1:]] or [np.nan, np.nan])
    breakdown, group = crossing(column.groups)
    has_limits = cells[0].status == marks.SHOWN and not np.isnan([lower, upper]).any()
    return {
        "line": int(row["line"]), "measure": column.measure, "area_code": area, "window": period.window,
        "period_start": period.start, "period_end": period.end, "breakdown": breakdown, "group": group,
        "kind": column.kind, "population": column.population, "age": dict(column.groups).get("age", column.age), "value": value,
        "lower": lower if has_limits else np.nan, "upper": upper if has_limits else np.nan, "unit": column.unit,
        "status": cells[0].status, "qualifier": "", "place": column.header, "note": "",
    }, None  # fmt: skip


def _not_used(file: CsvFile, columns: list[Column]) -> list[Problem]:
    used = {column.header for column in columns} | {name for column in columns for name in column.limits}
    used |= {
        column_of(file, AREA_NAMES),
        column_of(file, AREA_CODES),
        _when(file),
        *estimates.of_rows(file),
    }
    others = [name for name in file.header if name not in used and not plain(name).startswith(_OTHER_NAMES)]
    if not others:
        return []
    found = f"columns left out because their meaning is not known: {', '.join(others)}"
    return [Problem(file.name, 1, None, found, f"columns of {', '.join(sorted(used - {''}))}", NOTED)]


_BOTH = r"\b(?:drugs?|alcohol) ?(?:and|or|&|/|,) ?(?:drugs?|alcohol)\b"
_TREATMENTS = {drug: rf"\b{drug} treatment\b|{_BOTH} treatment\b" for drug in ("drug", "alcohol")}
_FEWER_IN_TREATMENT = r"\bopiates?\b|\bcrack\b|\binject\w*|\bprisons?\b|\byoung people\b|\bhomeless\w*"


def _not_all_people(file: CsvFile, words: str) -> str:
    """Words of titles by which a sheet is not of everybody; a sex is none where a column says of which each row is."""
    has_sex = any(plain(name) in ("sex", "gender") for name in file.header)
    return words if has_sex else f"{words}|{titles.SEX}"


def _deaths_in_treatment(file: CsvFile) -> Iterator[Column]:
    told = titles.told(file, _TREATMENTS)
    if len(told) != 1:
        raise NotSaid(
            "the sheet does not say whether its deaths are in drug or in alcohol treatment"
            + (", it names both" if told else ""),
            'one of them, in the line above its header or in a name such as "deaths in drug treatment.csv"',
        )
    titles.refuse(file, _not_all_people(file, _FEWER_IN_TREATMENT), "deaths of all adults in drug or alcohol treatment")
    deaths, period = f"deaths_in_{told[0]}_treatment", None if _when(file) else _months_said(file)
    limits = [next((name for name in file.header if re.search(way, name.casefold())), "") for way in _LIMITS]
    observed = Column(
        header=column_of(file, _OBSERVED),
        measure=deaths,
        unit="deaths",
        kind="actual",
        population=f"adults in {told[0]} treatment",
        age="18+",
        period=period,
    )
    yield observed
    if expected := column_of(file, _EXPECTED):
        yield replace(observed, header=expected, measure=f"{deaths}_expected", kind="estimate")
    with_limits = tuple(limits) if all(limits) else ()
    yield replace(observed, header=column_of(file, _RATIO), measure=f"{deaths}_ratio", unit="ratio", limits=with_limits)


_MONTHS_SAID = re.compile(r"[a-z]+ [12][0-9]{3} to [a-z]+ [12][0-9]{3}")


def _months_said(file: CsvFile) -> Period:
    """The one period that the lines above the header name, where no column has it."""
    found = {period for text in _MONTHS_SAID.findall(said(file)) if (period := periods.read(text))}
    if len(found) != 1:
        wanted = "one, in a column or in a line above the header: such as April 2022 to March 2025"
        raise NotSaid(f"the sheet says of {len(found)} periods that its deaths are of them", wanted)
    return found.pop()


def _age_of(header: str) -> str | None:
    """The ages that a column of residents is of."""
    words = " ".join(header.casefold().split())
    if words in ("all ages", "total", "all persons"):
        return "all ages"
    found = re.fullmatch(r"(?:aged?|ages) ([0-9]+) ?(?:-|–|to) ?([0-9]+)", words)
    return f"{found[1]}-{found[2]}" if found else None


_SEXES = {"total": "", "persons": "", "all persons": "", "all": "", "male": "male", "males": "male", "female": "female", "females": "female"}  # fmt: skip
_SEX_LINE = re.compile(r"\W*(?:gender|sex)\b[\s:,]*(.*)")


def _sex_said(file: CsvFile) -> str:
    """The sex that a line above the header names, empty for everybody; NotSaid of one that is not known or not alone."""
    lines = [" ".join(line.casefold().replace('"', " ").split()) for line in file.above]
    of_lines = [found[1].strip(" :,") for line in lines if (found := _SEX_LINE.match(line))]
    wanted = "one line such as Sex: Male, which may say Total, Male or Female"
    if len(of_lines) > 1 or any(sex not in _SEXES for sex in of_lines):
        raise NotSaid(f"the lines above the header name a sex that is not known ({', '.join(of_lines)!r})", wanted)
    sex = _SEXES[of_lines[0]] if of_lines else ""
    others = replace(file, above=tuple(line for line in lines if not _SEX_LINE.match(line)))
    words = rf"\b{ {'male': 'female', 'female': 'male'}[sex] }s?\b" if sex else titles.SEX
    titles.refuse(others, words if sex else _not_all_people(file, titles.SEX), wanted)
    return sex


def _population(file: CsvFile) -> Iterator[Column]:
    years = {
        year
        for line in file.above
        if re.match(r"\W*date\b", line.casefold())
        for year in re.findall(r"[12][0-9]{3}", line)
    }
    if len(years) != 1 or not re.search(r"\bpopulation estimates\b", titles.text(file)):
        raise NotSaid(
            f"the lines above the header name {len(years)} years of population estimates",
            "one: fetch the mid-year estimates of one year from Nomis",
        )
    titles.refuse(
        file, rf"\bproject(?:ions?|ed)\b|\bsurveys?\b|{titles.RATE}", "numbers of the mid-year population estimates"
    )
    sex = _sex_said(file)
    day = datetime.date(int(min(years)), 6, 30)
    for name in file.header:
        if age := _age_of(name):
            split = [("sex", sex), ("age", "" if age == "all ages" else age)]
            yield Column(
                header=name,
                measure="residents",
                unit="people",
                kind="estimate",
                population="residents",
                age=age,
                period=Period("day", day, day),
                groups=tuple((what, group) for what, group in split if group),
            )


def _period_of(header: str) -> Period | None:
    """The years a column is of; a number in square brackets behind them is a note's."""
    found = periods.read(re.sub(r"\[[^]]*\]", "", header).strip())
    return found if found and found.window in ("calendar_year", "three_calendar_years") else None


_OTHER_DEATHS = rf"{titles.RATE}|\badmissions?\b|\balcohol\b|\binvolving\b|\bhomeless\w*|\boccurrences?\b"


def _drug_deaths(file: CsvFile) -> Iterator[Column]:
    told = titles.told(file, {"misuse": r"\bmisuse\b", "poisoning": r"\bpoisonings?\b"})
    if len(told) != 1 or not re.search(r"\bdeaths?\b", titles.text(file)):
        raise NotSaid(
            "the sheet does not say whether its deaths are from drug misuse or from drug poisoning",
            'the line above its header that says it, or a name such as "drug misuse deaths.csv"',
        )
    wanted = "numbers of all deaths from drug misuse or from drug poisoning, by year of registration"
    titles.refuse(file, _not_all_people(file, _OTHER_DEATHS), wanted)
    if others := [name for name in estimates.of_rows(file) if plain(name) not in ("sex", "gender")]:
        raise NotSaid(f"rows of deaths by {others[0]!r}", wanted)
    for name in file.header:
        if period := _period_of(name):
            yield Column(
                header=name,
                measure=f"drug_{told[0]}_deaths" + ("_in_a_year" if period.window == "calendar_year" else ""),
                unit="deaths",
                kind="actual",
                population="residents",
                age="all ages",
                period=period,
            )


_READERS: dict[str, Callable[[CsvFile], Iterator[Column]]] = {
    ESTIMATES: estimates.columns,
    DEATHS_IN_TREATMENT: _deaths_in_treatment,
    POPULATION: _population,
    DRUG_DEATHS: _drug_deaths,
}

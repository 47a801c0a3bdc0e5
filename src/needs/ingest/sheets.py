"""Sheets that government publishes of this field, into figures: one row an area, one or more columns of numbers.

Four are known, each by its columns. What a sheet says only in the lines above its header, or in its file's name (the year,
or what is counted), is looked for there; where it stands in neither, the sheet is refused, for nothing is guessed.
"""

import datetime
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import PurePath

import numpy as np
import pandas as pd

from needs.ingest import figures, marks, periods
from needs.ingest.csvfile import CsvFile
from needs.ingest.names import plain
from needs.ingest.periods import Period
from needs.ingest.places import Place, Places, left_out
from needs.ingest.problems import CELL_REFUSED, FILE_REFUSED, NOTED, ROW_REFUSED, Problem
from needs.ingest.schema import Checked

SHEET = "sheet"
PREVALENCE, DEATHS_IN_TREATMENT, POPULATION, DRUG_DEATHS = TITLES = (
    "estimated users of opiates and crack cocaine", "deaths in treatment", "population from Nomis", "drug deaths from ONS",
)  # fmt: skip
_AREA_NAMES = ("localauthority", "areaname", "areanames", "area", "localauthorityname", "utlaname")
_AREA_CODES = ("areacode", "areacodes", "mnemonic", "onscode", "localauthoritycode", "utlacode", "code")
_OTHER_NAMES = ("localauthority", "region", "geographycode")  # how columns begin that only name places again
_YEAR_SAID = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?: ?[-/–] ?| to )((?:20)?[0-9]{2})(?![0-9])")
_LOWER, _UPPER = "lower", "upper"


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of numbers: what each of its cells counts, and the columns of its limits, where it has them."""

    header: str
    measure: str
    unit: str
    kind: str
    population: str
    age: str
    period: Period | None = None  # None where each row has its own
    breakdown: str = "all"
    group: str = "all"
    limits: tuple[str, ...] = field(default=())  # the headers of the lower and the upper limit


class NotSaid(ValueError):
    """What a sheet does not say; the arguments are what was found and what would make it readable."""


def kind_of(header: tuple[str, ...]) -> str | None:
    """Which of the sheets has this header; None if none has."""
    names = [plain(name) for name in header]
    has_area, has_code = bool(set(names) & set(_AREA_NAMES)), bool(set(names) & set(_AREA_CODES))
    if has_area and any("ocu" in name for name in names) and any(_LOWER in name for name in names):
        return PREVALENCE
    if has_area and {"timeperiod", "pointestimate", "observed"} <= set(names):
        return DEATHS_IN_TREATMENT
    if "mnemonic" in names and any(_age_of(name) for name in header):
        return POPULATION
    if has_area and has_code and sum(_period_of(name) is not None for name in header) > 1:
        return DRUG_DEATHS
    return None


def read(file: CsvFile, areas: pd.DataFrame, source: str) -> Checked:
    """The figures of a sheet, with file and line; a cell that is no number goes, and a row of an area not known."""
    try:
        columns = list(_READERS[kind_of(file.header) or ""](file))
    except NotSaid as why:
        found, wanted = why.args
        found += (
            f"; above its header stands {' / '.join(file.above)!r}"
            if file.above
            else "; nothing stands above its header"
        )
        return Checked(figures.empty(), (*file.problems, Problem(file.name, None, None, found, wanted, FILE_REFUSED)))
    where = _places(file, columns, areas)
    when, wrong_periods = _periods(file)
    outside = pd.Series([place.is_outside for place in where], index=file.rows.index, dtype="bool")
    problems = [*file.problems, *_not_used(file, columns), *left_out(file, outside), *wrong_periods]
    rows, found_figures = file.rows.to_dict("records"), []
    for row, place, period in zip(rows, where, when, strict=True):
        if place.wanted:
            name = _column(file, _AREA_NAMES)
            problems.append(Problem(file.name, int(row["line"]), name, row[name], place.wanted, ROW_REFUSED))
        elif place.code and not (period is None and any(column.period is None for column in columns)):
            for column in columns:
                figure, problem = _figure(file, row, place.code, column, column.period or period)
                problems += [problem] if problem else []
                found_figures += [figure] if figure else []
    table = pd.DataFrame(found_figures, columns=["line", *figures.COLUMNS])
    return Checked(figures.typed(table.assign(file=file.name, source=source)), tuple(problems))


def _column(file: CsvFile, names: tuple[str, ...]) -> str:
    return next((name for name in file.header if plain(name) in names), "")


def _places(file: CsvFile, columns: list[Column], areas: pd.DataFrame) -> list[Place]:
    """The area of each row, by its code where the sheet has one."""
    places, code, name = Places.of(areas), _column(file, _AREA_CODES), _column(file, _AREA_NAMES)
    if code:
        return [places.of_code(written.strip()) for written in file.rows[code]]
    years = [column.period.start.year for column in columns if column.period]
    of_rows = [periods.read(text) for text in file.rows[_when(file)]] if _when(file) else [None] * len(file.rows)
    first = [period.start.year if period else next(iter(years), None) for period in of_rows]
    return [places.of_name(text, year) for text, year in zip(file.rows[name], first, strict=True)]


def _when(file: CsvFile) -> str:
    return _column(file, ("timeperiod", "period"))


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
    has_limits = cells[0].status == marks.SHOWN and not np.isnan([lower, upper]).any()
    return {
        "line": int(row["line"]), "measure": column.measure, "area_code": area, "window": period.window,
        "period_start": period.start, "period_end": period.end, "breakdown": column.breakdown, "group": column.group,
        "kind": column.kind, "population": column.population, "age": _age_in(file, row, column), "value": value,
        "lower": lower if has_limits else np.nan, "upper": upper if has_limits else np.nan, "unit": column.unit,
        "status": cells[0].status, "qualifier": "", "place": column.header, "note": "",
    }, None  # fmt: skip


def _age_in(file: CsvFile, row: dict, column: Column) -> str:
    name = _column(file, ("age",))
    return row[name] if name and row[name] else column.age


def _not_used(file: CsvFile, columns: list[Column]) -> list[Problem]:
    used = {column.header for column in columns} | {name for column in columns for name in column.limits}
    used |= {_column(file, _AREA_NAMES), _column(file, _AREA_CODES), _when(file), _column(file, ("age",))}
    others = [name for name in file.header if name not in used and not plain(name).startswith(_OTHER_NAMES)]
    if not others:
        return []
    found = f"columns left out because their meaning is not known: {', '.join(others)}"
    return [Problem(file.name, 1, None, found, f"columns of {', '.join(sorted(used - {''}))}", NOTED)]


def _said(file: CsvFile) -> str:
    """What stands above the header, and the file's name, in small letters."""
    return " ".join((*file.above, PurePath(file.name).stem.replace("_", " "))).casefold()


def _prevalence(file: CsvFile) -> Iterator[Column]:
    years = set(_YEAR_SAID.findall(_said(file)))
    told = [period for first, last in years if (period := periods.read(f"{first}-{last}", "1y"))]
    if len(told) != 1:
        raise NotSaid(
            f"the sheet says of {len(told)} years that its estimates are for them, above its header and in its name",
            "one, in the first line or in the file's name: such as prevalence-2016-17.csv",
        )
    estimates = [
        name for name in file.header if "ocu" in plain(name) and not {_LOWER, _UPPER} & set(name.casefold().split())
    ]
    for name in estimates:
        is_rate = any(part in plain(name) for part in ("rate", "perthousand", "per1000"))
        limits = [_beside(file, name, limit) for limit in (_LOWER, _UPPER)]
        yield Column(
            header=name,
            measure="opiate_crack_users_per_1000" if is_rate else "opiate_crack_users",
            unit="per 1,000" if is_rate else "people",
            limits=tuple(limits) if all(limits) else (),
            kind="estimate",
            population="opiate and/or crack users",
            age="15-64",
            period=told[0],
        )


def _beside(file: CsvFile, estimate: str, limit: str) -> str:
    """The column of a limit of an estimate: it begins alike, and says which limit it is."""
    return next((name for name in file.header if name.startswith(estimate) and limit in name.casefold()), "")


def _deaths_in_treatment(file: CsvFile) -> Iterator[Column]:
    told = [drug for drug in ("drug", "alcohol") if f"{drug} treatment" in _said(file)]
    if len(told) != 1:
        raise NotSaid(
            "the sheet does not say whether its deaths are in drug or in alcohol treatment",
            'the line above its header that says it, or a name such as "deaths in drug treatment.csv"',
        )
    limits = [next((name for name in file.header if limit in name.casefold()), "") for limit in (_LOWER, _UPPER)]
    header, deaths = {plain(name): name for name in file.header}, f"deaths_in_{told[0]}_treatment"
    observed = Column(
        header=header["observed"],
        measure=deaths,
        unit="deaths",
        kind="actual",
        population=f"adults in {told[0]} treatment",
        age="18+",
    )
    yield observed
    with_limits = tuple(limits) if all(limits) else ()
    yield replace(observed, header=header["pointestimate"], measure=f"{deaths}_ratio", unit="ratio", limits=with_limits)


def _age_of(header: str) -> str | None:
    """The ages that a column of residents is of."""
    words = " ".join(header.casefold().split())
    if words in ("all ages", "total", "all persons"):
        return "all ages"
    found = re.fullmatch(r"(?:aged?|ages) ([0-9]+) ?(?:-|–|to) ?([0-9]+)", words)
    return f"{found[1]}-{found[2]}" if found else None


def _population(file: CsvFile) -> Iterator[Column]:
    years = {
        year for line in file.above if line.casefold().startswith("date") for year in re.findall(r"[12][0-9]{3}", line)
    }
    if len(years) != 1 or "estimates" not in _said(file):
        raise NotSaid(
            f"the lines above the header name {len(years)} years of population estimates",
            "one: fetch the mid-year estimates of one year from Nomis",
        )
    sexes = {"total": "", "persons": "", "all persons": "", "male": "male", "males": "male", "female": "female", "females": "female"}  # fmt: skip
    said = [line.casefold().split(maxsplit=1)[1] for line in file.above if re.match(r"(gender|sex) ", line.casefold())]
    if len(said) > 1 or any(sex not in sexes for sex in said):
        raise NotSaid("the lines above the header name a sex that is not known", "Total, Male or Female")
    sex = sexes[said[0]] if said else ""
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
                breakdown=" and ".join(what for what, group in split if group) or "all",
                group=", ".join(group for _, group in split if group) or "all",
            )


def _period_of(header: str) -> Period | None:
    """The years a column is of; a number in square brackets behind them is a note's."""
    found = periods.read(re.sub(r"\[[^]]*\]", "", header).strip())
    return found if found and found.window in ("calendar_year", "three_calendar_years") else None


def _drug_deaths(file: CsvFile) -> Iterator[Column]:
    told = [kind for kind in ("misuse", "poisoning") if kind in _said(file)]
    if len(told) != 1:
        raise NotSaid(
            "the sheet does not say whether its deaths are from drug misuse or from drug poisoning",
            'the line above its header that says it, or a name such as "drug misuse deaths.csv"',
        )
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
    PREVALENCE: _prevalence,
    DEATHS_IN_TREATMENT: _deaths_in_treatment,
    POPULATION: _population,
    DRUG_DEATHS: _drug_deaths,
}

"""Sheets of estimates of need: opiate and crack users, and adults dependent on alcohol, by authority, each with its limits.

Publishers change the layout with each edition: two rows of header or one, limits beside each estimate, numbers and rates in
one table, a sheet for each age, sex or way of use or a column that names it. So each column is told by the words in its
header: the substance, a number or a rate, a limit, a sex, an age, injecting. What a row is of is told by its own columns.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pandas as pd

from needs.ingest import periods
from needs.ingest.columns import AREA_CODES, AREA_NAMES, Column, NotSaid, column_of, said, said_anywhere
from needs.ingest.csvfile import CsvFile
from needs.ingest.names import plain
from needs.ingest.periods import Period

OPIATE_CRACK, ALCOHOL = "opiate_crack_users", "alcohol_dependent_adults"
_LOWER, _UPPER = re.compile(r"\blower\b|\blci\b|\bll\b"), re.compile(r"\bupper\b|\buci\b|\bul\b")
_RATE = re.compile(r"\brate|\bper (?:thousand|1,?000)|\bperthousand\b")
_PERCENT = re.compile(r"%|\bper ?cent|\bproportion\b")
_SEXES = {r"\bfemales?\b|\bwomen\b": "female", r"\bmales?\b|\bmen\b": "male"}
_AGES = re.compile(r"\b([1-9][0-9]) ?(?:to|-) ?([1-9][0-9])\b|\b([1-9][0-9]) ?(?:\+|and over|or over|plus)")
_NOT_INJECTING = re.compile(r"\b(?:non|not|never)[ -]?(?:currently )?inject")
_INJECTING = re.compile(r"\binject")
_EVERYBODY = ("", "all", "total", "all ages", "persons", "all persons", "people", "both", "overall")
_OF_ROWS = {  # columns that say what a row is of
    "sex": "sex", "gender": "sex", "age": "age", "agegroup": "age", "ageband": "age", "substance": "substance",
    "drug": "substance", "substancetype": "substance", "druggroup": "substance", "injectingstatus": "injecting",
    "injecting": "injecting",
}  # fmt: skip
_YEARS = ("year", "financialyear", "timeperiod", "period", "reportingperiod")
_YEAR_SAID = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?: ?[-/] ?| to )((?:20)?[0-9]{2})(?![0-9])")
_WHOLE = {OPIATE_CRACK: "15-64", ALCOHOL: "18+"}
_POPULATIONS = {
    "": "opiate and/or crack users", "opiates": "opiate users", "crack": "crack cocaine users",
}  # fmt: skip


@dataclass(frozen=True)
class _Meant:
    """What a header says of its column."""

    estimate: str
    form: str  # "number", "rate", "percent" or "population"
    limit: str
    groups: tuple[tuple[str, str], ...]


def kind_of(header: tuple[str, ...]) -> str | None:
    """Whether a header is of a sheet of estimates, and of which: of opiates and crack, or of alcohol; None of neither."""
    texts = [_words(name) for name in header]
    if not _is_of_areas(header) or not any(_LOWER.search(text) for text in texts):
        return None
    if any(_substance(text) is not None for text in texts) or "substance" in {
        _OF_ROWS.get(plain(name)) for name in header
    }:
        return OPIATE_CRACK
    return ALCOHOL if any("dependen" in text for text in texts) else None


def _is_of_areas(header: tuple[str, ...]) -> bool:
    return bool({plain(name) for name in header} & {*AREA_NAMES, *AREA_CODES})


def when(file: CsvFile) -> str:
    """The column that gives the period of each row, empty where there is none."""
    return column_of(file, _YEARS)


def columns(file: CsvFile) -> Iterator[Column]:
    """What each column of estimates counts; NotSaid where the sheet does not say its year, or two columns are of one thing."""
    estimate = kind_of(file.header) or ""
    period = None if when(file) else _one_year(file)
    meant: dict[str, _Meant] = {}
    before = None
    for name in file.header:
        found = _meant(name, estimate) or _limit_of(name, before)
        before = found if found and not found.limit else before
        meant |= {name: found} if found else {}
    twice = [name for name, found in meant.items() if Counter(meant.values())[found] > 1]
    if twice:
        raise NotSaid(f"columns {twice[0]!r} and {twice[1]!r} seem to be of one thing", "one column for each estimate")
    by_meaning = {of_column: name for name, of_column in meant.items()}
    for name, of_column in meant.items():
        if not of_column.limit:
            limits = tuple(by_meaning.get(replace(of_column, limit=limit), "") for limit in ("lower", "upper"))
            yield _column(name, of_column, period, limits if all(limits) else ())


def _column(name: str, found: _Meant, period: Period | None, limits: tuple[str, ...]) -> Column:
    substance = dict(found.groups).get("substance", "")
    population = "adults dependent on alcohol" if found.estimate == ALCOHOL else _POPULATIONS[substance]
    if found.form == "population":
        return Column(
            header=name, measure="population_of_the_estimate", unit="people", kind="estimate", population="residents",
            age=_WHOLE[found.estimate], period=period, estimate=found.estimate,
        )  # fmt: skip
    ending, unit = {"number": ("", "people"), "rate": ("_per_1000", "per 1,000"), "percent": ("_percent", "percent")}[
        found.form
    ]
    return Column(
        header=name, measure=f"{found.estimate}{ending}", unit=unit, kind="estimate", population=population,
        age=dict(found.groups).get("age", _WHOLE[found.estimate]), period=period, groups=found.groups, limits=limits,
        estimate=found.estimate,
    )  # fmt: skip


def _meant(name: str, estimate: str) -> _Meant | None:
    """What a header says; None of one that is of no estimate."""
    text = _words(name)
    if plain(name) in (*AREA_NAMES, *AREA_CODES, *_YEARS, *_OF_ROWS) or text.startswith("region") or "centre" in text:
        return None
    limit = "lower" if _LOWER.search(text) else "upper" if _UPPER.search(text) else ""
    substance = _substance(text) if estimate == OPIATE_CRACK else ""
    is_base = "population" in text and not limit and not _RATE.search(text)
    if is_base and estimate == OPIATE_CRACK and substance in (None, ""):
        return _Meant(estimate, "population", "", ())
    is_named = (
        substance is not None
        if estimate == OPIATE_CRACK
        else re.search(r"dependen|alcohol|estimate|number|prevalence|rate", text)
    )
    if not is_named:
        return None
    form = "rate" if _RATE.search(text) else "percent" if _PERCENT.search(text) else "number"
    groups: list[tuple[str, str]] = [("sex", sex) for sex in [_sex(text)] if sex]
    groups += [("age", age) for age in [_age(text)] if age and age != _WHOLE[estimate]]
    groups += [("substance", substance)] if substance else []
    groups += [("injecting", how) for how in [_injecting(text)] if how]
    return _Meant(estimate, form, limit, tuple(groups))


def of_rows(file: CsvFile) -> list[str]:
    """The columns that say what a row is of, in the file's order."""
    return [name for name in file.header if plain(name) in _OF_ROWS]


def _limit_of(name: str, before: _Meant | None) -> _Meant | None:
    """What a header says that is of a limit and of nothing else: it is of the estimate before it."""
    text = _words(name)
    limit = "lower" if _LOWER.search(text) else "upper" if _UPPER.search(text) else ""
    return replace(before, limit=limit) if before and limit else None


def groups_of_rows(file: CsvFile, of_all: str = "") -> tuple[list[tuple[tuple[str, str], ...]], pd.Series]:
    """What each row is of, by its own columns, and whether that is known; where no column says it, of everybody.

    `of_all` are the ages of everybody in a sheet that is of no estimates.
    """
    names = {name: _OF_ROWS[plain(name)] for name in of_rows(file)}
    whole = of_all or _WHOLE.get(kind_of(file.header) or "", "")
    found: list[tuple[tuple[str, str], ...]] = []
    known = []
    for cells in file.rows[list(names)].itertuples(index=False, name=None):
        groups = [(what, _group(what, _words(cell))) for what, cell in zip(names.values(), cells, strict=True)]
        known.append(all(group is not None for _, group in groups))
        found.append(tuple((what, group) for what, group in groups if group and not (what == "age" and group == whole)))
    return found, pd.Series(known, index=file.rows.index, dtype="bool")


def _group(what: str, text: str) -> str | None:
    """The group that a cell names; empty for everybody, None for what is not known."""
    if text in _EVERYBODY:
        return ""
    found = {"sex": _sex, "age": _age, "injecting": _injecting, "substance": _substance}[what](text)
    return found if found or what == "substance" else None


def _words(name: str) -> str:
    text = re.sub(
        r"\[[^]]*\]|\(\d+\)|\b9[59](?:\.[0-9])? ?%", " ", name.casefold()
    )  # numbers of notes, and how sure limits are
    text = text.replace("_", " ")
    return " ".join(
        re.sub(r"[()\u2013\u2014,](?![0-9]{3})", lambda sign: "-" if sign[0] in "–—" else " ", text).split()
    )


def _substance(text: str) -> str | None:
    """The substance of an estimate: empty of opiates and/or crack, None of none."""
    has_opiates, has_crack = "opiate" in text, "crack" in text
    if re.search(r"\bocus?\b", text) or (has_opiates and has_crack):
        return ""
    return "opiates" if has_opiates else "crack" if has_crack else None


def _sex(text: str) -> str:
    return next((sex for pattern, sex in _SEXES.items() if re.search(pattern, text)), "")


def _age(text: str) -> str:
    found = _AGES.search(text)
    return "" if found is None else f"{found[1]}-{found[2]}" if found[1] else f"{found[3]}+"


def _injecting(text: str) -> str:
    return "not injecting" if _NOT_INJECTING.search(text) else "injecting" if _INJECTING.search(text) else ""


def _one_year(file: CsvFile) -> Period:
    told = _years(said(file)) or _years(said_anywhere(file))
    if len(told) != 1:
        raise NotSaid(
            f"the sheet says of {len(told)} years that its estimates are for them, above its header and in its name",
            "one, in the first line or in the file's name: such as prevalence-2016-17.csv",
        )
    return told.pop()


def _years(text: str) -> set[Period]:
    """The financial years that a text names."""
    found = _YEAR_SAID.findall(text)
    return {period for first, last in found if (period := periods.read(f"{first}-{last}", "1y"))}

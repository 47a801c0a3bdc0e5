"""Sheets of estimates of need: opiate and crack users, and adults dependent on alcohol, by authority, each with its limits.

Publishers change the layout with each edition: two rows of header or one, limits beside each estimate, numbers and rates in
one table, a sheet for each age, sex or way of use or a column that names it. So each column is told by the words in its
header: the substance, a number or a rate, a limit, a sex, an age, injecting. What a row is of is told by its own columns.
What neither says is taken from the sheet's title. Where that is not plain the sheet is refused.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pandas as pd

from needs.ingest import periods, titles
from needs.ingest.columns import AREA_CODES, AREA_NAMES, Column, NotSaid, column_of, said, said_anywhere
from needs.ingest.csvfile import CsvFile
from needs.ingest.names import plain
from needs.ingest.periods import Period

OPIATE_CRACK, ALCOHOL = "opiate_crack_users", "alcohol_dependent_adults"
_LOWER, _UPPER = re.compile(r"\blower\b|\blci\b|\bll\b"), re.compile(r"\bupper\b|\buci\b|\bul\b")
_RATE = re.compile(r"\brate|\bper (?:thousand|1,?000)|\bperthousand\b")
_FORMS = {
    "per 100,000": re.compile(r"\bper ?100,?000\b"),
    "rate": re.compile(r"\bper ?(?:thousand\b|1,?000(?![,0-9]))"),
    "percent": re.compile(r"%|\bper ?cent|\bproportions?\b|\bper ?100(?![,0-9])"),
}
_NO_BASE = "a rate of which the base is not said"
_NUMBER = re.compile(r"\bnumbers?\b|\bcounts?\b")
_NO_ESTIMATE = re.compile(
    r"\bdeaths?\b|\bmortality\b|\badmissions?\b|\bpoisonings?\b|\bchanged?s?\b|\bin treatment\b|\bunmet\b|\bonly\b|\bprevious(?:ly)?\b"
)
_NO_TITLE = (  # what the title of estimates of all users does not say
    r"\bdeaths?\b|\bmortality\b|\badmissions?\b|\bpoisonings?\b|\bchanges? (?:in|from|since|between)\b|\bin treatment\b|"
    r"\bunmet\b|\b(?:opiates?|crack|cocaine|users) only\b|\b(?:previous(?:ly)?|ever) inject|\byoung people\b|\bunder [0-9]{2}\b|"
    r"\bchildren\b|\bparents?\b"
)
_DATES = re.compile(r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b|\b[0-9]{2}-[0-9]{2}-[0-9]{4}\b")
_OF_A_LIMIT = re.compile(r"\b(?:lower|upper|lci|uci|ll|ul|ci|confidence|intervals?|bounds?|limits?)\b")
_PLAIN = re.compile(  # an estimate, where a column of the rows says of which substance
    r"(?:estimates?|estimated|(?:estimated )?(?:numbers?|users|people)(?: of (?:people|users))?|prevalence)|rates?\b.*|per\b.*|percent.*|%"
)
_SEXES = {r"\bfemales?\b|\bwomen\b": "female", r"\bmales?\b|\bmen\b": "male"}
_AGES = re.compile(r"\b([1-9][0-9]) ?(?:to|-) ?([1-9][0-9])\b|\b([1-9][0-9]) ?(?:\+|and over|or over|plus)")
_NOT_INJECTING = re.compile(r"\b(?:non|not|never)[ -]?(?:currently )?inject")
_INJECTING = re.compile(r"\binject")
# What is of people in treatment, or of need met or not, is no estimate of need; "in need of treatment" is one
_OF_TREATMENT = re.compile(r"(?<!need of )(?<!need of specialist )\btreatment\b|\btreated\b|\bunmet\b|\bmet need\b")
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


_UNITS = {
    "number": ("", "people"), "rate": ("_per_1000", "per 1,000"), "percent": ("_percent", "percent"),
    "per 100,000": ("_per_100000", "per 100,000"),
}  # fmt: skip


_ORDER = ("sex", "age", "substance", "injecting")  # in which figures name their groups


@dataclass(frozen=True)
class _Meant:
    """What a header says of its column."""

    estimate: str
    form: str  # "number", "rate", "percent", "per 100,000" or "population"
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
    titles.refuse(
        file, _NO_TITLE, "estimates of all who use or are dependent, or of one sex, of ages or of who injects"
    )
    of_rows_said = {_OF_ROWS[plain(name)] for name in of_rows(file)}
    meant: dict[str, _Meant] = {}
    before = None
    for name in file.header:
        is_of_treatment = bool(_OF_TREATMENT.search(_words(name)))  # and so are limits behind it that name nothing else
        known = None if is_of_treatment else _meant(name, estimate, "substance" in of_rows_said)
        found = None if is_of_treatment else known or _limit_of(name, before)
        before = found if found is None or not found.limit else before
        meant |= {name: found} if found else {}
    meant = _as_titled(file, meant, of_rows_said)
    if all(found.limit or found.form == "population" for found in meant.values()):
        raise NotSaid(
            f"no column of estimates is known among {', '.join(file.header)}",
            "one such as OCU, Number of users or Rate per 1,000, and its limits such as Lower CI and Upper CI",
        )
    often = [found for found, number in Counter(meant.values()).items() if number > 1]
    if often:
        named = " and ".join(repr(name) for name, found in meant.items() if found == often[0])
        wanted = "one column for each estimate: take out those that are of something else, or name their sex, ages or substance in the header"
        raise NotSaid(f"columns {named} seem to be of one thing, {often[0].estimate}", wanted)
    by_meaning = {of_column: name for name, of_column in meant.items()}
    for name, of_column in meant.items():
        if not of_column.limit:
            limits = tuple(by_meaning.get(replace(of_column, limit=limit), "") for limit in ("lower", "upper"))
            yield _column(name, of_column, period, limits if all(limits) else ())


def population_of(estimate: str, groups: tuple[tuple[str, str], ...]) -> str:
    """Whom an estimate of these groups is of."""
    return "adults dependent on alcohol" if estimate == ALCOHOL else _POPULATIONS[dict(groups).get("substance", "")]


def _as_titled(file: CsvFile, meant: dict[str, _Meant], of_rows_said: set[str]) -> dict[str, _Meant]:
    """What each column counts, with what its header leaves to the sheet's title; NotSaid where the title is not plain."""
    title = _words(_DATES.sub(" ", titles.text(file)))
    estimate = kind_of(file.header) or ""
    form = _form_of_title(title, meant)
    groups: list[tuple[str, str]] = []
    is_left = any(found.form == "" for found in meant.values() if not found.limit)
    for what, named in _groups_of_title(title, estimate).items():
        by_columns = any(what in dict(found.groups) for found in meant.values())
        if not named or what in of_rows_said or (by_columns and len(named) > 1):
            continue
        if by_columns or len(named) > 1 or "" in named:
            names = f"the title of the sheet names {what} ({', '.join(sorted(named - {''})) or 'by ' + what})"
            raise NotSaid(
                f"{names}, and not every column says of which it is", f"one {what} in the title, or a column of it"
            )
        groups.append((what, named.pop()))
    titled = {}
    for name, found in meant.items():
        its_form = found.form or (form if is_left else "number")
        if found.form == _NO_BASE:
            its_form = form if form in _FORMS else ""
        if found.form == "population":
            titled[name] = found
        elif its_form:
            every = sorted([*found.groups, *groups], key=lambda each: _ORDER.index(each[0]))
            titled[name] = replace(found, form=its_form, groups=tuple(every))
    return titled


def _form_of_title(title: str, meant: dict[str, _Meant]) -> str:
    """What columns are whose headers do not say whether they are numbers or rates."""
    forms, of_headers = _forms(title), {found.form for found in meant.values() if not found.limit}
    if not forms or not of_headers & {"", _NO_BASE}:
        return "number"
    has_rates = bool(of_headers & {*_FORMS, _NO_BASE})
    if _NUMBER.search(title) and has_rates:  # numbers and rates, and the headers say which are the rates
        return next(iter(forms)) if "" not in of_headers and len(forms) == 1 else "number"
    if len(forms) > 1 or has_rates != ("" not in of_headers) or _NUMBER.search(title) or _NO_BASE in forms:
        raise NotSaid(
            f"the title of the sheet says {' and '.join(sorted(forms))}, and not every column says whether it is a number",
            "number, per 100, per 1,000, per 100,000 or percent in each header",
        )
    return forms.pop()


def _groups_of_title(title: str, estimate: str) -> dict[str, set[str]]:
    """The sexes, ages and ways of use that a title names; an empty one where it says that the table is by them."""
    without = _NOT_INJECTING.sub(" ", title)
    injecting = {"not injecting"} if without != title else set()
    ages = {_age(found[0]) for found in _AGES.finditer(title)} - {_WHOLE.get(estimate, "")}
    by_injecting = {""} if re.search(r"\binjecting status\b", title) else set()
    return {
        "sex": {sex for way, sex in _SEXES.items() if re.search(way, title)}
        | ({""} if re.search(r"\bby (?:sex|gender)\b", title) else set()),
        "age": ages | ({""} if re.search(r"\bby age\b", title) else set()),
        "injecting": by_injecting or (injecting | ({"injecting"} if _INJECTING.search(without) else set())),
    }


def _column(name: str, found: _Meant, period: Period | None, limits: tuple[str, ...]) -> Column:
    population = population_of(found.estimate, found.groups)
    if found.form == "population":
        return Column(
            header=name, measure="population_of_the_estimate", unit="people", kind="estimate", population="residents",
            age=_WHOLE[found.estimate], period=period, estimate=found.estimate,
        )  # fmt: skip
    ending, unit = _UNITS[found.form]
    return Column(
        header=name, measure=f"{found.estimate}{ending}", unit=unit, kind="estimate", population=population,
        age=dict(found.groups).get("age", _WHOLE[found.estimate]), period=period, groups=found.groups, limits=limits,
        estimate=found.estimate,
    )  # fmt: skip


def _meant(name: str, estimate: str, by_substance: bool) -> _Meant | None:
    """What a header says; None of one that is of no estimate."""
    text = _words(name)
    if plain(name) in (*AREA_NAMES, *AREA_CODES, *_YEARS, *_OF_ROWS) or text.startswith("region") or "centre" in text:
        return None
    if _NO_ESTIMATE.search(text):
        return None
    limit = "lower" if _LOWER.search(text) else "upper" if _UPPER.search(text) else ""
    substance = _substance(text) if estimate == OPIATE_CRACK else ""
    if substance is None and by_substance and _PLAIN.fullmatch(" ".join(_OF_A_LIMIT.sub(" ", text).split())):
        substance = ""
    is_base = "population" in text and not limit and not _RATE.search(text) and not _forms(text)
    if is_base and estimate == OPIATE_CRACK and substance in (None, ""):
        return _Meant(estimate, "population", "", ())
    is_named = (
        substance is not None
        if estimate == OPIATE_CRACK
        else re.search(r"dependen|alcohol|estimate|number|prevalence|rate", text)
    )
    if not is_named:
        return None
    form = next(iter(_forms(text)), "number" if _NUMBER.search(text) else "")
    groups: list[tuple[str, str]] = [("sex", sex) for sex in [_sex(text)] if sex]
    groups += [("age", age) for age in [_age(text)] if age and age != _WHOLE[estimate]]
    groups += [("substance", substance)] if substance else []
    groups += [("injecting", how) for how in [_injecting(text)] if how]
    return _Meant(estimate, form, limit, tuple(groups))


def _forms(text: str) -> set[str]:
    """As what a text gives its figures, by its own base: a rate, a percentage; nothing of a number."""
    found = {form for form, way in _FORMS.items() if way.search(text)}
    return found or ({_NO_BASE} if _RATE.search(text) else set())


def of_rows(file: CsvFile) -> list[str]:
    """The columns that say what a row is of, in the file's order."""
    return [name for name in file.header if plain(name) in _OF_ROWS]


def _limit_of(name: str, before: _Meant | None) -> _Meant | None:
    """What a header says that is of a limit and of nothing else: it is of the estimate before it."""
    text = _words(name)
    limit = "lower" if _LOWER.search(text) else "upper" if _UPPER.search(text) else ""
    return replace(before, limit=limit) if before and limit and not _NO_ESTIMATE.search(text) else None


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
    if _NO_ESTIMATE.search(text):
        return None
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

"""Rows of text against a Table Schema: a typed table of those that fit it, and a problem for every cell that does not.

Written here because the usual readers bind columns by position, stop at the first error of a column or lose the line.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from needs.ingest.csvfile import CsvFile
from needs.ingest.problems import FILE_REFUSED, NOTED, ROW_REFUSED, Problem

# A thousands comma, an exponent, "nan" or a letter O for a nought is no number: to read one would be to guess.
_WRITTEN = {
    "integer": r"[+-]?[0-9]{1,18}",
    "number": r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)",
    "date": r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
    "string": None,
}
TYPES = tuple(_WRITTEN)
_DESCRIBED = {
    "integer": "a whole number such as 1065",
    "number": "a number such as 1065 or 12.5",
    "date": "a date such as 2009-04-01",
}


@dataclass(frozen=True)
class Checked:
    """The rows that may be used, typed and with their line, and the problems of all the others."""

    rows: pd.DataFrame
    problems: tuple[Problem, ...]


def check(file: CsvFile, schema: dict) -> Checked:
    """The file's rows in the schema's columns and types; a row with a bad cell, or a key another row has, is refused.

    Columns may come in any order. One that is missing refuses the file, unless its field is optional; one that the schema
    does not know is noted.
    """
    problems = [*file.problems, *(() if file.is_refused else _columns(file, schema))]
    if any(problem.severity == FILE_REFUSED for problem in problems):
        return Checked(_empty(schema), tuple(problems))
    typed = {"line": file.rows["line"]}
    for field in (field for field in schema["fields"] if field["name"] in file.header):
        typed[field["name"]] = _typed(file.rows[field["name"]], field)
        problems.extend(_cells(file, field, typed[field["name"]]))
    problems.extend(_repeats(file, schema.get("primaryKey", [])))
    refused = {problem.line for problem in problems if problem.severity == ROW_REFUSED}
    rows = pd.DataFrame(typed).loc[lambda rows: ~rows["line"].isin(refused)].reset_index(drop=True)
    return Checked(rows, tuple(sorted(problems, key=lambda problem: problem.line or 0)))


def _empty(schema: dict) -> pd.DataFrame:
    fields = {field["name"]: _typed(pd.Series([], dtype="str"), field) for field in schema["fields"]}
    return pd.DataFrame({"line": pd.Series([], dtype="int64"), **fields})


def _columns(file: CsvFile, schema: dict) -> Iterator[Problem]:
    wanted = [field["name"] for field in schema["fields"]]
    optional = {field["name"] for field in schema["fields"] if field.get("optional")}
    missing = [name for name in wanted if name not in file.header and name not in optional]
    unknown = [name for name in file.header if name not in wanted]
    for name in missing:
        found = f"column {name!r} is missing; {len(unknown)} of the file's {len(file.header)} columns are others"
        yield Problem(file.name, 1, None, found, f"the columns {', '.join(wanted)}, in any order", FILE_REFUSED)
    for name in unknown if not missing else ():  # with a column missing, the header may be no header
        yield Problem(file.name, 1, None, f"column {name!r} is not used", f"one of {', '.join(wanted)}", NOTED)


def _typed(text: pd.Series, field: dict) -> pd.Series:
    """The column in its type; missing where the cell is blank or not written as the type is."""
    written = _WRITTEN[field.get("type", "string")]
    if written is None:
        return text.astype("str")
    text = text.where(text.str.fullmatch(f"(?:{written})"))
    if field["type"] == "date":
        return pd.to_datetime(text, format="%Y-%m-%d", errors="coerce").astype("datetime64[us]")
    if field["type"] == "integer":
        return text.astype("object").map(int, na_action="ignore").astype("Int64")
    values = text.fillna("nan").to_numpy(dtype="object").astype("float64")
    finite = np.where(np.isfinite(values), values, np.nan)
    return pd.Series(finite + 0.0, index=text.index)  # a minus before nought is dropped: "-0" would be printed so


def _cells(file: CsvFile, field: dict, typed: pd.Series) -> Iterator[Problem]:
    text = file.rows[field["name"]]
    for bad, wanted in _faults(text, typed, field):
        for line, found in zip(file.rows["line"][bad], text[bad], strict=True):
            yield Problem(file.name, int(line), field["name"], found, wanted, ROW_REFUSED)


def _faults(text: pd.Series, typed: pd.Series, field: dict) -> Iterator[tuple[pd.Series, str]]:
    """Which cells break which constraint of the field, and what would have kept it."""
    rules = field.get("constraints", {})
    blank = text == ""
    readable = ~blank & typed.notna()
    if rules.get("required"):
        yield blank, "filled in, as it must be"
    if field.get("type", "string") != "string":
        yield ~blank & typed.isna(), _DESCRIBED[field["type"]]
    if "enum" in rules:
        yield readable & ~text.isin(rules["enum"]), f"one of {', '.join(rules['enum'])}"
    if "pattern" in rules:
        matches = text.str.fullmatch(f"(?:{rules['pattern']})").astype("bool")
        yield readable & ~matches, f"written like the pattern {rules['pattern']}"
    limit = pd.Timestamp if field.get("type") == "date" else float
    if "minimum" in rules:
        yield readable & (typed < limit(rules["minimum"])).fillna(False), f"at least {rules['minimum']}"
    if "maximum" in rules:
        yield readable & (typed > limit(rules["maximum"])).fillna(False), f"at most {rules['maximum']}"


def _repeats(file: CsvFile, key: str | list[str]) -> Iterator[Problem]:
    """Every row whose key another row has too: which of them is right is not for a reader to say."""
    key = [name for name in ([key] if isinstance(key, str) else key) if name in file.rows]  # columns may be lacking
    if not key:
        return
    repeated = file.rows.loc[file.rows.duplicated(key, keep=False)]
    for _, lines in repeated.groupby(key, sort=False, dropna=False)["line"]:
        found = f"the same {', '.join(key)} on lines {', '.join(map(str, lines))}"
        for line in lines:
            yield Problem(file.name, int(line), None, found, "one row for each", ROW_REFUSED)

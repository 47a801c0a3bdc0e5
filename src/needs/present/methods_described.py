"""A method as a reviewer meets it: its rule, its source, worked examples with our answers, and what it cannot tell."""

import math
from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

from needs.present.html import element
from needs.present.numbers import rounded
from needs.present.phrases import capital
from needs.present.sections import heading
from needs.present.tables import Number, table

HEADERS = ["Example", "Theirs", "Ours", "Difference", "Allowed", "Where theirs is from"]
FURTHER_DIGITS = 2  # shown of a difference, beyond those that were printed
NUMBERS = ("value", "lower", "upper")


@dataclass(frozen=True, kw_only=True)
class Method:
    """A statistic in plain words: `examples` names the worked examples of it, `checked` says what stands in for one."""

    title: str
    rule: str
    source: str
    limits: str
    examples: tuple[str, ...] = ()
    checked: str = ""


def described(method: Method, worked: pd.DataFrame) -> list:
    """The method's heading, what it does and from where, its worked examples, and its limits."""
    rows = worked[worked["statistic"].isin(method.examples)]
    return [
        heading(method.title),
        said("Rule", method.rule),
        said("Source", method.source),
        said("Checked", method.checked) if method.checked else None,
        examples_table(f"{method.title}: ours beside theirs", rows) if len(rows) else None,
        said("Limits", method.limits),
    ]


def said(lead: str, text: str) -> Markup:
    """A numbered paragraph that begins with a word for what it is about."""
    return element("p", element("strong", f"{lead}."), " ", text, class_="numbered")


def examples_table(caption: str, rows: pd.DataFrame) -> Markup:
    """Worked examples, one a row: what was printed, what we give at the same digits, and how far the two are apart."""
    return table(caption, HEADERS, [_row(row) for row in rows.to_dict("records")])


def _row(row: dict) -> list:
    theirs = {name: row[name] for name in NUMBERS}
    ours = {name: row[f"our_{name}"] if not math.isnan(row[name]) else math.nan for name in NUMBERS}
    return [
        capital(row["what"]),
        _written(theirs, row["decimals"]),
        _written(ours, row["decimals"]),
        Number(difference(row), below="" if row["is_within"] else "Outside what is allowed"),
        Number(_plain(row["tolerance"])),
        row["source"],
    ]


def _written(numbers: dict[str, float], decimals: int) -> Number:
    """A value over its limits, or whichever of them was printed, at the digits printed."""
    value, lower, upper = (
        "" if math.isnan(number) else f"{rounded(number, decimals):,f}" for number in numbers.values()
    )
    limits = f"{lower} to {upper}" if lower and upper else f"from {lower}" if lower else ""
    return Number(value, below=f"({limits})") if value and limits else Number(value or limits)


def difference(row: dict) -> str:
    """How far apart ours and theirs are, to two digits more than were printed."""
    places = max(0, row["decimals"]) + FURTHER_DIGITS
    if not row["difference"]:
        return "none"
    found = rounded(row["difference"], places)
    return f"{found.normalize():,f}" if found else f"below {_plain(10**-places)}"


def _plain(number: float) -> str:
    """A small number in full: 0.00005, never 5e-05; nought as it is."""
    return f"{number:.12f}".rstrip("0").rstrip(".")

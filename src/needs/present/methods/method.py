"""A method as a reviewer meets it: rule, source, worked examples beside theirs, limits, and where it is used."""

import math
from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

from needs.present.kit.html import Number, element, table
from needs.present.kit.section import heading
from needs.present.methods.review import Review
from needs.present.numbers import capital, rounded

HEADERS = ["Example", "Theirs", "Ours", "Difference", "Allowed", "Where theirs is from"]
FURTHER_DIGITS = 2  # shown of a difference, beyond those that were printed
NUMBERS = ("value", "lower", "upper")


@dataclass(frozen=True, kw_only=True)
class Method:
    """A statistic in plain words, which is a part: a notebook shows it by its name.

    `examples` names the worked examples of it, `checked` says what stands in for one. `used_in` names the sections that show
    it, each as its notebook and its heading ("needs_assessment: Outcomes"), or a notebook of which every section may.
    """

    title: str
    rule: str
    source: str
    limits: str
    used_in: tuple[str, ...]
    examples: tuple[str, ...] = ()
    checked: str = ""

    def __call__(self, review: Review) -> list:
        """Its heading, what it does and from where, its worked examples, and its limits."""
        rows = review.worked[review.worked["statistic"].isin(self.examples)]
        return [
            heading(self.title),
            said("Rule", self.rule),
            said("Source", self.source),
            said("Checked", self.checked) if self.checked else None,
            examples_table(f"{self.title}: ours beside theirs", rows) if len(rows) else None,
            said("Limits", self.limits),
            said("Used in", self._places()),
        ]

    def _places(self) -> str:
        """Where readers meet it, in words; or that no document has it."""
        if not self.used_in:
            return "No document yet. It is there for an analyst's own use."
        places = (place.replace("_", " ").partition(": ") for place in self.used_in)
        return f"{capital('; '.join(f'{name}, {heading}' if heading else name for name, _, heading in places))}."


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
    apart = rounded(row["difference"], places)
    return f"{apart.normalize():,f}" if apart else f"below {_plain(10**-places)}"


def _plain(number: float) -> str:
    """A small number in full: 0.00005, never 5e-05; nought as it is."""
    return f"{number:.12f}".rstrip("0").rstrip(".")

"""What stands in a cell of numbers: a number as people write it, a mark for one that is hidden or missing, or neither.

The marks are those of the Government Analysis Function, and older ones that publishers of this field use.
"""

import math
import re
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

SHOWN, HIDDEN, NOT_AVAILABLE, UNREADABLE = "shown", "hidden", "not_available", "unreadable"
BLANKS = ("", "na", "n/a", "nan", "null", "none", "<na>", "#n/a")  # what programs write for a cell of nothing
MISSING = (
    *BLANKS, "-", "--", "‐", "‑", "–", "—", "−", ".", "..", "...", "…", ":", "z", "[z]", "x", "[x]", "w", "[w]", "u", "[u]",
    "not available", "not applicable", "n.a.", "-1", "-1.0",
)  # fmt: skip
OF_HIDDEN = ("*", "**", "***", "c", "[c]", "s", "[s]", "[low]", "suppressed", "hidden", "[suppressed]")
_FEW = re.compile(r"(?:<|≤|<=|fewer than|less than|under) ?[0-9]{1,3}")  # hidden for its size: "<5"
_NOTE = re.compile(r" ?\[(?:note|r|p|e|b)(?: ?[0-9]+)?\]$")  # behind a number: revised, provisional, or a note
_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,15})(?:\.[0-9]*)?|[+-]?\.[0-9]+")
WANTED = "a number such as 1065 or 12.5, or a mark such as [c], [x], * or blank"


@dataclass(frozen=True)
class Cell:
    """A number, which is missing where the status is not `shown`."""

    value: float
    status: str


@cache
def read(text: str) -> Cell:
    """What a cell says: -1 is no value, and nothing but a whole number of thousands has commas."""
    written = _NOTE.sub("", " ".join(text.casefold().split()))
    if written in MISSING:
        return Cell(math.nan, NOT_AVAILABLE)
    if written in OF_HIDDEN or _FEW.fullmatch(written):
        return Cell(math.nan, HIDDEN)
    if _NUMBER.fullmatch(written):
        return Cell(float(written.replace(",", "")) + 0.0, SHOWN)
    return Cell(math.nan, UNREADABLE)


def is_blank(text: str) -> bool:
    """Whether a cell holds nothing, whatever a program wrote for it."""
    return text.strip().casefold() in BLANKS


def without_blanks(text: pd.Series) -> pd.Series:
    """A column of text in which every cell of nothing is empty: "NA" is no group."""
    return text.where(~text.map(is_blank), "")


def numbers(text: pd.Series) -> pd.Series:
    """A column of numbers as a schema reads them, empty where a mark stands; what is neither stays as it is written."""
    return text.map(_plain).astype("str")


def statuses(text: pd.Series) -> pd.Series:
    """For each cell whether it shows a number, hides one, has none, or cannot be read."""
    return text.map(lambda cell: read(cell).status).astype("str")


def _plain(text: str) -> str:
    cell = read(text)
    if cell.status == UNREADABLE:
        return text
    return "" if np.isnan(cell.value) else np.format_float_positional(cell.value, trim="-")

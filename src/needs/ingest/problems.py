"""What is wrong with an input file: one problem is one thing found, with its place and what was wanted instead."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from needs.mistakes import visible

if TYPE_CHECKING:  # whoever only says problems again need not load it
    import pandas as pd

FILE_REFUSED = "file refused"
ROW_REFUSED = "row refused"
CELL_REFUSED = "cell refused"  # of a wide row, whose other cells are used
NOTED = "noted"
SEVERITIES = (FILE_REFUSED, ROW_REFUSED, CELL_REFUSED, NOTED)

COLUMNS = ("file", "lines", "column", "found", "wanted", "severity")
LONGEST_FOUND = 300  # characters of what was found that a sentence gives
# Signs without a shape of their own: some turn the reading direction, so that a name reads as another, some command a
# terminal. All of Unicode's controls (but tab and line ends), formats and separators of lines, and fillers drawn as nothing
MISLEADING = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160"
    "\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
WITHOUT_MISLEADING = "text without signs that hide or turn what is read: type it again"
_SPANS_IN_A_SENTENCE = 10  # of lines; the table of problems has them all


@dataclass(frozen=True)
class Problem:
    """One thing wrong with an input file.

    With a column, `found` is the cell's own text and `wanted` completes "is not ..."; without one, both are phrases.
    `line` is the physical line, counted from 1, on which the record begins; `also` the later lines with the same fault.
    """

    file: str
    line: int | None
    column: str | None
    found: str
    wanted: str
    severity: str
    also: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if self.severity not in SEVERITIES:
            raise ValueError(f"problem severity {self.severity!r} is not one of {SEVERITIES}")

    def __str__(self) -> str:
        spans = _spans(self.lines)
        more = [f"{len(spans) - _SPANS_IN_A_SENTENCE} more"] if len(spans) > _SPANS_IN_A_SENTENCE else []
        place = self.file
        place += f", line{'s' if self.also else ''} {_listed(spans[:_SPANS_IN_A_SENTENCE] + more)}" if spans else ""
        place += "" if self.column is None else f", column {self.column}"
        found = repr(self.shortened) if self.found else "an empty cell"
        said = f"{self.shortened}; wanted" if self.column is None else f"{found} is not"
        return visible(" ".join(f"{place}: {said} {self.wanted}".splitlines()))

    @property
    def shortened(self) -> str:
        """The beginning of what was found, enough of it to be recognised."""
        return self.found if len(self.found) <= LONGEST_FOUND else f"{self.found[:LONGEST_FOUND]}..."

    @property
    def lines(self) -> tuple[int, ...]:
        """Every line the problem is on, in order; none if it is the whole file's."""
        return () if self.line is None else tuple(sorted({self.line, *self.also}))


class UnreadableInput(ValueError):
    """A whole file cannot be read; its one argument is the Problem that says why."""

    @property
    def problem(self) -> Problem:
        return self.args[0]


def by_cause(problems: Iterable[Problem]) -> list[Problem]:
    """One problem a cause: those that differ in their line only become one, which has all the lines."""
    lines: dict[Problem, list[int]] = {}
    for problem in problems:
        lines.setdefault(replace(problem, line=None, also=()), []).extend(problem.lines)
    ordered = {cause: sorted(set(found)) for cause, found in lines.items()}
    return [
        replace(cause, line=found[0], also=tuple(found[1:])) if found else cause for cause, found in ordered.items()
    ]


def problems_table(problems: Iterable[Problem]) -> "pd.DataFrame":
    """One row a problem: where, what was found, what was wanted, how bad, and the whole as one sentence."""
    import pandas as pd

    rows = [
        (
            one.file,
            ", ".join(_spans(one.lines)),
            one.column,
            visible(one.shortened),
            one.wanted,
            one.severity,
            str(one),
        )
        for one in problems
    ]
    return pd.DataFrame(rows, columns=[*COLUMNS, "message"], dtype="str")


def _spans(lines: tuple[int, ...]) -> list[str]:
    """Lines as spans of three neighbours or more, and the others as they are: "2 to 781", "790", "791"."""
    spans: list[list[int]] = []
    for line in lines:
        if spans and line == spans[-1][1] + 1:
            spans[-1][1] = line
        else:
            spans.append([line, line])
    written = ([f"{first} to {last}"] if last - first > 1 else sorted({first, last}) for first, last in spans)
    return [str(one) for several in written for one in several]


def _listed(items: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(items[:-1]), items[-1]]))

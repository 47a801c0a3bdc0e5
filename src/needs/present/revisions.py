"""Two quarters, or two editions of one, side by side: each measure then and now, and what was revised."""

import csv
import io
import math
from collections.abc import Iterator
from dataclasses import dataclass

from needs.measure import comparison
from needs.measure.comparison import Judgement
from needs.measure.results import KEY, NUMBER_COLUMNS, STATUSES, Row
from needs.measure.safety import PUBLIC
from needs.measure.standing import confidence_of_changes
from needs.mistakes import Mistake
from needs.present.assessment import Assessment
from needs.present.facts import Fact, known
from needs.present.figures import COLUMNS, PROTECTED
from needs.present.standing import Measured
from needs.quarter import Quarter

BEYOND_CHANCE, WITHIN_CHANCE, NOT_JUDGED = "yes, larger than expected by chance", "no", "not judged: {reason}"
NOT_IN_BOTH = "it was not counted for both quarters"


@dataclass(frozen=True, kw_only=True)
class Compared:
    """A measure in two quarters; a side is None where it was not counted, and then there is no judgement of the change."""

    then: Fact | None
    now: Fact | None
    change: Judgement | None

    @property
    def fact(self) -> Fact:
        """The side that says what is measured."""
        return known(self.now or self.then, "figure of either quarter")

    @property
    def is_worked_out(self) -> bool:
        """Whether there is a difference: both sides are shown, of windows of one length that share no day."""
        is_alike = self.change is not None and self.change.reason not in comparison.NOT_ALIKE
        return is_alike and all(side is not None and side.is_shown for side in (self.then, self.now))

    @property
    def difference(self) -> str:
        """By how much it is higher or lower now, of the figures shown; empty where that is not worked out."""
        return Measured(now=self.fact, then=self.then, change=self.change).difference if self.is_worked_out else ""

    @property
    def beyond_chance(self) -> str:
        """Whether the difference is more than chance would give, or why that is not judged."""
        if self.change is None:
            return NOT_JUDGED.format(reason=NOT_IN_BOTH)
        if self.change.reason:
            return NOT_JUDGED.format(reason=self.change.reason)
        return BEYOND_CHANCE if self.change.certainty else WITHIN_CHANCE


def compared(assessment: Assessment, other: Quarter) -> list[Compared]:
    """Every measure of the assessment's quarter or the earlier one, in the order of the catalogue; groups are left out."""
    rows = comparison.side_by_side(assessment.known, assessment.area.code, assessment.quarter, other)
    confidence = confidence_of_changes((now, then) for now, then in rows if now)
    return [_compared(assessment, now, then, confidence) for now, then in rows]


def _compared(assessment: Assessment, now: Row | None, then: Row | None, confidence: float) -> Compared:
    return Compared(
        then=assessment.fact(then) if then else None,
        now=assessment.fact(now) if now else None,
        change=comparison.against_earlier(now, then, confidence) if now and then else None,
    )


HIDDEN, SHOWN, WITHDRAWN = "hidden", "shown", "no longer given"
SAME = tuple(name for name in KEY if name != "series")  # a publisher that changes its method revises the figure
LAST_DECIMAL = 2e-6  # figures are written with six
_PROTECTED = {STATUSES[name] for name in PROTECTED}


@dataclass(frozen=True, kw_only=True)
class Revision:
    """A figure of the earlier edition that is another one now; `then` and `now` are rows of the file of figures.

    `now` is None where the figure is no longer given. Neither side's numbers may be told where one of them is hidden.
    """

    then: dict[str, str]
    now: dict[str, str] | None

    @property
    def is_hidden(self) -> bool:
        return any(side["status"] in _PROTECTED for side in (self.then, self.now) if side)

    @property
    def in_words(self) -> tuple[str, str]:
        """The figure then and now with its counts, or only that it is hidden or shown."""
        return _in_words(self.then, self.is_hidden), _in_words(self.now, self.is_hidden)

    @property
    def difference(self) -> float:
        """The value now less that of then; NaN where one may not be told, or where they are of two series."""
        is_of_one_series = self.now is not None and self.then["series"] == self.now["series"]
        return self.number(self.now) - self.number(self.then) if is_of_one_series else math.nan

    @property
    def is_redefined(self) -> bool:
        """Whether its definition changed as well."""
        return self.now is not None and self.then["definition"] != self.now["definition"]

    def number(self, side: dict[str, str] | None) -> float:
        """The value of a side; NaN where there is none, or where it may not be told."""
        return math.nan if self.is_hidden or not side or not side["value"] else float(side["value"])


def is_before_rounding(edition: str) -> bool:
    """Whether an edition's figures.csv was written when counts were not rounded yet: it is not compared with what is."""
    header = next(csv.reader(io.StringIO(edition)), [])
    return "indicator" in header and "is_rounded" not in header


def revised(earlier: str, present: str, name: str) -> list[Revision]:
    """What differs between the figures of an earlier edition and the same figures now, both as the text of a figures.csv.

    A figure is the same by its indicator, area, period, group, kind and source; one that was not given then is no revision.
    A Mistake says what is wrong with the earlier file, which is called by `name`.
    """
    then, now = _rows(earlier, name), _rows(present, name)
    pairs = ((row, now.get(key)) for key, row in then.items())
    return [Revision(then=row, now=later) for row, later in pairs if later is None or not _same(row, later)]


def _rows(text: str, name: str) -> dict[tuple[str, ...], dict[str, str]]:
    lines = csv.DictReader(io.StringIO(text))
    if tuple(lines.fieldnames or ()) != COLUMNS:
        raise Mistake(
            f"{name} is of another version: its columns are not {COLUMNS[0]}, {COLUMNS[1]}, ... {COLUMNS[-1]}"
        )
    rows = {}
    for row in _each(lines, name):
        if None in row or None in row.values():
            raise Mistake(f"{name}, line {lines.line_num}: found another number of cells; wanted {len(COLUMNS)}")
        if row["disclosure"] != PUBLIC:
            raise Mistake(f"{name} holds true counts, and only public editions are compared: take it away from there")
        for column in NUMBER_COLUMNS:
            _check_number(row[column], column, f"{name}, line {lines.line_num}")
        rows[tuple(row[column] for column in SAME)] = row
    return rows


def _each(lines: csv.DictReader, name: str) -> Iterator[dict[str, str]]:
    try:
        yield from lines
    except csv.Error as error:
        raise Mistake(
            f"{name}, line {lines.line_num + 1}: it cannot be read ({error}); wanted a figures.csv as written"
        ) from None


def _check_number(cell: str, column: str, where: str) -> None:
    try:
        is_number = not cell or math.isfinite(float(cell))
    except ValueError:
        is_number = False
    if not is_number:
        raise Mistake(f"{where}: {column} is {cell!r}; wanted a number or nothing")


def _same(then: dict[str, str], now: dict[str, str]) -> bool:
    return then["status"] == now["status"] and all(_equal(then[name], now[name]) for name in NUMBER_COLUMNS)


def _equal(then: str, now: str) -> bool:
    return then == now or bool(then and now and math.isclose(float(then), float(now), abs_tol=LAST_DECIMAL))


def _in_words(side: dict[str, str] | None, is_hidden: bool) -> str:
    if side is None:
        return WITHDRAWN
    if is_hidden:
        return HIDDEN if side["status"] in _PROTECTED else SHOWN
    counts = f"{side['numerator']} of {side['denominator']}" if side["numerator"] and side["unit"] == "percent" else ""
    return "; ".join(dict.fromkeys(filter(None, (side["as_written"], counts))))  # of few the counts are all there is

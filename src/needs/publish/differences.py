"""What lies between two quarters as rows of one table: what changed, and which figures of the earlier one were revised."""

import math
from collections.abc import Iterator
from pathlib import Path

from needs.files import replacing
from needs.folders import Folders
from needs.measure.safe import Safe
from needs.mistakes import Mistake
from needs.present.assessment import Assessment
from needs.present.facts import Fact
from needs.present.figures import WINDOWS, as_written, figures
from needs.present.numbers import difference, printed_decimals, rounded
from needs.present.revisions import Compared, Revision, compared, is_before_rounding, revised
from needs.publish import documents
from needs.publish.downloads import as_csv
from needs.quarter import Quarter

CHANGED, REVISED = "changed", "revised"
NUMBERS = ("value_then", "value_now", "difference")
COLUMNS = (
    "partnership", "what", "indicator", "title", "area", "breakdown", "group", "window", "period_then", "period_now",
    *NUMBERS, "unit", "then", "now", "difference_in_words", "remark",
)  # fmt: skip
NOT_COUNTED, REDEFINED = "not counted", "the definition changed too"


def partnerships(known: Safe, then: Quarter, now: Quarter) -> list[str]:
    """The names of those that have figures ending with each of two quarters; a Mistake if none has."""
    found = set(known.quarters[["partnership", "quarter"]].itertuples(index=False, name=None))
    names = sorted(name for name, quarter in found if quarter == str(then) and (name, str(now)) in found)
    if not names:
        raise Mistake(f"no partnership has figures that end with {then} and with {now}; name one with --partnership")
    return names


def edition(partnership: str, quarter: Quarter, folders: Folders) -> Path:
    """Where the figures of an edition lie, beside its documents."""
    return documents.folder(partnership, str(quarter), folders) / "figures.csv"


def rows(known: Safe, partnership: str, then: Quarter, now: Quarter, folders: Folders) -> list[dict]:
    """One mapping a measure that changed or stayed, then one a figure revised since the edition of `then`, if it is there.

    The keys are COLUMNS; numbers are NaN where there are none or none may be told, all else is text.
    """
    earlier, later = (Assessment.of(known, partnership, str(quarter)) for quarter in (then, now))
    changed = [_change(one, partnership) for one in compared(later, then)]
    path = edition(partnership, then, folders)
    if not path.is_file():
        return changed
    held = path.read_text(encoding="utf-8", errors="replace")
    if is_before_rounding(held):
        return changed
    found = revised(held, as_csv(figures(earlier)), folders.relative(path))
    return [*changed, *(_revision(one, partnership) for one in found)]


def was_before_rounding(path: Path) -> bool:
    """Whether there is an edition that was made when counts were not rounded yet, with which nothing is compared."""
    return path.is_file() and is_before_rounding(path.read_text(encoding="utf-8", errors="replace"))


def written(found: list[dict], path: Path) -> None:
    """Write rows as CSV, whole or not at all."""
    with replacing(path) as unfinished:
        unfinished.write_bytes(as_csv(found, COLUMNS, NUMBERS).encode())


def _change(one: Compared, partnership: str) -> dict:
    fact = one.fact
    then, now = (side.value if side and side.is_shown else math.nan for side in (one.then, one.now))
    return {
        **{name: getattr(fact, name) for name in ("indicator", "title", "area", "breakdown", "group")},
        "partnership": partnership,
        "what": CHANGED,
        "window": " and ".join(dict.fromkeys(WINDOWS.get(side.window, side.window) for side in _sides(one))),
        "period_then": one.then.period if one.then else "",
        "period_now": one.now.period if one.now else "",
        "value_then": then,
        "value_now": now,
        "difference": now - then if one.is_worked_out else math.nan,
        "unit": fact.unit,
        "then": as_written(one.then) if one.then else NOT_COUNTED,
        "now": as_written(one.now) if one.now else NOT_COUNTED,
        "difference_in_words": one.difference,
        "remark": one.beyond_chance,
    }


def _sides(one: Compared) -> Iterator[Fact]:
    return filter(None, (one.then, one.now))


def _revision(one: Revision, partnership: str) -> dict:
    row, (then, now) = one.then, one.in_words
    before, after = one.number(one.then), one.number(one.now)
    return {
        **{name: row[name] for name in ("indicator", "title", "area", "breakdown", "group", "window", "unit")},
        "partnership": partnership,
        "what": REVISED,
        "period_then": row["period"],
        "period_now": row["period"],
        "value_then": before,
        "value_now": after,
        "difference": one.difference,
        "then": then,
        "now": now,
        "difference_in_words": _in_words(one.difference, row["unit"]),
        "remark": REDEFINED if one.is_redefined else "",
    }


def _in_words(apart: float, unit: str) -> str:
    if math.isnan(apart):
        return ""
    size = rounded(apart, printed_decimals(round(apart, 2)))
    return f"{difference(size, unit)} {'higher' if apart > 0 else 'lower'}" if size else "the value is the same"

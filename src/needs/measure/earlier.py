"""The figures of a quarter, those of an earlier period of the same length, and whether chance could explain the difference."""

import pandas as pd

from needs.measure.indicators import BY_NAME
from needs.measure.judgement import SIMILAR, TOO_CLOSE, TOO_FEW, Judgement, moved, sides, too_few
from needs.measure.results import GIVEN, OF_RECORDS
from needs.measure.safety import BY
from needs.quarter import Quarter
from needs.statistics import differences
from needs.statistics.intervals import Interval

WINDOWS = ("quarter", "year_to_date", "financial_year")  # what a quarter's paper reports, the shortest first
EVENTS = ("journeys", "interventions")  # begun or ended in the period, so that no other period holds them too
SHARED_BY_QUARTERS = ("top_reviews_percent", "in_treatment_when_period_begins", "in_treatment_when_period_ends")
ALIKE = ["indicator", "breakdown", "group", "window", "source"]
OTHER_WINDOW, OVERLAP = "the periods are of different lengths", "the periods overlap"
NOT_ALIKE = (OTHER_WINDOW, OVERLAP)  # not even a difference is worked out
SAME_PEOPLE = "many of the same people are in both"
CERTAIN, LESS_CERTAIN = 99.8, 95


def ending_with(known: pd.DataFrame, code: str, quarter: Quarter) -> pd.DataFrame:
    """The area's rows for the quarter, the year to date and the whole year that end with the quarter; no rolling ones."""
    return known[
        (known["area_code"] == code)
        & (known["period_end"] == pd.Timestamp(quarter.end))
        & known["window"].isin(WINDOWS)
        & (known["kind"] == "actual")
    ]


def of_the_quarter(ending: pd.DataFrame) -> pd.DataFrame:
    """Of each indicator and group the row of the shortest window there is, published before counted.

    Most measures are counted for the first quarter and then for the year to date; that is what stands for the quarter.
    """
    shortest = ending["window"].map(WINDOWS.index)
    order = ending.assign(shortest=shortest, counted=ending["origin"] != "published")
    first = order.sort_values(["shortest", "counted"]).drop_duplicates(["indicator", "breakdown", "group"])
    return first.drop(columns=["shortest", "counted"]).sort_index()


def before(row, known: pd.DataFrame, quarter: Quarter):
    """The row for the quarter before; where there is none, for the same months of the year before; else None."""
    alike = known[
        (known["indicator"] == row.indicator)
        & (known["area_code"] == row.area_code)
        & (known["breakdown"] == row.breakdown)
        & (known["group"] == row.group)
        & (known["window"] == row.window)
        & (known["kind"] == row.kind)
        & (known["source"] == row.source)
        & (known["status"] == "shown")
    ]
    ends = [quarter - 1, quarter - 4] if row.window == "quarter" else [quarter - 4]
    found = (alike[alike["period_end"] == pd.Timestamp(end.end)] for end in ends)
    return next((next(rows.itertuples()) for rows in found if len(rows)), None)


def side_by_side(known: pd.DataFrame, code: str, quarter: Quarter, other: Quarter) -> list[tuple]:
    """Of each indicator the row for the quarter and that for the other one, None where there is none; groups are left out.

    Both are of the shortest window that both quarters have; where they share none, each is of its own shortest.
    """
    ends = [ending_with(known, code, one) for one in (quarter, other)]
    first, second = (rows[(rows["breakdown"] == "all") & rows["indicator"].isin(list(BY_NAME))] for rows in ends)
    now, then = _by_indicator(first, second), _by_indicator(second, first)
    return [(now.get(name), then.get(name)) for name in BY_NAME if name in now or name in then]


def against_earlier(row, earlier) -> Judgement:
    """Whether a result is higher or lower than an earlier one beyond chance, similar, or cannot be compared and why.

    Of counts rounded here it is higher or lower only where it would be so wherever the true counts may lie.
    """
    difference = row.value - earlier.value
    reason = _why_not(row, earlier)
    if reason:
        return Judgement(state="not compared", difference=difference, reason=reason)
    narrow, wide = (_interval(row, earlier, level / 100) for level in (LESS_CERTAIN, CERTAIN))
    if narrow.lower <= 0 <= narrow.upper:
        return Judgement(state=SIMILAR, difference=difference)
    state = "higher" if narrow.lower > 0 else "lower"
    narrow, wide = (_interval(*_nearer(row, earlier, state), level / 100) for level in (LESS_CERTAIN, CERTAIN))
    if narrow.lower <= 0 <= narrow.upper:
        return Judgement(state="not compared", difference=difference, reason=TOO_CLOSE)
    return Judgement(
        state=state, difference=difference, certainty=LESS_CERTAIN if wide.lower <= 0 <= wide.upper else CERTAIN
    )


def _nearer(row, earlier, state: str) -> tuple:
    """Both rows with the counts, before they were rounded, by which the figures would lie nearest to each other."""
    if not (row.is_rounded or earlier.is_rounded):
        return row, earlier
    towards = -1 if state == "higher" else 1
    return tuple(_moved(item, way) for item, way in ((row, towards), (earlier, -towards)))


def _moved(row, way: int):
    """A row's counts moved so far as rounding may have moved them, its figure downwards (-1) or upwards (1)."""
    if not row.is_rounded:
        return row
    if row.unit != "percent":
        return row._replace(value=row.value + way * BY)
    numerator, denominator = moved(row, way)
    return row._replace(numerator=numerator, denominator=denominator)


def _by_indicator(rows: pd.DataFrame, others: pd.DataFrame) -> dict[str, tuple]:
    alike = rows.merge(others[ALIKE].drop_duplicates())
    rest = rows[~rows["indicator"].isin(alike["indicator"])]
    chosen = of_the_quarter(pd.concat([alike, rest], ignore_index=True))
    return {row.indicator: row for row in chosen.itertuples()}


def _why_not(row, earlier) -> str:
    if row.window != earlier.window:
        return OTHER_WINDOW
    if row.period_start <= earlier.period_end and earlier.period_start <= row.period_end:
        return OVERLAP
    for item, when in ((earlier, "the earlier period"), (row, "the quarter")):
        if item.status != "shown":
            return TOO_FEW if item.status in GIVEN else f"there is no figure for {when}"
    if any(item.is_rounded and item.source not in OF_RECORDS for item in (row, earlier)):
        return (
            "the counts are rounded to 5"  # by their publisher, cell by cell: how far a total may lie off is not known
        )
    indicator = BY_NAME.get(row.indicator)
    counting = indicator.counting if indicator else None
    if counting and (counting.of not in EVENTS or row.indicator in SHARED_BY_QUARTERS):
        return SAME_PEOPLE
    if row.unit == "percent" and min(row.denominator, earlier.denominator) > 0:
        return too_few(*sides(row), *sides(earlier))
    if row.unit == "people" and counting:
        return too_few(row.value, earlier.value)
    return "how much it varies by chance is not known"


def _interval(row, earlier, confidence: float) -> Interval:
    if row.unit == "percent":
        counts = (row.numerator, row.denominator, earlier.numerator, earlier.denominator)
        return differences.of_proportions(*counts, confidence)
    days, days_then = ((item.period_end - item.period_start).days + 1 for item in (row, earlier))
    return differences.of_counts(row.value, days, earlier.value, days_then, confidence)

"""A result against a comparator, a target or an earlier period: verdicts as states, and targets in whole people.

The rule of Fingertips and its predecessors: an area differs from a comparator when its own interval excludes the comparator's
value. They take 95% for each figure. Here the interval is as wide as the number of comparisons asks for (`standing.Family`).
"""

import math
from dataclasses import dataclass

import pandas as pd

from needs.measure.indicator import HIGHER_BETTER, LOWER_BETTER, UNKNOWN
from needs.measure.indicators import BY_NAME
from needs.measure.results import GIVEN, OF_RECORDS, Row
from needs.measure.safety import ALL_BUT, BY, FEWER, OF_MEANS, SMALLEST
from needs.quarter import Quarter
from needs.statistics import comparison
from needs.statistics.intervals import Interval

NEXT_TO_NONE = 1e-9  # people; a share of a whole number may miss it by a hair


def people_short(numerator: float, denominator: float, target: float, polarity: str) -> int:
    """The whole people by whom a share misses its target (in percent), where at least or at most that many are wanted.

    Positive is how many more (or, where lower is better, fewer) would have met it; nought or less how many could be spared.
    """
    wanted = target / 100 * denominator
    if polarity == HIGHER_BETTER:
        return math.ceil(wanted - NEXT_TO_NONE) - round(numerator)
    return round(numerator) - math.floor(wanted + NEXT_TO_NONE)


TOO_CLOSE = "too close to call after rounding"
TENTH = 0.1  # to which means are rounded
LOW_RELIABILITY = "its publisher calls it of low reliability"
JUDGED_ONCE = "the verdict stands beside the measure's latest and longest period"
OTHER_SERIES = "the two figures are of different series"
SIMILAR = "similar"
FEWEST_PEOPLE_COMPARED = 10  # our own rule: fewer tell little, and of counts rounded to 5 a 5 may stand for 3 or for 7
TOO_FEW = "too few people to compare safely"


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """One comparison: its state, the difference in the result's own unit (points for a percentage) and in people.

    States against a comparator: better, worse, higher, lower, similar, not compared. Among areas: within, above or below the
    usual spread, not compared. Against a target: met, missed, short of and reached (likewise, while its period is not over or
    the figure is an estimate), not judged. `reason` says in words why nothing was judged; `certainty` is the confidence in
    percent of the interval that shows a difference, 0 otherwise.
    """

    state: str
    difference: float = math.nan
    people: float = math.nan
    certainty: float = 0
    reason: str = ""


def may_be_compared(result: Row, comparator: Row) -> bool:
    """Whether two rows of one measure may be set beside each other: both counted or both published, unless its two ways agree."""
    indicator = BY_NAME.get(result.indicator)
    if indicator is None:
        return True
    is_mixed = (result.source in OF_RECORDS) != (comparator.source in OF_RECORDS)
    return indicator.is_compared and (not is_mixed or indicator.counting is None or indicator.counting.like_published)


def why_not_compared(result: Row, comparator: Row) -> str:
    """Why there is no verdict on two rows, however sure one wants to be; empty where there is one."""
    return OTHER_SERIES if result.series != comparator.series else _why_not_compared(result)


def against_comparator(result: Row, comparator: Row, polarity: str, confidence: float) -> Judgement:
    """A result (a row of the results table) against a comparator's row for the same indicator, period and group.

    `confidence` is that of the interval that must leave the comparator out, a fraction. Of rounded counts a verdict is given
    only where it stands wherever the true ones may lie.
    """
    if result.series != comparator.series:
        return Judgement(state="not compared", reason=OTHER_SERIES)
    difference = result.value - comparator.value
    reason = _why_not_compared(result)
    if reason:
        return Judgement(state="not compared", difference=difference, reason=reason)
    side = _side(result, comparator.value, confidence)
    if not side:
        return Judgement(state=SIMILAR, difference=difference)
    if is_rounded(result) and not _stands_whatever_was_rounded(result, comparator.value, confidence):
        return Judgement(state="not compared", difference=difference, reason=TOO_CLOSE)
    return Judgement(state=verdict(side, side, 0, polarity), difference=difference, certainty=100 * confidence)


def _side(result: Row, value: float, confidence: float) -> int:
    """On which side of a value a result's interval lies: 1 above, -1 below, 0 if it holds it.

    The interval is that of the counts, or the published 95% limits at another confidence where these are all there is.
    """
    if result.unit == "percent" and result.kind != "estimate" and not math.isnan(result.numerator):
        return comparison.leaves_out(result.numerator, result.denominator, value / 100, confidence)
    form, scale = ("proportion", 100) if result.unit == "percent" else ("rate" if result.value > 0 else "mean", 1)
    limits = result.value / scale, result.lower / scale, result.upper / scale
    low, high = comparison.at_confidence(*limits, form=form, confidence=confidence)
    return int(low > value / scale) - int(high < value / scale)


def is_rounded(result: Row) -> bool:
    """Whether a result is a share of counts that were rounded, by their publisher or here."""
    return result.unit == "percent" and bool(result.is_rounded)


def possible(result: Row) -> tuple[float, float]:
    """The least and the greatest value that a result may truly have, its counts being rounded or bounded.

    A share that its publisher rounded is what it is, as is what is not rounded.
    """
    is_published = result.unit == "percent" and result.source not in OF_RECORDS and result.status == "shown"
    if not result.is_rounded or is_published:
        return result.value, result.value
    if result.unit in OF_MEANS:
        return result.value - TENTH / 2, result.value + TENTH / 2
    if result.unit in ("percent change", "ratio"):  # of one count on an earlier one, or on those expected
        counts = ((result.numerator + way * BY, result.denominator - way * BY) for way in (-1, 1))
        least, greatest = (one / other for one, other in counts)
        return (least, greatest) if result.unit == "ratio" else (100 * (least - 1), 100 * (greatest - 1))
    if result.unit != "percent":
        by = BY if result.value else 0
        return result.value - by, result.value + by
    counted, of = _sides(result)
    return 100 * counted[0] / of[1], min(100.0, 100 * counted[1] / of[0])


def possible_of_more(result: Row, more: Row) -> tuple[float, float]:
    """The least and the greatest value that a share may truly have if its whole held the people of another count too."""
    least, greatest = possible(result)
    of = _sides(result)[1] if result.is_rounded else (result.denominator, result.denominator)
    fewest, most = possible(more)
    return least * of[0] / (of[0] + most), greatest * of[1] / (of[1] + fewest)


def _sides(result: Row) -> tuple[tuple[float, float], tuple[float, float]]:
    """The least and greatest count of a share's people, and of its whole."""
    of = result.denominator - BY, result.denominator + BY
    if result.qualifier == FEWER:
        return (1, SMALLEST - 1), of
    if result.qualifier == ALL_BUT:  # at the edges of a share both sides of it move together
        return (of[1] - (SMALLEST - 1) * of[1] / of[0], of[0] - of[0] / of[1]), of
    if result.numerator in (0, result.denominator):  # none and all are told only where they are so
        all_of = result.numerator > 0
        return (of[1], of[0]) if all_of else (0, 0), of
    most = result.numerator + BY  # and at least eight are left over
    return (max(SMALLEST, result.numerator - BY), most), (max(of[0], most + SMALLEST), of[1])


def verdict(lower: float, upper: float, benchmark: float, polarity: str) -> str:
    """better, worse, higher, lower or similar: where an interval lies beside a benchmark."""
    return str(comparison.verdicts([lower], [upper], benchmark, polarity)[0])


def too_few(*counts: float) -> str:
    """Why counts are not compared: one of them is below ten; empty where none is. A missing count says nothing."""
    return TOO_FEW if any(count < FEWEST_PEOPLE_COMPARED for count in counts) else ""


def sides(result: Row) -> tuple[float, ...]:
    """The counts of a share that want ten people: those counted and, where counts were rounded, those left over.

    Wilson's interval holds for everybody and nobody alike, so few left over are no reason where they were counted exactly.
    """
    left = result.denominator - result.numerator
    is_exact = not is_rounded(result) or (
        result.source in OF_RECORDS and left == 0
    )  # "all" is told only where it is so
    return (result.numerator,) if is_exact else (result.numerator, left)


def quarter_among(value: float, values: list[float]) -> int:
    """In which quarter of the areas' values one of them lies, by rank: 1 holds the lowest, 4 the highest."""
    return int(comparison.quantiles(values, groups=4)[values.index(value)])


def against_target(result: Row, target: Row, polarity: str) -> Judgement:
    """A result against its target's row; refused where the target, the direction or the periods do not allow it."""
    reason = _why_no_verdict(result, target, polarity)
    if reason:
        return Judgement(state="not judged", reason=reason)
    difference = result.value - target.value
    met = {value >= target.value if polarity == HIGHER_BETTER else value <= target.value for value in possible(result)}
    if len(met) > 1:
        return Judgement(state="not judged", difference=difference, reason=TOO_CLOSE)
    (good,) = met
    whole_period = (result.period_start, result.period_end) == (target.period_start, target.period_end)
    due = result.kind == "actual" and (whole_period or result.period_end >= target.period_end)
    people = _people_apart(result, target, polarity)
    state = ("met" if good else "missed") if due else ("reached" if good else "short of")
    return Judgement(state=state, difference=difference, people=people)


def _people_apart(result: Row, target: Row, polarity: str) -> float:
    """How many people lie between a result and its target; not a number for a share whose people were not counted."""
    if result.unit != "percent":
        return abs(result.value - target.value)
    if math.isnan(result.numerator) or math.isnan(result.denominator):
        return math.nan
    return abs(people_short(result.numerator, result.denominator, target.value, polarity))


def _why_no_verdict(result: Row, target: Row, polarity: str) -> str:
    if result.status not in GIVEN:
        return "no figure is shown"
    if target.status != "shown" or math.isnan(target.value):
        return "no usable target was set"
    if target.series not in ("", result.series):  # a target of no series is for any
        return OTHER_SERIES
    if polarity == UNKNOWN:
        return "the direction is not recorded"
    if target.unit == "percent" and target.value == 0 and polarity == HIGHER_BETTER:
        return "a target of 0% cannot be missed, so it is no target"
    if result.unit == "people" and result.window != target.window:
        return "the count is for part of the target's period"
    return "" if polarity in (HIGHER_BETTER, LOWER_BETTER) else "the direction is not recorded"


def _why_not_compared(result: Row) -> str:
    if result.status in ("counts", "bound"):
        return TOO_FEW
    if math.isnan(result.lower) or math.isnan(result.upper):
        return "no interval was published"
    if result.unit == "percent" and too_few(*sides(result)):
        return TOO_FEW
    return result.reason


def _stands_whatever_was_rounded(result: Row, value: float, confidence: float) -> bool:
    """Whether a share's interval leaves the comparator out, also with its rounded counts moved towards it."""
    if math.isnan(result.numerator):  # a share alone: what was rounded is not known, and its limits are its publisher's
        return True
    return comparison.leaves_out(*moved(result, 1 if value > result.value else -1), value / 100, confidence) != 0


def moved(result: Row, way: int) -> tuple[float, float]:
    """The counts, before they were rounded, whose share may have lain furthest downwards (-1) or upwards (1)."""
    # A published total is added up from cells that were each rounded; how many is not kept, so two are allowed for.
    cells = 1 if result.source in OF_RECORDS else 2
    if cells == 1 and result.numerator in (0, result.denominator):  # told only where it is so: the fewest tell least
        fewest = result.denominator - BY
        return (fewest if result.numerator else 0), fewest
    denominator = result.denominator - cells * way * BY
    return max(0, min(result.numerator + way * BY, denominator)), denominator


WINDOWS = ("quarter", "year_to_date", "financial_year")  # what a quarter's paper reports, the shortest first
EVENTS = ("journeys", "interventions")  # begun or ended in the period, so that no other period holds them too
SHARED_BY_QUARTERS = ("top_reviews_percent", "in_treatment_when_period_begins", "in_treatment_when_period_ends")
ALIKE = ["indicator", "breakdown", "group", "window", "source", "series"]
OTHER_WINDOW, OVERLAP = "the periods are of different lengths", "the periods overlap"
NOT_ALIKE = (OTHER_WINDOW, OVERLAP, OTHER_SERIES)  # not even a difference is worked out
SAME_PEOPLE = "many of the same people are in both"


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


def before(row: Row, known: pd.DataFrame, quarter: Quarter) -> Row | None:
    """The row for the quarter before; where there is none, for the same months of the year before; else None."""
    alike = known[
        (known["indicator"] == row.indicator)
        & (known["area_code"] == row.area_code)
        & (known["breakdown"] == row.breakdown)
        & (known["group"] == row.group)
        & (known["window"] == row.window)
        & (known["kind"] == row.kind)
        & (known["source"] == row.source)
        & (known["series"] == row.series)
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


def against_earlier(row: Row, earlier: Row, confidence: float) -> Judgement:
    """Whether a result is higher or lower than an earlier one beyond chance, similar, or cannot be compared and why.

    `confidence` is that of the interval of the difference that must leave out nought, a fraction (`standing.confidence_of_changes`). Of counts
    rounded here it is higher or lower only where it would be so wherever the true counts may lie.
    """
    reason = why_no_change(row, earlier)
    difference = math.nan if reason == OTHER_SERIES else row.value - earlier.value
    if reason:
        return Judgement(state="not compared", difference=difference, reason=reason)
    found = _interval(row, earlier, confidence)
    if found.lower <= 0 <= found.upper:
        return Judgement(state=SIMILAR, difference=difference)
    state = "higher" if found.lower > 0 else "lower"
    nearest = _interval(*_nearer(row, earlier, state), confidence)
    if nearest.lower <= 0 <= nearest.upper:
        return Judgement(state="not compared", difference=difference, reason=TOO_CLOSE)
    return Judgement(state=state, difference=difference, certainty=100 * confidence)


def _nearer(row: Row, earlier: Row, state: str) -> tuple[Row, Row]:
    """Both rows with the counts, before they were rounded, by which the figures would lie nearest to each other."""
    if not (row.is_rounded or earlier.is_rounded):
        return row, earlier
    towards = -1 if state == "higher" else 1
    return _moved(row, towards), _moved(earlier, -towards)


def _moved(row: Row, way: int) -> Row:
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


def why_no_change(row: Row, earlier: Row) -> str:
    """Why two results in time are not judged against each other, however sure one wants to be; empty where they are."""
    if row.series != earlier.series:
        return OTHER_SERIES
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


def _interval(row: Row, earlier: Row, confidence: float) -> Interval:
    if row.unit == "percent":
        counts = (row.numerator, row.denominator, earlier.numerator, earlier.denominator)
        return comparison.of_proportions(*counts, confidence)
    days, days_then = ((item.period_end - item.period_start).days + 1 for item in (row, earlier))
    return comparison.of_counts(row.value, days, earlier.value, days_then, confidence)

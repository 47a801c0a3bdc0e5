"""The numbers of people that rows of results give away: a share gives three, an interval gives its numerator."""

import math
from typing import NamedTuple

import pandas as pd
from scipy.stats import chi2, norm

from needs.measure.disclosure_policy import Policy

Z = float(norm.ppf(0.975))  # intervals of results are 95%
MOST_EVENTS_SOUGHT = 2000  # a rate's interval tells its events apart up to here; beyond, none is small
# Units of a mean, a longest wait or money: not counts of people, but their denominators are.
NOT_COUNTS = ("days", "weeks", "years", "score", "GBP", "GBP thousand", "ratio", "FTE")


class Quantity(NamedTuple):
    """A number of people that one row gives away; `start` and `end` are days as ordinals, `end` the day after."""

    row: int
    role: str
    area: str
    indicator: str
    start: int
    end: int
    breakdown: str
    group: str


def quantities(rows: pd.DataFrame, policy: Policy) -> list[Quantity]:
    """Every number that the rows give away or would, were they shown; rows are numbered as they come."""
    parts = {part for part, _ in policy.nested}
    return [
        Quantity(
            number,
            role,
            row.area_code,
            row.indicator,
            row.period_start.toordinal(),
            row.period_end.toordinal() + 1,
            row.breakdown,
            row.group,
        )
        for number, row in enumerate(rows.itertuples())
        for role in _roles(row, parts)
    ]


def _roles(row, parts: set[str]) -> tuple[str, ...]:
    if row.unit in NOT_COUNTS:
        return ("of",)
    beyond = ("beyond",) if row.indicator in parts else ()
    return ("counted", "of", "rest", *beyond) if row.unit == "percent" else ("counted", *beyond)


def counts(rows: pd.DataFrame, found: list[Quantity], policy: Policy) -> list[float]:
    """The number each quantity is, worked out from whatever its row shows; NaN where that does not tell."""
    by_row = [_given_away(row) for row in rows.itertuples()]
    values = [by_row[one.row].get(one.role, math.nan) for one in found]
    whole_of = dict(policy.nested)
    counted = {_cell(one): value for one, value in zip(found, values, strict=True) if one.role == "counted"}
    for place, one in enumerate(found):
        if one.role == "beyond":
            whole = counted.get(_cell(one._replace(indicator=whole_of[one.indicator])), math.nan)
            values[place] = whole - counted[_cell(one)]
    return values


def _cell(one: Quantity) -> tuple:
    return one[2:]


def _given_away(row) -> dict[str, float]:
    if row.unit in NOT_COUNTS:
        return {"of": row.denominator}
    if row.unit == "percent":
        counted, of = _of_share(row)
        return {"counted": counted, "of": of, "rest": of - counted}
    if row.unit.startswith("per "):
        return {"counted": row.numerator if not math.isnan(row.numerator) else _events_of_rate(row)}
    return {"counted": row.value if math.isnan(row.numerator) else row.numerator}


def _of_share(row) -> tuple[float, float]:
    share, counted, of = row.value / 100, row.numerator, row.denominator
    if math.isnan(of):
        of = counted / share if share > 0 and not math.isnan(counted) else _denominator_of_wilson(row)
    if math.isnan(counted):
        counted = share * of
    return _whole(counted), _whole(of)


def _denominator_of_wilson(row) -> float:
    """Wilson's width w = 2z/(n + z²)·√(np(1-p) + z²/4), solved for n."""
    share, width = row.value / 100, (row.upper - row.lower) / 100
    if math.isnan(width) or math.isnan(share) or not 0 < width < 1:
        return math.nan
    square = Z * Z
    half = square * (width * width - 2 * share * (1 - share))
    last = square * square * (width * width - 1)
    return (-half + math.sqrt(half * half - width * width * last)) / (width * width)


def _events_of_rate(row) -> float:
    """Exact and Byar's limits over the rate depend on the number of events alone: the nearest is found."""
    if math.isnan(row.value) or math.isnan(row.lower) or row.value == 0:
        return 0.0 if row.value == 0 else math.nan
    sought = row.lower / row.value
    events = range(1, MOST_EVENTS_SOUGHT)
    return float(min(events, key=lambda x: abs(float(chi2.ppf(0.025, 2 * x)) / (2 * x) - sought)))


def _whole(number: float) -> float:
    """A count that was worked out from rounded shares is a whole number; one that is plainly not stays as it is."""
    near = number if math.isnan(number) else float(round(number))
    return near if abs(number - near) < 0.05 else number

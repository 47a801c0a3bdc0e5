"""What a scenario gives, as rows like those of results: each says what it was fitted on, how, and what its interval is.

They are in no table that is stored: a document works them out from the safe results that it reads.
"""

import math
from collections.abc import Iterable
from typing import Any

import pandas as pd

from needs.measure.backtest import Error
from needs.measure.flows import QUARTERS_OF_A_YEAR, Flows
from needs.measure.results import Row
from needs.measure.safety import BASE
from needs.measure.scenario import DRAWS, OF_PEOPLE, WEEKS, Range
from needs.measure.scenarios import Effect
from needs.quarter import Quarter

EFFECT = "scenarios_mean"
MODELLED = "modelled"  # the kind and the origin of such rows
NAME, ERROR, HELD, LEVER, NEEDED = "scenario", "back_test_error", "back_test_held", "scenario_lever", "scenario_needed"
AT_THE_END = ("in_treatment", "waiting", WEEKS)  # what is there at once, and not over the time ahead
INTERVAL = f"95% of {DRAWS:,} draws of the model of stock and flow"
DATA = (
    "Stock and flow of treatment journeys. Data: the counts that are shown of the twelve months to {end}, who came, who left and "
    "how, by months of stay."
)
FIT = (
    "Fit: the chance of leaving in a quarter by months of stay (Beta distributions), and those who come as in the last year on average. "
    "Interval: 95% of draws of these chances, of what rounding hides, and of chance in each quarter."
)
AS_IT_IS, PLACES_OF_NOW = "if nothing changes", "with the places of now"
BY_MODEL, AS_LAST_YEAR = "by the model", "as last year"


def rows(flows: Flows, of_each: dict[str, Range], quarters: tuple[Quarter, ...], group: str) -> dict[str, Row]:
    """One row a measure of a scenario, by its name; `group` says what was changed."""
    return {
        measure: _row(flows, f"{NAME}_{measure}", group, found, _unit(measure), *_days(measure, quarters))
        for measure, found in of_each.items()
    }


def ends(flows: Flows, found: Iterable[Range], quarters: tuple[Quarter, ...], group: str) -> list[Row]:
    """One row a quarter: how many are in treatment at its end."""
    return [
        _row(flows, f"{NAME}_in_treatment", group, one, "people", quarter, quarter, "day")
        for one, quarter in zip(found, quarters, strict=True)
    ]


def lever(flows: Flows, name: str, value: float, unit: str, quarters: tuple[Quarter, ...]) -> Row:
    """What was asked of a lever."""
    asked = "Asked: chosen by whoever asks, and fitted on nothing."
    return _row(flows, f"{LEVER}_{name}", "asked", _exactly(value), unit, quarters[0], quarters[-1], definition=asked)


def needed(flows: Flows, name: str, target: str, value: float, unit: str, quarters: tuple[Quarter, ...]) -> Row:
    """What one lever would have to be by itself so that a target is reached."""
    how = f"{_defined(flows)} What is expected is worked out again and again (bisection) until it is the target."
    return _row(flows, f"{NEEDED}_{name}", target, _exactly(value), unit, quarters[0], quarters[-1], definition=how)


def errors(flows: Flows, error: Error, first: Quarter) -> dict[str, Row]:
    """The back-test of one measure: errors in people by the model and as last year, and how many quarters lay in their range."""
    how = (
        f"Each of {error.origins} quarters was taken as the last one known, the model fitted on what was known up to it, and up to "
        "four quarters after it worked out and set beside what came. As last year: as the same quarter a year before."
    )
    nothing = math.nan
    span = first, flows.quarter
    found = {
        name: _row(flows, f"{ERROR}_{error.measure}", name, _exactly(value), "people", *span, definition=how)
        for name, value in ((BY_MODEL, error.people), (AS_LAST_YEAR, error.last_year))
    }
    held = _row(
        flows,
        f"{HELD}_{error.measure}",
        BY_MODEL,
        Range(100 * error.held, nothing, nothing),
        "percent",
        *span,
        definition=how,
    )
    found |= {HELD: held._replace(numerator=round(error.held * error.tried), denominator=error.tried)}
    said = f"{error.quarters} quarters foretold, each up to four times: {error.tried} in all, from {error.origins} quarters"
    return {name: row._replace(note=said) for name, row in found.items()}


def _exactly(value: float) -> Range:
    return Range(value, math.nan, math.nan)


def _unit(measure: str) -> str:
    return "people" if measure in OF_PEOPLE else "weeks" if measure == WEEKS else "GBP"


def _days(measure: str, quarters: tuple[Quarter, ...]) -> tuple[Quarter, Quarter, str]:
    if measure in AT_THE_END:
        return quarters[-1], quarters[-1], "day"
    if measure == "in_treatment_in_the_year":
        return quarters[-1] - (QUARTERS_OF_A_YEAR - 1), quarters[-1], "year_ahead"
    return quarters[0], quarters[-1], "quarters_ahead"


def _defined(flows: Flows) -> str:
    return f"{DATA.format(end=f'{flows.quarter.end.day} {flows.quarter.end:%B %Y}')} {FIT}"


def _row(
    flows: Flows, indicator: str, group: str, found: Range, unit: str, first: Quarter, last: Quarter,
    window: str = "quarters_ahead", definition: str = "",
) -> Row:  # fmt: skip
    nothing: dict[str, Any] = dict.fromkeys(("numerator", "denominator"), math.nan)
    nothing |= dict.fromkeys(("qualifier", "place", "note", "series", "rule", "quote", "reason"), "")
    has_range = not math.isnan(found.lower)
    given = {
        "indicator": indicator,
        "area_code": flows.area_code,
        "period_start": pd.Timestamp(last.end if window == "day" else first.start),
        "period_end": pd.Timestamp(last.end),
        "window": window,
        "breakdown": NAME,
        "group": group,
        "kind": MODELLED,
        "population": "people in structured treatment, by the model of stock and flow",
        "age": "all ages",
        "value": found.value,
        "lower": found.lower if has_range else math.nan,
        "upper": found.upper if has_range else math.nan,
        "interval_method": INTERVAL if has_range else "",
        "unit": unit,
        "status": "shown",
        "origin": MODELLED,
        "source": flows.source,
        "definition": definition or _defined(flows),
        "is_rounded": False,
    }
    return Row(**nothing | given)


def effect(flows: Flows, measure: str, found: Effect, quarters: tuple[Quarter, ...]) -> dict[str, Row]:
    """What a lever does to a measure over scenarios: the lowest and the highest mean, and their difference."""
    step = BASE if measure in OF_PEOPLE else 0.1 if measure == WEEKS else 1000
    low, high = (round(step * round(mean / step), 1) for _, mean in (found.low, found.high))
    values = {"low": low, "high": high, "difference": round(high - low, 1)}
    how = {
        "low": "The mean over all scenarios with the value of the lever at which it is lowest.",
        "high": "The mean over all scenarios with the value of the lever at which it is highest.",
        "difference": "The highest of these means less the lowest.",
    }
    return {
        name: _row(
            flows, f"{EFFECT}_{measure}", f"{found.lever}, {name}", _exactly(value), _unit(measure), *_days(measure, quarters),
            definition=f"{how[name]} {_defined(flows)}",
        )
        for name, value in values.items()
    }  # fmt: skip

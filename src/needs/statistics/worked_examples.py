"""Examples that were published with their answers, and our own answer beside each.

Data arrive as pairs of texts, as the table of examples holds them, and are put here into the form each function wants.

One row of `examples/examples.csv` is one example; `examples/data.csv` holds the longer data that some of them name, and
`examples/sources.csv` says what these are. Only figures were taken, each with the paper or program that printed them.
"""

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from needs.statistics import (
    change,
    funnel,
    inequality,
    intervals,
    prevalence,
    projection,
    retention,
    standardisation,
    trend,
)
from needs.statistics.intervals import Interval

Answer = tuple[float, float, float]
Pairs = list[tuple[str, str]]


def _whole(found: Interval) -> Answer:
    return found.value, found.lower, found.upper


def _alone(number: float) -> Answer:
    return float(number), math.nan, math.nan


def _histories(pairs: Pairs) -> dict[str, int]:
    return {history: int(people) for history, people in pairs}


def _seen(pairs: Pairs) -> dict[int, int]:
    return {int(times): int(people) for times, people in pairs}


def _durations(pairs: Pairs) -> tuple[list[float], list[bool]]:
    return [float(lasted) for lasted, _ in pairs], [bool(int(ended)) for _, ended in pairs]


def _past(pairs: Pairs) -> dict[str, tuple[float, float]]:
    return {str(year): (float(part), float(whole)) for year, (part, whole) in enumerate(pairs, start=1)}


def _loglinear(histories: Pairs, interactions: list[str]) -> prevalence.Estimate:
    return prevalence.capture_recapture(_histories(histories), interactions)


def _percent(found: Interval) -> Answer:
    return 100 * found.value, 100 * found.lower, 100 * found.upper


def _funnel(limits: funnel.Limits) -> Answer:
    return math.nan, float(limits.lower[0]), float(limits.upper[0])


def _chart(series: Pairs, **settings: Any) -> Answer:
    last = change.xmr([float(value) for _, value in series], **settings).points.iloc[-1]
    return last["mean"], last["lower"], last["upper"]


def _points_named_alike(series: Pairs) -> Answer:
    found = change.xmr([float(value) for _, value in series]).points["special_cause"]
    return _alone(sum((cause or "none") == theirs for cause, (theirs, _) in zip(found, series, strict=True)))


def _still_there(durations: Pairs, day: float) -> Answer:
    row = retention.curve(*_durations(durations)).set_index("day").loc[day]
    return row["retained"], row["lower"], row["upper"]


def _log_rank(durations: list[Pairs]) -> Answer:
    groups = [(*pair, group) for group, pairs in enumerate(durations) for pair in zip(*_durations(pairs), strict=True)]
    lasted, ended, group = zip(*groups, strict=True)
    return _alone(retention.compare(lasted, ended, [str(each) for each in group]).chi_squared)


def _multiplied(count: int, x: int, n: int) -> Answer:
    return _whole(prevalence.multiplier(count, intervals.proportion(x, n)))


def _ratio(to_date: list[float], past: Pairs) -> Answer:
    return _alone(projection.year_end(to_date, _past(past)).value / to_date[-1])


STATISTICS: dict[str, Callable[..., Answer]] = {
    "proportion": lambda **given: _whole(intervals.proportion(**given)),
    "rate": lambda **given: _whole(intervals.rate(**given)),
    "Byar's limits whatever the count": lambda **given: _whole(intervals.byar(**given)),
    "directly standardised rate": lambda **given: _whole(standardisation.direct(**given)),
    "indirectly standardised ratio": lambda **given: _whole(standardisation.indirect(**given)),
    "slope index of inequality": lambda **given: _whole(inequality.inequality(**given).slope),
    "relative index of inequality": lambda **given: _whole(inequality.inequality(**given).relative),
    "funnel limits of a ratio": lambda denominator, **given: _funnel(funnel.ratio_limits([denominator], **given)),
    "funnel limits of a proportion": lambda denominator, **given: _funnel(
        funnel.proportion_limits([denominator], **given)
    ),
    "spread between areas (phi)": lambda **given: _alone(funnel.overdispersion(**given).drawn_in),
    "variance between areas (tau squared)": lambda **given: _alone(funnel.overdispersion(**given).tau_squared),
    "control chart limits": _chart,
    "points with the special cause published": _points_named_alike,
    "chi-squared for trend": lambda **given: _alone(trend.chi_squared(**given)),
    "share still there": _still_there,
    "median stay": lambda durations: _whole(retention.quantile(retention.curve(*_durations(durations)))),
    "log-rank chi-squared": _log_rank,
    "Lincoln-Petersen": lambda **given: _whole(prevalence.petersen(**given)),
    "Chapman": lambda **given: _whole(prevalence.chapman(**given)),
    "Chapman's standard error": lambda **given: _alone(prevalence.chapman(**given).standard_error),
    "log-linear model": lambda **given: _whole(_loglinear(**given)),
    "log-linear model's standard error": lambda **given: _alone(_loglinear(**given).standard_error),
    "log-linear model's information criterion (AIC)": lambda **given: _alone(_loglinear(**given).aic),
    "zero-truncated Poisson": lambda seen: _whole(prevalence.truncated_poisson(_seen(seen))),
    "Zelterman": lambda seen: _whole(prevalence.zelterman(_seen(seen))),
    "Chao": lambda seen: _whole(prevalence.chao(_seen(seen))),
    "Chao, bias-corrected": lambda seen: _whole(prevalence.chao_bias_corrected(_seen(seen))),
    "multiplier": _multiplied,
    "unmet need, percent": lambda **given: _percent(prevalence.unmet_need(**given)),
    "penetration, percent": lambda **given: _percent(prevalence.penetration(**given)),
    "ratio of whole to part": _ratio,
    "year-end projection": lambda to_date, past: _whole(projection.year_end(to_date, _past(past))),
}


FOLDER = Path(__file__).parent / "examples"
NUMBERS = ("value", "lower", "upper")
KINDS = {
    "published": "printed in a paper or a public table",
    "arithmetic": "printed too, with limits that were taken back from the answer, so that only the arithmetic is checked",
    "another program": "given by a program that others wrote and test",
    "by hand": "worked out from the formula, no example with its data being found",
}


def examples() -> pd.DataFrame:
    """One row an example: statistic, what, inputs (JSON), value, lower and upper as printed, decimals, tolerance, kind, source.

    A limit that was not printed is missing. `decimals` is how many were printed (-2: to the nearest hundred), and
    `tolerance` how far our number may lie from it: half of the last printed digit unless a cruder one is due.
    """
    return pd.read_csv(FOLDER / "examples.csv", dtype=dict.fromkeys(NUMBERS, float))


def data(name: str) -> list[tuple[str, str]]:
    """The pairs of a named set of data, as text in the order of the table; ValueError where there is none of the name."""
    table = pd.read_csv(FOLDER / "data.csv", dtype=str)
    rows = table.loc[table["data"] == name, ["first", "second"]]
    if rows.empty:
        raise ValueError(f"worked examples: there is no data {name!r}; there are {', '.join(table['data'].unique())}")
    return list(rows.itertuples(index=False, name=None))


def histories(name: str) -> dict[str, int]:
    """A named table of people by capture history: "101" counts those on lists 1 and 3 only."""
    return {history: int(people) for history, people in data(name)}


def ours_beside_theirs(table: pd.DataFrame | None = None) -> pd.DataFrame:
    """The examples with our_value, our_lower and our_upper, the largest difference from what was printed, and is_within.

    The difference is in the unit of the example; `is_within` says whether it keeps to the tolerance. All examples unless
    some are given.
    """
    given = examples() if table is None else table
    ours = pd.DataFrame([_ours(row) for row in given.itertuples()], index=given.index, columns=list(NUMBERS))
    apart = (ours - given[list(NUMBERS)]).abs()
    # A number that they print and we do not have is as far apart as can be.
    apart = apart.mask(ours.isna() & given[list(NUMBERS)].notna(), np.inf)
    difference = apart.max(axis=1)
    return given.assign(
        **{f"our_{name}": ours[name] for name in NUMBERS},
        difference=difference,
        is_within=difference <= given["tolerance"],
    )


def _ours(row: Any) -> tuple[float, float, float]:
    inputs = json.loads(row.inputs)
    for name in ("histories", "seen", "durations", "series", "past"):
        if name in inputs:
            inputs[name] = _read(inputs[name])
    return STATISTICS[row.statistic](**inputs)


def _read(names: str | list[str]) -> list:
    return data(names) if isinstance(names, str) else [data(name) for name in names]

"""Would the scenario's flows have foretold the partnership's own past? Each quarter is taken as the last one known.

What was known up to it is fitted, the four quarters after it are worked out, and both are set beside what came. The error
stands beside that of "as last year": that each quarter is as the same one a year before.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from needs.measure.flows import READ, Flows, fit
from needs.measure.safety import BY
from needs.measure.scenario import Levers, simulate
from needs.mistakes import Mistake
from needs.quarter import Quarter
from needs.statistics import chance

AHEAD, DRAWS = 4, 400  # quarters; draws
WITHIN, TOO_FEW = 0.95, 0.05  # of what comes lies in a range that is right; how likely fewer than were held may be
IN_TREATMENT, NEW, LEFT = "in_treatment", "new", "left"
Tried = tuple[
    Quarter, Quarter, float, float, float, bool
]  # when, from where, what came, was worked out, was a year before; held


@dataclass(frozen=True, kw_only=True)
class Error:
    """How far what was worked out of a measure lay from what came, over `tried` quarters that were foretold.

    Mean absolute errors are in people and in percent of what came; `held` is the share of quarters that lay within the range
    of 95%. `quarters` are the different quarters that were foretold, `origins` those they were foretold from.
    """

    measure: str
    tried: int
    quarters: int
    origins: int
    people: float
    percent: float
    last_year: float
    last_year_percent: float
    held: float

    @property
    def is_better(self) -> bool:
        """Whether it lay nearer than "as last year", in whole people: else nothing worked out of it is called a forecast."""
        return round(self.people) < round(self.last_year)

    @property
    def is_too_narrow(self) -> bool:
        """Whether the range held clearly fewer than 95 of 100: too few by chance, of as many as there are different quarters.

        A quarter that is foretold several times counts once, as what is foretold of it is much the same each time.
        """
        return chance.at_most(int(self.held * self.quarters + 1e-9), self.quarters, WITHIN) < TOO_FEW

    @property
    def is_forecast(self) -> bool:
        """Whether what is worked out may be called a forecast: nearer than "as last year", and its range not too narrow."""
        return self.is_better and not self.is_too_narrow


def back_test(results: pd.DataFrame, quarter: Quarter) -> dict[str, Error]:
    """The error of each measure that can be tried, from one area's results up to a quarter; empty where none can.

    `results` as for `fit`.
    """
    results = results[results["indicator"].isin(READ)]
    try:
        known = fit(results, quarter)
    except Mistake:
        return {}
    tried: dict[str, list[Tried]] = {}
    for origin in sorted(known.ends)[:-1]:
        try:
            flows = fit(results, origin)
        except Mistake:
            continue
        for measure, one in _foretold(flows, known):
            tried.setdefault(measure, []).append(one)
    return {measure: _error(measure, found) for measure, found in tried.items()}


def _foretold(flows: Flows, known: Flows) -> Iterator[tuple[str, Tried]]:
    """Of each measure and quarter ahead that came: the quarter, its origin, what came, was worked out and was a year before."""
    paths = simulate(flows, Levers(quarters_ahead=AHEAD), DRAWS)
    of_each = {
        IN_TREATMENT: (paths.ends, known.ends),
        NEW: (paths.new, known.came),
        LEFT: (paths.exits.sum(axis=2), known.gone),
    }
    for measure, (drawn, came) in of_each.items():
        low, middle, high = np.quantile(drawn, [0.025, 0.5, 0.975], axis=0)
        for number in range(drawn.shape[1]):
            when = flows.quarter + number + 1
            if when in came and when - AHEAD in came:
                by = BY if flows.is_rounded else 0
                holds = low[number] - by <= came[when] <= high[number] + by
                yield measure, (when, flows.quarter, came[when], middle[number], came[when - AHEAD], bool(holds))


def _error(measure: str, found: list[Tried]) -> Error:
    came, foretold, before = (np.array([one[place] for one in found], float) for place in (2, 3, 4))
    off, as_before = np.abs(foretold - came), np.abs(before - came)
    share = np.maximum(came, 1)
    return Error(
        measure=measure,
        tried=len(found),
        quarters=len({one[0] for one in found}),
        origins=len({one[1] for one in found}),
        people=float(off.mean()),
        percent=float(100 * (off / share).mean()),
        last_year=float(as_before.mean()),
        last_year_percent=float(100 * (as_before / share).mean()),
        held=float(np.mean([one[5] for one in found])),
    )

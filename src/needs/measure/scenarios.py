"""The scenarios of a grid, each worked out by the one model, and what each lever does over all of them."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from needs.measure.flows import Flows, fit
from needs.measure.scenario import Range, Scenario, check, run
from needs.measure.sweep import Asked, Grid, Value, levers_of
from needs.mistakes import Mistake
from needs.quarter import Quarter


@dataclass(frozen=True, kw_only=True)
class Effect:
    """What a lever does by itself: the mean of a measure over all scenarios in which it has its least, and its greatest, effect.

    `low` and `high` are the values of the lever at which that is, and the means there.
    """

    lever: str
    low: tuple[Value, float]
    high: tuple[Value, float]

    @property
    def size(self) -> float:
        """The difference of the two means, in the measure's unit."""
        return self.high[1] - self.low[1]


@dataclass(frozen=True, kw_only=True)
class Scenarios:
    """The scenarios of a grid with what the model gives for each, in the order of the grid; `as_it_is` is the same for all."""

    grid: Grid
    runs: tuple[tuple[Asked, Scenario], ...]

    @property
    def as_it_is(self) -> dict[str, Range]:
        """The measures with no lever moved."""
        return self.runs[0][1].as_it_is

    def effects(self, measure: str) -> list[Effect]:
        """What each lever of several values does to a measure, the greatest first; none of a measure that is not known."""
        if any(measure not in found.changed for _, found in self.runs):
            return []
        effects = [self._effect(name, measure) for name in self.grid.varied]
        return sorted(effects, key=lambda effect: -effect.size)

    def _effect(self, lever: str, measure: str) -> Effect:
        values = dict(self.grid.values)[lever]
        of_each: dict[Value, list[float]] = {value: [] for value in values}
        for asked, found in self.runs:
            value = getattr(levers_of(asked), lever)
            of_each[value].append(found.changed[measure].value)
        means = [(value, float(np.mean(found))) for value, found in of_each.items()]
        low, *_, high = sorted(means, key=lambda pair: pair[1])
        return Effect(lever=lever, low=low, high=high)


def with_places(grid: Grid, flows: Flows) -> Grid:
    """The grid with the places of now said, where any scenario asks about places and nobody said how many there are.

    Else some scenarios would have places without end and others not, and could not be compared.
    """
    asks = any(levers_of(asked).asks_of_places for asked in grid.scenarios)
    return grid.with_one("capacity", flows.most) if asks and "capacity" not in dict(grid.values) else grid


def check_all(flows: Flows, grid: Grid) -> None:
    """A Mistake names the first scenario that is impossible with these flows, and why."""
    for asked in grid.scenarios:
        check(flows, levers_of(asked))


def worked_out(results: pd.DataFrame, quarter: Quarter, grid: Grid) -> Scenarios:
    """The scenarios of a grid for one area, from its results as `fit` takes them; a Mistake says what is impossible or wanting."""
    flows = fit(results, quarter)
    grid = with_places(grid, flows)
    return Scenarios(grid=grid, runs=tuple((asked, run(flows, levers_of(asked))) for asked in grid.scenarios))


def of_records(results: pd.DataFrame, quarter: Quarter, who: str) -> Flows:
    """The flows as `fit` gives them; a Mistake says whose cannot be worked out."""
    try:
        return fit(results, quarter)
    except Mistake as wanting:
        raise Mistake(f"{who}, {wanting}") from None

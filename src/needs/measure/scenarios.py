"""The scenarios of a grid, each worked out by the one model: what each lever does over all of them, and which reach a target."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from needs.measure.flows import Flows, fit
from needs.measure.scenario import (
    PLANNED_SHARE,
    Levers,
    Range,
    Scenario,
    check,
    expected,
    in_the_last_year,
    planned_share,
    run,
)
from needs.measure.sweep import Asked, Grid, Value, levers_of
from needs.mistakes import Mistake
from needs.quarter import Quarter

PEOPLE, COMPLETING, STAYING = "people", "completing", "staying"  # the kinds of targets that the model has a measure for
# All of the range reaches the target; its middle does; its upper end alone does; none of it does
REACHED, LIKELY, UNLIKELY, NOT_REACHED = STATES = ("reached", "likely", "unlikely", "not reached")


@dataclass(frozen=True, kw_only=True)
class Effect:
    """What a lever does by itself to a measure: the mean over all scenarios where that is lowest, and where it is highest.

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

    flows: Flows
    grid: Grid
    runs: tuple[tuple[Asked, Scenario], ...]

    @classmethod
    def of(cls, flows: Flows, grid: Grid) -> "Scenarios":
        """The scenarios of these flows; a Mistake names the first that is impossible."""
        grid = with_places(grid, flows)
        return cls(
            flows=flows, grid=grid, runs=tuple((asked, run(flows, levers_of(asked))) for asked in grid.scenarios)
        )

    @property
    def as_it_is(self) -> dict[str, Range]:
        """The measures with no lever moved."""
        return self.runs[0][1].as_it_is

    @property
    def quarters(self) -> tuple[Quarter, ...]:
        """The quarters ahead."""
        return self.runs[0][1].quarters

    def effects(self, measure: str) -> list[Effect]:
        """What each lever of several values does to a measure, the greatest first; none of a measure that is not known."""
        if any(measure not in found.changed for _, found in self.runs):
            return []
        effects = [self._effect(name, measure) for name in self.grid.varied]
        return sorted(effects, key=lambda effect: -effect.size)

    def _effect(self, lever: str, measure: str) -> Effect:
        of_each: dict[Value, list[float]] = {value: [] for value in dict(self.grid.values)[lever]}
        for asked, found in self.runs:
            of_each[getattr(levers_of(asked), lever)].append(found.changed[measure].value)
        means = sorted(((value, float(np.mean(found))) for value, found in of_each.items()), key=lambda pair: pair[1])
        return Effect(lever=lever, low=means[0], high=means[-1])

    def reaches(self, levers: Levers, year: Range, kind: str, now: float, target: float) -> str:
        """Whether a target is reached with levers, in one of the words of STATES; `year` are the people then in treatment in the year.

        `kind` says of what the target is, `now` the figure of today that it is set for: people in the year, or a percentage.
        Of percentages the model gives what is expected and no range.
        """
        if kind == PEOPLE:
            wanted = in_the_last_year(self.flows) * target / now
            ends = (year.lower, year.value, year.upper)
            return STATES[sum(end < wanted for end in ends)]
        if kind == STAYING:
            share = 100 - levers.early_drop_out * (100 - now)
            return REACHED if share >= target else NOT_REACHED
        capped = replace(levers, capacity=levers.capacity or self.flows.most) if levers.asks_of_places else levers
        share = expected(self.flows, capped, PLANNED_SHARE) / planned_share(self.flows)
        return REACHED if share * now >= target else NOT_REACHED


def with_places(grid: Grid, flows: Flows) -> Grid:
    """The grid with the places of now said, where any scenario asks about places and nobody said how many there are.

    Else some scenarios would have places without end and others not, and could not be compared.
    """
    asks = any(levers_of(asked).asks_of_places for asked in grid.scenarios)
    return grid.with_one("capacity", flows.most) if asks and "capacity" not in dict(grid.values) else grid


def possible(results: pd.DataFrame, quarter: Quarter, who: str, grid: Grid) -> Grid:
    """The grid with its places; `results` as `fit` takes them. A Mistake names the first scenario that is impossible, or what is
    wanting of the figures of whom they are."""
    try:
        flows = fit(results, quarter)
    except Mistake as wanting:
        raise Mistake(f"{who}, {wanting}") from None
    grid = with_places(grid, flows)
    for asked in grid.scenarios:
        check(flows, levers_of(asked))
    return grid

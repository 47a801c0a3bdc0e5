"""How far do the invented records lie from what the source documents print? Counted from the truth, not from the files.

targets.csv holds each figure and where it is printed; the words beside each count below say which of the definitions it
follows. What is expected of the model is the printed figure, and what is drawn lies about it as chance has it.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from needs.synthetic.invention import Invention
from needs.synthetic.journeys import TWELVE_WEEKS, days
from needs.synthetic.outcomes import FIRST_FORM

TARGETS = Path(__file__).with_name("targets.csv")
COMPLETED, PLANNED = ("1", "2"), ("1", "2", "5")  # as counted in 2009, without referred on; as counted in 2007-08
TIER_4 = ("1", "6")
Estimate = tuple[float, Callable[[float], float]]  # a figure, and its standard error if the printed one is expected
FORM_WINDOW, REVIEW_WINDOW = 14, 182  # days either side of start and exit; days in which a review is looked for


@dataclass(frozen=True)
class Asked:
    """What a figure counts over: one partnership's truth, a first and last day, and the group it is for."""

    truth: Invention
    start: int
    end: int
    group: str

    @property
    def begun(self) -> np.ndarray:
        return self.holds(self.truth.journeys.start)

    @property
    def ended(self) -> np.ndarray:
        return self.holds(self.truth.journeys.end) & self.in_age(self.truth.journeys.end)

    @property
    def present(self) -> np.ndarray:
        """The journeys with a day in the period."""
        journeys = self.truth.journeys
        return (journeys.start <= self.end) & (journeys.end >= self.start)

    def holds(self, day: np.ndarray) -> np.ndarray:
        return (self.start <= day) & (day <= self.end)

    def in_age(self, day: np.ndarray | int) -> np.ndarray:
        if not self.group.startswith("age: "):
            return np.ones(len(self.truth.journeys.start), bool)
        low, high = (int(age) for age in self.group.removeprefix("age: ").split("-"))
        age = (day - self.truth.people.born[self.truth.journeys.person]) / 365.25
        return (low <= age) & (age < high + 1)

    def people(self, chosen: np.ndarray) -> np.ndarray:
        return np.unique(self.truth.journeys.person[chosen])


def achieved(inventions: Iterable[Invention]) -> pl.DataFrame:
    """One row is one calibrated figure of the partnerships given: target, got, standard error, and where it is printed."""
    truths = {invention.partnership.slug: invention for invention in inventions}
    targets = pl.read_csv(TARGETS).filter(pl.col("partnership").is_in(list(truths)))
    found = [_count(truths[row["partnership"]], row) for row in targets.iter_rows(named=True)]
    return targets.with_columns(
        got=pl.Series([got for got, _ in found], dtype=pl.Float64),
        standard_error=pl.Series(
            [error(printed) for (_, error), printed in zip(found, targets["target"], strict=True)], dtype=pl.Float64
        ),
    )


def _count(truth: Invention, row: dict) -> Estimate:
    start, end = (days(date.fromisoformat(day)) for day in row["period"].split("/"))
    return MEASURES[row["measure"]](Asked(truth, start, end, row["group"]))


def _number(counted: int, months: float = 1) -> Estimate:
    return counted / months, lambda printed: math.sqrt(printed / months)


def _percent(counted: np.ndarray, of: np.ndarray) -> Estimate:
    count = max(of.sum(), 1)
    return 100 * float((counted & of).sum() / count), lambda printed: math.sqrt(printed * (100 - printed) / count)


def _mean_wait(weeks: np.ndarray) -> Estimate:
    """Waits are drawn as exponential ones, of which the standard deviation is the mean."""
    return float(weeks.mean()), lambda printed: printed / math.sqrt(len(weeks))


def _is_planned(asked: Asked) -> np.ndarray:
    return np.isin(asked.truth.journeys.reason, PLANNED)


def _is_effective(asked: Asked) -> np.ndarray:
    """In treatment in the period, and 12 weeks of it by the period's last day or a planned end by then."""
    journeys = asked.truth.journeys
    reached = np.minimum(journeys.end, asked.end) - journeys.start >= TWELVE_WEEKS
    return asked.present & (reached | ((journeys.end <= asked.end) & _is_planned(asked)))


def _engaged(asked: Asked) -> Estimate:
    """Of those whose 12 weeks are over or who have left, the share in effective treatment; age on the last day."""
    effective = _is_effective(asked)
    pending = ~effective & (asked.truth.journeys.end > asked.end)
    return _percent(effective, asked.present & ~pending & asked.in_age(asked.end))


def _share(asked: Asked) -> Estimate:
    """Of the people in treatment in the period, the share of a group; age on the period's middle day."""
    kind, _, wanted = asked.group.partition(": ")
    person = asked.people(asked.present)
    if kind == "age":
        inside = np.isin(person, asked.people(asked.present & asked.in_age((asked.start + asked.end) // 2)))
    else:
        inside = getattr(asked.truth.people, kind)[person] == wanted
    return _percent(inside, np.ones(len(person), bool))


def _largest_other_drug(asked: Asked) -> Estimate:
    """The largest share of any first drug but heroin and cannabis."""
    drugs = asked.truth.people.drug_1[asked.people(asked.present)].astype(str)
    found, counts = np.unique(drugs, return_counts=True)
    others = ~np.isin(found, ["1101", "5000"])
    return _percent(drugs == found[others][counts[others].argmax()], np.ones(len(drugs), bool))


def _tier_4(asked: Asked) -> Estimate:
    """People with a stay in residence or as an inpatient in the period, of people in effective treatment in it."""
    found, effective = asked.truth.interventions, asked.people(_is_effective(asked))
    open_ = np.isin(found.modality, TIER_4) & (found.start <= asked.end) & (found.end >= asked.start)
    person = asked.truth.journeys.person[asked.truth.episodes.journey[found.episode[open_]]]
    return _percent(np.isin(effective, person), np.ones(len(effective), bool))


def _has_form(asked: Asked, stage: str, day: np.ndarray, before: int, after: int) -> np.ndarray:
    """Whether each journey has a form of a stage from so many days before a day of its own to so many after."""
    forms = asked.truth.forms.filter(pl.col("stage") == stage)
    whose, when = forms["journey"].to_numpy(), forms["day"].to_numpy()
    near = (when >= day[whose] - before) & (when <= day[whose] + after)
    return np.isin(np.arange(len(day)), whose[near])


def _form_at_start(asked: Asked) -> np.ndarray:
    return _has_form(asked, "S", asked.truth.journeys.start, FORM_WINDOW, FORM_WINDOW)


def _review_form(asked: Asked) -> Estimate:
    """Open on the last day, 26 weeks or more by then, with a start form; a review in the last 26 weeks."""
    journeys = asked.truth.journeys
    due = (journeys.start >= FIRST_FORM) & (journeys.start <= asked.end - REVIEW_WINDOW) & (journeys.end > asked.end)
    last = np.full(len(journeys.start), asked.end)
    return _percent(_has_form(asked, "R", last, REVIEW_WINDOW - 1, 0), due & _form_at_start(asked))


def _waits(asked: Asked) -> np.ndarray:
    """Weeks from referral to first offer of the structured interventions offered in the period."""
    found, kind = asked.truth.interventions, asked.group.removeprefix("modality: ")
    counted = asked.holds(found.offered) & (found.modality == kind if kind != "all" else True)
    return (found.offered - found.referred)[counted] / 7


MEASURES: dict[str, Callable[[Asked], Estimate]] = {
    "in_treatment": lambda asked: _number(len(asked.people(asked.present))),
    "effective_treatment": lambda asked: _number(len(asked.people(_is_effective(asked)))),
    "presentations_a_month": lambda asked: _number(
        asked.holds(asked.truth.episodes.start).sum(), (asked.end + 1 - asked.start) / (365.25 / 12)
    ),
    "retained_percent": lambda asked: _percent(asked.truth.journeys.is_retained, asked.begun),
    "retained_or_planned_percent": lambda asked: _percent(
        asked.truth.journeys.is_retained | _is_planned(asked), asked.begun
    ),
    "completed_percent": lambda asked: _percent(np.isin(asked.truth.journeys.reason, COMPLETED), asked.ended),
    "planned_exit_percent": lambda asked: _percent(_is_planned(asked), asked.ended),
    "engaged_percent": _engaged,
    "share_percent": _share,
    "largest_other_drug_percent": _largest_other_drug,
    "housing_problem_percent": lambda asked: _percent(asked.truth.has_housing_problem, asked.begun),
    "tier_4_percent": _tier_4,
    "start_form_percent": lambda asked: _percent(_form_at_start(asked), asked.begun),
    "review_form_percent": _review_form,
    "exit_form_percent": lambda asked: _percent(
        _has_form(asked, "E", asked.truth.journeys.end, FORM_WINDOW, FORM_WINDOW), asked.ended
    ),
    "care_plan_percent": lambda asked: _percent(asked.truth.has_care_plan, asked.holds(asked.truth.episodes.start)),
    "average_wait_weeks": lambda asked: _mean_wait(_waits(asked)),
}

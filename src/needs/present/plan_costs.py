"""The amounts of a plan's lines of money, and each beside the people printed for the very same year."""

import datetime
from dataclasses import dataclass

import pandas as pd

from needs.measure import planned
from needs.present.facts import Fact
from needs.present.plan import Plan
from needs.quarter import Quarter

POUNDS = {"GBP": 1, "GBP thousand": 1000}
LIMITS = {
    ("", ""): "",
    ("", "at least"): "at most ",
    ("over", ""): "over ",
}  # by the words printed with money and people
EVERYBODY = ("all", "all")


@dataclass(frozen=True, kw_only=True)
class Cost:
    """One line of money beside people of the same year: both figures, and pounds for each person."""

    line: object
    money: Fact
    people: Fact

    @property
    def pounds(self) -> float:
        """The money in pounds."""
        return in_pounds(self.money)

    @property
    def for_each(self) -> float:
        """Pounds for each person."""
        return planned.for_each_person(self.pounds, self.people.value)

    @property
    def limit(self) -> str:
        """The word before the sum: a figure that was printed as a limit makes the sum a limit too."""
        return LIMITS.get((self.money.qualifier, self.people.qualifier), "about ")


def in_pounds(money: Fact) -> float:
    """An amount in pounds, whatever it was printed in."""
    return money.value * POUNDS[money.unit]


def amounts(plan: Plan) -> list[tuple[object, Fact]]:
    """Each line of money with each amount of pounds that is printed for its year."""
    lines = plan.rows.funding.itertuples()
    found = [(row, fact) for row in lines for fact in _of_year(plan, row, (row.measure, row.breakdown, row.group))]
    return [(row, fact) for row, fact in found if fact.unit in POUNDS]


def costs(plan: Plan) -> list[Cost]:
    """Every line of money that can be set beside people of its own year."""
    return plan.assessment.once("costs", lambda: list(_costs(plan)))


def _costs(plan: Plan):
    for row, fact in amounts(plan):
        for measure in filter(None, row.people_measures.split("; ")):
            people = _of_year(plan, row, (measure, *EVERYBODY))
            yield from (Cost(line=row, money=fact, people=one) for one in people if one.unit == "people")


def _of_year(plan: Plan, line, named: tuple[str, str, str]) -> list[Fact]:
    """The partnership's own figures of a measure and group for the very days of a line's financial year."""
    days = Quarter.containing(datetime.date(int(line.financial_year[:4]), 4, 1)).whole_financial_year
    rows = plan.figures(*named)
    rows = rows[(rows["period_start"] == pd.Timestamp(days.start)) & (rows["period_end"] == pd.Timestamp(days.end))]
    own = rows[(rows["area_code"] == plan.assessment.area.code) & (rows["status"] == "shown")]
    return [plan.assessment.fact(row) for row in own.itertuples()]

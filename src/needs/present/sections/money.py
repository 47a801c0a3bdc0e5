"""The money of a plan: who pays for what, what that is for each person, and what a change in it would mean."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from needs.measure import plans
from needs.present import words
from needs.present.facts import Fact
from needs.present.kit.html import Number, Words
from needs.present.kit.section import FactTable, heading, paragraph, plain, printed_value, spoken_unit
from needs.present.numbers import counted, whole
from needs.present.sections.plan import Plan, two_lines
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

    line: Any
    money: Fact
    people: Fact

    @property
    def pounds(self) -> float:
        """The money in pounds."""
        return in_pounds(self.money)

    @property
    def for_each(self) -> float:
        """Pounds for each person."""
        return plans.for_each_person(self.pounds, self.people.value)

    @property
    def limit(self) -> str:
        """The word before the sum: a figure that was printed as a limit makes the sum a limit too."""
        return LIMITS.get((self.money.qualifier, self.people.qualifier), "about ")


def in_pounds(money: Fact) -> float:
    """An amount in pounds, whatever it was printed in."""
    return money.value * POUNDS[money.unit]


def amounts(plan: Plan) -> list[tuple[Any, Fact]]:
    """Each line of money with each amount of pounds that is printed for its year."""
    lines = plan.rows.funding.itertuples()
    figures = [(row, fact) for row in lines for fact in _of_year(plan, row, (row.measure, row.breakdown, row.group))]
    return [(row, fact) for row, fact in figures if fact.unit in POUNDS]


def costs(plan: Plan) -> list[Cost]:
    """Every line of money that can be set beside people of its own year."""
    return plan.assessment.once("costs", lambda: list(_costs(plan)))


def _costs(plan: Plan) -> Iterator[Cost]:
    for row, fact in amounts(plan):
        for measure in filter(None, row.people_measures.split("; ")):
            people = _of_year(plan, row, (measure, *EVERYBODY))
            yield from (Cost(line=row, money=fact, people=number) for number in people if number.unit == "people")


def _of_year(plan: Plan, line: Any, named: tuple[str, str, str]) -> list[Fact]:
    """The partnership's own figures of a measure and group for the very days of a line's financial year."""
    days = Quarter.containing(datetime.date(int(line.financial_year[:4]), 4, 1)).whole_financial_year
    rows = plan.figures(*named)
    rows = rows[(rows["period_start"] == pd.Timestamp(days.start)) & (rows["period_end"] == pd.Timestamp(days.end))]
    shown = rows[(rows["area_code"] == plan.assessment.area.code) & (rows["status"] == "shown")]
    return [plan.assessment.fact(row) for row in shown.itertuples()]


NOT_PRINTED = "not printed"
NO_FUNDING = "The document prints no amount of money and no source of it, so no unit cost can be worked out."
NO_AMOUNT = "The document names sources of money without an amount, so no unit cost can be worked out."
GUIDE = (
    "Each sum divides the whole line by the people printed for the same year. The line may pay for other things too, so it is "
    "a guide."
)
NO_PEOPLE = "No line of money can be set beside people of the same year, so no unit cost can be worked out."


def profile(plan: Plan) -> list:
    """Who pays for what and how much, as printed, with contradictions; or that no amount, or nothing, is printed."""
    if plan.rows.funding.empty:
        return [plain(NO_FUNDING)]
    caption = f"Funding profile of {plan.assessment.area.name}, as printed"
    rows = [_line(plan, row) for row in plan.rows.funding.itertuples()]
    contradictory = [facts for facts in plan.assessment.contradictions() if facts[0].unit in POUNDS]
    return [
        FactTable(caption, ["Line", "Who pays", "Year", "Amount", "Place"], rows),
        [paragraph(words.contradicting(facts)) for facts in contradictory],
        None if amounts(plan) else plain(NO_AMOUNT),
    ]


def unit_costs(plan: Plan) -> list | None:
    """Each amount beside people of the same year, and what that is for each person."""
    if not amounts(plan):
        return None
    if not costs(plan):
        return [heading("Unit costs"), plain(NO_PEOPLE)]
    rows = [
        [
            f"{cost.line.item} {cost.line.text}",
            two_lines(cost.money.qualified, cost.money.place, cost.money),
            two_lines(cost.people.qualified, _what_people_are(cost), cost.people),
            two_lines(f"{cost.limit}{_pounds(cost.for_each)}", f"{_pounds(cost.pounds)} / {cost.people.number}"),
        ]
        for cost in costs(plan)
    ]
    headers = ["Line", "Money", "People", "For each person"]
    return [heading("Unit costs"), plain(GUIDE), FactTable("Money for each person", headers, rows)]


def change(plan: Plan) -> list | None:
    """What a change of so many percent takes or adds, and how many people the same unit cost would then pay for."""
    if not amounts(plan):
        return None
    by_line: dict[tuple, list[Cost]] = {}
    for cost in costs(plan):
        by_line.setdefault((cost.line.item, cost.money.key), []).append(cost)
    rows = [_changed_row(plan, row, fact, by_line.get((row.item, fact.key), [])) for row, fact in amounts(plan)]
    size = f"{abs(plan.cut_percent):g}%"
    what = f"{'a cut' if plan.cut_percent >= 0 else 'growth'} of {size}"
    return [
        heading("What a change in money would mean"),
        plain(f"The table shows {what} on each line, all else equal. The notebook's parameter cut_percent sets it."),
        FactTable(f"What {what} would mean", ["Line", "Money", "Change", "Then", "People at the same unit cost"], rows),
    ]


def _line(plan: Plan, row: Any) -> list:
    shown = [fact for fact in plan.facts(row) if fact.area_code == plan.assessment.area.code]
    values = "; or ".join(counted(printed_value(fact), spoken_unit(fact)) for fact in shown)
    change = " (change)" if shown and shown[0].unit == "percent change" else ""
    return [
        f"{row.item} {row.text}",
        row.funder or NOT_PRINTED,
        row.financial_year,
        Number(values + change or "[x]", facts=tuple(shown)),
        row.place,
    ]


def _what_people_are(cost: Cost) -> str:
    return f"{cost.people.title}: {cost.people.kind}, {cost.line.financial_year}"


def _changed_row(plan: Plan, row: Any, fact: Fact, of_line: list[Cost]) -> list:
    pounds = in_pounds(fact)
    change = plans.changed(pounds, -plan.cut_percent)
    people = "; ".join(_people(plan, cost) for cost in of_line) or "not known: no people of the same year are printed"
    return [
        f"{row.item} {row.text}",
        Number(fact.qualified, facts=(fact,)),
        Number(_signed(change), facts=(fact,)),
        Number(_pounds(pounds + change), facts=(fact,)),
        Words(people, tuple(cost.people for cost in of_line)),
    ]


def _people(plan: Plan, cost: Cost) -> str:
    size = whole(abs(plans.changed(cost.people.value, plan.cut_percent)))
    way = "fewer" if plan.cut_percent > 0 else "more"
    return f"{size} {way} than {cost.people.qualified} ({cost.people.title.lower()})"


def _pounds(amount: float) -> str:
    return f"£{whole(amount)}"


def _signed(amount: float) -> str:
    return f"{'-' if amount < 0 else '+'}{_pounds(abs(amount))}" if round(amount) else "£0"

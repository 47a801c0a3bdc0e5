"""The money of a plan: who pays for what, what that is for each person, and what a change in it would mean."""

import datetime
from dataclasses import dataclass

import pandas as pd

from needs.measure import plans
from needs.present import words
from needs.present.facts import Fact
from needs.present.kit.html import Html, Number, Words
from needs.present.kit.section import FactTable, cited, heading, paragraph, plain, printed_value, spoken_unit
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
        return plans.for_each_person(self.pounds, self.people.value)

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


NOT_PRINTED = "not printed"
NO_FUNDING = "The document prints no amount of money and no source of it, so no unit cost can be worked out."
NO_AMOUNT = "The document names sources of money without an amount, so no unit cost can be worked out."
GUIDE = (
    "Each sum divides the whole line by the people printed for the same year. The line may pay for other things too, so it is "
    "a guide."
)
NO_PEOPLE = "No line of money can be set beside people of the same year, so no unit cost can be worked out."


def money(plan: Plan) -> Html:
    """The funding profile, unit costs, and what the change given as a parameter would mean."""
    if plan.absent:
        return cited(plan.assessment, plain(plan.absent))
    if plan.rows.funding.empty:
        return cited(plan.assessment, plain(NO_FUNDING))
    return cited(plan.assessment, _profile(plan), _unit_costs(plan), _change(plan))


def _profile(plan: Plan):
    rows = []
    for row in plan.rows.funding.itertuples():
        shown = [fact for fact in plan.facts(row) if fact.area_code == plan.assessment.area.code]
        values = "; or ".join(counted(printed_value(fact), spoken_unit(fact)) for fact in shown)
        change = " (change)" if shown and shown[0].unit == "percent change" else ""
        rows.append(
            [
                f"{row.item} {row.text}",
                row.funder or NOT_PRINTED,
                row.financial_year,
                Number(values + change or "[x]", facts=tuple(shown)),
                row.place,
            ]
        )
    caption = f"Funding profile of {plan.assessment.area.name}, as printed"
    contradictory = [facts for facts in plan.assessment.contradictions() if facts[0].unit in POUNDS]
    return [
        FactTable(caption, ["Line", "Who pays", "Year", "Amount", "Place"], rows),
        [paragraph(words.contradicting(facts)) for facts in contradictory],
        None if amounts(plan) else plain(NO_AMOUNT),
    ]


def _unit_costs(plan: Plan):
    if not amounts(plan):
        return None
    found = costs(plan)
    if not found:
        return [heading("Unit costs"), plain(NO_PEOPLE)]
    rows = [
        [
            f"{one.line.item} {one.line.text}",
            two_lines(one.money.qualified, one.money.place, one.money),
            two_lines(
                one.people.qualified, f"{one.people.title}: {one.people.kind}, {one.line.financial_year}", one.people
            ),
            two_lines(f"{one.limit}{_pounds(one.for_each)}", f"{_pounds(one.pounds)} / {one.people.number}"),
        ]
        for one in found
    ]
    headers = ["Line", "Money", "People", "For each person"]
    return [heading("Unit costs"), plain(GUIDE), FactTable("Money for each person", headers, rows)]


def _change(plan: Plan):
    """What a change of so many percent takes or adds, and how many people the same unit cost would then pay for."""
    if not amounts(plan):
        return None
    by_line = {}
    for one in costs(plan):
        by_line.setdefault((one.line.item, one.money.key), []).append(one)
    rows = [_changed_row(plan, row, fact, by_line.get((row.item, fact.key), [])) for row, fact in amounts(plan)]
    size = f"{abs(plan.cut_percent):g}%"
    what = f"{'a cut' if plan.cut_percent >= 0 else 'growth'} of {size}"
    return [
        heading("What a change in money would mean"),
        plain(f"The table shows {what} on each line, all else equal. The notebook's parameter cut_percent sets it."),
        FactTable(f"What {what} would mean", ["Line", "Money", "Change", "Then", "People at the same unit cost"], rows),
    ]


def _changed_row(plan: Plan, row, fact: Fact, found: list[Cost]) -> list:
    pounds = in_pounds(fact)
    change = plans.changed(pounds, -plan.cut_percent)
    people = "; ".join(_people(plan, one) for one in found) or "not known: no people of the same year are printed"
    return [
        f"{row.item} {row.text}",
        Number(fact.qualified, facts=(fact,)),
        Number(_signed(change), facts=(fact,)),
        Number(_pounds(pounds + change), facts=(fact,)),
        Words(people, tuple(one.people for one in found)),
    ]


def _people(plan: Plan, one: Cost) -> str:
    size = whole(abs(plans.changed(one.people.value, plan.cut_percent)))
    way = "fewer" if plan.cut_percent > 0 else "more"
    return f"{size} {way} than {one.people.qualified} ({one.people.title.lower()})"


def _pounds(amount: float) -> str:
    return f"£{whole(amount)}"


def _signed(amount: float) -> str:
    return f"{'-' if amount < 0 else '+'}{_pounds(abs(amount))}" if round(amount) else "£0"

"""The money of a plan and the staff it pays: who pays for what, for how many people, and what changed."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pandas as pd

from needs.code_lists import code_list
from needs.measure import plans
from needs.present import standing, words
from needs.present.facts import Fact
from needs.present.kit.html import Number, Words
from needs.present.kit.html import table as table_of
from needs.present.kit.section import KINDS, FactTable, heading, paragraph, plain, printed_value, spoken_unit
from needs.present.numbers import capital, counted, listed, whole
from needs.present.sections.plan import Plan, two_lines
from needs.quarter import Period, Quarter

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
        """The word before the sum: a figure that was printed as a limit makes the sum a limit too, a rounded one about so much."""
        if self.people.is_counted and self.people.is_rounded:
            return "about "
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
            people = _of_year(plan, row, (measure, *EVERYBODY)) or _counted(plan, row, measure)
            yield from (Cost(line=row, money=fact, people=number) for number in people if number.unit == "people")


def _days(line: Any) -> Period:
    """The days of a line's financial year."""
    return Quarter.containing(datetime.date(int(line.financial_year[:4]), 4, 1)).whole_financial_year


def _counted(plan: Plan, line: Any, measure: str) -> list[Fact]:
    """What was counted from records for the year, where the document prints no number of people."""
    days = _days(line)
    fact = plan.assessment.counted(measure, days.start, days.end)
    return [fact] if fact and fact.is_shown else []


def _of_year(plan: Plan, line: Any, named: tuple[str, str, str]) -> list[Fact]:
    """The partnership's own figures of a measure and group for the very days of a line's financial year."""
    days = _days(line)
    rows = plan.figures(*named)
    rows = rows[(rows["period_start"] == pd.Timestamp(days.start)) & (rows["period_end"] == pd.Timestamp(days.end))]
    shown = rows[(rows["area_code"] == plan.assessment.area.code) & (rows["status"] == "shown")]
    return [plan.assessment.fact(row) for row in shown.itertuples()]


NOT_PRINTED = "not printed"
NO_FUNDING = "The document prints no amount of money and no source of it, so no unit cost can be worked out."
NO_AMOUNT = "The document names sources of money without an amount, so no unit cost can be worked out."
GUIDE = (
    "Each sum divides the whole line by the people of the same year: those printed, or else those counted from records. The "
    "line may pay for other things too, so it is a guide."
)
COVERED = "Covered is external and internal income together, of gross expenditure."
INCOME_OF = "Income beside gross expenditure, {}, {}"
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


YEARS_OF_GRANTS = "The years are those that sources name, and not when a grant began or ended."


def by_intervention(plan: Plan) -> list | None:
    """What each kind of intervention costs, the years side by side, by the grant that pays for it where that is named."""
    lines = [(row, fact) for row, fact in amounts(plan) if row.intervention]
    if not lines:
        return None
    years = sorted({row.financial_year for row, _ in lines})
    kinds = list(dict.fromkeys((row.intervention, row.grant or row.funder) for row, _ in lines))
    rows = [
        [kind, payer or NOT_PRINTED, *(_in_the_year(lines, (kind, payer), year) for year in years)]
        for kind, payer in kinds
    ]
    caption = f"Money by kind of intervention, {plan.assessment.area.name}, {listed(years)}"
    return [heading("Kinds of intervention"), FactTable(caption, ["Kind of intervention", "Who pays", *years], rows)]


def _in_the_year(lines: list[tuple[Any, Fact]], kind: tuple[str, str], year: str) -> Words | Number:
    """Each amount of a kind and payer in a year, with what kind of figure it is."""
    facts = [
        fact
        for row, fact in lines
        if (row.intervention, row.grant or row.funder) == kind and row.financial_year == year
    ]
    if not facts:
        return Number("none given")
    return Words("; ".join(f"{fact.qualified} ({KINDS[fact.kind]})" for fact in facts), tuple(facts))


def grants(plan: Plan) -> list | None:
    """The grants that lines of money name, with what the list of grants says of each."""
    named = list(dict.fromkeys(row.grant for row in plan.rows.funding.itertuples() if row.grant))
    if not named:
        return None
    known = {row["grant"].casefold(): row for row in code_list("grants").iter_rows(named=True)}
    rows = [_grant(name, known.get(name.casefold())) for name in named]
    headers = ["Grant", "From", "Years found", "What to know", "Source", "How sure"]
    caption = f"Grants that pay for the plan of {plan.assessment.area.name}"
    return [heading("Grants"), plain(YEARS_OF_GRANTS), table_of(caption, headers, rows)]


def _grant(name: str, row: dict[str, str] | None) -> list[str]:
    if row is None:
        return [
            name,
            "not known",
            "not known",
            "it is not on the list of grants",
            "the partnership's plan",
            "not known",
        ]
    first, last = row["first_year"], row["last_year"]
    years = (first if first == last else f"{first} to {last}") if first else "not found"
    return [name, row["funder"], years, row["note"], row["source"], row["confidence"]]


SPENDING, EXTERNAL, INTERNAL = "budget_gross_expenditure", "budget_external_income", "budget_internal_income"
INCOME = {SPENDING: "Gross expenditure", EXTERNAL: "External income", INTERNAL: "Internal income"}
STAFF = "workforce"  # the topic of its measures
Side = tuple[str, str]  # a period, and whether its amounts are a plan or what became of it


def income(plan: Plan) -> list | None:
    """Income beside gross expenditure, line by line, with the years side by side where there are several."""
    facts = [fact for fact in _own(plan, set(INCOME)) if fact.unit in POUNDS]
    amounts = {(fact.group, (fact.period, fact.kind), fact.indicator): fact for fact in facts}
    sides = list(dict.fromkeys(side for _, side, name in amounts if name != SPENDING))
    lines = list(dict.fromkeys(line for line, side, name in amounts if name != SPENDING and side in sides))
    if not any((line, side, SPENDING) in amounts for line in lines for side in sides):
        return None
    rows = [[capital(line), *(cell for side in sides for cell in _paid_for(amounts, line, side))] for line in lines]
    headers = ["Line", *(_of_side(name, side, sides) for side in sides for name in (*INCOME.values(), "Covered"))]
    area, years = plan.assessment.area.name, listed([f"{period} ({KINDS[kind]})" for period, kind in sides])
    return [heading("Income beside spending"), plain(COVERED), FactTable(INCOME_OF.format(area, years), headers, rows)]


def _paid_for(amounts: dict[tuple[str, Side, str], Fact], line: str, side: Side) -> list[Number]:
    """What a line spends in a year, what comes in for it, and the share of spending that this is."""
    of_line = [amounts.get((line, side, name)) for name in INCOME]
    spent, *received = of_line
    cells = [Number(fact.qualified, facts=(fact,)) if fact else Number("none given") for fact in of_line]
    known = tuple(fact for fact in received if fact)
    if spent is None or not known or not spent.value:
        return [*cells, Number("not known")]
    share = 100 * sum(map(in_pounds, known)) / in_pounds(spent)
    return [*cells, Number(f"{share:.1f}%", facts=(spent, *known))]


def _of_side(name: str, side: Side, sides: list[Side]) -> str:
    """A column's heading: its year and kind too where there are several."""
    return f"{name}, {side[0]} ({KINDS[side[1]]})" if len(sides) > 1 else name


def growth_of_staff(plan: Plan) -> list | None:
    """How staff changed from year to year, of each line that stands in several years."""
    names = {row.measure for row in plan.assessment.safe.measures.itertuples() if row.topic == STAFF}
    lines: dict[tuple, dict[str, list[Fact]]] = {}
    for fact in _own(plan, names):
        same = (fact.indicator, fact.breakdown, fact.group, fact.kind, fact.source)
        lines.setdefault(same, {}).setdefault(fact.period, []).append(fact)
    # a year with two figures contradicts itself: neither is preferred, so nothing is worked out from it
    alone = [[fact for (fact, *others) in years.values() if not others] for years in lines.values()]
    pairs = [pair for facts in alone for pair in pairwise(sorted(facts, key=lambda fact: fact.period_end))]
    rows = [_grown(then, now) for then, now in pairs]
    headers = ["Line", "Then", "Now", "Change"]
    caption = f"How the workforce of {plan.assessment.area.name} changed"
    return [heading("Growth of the workforce"), FactTable(caption, headers, rows)] if rows else None


def _grown(then: Fact, now: Fact) -> list:
    size = standing.Measured(now=now, then=then, change=None).difference
    percent = f" ({_percent(100 * (now.value / then.value - 1))})" if then.value else ""
    return [
        now.label,
        *(two_lines(standing.value_alone(fact), f"{fact.period} ({KINDS[fact.kind]})", fact) for fact in (then, now)),
        Number(f"{size}{percent if now.value != then.value else ''}", facts=(then, now)),
    ]


def _percent(share: float) -> str:
    return f"{share:+.1f}%"


def _own(plan: Plan, names: set[str]) -> list[Fact]:
    """The partnership's own shown figures of measures, printed or in a table of its own, oldest first."""
    tables = [table[table["indicator"].isin(names)] for table in (plan.assessment.printed, plan.assessment.known)]
    rows = pd.concat(tables)
    rows = rows[(rows["area_code"] == plan.assessment.area.code) & (rows["status"] == "shown")]
    facts = [plan.assessment.fact(row) for row in rows.sort_values("period_end", kind="stable").itertuples()]
    return list({fact.key: fact for fact in facts}.values())


def _line(plan: Plan, row: Any) -> list:
    printed = [fact for fact in plan.facts(row) if fact.area_code == plan.assessment.area.code]
    shown = _of_year(plan, row, (row.measure, row.breakdown, row.group)) or printed
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
    how = "counted from records" if cost.people.is_counted else f"{cost.people.kind}, as printed"
    return f"{cost.people.title}: {how}, {cost.line.financial_year}"


def _pounds(amount: float) -> str:
    return f"£{whole(amount)}"

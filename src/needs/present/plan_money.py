"""The money of a plan: who pays for what, what that is for each person, and what a change in it would mean."""

from needs.measure import planned
from needs.present import words
from needs.present.facts import Fact
from needs.present.html import Html
from needs.present.numbers import counted, whole
from needs.present.plan import Plan
from needs.present.plan_cells import two_lines
from needs.present.plan_costs import POUNDS, Cost, amounts, costs, in_pounds
from needs.present.sections import heading, paragraph, plain, printed_value, spoken_unit
from needs.present.tables import Number, table

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
        return Html.of(plain(plan.absent))
    if plan.rows.funding.empty:
        return Html.of(plain(NO_FUNDING))
    return Html.of(_profile(plan), _unit_costs(plan), _change(plan))


def _profile(plan: Plan):
    rows = []
    for row in plan.rows.funding.itertuples():
        shown = [fact for fact in plan.facts(row) if fact.area_code == plan.assessment.area.code]
        for fact in shown:
            plan.assessment.cite(fact)
        values = "; or ".join(counted(printed_value(fact), spoken_unit(fact)) for fact in shown)
        change = " (change)" if shown and shown[0].unit == "percent change" else ""
        rows.append(
            [
                f"{row.item} {row.text}",
                row.funder or NOT_PRINTED,
                row.financial_year,
                Number(values + change or "[x]"),
                row.place,
            ]
        )
    caption = f"Funding profile of {plan.assessment.area.name}, as printed"
    contradictory = [facts for facts in plan.assessment.contradictions() if facts[0].unit in POUNDS]
    return [
        table(caption, ["Line", "Who pays", "Year", "Amount", "Place"], rows),
        [paragraph(plan.assessment, words.contradicting(facts)) for facts in contradictory],
        None if amounts(plan) else plain(NO_AMOUNT),
    ]


def _unit_costs(plan: Plan):
    if not amounts(plan):
        return None
    found = costs(plan)
    if not found:
        return [heading("Unit costs"), plain(NO_PEOPLE)]
    for one in found:
        plan.assessment.cite(one.people)
    rows = [
        [
            f"{one.line.item} {one.line.text}",
            two_lines(one.money.qualified, one.money.place),
            two_lines(one.people.qualified, f"{one.people.title}: {one.people.kind}, {one.line.financial_year}"),
            two_lines(f"{one.limit}{_pounds(one.for_each)}", f"{_pounds(one.pounds)} / {one.people.number}"),
        ]
        for one in found
    ]
    headers = ["Line", "Money", "People", "For each person"]
    return [heading("Unit costs"), plain(GUIDE), table("Money for each person", headers, rows)]


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
        table(f"What {what} would mean", ["Line", "Money", "Change", "Then", "People at the same unit cost"], rows),
    ]


def _changed_row(plan: Plan, row, fact: Fact, found: list[Cost]) -> list:
    pounds = in_pounds(fact)
    change = planned.changed(pounds, -plan.cut_percent)
    people = "; ".join(_people(plan, one) for one in found) or "not known: no people of the same year are printed"
    return [
        f"{row.item} {row.text}",
        Number(fact.qualified),
        Number(_signed(change)),
        Number(_pounds(pounds + change)),
        people,
    ]


def _people(plan: Plan, one: Cost) -> str:
    size = whole(abs(planned.changed(one.people.value, plan.cut_percent)))
    way = "fewer" if plan.cut_percent > 0 else "more"
    return f"{size} {way} than {one.people.qualified} ({one.people.title.lower()})"


def _pounds(amount: float) -> str:
    return f"£{whole(amount)}"


def _signed(amount: float) -> str:
    return f"{'-' if amount < 0 else '+'}{_pounds(abs(amount))}" if round(amount) else "£0"

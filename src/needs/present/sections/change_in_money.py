"""What a change in money means in pounds and months: the cut or growth that the document prints, or the one that is asked for."""

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from needs.measure import plans, what_if
from needs.present import words
from needs.present.assessment import Assessment
from needs.present.facts import Fact
from needs.present.kit.html import Number, Words
from needs.present.kit.section import FactTable, heading, paragraph, plain
from needs.present.numbers import counted
from needs.present.sections.money import POUNDS, amounts, costs
from needs.present.sections.plan import Plan

NO_CHANGE = "The document prints no cut or growth for a time still to come, and none is asked for."
NO_CHANGE_ASKED = "What is asked for is no change in money."
SAID = "{title}: {change} for {period}."
THIS_ALONE = "It is of this money alone."
NOT_PUT_IN_POUNDS = "No amount of that money is printed, so the change cannot be put in pounds."
AT_MOST = "Its amount is not printed. It is in the line below with other money, so each sum is the most that it can be."
IS_IN_IT = "The line is of the year of the change, so the change has been made in it."
ASKED = "The table shows {change} on each line of the latest year alone, all else equal. Totals are left out."
NOT_KNOWN = "People are not known where none of the same year are printed or were counted."
TITLE = "What the change in money means"
CUT, GROWTH = "a cut", "growth"


@dataclass(frozen=True, kw_only=True)
class Change:
    """A change in money: as the document prints it, or as the notebook's parameter asks for it.

    `items` are the lines of money that hold what a printed change is of; `measures` the people that these lines pay for.
    """

    fact: Fact
    is_asked: bool
    items: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()

    @property
    def percent(self) -> float:
        """By how many percent; a cut is below 0."""
        return self.fact.value

    @property
    def name(self) -> str:
        """What it is, in words: "a cut of 5.1%"."""
        return f"{CUT if self.percent < 0 else GROWTH} of {abs(self.percent):g}%"


def change_of(subject: Assessment | Plan) -> Change | None:
    """The change that the notebook asks for, else the one that the document prints for a time that is not over; None without either."""
    assessment = subject.assessment if isinstance(subject, Plan) else subject
    asked = subject.cut_percent if isinstance(subject, Plan) else None
    if asked is not None:
        return _asked(assessment, asked)
    lines = subject.rows.funding if isinstance(subject, Plan) else assessment.of_plan("funding")
    end = pd.Timestamp(assessment.quarter.end)
    for fact in assessment.printed_facts():
        is_own = fact.area_code == assessment.area.code and fact.kind == "actual" and fact.is_shown
        if is_own and (fact.unit, assessment.topic_of(fact.indicator)) == OF_MONEY and fact.period_end >= end:
            return _printed(fact, lines)
    return None


def change_ahead(subject: Assessment | Plan) -> Change | None:
    """The change that is asked for, or printed for a time that is not over: figures of today are without it."""
    found = change_of(subject)
    assessment = subject.assessment if isinstance(subject, Plan) else subject
    is_over = found and not found.is_asked and found.fact.period_end <= pd.Timestamp(assessment.quarter.end)
    return None if is_over else found


OF_MONEY = ("percent change", "money")
ASKED_FOR, ASKED_BY = "Change in money, as asked for", "the notebook's parameter cut_percent, with the other sign"
OF_NOBODY: dict[str, Any] = {"breakdown": "all", "group": "all", "source": "parameter", "is_rounded": False}


def _asked(assessment: Assessment, cut: float) -> Change | None:
    """The change that is asked for, as a figure of its own: of the partnership, and of no line alone."""
    own = [fact for fact in assessment.printed_facts() if fact.area_code == assessment.area.code]
    base = next((fact for fact in own if fact.unit in POUNDS and fact.is_shown), None) or assessment.only(
        "in_treatment"
    )
    if base is None or not cut:
        return None
    fact = base.giving("as asked for", -cut, ASKED_BY, "percent change", title=ASKED_FOR, kind="estimate", **OF_NOBODY)
    return Change(fact=replace(fact, value=-cut, parts=(), sum=f"{ASKED_BY} = {-cut:g}%"), is_asked=True)


def _printed(fact: Fact, lines: pd.DataFrame) -> Change:
    """The change that a document prints, with the lines of money that hold what it is of, and the people they pay for."""
    of = [row.applies_to for row in lines.itertuples() if row.measure == fact.indicator]
    items = tuple(item for cell in of for item in cell.split("; ") if item)
    paid = lines.loc[lines["item"].isin(items), "people_measures"]
    measures = tuple(measure for cell in paid for measure in cell.split("; ") if measure)
    return Change(fact=fact, is_asked=False, items=items, measures=measures)


def change(plan: Plan) -> list | None:
    """What the change that is printed or asked for is in money, and how long the money lasts; or that there is none."""
    found = change_of(plan)
    if found is None:
        none = NO_CHANGE if plan.cut_percent is None else NO_CHANGE_ASKED
        return None if plan.rows.funding.empty else [plain(none)]
    latest = max((row.financial_year for row, _ in amounts(plan)), default="")
    lines = [
        (row, fact)
        for row, fact in _parts(plan)
        if (row.financial_year == latest if found.is_asked else _is_of(row, found))
    ]
    which = paragraph(said(found), words.Statement(THIS_ALONE, ()))
    if not lines:
        return None if found.is_asked else [heading(TITLE), which, plain(NOT_PUT_IN_POUNDS)]
    asked = plain(ASKED.format(change=found.name))
    cells = _if_asked if found.is_asked else _as_printed
    headers = ["Line", "Money", "Change", "Then" if found.is_asked else "Before", "Lasts at the old pace"]
    caption = f"What {found.name} {'would mean' if found.is_asked else 'means'} in money"
    return [
        heading(TITLE),
        asked if found.is_asked else [which, plain(AT_MOST), plain(IS_IN_IT)],
        FactTable(
            caption,
            [*headers, *(["People at the same unit cost"] if found.is_asked else [])],
            [cells(plan, found, row, fact) for row, fact in lines],
        ),
        plain(NOT_KNOWN) if found.is_asked else None,
    ]


def _is_of(row: Any, found: Change) -> bool:
    """Whether a line of money holds what a printed change is of, in the year of the change."""
    return row.item in found.items and row.financial_year == found.fact.period


def said(found: Change) -> words.Statement:
    """The change with its time, as the document prints it or as it was asked for."""
    if found.is_asked:
        return words.Statement(f"{found.fact.title}: {found.name}.", (found.fact,))
    text = SAID.format(title=found.fact.title, change=found.name, period=found.fact.period)
    return words.Statement(text, (found.fact,))


def _parts(plan: Plan) -> list[tuple[Any, Fact]]:
    """The lines with an amount that are no total of others of their year, and not nothing."""
    found = []
    for year in dict.fromkeys(row.financial_year for row, _ in amounts(plan)):
        of_year = [(row, fact) for row, fact in amounts(plan) if row.financial_year == year]
        is_total = what_if.totals([fact.value for _, fact in of_year])
        found += [line for line, total in zip(of_year, is_total, strict=True) if line[1].value and not total]
    return found


def _as_printed(plan: Plan, found: Change, row: Any, fact: Fact) -> list:
    """A line of the year of the change: what it was before, at most, and what was taken or added."""
    then = what_if.before(fact.value, found.percent)
    rest = f"{fact.number} / {100 + found.percent:g}%"
    at = f"at {found.name}"
    both, apart = (fact, found.fact), [rest, fact.number]
    was = fact.giving(f"before, {at}, at most", then, rest, fact.unit, both)
    sum_ = " - ".join(apart if found.percent < 0 else apart[::-1])
    size = fact.giving(f"change, {at}, at most", abs(then - fact.value), sum_, fact.unit, both)
    return [
        f"{row.item} {row.text}",
        Number(fact.qualified, facts=(fact,)),
        Number(f"at most {size.number} {_way(found)}", facts=(size,)),
        Number(f"at most {was.number}", facts=(was,)),
        _lasts(found),
    ]


def _if_asked(plan: Plan, found: Change, row: Any, fact: Fact) -> list:
    """A line, what the change would take from it or add, what it would be then, and the people it would pay for."""
    at = f"at {found.name}"
    size = fact.giving(
        f"change {at}",
        abs(plans.changed(fact.value, found.percent)),
        f"{fact.number} x {abs(found.percent):g}%",
        fact.unit,
        (fact, found.fact),
    )
    then = fact.giving(
        f"then, {at}",
        what_if.left(fact.value, found.percent),
        f"{fact.number} x {100 + found.percent:g}%",
        fact.unit,
        (fact, found.fact),
    )
    of_line = [cost for cost in costs(plan) if (cost.line.item, cost.money.key) == (row.item, fact.key)]
    people = [(cost.people, _people(found, cost.people)) for cost in of_line]
    said = "; ".join(
        f"{moved.number} {_way(found, 'fewer')} than {of.qualified} ({of.title.lower()})" for of, moved in people
    )
    return [
        f"{row.item} {row.text}",
        Number(fact.qualified, facts=(fact,)),
        Number(f"{size.number} {_way(found)}", facts=(size,)),
        Number(then.number, facts=(then,)),
        _lasts(found),
        Words(
            said or "not known",
            tuple(moved for _, moved in people),
        ),
    ]


def _people(found: Change, people: Fact) -> Fact:
    sum_ = f"{people.number} x {abs(found.percent):g}%"
    return people.giving(
        f"fewer or more at {found.name}",
        abs(plans.changed(people.value, found.percent)),
        sum_,
        parts=(people, found.fact),
    )


def _lasts(found: Change) -> Number:
    """How many months of a year the money pays for, if each month costs what it did before the change."""
    months = what_if.left(what_if.MONTHS_A_YEAR, found.percent)
    lasts = found.fact.giving(
        "months it lasts", months, f"{what_if.MONTHS_A_YEAR} x {100 + found.percent:g}%", "months"
    )
    limit = "" if found.is_asked else "at least " if found.percent < 0 else "at most "
    return Number(f"{limit}{counted(lasts.number, 'months')}", facts=(lasts,))


def _way(found: Change, less: str = "less") -> str:
    return less if found.percent < 0 else "more"

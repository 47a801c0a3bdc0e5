"""What a scenario's document says, from flows drawn by hand: a hundred in treatment, of whom one in ten leaves in a quarter."""

import re
from types import SimpleNamespace

import pytest
from outline import section
from small_paper import Q1, YEAR, assessed, figure, part, said

from needs.measure.flows import STOCK
from needs.measure.indicators.stays import BY_STAY, STAYS
from needs.measure.scenario import Levers
from needs.mistakes import Mistake
from needs.present.documents import what_would_happen
from needs.present.report import Report
from needs.present.sections import year_ahead
from needs.present.sections.money import Cost
from needs.present.sections.plan import Plan
from needs.present.sections.scenario import difference_in_words, outlook

LEFT = (
    "left_planned_in_a_quarter_percent",
    "left_unplanned_in_a_quarter_percent",
    "left_otherwise_in_a_quarter_percent",
)
COUNTED = {"source": "records-of-nobody", "unit": "people"}
CUT = "pooled_treatment_budget_change_percent"
BEFORE = [("2007-07-01", "2007-09-30"), ("2007-10-01", "2007-12-31"), ("2008-01-01", "2008-03-31"), Q1]


def flows(came=100):
    """Nobody but those of two years or more leaves, as planned: 250 of 2,500. In each quarter 1,000 are there and 100 come."""
    rows = [figure("in_treatment_when_period_ends", 1000, period=period, **COUNTED) for period in BEFORE]
    rows += [figure("new_presentations", came, period=period, **COUNTED) for period in BEFORE]
    rows += [figure("exits", 100, period=period, **COUNTED) for period in BEFORE]
    rows.append(figure("in_treatment_when_period_ends", 1000, group=STAYS[-1], **COUNTED, breakdown=BY_STAY))
    rows.append(figure("new_presentations", 4 * came, **YEAR, unit="people"))
    for name in LEFT:
        gone = 250 if name == LEFT[0] else 0
        ends = {stay: gone if stay == STAYS[-1] else 0 for stay in STAYS}
        rows += [part(name, BY_STAY, stay, left, 2500) | {"lower": 0} for stay, left in ends.items()]
        rows.append(figure(name, 100 * gone / 15_000, counts=(gone, 15_000), **YEAR))
    return rows


def scenario(heading, *figures, **levers):
    of = assessed(*figures)
    return said(section("scenario", heading, of, asked=Report(of).scenario(**levers)))


def test_it_says_what_comes_if_nothing_changes_beside_what_is_there():
    """1,000 less a tenth in four quarters are 656, and 400 who come."""
    shown = scenario("Key messages", *flows())

    assert "If nothing changes. 1,055 (" in shown
    assert "treatment journeys would be open on 30 June 2009; 1,000 were on 30 June 2008." in shown
    assert "Too few quarters are known to try the past, so none of this is a forecast." in shown
    assert "As asked" not in shown


def test_a_lever_is_said_with_the_difference_it_makes():
    shown = scenario("Key messages", *flows(), completion=2)

    # 810 by hand, within a step of rounding on each side: that none left sooner is not never
    assert re.search(r"As asked\. With completion 2\.00 times as likely, 8(00|05|10|15) \(", shown)
    assert "fewer (" in shown and "than if nothing changes." in shown


def test_a_printed_cut_is_what_is_asked_where_nothing_else_is():
    year_ahead = figure(CUT, -5.1, period=("2008-04-01", "2009-03-31"), unit="percent change", window="financial_year")
    shown = scenario("Key messages", *flows(), year_ahead)

    assert "With 5.1% less money, as printed, " in shown and "than with the places of now." in shown
    assert "Money, change in percent -5.1%" in scenario("What was asked", *flows(), year_ahead)
    assert "As asked" not in scenario("Key messages", *flows(), year_ahead, money_percent=0)


def test_without_records_one_sentence_says_so():
    shown = scenario("Key messages")

    assert shown.startswith(
        "How many come, stay and leave cannot be worked out: no treatment records of Dudley are at hand for the year to "
        "2008-09 Q1."
    )
    assert scenario("What would happen").startswith("How many people there would be")
    headings = (
        "What was asked",
        "What would happen",
        "The past foretold",
        "What the model leaves out",
        "What it rests on",
    )
    assert len({scenario(heading) for heading in headings}) == len(headings)


def test_without_records_the_paths_are_sums_on_what_is_printed():
    """From 1,797 to 1,885 are 88 more people."""
    name = "effective_treatment"
    of = {"unit": "people", "window": "financial_year"}
    target = figure(name, 1885, kind="target", period=("2008-07-01", "2009-06-30"), **of)
    printed = figure(name, 1797, period=("2007-07-01", "2008-06-30"), **of)

    assert "88 more" in scenario("Key messages", printed, target)
    assert "88 more" in scenario("Paths to targets", printed, target)


def test_the_path_to_a_target_says_what_one_lever_would_take():
    """Of ten who leave early 4 fewer: from 60% to 84% retained is 16 of 40 who are lost."""
    name = "retained_or_planned_discharge_percent"
    target = figure(name, 84, kind="target", period=("2008-04-01", "2009-03-31"), window="financial_year")
    shown = scenario(
        "Paths to targets", *flows(), figure(name, 60, counts=(60, 100), source="records-of-nobody"), target
    )

    assert "Early drop-out 0.40 times as likely" in shown


def test_a_target_of_a_time_that_is_over_has_no_path():
    name = "retained_or_planned_discharge_percent"
    target = figure(name, 84, kind="target", **YEAR)
    now = figure(name, 60, counts=(60, 100), source="records-of-nobody")

    assert scenario("Paths to targets", *flows(), now, target).startswith("No target that is still to come is set")


def test_a_price_of_a_place_is_asked_for_with_money_and_people_of_one_year():
    """£2 million over 1,000 people are £2,000 each; whoever gives a price is not asked."""
    budget = figure("budget", 2000, unit="GBP thousand")
    of = assessed(*flows(), budget)
    money, people = of.printed_facts(["budget"])[0], of.in_quarter(STOCK)[0]
    of.once("costs", lambda: [Cost(line=None, money=money, people=people)])
    plan = SimpleNamespace(assessment=of)
    asked, given = (Report(of).scenario(pounds_a_place=pounds) for pounds in (None, 3000))

    assert "is about £2,000 for each person" in said(Report(of).show(what_would_happen.price(asked, plan)))
    assert what_would_happen.price(given, plan) == []


def test_every_modelled_figure_leads_to_evidence_that_says_data_fit_and_interval():
    of = assessed(*flows())
    said(section("scenario", "What would happen", of, asked=Report(of).scenario()))
    facts = [fact for fact in of.cited.values() if fact.kind == "modelled"]

    assert facts
    assert all(
        "Data: the counts that are shown of the twelve months to 30 June 2008" in fact.definition for fact in facts
    )
    assert all("Fit: " in fact.definition and "Interval: 95%" in fact.definition for fact in facts)
    assert all("95% of 1,000 draws" in fact.interval_method for fact in facts if fact.has_interval)


def test_an_impossible_lever_stops_the_document_in_one_line():
    with pytest.raises(Mistake, match="places is 0.5, which is 500, fewer than the 1,000 in treatment"):
        outlook(assessed(*flows()), Levers(places=0.5))


def test_a_cut_that_a_plan_is_asked_for_takes_the_place_of_the_printed_one():
    printed = figure(CUT, -5.1, period=("2008-04-01", "2009-03-31"), unit="percent change", window="financial_year")
    of = assessed(*flows(), printed)
    plan = Plan(assessment=of, rows=None, earlier=None, cut_percent=10, absent="")

    assert "5.1% less money, as printed" in said(year_ahead.in_short(of))
    assert "10% less money" in said(year_ahead.in_short(plan))
    assert "5.1%" not in said(year_ahead.in_short(plan))


def test_assessment_and_plan_give_one_sentence_and_one_table():
    shown = said(section("needs_assessment", "What would happen if", assessed(*flows())))

    assert shown.startswith("If nothing changes, 1,055 (")
    assert "What one change would do, July 2008 to June 2009: Dudley" in shown
    assert "A tenth more completions" in shown
    assert "No target that is still to come stands beside a figure of today" in said(
        section("needs_assessment", "What would happen if", assessed())
    )


@pytest.mark.parametrize(
    ("value", "lower", "upper", "words"),
    [
        (-105, -105, 5, "105 fewer (105 fewer to 5 more)"),
        (-130, -130, -105, "130 fewer (105 to 130)"),
        (0, -110, 0, "none fewer or more (110 fewer to none)"),
        (5, 0, 20, "5 more (0 to 20)"),
        (0, 0, 0, "no fewer and no more"),
    ],
)
def test_a_difference_says_on_which_side_its_range_lies(value, lower, upper, words):
    assert difference_in_words(SimpleNamespace(value=value, lower=lower, upper=upper)) == words

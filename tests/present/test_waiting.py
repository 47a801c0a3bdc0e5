"""Waits printed by kind of treatment: one table in the order of time, with evidence for each figure, in both documents."""

from functools import partial

import pytest
from outline import section
from small_paper import assessed, figure, said

waiting = partial(section, "needs_assessment", "Waiting")
waits = partial(section, "performance", "Waiting")


MONTHS = {"November 2008": ("2008-11-01", "2008-11-30"), "January 2009": ("2009-01-01", "2009-01-31")}
WAITED = {"longest_wait_weeks": (6, 5), "average_wait_weeks": (4, 3)}
TARGET = figure(
    "waiting_time_target_weeks", 3, kind="target", unit="weeks", group="GP prescribing", window="day",
    period=("2008-03-31", "2008-03-31"),
)  # fmt: skip
MEASURES = [
    {"measure": name, "topic": "waiting", "title": name, "counted": "", "unit": "weeks", "note": ""} for name in WAITED
]


def wait(indicator, weeks, month):
    return figure(
        indicator, weeks, period=MONTHS[month], unit="weeks", group="GP prescribing", window="month", place=month
    )


def printed():
    table = [
        wait(name, weeks, month)
        for name, both in WAITED.items()
        for month, weeks in zip(("January 2009", "November 2008"), both, strict=True)
    ]
    return assessed(TARGET, *table, quarter="2008-09 Q4", measures=MEASURES)


@pytest.mark.parametrize("section", [waiting, waits])
def test_months_stand_in_the_order_of_time_also_across_a_new_year(section):
    shown = said(section(printed()))

    assert "November 2008, longest November 2008, average January 2009, longest January 2009, average" in shown
    assert "GP prescribing Missed 3 5 3 6 4" in shown


@pytest.mark.parametrize("section", [waiting, waits])
def test_each_printed_wait_has_evidence_whether_it_met_the_target_or_not(section):
    of = printed()
    said(section(of))

    cited = [(fact.indicator, fact.period) for fact in of.cited.values()]
    assert {(name, month) for name in WAITED for month in MONTHS} <= set(cited)

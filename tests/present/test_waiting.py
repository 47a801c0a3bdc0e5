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


def of_kind(indicator, value, kind="GP prescribing", **given):
    unit = {} if indicator.endswith("percent") else {"unit": "weeks"}
    return figure(indicator, value, source="records-of-nobody", group=kind, denominator=100, **unit, **given)


LONG = [f"waited_over_{weeks}_weeks_percent" for weeks in (3, 6, 12)]


@pytest.mark.parametrize("section", [waiting, waits])
@pytest.mark.parametrize(("weeks", "state"), [(2.1, "Met"), (4.2, "Missed")])
def test_a_counted_wait_stands_beside_the_target_for_its_kind_of_treatment(section, weeks, state):
    counted = [of_kind(name, 20, kind) | {"numerator": 20} for name in LONG for kind in ("GP prescribing", "inpatient")]
    averages = [of_kind("average_wait_weeks", weeks), of_kind("average_wait_weeks", weeks, "inpatient")]
    shown = said(section(assessed(TARGET, *averages, *counted)))

    assert "Average, weeks Target for the average Verdict Over 3 weeks" in shown
    assert f"GP prescribing 100 {weeks} 3 {state}" in shown
    assert f"Inpatient 100 {weeks} none set Not judged" in shown


def test_where_waits_were_counted_since_no_printed_wait_has_their_verdict():
    counted = [of_kind(name, 20) | {"numerator": 20} for name in LONG]
    printed = figure(
        "average_wait_weeks", 9, period=("2008-04-01", "2008-04-30"), unit="weeks", group="GP prescribing",
        window="month", place="April",
    )  # fmt: skip
    of = assessed(TARGET, printed, of_kind("average_wait_weeks", 2.1), *counted, measures=MEASURES)
    shown = said(waits(of))

    assert "GP prescribing 100 2.1 3 Met" in shown
    assert "GP prescribing Not judged 3" in shown.replace("not judged", "Not judged")

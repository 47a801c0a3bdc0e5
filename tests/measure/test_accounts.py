"""Whether true counts add up, by hand: stock and flow of one quarter and of four, and agencies against people."""

import pytest
from drawn import table

from needs.measure.accounts import AGENCIES, COLUMNS, STOCK_AND_FLOW, adds_up
from needs.measure.results import tidy

SAME = {
    "area_code": "a", "window": "quarter", "breakdown": "all", "group": "all", "kind": "actual", "unit": "people",
    "status": "shown", "origin": "calculated", "source": "ndtms-records",
}  # fmt: skip
QUARTER = """
    indicator                       | period_start | period_end | value
    in_treatment_when_period_begins | 2008-04-01   | 2008-06-30 | 203
    new_presentations               | 2008-04-01   | 2008-06-30 | 51
    exits                           | 2008-04-01   | 2008-06-30 | 42
    in_treatment_when_period_ends   | 2008-04-01   | 2008-06-30 | 212
"""
YEAR = """
    in_treatment_when_period_begins | 2007-07-01   | 2007-09-30 | 190
    new_presentations               | 2007-07-01   | 2008-06-30 | 150
    exits                           | 2007-07-01   | 2008-06-30 | 128
"""
AT_AGENCIES = """
    indicator             | period_start | period_end | value
    people_at_each_agency | 2008-04-01   | 2008-06-30 | {}
    in_treatment          | 2008-04-01   | 2008-06-30 | 300
"""


def found(drawn, **given):
    rows = table(drawn).replace("", None)
    same = {name: value for name, value in (SAME | given).items() if name not in rows}
    answers = adds_up(tidy(rows.assign(**same)), "kent")
    return [(account, str(first), answer) for _, account, first, _, answer in answers.itertuples(index=False)]


def test_what_was_there_and_came_less_what_left_is_what_is_there():
    # 203 + 51 - 42 = 212 in the quarter; 190 + 150 - 128 = 212 in the twelve months
    assert found(QUARTER + YEAR) == [(STOCK_AND_FLOW, "2007-07-01", "yes"), (STOCK_AND_FLOW, "2008-04-01", "yes")]


@pytest.mark.parametrize("left", [41, 43])
def test_one_journey_too_many_or_too_few_does_not_add_up_though_rounding_would_hide_it(left):
    drawn = QUARTER.replace("| 42", f"| {left}")

    assert found(drawn + YEAR) == [(STOCK_AND_FLOW, "2007-07-01", "yes"), (STOCK_AND_FLOW, "2008-04-01", "no")]


def test_without_one_of_the_four_there_is_no_account():
    for line in QUARTER.strip().splitlines()[1:]:
        assert found(QUARTER.replace(line, "")) == []
    assert found(QUARTER, status="provisional") == []
    assert found(QUARTER, breakdown="sex", group="female") == []


@pytest.mark.parametrize(("at_agencies", "answer"), [(351, "yes"), (300, "yes"), (299, "no")])
def test_agencies_count_no_fewer_people_than_there_are(at_agencies, answer):
    assert found(AT_AGENCIES.format(at_agencies)) == [(AGENCIES, "2008-04-01", answer)]


def test_nobody_is_no_account_and_the_table_has_its_columns():
    nothing = adds_up(tidy(table(QUARTER).iloc[:0]), "kent")

    assert nothing.empty and tuple(nothing.columns) == COLUMNS

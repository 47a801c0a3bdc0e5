"""What would have to be true: each sum done by hand, most of them from Kent's operating plan of 2008/09."""

import datetime
import math

import pytest

from needs.measure import what_if
from needs.measure.indicator import HIGHER_BETTER, LOWER_BETTER
from needs.measure.what_if import StockAndFlow

APRIL, MARCH = datetime.date(2008, 4, 1), datetime.date(2009, 3, 31)


def test_a_cut_of_5_1_percent_takes_91_6_of_1797_people_and_leaves_1705():
    assert what_if.left(1797, -5.1) == pytest.approx(1705.353)


def test_what_was_there_before_a_cut_is_more_than_what_is_left_by_the_cut_of_it():
    """12,173.6 / 0.949 = 12,827.8: 654.2 more, and not 620.9, which is 5.1% of what is left."""
    assert what_if.before(12173.6, -5.1) == pytest.approx(12827.819, abs=0.001)
    assert math.isnan(what_if.before(10, -100))


def test_more_people_with_less_money_is_less_for_each():
    """0.949 x 1,797 / 1,885 = 0.9047."""
    assert what_if.cost_for_each(-5.1, 1797, 1885) == pytest.approx(-9.53, abs=0.005)
    assert what_if.cost_for_each(-5.1, 1797, 1797) == pytest.approx(-5.1)
    assert math.isnan(what_if.cost_for_each(-5.1, 1797, 0))


@pytest.mark.parametrize(
    ("now_ends", "months"),
    [
        (datetime.date(2008, 3, 31), 12),  # a year before: all of the target's
        (datetime.date(2008, 6, 30), 9),  # three of them are over
        (datetime.date(2009, 2, 28), 1),
    ],
)
def test_a_difference_is_shared_by_the_months_that_are_left(now_ends, months):
    assert what_if.months_for(now_ends, APRIL, MARCH) == months


def test_months_are_counted_with_the_first_and_the_last():
    assert what_if.months_of(APRIL, MARCH) == 12
    assert what_if.months_of(datetime.date(2008, 4, 1), datetime.date(2008, 6, 30)) == 3


def test_people_short_of_a_share_have_the_range_of_its_limits():
    """73% of 2,000 is 1,460: 60 more than 1,400, from 0 at 75% to 100 at 68%."""
    found = what_if.short((1400, 2000), (68, 75), 73, HIGHER_BETTER)

    assert (found.people, found.fewest, found.most) == (60, 0, 100)


def test_fewer_are_wanted_where_lower_is_better_and_none_where_it_is_reached():
    """14% of 800 is 112: 18 fewer than 130; from 0 at 13% to 48 at 20%."""
    found = what_if.short((130, 800), (13, 20), 14, LOWER_BETTER)

    assert (found.people, found.fewest, found.most) == (18, 0, 48)
    assert what_if.short((100, 800), (9, 13), 14, LOWER_BETTER).people == 0


def test_without_limits_there_is_no_range():
    found = what_if.short((1400, 2000), (math.nan, math.nan), 73, HIGHER_BETTER)

    assert found.people == 60
    assert math.isnan(found.fewest) and math.isnan(found.most)


def test_totals_of_a_budget_are_known_from_their_parts():
    """Kent's budget of 2008-09: two lines repeat the sum of five, with lines of nothing between."""
    amounts = [233.1, 289.1, 12173.6, 739.8, 1684.4, 15120.0, 0, 0, 0, 15120.0]

    assert [place for place, is_total in enumerate(what_if.totals(amounts), start=1) if is_total] == [6, 10]


def test_a_total_may_stand_above_its_parts_and_two_equal_lines_are_none():
    assert what_if.totals([100, 60, 40]) == [True, False, False]
    assert what_if.totals([50, 50]) == [False, False]


def test_those_who_are_left_and_those_who_come_are_next_years_people():
    """Barnet 2021-22: 1,465 - 590 = 875 are left; 875 + 650 = 1,525."""
    of = StockAndFlow(in_treatment=1465, came=650, left=590)

    assert (of.at_first, of.at_last, of.next_year) == (815, 875, 1525)


def test_more_who_came_than_there_were_is_impossible():
    with pytest.raises(ValueError, match="1470 came and 590 left; wanted no more than 1465"):
        StockAndFlow(in_treatment=1465, came=1470, left=590)


def test_people_treated_at_a_share_of_need():
    assert what_if.treated_at(3043, 82.4) == pytest.approx(535.568)

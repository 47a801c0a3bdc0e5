from types import SimpleNamespace

import pytest

from needs.measure.indicators import HIGHER_BETTER, LOWER_BETTER, NEUTRAL, UNKNOWN
from needs.measure.judgement import against_comparator, against_target
from needs.statistics import intervals


def share(x, n):
    """A row of results for x of n people."""
    found = intervals.proportion(x, n)
    return row(100 * found.value, numerator=x, denominator=n, lower=100 * found.lower, upper=100 * found.upper)


def row(value, **given):
    nothing = float("nan")
    usual = {"numerator": nothing, "denominator": nothing, "lower": nothing, "upper": nothing, "unit": "percent"}
    usual |= {"status": "shown", "qualifier": "", "window": "quarter", "period_start": 1, "period_end": 3}
    return SimpleNamespace(value=value, **{**usual, **given})


@pytest.mark.parametrize(
    ("x", "polarity", "state"),
    [
        (20, HIGHER_BETTER, "worse"),
        (50, HIGHER_BETTER, "similar"),
        (80, HIGHER_BETTER, "better"),
        (20, LOWER_BETTER, "better"),
        (80, LOWER_BETTER, "worse"),
        (20, NEUTRAL, "lower"),
        (80, NEUTRAL, "higher"),
        (80, UNKNOWN, "higher"),
    ],
)
def test_an_area_differs_when_its_own_interval_leaves_the_comparator_out(x, polarity, state):
    assert state == against_comparator(share(x, 100), row(50), polarity).state


def test_a_difference_beyond_the_wider_interval_is_more_certain():
    # Wilson's 95% interval of 60/100 is 50.2% to 69.1%, its 99.8% interval 44.5% to 73.7%
    assert against_comparator(share(60, 100), row(50), NEUTRAL).certainty == 95
    assert against_comparator(share(60, 100), row(40), NEUTRAL).certainty == 99.8


def test_without_an_interval_nothing_is_compared():
    found = against_comparator(row(19), row(36), HIGHER_BETTER)

    assert (found.state, found.reason) == ("not compared", "no interval was published")


@pytest.mark.parametrize(("x", "state"), [(9, "not compared"), (10, "lower")])
def test_a_share_of_fewer_than_ten_people_is_not_compared(x, state):
    assert state == against_comparator(share(x, 1000), row(50), NEUTRAL).state


@pytest.mark.parametrize(
    ("value", "target", "polarity", "state"),
    [
        (55, 80, HIGHER_BETTER, "missed"),
        (80, 80, HIGHER_BETTER, "met"),
        (88, 80, HIGHER_BETTER, "met"),
        (13, 22, LOWER_BETTER, "met"),
        (23, 22, LOWER_BETTER, "missed"),
    ],
)
def test_a_target_is_met_or_missed_by_its_direction(value, target, polarity, state):
    assert state == against_target(row(value), row(target), polarity).state


def test_a_target_of_a_later_year_is_not_missed_yet():
    later = row(83, period_start=4, period_end=6)

    assert against_target(row(79), later, HIGHER_BETTER).state == "short of"
    assert against_target(row(84), later, HIGHER_BETTER).state == "reached"


@pytest.mark.parametrize(
    ("result", "target", "polarity", "reason"),
    [
        (row(37), row(0, status="not_set"), UNKNOWN, "the direction is not recorded"),
        (row(37), row(0, status="not_set"), HIGHER_BETTER, "no usable target was set"),
        (row(37), row(0), HIGHER_BETTER, "a target of 0% cannot be missed, so it is no target"),
        (
            row(3262, unit="people", window="year_to_date"),
            row(3542, unit="people", window="financial_year"),
            HIGHER_BETTER,
            "the count is for part of the target's period",
        ),
        (row(470, unit="people"), row(480, unit="people"), NEUTRAL, "the direction is not recorded"),
    ],
)
def test_there_is_no_verdict_where_target_direction_or_period_do_not_allow_one(result, target, polarity, reason):
    found = against_target(result, target, polarity)

    assert ("not judged", reason) == (found.state, found.reason)


def test_a_miss_is_given_in_people_where_the_people_are_known():
    found = against_target(share(55, 200), row(80), HIGHER_BETTER)

    # 27.5% is 52.5 points below 80%; 52.5% of 200 people are 105
    assert pytest.approx((found.difference, found.people)) == (-52.5, 105)

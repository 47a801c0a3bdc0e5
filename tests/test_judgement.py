from types import SimpleNamespace

import pytest

from needs.measure.declarations import HIGHER_BETTER, LOWER_BETTER, NEUTRAL, UNKNOWN
from needs.measure.judgement import against_comparator, against_target, quarter_among
from needs.statistics import intervals


def share(x, n):
    """A row of results for x of n people."""
    found = intervals.proportion(x, n)
    return row(100 * found.value, numerator=x, denominator=n, lower=100 * found.lower, upper=100 * found.upper)


def row(value, **given):
    nothing = float("nan")
    usual = {"numerator": nothing, "denominator": nothing, "lower": nothing, "upper": nothing, "unit": "percent"}
    usual |= {"status": "shown", "qualifier": "", "window": "quarter", "period_start": 1, "period_end": 3}
    usual |= {"kind": "actual", "note": ""}
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


@pytest.mark.parametrize(
    ("x", "state", "rounded_state"),
    [
        (9, "not compared", "not compared"),
        (10, "lower", "lower"),
        (990, "higher", "higher"),
        (991, "higher", "not compared"),
        (1000, "higher", "not compared"),
    ],
)
def test_a_share_of_fewer_than_ten_people_is_not_compared_nor_one_with_fewer_left_over_by_rounding(
    x, state, rounded_state
):
    found = share(x, 1000)
    assert state == against_comparator(found, row(50), NEUTRAL).state
    found.note = "rounded to the nearest 5"
    assert rounded_state == against_comparator(found, row(50), NEUTRAL).state


def test_all_of_the_people_counted_are_compared_by_their_interval():
    # Wilson's 99.8% interval of 634 of 634 begins at 634 / (634 + 3.090232 squared) = 98.5%
    found = against_comparator(share(634, 634), row(97), HIGHER_BETTER)

    assert (found.state, found.certainty) == ("better", 99.8)


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
        (row(37), row(0, status="not_set"), UNKNOWN, "no usable target was set"),
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


@pytest.mark.parametrize(
    ("kind", "start", "end"),
    [("estimate", 1, 3), ("actual", 1, 2), ("baseline", 1, 3)],
)
def test_an_estimate_or_a_part_of_the_year_has_not_missed_its_target_yet(kind, start, end):
    early = row(67, kind=kind, period_start=start, period_end=end)

    assert against_target(early, row(85), HIGHER_BETTER).state == "short of"


def test_a_target_that_stands_since_an_earlier_day_is_due():
    assert against_target(row(3), row(2, period_start=0, period_end=0), LOWER_BETTER).state == "missed"


def test_a_verdict_that_turns_on_rounding_is_not_given():
    # 115/385 may have been 113/389, whose interval reaches down to 24.7%: below England's 24.8%
    exits = share(115, 385)
    rounded_exits = share(115, 385)
    rounded_exits.note = "rounded to the nearest 5"

    assert against_comparator(exits, row(24.8), LOWER_BETTER).state == "worse"
    found = against_comparator(rounded_exits, row(24.8), LOWER_BETTER)
    assert (found.state, found.reason) == (
        "not compared",
        "the counts are rounded to 5, and the verdict turns on the rounding",
    )


@pytest.mark.parametrize(
    ("counts", "england", "state", "exact", "rounded"),
    [((165, 1060), 12.38, "higher", 99.8, 95), ((165, 1060), 12.2, "higher", 99.8, 99.8)],
    ids=["turned by rounding", "whatever was rounded"],
)
def test_a_difference_that_is_very_unlikely_to_be_chance_is_so_whatever_was_rounded(
    counts, england, state, exact, rounded
):
    # Wilson's 99.8% interval of 165/1,060 begins at 12.43%, that of 163/1,064 at 12.22%
    found = share(*counts)
    assert against_comparator(found, row(england), NEUTRAL).certainty == exact
    found.note = "rounded to the nearest 5"
    judged = against_comparator(found, row(england), NEUTRAL)

    assert (judged.state, judged.certainty) == (state, rounded)


def test_a_rate_of_low_reliability_is_not_compared():
    few = row(0.6, lower=0.1, upper=1.2, unit="per 100,000", note="fewer than 20 deaths: of low reliability (ONS)")

    assert against_comparator(few, row(1.5), NEUTRAL).state == "not compared"


def test_an_estimate_is_never_called_more_certain_than_its_published_interval():
    estimate = row(87, numerator=400, denominator=3000, lower=80, upper=90, kind="estimate")

    # its numerator counts people treated, and 87% is of those who are not
    assert against_comparator(estimate, row(75), LOWER_BETTER).certainty == 95


@pytest.mark.parametrize(("value", "quarter"), [(1, 1), (2, 1), (3, 2), (6, 3), (7, 4), (8, 4)])
def test_the_quarter_of_an_area_goes_by_its_rank(value, quarter):
    assert quarter_among(value, [8, 3, 1, 6, 5, 7, 2, 4]) == quarter

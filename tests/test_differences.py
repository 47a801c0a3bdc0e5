"""Differences between two periods: Newcombe's published examples, and counts by the conditional test."""

import pytest

from needs.statistics import differences


@pytest.mark.parametrize(
    ("counts", "lower", "upper"),
    [
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((6, 7, 2, 7), 0.0582, 0.8062),
        ((5, 56, 0, 29), -0.0381, 0.1926),
        ((0, 10, 0, 20), -0.1611, 0.2775),
        ((0, 10, 0, 10), -0.2775, 0.2775),
        ((10, 10, 0, 20), 0.6791, 1.0000),
        ((10, 10, 0, 10), 0.6075, 1.0000),
    ],
)
def test_the_limits_of_a_difference_are_those_newcombe_printed(counts, lower, upper):
    """Newcombe 1998, Statistics in Medicine 17, 873-890, table II, method 10."""
    found = differences.of_proportions(*counts)

    assert (round(found.lower, 4), round(found.upper, 4)) == (lower, upper)


def test_the_share_of_events_in_the_later_of_two_equal_periods_has_wilsons_limits():
    """81 of 263: 0.2553 to 0.3662 (Newcombe 1998, Statistics in Medicine 17, 857-872, method 3), less the half expected."""
    found = differences.of_counts(81, 91, 182, 91)

    assert (round(found.lower, 4), round(found.upper, 4)) == (-0.2447, -0.1338)


def test_a_longer_period_is_expected_to_hold_more_events():
    assert differences.of_counts(200, 182, 100, 91).value == pytest.approx(0)


@pytest.mark.parametrize("given", [(0, 91, 0, 91), (5, 0, 5, 91)])
def test_no_events_or_no_days_are_refused(given):
    with pytest.raises(ValueError, match="of_counts: wants days in both periods"):
        differences.of_counts(*given)


def test_the_method_is_named_for_the_limits_it_gives():
    assert differences.of_counts(81, 91, 182, 91).method == "Wilson score, of the share of all events"

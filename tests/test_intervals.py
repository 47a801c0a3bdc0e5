import math

import pytest
from scipy.stats import chi2

from needs.statistics import intervals

# Newcombe 1998, Statistics in Medicine 17:857-872, Table I, method 3 (score, no continuity correction)
NEWCOMBE = [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0000, 0.1611), (1, 29, 0.0061, 0.1718)]


@pytest.mark.parametrize(("x", "n", "lower", "upper"), NEWCOMBE)
def test_a_proportion_has_wilsons_interval_as_newcombe_published_it(x, n, lower, upper):
    interval = intervals.proportion(x, n)

    assert (lower, upper) == pytest.approx((interval.lower, interval.upper), abs=5e-5)
    assert x / n == interval.value


def test_a_proportion_of_everybody_does_not_reach_beyond_1():
    interval = intervals.proportion(77, 77)

    assert interval.upper <= 1
    assert pytest.approx(interval.upper) == 1
    assert 0.95 < interval.lower < 1


def test_more_confidence_gives_a_wider_interval():
    usual, wide = intervals.proportion(65, 100), intervals.proportion(65, 100, confidence=0.998)

    assert wide.lower < usual.lower < usual.value < usual.upper < wide.upper


def test_a_numerator_need_not_be_a_whole_number():
    assert pytest.approx(intervals.proportion(1352.33, 2585.33).value, abs=5e-5) == 0.5231


@pytest.mark.parametrize(
    ("x", "lower", "upper"),
    [(0, 0.0, 3.689), (1, 0.025, 5.572), (5, 1.623, 11.668), (9, 4.115, 17.085)],  # Garwood 1936, as in Fisher's tables
)
def test_fewer_than_ten_events_have_exact_limits(x, lower, upper):
    interval = intervals.rate(x, 1)

    assert (lower, upper) == pytest.approx((interval.lower, interval.upper), abs=1e-3)
    assert interval.method == "exact Poisson"


@pytest.mark.parametrize("x", [10, 11, 50, 200, 5053])
def test_byars_limits_are_within_a_fifth_of_a_percent_of_exact_ones(x):
    interval = intervals.rate(x, 1)
    exact = chi2.ppf(0.025, 2 * x) / 2, chi2.ppf(0.975, 2 * x + 2) / 2

    assert exact == pytest.approx((interval.lower, interval.upper), rel=0.002)
    assert interval.method == "Byar"


def test_a_rate_is_given_for_as_many_as_asked():
    per_person, per_100_000 = intervals.rate(25, 1_054_800), intervals.rate(25, 1_054_800, per=100_000)

    assert per_person.value * 100_000 == pytest.approx(per_100_000.value)
    assert per_person.upper * 100_000 == pytest.approx(per_100_000.upper)


@pytest.mark.parametrize(
    ("x", "n", "confidence", "said"),
    [
        (80, 0, 0.95, "denominator must be above 0"),
        (1, -5, 0.95, "denominator must be above 0"),
        (-1, 10, 0.95, "must not be negative"),
        (math.nan, 10, 0.95, "finite"),
        (1, math.inf, 0.95, "finite"),
        (1, 10, 95, "between 0 and 1"),
    ],
)
@pytest.mark.parametrize("estimate", [intervals.proportion, intervals.rate])
def test_impossible_input_is_an_error_and_never_a_number(estimate, x, n, confidence, said):
    with pytest.raises(ValueError, match=said):
        estimate(x, n, confidence=confidence)


def test_more_people_than_there_are_is_an_error():
    with pytest.raises(ValueError, match="101 is above the denominator 100"):
        intervals.proportion(101, 100)

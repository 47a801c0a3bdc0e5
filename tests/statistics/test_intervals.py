import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2

from needs.statistics import intervals

# Newcombe 1998, Statistics in Medicine 17:857-872, Table I, method 3 (score, no continuity correction)
NEWCOMBE = [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0000, 0.1611), (1, 29, 0.0061, 0.1718)]


@pytest.mark.parametrize(("x", "n", "lower", "upper"), NEWCOMBE)
def test_a_proportion_has_wilsons_interval_as_newcombe_published_it(x, n, lower, upper):
    interval = intervals.proportion(x, n)

    assert (lower, upper) == pytest.approx((interval.lower, interval.upper), abs=5e-5)
    assert x / n == interval.value


# The same interval from R's package binom, as printed in the tests of statsmodels (BSD licence)
BINOM = [
    (4, 20, 0.0806576625797981, 0.4160174322518935),
    (4, 200, 0.0078044264163494, 0.0502870869058264),
    (18, 20, 0.6989663547715128, 0.972133518786232),
]


@pytest.mark.parametrize(("x", "n", "lower", "upper"), BINOM)
def test_a_proportion_agrees_with_r_to_eight_digits(x, n, lower, upper):
    interval = intervals.proportion(x, n)

    assert (lower, upper) == pytest.approx((interval.lower, interval.upper), abs=2e-8)


def test_nobody_and_everybody_have_the_limits_0_and_1_themselves():
    assert intervals.proportion(0, 77).lower == 0
    assert intervals.proportion(0, 77).upper == pytest.approx(0.0475184252824)  # R epitools 0.5-10.1
    assert intervals.proportion(77, 77).upper == 1


def test_the_limits_of_a_half_are_those_of_the_closed_form():
    z = 3.0902323061678132  # the normal quantile of 0.999
    half_width = z / (2 * math.sqrt(100 + z**2))  # Wilson's formula at x = n / 2

    interval = intervals.proportion(50, 100, confidence=0.998)

    assert (0.5 - half_width, 0.5 + half_width) == pytest.approx((interval.lower, interval.upper))


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
        (None, 10, 0.95, "must both be known"),
        (pd.NA, 10, 0.95, "must both be known"),
        (1, None, 0.95, "must both be known"),
        (1, 10, 95, "between 0 and 1"),
        (1, 10, 0, "between 0 and 1"),
        (1, 10, 1, "between 0 and 1"),
        (1, 10, math.nan, "between 0 and 1"),
    ],
)
@pytest.mark.parametrize("estimate", [intervals.proportion, intervals.rate])
def test_impossible_input_is_an_error_and_never_a_number(estimate, x, n, confidence, said):
    with pytest.raises(ValueError, match=said):
        estimate(x, n, confidence=confidence)


def test_more_people_than_there_are_is_an_error():
    with pytest.raises(ValueError, match="101 is above the denominator 100"):
        intervals.proportion(101, 100)


@pytest.mark.parametrize("per", [0, -1000, math.nan, math.inf])
def test_a_rate_per_nothing_is_an_error(per):
    with pytest.raises(ValueError, match="per"):
        intervals.rate(5, 100, per=per)


def test_byars_formula_as_it_is_gives_a_count_of_one_its_published_limits():
    interval = intervals.byar(1)

    # by hand: 1 x (1 - 1/9 - 1.959964/3)^3 and 2 x (1 - 1/18 + 1.959964/(3 x 1.414214))^3
    assert (0.013072, 5.563755) == pytest.approx((interval.lower, interval.upper), abs=1e-6)


def test_byars_formula_never_goes_below_0():
    assert intervals.byar(1, confidence=0.998).lower == 0
    assert intervals.byar(0).lower == 0


def test_one_event_of_a_hundred_has_rs_exact_limits():
    interval = intervals.rate(1, 100)

    assert (0.000253178079842899, 0.055716433909389) == pytest.approx((interval.lower, interval.upper), rel=1e-9)


LEVELS = st.one_of(st.sampled_from([0.5, 0.9, 0.95, 0.998, 1 - 1e-15]), st.floats(0.001, 0.999999))


@given(st.floats(0, 1), st.floats(1e-3, 1e9), LEVELS)
def test_a_proportion_lies_between_its_limits_at_any_confidence(share, n, confidence):
    interval = intervals.proportion(min(share * n, n), n, confidence=confidence)

    assert 0 <= interval.lower <= interval.value * (1 + 1e-9)
    assert interval.value * (1 - 1e-9) <= interval.upper <= 1


@given(st.floats(0, 1e9), st.floats(1e-3, 1e9), LEVELS)
def test_a_rate_lies_between_its_limits_at_any_confidence(x, n, confidence):
    interval = intervals.rate(x, n, per=1000, confidence=confidence)

    assert 0 <= interval.lower <= interval.value * (1 + 1e-9)
    assert interval.value < interval.upper < math.inf


@pytest.mark.parametrize("estimate", [intervals.proportion, intervals.rate])
@pytest.mark.parametrize(("x", "n"), [("5", 10), (5, "10")])
def test_text_is_no_number_even_where_it_looks_like_one(estimate, x, n):
    with pytest.raises(ValueError, match=r"'(5|10)' is not a number"):
        estimate(x, n)


def test_a_mean_has_the_interval_that_r_gives_the_hours_of_sleep_of_student():
    # Student 1908, as R's t.test(extra ~ group, data = sleep, paired = TRUE) prints it: 1.58, 0.7001142 to 2.4598858
    hours = np.array([1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4])
    (lower,), (upper,) = intervals.means(np.array([hours.mean()]), np.array([(hours**2).sum()]), np.array([10.0]))

    assert (lower, upper) == pytest.approx((0.7001142, 2.4598858), abs=5e-8)


def test_values_that_are_all_alike_have_the_limits_of_their_mean():
    assert [limit.tolist() for limit in intervals.means(np.array([0.1]), np.array([0.03]), np.array([3.0]))] == [
        pytest.approx([0.1]), pytest.approx([0.1]),
    ]  # fmt: skip

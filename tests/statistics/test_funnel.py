import math

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import binom, norm

from needs.statistics import comparison, funnel, intervals

# The mean square of a standard normal whose outer tenths are drawn in, as scipy integrates it numerically
BY_CHANCE = quad(lambda z: np.clip(z, *norm.ppf([0.1, 0.9])) ** 2 * norm.pdf(z), -10, 10, points=norm.ppf([0.1, 0.9]))[
    0
]

Z95, Z998 = 1.959963984540054, 3.090232306167813
# Limits of a standardised ratio around 1, as FunnelPlotR 0.6.0 (MIT licence) prints them in its tests
RATIOS = [
    (15, 0.5596924, 1.649348, 0.386265, 2.082907),
    (20, 0.610826, 1.544419, 0.4479107, 1.902094),
    (30, 0.6746958, 1.427562, 0.5289724, 1.702771),
]


def test_the_target_is_what_all_areas_together_show():
    assert funnel.baseline([10, 30], [100, 100]) == pytest.approx(0.2)


def test_an_area_with_a_missing_number_is_left_out_of_the_target():
    assert funnel.baseline([10, None, 30], [100, 900, 100]) == pytest.approx(0.2)
    with pytest.raises(ValueError, match="no area"):
        funnel.baseline([None], [100])


def test_limits_of_a_proportion_are_worked_from_the_target_and_the_size():
    lower, upper = funnel.proportion_limits([100, 400], 0.5)

    # by hand: the square root of 0.25 / 100 is 0.05, of 0.25 / 400 is 0.025
    assert [0.5 - Z95 * 0.05, 0.5 - Z95 * 0.025] == pytest.approx(list(lower))
    assert [0.5 + Z95 * 0.05, 0.5 + Z95 * 0.025] == pytest.approx(list(upper))


@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.998])
def test_an_area_on_a_limit_has_the_target_on_the_edge_of_its_own_wilson_interval(confidence):
    limits = funnel.proportion_limits([200], 0.3, confidence)

    assert intervals.proportion(limits.lower[0] * 200, 200, confidence).upper == pytest.approx(0.3)
    assert intervals.proportion(limits.upper[0] * 200, 200, confidence).lower == pytest.approx(0.3)


def test_limits_of_a_proportion_stay_within_nobody_and_everybody():
    lower, upper = funnel.proportion_limits([1, 3], 0.8, 0.998)

    assert lower[0] == 0
    assert list(upper) == [1, 1]


@pytest.mark.parametrize(("expected", "lower95", "upper95", "lower998", "upper998"), RATIOS)
def test_limits_of_a_ratio_are_exact_at_the_expected_count(expected, lower95, upper95, lower998, upper998):
    usual, wide = funnel.ratio_limits([expected]), funnel.ratio_limits([expected], confidence=0.998)

    assert (lower95, upper95) == pytest.approx((usual.lower[0], usual.upper[0]), abs=1e-6)
    assert (lower998, upper998) == pytest.approx((wide.lower[0], wide.upper[0]), abs=1e-6)
    assert usual.method == "exact Poisson at the expected count"


def test_limits_of_a_rate_are_those_of_its_expected_count():
    # by hand: 40,000 people at 50 per 100,000 expect 20
    lower, upper = funnel.rate_limits([40_000], 50, per=100_000)

    assert (0.610826 * 50, 1.544419 * 50) == pytest.approx((lower[0], upper[0]), abs=1e-4)


def test_an_area_without_a_size_has_no_limits_and_spoils_no_other():
    limits = funnel.proportion_limits([100, 0, None, 100], 0.5)

    assert list(np.isnan(limits.lower)) == [False, True, True, False]
    assert limits.warnings == (
        "no limits for area 2: its denominator is 0.0, wanted above 0",
        "no limits for area 3: its denominator is nan, wanted above 0",
    )


@pytest.mark.parametrize("target", [-0.1, 1.1, 50, math.nan])
def test_the_target_of_a_proportion_is_a_fraction(target):
    with pytest.raises(ValueError, match="a fraction from 0 to 1"):
        funnel.proportion_limits([100], target)


@pytest.mark.parametrize(("target", "per"), [(0, 1), (-1, 1), (math.nan, 1), (1, 0)])
def test_a_rate_wants_a_target_and_a_unit_above_0(target, per):
    with pytest.raises(ValueError, match="above 0"):
        funnel.rate_limits([100], target, per=per)


@pytest.mark.parametrize("limits", [funnel.proportion_limits, funnel.rate_limits, funnel.ratio_limits])
@pytest.mark.parametrize("tau_squared", [math.nan, -0.01, math.inf])
def test_a_variance_between_areas_is_a_number_from_0(limits, tau_squared):
    with pytest.raises(ValueError, match="tau_squared"):
        limits([100, 200], 0.5, tau_squared=tau_squared)


def test_a_confidence_in_percent_is_refused():
    with pytest.raises(ValueError, match="between 0 and 1"):
        funnel.ratio_limits([20], confidence=95)


def test_each_area_is_said_to_lie_within_or_outside_the_limits():
    limits = funnel.proportion_limits([100] * 5, 0.5)
    values = [0.5, 0.5 + 0.049 * Z95, 0.61, 0.39, None]

    assert list(funnel.flags(values, limits)) == ["within the limits", "within the limits", "high", "low", "not known"]


def test_a_value_on_a_limit_is_within_it():
    limits = funnel.proportion_limits([100], 0.5)

    assert list(funnel.flags(limits.upper, limits)) == ["within the limits"]


def test_spread_beyond_chance_is_measured():
    # by hand, on the square-root scale: ten areas of 25 expected, half at 0.8 and half at 1.2 of a target of 1, lie 2
    # standard errors of 1/10 away; their mean square is 4, phi 4 / 0.678655 and tau squared (10 x phi - 9) / (100 x 9)
    found = funnel.overdispersion([0.64, 1.44] * 5, [25] * 10, 1, "rate")

    assert (found.drawn_in, found.phi) == (pytest.approx(4), pytest.approx(4 / BY_CHANCE))
    assert found.tau_squared == pytest.approx((40 / BY_CHANCE - 9) / 900)
    assert found.areas == 10


def test_variance_that_is_no_difference_between_areas_is_taken_off_the_spread():
    # 0.02 beside the 1/25 by chance is half of it
    found = funnel.overdispersion([0.64, 1.44] * 5, [25] * 10, 1, "rate", added=[0.02] * 10)

    assert found.phi == pytest.approx(4 / BY_CHANCE - 0.5)
    assert found.tau_squared == pytest.approx((10 * (4 / BY_CHANCE - 0.5) - 9) / 900)
    # and of a share of 100, 0.0005 beside 0.0025 is a fifth: no less than no spread is left
    assert funnel.overdispersion([0.5] * 12, [100] * 12, 0.5, "proportion", added=0.0005).phi == 0


@pytest.mark.parametrize("areas", [10, 30, 150])
def test_areas_that_differ_by_chance_alone_have_a_spread_of_one(areas):
    draw = np.random.default_rng(7)
    of = np.full(areas, 400)
    found = [
        funnel.overdispersion(counted / 400, of, funnel.baseline(counted, of), "proportion")
        for counted in draw.binomial(400, 0.4, (2000, areas))
    ]

    # as one of them is used up for the target, (areas - 1) / areas; and without the correction 0.68 of that
    assert np.mean([each.phi for each in found]) == pytest.approx((areas - 1) / areas, abs=0.03)
    assert np.mean([each.drawn_in for each in found]) < 0.7


def test_values_are_drawn_towards_the_target_by_what_chance_is_of_their_distance():
    # By hand, on the square-root scale: 0.8 with a variance by chance of 1/100 and as much between areas goes half the way to 1
    assert funnel.shrunk("rate", [0.64], [25], 1, 0.01) == pytest.approx([0.81])
    assert funnel.shrunk("rate", [0.64], [25], 1, 0.03) == pytest.approx([0.7225])  # a quarter of the way: 0.85 squared


def test_no_value_is_drawn_in_by_more_than_its_standard_error():
    # 1.44 is two standard errors of 0.1 away; without any spread between others it keeps one of them
    assert funnel.shrunk("rate", [1.44], [25], 1, 0.0) == pytest.approx([1.21])
    assert funnel.shrunk("proportion", [0.5], [100], 0.5, 0.0) == pytest.approx([0.5])


def test_the_smallest_difference_that_can_be_found():
    # By hand: 2.801585 standard errors of 1 / (2 x 20) on the arcsine scale from 50% are sin squared of 0.785398 + 0.070040
    assert funnel.smallest_difference(400, 0.5, 0.95) == pytest.approx(
        math.sin(0.785398 + 0.0700396) ** 2 - 0.5, abs=1e-6
    )
    # and with as much spread between areas as chance gives, the square root of two times so far
    assert funnel.smallest_difference(400, 0.5, 0.95, 1 / 1600) == pytest.approx(
        math.sin(0.785398 + 0.0700396 * math.sqrt(2)) ** 2 - 0.5, abs=1e-6
    )


def test_an_outlier_is_drawn_in_before_the_spread_is_measured():
    usual = [0.64, 1.44] * 10

    calm = funnel.overdispersion(usual, [25] * 20, 1, "rate")
    with_outlier = funnel.overdispersion([*usual[:-1], 25.0], [25] * 20, 1, "rate")

    assert with_outlier.phi == pytest.approx(calm.phi)


def test_areas_that_differ_by_chance_alone_get_no_wider_limits():
    found = funnel.overdispersion([0.5] * 12, [100] * 12, 0.5, "proportion")

    assert found.phi == pytest.approx(0)
    assert found.tau_squared == 0
    assert funnel.proportion_limits([100], 0.5, tau_squared=found.tau_squared).method == (
        "Wilson score interval, inverted"
    )


def test_limits_that_allow_for_the_spread_are_wider_and_say_so():
    tau_squared = 31 / 900
    wider = funnel.ratio_limits([25], confidence=0.998, tau_squared=tau_squared)
    margin = Z998 * math.sqrt(1 / 100 + tau_squared)

    assert (max(0, 1 - margin) ** 2, (1 + margin) ** 2) == pytest.approx((wider.lower[0], wider.upper[0]))
    assert "overdispersion" in wider.method


def test_wider_limits_of_a_proportion_stay_within_nobody_and_everybody():
    wider = funnel.proportion_limits([10, 1000], 0.5, tau_squared=1.0)
    narrow = funnel.proportion_limits([10, 1000], 0.5)

    assert (list(wider.lower), list(wider.upper)) == ([0, 0], pytest.approx([1, 1]))
    assert (wider.lower <= narrow.lower).all()


def test_the_spread_between_few_areas_is_not_measured():
    with pytest.raises(ValueError, match="9 areas are known, wanted 10"):
        funnel.overdispersion([0.5] * 9, [100] * 9, 0.5, "proportion")


@pytest.mark.parametrize(
    ("better", "words"),
    [
        ("higher better", ["better", "similar", "worse"]),
        ("lower", ["worse", "similar", "better"]),
        ("neutral", ["higher", "similar", "lower"]),
        ("unknown", ["higher", "similar", "lower"]),
    ],
)
def test_an_area_differs_where_its_interval_leaves_the_benchmark_out(better, words):
    assert list(comparison.verdicts([51, 50, 30], [60, 55, 49.9], 50, better)) == words


def test_without_limits_or_a_benchmark_nothing_is_compared():
    assert list(comparison.verdicts([math.nan, 51], [60, 60], 50)) == ["not compared", "higher"]
    assert list(comparison.verdicts([51], [60], math.nan)) == ["not compared"]


def test_limits_in_the_wrong_order_and_unknown_directions_are_errors():
    with pytest.raises(ValueError, match="lower limit at or below"):
        comparison.verdicts([60], [50], 55)
    with pytest.raises(ValueError, match="'upwards' is not one of"):
        comparison.verdicts([50], [60], 55, "upwards")


def test_seven_areas_are_put_in_fifths_by_the_rank_rule():
    # by hand: ceiling((8 - rank) x 5 / 7) for ranks 1 to 7 is 5, 5, 4, 3, 3, 2, 1, taken from 6
    assert list(comparison.quantiles([10, 20, 30, 40, 50, 60, 70])) == [1, 1, 2, 3, 3, 4, 5]
    assert list(comparison.quantiles([10, 20, 30, 40, 50, 60, 70], highest_first=True)) == [5, 4, 3, 3, 2, 1, 1]


def test_ties_share_a_fifth_and_a_missing_value_has_none():
    found = comparison.quantiles([1, 1, 2, 3, 4, None, 5])

    assert found[0] == found[1]
    assert list(found.isna()) == [False] * 5 + [True, False]


def test_ten_areas_fall_evenly_into_fifths():
    assert list(comparison.quantiles(range(10))) == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]


def test_fewer_areas_than_groups_have_no_fifths():
    with pytest.raises(ValueError, match="4 areas with a value cannot be put into 5 groups"):
        comparison.quantiles([1, 2, 3, 4, None])


@pytest.mark.parametrize(("x", "n", "confidence"), [(115, 385, 0.95), (10, 100, 0.998), (990, 1000, 0.99)])
def test_a_share_lies_outside_the_mid_p_interval_where_both_half_tails_say_so(x, n, confidence):
    tail = (1 - confidence) / 2
    below = max(
        share for share in np.arange(1, 999) / 1000 if binom.sf(x, n, share) + binom.pmf(x, n, share) / 2 < tail
    )
    above = min(
        share for share in np.arange(1, 999) / 1000 if binom.cdf(x, n, share) - binom.pmf(x, n, share) / 2 < tail
    )

    sides = [comparison.leaves_out(x, n, share, confidence) for share in (below, below + 0.001, above - 0.001, above)]
    assert sides == [1, 0, 0, -1]


def test_impossible_counts_lie_on_no_side():
    with pytest.raises(ValueError, match="leaves_out"):
        comparison.leaves_out(11, 10, 0.5, 0.95)

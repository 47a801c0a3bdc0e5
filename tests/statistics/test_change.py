import math

import numpy as np
import pytest

from needs.statistics import change, trend

# Flow rates of the NIST/SEMATECH e-Handbook of Statistical Methods, section 6.3.2.2 (public domain)
FLOW = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
# A series of the tests of NHSRplotthedots 0.2.0 (MIT licence), with the causes that package gives
RISING = [10, 12, 11, 10, 12, 11, 12, 13, 14, 15, 16, 17, 18, 11, 10, 12, 11, 10]
RISING_CAUSES = [
    *["7 points below the mean"] * 5,
    *["trend of 7 points rising"] * 5,
    *["above the upper limit"] * 3,
    *[""] * 5,
]
UNUSUAL = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]  # NHSRplotthedots, vignette on deviations
YEARS = [(f"{year}-04-01", f"{year + 1}-03-31") for year in range(2000, 2020)]


def causes(values, **settings):
    return list(change.xmr(values, **settings).points["special_cause"])


def test_limits_are_the_mean_and_266_mean_moving_ranges_either_side():
    points = change.xmr(FLOW).points

    # by hand: nine moving ranges add up to 16.9, and 2.66 x 16.9 / 9 is 4.9948889
    assert (50.81, 45.8151111, 55.8048889) == pytest.approx(tuple(points.loc[0, ["mean", "lower", "upper"]]), rel=1e-8)
    assert list(points["value"]) == FLOW
    assert len(points) == 10


def test_a_step_of_one_each_time_has_limits_that_can_be_worked_by_hand():
    first = change.xmr(range(1, 11)).points.iloc[0]

    assert (first["lower"], first["upper"]) == pytest.approx((5.5 - 2.66, 5.5 + 2.66))
    assert (first["near_lower"], first["near_upper"]) == pytest.approx((5.5 - 2.66 * 2 / 3, 5.5 + 2.66 * 2 / 3))


def test_large_moving_ranges_are_left_out_once_when_screening():
    screened, whole = change.xmr(UNUSUAL), change.xmr(UNUSUAL, screen_outliers=False)

    assert (-0.715556, 4.604444) == pytest.approx(tuple(screened.points.loc[0, ["lower", "upper"]]), abs=1e-6)
    assert (-3.062614, 6.951503) == pytest.approx(tuple(whole.points.loc[0, ["lower", "upper"]]), abs=1e-6)
    assert "left out" in screened.method
    assert "left out" not in whole.method


def test_the_first_rule_that_applies_names_the_change():
    assert causes(RISING) == RISING_CAUSES


def test_a_point_outside_a_limit_is_a_special_cause():
    assert causes(UNUSUAL) == ["", "", "", "", "above the upper limit", *[""] * 13]
    assert causes([-value for value in UNUSUAL])[4] == "below the lower limit"


def test_two_of_three_near_opposite_limits_are_ordinary():
    assert causes([1, -1] * 7 + [5.5, -5.5]) == [""] * 16


@pytest.mark.parametrize(
    ("near", "side", "marked"),
    [  # tests of NHSRplotthedots (MIT licence)
        ([1, 0, 1], [1, 1, 1], [1, 0, 1]),
        ([0, 0, 1, 1, 0, 0, 0], [1] * 7, [0, 0, 1, 1, 0, 0, 0]),
        ([1, 0, 0, 1], [1] * 4, [0, 0, 0, 0]),
        ([1, 0, 0, 1, 1], [1] * 5, [0, 0, 0, 1, 1]),
        ([1, 0, 1], [1, -1, 1], [0, 0, 0]),
        ([], [], []),
    ],
)
def test_two_of_three_near_a_limit_are_marked_where_all_three_are_on_one_side(near, side, marked):
    assert list(change.two_of_three(near, side)) == [bool(each) for each in marked]


@pytest.mark.parametrize(
    ("values", "ends"),
    [  # tests of NHSRplotthedots and nhspy-plotthedots (MIT licence)
        ([1, 2, 3, 4, 5, 6], [0] * 6),
        ([1, 2, 3, 3, 4, 5, 6], [0] * 7),
        ([1, 2, 3, 4, 5, 6, 7], [0] * 6 + [1]),
        ([2, 7, 6, 5, 4, 3, 2, 1, 3], [0] * 7 + [-1, 0]),
        ([], []),
    ],
)
def test_seven_points_each_beyond_the_last_end_a_trend(values, ends):
    assert list(change.trend(np.array(values))) == ends


@pytest.mark.parametrize(
    ("side", "ends"),
    [
        ([1] * 6, [0] * 6),
        ([1] * 8 + [-1], [0] * 6 + [1, 1, 0]),
        ([-1] * 7, [0] * 6 + [1]),
        ([1, 1, 1, 0, 1, 1, 1, 1], [0] * 8),
        ([0] * 9, [0] * 9),
    ],
)
def test_seven_points_on_one_side_end_a_shift_and_a_point_on_the_mean_is_on_neither(side, ends):
    assert list(change.shift(np.array(side))) == [bool(each) for each in ends]


def test_a_rise_and_a_fall_share_their_turning_point_with_the_fall():
    found = causes([0, 1, 2, 3, 4, 5, 6, 5, 4, 3, 2, 1, 0], fewest_points=1)

    assert found[6] in ("trend of 7 points falling", "above the upper limit")
    assert change._slope(np.array([0, 1, 2, 3, 4, 5, 6, 5, 4, 3, 2, 1, 0.0]))[5:8].tolist() == [1, -1, -1]


@pytest.mark.parametrize("constant", [5, 0, 0.1, -3.3])
def test_a_constant_series_has_no_limits_no_special_cause_and_says_so(constant):
    chart = change.xmr([constant] * 15)

    assert chart.points["upper"].isna().all()
    assert set(chart.points["special_cause"]) == {""}
    assert chart.warnings == ("no limits for phase 1: no moving range is left to make them from",)
    assert chart.assurance(1, "higher") == "not judged"
    assert set(causes([constant] * 15, screen_outliers=False)) == {""}


def test_limits_are_made_anew_where_a_series_is_rebased():
    chart = change.xmr([1, 2] * 6 + [11, 12] * 6, rebase_at=[12])

    assert list(chart.points["mean"]) == [1.5] * 12 + [11.5] * 12
    assert list(chart.points["phase"]) == [1] * 12 + [2] * 12
    assert set(chart.points["special_cause"]) == {""}
    assert any(causes([1, 2] * 6 + [11, 12] * 6))


def test_a_frozen_baseline_holds_its_limits_against_what_comes_later():
    values = [4, 6] * 6 + [9, 9, 8, 9]
    frozen = change.xmr(values, baseline_points=12)

    # by hand: the first twelve have a mean of 5 and moving ranges of 2
    assert (5 - 5.32, 5 + 5.32) == pytest.approx(tuple(frozen.points.loc[15, ["lower", "upper"]]))
    assert frozen.points.loc[15, "mean"] == 5
    assert change.xmr(values).points.loc[15, "mean"] > 5


def test_a_missing_value_breaks_a_run_and_has_no_moving_range():
    chart = change.xmr([1, 2, 3, None, 4, 5, 6, 7, 8, 9, 8, 7, 8])

    assert chart.points["special_cause"][3] == ""
    assert chart.warnings == ("1 missing values: runs and moving ranges do not cross them",)
    assert not any("trend" in cause for cause in chart.points["special_cause"])


def test_overlapping_periods_are_refused_in_words():
    rolling = [(f"2010-{month:02}-01", f"2011-{month:02}-01") for month in range(1, 13)]
    chart = change.xmr(range(12), periods=rolling)

    assert chart.reason == "change cannot be judged: the periods overlap"
    assert chart.points["upper"].isna().all()
    assert set(chart.points["special_cause"]) == {""}
    assert chart.assurance(5, "higher") == "not judged"


def test_periods_that_follow_each_other_are_charted():
    assert change.xmr(FLOW * 2, periods=YEARS).reason == ""


def test_periods_out_of_order_or_not_one_a_point_are_errors():
    with pytest.raises(ValueError, match="not in the order of time"):
        change.xmr([1, 2], periods=YEARS[1::-1])
    with pytest.raises(ValueError, match="1 periods for 2 values"):
        change.xmr([1, 2], periods=YEARS[:1])


def test_too_few_points_are_refused_in_words_and_still_drawn():
    chart = change.xmr(FLOW)

    assert chart.reason == "change cannot be judged: too few points, 10 where 12 are wanted"
    assert chart.points["upper"].notna().all()
    assert change.xmr(FLOW, fewest_points=10).reason == ""
    assert change.xmr([*FLOW, *FLOW], rebase_at=[15]).reason.endswith("5 where 12 are wanted")


@pytest.mark.parametrize("values", [[], [None, None]])
def test_a_series_without_points_is_refused_in_words(values):
    chart = change.xmr(values)

    assert chart.reason == "change cannot be judged: there are no points in the latest phase"
    assert len(chart.points) == len(values)
    assert chart.assurance(5, "higher") == "not judged"


def test_a_single_point_has_no_limits():
    chart = change.xmr([5])

    assert math.isnan(chart.points.loc[0, "upper"])
    assert "too few points, 1" in chart.reason


@pytest.mark.parametrize("place", [0, -1, 3, 1.5])
def test_a_series_cannot_be_rebased_outside_itself(place):
    with pytest.raises(ValueError, match="not a place after the first of 3 points"):
        change.xmr([1, 2, 3], rebase_at=[place])


def test_infinite_values_and_baselines_of_one_point_are_errors():
    with pytest.raises(ValueError, match="point 1 is infinite"):
        change.xmr([1, math.inf])
    with pytest.raises(ValueError, match="2 points or more"):
        change.xmr([1, 2, 3], baseline_points=1)


@pytest.mark.parametrize("points", [0, 1, True, 2.5, 4, 5])
def test_a_baseline_is_of_two_points_or_more_and_no_longer_than_any_phase(points):
    with pytest.raises(ValueError, match=f"no more than the 3 of the shortest phase, found {points!r}"):
        change.xmr([1, 2, 3, 4, 5, 6, 7], rebase_at=[3], baseline_points=points)

    assert (
        change.xmr([1, 2, 3, 4, 5, 6, 7], rebase_at=[3], baseline_points=3).points["mean"].tolist() == [2] * 3 + [5] * 4
    )


@pytest.mark.parametrize(
    ("values", "rebase_at", "has_one_level"),
    [
        ([4, 6] * 7, (), True),
        ([4, 6] * 6 + [7, 9] * 4, (), False),
        ([4, 6] * 6 + [7, 9] * 4, [12], True),
        ([4, 6] * 6 + [4, 4.5, 5, 5.5, 6, 6.5, 7], (), False),
        ([4, 6] * 6 + [5], (), True),
        ([4, 6] * 3 + [None] + [4, 6] * 3, (), True),
    ],
)
def test_a_phase_has_one_level_unless_seven_points_lie_aside_or_rise(values, rebase_at, has_one_level):
    assert change.xmr(values, rebase_at).has_one_level == has_one_level


@pytest.mark.parametrize(
    ("better", "target", "word"),
    [  # by hand: limits of 2.34 and 7.66
        ("higher", 8, "consistent_fail"),
        ("higher", 2, "consistent_pass"),
        ("higher", 5, "inconsistent"),
        ("lower", 8, "consistent_pass"),
        ("lower better", 2, "consistent_fail"),
        ("neutral", 8, "not judged"),
        ("higher", math.nan, "not judged"),
        ("higher", None, "not judged"),
    ],
)
def test_a_target_is_assured_where_the_limits_clear_it(better, target, word):
    assert change.xmr([4.5, 5.5] * 7).assurance(target, better) == word


def test_assurance_goes_by_the_latest_limits():
    assert change.xmr([1, 2] * 6 + [11, 12] * 6, rebase_at=[12]).assurance(7, "higher") == "consistent_pass"


def test_a_trend_in_proportions_has_the_published_statistic():
    # the example of R's prop.trend.test, smokers among patients: it prints X-squared = 8.2249
    assert trend.chi_squared([83, 90, 129, 70], [86, 93, 136, 82], [1, 2, 3, 4]) == pytest.approx(8.2249, abs=5e-5)


def test_five_years_that_rise_beyond_chance_are_increasing():
    found = trend.of_proportions(range(2018, 2023), [100, 120, 140, 160, 180], [1000] * 5)

    # by hand: (sum of (year - 2020) x count)^2 = 200^2, over 0.14 x 0.86 x 10,000
    assert found.chi_squared == pytest.approx(40_000 / 1204)
    assert found.direction == "increasing"
    assert trend.of_proportions(range(2018, 2023), [180, 160, 140, 120, 100], [1000] * 5).direction == "decreasing"


def test_only_the_latest_five_years_are_tested():
    found = trend.of_proportions(range(2016, 2023), [900, 800, 100, 120, 140, 160, 180], [1000] * 7)

    assert found.direction == "increasing"


def test_a_rise_within_chance_is_no_change():
    assert trend.of_proportions(range(5), [10, 12, 14, 16, 18], [100] * 5).direction == "no change found"


@pytest.mark.parametrize(
    "numerators",
    [
        [103, 102, 101, 100, 200],  # without the last year the slope turns round
        [400, 410, 400, 420, 600],  # it does not, and is within chance: chi-squared is 0.6, where 3.8 is wanted
        [600, 420, 400, 410, 400],
    ],
)
def test_a_rise_or_fall_that_rests_on_one_year_is_not_claimed(numerators):
    found = trend.of_proportions(range(5), numerators, [1000] * 5)

    assert found.direction == trend.ONE_YEAR
    assert found.chi_squared > 9.55


def test_a_trend_of_values_that_rests_on_one_year_is_not_claimed():
    values = np.array([10, 10.5, 10, 10.5, 20])

    assert trend.of_values(range(5), values, values - 1, values + 1).direction == trend.ONE_YEAR
    assert trend.of_values(range(5), range(10, 20, 2), range(9, 19, 2), range(11, 21, 2)).direction == "increasing"


@pytest.mark.parametrize(
    ("values", "place"),
    [
        ([100, 101, 99, 100, 150, 100], 4),
        ([100, 120, 141, 160, 180, 200], None),  # a steady rise
        ([100, 121, 140, 161, 120, 200, 221], 4),  # below a steady rise
        ([1000, 1001, 1000, 1001, 1020, 1000], None),  # far from the others, and by less than a tenth
        ([100, 101, 150, 100, 150, 101, 100], None),  # two
        ([100, 100, 100, 150], None),  # too few to tell
        ([100, 101, 99, float("nan"), 150, 100], None),
    ],
)
def test_one_year_stands_apart_from_the_line_through_all(values, place):
    assert trend.one_apart(range(len(values)), values) == place


def test_a_trend_of_values_is_weighted_by_their_intervals():
    width = 2 * 1.959963984540054
    values = np.arange(5.0)

    # by hand: standard errors of 1, a slope of 1 and squares of the years that add up to 10
    clear = trend.of_values(range(5), values, values - width / 2, values + width / 2)
    unclear = trend.of_values(range(5), values, values - width, values + width)

    assert (clear.direction, unclear.direction) == ("increasing", "no change found")
    assert (10, 2.5) == pytest.approx((clear.chi_squared, unclear.chi_squared))


@pytest.mark.parametrize(
    ("years", "numerators", "denominators", "reason"),
    [
        (range(4), [1] * 4, [10] * 4, "4 years where 5 are wanted"),
        ([2001, 2002, 2003, 2005, 2006], [1] * 5, [10] * 5, "the years are not whole, in order and without a gap"),
        (
            [2001, 2001.25, 2001.5, 2001.75, 2002],
            [1] * 5,
            [10] * 5,
            "the years are not whole, in order and without a gap",
        ),
        (range(5), [1, None, 1, 1, 1], [10] * 5, "a figure is missing"),
        (range(5), [1, 11, 1, 1, 1], [10] * 5, "a numerator is not within its denominator"),
        (range(5), [0] * 5, [10] * 5, "every value is 0% or every value is 100%"),
    ],
)
def test_a_trend_that_cannot_be_tested_says_why(years, numerators, denominators, reason):
    found = trend.of_proportions(years, numerators, denominators)

    assert (found.direction, found.reason) == ("not tested", reason)
    assert math.isnan(found.chi_squared)


def test_a_year_with_nobody_does_not_stop_the_test():
    assert trend.of_proportions(range(5), [0, 10, 20, 30, 40], [1000] * 5).direction == "increasing"


def test_a_trend_wants_one_figure_a_year():
    with pytest.raises(ValueError, match="5, 4, 5"):
        trend.of_proportions(range(5), [1] * 4, [10] * 5)


def test_limits_of_shares_know_their_denominators():
    """By hand: 10 of 100, 20 of 100, 10 of 100 and 80 of 400 are 120 of 700, 17.142857%.

    Its standard errors are 3.768794 for 100 and 1.884397 for 400, so the z are -1.895263, 0.758105, -1.895263 and 1.516211,
    the moving ranges 2.653369, 2.653369 and 3.411474, and their mean is 2.906070. Limits are 2.66 of these errors away.
    """
    points = change.p_prime([10, 20, 10, 80], [100, 100, 100, 400]).points

    assert points["value"].tolist() == [10, 20, 10, 20]
    assert points["mean"].tolist() == pytest.approx([120 / 7] * 4)
    assert points["upper"].tolist() == pytest.approx([46.276193] * 3 + [31.709525], abs=1e-5)
    assert points["lower"].tolist() == pytest.approx([0] * 3 + [2.576189], abs=1e-5)


def test_with_equal_denominators_the_limits_of_shares_are_those_of_xmr():
    counted = [40, 52, 47, 45, 61, 39, 44, 50, 48, 43, 55, 46]
    shares, values = change.p_prime(counted, [100] * 12).points, change.xmr(counted).points

    for line in ("mean", "lower", "upper", "near_lower", "near_upper"):
        assert shares[line].tolist() == pytest.approx(values[line].tolist())


def test_a_share_of_a_large_denominator_is_unusual_where_one_of_a_small_is_not():
    counted, of = [50, 52, 48, 51, 49, 50] * 2 + [62], [100] * 13
    large = change.p_prime([*counted[:-1], 6200], [*of[:-1], 10_000])

    assert (
        change.p_prime(counted, of, screen_outliers=False).points["special_cause"].iloc[-1] == "above the upper limit"
    )
    assert large.points["special_cause"].iloc[-1] == "above the upper limit"
    assert change.p_prime([*counted[:-1], 7], [*of[:-1], 12]).points["special_cause"].iloc[-1] == ""  # 58% of 12


def test_shares_of_none_or_with_gaps():
    gap = change.p_prime([10, None, 20, 15, 12], [100, 100, None, 100, 100])

    assert gap.points["value"].isna().tolist() == [False, True, True, False, False]
    assert gap.warnings[-1] == "2 missing values: runs and moving ranges do not cross them"
    assert change.p_prime([0] * 12, [100] * 12).points["upper"].isna().all()
    assert change.p_prime([10] * 12, [100] * 12, periods=[("2010-01-01", "2011-01-01")] * 12).overlaps
    with pytest.raises(ValueError, match="numerators within denominators above 0"):
        change.p_prime([11], [10])
    with pytest.raises(ValueError, match="numerators within denominators above 0"):
        change.p_prime([1, 2], [10])


def autocorrelated(by, points, series, chance):
    """Series, one a row, in which each point keeps so much of the last; nothing changes in them."""
    found = np.empty((series, points))
    found[:, 0] = chance.standard_normal(series)
    for place in range(1, points):
        found[:, place] = by * found[:, place - 1] + np.sqrt(1 - by**2) * chance.standard_normal(series)
    return found


def stock_and_flow(quarters, series, chance):
    """People in treatment at the end of each quarter, and who came less who left in it: about 480 come, a fifth leaves."""
    there, stock, flow = np.full(series, 2400), [], []
    for _ in range(40 + quarters):
        came, left = chance.poisson(480, series), chance.binomial(there, 0.2)
        there = there + came - left
        stock.append(there)
        flow.append(came - left)
    return np.array(stock[40:]).T, np.array(flow[40:]).T


def test_charts_of_a_stock_are_mostly_marked_though_nothing_changes_and_those_of_its_flow_seldom():
    chance = np.random.default_rng(19)
    stock, flow = stock_and_flow(16, 4000, chance)

    assert change.flags_of(autocorrelated(0.7, 16, 4000, chance)).anywhere > 0.6
    assert change.flags_of(stock).anywhere > 0.6
    assert change.flags_of(flow).anywhere < 0.12
    assert change.flags_of(flow).latest < 0.02


@pytest.mark.parametrize("points", [12, 16, 24])
def test_independent_points_are_marked_by_chance_as_often_as_is_said(points):
    series = np.random.default_rng(points + 100).standard_normal((400, points))
    charts = [change.xmr(one).points["special_cause"] != "" for one in series]
    said = change.false_flags(points)

    # 400 charts tell a share to about 4 percentage points
    assert np.mean([chart.any() for chart in charts]) == pytest.approx(said.anywhere, abs=0.06)
    assert np.mean([chart.iloc[-1] for chart in charts]) == pytest.approx(said.latest, abs=0.02)

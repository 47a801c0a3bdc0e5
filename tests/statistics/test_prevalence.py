import math

import pytest

from needs.statistics import intervals
from needs.statistics.prevalence.multiplier import multiplier
from needs.statistics.prevalence.unmet import penetration, unmet_need

# Unmet need as published by the Office for Health Improvement and Disparities, Fingertips indicators 93517 (opiate and
# crack users aged 15 to 64) and 93532 (adults dependent on alcohol): treated, needed, the limits of needed, and the
# unmet percentage with its limits. Treated is needed less the count published as not in treatment; limits of needed
# were recovered from the published interval, which is why one test takes them from the area's other year.
PUBLISHED = [
    ("93517 West Sussex 2018/19", 1233.0, 2585.33, 1676.7, 3549.7, 52.31, 26.46, 65.26),
    ("93517 Worcestershire 2018/19", 1196.0, 2635.33, 2015.0, 3334.3, 54.62, 40.65, 64.13),
    ("93517 England 2019/20", 146005.67, 305118.0, 301515.0, 315752.6, 52.15, 51.58, 53.76),
    ("93517 Hartlepool 2019/20", 604.0, 1179.0, 1013.3, 1475.0, 48.77, 40.39, 59.05),
    ("93517 Middlesbrough 2019/20", 1335.67, 2267.0, 2027.5, 2516.0, 41.08, 34.12, 46.91),
    ("93517 Warwickshire 2019/20", 1052.0, 2098.0, 1731.0, 2584.0, 49.86, 39.23, 59.29),
    ("93517 West Sussex 2019/20", 1224.67, 2585.0, 1676.2, 3548.7, 52.62, 26.94, 65.49),
    ("93517 Worcestershire 2019/20", 1231.67, 2635.0, 2014.5, 3333.4, 53.26, 38.86, 63.05),
    ("93517 England 2020/21", 146142.0, 305118.33, 301515.7, 315753.3, 52.1, 51.53, 53.72),
    ("93517 Hartlepool 2020/21", 644.0, 1179.0, 1013.3, 1475.0, 45.38, 36.45, 56.34),
    ("93517 Middlesbrough 2020/21", 1321.0, 2267.33, 2028.0, 2516.7, 41.74, 34.86, 47.51),
    ("93517 Redcar and Cleveland 2020/21", 575.0, 1073.0, 903.0, 1383.0, 46.41, 36.32, 58.42),
    ("93517 Stockton-on-Tees 2020/21", 974.0, 1809.67, 1620.0, 2289.0, 46.18, 39.88, 57.45),
    ("93532 Warwickshire 2018/19", 1011.0, 5029.33, 3987.0, 6555.7, 79.9, 74.64, 84.58),
    ("93532 West Sussex 2018/19", 1555.0, 7147.67, 5650.7, 9365.3, 78.24, 72.48, 83.4),
    ("93532 Worcestershire 2018/19", 1029.0, 5290.67, 4141.7, 6959.3, 80.55, 75.15, 85.21),
    ("93532 England 2019/20", 104879.67, 592757.0, 476941.5, 766659.9, 82.31, 78.01, 86.32),
    ("93532 Hartlepool 2019/20", 311.33, 1339.0, 1011.7, 1835.3, 76.75, 69.23, 83.04),
    ("93532 Middlesbrough 2019/20", 505.67, 2515.0, 1574.0, 4235.9, 79.89, 67.87, 88.06),
    ("93532 Redcar and Cleveland 2019/20", 480.0, 1928.0, 1456.3, 2666.3, 75.1, 67.04, 82.0),
    ("93532 Stockton-on-Tees 2019/20", 468.0, 2340.0, 1866.0, 3022.0, 80.0, 74.92, 84.51),
    ("93532 Darlington 2019/20", 270.0, 1384.0, 1087.7, 1823.0, 80.49, 75.18, 85.19),
    ("93532 Halton 2019/20", 365.0, 1951.0, 1434.0, 2762.3, 81.29, 74.55, 86.79),
    ("93532 England 2020/21", 107428.0, 592757.33, 476943.0, 766662.3, 81.88, 77.48, 85.99),
    ("93532 Hartlepool 2020/21", 320.0, 1338.67, 1010.7, 1833.3, 76.1, 68.34, 82.55),
    ("93532 Middlesbrough 2020/21", 382.0, 2515.33, 1575.0, 4238.7, 84.81, 75.75, 90.99),
    ("93532 Redcar and Cleveland 2020/21", 445.0, 1928.0, 1456.3, 2666.3, 76.92, 69.44, 83.31),
    ("93532 Stockton-on-Tees 2020/21", 431.0, 2340.0, 1866.0, 3022.0, 81.58, 76.9, 85.74),
    ("93532 Darlington 2020/21", 286.0, 1384.0, 1087.7, 1823.0, 79.34, 73.71, 84.31),
    ("93532 Halton 2020/21", 347.0, 1951.0, 1434.0, 2762.3, 82.21, 75.8, 87.44),
]


@pytest.mark.parametrize(("area", "treated", "needed", "low", "high", "unmet", "lower", "upper"), PUBLISHED)
def test_unmet_need_carries_the_limits_of_the_estimate_as_published(
    area, treated, needed, low, high, unmet, lower, upper
):
    found = unmet_need(treated, needed, low, high)

    assert (unmet, lower, upper) == pytest.approx(
        tuple(100 * value for value in (found.value, found.lower, found.upper)), abs=0.02
    )
    assert found.warnings == ()


def test_the_limits_of_one_year_give_the_published_interval_of_the_other():
    years = {}
    for area, treated, _, low, high, unmet, lower, upper in PUBLISHED:
        years.setdefault(area.rsplit(" ", 1)[0], []).append((treated, low, high, unmet, lower, upper))
    pairs = [rows for rows in years.values() if len(rows) == 2]

    assert len(pairs) == 12
    for one, other in pairs + [pair[::-1] for pair in pairs]:
        found = unmet_need(one[0], one[0] / (1 - one[3] / 100), other[1], other[2])
        assert (one[4], one[5]) == pytest.approx((100 * found.lower, 100 * found.upper), abs=0.05)


@pytest.mark.parametrize(("area", "treated", "needed", "low", "high", "unmet", "lower", "upper"), PUBLISHED)
def test_penetration_is_what_unmet_need_leaves(area, treated, needed, low, high, unmet, lower, upper):
    found = penetration(treated, needed, low, high)

    assert (100 - unmet, 100 - upper, 100 - lower) == pytest.approx(
        tuple(100 * value for value in (found.value, found.lower, found.upper)), abs=0.02
    )
    assert found.lower < found.value < found.upper


def test_penetration_above_everybody_in_need_is_inconsistent_and_not_a_number():
    found = penetration(1200, 1000, 800, 1500)

    assert math.isnan(found.value)
    assert math.isnan(found.upper)
    assert found.lower == 1200 / 1500
    assert found.warnings == ("the estimate of need is below the number in treatment",)


def test_nobody_in_treatment_is_all_unmet():
    assert unmet_need(0, 10, 5, 20).value == 1
    assert penetration(0, 10, 5, 20).upper == 0


def test_a_lower_limit_of_nobody_in_need_gives_no_limit_and_says_why():
    found = unmet_need(0, 10, 0, 20)

    assert (found.value, found.upper) == (1, 1)
    assert math.isnan(found.lower)
    assert found.warnings == ("the lower limit of need is 0, and of nobody in need there is no fraction",)


def test_without_published_limits_there_are_none():
    found = unmet_need(405, 3057)

    assert pytest.approx(found.value, abs=5e-5) == 0.8675
    assert math.isnan(found.lower)
    assert math.isnan(found.upper)


def test_more_people_treated_than_estimated_is_inconsistent_and_not_zero():
    found = unmet_need(1200, 1000, 800, 1500)

    assert math.isnan(found.value)
    assert math.isnan(found.lower)
    assert found.upper == 1 - 1200 / 1500
    assert found.warnings == ("the estimate of need is below the number in treatment",)


def test_a_lower_limit_below_the_number_treated_is_said():
    found = unmet_need(900, 1000, 800, 1500)

    assert pytest.approx(found.value) == 0.1
    assert math.isnan(found.lower)
    assert found.warnings == ("the lower limit of need is below the number in treatment",)


@pytest.mark.parametrize(
    ("treated", "needed", "low", "high"), [(1, 0, 0, 1), (-1, 10, 5, 20), (1, 10, 11, 20), (1, 10, 5, 9)]
)
def test_impossible_input_is_an_error(treated, needed, low, high):
    with pytest.raises(ValueError, match="unmet need"):
        unmet_need(treated, needed, low, high)


def test_a_multiplier_turns_the_limits_of_the_fraction_round():
    # 300 people in treatment; 60 of 150 users asked had been in it, by Wilson 32.504% to 47.995%
    fraction = intervals.proportion(60, 150)
    found = multiplier(300, fraction)

    assert found.value == 750
    assert (found.lower, found.upper) == pytest.approx((300 / fraction.upper, 300 / fraction.lower))
    assert (found.known, found.confidence, found.warnings) == (300, 0.95, ())


def test_a_count_of_events_adds_its_own_uncertainty():
    # Both limits on the log scale, put together as sides of a right angle (Donner and Zou 2012)
    deaths, mortality = intervals.rate(20, 1), intervals.proportion(30, 3000)
    found = multiplier(deaths, mortality)
    rise = math.hypot(math.log(deaths.upper / 20), math.log(0.01 / mortality.lower))

    assert found.value == pytest.approx(2000)
    assert found.upper == pytest.approx(2000 * math.exp(rise))
    assert found.lower < multiplier(20, mortality).lower
    assert found.upper > multiplier(20, mortality).upper


def test_a_bare_fraction_gives_an_estimate_without_limits_and_says_so():
    found = multiplier(300, 0.4)

    assert found.value == pytest.approx(750)
    assert math.isnan(found.lower)
    assert math.isnan(found.upper)
    assert found.warnings == ("no limits: the fraction was given without any",)


@pytest.mark.parametrize(("count", "fraction"), [(0, 0.4), (-1, 0.4), (300, 0), (300, 1.2), (300, math.nan)])
def test_an_impossible_multiplier_is_an_error(count, fraction):
    with pytest.raises(ValueError, match="multiplier"):
        multiplier(count, fraction)


def test_limits_of_different_confidence_are_not_mixed():
    with pytest.raises(ValueError, match="different confidence"):
        multiplier(intervals.rate(20, 1, confidence=0.9), intervals.proportion(30, 3000))

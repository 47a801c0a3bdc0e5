import math

import pytest

from needs.statistics.prevalence import unmet_need

# Fingertips indicators 93517 and 93532 as published by OHID: treated, needed, limits of needed, unmet % and its limits.
# The limits of need are recovered from another year's published interval of the same area, so the test is not a circle.
PUBLISHED = [
    ("Hartlepool 2020/21, opiates and crack", 644.0, 1179.0, 1013.3, 1475.0, 45.38, 36.45, 56.34),
    ("West Sussex 2019/20, opiates and crack", 1224.67, 2585.0, 1676.7, 3549.7, 52.62, 26.94, 65.49),
    ("Darlington 2020/21, alcohol", 286.0, 1384.0, 1087.7, 1823.0, 79.34, 73.71, 84.31),
    ("England 2020/21, alcohol", 107428.0, 592757.33, 476941.5, 766659.9, 81.88, 77.48, 85.99),
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

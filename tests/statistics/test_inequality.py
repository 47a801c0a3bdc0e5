"""Slope and relative index of inequality, worked by hand on three groups of 100, 200 and 100 people.

Their places are 1/8, 1/2 and 7/8. With rates of 10, 25 and 30 the weighted means are 0.5 and 22.5, the sum of products
is 7.5 over a sum of squares of 0.28125 (weights 1, 2, 1), so the slope is 80/3 and the line runs from 27.5/3 to 107.5/3.
Squares left over add up to 25 on one degree of freedom, whose quantile of 97.5% is 12.7062 (any table of Student's t).
"""

import math

import numpy as np
import pytest

from needs.statistics.inequality import inequality, ridits

PEOPLE, DEPRIVED, RATES = (100, 200, 100), (12.0, 20.0, 31.0), (10, 25, 30)
STUDENT = 12.706205


def test_each_group_stands_in_the_middle_of_its_share_of_all_people():
    np.testing.assert_allclose(ridits(DEPRIVED, PEOPLE), [1 / 8, 1 / 2, 7 / 8])
    np.testing.assert_allclose(ridits((5, 5, 9), PEOPLE), [3 / 8, 3 / 8, 7 / 8])


def test_the_slope_is_that_of_the_weighted_line_and_its_limits_are_students():
    slope = inequality(RATES, PEOPLE, DEPRIVED).slope
    error = math.sqrt(25 / 0.28125)

    assert slope.value == pytest.approx(80 / 3)
    assert slope.upper - slope.value == pytest.approx(STUDENT * error, rel=1e-6)
    assert slope.value - slope.lower == pytest.approx(STUDENT * error, rel=1e-6)


def test_the_relative_index_is_the_ratio_of_the_ends_with_limits_on_the_scale_of_logarithms():
    found = inequality(RATES, PEOPLE, DEPRIVED).relative
    start, end = 27.5 / 3, 107.5 / 3
    # variances of the mean (25/4) and of the slope (25/0.28125), which are independent; ends lie half away from the mean
    of_mean, of_slope = 25 / 4, 25 / 0.28125
    error = math.sqrt(of_mean * (1 / end - 1 / start) ** 2 + of_slope * ((1 / end + 1 / start) / 2) ** 2)

    assert found.value == pytest.approx(end / start)
    assert math.log(found.upper / found.value) == pytest.approx(STUDENT * error, rel=1e-6)
    assert math.log(found.value / found.lower) == pytest.approx(STUDENT * error, rel=1e-6)


def test_the_order_of_groups_does_not_matter_and_equal_rates_have_no_slope():
    mixed = inequality(RATES[::-1], PEOPLE[::-1], DEPRIVED[::-1])
    flat = inequality((7, 7, 7, 7), (10, 20, 30, 40), (1, 2, 3, 4))

    assert mixed.slope.value == pytest.approx(80 / 3)
    assert (flat.slope.value, flat.relative.value) == (pytest.approx(0, abs=1e-9), pytest.approx(1))


def test_a_line_that_falls_to_nothing_has_a_slope_and_no_ratio():
    found = inequality((0, 1, 20), (100, 100, 100), DEPRIVED)

    assert math.isnan(found.relative.value)
    assert "falls to 0 or below" in found.relative.warnings[0]
    assert found.slope.value > 0


@pytest.mark.parametrize(
    ("rates", "people", "deprived", "wanted"),
    [
        ((1, 2), (1, 1), (1, 2), "found 2"),
        ((1, 2, 3), (1, 1, 1), (1, 2, 2), "found 2"),
        ((1, 2, 3), (1, 1), (1, 2, 3), "one of each a group"),
        ((1, None, 3), (1, 1, 1), (1, 2, 3), "a known rate"),
        ((1, -2, 3), (1, 1, 1), (1, 2, 3), "a known rate"),
        ((1, 2, 3), (1, 0, 1), (1, 2, 3), "people above 0"),
    ],
)
def test_what_has_no_line_is_refused(rates, people, deprived, wanted):
    with pytest.raises(ValueError, match=wanted):
        inequality(rates, people, deprived)

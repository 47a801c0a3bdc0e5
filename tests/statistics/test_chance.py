"""Noise, drift and ranges that held too seldom, each beside what a hand or a table gives."""

import math

import numpy as np
import pytest

from needs.statistics import chance


def test_what_comes_lies_by_its_standard_error_about_what_is_expected_and_never_below_none():
    np.testing.assert_allclose(chance.about([100.0, 100.0, 1.0], [25.0, 25.0, 4.0], [0.0, -2.0, -1.0]), [100, 90, 0])


def test_ranges_that_held_too_seldom_are_found_by_the_binomial_distribution():
    """Of two ranges of 95%: neither holds with 0.05 squared, at most one with 1 less 0.95 squared."""
    assert chance.at_most(0, 2, 0.95) == pytest.approx(0.0025)
    assert chance.at_most(1, 2, 0.95) == pytest.approx(0.0975)
    assert chance.at_most(2, 2, 0.95) == 1


def test_without_changes_of_its_own_the_usual_change_stands():
    assert chance.size_of_change([200.0], 1, usual=0.1, worth=4) == (pytest.approx(0.1), 4)


def test_a_change_of_its_own_counts_for_one_beside_the_usual_less_what_chance_gives():
    """Twice as many: 0.480453 is the square of log 2; chance gives 1 / 400 + 1 / 800 of it; four times 0.01 beside."""
    size, worth = chance.size_of_change([200.0, 100.0], 1, usual=0.1, worth=4)

    assert worth == 5
    assert size == pytest.approx(math.sqrt((0.04 + 0.480453 - 0.00375) / 5), rel=1e-6)


def test_less_change_than_chance_gives_counts_as_none():
    assert chance.size_of_change([100.0, 100.0], 1, usual=0.1, worth=4)[0] == pytest.approx(math.sqrt(0.04 / 5))


def test_the_drift_of_a_walk_has_the_variance_of_its_quarters():
    """Known well, a change of 0.275 a year is 0.0275 of variance a quarter; the first is further by 0.875 from its year's middle."""
    walk = np.log(chance.drift(0.275, 10**9, 3, 200_000, np.random.default_rng(1)))

    np.testing.assert_allclose(walk.var(axis=1), 0.0275 * (np.array([1, 2, 3]) + 0.875), rtol=0.02)


def test_two_years_of_a_walk_by_quarters_differ_as_the_constants_say():
    """Means of four, one after the other, as sums of the steps between them; and the last quarter less its year's mean."""
    weights = np.array([1, 2, 3, 4, 3, 2, 1]) / 4

    assert (weights**2).sum() == chance.OF_TWO_YEARS
    assert ((np.array([1, 2, 3]) / 4) ** 2).sum() == chance.WITHIN_A_YEAR

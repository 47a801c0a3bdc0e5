"""Rates turned into people, on figures worked out by hand."""

import math

import pytest

from needs.statistics.prevalence.unmet import in_people, not_reached, person_years


def test_limits_in_people_are_those_of_the_rate_times_its_population():
    # 5 and 8 in every 1,000 of 240,000 residents
    assert in_people([5, 8], 240_000, 1000).tolist() == [1200, 1920]


def test_a_missing_rate_stays_missing():
    assert math.isnan(in_people(math.nan, 1000, 1000))


@pytest.mark.parametrize(("rate", "population", "per"), [(-1, 1, 1), (1, -1, 1), (1, 1, 0)])
def test_an_impossible_rate_is_refused(rate, population, per):
    with pytest.raises(ValueError, match="in people"):
        in_people(rate, population, per)


def test_three_mid_years_are_three_years_of_residents():
    assert person_years([1000, 1100, 1200]) == 3300


def test_person_years_with_a_year_missing_are_missing():
    assert math.isnan(person_years([1000, math.nan, 1200]))


def test_no_years_are_refused():
    with pytest.raises(ValueError, match="person-years"):
        person_years([])


def test_people_not_reached_are_need_less_treated_at_the_estimate_and_at_each_limit():
    found = not_reached(525, 3029, 2253, 4288)

    assert (found.value, found.lower, found.upper) == (2504, 1728, 3763)


def test_an_estimate_below_the_number_treated_gives_nobody_and_a_warning():
    found = not_reached(300, 200, 150, 400)

    assert math.isnan(found.value) and math.isnan(found.lower) and found.upper == 100
    assert found.warnings == ("the estimate of need is below the number in treatment",)

"""The rings of the bullseye, by hand: each person in one, and what is left of the estimate with its limits."""

import math

import pytest

from needs.measure import bullseye
from needs.measure.bullseye import rings

NTA = (
    3500,
    math.nan,
    math.nan,
)  # the worked picture of the National Treatment Agency, 2010: 3,500 estimated, 1,200 in treatment


def test_the_worked_picture_of_the_national_treatment_agency():
    treated, known, rest = rings(*NTA, in_the_year=1200, dip_only=400)  # "a further 400 known elsewhere"

    assert (treated.people, known.people, rest.people) == (1200, 400, 1900)
    assert [ring.within for ring in (treated, known, rest)] == [1200, 1600, 3500]
    assert rest.name == bullseye.UNKNOWN and math.isnan(rest.lower)


def test_each_ring_begins_where_the_one_within_it_ends_and_the_last_has_the_limits_of_the_estimate():
    found = rings(4605, 4055, 5215, in_the_year=2625, on_the_day=1620, earlier=795, dip_only=100)

    assert [ring.people for ring in found] == [1620, 1005, 795, 100, 4605 - 3520]
    assert [ring.within for ring in found] == [1620, 2625, 3420, 3520, 4605]
    assert (found[-1].lower, found[-1].upper) == (4055 - 3520, 5215 - 3520)


def test_more_known_users_than_estimated_leave_no_number_and_never_none():
    rest = rings(1800, 1700, 2500, in_the_year=1200, earlier=900)[-1]

    assert math.isnan(rest.people) and math.isnan(rest.lower)
    assert rest.upper == 400
    assert rest.within == 2100


def test_where_it_is_not_known_who_was_known_earlier_the_last_ring_is_not_in_the_year():
    found = rings(1492, 1267, 1841, in_the_year=625)

    assert [ring.name for ring in found] == [bullseye.WITHIN_THE_YEAR, bullseye.NOT_IN_THE_YEAR]
    assert (found[1].people, found[1].lower, found[1].upper) == (867, 642, 1216)


def test_more_on_a_day_than_in_its_year_cannot_be():
    with pytest.raises(ValueError, match="rings: 30 people on the last day are more than the 20 of the year"):
        rings(100, 90, 110, in_the_year=20, on_the_day=30)


def test_steps_through_treatment_are_of_those_in_it_and_none_is_a_percentage_of_few():
    assert bullseye.cascade([("in", 200), ("effective", 150), ("completed", math.nan)]) == [
        ("in", 200, 100), ("effective", 150, 75),
    ]  # fmt: skip
    assert math.isnan(bullseye.cascade([("in", 45), ("effective", 30)])[1][2])

"""Where people in treatment live, from small tables drawn by hand."""

from functools import partial

from outline import section
from small_paper import HIDDEN, assessed, part, said

geography = partial(section, "needs_assessment", "Where people live")


def district(name, x, n=100, **given):
    return part("people_in_treatment_by_group", "district", name, x, n) | given


def test_districts_stand_with_their_shares_and_no_rate_or_distance_is_claimed():
    shown = said(geography(assessed(district("29UB", 60), district("29UC", 40))))

    assert "Most people: district 29UB, 60 of 100 people (60%, 10% to 90%)" in shown
    assert "Fewest: district 29UC, 40 of 100 people" in shown
    assert "no rate is worked out" in shown
    assert "Distance to services is not known" in shown


def test_where_a_district_is_hidden_none_is_called_the_smallest():
    shown = said(geography(assessed(district("29UB", 60), district("29UC", 30), district("29UD", 10) | HIDDEN)))

    assert "Fewest" not in shown
    assert "29UD [c] [c]" in shown


def test_of_too_few_for_percentages_the_counts_say_where_most_people_live():
    few = {"status": "counts", "value": None, "lower": None, "upper": None}
    shown = said(geography(assessed(district("29UB", 15, 40) | few, district("29UC", 25, 40) | few)))

    assert "Most people: district 29UC, 25 of 40 people in" in shown
    assert "Fewest: district 29UB, 15 of 40 people in" in shown
    assert "29UC 25 of 40 too few for a share 29UB 15 of 40 too few for a share" in shown


def test_where_every_district_is_hidden_nothing_is_said_of_most():
    assert "Most people" not in said(geography(assessed(district("29UB", 60) | HIDDEN, district("29UC", 40) | HIDDEN)))


def test_a_partnership_of_one_district_shows_no_difference_within_it():
    assert "The records name one district for all of Dudley" in said(
        geography(assessed(district("00CR", 100, lower=90, upper=100)))
    )


def test_without_extracts_the_file_that_would_tell_is_named():
    assert "it takes treatment extracts that fill in the column LA" in said(geography(assessed()))

"""Where people in treatment live, from small tables drawn by hand."""

from functools import partial

from outline import FOR_REVIEW, section
from small_paper import HIDDEN, YEAR, assessed, figure, part, said

geography = partial(section, "needs_assessment", "Where people live")
for_review = partial(section, "needs_assessment", f"Where people live{FOR_REVIEW}")


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


def of_deprivation(indicator, value, lower, upper, unit):
    given = YEAR | {
        "source": "records-of-nobody; ons",
        "origin": "synthetic",
        "lower": lower,
        "upper": upper,
        "unit": unit,
    }
    return figure(indicator, value, note="5 districts; residents of 30 June 2007", **given)


def test_the_slope_over_districts_is_for_review_with_its_interval_and_no_verdict():
    slope = of_deprivation("treatment_slope_by_deprivation", 2.38, 1.66, 3.1, "per 1,000")
    ratio = of_deprivation("treatment_ratio_by_deprivation", 2.3, 1.72, 3.08, "ratio")
    shown = said(for_review(assessed(district("29UB", 60), district("29UC", 40), slope, ratio)))

    assert "The slope index is 2.4 for every 1,000 residents in July 2007 to June 2008 (1.7 to 3.1)" in shown
    assert "2.30 (1.72 to 3.08) 5 districts; residents of 30 June 2007" in shown
    assert "slope" not in said(for_review(assessed(district("29UB", 60), district("29UC", 40))))

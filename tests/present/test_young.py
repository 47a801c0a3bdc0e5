"""Who refers young people, what they use and what else is recorded of them, from counts drawn by hand."""

import pytest
from small_paper import HIDDEN, assessed, figure, said

from needs.measure.indicators import POOLED
from needs.present.sections import young

YEAR = {"period": ("2007-07-01", "2008-06-30"), "window": "rolling_12_months"}
THREE = {"period": ("2005-07-01", "2008-06-30"), "window": "three_years"}


def share(indicator, group, x, n, breakdown, when=YEAR, **given):
    """A share as it is shown: the counts alone of fewer than fifty."""
    status = (
        {"status": "counts"}
        if n < 50
        else {"interval_method": "Wilson", "lower": 100 * x / n - 5, "upper": 100 * x / n + 5}
    )
    value = None if n < 50 else 100 * x / n
    return figure(
        indicator,
        value,
        group=group,
        source="records-of-nobody",
        counts=(x, n),
        **when | {"breakdown": breakdown} | status | given,
    )


def routes(*counts, n=25, when=YEAR):
    name = young.GROUPS if when is YEAR else POOLED[young.GROUPS].name
    return [share(name, group, x, n, "referral_source", when) for group, x in counts]


def test_the_largest_route_is_said_and_ties_are_named_together():
    one = said(young.referred_by(assessed(*routes(("education", 15), ("self", 10)))))
    tied = said(young.referred_by(assessed(*routes(("education", 10), ("self", 10)))))

    assert (
        "Young people were referred most often by: education. That is 15 of 25 treatment journeys of young people that began in July 2007 to June 2008."
        in one
    )
    assert "education; self. Each is 10 of 25 treatment journeys of young people that began in July" in tied


def test_three_years_together_are_given_where_a_year_has_too_few_for_a_percentage():
    of_a_year, of_three = routes(("education", 15)), routes(("education", 45), n=75, when=THREE)

    assert "15 of 25" in said(young.referred_by(assessed(*of_a_year)))
    found = said(young.referred_by(assessed(*of_a_year, *of_three)))
    assert "45 of 75" in found and "July 2005 to June 2008" in found and "15 of 25" not in found


def test_a_year_that_may_be_given_in_percent_needs_no_others():
    of_a_year, of_three = routes(("education", 35), n=60), routes(("education", 90), n=180, when=THREE)

    assert "35 of 60" in said(young.referred_by(assessed(*of_a_year, *of_three)))


def test_hidden_routes_stay_hidden_and_alone_they_say_nothing():
    hidden = [route | HIDDEN for route in routes(("other", 3))]
    found = said(young.referred_by(assessed(*routes(("education", 15)), *hidden)))

    assert "Other [c]" in found
    assert young.referred_by(assessed(*hidden)) == []


def test_fields_are_named_with_the_caution_that_their_meaning_was_not_read():
    fields = [share(young.NEEDS, f"field {x}", x, 60, "young_field") for x in (10, 20, 30, 40)]
    found = said(young.needs_recorded(assessed(*fields)))

    assert "field 40, 40 of 60 and field 30, 30 of 60" in found
    assert "No specification at hand says what these fields mean" in found
    assert young.needs_recorded(assessed()) == []


def test_whoever_turned_18_is_told_beside_the_rule():
    turned = share(young.TURNED_18[0], "all", 15, 60, "all")
    found = said(young.age_told(assessed(turned)))

    assert "15 of 60 young people (about 25%, 20% to 30%) had turned 18" in found
    assert "would be in no figure of young people" in found


@pytest.mark.parametrize("told_at", young.TOLD_AT)
def test_the_rule_is_said_as_it_was_chosen(told_at):
    chosen = {"choice": "young_told_at", "value": told_at, "words": "", "source": "", "confidence": ""}
    assessment = assessed(choices=[chosen]) if told_at != "triage" else assessed()

    assert young.who_is_one(assessment).startswith(young.TOLD_AT[told_at])

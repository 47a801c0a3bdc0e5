"""How a figure that was counted here is written: no more decimals than its rounding leaves, counts alone, or a bound."""

import dataclasses

import pytest
from small_facts import fact as published

from needs.measure.safety import ALL_BUT, FEWER
from needs.present import words
from needs.present.evidence import worked_out
from needs.present.facts import Fact

NOTHING = float("nan")
NONE = {"numerator": NOTHING, "value": NOTHING, "lower": NOTHING, "upper": NOTHING}
HIDDEN = {**NONE, "denominator": NOTHING, "status": "hidden"}


def counted(x, n, **given) -> Fact:
    """A share of people counted from records, to the nearest five."""
    value = 100 * x / n
    same = {"source": "ndtms-records", "is_rounded": True, "lower": max(0, value - 5), "upper": min(100, value + 5)}
    return published(**{"numerator": x, "denominator": n, "value": value, **same, **given})


def few(x, n) -> Fact:
    return counted(x, n, **NONE | {"numerator": x, "status": "counts"})


def bound(qualifier, n) -> Fact:
    return counted(0, n, **NONE, status="bound", qualifier=qualifier)


@pytest.mark.parametrize(
    ("fact", "number"),
    [
        (counted(60, 160), "38%"),  # 37.5
        (counted(45, 80), "about 56%"),
        (counted(95, 100), "95%"),
        (counted(80, 80), "100%"),
        (counted(0, 80), "0%"),
        (counted(10, 2500), "under 1%"),
        (counted(2490, 2500), "over 99%"),
        (counted(45, 80, is_rounded=False), "56%"),
        (counted(3, 700, is_rounded=False), "under 1%"),
        (few(10, 20), "10 of 20"),
        (bound(FEWER, 140), "under 6%"),  # 8 of 140 are 5.7%
        (bound(ALL_BUT, 140), "over 94%"),
        (published(**HIDDEN), "[c]"),
        (published(**HIDDEN | {"status": "not_collected"}), "[x]"),
        (published(numerator=7, denominator=12, value=58.3), "7 of 12"),
    ],
)
def test_a_counted_share_is_written_in_whole_percent_and_says_how_sure_that_is(fact, number):
    assert fact.number == fact.qualified == number


def test_the_limits_of_a_counted_share_are_whole_too():
    assert counted(10, 2500, lower=0.2, upper=0.7).share == " (under 1%, under 1% to 1%)"
    assert counted(10, 9000, lower=0.1, upper=0.2).share == " (under 1%)"
    assert counted(0, 500, lower=0, upper=0.762).share == " (0%, 0% to 1%)"
    assert counted(500, 500, lower=99.2, upper=100).share == " (100%, 99% to 100%)"


def test_of_too_few_for_a_percentage_the_counts_stand_alone():
    fact = few(10, 20)

    assert words.stated(fact).text == "10 of 20 people who left treatment dropped out in 2011-12."
    assert (fact.share, fact.interval, fact.counts_beside) == ("", "", "")
    assert worked_out(fact) == "10 of 20: too few for a percentage"


def test_a_bound_is_said_with_the_side_that_is_small():
    fact = bound(FEWER, 140)

    said = "Fewer than 8 of 140 people who left treatment (under 6%) dropped out in 2011-12."
    assert words.stated(fact).text == said
    assert worked_out(fact) == "fewer than 8 of 140, rounded to 5"
    assert words.stated(bound(ALL_BUT, 140)).text.startswith(
        "All but fewer than 8 of 140 people who left treatment (over"
    )


def test_the_sum_behind_a_share_is_that_of_the_counts_shown():
    assert worked_out(counted(60, 160)) == "60 / 160 = 38%"


def test_the_sums_of_two_kinds_of_ratio_are_their_own():
    expected = counted(105, 100, indicator="successful_completion_of_exits_modelled", unit="ratio", value=1.05)
    of_residents = counted(40, 500, indicator="representation_ratio", unit="times", value=0.8)

    assert worked_out(expected) == "105 / 100 = 1.05"
    assert worked_out(of_residents) == "40 / 500, over 10.0% of residents = 0.80"  # 8% of those treated


@pytest.mark.parametrize(
    ("fact", "is_shown", "is_told", "is_listed"),
    [
        (counted(60, 160), True, True, True),
        (few(10, 20), False, True, True),
        (bound(FEWER, 140), False, True, True),
        (published(**HIDDEN), False, False, True),
        (published(**HIDDEN | {"status": "not_collected"}), False, False, False),
    ],
)
def test_what_a_reader_is_told_and_what_has_a_line(fact, is_shown, is_told, is_listed):
    assert (fact.is_shown, fact.is_told, fact.is_listed) == (is_shown, is_told, is_listed)


def test_groups_stand_with_the_largest_first_and_the_hidden_last():
    groups = [few(10, 40), published(**HIDDEN), few(25, 40), counted(15, 60)]

    assert [fact.numerator for fact in sorted(groups, key=lambda fact: fact.in_order)][:3] == [25, 15, 10]
    assert [fact.is_none for fact in (counted(0, 80), counted(10, 80), published(**HIDDEN))] == [True, False, False]


def test_no_distance_is_given_where_there_is_no_percentage():
    target = published(value=40, kind="target")

    assert dataclasses.replace(counted(60, 160), target=target).gap == "2 percentage points below"
    assert dataclasses.replace(few(10, 20), target=target).gap == ""
    assert dataclasses.replace(bound(FEWER, 140), target=target).gap == ""

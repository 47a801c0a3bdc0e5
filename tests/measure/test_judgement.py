import math
from types import SimpleNamespace

import pytest

from needs.measure import comparison
from needs.measure.comparison import TOO_CLOSE, TOO_FEW, against_target, possible, quarter_among
from needs.measure.indicator import HIGHER_BETTER, LOWER_BETTER, NEUTRAL, UNKNOWN
from needs.statistics import intervals

PUBLISHED = {"is_rounded": True}  # rounded by a publisher
COUNTED = {"is_rounded": True, "source": "ndtms-records"}  # rounded here


def against_comparator(result, other, polarity, confidence=0.95):
    return comparison.against_comparator(result, other, polarity, confidence)


def share(x, n, **given):
    """A row of results for x of n people."""
    found = intervals.proportion(x, n)
    limits = {"lower": 100 * found.lower, "upper": 100 * found.upper}
    return row(100 * found.value, numerator=x, denominator=n, **limits, **given)


def few(x, n, **given):
    """Counts alone, of too few people for a percentage."""
    return row(math.nan, numerator=x, denominator=n, status="counts", **{**COUNTED, **given})


def bound(qualifier, n, **given):
    """A share of which one side is small."""
    return row(math.nan, denominator=n, status="bound", qualifier=qualifier, **{**COUNTED, **given})


def row(value, **given):
    nothing = float("nan")
    usual = {"numerator": nothing, "denominator": nothing, "lower": nothing, "upper": nothing, "unit": "percent"}
    usual |= {"status": "shown", "qualifier": "", "window": "quarter", "period_start": 1, "period_end": 3}
    usual |= {"kind": "actual", "source": "book", "series": "", "is_rounded": False, "reason": ""}
    return SimpleNamespace(value=value, **{**usual, **given})


@pytest.mark.parametrize(
    ("x", "polarity", "state"),
    [
        (20, HIGHER_BETTER, "worse"),
        (50, HIGHER_BETTER, "similar"),
        (80, HIGHER_BETTER, "better"),
        (20, LOWER_BETTER, "better"),
        (80, LOWER_BETTER, "worse"),
        (20, NEUTRAL, "lower"),
        (80, NEUTRAL, "higher"),
        (80, UNKNOWN, "higher"),
    ],
)
def test_an_area_differs_when_its_own_interval_leaves_the_comparator_out(x, polarity, state):
    assert state == against_comparator(share(x, 100), row(50), polarity).state


def test_more_comparisons_ask_for_a_wider_interval():
    # The mid-P 95% interval of 60/100, by scipy's binomial distribution, is 50.2% to 69.3%, that of 99.8% 44.5% to 74.2%
    found = against_comparator(share(60, 100), row(50), NEUTRAL)
    assert (found.state, found.certainty) == ("higher", 95)
    assert against_comparator(share(60, 100), row(50), NEUTRAL, 0.998).state == "similar"
    assert against_comparator(share(60, 100), row(44), NEUTRAL, 0.998).state == "higher"


def test_limits_that_were_published_without_counts_are_stretched_on_the_scale_of_their_unit():
    # On the logit scale 30% (24% to 37%) is 0.847 - 0.305 and 0.847 + 0.315 from nought: by 3.090 / 1.960 it begins at 20.94%
    published = row(30, lower=24, upper=37)
    assert against_comparator(published, row(21), NEUTRAL, 0.998).state == "similar"
    assert against_comparator(published, row(20.9), NEUTRAL, 0.998).state == "higher"
    # and on the log scale 10 (8 to 12.5) begins at 10 / (10 / 8) to the power of 1.577 = 7.034
    rate = row(10, lower=8, upper=12.5, unit="per 100,000")
    assert against_comparator(rate, row(7.05), NEUTRAL, 0.998).state == "similar"
    assert against_comparator(rate, row(7), NEUTRAL, 0.998).state == "higher"


def test_without_an_interval_nothing_is_compared():
    found = against_comparator(row(19), row(36), HIGHER_BETTER)

    assert (found.state, found.reason) == ("not compared", "no interval was published")


@pytest.mark.parametrize(
    ("x", "state", "rounded_state"),
    [
        (9, "not compared", "not compared"),
        (10, "lower", "lower"),
        (990, "higher", "higher"),
        (991, "higher", "not compared"),
        (1000, "higher", "not compared"),
    ],
)
def test_a_share_of_fewer_than_ten_people_is_not_compared_nor_one_with_fewer_left_over_by_rounding(
    x, state, rounded_state
):
    assert state == against_comparator(share(x, 1000), row(50), NEUTRAL).state
    assert rounded_state == against_comparator(share(x, 1000, **PUBLISHED), row(50), NEUTRAL).state


def test_everybody_is_compared_also_where_counts_were_rounded_here_for_all_is_told_only_where_it_is_so():
    assert against_comparator(share(1000, 1000, **COUNTED), row(50), NEUTRAL).state == "higher"
    assert against_comparator(share(995, 1000, **COUNTED), row(50), NEUTRAL).reason == TOO_FEW


@pytest.mark.parametrize("result", [few(20, 40), bound("fewer than 8", 140), bound("all but fewer than 8", 140)])
def test_counts_alone_and_bounds_are_of_too_few_to_compare(result):
    found = against_comparator(result, row(36), HIGHER_BETTER)

    assert (found.state, found.reason) == ("not compared", TOO_FEW)


def test_all_of_the_people_counted_are_compared_by_their_interval():
    # The mid-P interval of all of 634 begins where half the chance of all is 0.1%: 0.002 to the power of 1/634 = 99.02%
    found = against_comparator(share(634, 634), row(99), HIGHER_BETTER, 0.998)

    assert (found.state, found.certainty) == ("better", 99.8)
    assert against_comparator(share(634, 634), row(99.05), HIGHER_BETTER, 0.998).state == "similar"


@pytest.mark.parametrize(
    ("value", "target", "polarity", "state"),
    [
        (55, 80, HIGHER_BETTER, "missed"),
        (80, 80, HIGHER_BETTER, "met"),
        (88, 80, HIGHER_BETTER, "met"),
        (13, 22, LOWER_BETTER, "met"),
        (23, 22, LOWER_BETTER, "missed"),
    ],
)
def test_a_target_is_met_or_missed_by_its_direction(value, target, polarity, state):
    assert state == against_target(row(value), row(target), polarity).state


def test_a_target_of_a_later_year_is_not_missed_yet():
    later = row(83, period_start=4, period_end=6)

    assert against_target(row(79), later, HIGHER_BETTER).state == "short of"
    assert against_target(row(84), later, HIGHER_BETTER).state == "reached"


@pytest.mark.parametrize(
    ("result", "target", "polarity", "reason"),
    [
        (row(37), row(0, status="not_set"), UNKNOWN, "no usable target was set"),
        (row(37), row(0, status="not_set"), HIGHER_BETTER, "no usable target was set"),
        (row(37), row(0), HIGHER_BETTER, "a target of 0% cannot be missed, so it is no target"),
        (
            row(3262, unit="people", window="year_to_date"),
            row(3542, unit="people", window="financial_year"),
            HIGHER_BETTER,
            "the count is for part of the target's period",
        ),
        (row(470, unit="people"), row(480, unit="people"), NEUTRAL, "the direction is not recorded"),
    ],
)
def test_there_is_no_verdict_where_target_direction_or_period_do_not_allow_one(result, target, polarity, reason):
    found = against_target(result, target, polarity)

    assert ("not judged", reason) == (found.state, found.reason)


def test_a_miss_is_given_in_people_where_the_people_are_known():
    found = against_target(share(55, 200), row(80), HIGHER_BETTER)

    # 27.5% is 52.5 points below 80%; 52.5% of 200 people are 105
    assert pytest.approx((found.difference, found.people)) == (-52.5, 105)


@pytest.mark.parametrize(
    ("kind", "start", "end"),
    [("estimate", 1, 3), ("actual", 1, 2), ("baseline", 1, 3)],
)
def test_an_estimate_or_a_part_of_the_year_has_not_missed_its_target_yet(kind, start, end):
    early = row(67, kind=kind, period_start=start, period_end=end)

    assert against_target(early, row(85), HIGHER_BETTER).state == "short of"


def test_a_target_that_stands_since_an_earlier_day_is_due():
    assert against_target(row(3), row(2, period_start=0, period_end=0), LOWER_BETTER).state == "missed"


@pytest.mark.parametrize(
    ("england", "exact", "counted", "published"),
    [
        (24.6, "worse", "worse", "worse"),
        (24.8, "worse", "worse", "not compared"),
        (25, "worse", "not compared", "not compared"),
        (26, "similar", "similar", "similar"),
    ],
)
def test_a_verdict_that_turns_on_rounding_is_not_given(england, exact, counted, published):
    # 115/385 begins at 25.46%. It may have been 113/387, which begins at 24.83%, and as a total of two cells that were
    # each rounded 113/389, which begins at 24.70% (mid-P 95%, by scipy's binomial distribution)
    for given, state in ({}, exact), (COUNTED, counted), (PUBLISHED, published):
        found = against_comparator(share(115, 385, **given), row(england), LOWER_BETTER)
        assert (found.state, found.reason) == (state, TOO_CLOSE if state == "not compared" else "")


def test_none_and_all_are_exact_so_only_their_whole_may_be_another():
    # All of 100 begins at 0.05 to the power of 1/100 = 97.05%, and all of 98 at 96.99%
    assert against_comparator(share(100, 100, **COUNTED), row(96.9), HIGHER_BETTER).state == "better"
    found = against_comparator(share(100, 100, **COUNTED), row(97), HIGHER_BETTER)
    assert (found.state, found.reason) == ("not compared", TOO_CLOSE)


@pytest.mark.parametrize(
    ("result", "least", "greatest"),
    [
        (row(61.5), 61.5, 61.5),
        (share(60, 80), 75, 75),
        (share(60, 80, **PUBLISHED), 75, 75),
        (share(60, 80, **COUNTED), 100 * 58 / 82, 100 * 62 / 78),
        (share(10, 80, **COUNTED), 100 * 8 / 82, 100 * 12 / 78),  # 8 is the least that is shown
        (share(80, 80, **COUNTED), 100, 100),
        (share(0, 80, **COUNTED), 0, 0),
        (few(20, 40), 100 * 18 / 42, 100 * 22 / 38),
        (bound("fewer than 8", 140), 100 * 1 / 142, 100 * 7 / 138),
        (bound("all but fewer than 8", 140), 100 * 131 / 138, 100 * 141 / 142),
        (row(45, unit="people", **COUNTED), 43, 47),
        (row(0, unit="people", **COUNTED), 0, 0),
        (row(3.4, unit="weeks", denominator=60, **COUNTED), 3.35, 3.45),
        # 188 on 202 and 192 on 198
        (row(-5, unit="percent change", numerator=190, denominator=200, **COUNTED), -6.930693, -3.030303),
    ],
)
def test_between_what_a_rounded_figure_may_truly_lie(result, least, greatest):
    assert possible(result) == pytest.approx((least, greatest))


def test_at_least_eight_are_left_over_wherever_the_true_share_lies():
    """75 of 80 may stand for 74 of 82, which leaves eight, and for no share above it."""
    least, greatest = possible(share(75, 80, **COUNTED))

    assert least == pytest.approx(100 * 73 / 82)
    assert 100 * 74 / 82 <= greatest < 91


@pytest.mark.parametrize(
    ("result", "target", "polarity", "state"),
    [
        (share(60, 80, **COUNTED), 70, HIGHER_BETTER, "met"),  # 58 of 82 are 70.7%
        (share(60, 80, **COUNTED), 71, HIGHER_BETTER, "not judged"),
        (share(60, 80, **COUNTED), 79, HIGHER_BETTER, "not judged"),  # 62 of 78 are 79.5%
        (share(60, 80, **COUNTED), 80, HIGHER_BETTER, "missed"),
        (share(60, 80, **COUNTED), 75, LOWER_BETTER, "not judged"),
        (share(60, 80, **PUBLISHED), 75, HIGHER_BETTER, "met"),
        (few(20, 40), 42, HIGHER_BETTER, "met"),  # 18 of 42 are 42.9%
        (few(20, 40), 50, HIGHER_BETTER, "not judged"),
        (few(20, 40, source="returns"), 50, HIGHER_BETTER, "not judged"),
        (bound("fewer than 8", 140, source="returns"), 5.1, LOWER_BETTER, "met"),
        (bound("fewer than 8", 140), 5.1, LOWER_BETTER, "met"),  # 7 of 138 are 5.07%
        (bound("fewer than 8", 140), 5, LOWER_BETTER, "not judged"),
        (bound("all but fewer than 8", 140), 95, HIGHER_BETTER, "not judged"),  # 131 of 138 are 94.9%
        (bound("all but fewer than 8", 140), 94, HIGHER_BETTER, "met"),
        (row(12, unit="people", **COUNTED), 10, HIGHER_BETTER, "met"),
        (row(12, unit="people", **COUNTED), 11, HIGHER_BETTER, "not judged"),
        (row(3, unit="weeks", **COUNTED), 3, LOWER_BETTER, "not judged"),  # 3.04 weeks are written 3.0
        (row(3, unit="weeks", **COUNTED), 3.1, LOWER_BETTER, "met"),
    ],
)
def test_a_target_is_judged_only_where_the_true_counts_would_give_the_same_verdict(result, target, polarity, state):
    found = against_target(result, row(target, unit=result.unit), polarity)

    assert (found.state, found.reason) == (state, TOO_CLOSE if state == "not judged" else "")


def test_a_hidden_figure_has_neither_met_nor_missed_a_target():
    hidden = row(math.nan, status="hidden", source="ndtms-records")

    for polarity in (HIGHER_BETTER, LOWER_BETTER):
        assert against_target(hidden, row(80), polarity).state == "not judged"


def test_a_rate_of_low_reliability_is_not_compared():
    few = row(0.6, lower=0.1, upper=1.2, unit="per 100,000", reason="its publisher calls it of low reliability")

    assert against_comparator(few, row(1.5), NEUTRAL).state == "not compared"


def test_an_estimate_is_judged_by_its_published_interval_and_not_by_its_counts():
    estimate = row(87, numerator=400, denominator=3000, lower=80, upper=90, kind="estimate")

    # its numerator counts people treated, and 87% is of those who are not; of 99.8% its interval begins at 75.8%
    assert against_comparator(estimate, row(79), LOWER_BETTER).state == "worse"
    assert against_comparator(estimate, row(79), LOWER_BETTER, 0.998).state == "similar"


@pytest.mark.parametrize(("value", "quarter"), [(1, 1), (2, 1), (3, 2), (6, 3), (7, 4), (8, 4)])
def test_the_quarter_of_an_area_goes_by_its_rank(value, quarter):
    assert quarter_among(value, [8, 3, 1, 6, 5, 7, 2, 4]) == quarter

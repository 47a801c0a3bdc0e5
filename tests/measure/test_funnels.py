"""Areas in a funnel: what lies outside, what is widened, and when there is none."""

import pandas as pd
import pytest

from needs.measure.comparison import TOO_CLOSE
from needs.measure.funnels import funnel_of
from needs.measure.indicator import HIGHER_BETTER, LOWER_BETTER, NEUTRAL

ROUNDED = {"is_rounded": True}  # here, unless a source says that it was published


def rows(pairs, unit="percent", per=100, **given):
    """One row of results an area, from its numerator and denominator: counted exactly from records, unless given."""
    same = {
        "kind": "actual",
        "status": "shown",
        "note": "",
        "series": "",
        "reason": "",
        "qualifier": "",
        "source": "ndtms-records",
        "is_rounded": False,
    } | given
    return pd.DataFrame(
        [
            {
                "area_code": f"a{place}",
                "numerator": above,
                "denominator": below,
                "value": per * above / below,
                "unit": unit,
            }
            for place, (above, below) in enumerate(pairs)
        ]
    ).assign(**same)


ALIKE = [(50, 100)] * 10


def test_areas_all_alike_lie_within_limits_that_are_not_widened():
    found = funnel_of(rows(ALIKE), HIGHER_BETTER)

    assert {judgement.state for judgement in found.areas["judgement"]} == {"similar"}
    assert (found.is_widened, found.spread) == (False, 0)
    assert (found.middle.value, found.numerator, found.denominator) == (50, 500, 1000)


def test_plain_limits_are_those_of_the_score_interval_turned_round():
    found = funnel_of(rows(ALIKE), HIGHER_BETTER)

    # 50% and 1.959964 (3.090232) x sqrt(0.25 / 100)
    assert found.areas[["lower_95", "upper_95"]].iloc[0].tolist() == pytest.approx([40.20018, 59.79982], abs=1e-5)
    assert found.areas[["lower_998", "upper_998"]].iloc[0].tolist() == pytest.approx([34.54884, 65.45116], abs=1e-5)
    assert found.method == "Wilson score interval, inverted"


@pytest.mark.parametrize(
    ("polarity", "low", "high"),
    [(HIGHER_BETTER, "worse", "better"), (LOWER_BETTER, "better", "worse"), (NEUTRAL, "lower", "higher")],
)
def test_an_area_outside_is_better_or_worse_by_its_polarity(polarity, low, high):
    found = funnel_of(rows([(50, 100)] * 40 + [(38, 100), (62, 100)]), polarity)
    judged = found.areas["judgement"].tolist()

    assert [(each.state, each.certainty) for each in judged[-2:]] == [(low, 95), (high, 95)]


def test_areas_that_differ_by_more_than_chance_get_wider_limits_and_the_method_says_so():
    found = funnel_of(rows([(30, 100), (70, 100)] * 10), NEUTRAL)

    assert found.is_widened
    assert found.spread > 10
    assert "overdispersion" in found.method
    assert {judgement.state for judgement in found.areas["judgement"]} == {"similar"}


def test_a_rate_has_poisson_limits_around_all_events_over_all_person_years():
    found = funnel_of(rows([(10, 1_000_000)] * 12, "per 100,000", 100_000), LOWER_BETTER)

    # exact Poisson limits of 10 events: 4.795 to 18.390, here in a million
    assert found.areas[["lower_95", "upper_95"]].iloc[0].tolist() == pytest.approx([0.4795, 1.8390], abs=1e-4)
    assert (found.middle.value, found.middle.method) == (pytest.approx(1), "Byar")


def test_there_is_no_funnel_of_estimates():
    assert funnel_of(rows(ALIKE, kind="estimate"), LOWER_BETTER) is None


def test_a_share_of_fewer_than_ten_people_is_not_compared():
    found = funnel_of(rows([*ALIKE, (9, 100)]), NEUTRAL)

    assert found.areas["judgement"].iloc[-1].reason == "too few people to compare safely"


def test_nor_is_one_of_whom_fewer_than_ten_were_expected():
    found = funnel_of(rows([*[(500, 1000)] * 10, (10, 15)]), NEUTRAL)  # seven and a half expected

    assert found.areas["judgement"].iloc[-1].reason == "too few people to compare safely"


@pytest.mark.parametrize(
    ("pair", "given", "state"),
    [
        ((100, 100), {}, "higher"),
        ((95, 100), {}, "higher"),
        ((95, 100), ROUNDED, "not compared"),
        ((100, 100), ROUNDED, "higher"),  # all is told only where it is so
        ((100, 100), ROUNDED | {"source": "book"}, "not compared"),
    ],
)
def test_fewer_than_ten_left_over_stand_in_the_way_of_rounded_counts_only(pair, given, state):
    found = funnel_of(rows([*[(500, 1000)] * 10, pair], **given), NEUTRAL)

    assert found.areas["judgement"].iloc[-1].state == state


def test_an_area_is_outside_only_if_it_would_be_wherever_its_true_counts_may_lie():
    pairs = [(60, 100), (40, 100), (65, 100), (35, 100), (70, 100), (30, 100), (125, 200), (75, 200)]
    exact = funnel_of(rows([(50, 100)] * 40 + pairs), NEUTRAL).areas["judgement"].tolist()[-8:]
    rounded = funnel_of(rows([(50, 100)] * 40 + pairs, **ROUNDED), NEUTRAL).areas["judgement"].tolist()[-8:]

    # Around 50% the limits of 100 are 40.2% and 59.8%, 34.5% and 65.5%; the 99.8% limits of 200 are 39.1% and 60.9%
    assert [(one.state, one.certainty) for one in exact] == [
        ("higher", 95), ("lower", 95), ("higher", 95), ("lower", 95), ("higher", 99.8), ("lower", 99.8),
        ("higher", 99.8), ("lower", 99.8),
    ]  # fmt: skip
    # 58 of 102 are 56.9% and 42 of 98 are 42.9%: inside; 123 of 202 are 60.89%, and 77 of 198 are 38.9%
    assert [(one.state, one.certainty, one.reason) for one in rounded] == [
        ("not compared", 0, TOO_CLOSE), ("not compared", 0, TOO_CLOSE), ("higher", 95, ""), ("lower", 95, ""),
        ("higher", 99.8, ""), ("lower", 99.8, ""), ("higher", 95, ""), ("lower", 99.8, ""),
    ]  # fmt: skip


def test_the_variance_of_rounding_is_taken_off_the_spread_between_areas():
    unlike = [(40, 100), (60, 100)] * 10

    # Twice ten times the distance of the arcsines, 0.684719 and 0.785398, squared
    assert funnel_of(rows(unlike), NEUTRAL).spread == pytest.approx(4.0545, abs=1e-3)
    # 2 x (1 + share squared) / 100 squared, beside the 0.25 / 100 by chance: 0.0928 for 40% and 0.1088 for 60%
    assert funnel_of(rows(unlike, **ROUNDED), NEUTRAL).spread == pytest.approx(4.0545 - 0.1008, abs=1e-3)
    published = rows(unlike, **ROUNDED, source="book")  # how many cells a total was added up from is not known
    assert funnel_of(published, NEUTRAL).spread == pytest.approx(4.0545, abs=1e-3)


def test_a_spread_that_rounding_may_have_made_widens_no_limits():
    unlike = [(20, 50), (30, 50), (25, 50), (25, 50)] * 5
    exact, rounded = funnel_of(rows(unlike), NEUTRAL), funnel_of(rows(unlike, **ROUNDED), NEUTRAL)

    # Half of 50 x 4 x 0.100679 squared, above the 19 in 20 of chance alone; less 0.2008 it is below
    assert (exact.spread, exact.is_widened) == (pytest.approx(1.0136, abs=1e-3), True)
    assert (rounded.spread, rounded.is_widened) == (pytest.approx(0.8128, abs=1e-3), False)


def test_a_rate_of_fewer_than_ten_events_counted_or_expected_is_not_compared():
    others = [(100, 1_000_000)] * 10
    found = funnel_of(rows([*others, (9, 400_000), (15, 50_000), (30, 110_000)], "per 100,000", 100_000), LOWER_BETTER)

    # 40, 5 and 11 were expected, at 10 in 100,000
    assert [each.state for each in found.areas["judgement"][-3:]] == ["not compared", "not compared", "worse"]


@pytest.mark.parametrize(("unit", "per"), [("per 100,000", 100_000), ("percent", 100)])
def test_there_is_no_funnel_where_nothing_happened_anywhere(unit, per):
    assert funnel_of(rows([(0, 1_000_000)] * 12, unit, per), LOWER_BETTER) is None


def test_there_is_no_funnel_of_fewer_than_ten_areas_or_of_people():
    assert funnel_of(rows(ALIKE[:9]), NEUTRAL) is None
    assert funnel_of(rows(ALIKE, unit="people"), NEUTRAL) is None
    assert funnel_of(rows(ALIKE).iloc[:0], NEUTRAL) is None


def test_the_drawn_limits_reach_from_the_smallest_to_the_largest_area():
    found = funnel_of(rows([*ALIKE, (200, 400)]), NEUTRAL)

    assert found.drawn["size"].iloc[[0, -1]].tolist() == pytest.approx([100, 400])

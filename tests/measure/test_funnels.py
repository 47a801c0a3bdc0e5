"""Areas in a funnel: what lies outside, what is widened, and when there is none."""

import math

import pandas as pd
import pytest

from needs.measure.comparison import TOO_CLOSE
from needs.measure.funnels import ABOVE, BELOW, WITHIN, Areas, band, funnel_of
from needs.measure.results import COLUMNS

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
    found = funnel_of(rows(ALIKE), 0.95)

    assert {judgement.state for judgement in found.areas["judgement"]} == {WITHIN}
    assert (found.is_widened, found.spread) == (False, 0)
    assert (found.middle.value, found.numerator, found.denominator) == (50, 500, 1000)


def test_plain_limits_are_those_of_the_score_interval_turned_round():
    found = funnel_of(rows(ALIKE), 0.95)

    wide = funnel_of(rows(ALIKE), 0.998)

    # 50% and 1.959964 (3.090232) x sqrt(0.25 / 100)
    assert found.areas[["lower", "upper"]].iloc[0].tolist() == pytest.approx([40.20018, 59.79982], abs=1e-5)
    assert wide.areas[["lower", "upper"]].iloc[0].tolist() == pytest.approx([34.54884, 65.45116], abs=1e-5)
    assert found.method == "Wilson score interval, inverted"


def test_an_area_outside_lies_above_or_below_the_usual_spread():
    found = funnel_of(rows([(50, 100)] * 40 + [(38, 100), (62, 100)]), 0.95)

    assert [each.state for each in found.areas["judgement"]] == [WITHIN] * 40 + [BELOW, ABOVE]


def test_each_area_has_limits_of_its_own_number_of_comparisons():
    table = rows([(50, 100)] * 40 + [(62, 100), (62, 100)])
    confidence = dict.fromkeys(table["area_code"], 0.95) | {"a41": 0.998}
    found = funnel_of(table, confidence)

    # of 99.8%: 50% and 3.090232 x 5 points, around 50.57%
    assert [each.state for each in found.areas["judgement"]][-2:] == [ABOVE, WITHIN]
    assert found.areas["upper"].iloc[-1] == pytest.approx(50.5714 + 3.090232 * 4.99967, abs=1e-3)


def test_areas_are_drawn_towards_all_together_by_what_chance_is_of_their_distance():
    found = funnel_of(rows([(50, 100)] * 40 + [(38, 100), (62, 100)]), 0.95).areas.set_index("area_code")["shrunk"]

    # without spread beyond chance each is drawn by one standard error, 1 / 20 on the arcsine scale, and no further than all together
    assert found["a41"] == pytest.approx(100 * math.sin(math.asin(math.sqrt(0.62)) - 0.05) ** 2, abs=1e-6)
    assert found["a0"] == pytest.approx(50)


def test_the_band_of_areas_is_the_middle_lowest_and_highest_of_those_that_show_the_figure():
    table = rows([(50, 100), (60, 100), (40, 100), (30, 100)], breakdown="all", indicator="x", group="all", window="quarter",
                 period_start=pd.Timestamp("2008-04-01"), period_end=pd.Timestamp("2008-06-30"))  # fmt: skip
    table.loc[3, "status"] = "hidden"
    alike = Areas(table.reindex(columns=COLUMNS), {"a0", "a1", "a2", "a3"}).like(next(table.itertuples()))

    found = band(alike, ["a0", "a1", "a2"])
    assert (found.middle, found.lowest, found.highest, found.areas) == (50, 40, 60, 3)
    assert band(alike, ["a0", "a1", "a3"]) is None  # two would tell of each other


def test_areas_that_differ_by_more_than_chance_get_wider_limits_and_the_method_says_so():
    found = funnel_of(rows([(30, 100), (70, 100)] * 10), 0.95)

    assert found.is_widened
    assert found.spread > 10
    assert "overdispersion" in found.method
    assert {judgement.state for judgement in found.areas["judgement"]} == {WITHIN}


def test_a_rate_has_poisson_limits_around_all_events_over_all_person_years():
    found = funnel_of(rows([(10, 1_000_000)] * 12, "per 100,000", 100_000), 0.95)

    # exact Poisson limits of 10 events: 4.795 to 18.390, here in a million
    assert found.areas[["lower", "upper"]].iloc[0].tolist() == pytest.approx([0.4795, 1.8390], abs=1e-4)
    assert (found.middle.value, found.middle.method) == (pytest.approx(1), "Byar")


def test_there_is_no_funnel_of_estimates():
    assert funnel_of(rows(ALIKE, kind="estimate"), 0.95) is None


def test_a_share_of_fewer_than_ten_people_is_not_compared():
    found = funnel_of(rows([*ALIKE, (9, 100)]), 0.95)

    assert found.areas["judgement"].iloc[-1].reason == "too few people to compare safely"


def test_nor_is_one_of_whom_fewer_than_ten_were_expected():
    found = funnel_of(rows([*[(500, 1000)] * 10, (10, 15)]), 0.95)  # seven and a half expected

    assert found.areas["judgement"].iloc[-1].reason == "too few people to compare safely"


@pytest.mark.parametrize(
    ("pair", "given", "state"),
    [
        ((100, 100), {}, ABOVE),
        ((95, 100), {}, ABOVE),
        ((95, 100), ROUNDED, "not compared"),
        ((100, 100), ROUNDED, ABOVE),  # all is told only where it is so
        ((100, 100), ROUNDED | {"source": "book"}, "not compared"),
    ],
)
def test_fewer_than_ten_left_over_stand_in_the_way_of_rounded_counts_only(pair, given, state):
    found = funnel_of(rows([*[(500, 1000)] * 10, pair], **given), 0.95)

    assert found.areas["judgement"].iloc[-1].state == state


def test_an_area_is_outside_only_if_it_would_be_wherever_its_true_counts_may_lie():
    pairs = [(60, 100), (40, 100), (65, 100), (35, 100), (70, 100), (30, 100), (125, 200), (75, 200)]
    exact = funnel_of(rows([(50, 100)] * 40 + pairs), 0.95).areas["judgement"].tolist()[-8:]
    rounded = funnel_of(rows([(50, 100)] * 40 + pairs, **ROUNDED), 0.95).areas["judgement"].tolist()[-8:]

    # Around 50% the limits of 100 are 40.2% and 59.8%, those of 200 43.1% and 56.9%
    assert [one.state for one in exact] == [ABOVE, BELOW] * 4
    # 58 of 102 are 56.9% and 42 of 98 are 42.9%: inside
    assert [(one.state, one.reason) for one in rounded] == [
        ("not compared", TOO_CLOSE), ("not compared", TOO_CLOSE), *[(ABOVE, ""), (BELOW, "")] * 3,
    ]  # fmt: skip


def test_the_variance_of_rounding_is_taken_off_the_spread_between_areas():
    unlike = [(40, 100), (60, 100)] * 10

    # Twice ten times the distance of the arcsines, 0.684719 and 0.785398, squared; over 0.678655
    assert funnel_of(rows(unlike), 0.95).spread == pytest.approx(4.0545 / 0.678655, abs=1e-3)
    # 2 x (1 + share squared) / 100 squared, beside the 0.25 / 100 by chance: 0.0928 for 40% and 0.1088 for 60%
    assert funnel_of(rows(unlike, **ROUNDED), 0.95).spread == pytest.approx(4.0545 / 0.678655 - 0.1008, abs=1e-3)
    published = rows(unlike, **ROUNDED, source="book")  # how many cells a total was added up from is not known
    assert funnel_of(published, 0.95).spread == pytest.approx(4.0545 / 0.678655, abs=1e-3)


def test_a_spread_that_rounding_may_have_made_widens_no_limits():
    unlike = [(21, 50), (29, 50), (25, 50), (25, 50)] * 5
    exact, rounded = funnel_of(rows(unlike), 0.95), funnel_of(rows(unlike, **ROUNDED), 0.95)

    # Half of 50 x 4 x 0.080345 squared over 0.678655, above the 19 in 20 of chance alone; less 0.2005 it is below
    assert (exact.spread, exact.is_widened) == (pytest.approx(0.9512, abs=1e-3), True)
    assert (rounded.spread, rounded.is_widened) == (pytest.approx(0.7507, abs=1e-3), False)


def test_a_rate_of_fewer_than_ten_events_counted_or_expected_is_not_compared():
    others = [(100, 1_000_000)] * 10
    found = funnel_of(rows([*others, (9, 400_000), (15, 50_000), (30, 110_000)], "per 100,000", 100_000), 0.95)

    # 40, 5 and 11 were expected, at 10 in 100,000
    assert [each.state for each in found.areas["judgement"][-3:]] == ["not compared", "not compared", ABOVE]


@pytest.mark.parametrize(("unit", "per"), [("per 100,000", 100_000), ("percent", 100)])
def test_there_is_no_funnel_where_nothing_happened_anywhere(unit, per):
    assert funnel_of(rows([(0, 1_000_000)] * 12, unit, per), 0.95) is None


def test_there_is_no_funnel_of_fewer_than_ten_areas_or_of_people():
    assert funnel_of(rows(ALIKE[:9]), 0.95) is None
    assert funnel_of(rows(ALIKE, unit="people"), 0.95) is None
    assert funnel_of(rows(ALIKE).iloc[:0], 0.95) is None


def test_the_drawn_limits_reach_from_the_smallest_to_the_largest_area():
    found = funnel_of(rows([*ALIKE, (200, 400)]), 0.95)

    assert found.drawn["size"].iloc[[0, -1]].tolist() == pytest.approx([100, 400])

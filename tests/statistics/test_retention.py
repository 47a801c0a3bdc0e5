import math

import numpy as np
import pandas as pd
import pytest

from needs.statistics import intervals, retention

# Freireich and others 1963, Blood 21:699: weeks in remission on 6-MP and on placebo; 0 is still in remission.
MP_WEEKS = [6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
MP_ENDED = [1] * 9 + [0] * 12
PLACEBO_WEEKS = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]

# Bewick and others 2004, Critical Care 8:389, table 2, treatment 2.
BEWICK_DAYS, BEWICK_ENDED = [1, 1, 4, 5, 6, 9, 9, 22], [1, 1, 1, 1, 0, 1, 0, 1]


def test_the_6mp_curve_is_the_published_one():
    curve = retention.curve(MP_WEEKS, MP_ENDED).set_index("day")

    # As printed in Kleinbaum and Klein, Survival Analysis, chapter 2: 0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448
    expected = {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448, 35: 0.448}
    assert curve["retained"].loc[list(expected)].to_dict() == pytest.approx(expected, abs=5e-4)
    assert curve["at_risk"].loc[[6, 7, 10, 35]].tolist() == [21, 17, 15, 1]
    # R survival 3.5, conf.type "log-log"
    assert curve.loc[6, ["lower", "upper"]].tolist() == pytest.approx([0.619717955, 0.951551748], abs=1e-8)
    assert curve.loc[16, "standard_error"] == pytest.approx(0.114053866, abs=1e-8)


def test_on_the_day_of_a_tie_the_exit_comes_before_the_last_sight():
    curve = retention.curve([5, 5, 10, 10, 15], [1, 0, 1, 0, 1])

    assert curve[["at_risk", "left", "censored"]].to_numpy().tolist() == [[5, 1, 1], [3, 1, 1], [1, 1, 0]]
    assert curve["retained"].tolist() == pytest.approx([4 / 5, 4 / 5 * 2 / 3, 0])


def test_where_nobody_left_the_curve_stays_at_1_without_limits():
    curve = retention.curve([10, 20, 30], [False, False, False])

    assert curve["retained"].tolist() == [1, 1, 1]
    assert curve["standard_error"].tolist() == [0, 0, 0]
    assert curve[["lower", "upper"]].isna().all(axis=None)


def test_the_median_on_6mp_is_23_weeks_and_its_upper_limit_is_not_reached():
    found = retention.quantile(retention.curve(MP_WEEKS, MP_ENDED))

    assert (found.value, found.lower) == (23, 13)
    assert math.isnan(found.upper)
    assert found.warnings == ("the median: upper limit not reached",)


def test_the_median_on_placebo_is_8_weeks_from_4_to_11():
    found = retention.quantile(retention.curve(PLACEBO_WEEKS, [1] * 21))

    assert (found.value, found.lower, found.upper, found.warnings) == (8, 4, 11, ())


def test_a_curve_at_exactly_one_half_has_reached_the_median():
    # After day 5 the curve is 6/8 x 5/6 x 4/5 = 1/2, until day 9.
    assert retention.quantile(retention.curve(BEWICK_DAYS, BEWICK_ENDED)).value == 5


def test_a_median_not_reached_is_missing_and_said():
    found = retention.quantile(retention.curve([10, 20, 30], [0, 0, 0]))

    assert math.isnan(found.value)
    assert found.warnings[0] == "the median was not reached: 100% were still there after 30 days"


def test_another_fraction_than_half_can_be_asked():
    assert retention.quantile(retention.curve(PLACEBO_WEEKS, [1] * 21), left=0.25).value == 4
    assert (
        retention.quantile(retention.curve(MP_WEEKS, MP_ENDED), left=0.6)
        .warnings[0]
        .startswith("the day by which 60% had left was not")
    )


def stayed(days, ended, until=84):
    return retention.stayed(retention.curve(days, ended), until)


def test_somebody_who_leaves_on_day_84_has_stayed_12_weeks_and_on_day_83_has_not():
    assert stayed([83, 84, 90, 200], [1, 1, 1, 0]) == pytest.approx((0.75, 4))


def test_recent_starters_are_neither_retained_nor_lost():
    # Left on day 20 of 4 there; the one seen to day 30 counts until then; on day 50 one of 2 leaves: 3/4 x 1/2.
    # Its Greenwood variance is 9/64 x (1/12 + 1/2), which 3/8 x 5/8 is 20/7 of.
    assert stayed([20, 30, 50, 300], [1, 0, 1, 0]) == pytest.approx((3 / 8, 20 / 7))


def test_a_share_is_as_sure_as_of_all_where_all_were_followed_and_has_nearly_the_log_log_limits():
    # 6-MP at week 16, as published: 0.627, standard error 0.114, and R's log-log limits are 0.368 to 0.805
    share, of = stayed(MP_WEEKS, MP_ENDED, 17)
    lower, upper = intervals.proportions(np.array([share * of]), np.array([of]))

    assert (share, of) == pytest.approx((0.627451, 0.627451 * 0.372549 / 0.114053866**2), rel=1e-5)
    assert (lower[0], upper[0]) == pytest.approx((0.3675, 0.8049), abs=0.04)
    assert stayed(PLACEBO_WEEKS, [1] * 21, 9) == pytest.approx((8 / 21, 21))


def test_beyond_the_longest_followed_there_is_no_share():
    assert all(map(math.isnan, stayed([10, 20, 60], [1, 0, 0])))


def test_before_anybody_left_a_share_is_as_sure_as_of_those_still_followed():
    assert stayed([84, 100], [1, 0]) == (1, 2)
    assert stayed([10, 20, 90, 95], [0, 0, 1, 0]) == (1, 2)
    assert stayed([10, 20], [1, 1]) == (0, 2)


def test_reasons_for_leaving_compete_and_with_those_retained_make_everybody():
    days, reasons = [1, 2, 3, 4, 5, 6], ["dropped out", "planned", None, "dropped out", "planned", None]
    found = retention.exits(days, reasons).set_index(["reason", "day"])["incidence"]
    curve = retention.curve(days, [reason is not None for reason in reasons]).set_index("day")["retained"]

    # Day 4: 4/6 still there, of 3 followed one drops out: 1/6 + 4/6 x 1/3. Day 5: 4/9 there, one of 2: 1/6 + 2/9.
    assert found["dropped out", 6] == pytest.approx(1 / 6 + 4 / 6 / 3)
    assert found["planned", 6] == pytest.approx(1 / 6 + 4 / 9 / 2)
    assert (found["dropped out"] + found["planned"] + curve).tolist() == pytest.approx([1] * 6)


def test_without_anybody_still_there_incidence_is_a_proportion():
    found = retention.exits([1, 2, 2, 3, 3], ["a", "b", "a", "b", "b"]).set_index(["reason", "day"])

    assert found.loc[("a", 2), "incidence"] == pytest.approx(2 / 5)
    assert found.loc[("a", 2), "standard_error"] == pytest.approx(math.sqrt(2 / 5 * 3 / 5 / 5))
    assert found.loc[("b", 3), "incidence"] == pytest.approx(3 / 5)
    assert math.isnan(found.loc[("b", 3), "lower"])
    assert found.loc[("b", 1), "incidence"] == 0


def test_where_nobody_left_there_are_no_exits():
    found = retention.exits([10, 20], [None, math.nan])

    assert found.empty
    assert found.columns.tolist() == ["reason", "day", "incidence", "standard_error", "lower", "upper"]


def test_6mp_and_placebo_differ_as_published():
    found = retention.compare(MP_WEEKS + PLACEBO_WEEKS, MP_ENDED + [1] * 21, ["6-MP"] * 21 + ["placebo"] * 21)

    assert found.chi_squared == pytest.approx(16.79, abs=5e-3)  # as printed in Kleinbaum and Klein, chapter 2
    assert found.p_value == pytest.approx(4.1688e-5, rel=1e-4)  # R survival 3.5
    assert (found.degrees_of_freedom, found.groups, found.warnings) == (1, ("6-MP", "placebo"), ())


def test_a_group_not_followed_to_the_first_exit_is_left_out_and_named():
    found = retention.compare([1, 2, 3, 4, 0.5, 0.6], [1, 1, 1, 1, 0, 0], list("aabbcc"))

    assert (found.groups, found.degrees_of_freedom) == (("a", "b"), 1)
    assert found.warnings == ("left out, not followed to the first exit: c",)
    # Deaths on days 1 to 4. Expected of a: 2/4 + 1/3; variance 1/4 + 2/9; (2 - 5/6)^2 / (17/36) = 49/17.
    assert found.chi_squared == pytest.approx(49 / 17)


@pytest.mark.parametrize(
    ("days", "ended"), [([1, 2, 3, 4], [0, 0, 0, 0]), ([1, 2, 10, 11], [0, 0, 1, 1]), ([5, 5, 5, 5], [1, 1, 1, 1])]
)
def test_a_test_that_cannot_be_made_is_no_number_and_says_why(days, ended):
    found = retention.compare(days, ended, list("aabb"))

    assert math.isnan(found.chi_squared)
    assert math.isnan(found.p_value)
    assert "no test" in found.warnings[-1]


@pytest.mark.parametrize(
    ("lasted", "ended", "said"),
    [
        ([], [], "found 0 and 0"),
        ([1, 2], [1], "found 2 and 1"),
        ([-1, 2], [1, 1], "days from 0"),
        ([math.nan, 2], [1, 1], "days from 0"),
        ([None, 2], [1, 1], "days from 0"),
        ([math.inf, 2], [1, 1], "days from 0"),
        (pd.to_timedelta([3, 5], unit="D"), [1, 1], "days from 0"),
        ([1, 2], [1, 2], "true or false"),
        ([1, 2], [1, None], "true or false"),
    ],
)
def test_impossible_input_is_an_error_in_one_line(lasted, ended, said):
    with pytest.raises(ValueError, match=said) as caught:
        retention.curve(lasted, ended)

    assert "\n" not in str(caught.value)


def test_an_impossible_question_is_an_error():
    with pytest.raises(ValueError, match="confidence must be above 0 and below 1, found 95"):
        retention.curve([1], [1], confidence=95)
    with pytest.raises(ValueError, match="the fraction who left"):
        retention.quantile(retention.curve([1], [1]), left=50)
    with pytest.raises(ValueError, match="one of 2 or more groups"):
        retention.compare([1, 2], [1, 1], ["a", "a"])
    with pytest.raises(ValueError, match="one of 2 or more groups"):
        retention.compare([1, 2, 3], [1, 1, 1], ["a", "b", None])
    with pytest.raises(ValueError, match="found 0 and 0"):
        retention.exits([], [])

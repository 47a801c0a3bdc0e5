"""The rules of showing: each boundary by hand, and what holds of any count there is."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from needs.measure import safety
from needs.measure.results import OF_PERSON_YEARS
from needs.measure.safety import ALL_BUT, FEWER, REASON, safe, shown
from needs.statistics.intervals import proportions, rate

NONE = math.nan
HIDDEN = ("hidden", NONE, NONE, NONE, "")


def row(unit: str, numerator: float, denominator: float, value: float, **given) -> dict:
    """A true result, as it is before the rules are applied."""
    usual = {
        "breakdown": "all", "status": "shown", "qualifier": "", "reason": "", "interval_method": "Wilson",
        "lower": 1.0, "upper": 99.0, "is_rounded": False,
    }  # fmt: skip
    return {**usual, "unit": unit, "numerator": numerator, "denominator": denominator, "value": value, **given}


def share(counted: float, of: float, breakdown: str = "all") -> dict:
    return row("percent", counted, of, 100 * counted / of if of else NONE, breakdown=breakdown)


def made_safe(*rows: dict) -> pd.DataFrame:
    return safe(pd.DataFrame(rows))


def only(found: pd.DataFrame) -> tuple:
    """What is shown of one row: its status, both counts, the value and the qualifier."""
    (one,) = found.itertuples()
    return one.status, one.numerator, one.denominator, one.value, one.qualifier


@pytest.mark.parametrize(
    ("counted", "as_shown"), [(0, 0), (8, 10), (12, 10), (13, 15), (17, 15), (18, 20), (22, 20), (23, 25), (1000, 1000)]
)
def test_a_number_of_none_or_of_eight_and_more_is_rounded_to_five(counted, as_shown):
    assert only(made_safe(row("people", counted, NONE, counted))) == pytest.approx(
        ("shown", as_shown, NONE, as_shown, ""), nan_ok=True
    )


@pytest.mark.parametrize("counted", [1, 4, 7])
def test_a_number_of_one_to_seven_is_hidden(counted):
    assert only(made_safe(row("people", counted, NONE, counted))) == pytest.approx(HIDDEN, nan_ok=True)


SHARES = [
    # counted, of, breakdown: status, counts shown, percentage, qualifier
    (30, 60, "all", "shown", 30, 60, 50.0, ""),
    (8, 60, "sex", "shown", 10, 60, 100 / 6, ""),
    (52, 60, "sex", "shown", 50, 60, 500 / 6, ""),  # eight are left over
    (0, 60, "sex", "shown", 0, 60, 0.0, ""),
    (60, 60, "sex", "shown", 60, 60, 100.0, ""),
    (0, 50, "all", "shown", 0, 50, 0.0, ""),
    (49, 49, "all", "shown", 50, 50, 100.0, ""),  # 49 and 48 are shown as 50
    (0, 48, "all", "shown", 0, 50, 0.0, ""),
    (20, 48, "all", "shown", 20, 50, 40.0, ""),
    (20, 47, "all", "counts", 20, 45, NONE, ""),
    (8, 16, "all", "counts", 10, 15, NONE, ""),
    (13, 22, "sex", "counts", 15, 20, NONE, ""),
    (7, 60, "all", "bound", NONE, 60, NONE, FEWER),
    (1, 48, "all", "bound", NONE, 50, NONE, FEWER),
    (53, 60, "all", "bound", NONE, 60, NONE, ALL_BUT),
    (139, 140, "all", "bound", NONE, 140, NONE, ALL_BUT),
    # bounds are given of totals of 50 and more alone
    (7, 60, "sex", *HIDDEN),
    (53, 60, "sex", *HIDDEN),
    (7, 47, "all", *HIDDEN),
    (40, 47, "all", *HIDDEN),
    # "none" and "all" of a few are said of nobody, and nothing of few
    (0, 47, "all", *HIDDEN),
    (47, 47, "sex", *HIDDEN),
    (3, 6, "all", *HIDDEN),
    (7, 7, "all", *HIDDEN),
    (0, 1, "sex", *HIDDEN),
    (7, 14, "all", *HIDDEN),
]


@pytest.mark.parametrize(
    ("counted", "of", "breakdown", "status", "numerator", "denominator", "value", "qualifier"), SHARES
)
def test_shares_at_their_boundaries(counted, of, breakdown, status, numerator, denominator, value, qualifier):
    assert only(made_safe(share(counted, of, breakdown))) == pytest.approx(
        (status, numerator, denominator, value, qualifier), nan_ok=True
    )


@pytest.mark.parametrize(
    ("of", "mean", "expected"),
    [
        (22, 3.14, HIDDEN),
        (23, 3.14, ("shown", NONE, 25, 3.1, "")),
        (27, 3.16, ("shown", NONE, 25, 3.2, "")),
        (1000, 0.04, ("shown", NONE, 1000, 0.0, "")),
        (1, 9.0, HIDDEN),
    ],
)
@pytest.mark.parametrize("unit", ["weeks", "days", "points"])
def test_means_are_of_twenty_five_and_to_one_decimal(unit, of, mean, expected):
    assert only(made_safe(row(unit, NONE, of, mean))) == pytest.approx(expected, nan_ok=True)


RATES = [
    # deaths, person-years: status, deaths shown, years shown, deaths for every 1,000 years
    (12, 1234.4, "shown", 10, 1200, 10 / 1.2),
    (8, 154.9, "shown", 10, 150, 10 / 0.15),
    (0, 96.0, "shown", 0, 95, 0.0),
    (7, 1234.4, "hidden", NONE, NONE, NONE),
    (9, 47.4, "hidden", NONE, NONE, NONE),  # shown as 45 years
]


@pytest.mark.parametrize(("deaths", "years", "status", "counted", "of", "value"), RATES)
def test_deaths_in_a_time_are_of_eight_or_none_in_fifty_years_and_come_from_what_is_shown(
    deaths, years, status, counted, of, value
):
    found = made_safe(row(OF_PERSON_YEARS, deaths, years, 1000 * deaths / years))

    assert only(found) == pytest.approx((status, counted, of, value, ""), nan_ok=True)
    if status == "shown":
        ours = rate(counted, of, per=1000)
        assert found[["lower", "upper"]].iloc[0].tolist() == pytest.approx([ours.lower, ours.upper])


@given(st.floats(50, 100_000))
def test_time_is_shown_to_two_figures_and_never_to_less_than_five_years(years):
    (told,) = safety.of_time(np.array([years]))

    assert told % 5 == 0
    assert f"{int(told)}".rstrip("0") == f"{int(told)}"[:2].rstrip("0")
    assert abs(told - years) <= max(2.5, 0.05 * years)


def test_a_percentage_and_its_interval_are_those_of_the_counts_shown():
    found = made_safe(share(33, 61))
    lower, upper = proportions(np.array([35.0]), np.array([60.0]))

    assert found[["value", "lower", "upper"]].iloc[0].tolist() == pytest.approx(
        [100 * 35 / 60, 100 * lower[0], 100 * upper[0]]
    )
    assert found["interval_method"].tolist() == ["Wilson"]


def test_what_is_not_a_percentage_has_no_interval():
    found = made_safe(share(20, 47), share(7, 60), share(7, 60, "sex"), row("people", 20, NONE, 20))

    assert found["status"].tolist() == ["counts", "bound", "hidden", "shown"]
    assert found[["lower", "upper"]].isna().all(axis=None)
    assert set(found["interval_method"]) == {""}


def test_each_row_says_whether_it_was_rounded_and_what_is_hidden_gives_one_reason():
    found = made_safe(share(20, 47), share(7, 60), share(1, 60, "sex"), share(0, 3), row("people", 3, NONE, 3))

    assert found["is_rounded"].tolist() == [True, True, False, False, False]
    assert found["reason"].tolist() == ["", "", REASON, REASON, REASON]


@pytest.mark.parametrize("status", ["not_available", "not_applicable", "not_collected", "not_set"])
def test_a_row_without_a_figure_stays_as_it_is(status):
    before = row("percent", NONE, NONE, NONE, status=status, reason="as before", interval_method="")

    (one,) = made_safe(before).itertuples()

    assert (one.status, one.reason, one.is_rounded, one.qualifier) == (status, "as before", False, "")
    assert np.isnan([one.numerator, one.denominator, one.value, one.lower, one.upper]).all()


def test_no_row_looks_at_another():
    rows = [share(counted, of, breakdown) for counted, of, breakdown, *_ in SHARES]

    alone = pd.concat([made_safe(one) for one in rows], ignore_index=True)

    pd.testing.assert_frame_equal(made_safe(*rows), alone, check_dtype=False)


def test_counts_that_stand_alone_are_rounded_and_few_are_missing():
    counts = np.array([0, 1, 7, 8, 12, 13, NONE])

    np.testing.assert_array_equal(shown(counts), [0, NONE, NONE, 10, 10, 15, NONE])


@given(
    of=st.integers(0, 300), part=st.integers(0, 300), unit=st.sampled_from(["percent", "people", "weeks"]),
    breakdown=st.sampled_from(["all", "sex"]), mean=st.floats(0, 60),
)  # fmt: skip
def test_whatever_was_counted(of, part, unit, breakdown, mean):
    counted = min(part, of)
    true = {
        "percent": share(counted, of, breakdown) if of else row("percent", 0, 0, NONE, status="not_applicable"),
        "people": row("people", counted, NONE, counted, breakdown=breakdown),
        "weeks": row("weeks", NONE, of, mean if of else NONE, status="shown" if of else "not_applicable"),
    }[unit]

    (one,) = made_safe(true).itertuples()
    counts = [(one.numerator, true["numerator"]), (one.denominator, true["denominator"])]

    if one.status == "hidden":
        assert np.isnan([one.numerator, one.denominator, one.value, one.lower, one.upper]).all()
    for given_, was in counts:
        if one.status != "not_applicable" and not math.isnan(given_):
            assert was == 0 or was >= safety.SMALLEST
            assert abs(given_ - was) <= safety.BY
            assert given_ % safety.BASE == 0
            assert (given_ == 0) == (was == 0)
    if one.status in ("shown", "counts") and unit == "percent":
        left = counted, of - counted
        assert one.numerator <= one.denominator
        assert (one.numerator == one.denominator) == (left[1] == 0)
        assert all(side == 0 or side >= safety.SMALLEST for side in left)
        assert (one.status == "shown") == (one.denominator >= safety.FEWEST_OF_A_SHARE)
    if one.status == "shown" and unit == "percent":
        assert one.value == pytest.approx(100 * one.numerator / one.denominator)
        assert one.lower <= one.value + 1e-9 and one.value <= one.upper + 1e-9


@given(st.integers(0, 500), st.integers(0, 500))
def test_more_people_are_never_shown_as_fewer(one, other):
    fewer, more = sorted((one, other))
    found = shown(np.array([fewer, more], float))

    assert not found[0] > found[1]  # one that is hidden is not compared


@pytest.mark.parametrize(
    ("of", "lower", "upper", "expected"),
    [
        (47, 2.21, 3.14, (NONE, NONE)),
        (48, 2.21, 3.14, (2.2, 3.2)),  # 50 when rounded, and limits go outward
        (200, -0.449, 0.032, (-0.5, 0.1)),  # no finer than a tenth
        (200, 11.9, 13.2, (11, 14)),  # two figures
        (200, 0.0, 0.0, (0, 0)),
        (200, NONE, NONE, (NONE, NONE)),
    ],
)
def test_the_interval_of_a_mean_is_of_fifty_and_to_two_figures(of, lower, upper, expected):
    (one,) = made_safe(row("points", NONE, of, 2.6, lower=lower, upper=upper, interval_method="t")).itertuples()

    assert (one.lower, one.upper) == pytest.approx(expected, nan_ok=True)
    assert one.interval_method == ("" if math.isnan(expected[0]) else "t")

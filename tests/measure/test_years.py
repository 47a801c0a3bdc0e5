"""Yearly figures: a rise, a fall or no change in five years, or why that was not tested."""

import pandas as pd
import pytest

from needs.measure import series


def rows(numerators, denominators=None, indicator="successful_completion_of_exits", span=1, **given):
    """One row of results a year from 2009; without denominators they are counts."""
    starts = [pd.Timestamp(2009 + place, 4, 1) for place in range(len(numerators))]
    shares = denominators is not None
    table = pd.DataFrame(
        {
            "indicator": indicator,
            "status": "shown",
            "period_start": starts,
            "period_end": [start + pd.DateOffset(years=span, days=-1) for start in starts],
            "unit": "percent" if shares else "people",
            "kind": "actual",
            "numerator": numerators,
            "denominator": denominators,
            "value": [100 * x / n for x, n in zip(numerators, denominators, strict=True)] if shares else numerators,
            "lower": float("nan"),
            "upper": float("nan"),
            "series": "",
            "is_rounded": False,
        }
    )
    return table.assign(**given)


@pytest.mark.parametrize(
    ("numerators", "trend"),
    [
        ([20, 30, 40, 50, 60], series.RISE),
        ([60, 50, 40, 30, 20], series.FALL),
        ([40, 45, 38, 44, 41], series.NO_CHANGE),
        ([20, 30, 40, 50], series.FEW),
        ([40, 41, 40, 42, 75], series.ONE_YEAR),
    ],
)
def test_shares_are_tested_on_five_years(numerators, trend):
    assert series.trend_of(rows(numerators, [100] * len(numerators))) == trend


def test_only_the_latest_five_years_are_tested():
    assert series.trend_of(rows([90, 80, 40, 45, 38, 44, 41], [100] * 7)) == series.NO_CHANGE


def test_people_who_come_once_are_tested_as_events():
    assert series.trend_of(rows([100, 150, 200, 250, 300], indicator="new_presentations")) == series.RISE


def test_people_who_stay_are_not_tested():
    assert series.trend_of(rows([1000, 1100, 1200, 1300, 1400], indicator="in_treatment")) == series.SHARED


def test_periods_that_overlap_are_not_tested():
    assert series.trend_of(rows([20, 30, 40, 50, 60], [100] * 5, span=3)) == series.OVERLAP


def test_a_value_with_a_published_interval_is_tested_by_it():
    values = [10.0, 20.0, 30.0, 40.0, 50.0]
    published = rows(
        values, indicator="rate", unit="per 100,000", lower=[v - 2 for v in values], upper=[v + 2 for v in values]
    )

    assert series.trend_of(published) == series.RISE


def test_a_year_left_out_is_too_few():
    assert series.trend_of(rows([20, 30, 40, 50, 60, 70], [100] * 6).drop(index=3)) == series.FEW


def test_a_rise_that_rounding_may_have_made_is_too_close_to_call():
    # Of 50 each. As shown chi-squared for the trend is 14.7, above 9.55 at 99.8%; 12, 12, 15, 18, 23 of 52, 52, 50, 48, 48
    # may be the true counts, whose trend is no longer sure
    shown = rows([10, 10, 15, 20, 25], [50] * 5)

    assert series.trend_of(shown) == series.RISE
    assert series.trend_of(shown.assign(is_rounded=True)) == series.ROUNDING
    assert series.trend_of(rows([100, 150, 200, 250, 300], [500] * 5, is_rounded=True)) == series.RISE


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        # Barnet's people in treatment, 2009-10 to 2021-22: seven of thirteen years lie at or below 1,110
        (
            [1105, 1110, 1065, 1315, 1435, 1325, 1215, 1025, 1070, 1035, 1105, 1285, 1465],
            (1110, 12, 7, None, 4),
        ),
        ([10, 20, 30], (20, 2, 0, None, None)),
        ([30, 20, 25, 20], (20, 0, 3, None, None)),  # of two lowest years the later
        ([50, 10, 60, 20], (20, 2, 1, None, 0)),
        ([50, 50, 50], (50, 2, 2, None, None)),
        ([100, 101, 99, 100, 150, 100], (100, 4, 2, 4, None)),
    ],
)
def test_a_course_has_a_level_a_highest_and_a_lowest_year_and_an_earlier_turn(values, expected):
    found = series.course_of(range(2000, 2000 + len(values)), values)

    assert (found.level, found.highest, found.lowest, found.apart, found.turn) == expected

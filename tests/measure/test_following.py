"""Curves of journeys: the cohort, each point of a curve by hand, the median, the test, returns, and what is shown of them."""

import datetime

import pandas as pd
import polars as pl
import pytest

from needs.measure import retention, safety
from needs.measure.count import Origin
from needs.measure.funnels import has_shares
from needs.measure.indicators import following
from needs.quarter import Period
from needs.settings import Choices

DAYS = Period(datetime.date(2005, 4, 1), datetime.date(2008, 3, 31))
FLAGS = ("has_opiate", "has_alcohol", "has_non_opiate")


def day(number):
    return DAYS.start + datetime.timedelta(days=number)


def journeys(*drawn):
    """Journeys of (first day, last day or None, reason, first day of the next or None), days counted from the first of all; of opiates."""
    rows = [
        {
            "start": day(start),
            "end": None if end is None else day(end),
            "end_reason": reason,
            "next_start": None if back is None else day(back),
        }
        for start, end, reason, back in drawn
    ]
    dates = dict.fromkeys(("start", "end", "next_start"), pl.Date) | {"end_reason": pl.String}
    return pl.DataFrame(rows, schema_overrides=dates).with_columns(
        **{flag: pl.lit(flag == "has_opiate") for flag in FLAGS},
        **dict.fromkeys(("sex", "ethnic", "district", "birth_quarter"), pl.lit(None)),
    )


def results(*drawn, days=DAYS):
    origin = Origin(area_code="X06000001", days=days, is_invented=True)
    return retention.results_of(journeys(*drawn), origin, Choices())


def of(table, indicator, group, breakdown=following.BY_WEEK):
    (row,) = table[
        (table["indicator"] == indicator) & (table["group"] == group) & (table["breakdown"] == breakdown)
    ].itertuples()
    return row


# 100 journeys of the first day: 30 left on day 27 (dropped out), 20 on day 28 (completed), 10 on day 100 (prison); of the 40
# others 39 are open, and one ends after the period. Planned exits: 20, of which 5 came back on day 60, 32 days later.
DRAWN = (
    *[(0, 27, "6", None)] * 30, *[(0, 28, "2", None)] * 15, *[(0, 28, "2", 60)] * 5, *[(0, 100, "8", None)] * 10,
    *[(0, None, None, None)] * 39, (0, 1200, "2", None),
)  # fmt: skip


def test_a_cohort_is_followed_to_the_end_of_the_financial_year_from_as_many_years_as_records_allow():
    found = results(*DRAWN, days=Period(datetime.date(2004, 4, 1), datetime.date(2008, 6, 30)))
    windows = found[["window", "period_start", "period_end"]].drop_duplicates().astype("string").to_numpy().tolist()

    assert windows == [
        ["two_years", "2004-04-01", "2006-03-31"], ["three_years", "2004-04-01", "2007-03-31"],
        ["three_years", "2005-04-01", "2008-03-31"],
    ]  # fmt: skip
    assert results(*DRAWN, days=Period(datetime.date(2006, 4, 1), datetime.date(2008, 3, 30))).empty


def test_journeys_that_began_before_the_records_are_not_followed():
    found = retention.followed(
        journeys((-1, 200, "2", None), (0, 10, "2", None), (1095, None, None, None), (1096, None, None, None)),
        DAYS,
        Choices(),
    )

    assert found["lasted"].tolist() == [10, 0]  # the last day of the period is day 1,095


@pytest.mark.parametrize(
    ("group", "followed", "still", "planned", "dropped", "other"),
    [
        ("4 weeks", 70, 70, 0, 30, 0),
        ("12 weeks", 50, 50, 20, 30, 0),
        ("26 weeks", 40, 40, 20, 30, 10),
        ("104 weeks", 40, 40, 20, 30, 10),
    ],
)
def test_where_all_are_followed_a_curve_is_of_plain_counts(group, followed, still, planned, dropped, other):
    found = results(*DRAWN)
    found = found[found["period_end"] == pd.Timestamp("2008-03-31")]
    rows = [
        of(found, name, group)
        for name in (following.STILL, following.LEFT_PLANNED, following.DROPPED_OUT, following.LEFT_OTHERWISE)
    ]

    assert of(found, following.FOLLOWED, group).value == followed
    assert [round(row.numerator, 6) for row in rows] == [still, planned, dropped, other]
    assert [row.denominator for row in rows] == pytest.approx([100] * 4)
    assert rows[0].lower < rows[0].value == still < rows[0].upper


def test_those_not_followed_so_long_count_for_as_long_as_they_were():
    """100 began on the first day, of whom 40 left on day 30; 100 a week before the end, of whom nobody has left."""
    found = results(*[(0, 30, "6", None)] * 40, *[(0, None, None, None)] * 60, *[(1088, None, None, None)] * 100)
    found = found[found["period_end"] == pd.Timestamp("2008-03-31")]
    point = of(found, following.STILL, "12 weeks")

    assert of(found, following.FOLLOWED, "0 weeks").value == 200
    assert of(found, following.FOLLOWED, "12 weeks").value == 60
    assert point.value == pytest.approx(60)
    # the share is known from the first hundred alone, so it is as sure as of a hundred
    assert (point.numerator, point.denominator) == pytest.approx((60, 100))


def test_the_median_is_the_first_whole_week_by_which_half_had_left():
    found = results(*DRAWN)
    row = of(found[found["period_end"] == pd.Timestamp("2008-03-31")], following.MEDIAN, "all", "all")
    few_left = results(*[(0, 30, "6", None)] * 40, *[(0, None, None, None)] * 60)
    not_reached = of(few_left[few_left["period_end"] == pd.Timestamp("2008-03-31")], following.MEDIAN, "all", "all")

    assert (row.value, row.denominator, row.unit) == (4, 100, "weeks")  # half had left on day 28
    # 40% are there from day 100 on; the upper log-log limit is 0.4 ** exp(1.96 x 0.04899 / (0.4 x ln 0.4)), which is 0.494
    assert (row.lower, row.upper) == (4, 15)
    assert (not_reached.status, not_reached.note) == ("not_applicable", following.NOT_REACHED)


def test_returns_are_of_planned_exits_and_those_still_away_count_for_as_long_as_they_were():
    few = results(*DRAWN)
    many = results(*DRAWN * 5)
    few, many = (table[table["period_end"] == pd.Timestamp("2008-03-31")] for table in (few, many))

    assert of(few, following.BACK, "12 weeks").status == "too_few"  # of 20 exits
    assert [of(many, following.BACK, f"{week} weeks").value for week in following.WEEKS_BACK] == pytest.approx([25] * 4)
    assert of(many, following.BACK, "12 weeks").denominator == pytest.approx(100)


@pytest.mark.parametrize(("stay", "leave", "status"), [(30, 20, "shown"), (32, 15, "too_few"), (20, 25, "too_few")])
def test_a_curve_is_given_of_fifty_journeys_and_twenty_exits(stay, leave, status):
    found = results(*[(0, None, None, None)] * stay, *[(0, 30, "6", None)] * leave)

    assert {of(table, following.STILL, "12 weeks").status for _, table in found.groupby("period_end")} == {status}


def test_a_curve_ends_where_fewer_than_twenty_are_followed():
    found = results(*[(0, 30, "6", None)] * 60, *[(0, None, None, None)] * 10, *[(1000, None, None, None)] * 40)
    found = found[found["period_end"] == pd.Timestamp("2008-03-31")]

    assert [of(found, following.STILL, f"{week} weeks").status for week in (4, 12, 26)] == ["shown", "shown", "too_few"]


def with_drugs(table, name):
    has = {"opiate": "has_opiate", "alcohol only": "has_alcohol"}[name]
    return table.with_columns(pl.lit(flag == has).alias(flag) for flag in FLAGS)


def test_drug_groups_are_compared_by_the_log_rank_test():
    short = with_drugs(journeys(*[(0, 20 + place, "6", None) for place in range(60)]), "alcohol only")
    long = with_drugs(journeys(*[(0, 40 + place, "6", None) for place in range(60)]), "opiate")
    origin = Origin(area_code="X06000001", days=DAYS, is_invented=True)
    apart = retention.results_of(pl.concat([short, long]), origin, Choices())
    alike = retention.results_of(pl.concat([with_drugs(long, "alcohol only"), long]), origin, Choices())

    assert {row.value for row in apart[apart["indicator"] == following.TEST].itertuples()} == {
        following.LEAST_PROBABILITY
    }
    assert alike[alike["indicator"] == following.TEST]["value"].tolist() == pytest.approx([1, 1])
    assert (apart[apart["indicator"] == following.TEST]["denominator"] == 120).all()


def test_what_is_shown_of_a_curve_is_rounded_and_no_step_is_of_a_few():
    true = results(*[(0, 27, "6", None)] * 33, *[(0, 60, "2", None)] * 4, *[(0, None, None, None)] * 64)
    found = safety.safe(true[true["period_end"] == pd.Timestamp("2008-03-31")])
    still, planned = of(found, following.STILL, "12 weeks"), of(found, following.LEFT_PLANNED, "12 weeks")

    assert (still.numerator, still.denominator, still.value) == (65, 100, 65)
    assert (planned.status, planned.numerator) == ("hidden", pytest.approx(float("nan"), nan_ok=True))
    assert of(found, following.FOLLOWED, "12 weeks").value == 65
    assert of(found, following.LEFT_OTHERWISE, "12 weeks").value == 0


def test_a_median_keeps_its_limits_and_a_probability_two_figures_where_they_are_of_enough():
    rows = pd.DataFrame(results(*DRAWN)).head(0)
    common = {
        "area_code": "X",
        "period_start": pd.Timestamp("2005-04-01"),
        "period_end": pd.Timestamp("2008-03-31"),
        "breakdown": "all",
        "group": "all",
        "status": "shown",
        "qualifier": "",
        "reason": "",
    }
    rows = pd.DataFrame(
        [
            {**common, "unit": "weeks", "denominator": 103, "value": 23, "lower": 19, "upper": 28, "interval_method": "log-log"},
            {**common, "unit": "probability", "denominator": 103, "value": 0.04567},
            {**common, "unit": "probability", "denominator": 44, "value": 0.04567},
        ]
    ).reindex(columns=rows.columns)  # fmt: skip
    median, test, few = safety.safe(rows).itertuples()

    assert (median.value, median.lower, median.upper, median.denominator) == (23, 19, 28, 105)
    assert (test.value, test.denominator) == (pytest.approx(0.046), 105)
    assert (few.status, few.value) == ("hidden", pytest.approx(float("nan"), nan_ok=True))


def test_curves_of_partnerships_are_not_added_up():
    assert not has_shares(safety.safe(results(*DRAWN))).any()

"""Three years together, added up by hand: for measures of so few young people that a year's counts may not be shown."""

import pandas as pd
import pytest
from drawn import table

from needs.measure.indicators import BY_NAME, POOLED
from needs.measure.results import tidy
from needs.measure.safety import safe
from needs.measure.shown import pooled

PLANNED = "young_people_planned_exit_percent"
SAME = {
    "indicator": PLANNED, "area_code": "a", "breakdown": "all", "group": "all", "kind": "actual", "unit": "percent",
    "origin": "calculated", "source": "ndtms-records", "definition": "Ended as planned.",
}  # fmt: skip
YEARS = """
    period_start | period_end | window            | numerator | denominator | status         | note
    2005-07-01   | 2006-06-30 | rolling_12_months | 20        | 24          | shown          |
    2006-07-01   | 2007-06-30 | rolling_12_months |           |             | not_applicable | nobody to count
    2007-07-01   | 2008-06-30 | rolling_12_months | 21        | 37          | shown          |
"""


def true(drawn, **given):
    return tidy(table(drawn).replace("", None).assign(**SAME | given))


def test_three_years_that_follow_each_other_are_added_up():
    (one,) = pooled(true(YEARS)).itertuples()

    assert (one.indicator, one.window) == ("young_people_planned_exit_over_three_years_percent", "three_years")
    assert (one.period_start, one.period_end) == (pd.Timestamp("2005-07-01"), pd.Timestamp("2008-06-30"))
    assert (one.numerator, one.denominator, one.value) == (41, 61, pytest.approx(67.2131))
    assert one.definition == "Ended as planned. 3 years together."
    assert one.status == "shown"


def test_a_last_year_of_nobody_still_ends_three_years():
    drawn = YEARS.replace("2008-06-30", "x").replace("2007-06-30", "2008-06-30").replace("x", "2007-06-30")
    drawn = drawn.replace("2007-07-01", "x").replace("2006-07-01", "2007-07-01").replace("x", "2006-07-01")
    (one,) = pooled(true(drawn)).itertuples()

    assert (one.numerator, one.denominator, one.status, one.note) == (41, 61, "shown", "")


def test_what_is_shown_of_them_goes_by_the_rules_for_any_share():
    # Of the years 20 of 24 is hidden, for four are left over, and 21 of 37 has no percentage; 41 of 61 becomes 40 of 60
    of_years, together = safe(true(YEARS)), safe(pooled(true(YEARS)))

    assert of_years["status"].tolist() == ["hidden", "not_applicable", "counts"]
    assert together[["numerator", "denominator", "status"]].to_numpy().tolist() == [[40, 60, "shown"]]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2006-07-01   | 2007-06-30", "2006-04-01   | 2007-03-31"),  # a year is missing
        ("| shown          |\n    2006", "| provisional    |\n    2006"),
        ("2005-07-01   | 2006-06-30 | rolling_12_months", "2006-04-01   | 2006-06-30 | quarter          "),
    ],
)
def test_without_three_whole_years_nothing_is_added_up(old, new):
    assert old in YEARS
    assert pooled(true(YEARS.replace(old, new))).empty


def test_each_group_is_added_up_by_itself():
    other = YEARS.replace("| 20        | 24 ", "| 1         | 4  ")
    groups = [true(drawn, breakdown="sex", group=sex) for drawn, sex in ((YEARS, "female"), (other, "male"))]
    found = pooled(tidy(pd.concat(groups)))

    assert found[["group", "numerator", "denominator"]].to_numpy().tolist() == [["female", 41, 61], ["male", 22, 41]]


def test_other_measures_are_left_alone_and_nobody_in_three_years_is_no_share():
    assert pooled(true(YEARS, indicator="successful_completion_of_exits")).empty
    assert pooled(true(YEARS, numerator=None, denominator=None, status="not_applicable")).empty
    assert pooled(true(YEARS).iloc[:0]).empty


def test_whole_financial_years_are_added_up_too():
    drawn = YEARS.replace("rolling_12_months", "financial_year").replace("-07-01", "-04-01").replace("-06-30", "-03-31")

    assert pooled(true(drawn))["denominator"].tolist() == [61]


def test_each_pooled_measure_is_one_of_the_catalogue_and_says_what_is_counted():
    for three in POOLED.values():
        assert BY_NAME[three.name] is three
        assert three.definition.endswith(" 3 years together.") and "As printed" not in three.definition


def test_deaths_of_three_years_stand_over_the_time_of_all_three():
    drawn = """
        period_start | period_end | window            | numerator | denominator | status
        2005-07-01   | 2006-06-30 | rolling_12_months | 3         | 400.5       | shown
        2006-07-01   | 2007-06-30 | rolling_12_months | 5         | 500         | shown
        2007-07-01   | 2008-06-30 | rolling_12_months | 4         | 599.5       | shown
    """
    deaths = pooled(true(drawn, indicator="deaths_in_treatment_rate", unit="per 1,000 person-years"))
    (one,) = deaths.itertuples()

    assert one.indicator == "deaths_in_treatment_rate_over_three_years"
    assert (one.numerator, one.denominator, one.value) == (12, 1500, pytest.approx(8))
    # Byar's limits of 12 events are 6.19 and 20.96 (Breslow and Day 1987)
    assert (one.lower, one.upper) == pytest.approx((6.19 / 1.5, 20.96 / 1.5), abs=0.01)
    assert safe(deaths)[["numerator", "denominator", "status"]].to_numpy().tolist() == [[10, 1500, "shown"]]

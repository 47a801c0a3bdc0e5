"""Counts as results: what is shown, what cannot be, what may still change, and what is left out."""

import datetime

import pandas as pd
import pytest
from drawn_indicators import AS_USUAL, QUARTER, records_of

from needs.measure.count import Origin, count, results_of
from needs.measure.indicators import BY_NAME
from needs.quarter import Period, Quarter
from needs.settings import Choices

SOMEBODY = """
    person | agency | triaged    | discharged | discharge_reason | sex | drug_1 | injecting
    a      | A      | 2008-04-10 | 2008-05-01 | 2                | F   | 1101   | N
    b      | A      | 2008-07-10 |            |                  | M   | 5000   | N
    c      | A      | 2008-07-12 | 2008-08-01 | 6                |     | 7000   | N
"""


def results(
    *names: str,
    quarter: Quarter = QUARTER,
    first: str = "2006-04-01",
    last: str = "2010-03-31",
    is_invented: bool = False,
) -> pd.DataFrame:
    days = Period(datetime.date.fromisoformat(first), datetime.date.fromisoformat(last))
    counts = count(records_of(SOMEBODY), [quarter], [BY_NAME[name] for name in names], AS_USUAL)
    return results_of(counts, BY_NAME, Origin(area_code="X1", days=days, is_invented=is_invented))


def test_nobody_to_count_out_of_is_not_applicable_and_never_nought_percent():
    found = results("hepatitis_c_offered_percent").iloc[0]

    assert (found["numerator"], found["denominator"], found["status"]) == (0, 0, "not_applicable")
    assert pd.isna(found["value"]) and pd.isna(found["lower"]) and found["interval_method"] == ""


def test_nobody_of_somebody_is_nought_percent_with_an_interval():
    found = results("re_presentation_percent", quarter=QUARTER + 2).iloc[0]

    assert (found["numerator"], found["denominator"], found["value"]) == (0, 1, 0)
    assert (found["status"], found["interval_method"], found["lower"]) == ("shown", "Wilson score, 95%", 0)
    assert found["upper"] == pytest.approx(79.345, abs=0.001)  # z2 / (1 + z2), z = 1.959964


def test_a_number_of_nobody_is_nought_and_shown():
    found = results("deaths_in_treatment").iloc[0]

    assert (found["numerator"], found["value"], found["status"]) == (0, 0, "shown")
    assert pd.isna(found["denominator"]) and found["interval_method"] == ""


@pytest.mark.parametrize(
    ("last", "status"), [("2008-12-22", "not_available"), ("2008-12-23", "shown"), ("2008-09-30", "not_available")]
)
def test_there_is_no_result_until_its_follow_up_of_84_days_is_over(last, status):
    found = results("retained_12_weeks_percent", "in_treatment", last=last).set_index("indicator")

    assert set(found.loc[["retained_12_weeks_percent"], "status"]) == {status}
    assert found.loc[["retained_12_weeks_percent"], "value"].isna().all() == (status == "not_available")
    assert set(found.loc[["in_treatment"], "status"]) == {"shown"}


@pytest.mark.parametrize(
    ("first", "last", "windows"),
    [
        ("2007-10-01", "2008-09-30", ["quarter", "rolling_12_months", "year_to_date"]),
        ("2007-10-02", "2008-09-30", ["quarter", "year_to_date"]),
        ("2008-04-01", "2008-09-30", ["quarter", "year_to_date"]),
        ("2008-04-02", "2008-09-30", ["quarter"]),
        ("2007-10-01", "2008-09-29", []),
    ],
)
def test_a_period_that_extracts_do_not_cover_to_both_ends_is_left_out(first, last, windows):
    assert sorted(results("in_treatment", first=first, last=last)["window"]) == windows


@pytest.mark.parametrize(("first", "periods"), [("2007-04-01", 1), ("2007-04-02", 0), ("2007-10-01", 0)])
def test_coming_back_is_only_told_where_extracts_cover_those_who_completed_before(first, periods):
    assert len(results("re_presentation_percent", first=first)) == periods


@pytest.mark.parametrize(
    ("quarter", "starts", "reviews"),
    [
        ("2007-08 Q2", [], []),
        ("2007-08 Q3", ["quarter"], []),
        ("2007-08 Q4", ["quarter"], []),
        ("2008-09 Q1", ["quarter"], ["quarter"]),
        ("2008-09 Q2", ["quarter", "year_to_date"], ["quarter"]),
    ],
)
def test_forms_are_not_missed_in_periods_before_there_were_any(quarter, starts, reviews):
    found = results("top_starts_percent", "top_reviews_percent", quarter=Quarter.parse(quarter))
    windows = found.groupby("indicator")["window"].apply(sorted).to_dict()

    assert windows.get("top_starts_percent", []) == starts
    assert windows.get("top_reviews_percent", []) == reviews


def test_the_groups_of_a_profile_are_each_of_all_and_together_are_everybody():
    found = results("people_in_treatment_by_group", "exits_by_reason")
    for (name, breakdown), groups in found.groupby(["indicator", "breakdown"]):
        everybody = {"people_in_treatment_by_group": 3, "exits_by_reason": 2}[name]

        assert set(groups["denominator"]) == {everybody}, breakdown
        assert groups["numerator"].sum() == everybody
        assert groups["value"].sum() == pytest.approx(100)


def test_a_mean_has_no_numerator_and_says_how_many_it_is_of():
    found = results("average_wait_weeks").query("breakdown == 'all' and window == 'year_to_date'").iloc[0]

    assert (found["value"], found["denominator"], found["unit"]) == (0, 3, "weeks")
    assert pd.isna(found["numerator"])


def test_records_of_nobody_have_an_origin_and_a_source_of_their_own():
    found = results("in_treatment", "retained_12_weeks_percent", last="2008-09-30", is_invented=True)

    assert set(found["origin"]) == {"synthetic"}
    assert set(found["source"]) == {"records-of-nobody"}
    assert set(found["note"]) == {"", "follow-up is not over"}


def test_a_definition_ends_with_its_version():
    found = results("planned_exit_2004_percent").iloc[0]

    assert found["definition"].endswith("of all journeys that ended in the period. Version: 2004.")
    assert (found["origin"], found["source"], found["area_code"]) == ("calculated", "ndtms-records", "X1")
    assert found["rule"] == "2004"


def test_the_rule_is_the_version_that_was_chosen_where_a_choice_says_which():
    counting = BY_NAME["treatment_system_exits_percent"].counting

    assert [counting.rule(Choices(planned_exit=year)) for year in ("2004", "2007", "2009")] == ["2004", "2007", "2009"]
    assert BY_NAME["exits"].counting.rule(Choices()) == ""

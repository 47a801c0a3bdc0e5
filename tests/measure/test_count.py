"""Counting as a whole: which windows there are, who stands where nobody was found, and what must add up."""

import datetime

import polars as pl
import pytest
from drawn_indicators import AS_USUAL, QUARTER, Case, added_up, records_of
from hypothesis import given, settings
from hypothesis import strategies as anything

from needs.measure.count import count, windows_of
from needs.measure.indicator import TODAY, Asked
from needs.measure.indicators import BY_NAME, INDICATORS
from needs.measure.indicators.leaving import before_the_return
from needs.quarter import Period, Quarter
from needs.settings import Choices

COUNTED = [indicator for indicator in INDICATORS if indicator.counting]
STOCK_AND_FLOW = ("in_treatment_when_period_begins", "new_presentations", "exits", "in_treatment_when_period_ends")
SOMEBODY = """
    person | agency | triaged    | discharged | discharge_reason | sex | drug_1 | injecting | hepatitis_c_status
    a      | A      | 2008-04-10 | 2008-05-01 | 2                | F   | 1101   | C         | A
    b      | A      | 2008-07-10 |            |                  | M   | 5000   | N         |
"""
first_days = anything.integers(0, 900).map(lambda days: datetime.date(2006, 10, 1) + datetime.timedelta(days))
stays = anything.one_of(anything.none(), anything.integers(0, 400).map(datetime.timedelta))
episodes = anything.lists(
    anything.tuples(
        anything.sampled_from("abcd"),
        anything.sampled_from("AB"),
        first_days,
        stays,
        anything.sampled_from(["1", "2", "5", "6", "9", "83"]),
        anything.sampled_from(["M", "F", ""]),
    ),
    min_size=1,
    max_size=12,
)


def drawn(found: list[tuple]) -> str:
    rows = ["person | agency | triaged | discharged | discharge_reason | sex"]
    for person, agency, start, stay, reason, sex in found:
        end = "" if stay is None else start + stay
        rows.append(f"{person} | {agency} | {start} | {end} | {reason if end else ''} | {sex}")
    return "\n".join(rows)


def counts_of(drawing: str, quarters: list[Quarter], *names: str, choices: Choices = AS_USUAL) -> pl.DataFrame:
    return count(records_of(drawing), quarters, [BY_NAME[name] for name in names], choices)


@pytest.mark.parametrize(
    ("quarter", "windows"),
    [
        (
            "2008-09 Q1",
            [
                ("quarter", "2008-04-01", "2008-06-30", {"quarter", "year_to_date"}),
                ("rolling_12_months", "2007-07-01", "2008-06-30", {"rolling_12_months"}),
            ],
        ),
        (
            "2008-09 Q2",
            [
                ("quarter", "2008-07-01", "2008-09-30", {"quarter"}),
                ("year_to_date", "2008-04-01", "2008-09-30", {"year_to_date"}),
                ("rolling_12_months", "2007-10-01", "2008-09-30", {"rolling_12_months"}),
            ],
        ),
        (
            "2008-09 Q4",
            [
                ("quarter", "2009-01-01", "2009-03-31", {"quarter"}),
                ("financial_year", "2008-04-01", "2009-03-31", {"rolling_12_months", "year_to_date"}),
            ],
        ),
    ],
)
def test_windows_that_have_the_same_days_are_one(quarter, windows):
    found = windows_of(Quarter.parse(quarter))

    assert [(one.name, str(one.period.start), str(one.period.end), set(one.kinds)) for one in found] == windows


@pytest.mark.parametrize(
    ("quarter", "windows"),
    [
        ("2008-09 Q1", {"quarter", "rolling_12_months"}),
        ("2008-09 Q2", {"quarter", "year_to_date", "rolling_12_months"}),
        ("2008-09 Q3", {"quarter", "year_to_date", "rolling_12_months"}),
        ("2008-09 Q4", {"quarter", "financial_year"}),
    ],
)
def test_an_indicator_stands_once_in_each_period_it_declares(quarter, windows):
    counted = counts_of(SOMEBODY, [Quarter.parse(quarter)], "in_treatment")

    assert sorted(counted["window"]) == sorted(windows)


def test_breakdowns_are_given_for_the_first_window_only():
    counted = counts_of(SOMEBODY, [QUARTER], "retained_or_planned_discharge_percent")

    assert set(counted.filter(pl.col("breakdown") == "sex")["window"]) == {"rolling_12_months"}
    assert set(counted.filter(pl.col("breakdown") == "all")["window"]) == {
        "rolling_12_months",
        "year_to_date",
        "quarter",
    }


def test_a_group_that_occurs_in_one_period_stands_in_every_one_with_nobody():
    quarters = [QUARTER - 4, QUARTER]
    counted = counts_of(SOMEBODY, quarters, "retained_or_planned_discharge_percent", "people_in_treatment_by_group")
    by_sex = counted.filter(pl.col("breakdown") == "sex").select(
        "indicator", pl.col("period_end").cast(pl.String), "group", "numerator", "denominator"
    )

    assert by_sex.rows() == [
        ("people_in_treatment_by_group", "2007-09-30", "female", 0, None),
        ("people_in_treatment_by_group", "2007-09-30", "male", 0, None),
        ("people_in_treatment_by_group", "2008-09-30", "female", 1, None),
        ("people_in_treatment_by_group", "2008-09-30", "male", 1, None),
        ("retained_or_planned_discharge_percent", "2007-09-30", "female", 0, 0),
        ("retained_or_planned_discharge_percent", "2007-09-30", "male", 0, 0),
        ("retained_or_planned_discharge_percent", "2008-09-30", "female", 1, 1),
        ("retained_or_planned_discharge_percent", "2008-09-30", "male", 1, 1),
    ]


def test_what_nobody_was_found_for_is_nought_in_every_period_and_never_missing():
    long_before = [Quarter.parse("2004-05 Q1"), Quarter.parse("2004-05 Q2")]
    counted = count(records_of(SOMEBODY), long_before, COUNTED, AS_USUAL)
    of_the_time = [one for one in COUNTED if one.era != TODAY and one.counting.has_total]
    totals = {one.name: len(one.counting.windows) for one in of_the_time}
    found = dict(counted.group_by("indicator").len().iter_rows())

    assert set(found) == set(totals)
    assert counted["numerator"].to_list() == [0] * counted.height
    assert set(counted["denominator"]) == {None, 0}
    assert counted.filter(pl.col("indicator") == "exits").height == 5


def test_without_a_whole_quarter_nothing_is_counted():
    counted = count(records_of(SOMEBODY), [], COUNTED, AS_USUAL)

    assert counted.height == 0
    assert counted.columns[-4:] == ["numerator", "denominator", "weeks", "squares"]


def test_a_key_occurs_once():
    counted = count(records_of(SOMEBODY), [QUARTER - 1, QUARTER], COUNTED, AS_USUAL)

    assert counted.select(pl.exclude("numerator", "denominator", "weeks")).is_duplicated().sum() == 0


@settings(max_examples=25, deadline=None)
@given(episodes)
def test_who_was_there_and_who_came_less_who_left_are_who_is_there(found):
    quarters = [Quarter.parse("2007-08 Q1") + number for number in range(5)]
    counted = counts_of(drawn(found), quarters, *STOCK_AND_FLOW)
    accounts = (
        counted.filter(pl.col("breakdown") == "all")
        .pivot("indicator", index=["period_start", "period_end"], values="numerator")
        .drop_nulls(STOCK_AND_FLOW)
        .select("period_end", *STOCK_AND_FLOW)
    )

    assert {quarter.end for quarter in quarters} == set(accounts["period_end"])
    for _, there, came, left, there_after in accounts.iter_rows():
        assert there + came - left == there_after


@settings(max_examples=8, deadline=None)
@given(episodes)
def test_several_partnerships_counted_at_once_are_as_each_counted_alone(found):
    together = count(records_of(drawn(found), is_alone=True), [QUARTER], COUNTED, AS_USUAL)
    for person in {one[0] for one in found}:
        own = [one for one in found if one[0] == person]
        alone = count(records_of(drawn(own), is_alone=True), [QUARTER], COUNTED, AS_USUAL)

        assert together.filter(pl.col("partnership") == person).equals(alone)


@settings(max_examples=20, deadline=None)
@given(episodes)
def test_each_agency_s_people_add_up_to_the_total_which_is_never_less_than_people(found):
    counted = counts_of(drawn(found), [QUARTER], "in_treatment", "people_at_each_agency")
    to_date = counted.filter(pl.col("window") == "year_to_date")
    at_agencies = to_date.filter(pl.col("indicator") == "people_at_each_agency")
    people = to_date.filter(pl.col("indicator") == "in_treatment")["numerator"].item()
    total = at_agencies.filter(pl.col("breakdown") == "all")["numerator"].item()

    assert at_agencies.filter(pl.col("breakdown") == "agency")["numerator"].sum() == total
    assert people <= total <= 2 * people


def test_somebody_at_two_agencies_is_one_person_and_one_at_each():
    counted = counts_of(
        """
        person | agency | triaged    | discharged
        a      | A      | 2008-05-01 | 2008-08-01
        a      | B      | 2008-06-01 |
        b      | B      | 2008-06-01 |
        """,
        [QUARTER],
        "in_treatment",
        "people_at_each_agency",
    ).filter(pl.col("window") == "year_to_date")

    assert counted.select("indicator", "group", "numerator").rows() == [
        ("in_treatment", "all", 2),
        ("people_at_each_agency", "A", 1),
        ("people_at_each_agency", "B", 2),
        ("people_at_each_agency", "all", 3),
    ]


@pytest.mark.parametrize(
    ("name", "choices", "counted"),
    [
        ("first_waits_within_3_weeks", {}, "1 of 2 = 50.0"),
        ("first_waits_within_3_weeks", {"days_to_first_offer": 22}, "2 of 2 = 100.0"),
        ("first_waits_within_3_weeks", {"days_to_first_offer": 20}, "0 of 2 = 0.0"),
        ("retained_12_weeks_percent", {}, "1 of 2 = 50.0"),
        ("retained_12_weeks_percent", {"effective_days": 83}, "2 of 2 = 100.0"),
        ("treatment_system_exits_percent", {}, "1 of 2 = 50.0"),
        ("treatment_system_exits_percent", {"planned_exit": "2009"}, "0 of 2 = 0.0"),
        ("treatment_system_exits_percent", {"planned_exit": "2004"}, "2 of 2 = 100.0"),
    ],
)
def test_what_a_partnership_chooses_is_what_is_counted(name, choices, counted):
    case = Case(
        is_of_episodes=True,
        drawn="""
        person | agency | triaged    | discharged | discharge_reason | counts
        a      | A      | 2008-01-01 | 2008-03-24 | 5                |
        b      | A      | 2008-01-01 | 2008-03-25 | 83               |
        """,
        interventions="""
        person | referred   | first_offered | started
        a      | 2007-12-01 | 2007-12-22    | 2008-01-01
        b      | 2007-12-01 | 2007-12-23    | 2008-01-01
        """,
        choices=Choices(**choices),
    )

    assert added_up(case, BY_NAME[name])[0]["twelve months"] == counted


@pytest.mark.parametrize(
    ("gap", "journeys"), [({}, 1), ({"both_days_count": True}, 2), ({"gap_days": 20}, 2), ({"gap_days": 22}, 1)]
)
def test_journeys_are_linked_as_a_partnership_chooses(gap, journeys):
    choices = Choices(**gap)
    linked = records_of(
        """
        person | agency | triaged    | discharged
        a      | A      | 2008-04-01 | 2008-05-31
        a      | B      | 2008-06-21 |
        """,
        choices=choices,
    )
    counted = count(linked, [QUARTER], [BY_NAME["new_presentations"]], choices)

    assert counted.filter(pl.col("window") == "year_to_date")["numerator"].item() == journeys


@pytest.mark.parametrize(
    ("reliable", "judged"),
    [((), "0 of 0"), ((("opiates", 10),), "1 of 1"), ((("opiates", 11),), "0 of 1"), ((("crack", 10),), "0 of 0")],
)
def test_no_change_is_judged_until_a_partnership_sets_how_much_of_it_is_reliable(reliable, judged):
    choices = Choices(reliable_change_days=reliable)
    tables = records_of(
        "person | agency | triaged\n a | A | 2008-01-01",
        forms="""
        person | stage | completed  | opiates_days
        a      | S     | 2008-01-01 | 28
        a      | R     | 2008-05-01 | 18
        """,
        choices=choices,
    )
    row = count(tables, [QUARTER], [BY_NAME["reliably_improved_percent"]], choices).to_dicts()[0]

    assert (row["group"], f"{row['numerator']:.0f} of {row['denominator']:.0f}") == ("opiates", judged)


@pytest.mark.parametrize(
    ("name", "choices", "counted"),
    [
        ("top_starts_percent", {}, 1),
        ("top_starts_percent", {"form_days": 13}, 0),
        ("top_reviews_percent", {}, 1),
        ("top_reviews_percent", {"review_days": 121}, 0),
    ],
)
def test_forms_are_as_timely_as_a_partnership_chooses(name, choices, counted):
    chosen = Choices(**choices)
    tables = records_of(
        "person | agency | triaged\n a | A | 2008-04-01\n b | A | 2008-04-01",
        forms="""
        person | stage | completed
        a      | S     | 2008-04-15
        a      | R     | 2008-05-31
        """,
        choices=chosen,
    )

    assert count(tables, [QUARTER], [BY_NAME[name]], chosen)["numerator"].max() == counted


@pytest.mark.parametrize(
    ("months", "last"), [(3, "2008-06-30"), (4, "2008-03-31"), (6, "2008-03-31"), (7, "2007-12-31")]
)
def test_completions_are_those_whose_returns_are_all_known_whatever_the_months(months, last):
    year = Period(datetime.date(2007, 10, 1), datetime.date(2008, 9, 30))
    looked_at = before_the_return(Asked(year, Choices(months_to_return=months)))

    assert str(looked_at.end) == last

"""Need against treatment: compared when people, ages and period are the same, refused in words when they are not."""

import pytest
from drawn import figures

from needs.measure.need import BY_CHOICE, compare_need_with_treatment

KENT = """
    measure            | area_code | period_start | period_end | window         | kind     | population                | age         | value
    -------------------+-----------+--------------+------------+----------------+----------+---------------------------+-------------+------
    opiate_crack_users | E10000016 | 2007-04-01   | 2008-03-31 | financial_year | estimate | opiate and/or crack users | not printed |  5385
    in_treatment       | E10000016 | 2007-04-01   | 2008-02-29 | year_to_date   | actual   | drug users in treatment   | not printed |  3262
    in_treatment       | E10000016 | 2006-04-01   | 2007-03-31 | financial_year | actual   | drug users in treatment   | not printed |  2672
"""
DERBY = """
    measure            | area_code | kind     | population                              | age         | value
    -------------------+-----------+----------+-----------------------------------------+-------------+------
    opiate_crack_users | E06000015 | estimate | people with problematic drug dependency | not printed |  2000
    in_treatment       | E06000015 | estimate | people accessing services               | not printed |  1660
"""
OPIATES = """
    measure            | kind     | breakdown | group                | population                | age   | value | lower | upper
    -------------------+----------+-----------+----------------------+---------------------------+-------+-------+-------+------
    opiate_crack_users | estimate | all       | all                  | opiate and/or crack users | 15-64 |  1492 |  1267 |  1841
    in_treatment       | actual   | substance | opiates and/or crack | people in treatment       | {age} |   625 |       |
    in_treatment       | actual   | all       | all                  | people in treatment       | 18+   |  1065 |       |
"""


def test_kents_own_subtraction_is_refused_for_its_people_its_ages_and_its_period():
    found = compare_need_with_treatment(figures(KENT))

    assert list(found["status"]) == ["refused"]
    assert list(zip(found["numerator"], found["denominator"], strict=True)) == [(3262, 5385)]
    reasons = found["reason"].iloc[0]
    assert (
        "the people counted differ (treated: drug users in treatment; estimate: opiate and/or crack users)" in reasons
    )
    assert "the ages are not printed" in reasons
    assert "the periods differ (1 April 2007 to 29 February 2008; 1 April 2007 to 31 March 2008)" in reasons


def test_an_estimate_of_no_printed_year_is_refused_for_that_and_not_for_a_year_we_gave_it():
    drawn = figures(KENT)
    drawn.loc[drawn["kind"] == "estimate", "window"] = "not_printed"
    reasons = compare_need_with_treatment(drawn)["reason"].iloc[0]

    assert "the year of the estimate is not printed" in reasons
    assert "periods differ" not in reasons


def test_what_was_refused_has_no_value():
    found = compare_need_with_treatment(figures(KENT))

    assert "value" not in found or found["value"].isna().all()


def test_derbys_own_ratio_is_refused_because_it_counts_different_people():
    found = compare_need_with_treatment(figures(DERBY))

    assert list(found["status"]) == ["refused"]
    assert (
        "treated: people accessing services; estimate: people with problematic drug dependency"
        in found["reason"].iloc[0]
    )
    assert "periods differ" not in found["reason"].iloc[0]


def test_adults_are_not_people_of_15_to_64():
    found = compare_need_with_treatment(figures(OPIATES.format(age="18+")))

    assert list(zip(found["status"], found["reason"], strict=True)) == [
        ("refused", "the ages differ (treated: 18+; estimate: 15-64)")
    ]


def test_a_partnership_may_choose_to_compare_them_and_the_result_says_so():
    found = compare_need_with_treatment(figures(OPIATES.format(age="18+")), [("18+", "15-64")])

    assert {"shown"} == set(found["status"])
    assert {"ages 18+ and 15-64 compared by choice"} == set(found["note"])
    assert {BY_CHOICE} == set(found["rule"])


def test_matching_people_give_unmet_need_with_the_limits_of_the_estimate():
    found = compare_need_with_treatment(figures(OPIATES.format(age="15-64"))).set_index("indicator")

    percent = found.loc["opiate_crack_unmet_need_percent", ["value", "lower", "upper"]]
    people = found.loc["opiate_crack_not_in_treatment", ["value", "lower", "upper"]]
    # 1 - 625/1492, 1 - 625/1267, 1 - 625/1841; 1492 - 625, 1267 - 625, 1841 - 625
    assert pytest.approx(tuple(percent), abs=0.005) == (58.11, 50.67, 66.05)
    assert tuple(people) == (867, 642, 1216)


def test_the_figure_for_the_right_people_is_taken_before_that_for_everybody():
    found = compare_need_with_treatment(figures(OPIATES.format(age="15-64")))

    assert {625} == set(found["numerator"])


def test_a_number_treated_that_was_rounded_makes_what_is_worked_out_from_it_so():
    drawn = figures(OPIATES.format(age="15-64"))
    assert not compare_need_with_treatment(drawn)["is_rounded"].any()

    assert compare_need_with_treatment(drawn.assign(is_rounded=drawn["value"] == 625))["is_rounded"].all()


def test_an_estimate_below_the_number_in_treatment_is_called_inconsistent():
    drawn = figures(OPIATES.format(age="15-64"))
    drawn.loc[drawn["measure"] == "opiate_crack_users", ["value", "lower", "upper"]] = [600, 500, 700]
    found = compare_need_with_treatment(drawn)

    assert {"not_usable"} == set(found["status"])
    assert {"the estimate of need is below the number in treatment"} == set(found["note"])


def test_need_without_any_treatment_figure_in_its_time_gives_no_result():
    drawn = figures(KENT)

    assert compare_need_with_treatment(drawn[drawn["value"] != 3262]).empty

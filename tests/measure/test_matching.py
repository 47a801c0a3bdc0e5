"""Need against treatment: compared when people and period are the same, with bounds for ages, refused in words when not."""

import pytest
from drawn import figures

from needs.measure.need import AGES_DIFFER, compare_need_with_treatment, years_of_life

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


def test_kents_own_subtraction_is_refused_for_its_people_and_its_period():
    found = compare_need_with_treatment(figures(KENT))

    assert list(found["status"]) == ["refused"]
    assert list(zip(found["numerator"], found["denominator"], strict=True)) == [(3262, 5385)]
    reasons = found["reason"].iloc[0]
    assert (
        "the people counted differ (treated: drug users in treatment; estimate: opiate and/or crack users)" in reasons
    )
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


BANDS = """
    in_treatment       | actual   | age       | 18-29                | people in treatment       | 18+   |   180 |       |
    in_treatment       | actual   | age       | 30-49                | people in treatment       | 18+   |   665 |       |
    in_treatment       | actual   | age       | 50+                  | people in treatment       | 18+   |   220 |       |
"""
PEOPLE, ANY_AGE = "opiate_crack_not_in_treatment", "opiate_crack_not_in_treatment_any_age"


def of_adults(more=""):
    return compare_need_with_treatment(figures(OPIATES.format(age="18+").rstrip() + more)).set_index("indicator")


def limits(found, indicator):
    return tuple(found.loc[indicator, ["value", "lower", "upper"]])


def test_adults_are_set_against_people_of_15_to_64_and_the_result_says_so():
    found = of_adults()

    assert {"shown"} == set(found["status"])
    assert {AGES_DIFFER} == set(found["rule"])
    assert found["note"].str.contains("ages: treated 18+, estimate 15-64", regex=False).all()
    assert limits(found, PEOPLE) == (867, 642, 1216)  # as published: 1,492 (1,267 to 1,841) less 625


def test_a_band_that_reaches_beyond_the_estimates_ages_may_be_outside_it_from_none_to_all():
    found = of_adults(BANDS)

    assert limits(found, PEOPLE) == (867, 642, 1216)
    assert limits(found, ANY_AGE) == (867, 642, 1216 + 220)
    assert found.loc[ANY_AGE, "note"].endswith("from none to all of those in treatment aged 50+")


def test_a_band_within_the_estimates_ages_moves_nothing():
    found = of_adults(BANDS.replace("50+ ", "50-64"))

    assert limits(found, ANY_AGE) == (867, 642, 1216 + 625)  # no band says who is 65 or over


def test_without_any_band_all_those_treated_may_be_outside():
    found = of_adults()

    assert limits(found, ANY_AGE) == (867, 642, 1841)
    assert "no bands of age hold them all" in found.loc[ANY_AGE, "note"]


def test_no_more_may_be_outside_than_were_treated():
    assert limits(of_adults(BANDS.replace("220", "900")), ANY_AGE)[2] == 1841


def test_of_bands_that_overlap_the_narrower_counts_and_none_twice():
    older = "in_treatment       | actual   | age       | 55 and over          | people in treatment       | 18+   |   150 |       |"

    assert limits(of_adults(f"{BANDS}    {older}\n"), ANY_AGE)[2] == 1216 + 150


def test_a_year_of_life_that_no_band_holds_may_be_everybodys():
    young = "young_people_in_treatment | actual | all      | all                  | young people              | under 18 |  40 |     |"
    drawn = figures(f"{OPIATES.format(age='all ages').rstrip()}\n    {young}\n")
    found = compare_need_with_treatment(drawn).set_index("indicator")

    assert limits(found, ANY_AGE)[2] == 1841  # nobody knows how many were 65 or over, whatever is known of the young


def test_young_people_in_treatment_were_not_counted_and_may_be_within_the_estimate():
    young = """
    young_people_in_treatment | actual | all      | all                  | young people              | under 18 |  40 |     |
"""
    found = of_adults(BANDS + young.strip("\n"))

    assert limits(found, ANY_AGE) == (867, 642 - 40, 1216 + 220)
    assert found.loc[ANY_AGE, "reason"] == ""
    assert "younger people" in of_adults(BANDS).loc[ANY_AGE, "reason"]


def test_an_estimate_without_limits_has_bounds_of_ages_alone():
    drawn = figures(OPIATES.format(age="18+").rstrip() + BANDS)
    found = compare_need_with_treatment(drawn.assign(lower=float("nan"), upper=float("nan"))).set_index("indicator")

    assert limits(found, ANY_AGE) == (867, 867, 867 + 220)


def test_a_lower_limit_below_those_treated_leaves_nothing_below_none():
    drawn = figures(OPIATES.format(age="18+").rstrip() + BANDS)
    drawn["lower"] = drawn["lower"].mask(drawn["lower"].notna(), 600)
    found = compare_need_with_treatment(drawn).set_index("indicator")

    assert limits(found, ANY_AGE)[1:] == (0, 1216 + 220)


def test_the_same_ages_have_no_second_bounds():
    assert ANY_AGE not in set(compare_need_with_treatment(figures(OPIATES.format(age="15-64")))["indicator"])


@pytest.mark.parametrize(
    ("age", "years"),
    [
        ("15-64", (15, 65)), ("50+", (50, float("inf"))), ("55 and over", (55, float("inf"))), ("under 18", (0, 18)),
        ("not printed", None),
    ],
)  # fmt: skip
def test_the_years_of_life_that_an_age_takes_in(age, years):
    assert years_of_life(age) == years


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

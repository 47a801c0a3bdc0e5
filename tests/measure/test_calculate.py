"""The catalogue, indicator by indicator: a few figures drawn as a table, and the result worked out by hand."""

import pandas as pd
import pytest
from drawn import figures

from needs.measure.calculate import calculate
from needs.measure.indicator import Indicator, Part
from needs.measure.indicators import INDICATORS
from needs.measure.safety import MANAGEMENT, OWN_REASON, PUBLIC, REASON

WAITS = """
    measure     | breakdown | group            | value
    ------------+-----------+------------------+------
    first_waits | wait      | 3 weeks or under |   510
    first_waits | wait      | 3 to 6 weeks     |     5
    first_waits | wait      | over 6 weeks     |     0
    later_waits | wait      | 3 weeks or under |   275
    later_waits | wait      | 3 to 6 weeks     |     5
    later_waits | wait      | over 6 weeks     |     0
"""
EXITS = """
    measure      | breakdown   | group                 | value
    -------------+-------------+-----------------------+------
    exits        | exit_reason | successful completion |   200
    exits        | exit_reason | dropped out           |   115
    exits        | exit_reason | died                  |     5
    in_treatment | all         | all                   |  1065
"""
GROUPS = """
    measure           | breakdown       | group            | value
    ------------------+-----------------+------------------+------
    in_treatment      | sex             | female           |   325
    in_treatment      | sex             | male             |   740
    in_treatment      | sex             | not stated       |    10
    new_presentations | referral_source | criminal justice |    65
    new_presentations | referral_source | other            |    35
"""
# indicator: the figures, the group asked for, and the numerator and denominator counted by hand
SPECS = {
    "first_waits_within_3_weeks": (WAITS, "all", 510, 515),
    "later_waits_within_3_weeks": (WAITS, "all", 275, 280),
    "successful_completion_of_exits": (EXITS, "all", 200, 320),
    "dropped_out_of_exits": (EXITS, "all", 115, 320),
    "successful_completion_of_people_in_treatment": (EXITS, "all", 200, 1065),
    "completion_without_return": (
        """
        measure                             | value
        ------------------------------------+------
        completions_without_return          |   200
        in_treatment_for_completion_measure |  1060
        """,
        "all",
        200,
        1060,
    ),
    # people whose group is not stated are in neither the numerator nor the denominator
    "people_in_treatment_by_group": (GROUPS, "female", 325, 325 + 740),
    "new_presentations_by_group": (GROUPS, "criminal justice", 65, 100),
    # groups of substances overlap, so the denominator is everybody
    "substances_of_people_in_treatment": (
        """
        measure      | breakdown | group   | value
        -------------+-----------+---------+------
        in_treatment | all       | all     |   100
        in_treatment | substance | alcohol |    60
        in_treatment | substance | heroin  |    70
        """,
        "heroin",
        70,
        100,
    ),
    # three years of deaths over the residents of the three mid-years; other years and ages are left alone
    "drug_misuse_deaths_crude_rate": (
        """
        measure            | period_start | period_end | window               | breakdown | group  | kind     | value
        -------------------+--------------+------------+----------------------+-----------+--------+----------+------
        drug_misuse_deaths | 2009-01-01   | 2011-12-31 | three_calendar_years | sex       | male   | actual   |    22
        drug_misuse_deaths | 2009-01-01   | 2011-12-31 | three_calendar_years | sex       | female | actual   |     3
        residents          | 2008-06-30   | 2008-06-30 | day                  | all       | all    | estimate |   900
        residents          | 2009-06-30   | 2009-06-30 | day                  | all       | all    | estimate |  1000
        residents          | 2010-06-30   | 2010-06-30 | day                  | all       | all    | estimate |  1100
        residents          | 2011-06-30   | 2011-06-30 | day                  | all       | all    | estimate |  1200
        residents          | 2011-06-30   | 2011-06-30 | day                  | age       | 15-64  | estimate |   700
        """,
        "all",
        25,
        1000 + 1100 + 1200,
    ),
    # deaths of all drug poisoning are given for both sexes together; those of a sex, or of one year, are no part of it
    "drug_poisoning_deaths_crude_rate": (
        """
        measure                         | period_start | period_end | window               | breakdown | group  | kind     | value
        --------------------------------+--------------+------------+----------------------+-----------+--------+----------+------
        drug_poisoning_deaths           | 2009-01-01   | 2011-12-31 | three_calendar_years | all       | all    | actual   |    40
        drug_poisoning_deaths           | 2009-01-01   | 2011-12-31 | three_calendar_years | sex       | male   | actual   |    30
        drug_poisoning_deaths_in_a_year | 2011-01-01   | 2011-12-31 | calendar_year        | all       | all    | actual   |    15
        residents                       | 2009-06-30   | 2009-06-30 | day                  | all       | all    | estimate |  1000
        residents                       | 2010-06-30   | 2010-06-30 | day                  | all       | all    | estimate |  1100
        residents                       | 2011-06-30   | 2011-06-30 | day                  | all       | all    | estimate |  1200
        residents                       | 2011-03-27   | 2011-03-27 | day                  | all       | all    | actual   |  1150
        """,
        "all",
        40,
        1000 + 1100 + 1200,
    ),
    "alcohol_unmet_need_percent": (
        """
        measure                         | kind     | population                                                      | value | lower | upper
        --------------------------------+----------+-----------------------------------------------------------------+-------+-------+------
        alcohol_dependent_adults        | estimate | adults dependent on alcohol                                     |  3029 |  2253 |  4288
        adults_in_treatment_for_alcohol | actual   | adults in treatment for alcohol, alone or with non-opiate drugs |   525 |       |
        """,
        "all",
        525,
        3029,
    ),
    "opiate_crack_unmet_need_percent": (
        """
        measure            | kind     | breakdown | group                | population                | age   | value
        -------------------+----------+-----------+----------------------+---------------------------+-------+------
        opiate_crack_users | estimate | all       | all                  | opiate and/or crack users | 15-64 |  1492
        in_treatment       | actual   | substance | opiates and/or crack | people in treatment       | 15-64 |   600
        """,
        "all",
        600,
        1492,
    ),
}
# small tables of the partnership's own: two counts, one over the other
OF_TWO_COUNTS = {
    "dip_kpi_1_percent": ("dip_tested", "dip_trigger_arrests"),
    "dip_kpi_2_percent": ("dip_assessed", "dip_tested_positive"),
    "dip_kpi_3_percent": ("dip_care_plans", "dip_needing_intervention"),
    "dip_kpi_4_percent": ("dip_engaged", "dip_caseload"),
    "drr_completion_percent": ("drr_completions", "drr_ended"),
}
SPECS |= {
    name: (f"measure | value\n--------+------\n{above} | 84\n{below} | 90", "all", 84, 90)
    for name, (above, below) in OF_TWO_COUNTS.items()
}
SPECS["all_waits_within_3_weeks"] = (
    """
    measure   | breakdown | group           | value
    ----------+-----------+-----------------+------
    waits_all | wait      | 3 weeks or under |  510
    waits_all | wait      | 3 to 6 weeks    |    5
    waits_all | wait      | over 6 weeks    |    5
    """,
    "all",
    510,
    520,
)
# a census is counted by group and detailed group; a share is of the groups alone
SPECS["population_share_percent"] = (
    """
    measure   | breakdown             | group  | value
    ----------+-----------------------+--------+------
    residents | all                   | all    |  1010
    residents | ethnic_group          | white  |   700
    residents | ethnic_group          | asian  |   300
    residents | detailed_ethnic_group | indian |   120
    """,
    "asian",
    300,
    1000,
)
SPECS["alcohol_not_in_treatment"] = SPECS["alcohol_unmet_need_percent"]
SPECS["opiate_crack_not_in_treatment"] = SPECS["opiate_crack_unmet_need_percent"]
adults = SPECS["opiate_crack_unmet_need_percent"]
SPECS["opiate_crack_not_in_treatment_any_age"] = (adults[0].replace("15-64 |   600", "18+   |   600"), *adults[1:])


@pytest.mark.parametrize("name", SPECS)
def test_an_indicator_counts_what_its_spec_counts_by_hand(name):
    drawn, group, numerator, denominator = SPECS[name]

    results = calculate(figures(drawn))
    found = results[(results["indicator"] == name) & (results["group"] == group)]

    assert [(numerator, denominator)] == list(zip(found["numerator"], found["denominator"], strict=True))
    assert list(found["status"]) == ["shown"]
    assert list(found["origin"]) == ["calculated"]


def test_every_indicator_that_is_worked_out_from_published_figures_has_a_spec():
    worked_out = {
        indicator.name
        for indicator in INDICATORS
        if indicator.form not in ("published", "counted", "followed", "pooled", "beside residents")
    }

    assert worked_out == set(SPECS)


def test_every_indicator_says_what_it_is_and_why_it_matters():
    for indicator in INDICATORS:
        assert indicator.definition.endswith("."), indicator.name
        assert indicator.why.endswith("."), indicator.name
        assert indicator.source, indicator.name
    assert len(INDICATORS) == len({indicator.name for indicator in INDICATORS})


def test_a_share_has_wilsons_interval_in_percent():
    results = calculate(figures(WAITS)).set_index("indicator")
    found = results.loc["first_waits_within_3_weeks"]

    assert pytest.approx(found["value"], abs=1e-3) == 99.029  # 510 / 515
    assert found["lower"] < 99.029 < found["upper"] <= 100
    assert found["interval_method"] == "Wilson score, 95%"


def test_a_hidden_part_hides_the_whole_share_and_is_not_a_zero():
    drawn = figures(WAITS)
    drawn.loc[1, ["value", "status"]] = [float("nan"), "hidden"]
    found = calculate(drawn).set_index("indicator").loc["first_waits_within_3_weeks"]

    assert found["status"] == "hidden"
    assert found[["value", "lower", "upper"]].isna().all()


def test_a_part_that_was_not_collected_makes_the_share_not_collected():
    drawn = figures(EXITS)
    drawn.loc[2, ["value", "status"]] = [float("nan"), "not_collected"]
    found = calculate(drawn).set_index("indicator").loc["successful_completion_of_exits"]

    assert found["status"] == "not_collected"


def test_a_share_of_nobody_is_not_applicable():
    found = calculate(
        figures("""
        measure                             | value
        completions_without_return          |     0
        in_treatment_for_completion_measure |     0
        """)
    ).set_index("indicator")

    assert found.loc["completion_without_return", "status"] == "not_applicable"


def test_more_completions_than_people_is_said_and_not_printed():
    found = calculate(
        figures("""
        measure                             | value
        completions_without_return          |    30
        in_treatment_for_completion_measure |    20
        """)
    ).set_index("indicator")

    assert found.loc["completion_without_return", "status"] == "not_usable"
    assert "30 is above the denominator 20" in found.loc["completion_without_return", "note"]


OWN = """
    measure                       | unit       | kind     | value | lower | upper
    ------------------------------+------------+----------+-------+-------+------
    in_treatment                  | people     | actual   |    12 |       |
    new_presentations             | people     | baseline |    13 |       |
    drr_completions               | people     | actual   |     7 |       |
    drr_starts                    | people     | actual   |     0 |       |
    deaths_in_treatment           | deaths     | actual   |     1 |       |
    planned_exit_percent          | percent    | actual   |    45 |    30 |    60
    average_wait_weeks            | weeks      | actual   |   3.2 |       |
    new_presentations             | people     | target   |     3 |       |
    residents                     | people     | estimate |     6 |     4 |     9
    planned_exit_percent          | percent    | target   |    50 |       |
    pooled_budget                 | GBP        | actual   |  4003 |       |
"""


NAN = float("nan")


def told(results):
    """What is told of each figure of OWN: its value, or why there is none."""
    rows = results[results["source"] == "drawn"].set_index(["indicator", "kind"])
    return {key: row["reason"] or row["value"] for key, row in rows.iterrows()}


def test_a_partnerships_own_figures_are_made_safe_unless_they_are_published():
    found = calculate(figures(OWN, is_own=True))

    assert told(found) == {
        ("in_treatment", "actual"): 10,
        ("new_presentations", "baseline"): 15,
        ("drr_completions", "actual"): REASON,
        ("drr_starts", "actual"): 0,
        ("deaths_in_treatment", "actual"): REASON,
        ("planned_exit_percent", "actual"): OWN_REASON,
        ("average_wait_weeks", "actual"): OWN_REASON,
        ("new_presentations", "target"): 3,
        ("residents", "estimate"): REASON,
        ("planned_exit_percent", "target"): 50,
        ("pooled_budget", "actual"): 4003,
    }
    hidden = found[found["reason"] != ""]
    assert set(hidden["status"]) == {"hidden"}
    assert hidden[["value", "lower", "upper"]].isna().all(axis=None)
    assert sorted(found.loc[found["is_rounded"], "value"]) == [0, 10, 15]


@pytest.mark.parametrize(("is_own", "policy"), [(False, PUBLIC), (True, MANAGEMENT)], ids=["published", "management"])
def test_published_figures_stand_as_they_are_and_so_do_all_where_true_counts_are_shown(is_own, policy):
    drawn = figures(OWN, is_own=is_own)
    found = calculate(drawn, policy=policy)

    assert sorted(told(found).values()) == sorted(drawn["value"])
    assert not found["is_rounded"].any() and set(found["status"]) == {"shown"}


@pytest.mark.parametrize("of", [0, 1], ids=["what is counted", "what it is out of"])
def test_a_share_of_which_a_partnership_counted_either_side_is_rounded_and_marked(of):
    drawn = figures("measure | value\ndip_engaged | 63\ndip_caseload | 91")
    drawn.loc[of, "is_own"] = True
    found = calculate(drawn).set_index("indicator").loc["dip_kpi_4_percent"]

    assert (found["numerator"], found["denominator"]) == (65, 90)
    assert found["is_rounded"]


@pytest.mark.parametrize(
    ("engaged", "caseload", "status"),
    [(6, 91, "bound"), (8, 12, "hidden"), (12, 13, "hidden"), (20, 40, "counts")],
    ids=["few", "few left over", "one left over", "no percentage"],
)
def test_shares_of_a_partnerships_own_counts_go_by_the_true_counts(engaged, caseload, status):
    drawn = figures(f"measure | value\ndip_engaged | {engaged}\ndip_caseload | {caseload}", is_own=True)
    found = calculate(drawn).set_index("indicator").loc["dip_kpi_4_percent"]

    assert found["status"] == status
    assert pd.isna(found["value"])


@pytest.mark.parametrize(("deaths", "is_own", "rate"), [(23, "yes", 12.5), (6, "yes", None), (6, "no", 3)])
def test_a_rate_of_a_partnerships_own_events_is_of_the_events_shown(deaths, is_own, rate):
    drawn = figures(
        f"""
        measure            | period_start | period_end | window        | kind     | breakdown | group  | unit   | value    | is_own
        drug_misuse_deaths | 2011-01-01   | 2011-12-31 | calendar_year | actual   | sex       | male   | deaths | {deaths} | {is_own}
        drug_misuse_deaths | 2011-01-01   | 2011-12-31 | calendar_year | actual   | sex       | female | deaths | 0        | {is_own}
        residents          | 2011-06-30   | 2011-06-30 | day           | estimate | all       | all    | people | 200000   | no
        """
    )
    found = calculate(drawn.assign(is_own=drawn["is_own"] == "yes")).set_index("indicator")
    (one,) = found.loc[["drug_misuse_deaths_crude_rate"]].itertuples()

    # 25 in 200,000; one of 1 to 7 is hidden, and so is its rate
    assert (one.status, one.value) == (
        ("shown", pytest.approx(rate)) if rate else ("hidden", pytest.approx(NAN, nan_ok=True))
    )


def test_counts_that_a_source_calls_rounded_are_marked_so():
    assert calculate(figures(WAITS, is_rounded=True))["is_rounded"].all()
    assert not calculate(figures(WAITS, note="rounded to the nearest 5"))["is_rounded"].any()


def test_a_target_is_never_counted_as_an_achievement():
    drawn = figures(EXITS)
    drawn.loc[0, "kind"] = "target"

    assert "successful_completion_of_exits" not in set(calculate(drawn)["indicator"])


def test_figures_of_two_sources_are_never_added_up():
    drawn = figures(WAITS)
    other = drawn.assign(source="another", value=drawn["value"] * 2)
    found = calculate(pd.concat([drawn, other], ignore_index=True))
    found = found[found["indicator"] == "first_waits_within_3_weeks"]

    assert {515.0, 1030.0} == set(found["denominator"])


@pytest.mark.parametrize(
    ("column", "others"),
    [
        ("population", "alcohol users in treatment"),
        ("age", "15-64"),
        ("area_code", "E92000001"),
        ("window", "year_to_date"),
    ],
)
def test_no_share_has_a_denominator_of_other_people(column, others):
    drawn = figures(EXITS)
    drawn.loc[drawn["measure"] == "in_treatment", column] = others
    found = set(calculate(drawn)["indicator"])

    assert "successful_completion_of_exits" in found
    assert "successful_completion_of_people_in_treatment" not in found


def test_a_published_interval_is_kept_and_a_missing_one_is_said():
    found = calculate(
        figures("""
        measure                     | unit      | kind     | value | lower | upper
        opiate_crack_users_per_1000 | per 1,000 | estimate |   6.2 |   5.3 |   7.7
        deprivation_rate            | per 1,000 | estimate |   6.2 |       |
        """)
    ).set_index("indicator")

    assert tuple(found.loc["opiate_crack_users_per_1000", ["lower", "upper"]]) == (5.3, 7.7)
    assert found.loc["opiate_crack_users_per_1000", "interval_method"] == "published, 95%"
    assert found.loc["deprivation_rate", "interval_method"] == "none published"


def test_limits_in_people_are_those_of_the_published_rate_times_its_population():
    found = calculate(
        figures(
            """
            measure                      | unit      | kind     | value    | lower    | upper
            opiate_crack_users           | people    | estimate |     1492 |          |
            opiate_crack_users_per_1000  | per 1,000 | estimate | 6.224447 | 5.286227 | 7.678986
            population_of_the_estimate   | people    | estimate |   239700 |          |
            """
        )
    ).set_index("indicator")

    # 5.286227 x 239.7 and 7.678986 x 239.7
    assert pytest.approx(tuple(found.loc["opiate_crack_users", ["lower", "upper"]]), abs=0.01) == (1267.11, 1840.65)
    assert "published limits of the rate" in found.loc["opiate_crack_users", "interval_method"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"form": "share"}, "needs a denominator"),
        ({"form": "published", "topic": "weather"}, "topic 'weather', era 'both'; wanted one of"),
        ({"form": "published", "era": "1999"}, "topic 'who', era '1999'; wanted one of"),
        ({"form": "published", "of_few": True}, "must be counted for each"),
    ],
)
def test_an_indicator_that_cannot_be_worked_out_or_placed_is_refused_where_it_is_declared(given, said):
    words = {"name": "x", "title": "x", "topic": "who", "era": "both", "definition": "x.", "why": "x.", "source": "x"}
    with pytest.raises(ValueError, match=said):
        Indicator(**{**words, "numerator": Part(measure="x"), **given})

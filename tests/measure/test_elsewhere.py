"""Need where nobody has estimated it: the rate of a larger area, deaths over deaths for each user, and regression, by hand."""

import pandas as pd
import pytest
from drawn import figures

from needs.measure.elsewhere import DEATHS, NAME, RATE, REGRESSION, estimates

YEAR = "2007-04-01 | 2008-03-31 | financial_year"
THREE = "2006-01-01 | 2008-12-31 | three_calendar_years"
DAY = "2007-06-30 | 2007-06-30 | day"
DRAWN = f"""
    measure                     | area_code | period_start | period_end | window | kind | breakdown | group | age | source | value
    opiate_crack_users_per_1000 | E12000008 | {YEAR} | estimate | all | all | 15-64 | glasgow | 5.5
    opiate_crack_users_per_1000 | E92000001 | {YEAR} | estimate | all | all | 15-64 | glasgow | 9.0
    opiate_crack_users          | E92000001 | {YEAR} | estimate | all | all | 15-64 | glasgow | 300000
    residents                   | E10000016 | {DAY} | estimate | age | 15-64 | 15-64 | ons | 900000
    drug_misuse_deaths          | E10000016 | {THREE} | actual | sex | female | all ages | ons | 30
    drug_misuse_deaths          | E10000016 | {THREE} | actual | sex | male | all ages | ons | 90
    drug_misuse_deaths          | E92000001 | {THREE} | actual | all | all | all ages | ons | 4500
"""
AREAS = pd.DataFrame(
    [
        {"area_code": "E92000001", "name": "England", "partnership": "", "region_code": "", "country_code": "E92000001"},
        {"area_code": "E12000008", "name": "South East", "partnership": "", "region_code": "", "country_code": "E92000001"},
        {"area_code": "E10000016", "name": "Kent", "partnership": "kent", "region_code": "E12000008", "country_code": "E92000001"},
    ]
)  # fmt: skip


def of(drawn, areas=AREAS):
    found = estimates(figures(drawn), areas)
    assert set(found["indicator"]) <= {NAME}
    return found.set_index("group")


def test_the_rate_of_the_region_on_the_residents_has_no_limits_of_the_area():
    found = of(DRAWN).loc[RATE]

    assert found["value"] == pytest.approx(0.0055 * 900_000)
    assert pd.isna(found["lower"]) and found["interval_method"] == "none published"
    assert "5.5 in 1,000 of South East" in found["note"]
    assert found["source"] == "glasgow; ons"


def test_without_a_rate_of_the_region_the_countrys_is_taken():
    found = of("\n".join(line for line in DRAWN.splitlines() if "E12000008" not in line)).loc[RATE]

    assert found["value"] == pytest.approx(0.009 * 900_000)


def test_deaths_of_the_area_over_those_for_each_user_in_the_country():
    found = of(DRAWN).loc[DEATHS]

    assert found["value"] == pytest.approx(120 / (4500 / 300_000))  # 120 of both sexes: 8,000
    # Byar's limits of 120 deaths alone are 99.5 and 143.5, which is 6,633 and 9,566; those of 4,500 add next to nothing
    assert found["lower"] == pytest.approx(6633, rel=0.01) and found["upper"] == pytest.approx(9566, rel=0.01)


def test_fewer_than_ten_deaths_give_no_multiplier():
    assert DEATHS not in of(DRAWN.replace("| 30\n", "| 4\n").replace("| 90\n", "| 5\n")).index


def test_an_area_that_somebody_has_estimated_needs_no_other_method():
    own = f"    opiate_crack_users | E10000016 | {YEAR} | estimate | all | all | 15-64 | glasgow | 5000\n"

    assert of(DRAWN + own).empty


def test_no_place_is_worked_out_from_one_of_another_country():
    invented = AREAS.assign(country_code=["E92000001", "E92000001", "X92000001"], region_code="")

    assert of(DRAWN, invented).empty


def anchors(rate):
    """Six areas whose rate is `rate` times their deaths for 100,000, and a seventh without a rate."""
    lines = []
    for number, died in enumerate((10, 20, 30, 40, 50, 60, 35)):
        code = f"E0900000{number}"
        lines += [
            f"residents | {code} | {DAY} | estimate | age | 15-64 | 15-64 | ons | 100000",
            f"drug_misuse_deaths | {code} | {THREE} | actual | all | all | all ages | ons | {died}",
            f"deprivation_score | {code} | 2004-01-01 | 2004-12-31 | calendar_year | actual | all | all | all ages | ons | {died}",
        ]
        if number < 6:
            lines.append(
                f"opiate_crack_users_per_1000 | {code} | {YEAR} | estimate | all | all | 15-64 | glasgow | {rate(died)}"
            )
            lines.append(f"opiate_crack_users | {code} | {YEAR} | estimate | all | all | 15-64 | glasgow | 1")
    areas = pd.DataFrame(
        {
            "area_code": f"E0900000{number}",
            "name": "A",
            "partnership": f"a{number}",
            "region_code": "",
            "country_code": "E92000001",
        }
        for number in range(7)
    )
    return DRAWN + "\n".join(f"    {line}" for line in lines), pd.concat([AREAS, areas])


def test_a_rate_that_doubles_with_each_ten_deaths_is_foretold_by_regression():
    drawn, areas = anchors(lambda died: round(2 ** (died / 10), 4))
    found = estimates(figures(drawn), areas)
    found = found[found["area_code"] == "E09000006"].set_index("group").loc[REGRESSION]

    assert found["value"] == pytest.approx(100 * 2**3.5, rel=0.001)  # 2 to the 3.5 in 1,000, on 100,000 residents
    assert found["note"].startswith("held-out areas are missed by 0.00 of their rate")


def test_indicators_that_foretell_nothing_are_said_not_to_help():
    drawn, areas = anchors(lambda died: {10: 9, 20: 4, 30: 9, 40: 9, 50: 4, 60: 9}[died])
    found = estimates(figures(drawn), areas)

    assert "no better than the average rate" in found[found["group"] == REGRESSION]["note"].iloc[0]

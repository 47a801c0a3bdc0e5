"""Logistic regression of grouped counts: against odds ratios by hand and the regression of single people; when there is none."""

import numpy as np
import pandas as pd
import pytest
from statsmodels.discrete.discrete_model import Logit

from needs.statistics import logistic
from needs.statistics.logistic import NotFitted, c_statistic, calibration, fit


def cells(rows):
    return pd.DataFrame(rows, columns=["area", "drug", "sex", "people", "events"])


ONE_FACTOR = cells(
    [(area, drug, "male", 200, events) for area in "abcd" for drug, events in (("opiate", 40), ("alcohol", 100))]
)


def test_the_odds_ratio_of_a_table_of_two_by_two_is_the_one_worked_out_by_hand():
    odds = fit(ONE_FACTOR, ("drug",), "area").odds.set_index("level")

    # alcohol comes first among levels of one size: (160/640) / (400/400)
    assert odds.loc["opiate", "odds_ratio"] == pytest.approx((160 / 640) / (400 / 400))
    assert odds.loc["alcohol", "odds_ratio"] == 1
    assert np.isnan(odds.loc["alcohol", "lower"])
    assert odds[["people", "events"]].to_numpy().tolist() == [[800, 400], [800, 160]]


def drawn(seed=1, areas=30, of_each=400):
    """People one by one, with known log odds, and levels of areas that differ."""
    chance = np.random.default_rng(seed)
    people = pd.DataFrame({"area": np.repeat(np.arange(areas), of_each).astype(str)})
    people["drug"] = chance.choice(["opiate", "alcohol", "other"], len(people), p=[0.6, 0.3, 0.1])
    people["sex"] = chance.choice(["male", "female"], len(people), p=[0.7, 0.3])
    level = np.repeat(chance.normal(0, 0.25, areas), of_each)
    odds = -0.3 + level - 0.7 * (people["drug"] == "opiate") + 0.3 * (people["sex"] == "female")
    return people.assign(event=chance.random(len(people)) < 1 / (1 + np.exp(-odds)))


def grouped(people):
    found = people.groupby(["area", "drug", "sex"])["event"].agg(people="size", events="sum").reset_index()
    return found.sample(frac=1, random_state=1)


def test_cells_give_the_model_of_single_people_with_a_column_for_each_area():
    people = drawn()
    found = fit(grouped(people), ("drug", "sex"), "area").odds.set_index("level")
    is_level = {level: (people["drug"] == level) | (people["sex"] == level) for level in ("alcohol", "other", "female")}
    columns = pd.DataFrame({level: is_so * 1.0 for level, is_so in is_level.items()})
    single = Logit(people["event"].astype(float), columns.join(pd.get_dummies(people["area"], dtype=float)))
    by_person = single.fit(disp=0, cov_type="cluster", cov_kwds={"groups": people["area"].astype(int)})

    for level in is_level:
        assert np.log(found.loc[level, "odds_ratio"]) == pytest.approx(by_person.params[level], abs=1e-5)
        half = (np.log(found.loc[level, "upper"]) - np.log(found.loc[level, "lower"])) / 2
        # Student's t of 29 degrees of freedom; statsmodels corrects for columns of 12,000 rows too: by 0.3%
        assert half == pytest.approx(2.04523 * by_person.bse[level], rel=2e-3)


def test_a_factor_that_is_commoner_where_results_are_good_takes_no_credit_for_it():
    """In half of the areas most use opiates and all complete three times as often; opiates themselves act the same."""
    rows = []
    for area in "abcdefgh":
        odds, opiates = (1.5, 800) if area in "abcd" else (0.5, 200)
        for drug, people, times in (("opiate", opiates, 0.5), ("alcohol", 1000 - opiates, 1.0)):
            rows.append((area, drug, "male", people, round(people * odds * times / (1 + odds * times))))
    model = fit(cells(rows), ("drug",), "area")
    odds = model.odds.set_index("level")["odds_ratio"]

    assert odds["alcohol"] / odds["opiate"] == pytest.approx(2, rel=0.01) or odds["opiate"] / odds[
        "alcohol"
    ] == pytest.approx(0.5, rel=0.01)


def test_what_was_drawn_lies_within_its_interval_about_as_often_as_it_says():
    inside = []
    for seed in range(60):
        odds = fit(grouped(drawn(seed)), ("drug", "sex"), "area").odds.set_index("level")
        for level, planted in (("alcohol", 0.7), ("other", 0.7), ("female", 0.3)):
            inside.append(odds.loc[level, "lower"] < np.exp(planted) < odds.loc[level, "upper"])

    assert 0.9 < np.mean(inside) < 0.99


def test_a_level_of_few_counts_with_the_largest_and_is_named():
    rare = cells([("a", "rare", "male", 30, 30)])
    model = fit(pd.concat([ONE_FACTOR, rare], ignore_index=True), ("drug",), "area")

    assert model.joined == (("drug", "rare"),)
    assert model.odds["people"].sum() == 1630
    assert np.isfinite(model.chance).all()
    assert np.isfinite(model.held_out).all()


def test_expected_events_add_up_to_those_observed():
    table = grouped(drawn())
    model = fit(table, ("drug", "sex"), "area")

    assert (model.chance * table["people"]).sum() == pytest.approx(table["events"].sum())


@pytest.mark.parametrize(
    ("table", "why"),
    [
        (ONE_FACTOR.iloc[:0], "too few people"),
        (ONE_FACTOR.assign(events=0), "too few people"),
        (ONE_FACTOR.assign(events=ONE_FACTOR["people"]), "had it not"),
        (ONE_FACTOR.assign(area="a"), "too few areas"),
        (ONE_FACTOR.assign(sex=ONE_FACTOR["drug"]), "say the same"),
    ],
)
def test_where_nothing_can_be_told_the_reason_is_given(table, why):
    with pytest.raises(NotFitted, match=why):
        fit(table, ("drug", "sex"), "area")


def test_what_always_happened_in_half_of_the_areas_is_not_fitted():
    rows = [(area, "opiate", "male", 200, 80) for area in "abcd"]
    rows += [(area, "alcohol", "male", 60, 60 if area in "ac" else 30) for area in "abcd"]

    with pytest.raises(NotFitted, match="always or never"):
        fit(cells(rows), ("drug",), "area")


def test_the_c_statistic_counts_pairs():
    # pairs (with, without): 0.8 > 0.2, 0.8 > 0.5, 0.5 > 0.2, 0.5 = 0.5 -> 3.5 of 4
    assert c_statistic(np.array([0.8, 0.5, 0.2]), np.array([1, 1, 0]), np.array([1, 2, 1])) == pytest.approx(3.5 / 4)
    assert np.isnan(c_statistic(np.array([0.8]), np.array([2]), np.array([2])))


def test_calibration_has_ten_rows_of_about_one_size_by_rising_chance():
    chance = np.linspace(0.01, 0.99, 100)
    table = calibration(chance[::-1], np.arange(100)[::-1] % 2, np.full(100, 3))

    assert table["tenth"].tolist() == list(range(1, 11))
    assert table["people"].tolist() == [30] * 10
    assert table["expected"].iloc[0] == pytest.approx(3 * chance[:10].sum())
    assert table["observed"].sum() == 50


def test_the_rules_of_size_are_those_of_disclosure():
    assert (logistic.FEWEST_PEOPLE, logistic.FEWEST_EVENTS) == (50, 20)

import math

import numpy as np
import pandas as pd
import pytest

from needs.statistics.prevalence.regression import prevalence_regression

AREAS = [f"area {number}" for number in range(1, 9)]
INDICATOR = pd.DataFrame({"arrests": [1.0, 2, 3, 4, 5, 6, 4.5, 9]}, index=AREAS)
EXACT = {area: 5 * math.exp(0.2 * arrests) for area, arrests in INDICATOR["arrests"].iloc[:6].items()}
SCATTERED = {"area 1": 5.0, "area 2": 8.0, "area 3": 7.0, "area 4": 12.0, "area 5": 11.0, "area 6": 18.0}


def test_a_perfect_relation_is_found_and_carried_to_the_other_areas():
    found = prevalence_regression(EXACT, INDICATOR)

    assert list(found.estimates) == ["area 7", "area 8"]
    assert found.estimates["area 7"].value == pytest.approx(5 * math.exp(0.2 * 4.5))
    assert found.error == pytest.approx(0, abs=1e-9)
    assert (found.weights, found.explained) == ({"arrests": 1.0}, 1.0)


def test_held_out_areas_are_foretold_from_all_the_others():
    # By hand for area 6: a least-squares line through the logs of the other five rates.
    found = prevalence_regression(SCATTERED, INDICATOR)
    slope, intercept = np.polyfit([1, 2, 3, 4, 5], np.log([5, 8, 7, 12, 11]), 1)
    foretold = math.exp(intercept + slope * 6)

    assert found.held_out.loc["area 6", "foretold"] == pytest.approx(foretold)
    assert found.held_out.loc["area 6", "error"] == pytest.approx(foretold / 18 - 1)
    assert found.error == pytest.approx(
        math.exp(math.sqrt((np.log(found.held_out["foretold"] / found.held_out["rate"]) ** 2).mean())) - 1
    )
    assert 0 < found.error < found.error_of_average
    assert found.warnings == ()


def test_an_estimate_has_prediction_limits_wider_than_those_of_the_line():
    found = prevalence_regression(SCATTERED, INDICATOR).estimates["area 7"]

    assert 0 < found.lower < found.value < found.upper
    assert found.upper / found.value == pytest.approx(found.value / found.lower)
    assert "prediction limits" in found.method
    assert found.warnings == ()


def test_an_area_beyond_the_known_ones_is_marked():
    assert "beyond" in prevalence_regression(SCATTERED, INDICATOR).estimates["area 8"].warnings[0]


def test_two_indicators_are_joined_in_one_component():
    both = INDICATOR.assign(deaths=10 * INDICATOR["arrests"] + [1.0, -1, 1, -1, 1, -1, 1, -1])
    found = prevalence_regression(SCATTERED, both)

    assert list(found.weights.values()) == pytest.approx([math.sqrt(0.5)] * 2)
    assert 0.99 < found.explained < 1
    assert found.estimates["area 7"].value == pytest.approx(
        prevalence_regression(SCATTERED, INDICATOR).estimates["area 7"].value, rel=0.05
    )


def test_indicators_that_do_not_help_are_said_not_to():
    rates = dict(zip(AREAS[:6], [9.0, 10, 9, 10, 9, 10], strict=True))
    noise = pd.DataFrame({"noise": [1.0, 1, 4, 3, 2, 2, 3, 1]}, index=AREAS)
    found = prevalence_regression(rates, noise)

    assert found.error >= found.error_of_average
    assert "do not help" in found.warnings[0]


def test_an_area_without_an_indicator_has_no_estimate_and_spoils_nothing():
    gap = INDICATOR.copy()
    gap.loc["area 8", "arrests"] = math.nan
    found = prevalence_regression(SCATTERED, gap)

    assert math.isnan(found.estimates["area 8"].value)
    assert "missing" in found.estimates["area 8"].warnings[0]
    assert found.estimates["area 7"].exists


def test_a_known_area_without_indicators_is_left_out_and_named():
    found = prevalence_regression(SCATTERED | {"elsewhere": 9.0}, INDICATOR)

    assert "elsewhere" not in found.held_out.index
    assert found.warnings == ("not used, for want of indicators: elsewhere",)


@pytest.mark.parametrize(
    ("rates", "indicators", "said"),
    [
        (dict(list(SCATTERED.items())[:4]), INDICATOR, "found 4"),
        (SCATTERED | {"area 1": 0.0}, INDICATOR, "'area 1' must be above 0"),
        (SCATTERED, INDICATOR.assign(same=3.0), "'same'"),
        (SCATTERED, pd.concat([INDICATOR, INDICATOR.iloc[:1]]), "'area 1' more than once"),
    ],
)
def test_impossible_input_is_an_error(rates, indicators, said):
    with pytest.raises(ValueError, match=said):
        prevalence_regression(rates, indicators)

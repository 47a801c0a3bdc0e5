import itertools
import math

import numpy as np
import pytest
from statsmodels.genmod.families import Poisson
from statsmodels.genmod.generalized_linear_model import GLM

from needs.statistics.prevalence.capture_recapture import (
    about_as_good,
    capture_recapture,
    capture_recapture_models,
    spread,
)
from needs.statistics.prevalence.lists import chapman, petersen

# Abeni and others 1994: people with HIV on four registers of Rome. Nobody has history 1111 or 1011, nor is it listed.
ROME = {
    "1110": 3,
    "1101": 1,
    "1100": 33,
    "1010": 20,
    "1001": 6,
    "1000": 403,
    "0111": 3,
    "0110": 35,
    "0101": 10,
    "0100": 545,
    "0011": 11,
    "0010": 621,
    "0001": 205,
}
# Chao and others 2001, Statistics in Medicine 20:3123: an outbreak of hepatitis A in Taiwan on three lists.
TAIWAN = {"001": 63, "010": 55, "011": 18, "100": 69, "101": 17, "110": 21, "111": 28}
# Hook and others 1980: children born with spina bifida in upstate New York, on three lists.
SPINA_BIFIDA = {"001": 60, "010": 48, "011": 4, "100": 244, "101": 111, "110": 142, "111": 12}
# King and others 2013: men under 35 who inject drugs, Greater Glasgow and Clyde, 2006, on four lists.
GLASGOW = {
    "1000": 97,
    "0100": 77,
    "1100": 3,
    "0010": 292,
    "1010": 7,
    "0110": 6,
    "1110": 2,
    "0001": 122,
    "1001": 2,
    "0101": 5,
    "0011": 3,
    "1011": 1,
    "0111": 3,
}
TABLES = {"Rome": ROME, "Taiwan": TAIWAN, "spina bifida": SPINA_BIFIDA, "Glasgow": GLASGOW}
SPARSE = {"100": 9, "010": 8, "001": 7, "110": 2, "011": 1}  # nobody is on both lists 1 and 3


def terms_of(lists, model):
    """The columns of a model, written out again by hand: 1, each list, each pair named in the model."""
    histories = list(itertools.product((0, 1), repeat=lists))[1:]
    pairs = [tuple(int(number) - 1 for number in name.split("x")) for name in model.split("+")[1:]]
    return np.array([[1, *history, *(history[one] * history[other] for one, other in pairs)] for history in histories])


def counts_of(table, lists):
    return [table.get("".join(map(str, history)), 0) for history in itertools.product((0, 1), repeat=lists)][1:]


def test_the_registers_of_rome_give_what_baillargeon_and_rivest_published():
    # Journal of Statistical Software 2007, 19(5): 12,318 people, standard error 1,189, profile limits 10,266 to 14,992.
    found = capture_recapture(ROME, ["1x2"])

    assert (round(found.value), round(found.standard_error)) == (12318, 1189)
    assert (round(found.lower), round(found.upper)) == (10266, 14992)
    assert (found.known, found.overlaps["1"], found.overlaps["1x2"]) == (1896, 466, 37)
    assert found.unseen == found.value - 1896
    assert found.warnings == ()


def test_the_best_model_of_rome_is_the_one_published_and_all_64_are_there():
    found = capture_recapture_models(ROME)

    assert found[0].model == "main+1x2"
    assert pytest.approx(found[0].aic, abs=0.005) == 86.65
    assert len({estimate.model for estimate in found}) == 64
    assert [estimate.aic for estimate in found] == sorted(estimate.aic for estimate in found)


def test_taiwans_outbreak_gives_the_published_totals():
    # Chao and others 2001: 388 for independent lists, 1,313 with all pairs; Chapman's from lists 1 and 2, 334 (289-403)
    independent = capture_recapture(TAIWAN, [])
    all_pairs = capture_recapture(TAIWAN, ["1x2", "1x3", "2x3"])
    two = chapman(135, 122, 49)

    assert (round(independent.value), round(all_pairs.value)) == (388, 1313)
    assert (round(two.value), round(two.standard_error), round(two.lower), round(two.upper)) == (334, 29, 289, 403)


def test_all_pairs_of_three_lists_have_the_estimate_anyone_can_work_out():
    # With as many terms as counts the fit is exact: unseen = n100 n010 n001 n111 / (n110 n101 n011)
    found = capture_recapture(TAIWAN, ["1x2", "1x3", "2x3"])

    assert pytest.approx(found.unseen) == 69 * 55 * 63 * 28 / (21 * 17 * 18)
    assert pytest.approx(found.deviance, abs=1e-9) == 0
    assert found.degrees_of_freedom == 0
    assert any("fit cannot be tested" in warning for warning in found.warnings)
    assert any("wider than the estimate" in warning for warning in found.warnings)


def test_two_lists_without_interaction_are_lincoln_and_petersens_estimate():
    found = capture_recapture({"11": 171, "10": 4064 - 171, "01": 1540 - 171}, [])

    assert pytest.approx(found.value) == petersen(4064, 1540, 171).value


@pytest.mark.filterwarnings("ignore::RuntimeWarning", "ignore:Perfect separation")  # of a model with a term a count
@pytest.mark.parametrize("name", TABLES)
def test_every_model_is_fitted_as_statsmodels_fits_it(name):
    table = TABLES[name]
    lists = len(next(iter(table)))
    for found in capture_recapture_models(table):
        fitted = GLM(counts_of(table, lists), terms_of(lists, found.model), family=Poisson()).fit(tol=1e-12)
        unseen = math.exp(fitted.params[0])
        error = math.sqrt(unseen + unseen**2 * fitted.cov_params()[0, 0])

        assert (found.unseen, found.standard_error) == pytest.approx((unseen, error), rel=1e-6)
        assert (found.aic, found.deviance) == pytest.approx((fitted.aic, fitted.deviance), abs=1e-6)
        assert found.degrees_of_freedom == fitted.df_resid


@pytest.mark.parametrize("name", TABLES)
def test_profile_limits_lie_about_the_estimate_and_widen_with_confidence(name):
    for usual, wide in zip(
        capture_recapture_models(TABLES[name]), capture_recapture_models(TABLES[name], confidence=0.998), strict=True
    ):
        assert usual.known < wide.lower < usual.lower < usual.value < usual.upper < wide.upper
        assert "profile likelihood" in usual.method


def test_a_search_and_a_single_fit_agree():
    for found in capture_recapture_models(GLASGOW):
        single = capture_recapture(GLASGOW, found.model.split("+")[1:])

        assert (single.value, single.lower, single.upper) == pytest.approx((found.value, found.lower, found.upper))


def test_a_sparse_table_is_not_printed_as_a_plain_number():
    found = capture_recapture(GLASGOW, ["1x2", "1x3", "1x4", "2x3", "2x4", "3x4"])

    assert found.standard_error > found.value / 2
    assert any("wider than the estimate" in warning for warning in found.warnings)


def test_a_model_that_does_not_fit_says_so():
    found = capture_recapture(SPINA_BIFIDA, [])

    assert found.warnings == ("the model does not fit (deviance 58.9, degrees of freedom 3)",)


def test_a_dependence_nobody_shows_is_not_identifiable():
    found = capture_recapture(SPARSE, ["1x3"])

    assert math.isnan(found.value)
    assert math.isnan(found.lower)
    assert not found.exists
    assert found.warnings == ("not identifiable: nobody is on both lists 1 and 3",)


@pytest.mark.parametrize(
    ("histories", "interactions"),
    [
        ({"11": 5, "10": 20, "01": 30}, ["1x2"]),  # four terms from three counts
        ({"100": 5, "010": 6, "001": 7, "110": 1, "101": 1, "011": 1}, ["1x2", "1x3", "2x3"]),  # n111 = 0: N = n
        ({"100": 5, "010": 6, "001": 7, "101": 1, "011": 1, "111": 2}, ["1x2", "1x3", "2x3"]),  # n110 = 0: no bound
        ({"100": 5, "010": 6, "001": 7}, []),  # nobody is on two lists
        ({"100": 5, "110": 3, "111": 2}, []),  # everybody is on list 1
        ({"100": 5}, []),
    ],
)
def test_a_table_that_gives_a_model_no_estimate_gets_the_reason_and_no_number(histories, interactions):
    found = capture_recapture(histories, interactions)

    assert math.isnan(found.value)
    assert math.isnan(found.upper)
    assert found.warnings[0].startswith("not identifiable")


def test_refused_models_come_last_and_are_counted():
    found = capture_recapture_models(SPARSE)
    exists = [estimate.exists for estimate in found]

    assert exists == sorted(exists, reverse=True)
    assert len(found) == 8
    assert f"{exists.count(False)} of 8 models have no estimate and are left out" in spread(found).warnings


def test_the_spread_shows_what_the_choice_of_model_hides():
    # Hook's table: AIC 51.93 (1x2 and 2x3 depend), 52.62 (1x3 and 2x3), 53.93 (all pairs); the next is 54.26.
    models = capture_recapture_models(SPINA_BIFIDA)
    found = spread(models)

    assert [estimate.model for estimate in about_as_good(models)] == [
        "main+1x2+2x3",
        "main+1x3+2x3",
        "main+1x2+1x3+2x3",
    ]
    assert round(found.value) == 753
    assert (found.lower, found.upper) == (models[2].lower, models[2].upper)
    assert "3 models fit about equally well, with estimates from 703 to 755" in found.warnings
    assert spread(models, within=0.5).upper == models[0].upper


def test_a_spread_over_no_estimates_is_refused_or_says_so():
    none = spread(capture_recapture_models({"100": 5, "010": 3}))

    assert math.isnan(none.value)
    assert none.warnings == ("no model of this table has an estimate",)
    with pytest.raises(ValueError, match="found none"):
        spread([])


def test_every_estimate_carries_the_caution_about_models_that_fit_alike():
    assert "Bristol" in capture_recapture(ROME, []).caution
    assert "Bristol" in capture_recapture(SPARSE, ["1x3"]).caution


def test_five_lists_have_all_their_1024_models():
    people = dict(zip(("".join(digits) for digits in itertools.product("01", repeat=5)), range(40, 8, -1), strict=True))
    people.pop("00000")
    found = capture_recapture_models(people)

    assert len({estimate.model for estimate in found}) == 1024
    assert all("profile" in estimate.method for estimate in found if estimate.exists)


@pytest.mark.parametrize(
    ("histories", "interactions", "said"),
    [
        ({}, [], "digits, wanted one length"),
        ({"10": 1, "100": 2}, [], "wanted one length"),
        ({"1": 3}, [], "wanted one length"),
        ({"000": 3, "100": 1}, [], "leave out '000'"),
        ({"1a0": 3}, [], "only 0 and 1"),
        ({100: 3}, [], "must be text"),
        ({"100": -1, "010": 2}, [], "found -1"),
        ({"100": 1.5}, [], "whole number of people"),
        ({"100": math.nan}, [], "found nan"),
        ({"100": "3"}, [], "found '3'"),
        ({"100": 0}, [], "nobody is on any list"),
        (TAIWAN, ["1x4"], "'1x4' is not two different lists of 1 to 3"),
        (TAIWAN, ["1x1"], "not two different lists"),
        (TAIWAN, ["1x2x3"], "not two different lists"),
        (TAIWAN, "1x2", "must be a list"),
    ],
)
def test_an_impossible_table_or_interaction_is_an_error_of_one_line(histories, interactions, said):
    with pytest.raises(ValueError, match=said) as error:
        capture_recapture(histories, interactions)

    assert "\n" not in str(error.value)


def test_a_search_wants_three_to_six_lists():
    with pytest.raises(ValueError, match="found 2 lists, wanted 3 to 6"):
        capture_recapture_models({"11": 5, "10": 20, "01": 30})


@pytest.mark.parametrize("confidence", [0, 1, 95])
def test_confidence_is_a_fraction(confidence):
    with pytest.raises(ValueError, match="fraction between 0 and 1"):
        capture_recapture(ROME, [], confidence=confidence)


def test_an_interaction_may_be_written_either_way_round():
    assert capture_recapture(ROME, ["2x1"]) == capture_recapture(ROME, ["1x2"])


def test_two_lists_of_bangkok_give_the_published_total():
    # Mastro and others 1994, American Journal of Public Health 84:1094: about 36,600 from 4,064, 1,540 and 171 on both.
    found = petersen(4064, 1540, 171)

    assert round(found.value, -2) == 36600
    assert pytest.approx(found.standard_error, abs=0.05) == 2582.8
    assert found.lower < found.value < found.upper
    assert found.known == 4064 + 1540 - 171


def test_with_nobody_on_both_lists_petersen_is_undefined_and_chapman_finite_with_a_warning():
    undefined, finite = petersen(10, 10, 0), chapman(10, 10, 0)

    assert math.isnan(undefined.value)
    assert "undefined" in undefined.warnings[0]
    assert finite.value == 120
    assert "nobody is on both lists" in finite.warnings[0]


def test_chapman_by_hand_where_one_person_is_on_both():
    found = chapman(30, 20, 1)  # 31 x 21 / 2 - 1

    assert found.value == 324.5
    assert pytest.approx(found.standard_error) == math.sqrt(31 * 21 * 29 * 19 / (4 * 3))


@pytest.mark.parametrize("estimator", [petersen, chapman])
@pytest.mark.parametrize("lists", [(10, 10, 0), (10, 10, 10), (10, 10, 5)])
def test_a_confidence_in_percent_is_refused_with_two_lists(estimator, lists):
    with pytest.raises(ValueError, match="confidence is a fraction"):
        estimator(*lists, confidence=95)


@pytest.mark.parametrize("estimator", [petersen, chapman])
def test_a_list_within_the_other_settles_nothing(estimator):
    found = estimator(10, 5, 5)

    assert math.isnan(found.value)
    assert "nobody unseen" in found.warnings[0]


@pytest.mark.parametrize("estimator", [petersen, chapman])
@pytest.mark.parametrize(("n1", "n2", "m"), [(10, 10, 11), (-1, 5, 0), (10.5, 5, 1)])
def test_impossible_lists_are_an_error(estimator, n1, n2, m):
    with pytest.raises(ValueError, match="two lists"):
        estimator(n1, n2, m)

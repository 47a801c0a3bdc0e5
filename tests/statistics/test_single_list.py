import math

import pytest

from needs.statistics.prevalence.lists import chao, chao_bias_corrected, truncated_poisson, zelterman

# Van der Heijden and others 2003, Statistical Modelling 3:305: people in the Netherlands without a residence permit.
NETHERLANDS = {1: 1645, 2: 183, 3: 37, 4: 13, 5: 1, 6: 1}
ESTIMATORS = [chao, chao_bias_corrected, zelterman, truncated_poisson]


def test_the_truncated_poisson_estimate_is_the_published_one():
    # Van der Heijden and others 2003: 7,080 (6,363 to 7,797)
    found = truncated_poisson(NETHERLANDS)

    assert (round(found.value), round(found.lower), round(found.upper)) == (7080, 6363, 7797)
    assert found.known == 1880
    assert "; normal limits" in found.method


def test_zeltermans_estimate_is_the_published_one():
    # Boehning and van der Heijden 2009, Annals of Applied Statistics 3:595: 9,425 (8,084 to 10,765)
    found = zelterman(NETHERLANDS)

    assert (round(found.value), round(found.lower), round(found.upper)) == (9425, 8084, 10765)


def test_chaos_lower_bound_by_hand():
    found = chao(NETHERLANDS)

    assert found.value == 1880 + 1645**2 / (2 * 183)
    assert found.lower > 1880
    assert "log-normal" in found.method
    assert "lower bound" in found.caution


def test_the_bias_corrected_bound_by_hand():
    found = chao_bias_corrected(NETHERLANDS)

    assert found.value == 1880 + 1645 * 1644 / (2 * 184)
    assert found.lower < found.value < found.upper


def test_people_who_differ_make_the_truncated_poisson_too_low_and_it_says_so():
    assert truncated_poisson(NETHERLANDS).warnings == (
        "too low: people differ in how often they are seen (Chao's lower bound is 9,274)",
    )


def test_people_alike_raise_no_warning():
    # A Poisson distribution with rate 1 of 10,000 people, as expected: 10,000 / e / k! seen k times.
    alike = {times: round(10_000 / math.e / math.factorial(times)) for times in range(1, 6)}
    found = truncated_poisson(alike)

    assert pytest.approx(found.value, rel=0.01) == 10_000
    assert found.warnings == ()


def test_with_nobody_seen_twice_chao_is_undefined_and_the_bias_corrected_form_finite():
    undefined, finite = chao({1: 12, 2: 0, 3: 3}), chao_bias_corrected({1: 12, 2: 0, 3: 3})

    assert math.isnan(undefined.value)
    assert "bias-corrected" in undefined.warnings[0]
    assert finite.value == 15 + 12 * 11 / 2
    assert math.isnan(zelterman({1: 12, 3: 3}).value)


def test_very_few_people_have_an_estimate_with_a_warning():
    for estimator, expected in [(chao, 5.0), (chao_bias_corrected, 3.5), (zelterman, 3 / (1 - math.exp(-1)))]:
        found = estimator({1: 2, 2: 1})

        assert found.value == pytest.approx(expected)
        assert found.lower > 3
        assert "wider than the estimate" in found.warnings[0]


@pytest.mark.parametrize("estimator", [chao, chao_bias_corrected, zelterman])
def test_with_nobody_seen_once_there_is_no_estimate(estimator):
    found = estimator({2: 10, 3: 4})

    assert math.isnan(found.value)
    assert math.isnan(found.upper)
    assert "exactly once" in found.warnings[0]
    assert found.known == 14


def test_with_nobody_seen_twice_or_more_the_truncated_poisson_has_no_estimate():
    found = truncated_poisson({1: 10})

    assert math.isnan(found.value)
    assert "more than once" in found.warnings[0]


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_more_confidence_gives_a_wider_interval(estimator):
    usual, wide = estimator(NETHERLANDS), estimator(NETHERLANDS, confidence=0.998)

    assert wide.lower < usual.lower < usual.value < usual.upper < wide.upper


@pytest.mark.parametrize("estimator", ESTIMATORS)
@pytest.mark.parametrize("frequencies", [{}, {1: 0}, {0: 5, 1: 3}, {1: -1}, {1.5: 3}, {1: 2.5}, {"1": 3}])
def test_impossible_counts_are_an_error(estimator, frequencies):
    with pytest.raises(ValueError, match="one list"):
        estimator(frequencies)


@pytest.mark.parametrize("estimate", [lambda: zelterman({1: 1, 2: 500}), lambda: truncated_poisson({800: 5})])
def test_people_seen_so_often_that_nobody_is_missed_give_no_estimate_and_no_crash(estimate):
    found = estimate()

    assert math.isnan(found.value)
    assert "nobody can have been missed" in found.warnings[0]


@pytest.mark.parametrize("estimator", ESTIMATORS)
@pytest.mark.parametrize("frequencies", [{1: 10**400, 2: 5}, {1: 5, 2: 10**11}, {1: 5, 10**400: 2}, {1: math.inf}])
def test_more_people_than_there_are_is_an_error_in_words(estimator, frequencies):
    with pytest.raises(ValueError, match="one list: .* must be a whole number"):
        estimator(frequencies)


@pytest.mark.parametrize("frequencies", [{1: 10**10, 2: 1}, {1: 1, 2: 10**10}, {1: 1, 10**10: 10**10}])
@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_the_largest_counts_there_can_be_give_an_estimate_or_the_reason_for_none(estimator, frequencies):
    found = estimator(frequencies)

    assert found.exists or found.warnings


@pytest.mark.parametrize("estimator", ESTIMATORS)
@pytest.mark.parametrize("frequencies", [NETHERLANDS, {1: 5}, {2: 5}])
def test_a_confidence_in_percent_is_refused_also_where_there_is_no_estimate(estimator, frequencies):
    with pytest.raises(ValueError, match="confidence is a fraction"):
        estimator(frequencies, confidence=95)

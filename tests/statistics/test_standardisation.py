import math

import pandas as pd
import pytest

from needs.statistics import intervals, standardisation

# Births with Down's syndrome by the mother's age, second births (Stark and Mantel 1966; Fleiss 1981, table 14.4; Fay and
# Feuer 1997): children affected, births, births in the standard.
AFFECTED = [25, 150, 110, 84, 82, 39]
BIRTHS = [72_202, 326_701, 208_667, 83_228, 28_466, 5_375]
ALL_BIRTHS = [319_933, 931_318, 786_511, 488_235, 237_863, 61_313]


def test_a_directly_standardised_rate_is_that_of_the_published_example():
    found = standardisation.direct(AFFECTED, BIRTHS, ALL_BIRTHS)

    # Dobson's limits, worked independently in base R from the published table
    assert (91.1741168, 82.3371263, 100.6230151) == pytest.approx((found.value, found.lower, found.upper), rel=1e-8)
    assert found.method == "Dobson with Byar limits"
    assert found.confidence == 0.95
    assert found.warnings == ()


def test_an_area_that_is_built_like_the_standard_keeps_its_crude_rate_and_interval():
    found = standardisation.direct([10, 20], [1000, 1000], [1, 1], per=1000, confidence=0.998)
    crude = intervals.rate(30, 2000, per=1000, confidence=0.998)

    assert (crude.value, crude.lower, crude.upper) == pytest.approx((found.value, found.lower, found.upper))


def test_each_stratum_counts_by_its_weight():
    # by hand: rates 10 and 30 per 1,000, weighted 3 to 1
    assert standardisation.direct([10, 30], [1000, 1000], [3, 1], per=1000).value == pytest.approx(15)


def test_fewer_than_ten_events_give_no_rate_but_the_reason():
    found = standardisation.direct([4, 5], [1000, 1000], [1, 1])

    assert all(math.isnan(number) for number in (found.value, found.lower, found.upper))
    assert found.warnings == ("not shown: 9 events are known, and a rate of fewer than 10 is not given",)
    assert standardisation.direct([5, 5], [1000, 1000], [1, 1]).value == pytest.approx(500)


@pytest.mark.parametrize("missing", [None, math.nan, pd.NA])
def test_a_missing_count_is_not_read_as_nobody(missing):
    found = standardisation.direct([50, missing], [1000, 1000], [1, 1])

    assert math.isnan(found.value)
    assert found.warnings == ("not shown: the count of stratum 2 is missing",)


@pytest.mark.parametrize(
    ("counts", "populations", "standard", "said"),
    [
        ([20, -1], [1000, 1000], [1, 1], "stratum 2: counts is -1.0; wanted a known number, 0 or more"),
        ([20, math.inf], [1000, 1000], [1, 1], "stratum 2: counts is inf"),
        ([20, 20], [1000, 0], [1, 1], "stratum 2: populations is 0.0; wanted a known number, above 0"),
        ([20, 20], [1000, None], [1, 1], "stratum 2: populations is nan"),
        ([20, 20], [1000, 1000], [1, -1], "stratum 2: standard is -1.0"),
        ([20, 20], [1000, 1000], [0, 0], "weights that add up to 0.0; wanted both above 0"),
        ([20, 20], [1000], [1, 1], "2 counts, 1 populations, 2 standard"),
        ([], [], [], "at least one stratum"),
    ],
)
def test_strata_that_cannot_be_are_an_error(counts, populations, standard, said):
    with pytest.raises(ValueError, match=said):
        standardisation.direct(counts, populations, standard)


@pytest.mark.parametrize("per", [0, -1, math.nan, math.inf])
def test_a_rate_is_per_some_number_of_people(per):
    with pytest.raises(ValueError, match="wanted both above 0"):
        standardisation.direct([20, 20], [1000, 1000], [1, 1], per=per)


@pytest.mark.parametrize("confidence", [95, 0, 1, math.nan])
def test_a_confidence_is_a_fraction(confidence):
    with pytest.raises(ValueError, match="between 0 and 1"):
        standardisation.direct([20, 20], [1000, 1000], [1, 1], confidence=confidence)


def test_an_indirectly_standardised_ratio_is_what_happened_over_what_was_expected():
    # by hand: 1,000 x 0.01 + 2,000 x 0.02 = 50 expected
    found = standardisation.indirect(60, [1000, 2000], [0.01, 0.02])
    sixty = intervals.byar(60)

    assert found.value == pytest.approx(1.2)
    assert (sixty.lower / 50, sixty.upper / 50) == pytest.approx((found.lower, found.upper))
    assert found.method == "Byar"


def test_a_ratio_of_few_events_has_exact_limits_and_can_be_given_per_hundred():
    found = standardisation.indirect([2, 3], [100, 100], [0.01, 0.01], per=100)

    assert (250, 81.17, 583.42) == pytest.approx((found.value, found.lower, found.upper), abs=0.01)  # Garwood 1936: 5
    assert found.method == "exact Poisson"


def test_without_expected_events_there_is_no_ratio():
    with pytest.raises(ValueError, match="no event is expected"):
        standardisation.indirect(3, [1000], [0])


def test_a_missing_count_has_no_ratio():
    with pytest.raises(ValueError, match="observed is nan"):
        standardisation.indirect([3, None], [1000], [0.01])


def test_the_european_standard_population_is_of_100_000_people_in_19_bands():
    weights = standardisation.EUROPEAN_STANDARD_POPULATION_2013

    assert sum(weights.values()) == 100_000
    assert len(weights) == 19
    assert (weights["0-4"], weights["35-39"], weights["90+"]) == (5_000, 7_000, 1_000)

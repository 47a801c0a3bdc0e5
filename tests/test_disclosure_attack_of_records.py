"""The attack on results of the real catalogue, counted from invented records: several quarters, every definition.

The longer one, of several partnerships and more quarters, runs where NEEDS_LONG_ATTACK is set, and prints its figures.
"""

import os

import pytest
from disclosure_knowledge import with_all_that_is_known
from disclosure_reader import Reader, found_by
from disclosure_records import counted

from needs.measure.catalogue.identities import IDENTITIES, NESTED, OVERLAPPING
from needs.measure.disclosure import Policy, protect_in_turn
from needs.synthetic import comparison

AS_PUBLISHED = Policy(identities=IDENTITIES, nested=NESTED, overlapping=OVERLAPPING)


@pytest.fixture(scope="module")
def small_partnership(tmp_path_factory):
    """Six quarters, the last three of them with twelve months of everything, and with outcomes profiles."""
    return counted(comparison(25), 6, tmp_path_factory.mktemp("records"), first="2007-08 Q1")


def attacked(safe, true) -> list[tuple]:
    return found_by(with_all_that_is_known(Reader(safe, smallest=5, rounded_to=1, was=true)), safe, true, width=4)


def test_a_reader_of_all_definitions_and_quarters_finds_no_small_number(small_partnership):
    safe = protect_in_turn(small_partnership, AS_PUBLISHED)

    assert attacked(safe, small_partnership) == []


def test_the_same_reader_finds_small_numbers_where_definitions_are_left_out(small_partnership):
    earlier = small_partnership[small_partnership["period_end"] < "2008-07-01"]
    safe = protect_in_turn(earlier, Policy(identities=IDENTITIES[:1], overlapping=OVERLAPPING))

    assert len(attacked(safe, earlier)) > 10


def test_most_of_what_is_large_enough_is_shown(small_partnership):
    safe = protect_in_turn(small_partnership, AS_PUBLISHED)

    assert hidden_though_large(safe, small_partnership, safe["breakdown"].ne("")) < 0.10
    assert hidden_though_large(safe, small_partnership, safe["breakdown"].eq("all")) < 0.04


def hidden_though_large(safe, true, chosen) -> float:
    """Of chosen rows none of whose counts is small, the share that is hidden."""
    left = (true["denominator"] - true["numerator"]).where(true["unit"] == "percent")
    is_small = true["numerator"].between(1, 4) | true["denominator"].between(1, 4) | left.between(1, 4)
    is_large = chosen & ~is_small & (true["numerator"].fillna(true["denominator"]) >= 5)
    return ((safe["status"] == "hidden") & is_large).sum() / is_large.sum()


@pytest.mark.skipif("NEEDS_LONG_ATTACK" not in os.environ, reason="set NEEDS_LONG_ATTACK for the attack of an hour")
@pytest.mark.parametrize("number", [1, 3, 13, 14, 20, 24])
def test_a_reader_of_two_and_a_half_years_finds_no_small_number_of_any_partnership(number, tmp_path):
    true = counted(comparison(number), 10, tmp_path)
    safe = protect_in_turn(true, AS_PUBLISHED)
    found = attacked(safe, true)
    print(
        f"partnership {number}: {len(true)} rows, {(safe['status'] == 'hidden').mean():.1%} hidden, {len(found)} found"
    )

    assert found == []

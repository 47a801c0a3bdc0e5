"""What is declared of the catalogue's counts is true of them, and no indicator is left out."""

from collections import defaultdict

import pytest
from disclosure_records import counted

from needs.measure.catalogue.identities import IDENTITIES, OVERLAPPING
from needs.measure.disclosure_declared import Declared
from needs.measure.disclosure_policy import Policy
from needs.measure.disclosure_quantities import counts, quantities
from needs.measure.disclosure_wording import Account
from needs.measure.indicators import INDICATORS
from needs.synthetic import comparison

POLICY = Policy(identities=IDENTITIES, overlapping=OVERLAPPING)
STANDING_ALONE = {"interventions_by_modality"}  # its groups and their total are tied to one another alone


@pytest.fixture(scope="module")
def numbers(tmp_path_factory):
    """The numbers of ten quarters of a partnership, and what each is."""
    rows = counted(comparison(19), 10, tmp_path_factory.mktemp("records"), first="2007-08 Q1")
    found = quantities(rows, POLICY)
    return found, counts(rows, found, POLICY)


def by_end(found):
    turns = defaultdict(list)
    for place, one in enumerate(found):
        turns[one.end].append((place, one))
    return [turns[end] for end in sorted(turns)]


@pytest.mark.parametrize("declaration", IDENTITIES, ids=lambda one: f"{type(one).__name__} {one[0]}"[:90])
def test_each_declaration_is_true_of_counted_records_and_says_something(declaration, numbers):
    found, values = numbers
    declared = Declared((declaration,))
    identities = [one for turn in by_end(found) for one in declared.tied(turn)]
    sums = [(one, sum(c * values[place] for place, c in one.terms)) for one in identities]

    assert identities != []
    wrong = [found[one.terms[0][0]] for one, total in sums if total > 1e-6 or (one.is_equal and total < -1e-6)]
    assert wrong == []


def named(value) -> set[str]:
    """Every text in a declaration."""
    return {value} if isinstance(value, str) else set().union(*map(named, value)) if isinstance(value, tuple) else set()


def test_whoever_adds_an_indicator_says_how_its_counts_are_tied_to_others():
    counted_ones = {one.name for one in INDICATORS if one.counting}

    assert counted_ones - named(IDENTITIES) == STANDING_ALONE


def test_the_account_of_stock_and_flow_goes_on_from_quarter_to_quarter(numbers):
    found, _ = numbers
    declared = Declared(tuple(one for one in IDENTITIES if isinstance(one, Account)))
    turns = by_end(found)
    first, second = list(declared.tied(turns[0])), list(declared.tied(turns[1]))

    # one sum in the first quarter; in the second those who are there as it begins were there as the first was over
    assert [len(one.terms) for one in first] == [4]
    assert {found[place].indicator for one in second for place, _ in one.terms if len(one.terms) == 2} == {
        "in_treatment_when_period_begins",
        "in_treatment_when_period_ends",
    }

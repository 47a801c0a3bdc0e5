"""The attack on what is shown of two small partnerships, of about 400 people a year, with all 16 quarters before the reader.

`attack_on_safety` says how it goes. A longer one, of every partnership at hand, is `benchmarks/attack.py`.
"""

from dataclasses import replace

import attack_curves
import attack_knowledge
import numpy as np
import pandas as pd
import pytest
from attack_definitions import is_event
from attack_knowledge import BALANCE, DAYS_OF_ONE, Knowledge, Reading, known
from attack_on_safety import attack, excess, figures, found_out
from attack_records import Attacked, invented, small
from attack_truth import Truth

from needs.measure import safety
from needs.measure.indicators.beside_expected import OUTCOMES
from needs.measure.shown import growth
from needs.statistics.intervals import proportions

SMALL = {"four agencies": small(13, agencies=4), "two agencies": small(14, agencies=2)}
PROGRAMMED = 400  # targets that are asked for by linear programming


@pytest.fixture(scope="module")
def partnerships(tmp_path_factory) -> dict[str, Attacked]:
    """What is attacked, by how many agencies it has."""
    return {name: invented(one, tmp_path_factory.mktemp("attacked")) for name, one in SMALL.items()}


def without_a_provider(attacked: Attacked) -> Attacked:
    return replace(attacked, own=None)


@pytest.fixture(scope="module", params=SMALL)
def attacked(partnerships, request) -> Attacked:
    return without_a_provider(partnerships[request.param])


@pytest.fixture(scope="module")
def learnt(attacked) -> Knowledge:
    """What a reader of all that is shown knows, to begin with."""
    return known(safety.safe(attacked.true), attacked)


@pytest.fixture(scope="module")
def found(learnt) -> pd.DataFrame:
    """And what follows from it."""
    return found_out(learnt, programmed=PROGRAMMED)


def test_a_reader_of_all_that_is_shown_pins_no_count_of_a_few(found):
    is_balance = found["kind"] == BALANCE

    assert len(found) > 5000
    assert found["by programme"].sum() == PROGRAMMED
    assert excess(found[~is_balance]).empty
    assert (found[is_balance]["values"] <= 2).mean() < 1 / 50  # no count of people: who came in less who fell out


def behind_curves(found: pd.DataFrame) -> pd.DataFrame:
    """The targets that are counts behind the points of curves, and the steps between these."""
    return found[found["line"].map(lambda one: " at " in one[0] and " weeks" in one[0])]


def test_no_count_of_a_few_behind_a_curve_is_narrowed_to_two(found):
    counts = behind_curves(found)

    assert len(counts) > 100
    assert (counts["values"] > 2).all()


def test_one_of_two_agencies_seldom_finds_a_count_of_the_other(partnerships):
    """More often than anybody else does: of a total that may be 8 to 12 and its own 11 the other agency has one or none.

    Rounding to 5 leaves that open of every fifth person who is the only one at the other agency, to 10 of every tenth.
    """
    attacked = partnerships["two agencies"]
    found = figures(attack(safety.safe(attacked.true), attacked)).sum()

    assert found["targets"] > 5000
    assert found["pinned"] < found["targets"] / 200
    assert found["two"] < found["targets"] / 25


def test_steps_tell_no_count_of_a_few_that_the_results_do_not(partnerships, monkeypatch):
    """To one of two agencies either, which is told the most."""
    attacked = partnerships["two agencies"]
    safe = safety.safe(attacked.true)
    with_steps = attack(safe, attacked)
    monkeypatch.setattr(attack_knowledge, "_read_steps", lambda *_: None)
    of_both = with_steps.merge(
        attack(safe, attacked)[["line", "span", "values"]], on=["line", "span"], how="left", suffixes=("", " before")
    )
    is_found = (of_both["values"] <= 2) & ~(of_both["values before"] <= of_both["values"])

    assert len(with_steps) > of_both["values before"].notna().sum() > 5000
    assert of_both[is_found].empty


# What the rules are for: without any of them the same attack succeeds


def test_without_rounding_small_counts_are_pinned(partnerships, monkeypatch):
    attacked = without_a_provider(partnerships["four agencies"])
    monkeypatch.setattr(safety, "BASE", 1)
    monkeypatch.setattr(attack_curves, "REAL", 0.5)
    found = attack(safety.safe(attacked.true), attacked, Reading(count=0))

    assert figures(found)["pinned"].sum() > len(found) / 10
    assert (behind_curves(found)["values"] == 1).sum() > 10


def test_with_percentages_of_true_counts_small_counts_are_pinned(partnerships):
    attacked = without_a_provider(partnerships["four agencies"])
    safe, true = safety.safe(attacked.true), attacked.true
    whole_percent = np.floor(100 * true["numerator"] / true["denominator"] + 0.5)
    is_share = (safe["unit"] == "percent") & (safe["status"] == "shown")
    found = attack(safe.assign(value=safe["value"].mask(is_share, whole_percent)), attacked, Reading(percent=0.5))

    assert not excess(found[found["kind"] != BALANCE]).empty


def test_with_means_of_two_decimals_the_days_of_one_person_are_pinned(partnerships, monkeypatch):
    attacked = without_a_provider(partnerships["two agencies"])
    monkeypatch.setattr(safety, "_tenths", lambda true: np.floor(true["value"].to_numpy(float) * 100 + 0.5) / 100)
    found = attack(safety.safe(attacked.true), attacked, Reading(mean=0.005))

    assert figures(found).loc[DAYS_OF_ONE, "pinned"] > 0


# What the attack takes for granted


def test_events_of_a_period_are_those_of_its_quarters(attacked):
    truth = Truth(attacked.counts)
    windows = [(one, i, j) for one, i, j in truth.known if j - i > 1 and is_event(one)]

    assert len(windows) > 1000
    assert all(truth.known[one, i, j] == sum(truth.known[one, k, k + 1] for k in range(i, j)) for one, i, j in windows)


def test_no_count_contradicts_what_the_reader_takes_for_granted(learnt):
    assert len(learnt.reader.rows) > 50_000
    assert learnt.reader.contradicted == 0


def test_the_reader_knows_each_expected_number_standardised_and_modelled(attacked, learnt):
    years = safety.safe(attacked.true).query("breakdown == 'all' and status == 'shown'")
    years = years[years["window"].isin(["rolling_12_months", "financial_year"]) & years["indicator"].isin(OUTCOMES)]
    years = years[(years["denominator"] >= 50) & (years["numerator"] >= 20)]
    of_cells = [factors for _, factors, *_ in learnt.reader.rows if all(0 < factor < 1 for factor in factors)]

    assert len(of_cells) == 2 * len(years) > 20


def test_percentages_intervals_and_growth_tell_no_more_than_the_counts_beside_them(attacked):
    safe = safety.safe(attacked.true)
    shares = safe[(safe["unit"] == "percent") & (safe["status"] == "shown")]
    limits = np.array(proportions(shares["numerator"].to_numpy(), shares["denominator"].to_numpy()))

    assert len(shares) > 500
    np.testing.assert_allclose(shares["value"], 100 * shares["numerator"] / shares["denominator"])
    np.testing.assert_allclose(shares[["lower", "upper"]].T, 100 * limits)
    grown = growth(safe)
    assert len(grown) > 0
    assert (grown[["numerator", "denominator"]] % safety.BASE == 0).all(axis=None)
    np.testing.assert_allclose(grown["value"], 100 * (grown["numerator"] / grown["denominator"] - 1))

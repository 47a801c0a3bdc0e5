"""The model of case mix finds again what acts on completing, and partnerships' own levels, in invented people who left.

Planted are log odds of a person's main drug, age, sex and route, beside severity, which no record holds, and an agency's and a
partnership's own level. People of one mix alone are the usual invention; in the other opiate users are 25% to 85% of those who
come, and a partnership's share completing is planted as it is, whatever its mix.
"""

from dataclasses import replace

import numpy as np
import pandas as pd
import polars as pl
import pytest
from drawn import of_journeys
from scipy.stats import spearmanr

from needs.measure import cells as of_people
from needs.measure import cohorts
from needs.measure.indicator import Asked
from needs.quarter import Period, Quarter
from needs.settings import Choices
from needs.statistics import logistic
from needs.synthetic import model
from needs.synthetic.chance import DRUGS, FROM_JUSTICE
from needs.synthetic.invention import invent
from needs.synthetic.journeys import DIED
from needs.synthetic.profiles import STORIES, comparison

SEEDS = (1, 2)
FIRST, LAST = Quarter.parse("2006-07 Q1"), Quarter.parse("2009-10 Q4")
STEADY = [number for number in range(1, 26) if number not in STORIES]
FACTORS = (*of_people.STRATA, "criminal justice referral")
EXITS = "successful_completion_of_exits"
OPIATES = [code for code in DRUGS if code.startswith("1")]


def with_opiates(share):
    """The usual drugs with another share of opiates among them."""
    of = sum(DRUGS[code] for code in OPIATES)
    rest = sum(DRUGS.values()) - of
    return {code: times * (share / of if code in OPIATES else (1 - share) / rest) for code, times in DRUGS.items()}


def mixes():
    shares = np.random.default_rng(5).uniform(0.25, 0.85, len(STEADY))
    yield [comparison(number) for number in STEADY]
    yield [replace(comparison(number), drugs=with_opiates(share)) for number, share in zip(STEADY, shares, strict=True)]


def left_after_twelve_weeks(one, seed, name):
    """Journeys as records have them that began in the window and lasted twelve weeks, and what was planted in each."""
    truth = invent(one, seed, FIRST, LAST)
    journeys, people = truth.journeys, truth.people
    born = people.born[journeys.person].astype("datetime64[D]")
    year, month = born.astype("datetime64[Y]").astype(int) + 1970, born.astype("datetime64[M]").astype(int) % 12
    months = year * 12 + month - 3
    aged = (journeys.start.astype("datetime64[D]") - born).astype(int) // 365.25
    traits = people.traits(journeys.person, journeys.start)
    traits |= {"justice": np.isin(journeys.referred_by, FROM_JUSTICE) * 1.0}
    table = pl.DataFrame(
        {
            "partnership": np.full(len(months), name), "person": journeys.person, "journey": np.arange(len(months)),
            "start": pl.Series(journeys.start.astype("int32")).cast(pl.Date),
            "end": pl.Series(journeys.end.astype("int32")).cast(pl.Date),
            "end_reason": journeys.reason.astype(str), "referral_source": journeys.referred_by.astype(str),
            "sex": people.sex[journeys.person].astype(str), "age_at_triage": aged.astype(int), "birth_quarter": (months // 12) * 4 + (months % 12) // 3 + 1,
            **{drug: getattr(people, drug)[journeys.person].astype(str) for drug in cohorts.DRUGS},
        }
    ).with_columns(*cohorts.mentions())  # fmt: skip
    is_in = journeys.is_retained & (journeys.reason != DIED) & (journeys.start >= truth.window.start)
    kept = {trait: values[is_in] for trait, values in traits.items()}
    return table.filter(pl.Series(is_in)), kept, model.intercept(one.completing, model.COMPLETING, kept)


@pytest.fixture(scope="module")
def worlds():
    """Of each seed and mix the cells, the age trait of each band beside that of the largest, and each partnership's level."""
    found = []
    for seed in SEEDS:
        for mix in mixes():
            each = [left_after_twelve_weeks(one, seed, f"{place:02d}") for place, one in enumerate(mix)]
            journeys = pl.concat([table for table, *_ in each])
            records = of_journeys(journeys)
            asked = Asked(Period(FIRST.start, LAST.end), Choices())
            cells = of_people.in_cells(records, EXITS, asked, FACTORS).to_pandas()
            found.append(
                (
                    cells,
                    ages(journeys, np.concatenate([traits["age"] for _, traits, _ in each]), asked),
                    [level for *_, level in each],
                )
            )
    return found


def ages(journeys, trait, asked):
    """How far the mean age trait of each band lies from that of the band 25 to 34."""
    band = journeys.select(of_people.groups("journeys", replace(asked, aged="end"))["age"].alias("band"))
    means = pd.Series(trait).groupby(band["band"].to_numpy()).mean()
    return means - means["25-34"]


def planted(by_age):
    """The log odds planted between each level and the largest; opiate users are the largest group of drugs."""
    not_opiates = dict.fromkeys(
        ("non-opiate only", "non-opiate and alcohol", "alcohol only"), -model.COMPLETING["opiates"]
    )
    of_ages = {band: model.COMPLETING["age"] * away for band, away in by_age.items() if band != "25-34"}
    return not_opiates | of_ages | {"female": model.COMPLETING["woman"], "yes": model.COMPLETING["justice"]}


def test_planted_coefficients_lie_within_their_intervals(worlds):
    inside = []
    for cells, by_age, _ in worlds:
        odds = logistic.fit(cells, FACTORS, "partnership").odds.set_index("level")
        for level, true in planted(by_age).items():
            inside.append(np.log(odds.loc[level, "lower"]) < true < np.log(odds.loc[level, "upper"]))

    # Severity, which is not recorded, draws all towards none by one in thirty
    assert len(inside) == 4 * 10
    assert sum(inside) >= 34


def test_the_order_of_partnerships_beside_expected_is_nearer_to_their_own_levels_than_that_of_shares(worlds):
    nearer = []
    for cells, _, levels in worlds:
        found = logistic.fit(cells, FACTORS, "partnership")
        sums = cells.assign(expected=found.chance * cells["people"]).groupby("partnership")
        sums = sums[["people", "events", "expected"]].sum()
        beside_expected, share = (
            spearmanr(sums["events"] / sums[of], levels).statistic for of in ("expected", "people")
        )
        nearer.append((beside_expected, share))

    of_one_mix, of_several = nearer[0::2], nearer[1::2]
    assert all(beside >= share - 0.01 for beside, share in of_one_mix)  # there is next to nothing to allow for
    assert all(beside > share + 0.05 for beside, share in of_several)
    assert min(beside for beside, _ in nearer) > 0.9

"""The truth that invented records are drawn from is found in them again: coefficients, differences, steps, and plain chance."""

from dataclasses import replace

import numpy as np
import pandas as pd
import polars as pl
import pytest
from scipy.stats import chi2
from statsmodels.discrete.discrete_model import Logit

from needs.quarter import Quarter
from needs.statistics.change import xmr
from needs.statistics.inequality import inequality
from needs.synthetic import model
from needs.synthetic.calibration import achieved
from needs.synthetic.chance import FROM_JUSTICE
from needs.synthetic.invention import invent
from needs.synthetic.journeys import DIED, agency_effects, days
from needs.synthetic.people import deprivation
from needs.synthetic.profiles import NAMED, NORTHMERE, STORIES, comparison

SEED = 1
FIRST, LAST = Quarter.parse("2006-07 Q1"), Quarter.parse("2009-10 Q4")
OTHERS = tuple(comparison(number) for number in range(1, 26))
COMPLETED = ("1", "2")
TIMES = 20  # as many people as there are, for what is expected


def larger(partnership, times=TIMES):
    return replace(partnership, starts_a_month={year: times * of for year, of in partnership.starts_a_month.items()})


@pytest.fixture(scope="module")
def truths():
    """The inventions of the comparison partnerships, by their number."""
    return {number: invent(one, SEED, FIRST, LAST) for number, one in enumerate(OTHERS, start=1)}


def paths(truth) -> pd.DataFrame:
    """A row a journey begun in the window: what acts on it, whether it stayed and was seen to end, and how."""
    journeys = truth.journeys
    traits = truth.people.traits(journeys.person, journeys.start)
    found = pd.DataFrame(traits | {"justice": np.isin(journeys.referred_by, FROM_JUSTICE) * 1.0})
    found = found.assign(
        start=journeys.start, end=journeys.end, agency=journeys.agency, stays=journeys.is_retained, reason=journeys.reason,
        completes=np.isin(journeys.reason, COMPLETED), quarter=truth.window.quarter_of(journeys.end),
    )  # fmt: skip
    return found[journeys.start >= truth.window.start]


def alive(journeys: pd.DataFrame) -> pd.DataFrame:
    """Those that did not end with a death."""
    return journeys[journeys["reason"] != DIED]


def fitted(tables, outcome, effects):
    """A logistic regression with a level for each partnership and each of its agencies."""
    table = pd.concat([one.assign(place=f"{number:02d}") for number, one in tables.items()], ignore_index=True)
    level = table["place"] + table["agency"].astype(str)
    levels = pd.get_dummies(level, dtype=float)
    return Logit(table[outcome].astype(float), pd.concat([table[list(effects)], levels], axis=1)).fit(disp=0)


# Without those whose level changes within the window
STEADY = [number for number in range(1, 26) if number not in STORIES]


def test_what_acts_on_staying_is_found_in_those_who_came(truths):
    tables = {number: alive(paths(truths[number]).query("start >= @since")) for number in STEADY}
    found = fitted(tables, "stays", model.STAYING)

    assert sum(map(len, tables.values())) > 20_000
    for name, planted in model.STAYING.items():
        assert abs(found.params[name] - planted) < 3 * found.bse[name], name
    assert abs(found.tvalues[list(model.STAYING)]).max() > 10


since = days(Quarter.parse("2008-09 Q1").start)  # from when one level of staying holds


def test_what_acts_on_completing_is_found_in_those_who_left(truths):
    tables = {number: alive(paths(truths[number]).query("stays")) for number in STEADY}
    found = fitted(tables, "completes", model.COMPLETING)

    for name, planted in model.COMPLETING.items():
        # traits are those of the start, and so is what acts
        assert abs(found.params[name] - planted) < 3 * found.bse[name], name


def test_partnerships_differ_beyond_chance_by_about_what_was_planted():
    completing = np.array([one.completing for one in (comparison(number) for number in range(1, 151))])

    assert np.log(completing / (1 - completing)).std() == pytest.approx(model.AMONG_PARTNERSHIPS, rel=0.15)


def exits(truth):
    """Of each quarter of the window, how many left after twelve weeks alive, and how many of them completed."""
    table = alive(paths(truth).query("stays and 0 <= quarter < 16"))
    return table.groupby("quarter")["completes"].agg(["size", "sum"]).reindex(range(16), fill_value=0)


def test_shares_of_exits_vary_from_quarter_to_quarter_as_chance_has_it(truths):
    ratios = []
    for number in STEADY:
        left = exits(truths[number]).query("size >= 10")
        share = left["sum"].sum() / left["size"].sum()
        ratios.append(
            ((left["sum"] - left["size"] * share) ** 2 / (left["size"] * share * (1 - share))).sum() / (len(left) - 1)
        )

    assert 0.8 < np.mean(ratios) < 1.3
    assert min(ratios) > 0.2


def test_the_service_that_was_lost_shows_in_a_control_chart_of_its_partnership():
    (number,) = (number for number, story in STORIES.items() if "lost" in story)
    left = exits(invent(larger(comparison(number), 4), SEED, FIRST, LAST))
    shares = 100 * left["sum"] / left["size"]
    after = FIRST + 10  # the third quarter of the third year

    assert str(after) == "2008-09 Q3"
    assert shares[10:].mean() < shares[:10].mean() - 10
    others = [exits(invent(larger(comparison(other), 4), SEED, FIRST, LAST)) for other in (1, 2, 4, 6)]
    assert signals(left)
    assert sum(bool(signals(one)) for one in others) <= 1  # of 14 points one in twenty charts has a signal by chance


def signals(left) -> list[str]:
    """The special causes that a chart of the shares completing finds, from the quarter on from which all have left."""
    return [cause for cause in xmr((100 * left["sum"] / left["size"])[2:]).points["special_cause"] if cause]


def test_one_partnership_keeps_more_people_each_year_and_one_agency_fills_in_few_forms(truths):
    table = paths(truths[5])
    by_year = table.groupby((table["start"] - days(FIRST.start)) // 365)["stays"].mean()
    forms = truths[7].forms.filter(pl.col("stage") == "S")
    has_form = np.isin(np.arange(len(truths[7].journeys.start)), forms["journey"].to_numpy())
    since_forms = truths[7].journeys.start >= days("2007-10-01")
    careless = truths[7].journeys.agency == OTHERS[6].careless

    assert by_year[3] > by_year[0] + 0.08
    assert has_form[since_forms & careless].mean() < has_form[since_forms & ~careless].mean() - 0.2


def test_more_come_from_more_deprived_districts_by_as_much_as_was_planted():
    truth = invent(larger(NORTHMERE, 4), SEED, FIRST, LAST)
    counts = pd.Series(truth.people.district).value_counts()[list(NORTHMERE.districts)]
    slope = np.polyfit(deprivation(NORTHMERE), np.log(counts.to_numpy()), 1)[0]

    assert slope == pytest.approx(model.COMING, abs=0.05)


def test_the_relative_index_of_inequality_finds_what_was_planted():
    """Rates rise by COMING for each standard deviation, of which districts span three from the first to the last."""
    truth = invent(larger(NORTHMERE, 4), SEED, FIRST, LAST)
    counts = pd.Series(truth.people.district).value_counts()[list(NORTHMERE.districts)]
    alike = [1000] * len(counts)
    found = inequality(counts.tolist(), alike, deprivation(NORTHMERE).tolist()).relative

    assert found.lower < np.exp(3 * model.COMING * len(counts) / (len(counts) - 1)) < found.upper


def test_agencies_differ_by_what_is_their_own_and_by_nothing_on_average():
    shares = 1 / (np.arange(NORTHMERE.agencies) + 1.5)

    assert (agency_effects(NORTHMERE) * shares).sum() == pytest.approx(0)
    assert np.std(np.concatenate([agency_effects(one) for one in OTHERS])) == pytest.approx(
        model.AMONG_AGENCIES, rel=0.25
    )


def test_the_model_expects_what_the_source_documents_print():
    figures = achieved(invent(larger(one), SEED, Quarter.parse(one.first), LAST) for one in NAMED).to_pandas()
    counted = figures["measure"].isin(["in_treatment", "effective_treatment", "presentations_a_month"])
    got = figures["got"].where(~counted, figures["got"] / TIMES)
    error = figures["standard_error"] * np.where(counted, 1, np.sqrt(TIMES))  # of a draw of the usual size

    assert len(figures) == 32
    away = (got - figures["target"]).abs()
    far = figures.assign(away=away / error)[away > 0.75 * error + 1e-9]
    assert far[["partnership", "measure", "group", "target", "got", "away"]].to_dict("records") == []


def test_what_is_drawn_lies_about_what_is_printed_as_chance_has_it():
    """The seed is that of `needs synthesise`; none was sought."""
    figures = achieved(invent(one, SEED, FIRST, LAST) for one in NAMED).filter(pl.col("standard_error") > 0)
    away = ((figures["got"] - figures["target"]) / figures["standard_error"]).to_numpy()

    assert len(away) == 31
    assert chi2.ppf(0.005, len(away)) < (away**2).sum() < chi2.ppf(0.995, len(away))
    assert np.abs(away).max() < 3.5


def test_retention_differs_by_age_and_by_drug(truths):
    table = pd.concat([paths(truths[number]) for number in STEADY])
    by_drug = table.groupby("opiates")["stays"].mean()
    old, young = (table.query(query)["stays"].mean() for query in ("age > 1", "age < -1"))

    assert by_drug[1] > by_drug[0] + 0.05
    assert old > young + 0.05


def test_one_person_more_changes_nobody_else():
    short, longer = (invent(comparison(3), SEED, FIRST, last).people for last in (Quarter.parse("2008-09 Q4"), LAST))
    of_short = set(zip(short.born, short.first_initial, short.drug_1, short.severity, strict=True))

    assert of_short <= set(zip(longer.born, longer.first_initial, longer.drug_1, longer.severity, strict=True))

"""What verdicts do in countries made up for it: of chance alone they give none, and a real difference is found."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom

from needs.measure import comparison, funnels, results, standing
from needs.measure.indicator import HIGHER_BETTER
from needs.measure.indicators import BY_NAME
from needs.quarter import Quarter
from needs.statistics import funnel, intervals

PARTNERSHIPS, FIGURES = 30, 28  # of a default document: so many figures of everybody are compared with the country
COUNTRY = "X92000009"
COMPARED = [name for name, one in BY_NAME.items() if one.is_compared and one.counting and one.unit == "percent"][
    :FIGURES
]
OF_EVENTS = [name for name in COMPARED if BY_NAME[name].counting.of in comparison.EVENTS]
MORE = np.linspace(0.05, 0.95, FIGURES)  # the share of each figure
FOUND = ("better", "worse", "higher", "lower")
OUTSIDE = (funnels.ABOVE, funnels.BELOW)


def country_of(counted, of, is_rounded=False):
    """The results of partnerships (rows) by figures (columns), as counted or rounded to five, and of all of them together."""
    if is_rounded:
        counted, of = (5 * np.floor(np.asarray(each) / 5 + 0.5) for each in (counted, of))
    counted, of = (np.vstack([each, np.sum(each, axis=0)]).astype(float) for each in (counted, of))
    codes = np.array([*(f"X{place}" for place in range(len(of) - 1)), COUNTRY])
    areas, figures = (each.ravel() for each in np.meshgrid(codes, COMPARED[: of.shape[1]], indexing="ij"))
    x, n = counted.ravel(), of.ravel()
    lower, upper = intervals.proportions(x, n)
    table = pd.DataFrame(
        {"indicator": figures, "area_code": areas, "numerator": x, "denominator": n, "value": 100 * x / n}
    )
    tidy = results.tidy(
        table.assign(
            lower=100 * lower, upper=100 * upper, unit="percent", status="shown", kind="actual", origin="synthetic",
            source="records-of-nobody", breakdown="all", group="all", window="rolling_12_months", is_rounded=is_rounded,
            period_start=pd.Timestamp("2007-07-01"), period_end=pd.Timestamp("2008-06-30"), interval_method="Wilson",
        )
    )  # fmt: skip
    return tidy.astype(dict.fromkeys(results.TEXT_COLUMNS, object))


def verdicts(table):
    """Beside the country and among areas, a row a figure of a partnership."""
    codes = sorted(set(table["area_code"]) - {COUNTRY})
    families = standing.families(table, codes, COUNTRY)
    confidence = {
        code: families[code if code in families else codes[0]].confidence() for code in set(table["area_code"])
    }
    beside = standing.selection.Register(table, COUNTRY)
    found = []
    for (_, group), rows in table[table["area_code"] != COUNTRY].groupby(["indicator", "group"]):
        among = {}
        if group == "all":
            areas = funnels.funnel_of(rows, confidence).areas
            among = dict(zip(areas["area_code"], areas["judgement"], strict=True))
        for row in rows.itertuples(index=False, name="Row"):
            polarity = BY_NAME[row.indicator].polarity
            judged = families[row.area_code].judged(row, beside.beside(row), polarity)
            spread = among[row.area_code].state if among else ""
            found.append((row.area_code, row.indicator, judged.state, spread))
    return pd.DataFrame(found, columns=["area", "indicator", "beside", "among"])


def by_chance(seed):
    """Counts of partnerships that differ by chance alone."""
    draw = np.random.default_rng(seed)
    sizes = np.exp(draw.uniform(*np.log((150, 3000)), PARTNERSHIPS)).astype(int)
    of = np.tile(sizes[:, None], (1, FIGURES))
    return draw.binomial(of, MORE), of


def with_groups(counted, of, is_rounded):
    """The results of everybody and of men and women, who make them up."""
    men_of = of // 2
    men = np.random.default_rng(0).hypergeometric(counted, of - counted, men_of)
    sexes = {"male": (men, men_of), "female": (counted - men, of - men_of)}
    of_sexes = [country_of(*each, is_rounded).assign(breakdown="sex", group=sex) for sex, each in sexes.items()]
    return pd.concat([country_of(counted, of, is_rounded), *of_sexes], ignore_index=True)


@pytest.mark.parametrize("is_rounded", [False, True])
def test_of_a_country_that_differs_by_chance_alone_at_most_one_document_in_twenty_gives_any_difference(is_rounded):
    worlds = [verdicts(with_groups(*by_chance(seed), is_rounded)) for seed in range(4)]
    differing = [
        world.loc[world["beside"].isin(FOUND) | world["among"].isin(OUTSIDE), "area"].nunique() for world in worlds
    ]

    assert sum(differing) <= 0.05 * PARTNERSHIPS * len(worlds)


def chance_to_find(people, share, other, is_rounded=False, number=FIGURES):
    """How often a figure of so many people gets a verdict beside a country of this share, if its own is the other."""
    counted = np.arange(people + 1)
    table = country_of(counted[:, None], np.full((people + 1, 1), people), is_rounded)
    country = table[table["area_code"] == COUNTRY].iloc[0]
    country = results.Row(**country.to_dict())._replace(value=100 * share)
    confidence = standing.Family(totals=number, groups=100, figures={}).confidence()
    rows = table[table["area_code"] != COUNTRY].itertuples(index=False, name="Row")
    judged = {
        row.area_code: comparison.against_comparator(row, country, HIGHER_BETTER, confidence).state for row in rows
    }
    found = np.array([judged[f"X{one}"] in FOUND for one in counted])
    return binom.pmf(counted, people, other)[found].sum()


@pytest.mark.parametrize(("share", "other"), [(0.5, 0.6), (0.5, 0.4), (0.8, 0.7), (0.8, 0.9)])
def test_ten_points_of_four_hundred_people_are_found_in_eight_of_ten(share, other):
    assert chance_to_find(400, share, other) >= 0.8


def test_rounding_to_five_costs_less_than_a_tenth_of_that_chance():
    assert chance_to_find(400, 0.5, 0.6) - chance_to_find(400, 0.5, 0.6, is_rounded=True) < 0.1


def test_a_partnership_that_lies_ten_points_off_is_outside_the_usual_spread_of_thirty_too():
    counted, of = np.full((PARTNERSHIPS, FIGURES), 500), np.full((PARTNERSHIPS, FIGURES), 1000)
    counted[0, 0], counted[1, 1] = 620, 380
    rows = verdicts(country_of(counted, of)).set_index(["area", "indicator"])

    assert rows.loc[("X0", COMPARED[0]), "among"] == funnels.ABOVE
    assert rows.loc[("X1", COMPARED[1]), "among"] == funnels.BELOW
    assert (rows["among"] == funnels.WITHIN).sum() == PARTNERSHIPS * FIGURES - 2
    assert (rows["beside"] == "similar").sum() == PARTNERSHIPS * FIGURES - 2


@pytest.mark.parametrize(("people", "share"), [(300, 0.18), (2000, 0.18), (200, 0.32), (1500, 0.32)])
def test_a_ratio_of_completions_lies_outside_by_chance_alone_in_fewer_than_one_of_a_thousand(people, share):
    """So ratios, which are of the same completions again, are not counted among the comparisons."""
    confidence = standing.Family(totals=FIGURES, groups=100, figures={}).confidence()
    lower, upper = funnel.ratio_limits([people * share], confidence=confidence)
    counted = np.arange(people + 1)
    ratio = counted / (people * share)

    assert binom.pmf(counted, people, share)[(ratio < lower) | (ratio > upper)].sum() < 0.001


QUARTERS = [Quarter(2008, 1), Quarter(2007, 4)]


@pytest.mark.parametrize("is_rounded", [False, True])
def test_of_papers_in_which_nothing_changed_at_most_one_in_twenty_gives_a_change(is_rounded):
    now, then = (country_of(*by_chance(seed), is_rounded) for seed in (0, 1))
    of_each = []
    for table, quarter in zip((now, then), QUARTERS, strict=True):
        days = {"period_start": pd.Timestamp(quarter.start), "period_end": pd.Timestamp(quarter.end)}
        own = table[(table["area_code"] != COUNTRY) & table["indicator"].isin(OF_EVENTS)]
        of_each.append(own.assign(window="quarter", **days).itertuples(index=False, name="Row"))
    pairs = list(zip(*of_each, strict=True))
    papers = [[pair for pair in pairs if pair[0].area_code == f"X{place}"] for place in range(PARTNERSHIPS)]
    found = [
        any(comparison.against_earlier(*pair, standing.confidence_of_changes(paper)).state in FOUND for pair in paper)
        for paper in papers
    ]

    assert sum(found) <= 0.05 * PARTNERSHIPS
    assert len({pair[0].indicator for pair in pairs}) > 10

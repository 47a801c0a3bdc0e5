"""Figures of two series of one indicator are never joined, subtracted or put in one trend."""

import math

import pandas as pd
from drawn import figures
from small_figures import assessment

from needs.measure import comparison, results, selection, series
from needs.measure.calculate import calculate
from needs.measure.comparison import OTHER_SERIES
from needs.measure.need import with_limits_of_rates
from needs.present.revisions import Revision
from needs.quarter import Quarter

OLDER, NEWER = "capture-recapture", "modelled from records"
INDICATOR = "opiate_crack_users_per_1000"
YEARS = range(2003, 2008)


def estimates(of_each: list[str]) -> pd.DataFrame:
    """One estimate a year, which rises beyond chance, each of its series."""
    rows = [
        {
            "indicator": INDICATOR, "area_code": "E08000099", "period_start": f"{year}-04-01", "period_end": f"{year + 1}-03-31",
            "window": "financial_year", "breakdown": "all", "group": "all", "kind": "estimate", "value": 10.0 * place,
            "lower": 10.0 * place - 1, "upper": 10.0 * place + 1, "unit": "per 1,000", "status": "shown",
            "origin": "published", "source": "book", "series": name,
        }
        for place, (year, name) in enumerate(zip(YEARS, of_each, strict=True), start=1)
    ]  # fmt: skip
    return results.tidy(pd.DataFrame(rows))


def test_there_is_a_trend_in_one_series_and_none_across_two():
    assert series.trend_of(estimates([OLDER] * 5)) == series.RISE
    assert series.trend_of(estimates([OLDER, OLDER, NEWER, NEWER, NEWER])) == series.FEW


def test_the_years_of_a_line_are_all_of_the_latest_series():
    rows = estimates([OLDER, OLDER, NEWER, NEWER, NEWER])

    assert selection.of_one_series(rows)["value"].tolist() == [30, 40, 50]
    known = assessment(*rows.to_dict("records"))
    assert [fact.value for fact in known.over_years(INDICATOR)] == [30, 40, 50]


def test_no_difference_is_worked_out_between_two_series():
    first, *_, last = estimates([OLDER] * 4 + [NEWER]).itertuples()

    for judgement in (
        comparison.against_earlier(last, first, 0.95),
        comparison.against_comparator(last, first, "lower better", 0.95),
    ):
        assert (judgement.state, judgement.reason) == ("not compared", OTHER_SERIES)
        assert math.isnan(judgement.difference)
    assert comparison.against_target(last, first, "lower better").reason == OTHER_SERIES
    assert OTHER_SERIES in comparison.NOT_ALIKE


def test_a_figure_has_none_before_it_but_of_its_own_series():
    known = estimates([OLDER] * 3 + [OLDER, NEWER])
    last = list(known.itertuples())[-1]

    assert comparison.before(last, known, Quarter(2007, 4)) is None
    same = known.assign(series=OLDER)
    assert comparison.before(list(same.itertuples())[-1], same, Quarter(2007, 4)).value == 40


def test_a_share_is_only_of_counts_of_its_own_series():
    drawn = figures(
        """
        measure     | value | series
        dip_engaged |    63 | returns
        dip_caseload|    91 | returns
        """
    )

    assert "dip_kpi_4_percent" in set(calculate(drawn)["indicator"])
    drawn.loc[1, "series"] = "returns, revised"
    assert "dip_kpi_4_percent" not in set(calculate(drawn)["indicator"])


def test_a_rate_takes_only_the_population_of_its_own_series():
    drawn = figures(
        """
        measure                     | kind     | series | value | lower | upper
        opiate_crack_users          | estimate |        |   500 |       |
        opiate_crack_users_per_1000 | estimate | older  |     5 |     4 |     6
        population_of_the_estimate  | estimate | newer  | 99999 |       |
        """
    )

    assert with_limits_of_rates(drawn)["lower"].notna().sum() == 1
    assert with_limits_of_rates(drawn.assign(series="older"))["lower"].notna().sum() == 2


def test_unmet_need_is_of_the_series_of_its_estimate():
    drawn = figures(
        """
        measure                         | kind     | population                                                      | series | value
        alcohol_dependent_adults        | estimate | adults dependent on alcohol                                     | model  |  3029
        adults_in_treatment_for_alcohol | actual   | adults in treatment for alcohol, alone or with non-opiate drugs |        |   525
        """
    )
    found = calculate(drawn).set_index("indicator")

    assert found.loc["alcohol_unmet_need_percent", "series"] == "model"
    assert found.loc["alcohol_not_in_treatment", "series"] == "model"


def test_figures_of_two_series_do_not_contradict_each_other():
    rows = (
        estimates([OLDER] * 4 + [NEWER])
        .tail(2)
        .assign(period_start="2007-04-01", period_end="2008-03-31", unit="percent")
    )
    rows = rows.assign(**{name: pd.to_datetime(rows[name]) for name in ("period_start", "period_end")})

    assert selection.contradictions(rows) == []
    assert len(selection.contradictions(rows.assign(series=OLDER))) == 1


def test_a_revision_into_another_series_is_no_difference():
    then, now = ({"value": value, "series": OLDER, "status": "a figure is given"} for value in ("310", "300"))

    assert Revision(then=then, now=now).difference == -10
    assert math.isnan(Revision(then=then, now=now | {"series": NEWER}).difference)

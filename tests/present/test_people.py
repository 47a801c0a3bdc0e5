"""Who is in treatment, from small tables drawn by hand: what is said of groups that could not all be compared."""

from functools import partial

import pandas as pd
import pytest
from outline import FOR_REVIEW, section
from small_figures import COUNTRY
from small_paper import YEAR, assessed, counted, figure, said

from needs.measure import equality
from needs.measure.results import tidy
from needs.present.evidence import evidence

who = partial(section, "needs_assessment", "Who is in treatment")


INDICATOR = "people_in_treatment_by_group"
ALL = {"area_code": COUNTRY}


def of_drug(name, x, n, **given):
    return counted(INDICATOR, x, n) | {"breakdown": "main_drug", "group": name} | given


CANNABIS = of_drug("cannabis", 40, 100), of_drug("cannabis", 400, 1000, **ALL)
HEROIN, OTHERS_HEROIN = of_drug("heroin", 50, 100), of_drug("heroin", 500, 1000, **ALL)
ALCOHOL_HIDDEN = figure(INDICATOR, None, source="records-of-nobody", status="hidden") | {
    "breakdown": "main_drug", "group": "alcohol",
}  # fmt: skip


@pytest.mark.parametrize(
    ("groups", "which"),
    [
        ((HEROIN, OTHERS_HEROIN), "No group differs"),
        ((HEROIN,), "No group that could be compared differs"),
        ((of_drug("heroin", 9, 100), of_drug("heroin", 90, 1000, **ALL)), "No group that could be compared differs"),
        ((HEROIN, OTHERS_HEROIN, ALCOHOL_HIDDEN), "No group that could be compared differs"),
    ],
    ids=["all compared", "no figure of the others", "few people", "hidden"],
)
def test_no_group_is_said_to_differ_only_of_those_that_could_be_compared(groups, which):
    assert f" {which} from " in said(who(assessed(*CANNABIS, *groups)))


def test_sentence_table_and_evidence_give_one_verdict():
    heroin, country = of_drug("heroin", 130, 250), of_drug("heroin", 200, 1000, **ALL)
    of = assessed(*CANNABIS, heroin, country)
    shown = said(who(of))

    assert "This is higher than Estermark (20%). The difference is larger than we would expect by chance." in shown
    assert "20% Higher" in shown
    assert "Estermark 20%: higher" in said(evidence(of))


def test_evidence_names_the_verdict_against_a_target_as_the_tables_do():
    aim = figure("retained_12_weeks_percent", 85, kind="target", period=("2008-04-01", "2009-03-31"))
    of = assessed(aim, figure("retained_12_weeks_percent", 70))
    shown = said(section("performance", "Performance against targets", of))

    assert "Not yet reached" in shown
    assert "target 85%: not yet reached, 15 percentage points" in said(evidence(of))


CENSUS = {"period": ("2021-03-21", "2021-03-21"), "window": "day", "source": "census", "origin": "calculated"}


def beside_the_census(year, groups):
    """The figures of ethnic groups in treatment in a financial year and of the Census of 2021, with what they give together."""
    given = {"breakdown": "ethnic_group", "source": "ndtms", "window": "financial_year", "age": "18+"}
    census = CENSUS | {"breakdown": "ethnic_group", "age": "all ages"}
    days, whole = (f"{year}-04-01", f"{year + 1}-03-31"), sum(count for _, count, _ in groups)
    rows = [
        figure(INDICATOR, 100 * x / whole, counts=(x, whole), group=group, period=days, **given)
        for group, x, _ in groups
    ]
    rows += [figure("population_share_percent", share, group=group, **census) for group, _, share in groups]
    ages = {
        "period": ("2020-06-30", "2020-06-30"),
        "window": "day",
        "unit": "people",
        "kind": "estimate",
        "source": "census",
    }
    rows += [figure("residents", 100_000, **ages)]
    rows += [figure("residents", 90_000, group="18+", **ages) | {"breakdown": "age", "age": "18+"}]
    return equality.with_residents(tidy(pd.DataFrame(rows))).to_dict("records")


def seen(of):
    """What both editions say on equality."""
    return " ".join(said(section("needs_assessment", f"Equality{which}", of)) for which in ("", FOR_REVIEW))


def seen_beside_the_census(year, groups):
    """What the section on equality says of these groups, each with its people in treatment and its share of residents."""
    of = assessed(*beside_the_census(year, groups), quarter=f"{year}-{(year + 1) % 100} Q4")
    return seen(of)


GROUPS = ("white", 620, 62), ("asian", 100, 30), ("black", 80, 8)


@pytest.mark.parametrize("year", [2020, 2021, 2022])
def test_the_census_stands_beside_those_in_treatment_in_its_year_and_the_next_two(year):
    shown = seen_beside_the_census(year, GROUPS)
    period = f"{year}-{(year + 1) % 100}"

    assert f"People in treatment beside residents, Dudley, {period}" in shown
    assert f"Asian people had less than their share of treatment in {period}: 0.42 of it (0.35 to 0.50)." in shown
    assert "Asian people 100 of 800 0.42 (0.35 to 0.50) no figure Less than its share" in shown
    assert "Black people 80 of 800 1.25 (1.01 to 1.53) no figure Too close to call" in shown
    assert "comparing three groups at once" in shown
    assert "cannot be answered" not in shown


@pytest.mark.parametrize("year", [2019, 2023])
def test_the_census_does_not_stand_beside_other_years(year):
    shown = seen_beside_the_census(year, GROUPS)

    assert "no local population by ethnic group is at hand for the year" in shown
    assert "their share of treatment" not in shown


def test_where_no_group_is_sure_to_have_less_none_is_named():
    shown = seen_beside_the_census(2021, [("white", 620, 62), ("asian", 300, 30), ("black", 80, 8)])

    assert "No group that can be judged is sure to have less than its share of treatment." in shown
    assert "had less" not in shown


def rate(value, **given):
    made = {
        "unit": "per 1,000",
        "window": "rolling_12_months",
        "source": "ndtms; ons",
        "origin": "calculated",
        "lower": value - 1,
        "upper": value + 1,
    }
    return figure("treatment_per_1000_adults", value, period=YEAR["period"], **made) | given


def test_the_rate_of_treatment_stands_beside_the_countrys_and_gets_no_verdict():
    own = rate(4.8, numerator=480, denominator=100_000)
    adjusted = rate(4.6, indicator="treatment_per_1000_adults_standardised")
    shown = seen(assessed(*beside_the_census(2007, GROUPS), own, adjusted, rate(6.5, area_code=COUNTRY)))

    assert "4.8 of every 1,000 adult residents were in treatment in July 2007 to June 2008 (3.8 to 5.8)." in shown
    assert "The figure for Estermark was 6.5." in shown
    assert "Dudley 4.8 (3.8 to 5.8) 4.6 (3.6 to 5.6)" in shown
    assert "so it is not judged" in shown

"""Who is in treatment, from small tables drawn by hand: what is said of groups that could not all be compared."""

from functools import partial

import pytest
from outline import section
from small_figures import COUNTRY
from small_paper import assessed, counted, figure, said

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


def seen_beside_the_census(year):
    """What is said of ethnic groups in treatment in a financial year, with the Census of 2021 at hand."""
    given = {"breakdown": "ethnic_group", "source": "ndtms", "window": "financial_year"}
    days = (f"{year}-04-01", f"{year + 1}-03-31")
    treated = [figure(INDICATOR, x, counts=(x, 100), group=group, period=days, **given) for group, x in GROUPS]
    residents = [
        figure(
            "population_share_percent",
            100 - x,
            counts=(100 - x, 100),
            group=group,
            **CENSUS | {"breakdown": "ethnic_group"},
        )
        for group, x in GROUPS
    ]
    served = partial(section, "needs_assessment", "Equality")
    return said(served(assessed(*treated, *residents, quarter=f"{year}-{(year + 1) % 100} Q4")))


GROUPS = ("white", 62), ("asian", 38)


@pytest.mark.parametrize("year", [2020, 2021, 2022])
def test_the_census_stands_beside_those_in_treatment_in_its_year_and_the_next_two(year):
    shown = seen_beside_the_census(year)

    assert "Residents and people in treatment by ethnic group, Dudley" in shown
    assert "Asian 38% 62%" in shown
    assert "cannot be answered" not in shown


@pytest.mark.parametrize("year", [2019, 2023])
def test_the_census_does_not_stand_beside_other_years(year):
    assert "no local population by ethnic group is at hand for the year" in seen_beside_the_census(year)

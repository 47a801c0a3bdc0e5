"""The chart of need beside treatment: its title never invites a comparison that was refused."""

from functools import partial

import pytest
from outline import section
from small_paper import assessed, figure, said

need = partial(section, "needs_assessment", "Need for drug treatment")


YEAR = {"period": ("2007-04-01", "2008-03-31"), "unit": "people", "source": "statistics", "window": "financial_year"}
ESTIMATE = figure("opiate_crack_users", 1492, kind="estimate", **YEAR) | {"age": "15-64"}
TREATED = figure("in_treatment", 625, **YEAR) | {"breakdown": "substance", "group": "opiates and/or crack"}
REFUSED = figure("opiate_crack_unmet_need_percent", None, counts=(625, 1492), **YEAR) | {"status": "refused"}


@pytest.mark.parametrize(
    ("age", "title"),
    [
        ("18+", "Two counts that are not of the same ages: 1,492 estimated (15-64) and 625 treated (18+)"),
        ("15-64", "Two counts that are not of the same people: 1,492 estimated and 625 treated"),
    ],
)
def test_the_title_says_that_two_counts_are_not_of_one_population(age, title):
    shown = said(need(assessed(ESTIMATE, TREATED | {"age": age}, REFUSED | {"reason": "the ages differ"})))

    assert title in shown
    assert "625 are in treatment" not in shown


def test_counts_that_match_stand_side_by_side():
    assert "1,492 people are estimated to use opiates or crack; 625 are in treatment" in said(
        need(assessed(ESTIMATE, TREATED | {"age": "15-64"}))
    )


def test_a_target_is_no_result_over_the_years_and_a_hidden_figure_drives_out_none():
    years = {"unit": "people", "window": "financial_year", "source": "returns"}
    rows = [
        figure("in_treatment", 1105, period=("2006-04-01", "2007-03-31"), **years),
        figure("in_treatment", 1600, period=("2007-04-01", "2008-03-31"), kind="target", **years),
        figure("new_presentations", 505, period=("2007-04-01", "2008-03-31"), **years),
        figure("new_presentations", None, period=("2007-04-01", "2008-03-31"), place="b", status="hidden", **years),
    ]
    of = assessed(*rows)

    assert 1600 not in [fact.value for fact in of.over_years("in_treatment")]
    assert of.only("new_presentations").value == 505

"""Who is in treatment, from small tables drawn by hand: what is said of groups that could not all be compared."""

from functools import partial

import pytest
from outline import section
from small_figures import COUNTRY
from small_paper import assessed, counted, figure, said

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

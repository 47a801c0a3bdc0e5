"""The year's end: projected from the year so far and three whole past years or more, and the way to a target."""

import pandas as pd
import pytest
from small_facts import fact

from needs.measure.series import ending_of, path_of
from needs.present.sections.change import on_the_way, projected
from needs.quarter import Quarter

WINDOWS = ("quarter", "year_to_date", "year_to_date", "financial_year")


def rows(years):
    """The year to date at the end of each quarter, a list a year."""
    return pd.DataFrame(
        [
            {
                "status": "shown",
                "series": "",
                "value": float(count),
                "window": WINDOWS[place],
                "period_end": pd.Timestamp(Quarter(year, place + 1).end),
            }
            for year, counts in years.items()
            for place, count in enumerate(counts)
        ]
    )


PAST = {2006: [100, 200, 300, 400], 2007: [110, 220, 330, 440], 2008: [90, 180, 270, 360]}


def test_three_past_years_that_share_out_alike_give_four_times_the_first_quarter():
    found = ending_of(rows(PAST | {2009: [120]}), Quarter(2009, 1))

    # 1,200 / 300 x 120
    assert found.total.value == pytest.approx(480)
    assert found.total.lower < 480 < found.total.upper
    assert (len(found.past), found.back_test) == (3, None)


def test_four_past_years_are_tried_on_themselves():
    found = ending_of(rows(PAST | {2009: [120, 240, 360, 480], 2010: [100]}), Quarter(2010, 1))

    assert found.back_test.mean_absolute_error == pytest.approx(0)
    assert found.back_test.years["is_inside"].all()


def test_past_years_of_which_one_cannot_be_projected_from_the_others_leave_the_projection_untested():
    alike = {year: [100, 100, 100, 100] for year in (2006, 2007, 2008)}
    found = ending_of(rows(alike | {2009: [100, 150, 200, 250], 2010: [100]}), Quarter(2010, 1))

    # (100 + 100 + 100 + 250) / 400 x 100; without 2009 nobody is added in any year
    assert (found.total.value, found.back_test) == (pytest.approx(137.5), None)


@pytest.mark.parametrize(
    ("years", "quarter"),
    [
        ({year: PAST[year] for year in (2007, 2008)} | {2009: [120]}, Quarter(2009, 1)),
        (PAST | {2009: [120, 240, 360, 480]}, Quarter(2009, 4)),
        (PAST, Quarter(2009, 1)),
        ({2006: [100, 200, 300], 2007: PAST[2007], 2008: PAST[2008], 2009: [120]}, Quarter(2009, 1)),
    ],
    ids=["two past years", "the year is over", "nothing so far", "a past year without its end"],
)
def test_there_is_no_projection_from(years, quarter):
    assert ending_of(rows(years), quarter) is None


def test_a_target_takes_the_rest_and_is_set_beside_the_most_that_was_added_before():
    path = path_of(rows(PAST | {2009: [120]}), Quarter(2009, 1), 500)
    so_far = fact(unit="people", value=120, numerator=120, period="April to June 2009", origin="synthetic")
    said = on_the_way(fact(unit="people", value=500, period="2009-10", kind="target"), so_far, path)

    assert (path.needed, path.most_added, path.best_year, path.was_reached) == (380, 330, "2007-08", False)
    assert said.text == (
        "The target for 2009-10 is 500, 380 more than the 120 of April to June 2009. The most that a past year added from "
        "this point on was 330, in 2007-08."
    )
    assert len({each.key for each in said.facts}) == 4


def test_a_projected_total_is_a_fact_of_its_own_with_its_interval():
    ending = ending_of(rows(PAST | {2009: [120]}), Quarter(2009, 1))
    so_far = fact(unit="people", value=120, period="April to June 2009", origin="synthetic")
    found = projected(so_far, ending, "2009-10")

    assert (found.number, found.period, found.kind) == ("480", "2009-10", "estimate")
    assert found.interval
    assert found.key != so_far.key

"""Scenarios of a grid over flows drawn by hand: one course as it is, what a lever does by itself, and which targets are reached."""

import pandas as pd
import pytest
from test_scenario import NOW, chances, flows

from needs.measure.results import COLUMNS
from needs.measure.scenario import Levers, Range, run
from needs.measure.scenarios import COMPLETING, PEOPLE, STAYING, Scenarios, possible, with_places
from needs.measure.sweep import Grid, levers_of
from needs.mistakes import Mistake

TWO_LEVERS = {"completion": "1,2", "early_drop_out": "1,0.5", "quarters_ahead": "1"}


def found(written, **given):
    return Scenarios.of(flows(**given), Grid.of(written))


def test_each_scenario_is_what_the_model_gives_by_itself_and_as_it_is_is_one_for_all():
    scenarios = found({"places": "1,1.2", "completion": "1,1.5", "waits_weeks": "as-it-is,2"})

    assert len(scenarios.runs) == 8
    for asked, one in scenarios.runs:
        assert one == run(flows(), levers_of(asked))
        assert one.as_it_is == scenarios.as_it_is


def test_places_of_now_are_said_in_every_scenario_where_one_asks_of_places_and_nobody_said_them():
    assert with_places(Grid.of({"places": "1,1.1"}), flows()).held == (("capacity", 100.0),)
    assert with_places(Grid.of({"money_percent": "0,-5"}), flows()).held == (("capacity", 100.0),)
    assert with_places(Grid.of({"places": "1,1.1", "capacity": "120"}), flows()).held == (("capacity", 120.0),)
    assert with_places(Grid.of({"completion": "1,1.1"}), flows()).held == ()


def test_a_lever_does_by_itself_what_it_does_on_average_of_the_others():
    """Of 100, 10 complete in a quarter, and 20 with twice the chance; nobody drops out, so that lever does nothing."""
    first, second = found(TWO_LEVERS).effects("planned_exits")

    assert (first.lever, first.low, first.high, first.size) == ("completion", (1.0, 10.0), (2.0, 20.0), 10.0)
    assert (second.lever, second.size) == ("early_drop_out", 0.0)


def test_where_two_levers_work_together_the_mean_of_both_is_taken():
    """20 come, and a half of them drops out at once, or a quarter; of 100, 10 complete or 20: of those who drop out 10 or 5."""
    drawn = {"left": chances(band0_way1=200)}
    effects = {one.lever: one for one in found(TWO_LEVERS, **drawn).effects("unplanned_exits")}

    assert (effects["early_drop_out"].low, effects["early_drop_out"].high) == ((0.5, 5.0), (1.0, 10.0))
    assert effects["completion"].size == 0.0


def test_of_a_measure_that_is_not_known_there_are_no_effects():
    assert found(TWO_LEVERS).effects("pounds") == []
    assert found(TWO_LEVERS | {"pounds_a_place": "2000"}).effects("pounds") != []


@pytest.mark.parametrize(
    ("low", "middle", "high", "state"),
    [
        (180, 200, 220, "reached"),
        (170, 180, 190, "likely"),
        (150, 170, 180, "unlikely"),
        (140, 150, 179, "not reached"),
    ],
)
def test_a_target_of_people_is_set_against_the_range(low, middle, high, state):
    """100 were there and 80 came in the year, 180; of whom 90 are counted, and the target is 90: 180 are wanted."""
    scenarios = found(TWO_LEVERS)

    assert scenarios.reaches(Levers(), Range(middle, low, high), PEOPLE, now=90, target=90) == state


@pytest.mark.parametrize(
    ("kind", "levers", "now", "target", "state"),
    [
        (STAYING, Levers(early_drop_out=0.5), 70, 85, "reached"),  # 30 in 100 left early, now 15
        (STAYING, Levers(early_drop_out=0.5), 70, 86, "not reached"),
        (
            COMPLETING,
            Levers(completion=2),
            60,
            79,
            "reached",
        ),  # a half left as planned, now two thirds: 60 times 4/3 are 80
        (COMPLETING, Levers(completion=2), 60, 81, "not reached"),
        (COMPLETING, Levers(completion=2, places=1.5), 60, 79, "reached"),
    ],
)
def test_a_target_in_percent_is_set_against_what_is_expected(kind, levers, now, target, state):
    scenarios = found(TWO_LEVERS, left=chances(band5_way1=40))

    assert scenarios.reaches(levers, Range(180, 170, 190), kind, now, target) == state


def test_what_is_impossible_with_these_flows_is_said_before_any_is_worked_out():
    with pytest.raises(Mistake, match=r"^places is 0.5, which is 50, fewer than the 100 in treatment"):
        found({"places": "1,0.5"})
    with pytest.raises(Mistake, match=r"^Barnet, 2008-09 Q4: no stock and flow can be worked out of what is shown"):
        possible(pd.DataFrame(columns=COLUMNS), NOW, "Barnet", Grid.of({"places": "1,1.1"}))

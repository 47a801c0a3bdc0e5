"""Grids of scenarios: what is asked for, in which order, what each is called, and which are refused in one line."""

from dataclasses import fields

import pytest

from needs.measure.scenario import Levers
from needs.measure.sweep import LEVERS, MOST, Grid, levers_of, name_of
from needs.mistakes import Mistake

THREE = {"places": "1,1.1,1.2", "waits_weeks": "1,2,3", "completion": "1,1.1,1.2"}


def test_levers_and_what_leaves_them_as_they_are_are_those_of_the_model():
    assert {one.name: one.default for one in fields(Levers)} == {name: value for name, (_, value) in LEVERS.items()}
    assert [one.name for one in fields(Levers)] == list(LEVERS)


def test_a_grid_is_every_combination_and_the_last_lever_changes_fastest():
    assert Grid.of({"completion": "1.1,1", "places": "1,0.9"}).scenarios == (
        (("completion", 1.1),),
        (),
        (("places", 0.9), ("completion", 1.1)),
        (("places", 0.9),),
    )


def test_three_levers_of_three_values_are_27_scenarios_each_with_a_name_of_its_own():
    grid = Grid.of(THREE)
    names = [name_of(asked) for asked in grid.scenarios]

    assert len(set(names)) == 27
    assert names[:4] == ["waits-1", "waits-1_completion-1.1", "waits-1_completion-1.2", "waits-2"]
    assert names[-1] == "places-1.2_waits-3_completion-1.2"
    assert (grid.varied, grid.held) == (("places", "waits_weeks", "completion"), ())


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ({}, "as-it-is"),
        ({"places": "1", "waits_weeks": "as-it-is"}, "as-it-is"),
        ({"money_percent": "-5.1"}, "money-minus-5.1"),
        ({"early_drop_out": "0.85", "reach": "0.6"}, "drop-out-0.85_reach-0.6"),
        (
            {"capacity": "900", "pounds_a_place": "2500", "quarters_ahead": "8"},
            "capacity-900_pounds-2500_quarters-8",
        ),
    ],
)
def test_a_grid_of_one_is_one_scenario(written, name):
    grid = Grid.of(written)

    assert [name_of(asked) for asked in grid.scenarios] == [name]
    assert grid.varied == ()


def test_a_name_is_legal_on_every_system_with_all_levers_too():
    every = {
        "places": "1.1234", "waits_weeks": "12", "early_drop_out": "0.8765", "completion": "1.1234", "reach": "0.5678",
        "money_percent": "-99.1234", "capacity": "1000000", "pounds_a_place": "1000000", "quarters_ahead": "12",
    }  # fmt: skip
    (asked,) = Grid.of(every).scenarios

    assert len(name_of(asked)) <= 150
    assert not set(name_of(asked)) & set('<>:"/\\|?* ')
    assert name_of(asked)[-1] not in ". "


def test_what_the_model_is_asked_is_what_was_written():
    (asked,) = Grid.of({"places": "1.10", "quarters_ahead": "8"}).scenarios

    assert levers_of(asked) == Levers(places=1.1, quarters_ahead=8)


def test_a_grid_has_one_name_however_it_is_written_and_another_has_another():
    grid = Grid.of(THREE)

    assert grid.name.startswith("27-places-waits-completion-")
    assert Grid.of({name: text.replace(",", ", ") for name, text in THREE.items()}).name == grid.name
    assert Grid.of(grid.texts) == grid
    assert (grid.texts["places"], grid.texts["reach"]) == ("1,1.1,1.2", "as-it-is")
    assert Grid.of(THREE | {"places": "1,1.1,1.3"}).name != grid.name
    assert Grid.of(THREE | {"capacity": "900"}).held == (("capacity", 900.0),)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ({"places": "1,x"}, "--places is 'x'; wanted numbers with commas between, of at most four decimals, such as"),
        ({"places": "1,"}, "--places is ''; wanted numbers"),
        ({"completion": "1,1.00001"}, "--completion is '1.00001'; wanted numbers"),
        ({"completion": "nan"}, "--completion is 'nan'; wanted numbers"),
        ({"place": "1"}, "--place: there is no such lever; there are places, waits_weeks, early_drop_out"),
        ({"capacity": "900,950"}, "--capacity has 2 values; wanted one, as scenarios are compared with one course"),
        ({"places": "1,1.0"}, "--places: 1 stands there twice; wanted each value once"),
        ({"waits_weeks": "as-it-is,2,as-it-is"}, "--waits_weeks: as-it-is stands there twice"),
        ({"reach": "0.5,1.2"}, "--reach: reach is 1.2; wanted a share of need from 0 to 1"),
        ({"waits_weeks": "-1"}, "--waits_weeks: waits_weeks is -1.0; wanted weeks from 0 to 52"),
        ({"quarters_ahead": "4.5"}, "--quarters_ahead: quarters_ahead is 4.5; wanted a whole number of quarters"),
    ],
)
def test_what_cannot_be_is_one_line_that_says_where(written, said):
    with pytest.raises(Mistake) as raised:
        Grid.of(written, lambda name: f"--{name}")

    assert str(raised.value).startswith(said)
    assert "\n" not in str(raised.value)


def test_a_grid_of_more_documents_than_anybody_reads_is_refused():
    many, ten = ",".join(f"1.{place}" for place in range(10, 31)), "1,2,3,4,5,6,7,8,9,10"

    assert len(Grid.of({"places": many[: many.index(",1.30")], "waits_weeks": ten}).scenarios) == MOST
    with pytest.raises(Mistake, match=r"^21 of places x 10 of waits_weeks are 210 scenarios; wanted at most 200"):
        Grid.of({"places": many, "waits_weeks": ten})

"""Scenarios side by side, of an invented partnership: each with the figures of its own document, to the digit, and in order."""

import re

import pytest
from bs4 import BeautifulSoup
from reading import words

import needs
from needs.measure.sweep import Grid, name_of
from needs.mistakes import Mistake
from needs.present.sections import compared, scenario

PLACE = ("northmere", "2007-08 Q4")
ASKED = {"places": "1,1.1,1.2", "completion": "1,1.1,1.2", "waits_weeks": "1,2,3"}
COLUMNS = {
    "In treatment in the year": "In treatment in the year", "Leave as planned": "Leave as planned",
    "Weeks of waiting at the end": "Weeks of waiting at the end",
    "Places needed so that nobody queues": "Places needed so that nobody queues", "Pounds": "Pounds",
}  # fmt: skip


@pytest.fixture(scope="module")
def report():
    return needs.open(*PLACE)


def soup(html):
    return BeautifulSoup(str(html.markup), "html.parser")


def rows(table):
    """The cells of each row of a table, by its headings."""
    heads = [words(head) for head in table.select("thead th")]
    return [
        dict(zip(heads, (words(cell) for cell in row.select("th, td")), strict=True))
        for row in table.select("tbody tr")
    ]


@pytest.fixture(scope="module")
def side_by_side(report):
    return report.scenarios(**ASKED, pounds_a_place="2500")


def test_each_row_has_the_figures_of_the_scenarios_own_document(report, side_by_side):
    table = soup(side_by_side.show(compared.table)).select_one("table")
    *listed, last = rows(table)
    links = [row.th.a["href"] for row in table.select("tbody tr")[:-1]]
    grid = side_by_side.grid

    assert len(listed) == 27
    assert sorted(links) == sorted(f"../{name_of(asked)}/scenario.html" for asked in grid.scenarios)
    for asked in grid.scenarios:
        (row,) = (row for row, link in zip(listed, links, strict=True) if link == f"../{name_of(asked)}/scenario.html")
        own = report.scenario(**{"money_percent": 0.0} | dict(asked))
        of_each = {one["Measure"]: one for one in rows(soup(own.show(scenario.side_by_side)).select("table")[-1])}
        for column, measure in COLUMNS.items():
            before, after = (
                list(of_each[measure].values())[1:3] if own.levers.changed else [[*of_each[measure].values()][1]] * 2
            )
            assert (row[column], last[column]) == (after, before), (name_of(asked), column)


def test_scenarios_stand_by_targets_reached_and_then_by_how_many_leave_as_planned(side_by_side):
    listed = rows(soup(side_by_side.show(compared.table)).select_one("table"))[:-1]
    worth = {"People in treatment: likely": 1, "People in treatment: unlikely": 2, "not reached": 3}
    found = [
        (
            worth[row["Targets"]],
            -int(row["Leave as planned"].split()[0].replace(",", "")),
        )
        for row in listed
    ]

    assert len(set(found)) > 5
    assert found == sorted(found)


def test_it_says_how_many_there_are_what_is_held_and_from_where_places_are(side_by_side):
    said = words(soup(side_by_side.show(compared.what_was_asked)))

    assert "Twenty-seven scenarios are every combination of these values, four quarters ahead." in said
    assert "Left as they are in all of them: early drop-out, need reached and money." in said
    assert "the most in treatment at a quarter's end of the last year" in said
    assert {
        row["Lever"]: (row["Values"], row["How"])
        for row in rows(soup(side_by_side.show(compared.what_was_asked)).table)
    } == {
        "Places": ("as it is; 1.1; 1.2", "in turn"),
        "Mean wait": ("1 week; 2 weeks; 3 weeks", "in turn"),
        "Completion": ("as it is; 1.1; 1.2", "in turn"),
        "Places now": ("2,030", "held"),
        "Pounds a place": ("2,500", "held"),
    }


def test_the_sentences_and_the_picture_name_the_lever_that_does_most(side_by_side):
    """More completions are what more leave as planned by; of places the first has most to do with who is treated."""
    page = soup(side_by_side.show(compared.what_does_most))
    means = rows(page.select_one("figure table"))
    first = {}
    for row in means:
        first.setdefault(row["People who are or do"], row)

    assert (first["In treatment in the year"]["Lever"], first["Leave as planned"]["Lever"]) == ("Places", "Completion")
    assert "in treatment in the year: places. For leaving as planned: completion" in words(page.figcaption)
    assert f"With 1.2 times as many places, {first['In treatment in the year']['Difference']} more people" in words(
        page
    )
    for row in means:
        low, high, difference = (
            int(row[name].replace(",", "")) for name in ("Lowest mean", "Highest mean", "Difference")
        )
        assert high - low == difference >= 0


def test_of_more_scenarios_than_a_table_holds_the_rest_are_named_with_their_documents(report):
    many = report.scenarios(completion=",".join(f"{1 + place / 100:g}" for place in range(45)))
    page = soup(many.show(compared.table))

    assert len(page.select("tbody tr")) == compared.MOST_ROWS + 1
    assert len(page.select("ul a")) == 5
    assert "Another five scenarios come after them" in words(page)


def test_a_partnership_without_records_says_what_cannot_be_worked_out():
    barnet = needs.open("barnet", "2011-12 Q4").scenarios(**ASKED)

    assert "no treatment records of Barnet are at hand" in words(soup(barnet.show(compared.table)))
    assert soup(barnet.show(compared.table)).select("table") == []
    assert compared.every_effect(barnet) is None


def test_an_impossible_scenario_stops_the_notebook_in_one_line(report):
    with pytest.raises(Mistake, match=r"^places is 0.5, which is 1,015"):
        report.scenarios(places="1,0.5")
    with pytest.raises(Mistake, match=r"^places is 'x'; wanted numbers with commas between"):
        report.scenarios(places="1,x")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"money_percent": "0,-5.1"}, ["Money −5.1%", "Nothing changes"]),
        ({"places": "1.1", "completion": "1,1.1"}, ["What is held in all, and no more", "Completion × 1.1"]),
        ({"reach": "0.6,0.65"}, ["Need reached 60%", "Need reached 65%"]),
        ({"early_drop_out": "0.5,1", "waits_weeks": "1,2"}, ["Wait 1 week, early drop-out × 0.5", "Wait 2 weeks"]),
    ],
)
def test_a_scenario_is_named_by_what_differs(report, asked, said):
    found = report.scenarios(**asked)
    names = {row["Scenario"] for row in rows(soup(found.show(compared.table)).select_one("table"))}

    assert set(said) <= names
    assert len(names) == len(Grid.of(asked).scenarios) + 1
    assert not re.search(r"-\d", " ".join(names))


def test_a_target_stands_with_its_year(side_by_side):
    table = soup(side_by_side.show(compared.which_reach)).select_one("table")

    assert "3,542 (2007-08)" in {row["Target is"] for row in rows(table)}

"""The treatment map: four stages that add up or are said not to, from small tables drawn by hand."""

from test_leaving import HIDDEN
from test_performance import Q1, assessed, figure, said

from needs.present.flow import flow, treatment_map
from needs.present.flow_drawing import drawing

FIRST = ("2007-07-01", "2007-09-30")
YEAR = {"period": ("2007-07-01", "2008-06-30"), "window": "rolling_12_months", "source": "invented-records"}


def stock(when, number, period, **given):
    return figure(
        f"in_treatment_when_period_{when}", number, unit="people", period=period, source="invented-records", **given
    )


def number(indicator, people, **given):
    return figure(indicator, people, unit="people", **YEAR, **given)


def part(indicator, breakdown, group, x, n):
    given = {"lower": 10, "upper": 90, "interval_method": "Wilson", "breakdown": breakdown}
    return figure(indicator, 100 * x / n, group=group, counts=(x, n), **YEAR, **given)


def year(after=260, **left):
    """200 open before, 150 begun and 90 ended in twelve months: 260 should be open after."""
    return [
        stock("begins", 200, FIRST), number("new_presentations", 150), number("exits", 90) | left,
        stock("ends", after, Q1),
    ]  # fmt: skip


WAYS = (
    part("new_presentations_by_group", "referral_source", "criminal justice", 60, 150),
    part("new_presentations_by_group", "referral_source", "self, family and friends", 90, 150),
    part("exits_by_reason", "exit_reason", "prison", 30, 90),
    part("exits_by_reason", "exit_reason", "successful completion", 60, 90),
)


def drawing_of(*figures):
    """The drawn map and nothing else of the section."""
    of = assessed(*figures)
    found = treatment_map(of)
    return drawing(of, found.account, found.routes, found.reasons)


def test_the_stages_of_twelve_months_stand_in_a_table_with_their_parts():
    shown = said(flow(assessed(*year(), *WAYS)))

    assert "200 open before, 150 begun, 90 ended, 260 open after." in shown
    assert "1. In treatment when the period begins 200 2. Came in 150 " in shown
    assert (
        "Came in: self, family and friends 90 60% (10% to 90%) Came in: criminal justice 60 40% (10% to 90%)" in shown
    )
    assert "4. Left 90 Left: successful completion 60 67% (10% to 90%) Left: prison 30 33%" in shown
    assert "In treatment when the period ends 260" in shown


def test_a_map_that_does_not_add_up_says_so():
    assert "Treatment journeys do not add up in July 2007 to June 2008" in said(flow(assessed(*year(after=255), *WAYS)))


def test_the_map_is_drawn_only_where_all_of_it_is_shown():
    hidden = part("exits_by_reason", "exit_reason", "died", 3, 90) | HIDDEN

    assert "150 journeys began and 90 ended; 260 were open at the end" in said(flow(assessed(*year(), *WAYS)))
    for drawn in (year(**HIDDEN), [*year(), hidden], year(after=255)):
        assert "<svg" not in str(drawing_of(*drawn, *WAYS))


def test_a_hidden_stage_is_neither_added_up_nor_given_away():
    shown = said(flow(assessed(*year(**HIDDEN), *WAYS)))

    assert "One of the four figures for July 2007 to June 2008 (invented records) is hidden" in shown
    assert "4. Left [c]" in shown


def test_without_twelve_months_the_quarter_stands_alone():
    of_quarter = {"unit": "people", "source": "invented-records"}
    quarter = [
        stock("begins", 200, Q1), figure("new_presentations", 50, **of_quarter), figure("exits", 40, **of_quarter),
        stock("ends", 210, Q1),
    ]  # fmt: skip
    shown = said(flow(assessed(*quarter)))

    assert "Treatment journeys add up in April to June 2008 (invented records): 200 open before, 50 begun" in shown


def test_people_at_several_agencies_are_the_third_stage_and_moves_are_said_not_to_be_counted():
    shown = said(flow(assessed(*year(), *WAYS, number("people_at_each_agency", 400), number("in_treatment", 350))))

    assert "3. Counted again at a further agency 50" in shown
    assert "Moves from one agency to another are not counted." in shown


def test_with_nothing_at_hand_one_sentence_says_so():
    assert said(flow(assessed())) == (
        "No figure on how people come into treatment, move and leave was found for Dudley up to 2008-09 Q1."
    )

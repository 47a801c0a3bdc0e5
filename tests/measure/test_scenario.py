"""A stock and flow of ten quarters of stay, moved on by hand; levers that are impossible; what one lever alone would take."""

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from needs.measure import flows as reading
from needs.measure.flows import KINDS, Flows
from needs.measure.indicators.stays import BY_STAY, STAYS
from needs.measure.results import COLUMNS
from needs.measure.safety import FEWER
from needs.measure.scenario import Levers, check, expected, fit, run, simulate, to_reach
from needs.mistakes import Mistake
from needs.quarter import Quarter

NOW = Quarter.parse("2008-09 Q4")
YEAR = [NOW - back for back in range(4)]


def flows(**given) -> Flows:
    """A hundred in treatment for two years or more, of whom one in ten completes in a quarter; 20 come in each, and nobody leaves sooner."""
    left = np.zeros((6, 3))
    left[5, 0] = 40
    usual = {
        "quarter": NOW, "area_code": "X", "source": "ndtms-records", "left": left, "open": np.full((6, 3), 400.0),
        "is_hidden": np.zeros((6, 3), bool), "stock": np.array([0, 0, 0, 0, 0, 100.0]),
        "ends": dict.fromkeys([*YEAR, NOW - 4], 100.0), "came": dict.fromkeys(YEAR, 20.0), "gone": dict.fromkeys(YEAR, 20.0),
        "returning": (math.nan, math.nan), "otherwise": 0.0, "deaths": math.nan, "wait": 1.0, "people": 180.0, "users": 90.0,
        "need": 300.0, "is_rounded": False,
    }  # fmt: skip
    return Flows(**usual | given)


def chances(**given: float) -> np.ndarray:
    """The usual chances with others, by band and way: `band0_way1` of 400 open."""
    left = np.zeros((6, 3))
    left[5, 0] = 40
    for name, number in given.items():
        band, way = (int(part[-1]) for part in name.split("_"))
        left[band, way] = number
    return left


ONE, TWO = Levers(quarters_ahead=1), Levers(quarters_ahead=2)


# 100 less 10 and 20 more are 110; of the first 90 another 9 leave, and of the 20 none: 81, 20 and 20 are 121
@pytest.mark.parametrize(("levers", "there"), [(ONE, 110), (TWO, 121)])
def test_those_there_less_those_who_leave_and_those_who_come(levers, there):
    assert expected(flows(), levers, "in_treatment") == pytest.approx(there)


def test_a_journey_grows_older_by_a_quarter_at_a_time():
    """Those who came in the last quarter are in it for under three months, and reach two years eight quarters later."""
    new = flows(stock=np.array([0, 100.0, 0, 0, 0, 0]), came=dict.fromkeys(YEAR, 0.0))
    ends = simulate(new, Levers(quarters_ahead=10), draws=1).ends[0]

    assert ends.tolist() == pytest.approx([100.0] * 8 + [90.0, 81.0])


def test_twice_the_chance_of_completing_is_twice_as_many_completions():
    levers = replace(ONE, completion=2.0)

    assert expected(flows(), levers, "planned_exits") == pytest.approx(20)
    assert expected(flows(), levers, "in_treatment") == pytest.approx(100)


def test_early_drop_out_is_of_those_who_came_in_the_quarter_and_the_one_before():
    """Of 20 who come 4 drop out; of 50 who came before 10; of the 50 of half a year ago another 10, whom no lever keeps."""
    left = chances(band0_way1=80, band1_way1=80, band2_way1=80)
    drawn = flows(left=left, stock=np.array([0, 50.0, 50, 0, 0, 0]))

    assert expected(drawn, ONE, "unplanned_exits") == pytest.approx(4 + 10 + 10)
    assert expected(drawn, replace(ONE, early_drop_out=0.5), "unplanned_exits") == pytest.approx(2 + 5 + 10)


def test_who_finds_no_place_waits_and_the_wait_is_longer_by_the_queue_over_those_who_come_in_a_week():
    """90 stay of 100 places, so 10 of 20 are let in; 10 wait, where 20 come in 13 weeks: 6.5 weeks and the one of before."""
    levers = Levers(capacity=100, quarters_ahead=1)

    assert expected(flows(), levers, "in_treatment") == pytest.approx(100)
    assert expected(flows(), levers, "new") == pytest.approx(10)
    assert expected(flows(), levers, "weeks_of_waiting") == pytest.approx(7.5)
    assert expected(flows(), levers, "places_needed") == pytest.approx(110)


def test_a_cut_puts_nobody_out_and_lets_nobody_in_until_people_have_left():
    """Of 100 places 80 are left; 90 stay, so none of 20 comes in: 20 over 20 in 13 weeks are 13 weeks."""
    found = run(flows(), Levers(money_percent=-20, quarters_ahead=1))

    assert expected(
        flows(), Levers(capacity=100, money_percent=-20, quarters_ahead=1), "in_treatment"
    ) == pytest.approx(90)
    assert found.changed["new"].value == 0
    assert found.changed["weeks_of_waiting"].value == pytest.approx(14, abs=0.1)
    assert found.as_it_is["weeks_of_waiting"].value > 1  # with the places of now, which are the most of the year


def test_a_shorter_wait_brings_people_forward_once():
    """From one week to none brings a thirteenth of a quarter's 20."""
    levers = replace(TWO, waits_weeks=0)

    assert expected(flows(), levers, "new") - expected(flows(), TWO, "new") == pytest.approx(20 / 13)
    assert expected(flows(), levers, "weeks_of_waiting") == 0


def test_a_much_longer_wait_holds_back_more_than_one_quarter_of_those_who_come():
    """From one week to 40 are three quarters' 20: nobody comes in three, and in the fourth all do."""
    assert expected(flows(), Levers(waits_weeks=40), "new") == pytest.approx(20)


def test_people_of_the_year_are_those_there_before_and_those_who_came_as_far_as_the_last_year_tells():
    """180 people were of 100 and 80 journeys. In four quarters 80 more come to the 100 of now."""
    assert expected(flows(), Levers(), "in_treatment_in_the_year") == pytest.approx(180)


def test_half_the_need_is_reached_by_as_many_more_as_come():
    """90 of 300 are reached; 45% would be half as many people again in the year: 270 of 100 and 170, and so 42.5 a quarter."""
    assert expected(flows(), Levers(reach=0.45), "new") == pytest.approx(170, abs=0.5)


def test_those_who_come_back_follow_those_who_leave():
    """Of 20 who come half are back, after 20 who left in a quarter: one of two. 10 leave in the first, so 15 / 2 are back in the second."""
    drawn = flows(returning=(40.0, 80.0))

    assert expected(drawn, ONE, "returns") == pytest.approx(10)
    assert expected(drawn, TWO, "returns") == pytest.approx(10 + 7.5)


def test_pounds_are_said_where_a_place_has_a_price():
    found = run(flows(), Levers(capacity=120, places=1.5, pounds_a_place=1000, quarters_ahead=2))

    assert found.changed["pounds"].value == 1.5 * 120 * 1000 / 2
    assert "pounds" not in run(flows(), ONE).changed


def test_a_run_gives_the_same_each_time_with_what_is_expected_within_its_range():
    one, other = (run(flows(), Levers(completion=1.2)) for _ in range(2))

    assert one == other
    for measure in ("in_treatment", "new", "planned_exits"):
        found = one.as_it_is[measure]
        assert found.lower < expected(flows(), Levers(), measure) < found.upper


def came(*years: float) -> Flows:
    """Flows of whole years, the last first, with as many in each quarter of a year."""
    return flows(came={NOW - (4 * back + number): year for back, year in enumerate(years) for number in range(4)})


def test_chance_within_a_year_is_told_from_a_change_between_years():
    """80 and 120 in turn vary by 1,600 / 3 about 100 in both years; from 100 to 400 nothing varies within."""
    turns = {NOW - back: 80.0 + 40 * (back % 2) for back in range(8)}

    assert flows(came=turns).overdispersion == pytest.approx(1600 / 3 / 100)
    assert came(400, 100).overdispersion == 1


def test_a_change_between_years_is_learnt_from_those_of_the_past_and_the_usual_one():
    """The usual 0.1 counts as four. From 100 to 200 the logarithm is 0.693, and chance gives 1 / 800 + 1 / 400 of its square."""
    assert came(100).change == (pytest.approx(0.1), 4)
    learnt = math.sqrt((4 * 0.01 + math.log(2) ** 2 - 0.00375) / 5)
    assert came(200, 100).change == (pytest.approx(learnt), 5)
    assert came(100, 100).change == (pytest.approx(math.sqrt(0.04 / 5)), 5)


def test_those_who_come_are_the_less_sure_the_more_their_years_differed():
    steady, steep = (run(came(*years), Levers()).as_it_is["new"] for years in ((200, 200, 200), (200, 140, 100)))

    assert steep.upper - steep.lower > 1.5 * (steady.upper - steady.lower)


def test_nothing_asked_changes_nothing():
    found = run(flows(), Levers())

    assert found.as_it_is == found.changed
    assert {(one.value, one.lower, one.upper) for one in found.net.values()} == {(0, 0, 0)}


@pytest.mark.parametrize(
    ("levers", "said"),
    [
        ({"reach": 1.2}, "reach is 1.2; wanted a share of need from 0 to 1, as in 0.6 for 60%"),
        ({"waits_weeks": -1}, "waits_weeks is -1; wanted weeks from 0 to 52"),
        ({"places": "more"}, "places is 'more'; wanted times as it is"),
        ({"places": True}, "places is True; wanted times"),
        ({"completion": math.nan}, "completion is nan; wanted times"),
        ({"money_percent": -101}, "money_percent is -101; wanted a change in percent from -100"),
        ({"places": math.inf}, "places is inf; wanted times"),
        ({"capacity": 10**400}, "capacity is 10+; wanted how many"),
        ({"quarters_ahead": 1.5}, "quarters_ahead is 1.5; wanted a whole number of quarters from 1 to 12"),
        ({"quarters_ahead": 40}, "quarters_ahead is 40; wanted a whole number"),
        (
            {"places": 0.9},
            "places is 0.9, which is 90, fewer than the 100 in treatment .*wanted 1 or more: .*write money_percent",
        ),
        ({"capacity": 90}, "capacity is 90, fewer than the 100 in treatment .*write money_percent"),
        ({"completion": 10}, None),
        ({"reach": 0.5}, None),
    ],
)
def test_an_impossible_lever_is_one_line_that_says_what_was_wanted(levers, said):
    if said is None:
        check(flows(), Levers(**levers))
        return
    with pytest.raises(Mistake, match=said) as found:
        check(flows(), Levers(**levers))
    assert "\n" not in str(found.value)


def test_more_cannot_leave_than_are_there():
    """Of those of two years or more three in ten drop out, so completion can be seven times as likely as one in ten at most."""
    drawn = flows(left=chances(band5_way1=120))

    check(drawn, Levers(completion=7))
    with pytest.raises(Mistake, match="completion is 7.5, by which more would leave .*wanted 7 or less"):
        check(drawn, Levers(completion=7.5))


@pytest.mark.parametrize(("given", "levers", "said"), [
    ({"need": math.nan}, {"reach": 0.5}, "reach is 0.5, and need is not known .*leave reach out"),
    ({}, {"reach": 0.1}, "reach is 0.1, and from nobody who comes .* would be 0.17 to 1 in the year"),
    ({"need": 3000.0}, {"reach": 0.9}, "reach is 0.9, and .* 0.02 to 0.15 in the year; wanted a share of need between"),
    ({"wait": math.nan}, {"waits_weeks": 2}, "waits_weeks is 2, and no mean wait is shown .*leave it out"),
])  # fmt: skip
def test_what_is_not_known_cannot_be_asked(given, levers, said):
    with pytest.raises(Mistake, match=said):
        check(flows(**given), Levers(**levers))


def test_what_one_lever_alone_would_take():
    """130 at the end of the quarter are 90 and 40, twice as many as come. 95 by completion: 75 stay, as 25 complete and not 10."""
    assert to_reach(flows(), "in_treatment", 130, ONE)["coming"] == pytest.approx(2, abs=0.01)
    found = to_reach(flows(), "in_treatment", 95, ONE)
    assert found["completion"] == pytest.approx(2.5, abs=0.01)
    assert found["coming"] is None and found["early_drop_out"] is None


# What is read of results


def row(indicator: str, numerator: float, denominator: float = math.nan, **given) -> dict:
    number = numerator if math.isnan(denominator) else 100 * numerator / denominator
    usual = dict.fromkeys(COLUMNS, "") | {
        "indicator": indicator, "area_code": "X", "period_start": pd.Timestamp("2008-04-01"), "period_end": pd.Timestamp("2009-03-31"),
        "window": "financial_year", "breakdown": "all", "group": "all", "kind": "actual", "status": "shown",
        "source": "ndtms-records", "numerator": numerator, "denominator": denominator, "value": number, "is_rounded": True,
    }  # fmt: skip
    return usual | given


def of_stay(indicator: str, numbers: list[float | None], open_: float = 100) -> list[dict]:
    return [
        row(indicator, math.nan, math.nan, breakdown=BY_STAY, group=stay, status="hidden")
        if number is None
        else row(indicator, number, open_, breakdown=BY_STAY, group=stay)
        for stay, number in zip(STAYS, numbers, strict=True)
    ]


def results(*rows: dict) -> pd.DataFrame:
    """Counts of a year, all in all 600 open, with what is given in the place of the usual."""
    quarter = {"window": "quarter", "period_start": pd.Timestamp("2009-01-01")}
    usual = [
        *(row(name, 60, 600) for name in KINDS), *(one for name in KINDS for one in of_stay(name, [10] * 6)),
        row(reading.STOCK, 100, **quarter), row(reading.CAME, 20, **quarter), row(reading.LEFT, 30, **quarter),
        *(row(reading.STOCK, 20, breakdown=BY_STAY, group=stay, **quarter) for stay in STAYS[1:]),
    ]  # fmt: skip
    instead = {(one["indicator"], one["breakdown"], one["group"]) for one in rows}
    kept = [one for one in usual if (one["indicator"], one["breakdown"], one["group"]) not in instead]
    return pd.DataFrame([*kept, *rows])


def test_chances_are_the_counts_that_are_shown():
    found = fit(results(), NOW)

    assert found.chances == pytest.approx(np.full((6, 3), 0.1))
    assert found.stock.tolist() == [0, 20, 20, 20, 20, 20]
    assert (found.now, found.coming) == (100, 20)


def test_hidden_counts_share_what_is_left_of_the_whole_and_are_seven_at_most():
    """Of 60 who left 54 are shown in four bands; the two others have three each, of the hundred that another way shows open."""
    found = fit(results(*of_stay(KINDS[0], [14, 14, 13, 13, None, None])), NOW)

    assert found.left[:, 0].tolist() == [14, 14, 13, 13, 3, 3]
    assert found.open[:, 0].tolist() == [100] * 6
    assert found.is_hidden[:, 0].tolist() == [False] * 4 + [True] * 2
    assert fit(results(*of_stay(KINDS[0], [10, 10, 10, 10, None, None])), NOW).left[4, 0] == 7


def test_a_bound_stands_for_four():
    bound = row(KINDS[2], math.nan, 600, status="bound", qualifier=FEWER)
    found = fit(results(bound, *of_stay(KINDS[2], [None] * 6)), NOW)

    assert found.left[:, 2] == pytest.approx([4 / 6] * 6)


@pytest.mark.parametrize("missing", [KINDS[1], reading.STOCK, reading.CAME])
def test_without_a_flow_nothing_is_fitted(missing):
    table = results()

    with pytest.raises(
        Mistake, match="2008-09 Q4: no stock and flow can be worked out of what is shown; wanted records"
    ):
        fit(table[table["indicator"] != missing], NOW)


@pytest.mark.parametrize(
    "levers",
    [
        Levers(waits_weeks=2, completion=1.2), Levers(money_percent=-5.1), Levers(places=1.1), Levers(early_drop_out=0.9),
        Levers(completion=1.05, capacity=130),
    ],
)  # fmt: skip
def test_a_difference_is_that_of_the_values_shown_and_within_its_range(levers):
    found = run(flows(), levers)
    for name, net in found.net.items():
        assert net.value == pytest.approx(found.changed[name].value - found.as_it_is[name].value)
        assert net.lower <= net.value <= net.upper

"""A series of quarters: what is unusual, what cannot be judged and why, what flows, and whether a target is met by chance."""

import dataclasses

import pandas as pd
import pytest
from small_facts import fact
from small_paper import assessed, figure
from small_paper import said as said_of

from needs.measure.series import net_flow, one_chart_in, series_of
from needs.present.kit.section import cited
from needs.present.sections.quarters import ASSURED, CAUSES, NO_STOCK, WHY_NOT, assured, control_charts, flow, said
from needs.quarter import Quarter
from needs.statistics.change import SPECIAL_CAUSES

FIRST = Quarter(2006, 1)
STEADY = [100, 104, 98, 102, 97, 103, 99, 105, 98, 101, 103, 100]


def rows(values, months=0, first=FIRST, **given):
    """One row of results a quarter; `months` more make the periods overlap. None is hidden."""
    quarters = [first + place for place in range(len(values))]
    return pd.DataFrame(
        {
            "value": values,
            "numerator": float("nan"),
            "denominator": float("nan"),
            "unit": "people",
            "series": "",
            "is_rounded": False,
            "status": ["hidden" if value is None else "shown" for value in values],
            "period_start": [pd.Timestamp(quarter.start) - pd.DateOffset(months=months) for quarter in quarters],
            "period_end": [pd.Timestamp(quarter.end) for quarter in quarters],
            **given,
        }
    ).astype({"value": "float64"})


def series(values, months=0, **given):
    return series_of(rows(values, months, **given), FIRST + (len(values) - 1))


def test_ordinary_ups_and_downs_are_no_unusual_change():
    found = series(STEADY)

    assert (found.why_not, found.cause, found.known) == ("", "", 12)
    assert "No unusual change" in said(found, fact()).text


def test_a_quarter_far_above_the_others_is_unusually_high():
    found = series([*STEADY, 160])

    assert found.cause == "above the upper limit"
    assert said(found, fact()).text == "That is unusually high, outside the usual range."


@pytest.mark.parametrize(
    ("values", "months", "why_not", "words"),
    [
        (STEADY[:11], 0, "few", ""),
        (STEADY, 9, "overlap", "the periods overlap"),
        ([*STEADY, None], 0, "latest", "the latest quarter has no figure"),
        ([165] * 12, 0, "same", "do not differ enough"),
        ([381] * 4 + [489] * 4 + [495] * 4, 0, "same", "do not differ enough"),
    ],
)
def test_change_that_cannot_be_judged_says_why(values, months, why_not, words):
    found = series(values, months)

    assert found.why_not == why_not
    assert not words or words in said(found, fact()).text
    assert assured(found, fact(), fact(value=50, kind="target")).text == ""


@pytest.mark.parametrize(
    ("values", "given", "why_not"),
    [
        ([95, 105] * 6, {"is_rounded": True}, ""),  # 100 people a quarter
        ([95, 105] * 5 + [95, 100], {"is_rounded": True}, "rounding"),
        ([95, 105] * 5 + [95, 100], {"is_rounded": False}, ""),
        ([50, 60] * 6, {"is_rounded": True, "denominator": 100.0}, ""),  # of a share it is what it is out of
        ([50, 60] * 6, {"is_rounded": True, "denominator": 95.0}, "rounding"),
    ],
)
def test_rounded_quarters_are_judged_from_a_hundred_people_a_quarter_on(values, given, why_not):
    found = series(values, **given)

    assert found.why_not == why_not
    assert ("rounding moves the figure too far" in said(found, fact()).text) == (why_not == "rounding")


def test_a_quarter_that_is_hidden_is_told_from_one_that_was_never_counted():
    found = series_of(rows([*STEADY[:6], None, *STEADY]).drop(index=3), FIRST + 18)

    assert [place for place, row in enumerate(found.rows) if row is None] == [3, 6]
    assert found.hidden == {FIRST + 6}


def test_a_hidden_quarter_is_a_gap_in_the_table_of_the_chart():
    drawn = [
        figure("exits", 145 + place % 2 * 10, unit="people", source="records-of-nobody", period=(of.start, of.end))
        for place, of in enumerate(Quarter(2004, 1) + number for number in range(17))
        if place != 7  # 2005-06 Q4
    ]
    drawn[4] |= {"status": "hidden", "value": None}
    assessment = assessed(*drawn)
    shown = said_of(cited(assessment, *control_charts(assessment)))

    assert "2004-05 Q4 155 " in shown
    assert "2005-06 Q1 [c] " in shown
    assert "2005-06 Q4 [x] " in shown


def test_a_quarter_without_a_figure_keeps_its_place():
    found = series([*STEADY[:5], None, *STEADY])

    assert [row is None for row in found.rows].index(True) == 5
    assert found.known == 17
    assert str(found.quarters[5]) == "2007-08 Q2"


def test_first_quarters_of_years_alone_are_no_series():
    yearly = pd.concat([rows([80 + year], first=FIRST + 4 * year) for year in range(12)])

    # twelve figures, but no two quarters in a row: no moving range
    assert series_of(yearly, FIRST + 44).why_not == "same"


@pytest.mark.parametrize(
    ("target", "polarity", "word"),
    [
        (80, "higher better", "usually meet it"),
        (80, "lower better", "usually miss it"),
        (99, "higher better", "chance decides"),
    ],
)
def test_a_target_is_met_missed_or_either_by_chance(target, polarity, word):
    latest = fact(polarity=polarity)
    text = assured(series(STEADY), latest, dataclasses.replace(latest, value=target, kind="target")).text

    assert word in text
    assert f"{target}%" in text


@pytest.mark.parametrize(
    "values",
    [
        [*STEADY, *(value + 12 for value in STEADY)],
        [*STEADY, *(value + 100 for value in STEADY)],
        [*STEADY, 101, 102, 103, 104, 105, 106, 107],
    ],
    ids=["a new level", "a level beyond all limits", "a rise of seven"],
)
def test_a_level_that_changed_on_the_way_says_nothing_of_a_target(values):
    latest = fact(polarity="higher better")
    text = assured(series(values), latest, dataclasses.replace(latest, value=50, kind="target")).text

    assert text.startswith("The level changed within these quarters")


def test_a_target_is_never_said_to_be_met_or_missed_in_every_quarter():
    assert not any("every" in sentence or "always" in sentence for sentence in ASSURED.values())
    assert all(len(sentence.split()) <= 25 for sentence in ASSURED.values())


def test_every_rule_has_its_words():
    assert set(CAUSES) == {"", *SPECIAL_CAUSES}
    assert all(len(sentence.split()) <= 25 for sentence in CAUSES.values())


def test_a_series_that_is_nowhere_shown_is_none():
    assert series_of(rows([None, None]), FIRST + 1) is None


def test_a_share_has_limits_that_know_their_denominators():
    counted = series(
        [50] * 12, numerator=[52, 48] * 5 + [104, 96], denominator=[100.0] * 10 + [200.0] * 2, unit="percent"
    )
    points = counted.chart.points

    assert counted.chart.method.startswith("p' chart (Laney 2002)")
    assert points["upper"].iloc[-1] - 50 == pytest.approx((points["upper"].iloc[0] - 50) / 2**0.5)
    assert series(STEADY, unit="percent").chart.method.startswith("XmR")  # a share without counts


def test_the_net_flow_is_those_who_came_less_those_who_left():
    found = net_flow(rows([120, 110] * 7), rows([100, 105] * 6 + [None, 105]), FIRST + 13)

    assert [row and row.value for row in found.rows] == [*[20, 5] * 6, None, 5]
    assert found.is_flow
    assert found.hidden == {FIRST + 12}
    assert found.why_not == ""
    assert net_flow(rows([120, 110] * 7), rows([None] * 14), FIRST + 13) is None


def test_the_flow_of_few_is_not_judged_where_rounding_moves_it():
    few = net_flow(rows([90, 95] * 6, is_rounded=True), rows([100, 95] * 6, is_rounded=True), FIRST + 11)

    assert few.why_not == "rounding"


def flowing(*left):
    of = [Quarter(2004, 1) + number for number in range(17)]
    given = {"unit": "people", "source": "records-of-nobody"}
    came = [
        figure("new_presentations", 150 + place % 3 * 5, period=(one.start, one.end), **given)
        for place, one in enumerate(of)
    ]
    gone = [figure("exits", value, period=(one.start, one.end), **given) for value, one in zip(left, of, strict=True)]
    stock = [figure("in_treatment", 900, period=(one.start, one.end), **given) for one in of[:-1]]
    return assessed(*came, *gone, *stock)


def test_people_in_treatment_have_no_chart_and_their_flow_has():
    assessment = flowing(*[145, 155] * 8, 60)
    shown, charts = (said_of(cited(assessment, *part(assessment))) for part in (flow, control_charts))

    assert shown.startswith(
        "155 came into treatment and 60 left in April to June 2008. The difference is unusually high"
    )
    assert "People who came into treatment, less those who left: 95 in April to June 2008, unusually high" in shown
    assert NO_STOCK in charts
    assert "People in treatment: " not in charts
    assert "Three such charts could be drawn. If nothing changed, about one chart in" in charts


def test_how_many_charts_are_marked_by_chance_alone_is_said_in_words():
    # By simulation in 7.6, 11 and 19 of 100 charts of 12, 16 and 24 quarters, and of the latest quarter in 1.5 to 1.7
    assert one_chart_in([series(STEADY)]) == (13, 60)
    assert one_chart_in([series(STEADY), series(STEADY * 2)])[0] == 8  # 1 / ((0.076 + 0.189) / 2) is 7.5


def test_what_is_said_of_quarters_is_short():
    assert all(len(sentence.split()) <= 25 for sentence in (NO_STOCK, *WHY_NOT.values()))

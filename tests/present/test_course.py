"""What is said of figures over the years: level, lowest and highest year, last step, what stands apart, and the trend."""

import re

import pytest
from small_paper import assessed, figure
from small_paper import said as said_of

from needs.measure import series
from needs.present.kit.section import cited
from needs.present.sections import change
from needs.quarter import Quarter

BARNET = [
    1105,
    1110,
    1065,
    1315,
    1435,
    1325,
    1215,
    1025,
    1070,
    1035,
    1105,
    1285,
    1465,
]  # in treatment, 2009-10 to 2021-22


def yearly(indicator, values, first=2009, **given):
    return [
        figure(
            indicator, value, unit="people", period=(f"{first + place}-04-01", f"{first + place + 1}-03-31"),
            window="financial_year", origin="published", **given,
        )
        for place, value in enumerate(values)
    ]  # fmt: skip


def said(indicator, values, of=change.over_years):
    assessment = assessed(
        *yearly(indicator, values, source="records-of-nobody"), quarter=str(Quarter(2008 + len(values), 4))
    )
    return said_of(cited(assessment, *of(assessment)))


def test_a_series_that_fell_and_rose_again_is_told_whole():
    text = said("in_treatment", BARNET)

    assert text.startswith(
        "In treatment: about 1,110 in a typical year, lowest 1,025 in 2016-17, highest 1,465 in 2021-22. The last step is up, "
        "from 1,285 in 2020-21 to 1,465 in 2021-22; before the lowest year it had been 1,435, in 2013-14."
    )
    assert "In treatment between 1,025 (2016-17) and 1,465 (2021-22)" in text  # the chart's title


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (
            [100, 105, 100, 105, 160, 100],
            "The last step is down, from 160 in 2013-14 to 100 in 2014-15; 2013-14 stands apart.",
        ),
        (
            [100, 105, 140, 105, 100, 105, 150, 105],
            "The last step is down, from 150 in 2015-16 to 105 in 2016-17; before",
        ),
        ([100, 110, 120], "The last step is up, from 110 in 2010-11 to 120 in 2011-12."),
        ([100, 120, 120], "The last step is none: 2010-11 and 2011-12 are alike."),
        ([100, 120], "In treatment: 100 in 2009-10, 120 in 2010-11."),
        ([120, 120, 120], "In treatment: 120 in every year from 2009-10 to 2011-12."),
    ],
)
def test_the_last_step_stands_with_what_stands_apart(values, sentence):
    assert sentence in said("in_treatment", values)


def test_a_rise_that_rests_on_one_year_is_not_claimed():
    assert change.TRENDS[series.ONE_YEAR] in said("new_presentations", [500, 505, 500, 505, 700])
    assert change.TRENDS[series.RISE] in said("new_presentations", [500, 600, 700, 800, 900])


def test_sentences_over_years_are_short():
    given = dict.fromkeys(
        re.findall(r"\{(\w+)\}", "".join((change.COURSE, change.STEP, change.TURNED, change.STANDS_APART_WITH))),
        "1,465",
    )
    given |= {"label": "Came into treatment", "of": " of people who left", "then": "the highest year"}
    for template in (
        change.COURSE,
        change.ALL_ALIKE,
        change.STEP + change.TURNED,
        change.STEP + change.STANDS_APART_WITH,
        *change.TRENDS.values(),
    ):
        assert len(template.format_map({**given, "level": "1,110", "first_year": "2009-10"}).split()) <= 25, template

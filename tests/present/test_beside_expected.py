"""Completing by drug and beside what is expected, in the words of the section, from small tables drawn by hand."""

import html
import re

import pytest
from outline import FOR_REVIEW, section
from small_figures import PLAIN, safe_of

from needs.measure.indicators.beside_expected import CALIBRATION, DISCRIMINATION, MODELLED, ODDS, STANDARDISED, named
from needs.present.assessment import Assessment

TREATED = "successful_completion_of_people_in_treatment"
YEAR = {"period_start": "2007-04-01", "period_end": "2008-03-31", "window": "financial_year"}
COUNTED = {"origin": "calculated", "source": "ndtms-records", "interval_method": "Byar", "is_rounded": True}


def row(place, indicator, above, below, **given):
    code = f"E090000{place:02}" if place else "E92000001"
    value = {"value": above / below, "lower": 0.8 * above / below, "upper": 1.2 * above / below, "unit": "ratio"}
    return (
        PLAIN
        | YEAR
        | COUNTED
        | {"area_code": code, "indicator": indicator, "numerator": above, "denominator": below}
        | value
        | given
    )


def said(rows, heading="Outcomes"):
    areas = [
        {"area_code": f"E090000{place:02}", "name": f"Place {place}", "partnership": f"place-{place}", "type": "district",
         "country_code": "E92000001", "region_code": "R"}
        for place in range(1, 13)
    ]  # fmt: skip
    areas += [
        {"area_code": "E92000001", "name": "England", "type": "country"},
        {"area_code": "R", "name": "The Region", "type": "region"},
    ]
    found = section(
        "needs_assessment", heading, Assessment.of(safe_of(rows, areas=areas), "place-1", "2008-09 Q1")
    ).markup
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", str(found))).split())


def ratios(way, first=65, expected=60, **given):
    return [
        row(place, named(TREATED, way), first if place == 1 else 100, expected if place == 1 else 100, **given)
        for place in range(1, 13)
    ]


def test_the_ratio_is_stated_with_both_its_counts_and_drawn_among_the_partnerships():
    text = said(ratios(STANDARDISED))

    assert (
        "Allowing for drug group, age and sex, 65 people completed treatment against 60 expected in 2007-08: 1.08 times as many "
        "(0.87 to 1.30)." in text
    )
    assert "further right, more completions expected" in text
    assert "Place 1 65 against 60 expected 1.08 (0.87 to 1.30)" in text


def test_where_there_is_none_the_reason_is_given():
    reason = "fewer than ten partnerships of its country were counted"
    none = {
        "numerator": None,
        "denominator": None,
        "value": None,
        "lower": None,
        "upper": None,
        "status": "refused",
        "reason": reason,
    }
    text = said([one | none for one in ratios(STANDARDISED)])

    assert f"Completions are not set beside those expected for the people treated: {reason}." in text
    assert "Funnel plot" not in text


@pytest.mark.parametrize("indicator", ["completion_without_return", TREATED])
def test_completing_is_given_by_drug_beside_all(indicator):
    shares = [("all", "all", 170, 1000), ("drug_group", "opiate", 30, 500), ("drug_group", "alcohol only", 140, 500)]
    text = said(
        [
            row(1, indicator, above, below, breakdown=breakdown, group=group, unit="percent", value=100 * above / below,
                lower=100 * above / below - 1, upper=100 * above / below + 1)
            for breakdown, group, above, below in shares
        ]
    )  # fmt: skip

    assert "By drug, from 6% (opiate) to 28% (alcohol only) of people in treatment completed it" in text
    assert "So the share of all in treatment follows which drugs people use." in text
    assert text.index("All 170 of 1,000") < text.index("Alcohol only 140 of 500") < text.index("Opiate 30 of 500")


def model():
    note = {"note": "12 partnerships together"}
    yield row(
        0,
        named(TREATED, ODDS),
        800,
        2000,
        breakdown="drug_group",
        group="alcohol only",
        unit="odds ratio",
        value=2.7,
        lower=2.2,
        upper=3.3,
        **note,
    )
    yield row(
        0,
        named(TREATED, ODDS),
        400,
        2400,
        breakdown="drug_group",
        group="opiate",
        unit="odds ratio",
        value=1.0,
        lower=None,
        upper=None,
        **note,
    )
    yield row(
        0,
        named(TREATED, DISCRIMINATION),
        1,
        4400,
        numerator=None,
        unit="share of pairs",
        value=0.62,
        lower=None,
        upper=None,
        **note,
    )
    yield row(0, named(TREATED, CALIBRATION), 100, 125, breakdown="tenth", group="10", **note)
    yield row(0, named(TREATED, CALIBRATION), 50, 40, breakdown="tenth", group="1", **note)


def test_reviewers_see_how_the_model_came_out():
    text = said([*ratios(STANDARDISED), *ratios(MODELLED, 65, 50), *model()], f"Outcomes{FOR_REVIEW}")

    assert "Completed, of all in treatment: the model 2007-08 65 against 50 expected 1.30 (1.04 to 1.56)" in text
    assert "Drug group: opiate 400 of 2,400 1.0, the others are set against it" in text
    assert "Drug group: alcohol only 800 of 2,000 2.7 (2.2 to 3.3)" in text
    assert "the model gives the first more chance in 0.62 of all pairs. A half would tell nothing." in text
    assert text.index("One 50 against 40 expected") < text.index("Ten 100 against 125 expected")


def test_a_model_of_another_time_than_the_partnerships_ratio_is_not_shown():
    earlier = {"period_start": "2006-04-01", "period_end": "2007-03-31"}
    text = said(
        [*ratios(STANDARDISED), *ratios(MODELLED), *(one | earlier for one in model())], f"Outcomes{FOR_REVIEW}"
    )

    assert "What acts on completing" not in text

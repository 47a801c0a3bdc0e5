"""Which measures each time knows: what is counted of a period, what a document of a quarter may speak of, and on what list."""

from dataclasses import replace

import pytest
from drawn_indicators import AS_USUAL, records_of
from small_figures import OWN, safe_of

from needs.code_lists import code_list
from needs.measure.count import count
from needs.measure.eras import era_of, of_other_eras
from needs.measure.indicators import BY_NAME, INDICATORS
from needs.measure.results import RETURNS
from needs.present.assessment import Assessment
from needs.present.kit.section import nothing
from needs.present.sections import further
from needs.quarter import Quarter
from needs.settings import Choices

THEN, NOW = Quarter.parse("2008-09 Q4"), Quarter.parse("2024-25 Q4")
LAST, FIRST = Quarter.parse("2011-12 Q4"), Quarter.parse("2012-13 Q1")
SOMEBODY = """
    person | agency | triaged    | discharged | discharge_reason | drug_1 | born
    a      | A      | 2003-04-10 |            |                  | 7000   | 1970-01-01
"""
OF_THE_TIME = {
    "2004-12": {
        "alcohol_related_admission_rate", "opiate_crack_effective_treatment", "planned_exit_2004_percent", "dip_kpi_1_percent",
        "dip_tested", "class_a_offending_rate", "retained_12_weeks_percent", "waiting_time_target_weeks",
    },
    "today": {
        "treatment_progress_alcohol_percent", "people_by_treatment_progress", "opiate_completions_without_return_percent",
        "opiate_completions_without_return_count", "prison_referral_days_to_start", "opiate_crack_not_in_treatment_percent",
    },
}  # fmt: skip
ALWAYS = {"in_treatment", "first_waits_within_3_weeks", "exits", "completion_without_return", "a_measure_of_their_own"}


@pytest.mark.parametrize(("era", "other"), [("2004-12", "today"), ("today", "2004-12")])
def test_an_era_knows_its_own_measures_and_those_of_both_and_no_others(era, other):
    strange = of_other_eras(era)

    assert OF_THE_TIME[other] <= strange
    assert not strange & (OF_THE_TIME[era] | ALWAYS)


def test_every_measure_on_the_list_of_one_era_says_where_that_is_from_and_no_declaration_says_otherwise():
    listed = code_list("measures_of_one_era")

    assert set(listed["era"]) <= {"2004-12", "today"}
    assert all(listed["source"])
    assert all(listed["confidence"])
    assert not set(listed["measure"]) & set(BY_NAME)
    assert listed["measure"].is_unique().all()


def test_where_the_one_time_ends_is_a_choice():
    assert era_of(LAST, Choices().today_begins) == "2004-12"
    assert era_of(FIRST, Choices().today_begins) == "today"
    assert era_of(LAST, LAST) == "today"


def test_a_period_is_counted_by_the_measures_of_the_quarter_it_ends_with():
    counted = count(records_of(SOMEBODY), [LAST, FIRST], INDICATORS, AS_USUAL)
    at = {quarter: set(counted.filter(counted["period_end"] == quarter.end)["indicator"]) for quarter in (LAST, FIRST)}

    assert not at[LAST] & of_other_eras("2004-12")
    assert not at[FIRST] & of_other_eras("today")
    assert "retained_12_weeks_percent" in at[LAST]
    assert "treatment_progress_alcohol_percent" in at[FIRST]
    later = replace(AS_USUAL, today_begins=FIRST + 1)
    assert "retained_12_weeks_percent" in set(count(records_of(SOMEBODY), [FIRST], INDICATORS, later)["indicator"])


def figure(indicator: str, quarter: Quarter, value: float, source: str = "book", **given) -> dict:
    return {
        "area_code": OWN, "indicator": indicator, "period_start": str(quarter.start), "period_end": str(quarter.end),
        "window": "quarter", "breakdown": "all", "group": "all", "kind": "actual", "population": "people", "age": "18+",
        "unit": "percent", "status": "shown", "origin": "published", "source": source, "definition": "As published.",
        "value": value, **given,
    }  # fmt: skip


def assessed(quarter: Quarter, choice: str = "") -> Assessment:
    """A partnership with a figure of each time at each quarter, and one of its own under a name of the older time."""
    names = ("alcohol_related_admission_rate", "retained_12_weeks_percent", "opiate_completions_without_return_percent")
    rows = [figure(name, when, 10 * number + 1) for number, name in enumerate(names) for when in (THEN, NOW)]
    rows += [figure("in_treatment", when, 100, unit="people") for when in (THEN, NOW)]
    rows += [figure("care_plan_percent", NOW, 77, source=RETURNS)]
    areas = [{"area_code": OWN, "name": "Somewhere", "partnership": "somewhere", "type": "county"}]
    sources = [{"source": name, "title": name.title()} for name in ("book", RETURNS)]
    chosen = [{"choice": "today_begins", "value": choice}] if choice else []
    return Assessment.of(safe_of(rows, areas=areas, sources=sources, choices=chosen), "somewhere", str(quarter))


def test_a_document_takes_the_measures_of_its_quarter():
    then, now = assessed(THEN), assessed(NOW)

    assert set(then.known["indicator"]) == {
        "alcohol_related_admission_rate", "retained_12_weeks_percent", "in_treatment",
    }  # fmt: skip
    assert set(now.known["indicator"]) == {"opiate_completions_without_return_percent", "in_treatment"}
    assert "retained_12_weeks_percent" in set(assessed(NOW, "2025-26 Q1").known["indicator"])


def test_what_is_of_another_time_is_listed_as_that_and_never_denied():
    now = assessed(NOW)
    listed = str(further.not_used(now)())

    assert "care plan" in listed
    assert listed.count("a measure of another time, which documents of 2024-25 Q4 do not have") >= 3
    assert "No figure" not in nothing(now, "alcohol-related hospital admissions")

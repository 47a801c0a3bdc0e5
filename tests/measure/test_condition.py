"""Conditions in words: what a joined one turned round says, and which codes count where a question has several columns."""

import pytest

from needs.code_lists.meanings import NO_DRUG
from needs.measure import cohorts, narrowing
from needs.measure.indicator import Asked
from needs.measure.indicators import BY_NAME
from needs.quarter import Quarter
from needs.settings import Choices

PERIOD = Quarter(2008, 1).period
DRUGS = "DRUG1, DRUG2, DRUG3"


def test_two_joined_and_turned_round_are_not_both_met():
    both = ~(cohorts.first_intervention() & cohorts.start_form_given())

    assert both.name == "not both first_intervention and start_form_given"
    assert both.words == (
        "Not both: The first intervention of its journey; and A start form belongs to the journey's start"
    )
    assert "ViewIt" in both.source and "TOP guidance" in both.source


def test_three_joined_and_turned_round_are_not_all_met_and_either_of_two_neither():
    first, start, end = cohorts.first_intervention(), cohorts.start_form_given(), cohorts.exit_form_given()

    assert (~(first & start & end)).words.startswith("Not all: The first intervention of its journey; and A start form")
    assert (~(start | end)).words == (
        "None of these: A start form belongs to the journey's start, or: An exit form belongs to the journey's end"
    )
    assert ((first & start) | end).name == "first_intervention and start_form_given or exit_form_given"
    assert (~first).words == "Not so: The first intervention of its journey"


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        (cohorts.CRACK_CODE, f"{DRUGS} (any of them): 3201 (crack)"),
        (~cohorts.CRACK_CODE, f"{DRUGS} (none of them): 3201 (crack)"),
        (cohorts.ALCOHOL, f"{DRUGS} (any of them): those that begin with 7, as do 7000 (alcohol)"),
        (cohorts.hepatitis_b_accepted().codes[0], "HEPBSTAT: A (offered and accepted)"),
        ((~cohorts.hepatitis_b_accepted()).codes[0], "HEPBSTAT: any code but A (offered and accepted)"),
    ],
)
def test_codes_of_several_columns_say_whether_any_or_none_of_them_has_one(codes, said):
    assert str(codes).lower() == said.lower()


def test_codes_that_are_named_are_not_among_those_that_begin_so():
    named, begin = str(cohorts.NON_OPIATES).split("those that begin with 1 or 7, as do ")

    assert named.startswith(f"{DRUGS} (any of them): any code but no answer, 9996 (no second drug)")
    assert [code for code in NO_DRUG.codes if code and code in begin] == []
    assert all(code[0] in "17" for code in begin.split(", ") if code[:4].isdigit())


def test_who_leaves_on_a_day_is_said_to_be_out_on_it():
    words = {
        one.name: one.words
        for one in (
            cohorts.in_treatment_when_it_begins(PERIOD),
            cohorts.in_treatment_when_it_ends(PERIOD),
            cohorts.review_due(PERIOD),
            cohorts.new_client(PERIOD),
        )
    }

    assert [name for name, said in words.items() if "and not leaving on it" not in said] == []
    assert words["new_client"].endswith("which is 3 months after the start or sooner")


def test_interventions_are_of_stays_in_a_journey_and_care_plans_of_any_stay():
    begun, is_open = cohorts.intervention_started(PERIOD), cohorts.intervention_open(PERIOD)

    assert all(one.words.endswith("in a stay that is part of a journey") for one in (begun, is_open))
    assert (
        cohorts.care_plan_in_place(PERIOD).words == "A care plan of any stay of the journey was agreed by 30 June 2008"
    )


def test_the_denominator_of_a_rate_is_said_after_its_last_step():
    asked = Asked(PERIOD, Choices())
    found = narrowing.of_indicator(narrowing.sides(BY_NAME["deaths_in_treatment_rate"], asked), asked)
    said = [step.side for step in found if step.words.endswith(narrowing.IN_YEARS)]

    assert said == [narrowing.OUT_OF]
    assert [step.words for step in found if step.side == narrowing.OUT_OF][-1].endswith(narrowing.IN_YEARS)


def test_who_is_left_out_of_treatment_progress_is_new_and_still_there():
    said = narrowing.UNITS["progress"]

    assert (
        "who are still in treatment when it is over and began <new_client_months> months before its last day or later"
        in said
    )

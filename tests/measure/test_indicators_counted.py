"""Each indicator that is counted from records beside people drawn on its boundaries, counted by hand."""

import re
from collections import Counter

import pytest
from drawn_indicators import added_up, in_words, people_alone
from indicator_cases import CASES

from needs.measure.indicators import BY_NAME, INDICATORS
from needs.settings import Choices

COUNTED = [indicator.name for indicator in INDICATORS if indicator.counting]


def test_every_counted_indicator_has_a_case_and_every_case_an_indicator():
    assert [name for name in COUNTED if name not in CASES] == []
    assert [name for name in CASES if name not in COUNTED] == []


@pytest.mark.parametrize("name", COUNTED)
def test_each_person_drawn_counts_as_was_marked_by_hand(name):
    case, indicator = CASES[name], BY_NAME[name]
    is_share = indicator.counting.statistic in ("share", "rate")
    found = people_alone(case, indicator)
    marked = {person: Counter(marks) for person, marks in case.marks.items()}

    assert {person: found.get(person, (0, 0 if is_share else None)) for person in marked} == {
        person: (marks["yes"], marks["yes"] + marks["no"] if is_share else None) for person, marks in marked.items()
    }


@pytest.mark.parametrize("name", COUNTED)
def test_people_drawn_add_up_to_what_was_counted_by_hand_in_every_window_and_group(name):
    case, counting = CASES[name], BY_NAME[name].counting
    first, *_ = (in_words(window) for window in counting.windows)
    expected = {first: case.counted, **case.also} if counting.has_total else {}
    windows, groups = added_up(case, BY_NAME[name])

    assert windows == expected
    assert groups == case.groups


@pytest.mark.parametrize("name", COUNTED)
def test_a_case_draws_somebody_counted_somebody_only_counted_out_of_and_somebody_outside(name):
    marks = {mark for drawn in CASES[name].marks.values() for mark in drawn}
    is_share = BY_NAME[name].counting.statistic in ("share", "rate")

    assert marks == ({"yes", "no", "outside"} if is_share else {"yes", "outside"})


@pytest.mark.parametrize("name", COUNTED)
def test_what_is_counted_is_said_in_whole_sentences(name):
    indicator = BY_NAME[name]
    said = indicator.counting.definition

    assert re.fullmatch(r"[A-Z][^.]*\.( [A-Z][^.]*\.)*", said)
    assert not re.search(r"\bof all [^,.]*, of all\b|, of [^,.]*, of ", said)
    assert re.fullmatch(r"[A-Z][^.]*", indicator.title)
    assert indicator.done == indicator.done.strip().rstrip(".")
    assert indicator.why.endswith(".")


@pytest.mark.parametrize("name", [name for name in COUNTED if BY_NAME[name].counting.asks])
def test_what_rests_on_an_answer_says_of_which_stay_the_answer_is(name):
    assert re.search(r"\b(first|any) stay", BY_NAME[name].counting.definition)


def test_definitions_say_what_a_recount_from_the_words_alone_would_need():
    said = {name: BY_NAME[name].counting.defined(Choices()) for name in COUNTED}

    assert "under 18 at the first triage of the journey" in said["young_people_in_treatment"]
    assert "the day of leaving included" in said["in_treatment"]
    assert "84 days or more after the first" in said["effective_treatment"]
    assert "main drug of the first stay, and opiates and crack of any stay" in said["treatment_progress_lowest_percent"]
    assert "after the period's end where need be" in said["opiate_completions_without_return_percent"]
    assert "in any stay" in said["tier_4_percent"] and "in any stay" in said["shared_care_percent"]


def test_only_definitions_name_choices_as_nothing_else_has_them_put_in():
    said = {one.name: f"{one.title}{one.noun}{one.done}{one.caution}{one.why}{one.standard}" for one in INDICATORS}

    assert [name for name, words in said.items() if "<" in words] == []

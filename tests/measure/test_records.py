"""The tables that indicators are counted from: what a journey knows of its episodes, interventions and forms."""

import datetime

import pytest
from drawn_indicators import records_of

from needs.settings import Choices

MOVED = """
    person | agency | triaged    | discharged | discharge_reason | accommodation | sex | drug_1
    a      | A      | 2008-01-01 | 2008-02-01 | 83               | 1             | F   | 7000
    a      | B      | 2008-02-10 | 2008-05-01 | 2                | 3             | F   | 1101
    a      | A      | 2008-08-01 |            |                  | 2             | F   | 5000
"""


def test_a_journey_says_what_its_first_episode_said_and_where_it_began_and_ended():
    journeys = records_of(MOVED).journeys

    assert journeys.select("journey", "accommodation", "first_agency", "last_agency", "has_opiate").rows() == [
        (1, "1", "A", "B", True),
        (2, "2", "A", "A", False),
    ]
    assert journeys["next_start"].to_list() == [datetime.date(2008, 8, 1), None]
    assert journeys["end_reason"].to_list() == ["2", None]


def test_an_episode_in_which_no_structured_treatment_started_is_nowhere():
    tables = records_of(
        """
        person | agency | triaged    | discharged
        a      | A      | 2008-01-01 |
        b      | A      | 2008-01-01 |
        """,
        interventions="""
        person | modality | is_structured | started
        a      | 8        | no            | 2008-01-01
        b      | 2        | yes           | 2008-01-15
        """,
    )

    assert [set(table["person"]) for table in (tables.journeys, tables.interventions, tables.agencies)] == [{"b"}] * 3
    assert tables.journeys["start"].to_list() == [datetime.date(2008, 1, 15)]


def test_each_stay_at_an_agency_has_its_own_days_and_its_journey():
    agencies = records_of(MOVED).agencies.sort("start")

    assert agencies.select("agency", "journey", "end_reason").rows() == [("A", 1, "83"), ("B", 1, "2"), ("A", 2, None)]


def test_interventions_are_numbered_through_a_journey_and_those_that_are_not_structured_are_left_out_of_it():
    tables = records_of(
        """
        person | agency | triaged    | discharged
        a      | A      | 2008-01-01 | 2008-02-01
        a      | B      | 2008-02-10 |
        """,
        interventions="""
        person | episode | modality | is_structured | referred   | started
        a      | 2       | 4        | yes           | 2008-02-01 | 2008-02-10
        a      | 1       | 8        | no            | 2008-01-01 | 2008-01-01
        a      | 1       | 2        | yes           | 2008-01-01 | 2008-01-02
        a      | 2       | 6        | yes           | 2008-02-01 |
        """,
    )
    found = dict(tables.interventions.select("modality", "intervention_number").rows())

    assert found == {"2": 1, "4": 2, "8": None, "6": None}
    assert [one["modality"] for one in tables.journeys["treatments"][0]] == ["8", "2", "4"]


@pytest.mark.parametrize(
    ("ended", "discharged", "closed"),
    [
        ("2008-03-01", "2008-05-01", "2008-03-01"),
        ("", "2008-05-01", "2008-05-01"),
        ("", "", None),
        ("2008-03-01", "", "2008-03-01"),
    ],
)
def test_an_intervention_without_an_end_ends_with_its_episode(ended, discharged, closed):
    tables = records_of(
        f"""
        person | agency | triaged    | discharged
        a      | A      | 2008-01-01 | {discharged}
        """,
        interventions=f"""
        person | modality | started    | ended
        a      | 6        | 2008-01-02 | {ended}
        """,
    )
    wanted = closed and datetime.date.fromisoformat(closed)

    assert tables.interventions["ended"].to_list() == [wanted]
    assert tables.journeys["treatments"][0][0]["ended"] == wanted


def test_forms_are_those_of_the_journey_they_were_filled_in_during_at_any_of_its_agencies():
    tables = records_of(
        MOVED,
        forms="""
        person | episode | stage | completed
        a      | 2       | S     | 2008-01-10
        a      | 2       | R     | 2008-03-01
        a      | 1       | R     | 2008-01-20
        a      | 2       | E     | 2008-05-10
        a      | 3       | R     |
        """,
    )
    first, second = tables.journeys.select("has_start_form", "has_exit_form", "reviews").rows()

    assert first[:2] == (True, True)
    assert sorted(first[2]) == [datetime.date(2008, 1, 20), datetime.date(2008, 3, 1)]
    assert second == (None, None, None)


def test_a_partnership_s_people_are_not_another_s():
    journeys = records_of(
        MOVED.replace("    a      | A      | 2008-08-01", "    z      | A      | 2008-08-01"), is_alone=True
    ).journeys

    assert journeys.select("partnership", "journey", "next_start").rows() == [("a", 1, None), ("z", 1, None)]


def test_rows_stand_in_one_order_however_the_extract_was_ordered():
    lines = [
        f"p{who:03d} | {agency} | 2008-0{month}-01 | 2008-0{month}-20"
        for who in range(200)
        for agency, month in (("A", 1), ("B", 4))
    ]
    header = "person | agency | triaged | discharged"
    there, back = (records_of("\n".join([header, *rows])) for rows in (lines, lines[::-1]))

    for name in ("agencies", "interventions"):
        rows = [getattr(tables, name).select("person", "agency").rows() for tables in (there, back)]
        assert rows[0] == rows[1] == [(f"p{who:03d}", agency) for who in range(200) for agency in "AB"]


def test_a_stay_has_the_reason_of_its_own_end_though_references_of_episodes_are_alike():
    agencies = records_of(
        """
        person | agency | triaged    | discharged | discharge_reason
        a      | A      | 2008-01-01 | 2008-02-01 | 2
        b      | A      | 2008-01-01 | 2008-02-01 | 6
        """
    ).agencies

    assert agencies.select("person", "episode", "end_reason").rows() == [("a", "1", "2"), ("b", "1", "6")]


def test_what_somebody_was_given_in_an_earlier_journey_is_known_in_a_later_one():
    tables = records_of(
        MOVED,
        interventions="""
        person | episode | modality | started    | ended
        a      | 1       | 3        | 2008-01-01 | 2008-02-01
        a      | 2       | 6        | 2008-02-10 | 2008-05-01
        a      | 3       | 2        | 2008-08-01 |
        """,
    )

    assert [sorted(one["modality"] for one in row) for row in tables.journeys["treatments"]] == [["2", "3", "6"]] * 2


def test_a_journey_has_the_first_care_plan_of_any_of_its_stays():
    journeys = records_of(
        """
        person | agency | triaged    | discharged | care_planned
        a      | A      | 2008-01-01 | 2008-02-01 |
        a      | B      | 2008-02-10 | 2008-05-01 | 2008-02-11
        b      | A      | 2008-01-01 | 2008-02-01 | 2008-01-20
        b      | B      | 2008-01-10 |            | 2008-01-15
        c      | A      | 2008-01-01 |            |
        """
    ).journeys

    assert journeys["care_planned"].to_list() == [datetime.date(2008, 2, 11), datetime.date(2008, 1, 15), None]


def test_whoever_is_under_18_is_told_by_the_first_triage_and_the_end_of_the_quarter_of_the_start():
    tables = records_of(
        """
        person | agency | born       | age_at_triage | triaged    | discharged
        a      | A      | 1990-03-20 | 17            | 2008-03-01 | 2008-04-01
        a      | B      | 1990-03-20 | 18            | 2008-04-10 |
        b      | A      | 1990-06-01 | 17            | 2008-03-01 |
        """
    )

    assert tables.journeys.select("age_at_triage", "age_at_start").rows() == [(17, 18), (17, 17)]
    assert tables.interventions["age_at_triage"].to_list() == [17, 17, 17]
    assert tables.agencies["age_at_start"].to_list() == [18, 18, 17]


def test_answers_are_compared_with_the_first_start_form_up_to_each_timely_review_and_the_last_exit_form():
    tables = records_of(
        """
        person | agency | triaged    | discharged
        a      | A      | 2008-01-01 | 2008-05-01
        b      | A      | 2008-01-01 |
        """,
        forms="""
        person | stage | completed  | quality_of_life | housing_problem | paid_work_days
        a      | S     | 2008-01-03 | 9               | Y               | 0
        a      | S     | 2008-01-05 | 1               | N               | 9
        a      | R     | 2008-02-01 | 2               | N               | 2
        a      | R     | 2008-03-01 | 12              |                 | 5
        a      | R     | 2008-04-01 | 13              | N               |
        a      | E     | 2008-04-29 | 3               | Y               |
        a      | E     | 2008-05-10 | 15              | N               | 7
        a      | E     | 2008-05-16 | 20              | Y               | 20
        b      | R     | 2008-03-01 | 12              | Y               | 5
        """,
    )
    found = tables.answers.select("form", "question", "reviewed", "at_start", "later").rows()

    assert found == [
        ("exit", "paid work, days of 28", datetime.date(2008, 5, 10), 0, 7),
        ("exit", "quality of life, 0 to 20", datetime.date(2008, 5, 10), 9, 15),
        ("review", "paid work, days of 28", datetime.date(2008, 3, 1), 0, 5),
        ("review", "quality of life, 0 to 20", datetime.date(2008, 3, 1), 9, 12),
        ("review", "quality of life, 0 to 20", datetime.date(2008, 4, 1), 9, 13),
    ]
    assert tables.housing_answers.select("form", "question", "reviewed", "at_start", "later").rows() == [
        ("exit", "acute housing problem", datetime.date(2008, 5, 10), 1, 0),
        ("review", "acute housing problem", datetime.date(2008, 4, 1), 1, 0),
    ]


def test_fields_on_young_people_are_those_of_the_first_stay_at_the_start_and_of_the_last_at_the_exit():
    drawn = """
        person | agency | triaged    | discharged | ypsyot | yplac | ypeyot
        a      | A      | 2008-01-01 | 2008-02-01 | Y      | N     | Y
        a      | B      | 2008-02-10 | 2008-05-01 | N      |       | N
        b      | A      | 2008-01-01 |            | 2      |       |
    """
    answers = records_of(drawn).young_answers.select("person", "asked_at", "field", "is_yes").rows()
    with_other_codes = records_of(drawn, choices=Choices(young_yes_codes=("Y", "2"))).young_answers

    assert answers == [
        ("a", "exit", "youth offending team (YPEYOT)", False),
        ("a", "start", "YP looked-after child (YPLAC)", False),
        ("a", "start", "youth offending team (YPSYOT)", True),
        ("b", "start", "youth offending team (YPSYOT)", False),
    ]
    assert with_other_codes.filter(person="b")["is_yes"].to_list() == [True]

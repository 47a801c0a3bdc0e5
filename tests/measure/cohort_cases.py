"""The drawn tables of test_cohorts.py: for each cohort, cases on its boundaries in April to June 2008, and who counts.

Twelve weeks, 84 days, before 30 June 2008 is 7 April; 84 days after 1 April is 24 June.
"""

import datetime

from needs.quarter import Period

YEAR = {"period": Period(datetime.date(2008, 4, 1), datetime.date(2009, 3, 31))}

HEPATITIS = """
    hepatitis_{kind}_status | counts
    A                       | {accepted}
    B                       | {refused}
    C                       | no
    D                       | no
    E                       | no
                            | no
"""
INJECTING = """
    injecting | counts
    C         | yes
    P         | {before}
    N         | no
    Z         | no
              | no
"""
MENTIONS = """
    has_opiate | has_non_opiate | has_alcohol | counts
    yes        | no             | no          | {opiate}
    yes        | yes            | yes         | {opiate}
    yes        | no             | yes         | {opiate}
    no         | yes            | yes         | {both}
    no         | yes            | no          | {non_opiate}
    no         | no             | yes         | {alcohol}
    no         | no             | no          | no
"""
COMPLETIONS = """
    start      | end        | end_reason   | counts
    2008-01-01 | 2008-04-01 | 1            | yes
    2008-01-01 | 2008-06-30 | 2            | yes
    2008-06-30 | 2008-06-30 | 28           | yes
    2008-01-01 | 2008-05-01 | 80           | yes
    2008-01-01 | 2008-05-01 | 82           | yes
    2008-01-01 | 2008-05-01 | 5            | {referred_on}
    2008-01-01 | 2008-05-01 | 33           | {referred_on}
    2008-01-01 | 2008-05-01 | 83           | {transferred}
    2008-01-01 | 2008-05-01 | 84           | {transferred}
    2008-01-01 | 2008-05-01 | 6            | no
    2008-01-01 | 2008-05-01 | 9            | no
    2008-01-01 | 2008-05-01 | inconsistent | no
    2008-01-01 | 2008-05-01 |              | no
    2008-01-01 | 2008-03-31 | 2            | no
    2008-01-01 | 2008-07-01 | 2            | no
    2008-01-01 |            |              | no
"""
REACHED = """
    start      | end        | counts
    2008-04-07 |            | yes
    2008-04-08 |            | no
    2008-04-01 | 2008-06-24 | yes
    2008-04-01 | 2008-06-23 | no
    2008-04-08 | 2008-12-31 | no
    2006-04-01 | 2007-04-01 | yes
    2008-07-01 |            | no
"""

CASES = {
    "in_treatment": [
        (
            {},
            """
            start      | end        | counts
            2008-06-30 |            | yes
            2008-07-01 |            | no
            2006-04-01 | 2008-04-01 | yes
            2006-04-01 | 2008-03-31 | no
            2006-04-01 | 2009-03-31 | yes
            2008-05-01 | 2008-05-01 | yes
            2006-04-01 |            | yes
            """,
        )
    ],
    "new_presentation": [
        (
            {},
            """
            start      | end        | counts
            2008-03-31 |            | no
            2008-04-01 |            | yes
            2008-06-30 | 2008-07-30 | yes
            2008-07-01 |            | no
            """,
        )
    ],
    "left_the_system": [
        (
            {},
            """
            start      | end        | counts
            2008-01-01 | 2008-03-31 | no
            2008-01-01 | 2008-04-01 | yes
            2008-01-01 | 2008-06-30 | yes
            2008-01-01 | 2008-07-01 | no
            2008-01-01 |            | no
            """,
        )
    ],
    "reached_12_weeks": [
        ({}, REACHED),
        (
            {"days": 85},
            """
            start      | end        | counts
            2008-04-06 |            | yes
            2008-04-07 |            | no
            2008-04-01 | 2008-06-24 | no
            2008-04-01 | 2008-06-25 | yes
            """,
        ),
    ],
    "planned_exit": [
        (
            {},
            """
            end        | end_reason | counts
            2008-03-31 | 2          | yes
            2008-06-30 | 5          | yes
            2008-07-01 | 2          | no
            2008-06-30 | 83         | no
            2008-06-30 | 6          | no
                       |            | no
            """,
        ),
        (
            {"planned": "2004"},
            """
            end        | end_reason | counts
            2008-06-30 | 83         | yes
            2008-06-30 | 6          | no
            """,
        ),
        (
            {"planned": "2009"},
            """
            end        | end_reason | counts
            2008-06-30 | 5          | no
            2008-06-30 | 2          | yes
            """,
        ),
    ],
    "effective_treatment": [
        (
            {},
            """
            start      | end        | end_reason | counts
            2008-04-07 |            |            | yes
            2008-04-08 |            |            | no
            2008-04-01 | 2008-06-24 | 6          | yes
            2008-04-01 | 2008-06-23 | 6          | no
            2008-04-01 | 2008-06-23 | 2          | yes
            2008-06-29 | 2008-06-30 | 5          | yes
            2008-06-29 | 2008-07-01 | 5          | no
            2008-06-29 | 2008-06-30 | 83         | no
            """,
        ),
        (
            {"planned": "2009"},
            """
            start      | end        | end_reason | counts
            2008-06-29 | 2008-06-30 | 5          | no
            2008-06-29 | 2008-06-30 | 2          | yes
            """,
        ),
    ],
    "past_12_weeks": [
        (
            {},
            """
            start      | end        | counts
            2008-04-07 |            | yes
            2008-04-08 |            | no
            2008-04-07 | 2008-04-10 | yes
            2008-04-08 | 2008-04-10 | no
            """,
        )
    ],
    "known_at_12_weeks": [
        (
            {},
            """
            start      | end        | counts
            2008-04-07 |            | yes
            2008-04-08 |            | no
            2008-04-08 | 2008-06-30 | yes
            2008-04-08 | 2008-07-01 | no
            """,
        )
    ],
    "retained_at_12_weeks": [({}, REACHED)],
    "successful_completion_2004": [({}, COMPLETIONS.format(referred_on="yes", transferred="yes"))],
    "successful_completion_2007": [({}, COMPLETIONS.format(referred_on="yes", transferred="no"))],
    "successful_completion_2009": [({}, COMPLETIONS.format(referred_on="no", transferred="no"))],
    "died": [
        (
            {},
            """
            start      | end        | end_reason | counts
            2008-01-01 | 2008-04-01 | 9          | yes
            2008-01-01 | 2008-06-30 | 89         | yes
            2008-01-01 | 2008-03-31 | 9          | no
            2008-01-01 | 2008-06-30 | 8          | no
            2008-01-01 |            |            | no
            """,
        )
    ],
    "re_presented": [
        (
            YEAR,
            """
            end        | next_start | counts
            2008-06-30 | 2008-12-30 | yes
            2008-06-30 | 2008-12-31 | no
            2008-08-31 | 2009-02-28 | yes
            2008-08-31 | 2009-03-01 | no
            2008-12-01 | 2009-03-31 | yes
            2008-12-01 | 2009-04-01 | no
            2008-06-30 |            | no
                       |            | no
            """,
        ),
        (
            {**YEAR, "months": 3},
            """
            end        | next_start | counts
            2008-06-30 | 2008-09-30 | yes
            2008-06-30 | 2008-10-01 | no
            """,
        ),
    ],
    "had_started": [
        (
            {},
            """
            start      | counts
            2001-05-01 | yes
            2008-06-30 | yes
            2008-07-01 | no
                       | no
            """,
        ),
    ],
    "open_within_18_months": [
        (
            {},
            """
            start      | end        | counts
            2005-05-01 | 2006-09-30 | no
            2005-05-01 | 2006-10-01 | yes
            2005-05-01 |            | yes
            2008-06-30 | 2008-06-30 | yes
            2008-07-01 |            | no
                       |            | no
            """,
        ),
    ],
    "came_or_left": [
        (
            {},
            """
            start      | end        | counts
            2008-03-31 | 2008-07-01 | no
            2008-04-01 |            | yes
            2008-03-31 | 2008-06-30 | yes
            2008-06-30 | 2008-07-01 | yes
                       |            | no
            """,
        ),
    ],
    "any_later_form": [
        (
            {},
            """
            form   | reviewed   | end        | counts
            review | 2008-04-01 |            | yes
            review | 2008-03-31 | 2008-04-01 | no
            exit   | 2008-07-02 | 2008-06-30 | yes
            exit   | 2008-06-30 | 2008-07-01 | no
                   | 2008-05-01 | 2008-05-01 | no
            """,
        ),
    ],
    "left_before": [
        (
            {},
            """
            start      | end        | counts
            2007-05-01 | 2008-03-31 | yes
            2007-05-01 | 2008-04-01 | no
            2007-05-01 |            | no
                       |            | no
            """,
        ),
    ],
    "new_client": [
        (
            {},
            """
            start      | end        | counts
            2008-03-30 |            | yes
            2008-03-29 |            | no
            2008-06-30 | 2008-07-01 | yes
            2008-06-01 | 2008-06-30 | no
                       |            | no
            """,
        ),
        (
            {"months": 1},
            """
            start      | end | counts
            2008-05-30 |     | yes
            2008-05-29 |     | no
            """,
        ),
    ],
    "days_to_start_known": [
        (
            {},
            """
            start      | referred   | counts
            2008-04-01 | 2008-04-01 | yes
            2008-04-01 | 2008-04-02 | no
            2008-04-01 |            | no
                       | 2008-04-01 | no
            """,
        )
    ],
    "parent_without_children": [
        (
            {},
            """
            parental_status | counts
            13              | yes
            11              | no
            12              | no
            14              | no
                            | no
            """,
        )
    ],
    "mental_health_need": [
        (
            {},
            """
            dual_diagnosis | counts
            Y              | yes
            N              | no
                           | no
            """,
        )
    ],
    "intervention_started": [
        (
            {},
            """
            started    | counts
            2008-03-31 | no
            2008-04-01 | yes
            2008-06-30 | yes
            2008-07-01 | no
                       | no
            """,
        )
    ],
    "first_intervention": [
        (
            {},
            """
            intervention_number | counts
            1                   | yes
            2                   | no
                                | no
            """,
        )
    ],
    "waited": [
        (
            {},
            """
            referred   | first_offered | started    | counts
            2008-04-01 | 2008-04-01    |            | yes
            2008-04-01 | 2008-12-01    |            | yes
            2008-04-02 | 2008-04-01    |            | no
            2008-04-01 |               | 2008-04-05 | no
                       | 2008-04-01    |            | no
            """,
        )
    ],
    "waited_more_than": [
        (
            {"days": 42},
            """
            referred   | first_offered | started    | counts
            2008-04-01 | 2008-05-13    |            | no
            2008-04-01 | 2008-05-14    |            | yes
            2008-04-01 | 2008-04-01    |            | no
            2008-04-02 | 2008-04-01    |            | no
            2008-04-01 |               | 2008-09-05 | no
            """,
        ),
    ],
    "waited_three_weeks_or_less": [
        (
            {},
            """
            referred   | first_offered | started    | counts
            2008-04-01 | 2008-04-01    |            | yes
            2008-04-01 | 2008-04-21    |            | yes
            2008-04-01 | 2008-04-22    |            | yes
            2008-04-01 | 2008-04-23    |            | no
            2008-04-02 | 2008-04-01    |            | no
            2008-04-01 |               | 2008-04-05 | no
            """,
        ),
        (
            {"days": 20},
            """
            referred   | first_offered | counts
            2008-04-01 | 2008-04-21    | yes
            2008-04-01 | 2008-04-22    | no
            """,
        ),
        (
            {"until": "started"},
            """
            referred   | first_offered | started    | counts
            2008-04-01 | 2008-04-02    | 2008-04-22 | yes
            2008-04-01 | 2008-04-02    | 2008-04-23 | no
            2008-04-01 | 2008-04-02    |            | no
            """,
        ),
    ],
    "opiate_or_crack_user": [
        (
            {},
            """
            is_opiate_crack | counts
            yes             | yes
            no              | no
                            | no
            """,
        )
    ],
    "crack_user": [
        (
            {},
            """
            has_crack | has_opiate | counts
            yes       | no         | yes
            no        | yes        | no
                      | yes        | no
            """,
        )
    ],
    "opiate_user": [({}, MENTIONS.format(opiate="yes", both="no", non_opiate="no", alcohol="no"))],
    "non_opiate_and_alcohol": [({}, MENTIONS.format(opiate="no", both="yes", non_opiate="no", alcohol="no"))],
    "non_opiate_only": [({}, MENTIONS.format(opiate="no", both="no", non_opiate="yes", alcohol="no"))],
    "alcohol_only": [({}, MENTIONS.format(opiate="no", both="no", non_opiate="no", alcohol="yes"))],
    # born April to June 1990 is 1990 x 4 + 1 = 7961, and 18 by 30 June 2008; July to September 1990 is not yet
    "adult": [
        (
            {},
            """
            age_at_triage | birth_quarter | counts
            18            | 7961          | yes
            17            | 7961          | no
            17            | 7000          | no
                          | 7000          | no
            """,
        ),
        (
            {"told_at": "end of the period"},
            """
            age_at_triage | birth_quarter | counts
            17            | 7961          | yes
            17            | 7962          | no
            17            | 7000          | yes
            17            |               | no
            """,
        ),
    ],
    "young_person": [
        (
            {},
            """
            age_at_triage | age_at_start | birth_quarter | counts
            18            | 18           | 7962          | no
            17            | 18           | 7961          | yes
            17            | 18           | 7000          | yes
                          | 17           | 7962          | no
            """,
        ),
        (
            {"told_at": "start of treatment"},
            """
            age_at_triage | age_at_start | birth_quarter | counts
            17            | 18           | 7961          | no
            17            | 17           | 7961          | yes
                          | 17           | 7000          | yes
            17            |              | 7962          | no
            """,
        ),
        (
            {"told_at": "end of the period"},
            """
            age_at_triage | birth_quarter | counts
            17            | 7961          | no
            17            | 7962          | yes
            17            | 7000          | no
            17            |               | no
            """,
        ),
        # the quarter of an event: to 31 March 2008 is 2007 x 4 + 4 = 8032, 18 x 4 before it is 7960
        (
            {"told_at": "end of the period", "aged": "end"},
            """
            birth_quarter | end        | counts
            7960          | 2008-03-31 | no
            7961          | 2008-03-31 | yes
            7961          | 2008-04-01 | no
            7961          |            | no
            7962          |            | yes
            """,
        ),
    ],
    "turned_18": [
        (
            {},
            """
            age_at_triage | birth_quarter | counts
            17            | 7961          | yes
            17            | 7962          | no
            18            | 7961          | no
                          | 7961          | no
            """,
        ),
        (
            {"aged": "end"},
            """
            age_at_triage | birth_quarter | end        | counts
            17            | 7961          | 2008-03-31 | no
            17            | 7960          | 2008-03-31 | yes
            17            | 7961          | 2008-04-01 | yes
            """,
        ),
    ],
    # born April to June 1983 is 1983 x 4 + 1 = 7933, and 25 by 30 June 2008; July to September 1983 is still 24
    "under_25": [
        (
            {},
            """
            age_at_triage | birth_quarter | counts
            24            | 7933          | no
            24            | 7934          | yes
            18            | 7962          | yes
            17            | 7933          | yes
                          |               | no
            """,
        )
    ],
    "treatment_naive": [
        (
            {},
            """
            previously_treated | counts
            N                  | yes
            Y                  | no
                               | no
            """,
        )
    ],
    "prison_referral": [
        (
            {},
            """
            referral_source | counts
            13              | yes
            5               | no
            6               | no
            8               | no
                            | no
            """,
        ),
    ],
    "criminal_justice_referral": [
        (
            {},
            """
            referral_source | counts
            5               | yes
            6               | yes
            8               | yes
            13              | yes
            4               | no
            7               | no
            15              | no
                            | no
            """,
        ),
        (
            {"codes": ("5",)},
            """
            referral_source | counts
            5               | yes
            8               | no
            """,
        ),
    ],
    "housing_problem": [
        (
            {},
            """
            accommodation | counts
            1             | yes
            2             | yes
            3             | no
                          | no
            """,
        )
    ],
    "current_injector": [({}, INJECTING.format(before="no"))],
    "ever_injected": [({}, INJECTING.format(before="yes"))],
    "hepatitis_b_offered": [({}, HEPATITIS.format(kind="b", accepted="yes", refused="yes"))],
    "hepatitis_b_accepted": [({}, HEPATITIS.format(kind="b", accepted="yes", refused="no"))],
    "hepatitis_c_offered": [({}, HEPATITIS.format(kind="c", accepted="yes", refused="yes"))],
    "hepatitis_c_accepted": [({}, HEPATITIS.format(kind="c", accepted="yes", refused="no"))],
    "care_plan_in_place": [
        (
            {},
            """
            care_planned | counts
            2006-04-01   | yes
            2008-06-30   | yes
            2008-07-01   | no
                         | no
            """,
        )
    ],
}

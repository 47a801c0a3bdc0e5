"""How people come into treatment: what is known of them when a journey begins."""

from drawn_indicators import Case

CAME = """
    person                | start      | end        | {column} | counts
    came the day before   | 2007-09-30 |            | {met}    | outside
    came on the first day | 2007-10-01 |            | {met}    | yes
    came in March         | 2008-03-31 |            | {unmet}  | no
    came in April         | 2008-04-01 |            | {met}    | yes
    came twice            | 2007-11-01 | 2007-12-01 | {unmet}  | no
    came twice            | 2008-07-01 |            | {met}    | yes
    came on the last day  | 2008-09-30 |            | {unmet}  | no
    came the day after    | 2008-10-01 |            | {met}    | outside
    gave no answer        | 2008-05-01 |            |          | outside
"""
INJECTING = """
    person                | start      | injecting | hepatitis_c_status | counts
    came the day before   | 2007-09-30 | C         | A                  | outside
    accepted              | 2007-10-01 | C         | A                  | yes
    refused               | 2008-04-01 | P         | B                  | {refused}
    refused in March      | 2008-03-31 | P         | B                  | {refused}
    was not offered it    | 2008-05-01 | C         | D                  | {not_offered}
    gave no answer        | 2008-05-01 | P         |                    | outside
    accepted on last day  | 2008-09-30 | P         | A                  | yes
    never injected        | 2008-05-01 | N         | A                  | outside
    may have injected     | 2008-05-01 |           | A                  | outside
    came the day after    | 2008-10-01 | C         | A                  | outside
"""


def share_of_known(column: str, met: str, unmet: str) -> Case:
    """A share of the journeys that began of which the answer is known."""
    drawn = CAME.format(column=column, met=met, unmet=unmet)
    return Case(drawn=drawn, counted="3 of 6 = 50.0", also={"year to date": "2 of 3 = 66.7"})


CASES = {
    "new_presentations": Case(
        is_of_episodes=True,
        drawn="""
        person                  | agency | triaged    | discharged | counts
        came the day before     | A      | 2007-09-30 |            | outside
        came on the first day   | A      | 2007-10-01 |            | yes
        came on the last day    | A      | 2008-09-30 |            | yes
        came the day after      | A      | 2008-10-01 |            | outside
        moved after 20 days     | A      | 2007-06-01 | 2008-05-31 | outside
        moved after 20 days     | B      | 2008-06-20 |            |
        moved after 21 days     | A      | 2007-06-01 | 2008-05-31 | outside
        moved after 21 days     | B      | 2008-06-21 |            |
        came back after 22 days | A      | 2007-06-01 | 2008-05-31 |
        came back after 22 days | B      | 2008-06-22 |            | yes
        came twice              | A      | 2007-11-01 | 2007-12-01 | yes
        came twice              | A      | 2008-03-01 | 2008-08-01 | yes
        """,
        counted="5",
        also={"year to date": "2", "quarter": "1"},
    ),
    # age at the end of the quarter of coming: 34 on 31 December 2007, 35 on 31 March and 55 on 30 September 2008
    "new_presentations_by_group": Case(
        drawn="""
        person                | start      | counts
        came the day before   | 2007-09-30 | outside
        came on the first day | 2007-10-01 | yes
        came in the middle    | 2008-01-01 | yes
        came on the last day  | 2008-09-30 | yes
        gave no answers       | 2008-05-01 | yes
        came the day after    | 2008-10-01 | outside
        """,
        people="""
        person                | referral_source | accommodation | employment | injecting | sex | born       | ethnic | drug_1 | has_opiate | has_non_opiate | has_alcohol | parental_status
        came the day before   | 3               | 1             | 1          | C         | F   | 1960-01-01 | A      | 1101   | yes        | no             | no          | 11
        came on the first day | 3               | 1             | 1          | C         | F   | 1973-01-01 | A      | 1101   | yes        | no             | yes         | 11
        came in the middle    | 13              | 2             | 10         | P         | M   | 1973-03-31 | C      | 3201   | no         | yes            | yes         | 13
        came on the last day  | 4               | 3             | 12         | N         | M   | 1953-09-30 | S      | 3210   | no         | yes            | no          | 14
        gave no answers       |                 |               |            |           |     |            |        |        |            |                |             |
        came the day after    | 3               | 1             | 1          | C         | F   | 1960-01-01 | A      | 1101   | yes        | no             | no          | 11
        """,
        groups={
            "referral_source": "criminal justice 1 of 4; health services and social care 1 of 4; not stated 1 of 4; "
            "self, family and friends 1 of 4",
            "housing": "housing problem 1 of 4; no problem 1 of 4; not stated 1 of 4; urgent problem 1 of 4",
            "employment": "not stated 1 of 4; regular employment 1 of 4; unemployed or economically inactive 2 of 4",
            "injecting": "currently injecting 1 of 4; never injected 1 of 4; not stated 1 of 4; previously injected 1 of 4",
            "parent_status": "not a parent 1 of 4; not stated 1 of 4; parent living with children 1 of 4; "
            "parent not living with children 1 of 4",
            "drug_group": "non-opiate and alcohol 1 of 4; non-opiate only 1 of 4; not stated 1 of 4; opiate 1 of 4",
            "sex": "female 1 of 4; male 2 of 4; not stated 1 of 4",
            "age": "25-34 1 of 4; 35-44 1 of 4; 55 and over 1 of 4; not stated 1 of 4",
            "ethnic_group": "not stated 1 of 4; other 1 of 4; white 2 of 4",
            "main_drug": "cocaine 1 of 4; crack 1 of 4; heroin 1 of 4; not stated 1 of 4",
        },
    ),
    "criminal_justice_referral_percent": share_of_known("referral_source", "5", "4"),
    "prison_referral_percent": share_of_known("referral_source", "13", "5"),
    "treatment_naive_percent": share_of_known("previously_treated", "N", "Y"),
    "living_with_children_percent": share_of_known("parental_status", "11", "14"),
    "regularly_employed_percent": share_of_known("employment", "1", "10"),
    "housing_problem_percent": share_of_known("accommodation", "2", "3"),
    "hepatitis_b_offered_percent": share_of_known("hepatitis_b_status", "B", "C"),
    "hepatitis_b_accepted_percent": share_of_known("hepatitis_b_status", "A", "B"),
    "hepatitis_c_offered_percent": Case(
        drawn=INJECTING.format(refused="yes", not_offered="no"),
        counted="4 of 5 = 80.0",
        also={"year to date": "2 of 3 = 66.7"},
    ),
    "hepatitis_c_accepted_percent": Case(
        drawn=INJECTING.format(refused="no", not_offered="outside"),
        counted="2 of 4 = 50.0",
        also={"year to date": "1 of 2 = 50.0"},
    ),
    # 28 days after 30 September 2008 is 28 October
    "care_plan_percent": Case(
        is_of_episodes=True,
        drawn="""
        person                       | agency | triaged    | discharged | care_planned | counts
        came the day before          | A      | 2007-09-30 |            | 2007-09-30   | outside
        planned on the day           | A      | 2007-10-01 |            | 2007-10-01   | yes
        planned on the 28th day      | A      | 2008-09-30 |            | 2008-10-28   | yes
        planned on the 29th day      | A      | 2008-09-30 |            | 2008-10-29   | no
        without a plan               | A      | 2008-05-01 |            |              | no
        planned at the second agency | A      | 2008-05-01 | 2008-06-01 |              | yes
        planned at the second agency | B      | 2008-06-01 |            | 2008-06-01   |
        came the day after           | A      | 2008-10-01 |            | 2008-10-01   | outside
        """,
        counted="3 of 5 = 60.0",
        also={"year to date": "2 of 4 = 50.0"},
    ),
}

"""Young people: who is one is told at the first triage of a journey, how old they are by the end of a period on its last day."""

from drawn_indicators import Case

FIELDS = """
    person                  | start      | end        | age_at_triage | field | asked_at | is_yes | counts
    came the day before     | 2007-09-30 | 2008-01-01 | 15            | one   | start    | yes    | outside
    came on the first day   | 2007-10-01 | 2009-01-01 | 17            | one   | start    | yes    | {came}
    came on the last day    | 2008-09-30 |            | 17            | one   | start    | no     | {came_no}
    with two fields         | 2008-01-01 | 2008-03-01 | 15            | one   | start    | no     | {came_no}
    with two fields         | 2008-01-01 | 2008-03-01 | 15            | two   | start    | yes    | {came}
    with two fields         | 2008-01-01 | 2008-03-01 | 15            | six   | exit     | no     | {left_no}
    18 at triage            | 2008-01-01 | 2008-03-01 | 18            | one   | start    | yes    | outside
    18 at triage            | 2008-01-01 | 2008-03-01 | 18            | six   | exit     | yes    | outside
    came the day after      | 2008-10-01 |            | 15            | one   | start    | yes    | outside
    left the day before     | 2007-01-01 | 2007-09-30 | 15            | six   | exit     | yes    | outside
    left on the first day   | 2007-01-01 | 2007-10-01 | 15            | six   | exit     | yes    | {left}
    left on the last day    | 2007-01-01 | 2008-09-30 | 17            | six   | exit     | yes    | {left}
    left the day after      | 2007-01-01 | 2008-10-01 | 17            | six   | exit     | yes    | outside
"""
OUTSIDE = dict.fromkeys(("came", "came_no", "left", "left_no"), "outside")

CASES = {
    "young_people_in_treatment": Case(
        drawn="""
        person                | born       | age_at_triage | start      | end        | counts
        18 at triage          | 1990-05-31 | 18            | 2008-06-01 |            | outside
        17, 18 since          | 1990-06-30 | 17            | 2008-06-01 |            | yes
        left on the first day | 1992-01-01 | 14            | 2006-05-01 | 2007-10-01 | yes
        left the day before   | 1992-01-01 | 14            | 2006-05-01 | 2007-09-30 | outside
        came the day after    | 1992-01-01 | 16            | 2008-10-01 |            | outside
        of no known age       |            |               | 2008-06-01 |            | outside
        came again at 18      | 1990-01-01 | 17            | 2007-11-01 | 2007-12-01 |
        came again at 18      | 1990-01-01 | 18            | 2008-06-01 |            | outside
        """,
        counted="2",
    ),
    "adults_in_treatment": Case(
        drawn="""
        person                | born       | age_at_triage | start      | end        | counts
        18 at triage          | 1990-05-31 | 18            | 2008-06-01 |            | yes
        17, 18 since          | 1990-06-30 | 17            | 2008-06-01 |            | outside
        left on the first day | 1970-01-01 | 36            | 2006-05-01 | 2007-10-01 | yes
        left the day before   | 1970-01-01 | 36            | 2006-05-01 | 2007-09-30 | outside
        came the day after    | 1970-01-01 | 38            | 2008-10-01 |            | outside
        of no known age       |            |               | 2008-06-01 |            | outside
        """,
        counted="2",
    ),
    "young_people_planned_exit_percent": Case(
        drawn="""
        person               | born       | age_at_triage | start      | end        | end_reason | counts
        completed at 17      | 1990-10-01 | 16            | 2007-05-01 | 2008-09-30 | 2          | yes
        completed at 18, came at 17 | 1990-04-01 | 17     | 2007-05-01 | 2008-04-01 | 2          | yes
        completed, came at 18 | 1989-04-01 | 18           | 2007-05-01 | 2008-03-31 | 2          | outside
        of no known age      |            |               | 2007-05-01 | 2008-09-30 | 2          | outside
        referred on, 15      | 1992-10-01 | 14            | 2007-05-01 | 2007-10-01 | 5          | yes
        dropped out, 15      | 1992-10-01 | 14            | 2007-05-01 | 2008-04-01 | 6          | no
        transferred, 15      | 1992-10-01 | 14            | 2007-05-01 | 2008-05-01 | 83         | no
        left the day before  | 1992-10-01 | 14            | 2007-05-01 | 2007-09-30 | 2          | outside
        left the day after   | 1992-10-01 | 14            | 2007-05-01 | 2008-10-01 | 2          | outside
        still there          | 1992-10-01 | 14            | 2007-05-01 |            |            | outside
        """,
        counted="3 of 5 = 60.0",
        also={"year to date": "2 of 4 = 50.0"},
    ),
    # 1 September 2008 is a Monday, so the 15th working day after it is 22 September
    "young_people_starting_within_15_working_days_percent": Case(
        drawn="""
        person                  | age_at_triage | intervention_number | referred   | started    | counts
        started on the 15th day | 17            | 1                   | 2008-09-01 | 2008-09-22 | yes
        started on the 16th day | 17            | 1                   | 2008-09-01 | 2008-09-23 | no
        first day of twelve     | 15            | 1                   | 2007-10-01 | 2007-10-01 | yes
        on the last of March    | 17            | 1                   | 2008-03-31 | 2008-03-31 | yes
        18 at triage            | 18            | 1                   | 2008-03-31 | 2008-03-31 | outside
        the day before          | 15            | 1                   | 2007-09-30 | 2007-09-30 | outside
        the day after           | 15            | 1                   | 2008-10-01 | 2008-10-01 | outside
        a second intervention   | 15            | 2                   | 2008-09-01 | 2008-09-22 | outside
        no known referral       | 15            | 1                   |            | 2008-09-22 | outside
        referred after starting | 15            | 1                   | 2008-09-23 | 2008-09-22 | outside
        """,
        counted="3 of 4 = 75.0",
        also={"year to date": "1 of 2 = 50.0"},
    ),
    "young_people_coming_by_group": Case(
        drawn="""
        person              | age_at_triage | start      | referral_source | drug_1 | counts
        came the day before | 15            | 2007-09-30 | 4               | 5000   | outside
        sent by a court     | 17            | 2007-10-01 | 6               | 5000   | yes
        of their own accord | 15            | 2008-01-01 | 4               | 5000   | yes
        by friends          | 15            | 2008-01-01 | 25              | 7000   | yes
        nobody wrote who    | 16            | 2008-09-30 |                 |        | yes
        18 at triage        | 18            | 2008-01-01 | 4               | 5000   | outside
        came the day after  | 15            | 2008-10-01 | 4               | 5000   | outside
        """,
        groups={
            "referral_source": "criminal justice 1 of 4; not stated 1 of 4; self, family and friends 2 of 4",
            "main_drug": "alcohol 1 of 4; cannabis 2 of 4; not stated 1 of 4",
        },
    ),
    "young_people_needs_percent": Case(
        drawn=FIELDS.format(**OUTSIDE | {"came": "yes", "came_no": "no"}),
        groups={"young_field": "one 1 of 3; two 1 of 1"},
    ),
    "young_people_needs_at_exit_percent": Case(
        drawn=FIELDS.format(**OUTSIDE | {"left": "yes", "left_no": "no"}),
        groups={"young_field": "six 2 of 3"},
    ),
    "young_people_turned_18_in_treatment_percent": Case(
        drawn="""
        person              | born       | age_at_triage | start      | end        | counts
        18 on the last day  | 1990-09-30 | 17            | 2008-06-01 |            | yes
        18 the day after    | 1990-10-01 | 17            | 2008-06-01 |            | no
        left before turning | 1990-08-01 | 17            | 2007-06-01 | 2008-01-01 | yes
        18 at triage        | 1990-01-01 | 18            | 2008-06-01 |            | outside
        left the day before | 1990-01-01 | 17            | 2007-06-01 | 2007-09-30 | outside
        """,
        counted="2 of 3 = 66.7",
    ),
    "young_people_turned_18_exits_percent": Case(
        drawn="""
        person                 | born       | age_at_triage | start      | end        | counts
        18 as the quarter ends | 1990-03-31 | 17            | 2007-06-01 | 2008-01-01 | yes
        18 the day after       | 1990-04-01 | 17            | 2007-06-01 | 2008-01-01 | no
        left the day before    | 1989-03-31 | 17            | 2007-01-01 | 2007-09-30 | outside
        18 at triage           | 1989-03-31 | 18            | 2007-06-01 | 2008-01-01 | outside
        still there            | 1990-03-31 | 17            | 2007-06-01 |            | outside
        """,
        counted="1 of 2 = 50.0",
    ),
}

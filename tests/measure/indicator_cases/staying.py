"""Who stays: 84 days from the start, followed beyond the period for people who came, and to its end for people there.

84 days after 1 October 2007 is 24 December; before 30 September 2008 it is 8 July, and after it 23 December.
"""

from drawn_indicators import Case

STAYED = """
    person                      | start      | end        | end_reason | sex | born       | ethnic | has_opiate | has_alcohol | counts
    came the day before         | 2007-09-30 |            |            | M   | 1980-01-01 | A      | yes        | no          | outside
    left after 84 days          | 2007-10-01 | 2007-12-24 | 6          | M   | 1980-01-01 | A      | yes        | no          | {stayed}
    left after 83 days          | 2007-10-01 | 2007-12-23 | 6          | M   | 1983-09-30 | A      | yes        | no          | {left}
    left after 85 days          | 2008-01-01 | 2008-03-26 |            | F   | 1983-10-01 | M      | no         | no          | {stayed}
    completed after 83 days     | 2008-04-01 | 2008-06-23 | 2          | F   | 1990-10-01 | A      | no         | yes         | {planned}
    referred on after 10 days   | 2008-07-01 | 2008-07-11 | 5          | F   |            |        | no         | yes         | {planned}
    transferred after 10 days   | 2008-07-01 | 2008-07-11 | 83         | M   | 1953-09-30 | H      | yes        | no          | {left}
    84 days from the last day   | 2008-09-30 | 2008-12-23 | 6          | M   | 1953-10-01 | Z      | yes        | no          | {stayed}
    83 days from the last day   | 2008-09-30 | 2008-12-22 | 6          |     | 1970-01-01 | D      | yes        | no          | {left}
    still there from last day   | 2008-09-30 |            |            | M   | 1963-09-30 | R      | yes        | no          | {stayed}
    came the day after          | 2008-10-01 |            |            | M   | 1980-01-01 | A      | yes        | no          | outside
"""
EFFECTIVE = """
    person                      | start      | end        | end_reason | has_opiate | is_opiate_crack | born       | counts
    84 days on the last day     | 2008-07-08 |            |            | yes        | yes             | 1983-09-30 | yes
    83 days on the last day     | 2008-07-09 |            |            | yes        | yes             | 1983-09-30 | {pending}
    left after 83 days          | 2008-04-01 | 2008-06-23 | 6          | yes        | yes             | 1983-10-01 | {left}
    left after 84 days          | 2008-04-01 | 2008-06-24 | 6          | yes        | yes             | 1983-10-01 | yes
    completed after 2 days      | 2008-09-28 | 2008-09-30 | 2          | yes        | yes             | 1983-10-01 | yes
    will complete the day after | 2008-09-28 | 2008-10-01 | 2          | yes        | yes             | 1983-10-01 | {pending}
    long since, left day one    | 2006-05-01 | 2007-10-01 | 6          | yes        | yes             | 1983-09-30 | yes
    left the day before         | 2006-05-01 | 2007-09-30 | 2          | yes        | yes             | 1983-09-30 | outside
    stayed, then left early     | 2007-11-01 | 2008-03-31 | 2          | yes        | yes             | 1990-10-01 |
    stayed, then left early     | 2008-06-01 | 2008-06-10 | 6          | yes        | yes             | 1990-10-01 | {left}
    uses no opiates or crack    | 2008-01-01 |            |            | no         | no              |            | {others}
"""
# age at the end of the quarter of coming: born on 30 September 1983, 24 on 31 December 2007
PLANNED_GROUPS = {
    "sex": "female 3 of 3; male 3 of 5; not stated 0 of 1",
    "age": "18-24 1 of 2; 25-34 1 of 1; 35-44 0 of 1; 45-54 2 of 2; 55 and over 0 of 1; not stated 1 of 1; under 18 1 of 1",
    "ethnic_group": "asian 0 of 1; black 1 of 1; mixed 0 of 1; not stated 2 of 2; other 1 of 1; white 2 of 3",
    "drug_group": "alcohol only 2 of 2; not stated 1 of 1; opiate 3 of 6",
}
EARLY_GROUPS = {
    "sex": "female 0 of 3; male 2 of 5; not stated 1 of 1",
    "age": "18-24 1 of 2; 25-34 0 of 1; 35-44 1 of 1; 45-54 0 of 2; 55 and over 1 of 1; not stated 0 of 1; under 18 0 of 1",
    "ethnic_group": "asian 1 of 1; black 0 of 1; mixed 1 of 1; not stated 0 of 2; other 0 of 1; white 1 of 3",
    "drug_group": "alcohol only 0 of 2; not stated 0 of 1; opiate 3 of 6",
}

CASES = {
    "retained_12_weeks_percent": Case(
        drawn=STAYED.format(stayed="yes", planned="no", left="no"),
        counted="4 of 9 = 44.4",
        also={"year to date": "2 of 6 = 33.3"},
    ),
    "retained_or_planned_discharge_percent": Case(
        drawn=STAYED.format(stayed="yes", planned="yes", left="no"),
        counted="6 of 9 = 66.7",
        also={"year to date": "4 of 6 = 66.7", "quarter": "3 of 5 = 60.0"},
        groups=PLANNED_GROUPS,
    ),
    "early_unplanned_exit_percent": Case(
        drawn=STAYED.format(stayed="no", planned="no", left="yes"),
        counted="3 of 9 = 33.3",
        also={"year to date": "2 of 6 = 33.3"},
        groups=EARLY_GROUPS,
    ),
    "effective_treatment": Case(
        drawn=EFFECTIVE.format(pending="outside", left="outside", others="yes"),
        counted="5",
        also={"year to date": "4"},
    ),
    "opiate_crack_effective_treatment": Case(
        drawn=EFFECTIVE.format(pending="outside", left="outside", others="outside"),
        counted="4",
        also={"year to date": "3"},
    ),
    "engaged_percent": Case(
        drawn=EFFECTIVE.format(pending="outside", left="no", others="yes"),
        counted="5 of 7 = 71.4",
        also={"year to date": "4 of 6 = 66.7"},
        groups={"under_25": "25 and over 2 of 2; not stated 1 of 1; under 25 2 of 4"},
    ),
    "tier_4_percent": Case(
        drawn="""
        person                       | start      | end        | treatments                      | counts
        in residence on the last day | 2008-06-01 |            | 6 from 2008-09-30               | yes
        an inpatient to the first    | 2006-05-01 | 2008-03-01 | 1 from 2006-05-01 to 2007-10-01 | yes
        an inpatient to the day before | 2006-05-01 |          | 1 from 2006-05-01 to 2007-09-30 | no
        in residence the day after   | 2008-06-01 |            | 6 from 2008-10-01               | no
        at home                      | 2008-06-01 |            | 2 from 2008-06-01               | no
        in residence for 83 days     | 2008-07-09 |            | 6 from 2008-07-09               | outside
        left the day before          | 2006-05-01 | 2007-09-30 | 6 from 2006-05-01 to 2007-09-30 | outside
        """,
        counted="2 of 5 = 40.0",
        also={"year to date": "1 of 4 = 25.0"},
    ),
}

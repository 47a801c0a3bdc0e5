"""Who is in treatment. A person who is 18 or 25 on 30 September 2008, the last day, was born by that day."""

from drawn_indicators import Case

IN_TREATMENT = """
    person                  | start      | end        | {column} | counts
    left the day before     | 2006-05-01 | 2007-09-30 | {met}    | outside
    left on the first day   | 2006-05-01 | 2007-10-01 | {met}    | yes
    came on the last day    | 2008-09-30 |            | {unmet}  | no
    came the day after      | 2008-10-01 |            | {met}    | outside
    it is no longer so      | 2007-11-01 | 2007-12-31 | {met}    |
    it is no longer so      | 2008-08-01 |            | {unmet}  | no
    it is so now            | 2007-11-01 | 2007-12-31 | {unmet}  |
    it is so now            | 2008-05-01 | 2008-06-30 | {met}    | yes
    not known               | 2008-05-01 | 2008-06-30 |          | {unknown}
"""


def share(column: str, met: str, unmet: str) -> Case:
    """A share of everybody in treatment, by what their latest journey says."""
    drawn = IN_TREATMENT.format(column=column, met=met, unmet=unmet, unknown="no")
    return Case(drawn=drawn, counted="2 of 5 = 40.0", also={"year to date": "1 of 4 = 25.0"})


ACCOUNT = """
    person                       | start      | end        | counts
    came before, and stays       | 2007-05-01 |            | {stays}
    came the day before          | 2008-06-30 |            | {stays}
    left the day before          | 2007-05-01 | 2008-06-30 | outside
    left on the first day        | 2007-05-01 | 2008-07-01 | {left}
    came on the first day        | 2008-07-01 |            | {came}
    came and left                | 2008-07-01 | 2008-09-30 | outside
    left on the last day         | 2007-05-01 | 2008-09-30 | {left}
    leaves the day after         | 2007-05-01 | 2008-10-01 | {stays}
    came on the last day         | 2008-09-30 |            | {came}
    came the day after           | 2008-10-01 |            | outside
"""

CASES = {
    "in_treatment": Case(
        is_of_episodes=True,
        drawn="""
        person                  | agency | triaged    | discharged | counts
        left the day before     | A      | 2006-05-01 | 2007-09-30 | outside
        left on the first day   | A      | 2006-05-01 | 2007-10-01 | yes
        came on the last day    | A      | 2008-09-30 |            | yes
        came the day after      | A      | 2008-10-01 |            | outside
        there all the time      | A      | 2006-05-01 | 2009-03-31 | yes
        at two agencies         | A      | 2008-05-01 | 2008-08-01 | yes
        at two agencies         | B      | 2008-06-01 |            |
        there twice             | A      | 2007-11-01 | 2007-12-31 |
        there twice             | A      | 2008-06-01 | 2008-06-30 | yes
        """,
        counted="5",
        also={"year to date": "4", "quarter": "3"},
    ),
    "people_in_treatment_by_group": Case(
        drawn="""
        person               | start      | end        | counts
        left the day before  | 2006-05-01 | 2007-09-30 | outside
        17, came on last day | 2008-09-30 |            | yes
        18, almost a year    | 2007-10-01 |            | yes
        24, just over a year | 2007-09-29 |            | yes
        25, over two years   | 2006-09-29 |            | yes
        44, over four years  | 2004-09-29 |            | yes
        over six years       | 2002-09-29 | 2009-01-01 | yes
        """,
        people="""
        person               | sex | born       | ethnic | has_opiate | has_non_opiate | has_alcohol | drug_1 | route | injecting | district | parental_status
        left the day before  | F   | 1960-01-01 | A      | yes        | no             | no          | 1101   | 1     | C         | Ash      | 11
        17, came on last day | F   | 1990-10-01 | A      | no         | yes            | no          | 5000   | 3     | N         | Ash      | 14
        18, almost a year    | M   | 1990-09-30 | B      | no         | yes            | yes         | 3201   | 3     | P         | Ash      | 11
        24, just over a year | M   | 1983-10-01 | D      | no         | no             | yes         | 7000   | 4     | Z         | Elm      | 12
        25, over two years   | M   | 1983-09-30 | M      | yes        | no             | no          | 1101   | 1     | C         | Elm      | 13
        44, over four years  | M   | 1963-10-01 | H      | yes        | yes            | no          | 1201   | 2     |           |          | 15
        over six years       |     |            | Z      |            |                |             | 9996   |       |           |          |
        """,
        groups={
            "sex": "female 1 of 6; male 4 of 6; not stated 1 of 6",
            "age": "18-24 2 of 6; 25-34 1 of 6; 35-44 1 of 6; not stated 1 of 6; under 18 1 of 6",
            "ethnic_group": "asian 1 of 6; black 1 of 6; mixed 1 of 6; not stated 1 of 6; white 2 of 6",
            "drug_group": "alcohol only 1 of 6; non-opiate and alcohol 1 of 6; non-opiate only 1 of 6; not stated 1 of 6; "
            "opiate 2 of 6",
            "main_drug": "alcohol 1 of 6; cannabis 1 of 6; crack 1 of 6; heroin 1 of 6; not stated 1 of 6; other opiates 1 of 6",
            "route": "injected 1 of 6; not stated 1 of 6; smoked 2 of 6; sniffed 1 of 6; taken by mouth 1 of 6",
            "injecting": "currently injecting 1 of 6; declined to answer 1 of 6; never injected 1 of 6; not stated 2 of 6; "
            "previously injected 1 of 6",
            "district": "Ash 2 of 6; Elm 2 of 6; not stated 2 of 6",
            "parent_status": "not a parent 1 of 6; not stated 2 of 6; parent living with children 2 of 6; "
            "parent not living with children 1 of 6",
            "time_in_treatment": "1 to 2 years 1 of 6; 2 to 4 years 1 of 6; 4 to 6 years 1 of 6; over 6 years 1 of 6; "
            "under 1 year 2 of 6",
        },
    ),
    "opiate_crack_in_treatment": Case(
        is_of_episodes=True,
        drawn="""
        person                     | agency | triaged    | discharged | drug_1 | drug_2 | drug_3 | counts
        heroin first               | A      | 2008-06-01 |            | 1101   |        |        | yes
        crack third                | A      | 2007-11-01 | 2007-11-30 | 7000   | 5000   | 3201   | yes
        cocaine powder             | A      | 2008-06-01 |            | 3200   | 9996   | 9997   | outside
        nothing known              | A      | 2008-06-01 |            |        |        |        | outside
        crack at the second agency | A      | 2008-05-01 | 2008-05-31 | 7000   |        |        | yes
        crack at the second agency | B      | 2008-06-21 |            | 3201   |        |        |
        heroin in an older journey | A      | 2007-11-01 | 2007-12-01 | 1101   |        |        |
        heroin in an older journey | A      | 2008-06-01 |            | 7000   |        |        | outside
        left the day before        | A      | 2006-05-01 | 2007-09-30 | 1101   |        |        | outside
        """,
        counted="3",
        also={"year to date": "2"},
    ),
    "opiate_crack_in_treatment_on_the_day": Case(
        drawn="""
        person                 | is_opiate_crack | start      | end        | counts
        began on the last day  | yes             | 2008-09-30 |            | yes
        left the day after     | yes             | 2006-05-01 | 2008-10-01 | yes
        left on the last day   | yes             | 2006-05-01 | 2008-09-30 | outside
        began the day after    | yes             | 2008-10-01 |            | outside
        uses cannabis          | no              | 2006-05-01 |            | outside
        """,
        counted="2",
    ),
    "opiate_crack_known_to_treatment_earlier": Case(
        drawn="""
        person                     | journey | is_opiate_crack | start      | end        | counts
        left the day before        | 1       | yes             | 2006-05-01 | 2007-09-30 | yes
        left on the first day      | 1       | yes             | 2006-05-01 | 2007-10-01 | outside
        left years ago             | 1       | yes             | 2001-05-01 | 2001-09-30 | yes
        twice, both before         | 1       | yes             | 2001-05-01 | 2001-09-30 |
        twice, both before         | 2       | yes             | 2003-05-01 | 2003-09-30 | yes
        came back                  | 1       | yes             | 2001-05-01 | 2001-09-30 |
        came back                  | 2       | yes             | 2008-06-01 |            | outside
        comes back the day after   | 1       | yes             | 2001-05-01 | 2001-09-30 | yes
        comes back the day after   | 2       | yes             | 2008-10-01 |            |
        uses cannabis since        | 1       | yes             | 2001-05-01 | 2001-09-30 |
        uses cannabis since        | 2       | no              | 2003-05-01 | 2003-09-30 | outside
        """,
        counted="4",
    ),
    "opiate_crack_completed": Case(
        drawn="""
        person                 | is_opiate_crack | start      | end        | end_reason | counts
        on the last day        | yes             | 2008-05-01 | 2008-09-30 | 80         | yes
        on the first day       | yes             | 2006-05-01 | 2007-10-01 | 80         | yes
        on the day after       | yes             | 2006-05-01 | 2008-10-01 | 80         | outside
        dropped out            | yes             | 2006-05-01 | 2008-06-30 | 6          | outside
        still there            | yes             | 2006-05-01 |            |            | outside
        uses cannabis          | no              | 2006-05-01 | 2008-06-30 | 80         | outside
        """,
        counted="2",
    ),
    "adults_in_treatment_for_alcohol": Case(
        drawn="""
        person                 | born       | has_alcohol | has_non_opiate | has_opiate | start      | end        | counts
        alcohol alone, 18      | 1990-09-30 | yes         | no             | no         | 2008-06-01 |            | yes
        alcohol alone, 17      | 1990-10-01 | yes         | no             | no         | 2008-06-01 |            | outside
        alcohol and cannabis   | 1960-01-01 | yes         | yes            | no         | 2006-05-01 | 2007-10-01 | yes
        alcohol and heroin     | 1960-01-01 | yes         | no             | yes        | 2008-06-01 |            | outside
        cannabis alone         | 1960-01-01 | no          | yes            | no         | 2008-06-01 |            | outside
        left the day before    | 1960-01-01 | yes         | no             | no         | 2006-05-01 | 2007-09-30 | outside
        """,
        counted="2",
        also={"year to date": "1"},
    ),
    "crack_in_treatment_percent": share("has_crack", "yes", "no"),
    "under_25_in_treatment_percent": Case(
        drawn="""
        person                | born       | start      | end        | counts
        25 on the last day    | 1983-09-30 | 2008-06-01 |            | no
        25 the day after      | 1983-10-01 | 2008-06-01 |            | yes
        left on the first day | 1992-01-01 | 2006-05-01 | 2007-10-01 | yes
        left the day before   | 1992-01-01 | 2006-05-01 | 2007-09-30 | outside
        came the day after    | 1992-01-01 | 2008-10-01 |            | outside
        of no known age       |            | 2008-06-01 |            | no
        """,
        counted="2 of 4 = 50.0",
        also={"year to date": "1 of 3 = 33.3"},
    ),
    "current_injectors_in_treatment_percent": Case(
        drawn=IN_TREATMENT.format(column="injecting", met="C", unmet="P", unknown="outside")
        + "declined to answer | 2007-11-01 | 2008-03-31 | Z | outside",
        counted="2 of 4 = 50.0",
        also={"year to date": "1 of 3 = 33.3"},
    ),
    "shared_care_percent": Case(
        drawn="""
        person                     | start      | end        | treatments                                       | counts
        a doctor from the last day | 2008-06-01 |            | 2 from 2008-06-01, 3 from 2008-09-30             | yes
        a doctor from the next day | 2008-06-01 |            | 2 from 2008-06-01, 3 from 2008-10-01             | no
        a doctor to the first day  | 2006-05-01 | 2008-03-01 | 3 from 2006-05-01 to 2007-10-01                  | yes
        a doctor to the day before | 2006-05-01 | 2008-03-01 | 3 from 2006-05-01 to 2007-09-30, 2 from 2008-02-01 to 2008-03-01 | no
        not prescribed for         | 2008-06-01 |            | 4 from 2008-06-01                                | outside
        no treatment known         | 2008-06-01 |            |                                                  | outside
        came the day after         | 2008-10-01 |            | 3 from 2008-10-01                                | outside
        """,
        counted="2 of 4 = 50.0",
        also={"year to date": "1 of 2 = 50.0"},
    ),
    "in_treatment_when_period_begins": Case(
        drawn=ACCOUNT.format(stays="yes", left="yes", came="outside"), counted="5", also={"year to date": "5"}
    ),
    "in_treatment_when_period_ends": Case(
        drawn=ACCOUNT.format(stays="yes", left="outside", came="yes"),
        counted="5",
        also={"year to date": "5"},
        # on 1 October two have been there since July or later, one since June, two since May of the year before
        groups={"months_of_stay": "1 to 2 years 2; 3 to 6 months 1; under 3 months 2"},
    ),
    "interventions_by_modality": Case(
        drawn="""
        person                    | modality | started    | ended      | is_structured | counts
        counselled to the end     | 4        | 2008-09-30 |            | yes           | yes
        counselled too late       | 4        | 2008-10-01 |            | yes           | outside
        an inpatient on day one   | 1        | 2007-09-01 | 2007-10-01 | yes           | yes
        an inpatient before       | 1        | 2007-09-01 | 2007-09-30 | yes           | outside
        with two at once          | 2        | 2006-05-01 |            | yes           | yes
        with two at once          | 4        | 2008-01-01 | 2008-02-01 | yes           | yes
        given needles only        | 8        | 2008-01-01 |            | no            | outside
        """,
        groups={
            "modality": "inpatient 1 of 4; specialist prescribing 1 of 4; structured psychosocial intervention 2 of 4"
        },
    ),
    "deaths_in_treatment": Case(
        drawn="""
        person                  | start      | end        | end_reason   | counts
        died on the first day   | 2006-05-01 | 2007-10-01 | 9            | yes
        died on the last day    | 2006-05-01 | 2008-09-30 | 89           | yes
        died the day before     | 2006-05-01 | 2007-09-30 | 9            | outside
        died the day after      | 2006-05-01 | 2008-10-01 | 9            | outside
        went to prison          | 2006-05-01 | 2008-01-01 | 8            | outside
        reasons contradict      | 2006-05-01 | 2008-01-01 | inconsistent | outside
        still there             | 2006-05-01 |            |              | outside
        """,
        counted="2",
    ),
    # 1, 366, 366, 93, 366 and 1 days are 1,193 days or 3.27 years
    "deaths_in_treatment_rate": Case(
        drawn="""
        person                  | start      | end        | end_reason   | counts
        died on the first day   | 2006-05-01 | 2007-10-01 | 9            | yes
        died on the last day    | 2006-05-01 | 2008-09-30 | 89           | yes
        died the day before     | 2006-05-01 | 2007-09-30 | 9            | outside
        died the day after      | 2006-05-01 | 2008-10-01 | 9            | no
        went to prison          | 2006-05-01 | 2008-01-01 | 8            | no
        still there             | 2006-05-01 |            |              | no
        came on the last day    | 2008-09-30 |            |              | no
        came the day after      | 2008-10-01 |            |              | outside
        """,
        counted="2 of 3 = 612.3",
    ),
}

"""Who leaves in a quarter, by months of stay. The twelve months are four quarters: from October, January, April and July."""

from drawn_indicators import Case

# Each mark is of a quarter in which the journey was open on a day.
STAYS = """
    person                      | start      | end        | end_reason | counts
    there all the time          | 2005-05-01 |            |            | no no no no
    completed on the last day   | 2008-09-30 | 2008-09-30 | 2          | {planned}
    completed the day after     | 2008-09-30 | 2008-10-01 | 2          | no
    referred on                 | 2007-06-30 | 2007-10-01 | 5          | {planned}
    dropped out                 | 2007-10-01 | 2008-03-31 | 6          | no {unplanned}
    withdrawn                   | 2007-09-30 | 2008-06-30 | 3          | no no {unplanned}
    declined                    | 2006-10-01 | 2007-10-02 | 12         | {unplanned}
    died                        | 2006-12-31 | 2008-01-01 | 9          | no {otherwise}
    went to prison              | 2008-07-01 | 2008-07-31 | 8          | {otherwise}
    for no known reason         | 2008-06-30 | 2008-07-31 |            | no {otherwise}
    left the day before         | 2006-05-01 | 2007-09-30 | 2          | outside
    came the day after          | 2008-10-01 |            |            | outside
"""
# By hand, of a quarter each. On their first day: new 5 (completed on the last day, completed the day after, dropped out,
# prison, no known reason); under 3 months 3 (dropped out, withdrawn, no known reason); 3 to 6 months 2 (referred on, withdrawn);
# 6 to 12 months 3 (withdrawn; died, in October; declined, who came a year before to the day); 1 to 2 years 1 (died, in
# January); and 2 years or more 4.
GROUPS = {
    "planned": "1 to 2 years 0 of 1; 2 years or more 0 of 4; 3 to 6 months 1 of 2; 6 to 12 months 0 of 3; "
    "new in the quarter 1 of 5; under 3 months 0 of 3",
    "unplanned": "1 to 2 years 0 of 1; 2 years or more 0 of 4; 3 to 6 months 0 of 2; 6 to 12 months 2 of 3; "
    "new in the quarter 0 of 5; under 3 months 1 of 3",
    "otherwise": "1 to 2 years 1 of 1; 2 years or more 0 of 4; 3 to 6 months 0 of 2; 6 to 12 months 0 of 3; "
    "new in the quarter 1 of 5; under 3 months 1 of 3",
}


def left(how: str, counted: str) -> Case:
    marks = dict.fromkeys(("planned", "unplanned", "otherwise"), "no") | {how: "yes"}
    return Case(drawn=STAYS.format(**marks), counted=counted, groups={"months_of_stay": GROUPS[how]})


CASES = {
    "left_planned_in_a_quarter_percent": left("planned", "2 of 18 = 11.1"),
    "left_unplanned_in_a_quarter_percent": left("unplanned", "3 of 18 = 16.7"),
    "left_otherwise_in_a_quarter_percent": left("otherwise", "3 of 18 = 16.7"),
    "returning_of_presentations_percent": Case(
        drawn="""
        person                       | start      | end        | previous_end | counts
        never here before            | 2007-10-01 |            |              | no
        left half a year before      | 2008-09-30 |            | 2008-03-30   | yes
        left a day more before       | 2008-09-30 |            | 2008-03-29   | no
        left just before             | 2007-10-01 | 2007-11-01 | 2007-09-01   | yes
        came the day before          | 2007-09-30 |            | 2007-08-01   | outside
        came the day after           | 2008-10-01 |            | 2008-08-01   | outside
        """,
        counted="2 of 4 = 50.0",
    ),
}

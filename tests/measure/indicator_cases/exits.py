"""How people leave treatment. Journeys that end are marked by what their reason counts as."""

from drawn_indicators import Case

LEFT = """
    person                 | start      | end        | end_reason   | sex | born       | ethnic | has_opiate | has_alcohol | counts
    left the day before    | 2006-05-01 | 2007-09-30 | 2            | M   | 1980-01-01 | A      | yes        | no          | outside
    completed on day one   | 2006-05-01 | 2007-10-01 | 1            | M   | 1980-01-01 | A      | yes        | no          | {completed}
    completed on the last  | 2006-05-01 | 2008-09-30 | 80           | F   | 1983-10-01 | B      | no         | yes         | {completed}
    left the day after     | 2006-05-01 | 2008-10-01 | 2            | M   | 1980-01-01 | A      | yes        | no          | outside
    referred on            | 2006-05-01 | 2008-05-01 | 5            | F   | 1983-09-30 | M      | no         | yes         | {referred}
    transferred            | 2006-05-01 | 2008-05-01 | 83           | M   | 1990-10-01 | A      | yes        | no          | {transferred}
    dropped out            | 2006-05-01 | 2008-03-31 | 6            | M   | 1990-10-01 | A      | yes        | no          | {dropped}
    reasons contradict     | 2006-05-01 | 2008-05-01 | inconsistent | M   |            |        | yes        | no          | no
    gave no reason         | 2006-05-01 | 2008-05-01 |              |     | 1980-01-01 | A      | yes        | no          | no
    completed, came back   | 2006-05-01 | 2008-01-01 | 82           | M   | 1980-01-01 | A      | yes        | no          | {completed}
    completed, came back   | 2008-02-01 | 2008-05-01 | 8            | M   | 1980-01-01 | A      | yes        | no          | no
    still there            | 2006-05-01 |            |              | M   | 1980-01-01 | A      | yes        | no          | outside
"""


def left(counted: str, to_date: str, groups: dict[str, str] | None = None, quarter: str = "", **counts) -> Case:
    """A share of all journeys that ended, by which reasons count."""
    marks = {**dict.fromkeys(("completed", "referred", "transferred", "dropped"), "no"), **counts}
    return Case(
        drawn=LEFT.format(**marks),
        counted=counted,
        also={"year to date": to_date} | ({"quarter": quarter} if quarter else {}),
        groups=groups or {},
    )


# age at the end of the quarter of leaving: 24 on 30 June 2008, 17 on 31 March 2008
COMPLETED_BY = {
    "sex": "female 1 of 2; male 2 of 6; not stated 0 of 1",
    "age": "18-24 1 of 2; 25-34 2 of 4; not stated 0 of 1; under 18 0 of 2",
    "ethnic_group": "black 0 of 1; not stated 0 of 1; white 3 of 7",
    "drug_group": "alcohol only 1 of 2; opiate 2 of 7",
}

CASES = {
    "exits": Case(
        is_of_episodes=True,
        drawn="""
        person                  | agency | triaged    | discharged | counts
        left the day before     | A      | 2007-06-01 | 2007-09-30 | outside
        left on the first day   | A      | 2007-06-01 | 2007-10-01 | yes
        left on the last day    | A      | 2007-06-01 | 2008-09-30 | yes
        left the day after      | A      | 2007-06-01 | 2008-10-01 | outside
        still there             | A      | 2007-06-01 |            | outside
        moved after 20 days     | A      | 2007-06-01 | 2008-05-31 | outside
        moved after 20 days     | B      | 2008-06-20 |            |
        moved after 21 days     | A      | 2007-06-01 | 2008-05-31 |
        moved after 21 days     | B      | 2008-06-21 | 2008-08-31 | yes
        came back after 22 days | A      | 2007-06-01 | 2008-05-31 | yes
        came back after 22 days | B      | 2008-06-22 |            |
        left one of two         | A      | 2007-06-01 | 2008-05-31 | outside
        left one of two         | B      | 2007-06-01 |            |
        """,
        counted="4",
        also={"year to date": "3", "quarter": "2"},
    ),
    "exits_by_reason": Case(
        drawn=LEFT.format(**dict.fromkeys(("completed", "referred", "transferred", "dropped"), "yes")).replace(
            "| no\n", "| yes\n"
        ),
        groups={
            "exit_reason": "dropped out 1 of 9; inconsistent 1 of 9; not stated 1 of 9; prison 1 of 9; referred on 1 of 9; "
            "successful completion 3 of 9; transferred not in custody 1 of 9"
        },
    ),
    "successful_completion_of_exits": left(
        "3 of 9 = 33.3", "1 of 6 = 16.7", COMPLETED_BY, "1 of 1 = 100.0", completed="yes"
    ),
    "successful_exit_percent": left(
        "3 of 9 = 33.3",
        "1 of 6 = 16.7",
        {"under_25": "25 and over 2 of 4; not stated 0 of 1; under 25 1 of 4"},
        completed="yes",
    ),
    "dropped_out_of_exits": left("1 of 9 = 11.1", "0 of 6 = 0.0", dropped="yes"),
    "treatment_system_exits_percent": left(
        "4 of 9 = 44.4", "2 of 6 = 33.3", quarter="1 of 1 = 100.0", completed="yes", referred="yes"
    ),
    "planned_exit_2004_percent": left(
        "5 of 9 = 55.6", "3 of 6 = 50.0", completed="yes", referred="yes", transferred="yes"
    ),
    "successful_completion_of_people_in_treatment": Case(
        drawn="""
        person                | start      | end        | end_reason | counts
        completed on day one  | 2006-05-01 | 2007-10-01 | 1          | yes
        completed on the last | 2006-05-01 | 2008-09-30 | 82         | yes
        will complete         | 2006-05-01 | 2008-10-01 | 2          | no
        completed the day before | 2006-05-01 | 2007-09-30 | 2       | outside
        referred on           | 2006-05-01 | 2008-05-01 | 5          | no
        still there           | 2006-05-01 |            |            | no
        completed, came back  | 2006-05-01 | 2008-01-01 | 2          |
        completed, came back  | 2008-02-01 |            |            | no
        came the day after    | 2008-10-01 |            |            | outside
        """,
        counted="2 of 6 = 33.3",
        also={"year to date": "1 of 5 = 20.0"},
        groups={"drug_group": "not stated 2 of 6"},
    ),
    # completed in the twelve months to 31 March 2008, so that every return within six months is known
    "re_presentation_percent": Case(
        is_of_episodes=True,
        drawn="""
        person                    | agency | triaged    | discharged | discharge_reason | counts
        completed the day before  | A      | 2006-05-01 | 2007-03-31 | 2                | outside
        completed the day before  | A      | 2007-06-01 |            |                  |
        back on the last day      | A      | 2006-05-01 | 2007-04-01 | 2                | yes
        back on the last day      | A      | 2007-10-01 |            |                  |
        back a day too late       | A      | 2006-05-01 | 2007-04-01 | 2                | no
        back a day too late       | A      | 2007-10-02 |            |                  |
        back after 22 days        | A      | 2006-05-01 | 2008-03-31 | 1                | yes
        back after 22 days        | B      | 2008-04-22 |            |                  |
        moved after 21 days       | A      | 2006-05-01 | 2008-03-31 | 1                | outside
        moved after 21 days       | B      | 2008-04-21 |            |                  |
        back on the period's last | A      | 2006-05-01 | 2008-03-31 | 80               | yes
        back on the period's last | A      | 2008-09-30 |            |                  |
        never came back           | A      | 2006-05-01 | 2008-01-01 | 2                | no
        referred on, came back    | A      | 2006-05-01 | 2008-01-01 | 5                | outside
        referred on, came back    | A      | 2008-03-01 |            |                  |
        completed the day after   | A      | 2006-05-01 | 2008-04-01 | 2                | outside
        completed the day after   | A      | 2008-06-01 |            |                  |
        completed twice           | A      | 2006-05-01 | 2007-06-01 | 2                | yes
        completed twice           | A      | 2007-08-01 | 2007-12-01 | 2                | no
        """,
        counted="4 of 7 = 57.1",
    ),
}

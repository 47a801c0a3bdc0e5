"""What each agency does, in the year to date, from 1 April to 30 September 2008."""

from drawn_indicators import Case

CASES = {
    "people_at_each_agency": Case(
        is_of_episodes=True,
        drawn="""
        person                | agency | triaged    | discharged | counts
        left the day before   | A      | 2007-05-01 | 2008-03-31 | outside
        left on the first day | A      | 2007-05-01 | 2008-04-01 | yes
        came on the last day  | B      | 2008-09-30 |            | yes
        came the day after    | B      | 2008-10-01 |            | outside
        at two agencies       | A      | 2008-05-01 | 2008-07-01 | yes
        at two agencies       | B      | 2008-06-01 |            | yes
        at one agency twice   | A      | 2008-04-10 | 2008-05-01 |
        at one agency twice   | A      | 2008-08-01 |            | yes
        had left the first    | A      | 2007-05-01 | 2008-03-31 |
        had left the first    | B      | 2008-04-01 |            | yes
        """,
        counted="6",
        also={"twelve months": "8"},
        groups={"agency": "A 3; B 3"},
    ),
    "retained_or_planned_discharge_by_agency_percent": Case(
        is_of_episodes=True,
        drawn="""
        person                 | agency | triaged    | discharged | discharge_reason | counts
        came the day before    | A      | 2008-03-31 |            |                  | outside
        84 days, B from A      | A      | 2008-04-01 | 2008-05-01 | 83               | yes
        84 days, B from A      | B      | 2008-05-10 | 2008-06-24 | 6                |
        left A after 83 days   | A      | 2008-04-01 | 2008-06-23 | 6                | no
        completed in ten days  | B      | 2008-09-30 | 2008-10-10 | 2                | yes
        still there after 84   | B      | 2008-09-30 |            |                  | yes
        left after 83, later   | B      | 2008-09-30 | 2008-12-22 | 6                | no
        came the day after     | B      | 2008-10-01 |            |                  | outside
        """,
        groups={"first_agency": "A 1 of 2; B 2 of 3"},
    ),
    "planned_exit_by_agency_percent": Case(
        is_of_episodes=True,
        drawn="""
        person                 | agency | triaged    | discharged | discharge_reason | counts
        left the day before    | A      | 2008-01-01 | 2008-03-31 | 2                | outside
        referred on, day one   | A      | 2008-01-01 | 2008-04-01 | 5                | yes
        completed at B, from A | A      | 2008-01-01 | 2008-04-20 | 83               | yes
        completed at B, from A | B      | 2008-05-01 | 2008-06-01 | 2                |
        dropped out, last day  | A      | 2008-01-01 | 2008-09-30 | 6                | no
        transferred, not come  | B      | 2008-01-01 | 2008-06-01 | 83               | no
        left the day after     | A      | 2008-01-01 | 2008-10-01 | 2                | outside
        still there            | A      | 2008-01-01 |            |                  | outside
        """,
        groups={"last_agency": "A 1 of 2; B 1 of 2"},
    ),
    "top_starts_by_agency_percent": Case(
        is_of_episodes=True,
        drawn="""
        person                | agency | triaged    | discharged | counts
        came the day before   | A      | 2008-03-31 |            | outside
        14 days after at A    | A      | 2008-04-01 |            | yes
        15 days after at A    | A      | 2008-04-01 |            | no
        filled in at B        | A      | 2008-09-25 | 2008-09-30 | yes
        filled in at B        | B      | 2008-09-30 |            |
        without a form        | B      | 2008-09-30 |            | no
        came the day after    | B      | 2008-10-01 |            | outside
        """,
        forms="""
        person                | episode | stage | completed
        came the day before   | 1       | S     | 2008-03-31
        14 days after at A    | 1       | S     | 2008-04-15
        15 days after at A    | 1       | S     | 2008-04-16
        filled in at B        | 2       | S     | 2008-10-09
        came the day after    | 1       | S     | 2008-10-01
        """,
        groups={"first_agency": "A 2 of 3; B 0 of 1"},
    ),
}

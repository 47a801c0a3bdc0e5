"""Measures of today: completion for good by group, treatment progress, and what is known of people when they come."""

from drawn_indicators import Case

from indicator_cases.entry import share_of_known
from needs.settings import Choices

# Journeys that end by 30 September 2008 are followed for six months more
FOR_GOOD = """
    person                    | agency | triaged    | discharged | discharge_reason | drug_1 | drug_2 | born       | counts
    left the day before       | A      | 2007-05-01 | 2007-09-30 | 2                | 1101   |        | 1970-01-01 | outside
    completed on the first    | A      | 2007-05-01 | 2007-10-01 | 2                | 1101   | 7000   | 1970-01-01 | {opiate}
    completed on the last     | A      | 2007-05-01 | 2008-09-30 | 80               | 1101   |        | 1970-01-01 | {opiate}
    back on the last day      | A      | 2007-05-01 | 2008-09-30 | 2                | 1101   |        | 1970-01-01 | {opiate_not}
    back on the last day      | A      | 2009-03-30 |            |                  | 1101   |        | 1970-01-01 |
    back a day too late       | A      | 2007-05-01 | 2008-09-30 | 2                | 1101   |        | 1970-01-01 | {opiate}
    back a day too late       | A      | 2009-03-31 |            |                  | 1101   |        | 1970-01-01 |
    back within the year      | A      | 2007-05-01 | 2008-01-01 | 2                | 1101   |        | 1970-01-01 | {opiate_not}
    back within the year      | A      | 2008-03-01 |            |                  | 1101   |        | 1970-01-01 |
    referred on               | A      | 2007-05-01 | 2008-01-01 | 5                | 1101   |        | 1970-01-01 | {opiate_not}
    still there               | A      | 2007-05-01 |            |                  | 1101   |        | 1970-01-01 | {opiate_not}
    cannabis alone            | A      | 2007-05-01 | 2008-01-01 | 1                | 5000   |        | 1970-01-01 | {other}
    cocaine, not completed    | A      | 2007-05-01 | 2008-01-01 | 6                | 3200   |        | 1970-01-01 | {other_not}
    cannabis and alcohol      | A      | 2007-05-01 | 2008-01-01 | 2                | 5000   | 7000   | 1970-01-01 | {both}
    alcohol, completed        | A      | 2007-05-01 | 2008-01-01 | 2                | 7000   | 9996   | 1970-01-01 | {alcohol}
    alcohol, dropped out      | A      | 2007-05-01 | 2008-01-01 | 6                | 7000   |        | 1970-01-01 | {alcohol_not}
    under 18 at the end       | A      | 2007-05-01 | 2008-01-01 | 2                | 1101   |        | 1990-10-01 | outside
"""


def for_good(counted: str, choices: Choices | None = None, **which: str) -> Case:
    """A share of some of these people."""
    names = ("opiate", "opiate_not", "other", "other_not", "both", "alcohol", "alcohol_not")
    drawn = FOR_GOOD.format(**{**dict.fromkeys(names, "outside"), **which})
    return Case(is_of_episodes=True, drawn=drawn, counted=counted, choices=choices or Choices())


# In which category of the measure each adult is, by the forms below; a is of people whose only problem substance is alcohol
PROGRESS = """
    person                   | agency | triaged    | discharged | discharge_reason | drug_1 | drug_2 | drug_3 | born       | counts
    left before the period   | A      | 2007-01-01 | 2007-09-30 | 6                | 7000   |        |        | 1970-01-01 | outside
    under 18                 | A      | 2007-01-01 | 2008-01-01 | 6                | 7000   |        |        | 1990-10-01 | outside
    completed with a home    | A      | 2008-01-01 | 2008-06-30 | 1                | 7000   |        |        | 1970-01-01 | {a_more}
    completed without one    | A      | 2008-01-01 | 2008-06-30 | 2                | 7000   |        |        | 1970-01-01 | {a_less}
    completed, 15 days later | A      | 2008-01-01 | 2008-06-30 | 2                | 7000   |        |        | 1970-01-01 | {missing}
    completed, 14 days later | A      | 2008-01-01 | 2008-09-30 | 80               | 1101   |        |        | 1970-01-01 | {more}
    completed, not asked     | A      | 2008-01-01 | 2008-06-30 | 2                | 7000   |        |        | 1970-01-01 | {missing}
    completed, no form       | A      | 2008-01-01 | 2008-06-30 | 2                | 1101   |        |        | 1970-01-01 | {missing}
    dropped out              | A      | 2008-01-01 | 2008-09-30 | 6                | 1101   |        |        | 1970-01-01 | {less}
    referred on              | A      | 2008-01-01 | 2008-09-30 | 5                | 1101   |        |        | 1970-01-01 | {less}
    three months             | A      | 2008-06-30 |            |                  | 1101   |        |        | 1970-01-01 | {new}
    three months and a day   | A      | 2008-06-29 |            |                  | 1101   |        |        | 1970-01-01 | {missing}
    drinks nothing           | A      | 2008-01-01 |            |                  | 7000   | 9996   |        | 1970-01-01 | {a_more}
    drinks nine days less    | A      | 2008-01-01 |            |                  | 7000   |        |        | 1970-01-01 | {a_more}
    drinks eight days less   | A      | 2008-01-01 |            |                  | 7000   |        |        | 1970-01-01 | {a_less}
    a year of baseline       | A      | 2007-06-01 |            |                  | 7000   |        |        | 1970-01-01 | {a_less}
    baseline to the day      | A      | 2007-06-01 |            |                  | 7000   |        |        | 1970-01-01 | {a_more}
    no heroin                | A      | 2008-01-01 |            |                  | 1101   |        |        | 1970-01-01 | {more}
    less heroin              | A      | 2008-01-01 |            |                  | 1101   |        |        | 1970-01-01 | {fell}
    as much heroin           | A      | 2008-01-01 |            |                  | 1101   |        |        | 1970-01-01 | {less}
    less heroin, not crack   | A      | 2008-01-01 |            |                  | 1101   | 5000   | 3201   | 1970-01-01 | {less}
    no heroin, crack unknown | A      | 2008-01-01 |            |                  | 1101   | 3201   |        | 1970-01-01 | {missing}
    drinks less, and smokes  | A      | 2008-01-01 |            |                  | 7000   | 5000   |        | 1970-01-01 | {fell}
    no cannabis, still drinks | A     | 2008-01-01 |            |                  | 5000   | 7000   |        | 1970-01-01 | {more}
    another drug, less       | A      | 2008-01-01 |            |                  | 6000   |        |        | 1970-01-01 | {fell}
    no baseline              | A      | 2008-01-01 |            |                  | 7000   |        |        | 1970-01-01 | {missing}
    no baseline, uses none   | A      | 2008-01-01 |            |                  | 7000   |        |        | 1970-01-01 | {a_more}
    reviewed too early       | A      | 2007-01-01 |            |                  | 7000   |        |        | 1970-01-01 | {missing}
    no drug named            | A      | 2008-01-01 |            |                  | 9996   |        |        | 1970-01-01 | {missing}
"""
PROGRESS_FORMS = """
    person                   | stage | completed  | alcohol_days | opiates_days | crack_days | cannabis_days | other_drug_days | housing_problem
    completed with a home    | E     | 2008-06-30 | 0            | 0            | 0          | 0             | 0               | N
    completed without one    | E     | 2008-06-30 | 0            | 0            | 0          | 0             | 0               | Y
    completed, 15 days later | E     | 2008-07-15 | 0            | 0            | 0          | 0             | 0               | N
    completed, 14 days later | E     | 2008-10-14 | 0            | 0            | 0          | 0             | 0               | N
    completed, not asked     | E     | 2008-06-30 | 0            | 0            | 0          | 0             | 0               |
    drinks nothing           | S     | 2008-01-01 | 28           | 0            | 0          | 0             | 0               | N
    drinks nothing           | R     | 2008-09-30 | 0            | 28           | 0          | 0             | 0               | N
    drinks nine days less    | S     | 2008-01-01 | 28           | 0            | 0          | 0             | 0               | N
    drinks nine days less    | R     | 2008-09-30 | 19           | 0            | 0          | 0             | 0               | N
    drinks eight days less   | S     | 2008-01-01 | 28           | 0            | 0          | 0             | 0               | N
    drinks eight days less   | R     | 2008-05-01 | 0            | 0            | 0          | 0             | 0               | N
    drinks eight days less   | R     | 2008-09-30 | 20           | 0            | 0          | 0             | 0               | N
    drinks eight days less   | R     | 2008-10-01 | 0            | 0            | 0          | 0             | 0               | N
    a year of baseline       | S     | 2007-06-01 | 28           | 0            | 0          | 0             | 0               | N
    a year of baseline       | R     | 2007-09-29 | 28           | 0            | 0          | 0             | 0               | N
    a year of baseline       | R     | 2007-12-01 | 5            | 0            | 0          | 0             | 0               | N
    a year of baseline       | R     | 2008-09-30 | 5            | 0            | 0          | 0             | 0               | N
    baseline to the day      | R     | 2007-09-30 | 28           | 0            | 0          | 0             | 0               | N
    baseline to the day      | R     | 2007-12-01 | 5            | 0            | 0          | 0             | 0               | N
    baseline to the day      | R     | 2008-09-30 | 5            | 0            | 0          | 0             | 0               | N
    no heroin                | S     | 2008-01-01 | 9            | 28           | 0          | 0             | 0               | N
    no heroin                | R     | 2008-06-01 | 28           | 0            | 0          | 0             | 0               | N
    less heroin              | S     | 2008-01-01 | 0            | 28           | 0          | 0             | 0               | N
    less heroin              | R     | 2008-06-01 | 0            | 1            | 0          | 0             | 0               | N
    as much heroin           | S     | 2008-01-01 | 0            | 10           | 0          | 0             | 0               | N
    as much heroin           | R     | 2008-06-01 | 0            | 10           | 0          | 0             | 0               | N
    less heroin, not crack   | S     | 2008-01-01 | 0            | 28           | 4          | 0             | 0               | N
    less heroin, not crack   | R     | 2008-06-01 | 0            | 2            | 5          | 0             | 0               | N
    no heroin, crack unknown | S     | 2008-01-01 | 0            | 28           | 4          | 0             | 0               | N
    no heroin, crack unknown | R     | 2008-06-01 | 0            | 0            |            | 0             | 0               | N
    drinks less, and smokes  | S     | 2008-01-01 | 28           | 0            | 0          | 28            | 0               | N
    drinks less, and smokes  | R     | 2008-06-01 | 10           | 0            | 0          | 28            | 0               | N
    no cannabis, still drinks | S    | 2008-01-01 | 28           | 0            | 0          | 28            | 0               | N
    no cannabis, still drinks | R    | 2008-06-01 | 28           | 0            | 0          | 0             | 0               | N
    another drug, less       | S     | 2008-01-01 | 0            | 0            | 0          | 0             | 28              | N
    another drug, less       | R     | 2008-06-01 | 0            | 0            | 0          | 0             | 2               | N
    no baseline              | R     | 2008-06-01 | 10           | 0            | 0          | 0             | 0               | N
    no baseline, uses none   | R     | 2008-06-01 | 0            | 0            | 0          | 0             | 0               | N
    reviewed too early       | S     | 2007-01-01 | 10           | 0            | 0          | 0             | 0               | N
    reviewed too early       | R     | 2007-09-30 | 0            | 0            | 0          | 0             | 0               | N
"""
MARKS = ("a_more", "a_less", "more", "less", "fell", "missing", "new")


def progress(counted: str = "", groups: dict[str, str] | None = None, **which: str) -> Case:
    """Part of these people, of part of them."""
    drawn = PROGRESS.format(**{**dict.fromkeys(MARKS, "outside"), **which})
    return Case(is_of_episodes=True, drawn=drawn, forms=PROGRESS_FORMS, counted=counted, groups=groups or {})


TOLD = {"a_more": "yes", "more": "yes", "a_less": "no", "less": "no"}
# Those of opiates, alcohol alone, non-opiates with alcohol and non-opiates alone whose progress can be told
CASES = {
    "parents_without_children_percent": share_of_known("parental_status", "13", "12"),
    "mental_health_need_percent": share_of_known("dual_diagnosis", "Y", "N"),
    "prison_referral_days_to_start": Case(
        drawn="""
        person                | start      | referral_source | referred   | counts
        came the day before   | 2007-09-30 | 13              | 2007-09-20 | outside
        came on the first day | 2007-10-01 | 13              | 2007-10-01 | yes
        came in April         | 2008-04-01 | 13              | 2008-03-31 | yes
        came on the last day  | 2008-09-30 | 13              | 2008-09-09 | yes
        came the day after    | 2008-10-01 | 13              | 2008-09-20 | outside
        referred by probation | 2008-05-01 | 8               | 2008-04-01 | outside
        referral not known    | 2008-05-01 | 13              |            | outside
        referred afterwards   | 2008-05-01 | 13              | 2008-05-02 | outside
        """,
        counted="mean 7.333, of 3",
        also={"year to date": "mean 11, of 2"},
    ),
    "opiate_completions_without_return_percent": for_good("3 of 7 = 42.9", opiate="yes", opiate_not="no"),
    "non_opiate_completions_without_return_percent": for_good("2 of 3 = 66.7", other="yes", both="yes", other_not="no"),
    "alcohol_completions_without_return_percent": for_good("1 of 2 = 50.0", alcohol="yes", alcohol_not="no"),
    "treatment_progress_alcohol_percent": progress("5 of 8 = 62.5", a_more="yes", a_less="no"),
    "treatment_progress_lowest_percent": progress(
        "8 of 18 = 44.4",
        {"drug_group": "alcohol only 5 of 8; non-opiate and alcohol 1 of 2; non-opiate only 0 of 1; opiate 2 of 7"},
        **TOLD,
        fell="no",
    ),
    "treatment_progress_highest_percent": progress(
        "11 of 18 = 61.1",
        {"drug_group": "alcohol only 5 of 8; non-opiate and alcohol 2 of 2; non-opiate only 1 of 1; opiate 3 of 7"},
        **TOLD,
        fell="yes",
    ),
    "treatment_progress_missing_percent": progress(
        "8 of 26 = 30.8", **dict.fromkeys(MARKS, "no") | {"missing": "yes", "new": "outside"}
    ),
    "treatment_progress_new_clients": progress("1", new="yes"),
    "people_by_treatment_progress": progress(
        groups={
            "progress": "missing data 8 of 26; no substantial progress 7 of 26; "
            "not judged: no threshold 3 of 26; substantial progress 8 of 26",
            "progress_detail": "completed 2 of 26; completed with an acute housing problem 1 of 26; "
            "completed, exit form missing 3 of 26; in treatment and not substantially reduced 4 of 26; "
            "in treatment and not using 4 of 26; in treatment and substantially reduced 2 of 26; "
            "in treatment, form or drug missing 5 of 26; in treatment, use fell, no threshold 3 of 26; "
            "unplanned exit 2 of 26",
        },
        **dict.fromkeys(MARKS, "yes") | {"new": "outside"},
    ),
    "completed_by_agency_percent": Case(
        is_of_episodes=True,
        drawn="""
        person               | agency | triaged    | discharged | discharge_reason | counts
        left the day before  | A      | 2007-05-01 | 2008-03-31 | 2                | outside
        completed at A       | A      | 2007-05-01 | 2008-04-01 | 2                | yes
        referred on by A     | A      | 2007-05-01 | 2008-04-01 | 5                | no
        completed at B       | A      | 2007-05-01 | 2008-05-01 | 5                |
        completed at B       | B      | 2008-05-10 | 2008-09-30 | 1                | yes
        left the day after   | B      | 2007-05-01 | 2008-10-01 | 2                | outside
        """,
        groups={"last_agency": "A 1 of 2; B 1 of 1"},
    ),
}

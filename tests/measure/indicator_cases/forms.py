"""What forms of the Treatment Outcomes Profile were filled in, within 14 days of when they were due, and what they say."""

from drawn_indicators import Case

CHANGES = """
    person                | reviewed   | substance | days_at_start | days_at_review | reliable_days | counts
    reviewed the day before | 2007-09-30 | opiates | 28            | 0              | 10            | outside
    abstinent on day one  | 2007-10-01 | opiates   | 28            | 0              | 10            | {abstinent}
    down by ten           | 2008-01-01 | opiates   | 28            | 18             | 10            | {improved}
    down by nine          | 2008-01-01 | opiates   | 28            | 19             | 10            | {same}
    up by nine            | 2008-01-01 | opiates   | 10            | 19             | 10            | {same}
    up by ten             | 2008-09-30 | opiates   | 10            | 20             | 10            | {worse}
    used neither time     | 2008-01-01 | opiates   | 0             | 0              | 10            | outside
    up by ten from none   | 2008-01-01 | crack     | 0             | 10             | 10            | {worse}
    abstinent from crack  | 2008-01-01 | crack     | 4             | 0              | 10            | {abstinent}
    no change is set      | 2008-01-01 | alcohol   | 28            | 18             |               | outside
    reviewed the day after | 2008-10-01 | opiates  | 28            | 0              | 10            | outside
"""
USED = """
    person                  | reviewed   | substance | days_at_start | days_at_review | counts
    reviewed the day before | 2007-09-30 | opiates   | 20            | 0              | outside
    abstinent on day one    | 2007-10-01 | opiates   | 28            | 0              | yes
    used less               | 2008-09-30 | opiates   | 10            | 4              | yes
    did not use at first    | 2008-01-01 | opiates   | 0             | 20             | outside
    used crack for a day    | 2008-01-01 | crack     | 1             | 3              | yes
    reviewed the day after  | 2008-10-01 | opiates   | 20            | 0              | outside
"""
# the exit form counts in the period in which the journey ended, whenever it was filled in
SCALES = """
    person                   | form   | reviewed   | end        | question                        | at_start | later | counts
    reviewed the day before  | review | 2007-09-30 |            | quality of life, 0 to 20        | 10       | 15    | outside
    reviewed on day one      | review | 2007-10-01 |            | quality of life, 0 to 20        | 10       | 15    | {review}
    reviewed on the last day | review | 2008-09-30 |            | quality of life, 0 to 20        | 12       | 11    | {review}
    reviewed, left the year after | review | 2008-01-01 | 2008-12-10 | psychological health, 0 to 20 | 4   | 8     | {review}
    reviewed the day after   | review | 2008-10-01 |            | quality of life, 0 to 20        | 10       | 15    | outside
    left the day before      | exit   | 2007-10-05 | 2007-09-30 | quality of life, 0 to 20        | 3        | 9     | outside
    left on the first day    | exit   | 2007-09-28 | 2007-10-01 | quality of life, 0 to 20        | 3        | 9     | {exit}
    left on the last day     | exit   | 2008-10-05 | 2008-09-30 | quality of life, 0 to 20        | 5        | 5     | {exit}
    left the day after       | exit   | 2008-09-29 | 2008-10-01 | quality of life, 0 to 20        | 5        | 5     | outside
"""
HOMES = """
    person                   | form   | reviewed   | end        | question              | at_start | later | counts
    reviewed the day before  | review | 2007-09-30 |            | acute housing problem | 1        | 1     | outside
    found a home             | review | 2007-10-01 |            | acute housing problem | 1        | 0     | {found}
    lost a home              | review | 2008-09-30 |            | acute housing problem | 0        | 1     | {lost}
    always had one           | review | 2008-09-30 |            | at risk of eviction   | 0        | 0     | {never}
    left the day before      | exit   | 2007-09-28 | 2007-09-30 | acute housing problem | 1        | 0     | outside
    left and found a home    | exit   | 2008-10-05 | 2008-09-30 | acute housing problem | 1        | 0     | {left_found}
    left and lost a home     | exit   | 2008-10-05 | 2008-09-30 | acute housing problem | 0        | 1     | {left_lost}
"""


def answered(form: str, groups: str) -> Case:
    """The mean of those who answered twice, up to a review or the exit."""
    marks = {**dict.fromkeys(("review", "exit"), "outside"), form: "yes"}
    return Case(drawn=SCALES.format(**marks), groups={"question": groups})


def housed(groups: str, **which) -> Case:
    """A share of those who answered twice whether they had a housing problem."""
    marks = {**dict.fromkeys(("found", "lost", "never", "left_found", "left_lost"), "outside"), **which}
    return Case(drawn=HOMES.format(**marks), groups={"question": groups})


def changed(groups: str, **which) -> Case:
    """A kind of reliable change, of all changes that are judged."""
    marks = {**dict.fromkeys(("abstinent", "improved", "same", "worse"), "no"), **which}
    return Case(drawn=CHANGES.format(**marks), groups={"substance": groups})


CASES = {
    "top_starts_percent": Case(
        is_of_episodes=True,
        drawn="""
        person                 | agency | triaged    | counts
        came the day before    | A      | 2008-03-31 | outside
        14 days before         | A      | 2008-04-01 | yes
        15 days before         | A      | 2008-04-01 | no
        14 days after          | A      | 2008-06-30 | yes
        15 days after          | A      | 2008-06-30 | no
        on the day             | A      | 2008-07-01 | yes
        only a review          | A      | 2008-07-01 | no
        no form                | A      | 2008-09-30 | no
        14 days after the last | A      | 2008-09-30 | yes
        came the day after     | A      | 2008-10-01 | outside
        """,
        forms="""
        person                 | stage | completed
        came the day before    | S     | 2008-03-31
        14 days before         | S     | 2008-03-18
        15 days before         | S     | 2008-03-17
        14 days after          | S     | 2008-07-14
        15 days after          | S     | 2008-07-15
        on the day             | S     | 2008-07-01
        only a review          | R     | 2008-07-01
        14 days after the last | S     | 2008-10-14
        came the day after     | S     | 2008-10-01
        """,
        counted="4 of 8 = 50.0",
        also={"quarter": "2 of 4 = 50.0"},
    ),
    "top_discharges_percent": Case(
        is_of_episodes=True,
        drawn="""
        person                 | agency | triaged    | discharged | counts
        left the day before    | A      | 2007-05-01 | 2008-03-31 | outside
        14 days before         | A      | 2007-05-01 | 2008-04-01 | yes
        15 days before         | A      | 2007-05-01 | 2008-04-01 | no
        15 days after          | A      | 2007-05-01 | 2008-06-30 | no
        on the day             | A      | 2007-05-01 | 2008-07-01 | yes
        only a review          | A      | 2007-05-01 | 2008-07-01 | no
        14 days after the last | A      | 2007-05-01 | 2008-09-30 | yes
        left the day after     | A      | 2007-05-01 | 2008-10-01 | outside
        still there            | A      | 2007-05-01 |            | outside
        """,
        forms="""
        person                 | stage | completed
        left the day before    | E     | 2008-03-31
        14 days before         | E     | 2008-03-18
        15 days before         | E     | 2008-03-17
        15 days after          | E     | 2008-07-15
        on the day             | E     | 2008-07-01
        only a review          | R     | 2008-07-01
        14 days after the last | E     | 2008-10-14
        left the day after     | E     | 2008-10-01
        still there            | E     | 2008-07-01
        """,
        counted="3 of 6 = 50.0",
        also={"quarter": "2 of 3 = 66.7"},
    ),
    # 182 days before 30 September 2008 is 1 April, so its last 182 days begin on 2 April; each has a start form unless it says otherwise
    "top_reviews_percent": Case(
        is_of_episodes=True,
        drawn="""
        person                    | agency | triaged    | discharged | counts
        reviewed 181 days before  | A      | 2008-01-01 |            | yes
        reviewed 182 days before  | A      | 2008-01-01 |            | no
        reviewed 183 days before  | A      | 2008-01-01 |            | no
        reviewed the day after    | A      | 2008-01-01 |            | no
        182 days in treatment     | A      | 2008-04-01 |            | yes
        181 days in treatment     | A      | 2008-04-02 |            | outside
        left on the last day      | A      | 2008-01-01 | 2008-09-30 | outside
        left the day after        | A      | 2008-01-01 | 2008-10-01 | no
        had no start form         | A      | 2008-01-01 |            | outside
        """,
        forms="""
        person                    | stage | completed
        reviewed 181 days before  | S     | 2008-01-01
        reviewed 181 days before  | R     | 2008-04-02
        reviewed 182 days before  | S     | 2008-01-01
        reviewed 182 days before  | R     | 2008-04-01
        reviewed 183 days before  | S     | 2008-01-01
        reviewed 183 days before  | R     | 2008-03-31
        reviewed the day after    | S     | 2008-01-01
        reviewed the day after    | R     | 2008-10-01
        182 days in treatment     | S     | 2008-04-01
        182 days in treatment     | R     | 2008-09-30
        181 days in treatment     | S     | 2008-04-02
        181 days in treatment     | R     | 2008-08-01
        left on the last day      | S     | 2008-01-01
        left on the last day      | R     | 2008-08-01
        left the day after        | S     | 2008-01-01
        had no start form         | R     | 2008-08-01
        """,
        counted="2 of 6 = 33.3",
    ),
    # started on 1 January 2008: the 35th day after it is 5 February, the 182nd is 1 July
    "abstinent_at_review_percent": Case(
        is_of_episodes=True,
        drawn="""
        person                   | agency | triaged    | counts
        reviewed on day 35       | A      | 2008-01-01 | yes no
        reviewed on day 34       | A      | 2008-01-01 | outside
        reviewed on day 182      | A      | 2008-01-01 | no
        reviewed on day 183      | A      | 2008-01-01 | outside
        reviewed twice           | A      | 2008-01-01 | no
        two start forms          | A      | 2008-01-01 | yes
        start form 14 days early | A      | 2008-01-01 | yes
        start form 15 days early | A      | 2008-01-01 | outside
        did not use at the start | A      | 2008-01-01 | outside
        on the first day of all  | A      | 2007-07-01 | yes
        on the day before it     | A      | 2007-07-01 | outside
        on the day after it      | A      | 2008-08-01 | outside
        answer missing           | A      | 2008-01-01 | outside
        """,
        forms="""
        person                   | stage | completed  | opiates_days | crack_days
        reviewed on day 35       | S     | 2008-01-01 | 28           | 10
        reviewed on day 35       | R     | 2008-02-05 | 0            | 5
        reviewed on day 34       | S     | 2008-01-01 | 28           |
        reviewed on day 34       | R     | 2008-02-04 | 0            |
        reviewed on day 182      | S     | 2008-01-01 | 28           |
        reviewed on day 182      | R     | 2008-07-01 | 1            |
        reviewed on day 183      | S     | 2008-01-01 | 28           |
        reviewed on day 183      | R     | 2008-07-02 | 0            |
        reviewed twice           | S     | 2008-01-01 | 28           |
        reviewed twice           | R     | 2008-03-01 | 0            |
        reviewed twice           | R     | 2008-05-01 | 3            |
        two start forms          | S     | 2008-01-05 | 0            |
        two start forms          | S     | 2008-01-01 | 28           |
        two start forms          | R     | 2008-03-01 | 0            |
        start form 14 days early | S     | 2007-12-18 | 1            |
        start form 14 days early | R     | 2008-03-01 | 0            |
        start form 15 days early | S     | 2007-12-17 | 28           |
        start form 15 days early | R     | 2008-03-01 | 0            |
        did not use at the start | S     | 2008-01-01 | 0            |
        did not use at the start | R     | 2008-03-01 | 0            |
        on the first day of all  | S     | 2007-07-01 | 28           |
        on the first day of all  | R     | 2007-10-01 | 0            |
        on the day before it     | S     | 2007-07-01 | 28           |
        on the day before it     | R     | 2007-09-30 | 0            |
        on the day after it      | S     | 2008-08-01 | 28           |
        on the day after it      | R     | 2008-10-01 | 0            |
        answer missing           | S     | 2008-01-01 | 28           |
        answer missing           | R     | 2008-03-01 |              | 0
        """,
        groups={"substance": "crack 0 of 1; opiates 4 of 6"},
    ),
    "reliably_improved_percent": changed("crack 0 of 2; opiates 1 of 5", improved="yes"),
    "unchanged_at_review_percent": changed("crack 0 of 2; opiates 2 of 5", same="yes"),
    "deteriorated_percent": changed("crack 1 of 2; opiates 1 of 5", worse="yes"),
    "mean_days_at_start": Case(drawn=USED, groups={"substance": "crack mean 1, of 1; opiates mean 19, of 2"}),
    "mean_days_at_review": Case(drawn=USED, groups={"substance": "crack mean 3, of 1; opiates mean 2, of 2"}),
    "mean_answer_before_review": answered(
        "review", "psychological health, 0 to 20 mean 4, of 1; quality of life, 0 to 20 mean 11, of 2"
    ),
    "mean_answer_at_review": answered(
        "review", "psychological health, 0 to 20 mean 8, of 1; quality of life, 0 to 20 mean 13, of 2"
    ),
    "mean_answer_change_at_review": answered(
        "review", "psychological health, 0 to 20 mean 4, of 1; quality of life, 0 to 20 mean 2, of 2"
    ),
    "mean_answer_before_exit": answered("exit", "quality of life, 0 to 20 mean 4, of 2"),
    "mean_answer_at_exit": answered("exit", "quality of life, 0 to 20 mean 7, of 2"),
    "mean_answer_change_at_exit": answered("exit", "quality of life, 0 to 20 mean 3, of 2"),
    "housing_answer_before_review_percent": housed(
        "acute housing problem 1 of 2; at risk of eviction 0 of 1", found="yes", lost="no", never="no"
    ),
    "housing_answer_at_review_percent": housed(
        "acute housing problem 1 of 2; at risk of eviction 0 of 1", found="no", lost="yes", never="no"
    ),
    "housing_answer_before_exit_percent": housed("acute housing problem 1 of 2", left_found="yes", left_lost="no"),
    "housing_answer_at_exit_percent": housed("acute housing problem 1 of 2", left_found="no", left_lost="yes"),
}

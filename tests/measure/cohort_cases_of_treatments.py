"""More drawn tables of test_cohorts.py: cohorts by what treatment people had, what they answered and what forms say.

The quarter is April to June 2008; 26 weeks, 182 days, before 30 June 2008 is 31 December 2007.
"""

RECEIVED = """
    treatments                                                     | counts
    {code} from 2008-06-30                                         | {counts}
    {code} from 2008-07-01                                         | no
    {code} from 2007-01-01 to 2008-04-01                           | {counts}
    {code} from 2007-01-01 to 2008-03-31                           | no
    {code} from 2007-01-01                                         | {counts}
    4 from 2008-04-01, {code} from 2008-05-01 to 2008-05-02        | {counts}
    4 from 2008-04-01, {code} from 2007-05-01 to 2007-05-02        | no
    4 from 2008-04-01                                              | no
                                                                   | no
"""


def received(codes: dict[str, str]) -> list:
    """The same table for each modality, which does or does not count."""
    return [({}, RECEIVED.format(code=code, counts=counts)) for code, counts in codes.items()]


GIVEN = """
    has_{which}_form | counts
    yes              | yes
    no               | no
                     | no
"""
# days of 28 at the start and at the review, and the change that is called reliable: less, the same or more
CHANGES = """
    days_at_start | days_at_review | reliable_days | counts
    28            | 0              | 10            | {abstinent}
    3             | 0              | 10            | {abstinent}
    28            | 18             | 10            | {improved}
    28            | 19             | 10            | {same}
    28            | 28             | 10            | {same}
    10            | 19             | 10            | {same}
    10            | 20             | 10            | {worse}
    0             | 10             | 10            | {worse}
    0             | 9              | 10            | {same}
    0             | 0              | 10            | no
    28            | 18             |               | no
    10            | 20             |               | no
                  | 10             |               | no
"""


def changed(**which) -> list:
    """The table of changes, of which one kind counts."""
    return [({}, CHANGES.format(**{**dict.fromkeys(("abstinent", "improved", "same", "worse"), "no"), **which}))]


CASES = {
    "in_treatment_when_it_begins": [
        (
            {},
            """
            start      | end        | counts
            2008-03-31 |            | yes
            2008-04-01 |            | no
            2007-01-01 | 2008-04-01 | yes
            2007-01-01 | 2008-03-31 | no
            2008-03-31 | 2008-06-30 | yes
            """,
        )
    ],
    "in_treatment_when_it_ends": [
        (
            {},
            """
            start      | end        | counts
            2008-06-30 |            | yes
            2008-07-01 |            | no
            2007-01-01 | 2008-07-01 | yes
            2007-01-01 | 2008-06-30 | no
            2008-06-30 | 2008-06-30 | no
            """,
        )
    ],
    "dropped_out": [
        (
            {},
            """
            end        | end_reason   | counts
            2008-04-01 | 6            | yes
            2008-06-30 | 43           | yes
            2008-03-31 | 6            | no
            2008-07-01 | 6            | no
            2008-05-01 | 2            | no
            2008-05-01 | 12           | no
            2008-05-01 | inconsistent | no
            2008-05-01 |              | no
                       |              | no
            """,
        )
    ],
    "received_tier_4": received({"1": "yes", "6": "yes", "2": "no", "5": "no"}),
    "received_prescribing": received({"2": "yes", "3": "yes", "1": "no", "94": "no"}),
    "received_shared_care": received({"3": "yes", "2": "no"}),
    "intervention_open": [
        (
            {},
            """
            started    | ended      | counts
            2008-06-30 |            | yes
            2008-07-01 |            | no
            2007-01-01 | 2008-04-01 | yes
            2007-01-01 | 2008-03-31 | no
            2007-01-01 |            | yes
                       |            | no
            """,
        )
    ],
    "structured": [
        (
            {},
            """
            is_structured | counts
            yes           | yes
            no            | no
                          | no
            """,
        )
    ],
    # 1 April 2008 is a Tuesday, 4 April a Friday; 5 May, a bank holiday, is counted
    "started_within_working_days": [
        (
            {},
            """
            referred   | started    | counts
            2008-04-01 | 2008-04-01 | yes
            2008-04-01 | 2008-04-22 | yes
            2008-04-01 | 2008-04-23 | no
            2008-04-04 | 2008-04-25 | yes
            2008-04-04 | 2008-04-27 | yes
            2008-04-04 | 2008-04-28 | no
            2008-05-02 | 2008-05-23 | yes
            2008-05-02 | 2008-05-26 | no
            2008-04-02 | 2008-04-01 | no
            2008-04-01 |            | no
                       | 2008-04-01 | no
            """,
        ),
        (
            {"days": 5},
            """
            referred   | started    | counts
            2008-04-01 | 2008-04-08 | yes
            2008-04-01 | 2008-04-09 | no
            """,
        ),
    ],
    "wait_to_start_known": [
        (
            {},
            """
            referred   | started    | counts
            2008-04-01 | 2008-04-01 | yes
            2008-04-02 | 2008-04-01 | no
            2008-04-01 |            | no
                       | 2008-04-01 | no
            """,
        )
    ],
    "living_with_children": [
        (
            {},
            """
            parental_status | counts
            11              | yes
            12              | yes
            13              | no
            14              | no
            15              | no
                            | no
            """,
        )
    ],
    "answered": [
        (
            {"column": "parental_status"},
            """
            parental_status | counts
            11              | yes
            12              | yes
            13              | yes
            14              | yes
            15              | no
                            | no
            """,
        ),
        (
            {"column": "employment"},
            """
            employment | counts
            1          | yes
            15         | yes
            6          | no
            99         | no
                       | no
            """,
        ),
        (
            {"column": "injecting"},
            """
            injecting | counts
            N         | yes
            Z         | no
            X         | no
                      | no
            """,
        ),
        (
            {"column": "previously_treated"},
            """
            previously_treated | counts
            Y                  | yes
            N                  | yes
                               | no
            """,
        ),
    ],
    "regularly_employed": [
        (
            {},
            """
            employment | counts
            1          | yes
            2          | no
            10         | no
            14         | no
                       | no
            """,
        )
    ],
    "start_form_given": [({}, GIVEN.format(which="start"))],
    "exit_form_given": [({}, GIVEN.format(which="exit"))],
    "review_due": [
        (
            {},
            """
            start      | end        | has_start_form | counts
            2007-12-30 |            | yes            | yes
            2007-12-31 |            | yes            | yes
            2008-01-01 |            | yes            | no
            2007-12-31 | 2008-07-01 | yes            | yes
            2007-12-31 | 2008-06-30 | yes            | no
            2007-12-31 |            | no             | no
            2007-12-31 |            |                | no
            """,
        ),
        (
            {"days": 91},
            """
            start      | end        | has_start_form | counts
            2008-03-31 |            | yes            | yes
            2008-04-01 |            | yes            | no
            """,
        ),
    ],
    # the 182 days to 30 June 2008 begin on 1 January: 31 + 29 + 31 + 30 + 31 + 30
    "review_given": [
        (
            {},
            """
            reviews                | counts
            2008-01-01             | yes
            2007-12-31             | no
            2008-06-30             | yes
            2008-07-01             | no
            2007-06-01, 2008-02-01 | yes
            2007-06-01, 2008-07-01 | no
                                   | no
            """,
        ),
        (
            {"days": 1},
            """
            reviews    | counts
            2008-06-29 | no
            2008-06-30 | yes
            """,
        ),
    ],
    "reviewed": [
        (
            {},
            """
            reviewed   | counts
            2008-03-31 | no
            2008-04-01 | yes
            2008-06-30 | yes
            2008-07-01 | no
                       | no
            """,
        )
    ],
    "used_at_start": [
        (
            {},
            """
            days_at_start | counts
            0             | no
            1             | yes
            28            | yes
                          | no
            """,
        )
    ],
    "abstinent_at_review": [
        (
            {},
            """
            days_at_start | days_at_review | counts
            1             | 0              | yes
            28            | 1              | no
            0             | 0              | no
                          | 0              | no
            28            |                | no
            """,
        )
    ],
    "change_is_judged": changed(abstinent="yes", improved="yes", same="yes", worse="yes"),
    "reliably_improved": changed(improved="yes"),
    "deteriorated": changed(worse="yes"),
    "unchanged": changed(same="yes"),
    "later_form": [
        (
            {"form": "review"},
            """
            form   | reviewed   | end        | counts
            review | 2008-04-01 |            | yes
            review | 2008-06-30 |            | yes
            review | 2008-03-31 | 2008-04-01 | no
            review | 2008-07-01 |            | no
            exit   | 2008-05-01 | 2008-05-01 | no
                   | 2008-05-01 | 2008-05-01 | no
            """,
        ),
        (
            {"form": "exit"},
            """
            form   | reviewed   | end        | counts
            exit   | 2008-03-31 | 2008-04-01 | yes
            exit   | 2008-07-10 | 2008-06-30 | yes
            exit   | 2008-04-01 | 2008-03-31 | no
            exit   | 2008-06-30 | 2008-07-01 | no
            review | 2008-05-01 | 2008-05-01 | no
            """,
        ),
    ],
    "said_yes": [
        ({"column": "later"}, "at_start | later | counts\n0 | 1 | yes\n1 | 0 | no\n1 |  | no\n"),
        ({"column": "at_start"}, "at_start | later | counts\n0 | 1 | no\n1 | 0 | yes\n | 1 | no\n"),
    ],
    "asked_about_young": [
        ({"at": "start"}, "asked_at | counts\nstart | yes\nexit | no\n | no\n"),
        ({"at": "exit"}, "asked_at | counts\nstart | no\nexit | yes\n"),
    ],
    "young_field_says_yes": [({}, "is_yes | counts\nyes | yes\nno | no\n | no\n")],
}

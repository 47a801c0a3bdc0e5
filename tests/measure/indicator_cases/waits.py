"""How long people wait: from referral to the first appointment offered, 21 days being within three weeks."""

from drawn_indicators import Case

WAITS = """
    person                  | intervention_number | is_structured | referred   | first_offered | started    | counts
    started the day before  | {number}            | yes           | 2007-09-01 | 2007-09-10    | 2007-09-30 | outside
    waited for 21 days      | {number}            | yes           | 2007-09-01 | 2007-09-22    | 2007-10-01 | yes
    waited for 22 days      | {number}            | yes           | 2008-06-01 | 2008-06-23    | 2008-06-23 | no
    waited for 42 days      | {number}            | yes           | 2008-06-01 | 2008-07-13    | 2008-07-13 | no
    waited for 43 days      | {number}            | yes           | 2008-06-01 | 2008-07-14    | 2008-07-14 | no
    did not wait, last day  | {number}            | yes           | 2008-09-30 | 2008-09-30    | 2008-09-30 | yes
    started the day after   | {number}            | yes           | 2008-09-30 | 2008-09-30    | 2008-10-01 | outside
    offered before referral | {number}            | yes           | 2008-06-02 | 2008-06-01    | 2008-06-10 | outside
    was offered nothing     | {number}            | yes           | 2008-06-02 |               | 2008-06-10 | outside
    was of the other kind   | {other}             | yes           | 2008-06-01 | 2008-06-02    | 2008-06-10 | outside
    was given needles       |                     | no            | 2008-06-01 | 2008-06-02    | 2008-06-10 | outside
"""
# 6, 4 and 2 weeks; one started on each end of the twelve months
WEEKS = """
    person                   | modality | is_structured | referred   | first_offered | started    | counts
    started the day before   | 1        | yes           | 2007-01-01 | 2007-09-10    | 2007-09-30 | outside
    waited for six weeks     | 1        | yes           | 2007-08-01 | 2007-09-12    | 2007-10-01 | {before}
    waited for a day         | 4        | yes           | 2008-03-31 | 2008-04-01    | 2008-04-01 | yes
    waited for four weeks    | 4        | yes           | 2008-05-01 | 2008-05-29    | 2008-06-30 | yes
    did not wait             | 1        | yes           | 2008-09-30 | 2008-09-30    | 2008-09-30 | yes
    started the day after    | 1        | yes           | 2008-01-01 | 2008-09-30    | 2008-10-01 | outside
    offered before referral  | 1        | yes           | 2008-06-02 | 2008-06-01    | 2008-06-10 | outside
    was given needles        | 8        | no            | 2008-01-01 | 2008-06-01    | 2008-06-10 | outside
"""
# From 1 April 2008 it is 84 days to 24 June; from 1 December 2007 it is 85 days to 24 February 2008
OVER = """
    person                   | modality | is_structured | referred   | first_offered | started    | counts
    started the day before   | 1        | yes           | 2007-01-01 | 2007-09-10    | 2007-09-30 | outside
    85 days, before April    | 1        | yes           | 2007-12-01 | 2008-02-24    | 2008-03-31 | yes
    waited for 21 days       | 1        | yes           | 2008-04-01 | 2008-04-22    | 2008-04-22 | no
    waited for 22 days       | 4        | yes           | 2008-04-01 | 2008-04-23    | 2008-04-23 | {over_3}
    waited for 42 days       | 4        | yes           | 2008-04-01 | 2008-05-13    | 2008-05-13 | {over_3}
    waited for 43 days       | 4        | yes           | 2008-04-01 | 2008-05-14    | 2008-05-14 | {over_6}
    waited for 84 days       | 1        | yes           | 2008-04-01 | 2008-06-24    | 2008-06-24 | {over_6}
    waited for 85 days       | 1        | yes           | 2008-04-01 | 2008-06-25    | 2008-06-25 | yes
    did not wait             | 4        | yes           | 2008-09-30 | 2008-09-30    | 2008-09-30 | no
    started the day after    | 1        | yes           | 2008-01-01 | 2008-09-30    | 2008-10-01 | outside
    offered before referral  | 1        | yes           | 2008-06-02 | 2008-06-01    | 2008-06-10 | outside
    was offered nothing      | 1        | yes           | 2008-01-01 |               | 2008-06-10 | outside
    was given needles        | 8        | no            | 2008-01-01 | 2008-06-01    | 2008-06-10 | outside
"""
CASES = {
    "first_waits_within_3_weeks": Case(
        drawn=WAITS.format(number="1", other="2"),
        counted="2 of 5 = 40.0",
        also={"year to date": "1 of 4 = 25.0"},
    ),
    "later_waits_within_3_weeks": Case(
        drawn=WAITS.format(number="2", other="1"),
        counted="2 of 5 = 40.0",
        also={"year to date": "1 of 4 = 25.0"},
    ),
    # (1 + 28 + 0) days of three, and with the 42 days before April 71 days of four: 1.381 and 2.536 weeks
    "average_wait_weeks": Case(
        drawn=WEEKS.format(before="outside"),
        counted="mean 1.381, of 3",
        also={"twelve months": "mean 2.536, of 4"},
        groups={"modality": "inpatient mean 0, of 1; structured psychosocial intervention mean 2.071, of 2"},
    ),
    # of eight in twelve months those of 22, 42, 43, 84, 85 and 85 days
    "waited_over_3_weeks_percent": Case(
        drawn=OVER.format(over_3="yes", over_6="yes"),
        counted="6 of 8 = 75.0",
        groups={"modality": "inpatient 3 of 4; structured psychosocial intervention 3 of 4"},
    ),
    "waited_over_6_weeks_percent": Case(
        drawn=OVER.format(over_3="no", over_6="yes"),
        counted="4 of 8 = 50.0",
        groups={"modality": "inpatient 3 of 4; structured psychosocial intervention 1 of 4"},
    ),
    "waited_over_12_weeks_percent": Case(
        drawn=OVER.format(over_3="no", over_6="no"),
        counted="2 of 8 = 25.0",
        groups={"modality": "inpatient 2 of 4; structured psychosocial intervention 0 of 4"},
    ),
}

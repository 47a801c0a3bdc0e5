"""Examples by hand of waits, treatments, referrals, health, forms, young people, agencies and treatment progress."""

from needs.present.methods.by_hand import Counted, Example

WAITS = Example(
    title="Waits",
    says=(
        "A was offered a first appointment on day 21, within three weeks, and had a later intervention, offered on day 22. B began two on "
        "one day: the earlier referral is the first. C has no offer, so no known wait. That of D was offered before the referral, and is not "
        "known either."
    ),
    rows="""
    FINITIAL EPISODID MODID MODAL REFLD      TRIAGED    REFMODDT   FAOMODDT   MODST
    A        1        1     2     01/03/2008 01/03/2008 01/04/2008 22/04/2008 25/04/2008
    A        1        2     4     01/03/2008 01/03/2008 01/05/2008 23/05/2008 26/05/2008
    B        2        3     2     01/03/2008 01/03/2008 03/04/2008 04/04/2008 10/04/2008
    B        2        4     4     01/03/2008 01/03/2008 01/03/2008 05/04/2008 10/04/2008
    C        3        5     2     01/03/2008 01/03/2008 01/04/2008 .          10/04/2008
    D        4        6     2     01/03/2008 01/03/2008 05/04/2008 04/04/2008 10/04/2008
    """,
    counts=(
        Counted(indicator="first_waits_within_3_weeks", window="quarter", quarter="2008-09 Q1", comes_to="1 of 2"),
        Counted(indicator="later_waits_within_3_weeks", window="quarter", quarter="2008-09 Q1", comes_to="1 of 2"),
        Counted(indicator="average_wait_weeks", window="quarter", quarter="2008-09 Q1", comes_to="11.2857 over 4"),
    ),
)

WORKING_DAYS = Example(
    title="Working days",
    says=(
        "Both are young. Referred on Tuesday 1 April, their fifteenth working day is Tuesday 22 April. The first is not counted, and no bank holiday is taken out. "
        "A began that day and B the next."
    ),
    rows="""
    FINITIAL DOB        MODST      REFMODDT   FAOMODDT   REFLD      TRIAGED
    A        17/05/1992 22/04/2008 01/04/2008 02/04/2008 01/04/2008 01/04/2008
    B        17/05/1992 23/04/2008 01/04/2008 02/04/2008 01/04/2008 01/04/2008
    """,
    said=((2, "R04", "DOB"), (3, "R04", "DOB")),
    counts=(
        Counted(
            indicator="young_people_starting_within_15_working_days_percent", window="quarter", quarter="2008-09 Q1", comes_to="1 of 2"
        ),
    ),
)  # fmt: skip

TIER_4 = Example(
    title="Tier 4",
    says=(
        "The numerator too is of people in effective treatment, by their latest journey of the period. A was an inpatient in it and has stayed for 12 weeks: "
        "counted. B was in residence but had not stayed for so long. The residence of C, in an earlier journey of the same person, reached into the period. D "
        "was in residence before it. E was discharged without an end of the intervention, which then ends with the episode."
    ),
    rows="""
    FINITIAL EPISODID MODID MODAL MODST      MODEND     MODEXIT DISD       DISRSN
    A        1        1     2     01/01/2008 .          .       .          .
    A        1        2     1     10/05/2008 20/05/2008 A       .          .
    B        2        3     6     01/06/2008 .          .       .          .
    C        3        4     6     01/01/2008 05/04/2008 A       05/04/2008 5
    C        4        5     4     01/05/2008 .          .       20/06/2008 80
    D        5        6     6     01/01/2008 31/03/2008 A       .          .
    E        6        7     6     01/01/2008 .          .       05/04/2008 80
    """,
    said=(),
    counts=(Counted(indicator="tier_4_percent", window="quarter", quarter="2008-09 Q1", comes_to="3 of 4"),),
)

CARE_PLANS = Example(
    title="Care plans",
    says=(
        "Of those who came in April to June, a plan counts if it was agreed by 28 July, 28 days after the quarter's end. "
        "A has one on that day and B a day later. C has one from before the start."
    ),
    rows="""
    FINITIAL MODST      CPLANDT
    A        01/04/2008 28/07/2008
    B        30/06/2008 29/07/2008
    C        30/06/2008 01/06/2008
    """,
    counts=(Counted(indicator="care_plan_percent", window="quarter", quarter="2008-09 Q1", comes_to="2 of 3"),),
)

JUSTICE = Example(
    title="Criminal justice and prison",
    says=(
        "Referral sources 5, 6, 8 and 13 are the criminal justice system, 13 alone is prison. C has a code of no list, so no "
        "answer. Days to the start are counted from REFLD of the first stay: 10 and 20."
    ),
    rows="""
    FINITIAL RFLS REFLD      MODST
    A        13   02/04/2012 12/04/2012
    B        13   02/04/2012 22/04/2012
    C        7    02/04/2012 22/04/2012
    D        8    02/04/2012 22/04/2012
    E        4    02/04/2012 22/04/2012
    """,
    said=((4, "W01", "RFLS"),),
    counts=(
        Counted(indicator="criminal_justice_referral_percent", window="quarter", quarter="2012-13 Q1", comes_to="3 of 4"),
        Counted(indicator="prison_referral_percent", window="quarter", quarter="2012-13 Q1", comes_to="2 of 4"),
        Counted(indicator="prison_referral_days_to_start", window="quarter", quarter="2012-13 Q1", comes_to="30 over 2"),
    ),
)  # fmt: skip

HEPATITIS = Example(
    title="Hepatitis",
    says=(
        "Vaccination against hepatitis B is asked of everybody who came and has an answer; a test for hepatitis C of those who inject or did. Offered is accepted or refused. "
        "D has no answer to HEPBSTAT and never injected."
    ),
    rows="""
    FINITIAL INJSTAT HEPBSTAT HEPCSTAT MODST
    A        C       A        A        01/04/2008
    B        P       B        D        01/04/2008
    C        N       C        A        01/04/2008
    D        N       .        B        01/04/2008
    """,
    counts=(
        Counted(indicator="hepatitis_b_offered_percent", window="quarter", quarter="2008-09 Q1", comes_to="2 of 3"),
        Counted(indicator="hepatitis_b_accepted_percent", window="quarter", quarter="2008-09 Q1", comes_to="1 of 2"),
        Counted(indicator="hepatitis_c_offered_percent", window="quarter", quarter="2008-09 Q1", comes_to="1 of 2"),
        Counted(indicator="hepatitis_c_accepted_percent", window="quarter", quarter="2008-09 Q1", comes_to="1 of 1"),
        Counted(
            indicator="current_injectors_in_treatment_percent", window="quarter", quarter="2008-09 Q1", comes_to="1 of 4"
        ),
    ),
)  # fmt: skip

FORMS = Example(
    title="Forms at the start, at reviews and at the exit",
    says=(
        "The start form of A is 14 days after the start and that of B 15: only that of A belongs to it. C came long before and is still there. The review was on 2 April, the first of the 182 days that end with 30 September: in time. D has an exit form "
        "14 days after leaving, and no start form."
    ),
    rows="""
    FINITIAL EPISODID MODST      DISD       DISRSN TOPID TOPDATE    TRSTAGE
    A        1        01/07/2009 .          .      1     15/07/2009 S
    B        2        01/07/2009 .          .      2     16/07/2009 S
    C        3        01/10/2008 .          .      3     01/10/2008 S
    C        3        01/10/2008 .          .      4     02/04/2009 R
    D        4        01/10/2008 01/08/2009 80     5     15/08/2009 E
    """,
    counts=(
        Counted(indicator="top_starts_percent", window="quarter", quarter="2009-10 Q2", comes_to="1 of 2"),
        Counted(indicator="top_discharges_percent", window="quarter", quarter="2009-10 Q2", comes_to="1 of 1"),
        Counted(indicator="top_reviews_percent", window="quarter", quarter="2009-10 Q2", comes_to="1 of 1"),
    ),
)

CHANGES = Example(
    title="Changes from the first form to the review",
    says=(
        "Of each substance the start form is set against the last review of the twelve months, from day 35 to day 182 after the start. "
        "A used opiates on 28 days, and on none before the review. B still does. The review of C is on day 34, too early. Crack was used by nobody at the start."
    ),
    rows="""
    FINITIAL EPISODID MODST      TOPID TOPDATE    TRSTAGE OPIUSE CRAUSE
    A        1        01/04/2008 1     01/04/2008 S       28     0
    A        1        01/04/2008 2     06/05/2008 R       20     0
    A        1        01/04/2008 3     30/09/2008 R       0      0
    B        2        01/04/2008 4     01/04/2008 S       28     0
    B        2        01/04/2008 5     06/05/2008 R       4      0
    C        3        01/04/2008 6     01/04/2008 S       28     0
    C        3        01/04/2008 7     05/05/2008 R       0      0
    """,
    counts=(
        Counted(
            indicator="abstinent_at_review_percent", window="financial_year", quarter="2008-09 Q4", comes_to="1 of 2",
            by="substance", group="opiates",
        ),
        Counted(
            indicator="mean_days_at_start", window="financial_year", quarter="2008-09 Q4", comes_to="56 over 2", by="substance",
            group="opiates",
        ),
        Counted(
            indicator="mean_days_at_review", window="financial_year", quarter="2008-09 Q4", comes_to="4 over 2", by="substance",
            group="opiates",
        ),
    ),
)  # fmt: skip

RELIABLE = Example(
    title="Reliable change",
    says=(
        "As before, had needs.toml {opiates = 13} as reliable change. A fell by 13 days, which is enough; B by 12; C rose by 13. "
        "Without that setting the figures of reliable change are left out."
    ),
    rows="""
    FINITIAL EPISODID MODST      TOPID TOPDATE    TRSTAGE OPIUSE
    A        1        01/04/2008 1     01/04/2008 S       28
    A        1        01/04/2008 2     01/09/2008 R       15
    B        2        01/04/2008 3     01/04/2008 S       28
    B        2        01/04/2008 4     01/09/2008 R       16
    C        3        01/04/2008 5     01/04/2008 S       10
    C        3        01/04/2008 6     01/09/2008 R       23
    """,
    gap={"reliable_change_days": (("opiates", 13),)},
    counts=tuple(
        Counted(
            indicator=name, window="financial_year", quarter="2008-09 Q4", comes_to="1 of 3", by="substance", group="opiates"
        )
        for name in ("reliably_improved_percent", "unchanged_at_review_percent", "deteriorated_percent")
    ),
)  # fmt: skip

PROGRESS = Example(
    title="Treatment progress of those who left",
    says="All have alcohol (7000) alone. A completed and has no acute housing problem; B has one. C left otherwise.",
    rows="""
    FINITIAL MODST      DISD       DISRSN DRUG1 TOPDATE    TRSTAGE ALCUSE ACUTHPBM
    A        01/05/2022 01/10/2022 80     7000  01/10/2022 E       0      N
    B        01/05/2022 01/10/2022 80     7000  01/10/2022 E       0      Y
    C        01/05/2022 01/10/2022 85     7000  01/10/2022 E       0      N
    """,
    counts=(
        Counted(indicator="treatment_progress_alcohol_percent", window="financial_year", quarter="2022-23 Q4", comes_to="1 of 3"),
        Counted(indicator="treatment_progress_lowest_percent", window="financial_year", quarter="2022-23 Q4", comes_to="1 of 3"),
        Counted(indicator="treatment_progress_highest_percent", window="financial_year", quarter="2022-23 Q4", comes_to="1 of 3"),
        Counted(indicator="treatment_progress_missing_percent", window="financial_year", quarter="2022-23 Q4", comes_to="0 of 3"),
    ),
)  # fmt: skip

PROGRESS_SO_FAR = Example(
    title="Treatment progress of those still there",
    says=(
        "All have alcohol (7000) alone but F. D drank on 9 days fewer at the latest review than on the first form: a substantial fall. E drank on 8 fewer. F uses heroin, which fell: no number of days judges it. G has no review in the year. "
        "H came 3 months or less before its end, so nothing is asked yet."
    ),
    rows="""
    FINITIAL EPISODID MODST      DRUG1 TOPDATE    TRSTAGE ALCUSE OPIUSE
    D        4        01/05/2022 7000  01/05/2022 S       20     .
    D        4        01/05/2022 7000  01/11/2022 R       11     .
    E        5        01/05/2022 7000  01/05/2022 S       20     .
    E        5        01/05/2022 7000  01/11/2022 R       12     .
    F        6        01/05/2022 1101  01/05/2022 S       0      28
    F        6        01/05/2022 1101  01/11/2022 R       0      10
    G        7        01/05/2022 7000  01/05/2022 S       20     .
    H        8        31/12/2022 7000  31/12/2022 S       20     .
    """,
    counts=(
        Counted(indicator="treatment_progress_alcohol_percent", window="financial_year", quarter="2022-23 Q4", comes_to="1 of 2"),
        Counted(indicator="treatment_progress_lowest_percent", window="financial_year", quarter="2022-23 Q4", comes_to="1 of 3"),
        Counted(indicator="treatment_progress_highest_percent", window="financial_year", quarter="2022-23 Q4", comes_to="2 of 3"),
        Counted(indicator="treatment_progress_missing_percent", window="financial_year", quarter="2022-23 Q4", comes_to="1 of 4"),
        Counted(indicator="treatment_progress_new_clients", window="financial_year", quarter="2022-23 Q4", comes_to="1"),
    ),
)  # fmt: skip

YOUNG = Example(
    title="Fields on young people",
    says=(
        "A and B are young, and were asked about self-harm when they came; A says yes. C is an adult, so in no count. When B left, "
        "the exit field was answered."
    ),
    rows="""
    FINITIAL DOB        YPSSLFHM YPESLFHM MODST      DISD       DISRSN
    A        17/05/1992 Y        .        07/04/2008 .          .
    B        17/05/1992 N        Y        07/04/2008 01/06/2008 80
    C        17/05/1980 Y        .        07/04/2008 .          .
    """,
    said=((2, "R04", "DOB"), (3, "R04", "DOB")),
    counts=(
        Counted(
            indicator="young_people_needs_percent", window="financial_year", quarter="2008-09 Q4", comes_to="1 of 2",
            by="young_field", group="self-harm (YPSSLFHM)",
        ),
        Counted(
            indicator="young_people_needs_at_exit_percent", window="financial_year", quarter="2008-09 Q4", comes_to="1 of 1",
            by="young_field", group="self-harm (YPESLFHM)",
        ),
    ),
)  # fmt: skip

AGENCIES = Example(
    title="Two agencies of one journey",
    says=(
        "One person came to N0001 and left from N0002. So one journey came to the first and ended in a planned way at the second, and each "
        "had the person in treatment."
    ),
    rows="""
    AGNCY MODST      DISD       DISRSN
    N0001 01/04/2008 01/06/2008 5
    N0002 10/06/2008 20/06/2008 80
    """,
    counts=(
        Counted(indicator="people_at_each_agency", window="quarter", quarter="2008-09 Q1", comes_to="2"),
        Counted(
            indicator="planned_exit_by_agency_percent", window="quarter", quarter="2008-09 Q1", comes_to="1 of 1", by="last_agency",
            group="N0002",
        ),
        Counted(
            indicator="retained_or_planned_discharge_by_agency_percent", window="quarter", quarter="2008-09 Q1", comes_to="1 of 1",
            by="first_agency", group="N0001",
        ),
    ),
)  # fmt: skip

EXAMPLES = (
    WAITS, WORKING_DAYS, TIER_4, CARE_PLANS, JUSTICE, HEPATITIS, FORMS, CHANGES, RELIABLE, YOUNG, AGENCIES, PROGRESS, PROGRESS_SO_FAR,
)  # fmt: skip

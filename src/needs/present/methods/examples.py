"""Examples by hand of rows, people, journeys and periods, in the order of the way from a row to a count."""

from needs.present.methods.by_hand import Counted, Example

REFUSED = Example(
    title="Rows that are refused",
    says="Line 2 is used. Each other row is refused for the rule named, but line 3 has no consent and is only counted as that.",
    rows="""
    FINITIAL SINITIAL DOB        CONSENT EPISODID REFLD      TRIAGED    MODST      DISD       DISRSN
    A        A        17/05/1980 Y       1        01/04/2008 07/04/2008 14/04/2008 .          .
    B        B        17/05/1980 N       2        01/04/2008 07/04/2008 14/04/2008 .          .
    C        C        17/05/1980 .       3        01/04/2008 07/04/2008 14/04/2008 .          .
    D        D        .          Y       4        01/04/2008 07/04/2008 14/04/2008 .          .
    E        E        01/04/2008 Y       5        01/04/2008 07/04/2008 14/04/2008 .          .
    F        F        17/05/1980 Y       6        01/04/2008 31/03/2008 14/04/2008 .          .
    G        G        17/05/1980 Y       7        01/04/2008 07/04/2008 14/04/2008 06/04/2008 85
    H        H        17/05/1980 Y       8        01/04/2008 NA         14/04/2008 .          .
    HH       K        17/05/1980 Y       9        01/04/2008 07/04/2008 14/04/2008 .          .
    """,
    said=(
        (4, "R02", "CONSENT"), (5, "R01", "DOB"), (6, "R03", "DOB"), (7, "R05", "TRIAGED"), (8, "W02", "DISD"),
        (9, "R05", "TRIAGED"), (10, "R01", "FINITIAL"),
    ),
    used=1,
)  # fmt: skip

FIELDS_REFUSED = Example(
    title="Cells that are refused, and rows that are kept",
    says=(
        "All rows are used. Three cells count as blank. In line 2 the end lies after discharge. In line 3 the code is in no list. In line 4 a date lies after the file's last day. Line 5 is only noted, and 1011 is an opiate."
    ),
    rows="""
    FINITIAL MODST      MODEND     MODEXIT DISD       DISRSN ACCMNEED CPLANDT    DRUG1
    A        14/04/2008 03/06/2008 A       02/06/2008 80     1        .          1101
    B        14/04/2008 .          .       .          .      9        .          1101
    C        14/04/2008 .          .       .          .      1        01/07/2008 1101
    D        14/04/2008 .          .       .          .      1        .          1011
    """,
    covers=("20060401", "20080630"),
    said=((2, "W03", "MODEND"), (3, "W01", "ACCMNEED"), (4, "W07", "CPLANDT"), (5, "W01", "DRUG1")),
    used=4,
    counts=(
        Counted(indicator="housing_problem_percent", window="quarter", quarter="2008-09 Q1", comes_to="3 of 3"),
        Counted(indicator="opiate_crack_in_treatment", window="quarter", quarter="2008-09 Q1", comes_to="4"),
    ),
)

REPEATED = Example(
    title="Repeated rows",
    says=(
        "Four rows are one episode with two interventions and one form. Of each field the first cell that is filled in is taken: the care plan of line 3, and accommodation of line 2. That line 4 says something else is noted."
    ),
    rows="""
    EPISODID MODID MODAL REFMODDT   MODST      CPLANDT    ACCMNEED TOPID TOPDATE    TRSTAGE
    77       1     2     01/04/2008 14/04/2008 .          3        9     15/04/2008 S
    77       1     2     01/04/2008 14/04/2008 20/04/2008 3        .     .          .
    77       2     4     02/05/2008 06/05/2008 21/04/2008 1        .     .          .
    77       2     4     02/05/2008 06/05/2008 .          3        9     15/04/2008 S
    """,
    said=((2, "W08", "ACCMNEED"), (2, "W08", "CPLANDT")),
    used=4,
    journeys="""
    who start      end reason
    JB  14/04/2008 .   .
    """,
    counts=(
        Counted(indicator="new_presentations", window="quarter", quarter="2008-09 Q1", comes_to="1"),
        Counted(indicator="housing_problem_percent", window="quarter", quarter="2008-09 Q1", comes_to="0 of 1"),
        Counted(indicator="first_waits_within_3_weeks", window="quarter", quarter="2008-09 Q1", comes_to="1 of 1"),
        Counted(indicator="later_waits_within_3_weeks", window="quarter", quarter="2008-09 Q1", comes_to="1 of 1"),
    ),
)

BLANK_REASON = Example(
    title="A reason that is blank on one row",
    says=(
        "Rows are checked before they become an episode. Line 2 of A has a discharge and no reason, which is 0 from then on. It is the first that is filled in, so the 80 of line 3 is not used. "
        "Line 4 of B has neither, so the 80 of line 5 stands. A day or month with one digit is read."
    ),
    rows="""
    FINITIAL EPISODID MODID MODST      DISD       DISRSN
    A        77       1     7/4/2008   01/06/2008 .
    A        77       2     08/04/2008 1/6/2008   80
    B        78       3     14/04/2008 .          .
    B        78       4     15/04/2008 01/06/2008 80
    """,
    said=((2, "W02", "DISRSN"), (2, "W08", "DISRSN")),
    used=4,
    journeys="""
    who start      end        reason
    AB  07/04/2008 01/06/2008 0
    BB  14/04/2008 01/06/2008 80
    """,
)

ONE_PERSON = Example(
    title="Who is one person",
    says=(
        "Lines 2 and 3 are one person at two agencies, as small letters count as capitals. Another sex or another date of birth "
        "is somebody else. So is whoever is written with other initials after a marriage. The last line is refused: without a "
        "sex nobody can be told from others."
    ),
    rows="""
    AGNCY FINITIAL SINITIAL DOB        SEX MODST
    N0001 a        m        17/05/1980 F   01/04/2008
    N0002 A        M        17/05/1980 F   01/05/2008
    N0001 A        M        17/05/1980 M   01/04/2008
    N0001 A        M        18/05/1980 F   01/04/2008
    N0001 A        W        17/05/1980 F   01/04/2008
    N0001 A        M        17/05/1980 .   01/04/2008
    """,
    said=((7, "R01", "SEX"),),
    used=5,
    counts=(
        Counted(indicator="in_treatment", window="quarter", quarter="2008-09 Q1", comes_to="4"),
        Counted(indicator="people_at_each_agency", window="quarter", quarter="2008-09 Q1", comes_to="5"),
    ),
)

TWO_PEOPLE = Example(
    title="An episode of two people",
    says="Lines 2 and 3 have one episode reference and two dates of birth. Neither is used, as nobody can tell which is right.",
    rows="""
    CLIENTID EPISODID DOB        MODID MODST
    C1       E1       17/05/1980 1     01/04/2008
    C1       E1       17/06/1980 2     01/05/2008
    C2       E2       19/06/1980 3     01/05/2008
    """,
    said=((2, "R06", ""), (3, "R06", "")),
    used=1,
)

STARTS = Example(
    title="What starts treatment",
    says=(
        "A starts on 14 April, with the earliest structured intervention of the episode; outreach (9) starts nothing. B has none that is structured. C was "
        "discharged before one began. D has no start. So B, C and D are in no count."
    ),
    rows="""
    FINITIAL EPISODID MODID MODAL REFLD      TRIAGED    REFMODDT   MODST      DISD       DISRSN
    A        1        1     9     01/03/2008 01/04/2008 01/04/2008 02/04/2008 .          .
    A        1        2     4     01/03/2008 01/04/2008 01/04/2008 28/04/2008 .          .
    A        1        3     2     01/03/2008 01/04/2008 01/04/2008 14/04/2008 .          .
    B        2        4     9     01/04/2008 01/04/2008 01/04/2008 02/04/2008 .          .
    C        3        5     2     01/04/2008 01/04/2008 01/04/2008 14/04/2008 13/04/2008 85
    D        4        6     2     01/04/2008 01/04/2008 01/04/2008 .          13/06/2008 85
    """,
    journeys="""
    who start      end reason
    AB  14/04/2008 .   .
    """,
)

GAP = Example(
    title="The gap of 21 days",
    says=(
        "A left on 1 April and began again 21 days later, on 22 April: one journey. B began again 22 days later: two. The stays "
        "of C overlap, and the later one to begin ended first: one journey, to the latest end and with its reason."
    ),
    rows="""
    AGNCY FINITIAL MODST      DISD       DISRSN
    N0001 A        01/02/2008 01/04/2008 5
    N0002 A        22/04/2008 01/06/2008 80
    N0001 B        01/02/2008 01/04/2008 5
    N0002 B        23/04/2008 01/06/2008 80
    N0001 C        01/02/2008 01/06/2008 85
    N0002 C        01/03/2008 01/04/2008 80
    """,
    journeys="""
    who start      end        reason
    AB  01/02/2008 01/06/2008 80
    BB  01/02/2008 01/04/2008 5
    BB  23/04/2008 01/06/2008 80
    CB  01/02/2008 01/06/2008 85
    """,
    counts=(
        Counted(indicator="new_presentations", window="quarter", quarter="2008-09 Q1", comes_to="1"),
        Counted(indicator="exits", window="quarter", quarter="2008-09 Q1", comes_to="4"),
        Counted(indicator="in_treatment", window="quarter", quarter="2008-09 Q1", comes_to="3"),
    ),
)

BOTH_DAYS = Example(
    title="The gap where both days count",
    says=(
        "The same A as before, had both_days_count been true: the day of leaving and that of starting both count, which makes 22 days. "
        "So there are two journeys."
    ),
    rows="""
    AGNCY FINITIAL MODST      DISD       DISRSN
    N0001 A        01/02/2008 01/04/2008 5
    N0002 A        22/04/2008 01/06/2008 80
    """,
    gap={"both_days_count": True},
    journeys="""
    who start      end        reason
    AB  01/02/2008 01/04/2008 5
    AB  22/04/2008 01/06/2008 80
    """,
)

REASONS = Example(
    title="Several ends on one day",
    says=(
        "Each person has two stays that end on the same day. A has one reason twice, as code 90 is read as 80. Those of B differ and are both "
        "completions: the highest code stands. Those of C differ, so the end is inconsistent and is planned in no version. D has a "
        "discharge without a reason, read as code 0."
    ),
    rows="""
    AGNCY FINITIAL MODST      DISD       DISRSN
    N0001 A        01/02/2008 01/06/2008 90
    N0002 A        01/03/2008 01/06/2008 80
    N0001 B        01/02/2008 01/06/2008 82
    N0002 B        01/03/2008 01/06/2008 80
    N0001 C        01/02/2008 01/06/2008 80
    N0002 C        01/03/2008 01/06/2008 85
    N0001 D        01/02/2008 01/06/2008 .
    """,
    said=((8, "W02", "DISRSN"),),
    journeys="""
    who start      end        reason
    AB  01/02/2008 01/06/2008 80
    BB  01/02/2008 01/06/2008 82
    CB  01/02/2008 01/06/2008 inconsistent
    DB  01/02/2008 01/06/2008 0
    """,
    counts=(
        Counted(indicator="successful_completion_of_exits", window="quarter", quarter="2008-09 Q1", comes_to="2 of 4"),
    ),
)

ANSWERS = Example(
    title="Whose answers speak for a journey",
    says=(
        "One person has two stays that are one journey. The first says no fixed abode, cannabis and self-referral, and only its answers count. "
        "Drugs and care plans are those of any stay: crack is named in the second, and a care plan was agreed there. Somebody else began on the same "
        "day at two agencies: the stay that ends first is the first, and an open end is the last."
    ),
    rows="""
    AGNCY FINITIAL MODST      DISD       DISRSN RFLS ACCMNEED DRUG1 DRUG2 CPLANDT
    N0001 A        01/04/2008 01/05/2008 5      4    1        5000  9996  .
    N0002 A        02/05/2008 .          .      13   3        5000  3201  10/05/2008
    N0001 B        01/04/2008 .          .      4    3        1101  9996  .
    N0002 B        01/04/2008 01/06/2008 5      13   1        1101  9996  .
    """,
    journeys="""
    who start      end reason
    AB  01/04/2008 .   .
    BB  01/04/2008 .   .
    """,
    counts=(
        Counted(indicator="housing_problem_percent", window="quarter", quarter="2008-09 Q1", comes_to="2 of 2"),
        Counted(indicator="prison_referral_percent", window="quarter", quarter="2008-09 Q1", comes_to="1 of 2"),
        Counted(indicator="opiate_crack_in_treatment", window="quarter", quarter="2008-09 Q1", comes_to="2"),
        Counted(indicator="care_plan_percent", window="quarter", quarter="2008-09 Q1", comes_to="1 of 2"),
    ),
)

IN_TREATMENT = Example(
    title="In treatment, come and gone",
    says=(
        "The period is April to June 2008. A left on its first day and B began on its last: both are in treatment in it. C left the day before and D "
        "began the day after: neither is. E came twice and counts once, by the later journey, but as two who came."
    ),
    rows="""
    FINITIAL MODST      DISD       DISRSN
    A        01/02/2008 01/04/2008 80
    B        30/06/2008 .          .
    C        01/02/2008 31/03/2008 80
    D        01/07/2008 .          .
    E        05/04/2008 10/04/2008 85
    E        20/05/2008 .          .
    """,
    counts=(
        Counted(indicator="in_treatment", window="quarter", quarter="2008-09 Q1", comes_to="3"),
        Counted(indicator="new_presentations", window="quarter", quarter="2008-09 Q1", comes_to="3"),
        Counted(indicator="exits", window="quarter", quarter="2008-09 Q1", comes_to="2"),
        Counted(indicator="in_treatment_when_period_begins", window="quarter", quarter="2008-09 Q1", comes_to="1"),
        Counted(indicator="in_treatment_when_period_ends", window="quarter", quarter="2008-09 Q1", comes_to="2"),
    ),
)

MONTHS_OF_STAY = Example(
    title="Months of stay",
    says=(
        "Of those who leave, months are told on a quarter's first day. On 1 April 2008 A has stayed exactly 3 months, which is still under 3, and B a day more. "
        "C and D began that day or later, so they are new in the quarter; A and B were new in their first. Of those still there in the end months are told on 1 July: D has exactly 3, B 6 and a day."
    ),
    rows="""
    FINITIAL MODST      DISD       DISRSN
    A        01/01/2008 30/04/2008 80
    B        31/12/2007 .          .
    C        20/05/2008 10/06/2008 85
    D        01/04/2008 .          .
    """,
    counts=(
        *(
            Counted(
                indicator=name, window="rolling_12_months", quarter="2008-09 Q1", comes_to=comes_to, by="months_of_stay", group=group
            )
            for name, group, comes_to in (
                ("left_planned_in_a_quarter_percent", "under 3 months", "1 of 2"),
                ("left_planned_in_a_quarter_percent", "3 to 6 months", "0 of 1"),
                ("left_unplanned_in_a_quarter_percent", "new in the quarter", "1 of 4"),
            )
        ),
        *(
            Counted(
                indicator="in_treatment_when_period_ends", window="quarter", quarter="2008-09 Q1", comes_to="1", by="months_of_stay",
                group=group,
            )
            for group in ("under 3 months", "6 to 12 months")
        ),
    ),
)  # fmt: skip

TWELVE_WEEKS = Example(
    title="Twelve weeks",
    says=(
        "Days are the end less the start, so a stay from 1 April to 24 June is one of 84 days. A has 84 and B 83. C left after 8 days in a planned way: "
        "effective, and not retained. D is open and had 83 days when the quarter ended, but is followed on for retention. E had "
        "84 by then. Of those whose first 84 days are over or who have left, all but B are engaged."
    ),
    rows="""
    FINITIAL MODST      DISD       DISRSN
    A        01/04/2008 24/06/2008 85
    B        01/04/2008 23/06/2008 85
    C        01/04/2008 09/04/2008 80
    D        08/04/2008 .          .
    E        07/04/2008 .          .
    """,
    counts=(
        Counted(indicator="effective_treatment", window="quarter", quarter="2008-09 Q1", comes_to="3"),
        Counted(indicator="engaged_percent", window="quarter", quarter="2008-09 Q1", comes_to="3 of 4"),
        Counted(indicator="retained_12_weeks_percent", window="quarter", quarter="2008-09 Q1", comes_to="3 of 5"),
        Counted(indicator="retained_or_planned_discharge_percent", window="quarter", quarter="2008-09 Q1", comes_to="4 of 5"),
        Counted(indicator="early_unplanned_exit_percent", window="quarter", quarter="2008-09 Q1", comes_to="1 of 5"),
    ),
)  # fmt: skip

AGES = Example(
    title="Ages",
    says=(
        "Young people are told at the first triage. A was 18 years old on that very day, B one day short of it. C was born on 29 February, "
        "and has the birthday on 1 March in other years. D was 24 when the quarter ended, and E 25, as the birthday fell in it. B and C "
        "had turned 18 by then."
    ),
    rows="""
    FINITIAL DOB        MODST
    A        07/04/1990 07/04/2008
    B        08/04/1990 07/04/2008
    C        29/02/1992 28/02/2010
    D        01/07/1983 07/04/2008
    E        30/06/1983 07/04/2008
    """,
    said=((3, "R04", "DOB"), (4, "R04", "DOB")),
    counts=(
        Counted(indicator="young_people_in_treatment", window="rolling_12_months", quarter="2008-09 Q1", comes_to="1"),
        Counted(indicator="adults_in_treatment", window="rolling_12_months", quarter="2008-09 Q1", comes_to="3"),
        Counted(indicator="under_25_in_treatment_percent", window="quarter", quarter="2008-09 Q1", comes_to="3 of 4"),
        Counted(indicator="young_people_in_treatment", window="financial_year", quarter="2009-10 Q4", comes_to="2"),
        Counted(
            indicator="young_people_turned_18_in_treatment_percent", window="financial_year", quarter="2009-10 Q4", comes_to="2 of 2"
        ),
    ),
)  # fmt: skip

VERSIONS = Example(
    title="Leaving well in each version",
    says=(
        "Completed (80) is planned in all versions, and referred on (5) in those of 2004 and 2007. A transfer (83) is in that of 2004 alone, and dropping out (85) in none. needs.toml says which is a planned exit: 2007."
    ),
    rows="""
    FINITIAL MODST      DISD       DISRSN
    A        01/02/2008 01/06/2008 80
    B        01/02/2008 01/06/2008 5
    C        01/02/2008 01/06/2008 83
    D        01/02/2008 01/06/2008 85
    """,
    counts=(
        Counted(indicator="planned_exit_2004_percent", window="quarter", quarter="2008-09 Q1", comes_to="3 of 4"),
        Counted(indicator="treatment_system_exits_percent", window="quarter", quarter="2008-09 Q1", comes_to="2 of 4"),
        Counted(indicator="successful_completion_of_exits", window="quarter", quarter="2008-09 Q1", comes_to="1 of 4"),
        Counted(indicator="successful_completion_of_people_in_treatment", window="quarter", quarter="2008-09 Q1", comes_to="1 of 4"),
        Counted(indicator="dropped_out_of_exits", window="quarter", quarter="2008-09 Q1", comes_to="1 of 4"),
    ),
)  # fmt: skip

RETURNS = Example(
    title="Returns",
    says=(
        "All completed. A was back on 1 December, six calendar months to the day after 1 June, and counts as a return; B came a day later and "
        "does not. C left on 31 August; six months later is the last day of February. The twelve months that ended with "
        "September 2008 are looked at when March 2009 is over."
    ),
    rows="""
    FINITIAL MODST      DISD       DISRSN
    A        01/02/2008 01/06/2008 80
    A        01/12/2008 .          .
    B        01/02/2008 01/06/2008 80
    B        02/12/2008 .          .
    C        01/02/2008 31/08/2008 80
    C        28/02/2009 .          .
    """,
    counts=(
        Counted(indicator="re_presentation_percent", window="financial_year", quarter="2008-09 Q4", comes_to="2 of 3"),
    ),
)

EXAMPLES = (
    REFUSED, FIELDS_REFUSED, REPEATED, BLANK_REASON, ONE_PERSON, TWO_PEOPLE, STARTS, GAP, BOTH_DAYS, REASONS, ANSWERS, IN_TREATMENT,
    MONTHS_OF_STAY,
    TWELVE_WEEKS, AGES, VERSIONS, RETURNS,
)  # fmt: skip

"""Curves of treatment journeys followed over time: who is still there, how the others left, and who came back."""

from needs.measure.indicator import RECORDS, Indicator

STILL, FOLLOWED, MEDIAN = "still_in_treatment_percent", "journeys_followed", "median_weeks_in_treatment"
LEFT_PLANNED, DROPPED_OUT, LEFT_OTHERWISE = (
    "left_as_planned_percent",
    "left_by_dropping_out_percent",
    "left_otherwise_percent",
)
BACK, TEST = "back_in_treatment_percent", "difference_between_drug_groups_in_staying"
EXITS = {"planned": LEFT_PLANNED, "dropped out": DROPPED_OUT, "other": LEFT_OTHERWISE}
WEEKS = (4, 12, 26, 52, 78, 104)
WEEKS_BACK = (12, 26, 52, 104)
BY_WEEK, BY_WEEK_AND_DRUG = "weeks", "weeks_by_drug_group"
DRUG_GROUPS = ("opiate", "non-opiate only", "non-opiate and alcohol", "alcohol only")
NOT_REACHED = "not reached: fewer than half had left by the end of follow-up"
LEAST_PROBABILITY = 0.001  # smaller ones are told as this
COHORT = (
    "Treatment journeys that began in the three years to the end of a financial year, or in two where records begin later, "
    "each followed to that end."
)
KAPLAN_MEIER = "Journeys not yet followed so long count for as long as they were (Kaplan-Meier)."
COMPETING = f"{COHORT} Exits compete (cumulative incidence). With those still there they add up to everybody."


def in_weeks(week: int) -> str:
    """How the group of a week is called."""
    return f"{week} weeks"


def _followed(name: str, title: str, definition: str, why: str, unit: str = "percent", done: str = "") -> Indicator:
    return Indicator(
        name=name,
        title=title,
        topic="outcomes",
        era="both",
        form="followed",
        unit=unit,
        noun="treatment journeys",
        done=done,
        is_compared=False,
        definition=definition,
        why=why,
        source=RECORDS,
    )


FOLLOWING = (
    _followed(
        STILL,
        "Still in treatment, by week",
        f"{COHORT} The share that lasted so many weeks or more. {KAPLAN_MEIER}",
        "Treatment works for those who stay long enough, and those who leave early are mostly lost.",
        done="lasted so long",
    ),
    _followed(
        LEFT_PLANNED,
        "Left as planned, by week",
        f"{COMPETING} Ended before so many weeks in a planned way.",
        "An early exit may be a success, which a curve of staying alone would hide.",
        done="ended as planned",
    ),
    _followed(
        DROPPED_OUT,
        "Dropped out, withdrew or declined, by week",
        f"{COMPETING} Ended before so many weeks by dropping out, withdrawal or declining.",
        "It shows when people are lost.",
        done="ended by dropping out, withdrawal or declining",
    ),
    _followed(
        LEFT_OTHERWISE,
        "Left in another way, by week",
        f"{COMPETING} Ended before so many weeks in any other way, such as transfer, prison, death or for a reason not known.",
        "What is neither a success nor a loss must not be counted as either.",
        done="ended in another way",
    ),
    _followed(
        FOLLOWED,
        "Treatment journeys still followed, by week",
        f"{COHORT} Those known to have lasted so many weeks or more.",
        "A curve is no surer than the journeys that it still follows.",
        unit="people",
        done="were still followed",
    ),
    _followed(
        MEDIAN,
        "Weeks by which half had left treatment",
        f"{COHORT} The first whole week by which half had left. {KAPLAN_MEIER}",
        "It says in one number how long people stay.",
        unit="weeks",
    ),
    _followed(
        TEST,
        "Probability that drug groups differ so in staying by chance alone",
        f"{COHORT} The log-rank test between drug groups of 50 journeys and 20 exits or more. Below 0.001 it is given as 0.001.",
        "Curves differ by chance, too.",
        unit="probability",
    ),
    _followed(
        BACK,
        "Back in treatment after a planned exit, by week",
        f"{COHORT} Of those that ended as planned, the share after which another journey had begun less than so many weeks later. {KAPLAN_MEIER}",
        "A planned exit that does not last is not yet a recovery.",
        done="were followed by another",
    ),
)
FOLLOWED_NAMES = frozenset(one.name for one in FOLLOWING)

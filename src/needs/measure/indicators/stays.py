"""Stock and flow: who leaves in a quarter, and how, by months of stay, and who of those who come was here not long before.

`needs.measure.scenario` is fitted on them.
"""

from __future__ import annotations

from needs.code_lists import lazy as pl
from needs.measure import cohorts
from needs.measure.indicator import BOTH_ERAS, ROLLING, Asked, Cohort, Counting, Indicator, counted
from needs.measure.indicators.shared import came

PLANNED, UNPLANNED, OTHERWISE = (f"left_{how}_in_a_quarter_percent" for how in ("planned", "unplanned", "otherwise"))
RETURNING = "returning_of_presentations_percent"
BY_STAY = "months_of_stay"
MONTHS_OF_STAY = {3: "under 3 months", 6: "3 to 6 months", 12: "6 to 12 months", 24: "1 to 2 years"}
NEW_IN_THE_QUARTER, LONGEST_STAY = "new in the quarter", "2 years or more"
STAYS = (NEW_IN_THE_QUARTER, *MONTHS_OF_STAY.values(), LONGEST_STAY)


def _planned(asked: Asked) -> pl.Expr:
    return cohorts.left_in_its_quarter() & cohorts.planned_exit(asked.period, asked.choices.planned_exit)


def _unplanned(asked: Asked) -> pl.Expr:
    return cohorts.left_in_its_quarter() & cohorts.unplanned_exit()


def _otherwise(asked: Asked) -> pl.Expr:
    return cohorts.left_in_its_quarter() & ~_planned(asked) & ~_unplanned(asked)


def _left(name: str, title: str, counts: Cohort, how: str) -> Indicator:
    counting = Counting(
        of="stays",
        counts=counts,
        out_of=lambda asked: cohorts.in_treatment(asked.period),
        windows=(ROLLING,),
        breakdowns=(BY_STAY,),
        definition=f"Treatment journeys that ended {how}, of those open in each quarter, four quarters together. A journey counts once "
        "in each quarter in which it was open on a day. Months of stay are those on the quarter's first day.",
    )
    return counted(
        name,
        title,
        counting,
        topic="outcomes",
        era=BOTH_ERAS,
        noun="quarters that journeys were open in",
        done=f"saw the journey end {how}",
        is_compared=False,
        why="With those who come, it says how many will be in treatment if nothing changes.",
    )


FLOWS = (
    _left(PLANNED, "Left in a quarter as planned", _planned, "as planned"),
    _left(UNPLANNED, "Left in a quarter unplanned", _unplanned, "by dropping out, withdrawal or declining"),
    _left(
        OTHERWISE, "Left in a quarter in another way", _otherwise, "in another way, such as transfer, prison or death"
    ),
    counted(
        RETURNING,
        "Came into treatment again within six months of leaving",
        Counting(
            of="journeys",
            counts=lambda asked: came(asked) & cohorts.came_back(asked.choices.months_to_return),
            out_of=came,
            windows=(ROLLING,),
            quarters_before=2,
            definition="Treatment journeys that began within <months_to_return> months of the end of the same person's earlier "
            "journey, of all that began in the period.",
        ),
        topic="who",
        era=BOTH_ERAS,
        noun="treatment journeys that began",
        done="were of somebody who had left within six months",
        is_compared=False,
        why="Some of those who come are those who left.",
    ),
)

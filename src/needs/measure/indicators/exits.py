"""How people leave treatment, under each definition of leaving well, and whether they come back."""

from needs.measure import cohorts
from needs.measure.indicator import (
    HIGHER_BETTER,
    LOWER_BETTER,
    QUARTER,
    ROLLING,
    YEAR_TO_DATE,
    Asked,
    Counting,
    counted,
)
from needs.quarter import Period, Quarter

OF_ALL_WHO_LEFT = "of all journeys that ended in the period"
RATES_BY = ("sex", "age", "ethnic_group", "drug_group")


def before_the_return(asked: Asked) -> Period:
    """The period as many whole quarters before as a return is looked for, so that every return within it is known."""
    quarters = -(-asked.choices.months_to_return // 3)
    first, last = Quarter.containing(asked.period.start), Quarter.containing(asked.period.end)
    return Period((first - quarters).start, (last - quarters).end)


EXITS = (
    counted(
        "exits",
        "People who left treatment",
        Counting(
            of="journeys",
            statistic="number",
            counts=lambda asked: cohorts.left_the_system(asked.period),
            windows=(ROLLING, YEAR_TO_DATE, QUARTER),
            definition="Treatment journeys that ended in the period; a move to another agency within <gap_days> days does not end one.",
        ),
        unit="people",
        done="left treatment",
        why="How many leave, beside how many come, says whether treatment grows.",
    ),
    counted(
        "exits_by_reason",
        "Why people leave treatment",
        Counting(
            of="journeys",
            statistic="profile",
            counts=lambda asked: cohorts.left_the_system(asked.period),
            windows=(ROLLING,),
            breakdowns=("exit_reason",),
            has_total=False,
            definition="Treatment journeys that ended in the period, by the reason given; each group of all that ended.",
        ),
        noun="people who left treatment",
        done="left for the reason",
        why="Each reason asks for something else to be done.",
    ),
    counted(
        "planned_exit_2004_percent",
        "Left in a planned way, by the rule of 2004",
        Counting(
            of="journeys",
            statistic="share",
            counts=lambda asked: cohorts.successful_completion_2004(asked.period),
            out_of=lambda asked: cohorts.left_the_system(asked.period),
            definition=f"Treatment journeys that ended in any planned way, by transfer too, {OF_ALL_WHO_LEFT}.",
            version="2004",
        ),
        polarity=HIGHER_BETTER,
        noun="people who left treatment",
        done="left in a planned way, by the rule of 2004",
        why="What counts as leaving well changed three times; a trend across the change is no trend.",
    ),
    counted(
        "early_unplanned_exit_percent",
        "Left within 12 weeks and not in a planned way",
        Counting(
            of="journeys",
            statistic="share",
            counts=lambda asked: (
                cohorts.known_at_12_weeks(asked.until(asked.choices.effective_days), asked.choices.effective_days)
                & ~cohorts.effective_treatment(
                    asked.until(asked.choices.effective_days), asked.choices.effective_days, asked.choices.planned_exit
                )
            ),
            out_of=lambda asked: (
                cohorts.new_presentation(asked.period)
                & cohorts.known_at_12_weeks(asked.until(asked.choices.effective_days), asked.choices.effective_days)
            ),
            breakdowns=RATES_BY,
            aged="start",
            followed="effective_days",
            definition="Treatment journeys that began in the period and ended before <effective_days> days in no planned way, of all that "
            "began. Each is followed for <effective_days> days from the start, after the period's end where need be.",
        ),
        polarity=LOWER_BETTER,
        noun="people who came",
        done="left unplanned within 12 weeks",
        why="Most people who leave early are lost before treatment can work.",
    ),
    counted(
        "re_presentation_percent",
        "Came back within six months of completing treatment",
        Counting(
            of="journeys",
            statistic="share",
            counts=lambda asked: cohorts.re_presented(asked.period, asked.choices.months_to_return),
            out_of=lambda asked: cohorts.successful_completion_2009(before_the_return(asked)),
            windows=(ROLLING,),
            quarters_before=2,
            definition="Treatment journeys completed in the twelve months that ended <months_to_return> months before the period's end and "
            "followed by another within <months_to_return> months, of all completed in those twelve months.",
            version="2009",
        ),
        polarity=LOWER_BETTER,
        noun="people who completed treatment",
        done="came back within six months",
        why="It shows whether completions last.",
    ),
)

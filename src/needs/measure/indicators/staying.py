"""Whether people stay for long enough: retention, effective treatment and its growth, and who leaves early."""

from needs.measure import cohorts
from needs.measure.condition import Condition
from needs.measure.indicator import HIGHER_BETTER, LOWER_BETTER, Asked, Counting, counted, published
from needs.measure.indicators.shared import (
    EVERY_WINDOW,
    EVERYBODY_WHO_CAME,
    ONCE,
    PRINTED,
    RATES_BY,
    came_and_is_known_once_followed,
    effectively_treated,
    effectively_treated_once_followed,
    in_treatment,
    known_once_followed,
)

GROWING, GROWTH = "opiate_crack_effective_treatment", "opiate_crack_effective_treatment_change_percent"
BASELINE = ("2007-04-01", "2008-03-31")  # "baseline performance in 2007/8": National Indicator 40
FOLLOWED = "Each is followed for <effective_days> days from the start, after the period's end where need be."
STAYED = "stayed for <effective_days> days or more after the first"


def _retained(asked: Asked) -> Condition:
    days = asked.choices.effective_days
    return cohorts.retained_at_12_weeks(asked.until(days), days)


STAYING = (
    counted(
        "opiate_crack_effective_treatment",
        "People who use opiates or crack in effective treatment",
        Counting(
            of="people",
            statistic="number",
            counts=lambda asked: cohorts.opiate_or_crack_user() & effectively_treated(asked),
            definition=f"People in treatment in the period who use opiates or crack, and {STAYED} by its end "
            f"or left earlier in a planned way. {ONCE}",
            version="National Indicator 40, 2008",
        ),
        topic="who",
        era="2004-12",
        unit="people",
        polarity=HIGHER_BETTER,
        done="who use opiates or crack were in effective treatment",
        standard="growth on 2007-08, agreed locally",
        why="It is the national indicator of drug treatment, and most of the budget followed it.",
    ),
    published(
        GROWTH,
        "Growth of effective treatment of people who use opiates or crack (NI 40)",
        topic="outcomes",
        era="2004-12",
        unit="percent change",
        polarity=HIGHER_BETTER,
        done="is the change on 2007-08",
        definition="People who use opiates or crack in effective treatment in the year, as a change on 2007-08 in percent.",
        why="It was the national indicator of drug treatment, with targets agreed locally.",
        source=f"{PRINTED}; NDTMS core data set",
    ),
    published(
        "retained_12_weeks_percent",
        "Stayed in treatment for 12 weeks or more",
        topic="outcomes",
        era="2004-12",
        counting=Counting(
            of="journeys",
            counts=_retained,
            out_of=came_and_is_known_once_followed,
            followed="effective_days",
            version="2004",
            done="lasted 12 weeks or more",
            definition=f"{EVERYBODY_WHO_CAME}, those of people who {STAYED}. {FOLLOWED}",
        ),
        polarity=HIGHER_BETTER,
        done="stayed in treatment for 12 weeks or more",
        definition="As printed; who is counted is not stated.",
        why="Twelve weeks is the shortest time in which treatment was held to work.",
        source=PRINTED,
    ),
    published(
        "retained_or_planned_discharge_percent",
        "Stayed 12 weeks, or left earlier in a planned way",
        topic="outcomes",
        era="both",
        counting=Counting(
            of="journeys",
            counts=effectively_treated_once_followed,
            out_of=came_and_is_known_once_followed,
            windows=EVERY_WINDOW,
            breakdowns=RATES_BY,
            aged="start",
            followed="effective_days",
            version="2008",
            done="lasted 12 weeks or ended earlier in a planned way",
            definition=f"{EVERYBODY_WHO_CAME}, those of people who {STAYED}, or left earlier in a planned way. {FOLLOWED}",
        ),
        polarity=HIGHER_BETTER,
        done="stayed 12 weeks or left earlier in a planned way",
        definition="New presentations who stay in treatment for more than 12 weeks or leave earlier in a planned way.",
        why="It shows whether people get enough treatment for it to work.",
        source=PRINTED,
    ),
    counted(
        "early_unplanned_exit_percent",
        "Left within 12 weeks and not in a planned way",
        Counting(
            of="journeys",
            counts=lambda asked: known_once_followed(asked) & ~effectively_treated_once_followed(asked),
            out_of=came_and_is_known_once_followed,
            breakdowns=RATES_BY,
            aged="start",
            followed="effective_days",
            noun="treatment journeys that began",
            done="ended unplanned within 12 weeks",
            definition="Treatment journeys that began in the period and ended sooner than <effective_days> days after the first, in no planned way, of all that "
            f"began. {FOLLOWED}",
        ),
        topic="outcomes",
        era="both",
        polarity=LOWER_BETTER,
        noun="people who came",
        done="left unplanned within 12 weeks",
        why="Most people who leave early are lost before treatment can work.",
    ),
    published(
        "effective_treatment",
        "People in effective treatment",
        topic="outcomes",
        era="both",
        counting=Counting(
            of="people",
            statistic="number",
            counts=effectively_treated,
            definition=f"People in treatment in the period who {STAYED} by its end, or left earlier in a planned way. {ONCE}",
        ),
        unit="people",
        polarity=HIGHER_BETTER,
        done="were in effective treatment",
        definition="People who stay in treatment for 12 weeks or more, or leave earlier in a planned way.",
        why="It was the national measure of treatment that works, and most of the budget followed it.",
        source=PRINTED,
    ),
    published(
        "engaged_percent",
        "Effectively engaged in treatment",
        topic="outcomes",
        era="2004-12",
        counting=Counting(
            of="people",
            counts=effectively_treated,
            out_of=lambda asked: (
                in_treatment(asked) & cohorts.known_at_12_weeks(asked.period, asked.choices.effective_days)
            ),
            breakdowns=("under_25",),
            definition=f"People in effective treatment, of those whose first <effective_days> days are over or who have left. {ONCE}",
        ),
        polarity=HIGHER_BETTER,
        done="were effectively engaged in treatment",
        definition="As printed; the rule for who is engaged is not stated.",
        why="A group that is not engaged is not helped.",
        source=PRINTED,
    ),
)

"""How the indicators of staying and leaving that also have published or printed figures are counted from records."""

import datetime

from needs.measure import cohorts
from needs.measure.catalogue.entry import EVERYBODY_WHO_CAME
from needs.measure.catalogue.exits import OF_ALL_WHO_LEFT, RATES_BY
from needs.measure.catalogue.numbers import ONCE
from needs.measure.declarations import QUARTER, ROLLING, YEAR_TO_DATE, Asked, Cohort, Counting

FORMS_BEGAN = datetime.date(2007, 10, 1)  # the first outcomes profiles (recalled: medium)
EVERY_WINDOW = (ROLLING, YEAR_TO_DATE, QUARTER)
FORMS = {"windows": (YEAR_TO_DATE, QUARTER), "followed": "form_days", "since": FORMS_BEGAN}
FOLLOWED = "Each is followed for <effective_days> days from the start, after the period's end where need be."


def _stayed(asked: Asked):
    return asked.until(asked.choices.effective_days), asked.choices.effective_days


def _left(
    counts: Cohort, definition: str, out_of: Cohort | None = None, of_all: str = OF_ALL_WHO_LEFT, **given
) -> Counting:
    return Counting(
        of="journeys",
        statistic="share",
        counts=counts,
        out_of=out_of or (lambda asked: cohorts.left_the_system(asked.period)),
        aged="end",
        definition=f"Treatment journeys that ended {definition}, {of_all}.",
        **given,
    )


LEAVING_AND_STAYING = {
    "successful_completion_of_exits": _left(
        lambda asked: cohorts.successful_completion_2009(asked.period),
        "in completion",
        windows=EVERY_WINDOW,
        breakdowns=RATES_BY,
        version="2009",
    ),
    "successful_exit_percent": _left(
        lambda asked: cohorts.successful_completion_2009(asked.period),
        "in completion",
        breakdowns=("under_25",),
        version="2009",
    ),
    "dropped_out_of_exits": _left(lambda asked: cohorts.dropped_out(asked.period), "by dropping out"),
    "treatment_system_exits_percent": _left(
        lambda asked: cohorts.planned_exit(asked.period, asked.choices.planned_exit),
        "in a planned way (that of <planned_exit>)",
        windows=EVERY_WINDOW,
    ),
    "top_discharges_percent": _left(
        lambda asked: cohorts.exit_form_given(),
        "with an exit form within <form_days> days before or after the end",
        **FORMS,
    ),
    "successful_completion_of_people_in_treatment": Counting(
        of="people",
        statistic="share",
        counts=lambda asked: cohorts.successful_completion_2009(asked.period),
        out_of=lambda asked: cohorts.in_treatment(asked.period),
        version="2009",
        definition=f"People who completed treatment in the period, of all in treatment in it. {ONCE}",
    ),
    "retained_12_weeks_percent": Counting(
        of="journeys",
        statistic="share",
        counts=lambda asked: cohorts.retained_at_12_weeks(*_stayed(asked)),
        out_of=lambda asked: cohorts.new_presentation(asked.period) & cohorts.known_at_12_weeks(*_stayed(asked)),
        followed="effective_days",
        version="2004",
        definition=f"{EVERYBODY_WHO_CAME}, those of people who stayed for <effective_days> days or more. {FOLLOWED}",
    ),
    "retained_or_planned_discharge_percent": Counting(
        of="journeys",
        statistic="share",
        counts=lambda asked: cohorts.effective_treatment(*_stayed(asked), asked.choices.planned_exit),
        out_of=lambda asked: cohorts.new_presentation(asked.period) & cohorts.known_at_12_weeks(*_stayed(asked)),
        windows=EVERY_WINDOW,
        breakdowns=RATES_BY,
        aged="start",
        followed="effective_days",
        version="2008",
        definition=f"{EVERYBODY_WHO_CAME}, those of people who stayed for <effective_days> days or more, or left earlier in a planned way. {FOLLOWED}",
    ),
    "effective_treatment": Counting(
        of="people",
        statistic="number",
        counts=lambda asked: cohorts.effective_treatment(
            asked.period, asked.choices.effective_days, asked.choices.planned_exit
        ),
        definition="People in treatment in the period who stayed for <effective_days> days or more by its end, or left earlier in a planned way. "
        f"{ONCE}",
    ),
    "engaged_percent": Counting(
        of="people",
        statistic="share",
        counts=lambda asked: cohorts.effective_treatment(
            asked.period, asked.choices.effective_days, asked.choices.planned_exit
        ),
        out_of=lambda asked: (
            cohorts.in_treatment(asked.period) & cohorts.known_at_12_weeks(asked.period, asked.choices.effective_days)
        ),
        breakdowns=("under_25",),
        definition=f"People in effective treatment, of those whose first <effective_days> days are over or who have left. {ONCE}",
    ),
    "tier_4_percent": Counting(
        of="people",
        statistic="share",
        counts=lambda asked: cohorts.received_tier_4(asked.period),
        out_of=lambda asked: cohorts.effective_treatment(
            asked.period, asked.choices.effective_days, asked.choices.planned_exit
        ),
        definition=f"People in residence or inpatients in the period, of those in effective treatment. {ONCE}",
    ),
    "young_people_planned_exit_percent": _left(
        lambda asked: cohorts.planned_exit(asked.period, asked.choices.planned_exit),
        "in a planned way",
        out_of=lambda asked: cohorts.left_the_system(asked.period) & cohorts.young_person(asked.period, aged="end"),
        of_all="of all that ended in the period of people under 18 at the end of the quarter in which it ended",
    ),
}

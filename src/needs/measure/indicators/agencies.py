"""What each agency does; people who attend two count at both, so agencies add up to more than the partnership."""

from typing import Any

from needs.measure import cohorts
from needs.measure.indicator import (
    BOTH_ERAS,
    HIGHER_BETTER,
    OLD,
    ROLLING,
    TODAY,
    YEAR_TO_DATE,
    Cohort,
    Counting,
    Indicator,
    counted,
)
from needs.measure.indicators.shared import (
    EVERYBODY_WHO_CAME,
    FORMS_BEGAN,
    came,
    came_and_is_known_once_followed,
    completed,
    effectively_treated_once_followed,
    in_treatment,
    left,
    left_as_planned,
)


def _at_each(name: str, title: str, counts: Cohort, out_of: Cohort, agency: str, done: str, era: str,
             said_of_journeys: str = "", **given: Any) -> Indicator:  # fmt: skip
    counting = Counting(
        of="journeys",
        counts=counts,
        out_of=out_of,
        windows=(YEAR_TO_DATE,),
        breakdowns=(agency,),
        has_total=False,
        done=said_of_journeys,
        **given,
    )
    return counted(
        f"{name}_by_agency_percent",
        title,
        counting,
        topic="agencies",
        era=era,
        polarity=HIGHER_BETTER,
        done=done,
        is_compared=False,
        why="A partnership's figure can hide an agency that needs help.",
    )


AGENCIES = (
    counted(
        "people_at_each_agency",
        "People in treatment at each agency",
        Counting(
            of="agencies",
            statistic="number",
            counts=in_treatment,
            windows=(YEAR_TO_DATE, ROLLING),
            breakdowns=("agency",),
            definition="People in treatment at the agency in the period; one who attends several counts at each, and the total "
            "adds them up.",
        ),
        topic="agencies",
        era="both",
        unit="people",
        done="were in treatment, counted at each agency",
        is_compared=False,
        why="Agencies add up to more than the partnership; the difference is people who attend several.",
    ),
    _at_each(
        "retained_or_planned_discharge",
        "Stayed 12 weeks, or left earlier in a planned way, by the agency they came to",
        effectively_treated_once_followed,
        came_and_is_known_once_followed,
        "first_agency",
        "stayed 12 weeks or left earlier in a planned way",
        era=BOTH_ERAS,
        said_of_journeys="lasted 12 weeks or ended earlier in a planned way",
        followed="effective_days",
        definition=f"{EVERYBODY_WHO_CAME} at the agency, those of people who stayed for <effective_days> days or more, or "
        "left earlier in a planned way, wherever they went.",
    ),
    _at_each(
        "planned_exit",
        "Left in a planned way, by the agency they left",
        left_as_planned,
        left,
        "last_agency",
        "left in a planned way",
        era=OLD,
        definition="Treatment journeys that ended in a planned way, of all that ended in the period at the agency.",
    ),
    _at_each(
        "completed",
        "Completed treatment, by the agency they left",
        completed,
        left,
        "last_agency",
        "completed treatment",
        era=TODAY,
        version="2009",
        definition="Treatment journeys that ended in completion, of all that ended in the period at the agency.",
    ),
    _at_each(
        "top_starts",
        "Treatment Outcomes Profile completed at the start, by agency",
        lambda asked: cohorts.start_form_given(),
        came,
        "first_agency",
        "had a Treatment Outcomes Profile form at the start",
        era=BOTH_ERAS,
        followed="form_days",
        since=FORMS_BEGAN,
        definition=f"{EVERYBODY_WHO_CAME} at the agency, those with a start form within <form_days> days before or "
        "after the start.",
    ),
)

"""What each agency does; people who attend two count at both, so agencies add up to more than the partnership."""

from needs.measure import cohorts
from needs.measure.indicator import HIGHER_BETTER, ROLLING, YEAR_TO_DATE, Counting, counted
from needs.measure.indicators.countings import FORMS_BEGAN

AGENCIES = (
    counted(
        "people_at_each_agency",
        "People in treatment at each agency",
        Counting(
            of="agencies",
            statistic="number",
            counts=lambda asked: cohorts.in_treatment(asked.period),
            windows=(YEAR_TO_DATE, ROLLING),
            breakdowns=("agency",),
            definition="People in treatment at the agency in the period; one who attends several counts at each, and the total "
            "adds them up.",
        ),
        unit="people",
        noun="people",
        done="were in treatment, counted at each agency",
        is_compared=False,
        why="Agencies add up to more than the partnership; the difference is people who attend several.",
    ),
    *(
        counted(
            f"{name}_by_agency_percent",
            title,
            Counting(
                of="journeys",
                statistic="share",
                counts=counts,
                out_of=out_of,
                windows=(YEAR_TO_DATE,),
                breakdowns=(agency,),
                has_total=False,
                followed=followed,
                since=since,
                definition=definition,
            ),
            polarity=HIGHER_BETTER,
            noun="people",
            done=done,
            is_compared=False,
            why="A partnership's figure can hide an agency that needs help.",
        )
        for name, title, counts, out_of, agency, followed, since, definition, done in (
            (
                "retained_or_planned_discharge",
                "Stayed 12 weeks, or left earlier in a planned way, by the agency they came to",
                lambda asked: cohorts.effective_treatment(
                    asked.until(asked.choices.effective_days), asked.choices.effective_days, asked.choices.planned_exit
                ),
                lambda asked: (
                    cohorts.new_presentation(asked.period)
                    & cohorts.known_at_12_weeks(asked.until(asked.choices.effective_days), asked.choices.effective_days)
                ),
                "first_agency",
                "effective_days",
                None,
                "Of all treatment journeys that began in the period at the agency, those of people who stayed for <effective_days> days or more, or "
                "left earlier in a planned way, wherever they went.",
                "stayed 12 weeks or left earlier in a planned way",
            ),
            (
                "planned_exit",
                "Left in a planned way, by the agency they left",
                lambda asked: cohorts.planned_exit(asked.period, asked.choices.planned_exit),
                lambda asked: cohorts.left_the_system(asked.period),
                "last_agency",
                0,
                None,
                "Treatment journeys that ended in a planned way, of all that ended in the period at the agency.",
                "left in a planned way",
            ),
            (
                "top_starts",
                "Treatment Outcomes Profile completed at the start, by agency",
                lambda asked: cohorts.start_form_given(),
                lambda asked: cohorts.new_presentation(asked.period),
                "first_agency",
                "form_days",
                FORMS_BEGAN,
                "Of all treatment journeys that began in the period at the agency, those with a start form within <form_days> days before or "
                "after the start.",
                "had a Treatment Outcomes Profile form at the start",
            ),
        )
    ),
)

"""Young people: how many are in treatment, how soon they start, how they leave, and their schools."""

from needs.measure import cohorts
from needs.measure.indicator import HIGHER_BETTER, NEUTRAL, ROLLING, Counting, counted, published
from needs.measure.indicators.shared import ONCE, PRINTED, left, left_as_planned

YOUNG_PEOPLE = (
    counted(
        "young_people_in_treatment",
        "Young people in treatment",
        Counting(
            of="people",
            statistic="number",
            counts=lambda asked: cohorts.young_person(asked.period),
            windows=(ROLLING,),
            definition=f"People aged under 18 at the end of the period, with structured treatment in it. {ONCE}",
        ),
        topic="who",
        era="both",
        unit="people",
        polarity=NEUTRAL,
        done="in treatment were young people",
        why="Young people have services and plans of their own.",
    ),
    published(
        "young_people_planned_exit_percent",
        "Young people who left treatment in a planned way",
        topic="young people",
        era="both",
        counting=Counting(
            of="journeys",
            counts=left_as_planned,
            out_of=lambda asked: left(asked) & cohorts.young_person(asked.period, aged="end"),
            aged="end",
            noun="treatment journeys of young people that ended",
            definition="Treatment journeys that ended in a planned way, of all that ended in the period of people under 18 at the end of the "
            "quarter in which it ended.",
        ),
        of_few=True,
        polarity=HIGHER_BETTER,
        noun="young people who left",
        done="did so in a planned way",
        definition="As printed: young people who left treatment in an agreed and planned way.",
        why="How young people leave treatment shows how well it worked.",
        source=PRINTED,
    ),
    published(
        "young_people_starting_within_15_working_days_percent",
        "Young people who started treatment within 15 working days",
        topic="young people",
        era="both",
        counting=Counting(
            of="interventions",
            counts=lambda asked: cohorts.started_within_working_days(asked.choices.working_days_to_start),
            out_of=lambda asked: (
                cohorts.intervention_started(asked.period)
                & cohorts.first_intervention()
                & cohorts.young_person(asked.period, aged="started")
                & cohorts.wait_to_start_known()
            ),
            definition="First structured interventions of young people that started within <working_days_to_start> working days of referral, of all that "
            "started in the period and whose referral is known. A young person is under 18 at the end of the quarter in which "
            "the intervention started.",
        ),
        of_few=True,
        polarity=HIGHER_BETTER,
        noun="young people",
        done="started treatment within 15 working days of referral",
        standard="15 working days from referral (quoted by Dudley, 2008)",
        definition="As printed: young people assessed as needing specialist treatment who start within 15 working days.",
        why="Young people who wait long may not come back.",
        source=PRINTED,
    ),
    published(
        "healthy_schools_percent",
        "Schools in the Healthy Schools scheme",
        topic="young people",
        era="2004-12",
        polarity=HIGHER_BETTER,
        definition="Schools at the stage named, of all schools, as printed.",
        why="Young people meet prevention first at school.",
        source=PRINTED,
    ),
)

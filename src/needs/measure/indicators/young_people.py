"""Young people: how many are in treatment, how soon they start, how they leave, and their schools."""

from needs.measure import cohorts
from needs.measure.condition import Condition
from needs.measure.indicator import (
    HIGHER_BETTER,
    NEUTRAL,
    ROLLING,
    Asked,
    Cohort,
    Counting,
    Indicator,
    counted,
    published,
)
from needs.measure.indicators.shared import ONCE, PRINTED, came, in_treatment, left, left_as_planned

WHO = "A young person is whoever was under 18 at the <young_told_at>."
AT_TRIAGE = "whoever was under 18 at the first triage of the journey"
RECALLED = (
    "What the fields on young people mean is recalled (low), and so are the codes that say yes, which needs.toml sets."
)


def _young(asked: Asked, aged: str = "") -> Condition:
    return cohorts.young_person(asked.period, asked.choices.young_told_at, aged)


def _turned_18(name: str, of: str, out_of: Cohort, words: str, aged: str = "") -> Indicator:
    """What telling young people by the end of a period, and not at triage, would leave out."""
    return counted(
        f"young_people_turned_18_{name}_percent",
        f"Young people {words} who had turned 18",
        Counting(
            of=of,
            counts=lambda asked: cohorts.turned_18(asked.period, aged),
            out_of=lambda asked: out_of(asked) & cohorts.young_person(asked.period, "triage"),
            windows=(ROLLING,),
            aged=aged,
            noun="treatment journeys of young people that ended" if aged else "",
            done="ended after the person had turned 18" if aged else "",
            definition=f"Of {AT_TRIAGE}, {words} in the period, those who were 18 by the end of "
            + ("the quarter in which it ended." if aged else f"the period. {ONCE}"),
        ),
        topic="young people",
        era="both",
        of_few=bool(aged),
        noun="young people",
        done="had turned 18",
        is_compared=False,
        why="A count of those still under 18 at a period's end leaves out whoever grew up in treatment.",
    )


def _answers(at: str, name: str, title: str, out_of: Cohort, of_whom: str) -> Indicator:
    """How often each field on young people says yes, of those of whom it is answered."""
    return counted(
        name,
        title,
        Counting(
            of="young_answers",
            counts=lambda asked: cohorts.young_field_says_yes(),
            out_of=lambda asked: out_of(asked) & cohorts.asked_about_young(at),
            windows=(ROLLING,),
            breakdowns=("young_field",),
            has_total=False,
            noun="answers on young people",
            done="were yes",
            definition=f"Of treatment journeys of young people that {of_whom} in the period and of whom the field is answered, those with yes. {WHO}",
        ),
        topic="young people",
        era="both",
        of_few=True,
        noun="young people of whom it is known",
        done="were so",
        is_compared=False,
        caution=RECALLED,
        why="What troubles young people beside drugs says which other services they need.",
    )


YOUNG_PEOPLE = (
    counted(
        "young_people_in_treatment",
        "Young people in treatment",
        Counting(
            of="people",
            statistic="number",
            counts=_young,
            windows=(ROLLING,),
            definition=f"Young people with structured treatment in the period. {WHO} {ONCE}",
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
            out_of=lambda asked: left(asked) & _young(asked, "end"),
            aged="end",
            noun="treatment journeys of young people that ended",
            definition=f"Treatment journeys that ended in a planned way, of all of young people that ended in the period. {WHO}",
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
                & _young(asked, "started")
                & cohorts.wait_to_start_known()
            ),
            noun="first interventions of young people",
            done="started within 15 working days of referral",
            definition="First structured interventions of young people that started within <working_days_to_start> working days of referral, of all that "
            f"started in the period and whose referral is known. {WHO}",
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
    counted(
        "young_people_coming_by_group",
        "Who refers young people, and what they use",
        Counting(
            of="journeys",
            statistic="profile",
            counts=lambda asked: came(asked) & _young(asked, "start"),
            windows=(ROLLING,),
            breakdowns=("referral_source", "main_drug"),
            has_total=False,
            noun="treatment journeys of young people that began",
            done="were in the group",
            definition=f"Treatment journeys of young people that began in the period, each group of all of them. {WHO}",
        ),
        topic="young people",
        era="both",
        of_few=True,
        noun="young people who came",
        done="were in the group",
        why="Young people come by other ways, and for other drugs, than adults.",
    ),
    _answers(
        "start",
        "young_people_needs_percent",
        "What is recorded of young people when they come",
        lambda asked: came(asked) & _young(asked, "start"),
        "began",
    ),
    _answers(
        "exit",
        "young_people_needs_at_exit_percent",
        "What is recorded of young people when they leave",
        lambda asked: left(asked) & _young(asked, "end"),
        "ended",
    ),
    _turned_18("in_treatment", "people", in_treatment, "in treatment"),
    _turned_18("exits", "journeys", left, "whose journeys ended", aged="end"),
)

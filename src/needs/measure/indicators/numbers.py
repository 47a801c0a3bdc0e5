"""Who is in treatment: numbers of people, and what share of them belongs to a group."""

from needs.measure import cohorts
from needs.measure.indicator import (
    HIGHER_BETTER,
    LOWER_BETTER,
    NEUTRAL,
    QUARTER,
    ROLLING,
    YEAR_TO_DATE,
    Counting,
    counted,
)

ONCE = "Each person counts once in the partnership, however many agencies and journeys, by the latest journey."

NUMBERS = (
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
        unit="people",
        polarity=NEUTRAL,
        done="in treatment were young people",
        why="Young people have services and plans of their own.",
    ),
    counted(
        "opiate_crack_in_treatment",
        "People in treatment who use opiates or crack",
        Counting(
            of="people",
            statistic="number",
            counts=lambda asked: cohorts.opiate_or_crack_user(),
            definition=f"People in treatment who named opiates or crack as any of three drugs, whatever their age. {ONCE}",
        ),
        unit="people",
        polarity=HIGHER_BETTER,
        done="used opiates or crack",
        why="They are the people whose number is estimated, so treatment can be set against need.",
    ),
    counted(
        "opiate_crack_effective_treatment",
        "People who use opiates or crack in effective treatment",
        Counting(
            of="people",
            statistic="number",
            counts=lambda asked: (
                cohorts.opiate_or_crack_user()
                & cohorts.effective_treatment(asked.period, asked.choices.effective_days, asked.choices.planned_exit)
            ),
            definition="People in treatment in the period who use opiates or crack, and stayed for <effective_days> days or more by its end "
            "or left earlier in a planned way. "
            f"{ONCE}",
            version="National Indicator 40, 2008",
        ),
        unit="people",
        polarity=HIGHER_BETTER,
        done="who use opiates or crack were in effective treatment",
        standard="growth on 2007-08, agreed locally",
        why="It is the national indicator of drug treatment, and most of the budget followed it.",
    ),
    *(
        counted(
            name,
            title,
            Counting(
                of="people",
                statistic="share",
                counts=counts,
                out_of=lambda asked: cohorts.in_treatment(asked.period),
                definition=f"{words}, of all people in treatment. {ONCE}",
            ),
            done=done,
            why=why,
        )
        for name, title, counts, words, done, why in (
            (
                "crack_in_treatment_percent",
                "People in treatment who use crack",
                lambda asked: cohorts.crack_user(),
                "People who named crack as any of three drugs",
                "used crack",
                "Treatment for crack differs from treatment for opiates.",
            ),
            (
                "under_25_in_treatment_percent",
                "People in treatment aged under 25",
                lambda asked: cohorts.under_25(asked.period),
                "People aged under 25 at the end of the period",
                "were under 25",
                "Young adults leave treatment early more often than others.",
            ),
        )
    ),
    counted(
        "current_injectors_in_treatment_percent",
        "People in treatment who inject",
        Counting(
            of="people",
            statistic="share",
            counts=lambda asked: cohorts.current_injector(),
            out_of=lambda asked: cohorts.in_treatment(asked.period) & cohorts.answered("injecting"),
            asks="INJSTAT",
            definition="People who were injecting when their treatment began, of people in treatment whose answer is known. "
            f"{ONCE}",
        ),
        noun="people whose answer is known",
        done="were injecting when they came",
        why="Injecting carries infections and most deaths by overdose.",
    ),
    counted(
        "shared_care_percent",
        "People prescribed for by a general practitioner",
        Counting(
            of="people",
            statistic="share",
            counts=lambda asked: cohorts.received_shared_care(asked.period),
            out_of=lambda asked: cohorts.received_prescribing(asked.period),
            definition="People prescribed for by a general practitioner (modality 3), of all prescribed for (2 and 3) in "
            f"the period. That GP prescribing is shared care is an assumption. {ONCE}",
        ),
        polarity=HIGHER_BETTER,
        done="were prescribed for by a general practitioner",
        why="Treatment near home is easier to stay in.",
    ),
    *(
        counted(
            f"in_treatment_when_period_{word}",
            f"Journeys in treatment when the period {word}",
            Counting(
                of="journeys",
                statistic="number",
                counts=counts,
                windows=(QUARTER, YEAR_TO_DATE),
                definition=f"Treatment journeys that {when}; for the account of stock and flow.",
            ),
            unit="people",
            noun="journeys",
            done=f"were in treatment when the period {did}",
            why="What was there, and what came, less what went, must be what is there.",
        )
        for word, did, when, counts in (
            (
                "begins",
                "began",
                "began before the period and had not ended when it began",
                lambda asked: cohorts.in_treatment_when_it_begins(asked.period),
            ),
            (
                "ends",
                "ended",
                "had begun and not ended when the period was over",
                lambda asked: cohorts.in_treatment_when_it_ends(asked.period),
            ),
        )
    ),
    counted(
        "interventions_by_modality",
        "What treatment people receive",
        Counting(
            of="interventions",
            statistic="profile",
            counts=lambda asked: cohorts.intervention_open(asked.period) & cohorts.structured(),
            windows=(ROLLING,),
            breakdowns=("modality",),
            has_total=False,
            definition="Structured interventions open at any time in the period, each kind of all of them; a person may have several.",
        ),
        noun="interventions",
        done="were of the kind",
        why="It shows what the money buys.",
    ),
    counted(
        "deaths_in_treatment",
        "Deaths in treatment",
        Counting(
            of="journeys",
            statistic="number",
            counts=lambda asked: cohorts.died(asked.period),
            windows=(ROLLING,),
            definition="Treatment journeys that ended by death in the period, of any cause.",
        ),
        unit="people",
        polarity=LOWER_BETTER,
        done="died in treatment",
        why="Every death in treatment is reviewed for what could have prevented it.",
    ),
)

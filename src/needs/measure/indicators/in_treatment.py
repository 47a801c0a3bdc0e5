"""Who is in treatment: numbers of people, what share of them belongs to a group, and what treatment they have."""

from needs.measure import cohorts
from needs.measure.indicator import (
    HIGHER_BETTER,
    NDTMS,
    QUARTER,
    ROLLING,
    YEAR_TO_DATE,
    Cohort,
    Counting,
    Indicator,
    Part,
    counted,
    published,
)
from needs.measure.indicators.shared import EVERY_WINDOW, ONCE, PRINTED, effectively_treated, in_treatment


def _share_in_treatment(name: str, title: str, counts: Cohort, words: str, done: str, why: str) -> Indicator:
    counting = Counting(
        of="people",
        counts=counts,
        out_of=in_treatment,
        definition=f"{words}, of all people in treatment. {ONCE}",
    )
    return counted(name, title, counting, topic="who", done=done, why=why)


def _journeys_when_the_period(word: str, did: str, when: str, counts: Cohort) -> Indicator:
    counting = Counting(
        of="journeys",
        statistic="number",
        counts=counts,
        windows=(QUARTER, YEAR_TO_DATE),
        definition=f"Treatment journeys that {when}; for the account of stock and flow.",
    )
    return counted(
        f"in_treatment_when_period_{word}",
        f"Journeys in treatment when the period {word}",
        counting,
        topic="who",
        unit="people",
        noun="journeys",
        done=f"were in treatment when the period {did}",
        why="What was there, and what came, less what went, must be what is there.",
    )


IN_TREATMENT = (
    published(
        "in_treatment",
        "People in treatment",
        topic="who",
        era="both",
        counting=Counting(
            of="people",
            statistic="number",
            counts=in_treatment,
            windows=EVERY_WINDOW,
            definition=f"People with structured treatment at any time in the period. {ONCE}",
        ),
        unit="people",
        polarity=HIGHER_BETTER,
        done="were in treatment",
        definition="Distinct people resident in the area with structured treatment at any time in the period.",
        why="It shows how much of the need is being met.",
        source=NDTMS,
    ),
    Indicator(
        name="people_in_treatment_by_group",
        title="Who is in treatment",
        topic="who",
        era="both",
        form="profile",
        numerator=Part(measure="in_treatment", leaving_out=("not stated",)),
        counting=Counting(
            of="people",
            statistic="profile",
            counts=in_treatment,
            windows=(ROLLING,),
            breakdowns=(
                "sex",
                "age",
                "ethnic_group",
                "drug_group",
                "main_drug",
                "route",
                "injecting",
                "district",
                "parent_status",
                "time_in_treatment",
            ),
            has_total=False,
            definition=f"People in treatment in the period, each group of all of them. {ONCE}",
        ),
        breakdowns=("sex", "age", "drug_group", "ethnic_group", "time_in_treatment", "parent_status"),
        definition="People in treatment in each group, of all whose group is known.",
        why="A group that is missing from treatment may need a service that reaches it.",
        source=NDTMS,
    ),  # fmt: skip
    Indicator(
        name="substances_of_people_in_treatment",
        title="What people in treatment use",
        topic="who",
        era="today",
        form="mentions",
        numerator=Part(measure="in_treatment"),
        denominator=Part(measure="in_treatment"),
        breakdowns=("substance", "substance_group"),
        definition="People in treatment who gave the substance as one of up to three; one person may count several times.",
        why="Services differ by substance.",
        source=NDTMS,
    ),
    Indicator(
        name="population_share_percent",
        title="Share of residents who are in the group",
        topic="who",
        era="both",
        form="profile",
        numerator=Part(measure="residents"),
        breakdowns=("ethnic_group",),
        noun="residents",
        done="were in the group",
        is_compared=False,
        definition="Residents in each group, of all whose group is known; or the share as a document prints it.",
        why="Beside the share of people in treatment it shows who may be missing from treatment.",
        source="Office for National Statistics, Census 2021, ethnic group",
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
        topic="who",
        unit="people",
        polarity=HIGHER_BETTER,
        done="used opiates or crack",
        why="They are the people whose number is estimated, so treatment can be set against need.",
    ),
    _share_in_treatment(
        "crack_in_treatment_percent",
        "People in treatment who use crack",
        lambda asked: cohorts.crack_user(),
        "People who named crack as any of three drugs",
        "used crack",
        "Treatment for crack differs from treatment for opiates.",
    ),
    _share_in_treatment(
        "under_25_in_treatment_percent",
        "People in treatment aged under 25",
        lambda asked: cohorts.under_25(asked.period),
        "People aged under 25 at the end of the period",
        "were under 25",
        "Young adults leave treatment early more often than others.",
    ),
    counted(
        "shared_care_percent",
        "People prescribed for by a general practitioner",
        Counting(
            of="people",
            counts=lambda asked: cohorts.received_shared_care(asked.period),
            out_of=lambda asked: cohorts.received_prescribing(asked.period),
            definition="People prescribed for by a general practitioner (modality 3), of all prescribed for (2 and 3) in "
            f"the period. That GP prescribing is shared care is an assumption. {ONCE}",
        ),
        topic="who",
        polarity=HIGHER_BETTER,
        done="were prescribed for by a general practitioner",
        why="Treatment near home is easier to stay in.",
    ),
    _journeys_when_the_period(
        "begins",
        "began",
        "began before the period and had not ended when it began",
        lambda asked: cohorts.in_treatment_when_it_begins(asked.period),
    ),
    _journeys_when_the_period(
        "ends",
        "ended",
        "had begun and not ended when the period was over",
        lambda asked: cohorts.in_treatment_when_it_ends(asked.period),
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
        topic="who",
        noun="interventions",
        done="were of the kind",
        why="It shows what the money buys.",
    ),
    published(
        "tier_4_percent",
        "Received residential or inpatient treatment (Tier 4)",
        topic="outcomes",
        counting=Counting(
            of="people",
            counts=lambda asked: cohorts.received_tier_4(asked.period),
            out_of=effectively_treated,
            definition=f"People in residence or inpatients in the period, of those in effective treatment. {ONCE}",
        ),
        polarity=HIGHER_BETTER,
        done="received residential or inpatient treatment (Tier 4)",
        definition="People who received a Tier 4 intervention, of those in effective treatment.",
        why="Some people need to be away from home to stop.",
        source=PRINTED,
    ),
)

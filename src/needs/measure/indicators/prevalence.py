"""Need: estimates of it, and the need that treatment does not reach."""

from needs.measure import cohorts
from needs.measure.indicator import LOWER_BETTER, NDTMS, Counting, Indicator, Part, published
from needs.measure.indicators.shared import ONCE

PREVALENCE = (
    published(
        "opiate_crack_users",
        "People who use opiates or crack: estimate",
        topic="need",
        era="both",
        unit="people",
        definition="Estimated number of people who use opiates, crack cocaine or both.",
        why="It is the need that drug treatment is measured against.",
        source="University of Glasgow estimates (Hay and others); local documents as printed",
    ),
    published(
        "opiate_crack_users_per_1000",
        "People who use opiates or crack, per 1,000 aged 15 to 64: estimate",
        topic="need",
        era="both",
        unit="per 1,000",
        definition="Estimated number of people aged 15 to 64 who use opiates, crack cocaine or both, per 1,000 residents.",
        why="It lets areas of different size be compared.",
        source="University of Glasgow estimates (Hay and others), as published by the London Datastore",
    ),
    published(
        "opiate_crack_not_in_treatment_percent",
        "People who use opiates or crack and are not in treatment, as published",
        topic="need",
        era="today",
        polarity=LOWER_BETTER,
        noun="people who use opiates or crack",
        done="were not in treatment",
        definition="Estimated people aged 15 to 64 who use opiates, crack cocaine or both and are not in treatment, of all "
        "such people: Fingertips indicator 93517.",
        why="It is the need that treatment does not reach.",
        source="Office for Health Improvement and Disparities, Fingertips",
    ),
    published(
        "alcohol_not_in_treatment_percent",
        "Adults dependent on alcohol who are not in treatment, as published",
        topic="alcohol",
        era="today",
        polarity=LOWER_BETTER,
        noun="adults dependent on alcohol",
        done="were not in treatment",
        definition="Adults estimated to be dependent on alcohol who are not in treatment, of all such adults: Fingertips "
        "indicator 93532.",
        why="It is the need that treatment does not reach.",
        source="Office for Health Improvement and Disparities, Fingertips",
    ),
    published(
        "alcohol_dependent_adults",
        "Adults dependent on alcohol: estimate",
        topic="alcohol",
        era="both",
        unit="people",
        definition="Estimated number of adults (18 and over) who may need specialist alcohol treatment.",
        why="It is the need that alcohol treatment is measured against.",
        source="University of Sheffield estimates for Public Health England",
    ),
    published(
        "adults_in_treatment_for_alcohol",
        "Adults in treatment for alcohol",
        topic="alcohol",
        era="both",
        counting=Counting(
            of="people",
            statistic="number",
            counts=lambda asked: (
                cohorts.adult(asked.period, asked.choices.young_told_at)
                & (cohorts.alcohol_only() | cohorts.non_opiate_and_alcohol())
            ),
            definition=f"People aged 18 or over (at the <young_told_at>), in treatment in the period for alcohol alone, or alcohol and drugs other than opiates. {ONCE}",
        ),
        unit="people",
        done="were in treatment for alcohol",
        definition="Adults in treatment for alcohol alone, or alcohol with drugs other than opiates. People in the opiate "
        "group who also drink are not counted.",
        why="It shows how much of the need is being met.",
        source=NDTMS,
    ),
    *(
        Indicator(
            name=f"alcohol_{name}",
            title=title,
            topic="alcohol",
            era="both",
            form="need",
            numerator=Part(measure="adults_in_treatment_for_alcohol"),
            denominator=Part(measure="alcohol_dependent_adults", kind="estimate"),
            unit=unit,
            polarity=LOWER_BETTER,
            definition="Adults estimated to be dependent on alcohol less adults in treatment for alcohol, alone or with drugs "
            "other than opiates: the pairing of the published indicator 93532.",
            why="It is the need that treatment does not reach.",
            source="University of Sheffield estimates; NDTMS",
        )
        for name, title, unit in (
            ("unmet_need_percent", "Adults dependent on alcohol who are not in treatment, share", "percent"),
            ("not_in_treatment", "Adults dependent on alcohol who are not in treatment", "people"),
        )
    ),
    *(
        Indicator(
            name=f"opiate_crack_{name}",
            title=title,
            topic="need",  # as its numerator, beside which downloads list it
            era="both",
            form="need",
            numerator=Part(measure="in_treatment", breakdown="substance", groups=("opiates and/or crack",)),
            denominator=Part(measure="opiate_crack_users", kind="estimate"),
            unit=unit,
            polarity=LOWER_BETTER,
            definition="People estimated to use opiates or crack less those in treatment who use them. Both sides must count "
            "the same people, ages and period.",
            why="It is the need that treatment does not reach.",
            source="University of Glasgow estimates, or local documents as printed; NDTMS, or local documents",
        )
        for name, title, unit in (
            ("unmet_need_percent", "People who use opiates or crack and are not in treatment, share", "percent"),
            ("not_in_treatment", "People who use opiates or crack and are not in treatment", "people"),
        )
    ),
)

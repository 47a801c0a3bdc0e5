"""Need: estimates of it, and the need that treatment does not reach."""

from needs.measure import cohorts
from needs.measure.indicator import LOWER_BETTER, NDTMS, ROLLING, Cohort, Counting, Indicator, Part, counted, published
from needs.measure.indicators.shared import ONCE, PRINTED, completed

A_YEAR = 4  # quarters of records before the period, without which nobody could be known earlier
BULLSEYE = "The bullseye of need shows whom treatment has now, had, and never reached."


def _users(name: str, title: str, counts: Cohort, words: str, done: str, why: str, of: str = "people") -> Indicator:
    """People who use opiates or crack, each counted once, in twelve months."""
    counting = Counting(
        of=of,
        statistic="number",
        counts=lambda asked: cohorts.opiate_or_crack_user() & counts(asked),
        windows=(ROLLING,),
        quarters_before=A_YEAR if of == "known" else 0,
        definition=words,
    )
    return counted(
        f"opiate_crack_{name}",
        title,
        counting,
        topic="need",
        era="both",
        unit="people",
        is_compared=False,
        done=done,
        why=why,
    )


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
            "the same people at one time; where their ages differ, the bounds that allow for it stand apart.",
            why="It is the need that treatment does not reach.",
            source="University of Glasgow estimates, or local documents as printed; NDTMS, or local documents",
        )
        for name, title, unit in (
            ("unmet_need_percent", "People who use opiates or crack and are not in treatment, share", "percent"),
            ("not_in_treatment", "People who use opiates or crack and are not in treatment", "people"),
        )
    ),
    Indicator(
        name="opiate_crack_not_in_treatment_any_age",
        title="People who use opiates or crack and are not in treatment, allowing for other ages",
        topic="need",
        era="both",
        form="need",
        numerator=Part(measure="in_treatment", breakdown="substance", groups=("opiates and/or crack",)),
        denominator=Part(measure="opiate_crack_users", kind="estimate"),
        unit="people",
        polarity=LOWER_BETTER,
        is_compared=False,
        definition="People estimated to use opiates or crack less those in treatment who use them. The bounds take from none to "
        "all of those in bands of age that reach beyond the estimate's to be outside it; where bands leave a year out, of all those treated.",
        why="Treatment and estimates are published for different ages, and need has to be known all the same.",
        source="University of Glasgow estimates; NDTMS",
    ),
    published(
        "opiate_crack_users_by_other_methods",
        "People who use opiates or crack: worked out from elsewhere",
        topic="need",
        era="both",
        unit="people",
        is_compared=False,
        definition="People of 15 to 64 who use opiates or crack where nobody has estimated them: the region's or country's rate on "
        "the residents, deaths of the area over deaths for each user in the country, and regression on indicators.",
        why="Where nothing is published, a range by several methods is better than none.",
        source="University of Glasgow estimates; Office for National Statistics; worked out here",
    ),
    published(
        "opiate_crack_known_to_dip_only",
        "People who use opiates or crack, known to the Drug Interventions Programme and never treated",
        topic="need",
        era="2004-12",
        unit="people",
        definition="People assessed by the Drug Interventions Programme who use opiates or crack and match nobody in NDTMS.",
        why=BULLSEYE,
        source=PRINTED,
    ),
    _users(
        "in_treatment_on_the_day",
        "People in treatment on the last day who use opiates or crack",
        lambda asked: cohorts.in_treatment_when_it_ends(asked.period),
        "People in treatment on the last day of the period, and not leaving on it, who named opiates or crack as any of three "
        f"drugs, whatever their age. {ONCE}",
        "used opiates or crack and were in treatment on the last day",
        BULLSEYE,
    ),
    _users(
        "known_to_treatment_earlier",
        "People who use opiates or crack, in treatment earlier and not in the year",
        lambda asked: cohorts.left_before(asked.period),
        "People whose latest journey ended before the period, and who named opiates or crack in it. How far back that goes "
        "hangs on the first day of the records. Each person counts once in the partnership.",
        "used opiates or crack and had left treatment before the year",
        BULLSEYE,
        of="known",
    ),
    _users(
        "completed",
        "People who use opiates or crack and completed treatment",
        completed,
        f"People who named opiates or crack and completed treatment in the period, by the rule of 2009. {ONCE}",
        "used opiates or crack and completed treatment",
        "It is the end of the way through treatment for those whose number is estimated.",
    ),
)

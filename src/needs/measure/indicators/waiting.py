"""How long people wait for treatment."""

from needs.code_lists.meanings import THREE_WEEKS_OR_UNDER
from needs.measure import cohorts, durations
from needs.measure.indicator import (
    HIGHER_BETTER,
    LOWER_BETTER,
    NDTMS,
    ROLLING,
    YEAR_TO_DATE,
    Cohort,
    Counting,
    Indicator,
    Part,
    counted,
    published,
)
from needs.measure.indicators.shared import PRINTED, started_after_a_known_wait

DAYS_OF_A_WEEK = 7


def _within_3_weeks(which: str, units: str, counts: Cohort, definition: str, why: str) -> Indicator:
    return Indicator(
        name=f"{which}_waits_within_3_weeks",
        title=f"{which.capitalize()} waits of three weeks or less",
        topic="waiting",
        era="both",
        form="share",
        numerator=Part(measure=f"{which}_waits", breakdown="wait", groups=(THREE_WEEKS_OR_UNDER,)),
        denominator=Part(measure=f"{which}_waits", breakdown="wait"),
        counting=Counting(
            of="interventions",
            counts=lambda asked: cohorts.waited_three_weeks_or_less(asked.choices.days_to_first_offer),
            out_of=lambda asked: cohorts.intervention_started(asked.period) & counts(asked) & cohorts.waited(),
            done="had a first offer within three weeks",
            definition=f"{units} that started in the period with a first appointment offered within <days_to_first_offer> "
            "days of referral, of all whose wait is known.",
        ),
        polarity=HIGHER_BETTER,
        noun=f"{which} interventions",
        done="began within three weeks",
        standard="three weeks from referral to first appointment, for every kind of treatment, from 2006-07",
        definition=definition,
        why=why,
        source=NDTMS,
    )


def _over(weeks: int) -> Indicator:
    counting = Counting(
        of="interventions",
        counts=lambda asked: cohorts.waited_more_than(DAYS_OF_A_WEEK * weeks),
        out_of=started_after_a_known_wait,
        windows=(ROLLING,),
        breakdowns=("modality",),
        definition=f"Structured interventions that started in the period more than {weeks} weeks "
        f"({DAYS_OF_A_WEEK * weeks} days) from referral to the first appointment offered, of all whose wait is known.",
    )
    return counted(
        f"waited_over_{weeks}_weeks_percent",
        f"Waited more than {weeks} weeks",
        counting,
        topic="waiting",
        era="both",
        polarity=LOWER_BETTER,
        noun="interventions",
        done=f"began after a wait of more than {weeks} weeks",
        why="An average hides the people who waited long; how long one of them waited is nobody's to know.",
    )


WAITING = (
    _within_3_weeks(
        "first",
        "First structured interventions of a journey",
        lambda asked: cohorts.first_intervention(),
        "First interventions of a journey that began within three weeks of referral, of all that began.",
        "People who wait long may not come back.",
    ),
    _within_3_weeks(
        "later",
        "Later structured interventions of a journey",
        lambda asked: cohorts.structured() & ~cohorts.first_intervention(),
        "Interventions after the first of a journey that began within three weeks, of all that began.",
        "A wait between two steps of treatment can undo the first.",
    ),
    Indicator(
        name="all_waits_within_3_weeks",
        title="Waits of three weeks or less, first and later together",
        topic="waiting",
        era="both",
        form="share",
        numerator=Part(measure="waits_all", breakdown="wait", groups=(THREE_WEEKS_OR_UNDER,)),
        denominator=Part(measure="waits_all", breakdown="wait"),
        polarity=HIGHER_BETTER,
        noun="interventions",
        done="began within three weeks",
        standard="three weeks from referral to first appointment, for every kind of treatment, from 2006-07",
        definition="Interventions that began within three weeks of referral, of all that began: first and later ones, which "
        "exports of today do not tell apart.",
        why="People who wait long may not come back.",
        source=NDTMS,
    ),
    published(
        "average_wait_weeks",
        "Average wait",
        topic="waiting",
        era="both",
        counting=Counting(
            of="interventions",
            statistic="mean",
            counts=started_after_a_known_wait,
            weeks=lambda asked: durations.wait() / DAYS_OF_A_WEEK,
            windows=(YEAR_TO_DATE, ROLLING),
            breakdowns=("modality",),
            definition="The mean wait from referral to the first appointment offered, of structured interventions that started in "
            "the period and whose wait is known.",
        ),
        unit="weeks",
        polarity=LOWER_BETTER,
        definition="Average wait in weeks for a kind of treatment, as printed. Bath and North East Somerset's paper says in its "
        "paragraph 4.3 that average waits are what the national targets are for; its table does not say so.",
        why="People who wait long may not come back.",
        source=PRINTED,
    ),
    *map(_over, (3, 6, 12)),
)

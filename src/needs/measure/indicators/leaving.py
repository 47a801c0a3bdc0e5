"""How people leave treatment, under each definition of leaving well, and whether they come back."""

from functools import reduce
from operator import or_
from typing import Any

from needs.measure import cohorts
from needs.measure.condition import Condition
from needs.measure.indicator import (
    HIGHER_BETTER,
    LOWER_BETTER,
    NDTMS,
    ROLLING,
    UNKNOWN,
    Asked,
    Cohort,
    Counting,
    Indicator,
    Part,
    counted,
    published,
)
from needs.measure.indicators.shared import (
    EVERY_WINDOW,
    ONCE,
    PRINTED,
    RATES_BY,
    adults_in_treatment,
    completed,
    completed_for_good,
    left,
    left_as_planned,
)
from needs.quarter import Period, Quarter

OF_ALL_WHO_LEFT = "of all journeys that ended in the period"
COMPLETED = Part(measure="exits", breakdown="exit_reason", groups=("successful completion",))
RETURNS_ELSEWHERE = (
    "Returns to treatment in other partnerships are not seen in a partnership's own extracts. So the share may be too"
)
GROUPS_ARE_SET = "Which groups C19b counts is a setting, as no source at hand says it."
ALL_EXITS = Part(measure="exits", breakdown="exit_reason")
OF_THOSE_WHO_LEFT: dict[str, Any] = {"noun": "people who left treatment"}
OF_JOURNEYS_ENDED: dict[str, Any] = {"noun": "treatment journeys that ended"}


def before_the_return(asked: Asked) -> Period:
    """The period as many whole quarters before as a return is looked for, so that every return within it is known."""
    quarters = -(-asked.choices.months_to_return // 3)
    first, last = Quarter.containing(asked.period.start), Quarter.containing(asked.period.end)
    return Period((first - quarters).start, (last - quarters).end)


def _ended(counts: Cohort, how: str, **given: Any) -> Counting:
    """A share of the journeys that ended."""
    return Counting(
        of="journeys",
        counts=counts,
        out_of=left,
        aged="end",
        definition=f"Treatment journeys that ended {how}, {OF_ALL_WHO_LEFT}.",
        **given,
    )


def _for_good(of_whom: str, out_of: Cohort, further: str) -> Counting:
    """A share of people in treatment who completed it and were not back within six months."""
    return Counting(
        of="people",
        counts=completed_for_good,
        out_of=out_of,
        windows=(ROLLING,),
        followed="days_to_return",
        version="2009",
        caution=f"{RETURNS_ELSEWHERE} high.",
        like_published=False,
        definition=f"People who completed treatment in the period and began no other journey within <months_to_return> months, of {of_whom} "
        f"with structured treatment in the period. Everybody is followed for so long, after the period's end where need be. {ONCE} {further}".rstrip(),
    )


def _opiate_users(asked: Asked) -> Condition:
    return adults_in_treatment(asked) & cohorts.opiate_user()


def _non_opiate_users(asked: Asked) -> Condition:
    each = {"non-opiate only": cohorts.non_opiate_only(), "non-opiate and alcohol": cohorts.non_opiate_and_alcohol()}
    return adults_in_treatment(asked) & reduce(or_, (each[group] for group in asked.choices.non_opiate_completions))


def _drinkers_alone(asked: Asked) -> Condition:
    return adults_in_treatment(asked) & cohorts.alcohol_only()


LEAVING = (
    counted(
        "exits",
        "People who left treatment",
        Counting(
            of="journeys",
            statistic="number",
            counts=left,
            windows=EVERY_WINDOW,
            done="ended",
            definition="Treatment journeys that ended in the period; a move to another agency within <gap_days> days does not end one.",
        ),
        topic="outcomes",
        era="both",
        unit="people",
        done="left treatment",
        why="How many leave, beside how many come, says whether treatment grows.",
    ),
    counted(
        "exits_by_reason",
        "Why people leave treatment",
        Counting(
            of="journeys",
            statistic="profile",
            counts=left,
            windows=(ROLLING,),
            breakdowns=("exit_reason",),
            has_total=False,
            definition="Treatment journeys that ended in the period, by the reason given; each group of all that ended.",
            **OF_JOURNEYS_ENDED,
        ),
        topic="outcomes",
        era="both",
        done="left for the reason",
        why="Each reason asks for something else to be done.",
        **OF_THOSE_WHO_LEFT,
    ),
    Indicator(
        name="successful_completion_of_exits",
        title="People who completed treatment, of those who left",
        topic="outcomes",
        era="both",
        form="share",
        numerator=COMPLETED,
        denominator=ALL_EXITS,
        counting=_ended(
            completed,
            "in completion",
            windows=EVERY_WINDOW,
            breakdowns=RATES_BY,
            version="2009",
            done="were completed successfully",
            **OF_JOURNEYS_ENDED,
        ),
        polarity=HIGHER_BETTER,
        done="completed it successfully",
        definition="People who left treatment in the year as a successful completion (the NDTMS definition from 2009: "
        "free of dependence, not referred on), of all who left.",
        why="Leaving treatment free of dependence is what most people come for.",
        source=NDTMS,
        **OF_THOSE_WHO_LEFT,
    ),
    Indicator(
        name="successful_completion_of_people_in_treatment",
        title="People who completed treatment, of all in treatment",
        topic="outcomes",
        era="both",
        form="share",
        numerator=COMPLETED,
        denominator=Part(measure="in_treatment"),
        counting=Counting(
            of="people",
            counts=completed,
            out_of=lambda asked: cohorts.in_treatment(asked.period),
            breakdowns=("drug_group",),
            version="2009",
            definition=f"People who completed treatment in the period, of all in treatment in it. {ONCE}",
        ),
        polarity=HIGHER_BETTER,
        noun="people in treatment",
        done="completed it successfully",
        definition="People who left as a successful completion in the year, of all in treatment in the year.",
        why="It counts those who stay in treatment as well as those who leave.",
        source=NDTMS,
    ),
    Indicator(
        name="completion_without_return",
        title="People who completed treatment and did not return within six months",
        topic="outcomes",
        era="both",
        form="share",
        numerator=Part(measure="completions_without_return"),
        denominator=Part(measure="in_treatment_for_completion_measure"),
        breakdowns=("drug_group",),
        polarity=HIGHER_BETTER,
        noun="people in treatment",
        done="completed it and did not return within six months",
        caution="This measure runs over a year of its own, which its publisher does not state.",
        definition="People who completed treatment and did not come back within six months, of all in treatment in the "
        "measure's own year, which differs from that of exits.",
        why="It shows whether completions last.",
        source=NDTMS,
    ),
    Indicator(
        name="dropped_out_of_exits",
        title="People who dropped out, of those who left",
        topic="outcomes",
        era="both",
        form="share",
        numerator=Part(measure="exits", breakdown="exit_reason", groups=("dropped out",)),
        denominator=ALL_EXITS,
        counting=_ended(
            lambda asked: cohorts.dropped_out(asked.period),
            "by dropping out",
            done="did so by dropping out",
            **OF_JOURNEYS_ENDED,
        ),
        polarity=LOWER_BETTER,
        done="dropped out of it",
        definition="People who left treatment in the year by dropping out, of all who left.",
        why="People who drop out face a higher risk of relapse and overdose.",
        source=NDTMS,
        **OF_THOSE_WHO_LEFT,
    ),
    counted(
        "planned_exit_2004_percent",
        "Left in a planned way, by the rule of 2004",
        Counting(
            of="journeys",
            counts=lambda asked: cohorts.successful_completion_2004(asked.period),
            out_of=left,
            definition=f"Treatment journeys that ended in any planned way, by transfer too, {OF_ALL_WHO_LEFT}.",
            version="2004",
            done="did so in a planned way, by the rule of 2004",
            **OF_JOURNEYS_ENDED,
        ),
        topic="outcomes",
        era="2004-12",
        polarity=HIGHER_BETTER,
        done="left in a planned way, by the rule of 2004",
        why="What counts as leaving well changed three times; a trend across the change is no trend.",
        **OF_THOSE_WHO_LEFT,
    ),
    *(
        published(
            f"{name}_completions_without_return_percent",
            f"{who} who completed treatment and did not return within six months{letter}",
            topic="outcomes",
            era="today",
            counting=_for_good(of_whom, out_of, "" if letter else GROUPS_ARE_SET),
            polarity=HIGHER_BETTER,
            noun=f"{noun} in treatment",
            done="completed it and did not return within six months",
            definition=f"{who} who completed treatment and did not come back within six months, of all such people in "
            f"treatment in twelve months: Fingertips indicator {number}.",
            why="It shows whether completions last.",
            source="Office for Health Improvement and Disparities, Fingertips",
        )
        for name, who, noun, letter, number, of_whom, out_of in (
            ("opiate", "Opiate users", "opiate users", " (C19a)", 90244, "adults who use opiates", _opiate_users),
            (
                "non_opiate",
                "Non-opiate users",
                "non-opiate users",
                "",  # C19b by its number alone: which groups it counts is a choice
                90245,
                "adults in these groups (<non_opiate_completions>)",
                _non_opiate_users,
            ),
            (
                "alcohol",
                "Adults treated for alcohol alone",
                "adults with alcohol alone",
                " (C19c)",
                92447,
                "adults whose only problem substance is alcohol",
                _drinkers_alone,
            ),
        )
    ),  # fmt: skip
    published(
        "treatment_system_exits_percent",
        "Treatment system exits",
        topic="outcomes",
        era="2004-12",
        counting=_ended(
            left_as_planned,
            "in a planned way (that of <planned_exit>)",
            chosen_version="planned_exit",
            windows=EVERY_WINDOW,
            done="ended in a planned way",
        ),
        polarity=UNKNOWN,
        done="are given as treatment system exits",
        definition="As printed; the table does not say which exits are counted.",
        why="How people leave treatment shows how well it worked.",
        source=PRINTED,
    ),
    published(
        "successful_exit_percent",
        "Left treatment successfully",
        topic="outcomes",
        era="2004-12",
        counting=_ended(
            completed, "in completion", breakdowns=("under_25",), version="2009", done="were completed successfully"
        ),
        polarity=HIGHER_BETTER,
        done="left treatment successfully",
        definition="As printed: successful treatment exits, of all who left.",
        why="Leaving treatment free of dependence is what most people come for.",
        source=PRINTED,
    ),
    counted(
        "re_presentation_percent",
        "Came back within six months of completing treatment",
        Counting(
            of="journeys",
            counts=lambda asked: cohorts.re_presented(asked.period, asked.choices.months_to_return),
            out_of=lambda asked: cohorts.successful_completion_2009(before_the_return(asked)),
            windows=(ROLLING,),
            quarters_before=2,
            caution=f"{RETURNS_ELSEWHERE} low.",
            definition="Treatment journeys completed in the twelve months that ended <months_to_return> months before the period's end and "
            "followed by another within <months_to_return> months, of all completed in those twelve months.",
            version="2009",
            noun="completed treatment journeys",
            done="were followed by another within six months",
        ),
        topic="outcomes",
        era="both",
        polarity=LOWER_BETTER,
        noun="people who completed treatment",
        done="came back within six months",
        why="It shows whether completions last.",
    ),
)

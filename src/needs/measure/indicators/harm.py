"""Harm and what prevents it: injecting, hepatitis and deaths."""

from collections.abc import Callable

from needs.measure import cohorts, durations
from needs.measure.condition import Condition
from needs.measure.indicator import HIGHER_BETTER, LOWER_BETTER, ROLLING, Cohort, Counting, Indicator, Part, counted
from needs.measure.indicators.shared import FIRST_ANSWER, ONCE, WITH_AN_ANSWER, came, came_with_an_answer, in_treatment
from needs.measure.results import A_THOUSAND_YEARS, OF_PERSON_YEARS

ANSWER_KNOWN = "people whose answer is known"
OFFERED = "people who were offered it"


def _hepatitis(letter: str, what: str, title: str, counts: Callable[[], Condition], out_of: Cohort, of_whom: str, words: str, done: str, why: str,
               noun: str, of_journeys: str = "") -> Indicator:  # fmt: skip
    counting = Counting(
        of="journeys",
        counts=lambda asked: counts(),
        out_of=out_of,
        asks=f"HEP{letter}STAT",
        noun=of_journeys,
        definition=f"{of_whom}, those of people {words}.",
    )
    return counted(
        f"hepatitis_{letter.lower()}_{what}_percent",
        title,
        counting,
        topic="waiting",
        era="both",
        polarity=HIGHER_BETTER,
        done=done,
        why=why,
        noun=noun,
    )


def _deaths(kind: str, numerator: Part, definition: str, why: str, source: str) -> Indicator:
    """Deaths from drugs of a kind, as a crude rate over three years."""
    return Indicator(
        name=f"drug_{kind}_deaths_crude_rate",
        title=f"Deaths from drug {kind}",
        topic="harm",
        era="both",
        form="rate",
        numerator=numerator,
        denominator=Part(measure="residents", kind="estimate"),
        per=100_000,
        unit="per 100,000",
        polarity=LOWER_BETTER,
        caution="This rate does not allow for age, so it is not compared.",
        is_compared=False,
        noun="deaths",
        done=f"from drug {kind} were registered",
        definition=definition,
        why=why,
        source=source,
    )


HARM = (
    counted(
        "current_injectors_in_treatment_percent",
        "People in treatment who inject",
        Counting(
            of="people",
            counts=lambda asked: cohorts.current_injector(),
            out_of=lambda asked: in_treatment(asked) & cohorts.answered("injecting"),
            asks="INJSTAT",
            definition="People who were injecting when their treatment began, of people in treatment whose answer is known. "
            f"{ONCE} {FIRST_ANSWER}",
        ),
        topic="who",
        era="both",
        noun=ANSWER_KNOWN,
        done="were injecting when they came",
        why="Injecting carries infections and most deaths by overdose.",
    ),
    _hepatitis(
        "B",
        "offered",
        "Offered vaccination against hepatitis B",
        cohorts.hepatitis_b_offered,
        came_with_an_answer("hepatitis_b_status"),
        f"{WITH_AN_ANSWER} hepatitis B",
        "offered vaccination against hepatitis B, whether accepted or not",
        "were offered vaccination against hepatitis B",
        "Vaccination prevents an infection that injecting spreads.",
        ANSWER_KNOWN,
        of_journeys="treatment journeys with an answer",
    ),
    _hepatitis(
        "B",
        "accepted",
        "Accepted vaccination against hepatitis B",
        cohorts.hepatitis_b_accepted,
        lambda asked: came(asked) & cohorts.hepatitis_b_offered(),
        "Of new journeys at whose first stay vaccination against hepatitis B was offered",
        "who accepted it",
        "accepted vaccination against hepatitis B",
        "An offer that is refused protects nobody.",
        OFFERED,
    ),
    _hepatitis(
        "C",
        "offered",
        "Offered a test for hepatitis C",
        cohorts.hepatitis_c_offered,
        lambda asked: came(asked) & cohorts.ever_injected() & cohorts.answered("hepatitis_c_status"),
        "Of new journeys of people who inject or have injected, with an answer at the first stay on hepatitis C",
        "offered a test for hepatitis C, whether accepted or not",
        "were offered a test for hepatitis C",
        "People who inject, or did, are the ones who catch it.",
        "people who have injected",
    ),
    _hepatitis(
        "C",
        "accepted",
        "Accepted a test for hepatitis C",
        cohorts.hepatitis_c_accepted,
        lambda asked: came(asked) & cohorts.ever_injected() & cohorts.hepatitis_c_offered(),
        "Of new journeys of people who had injected and were offered a test, both by the first stay",
        "who accepted it",
        "accepted a test for hepatitis C",
        "Hepatitis C can be cured once it is known.",
        OFFERED,
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
        topic="who",
        era="both",
        unit="people",
        polarity=LOWER_BETTER,
        done="died in treatment",
        why="Every death in treatment is reviewed for what could have prevented it.",
    ),
    counted(
        "deaths_in_treatment_rate",
        "Deaths in treatment, for every 1,000 person-years",
        Counting(
            of="journeys",
            statistic="rate",
            counts=lambda asked: cohorts.died(asked.period),
            out_of=in_treatment,
            weeks=lambda asked: durations.in_period(asked.period) / 7,
            windows=(ROLLING,),
            definition="Treatment journeys that ended by death in the period, of any cause, over the years that all journeys "
            "together were open in it, each of 365 days and a quarter.",
        ),
        topic="harm",
        era="both",
        unit=OF_PERSON_YEARS,
        per=A_THOUSAND_YEARS,
        of_few=True,
        is_compared=False,
        polarity=LOWER_BETTER,
        noun="deaths",
        done="died in treatment",
        caution="This rate does not allow for age or drugs, so it is not compared.",
        why="How long people are in treatment differs, so numbers of deaths alone mislead.",
    ),
    _deaths(
        "misuse",
        Part(measure="drug_misuse_deaths", breakdown="sex", groups=("male", "female")),
        "Deaths related to drug misuse registered in three calendar years, men and women added, per 100,000 residents of "
        "all ages and year; crude, not adjusted for age.",
        "Every one of these deaths can be prevented.",
        "Office for National Statistics, deaths related to drug misuse by local authority; mid-year populations",
    ),
    _deaths(
        "poisoning",
        Part(measure="drug_poisoning_deaths"),
        "Deaths from drug poisoning (all drugs, of which drug misuse is a part) registered in three calendar years, per "
        "100,000 residents of all ages and year; crude, not adjusted for age.",
        "Local counts of deaths from drug misuse alone end earlier than those from all drug poisoning.",
        "Office for National Statistics, deaths from drug poisoning by local authority; mid-year populations",
    ),
)

"""How people come into treatment: who sends them, with what needs, and how long they wait."""

from needs.measure import cohorts
from needs.measure.indicator import HIGHER_BETTER, LOWER_BETTER, ROLLING, Counting, Indicator, counted

EVERYBODY_WHO_CAME = "Of all treatment journeys that began in the period"
DAYS_OF_A_WEEK = 7


def with_an_answer(column: str, on: str) -> dict:
    """What a share by an answer is counted out of: the journeys that began and of which the answer is known."""
    return {
        "out_of": lambda asked: cohorts.new_presentation(asked.period) & cohorts.answered(column),
        "of_whom": f"Of treatment journeys that began in the period with a recorded answer on {on}",
    }


def _of_new(name: str, title: str, counts, words: str, done: str, why: str, **given) -> Indicator:
    """A share of the new presentations named in `out_of`."""
    counting = Counting(
        of="journeys",
        statistic="share",
        counts=counts,
        out_of=given.pop("out_of"),
        asks=given.pop("asks", ""),
        definition=f"{given.pop('of_whom')}, those of people {words}.",
    )
    return counted(
        name, title, counting, done=done, why=why, noun=given.pop("noun", "people whose answer is known"), **given
    )


ENTRY = (
    _of_new(
        "criminal_justice_referral_percent",
        "Came through the criminal justice system",
        lambda asked: cohorts.criminal_justice_referral(),
        "referred by arrest referral, a drug rehabilitation requirement, probation or prison",
        "came through the criminal justice system",
        "It shows whether arrest and sentence lead to treatment.",
        **with_an_answer("referral_source", "referral"),
        asks="RFLS",
    ),
    _of_new(
        "treatment_naive_percent",
        "Came into treatment for the first time",
        lambda asked: cohorts.treatment_naive(),
        "who say that they had no structured treatment before",
        "had never been in treatment before",
        "It shows whether treatment reaches people it did not know.",
        caution="It rests on what people say.",
        **with_an_answer("previously_treated", "earlier treatment"),
        asks="PREVTR",
    ),
    _of_new(
        "living_with_children_percent",
        "Live with children of their own",
        lambda asked: cohorts.living_with_children(),
        "who live with children of their own",
        "lived with children of their own",
        "Children of people in treatment may need help themselves.",
        **with_an_answer("parental_status", "parental status"),
        asks="PRNTSTAT",
    ),
    _of_new(
        "regularly_employed_percent",
        "Had regular work when they came",
        lambda asked: cohorts.regularly_employed(),
        "in regular employment",
        "had regular work",
        "Work helps people to stay well after treatment.",
        **with_an_answer("employment", "employment"),
        asks="EMPSTAT",
    ),
    _of_new(
        "hepatitis_b_offered_percent",
        "Offered vaccination against hepatitis B",
        lambda asked: cohorts.hepatitis_b_offered(),
        "offered vaccination against hepatitis B, whether accepted or not",
        "were offered vaccination against hepatitis B",
        "Vaccination prevents an infection that injecting spreads.",
        polarity=HIGHER_BETTER,
        **with_an_answer("hepatitis_b_status", "hepatitis B"),
        asks="HEPBSTAT",
    ),
    _of_new(
        "hepatitis_b_accepted_percent",
        "Accepted vaccination against hepatitis B",
        lambda asked: cohorts.hepatitis_b_accepted(),
        "who accepted it",
        "accepted vaccination against hepatitis B",
        "An offer that is refused protects nobody.",
        polarity=HIGHER_BETTER,
        out_of=lambda asked: cohorts.new_presentation(asked.period) & cohorts.hepatitis_b_offered(),
        of_whom="Of new journeys in which vaccination against hepatitis B was offered",
        noun="people who were offered it",
        asks="HEPBSTAT",
    ),
    _of_new(
        "hepatitis_c_offered_percent",
        "Offered a test for hepatitis C",
        lambda asked: cohorts.hepatitis_c_offered(),
        "offered a test for hepatitis C, whether accepted or not",
        "were offered a test for hepatitis C",
        "People who inject, or did, are the ones who catch it.",
        polarity=HIGHER_BETTER,
        out_of=lambda asked: (
            cohorts.new_presentation(asked.period) & cohorts.ever_injected() & cohorts.answered("hepatitis_c_status")
        ),
        of_whom="Of new journeys of people who inject or have injected, with a recorded answer on hepatitis C",
        noun="people who have injected",
        asks="HEPCSTAT",
    ),
    _of_new(
        "hepatitis_c_accepted_percent",
        "Accepted a test for hepatitis C",
        lambda asked: cohorts.hepatitis_c_accepted(),
        "who accepted it",
        "accepted a test for hepatitis C",
        "Hepatitis C can be cured once it is known.",
        polarity=HIGHER_BETTER,
        out_of=lambda asked: (
            cohorts.new_presentation(asked.period) & cohorts.ever_injected() & cohorts.hepatitis_c_offered()
        ),
        of_whom="Of new journeys of people who have injected and were offered a test",
        noun="people who were offered it",
        asks="HEPCSTAT",
    ),
    *(
        counted(
            f"waited_over_{weeks}_weeks_percent",
            f"Waited more than {weeks} weeks",
            Counting(
                of="interventions",
                statistic="share",
                counts=lambda asked, weeks=weeks: cohorts.waited_more_than(DAYS_OF_A_WEEK * weeks),
                out_of=lambda asked: (
                    cohorts.intervention_started(asked.period) & cohorts.structured() & cohorts.waited()
                ),
                windows=(ROLLING,),
                breakdowns=("modality",),
                definition=f"Structured interventions that started in the period more than {weeks} weeks "
                f"({DAYS_OF_A_WEEK * weeks} days) from referral to the first appointment offered, of all whose wait is known.",
            ),
            polarity=LOWER_BETTER,
            noun="interventions",
            done=f"began after a wait of more than {weeks} weeks",
            why="An average hides the people who waited long; how long one of them waited is nobody's to know.",
        )
        for weeks in (3, 6, 12)
    ),
)

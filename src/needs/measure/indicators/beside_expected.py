"""How many completed beside how many would have, had people like theirs done as they did in all partnerships together.

None is counted by itself: `needs.measure.case_mix` works all of them out of two outcomes.
"""

from needs.measure.indicator import HIGHER_BETTER, RECORDS, UNKNOWN, Indicator, published

OUTCOMES = {
    "successful_completion_of_people_in_treatment": "people in treatment",
    "successful_completion_of_exits": "treatment journeys that ended",
}
STRATA = ("drug_group", "age", "sex")  # what is standardised for
STANDARDISED, MODELLED, ODDS, CALIBRATION, DISCRIMINATION = (
    "standardised", "modelled", "odds", "calibration", "discrimination",
)  # fmt: skip
TITLES = {
    STANDARDISED: "Completed treatment beside those expected by drug group, age and sex",
    MODELLED: "Completed treatment beside those expected by the model of case mix",
    ODDS: "How a group's odds of completing differ",
    CALIBRATION: "Completed treatment, by tenth of the chance that the model gives",
    DISCRIMINATION: "How often the model gives more chance to whoever completed",
}
DEFINITIONS = {
    STANDARDISED: "Those who completed treatment over those expected, had every drug group, age band and sex completed as often "
    "as in all partnerships together.",
    MODELLED: "Those who completed treatment over those expected by a logistic model of drug group, age, sex and further factors.",
    ODDS: "The odds of completing of a group over those of the largest group of the same factor, all other factors being alike.",
    CALIBRATION: "Those who completed treatment over those expected by the model of the other half of the partnerships.",
    DISCRIMINATION: "Of one who completed and one who did not, how often the first had the greater chance by the model of the "
    "other half of the partnerships; 0.5 tells nothing.",
}  # fmt: skip
UNITS = {
    STANDARDISED: "ratio",
    MODELLED: "ratio",
    ODDS: "odds ratio",
    CALIBRATION: "ratio",
    DISCRIMINATION: "share of pairs",
}


def named(outcome: str, what: str) -> str:
    """The indicator of an outcome (a key of OUTCOMES) and of what is worked out of it (a key of TITLES)."""
    return f"{outcome}_{what}"


def _declared(outcome: str, what: str) -> Indicator:
    noun = OUTCOMES[outcome]
    return published(
        named(outcome, what),
        f"{TITLES[what]} (of {noun})",
        topic="outcomes",
        era="both",
        unit=UNITS[what],
        polarity=HIGHER_BETTER if what in (STANDARDISED, MODELLED) else UNKNOWN,
        noun="completions",
        done="were completed",
        definition=f"{DEFINITIONS[what]} Of {noun}.",
        why="Partnerships differ in whom they treat, and whoever uses opiates completes less often.",
        source=RECORDS,
    )


BESIDE_EXPECTED = tuple(_declared(outcome, what) for outcome in OUTCOMES for what in TITLES)

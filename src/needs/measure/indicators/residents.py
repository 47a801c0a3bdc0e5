"""People in treatment set beside residents: rates, the share of each group in both, and how far deprivation matters."""

from typing import Any

from needs.measure.indicator import Indicator, Part

SOURCES = "NDTMS; mid-year estimates and censuses of the Office for National Statistics"
NO_NEED = "It says nothing of need, so it is not judged."


def _beside_residents(name: str, title: str, definition: str, why: str, **given: Any) -> Indicator:
    """What is worked out of people in treatment and residents, both as they are shown."""
    made: dict[str, Any] = {"unit": "per 1,000", "per": 1000, "noun": "adults", "done": "were in treatment"}
    return Indicator(
        name=name,
        title=title,
        topic="who",
        era="both",
        form="beside residents",
        numerator=Part(measure="in_treatment"),
        denominator=Part(measure="residents", kind="estimate"),
        is_compared=False,
        definition=definition,
        why=why,
        source=SOURCES,
        **made | given,
    )


EQUALITY = (
    _beside_residents(
        "treatment_per_1000_adults",
        "Adults in treatment, for every 1,000 adult residents",
        "People aged 18 or over in treatment in twelve months, over residents aged 18 or over in the latest mid-year "
        "estimate, of the year in which the months end or one of the two before.",
        "It lets places of different size be set side by side.",
        caution=NO_NEED,
    ),
    _beside_residents(
        "treatment_per_1000_adults_standardised",
        "Adults in treatment, for every 1,000 adult residents, allowing for age",
        "The same by three bands of age, weighted by the European Standard Population 2013; ages 18 and 19 have two fifths "
        "of its band from 15 to 19.",
        "An old place and a young one can be set side by side.",
        caution=NO_NEED,
    ),
    _beside_residents(
        "representation_ratio",
        "Share of people in treatment over share of residents",
        "A group's share of people in treatment whose group is known, over its share of residents. Limits are Wilson's of "
        "the share in treatment; residents are taken as known.",
        "A group with less than its share of treatment may need a service that reaches it.",
        unit="times",
        per=1,
        noun="people",
        caution="Residents are not people in need, so a ratio alone does not show that a group is served less.",
    ),
    _beside_residents(
        "treatment_slope_by_deprivation",
        "Slope index of inequality: people in treatment for every 1,000 residents, most against least deprived",
        "Districts in order of deprivation, each at the middle of its share of residents; the rate of treatment at the most "
        "deprived end of the weighted straight line, less that at the least deprived.",
        "Treatment ought to be where most people need it.",
        noun="people",
    ),
    _beside_residents(
        "treatment_ratio_by_deprivation",
        "Relative index of inequality: people in treatment, most against least deprived",
        "The rate of treatment at the most deprived end of the same line, over that at the least deprived.",
        "It lets the slopes of places with different rates be set side by side.",
        unit="times",
        per=1,
        noun="people",
    ),
)

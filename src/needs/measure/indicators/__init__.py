"""The catalogue: every indicator in the order of the documents.

An explicit tuple. A published figure that no entry names is still carried to the results under its measure's own name,
without judgement.
"""

from dataclasses import replace

from needs.measure.indicator import Indicator
from needs.measure.indicators.agencies import AGENCIES
from needs.measure.indicators.countings import COUNTINGS
from needs.measure.indicators.criminal_justice import CRIMINAL_JUSTICE
from needs.measure.indicators.entry import ENTRY
from needs.measure.indicators.exits import EXITS
from needs.measure.indicators.numbers import NUMBERS
from needs.measure.indicators.outcomes import OUTCOMES
from needs.measure.indicators.prevalence import NEED
from needs.measure.indicators.printed import PRINTED
from needs.measure.indicators.treatment import TREATMENT
from needs.settings import Choices

DECLARED = (
    *TREATMENT, *NUMBERS, *ENTRY, *EXITS, *OUTCOMES, *AGENCIES, *CRIMINAL_JUSTICE, *NEED, *PRINTED,
)  # fmt: skip


def _with_counting(indicator: Indicator) -> Indicator:
    return replace(indicator, counting=COUNTINGS.get(indicator.name, indicator.counting))


def _over_three_years(indicator: Indicator) -> Indicator:
    """The measure of three years together, worked out from what was counted for each."""
    return replace(
        indicator,
        name=f"{indicator.name.removesuffix('_percent')}_over_three_years_percent",
        title=f"{indicator.title}, three years together",
        form="pooled",
        counting=None,
        definition=f"{indicator.counting.defined(Choices())} 3 years together.",
        source=indicator.counting.source,
    )


OF_FEW = ("young_people_planned_exit_percent", "young_people_starting_within_15_working_days_percent")
COUNTED = tuple(_with_counting(indicator) for indicator in DECLARED)
POOLED = {indicator.name: _over_three_years(indicator) for indicator in COUNTED if indicator.name in OF_FEW}
INDICATORS = (*COUNTED, *POOLED.values())
BY_NAME = {indicator.name: indicator for indicator in INDICATORS}

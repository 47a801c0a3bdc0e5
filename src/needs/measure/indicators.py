"""The catalogue: every indicator in the order of the documents.

An explicit tuple. A published figure that no entry names is still carried to the results under its measure's own name,
without judgement.
"""

from dataclasses import replace

from needs.measure.catalogue.agencies import AGENCIES
from needs.measure.catalogue.countings import COUNTINGS
from needs.measure.catalogue.criminal_justice import CRIMINAL_JUSTICE
from needs.measure.catalogue.entry import ENTRY
from needs.measure.catalogue.exits import EXITS
from needs.measure.catalogue.need import NEED
from needs.measure.catalogue.numbers import NUMBERS
from needs.measure.catalogue.outcomes import OUTCOMES
from needs.measure.catalogue.printed import PRINTED
from needs.measure.catalogue.treatment import TREATMENT
from needs.measure.declarations import Indicator

DECLARED = (
    *TREATMENT, *NUMBERS, *ENTRY, *EXITS, *OUTCOMES, *AGENCIES, *CRIMINAL_JUSTICE, *NEED, *PRINTED,
)  # fmt: skip


def _with_counting(indicator: Indicator) -> Indicator:
    return replace(indicator, counting=COUNTINGS.get(indicator.name, indicator.counting))


INDICATORS = tuple(_with_counting(indicator) for indicator in DECLARED)
BY_NAME = {indicator.name: indicator for indicator in INDICATORS}

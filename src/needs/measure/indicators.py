"""The catalogue: every indicator in the order of the documents.

An explicit tuple. A published figure that no entry names is still carried to the results under its measure's own name,
without judgement.
"""

from needs.measure.need_indicators import NEED
from needs.measure.printed_indicators import PRINTED
from needs.measure.treatment_indicators import TREATMENT

INDICATORS = (*TREATMENT, *NEED, *PRINTED)
BY_NAME = {indicator.name: indicator for indicator in INDICATORS}

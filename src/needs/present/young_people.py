"""The document on young people as a table of contents: each section, and the function that writes it.

`assess` starts a document; every other function takes what it returns and gives one section.
"""

from needs.measure.safe import Safe
from needs.parameters import check
from needs.present.assessment import Assessment
from needs.present.young_people_in_short import closing, missing, opening
from needs.present.young_people_prevention import plans, prevention
from needs.present.young_people_treatment import in_treatment, leaving, waiting

PARAMETERS = ("partnership", "quarter", "policy")

__all__ = ["assess", "closing", "in_treatment", "leaving", "missing", "opening", "plans", "prevention", "waiting"]


def assess(safe: Safe, partnership: str, quarter: str, cells: list[str]) -> Assessment:
    """The assessment of a partnership in a quarter; `cells` is what the kernel has run, to catch a misspelt parameter."""
    check(cells, PARAMETERS)
    return Assessment.of(safe, partnership, quarter)

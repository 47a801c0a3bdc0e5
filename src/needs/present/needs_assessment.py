"""The needs assessment as a table of contents: each section, and the function that writes it.

`assess` starts a document; every other function takes what it returns and gives one section.
"""

from needs.measure.safe import Safe
from needs.parameters import check
from needs.present.assessment import Assessment
from needs.present.closing import closing
from needs.present.comparison import comparison, harm
from needs.present.need import alcohol, need
from needs.present.opening import data_and_exclusions, opening, priorities
from needs.present.people import equality, who
from needs.present.treatment import change, outcomes, waiting

PARAMETERS = ("partnership", "quarter")

__all__ = [
    "alcohol", "assess", "change", "closing", "comparison", "data_and_exclusions", "equality", "harm", "need",
    "opening", "outcomes", "priorities", "waiting", "who",
]  # fmt: skip


def assess(safe: Safe, partnership: str, quarter: str, cells: list[str]) -> Assessment:
    """The assessment of a partnership in a quarter; `cells` is what the kernel has run, to catch a misspelt parameter."""
    check(cells, PARAMETERS)
    return Assessment.of(safe, partnership, quarter)

"""The data quality report as a table of contents: each section, and the function that writes it.

`assess` starts a document; every other function takes what it returns and gives one section.
"""

from needs.measure.safe import Safe
from needs.parameters import check
from needs.present.assessment import Assessment
from needs.present.quality_in_short import closing, opening
from needs.present.quality_of_fields import completeness, constants, effects
from needs.present.quality_of_files import files
from needs.present.quality_of_inputs import published_inputs
from needs.present.quality_of_rules import refused
from needs.present.reconciliation import reconciliation

PARAMETERS = ("partnership", "quarter", "policy")

__all__ = [
    "assess", "closing", "completeness", "constants", "effects", "files", "opening", "published_inputs", "reconciliation",
    "refused",
]  # fmt: skip


def assess(safe: Safe, partnership: str, quarter: str, cells: list[str]) -> Assessment:
    """The assessment of a partnership in a quarter; `cells` is what the kernel has run, to catch a misspelt parameter."""
    check(cells, PARAMETERS)
    return Assessment.of(safe, partnership, quarter)

"""The committee paper as a table of contents: each section, and the function that writes it.

`assess` starts a document; every other function takes what it returns and gives one section.
"""

from needs.measure.safe import Safe
from needs.parameters import check
from needs.present.assessment import Assessment
from needs.present.paper_changes import changes
from needs.present.paper_closing import closing, equality, finance
from needs.present.paper_justice import criminal_justice
from needs.present.paper_opening import background, opening
from needs.present.paper_outcomes import exits, outcomes_profile
from needs.present.paper_services import providers, young_people
from needs.present.paper_targets import targets
from needs.present.paper_waits import waits

PARAMETERS = ("partnership", "quarter", "policy")

__all__ = [
    "assess", "background", "changes", "closing", "criminal_justice", "equality", "exits", "finance", "opening",
    "outcomes_profile", "providers", "targets", "waits", "young_people",
]  # fmt: skip


def assess(safe: Safe, partnership: str, quarter: str, cells: list[str]) -> Assessment:
    """The assessment of a partnership in a quarter; `cells` is what the kernel has run, to catch a misspelt parameter."""
    check(cells, PARAMETERS)
    return Assessment.of(safe, partnership, quarter)

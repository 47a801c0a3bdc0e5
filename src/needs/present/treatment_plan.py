"""The treatment plan as a table of contents: each section, and the function that writes it.

`assess` starts a document and `plan_of` adds the plan to it; every other function takes the plan and gives one section.
"""

from needs.measure.safe import Safe
from needs.parameters import check
from needs.present.assessment import Assessment
from needs.present.plan import plan_of
from needs.present.plan_actions import actions
from needs.present.plan_closing import closing
from needs.present.plan_gaps import to_add
from needs.present.plan_money import money
from needs.present.plan_objectives import objectives
from needs.present.plan_opening import opening
from needs.present.plan_priorities import priorities
from needs.present.plan_workforce import consultation, workforce

PARAMETERS = ("partnership", "quarter", "policy", "cut_percent")

__all__ = [
    "actions", "assess", "closing", "consultation", "money", "objectives", "opening", "plan_of", "priorities", "to_add",
    "workforce",
]  # fmt: skip


def assess(safe: Safe, partnership: str, quarter: str, cells: list[str]) -> Assessment:
    """The assessment of a partnership in a quarter; `cells` is what the kernel has run, to catch a misspelt parameter."""
    check(cells, PARAMETERS)
    return Assessment.of(safe, partnership, quarter)

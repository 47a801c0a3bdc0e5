"""Needs assessments for drug and alcohol partnerships, from files to finished documents.

import needs

report = needs.open("barnet", "2011-12 Q4")
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # whoever only asks for a version or for help need not load it
    from needs.present.report import Report

__all__ = ["open"]


def open(partnership: str, quarter: str, policy: str = "public") -> "Report":  # noqa: A001 - `needs.open` is what is meant
    """The report of a partnership and quarter, to look at figures and show them: see `needs.present.report`.

    A Mistake says which partnerships and quarters there are, or which command makes the tables.
    """
    from needs.present.report import Report

    return Report.open(partnership, quarter, policy)

"""Needs assessments for drug and alcohol partnerships, from files to finished documents.

import needs

report = needs.open("barnet", "2011-12 Q4")
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # whoever only asks for a version or for help need not load it
    from needs.present.methods.review import Review
    from needs.present.report import Report
    from needs.present.sections.side_by_side import Overview

__all__ = ["methods", "open", "overview"]


def open(partnership: str, quarter: str, policy: str = "public") -> "Report":  # noqa: A001 - `needs.open` is what is meant
    """The report of a partnership and quarter, to look at figures and show them: see `needs.present.report`.

    A Mistake says which partnerships and quarters there are, which command makes the tables, or which parameter a
    notebook was given that it does not have.
    """
    from needs.present import report

    return report.of_partnership(partnership, quarter, policy)


def overview(country: str, quarter: str) -> "Overview":
    """The partnerships of a country ("england") side by side in a quarter; a Mistake as of `open`."""
    from needs.present import report

    return report.of_country(country, quarter)


def methods(partnerships: str) -> "Review":
    """The methods, with the results of partnerships (names with commas between) varied; a Mistake as of `open`."""
    from needs.present import report

    return report.of_methods(partnerships)

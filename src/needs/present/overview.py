"""The overview of every partnership in one quarter as a table of contents: each section, and the function that writes it.

`assess` starts a document; every other function takes what it returns and gives one section.
"""

from needs.measure.safe import Safe
from needs.parameters import check
from needs.present.overview_facts import Overview
from needs.present.overview_in_short import closing, opening
from needs.present.overview_outliers import outliers, what_it_rests_on
from needs.present.overview_rug import published_only, rug

PARAMETERS = ("country", "quarter")

__all__ = ["assess", "closing", "opening", "outliers", "published_only", "rug", "what_it_rests_on"]


def assess(safe: Safe, country: str, quarter: str, cells: list[str]) -> Overview:
    """The overview of a country in a quarter; `cells` is what the kernel has run, to catch a misspelt parameter."""
    check(cells, PARAMETERS)
    return Overview.of(safe, country, quarter)

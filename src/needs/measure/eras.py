"""Which measures a time knows: those of 2004-12, those of today, and those that run through both.

A document takes the set of its quarter, and a period is counted by the set of its last quarter. Where the one time ends
and the other begins is a choice (`today_begins`), for no source says it of all measures.
"""

from functools import cache

from needs.code_lists import code_list
from needs.code_lists.downloads import counts_of
from needs.measure.indicator import BOTH_ERAS, OLD, TODAY, Indicator
from needs.measure.indicators import BY_NAME
from needs.quarter import Quarter


def era_of(quarter: Quarter, today_begins: Quarter) -> str:
    """The era that a quarter belongs to."""
    return OLD if quarter < today_begins else TODAY


def is_known(indicator: Indicator, era: str) -> bool:
    """Whether an era knows an indicator."""
    return indicator.era in (era, BOTH_ERAS)


@cache
def of_other_eras(era: str) -> frozenset[str]:
    """The measures that an era does not know: indicators by their declarations, others by the list, and their counts.

    A measure that is in neither runs through both, as do the partnership's own of any name.
    """
    published = dict(code_list("measures_of_one_era").select("measure", "era").iter_rows())
    eras = published | {name: indicator.era for name, indicator in BY_NAME.items()}
    others = {name for name, its_era in eras.items() if its_era not in (era, BOTH_ERAS)}
    return frozenset(others | {count for name in others for count in counts_of(name) if count not in eras})

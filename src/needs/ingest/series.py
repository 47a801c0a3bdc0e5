"""Of which series an estimate of need is: the method and the revision, told by what a file says of itself, or not at all.

`code_lists/downloads/series_told_by.csv` has the rules: which series has estimates of which year, the total of England by
which it is known, and the words by which a file names it. A year that one series alone has tells it. Of a year that two have,
England's total tells it, or else the words in a file's title lines, notes and name. Nothing is guessed: estimates of two
series must not be compared, and one of an unknown series could stand beside either. So a sheet that does not tell is refused.
Downloads that have no such words stand under a series of their own, "not told", which is compared with no other.
"""

import math
from collections.abc import Mapping

import pandas as pd

from needs.code_lists import downloads
from needs.ingest.columns import NotSaid

NOT_TOLD = "not_told"


def of_totals(estimate: str, totals: Mapping[int, float]) -> str:
    """The series whose totals of England these are, by the first year of the financial year; empty where that tells none."""
    known = _known(estimate)
    known = known[known["england"] != ""]
    same = known[
        [totals.get(int(year)) == float(total) for year, total in zip(known["year"], known["england"], strict=True)]
    ]
    named = set(same["series"])
    return named.pop() if len(named) == 1 else ""


def told(estimate: str, year: int, said: str, totals: Mapping[int, float]) -> str:
    """The series of an estimate of the financial year that begins in a year; NotSaid where it cannot be told.

    `said` is what a file says of itself, in small letters; `totals` are England's, by year, where it has them.
    """
    known = _known(estimate)
    of_year = known[known["year"] == str(year)]
    if (by_total := of_totals(estimate, totals)) in set(of_year["series"]):
        return by_total
    if of_year["series"].nunique() == 1:
        return of_year["series"].iloc[0]
    named = [row.series for row in of_year.itertuples() if any(word in said for word in _words(row.said))]
    if len(named) == 1:
        return named[0]
    written = f"{year}/{(year + 1) % 100:02d}"
    if of_year.empty:
        there_are = ", ".join(f"{int(first)}/{(int(first) + 1) % 100:02d}" for first in sorted(known["year"].unique()))
        raise NotSaid(f"estimates for {written}, of which no series is known", f"estimates for {there_are}")
    titles = downloads.table("series").set_index("series")["title"]
    which = " or ".join(f"{titles[row.series]} ({_words(row.said)[0]!r})" for row in of_year.itertuples())
    raise NotSaid(
        f"estimates for {written}, which {' and '.join(of_year['series'])} both have, and the sheet does not say whose these are",
        f"a word for it in a line above the header or in the file's name: {which}",
    )


def of_download(estimate: str, year: int, totals: Mapping[int, float], *, is_of_its_year: bool) -> str:
    """The series of a download's figure of a year, told by England's totals or by a year that one series has; else NOT_TOLD.

    A share of need is of a year of treatment. The estimate in it may be of another year, so there the year tells nothing, and
    only England's total does.
    """
    known = _known(estimate)
    of_year = known[known["year"] == str(year)]
    printed = {in_year: float(round(total)) for in_year, total in totals.items() if not math.isnan(total)}
    if year in printed:
        if own := of_totals(estimate, {year: printed[year]}):
            return own
        possible = set(of_year.loc[of_year["england"] == "", "series"])  # the others' totals are not these
    else:
        possible = set(of_year["series"])
    if is_of_its_year and of_year["series"].nunique() == len(possible) == 1:
        return possible.pop()
    by_others = of_totals(estimate, printed)
    return by_others if by_others in possible else NOT_TOLD


def _known(estimate: str) -> pd.DataFrame:
    table = downloads.table("series_told_by")
    return table[table["estimate"] == estimate]


def _words(said: str) -> list[str]:
    return [word.strip().casefold() for word in said.split(";")]

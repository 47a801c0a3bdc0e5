"""Periods as a reader would say them, and the quarters a document can be written for."""

import pandas as pd

from needs.areas import Area
from needs.measure.selection import GROUND
from needs.mistakes import Mistake
from needs.quarter import Quarter

YEARS_RESULTS_ARE_USED = 3  # estimates of need come out up to three years after their period


def period_in_words(row) -> str:
    """A period as a reader would say it: "2011-12", "April 2007 to February 2008"."""
    start, end = row.period_start, row.period_end
    if row.window == "not_printed":
        return "a year that is not printed"
    if row.window == "day":
        return f"{end.day} {end:%B %Y}"
    if row.window == "financial_year":
        return Quarter.containing(start.date()).financial_year
    if row.window == "quarter":
        return Quarter.containing(start.date()).months
    if row.window == "calendar_year":
        return str(start.year)
    if row.window == "three_calendar_years":
        return f"{start.year} to {end.year}"
    return f"{start:%B %Y} to {end:%B %Y}" if (start.year, start.month) != (end.year, end.month) else f"{end:%B %Y}"


def quarter_with_results(written: str, area: Area, results: pd.DataFrame) -> Quarter:
    """The quarter, if it is one and the area has results that it may use; a Mistake that says which quarters there are, if not."""
    own = results[(results["area_code"] == area.code) & ~results["indicator"].isin(GROUND)]
    if own.empty:
        raise Mistake(f"there are no results on need, treatment or harm for {area.name}")
    first = Quarter.containing(own["period_end"].min())
    last = Quarter.containing(own["period_end"].max()) + 4 * YEARS_RESULTS_ARE_USED
    there_are = f"there are results for {area.name} from {first} to {last}"
    try:
        quarter = Quarter.parse(written)
    except Mistake as impossible:
        raise Mistake(f"{impossible}; {there_are}") from None
    if not first <= quarter <= last:
        raise Mistake(f"no results for {area.name} in {quarter}; {there_are}")
    return quarter

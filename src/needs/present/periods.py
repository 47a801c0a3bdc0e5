"""Periods as a reader would say them, and the quarters a document can be written for."""

import pandas as pd

from needs.areas import Area
from needs.mistakes import Mistake
from needs.quarter import Quarter

GROUND = ("residents", "population_of_the_estimate", "deprivation_score")  # says nothing of drugs or alcohol by itself
OF_QUARTERS = ("quarter", "year_to_date", "rolling_12_months", "financial_year")  # windows that end with a quarter
INVENTED = "invented records"
YEARS_RESULTS_ARE_USED = 3  # estimates of need come out up to three years after their period


def period_in_words(row) -> str:
    """A period as a reader would say it: "2011-12", "April 2007 to February 2008"; that records are invented is said with it."""
    return f"{_days(row)} ({INVENTED})" if row.origin == "synthetic" else _days(row)


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


def quarters_with_figures(results: pd.DataFrame, areas: pd.DataFrame) -> list[tuple[str, str]]:
    """Each partnership and quarter at whose end a period ends for which a figure of the partnership is shown, in that order.

    Estimates, targets and what says nothing of drugs or alcohol by itself make no quarter: they stand beside figures.
    """
    figures = results[
        results["window"].isin(OF_QUARTERS)
        & (results["kind"] == "actual")
        & (results["status"] == "shown")
        & ~results["indicator"].isin(GROUND)
    ]
    named = areas.loc[areas["partnership"] != "", ["area_code", "partnership"]]
    found = figures[["area_code", "period_end"]].drop_duplicates().merge(named, on="area_code")
    pairs = {(row.partnership, Quarter.containing(row.period_end.date())) for row in found.itertuples()}
    return [(partnership, str(quarter)) for partnership, quarter in sorted(pairs)]


def _days(row) -> str:
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

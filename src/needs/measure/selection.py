"""Which results a document of one partnership and quarter may speak of, and results held ready for many small questions.

A statistic may be used once its period has ended. A document that the partnership itself printed may be used while its
year is within reach of the quarter: it also plans the year ahead.
"""

from collections import defaultdict
from collections.abc import Iterable

import numpy as np
import pandas as pd

from needs.areas import Area, of_one_world
from needs.code_lists import downloads
from needs.measure.eras import of_other_eras
from needs.measure.results import COLUMNS, GIVEN, KEY, OF_RECORDS, WHOLE_UNITS, Row
from needs.quarter import Quarter

LOCAL_DOCUMENT = "local document"
GROUND = ("residents", "population_of_the_estimate", "deprivation_score")  # says nothing of drugs or alcohol by itself
OF_QUARTERS = ("quarter", "year_to_date", "rolling_12_months", "financial_year")  # windows that end with a quarter
# What documents print under one name or breakdown and we count under another
COUNTED_AS = {
    "in_treatment_share_percent": "people_in_treatment_by_group",
    "waiting_time_target_weeks": "average_wait_weeks",
}
SAME_BREAKDOWN = {
    ("age", "under 25"): "under_25",
    ("primary_drug", "heroin"): "main_drug",
    ("primary_drug", "cannabis"): "main_drug",
}
PARTS_OF_A_SERIES = ("quarter", "year_to_date", "rolling_12_months")
ALIKE = [
    "indicator",
    "period_start",
    "period_end",
    "breakdown",
    "group",
    "kind",
    "series",
]  # for what the country's figure is beside
YEARS_A_DOCUMENT_PLANS_AHEAD, YEARS_A_DOCUMENT_LOOKS_BACK = 1, 2


def local_documents(sources: pd.DataFrame) -> set[str]:
    """The ids of the sources that partnerships printed themselves."""
    return set(sources.loc[sources["type"] == LOCAL_DOCUMENT, "source"])


def quarters_with_figures(results: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """Each partnership and quarter at whose end a period ends for which a figure of the partnership is given, one a row.

    Estimates, targets and what says nothing of drugs or alcohol by itself make no quarter: they stand beside figures.
    """
    figures = results[
        results["window"].isin(OF_QUARTERS)
        & (results["kind"] == "actual")
        & results["status"].isin(GIVEN)
        & ~results["indicator"].isin(GROUND)
    ]
    named = areas.loc[areas["partnership"] != "", ["area_code", "partnership"]]
    found = figures[["area_code", "period_end"]].drop_duplicates().merge(named, on="area_code")
    pairs = {(row.partnership, str(Quarter.containing(row.period_end.date()))) for row in found.itertuples()}
    return pd.DataFrame(sorted(pairs), columns=["partnership", "quarter"], dtype="str")


def concerning(results: pd.DataFrame, area: Area, areas: pd.DataFrame) -> pd.DataFrame:
    """All that is published of an area's own world, and what was counted from records of itself, its region or its country."""
    own_world = results["area_code"].isin(of_one_world(areas, area.kind)["area_code"])
    counted = results["origin"].isin(["calculated", "synthetic"]) & results["source"].isin(OF_RECORDS)
    return results[own_world & (~counted | results["area_code"].isin([area.code, area.region, area.country]))]


_PLACES_OF_SERIES = {series: place for place, series in enumerate(downloads.table("series")["series"])}


def of_era(results: pd.DataFrame, era: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The figures that an era knows, and those of measures that are of other times."""
    is_other = results["indicator"].isin(of_other_eras(era))
    return results[~is_other], results[is_other]


def known_by(results: pd.DataFrame, quarter: Quarter, local: set[str]) -> pd.DataFrame:
    """Statistics of every area whose period had ended by the end of the quarter; local documents are left out."""
    return without_local(results[results["period_end"] <= pd.Timestamp(quarter.end)], local)


def without_local(results: pd.DataFrame, local: set[str]) -> pd.DataFrame:
    """The results without those of documents that partnerships printed themselves."""
    return results[~_from_local_document(results, local)]


def known_later(results: pd.DataFrame, quarter: Quarter, local: set[str]) -> pd.DataFrame:
    """Statistics whose period ended after the quarter, for the few places where a document looks further, and says so."""
    return results[(results["period_end"] > pd.Timestamp(quarter.end)) & ~_from_local_document(results, local)]


def printed_by(results: pd.DataFrame, area: Area, quarter: Quarter, local: set[str]) -> pd.DataFrame:
    """All that the area's own documents print, if any of it is within reach of the quarter; national figures are among it."""
    own = results[_from_local_document(results, local)]
    end = pd.Timestamp(quarter.end)
    reach = (own["period_start"] <= end + pd.DateOffset(years=YEARS_A_DOCUMENT_PLANS_AHEAD)) & (
        own["period_end"] >= pd.Timestamp(quarter.start) - pd.DateOffset(years=YEARS_A_DOCUMENT_LOOKS_BACK)
    )
    mine = set(own.loc[(own["area_code"] == area.code) & reach, "source"])
    return own[own["source"].isin(mine) & own["area_code"].isin([area.code, area.country])]


def of_one_source(results: pd.DataFrame) -> pd.DataFrame:
    """Each figure once: where a file that was dropped in repeats a published figure, the published one is kept."""
    same = _same_figure()
    dropped = results["source"].str.contains(":", regex=False)
    if not dropped.any():
        return results
    return results[~(dropped & results.duplicated(same, keep=False) & _published_too(results, same, dropped))]


def disagreeing_sources(results: pd.DataFrame) -> list[str]:
    """The dropped files that give another value than the published source for the same figure."""
    same = _same_figure()
    dropped = results["source"].str.contains(":", regex=False)
    pairs = results[dropped].merge(results[~dropped], on=same, suffixes=("", "_published"))
    return sorted(set(pairs.loc[(pairs["value"] - pairs["value_published"]).abs() > 0, "source"]))


def sources_beside(known: pd.DataFrame, area: Area) -> set[str]:
    """The sources of the country's figures that an area's published ones are set beside."""
    own = known[(known["area_code"] == area.code) & (known["origin"] != "synthetic") & ~known["unit"].isin(WHOLE_UNITS)]
    country = known[(known["area_code"] == area.country) & (known["status"] == "shown")]
    return set(country.merge(own[ALIKE].drop_duplicates(), on=ALIKE)["source"])


def contradictions(printed: pd.DataFrame) -> list[pd.DataFrame]:
    """Printed figures that ought to be one and are not: one measure and group, the same time, different values.

    Percentages contradict each other when their periods overlap; counts and amounts, which grow over a year, only when their
    periods are the same.
    """
    figures = printed[printed["kind"].isin(["actual", "estimate"]) & (printed["status"] == "shown")]
    figures = figures[figures["origin"] == "published"]
    alike = [
        rows
        for _, rows in figures.groupby(["indicator", "breakdown", "group", "series"])
        if rows["value"].nunique() > 1
    ]
    return [rows for found in alike if len(rows := _of_one_time(found)) > 1]


def _of_one_time(rows: pd.DataFrame) -> pd.DataFrame:
    last = rows[rows["period_end"] == rows["period_end"].max()].iloc[0]
    if last["unit"] == "percent":
        rows = rows[(rows["period_end"] >= last["period_start"])]
    else:
        rows = rows[(rows["period_start"] == last["period_start"]) & (rows["period_end"] == last["period_end"])]
    return rows.drop_duplicates("value")


def last_of_each(results: pd.DataFrame) -> pd.DataFrame:
    """Of each indicator, breakdown and area the rows whose period ends last: all that a verdict may rest on."""
    last = results.groupby(["indicator", "breakdown", "area_code"], sort=False)["period_end"].transform("max")
    return results[results["period_end"] == last]


def latest(results: pd.DataFrame) -> pd.DataFrame:
    """The rows of the latest period only: of several that end on one day the longest, published before counted here."""
    if results.empty:
        return results
    ends, starts = (results[name].array.asi8 for name in ("period_end", "period_start"))
    return results.iloc[latest_places(ends, starts, (results["origin"] == "published").to_numpy(dtype=bool))]


def latest_places(ends: np.ndarray, starts: np.ndarray, is_published: np.ndarray) -> np.ndarray:
    """The places of such rows among those with these ends and starts, as numbers that grow with the day."""
    if not len(ends):
        return np.array([], dtype=int)
    places = np.flatnonzero(ends == ends.max())
    places = places[starts[places] == starts[places].min()]
    published = places[is_published[places]]
    return published if len(published) else places


def of_one_series(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of the series that the latest of them is of: figures of two methods or revisions are never joined.

    Of two that reach to the same day the newer method's.
    """
    if rows.empty:
        return rows
    latest_of_each = rows.assign(newer=rows["series"].map(age_of_series)).sort_values(["period_end", "newer"])
    return rows[rows["series"] == latest_of_each["series"].iloc[-1]]


def age_of_series(series: str) -> int:
    """The place of a series among those that are known, the oldest method first; -1 for any other."""
    return _PLACES_OF_SERIES.get(series, -1)


def of_whole_years(results: pd.DataFrame) -> pd.DataFrame:
    """The rows that may stand in a series of years: windows that overlap or are parts of a year are left out."""
    return results[~results["window"].isin(PARTS_OF_A_SERIES)]


def counted_beside(printed: Row, known: pd.DataFrame) -> Row | None:
    """The row counted from records for the same thing and the very days that a printed row is of; None where there is none."""
    indicator = COUNTED_AS.get(printed.indicator, printed.indicator)
    breakdown = SAME_BREAKDOWN.get((printed.breakdown, printed.group), printed.breakdown)
    found = known[
        (known["indicator"] == indicator)
        & (known["breakdown"] == breakdown)
        & (known["group"] == printed.group)
        & (known["area_code"] == printed.area_code)
        & (known["period_start"] == printed.period_start)
        & (known["period_end"] == printed.period_end)
        & known["origin"].isin(["calculated", "synthetic"])
    ]
    return next(found.itertuples(), None)


def _same_figure() -> list[str]:
    """The columns that two rows of the same figure have in common, whoever gives it."""
    return [name for name in KEY if name not in ("source", "place")]


def _published_too(results: pd.DataFrame, same: list[str], dropped: pd.Series) -> pd.Series:
    published = pd.MultiIndex.from_frame(results.loc[~dropped, same])
    return pd.Series(pd.MultiIndex.from_frame(results[same]).isin(published), index=results.index)


def _from_local_document(results: pd.DataFrame, local: set[str]) -> pd.Series:
    # A result worked out from two sources names both; it belongs to a local document if any part does.
    own = {source for source in results["source"].unique() if local & set(source.split("; "))}
    return results["source"].isin(own)


Places = np.ndarray  # the positions of rows in the table


class Register:
    """One table of results. What is asked for once is found by what it is of, and never by a search through the table."""

    def __init__(self, table: pd.DataFrame, country: str):
        self._table, self._country = table, country
        dates = {name: table[name].array for name in ("period_start", "period_end")}
        self._columns = [dates[name] if name in dates else table[name].to_numpy(dtype=object) for name in COLUMNS]
        self._start, self._end = (dates[name].asi8 for name in ("period_start", "period_end"))
        self._is_published = (table["origin"] == "published").to_numpy(dtype=bool)
        self._places = table.groupby(["indicator", "breakdown", "area_code"]).indices
        self._measures: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for indicator, breakdown, code in self._places:
            self._measures[code].append((indicator, breakdown))
        self._others = self._found_by(ALIKE)

    def rows(self, places: Iterable[int]) -> list[Row]:
        """The rows at these places; itertuples() would make a new kind of row each time it is asked."""
        return [Row(*(column[place] for column in self._columns)) for place in places]

    def table(self, places: Places) -> pd.DataFrame:
        """The rows at these places, as a table."""
        return self._table.take(places)

    def of(self, indicator: str, breakdown: str, code: str) -> Places:
        """Where the rows of an indicator, a breakdown and an area are."""
        return self._places.get((indicator, breakdown, code), np.array([], dtype=int))

    def measures(self, code: str) -> list[tuple[str, str]]:
        """The indicators and breakdowns of which an area has rows."""
        return self._measures.get(code, [])

    def latest(self, places: Places) -> Places:
        """The places of the latest period only, as `selection.latest` chooses it."""
        return places[latest_places(self._end[places], self._start[places], self._is_published[places])]

    def beside(self, row: Row) -> Row | None:
        """The country's row for a row's indicator, period, group and kind: of the same origin, or else as it was published.

        None where there is none or nothing to compare.
        """
        if row.area_code == self._country or row.kind == "target" or row.status not in GIVEN or row.unit in WHOLE_UNITS:
            return None
        about = tuple(getattr(row, name) for name in ALIKE)
        place = self._others.get((row.origin, *about), self._others.get(("published", *about)))
        return None if place is None else self.rows([place])[0]

    def _found_by(self, names: list[str]) -> dict[tuple, int]:
        """The country's first shown row of each kind, by its origin and the columns of these names."""
        others = (self._table["area_code"] == self._country) & (self._table["status"] == "shown")
        places = np.flatnonzero(others)
        found: dict[tuple, int] = {}
        whose = zip(*(self._table[name].iloc[places] for name in ("origin", *names)), strict=True)
        for place, about in zip(places, whose, strict=True):
            found.setdefault(about, int(place))
        return found

"""Need where nobody has estimated it, worked out from other places: never one number, always a range and a method each.

For each year in which the country has an estimate, and each area that has none of any year: the rate of its region (or
country) on its residents; its deaths from drug misuse over the country's deaths for each person estimated (a multiplier); and
regression on indicators, from areas with a published rate, with the error by which areas held out are missed.
"""

import math
from collections.abc import Iterator
from typing import Any

import pandas as pd

from needs.areas import is_country, named
from needs.measure.results import tidy
from needs.statistics import intervals
from needs.statistics.intervals import Interval
from needs.statistics.prevalence.multiplier import multiplier
from needs.statistics.prevalence.regression import FEWEST_ANCHORS, prevalence_regression
from needs.statistics.prevalence.unmet import in_people

NAME = "opiate_crack_users_by_other_methods"
RATE, DEATHS, REGRESSION = "rate of a larger area", "deaths multiplier", "regression on indicators"
USERS, PER_1000, DIED = "opiate_crack_users", "opiate_crack_users_per_1000", "drug_misuse_deaths"
RESIDENTS, SCORE = "residents", "deprivation_score"
AGES = "15-64"
FEWEST_DEATHS = 10  # a rate of fewer is not given: the rule of public health profiles in England
OUTSIDE = "outside the areas it was fitted to"
WITHOUT_HELP = "the indicators foretell held-out areas no better than the average rate does"


def estimates(figures: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """Results of NAME by breakdown "method", one a method, area and year, for areas of which no estimate is published.

    `areas` says in which region and country each lies. Where an input is missing there is no row.
    """
    shown = figures[(figures["status"] == "shown") & figures["value"].notna()]
    published = shown[(shown["kind"] == "estimate") & (shown["age"] == AGES)]
    users, rates = (published[published["measure"] == name] for name in (USERS, PER_1000))
    rows: list[dict] = []
    for country, there in areas.groupby("country_code"):  # so that no real place is worked out from an invented one
        codes = {country, *there["area_code"]}
        places = there[(there["partnership"] != "") & ~there["area_code"].isin(users["area_code"])]
        places = places.drop_duplicates("area_code")
        tables = [table[table["area_code"].isin(codes)] for table in (shown, users, rates)] if len(places) else []
        beside = _sources(tables[0]) if tables else {}
        for year in _years(tables[2], country) if tables else ():
            for row in _of_year(year, tables[0], tables[1], tables[2], places, areas):
                rows.append(row | {"source": "; ".join([row["source"], *beside[row["group"]]])})
    return tidy(pd.DataFrame(rows))


def _sources(shown: pd.DataFrame) -> dict[str, list[str]]:
    """The sources of what each method takes beside the estimates themselves."""
    used = shown[(shown["measure"] != RESIDENTS) | (shown["group"] == AGES)]
    names = {name: set(used.loc[used["measure"] == name, "source"]) for name in (RESIDENTS, DIED, SCORE)}
    return {
        RATE: sorted(names[RESIDENTS]),
        DEATHS: sorted(names[DIED]),
        REGRESSION: sorted(set().union(*names.values())),
    }


Year = tuple[pd.Timestamp, pd.Timestamp]


def _years(rates: pd.DataFrame, country: str) -> list[Year]:
    """The financial years of which the country has one rate."""
    whole = rates[(rates["area_code"] == country) & (rates["breakdown"] == "all")]
    counts = whole.groupby(["period_start", "period_end"])["value"].nunique()
    return [year for year, number in counts.items() if number == 1]


def _of_year(
    year: Year, shown: pd.DataFrame, users: pd.DataFrame, rates: pd.DataFrame, places: pd.DataFrame, areas: pd.DataFrame
) -> Iterator[dict]:
    rate = _by_area(rates[rates["period_start"] == year[0]])
    need = _by_area(users[users["period_start"] == year[0]])
    residents = _residents(shown, year[0].year)
    deaths = _deaths(shown, year[0].year)
    for place in places.itertuples():
        people = residents.get(place.area_code, math.nan)
        yield from _by_the_rate(place, people, rate, year, areas)
        yield from _by_deaths(place, deaths, need, year)
    yield from _by_regression(places, rate, residents, _indicators(shown, year[0].year, residents, deaths), year)


def _by_area(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["breakdown"] == "all"].drop_duplicates("area_code").set_index("area_code")


def _residents(shown: pd.DataFrame, year: int) -> dict[str, float]:
    """Residents of the ages of the estimate in the middle of a year."""
    rows = shown[(shown["measure"] == RESIDENTS) & (shown["breakdown"] == "age") & (shown["group"] == AGES)]
    return dict(rows[rows["period_start"].dt.year == year].drop_duplicates("area_code")[["area_code", "value"]].values)


def _deaths(shown: pd.DataFrame, year: int) -> dict[str, float]:
    """Deaths from drug misuse in the three calendar years around a year: of both sexes, where either is known."""
    rows = shown[(shown["measure"] == DIED) & (shown["window"] == "three_calendar_years")]
    rows = rows[(rows["period_start"].dt.year == year - 1) & rows["breakdown"].isin(["all", "sex"])]
    rows = rows.drop_duplicates(["area_code", "breakdown", "group"])
    whole = rows[rows["breakdown"] == "all"].set_index("area_code")["value"].to_dict()
    by_sex = rows[rows["breakdown"] == "sex"].groupby("area_code")["value"]
    both = by_sex.sum()[by_sex.size() == len(("female", "male"))].to_dict()
    return both | whole


def _by_the_rate(place: Any, people: float, rate: pd.DataFrame, year: Year, areas: pd.DataFrame) -> Iterator[dict]:
    larger = next((code for code in (place.region_code, place.country_code) if code in rate.index), None)
    if larger is None or math.isnan(people):
        return
    found = rate.loc[larger]
    value = float(in_people(found["value"], people, 1000))
    without = Interval(value=value, lower=math.nan, upper=math.nan, confidence=0.95, method=RATE)  # areas of one differ
    yield _row(place, RATE, without, year) | {
        "source": found["source"],
        "series": found["series"],
        "note": f"{found['value']:.1f} in 1,000 of {named(larger, areas)}, on {people:,.0f} residents",
    }


def _by_deaths(place: Any, deaths: dict[str, float], need: pd.DataFrame, year: Year) -> Iterator[dict]:
    country, died = place.country_code, deaths.get(place.area_code, 0)
    if country not in need.index or not deaths.get(country) or died < FEWEST_DEATHS:
        return
    estimate = need.loc[country]
    fraction = intervals.rate(deaths[country], estimate["value"], per=1)
    if not math.isnan(estimate["lower"]):  # the doubt of the estimate is larger than that of thousands of deaths
        lower, upper = (deaths[country] / estimate[side] for side in ("upper", "lower"))
        fraction = Interval(value=fraction.value, lower=lower, upper=upper, confidence=0.95, method=DEATHS)
    count = intervals.rate(died, 1, per=1)
    found = multiplier(count, fraction)
    yield _row(place, DEATHS, found, year) | {
        "source": estimate["source"],
        "series": estimate["series"],
        "note": f"{died:,.0f} deaths in three years; {found.caution}",
    }


def _indicators(shown: pd.DataFrame, year: int, residents: dict[str, float], deaths: dict[str, float]) -> pd.DataFrame:
    """One row an area: deaths from drug misuse for 100,000 residents, and the deprivation score last published by then."""
    scores = shown[(shown["measure"] == SCORE) & (shown["breakdown"] == "all")]
    scores = scores[scores["period_start"].dt.year <= year].sort_values("period_start")
    rate = {code: 100_000 * died / residents[code] for code, died in deaths.items() if residents.get(code)}
    score = scores.drop_duplicates("area_code", keep="last").set_index("area_code")["value"]
    return pd.DataFrame({"deaths": pd.Series(rate, dtype=float), "deprivation": score}).dropna()


def _by_regression(
    places: pd.DataFrame, rate: pd.DataFrame, residents: dict[str, float], indicators: pd.DataFrame, year: Year
) -> Iterator[dict]:
    """The rate that deaths and deprivation foretell, on the residents; nothing from fewer than five areas with a rate."""
    anchors = [
        code for code in indicators.index if code in rate.index and not is_country(code)
    ]  # regions have no score
    wanted = places[places["area_code"].isin(indicators.index) & places["area_code"].isin(residents)]
    if len(anchors) < FEWEST_ANCHORS or wanted.empty or (indicators.nunique() == 1).any():
        return
    table = indicators.loc[[*anchors, *wanted["area_code"]]]
    found = prevalence_regression(rate["value"].loc[anchors].to_dict(), table)
    missed = f"held-out areas are missed by {found.error:.2f} of their rate, and by {found.error_of_average:.2f} with the average rate"
    for place in wanted.itertuples():
        one, people = found.estimates[place.area_code], residents[place.area_code]
        value, lower, upper = (float(in_people(side, people, 1000)) for side in (one.value, one.lower, one.upper))
        said = [
            missed,
            *([OUTSIDE] if one.warnings else []),
            *([WITHOUT_HELP] if found.error >= found.error_of_average else []),
        ]
        yield _row(
            place, REGRESSION, Interval(value=value, lower=lower, upper=upper, confidence=0.95, method=REGRESSION), year
        ) | {
            "source": rate["source"].loc[anchors[0]],
            "series": rate["series"].loc[anchors[0]],
            "note": "; ".join(said),
        }


def _row(place: Any, method: str, found: Interval, year: Year) -> dict:
    return {
        "indicator": NAME,
        "area_code": place.area_code,
        "period_start": year[0],
        "period_end": year[1],
        "window": "financial_year",
        "breakdown": "method",
        "group": method,
        "kind": "estimate",
        "population": "opiate and/or crack users",
        "age": AGES,
        "value": found.value,
        "lower": found.lower,
        "upper": found.upper,
        "interval_method": "none published" if math.isnan(found.lower) else f"{method}, 95%",
        "unit": "people",
        "status": "shown",
        "origin": "calculated",
        "place": method,
        "definition": "Worked out from other places, as nobody has published an estimate of this area.",
    }

"""Completing treatment with whom a partnership treats allowed for: observed against expected, two ways, over one world.

Of each partnership, left of the disclosure line, people are counted in cells of all their factors. Over all partnerships of
a country (none real beside an invented one) expected are, first, the events that each drug group, age band and sex would
have at the rate of all together (indirect standardisation); then those of a logistic model with further factors, after the
model of demographics, severity and complexity of Marsden and others 2012 (Addiction). Which fields those were its abstract
does not say: the further factors are a choice. Fields without an answer are a level of their own; nothing is imputed.

What is written obeys the rules of `safety`: observed is the count shown, expected is rounded as a count, so that the ratio is
worked out from what is shown; none of fewer than 50 people or 20 events. Odds ratios are of levels of at least as many, to
two significant figures.
"""

import datetime
from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from needs.measure import safety
from needs.measure.indicator import ROLLING
from needs.measure.indicators import BY_NAME
from needs.measure.indicators.beside_expected import (
    CALIBRATION,
    DISCRIMINATION,
    MODELLED,
    ODDS,
    OUTCOMES,
    STANDARDISED,
    STRATA,
    UNITS,
    named,
)
from needs.measure.results import GIVEN, OF_RECORDS, Row, tidy
from needs.statistics import intervals, logistic, standardisation
from needs.statistics.logistic import FEWEST_EVENTS, FEWEST_PEOPLE, Model, NotFitted

FEWEST_PARTNERSHIPS = 10  # fewer are no comparison; as in a funnel
TOO_FEW = "fewer than fifty people, or fewer than twenty who completed or were expected to"
NO_COMPARISON = "fewer than ten partnerships of its country were counted"
YEARS = (ROLLING, "financial_year")  # windows of twelve months


def is_outcome(results: pd.DataFrame) -> pd.Series:
    """The rows that are set beside what is expected."""
    is_year = results["window"].isin(YEARS) & results["source"].isin(OF_RECORDS)
    return results["indicator"].isin(list(OUTCOMES)) & (results["breakdown"] == "all") & is_year


def beside_expected(
    cells_of: Callable[[datetime.date], pd.DataFrame],
    results: pd.DataFrame,
    areas: pd.DataFrame,
    policy: str,
    names: tuple[str, ...],
) -> pd.DataFrame:
    """The rows of results of all partnerships together: of each its ratios, of each country how the model came out.

    `cells_of` gives the cells of all of them in the periods that end on a day (with area_code in place of the partnership):
    one day's at a time, for a country's would fill the memory. `results` is what each shows of the outcomes. A partnership
    whose people are those of several authorities has ratios, and is in no rate.
    """
    of = areas.drop_duplicates("area_code").set_index("area_code")
    shown = results[is_outcome(results)].rename(columns={"indicator": "outcome"})
    shown = shown.assign(
        country=shown["area_code"].map(of["country_code"]).fillna(""),
        is_several=shown["area_code"].map(of["authorities"]).fillna("") != "",
    )
    rows: list[dict] = []
    for end, of_day in shown[shown["country"] != ""].groupby("period_end", sort=True):
        cells = cells_of(end.date())
        for (outcome, window, country), here in of_day.groupby(["outcome", "window", "country"], sort=True):
            is_here = cells["area_code"].isin(set(here["area_code"]))
            people = cells[is_here & (cells["outcome"] == outcome) & (cells["window"] == window)]
            single = people["area_code"].isin(set(here.loc[~here["is_several"], "area_code"]))
            if len(people):
                rows += _of_period(here, people, single.to_numpy(bool), country, policy, names)
    return tidy(pd.DataFrame(rows))


def _of_period(
    here: pd.DataFrame, people: pd.DataFrame, single: np.ndarray, country: str, policy: str, names: tuple[str, ...]
) -> Iterator[dict]:
    """The rows of one outcome, period and country."""
    outcome = str(here["outcome"].iloc[0])
    reason = NO_COMPARISON if people.loc[single, "area_code"].nunique() < FEWEST_PARTNERSHIPS else ""
    yield from _ratios(here, people, _by_stratum(people, single), named(outcome, STANDARDISED), policy, reason)
    chance, model = None, None
    if not reason:
        try:
            model = logistic.fit(people[single], names, "area_code")
            chance = _of_all(people, single, model.chance, names)
        except NotFitted as why:
            reason = f"the model was not fitted: {why}"
    yield from _ratios(here, people, chance, named(outcome, MODELLED), policy, reason)
    if model is not None:
        yield from _of_model(here.iloc[0], people[single], model, outcome, country, policy)


def _by_stratum(people: pd.DataFrame, single: np.ndarray) -> np.ndarray:
    """The rate of each cell's stratum in all partnerships together."""
    sums = people[single].groupby(list(STRATA), observed=True)[["people", "events"]].sum()
    rate = (sums["events"] / sums["people"]).rename("rate")
    return people[list(STRATA)].merge(rate, left_on=list(STRATA), right_index=True, how="left")["rate"].to_numpy()


def _of_all(people: pd.DataFrame, single: np.ndarray, chance: np.ndarray, names: tuple[str, ...]) -> np.ndarray:
    """The chance of each cell; of a cell of several authorities that of a cell of theirs alike in every factor."""
    if single.all():
        return chance
    alike = people.loc[single, list(names)].assign(chance=chance).drop_duplicates(list(names))
    return people[list(names)].merge(alike, on=list(names), how="left")["chance"].to_numpy()


def _ratios(
    here: pd.DataFrame, people: pd.DataFrame, chance: np.ndarray | None, indicator: str, policy: str, reason: str
) -> Iterator[dict]:
    """A row a partnership: observed over expected where both may be shown, else why there is none."""
    expected = pd.Series(dtype=float)
    if chance is not None and not reason:
        of_area = people.assign(chance=chance).dropna(subset="chance").groupby("area_code", observed=True)
        expected = of_area.apply(
            lambda one: standardisation.expected_events(one["people"], one["chance"]), include_groups=False
        )
    for row in here.itertuples():
        of = float(expected.get(row.area_code, 0.0))
        of = float(safety.rounded(np.array(of))) if policy == safety.PUBLIC else of
        status = _status(row, of) if not reason else "refused" if row.status in GIVEN else row.status
        yield _row(row, indicator, status) | (
            _ratio(row.numerator, of) if status == "shown" else {"reason": reason or _why_none(row, status)}
        )


def _status(row: Row, expected: float) -> str:
    if row.status not in GIVEN:
        return row.status
    is_enough = row.denominator >= FEWEST_PEOPLE and min(row.numerator, expected) >= FEWEST_EVENTS
    return "shown" if row.status == "shown" and is_enough else "too_few"


def _why_none(row: Row, status: str) -> str:
    return TOO_FEW if status == "too_few" else row.reason


def _ratio(observed: float, expected: float) -> dict:
    found = intervals.rate(observed, expected)
    return {
        "numerator": observed, "denominator": expected, "value": found.value, "lower": found.lower, "upper": found.upper,
        "interval_method": f"{found.method}, 95%",
    }  # fmt: skip


SAME = ("period_start", "period_end", "window", "kind", "population", "age", "origin", "source", "is_rounded")


def _row(row: Row, indicator: str, status: str) -> dict:
    what = indicator.rpartition("_")[2]
    return {name: getattr(row, name) for name in SAME} | {
        "indicator": indicator,
        "area_code": row.area_code,
        "breakdown": "all",
        "group": "all",
        "unit": UNITS[what],
        "status": status,
        "definition": BY_NAME[indicator].definition,
        "rule": row.rule,
    }


# How the model came out, as rows of the country


def _of_model(
    row: pd.Series, people: pd.DataFrame, model: Model, outcome: str, country: str, policy: str
) -> Iterator[dict]:
    shown = safety.rounded if policy == safety.PUBLIC else np.asarray
    events, of = people["events"].to_numpy(float), people["people"].to_numpy(float)
    partnerships = people["area_code"].nunique()
    note = f"{partnerships} partnerships together"
    with_largest: dict[str, list[str]] = {}
    for factor, level in model.joined:
        with_largest.setdefault(factor, []).append(level)
    about = row.copy()
    about["area_code"] = country
    for factor, levels in model.odds.groupby("factor", sort=False):
        for number, one in enumerate(levels.itertuples()):
            others = with_largest.get(str(factor), []) if number == 0 else []
            yield _row(about, named(outcome, ODDS), "shown") | {
                "breakdown": factor, "group": one.level, "numerator": float(shown(one.events)),
                "denominator": float(shown(one.people)), "value": _two_figures(one.odds_ratio),
                "lower": _two_figures(one.lower), "upper": _two_figures(one.upper),
                "interval_method": "" if number == 0 else "Wald on the log scale, allowing for clusters, 95%",
                "note": f"{note}; with {', '.join(others)}, of too few" if others else note,
            }  # fmt: skip
    for one in logistic.calibration(model.held_out, events, of).itertuples():
        observed, expected = float(shown(one.observed)), float(shown(one.expected))
        is_enough = one.people >= FEWEST_PEOPLE and min(observed, expected) >= FEWEST_EVENTS
        yield _row(about, named(outcome, CALIBRATION), "shown" if is_enough else "too_few") | {
            "breakdown": "tenth", "group": f"{one.tenth}", "note": note,
        } | (_ratio(observed, expected) if is_enough else {"reason": TOO_FEW})  # fmt: skip
    yield _row(about, named(outcome, DISCRIMINATION), "shown") | {
        "value": _two_figures(logistic.c_statistic(model.held_out, events, of)), "note": note,
        "denominator": float(shown(of.sum())),
    }  # fmt: skip


def _two_figures(value: float) -> float:
    return value if np.isnan(value) or value == 0 else float(f"{value:.2g}")

"""Invented people in treatment, counted into results as large and as skewed as a partnership's: for trying disclosure."""

import numpy as np
import pandas as pd

from needs.measure.disclosure import Policy
from needs.measure.disclosure_wording import EACH, AtMost, Cell, Passing, Sum
from needs.measure.results import tidy
from needs.quarter import Quarter
from needs.statistics.intervals import proportion

SHARES_OF = {
    "sex": (0.73, 0.27),
    "age": (0.09, 0.16, 0.38, 0.25, 0.12),
    "ethnic_group": (0.90, 0.04, 0.025, 0.02, 0.015),
    "drug_group": (0.42, 0.30, 0.06, 0.22),
    "district": (0.45, 0.25, 0.15, 0.10, 0.05),
    "referral_source": (0.40, 0.20, 0.14, 0.10, 0.08, 0.05, 0.03),
    "housing": (0.75, 0.16, 0.09),
    "agency": (0.5, 0.25, 0.15, 0.07, 0.03),
    "modality": (0.60, 0.16, 0.12, 0.07, 0.04, 0.01),
    "exit_reason": (0.40, 0.35, 0.12, 0.08, 0.03, 0.02),
}
CONDITIONS = 16  # shares of people in treatment of whom something is true: injecting, vaccinated, a parent, …
BREAKDOWNS = {
    "in_treatment": ("sex", "age", "ethnic_group", "drug_group", "district", "agency", "modality", "housing"),
    "new_presentations": (
        "sex",
        "age",
        "ethnic_group",
        "drug_group",
        "referral_source",
        "district",
        "agency",
        "housing",
    ),
    "exits": ("sex", "age", "drug_group", "exit_reason", "agency"),
}
SHARE_BREAKDOWNS = ("sex", "drug_group", "agency")
EVENTS = ("new_presentations", "exits")
DENOMINATORS = {
    "planned_exits_of_exits": "exits",
    "dropped_out_of_exits": "exits",
    "opiate_or_crack_of_in_treatment": "in_treatment",
    "young_of_in_treatment": "in_treatment",
    "waited_three_weeks_of_new": "new_presentations",
    "mean_wait": "new_presentations",
    **{f"condition_{n}": "new_presentations" if n % 3 == 2 else "in_treatment" for n in range(CONDITIONS)},
}
# What a reader knows of the indicators from their definitions.
POLICY_OF_THE_TABLES = Policy(
    identities=(
        Sum(
            Cell("opiate_or_crack_in_treatment"),
            tuple(Cell("in_treatment", "drug_group", f"drug_group {n}") for n in (0, 1)),
        ),
        Sum(Cell("opiate_or_crack_in_treatment"), (Cell("opiate_or_crack_of_in_treatment"),)),
        Sum(Cell("planned_exits_of_exits"), (Cell("exits", "exit_reason", "exit_reason 0"),)),
        Sum(Cell("dropped_out_of_exits"), (Cell("exits", "exit_reason", "exit_reason 1"),)),
        Sum(Cell("young_of_in_treatment"), (Cell("in_treatment", "age", "age 0"),)),
        *(Sum(Cell(share, EACH, role="of"), (Cell(whole, EACH),)) for share, whole in DENOMINATORS.items()),
        AtMost(Cell("new_presentations", EACH), (Cell("in_treatment", EACH),)),
        AtMost(Cell("exits", EACH), (Cell("in_treatment", EACH),)),
        Passing("in_treatment", "new_presentations", "exits"),
    ),
)


def invented_people(people_a_year: int, quarters: int, seed: int = 1) -> pd.DataFrame:
    """Journeys, one a row: quarter of start and of end (numbered from 0), what the people are, where they are treated."""
    random = np.random.default_rng(seed)
    arriving = round(people_a_year * 0.12)
    start = np.repeat(np.arange(-8, quarters), random.poisson(arriving, quarters + 8))
    count = len(start)
    drawn = {name: random.choice(len(p), count, p=np.array(p) / sum(p)) for name, p in SHARES_OF.items()}
    second = np.where(random.random(count) < 0.15, random.choice(5, count), drawn["agency"])
    third = np.where(random.random(count) < 0.3, random.choice(6, count), drawn["modality"])
    flags = {
        f"condition_{n}": random.random(count) < random.choice([0.02, 0.1, 0.4, 0.8, 0.95]) for n in range(CONDITIONS)
    }
    ends = start + random.geometric(0.2, count) - 1
    people = pd.DataFrame({"start": start, "end": ends, **drawn, "second_agency": second, "second_modality": third})
    return people.assign(**flags, wait=random.integers(0, 60, count))


def invented_results(people_a_year: int, quarters: int, seed: int = 1, area: str = "E08000027") -> pd.DataFrame:
    """Results of that many quarters from 2006-07 Q1: counts, shares with intervals and means, in three windows."""
    people = invented_people(people_a_year, quarters, seed)
    rows: list[dict] = []
    quarter = Quarter.parse("2006-07 Q1")
    for now in range(quarters):
        in_year = now % 4
        windows = {"quarter": now, ("financial_year" if in_year == 3 else "year_to_date"): now - in_year}
        if now >= 3:
            windows["rolling_12_months"] = now - 3
        for window, first in windows.items():
            made = list(_rows(people, first, now, window))
            start = (quarter + (first - now)).period.start
            dates = {"window": window, "period_start": start, "period_end": quarter.period.end}
            rows += [row | dates for row in made]
        quarter = quarter + 1
    same = {"area_code": area, "kind": "actual", "status": "shown", "origin": "synthetic"}
    return tidy(pd.DataFrame(rows).assign(**same))


def _rows(people: pd.DataFrame, first: int, last: int, window: str):
    there = people[(people["start"] <= last) & (people["end"] >= first)]
    cohorts = {
        "in_treatment": there,
        "new_presentations": people[people["start"].between(first, last)],
        "exits": people[people["end"].between(first, last)],
    }
    for name, cohort in cohorts.items():
        if window != "rolling_12_months" or name in EVENTS:
            yield from _counts(name, cohort, ("all", *BREAKDOWNS[name]))
    for name, cohort, condition in _shares(cohorts):
        is_wide = name in ("planned_exits_of_exits", "opiate_or_crack_of_in_treatment")
        if window != "rolling_12_months" or is_wide:
            yield from _proportions(name, cohort, condition, ("all", *(SHARE_BREAKDOWNS if is_wide else ())))
    new = cohorts["new_presentations"]
    yield {"indicator": "opiate_or_crack_in_treatment", "breakdown": "all", "group": "all", "unit": "people"} | _count(
        there[there["drug_group"] < 2]
    )
    if len(new):
        mean = {"denominator": len(new), "value": new["wait"].mean() / 7, "unit": "weeks"}
        yield {"indicator": "mean_wait", "breakdown": "all", "group": "all"} | mean


def _counts(indicator: str, cohort: pd.DataFrame, breakdowns: tuple[str, ...]):
    for breakdown in breakdowns:
        for group, inside in _groups(cohort, breakdown):
            yield {"indicator": indicator, "breakdown": breakdown, "group": group, "unit": "people"} | _count(inside)


def _groups(cohort: pd.DataFrame, breakdown: str):
    if breakdown == "all":
        yield "all", cohort
        return
    for code in range(len(SHARES_OF[breakdown])):
        is_in = cohort[breakdown] == code
        if f"second_{breakdown}" in cohort:
            is_in |= cohort[f"second_{breakdown}"] == code
        yield f"{breakdown} {code}", cohort[is_in]


def _count(inside: pd.DataFrame) -> dict:
    return {"numerator": len(inside), "value": len(inside)}


def _shares(cohorts: dict):
    there, new, left = cohorts.values()
    yield "planned_exits_of_exits", left, left["exit_reason"] == 0
    yield "dropped_out_of_exits", left, left["exit_reason"] == 1
    yield "opiate_or_crack_of_in_treatment", there, there["drug_group"] < 2
    yield "young_of_in_treatment", there, there["age"] == 0
    yield "waited_three_weeks_of_new", new, new["wait"] <= 21
    for n in range(CONDITIONS):
        cohort = new if n % 3 == 2 else there
        yield f"condition_{n}", cohort, cohort[f"condition_{n}"]


def _proportions(indicator: str, cohort: pd.DataFrame, condition: pd.Series, breakdowns: tuple[str, ...]):
    for breakdown in breakdowns:
        for group, inside in _groups(cohort, breakdown):
            if len(inside):
                counted = int(condition[inside.index].sum())
                found = proportion(counted, len(inside))
                numbers = {"numerator": counted, "denominator": len(inside), "value": 100 * found.value}
                limits = {"lower": 100 * found.lower, "upper": 100 * found.upper, "unit": "percent"}
                yield {"indicator": indicator, "breakdown": breakdown, "group": group} | numbers | limits

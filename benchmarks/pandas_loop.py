"""The same figures as an analyst would count them: for each area, each quarter and each window, one after another."""

import numpy as np
import pandas as pd

from needs.code_lists.meanings import completions
from needs.measure.count import windows_of
from needs.measure.indicator import ROLLING
from needs.quarter import Quarter

TWELVE_WEEKS = pd.Timedelta(days=84)
AGES = {18: "under 18", 25: "18-24", 35: "25-34", 45: "35-44", 55: "45-54"}
COMPLETED, PLANNED = completions("2009"), completions("2007")


def counted(journeys: pd.DataFrame, interventions: pd.DataFrame, quarters: list[Quarter]) -> pd.DataFrame:
    """One row an indicator, area, window, breakdown and group: how many count, and out of how many (missing: no share)."""
    rows = []
    for area in journeys["partnership"].unique():
        own = journeys[journeys["partnership"] == area]
        own_interventions = interventions[interventions["partnership"] == area]
        for quarter in quarters:
            for window in windows_of(quarter):
                start, end = pd.Timestamp(window.period.start), pd.Timestamp(window.period.end)
                for indicator, units, counts, aged in _indicators(own, own_interventions, start, end):
                    place = (area, indicator, window.name, window.period.end)
                    rows.append((*place, "all", "all", *_numbers(units, counts)))
                    if ROLLING in window.kinds:
                        for breakdown, groups in _groups(units, units[aged] if aged else end):
                            rows += [
                                (*place, breakdown, group, *_numbers(part, counts))
                                for group, part in units.groupby(groups)
                            ]
    names = ["partnership", "indicator", "window", "period_end", "breakdown", "group", "numerator", "denominator"]
    return pd.DataFrame(rows, columns=names)


def _indicators(own, interventions, start, end):
    """Each indicator's name, the rows it is about, which count (None: all, and it is a number), and on which day people's age is told."""
    people = own[(own["start"] <= end) & (own["end"].isna() | (own["end"] >= start))]
    people = people.drop_duplicates("person", keep="last")
    new = own[own["start"].between(start, end)]
    left = own[own["end"].between(start, end)]
    first = interventions[interventions["started"].between(start, end) & (interventions["intervention_number"] == 1)]
    waits = (first["first_offered"] - first["referred"]).dt.days
    first = first.assign(wait=waits)[waits >= 0]
    yield "in_treatment", people, None, ""
    yield "new_presentations", new, None, ""
    yield "exits", left, None, ""
    yield "effective_treatment", people[_effective(people, end)], None, ""
    yield "retained_or_planned_discharge_percent", new, _effective(new, end + TWELVE_WEEKS), "start"
    yield "successful_completion_of_exits", left, left["end_reason"].isin(COMPLETED), "end"
    yield "first_waits_within_3_weeks", first, first["wait"] <= 21, ""


def _effective(journeys, end):
    stayed = journeys["end"].clip(upper=end).fillna(end) - journeys["start"] >= TWELVE_WEEKS
    return stayed | ((journeys["end"] <= end) & journeys["end_reason"].isin(PLANNED))


def _numbers(units, counts):
    return (len(units), np.nan) if counts is None else (counts.loc[units.index].sum(), len(units))


def _groups(units, day):
    """The group of each row by sex, and by age at the end of the financial quarter of a day: one for all rows, or each row's own.

    Whoever was under 18 at triage is so on every day.
    """
    yield "sex", units["sex"].map({"M": "male", "F": "female"}).fillna("not stated")
    day = pd.to_datetime(pd.Series(day, index=units.index))
    ages = ((day.dt.year - (day.dt.month < 4)) * 4 + (day.dt.month - 4) // 3 % 4 + 1 - units["birth_quarter"]) // 4
    ages = ages.mask(units["age_at_triage"] < 18, 17).where(units["age_at_triage"].notna())  # young people are told at triage
    edges = [-np.inf, *AGES, np.inf]
    yield (
        "age",
        pd.cut(ages, edges, right=False, labels=[*AGES.values(), "55 and over"]).astype("str").fillna("not stated"),
    )

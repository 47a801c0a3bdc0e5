"""Need against treatment: compared only where both sides count the same people, ages and period, else refused in words."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from needs.measure.indicators import BY_NAME
from needs.statistics.headcounts import not_reached
from needs.statistics.prevalence import unmet_need

SameAges = Sequence[tuple[str, str]]
REASONS_APART = " | "  # between the reasons of a refused comparison, each of which may hold commas and semicolons


@dataclass(frozen=True)
class Treated:
    """A figure on treatment; `population` says who its group are, where the figure's own words are those of the whole."""

    measure: str
    breakdown: str = "all"
    group: str = "all"
    population: str = ""


@dataclass(frozen=True, kw_only=True)
class Pairing:
    """A measure of need and the measures of treatment it is set against, the best first.

    `counts_as_same` names a pair of populations, treated and needed, that a publisher itself sets against each other.
    Its results are the indicators <name>_unmet_need_percent and <name>_not_in_treatment.
    """

    name: str
    needed: str
    treated: tuple["Treated", ...]
    counts_as_same: tuple[str, str] | None = None


PAIRINGS = (
    Pairing(
        name="opiate_crack",
        needed="opiate_crack_users",
        treated=(
            Treated("in_treatment", "substance", "opiates and/or crack", population="opiate and/or crack users"),
            Treated("in_treatment"),
        ),
    ),
    Pairing(
        name="alcohol",
        needed="alcohol_dependent_adults",
        treated=(Treated("adults_in_treatment_for_alcohol"),),
        counts_as_same=(
            "adults in treatment for alcohol, alone or with non-opiate drugs",
            "adults dependent on alcohol",
        ),
    ),
)


def compare_need_with_treatment(figures: pd.DataFrame, same_ages: SameAges = ()) -> pd.DataFrame:
    """Two results for each estimate of need that a treatment figure overlaps: unmet need in percent, and the people
    not in treatment; or one refused result for each treatment figure that does not match, with the reason.

    `same_ages` are pairs of ages, treated and needed, that the partnership has chosen to compare though they differ.
    """
    rows = [row for pairing in PAIRINGS for row in _compared(figures, pairing, same_ages)]
    return pd.DataFrame(rows)


def mismatches(treated, needed, pairing: Pairing, same_ages: SameAges = ()) -> list[str]:
    """In words, how the treated and the needed people differ; an empty list where the two may be compared."""
    found = []
    same_people = treated.population == needed.population or (
        (treated.population, needed.population) == pairing.counts_as_same
    )
    if not same_people:
        found.append(f"the people counted differ (treated: {treated.population}; estimate: {needed.population})")
    if treated.age != needed.age and (treated.age, needed.age) not in same_ages:
        found.append(f"the ages differ (treated: {treated.age}; estimate: {needed.age})")
    elif treated.age == "not printed":
        found.append("the ages are not printed")
    if needed.window == "not_printed":
        found.append("the year of the estimate is not printed")
    elif (treated.period_start, treated.period_end) != (needed.period_start, needed.period_end):
        found.append(f"the periods differ ({_span(treated)}; {_span(needed)})")
    return found


def _compared(figures: pd.DataFrame, pairing: Pairing, same_ages: SameAges):
    shown = figures[figures["status"] == "shown"]
    needs = shown[(shown["measure"] == pairing.needed) & (shown["breakdown"] == "all") & (shown["kind"] == "estimate")]
    sides = [_side(shown, treated) for treated in pairing.treated]
    by_area = [dict(list(side[side["kind"].isin(["actual", "estimate"])].groupby("area_code"))) for side in sides]
    for needed in needs.itertuples():
        for treated in _treated_of(needed, by_area):
            yield from _results_of(treated, needed, pairing, same_ages)


def _side(shown: pd.DataFrame, treated: Treated) -> pd.DataFrame:
    rows = shown[
        (shown["measure"] == treated.measure)
        & (shown["breakdown"] == treated.breakdown)
        & (shown["group"] == treated.group)
    ]
    return rows.assign(population=treated.population) if treated.population else rows


def _treated_of(needed, by_area: list[dict]):
    """The treatment figures of the need's area that share a day with it, from the best measure that has any."""
    for side in by_area:
        rows = side.get(needed.area_code)
        if rows is None:
            continue
        overlapping = rows[(rows["period_start"] <= needed.period_end) & (rows["period_end"] >= needed.period_start)]
        if len(overlapping):
            return list(overlapping.itertuples())
    return []


def _results_of(treated, needed, pairing: Pairing, same_ages: SameAges):
    differing = mismatches(treated, needed, pairing, same_ages)
    base = {
        "area_code": needed.area_code,
        "period_start": treated.period_start,
        "period_end": treated.period_end,
        "window": treated.window,
        "breakdown": "all",
        "group": "all",
        "kind": "estimate",
        "population": needed.population,
        "age": needed.age,
        "numerator": treated.value,
        "denominator": needed.value,
        "origin": "calculated",
        "source": "; ".join(dict.fromkeys([treated.source, needed.source])),
        "place": "; ".join(part for part in dict.fromkeys([treated.place, needed.place]) if part),
        "is_rounded": bool(treated.is_rounded),
        "definition": BY_NAME[f"{pairing.name}_unmet_need_percent"].definition,
    }
    if differing:
        yield base | {
            "indicator": f"{pairing.name}_unmet_need_percent",
            "unit": "percent",
            "status": "refused",
            "reason": REASONS_APART.join(differing),
        }
        return
    unmet = unmet_need(treated.value, needed.value, needed.lower, needed.upper)
    method = "limits of the published estimate, 95%" if not math.isnan(needed.lower) else "none published"
    accepted = [f"ages {treated.age} and {needed.age} compared by choice"] if treated.age != needed.age else []
    note = "; ".join([*unmet.warnings, *accepted])
    status = "shown" if not math.isnan(unmet.value) else "not_usable"
    shared = base | {"interval_method": method, "status": status, "note": note}
    yield shared | {
        "indicator": f"{pairing.name}_unmet_need_percent",
        "unit": "percent",
        **{name: getattr(unmet, name) * 100 for name in ("value", "lower", "upper")},
    }
    people = not_reached(treated.value, needed.value, needed.lower, needed.upper)
    yield shared | {
        "indicator": f"{pairing.name}_not_in_treatment",
        "unit": "people",
        **{name: getattr(people, name) for name in ("value", "lower", "upper")},
    }


def _span(row) -> str:
    return " to ".join(f"{day.day} {day:%B %Y}" for day in (row.period_start, row.period_end))

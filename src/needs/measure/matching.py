"""Need against treatment: compared only where both sides count the same people, ages and period, else refused in words."""

import math
from dataclasses import dataclass

import pandas as pd

from needs.statistics.prevalence import unmet_need

REASONS_APART = " | "  # between the reasons of a refused comparison, each of which may hold commas and semicolons


@dataclass(frozen=True, kw_only=True)
class Pairing:
    """A measure of need and the measures of treatment it is set against, the best first.

    `counts_as_same` names a pair of populations, treated and needed, that a publisher itself sets against each other.
    """

    name: str
    needed: str
    treated: tuple[tuple[str, str, str], ...]  # measure, breakdown, group
    counts_as_same: tuple[str, str] | None = None
    definition: str


PAIRINGS = (
    Pairing(
        name="opiate_crack",
        needed="opiate_crack_users",
        treated=(("in_treatment", "substance", "opiates and/or crack"), ("in_treatment", "all", "all")),
        definition="People who use opiates or crack and were in treatment in the year, against the estimate of all who "
        "use them. Both sides must count the same people, ages and period.",
    ),
    Pairing(
        name="alcohol",
        needed="alcohol_dependent_adults",
        treated=(("adults_in_treatment_for_alcohol", "all", "all"),),
        counts_as_same=(
            "adults in treatment for alcohol, alone or with non-opiate drugs",
            "adults dependent on alcohol",
        ),
        definition="Adults in treatment for alcohol, alone or with drugs other than opiates, against the estimate of "
        "adults dependent on alcohol: the pairing of the published indicator 93532.",
    ),
)


def compare_need_with_treatment(figures: pd.DataFrame) -> pd.DataFrame:
    """Three results for each estimate of need that a treatment figure overlaps: unmet need in percent, and the people
    not in treatment; or one refused result for each treatment figure that does not match, with the reason."""
    rows = [row for pairing in PAIRINGS for row in _compared(figures, pairing)]
    return pd.DataFrame(rows)


def mismatches(treated, needed, pairing: Pairing) -> list[str]:
    """In words, how the treated and the needed people differ; an empty list where the two may be compared."""
    found = []
    same_people = treated.population == needed.population or (
        (treated.population, needed.population) == pairing.counts_as_same
    )
    if not same_people:
        found.append(f"the people counted differ ({treated.population}; {needed.population})")
    if treated.age != needed.age:
        found.append(f"the ages differ ({treated.age}; {needed.age})")
    elif treated.age == "not printed":
        found.append("the ages are not printed")
    if (treated.period_start, treated.period_end) != (needed.period_start, needed.period_end):
        found.append(f"the periods differ ({_span(treated)}; {_span(needed)})")
    return found


def _compared(figures: pd.DataFrame, pairing: Pairing):
    shown = figures[figures["status"] == "shown"]
    needs = shown[(shown["measure"] == pairing.needed) & (shown["breakdown"] == "all") & (shown["kind"] == "estimate")]
    sides = [
        shown[(shown["measure"] == measure) & (shown["breakdown"] == breakdown) & (shown["group"] == group)]
        for measure, breakdown, group in pairing.treated
    ]
    by_area = [dict(list(side[side["kind"].isin(["actual", "estimate"])].groupby("area_code"))) for side in sides]
    for needed in needs.itertuples():
        for treated in _treated_of(needed, by_area):
            yield from _results_of(treated, needed, pairing)


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


def _results_of(treated, needed, pairing: Pairing):
    differing = mismatches(treated, needed, pairing)
    base = {
        "area_code": needed.area_code,
        "period_start": treated.period_start,
        "period_end": treated.period_end,
        "window": treated.window,
        "breakdown": "all",
        "group": "all",
        "kind": treated.kind,
        "population": needed.population,
        "age": needed.age,
        "numerator": treated.value,
        "denominator": needed.value,
        "origin": "calculated",
        "source": "; ".join(dict.fromkeys([treated.source, needed.source])),
        "place": "; ".join(part for part in dict.fromkeys([treated.place, needed.place]) if part),
        "definition": pairing.definition,
    }
    if differing:
        yield base | {
            "indicator": f"{pairing.name}_unmet_need_percent",
            "unit": "percent",
            "status": "refused",
            "note": REASONS_APART.join(differing),
        }
        return
    unmet = unmet_need(treated.value, needed.value, needed.lower, needed.upper)
    method = "limits of the published estimate, 95%" if not math.isnan(needed.lower) else "none published"
    note = "; ".join(unmet.warnings)
    status = "shown" if not math.isnan(unmet.value) else "not_usable"
    shared = base | {"interval_method": method, "status": status, "note": note}
    yield shared | {
        "indicator": f"{pairing.name}_unmet_need_percent",
        "unit": "percent",
        **{name: getattr(unmet, name) * 100 for name in ("value", "lower", "upper")},
    }
    people = {"value": needed.value, "lower": needed.lower, "upper": needed.upper}
    yield shared | {
        "indicator": f"{pairing.name}_not_in_treatment",
        "unit": "people",
        **{name: limit - treated.value if limit >= treated.value else math.nan for name, limit in people.items()},
    }


def _span(row) -> str:
    return " to ".join(f"{day.day} {day:%B %Y}" for day in (row.period_start, row.period_end))

"""Need against treatment: compared only where both count the same people, and what it would be under other choices.

Nothing here is a result. It shows how far the answer hangs on a choice, with the limits of each estimate carried through.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import pandas as pd

from needs.measure.indicators import BY_NAME
from needs.statistics.prevalence.unmet import in_people, not_reached, unmet_need

AREA_AND_PERIOD = ["area_code", "period_start", "period_end", "source"]
SERIES = "series"
FROM_THE_RATE = "published limits of the rate times its population, 95%"
RATES = {"opiate_crack_users": ("opiate_crack_users_per_1000", "population_of_the_estimate", 1000)}


def with_limits_of_rates(figures: pd.DataFrame) -> pd.DataFrame:
    """The figures, with the limits of each estimate in RATES filled in where its rate has published limits.

    A figure that has limits keeps them. The limits filled in are in people, not rounded; `interval_method` says so.
    """
    filled = figures.assign(interval_method="")
    for measure, (rate, population, per) in RATES.items():
        sides = _of_measure(figures, rate, ["lower", "upper"]).join(
            _of_measure(figures, population, ["value"]), how="inner"
        )
        sides = sides.droplevel(SERIES)  # a rate goes with the population it was worked out from
        sides = sides[~sides.index.duplicated(keep=False)]  # of two series none is the one of the estimate
        limits = pd.DataFrame(
            {side: in_people(sides[side], sides["value"], per) for side in ("lower", "upper")}, sides.index
        )
        filled = _filled(filled, measure, limits.dropna())
    return filled


def _of_measure(figures: pd.DataFrame, measure: str, columns: list[str]) -> pd.DataFrame:
    rows = figures[(figures["measure"] == measure) & (figures["breakdown"] == "all")]
    return rows.set_index([*AREA_AND_PERIOD, SERIES])[columns]


def _filled(figures: pd.DataFrame, measure: str, limits: pd.DataFrame) -> pd.DataFrame:
    keys = pd.MultiIndex.from_frame(figures[AREA_AND_PERIOD])
    wanted = (figures["measure"] == measure) & figures["lower"].isna() & keys.isin(limits.index)
    found = limits.loc[keys[wanted]]
    filled = figures.copy()
    filled.loc[wanted, ["lower", "upper"]] = found.to_numpy()
    filled.loc[wanted, "interval_method"] = FROM_THE_RATE
    return filled


SameAges = Sequence[tuple[str, str]]
BY_CHOICE = "ages compared by choice"  # the rule of unmet need of a partnership that chose so
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
    Its results are two indicators: `share`, of those in need, and `people`.
    """

    share: str
    people: str
    needed: str
    treated: tuple["Treated", ...]
    counts_as_same: tuple[str, str] | None = None


PAIRINGS = (
    Pairing(
        share="opiate_crack_unmet_need_percent",
        people="opiate_crack_not_in_treatment",
        needed="opiate_crack_users",
        treated=(
            Treated("in_treatment", "substance", "opiates and/or crack", population="opiate and/or crack users"),
            Treated("in_treatment"),
        ),
    ),
    Pairing(
        share="alcohol_unmet_need_percent",
        people="alcohol_not_in_treatment",
        needed="alcohol_dependent_adults",
        treated=(Treated("adults_in_treatment_for_alcohol"),),
        counts_as_same=(
            "adults in treatment for alcohol, alone or with non-opiate drugs",
            "adults dependent on alcohol",
        ),
    ),
)
SHARES = {pairing.people: pairing.share for pairing in PAIRINGS}  # the share that goes with each number of people


class Figure(Protocol):
    """A row of figures, of people treated or of people in need."""

    area_code: str
    period_start: pd.Timestamp
    period_end: pd.Timestamp
    window: str
    population: str
    age: str
    value: float
    lower: float
    upper: float
    source: str
    place: str
    series: str
    is_rounded: bool


def compare_need_with_treatment(figures: pd.DataFrame, same_ages: SameAges = ()) -> pd.DataFrame:
    """Two results for each estimate of need that a treatment figure overlaps: unmet need in percent, and the people
    not in treatment; or one refused result for each treatment figure that does not match, with the reason.

    `same_ages` are pairs of ages, treated and needed, that the partnership has chosen to compare though they differ.
    """
    rows = [row for pairing in PAIRINGS for row in _compared(figures, pairing, same_ages)]
    return pd.DataFrame(rows)


def mismatches(treated: Figure, needed: Figure, pairing: Pairing, same_ages: SameAges = ()) -> list[str]:
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


def _compared(figures: pd.DataFrame, pairing: Pairing, same_ages: SameAges) -> Iterator[dict[str, object]]:
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


def _treated_of(needed: Figure, by_area: list[dict]) -> list[Figure]:
    """The treatment figures of the need's area that share a day with it, from the best measure that has any."""
    for side in by_area:
        rows = side.get(needed.area_code)
        if rows is None:
            continue
        overlapping = rows[(rows["period_start"] <= needed.period_end) & (rows["period_end"] >= needed.period_start)]
        if len(overlapping):
            return list(overlapping.itertuples())
    return []


def _results_of(treated: Figure, needed: Figure, pairing: Pairing, same_ages: SameAges) -> Iterator[dict[str, object]]:
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
        "series": needed.series,
        "is_rounded": bool(treated.is_rounded),
        "definition": BY_NAME[pairing.share].definition,
    }
    if differing:
        yield base | {
            "indicator": pairing.share,
            "unit": "percent",
            "status": "refused",
            "reason": REASONS_APART.join(differing),
        }
        return
    unmet = unmet_need(treated.value, needed.value, needed.lower, needed.upper)
    method = "limits of the published estimate, 95%" if not math.isnan(needed.lower) else "none published"
    by_choice = f"ages {treated.age} and {needed.age} compared by choice" if treated.age != needed.age else ""
    note = "; ".join(filter(None, [*unmet.warnings, by_choice]))
    rule = BY_CHOICE if by_choice else ""
    status = "shown" if not math.isnan(unmet.value) else "not_usable"
    shared = base | {"interval_method": method, "status": status, "note": note, "rule": rule}
    yield shared | {
        "indicator": pairing.share,
        "unit": "percent",
        **{name: getattr(unmet, name) * 100 for name in ("value", "lower", "upper")},
    }
    people = not_reached(treated.value, needed.value, needed.lower, needed.upper)
    yield shared | {
        "indicator": pairing.people,
        "unit": "people",
        **{name: getattr(people, name) for name in ("value", "lower", "upper")},
    }


def _span(row: Figure) -> str:
    return " to ".join(f"{day.day} {day:%B %Y}" for day in (row.period_start, row.period_end))


PER_CENT = 100
OPIATES, ALCOHOL = PAIRINGS
TREATED = ["area_code", "period_start", "period_end", "window", "treated"]
COLUMNS = [
    "area_code", "period_start", "period_end", "window", "treated", "needed_start", "needed_end", "needed_window", "needed",
    "value", "lower", "upper", "reasons", "who",
]  # fmt: skip


def refused_comparisons(results: pd.DataFrame, codes: Sequence[str]) -> pd.DataFrame:
    """One row a refused comparison of opiate and crack need with treatment, as if it had been made.

    Value and limits are unmet need in percent; `reasons` are why it was refused. Where treatment was published by substance,
    the latest year's comparison with everybody in treatment is added, and `who` says so: the one that source documents made.
    """
    needs = _estimates(results, codes, OPIATES)
    refused = _of(results, codes, OPIATES.share)
    refused = refused[refused["status"] == "refused"].drop_duplicates(
        ["area_code", "numerator", "denominator", "reason"]
    )
    named = {"numerator": "treated", "denominator": "needed", "reason": "reasons"}
    pairs = refused.rename(columns=named)[[*TREATED, "needed", "reasons"]].merge(needs, on=["area_code", "needed"])
    return _made(pd.concat([pairs.assign(who=""), _everybody(results, codes, needs)]))


def other_estimates(results: pd.DataFrame, codes: Sequence[str], pairing: Pairing) -> pd.DataFrame:
    """One row an area and estimate: its latest compared treatment set against every estimate of the same series there is.

    Of the comparisons the latest whose estimate has limits is taken, else the latest. The row whose two periods agree is
    the one that the results hold, published or refused.
    """
    needs = _estimates(results, codes, pairing)
    named = {"numerator": "treated", "denominator": "needed"}
    compared = _of(results, codes, pairing.share).rename(columns=named)[[*TREATED, "needed", SERIES]]
    known = compared.merge(needs, on=["area_code", "needed", SERIES])
    best = known.assign(has_limits=known["low"].notna()).sort_values(["has_limits", "period_end"])
    latest = best.drop_duplicates("area_code", keep="last")[[*TREATED, SERIES]]
    return _made(latest.merge(needs, on=["area_code", SERIES]).assign(reasons="", who=""))


def _of(results: pd.DataFrame, codes: Sequence[str], indicator: str) -> pd.DataFrame:
    whole = (results["breakdown"] == "all") & results["area_code"].isin(codes)
    return results[whole & (results["indicator"] == indicator)]


def _estimates(results: pd.DataFrame, codes: Sequence[str], pairing: Pairing) -> pd.DataFrame:
    """The areas' estimates of need, one a period, under names of their own."""
    found = _of(results, codes, pairing.needed)
    named = {
        "value": "needed", "lower": "low", "upper": "high", "period_start": "needed_start", "period_end": "needed_end",
        "window": "needed_window",
    }  # fmt: skip
    return found[(found["kind"] == "estimate") & (found["status"] == "shown")].rename(columns=named)[
        ["area_code", SERIES, *named.values()]
    ]


def _everybody(results: pd.DataFrame, codes: Sequence[str], needs: pd.DataFrame) -> pd.DataFrame:
    """Everybody in treatment, whatever they use, against the opiate and crack users of the same latest year."""
    treated = _of(results, codes, "in_treatment")
    treated = treated[(treated["origin"] == "published") & treated["age"].str[0].str.isdigit()]
    pairs = treated.rename(columns={"value": "treated"})[TREATED].merge(needs, on="area_code")
    pairs = pairs[pairs["period_end"] == pairs["needed_end"]]
    latest = pairs[pairs["period_end"] == pairs.groupby("area_code")["period_end"].transform("max")]
    reasons = [_reasons(results, treated, pair) for pair in latest.itertuples()]
    return latest.assign(reasons=reasons, who="everybody in treatment")


def _reasons(results: pd.DataFrame, treated: pd.DataFrame, pair: Any) -> str:
    needed = _of(results, [pair.area_code], OPIATES.needed)
    of_area, of_need = (
        next(rows[rows["period_end"] == pair.period_end].itertuples())
        for rows in (treated[treated["area_code"] == pair.area_code], needed)
    )
    return REASONS_APART.join(mismatches(of_area, of_need, OPIATES))


def _made(pairs: pd.DataFrame) -> pd.DataFrame:
    unmet = [unmet_need(pair.treated, pair.needed, pair.low, pair.high) for pair in pairs.itertuples()]
    found = {name: [PER_CENT * getattr(one, name) for one in unmet] for name in ("value", "lower", "upper")}
    return pairs.assign(**found)[COLUMNS].reset_index(drop=True)

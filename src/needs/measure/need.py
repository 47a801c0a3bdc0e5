"""Need against treatment: compared where both count the same people at one time, with bounds where their ages differ.

The interval of the estimate and what people of other ages could move are kept apart. The last part sets the same people
treated against the estimates of other years, with the limits of each carried through: nothing there is a result.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import pandas as pd

from needs.measure.bullseye import USERS
from needs.measure.indicators import BY_NAME
from needs.statistics.intervals import Interval
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


REASONS_APART = " | "  # between the reasons of a refused comparison, each of which may hold commas and semicolons
AGES_DIFFER = "people of other ages may be among those treated"  # the rule of unmet need whose two sides differ in ages
NOT_PRINTED = "not printed"
NOT_COUNTED = "how many younger people were in treatment is not known"


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
    Its results are indicators: `share`, of those in need, `people`, and where ages differ `people_of_any_age`, with the
    bounds that allow for whoever is outside the ages of the estimate.
    """

    share: str
    people: str
    people_of_any_age: str = ""
    needed: str
    treated: tuple["Treated", ...]
    counts_as_same: tuple[str, str] | None = None


PAIRINGS = (
    Pairing(
        share="opiate_crack_unmet_need_percent",
        people="opiate_crack_not_in_treatment",
        people_of_any_age="opiate_crack_not_in_treatment_any_age",
        needed="opiate_crack_users",
        treated=(
            Treated("in_treatment", "substance", "opiates and/or crack", population=USERS),
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


def compare_need_with_treatment(figures: pd.DataFrame) -> pd.DataFrame:
    """Results for each estimate of need that a treatment figure overlaps: unmet need in percent, and the people not in
    treatment, with the limits of the estimate; where ages differ also the bounds that allow for them. Or one refused result
    for each treatment figure of other people or another time, with the reason.
    """
    return pd.DataFrame([row for pairing in PAIRINGS for row in _compared(figures, pairing)])


def mismatches(treated: Figure, needed: Figure, pairing: Pairing) -> list[str]:
    """In words, how the treated and the needed people differ, but for their ages; an empty list where they do not."""
    found = []
    same_people = treated.population == needed.population or (
        (treated.population, needed.population) == pairing.counts_as_same
    )
    if not same_people:
        found.append(f"the people counted differ (treated: {treated.population}; estimate: {needed.population})")
    if needed.window == "not_printed":
        found.append("the year of the estimate is not printed")
    elif (treated.period_start, treated.period_end) != (needed.period_start, needed.period_end):
        found.append(f"the periods differ ({_span(treated)}; {_span(needed)})")
    return found


Years = tuple[float, float]  # the first year of life, and the first that is no longer among them
ANY_AGE: Years = (0, math.inf)


def years_of_life(age: str) -> Years | None:
    """The years of life that an age in words takes in: "15-64", "65+", "under 18", "55 and over"; None of other words."""
    if found := re.fullmatch(r"(\d+)-(\d+)", age):
        return float(found[1]), float(found[2]) + 1
    if found := re.fullmatch(r"(\d+)(?:\+| and over)", age):
        return float(found[1]), math.inf
    found = re.fullmatch(r"under (\d+)", age)
    return (0.0, float(found[1])) if found else None


def share_a_year(one: Years, other: Years) -> bool:
    """Whether two spans of life have a year in common."""
    return max(one[0], other[0]) < min(one[1], other[1])


@dataclass(frozen=True)
class OtherAges:
    """At most how many of those treated are outside the ages of the estimate, and how many within them were not counted.

    `bands` are the bands of age that say so. Where they leave a year of those outside open these may be everybody;
    where they leave one of those not counted open these are none, and `is_short` says that this is not known.
    """

    outside: float
    not_counted: float
    bands: tuple[str, ...]
    is_short: bool


def other_ages(treated: Figure, needed: Figure, bands: pd.DataFrame) -> OtherAges:
    """What bands of age (`age` in words, `value` of everybody in treatment) say of a comparison whose ages differ.

    A band may hold people of other drugs and of the estimate's own ages, so that anything from none of it to all may count.
    """
    counted, estimated = years_of_life(treated.age) or ANY_AGE, years_of_life(needed.age)
    if estimated is None or treated.age == NOT_PRINTED:
        return OtherAges(treated.value, 0.0, (), False)
    beyond = [span for span in ((counted[0], estimated[0]), (estimated[1], counted[1])) if span[0] < span[1]]
    short = [span for span in ((estimated[0], counted[0]), (counted[1], estimated[1])) if span[0] < span[1]]
    known = [Band(row.age, years, row.value) for row in bands.itertuples() if (years := years_of_life(row.age))]
    young = _covering(short, [band for band in known if not share_a_year(band.years, counted)])
    outside = _covering(beyond, known)
    return OtherAges(
        outside=treated.value if outside is None else min(_people(outside), treated.value),
        not_counted=_people(young or ()),
        bands=tuple(band.age for band in (*(outside or ()), *(young or ()))),
        is_short=young is None,
    )


@dataclass(frozen=True)
class Band:
    """A band of age with its people."""

    age: str
    years: Years
    people: float


def _covering(spans: list[Years], bands: list[Band]) -> tuple[Band, ...] | None:
    """The bands of fewest people that hold every year of the spans, each once; None where a year is in no band."""
    found = [_cover(*span, bands) for span in spans]
    return None if None in found else tuple(dict.fromkeys(band for cover in found for band in cover or ()))


def _cover(first: float, last: float, bands: list[Band]) -> tuple[Band, ...] | None:
    if first >= last:
        return ()
    begun = [(band, _cover(band.years[1], last, bands)) for band in bands if band.years[0] <= first < band.years[1]]
    return min(((band, *rest) for band, rest in begun if rest is not None), key=_people, default=None)


def _people(bands: Sequence[Band]) -> float:
    return sum(band.people for band in bands)


def _compared(figures: pd.DataFrame, pairing: Pairing) -> Iterator[dict[str, object]]:
    shown = figures[figures["status"] == "shown"]
    needs = shown[(shown["measure"] == pairing.needed) & (shown["breakdown"] == "all") & (shown["kind"] == "estimate")]
    sides = [_side(shown, treated) for treated in pairing.treated]
    by_area = [dict(list(side[side["kind"].isin(["actual", "estimate"])].groupby("area_code"))) for side in sides]
    bands = _bands(shown) if pairing.people_of_any_age else shown.iloc[:0]
    for needed in needs.itertuples():
        for treated in _treated_of(needed, by_area):
            yield from _results_of(treated, needed, pairing, bands)


def _bands(shown: pd.DataFrame) -> pd.DataFrame:
    """People in treatment by bands of age, and young people as a band of their own."""
    by_age = shown[(shown["measure"] == "in_treatment") & (shown["breakdown"] == "age")]
    young = shown[(shown["measure"] == "young_people_in_treatment") & (shown["breakdown"] == "all")]
    both = pd.concat([by_age.assign(age=by_age["group"]), young.assign(age="under 18")])
    return both[both["kind"] == "actual"]


def _bands_of(treated: Figure, bands: pd.DataFrame) -> pd.DataFrame:
    """The bands of the area in the very period."""
    is_it = (bands["area_code"] == treated.area_code) & (bands["period_start"] == treated.period_start)
    found = bands[is_it & (bands["period_end"] == treated.period_end)]
    return found.drop_duplicates("age")


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


def _results_of(treated: Figure, needed: Figure, pairing: Pairing, bands: pd.DataFrame) -> Iterator[dict[str, object]]:
    differing = mismatches(treated, needed, pairing)
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
    ages_differ = treated.age != needed.age or treated.age == NOT_PRINTED
    ages = f"ages: treated {treated.age}, estimate {needed.age}" if ages_differ else ""
    note = "; ".join(filter(None, [*unmet.warnings, ages]))
    status = "shown" if not math.isnan(unmet.value) else "not_usable"
    rule = AGES_DIFFER if ages_differ else ""
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
    if ages_differ and status == "shown" and pairing.people_of_any_age:
        others = other_ages(treated, needed, _bands_of(treated, bands))
        yield shared | {
            "indicator": pairing.people_of_any_age,
            "unit": "people",
            "value": people.value,
            **dict(zip(("lower", "upper"), _allowing(people, needed, others), strict=True)),
            "interval_method": "limits of the estimate, and people of other ages",
            "note": "; ".join([note, _said_of(others)]),
            "reason": NOT_COUNTED if others.is_short else "",
            "definition": BY_NAME[pairing.people_of_any_age].definition,
        }


def _allowing(people: Interval, needed: Figure, others: OtherAges) -> tuple[float, float]:
    """The limits of the people not in treatment, or the figure itself where there are none, moved by people of other ages."""
    low = people.value if math.isnan(needed.lower) else people.lower
    low = 0.0 if math.isnan(low) else low  # the estimate's lower limit is below the people treated
    high = people.value if math.isnan(people.upper) else people.upper
    return max(low - others.not_counted, 0.0), high + others.outside


def _said_of(others: OtherAges) -> str:
    """Which people of other ages were allowed for, for whoever reads the evidence."""
    which = (
        f"in treatment aged {' and '.join(others.bands)}" if others.bands else "treated: no bands of age hold them all"
    )
    return f"allowed for: from none to all of those {which}"


def _span(row: Figure) -> str:
    return " to ".join(f"{day.day} {day:%B %Y}" for day in (row.period_start, row.period_end))


PER_CENT = 100
OPIATES, ALCOHOL = PAIRINGS
TREATED = ["area_code", "period_start", "period_end", "window", "treated"]
COLUMNS = [
    "area_code", "period_start", "period_end", "window", "treated", "needed_start", "needed_end", "needed_window", "needed",
    "value", "lower", "upper",
]  # fmt: skip


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
    return _made(latest.merge(needs, on=["area_code", SERIES]))


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


def _made(pairs: pd.DataFrame) -> pd.DataFrame:
    unmet = [unmet_need(pair.treated, pair.needed, pair.low, pair.high) for pair in pairs.itertuples()]
    found = {name: [PER_CENT * getattr(one, name) for one in unmet] for name in ("value", "lower", "upper")}
    return pairs.assign(**found)[COLUMNS].reset_index(drop=True)

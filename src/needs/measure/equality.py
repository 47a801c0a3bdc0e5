"""People in treatment beside residents: worked out from what is shown of both, whenever safe tables are read.

So nothing here tells more than the rounded counts and the published figures it comes from, and a population that arrives
outdates no partnership's counts. Residents are of the year in which a period ends, or of one of the two before.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from needs.measure.comparison import TOO_CLOSE, TOO_FEW, Judgement, too_few
from needs.measure.indicators import BY_NAME
from needs.measure.results import TEXT_COLUMNS, Row, tidy
from needs.measure.safety import BY, FEWEST_OF_A_SHARE
from needs.statistics import inequality, intervals, standardisation

YEARS_RESIDENTS_HOLD = 2  # they are set beside people in treatment of their own year and the two that follow
TWELVE_MONTHS = ("financial_year", "rolling_12_months")
ADULTS, ALL_AGES = "18+", "all ages"
OF_ALL_AGES, NOT_SURE = "not sure, as residents are of all ages", "too close to call"
TREATED_OF_ALL_AGES = "not sure, as people under 18 are among those in treatment"
RATE, STANDARDISED, RATIO = (
    "treatment_per_1000_adults",
    "treatment_per_1000_adults_standardised",
    "representation_ratio",
)
SLOPE, RELATIVE = "treatment_slope_by_deprivation", "treatment_ratio_by_deprivation"
GROUPS, RESIDENTS, SHARES = "people_in_treatment_by_group", "residents", "population_share_percent"
SCORES, COUNTED_ADULTS, PUBLISHED_ADULTS = "deprivation_score", "adults_in_treatment", "in_treatment"
USED = (GROUPS, RESIDENTS, SHARES, SCORES, COUNTED_ADULTS, PUBLISHED_ADULTS)
BREAKDOWNS = ("ethnic_group", "age", "sex")
NOT_AMONG = ("not stated", "under 18")  # groups that are on neither side
# Bands of age that residents and people in treatment have in common: the groups in treatment, and the standard's weight
STANDARD = standardisation.EUROPEAN_STANDARD_POPULATION_2013
FROM_18 = STANDARD["15-19"] * 2 / 5  # its ages 18 and 19


def _weight(first: int, last: int) -> float:
    return sum(weight for band, weight in STANDARD.items() if first <= int(band.rstrip("+").split("-")[0]) <= last)


BANDS = (
    {"18-29": (("18-29",), FROM_18 + _weight(20, 29)), "30-49": (("30-49",), _weight(30, 49)),
     "50+": (("50+",), _weight(50, 90))},
    {"18-24": (("18-24",), FROM_18 + _weight(20, 24)), "25-34": (("25-34",), _weight(25, 34)),
     "35 and over": (("35-44", "45-54", "55 and over"), _weight(35, 90))},
)  # fmt: skip
BAND_OF = {group: band for bands in BANDS for band, (groups, _) in bands.items() for group in groups}
COUNTED_TOGETHER = {band: len(groups) for bands in BANDS for band, (groups, _) in bands.items()}
FEWEST_DISTRICTS, ALL_OF_THEM = 5, 0.99  # a slope is of every district; their shares are rounded
NEAR = 1.25  # a ratio whose interval lies within a quarter either way is "about its share"; our own rule
PERIOD = ["area_code", "period_start", "period_end", "window", "origin", "source", "kind", "population", "series"]

COLUMNS_USED = (
    *PERIOD, "indicator", "breakdown", "group", "age", "status", "numerator", "denominator", "value", "is_rounded", "note",
)  # fmt: skip


def with_residents(results: pd.DataFrame, codes: set[str] | None = None) -> pd.DataFrame:
    """The results, with what can be worked out of people in treatment and residents that are shown among them.

    Of the areas of these codes; of all where none are given.
    """
    is_of_use = results["indicator"].isin(USED) & results["status"].isin(["shown", "counts"])
    is_of_use &= results["kind"].isin(["actual", "estimate"])
    of_use = results[is_of_use if codes is None else is_of_use & results["area_code"].isin(codes)][list(COLUMNS_USED)]
    texts = [name for name in COLUMNS_USED if name in TEXT_COLUMNS]
    of_use = of_use.astype(dict.fromkeys(texts, object))  # a few rows are taken often, which is slow of Arrow's texts
    found = [*_rates(of_use), *_by_group(of_use), *_by_deprivation(of_use)]
    return pd.concat([results, tidy(pd.DataFrame(found))], ignore_index=True) if found else results


def relations(ratios: Sequence[Row], known: pd.DataFrame) -> list[Judgement]:
    """Whether each group of one area has more or less than its share of treatment, or about it, or neither is sure.

    States: "higher", "lower", "similar", "not compared". Intervals allow for as many comparisons as there are ratios
    (Bonferroni), and for the rounding of both counts. How many residents of one ethnic group are adults is not known:
    beside residents of all ages a verdict has to stand though the group had no children, or twice as few adults as there
    are among all residents in `known` (the share squared, instead of the share). Beside residents of each sex, who are
    adults, it has to stand though all under 18 in treatment were of one sex; `known` tells how many are adults.
    """
    confidence = 1 - 0.05 / max(1, len(ratios))
    of_areas = known[known["area_code"].isin([row.area_code for row in ratios])]
    adults = _share_of_adults(of_areas)
    allowed = [_of_ages(row, of_areas) if row.breakdown == "sex" else (_share(row, adults), 0.0) for row in ratios]
    return [_relation(row, confidence, *ages) for row, ages in zip(ratios, allowed, strict=True)]


def _share(row: Row, adults: float) -> float:
    """The share of residents who are adults, for a ratio beside residents of all ages."""
    return adults if row.age == ALL_AGES else 1.0


def _of_ages(row: Row, known: pd.DataFrame) -> tuple[float, float]:
    """Beside adult residents of each sex: at most how many in treatment may be under 18; missing where that is not known."""
    if row.age != ALL_AGES:
        return 1.0, 0.0
    of_the_time = (known["period_start"] == row.period_start) & (known["period_end"] == row.period_end)
    adults = _treated_adults(known[of_the_time & (known["area_code"] == row.area_code)])
    return 1.0, float(row.denominator - adults["value"].iloc[0] + BY) if len(adults) else np.nan


def _share_of_adults(known: pd.DataFrame) -> float:
    """The share of residents who are adults, in the latest year that has both; 0 where that is not known."""
    residents = _of(known, RESIDENTS)
    day = "period_start"
    everybody = residents[residents["breakdown"] == "all"].drop_duplicates(day).set_index(day)["value"]
    adults = residents[(residents["breakdown"] == "age") & (residents["group"] == ADULTS)]
    shares = (adults.drop_duplicates(day).set_index(day)["value"] / everybody).dropna().sort_index()
    return float(shares.iloc[-1]) if len(shares) else 0.0


def _relation(row: Row, confidence: float, adults: float, young: float = 0) -> Judgement:
    difference = row.value - 1
    if np.isnan(young):
        return Judgement(state="not compared", difference=difference, reason=TREATED_OF_ALL_AGES)
    if too_few(row.numerator, row.denominator - row.numerator):
        return Judgement(state="not compared", difference=difference, reason=TOO_FEW)
    by = BY * COUNTED_TOGETHER.get(row.group, 1) if row.is_rounded else 0
    least, most = _possible(row, confidence, by, young)
    if least * adults > 1 or most < adults:
        return Judgement(state="higher" if least > 1 else "lower", difference=difference, certainty=95)
    if least > 1 or most < 1:
        return Judgement(state="not compared", difference=difference, reason=OF_ALL_AGES)
    if 1 / NEAR < least and most < NEAR and adults == 1:
        return Judgement(state="similar", difference=difference)
    least, most = _possible(row, confidence, by)
    if least > 1 or most < 1:
        return Judgement(state="not compared", difference=difference, reason=TREATED_OF_ALL_AGES)
    least, most = _possible(row, confidence, 0)
    reason = TOO_CLOSE if least > 1 or most < 1 else NOT_SURE
    return Judgement(state="not compared", difference=difference, reason=reason)


def _possible(row: Row, confidence: float, by: float, young: float = 0) -> tuple[float, float]:
    """The limits of a ratio where its counts may each lie so far from what they are shown as, and so many are no adults."""
    residents = row.numerator / row.denominator / row.value
    fewest, whole = max(0, row.numerator - by - young), row.denominator - by - young
    low = intervals.proportion(fewest, row.denominator + by, confidence)
    high = intervals.proportion(min(row.numerator + by, whole), whole, confidence)
    return low.lower / residents, high.upper / residents


def _of(results: pd.DataFrame, indicator: str) -> pd.DataFrame:
    return results[results["indicator"] == indicator]


def _at_the_time(rows: pd.DataFrame, others: pd.DataFrame, same: Iterable[str]) -> pd.DataFrame:
    """Each row with the latest of the others of the same area (and group) that is known of its time; none has no line."""
    pairs = rows.reset_index(drop=True).reset_index(names="at").merge(others, on=list(same))
    years = pairs["period_end"].dt.year - pairs["day"].dt.year
    pairs = pairs[(pairs["day"] <= pairs["period_end"]) & years.between(0, YEARS_RESIDENTS_HOLD)]
    return pairs.sort_values(["at", "day"], kind="stable").groupby("at").tail(1)


def _residents(results: pd.DataFrame, breakdown: str = "all") -> pd.DataFrame:
    """Residents shown: area_code, group, day, residents and their source."""
    rows = _of(results, RESIDENTS)
    rows = rows[(rows["breakdown"] == breakdown) & (rows["value"] > 0)]
    named = {"period_start": "day", "value": "residents", "source": "source_of_residents"}
    return rows.rename(columns=named)[["area_code", "group", *named.values()]]


def _treated_adults(results: pd.DataFrame) -> pd.DataFrame:
    """Adults in treatment in twelve months: as they were counted, or published of ages 18 and over."""
    counted, published = _of(results, COUNTED_ADULTS), _of(results, PUBLISHED_ADULTS)
    published = published[(published["age"] == ADULTS) & (published["origin"] == "published")]
    rows = pd.concat([counted, published])
    return rows[(rows["breakdown"] == "all") & rows["window"].isin(TWELVE_MONTHS) & (rows["value"] > 0)]


def _row(like: Any, indicator: str, residents: str, note: str, **given: object) -> dict:
    """A row of results worked out of others: of their area and days, and with both their sources."""
    sources = dict.fromkeys([*like.source.split("; "), *residents.split("; ")])
    return {name: getattr(like, name) for name in PERIOD} | {
        "indicator": indicator,
        "breakdown": "all",
        "group": "all",
        "age": ADULTS,
        "unit": BY_NAME[indicator].unit,
        "status": "shown",
        "origin": "synthetic" if like.origin == "synthetic" else "calculated",
        "source": "; ".join(sources),
        "definition": BY_NAME[indicator].definition,
        "note": "; ".join(part for part in (getattr(like, "said", getattr(like, "note", "")), note) if part),
        "is_rounded": bool(like.is_rounded),
        **given,
    }


def _limits(found: intervals.Interval) -> dict:
    method = f"{found.method}, 95%"
    return {"value": found.value, "lower": found.lower, "upper": found.upper, "interval_method": method}


def _on(day: pd.Timestamp) -> str:
    return f"residents of {day.day} {day:%B %Y}"


def _rates(results: pd.DataFrame) -> list[dict]:
    """Adults in treatment for every 1,000 adult residents."""
    residents = _residents(results, "age")
    adults = residents[residents["group"] == ADULTS].drop(columns="group")
    return [
        _row(
            one, RATE, one.source_of_residents, _on(one.day), numerator=one.value, denominator=one.residents,
            **_limits(intervals.rate(one.value, one.residents, per=1000)),
        )
        for one in _at_the_time(_treated_adults(results), adults, ["area_code"]).itertuples()
    ]  # fmt: skip


def _groups_in_treatment(results: pd.DataFrame, breakdown: str) -> pd.DataFrame:
    """Counts of each group in treatment and of all whose group is known, ages in the bands that residents have."""
    rows = _of(results, GROUPS)
    rows = rows[(rows["breakdown"] == breakdown) & rows["numerator"].notna() & rows["window"].isin(TWELVE_MONTHS)]
    is_out = rows["group"].isin(NOT_AMONG)
    out = rows[is_out].groupby(PERIOD)["numerator"].sum().rename("left_out").reset_index()
    kept = rows[~is_out].merge(out, on=PERIOD, how="left")
    kept = kept.assign(denominator=kept["denominator"] - kept["left_out"].fillna(0))
    if breakdown == "age":
        kept = kept.assign(group=kept["group"].map(BAND_OF))
    together = kept.groupby([*PERIOD, "group"], as_index=False).agg(
        numerator=("numerator", "sum"), parts=("numerator", "size"), denominator=("denominator", "first"),
        is_rounded=("is_rounded", "any"), said=("note", "first"), treated_age=("age", "first"),
    )  # fmt: skip
    whole = together["parts"] == together["group"].map(COUNTED_TOGETHER).fillna(1)
    return together[whole & (together["denominator"] >= FEWEST_OF_A_SHARE)]


def _shares_of_residents(results: pd.DataFrame, breakdown: str) -> pd.DataFrame:
    """Each group's share of residents: area_code, group, day, share, residents, ages, source_of_residents."""
    if breakdown == "ethnic_group":
        rows = _of(results, SHARES)
        rows = rows[(rows["breakdown"] == breakdown) & (rows["value"] > 0)]
        named = {"period_start": "day", "source": "source_of_residents"}
        found = rows.assign(share=rows["value"] / 100, residents=np.nan, ages=rows["age"]).rename(columns=named)
        return found[["area_code", "group", "day", "share", "residents", "ages", "source_of_residents"]]
    rows, same = _residents(results, breakdown), ["area_code", "day", "source_of_residents"]
    wide = rows.drop_duplicates([*same, "group"]).pivot(index=same, columns="group", values="residents")
    if breakdown == "age":
        wanted = [ADULTS, "18-29", "30-49", "50+", "18-24", "25-34"]
        wide = wide.reindex(columns=wanted).assign(
            **{"35 and over": lambda table: table[ADULTS] - table["18-24"] - table["25-34"]}
        )
        shares, residents = wide.div(wide[ADULTS], axis=0).drop(columns=ADULTS), wide.drop(columns=ADULTS)
    else:
        residents = wide.reindex(columns=["female", "male"])
        shares = residents.div(residents.sum(axis=1, skipna=False), axis=0)
    found = pd.concat({"share": shares.stack(), "residents": residents.stack()}, axis=1).dropna()
    return found.reset_index(names=[*same, "group"]).assign(ages=ADULTS)


def _by_group(results: pd.DataFrame) -> list[dict]:
    """The ratio of each group's share of people in treatment to its share of residents; and rates that allow for age."""
    found = []
    for breakdown in BREAKDOWNS:
        treated, residents = _groups_in_treatment(results, breakdown), _shares_of_residents(results, breakdown)
        pairs = _at_the_time(treated, residents, ["area_code", "group"])
        for one in pairs.itertuples():
            share = intervals.proportion(min(one.numerator, one.denominator), one.denominator)
            ratio = {side: getattr(share, side) / one.share for side in ("value", "lower", "upper")}
            found.append(
                _row(
                    one, RATIO, one.source_of_residents, _on(one.day), breakdown=breakdown, group=one.group,
                    age=one.treated_age if breakdown == "sex" else one.ages,
                    numerator=one.numerator, denominator=one.denominator,
                    interval_method=f"{share.method}, residents taken as known, 95%", **ratio,
                )
            )  # fmt: skip
        if breakdown == "age":
            found += _standardised(pairs)
    return found


def _standardised(pairs: pd.DataFrame) -> list[dict]:
    """The rate of each area and period that allows for age, where all bands of one set are shown."""
    of_each: dict[tuple, dict] = {}
    for one in pairs.itertuples():
        of_each.setdefault(tuple(getattr(one, name) for name in PERIOD), {})[one.group] = one
    found = []
    for groups in of_each.values():
        bands = next((bands for bands in BANDS if bands.keys() <= groups.keys()), None)
        if bands is None:
            continue
        known, weights = [groups[band] for band in bands], [weight for _, weight in bands.values()]
        counts, residents = [one.numerator for one in known], [one.residents for one in known]
        made = standardisation.direct(counts, residents, weights, per=1000)
        if made.value == made.value:
            found.append(_row(known[0], STANDARDISED, known[0].source_of_residents, _on(known[0].day), **_limits(made)))
    return found


def _by_deprivation(results: pd.DataFrame) -> list[dict]:
    """The slope and the relative index of inequality over the districts of an area, where all of five or more are shown."""
    treated, residents = _groups_in_treatment(results, "district"), _residents(results).drop(columns="group")
    shares = _of(results, SHARES)
    shares = shares[shares["breakdown"] == "district"].assign(share=shares["value"] / 100, day=shares["period_start"])
    scores = _of(results, SCORES)
    scores = scores[scores["breakdown"] == "district"].sort_values("period_start", kind="stable")
    scores = scores.drop_duplicates(["area_code", "group"], keep="last")
    if treated.empty or shares.empty or scores.empty:
        return []
    in_places = _at_the_time(treated, shares[["area_code", "group", "day", "share"]], ["area_code", "group"])
    together = in_places.drop(columns=["at", "day"]).merge(
        scores.rename(columns={"value": "score", "source": "source_of_scores"})[
            ["area_code", "group", "score", "source_of_scores"]
        ],
        on=["area_code", "group"],
    )
    known = _at_the_time(together, residents, ["area_code"])
    return [row for _, rows in known.groupby(PERIOD) for row in _sloping(rows)]


def _sloping(rows: pd.DataFrame) -> list[dict]:
    people = rows["share"] * rows["residents"]
    if len(rows) < FEWEST_DISTRICTS or rows["share"].sum() < ALL_OF_THEM:
        return []
    per_1000 = 1000 * rows["numerator"] / people
    made = inequality.inequality(per_1000.tolist(), people.tolist(), rows["score"].tolist())
    first, sources = (
        next(rows.itertuples()),
        "; ".join([rows["source_of_residents"].iloc[0], rows["source_of_scores"].iloc[0]]),
    )
    note = f"{len(rows)} districts; {_on(first.day)}"
    both = {SLOPE: made.slope, RELATIVE: made.relative}
    return [
        _row(first, name, sources, note, age="all ages", **_limits(found))
        for name, found in both.items()
        if found.value == found.value
    ]

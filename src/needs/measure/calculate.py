"""Figures and declarations to results: one function for each form an indicator can have, none for a single indicator."""

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd

from needs.code_lists import downloads
from needs.measure import elsewhere, safety
from needs.measure.indicator import Indicator, Part
from needs.measure.indicators import BY_NAME, INDICATORS
from needs.measure.need import PAIRINGS, compare_need_with_treatment, with_limits_of_rates
from needs.measure.results import tidy
from needs.statistics import intervals
from needs.statistics.prevalence.unmet import person_years

SAME_FIGURES = ["area_code", "period_start", "period_end", "window", "kind", "population", "age", "source", "series"]
WORDS = ("note", "quote")  # of the first of the figures that are added up
_FROM_ROUNDING = 2.5  # the most that rounding to the nearest 5 takes from a count
_EXPORT, _DOWNLOAD = "viewit:", "fingertips:"  # how the sources of exports, and of downloads of Fingertips, begin
_PRINTED = 0.06  # of a percentage point: as far as a share printed with one decimal may lie from its counts
NO_TOTAL = "the export has some groups and no total, so there is nothing to be a share of"
NOT_SHOWN_FIRST = ("not_collected", "hidden", "not_available", "not_calculated", "not_usable")


def calculate(figures: pd.DataFrame, policy: str = safety.PUBLIC, areas: pd.DataFrame | None = None) -> pd.DataFrame:
    """Every result the figures allow: those published, those worked out from them, and need against treatment.

    A partnership's own figures are made safe first, unless the policy shows true counts. With the look-up of
    areas, need is worked out from elsewhere for areas of which nobody has published any.
    """
    figures = with_limits_of_rates(figures)
    measures = set(figures["measure"])
    possible = (one for one in INDICATORS if one.form in FORMS and _given(one.numerator).measure in measures)
    none = figures.iloc[:0].rename(columns={"measure": "indicator"})
    told = safety.safe_figures(figures) if policy == safety.PUBLIC else figures
    each = (FORMS[one.form](figures if one.unit == "percent" else told, one) for one in possible)
    calculated = pd.concat([none, *each])
    calculated = _safe_shares(calculated) if policy == safety.PUBLIC else calculated
    other = [elsewhere.estimates(told, areas)] if areas is not None else []
    return tidy(pd.concat([published(told), calculated, compare_need_with_treatment(told), *other]))


def compared() -> frozenset[tuple[str, str, str]]:
    """Each measure, breakdown and group ("" for all of them) that a result of a whole area is worked out from."""
    sides = [side for one in INDICATORS if one.form in ("share", "rate") for side in (one.numerator, one.denominator)]
    pairs = [(side.measure, side.breakdown, side.groups or ("",)) for side in sides if side is not None]
    pairs += [(one.measure, one.breakdown, (one.group,)) for pairing in PAIRINGS for one in pairing.treated]
    return frozenset((measure, breakdown, group) for measure, breakdown, groups in pairs for group in groups)


IMPOSSIBLE = "the two counts cannot both be right; they are not repeated here"


def _safe_shares(calculated: pd.DataFrame) -> pd.DataFrame:
    """What was worked out, in which shares of a partnership's own counts are as anybody may see them, from the true ones.

    A rate is left as it is: it was worked out from events that are safe already.
    """
    own = calculated["is_own"].fillna(False).astype(bool) & (calculated["unit"] == "percent")
    safe = safety.safe(calculated[own].assign(reason="")) if own.any() else calculated[own]
    return pd.concat([calculated[~own], safe])


def published(figures: pd.DataFrame) -> pd.DataFrame:
    """Each figure as its source gives it, with the published limits or the word that none were published."""
    uncertain = figures["unit"].isin(["percent", "per 1,000", "per 100,000"]) | (figures["kind"] == "estimate")
    method = uncertain.map({True: "none published", False: ""}).mask(figures["lower"].notna(), "published, 95%")
    method = method.mask(figures["interval_method"] != "", figures["interval_method"])
    definitions = {name: indicator.definition for name, indicator in BY_NAME.items()}
    return (
        _with_counts(figures)
        .rename(columns={"measure": "indicator"})
        .assign(
            interval_method=method,
            origin="published",
            definition=figures["measure"].map(definitions).fillna("As published."),
        )
    )


def _with_counts(figures: pd.DataFrame) -> pd.DataFrame:
    """The figures, each share of a download with the count and the denominator that the same row of it has.

    An estimate's are none: neither was counted. Where the two do not give the share they are left out.
    """
    is_share = (
        figures["source"].str.startswith(_DOWNLOAD) & (figures["unit"] == "percent") & (figures["kind"] == "actual")
    )
    table = figures.assign(numerator=math.nan, denominator=math.nan)
    if not is_share.any():
        return table
    columns = [
        "measure",
        "area_code",
        "period_start",
        "period_end",
        "window",
        "breakdown",
        "group",
        "place",
        "source",
        "series",
    ]
    values = figures[figures["status"] == "shown"].drop_duplicates(columns).set_index(columns)["value"]
    keys, measures = figures.loc[is_share, columns], figures.loc[is_share, "measure"]
    for side, name in enumerate(("numerator", "denominator")):
        named = keys.assign(measure=measures.map(lambda measure, side=side: downloads.counts_of(measure)[side]))
        table.loc[is_share, name] = values.reindex(pd.MultiIndex.from_frame(named)).to_numpy()
    agree = (table["value"] - 100 * table["numerator"] / table["denominator"]).abs() <= _PRINTED
    table.loc[~agree, ["numerator", "denominator"]] = math.nan
    return table


def share(figures: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """The numerator's figures added up, of the denominator's, for each area, period, source and series; and of groups alike."""
    sides = _given(indicator.numerator), _given(indicator.denominator)
    tables = [_share(figures, sides, indicator).assign(breakdown="all", group="all")]
    for breakdown in indicator.breakdowns:
        of = [_chosen(figures, Part(measure=side.measure, breakdown=breakdown, kind=side.kind)) for side in sides]
        for group in sorted(set(of[0]["group"]) & set(of[1]["group"])):
            parts = [one[one["group"] == group] for one in of]
            named = [replace(side, breakdown=breakdown, groups=(group,)) for side in sides]
            found = _share(pd.concat(parts), (named[0], named[1]), indicator)
            tables.append(found.assign(breakdown=breakdown, group=group))
    return pd.concat(tables)


def _share(figures: pd.DataFrame, sides: tuple[Part, Part], indicator: Indicator) -> pd.DataFrame:
    numerator = _added_up(figures, sides[0]).drop(columns=list(WORDS))
    return _over(numerator, _added_up(figures, sides[1]), indicator)


def profile(figures: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """Each group of a breakdown, of all its groups together; groups left out by the declaration are in neither.

    Where an export lacks groups, each is out of the export's own total, or of nothing where it lacks that too.
    """
    tables, numerator = [], _given(indicator.numerator)
    everybody = _added_up(figures, Part(measure=numerator.measure, kind=numerator.kind))
    for breakdown in indicator.breakdowns:
        part = Part(measure=numerator.measure, breakdown=breakdown, leaving_out=numerator.leaving_out)
        groups, together = _chosen(figures, part), _added_up(figures, part)
        whole = _or_total(together, _lacks_groups(together, groups, part, everybody), everybody)
        of = whole.drop(columns=list(WORDS)).assign(
            lacking=whole["status"].eq("not_available") & together["status"].ne("not_available")
        )
        found = _over(groups, of, indicator)
        tables.append(found.assign(note=found["note"].mask(found.pop("lacking"), NO_TOTAL)))
    return pd.concat(tables)


def _lacks_groups(together: pd.DataFrame, groups: pd.DataFrame, part: Part, everybody: pd.DataFrame) -> pd.Series:
    """Of each set of groups, whether an export of ViewIt was made without some of them, which it does not say itself.

    Groups of columns are told by their names, and groups of rows, into which everybody falls, by what they add up to.
    """
    exported = together["source"].str.startswith(_EXPORT)
    if columns := downloads.groups(part.measure, part.breakdown):
        there = groups.groupby("source")["group"].agg(set)
        return exported & together["source"].map(lambda source: not columns - {"not stated"} <= there[source])
    sets = together.merge(everybody[[*SAME_FIGURES, "value"]], on=SAME_FIGURES, how="left", suffixes=("", "_total"))
    rounding = sets["is_rounded"] * _FROM_ROUNDING * (1 + groups["group"].nunique())
    return exported & ~(sets["value"] + rounding >= sets["value_total"]) & (sets["status"] == "shown")


def _or_total(together: pd.DataFrame, lacks_groups: pd.Series, everybody: pd.DataFrame) -> pd.DataFrame:
    """What groups are out of: all of them together, or everybody where some are lacking."""
    totals = together[SAME_FIGURES].merge(everybody, on=SAME_FIGURES, how="left")
    statuses = totals["status"].fillna("not_available")
    return together.assign(
        value=together["value"].mask(lacks_groups, totals["value"]),
        status=together["status"].mask(lacks_groups, statuses),
    )


def mentions(figures: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """Each group of a breakdown whose groups overlap, of everybody."""
    everybody = _added_up(figures, _given(indicator.denominator)).drop(columns=list(WORDS))
    tables = [
        _over(
            _chosen(figures, Part(measure=_given(indicator.numerator).measure, breakdown=breakdown)),
            everybody,
            indicator,
        )
        for breakdown in indicator.breakdowns
    ]
    return pd.concat(tables)


def rate(figures: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """Events of a period over the person-years of its calendar years, taken from mid-year populations."""
    events = _added_up(figures, _given(indicator.numerator))
    residents = _chosen(figures, _given(indicator.denominator))
    by_year = residents.assign(year=residents["period_start"].dt.year).set_index(["area_code", "year"])["value"]
    by_year = by_year[~by_year.index.duplicated()]
    exposed = [
        person_years([by_year.get((row.area_code, year), math.nan) for year in _years_of(row)])
        for row in events.itertuples()
    ]
    sources = residents.groupby("area_code")["source"].agg(lambda names: "; ".join(sorted(set(names))))
    known = events.assign(numerator=events["value"], denominator=exposed, breakdown="all", group="all")
    known = known[known["denominator"].notna()]
    return _with_intervals(known, indicator).assign(
        source=lambda table: [_both(*pair, sources) for pair in zip(table["source"], table["area_code"], strict=True)]
    )


def _both(source: str, area_code: str, of_residents: pd.Series) -> str:
    """The source of an area's events, and those of its residents that are others."""
    others = of_residents.get(area_code, "").split("; ")
    return "; ".join(dict.fromkeys([source, *filter(None, others)]))


FORMS = {"share": share, "profile": profile, "mentions": mentions, "rate": rate}


def _given(part: Part | None) -> Part:
    """A side without which there is no indicator of its form."""
    assert part is not None
    return part


def _years_of(row: Any) -> range:
    return range(row.period_start.year, row.period_end.year + 1)


def _chosen(figures: pd.DataFrame, part: Part) -> pd.DataFrame:
    """The figures a part names, of its kind only: a target is never a numerator."""
    chosen = figures[
        (figures["measure"] == part.measure) & (figures["breakdown"] == part.breakdown) & (figures["kind"] == part.kind)
    ]
    if part.groups:
        chosen = chosen[chosen["group"].isin(part.groups)]
    return chosen[~chosen["group"].isin(part.leaving_out)]


def _added_up(figures: pd.DataFrame, part: Part) -> pd.DataFrame:
    """One row a set of figures that belong together; one hidden or missing part makes the whole so."""
    chosen = _chosen(figures, part)
    together = chosen.groupby(SAME_FIGURES, sort=False, dropna=False)
    added = together["value"].agg(lambda values: values.sum(skipna=False)).reset_index()
    worst = together["status"].agg(lambda statuses: _worst(statuses, part)).reset_index(drop=True)
    words = {name: together[name].first().reset_index(drop=True) for name in WORDS}
    marks = {name: together[name].any().reset_index(drop=True) for name in ("is_rounded", "is_own")}
    return added.assign(status=worst, **words, **marks)


def _worst(statuses: pd.Series, part: Part) -> str:
    if part.groups and len(statuses) < len(part.groups):
        return "not_available"
    return next((status for status in NOT_SHOWN_FIRST if status in set(statuses)), "shown")


def _over(counted: pd.DataFrame, of: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """The figures counted of those they are out of; rounded where either is."""
    pairs = counted.merge(of, on=SAME_FIGURES, suffixes=("", "_of"))
    return _with_intervals(
        pairs.assign(
            status=pairs["status"].mask(pairs["status"] == "shown", pairs["status_of"]),
            **{name: pairs[name] | pairs[f"{name}_of"] for name in ("is_rounded", "is_own")},
            numerator=pairs["value"],
            denominator=pairs["value_of"],
        ),
        indicator,
    )


def _with_intervals(pairs: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """The value and interval of each numerator over its denominator, or the status that says why there is none."""
    estimate = intervals.rate if indicator.form == "rate" else _proportions(pairs)
    rows = [_estimated(row, estimate, indicator.per) for row in pairs.itertuples()]
    found = pd.DataFrame(
        rows, index=pairs.index, columns=["value", "lower", "upper", "interval_method", "status", "note"]
    )
    return pairs.assign(
        **{name: found[name] for name in found},
        indicator=indicator.name,
        unit=indicator.unit,
        definition=indicator.definition,
        origin="calculated",
        qualifier="",
        place="",
    )


def _proportions(pairs: pd.DataFrame) -> Callable[[float, float], intervals.Interval]:
    """What gives the interval of a proportion: those of all pairs that can have one were worked out together, which is faster."""
    sides = pairs.loc[pairs["denominator"] > 0, ["numerator", "denominator"]].drop_duplicates()
    sound = sides[(sides["numerator"] >= 0) & (sides["numerator"] <= sides["denominator"])]
    x, n = sound["numerator"].to_numpy(float), sound["denominator"].to_numpy(float)
    limits = (
        dict(zip(zip(x, n, strict=True), zip(*intervals.proportions(x, n), strict=True), strict=True)) if len(x) else {}
    )

    def estimate(counted: float, of: float) -> intervals.Interval:
        if (counted, of) not in limits:
            return intervals.proportion(counted, of)  # which says what is wrong
        lower, upper = limits[counted, of]
        return intervals.Interval(
            value=counted / of, lower=float(lower), upper=float(upper), confidence=0.95, method=intervals.WILSON
        )

    return estimate


def _estimated(row: Any, estimate: Callable[[float, float], intervals.Interval], per: int) -> tuple:
    if row.status != "shown":
        return math.nan, math.nan, math.nan, "", row.status, row.note
    if row.denominator == 0:
        return math.nan, math.nan, math.nan, "", "not_applicable", "nobody to count"
    try:
        interval = estimate(row.numerator, row.denominator)
    except ValueError as impossible:
        note = IMPOSSIBLE if row.is_own else str(impossible)
        return math.nan, math.nan, math.nan, "", "not_usable", note
    limits = (interval.value * per, interval.lower * per, interval.upper * per)
    return *limits, f"{interval.method}, 95%", "shown", row.note

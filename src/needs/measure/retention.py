"""How long people stay in treatment, how they leave, and how soon they come back: curves, as true rows of the results table.

Followed are the treatment journeys that began in the three years to the end of a financial year (two, where the records
begin later), each to that end. Someone still in treatment then counts for as long as they were followed (Kaplan-Meier).
Of each week that is given a curve says how many of how many: the share, of the number of journeys followed to the end that
would be as sure of it (Rothman 1978, Journal of Chronic Diseases 31:557). So a point is a share like any other, protected,
rounded and given its Wilson interval by the same rules; where nobody is still followed short of a week, both are plain counts.
Shares who left in each way are of the same number, so that all add up; their own would be larger, by up to 45% at two years.

A curve is given of 50 journeys and 20 exits or more, so far as 20 are still followed and it is as sure as of 50. It is worked out once a year, so
that no two curves differ by the people of one quarter.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
import polars as pl

from needs.code_lists.meanings import completions, reasons
from needs.measure.cohorts import GONE
from needs.measure.count import INVENTED, POPULATION, RECORDS, Origin
from needs.measure.groups import groups
from needs.measure.indicator import Asked
from needs.measure.indicators import BY_NAME
from needs.measure.indicators.following import (
    BACK,
    BY_WEEK,
    BY_WEEK_AND_DRUG,
    DRUG_GROUPS,
    EXITS,
    FOLLOWED,
    LEAST_PROBABILITY,
    MEDIAN,
    NOT_REACHED,
    STILL,
    TEST,
    WEEKS,
    WEEKS_BACK,
    in_weeks,
)
from needs.measure.results import OF_A_SHARE, tidy
from needs.quarter import Period, Quarter
from needs.settings import Choices
from needs.statistics import intervals, retention

YEARS = {3: "three_years", 2: "two_years"}  # of starts that are followed, the longest that records allow
FEWEST, FEWEST_EXITS, FEWEST_FOLLOWED = 50, 20, 20
ROUNDS_UP = 2.5  # what is shown is rounded to 5: a threshold that knew the true number would tell it
METHOD = f"Kaplan-Meier; {OF_A_SHARE}, of the effective number"


@dataclass(frozen=True, kw_only=True)
class Cohort:
    """The journeys of one partnership that began in a period and are followed to its end; one row a journey.

    Columns: lasted (days to the exit or the end), ended, exit (a key of EXITS), drug_group, and of planned exits days_out (to
    the return, or the end) and returned.
    """

    window: str
    period: Period
    journeys: pd.DataFrame


def cohorts_of(journeys: pl.DataFrame, days: Period, choices: Choices) -> Iterable[Cohort]:
    """The cohort of each financial year's end that the records cover, with as many years before it as they allow."""
    quarter = Quarter.containing(days.start)
    while quarter.end <= days.end:
        starts = {years: (quarter + (1 - 4 * years)).start for years in YEARS}
        years = next((years for years in YEARS if starts[years] >= days.start), None)
        if quarter.number == 4 and years:
            period = Period(starts[years], quarter.end)
            yield Cohort(window=YEARS[years], period=period, journeys=followed(journeys, period, choices))
        quarter += 1


def followed(journeys: pl.DataFrame, period: Period, choices: Choices) -> pd.DataFrame:
    """The journeys that began in a period as they are known at its end: the columns of a Cohort."""
    end, left = pl.lit(period.end), pl.col("end") <= period.end
    reason = pl.col("end_reason")
    returned = pl.col("next_start") <= period.end
    rows = journeys.filter(pl.col("start").is_between(period.start, period.end)).select(
        lasted=(pl.min_horizontal("end", end) - pl.col("start")).dt.total_days(),
        ended=left.fill_null(False),
        exit=pl.when(reason.is_in(completions(choices.planned_exit)))
        .then(pl.lit("planned"))
        .when(reason.is_in(reasons(*GONE)))
        .then(pl.lit("dropped out"))
        .otherwise(pl.lit("other")),
        drug_group=groups("journeys", Asked(period, choices))["drug_group"],
        days_out=(pl.min_horizontal("next_start", end) - pl.col("end")).dt.total_days(),
        returned=returned.fill_null(False),
    )
    return rows.to_pandas()


def results_of(journeys: pl.DataFrame, origin: Origin, choices: Choices) -> pd.DataFrame:
    """The curves of one partnership as results; without rows where its records cover fewer than two whole years.

    `journeys` are those of one partnership (`measure.records`).
    """
    found = []
    for cohort in cohorts_of(journeys, origin.days, choices):
        dates = {"window": cohort.window, "period_start": cohort.period.start, "period_end": cohort.period.end}
        for row in _rows(cohort.journeys):
            one = BY_NAME[str(row["indicator"])]
            found.append({**dates, "unit": one.unit, "definition": one.definition, **row})
    return tidy(
        _with_intervals(pd.DataFrame(found)).assign(
            area_code=origin.area_code,
            kind="actual",
            population=POPULATION,
            age="all ages",
            origin="synthetic" if origin.is_invented else "calculated",
            source=INVENTED if origin.is_invented else RECORDS,
        )
    )


def _rows(journeys: pd.DataFrame) -> Iterable[dict[str, object]]:
    groups_of = {name: journeys[journeys["drug_group"] == name] for name in DRUG_GROUPS}
    yield from _of_group(journeys, "all")
    for name, of_group in groups_of.items():
        if len(of_group):
            yield from _of_group(of_group, name)
    yield from _test({name: of_group for name, of_group in groups_of.items() if is_enough(of_group)})
    yield from _back(journeys[journeys["ended"] & (journeys["exit"] == "planned")])


def is_enough(journeys: pd.DataFrame, ended: str = "ended") -> bool:
    """Whether a curve may be drawn of so many, by their rounded numbers."""
    return _at_least(len(journeys), FEWEST) and _at_least(int(journeys[ended].sum()), FEWEST_EXITS)


def _at_least(number: float, fewest: int) -> bool:
    """Whether a number, as it would be shown, is no less than another."""
    return number >= fewest - ROUNDS_UP


def _of_group(journeys: pd.DataFrame, group: str) -> Iterable[dict[str, object]]:
    """The rows of everybody's curve ("all") or of one drug group's."""
    enough = is_enough(journeys)
    counted = counts(journeys)
    table = retention.curve(journeys["lasted"], journeys["ended"]) if enough else None
    points = _shares(table, journeys) if table is not None else {}
    for week in (0, *WEEKS):
        at = _at(group, week)
        at_risk = counted[week]["at_risk"]
        yield {"indicator": FOLLOWED, **at, "numerator": at_risk, "value": at_risk, "status": "shown"}
        if week:
            point = points.get(week, {}) if _at_least(at_risk, FEWEST_FOLLOWED) else {}
            for kind, indicator in {"still": STILL, **EXITS}.items():
                yield {"indicator": indicator, **at, **_share(point.get(kind), point.get("of"))}
    yield {"indicator": MEDIAN, **_group(group), **_median(table)}


def _at(group: str, week: int) -> dict[str, str]:
    if group == "all":
        return {"breakdown": BY_WEEK, "group": in_weeks(week)}
    return {"breakdown": BY_WEEK_AND_DRUG, "group": f"{group}, {in_weeks(week)}"}


def _group(group: str) -> dict[str, str]:
    return {"breakdown": "all" if group == "all" else "drug_group", "group": group}


def counts(journeys: pd.DataFrame, weeks: tuple[int, ...] = (0, *WEEKS)) -> dict[int, dict[str, int]]:
    """Of each week how many were still followed, and how many were seen to have left before it, in all and in each way."""
    lasted, ended, exit_ = (journeys[name].to_numpy() for name in ("lasted", "ended", "exit"))
    found = {}
    for week in weeks:
        gone = exit_[ended & (lasted < 7 * week)]
        exits = {kind: int((gone == kind).sum()) for kind in EXITS}
        found[week] = {"at_risk": int((lasted >= 7 * week).sum()), "left": len(gone), **exits}
    return found


def _shares(table: pd.DataFrame, journeys: pd.DataFrame) -> dict[int, dict[str, float]]:
    """Of each week the share still there and those who had left in each way, which add up to 1, and of how many they are as sure as."""
    gone = retention.exits(journeys["lasted"], journeys["exit"].where(journeys["ended"], None))
    by_way = {way: (rows["day"].to_numpy(), rows["incidence"].to_numpy()) for way, rows in gone.groupby("reason")}
    found = {}
    for week in WEEKS:
        still, of = retention.stayed(table, 7 * week)
        left = dict.fromkeys(EXITS, 0.0)
        for way, (days, incidence) in by_way.items():
            steps = int(np.searchsorted(days, 7 * week))  # before that day
            left[way] = float(incidence[steps - 1]) if steps else 0.0
        found[week] = {"still": still, "of": of, **left}
    return found


def _share(share: float | None, of: float | None) -> dict[str, object]:
    """A point of a curve as a share of its effective number; "too few" where there is none."""
    if share is None or of is None or not _at_least(of, FEWEST):
        return {"status": "too_few"}
    of = round(of, 6)  # what sums in binary fractions leave over must decide no threshold
    counted = min(max(round(share * of, 6), 0.0), of)
    return {
        "numerator": counted,
        "denominator": of,
        "value": 100 * counted / of,
        "interval_method": METHOD,
        "status": "shown",
    }


def _with_intervals(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with Wilson's interval of each share."""
    table = rows.reindex(columns=list(dict.fromkeys([*rows, "lower", "upper", "interval_method", "note"])))
    is_share = (table["interval_method"] == METHOD).to_numpy(bool)
    if is_share.any():
        limits = intervals.proportions(
            *(table.loc[is_share, name].to_numpy(float) for name in ("numerator", "denominator"))
        )
        table.loc[is_share, ["lower", "upper"]] = 100 * np.array(limits).T
    return table


def _median(table: pd.DataFrame | None) -> dict[str, object]:
    """The first whole week by which half had left, with the weeks by which the curve's limits had; one day may be one person's."""
    if table is None:
        return {"status": "too_few"}
    found = retention.quantile(table)
    value, lower, upper = (
        math.ceil(each / 7) if each == each else math.nan for each in (found.value, found.lower, found.upper)
    )
    if math.isnan(value):
        return {"status": "not_applicable", "note": NOT_REACHED}
    limits = {"lower": lower, "upper": upper, "interval_method": f"{retention.METHOD}, 95%"} if upper == upper else {}
    return {"status": "shown", "denominator": table["at_risk"].iloc[0], "value": value, **limits}


def _test(of: dict[str, pd.DataFrame]) -> Iterable[dict[str, object]]:
    """Whether drug groups stay equally long: the probability of such a difference by chance; nothing of fewer than two groups."""
    if len(of) < 2:
        return
    every = pd.concat(of.values())
    found = retention.compare(every["lasted"], every["ended"], every["drug_group"])
    if found.p_value == found.p_value:
        value = max(found.p_value, LEAST_PROBABILITY)
        yield {
            "indicator": TEST,
            **_group("all"),
            "denominator": len(every),
            "value": value,
            "status": "shown",
            "note": "; ".join(of),
        }


def _back(planned: pd.DataFrame) -> Iterable[dict[str, object]]:
    """Of planned exits the share back by each week."""
    enough = is_enough(planned, "returned")
    table = retention.curve(planned["days_out"], planned["returned"]) if enough else None
    for week in WEEKS_BACK:
        is_followed = _at_least(int((planned["days_out"] >= 7 * week).sum()), FEWEST_FOLLOWED)
        out, of = retention.stayed(table, 7 * week) if table is not None and is_followed else (None, None)
        yield {"indicator": BACK, **_at("all", week), **_share(None if out is None else 1 - out, of)}

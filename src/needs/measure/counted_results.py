"""Counts as rows of the results table: values, intervals, statuses and definitions. They are true, and not safe to publish."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import polars as pl

from needs.choices import Choices
from needs.measure.completing import KEYS
from needs.measure.declarations import Indicator
from needs.measure.results import NUMBER_COLUMNS, OF_RECORDS, tidy
from needs.quarter import Period
from needs.statistics.intervals import proportions

RECORDS, INVENTED = OF_RECORDS
DEFAULT = Choices()
POPULATION = "people in structured treatment, by records"


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Whose records they are: the area's code, the days covered, whether invented, and the fields nobody answered."""

    area_code: str
    days: Period
    is_invented: bool
    not_collected: frozenset[str] = frozenset()


def results_of(
    counts: pl.DataFrame, indicators: dict[str, Indicator], origin: Origin, choices: Choices = DEFAULT
) -> pd.DataFrame:
    """One partnership's counts as results: only periods that its extracts cover; none where follow-up is not over.

    Shares have Wilson's 95% interval; a profile is each group of all; nobody to count out of is "not applicable".
    """
    rows = _with_totals(counts.filter(_is_covered(indicators, origin.days, choices)), indicators).to_pandas()
    declared = [indicators[name] for name in rows["indicator"]]
    statistic = np.array([one.counting.statistic for one in declared])
    rows = _valued(rows, statistic)
    followed = pd.to_timedelta([one.counting.days_followed(choices) for one in declared], unit="D")
    is_final = (pd.to_datetime(rows["period_end"]) + followed <= pd.Timestamp(origin.days.end)).to_numpy()
    is_asked = np.array([one.counting.asks not in origin.not_collected for one in declared], dtype=bool)
    rows.loc[~(is_final & is_asked), list(NUMBER_COLUMNS)] = np.nan
    rows.loc[~(is_final & is_asked), "interval_method"] = ""
    return tidy(
        rows.assign(
            area_code=origin.area_code,
            kind="actual",
            population=POPULATION,
            age="all ages",
            unit=[one.unit for one in declared],
            status=np.select(
                [~is_asked, ~is_final, rows["value"].isna()],
                ["not_collected", "not_available", "not_applicable"],
                "shown",
            ),
            origin="synthetic" if origin.is_invented else "calculated",
            source=INVENTED if origin.is_invented else RECORDS,
            place="",
            definition=[one.counting.defined(choices) for one in declared],
            note=["" if final else "follow-up is not over" for final in is_final],
        )
    )


def _is_covered(indicators: dict[str, Indicator], days: Period, choices: Choices) -> pl.Expr:
    """Whether extracts speak of the whole period, and of what comes before it where that is counted as well."""
    countings = {name: one.counting for name, one in indicators.items() if one.counting}
    months = {name: f"-{3 * counting.quarters_needed(choices)}mo" for name, counting in countings.items()}
    since = {name: counting.since for name, counting in countings.items()}
    looked_back = pl.col("indicator").replace_strict(months, return_dtype=pl.String)
    first_counted = pl.col("indicator").replace_strict(since, return_dtype=pl.Date)
    return (
        (pl.col("period_start").dt.offset_by(looked_back) >= days.start)
        & (pl.col("period_end") <= days.end)
        & (pl.col("period_start") >= first_counted).fill_null(True)
    )


def _with_totals(counts: pl.DataFrame, indicators: dict[str, Indicator]) -> pl.DataFrame:
    """A profile's denominators: all of its groups together, each unit being in one of them."""
    profiles = [name for name, one in indicators.items() if one.counting and one.counting.statistic == "profile"]
    together = pl.col("numerator").sum().over([name for name in KEYS if name != "group"])
    is_profile = pl.col("indicator").is_in(profiles)
    return counts.with_columns(denominator=pl.when(is_profile).then(together).otherwise("denominator"))


def _valued(rows: pd.DataFrame, statistic: np.ndarray) -> pd.DataFrame:
    counted, out_of = rows["numerator"].to_numpy(float), rows["denominator"].to_numpy(float)
    is_share, is_mean = np.isin(statistic, ("share", "profile")), statistic == "mean"
    of_somebody = is_share & (out_of > 0)
    lower, upper = np.full((2, len(rows)), np.nan)
    lower[of_somebody], upper[of_somebody] = proportions(counted[of_somebody], out_of[of_somebody])
    with np.errstate(divide="ignore", invalid="ignore"):
        share, mean = 100 * counted / out_of, rows["weeks"].to_numpy(float) / counted
    value = np.select([is_share, is_mean], [share, mean], counted)
    return rows.assign(
        value=value,
        lower=100 * lower,
        upper=100 * upper,
        interval_method=np.where(of_somebody, "Wilson", ""),
        # A mean has no numerator; the people or interventions that it is a mean of are its denominator.
        numerator=np.where(is_mean, np.nan, counted),
        denominator=np.where(is_mean, counted, out_of),
    )

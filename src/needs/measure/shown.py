"""What of a partnership's records is shown under a policy, and what all of them show together.

This is the disclosure line. What `needs.measure.person_results` counted is read here and nowhere to the right of it.
"""

import datetime
import hashlib
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl

from needs import parts
from needs.files import replacing
from needs.measure import case_mix, cells, results, safety, sensitivity, steps
from needs.measure.accounts import adds_up
from needs.measure.funnels import has_shares, together
from needs.measure.indicators import BY_NAME, POOLED
from needs.measure.indicators.staying import BASELINE, GROWING, GROWTH
from needs.measure.results import A_THOUSAND_YEARS, OF_A_RATE, OF_A_SHARE, OF_PERSON_YEARS, tidy
from needs.measure.safe import SIDE_BY_SIDE
from needs.measure.safety import FEWEST_OF_A_SHARE
from needs.measure.selection import quarters_with_figures
from needs.settings import Choices
from needs.statistics.intervals import proportions, rates

FEWEST_GROWING = FEWEST_OF_A_SHARE  # people in the baseline: growth is a percentage of them


def growth(results: pd.DataFrame) -> pd.DataFrame:
    """One row for each whole year or twelve months that begin after the baseline, of an area whose counts of both are shown.

    The value is the change in percent of the baseline, which is the denominator; a hidden count gives none.
    """
    rows = results[(results["indicator"] == GROWING) & (results["breakdown"] == "all") & (results["status"] == "shown")]
    start, end = (pd.Timestamp(day) for day in BASELINE)
    baseline = rows[(rows["period_start"] == start) & (rows["period_end"] == end)].set_index("area_code")["value"]
    later = rows[rows["window"].isin(["financial_year", "rolling_12_months"]) & (rows["period_start"] > end)]
    of = later["area_code"].map(baseline).astype("float64")  # where there is no baseline at all it would be text
    kept = later.assign(denominator=of)[of >= FEWEST_GROWING]
    definition = BY_NAME[GROWTH].definition
    return tidy(
        kept.assign(
            indicator=GROWTH,
            value=100 * (kept["numerator"] / kept["denominator"] - 1),
            unit="percent change",
            interval_method="",
            definition=definition,
        )
    )


YEARS = 3
WINDOWS = ("rolling_12_months", "financial_year")  # of twelve months each
WINDOW = "three_years"


def pooled(true: pd.DataFrame) -> pd.DataFrame:
    """One row a quarter at which a pooled measure has been counted for three years that follow each other, added up.

    `true` are one partnership's true results. The measures are of events, each of which lies in one year only: shares of
    them, or rates in a time, in all or by group.
    """
    rows = true[
        true["indicator"].isin(POOLED) & true["window"].isin(WINDOWS)
        & true["status"].isin(["shown", "not_applicable"])
    ]  # fmt: skip
    counts = rows.set_index(["indicator", "breakdown", "group", "period_end"])[
        ["numerator", "denominator", "period_start"]
    ]
    found = []
    for row in rows.itertuples():
        of = row.indicator, row.breakdown, row.group
        years = [(*of, row.period_end - pd.DateOffset(years=back)) for back in range(YEARS)]
        if all(year in counts.index for year in years):
            three = counts.loc[years]
            found.append(
                row._asdict()
                | {name: three[name].sum() for name in ("numerator", "denominator")}
                | {"period_start": three["period_start"].min()}
            )
    added = pd.DataFrame(found, columns=["Index", *true.columns]).drop(columns="Index")
    added = added[added["denominator"] > 0]
    counted, of = (added[side].to_numpy(float) for side in ("numerator", "denominator"))
    in_time = (added["unit"] == OF_PERSON_YEARS).to_numpy(bool)
    per = np.where(in_time, A_THOUSAND_YEARS, 100)
    lower, upper = np.full((2, len(added)), np.nan)
    lower[~in_time], upper[~in_time] = 100 * np.array(proportions(counted[~in_time], of[~in_time]))
    lower[in_time], upper[in_time] = rates(counted[in_time], of[in_time], per=A_THOUSAND_YEARS)
    return added.assign(
        window=WINDOW,
        indicator=added["indicator"].map(lambda name: POOLED[name].name),
        definition=added["definition"].map(lambda said: f"{said} {YEARS} years together."),
        value=per * counted / of,
        lower=lower,
        upper=upper,
        interval_method=np.where(in_time, OF_A_RATE, OF_A_SHARE),
        status="shown",
        note=added["note"].mask(added["status"] == "not_applicable", ""),
    )


OF_FILES = (
    "extracts", "extract_files", "extract_findings", "extract_fields", "extract_codes", "extract_specification",
)  # fmt: skip
COUNTS_OF_ROWS = (
    "rows", "rows_used", "rows_refused", "rows_without_consent", "findings", "answered", "not_answered", "blank",
)  # fmt: skip
WORKED_OUT = {"answered": ("not_answered", "blank"), "rows_used": ("rows_refused", "rows_without_consent")}
UP_TO = "over_all_up_to"


def write(restricted: Path, slug: str, folder: Path, policy: str, choices: Choices) -> list[Path]:
    """Write what of a partnership is shown under a policy to a folder of safe tables; gives the paths.

    Small counts of rows are left out (an empty cell) and the others rounded: rows may all be one person's.
    """
    true = results.read(restricted, [restricted / results.FOLDER / f"{results.counted(slug)}.parquet"])
    counted = pd.concat([true, pooled(true)])
    shown = counted if policy == safety.MANAGEMENT else safety.safe(counted)
    recounted = pl.read_parquet(restricted / "varied" / f"{slug}.parquet", glob=False)
    varied = sensitivity.safe(recounted, true, policy, choices)
    named = pd.DataFrame({"area_code": sorted(set(true["area_code"])), "partnership": slug}, dtype="str")
    written = [
        results.write(pd.concat([shown, growth(shown)]), folder, results.counted(slug)),
        parts.write(quarters_with_figures(shown, named), folder / "quarters", slug),
        parts.write(varied, folder / "sensitivity", slug),
        parts.write(adds_up(true, slug), folder / "adds_up", slug),
    ]
    left = pl.read_parquet(restricted / steps.FOLDER / f"{slug}.parquet", glob=False)
    path = folder / steps.FOLDER / f"{slug}.parquet"
    with replacing(path) as unfinished:
        (left if policy == safety.MANAGEMENT else steps.safe(left, shown)).write_parquet(unfinished)
    written.append(path)
    for name in OF_FILES:
        table = pl.read_parquet(restricted / slug / f"{name}.parquet", glob=False)
        if policy == safety.PUBLIC:
            counts = [column for column in COUNTS_OF_ROWS if column in table.columns]
            table = table.with_columns(_shown(table[column]) for column in counts)
            for (
                whole,
                rest,
            ) in WORKED_OUT.items():  # from what is shown: beside the others its own rounding would pin some
                if whole in counts:
                    lacking = pl.sum_horizontal(pl.col(*rest).fill_null(0))
                    table = table.with_columns((pl.col("rows") - lacking).clip(0).alias(whole))
            if name == "extract_codes":  # a code of a few rows may be one person's, and is not named
                is_told = pl.col("rows").is_not_null()
                table = table.with_columns(code=pl.when(is_told).then("code").otherwise(pl.lit(""))).unique(
                    maintain_order=True
                )
        path = folder / name / f"{slug}.csv"
        with replacing(path) as unfinished:
            table.write_csv(unfinished)
        written.append(path)
    return written


def write_over_all(
    restricted: Path, folder: Path, named: Sequence[str], areas: pd.DataFrame, policy: str, choices: Choices
) -> list[Path]:
    """Write what sums over the partnerships of a region and a country, and what each sets beside its own; gives the paths.

    Both are worked out from what each shows, so they give nothing away. Case mix is not: people in cells are read here, and
    `needs.measure.case_mix` says how what comes of them is shown. UP_TO has a fingerprint of all that ends by the end
    of a quarter, so that a document is stale only where what it is set beside has moved.
    """
    files = [folder / results.FOLDER / f"{results.counted(slug)}.parquet" for slug in named]
    each = [_wanted(results.read(folder, [file])) for file in files]  # the country's rows would fill the memory
    counted = pd.concat(each, ignore_index=True) if each else results.tidy(pd.DataFrame())
    side_by_side = counted[_is_side_by_side(counted)]
    people = partial(_cells, restricted, named)
    expected = case_mix.beside_expected(people, counted, areas, policy, cells.factors(choices))
    added = pd.concat([together(counted, areas), expected])
    return [
        results.write(added, folder, results.OVER_ALL),
        results.write_file(side_by_side, folder / f"{SIDE_BY_SIDE}.parquet"),
        parts.write(_up_to(pd.concat([added, side_by_side])), folder, UP_TO),
    ]


def _cells(restricted: Path, named: Sequence[str], end: datetime.date) -> pd.DataFrame:
    """The cells of all partnerships in periods that end on a day, texts as categories."""
    files = [restricted / cells.FOLDER / f"{slug}.parquet" for slug in named]
    found = pl.concat([pl.scan_parquet(path, glob=False).filter(pl.col("period_end") == end) for path in files])
    return found.collect().with_columns(pl.col(pl.String).cast(pl.Categorical)).to_pandas()


def _wanted(counted: pd.DataFrame) -> pd.DataFrame:
    return counted[has_shares(counted) | _is_side_by_side(counted) | case_mix.is_outcome(counted)]


def _is_side_by_side(counted: pd.DataFrame) -> np.ndarray:
    """Shares of everybody that may be compared, each of the longest period that ends on its day: by that it is judged."""
    compared = [name for name, indicator in BY_NAME.items() if indicator.is_compared]
    is_share = (
        (counted["unit"] == "percent") & (counted["breakdown"] == "all") & counted["indicator"].isin(compared)
        & counted["source"].isin(results.OF_RECORDS)
    )  # fmt: skip
    longest = counted.groupby(["indicator", "area_code", "period_end"])["period_start"].transform("min")
    return (is_share & (counted["period_start"] == longest)).to_numpy(bool)


def _up_to(table: pd.DataFrame) -> pd.DataFrame:
    """One row an end of a period: the fingerprint of all rows that end by then."""
    total, found = hashlib.sha256(), []
    for end, rows in table.groupby("period_end", sort=True):
        total.update(rows.sort_values(list(results.KEY)).to_csv(index=False).encode())
        found.append((f"{end:%Y-%m-%d}", total.hexdigest()))
    return pd.DataFrame(found, columns=["last_day", "sha256"], dtype="str")


def _shown(counts: pl.Series) -> pl.Series:
    found = safety.shown(counts.cast(pl.Float64).fill_null(np.nan).to_numpy())
    return pl.Series(counts.name, found).fill_nan(None).cast(pl.Int64)

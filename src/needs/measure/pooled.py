"""Three years together, for measures of so few people that a year's counts may not be shown."""

import pandas as pd

from needs.measure.indicators import POOLED
from needs.statistics.intervals import proportions

YEARS = 3
WINDOWS = ("rolling_12_months", "financial_year")  # of twelve months each
WINDOW = "three_years"


def pooled(true: pd.DataFrame) -> pd.DataFrame:
    """One row a quarter at which a pooled measure has been counted for three years that follow each other, added up.

    `true` are one partnership's true results. The measures are shares of events, each of which lies in one year only.
    """
    rows = true[
        true["indicator"].isin(POOLED) & true["window"].isin(WINDOWS) & (true["breakdown"] == "all")
        & true["status"].isin(["shown", "not_applicable"])
    ]  # fmt: skip
    counts = rows.set_index(["indicator", "period_end"])[["numerator", "denominator", "period_start"]]
    found = []
    for row in rows.itertuples():
        years = [(row.indicator, row.period_end - pd.DateOffset(years=back)) for back in range(YEARS)]
        if all(year in counts.index for year in years):
            three = counts.loc[years]
            found.append(
                row._asdict()
                | {name: three[name].sum() for name in ("numerator", "denominator")}
                | {"period_start": three["period_start"].min()}
            )
    added = pd.DataFrame(found, columns=["Index", *true.columns]).drop(columns="Index")
    added = added[added["denominator"] > 0]
    lower, upper = proportions(added["numerator"].to_numpy(float), added["denominator"].to_numpy(float))
    return added.assign(
        window=WINDOW,
        indicator=added["indicator"].map(lambda name: POOLED[name].name),
        definition=added["definition"].map(lambda said: f"{said} {YEARS} years together."),
        value=100 * added["numerator"] / added["denominator"],
        lower=100 * lower,
        upper=100 * upper,
        interval_method="Wilson",
        status="shown",
        note=added["note"].str.removesuffix("nobody to count"),
    )

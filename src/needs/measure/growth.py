"""Growth of effective treatment on its baseline (National Indicator 40), worked out from what is shown."""

import pandas as pd

from needs.measure.indicators import BY_NAME
from needs.measure.results import tidy
from needs.measure.safety import FEWEST_OF_A_SHARE

COUNTED, GROWTH = "opiate_crack_effective_treatment", "opiate_crack_effective_treatment_change_percent"
BASELINE = ("2007-04-01", "2008-03-31")  # "baseline performance in 2007/8": National Indicator 40
FEWEST = FEWEST_OF_A_SHARE  # people in the baseline: growth is a percentage of them


def growth(results: pd.DataFrame) -> pd.DataFrame:
    """One row for each whole year or twelve months that begin after the baseline, of an area whose counts of both are shown.

    The value is the change in percent of the baseline, which is the denominator; a hidden count gives none.
    """
    rows = results[(results["indicator"] == COUNTED) & (results["breakdown"] == "all") & (results["status"] == "shown")]
    start, end = (pd.Timestamp(day) for day in BASELINE)
    baseline = rows[(rows["period_start"] == start) & (rows["period_end"] == end)].set_index("area_code")["value"]
    later = rows[rows["window"].isin(["financial_year", "rolling_12_months"]) & (rows["period_start"] > end)]
    of = later["area_code"].map(baseline).astype("float64")  # where there is no baseline at all it would be text
    kept = later.assign(denominator=of)[of >= FEWEST]
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

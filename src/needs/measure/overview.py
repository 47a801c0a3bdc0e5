"""Every partnership whose records were counted for one quarter: one measure over all of them, and its funnel."""

from dataclasses import dataclass

import pandas as pd

from needs.measure.declarations import QUARTER, ROLLING, YEAR_TO_DATE
from needs.measure.funnels import Funnel, funnel_of
from needs.measure.judgement import Judgement
from needs.measure.results import OF_RECORDS
from needs.quarter import Quarter

# Twelve months where they were counted: a quarter holds too few people to tell partnerships apart
WINDOWS = (ROLLING, "financial_year", QUARTER, YEAR_TO_DATE)
YEARS_RESULTS_ARE_USED = 3  # as in a partnership's documents: estimates come out years after their period
BEYOND_CHANCE = 99.8


@dataclass(frozen=True, kw_only=True)
class Column:
    """One measure over the partnerships of one country: `rows` has a row of results each, by area_code; `funnel` is of those shown.

    `funnel` is None where fewer than ten show a figure.
    """

    indicator: str
    rows: pd.DataFrame
    funnel: Funnel | None

    @property
    def hidden(self) -> int:
        """How many partnerships have a figure that is hidden."""
        return int(self.rows["status"].isin(["hidden", "too_few"]).sum())

    @property
    def shown(self) -> int:
        """How many partnerships show a figure."""
        return int((self.rows["status"] == "shown").sum())

    def outside(self, certainty: float) -> dict[str, str]:
        """The area codes outside the limits of this certainty and no wider ones, each with better, worse, higher or lower."""
        return {code: judgement.state for code, judgement in self._judged() if judgement.certainty == certainty}

    def not_compared(self) -> list[str]:
        """The area codes whose figure is shown and, being of too few people, not set against the limits."""
        return [code for code, judgement in self._judged() if judgement.state == "not compared"]

    def _judged(self) -> list[tuple[str, Judgement]]:
        areas = self.funnel.areas if self.funnel else pd.DataFrame(columns=["area_code", "judgement"])
        return list(zip(areas["area_code"], areas["judgement"], strict=True))


def counted(results: pd.DataFrame, quarter: Quarter) -> pd.DataFrame:
    """The results counted from records whose period ends with the quarter, for everybody together and not for groups."""
    return results[
        results["source"].isin(OF_RECORDS)
        & (results["period_end"] == pd.Timestamp(quarter.end))
        & (results["breakdown"] == "all")
    ]


def published(results: pd.DataFrame, quarter: Quarter) -> pd.DataFrame:
    """The published results, or those worked out from them, for everybody together, whose period ended in the three years before."""
    ends = results["period_end"]
    since = pd.Timestamp(quarter.end) - pd.DateOffset(years=YEARS_RESULTS_ARE_USED)
    return results[
        ~results["source"].isin(OF_RECORDS)
        & (ends <= pd.Timestamp(quarter.end))
        & (ends >= since)
        & (results["breakdown"] == "all")
        & (results["kind"] != "target")
    ]  # fmt: skip


def column(results: pd.DataFrame, indicator: str, partnerships: set[str], polarity: str) -> Column | None:
    """The column of an indicator over the area codes of partnerships: its latest period, all of one window; None where none has it."""
    rows = results[(results["indicator"] == indicator) & results["area_code"].isin(partnerships)]
    rows = rows[rows["period_end"] == rows["period_end"].max()]
    windows = [*WINDOWS, *sorted(set(rows["window"]) - set(WINDOWS))]
    window = next((name for name in windows if (rows["window"] == name).any()), None)
    if window is None:
        return None
    rows = rows[rows["window"] == window].sort_values("area_code").drop_duplicates("area_code")
    return Column(indicator=indicator, rows=rows, funnel=funnel_of(rows[rows["status"] == "shown"], polarity))


def shared(columns: list[Column]) -> list[str]:
    """The area codes of every partnership in any of the columns."""
    return sorted({code for each in columns for code in each.rows["area_code"]})


def only_published(
    results: pd.DataFrame, quarter: Quarter, partnerships: set[str], ground: tuple[str, ...]
) -> pd.DataFrame:
    """Published results of these area codes known by the quarter, without the indicators of `ground`."""
    return results[
        (results["origin"] == "published")
        & (results["period_end"] <= pd.Timestamp(quarter.end))
        & results["area_code"].isin(partnerships)
        & ~results["indicator"].isin(ground)
    ]

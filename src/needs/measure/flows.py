"""The flows of treatment as they are shown: what is read of them for a scenario, of one area up to a quarter.

Only safe results are read, so that anybody can do it again and nothing tells more than the counts that are shown.
"""

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from needs.measure.indicators.stays import BY_STAY, OTHERWISE, PLANNED, RETURNING, STAYS, UNPLANNED
from needs.measure.results import OF_RECORDS
from needs.measure.safety import FEWER, SMALLEST
from needs.mistakes import Mistake
from needs.quarter import Quarter
from needs.statistics import chance

KINDS = (PLANNED, UNPLANNED, OTHERWISE)
CAME, LEFT, STOCK = "new_presentations", "exits", "in_treatment_when_period_ends"
DEATHS, WAIT, TREATED = "deaths_in_treatment", "average_wait_weeks", "in_treatment"
USERS, NEED = "opiate_crack_in_treatment", "opiate_crack_users"
READ = (*KINDS, RETURNING, CAME, LEFT, STOCK, DEATHS, WAIT, TREATED, USERS, NEED)
A_YEAR = ("rolling_12_months", "financial_year")
YEARS_OF_CHANCE = 2  # within which it is seen how far those who come differ from quarter to quarter
USUAL_CHANGE = (
    0.1  # of new presentations from one year to the next, beyond chance: NDTMS, England and Barnet, 26 changes
)
CHANGES_IT_IS_WORTH = 4  # as many yearly changes of its own as the usual one counts for
FEW = SMALLEST - 1  # the most that a hidden count may be
OF_A_FEW = SMALLEST / 2  # what stands for one where nothing else is known of it
QUARTERS_OF_A_YEAR = 4


@dataclass(frozen=True, kw_only=True)
class Flows:
    """What is read of a partnership's flows up to a quarter, as they are shown; what is not shown is not a number.

    `left` and `open` have a row a band of stay and a column a way of leaving: journeys that ended in a quarter, of so many
    open in it, twelve months together. Counts that are hidden (`is_hidden`) have, by their size, what all together have beyond
    those that are shown. `stock` is by band at the quarter's end; `ends`, `came` and `gone` are by quarter.
    """

    quarter: Quarter
    area_code: str
    source: str
    left: np.ndarray
    open: np.ndarray
    is_hidden: np.ndarray
    stock: np.ndarray
    ends: dict[Quarter, float]
    came: dict[Quarter, float]
    gone: dict[Quarter, float]
    returning: tuple[float, float]
    otherwise: float
    deaths: float
    wait: float
    people: float
    users: float
    need: float
    is_rounded: bool

    @property
    def chances(self) -> np.ndarray:
        """Of leaving in a quarter, by band of stay and way of leaving."""
        return self.left / self.open

    @property
    def last_year(self) -> list[Quarter]:
        """The four quarters up to the last one known."""
        return [self.quarter - back for back in range(QUARTERS_OF_A_YEAR)][::-1]

    @property
    def most(self) -> float:
        """The most in treatment at a quarter's end of the last year: what stands for places where nobody says how many there are."""
        return max(self.ends[one] for one in self.last_year if one in self.ends)

    @property
    def now(self) -> float:
        """How many are in treatment at the end of the quarter."""
        return self.ends[self.quarter]

    @property
    def coming(self) -> float:
        """How many came in a quarter of the last year, on average."""
        return float(np.mean([self.came[one] for one in self.last_year if one in self.came]))

    @property
    def years(self) -> list[list[float]]:
        """Those who came by quarter, of each whole year back from the quarter, the last first."""
        found = []
        for back in range(0, len(self.came), QUARTERS_OF_A_YEAR):
            year = [self.came[one] for number in range(4) if (one := self.quarter - (back + number)) in self.came]
            if len(year) < QUARTERS_OF_A_YEAR:
                break
            found.append(year)
        return found

    @property
    def overdispersion(self) -> float:
        """The variance of those who come from quarter to quarter within a year, over what chance alone would give; at least 1."""
        years = [year for year in self.years[:YEARS_OF_CHANCE] if np.mean(year)]
        return max(float(np.mean([np.var(year, ddof=1) / np.mean(year) for year in years])), 1.0) if years else 1.0

    @property
    def change(self) -> tuple[float, int]:
        """By how much those who come change from one year's mean to the next, beyond chance (a standard deviation of logarithms).

        And how many yearly changes it rests on: the partnership's own, and the usual one, which counts as some of them.
        """
        means = [float(np.mean(year)) for year in self.years if np.mean(year)]
        return chance.size_of_change(means, self.overdispersion, USUAL_CHANGE, CHANGES_IT_IS_WORTH)

    @property
    def reached(self) -> float:
        """The share of estimated need that was in treatment in the last year; not a number where either is not known."""
        return self.users / self.need


def fit(results: pd.DataFrame, quarter: Quarter) -> Flows:
    """The flows of one area, from its results that had ended by a quarter; a Mistake says what is wanting.

    `results` are safe rows of the one area, those counted from records and estimates of need. Counts that are hidden (one to
    seven) stand for four where nothing else is known of them.
    """
    rows = results[results["indicator"].isin(READ) & (results["period_end"] <= pd.Timestamp(quarter.end))]
    counted = rows[rows["source"].isin(OF_RECORDS)]
    end = pd.Timestamp(quarter.end)
    year = counted[(counted["period_end"] == end) & counted["window"].isin(A_YEAR)]
    ends, came, gone = (_by_quarter(counted, name) for name in (STOCK, CAME, LEFT))
    missing = next((name for name in KINDS if _counts(year, name) is None), "")
    if missing or quarter not in ends or quarter not in came:
        wanted = "records of the twelve months up to it, with fifty people or more"
        raise Mistake(f"{quarter}: no stock and flow can be worked out of what is shown; wanted {wanted}")
    left, among, is_hidden = _by_stay(year)
    at_end = counted[
        (counted["indicator"] == STOCK) & (counted["period_end"] == end) & (counted["window"] == "quarter")
    ]
    returning = _counts(year, RETURNING) or (math.nan, math.nan)
    need = rows[(rows["indicator"] == NEED) & (rows["kind"] == "estimate") & (rows["breakdown"] == "all")]
    need = need[need["status"] == "shown"].sort_values("period_end", kind="stable")
    return Flows(
        quarter=quarter,
        area_code=str(counted["area_code"].iloc[0]),
        source=str(counted["source"].iloc[0]),
        left=left,
        open=among,
        is_hidden=is_hidden,
        stock=_stock(at_end, ends[quarter]),
        ends=ends,
        came=came,
        gone=gone,
        returning=returning,
        otherwise=(_counts(year, OTHERWISE) or (0, 0))[0],
        deaths=_value(year, DEATHS),
        wait=_value(year, WAIT),
        people=_value(year, TREATED),
        users=_value(year, USERS),
        need=float(need["value"].iloc[-1]) if len(need) else math.nan,
        is_rounded=bool(year["is_rounded"].any()),
    )


def _by_quarter(counted: pd.DataFrame, indicator: str) -> dict[Quarter, float]:
    """What is shown of each quarter, of everybody."""
    rows = counted[
        (counted["indicator"] == indicator) & (counted["window"] == "quarter") & (counted["breakdown"] == "all")
        & (counted["status"] == "shown")
    ]  # fmt: skip
    return {
        Quarter.containing(day.date()): float(value)
        for day, value in zip(rows["period_end"], rows["value"], strict=True)
    }


def _counts(year: pd.DataFrame, indicator: str) -> tuple[float, float] | None:
    """The counts of a share of everybody; a few stand for four, and None for what is hidden whole."""
    for row in year[(year["indicator"] == indicator) & (year["breakdown"] == "all")].itertuples():
        if row.status == "bound":
            return (
                (OF_A_FEW, row.denominator) if row.qualifier == FEWER else (row.denominator - OF_A_FEW, row.denominator)
            )
        return (row.numerator, row.denominator) if row.status in ("shown", "counts") and row.denominator > 0 else None
    return None


def _by_stay(year: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Bands of stay by ways of leaving: how many left, of how many, and which of those who left are hidden.

    Of those open in bands that are hidden in every way each band has the same part of what is left of the whole.
    """
    left, among = np.full((2, len(STAYS), len(KINDS)), np.nan)
    wholes = [counts for name in KINDS if (counts := _counts(year, name))]
    for way, name in enumerate(KINDS):
        for row in year[(year["indicator"] == name) & (year["breakdown"] == BY_STAY)].itertuples():
            if row.group in STAYS and row.status in ("shown", "counts"):
                band = STAYS.index(row.group)
                left[band, way], among[band, way] = row.numerator, row.denominator
            elif row.group in STAYS and row.status == "not_applicable":  # nobody yet: as everybody, and hardly known
                left[STAYS.index(row.group), way], among[STAYS.index(row.group), way] = (
                    wholes[way][0] / wholes[way][1],
                    1.0,
                )
    whole = max(of for _, of in wholes)
    known = np.where(np.isnan(among), -1, among).max(axis=1)
    unknown = known <= 0
    if unknown.any():
        known[unknown] = max((whole - known[~unknown].sum()) / unknown.sum(), 1.0)
    is_hidden = np.isnan(left)
    for way, (counted, _) in enumerate(wholes):
        hidden = is_hidden[:, way]
        rest = max(counted - np.nansum(left[:, way]), 0.0)
        left[hidden, way] = np.clip(rest * known[hidden] / known[hidden].sum(), 0, FEW) if hidden.any() else []
    open_ = np.repeat(known[:, None], len(KINDS), axis=1)
    return np.minimum(left, open_), open_, is_hidden


def _stock(at_end: pd.DataFrame, whole: float) -> np.ndarray:
    """Those in treatment at the end by band; of what is hidden each band has the same part of what is left of the whole."""
    shown = at_end[at_end["status"] == "shown"]
    by_name = dict(zip(shown["group"], shown["value"], strict=True))
    stock = np.array([by_name.get(name, math.nan) for name in STAYS])
    stock[0] = 0.0  # whoever is new in the quarter to come is not there yet
    hidden = np.isnan(stock)
    if hidden.any():
        stock[hidden] = max(whole - np.nansum(stock), 0.0) / hidden.sum()
    return stock * whole / stock.sum() if stock.sum() else stock


def _value(year: pd.DataFrame, indicator: str) -> float:
    rows = year[(year["indicator"] == indicator) & (year["breakdown"] == "all") & (year["status"] == "shown")]
    return float(rows["value"].iloc[0]) if len(rows) else math.nan

"""The flows of treatment as they are shown: what is read of them for a scenario, of one area up to a quarter.

Only safe results are read, so that anybody can do it again and nothing tells more than the counts that are shown.
"""

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from needs.measure.indicators.flows import BY_STAY, OTHERWISE, PLANNED, RETURNING, STAYS, UNPLANNED
from needs.measure.results import OF_RECORDS
from needs.measure.safety import FEWER, FEWEST_OF_A_SHARE
from needs.mistakes import Mistake
from needs.quarter import Quarter

KINDS = (PLANNED, UNPLANNED, OTHERWISE)
CAME, LEFT, STOCK = "new_presentations", "exits", "in_treatment_when_period_ends"
DEATHS, WAIT, TREATED = "deaths_in_treatment", "average_wait_weeks", "in_treatment"
USERS, NEED = "opiate_crack_in_treatment", "opiate_crack_users"
READ = (*KINDS, RETURNING, CAME, LEFT, STOCK, DEATHS, WAIT, TREATED, USERS, NEED)
A_YEAR = ("rolling_12_months", "financial_year")
QUARTERS_OF_CHANCE = 8  # over which it is seen how far those who come differ from quarter to quarter
OF_A_FEW = 4  # what stands for a count of one to seven
QUARTERS_OF_A_YEAR = 4


@dataclass(frozen=True, kw_only=True)
class Flows:
    """What is read of a partnership's flows up to a quarter, as they are shown; what is not shown is not a number.

    `left` and `open` have a row a band of stay and a column a way of leaving: journeys that ended in a quarter, of so many
    open in it, twelve months together. Bands that are hidden share what all together have beyond those that are shown, and
    `shares` names the first band whose chance each has. `stock` is by band at the quarter's end; `ends`, `came` and `gone` are by quarter.
    """

    quarter: Quarter
    left: np.ndarray
    open: np.ndarray
    shares: np.ndarray
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
    def overdispersion(self) -> float:
        """The variance of those who come from quarter to quarter, over what chance alone would give; at least 1."""
        back = (self.quarter - number for number in range(QUARTERS_OF_CHANCE))
        seen = [self.came[one] for one in back if one in self.came]
        return max(float(np.var(seen, ddof=1) / np.mean(seen)), 1.0) if len(seen) > 1 and np.mean(seen) else 1.0

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
    left, among, shares = (np.stack(one, axis=1) for one in zip(*(_by_stay(year, name) for name in KINDS), strict=True))
    at_end = counted[
        (counted["indicator"] == STOCK) & (counted["period_end"] == end) & (counted["window"] == "quarter")
    ]
    returning = _counts(year, RETURNING) or (math.nan, math.nan)
    need = rows[(rows["indicator"] == NEED) & (rows["kind"] == "estimate") & (rows["breakdown"] == "all")]
    need = need[need["status"] == "shown"].sort_values("period_end", kind="stable")
    return Flows(
        quarter=quarter,
        left=left,
        open=among,
        shares=shares,
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


def _by_stay(year: pd.DataFrame, indicator: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of each band how many left, of how many, and the band whose chance it has, which is another's where it is hidden."""
    rows = year[(year["indicator"] == indicator) & (year["breakdown"] == BY_STAY)]
    by_name = {row.group: row for row in rows.itertuples()}
    given = [by_name.get(name) for name in STAYS]
    is_shown = np.array([one is not None and one.status in ("shown", "counts") for one in given])
    left = np.array([one.numerator if shown else 0.0 for one, shown in zip(given, is_shown, strict=True)])
    among = np.array([one.denominator if shown else 0.0 for one, shown in zip(given, is_shown, strict=True)])
    whole = _counts(year, indicator)
    assert whole  # or nothing is fitted
    rest, of_rest = whole[0] - left.sum(), whole[1] - among.sum()
    is_known = is_shown & (among > 0)
    if of_rest < FEWEST_OF_A_SHARE:  # too little is left to say anything of: all together stand for it
        rest, of_rest = whole
    left, among = np.where(is_known, left, max(rest, 0.0)), np.where(is_known, among, of_rest)
    first = int(np.argmin(is_known))
    return left, among, np.where(is_known, np.arange(len(STAYS)), first)


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

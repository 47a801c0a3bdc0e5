"""Steps as they are shown, and read: how many are left after each condition of one figure, and from rows to people.

What `needs.measure.narrowing` counted is for the owner only. What anybody may see of it is as `needs.measure.safety` says,
and lies in a file a partnership, which no document reads that does not ask for it.
"""

import datetime
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd

from needs.code_lists import lazy as pl
from needs.measure import results, safety
from needs.measure.indicators import BY_NAME
from needs.measure.narrowing import COLUMNS, FOLDER, NOT_GIVEN, OF_RECORDS, OUT_OF, PERIOD, SIDES
from needs.mistakes import Mistake

FILES = ("files", "files read")
OF_INTERVENTIONS = [name for name, one in BY_NAME.items() if one.counting and one.counting.of == "interventions"]
ROWS = ("rows", "rows not refused", "rows with consent")


def safe(true: "pl.DataFrame", shown: pd.DataFrame) -> "pl.DataFrame":
    """The steps as anybody may see them, beside the results that are shown: the rule of steps in `needs.measure.safety`."""
    keys = ["indicator", *PERIOD]
    of_totals = shown[shown["breakdown"] == "all"]
    is_mean, is_rate = of_totals["unit"].isin(safety.OF_MEANS), of_totals["unit"] == results.OF_PERSON_YEARS
    ends = pl.from_pandas(
        of_totals[keys].assign(
            counted=of_totals["numerator"].where(~is_mean, of_totals["denominator"]).to_numpy(),
            whole=of_totals["denominator"].to_numpy(),
            in_time=is_rate.to_numpy(),
            row_status=of_totals["status"].astype(str).to_numpy(),
        )
    ).with_columns(pl.col("period_start", "period_end").cast(pl.Date))
    table = true.join(ends, on=keys, how="left", maintain_order="left", nulls_equal=True)
    of_side = ["partnership", *keys]
    is_records = table["side"] == OF_RECORDS
    is_last = table["step"] == table.select(pl.col("step").max().over([*of_side, "side"])).to_series()
    of_time = (table["side"] == OUT_OF) & table["in_time"].fill_null(False)
    is_end = is_last & ~is_records & table["row_status"].is_not_null()
    number = table["number"].to_numpy()
    before = table.select(pl.col("number").shift().over(of_side)).to_series().fill_null(np.inf).to_numpy()
    told = np.where(is_records, _told_of_records(table), safety.shown_step(number, before))
    of_end = np.where(table["side"] == OUT_OF, table["whole"].to_numpy(), table["counted"].to_numpy())
    of_end = np.where(table["row_status"] == "not_applicable", 0, of_end)  # which says that there is nobody
    left = pl.Series(np.where(of_time, np.nan, np.where(is_end, of_end, told))).fill_nan(None)
    is_between = table["indicator"].is_in(OF_INTERVENTIONS) & ~is_last
    is_counted = table["status"] == "shown"
    is_shown = is_counted & ~is_between
    status = pl.when(is_between & is_counted).then(pl.lit(NOT_GIVEN))
    return table.with_columns(
        number=pl.when(is_shown | (table["status"] == "not_applicable")).then(left),
        status=status.when(left.is_null() & is_shown).then(pl.lit("hidden")).otherwise("status"),
        is_rounded=left.is_not_null() & is_shown & ~(is_records & table["condition"].is_in(FILES)),
    ).select(COLUMNS)


def _told_of_records(table: "pl.DataFrame") -> np.ndarray:
    """Steps of records as anybody may see them: files as they are, and rows that are left worked out from those shown to be lost.

    Beside the others their own rounding would pin some.
    """
    true = dict(table.filter(side=OF_RECORDS).select("condition", "number").iter_rows())
    told = {name: float(safety.shown(np.array(left))) for name, left in true.items()}
    for before, after in pairwise(name for name in ROWS if name in true):
        lost = float(safety.shown(np.array(true[before] - true[after])))
        told[after] = told[before] - np.nan_to_num(lost)
    told |= {name: true[name] for name in FILES if name in true}
    return np.array([told.get(name, np.nan) for name in table["condition"]])


def steps_of(folder: Path, partnership: str, indicator: str, window: str, period_end: datetime.date) -> pd.DataFrame:
    """The steps of one figure, in a folder of safe tables: rows of COLUMNS, in the order in which conditions are asked.

    Nothing else is read; without rows where nothing was counted. `status` is that of results: "hidden" has no number.
    """
    return _read(
        folder,
        partnership,
        [("indicator", "==", indicator), ("window", "==", window), ("period_end", "==", period_end)],
    )


def steps_at(folder: Path, partnership: str, period_end: datetime.date) -> pd.DataFrame:
    """The steps of every figure of a partnership whose period ends on a day: rows of COLUMNS."""
    return _read(folder, partnership, [("period_end", "==", period_end)])


def records_of(folder: Path, partnership: str) -> pd.DataFrame:
    """The steps from rows to people of a partnership, in a folder of safe tables: rows of COLUMNS, of no indicator or period."""
    return _read(folder, partnership, [("side", "==", OF_RECORDS)])


def _read(folder: Path, partnership: str, wanted: Iterable[tuple]) -> pd.DataFrame:
    path = folder / FOLDER / f"{partnership}.parquet"
    try:
        found = pd.read_parquet(path, filters=list(wanted))
    except FileNotFoundError:
        return pd.DataFrame(columns=list(COLUMNS))
    except (OSError, ValueError) as error:
        raise Mistake(f"{results.called(path)} cannot be read ({type(error).__name__}): {results.MADE_BY}") from None
    order = found["side"].map(SIDES.index)
    return found.assign(order=order).sort_values(["order", "step"])[list(COLUMNS)].reset_index(drop=True)

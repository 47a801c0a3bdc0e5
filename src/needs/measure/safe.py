"""The safe tables, all that a notebook is given: results, and the look-ups that name what is in them."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from needs.measure import results

LOOK_UPS = ("areas", "measures", "sources", "inputs", "problems")


@dataclass(frozen=True, kw_only=True)
class Safe:
    """The results, and one row a look-up's area, measure, source, input file and problem with one."""

    results: pd.DataFrame
    areas: pd.DataFrame
    measures: pd.DataFrame
    sources: pd.DataFrame
    inputs: pd.DataFrame
    problems: pd.DataFrame


def read(folder: Path) -> Safe:
    """The safe tables of a folder; a Mistake says which command makes them."""
    found = results.read(folder)
    look_ups = {name: pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False) for name in LOOK_UPS}
    return Safe(results=found, **look_ups)

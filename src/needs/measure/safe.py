"""The safe tables, all that a notebook is given: results, and the look-ups that name what is in them."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from needs.measure import results
from needs.mistakes import Mistake

LOOK_UPS = {
    "areas": ("area_code", "name", "partnership", "type", "region_code"),
    "measures": ("measure", "topic", "title"),
    "sources": ("source", "type", "title", "publisher", "note"),
    "inputs": ("file", "rows", "used", "refused"),
    "problems": ("severity",),
}  # and the columns that each must have


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
    return Safe(results=found, **{name: _look_up(folder / f"{name}.csv", LOOK_UPS[name]) for name in LOOK_UPS})


def _look_up(path: Path, columns: tuple[str, ...]) -> pd.DataFrame:
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False)
    except FileNotFoundError:
        raise Mistake(f"{path.name} is missing from data/processed/safe: run `needs ingest` to write it") from None
    except (OSError, ValueError) as error:
        found = f"cannot be read ({type(error).__name__})"
        raise Mistake(f"data/processed/safe/{path.name} {found}: run `needs ingest` to write it again") from None
    missing = [name for name in columns if name not in table]
    if missing:
        found = f"has no column {missing[0]!r}"
        raise Mistake(f"data/processed/safe/{path.name} {found}: run `needs ingest` to write it again")
    return table

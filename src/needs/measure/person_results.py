"""From person-level tables to safe results: linked, counted and protected, some partnerships at a time.

With `sensitivity` it is all that reads tables behind the disclosure line; what it gives has crossed it.
"""

import os
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor
from pathlib import Path

import pandas as pd
import polars as pl

from needs.choices import Choices
from needs.measure.count import count
from needs.measure.counted_results import Origin, results_of
from needs.measure.disclosure import Policy, protect_in_turn
from needs.measure.indicators import BY_NAME, INDICATORS
from needs.measure.records import records
from needs.mistakes import Mistake
from needs.quarter import Quarter
from needs.workers import of_this_machine

TABLES = ("episodes", "interventions", "outcomes_profiles")
AT_ONCE = 25  # partnerships; enough to share the cost of a pass, few enough for a laptop's memory


def person_results(
    restricted: Path, origins: dict[str, Origin], choices: Choices, policy: Policy
) -> Iterator[pd.DataFrame]:
    """The safe results of each partnership that has tables below `restricted`, by its slug in `origins`."""
    named = list(origins)
    for start in range(0, len(named), AT_ONCE):
        slugs = named[start : start + AT_ONCE]
        quarters = _quarters([origins[slug] for slug in slugs])
        counts = count(records(*person_tables(restricted, slugs), choices), quarters, INDICATORS, choices)
        by_slug = counts.partition_by("partnership", as_dict=True)
        unsafe = [results_of(by_slug[(slug,)], BY_NAME, origins[slug], choices) for slug in slugs if (slug,) in by_slug]
        yield from _protected(unsafe, policy)


def person_tables(restricted: Path, slugs: list[str]) -> list[pl.DataFrame]:
    """The person-level tables, each of all these partnerships together; a Mistake says which cannot be read."""
    return [pl.concat([_table(restricted / slug / f"{name}.parquet") for slug in slugs]) for name in TABLES]


def _table(path: Path) -> pl.DataFrame:
    try:
        return pl.read_parquet(path)
    except (OSError, pl.exceptions.PolarsError) as error:
        found = f"restricted/{path.parent.name}/{path.name} cannot be read ({type(error).__name__})"
        raise Mistake(f"data/processed/{found}: run `needs ingest` to write it again") from None


def _protected(unsafe: list[pd.DataFrame], policy: Policy) -> Iterator[pd.DataFrame]:
    """Each partnership's results made safe, as many at a time as there are processors; the order stays."""
    at_once = min(os.cpu_count() or 1, len(unsafe))
    if at_once < 2:
        yield from (protect_in_turn(one, policy) for one in unsafe)
        return
    try:
        with of_this_machine(at_once) as pool:
            yield from pool.map(protect_in_turn, unsafe, [policy] * len(unsafe))
    except BrokenExecutor:
        raise Mistake("a process that makes results safe was lost: is there enough memory? run it again") from None


def _quarters(origins: list[Origin]) -> list[Quarter]:
    """Every quarter that any of the extracts covers to its end."""
    first = Quarter.containing(min(origin.days.start for origin in origins))
    last = max(origin.days.end for origin in origins)
    quarters, quarter = [], first
    while quarter.end <= last:
        quarters.append(quarter)
        quarter += 1
    return quarters

"""Examples that were published with their answers, and our own answer beside each.

One row of `examples/examples.csv` is one example; `examples/data.csv` holds the longer data that some of them name, and
`examples/sources.csv` says what these are. Only figures were taken, each with the paper or program that printed them.
"""

import json
from pathlib import Path

import numpy as np
import pandas as pd

from needs.statistics.example_statistics import STATISTICS

FOLDER = Path(__file__).parent / "examples"
NUMBERS = ("value", "lower", "upper")
KINDS = {
    "published": "printed in a paper or a public table",
    "arithmetic": "printed too, with limits that were taken back from the answer, so that only the arithmetic is checked",
    "another program": "given by a program that others wrote and test",
    "by hand": "worked out from the formula, no example with its data being found",
}


def examples() -> pd.DataFrame:
    """One row an example: statistic, what, inputs (JSON), value, lower and upper as printed, decimals, tolerance, kind, source.

    A limit that was not printed is missing. `decimals` is how many were printed (-2: to the nearest hundred), and
    `tolerance` how far our number may lie from it: half of the last printed digit unless a cruder one is due.
    """
    return pd.read_csv(FOLDER / "examples.csv", dtype=dict.fromkeys(NUMBERS, float))


def data(name: str) -> list[tuple[str, str]]:
    """The pairs of a named set of data, as text in the order of the table; ValueError where there is none of the name."""
    table = pd.read_csv(FOLDER / "data.csv", dtype=str)
    rows = table.loc[table["data"] == name, ["first", "second"]]
    if rows.empty:
        raise ValueError(f"worked examples: there is no data {name!r}; there are {', '.join(table['data'].unique())}")
    return list(rows.itertuples(index=False, name=None))


def histories(name: str) -> dict[str, int]:
    """A named table of people by capture history: "101" counts those on lists 1 and 3 only."""
    return {history: int(people) for history, people in data(name)}


def ours_beside_theirs(table: pd.DataFrame | None = None) -> pd.DataFrame:
    """The examples with our_value, our_lower and our_upper, the largest difference from what was printed, and is_within.

    The difference is in the unit of the example; `is_within` says whether it keeps to the tolerance. All examples unless
    some are given.
    """
    given = examples() if table is None else table
    ours = pd.DataFrame([_ours(row) for row in given.itertuples()], index=given.index, columns=list(NUMBERS))
    apart = (ours - given[list(NUMBERS)]).abs()
    # A number that they print and we do not have is as far apart as can be.
    apart = apart.mask(ours.isna() & given[list(NUMBERS)].notna(), np.inf)
    difference = apart.max(axis=1)
    return given.assign(
        **{f"our_{name}": ours[name] for name in NUMBERS},
        difference=difference,
        is_within=difference <= given["tolerance"],
    )


def _ours(row) -> tuple[float, float, float]:
    inputs = json.loads(row.inputs)
    for name in ("histories", "seen", "durations", "series", "past"):
        if name in inputs:
            inputs[name] = _read(inputs[name])
    return STATISTICS[row.statistic](**inputs)


def _read(names: str | list[str]) -> list:
    return data(names) if isinstance(names, str) else [data(name) for name in names]

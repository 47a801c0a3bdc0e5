"""What of a partnership's records is shown: its results under a policy, and what may be said of its files.

This is the disclosure line. What `needs.measure.person_results` counted is read here and nowhere to the right of it.
"""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl

from needs import parts
from needs.choices import Choices
from needs.files import replacing
from needs.measure import results, safety, sensitivity
from needs.measure.growth import growth
from needs.measure.safe import SIDE_BY_SIDE
from needs.measure.selection import quarters_with_figures
from needs.measure.together import together

OF_FILES = ("extracts", "extract_files", "extract_findings", "extract_fields")
COUNTS_OF_ROWS = (
    "rows", "rows_used", "rows_refused", "rows_without_consent", "findings", "answered", "not_answered", "blank",
)  # fmt: skip
VARIED = "varied"  # the folder of what gaps would give


def write_true(counted: dict, restricted: Path, slug: str) -> list[Path]:
    """Write what was counted of a partnership left of the line, for its owner only; gives the paths."""
    one = counted[slug]
    varied = restricted / VARIED / f"{slug}.parquet"
    with replacing(varied, private=True) as unfinished:
        one.varied.write_parquet(unfinished)
    return [results.write(one.results, restricted, results.counted(slug), private=True), varied]


def write(restricted: Path, slug: str, folder: Path, policy: str, choices: Choices) -> list[Path]:
    """Write what of a partnership is shown under a policy to a folder of safe tables; gives the paths.

    Small counts of rows are left out (an empty cell) and the others rounded: rows may all be one person's.
    """
    true = results.read(restricted, [restricted / results.FOLDER / f"{results.counted(slug)}.parquet"])
    shown = true if policy == safety.MANAGEMENT else safety.safe(true)
    varied = sensitivity.safe(pl.read_parquet(restricted / VARIED / f"{slug}.parquet"), true, policy, choices)
    named = pd.DataFrame({"area_code": sorted(set(true["area_code"])), "partnership": slug})
    written = [
        results.write(pd.concat([shown, growth(shown)]), folder, results.counted(slug)),
        parts.write(quarters_with_figures(shown, named), folder / "quarters", slug),
        parts.write(varied, folder / "sensitivity", slug),
    ]
    for name in OF_FILES:
        table = pl.read_parquet(restricted / slug / f"{name}.parquet")
        if policy == safety.PUBLIC:
            counts = [column for column in COUNTS_OF_ROWS if column in table.columns]
            table = table.with_columns(_shown(table[column]) for column in counts)
        path = folder / name / f"{slug}.csv"
        with replacing(path) as unfinished:
            table.write_csv(unfinished)
        written.append(path)
    return written


def write_over_all(folder: Path, named: Iterable[str]) -> list[Path]:
    """Write what sums over all partnerships, and what each sets beside its own; gives the paths.

    Both are worked out from what each shows, so they give nothing away.
    """
    files = [folder / results.FOLDER / f"{results.counted(slug)}.parquet" for slug in named]
    counted = results.read(folder, files) if files else results.tidy(pd.DataFrame())
    side_by_side = counted[counted["indicator"].isin(results.SIDE_BY_SIDE) & (counted["breakdown"] == "all")]
    return [
        results.write(together(counted), folder, results.OVER_ALL),
        results.write_file(side_by_side, folder / f"{SIDE_BY_SIDE}.parquet"),
    ]


def _shown(counts: pl.Series) -> pl.Series:
    found = safety.shown(counts.cast(pl.Float64).fill_null(np.nan).to_numpy())
    return pl.Series(counts.name, found).fill_nan(None).cast(pl.Int64)

"""What stands behind the disclosure line: a partnership's records linked and counted, as true results and varied ones.

Nothing here may be read by anybody but `needs.measure.safety`, which says what of it may be shown.
"""

from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import polars as pl

from needs.choices import Choices
from needs.files import replacing
from needs.measure import recounting, results
from needs.measure.count import count
from needs.measure.counted_results import Origin, results_of
from needs.measure.indicators import BY_NAME, INDICATORS
from needs.measure.records import records
from needs.measure.results import tidy
from needs.mistakes import Mistake
from needs.quarter import Period, Quarter

VARIED = "varied"  # the folder of what other gaps would give
PEOPLE = ("episodes", "interventions", "outcomes_profiles")


@dataclass(frozen=True, kw_only=True)
class Counted:
    """Of one partnership: its true results, and what its headlines would be if the gap that ends a journey were another."""

    results: pd.DataFrame = field(repr=False)
    varied: pl.DataFrame = field(repr=False)


def counted(restricted: Path, area_codes: dict[str, str], choices: Choices) -> dict[str, Counted]:
    """What is counted of each partnership, by its slug in `area_codes`, all in one pass; of one without usable records nothing.

    Each is the same as if it had been counted alone.
    """
    origins = {slug: origin for slug, code in area_codes.items() if (origin := _origin(restricted / slug, code))}
    if not origins:
        return {slug: _nothing() for slug in area_codes}
    people = [pl.concat([_table(restricted / slug / f"{name}.parquet") for slug in origins]) for name in PEOPLE]
    counts = count(records(*people, choices), _quarters(list(origins.values())), INDICATORS, choices)
    by_slug = counts.partition_by("partnership", as_dict=True)
    true = {
        slug: tidy(results_of(by_slug[slug,], BY_NAME, origin, choices))
        for slug, origin in origins.items()
        if (slug,) in by_slug
    }
    varied = recounting.recounted(people, true, choices)
    of_each = varied.partition_by("partnership", as_dict=True)
    nothing = _nothing()
    return {
        slug: Counted(results=true.get(slug, nothing.results), varied=of_each.get((slug,), varied.clear()))
        for slug in area_codes
    }


def write(one: Counted, restricted: Path, slug: str) -> list[Path]:
    """Write what was counted of a partnership left of the disclosure line, for its owner only; gives the paths."""
    varied = restricted / VARIED / f"{slug}.parquet"
    with replacing(varied, private=True) as unfinished:
        one.varied.write_parquet(unfinished)
    return [results.write(one.results, restricted, results.counted(slug), private=True), varied]


def _nothing() -> Counted:
    return Counted(results=tidy(pd.DataFrame()), varied=pl.DataFrame(schema=recounting.RECOUNTED))


def _origin(folder: Path, area_code: str) -> Origin | None:
    """Whose records they are, the days they cover, and the fields that no agency has an answer in; None without usable ones."""
    (row,) = _table(folder / "extracts.parquet").iter_rows(named=True)
    if row["refused"] or row["first_day"] is None:
        return None
    fields = _table(folder / "extract_fields.parquet").group_by("field").agg(pl.col("answered").sum())
    return Origin(
        area_code=area_code,
        days=Period(row["first_day"], row["last_day"]),
        is_invented=row["is_invented"],
        not_collected=frozenset(fields.filter(pl.col("answered") == 0)["field"]),
    )


def _table(path: Path) -> pl.DataFrame:
    try:
        return pl.read_parquet(path, glob=False)  # a folder may be called [so]
    except (OSError, pl.exceptions.PolarsError) as error:
        found = f"restricted/{path.parent.name}/{path.name} cannot be read ({type(error).__name__})"
        raise Mistake(f"data/processed/{found}: run `needs results` to write it again") from None


def _quarters(origins: list[Origin]) -> list[Quarter]:
    """Every quarter that any of the extracts covers to its end."""
    first = Quarter.containing(min(origin.days.start for origin in origins))
    last = max(origin.days.end for origin in origins)
    quarters, quarter = [], first
    while quarter.end <= last:
        quarters.append(quarter)
        quarter += 1
    return quarters

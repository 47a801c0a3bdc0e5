"""What stands behind the disclosure line: a partnership's records linked and counted, also with other gaps, as true results.

Nothing here may be read by anybody but `needs.measure.safety`, which says what of it may be shown.
"""

import datetime
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd
import polars as pl

from needs.files import replacing
from needs.measure import cells, narrowing, results, retention
from needs.measure.count import Origin, count, results_of
from needs.measure.count import counted as counts_of
from needs.measure.indicators import BY_NAME, INDICATORS
from needs.measure.records import records
from needs.measure.results import tidy
from needs.mistakes import Mistake
from needs.quarter import Period, Quarter
from needs.settings import Choices

HEADLINES = (
    "new_presentations", "in_treatment", "exits", "retained_or_planned_discharge_percent",
    "successful_completion_of_exits",
)  # fmt: skip
GAPS = tuple((days, both) for days in (20, 21, 22) for both in (False, True))  # the days, and whether both ends count
RECOUNTED = {
    "partnership": pl.String, "period_end": pl.Date, "indicator": pl.String, "nights": pl.Int64,
    "numerator": pl.Float64, "denominator": pl.Float64,
}  # fmt: skip


def recounted(people: list[pl.DataFrame], results: dict[str, pd.DataFrame], choices: Choices) -> pl.DataFrame:
    """True counts of each partnership's headlines at each gap, in the latest financial year that has them all (RECOUNTED).

    `people` are the tables of episodes, interventions and outcomes profiles, `results` the true ones, by slug.
    """
    years = {slug: year for slug, table in results.items() if (year := _year_of(table)) is not None}
    tables = [pl.DataFrame(schema=RECOUNTED)]
    ends = sorted(set(years.values()))
    latest = pl.DataFrame(
        {"partnership": list(years), "period_end": list(years.values())},
        schema={name: RECOUNTED[name] for name in ("partnership", "period_end")},
    )
    episodes, interventions, profiles = (table.filter(pl.col("partnership").is_in(list(years))) for table in people)
    wanted = [BY_NAME[name] for name in HEADLINES]
    for days, both in {nights(*gap): gap for gap in [*GAPS, chosen(choices)]}.values() if ends else ():
        otherwise = replace(choices, gap_days=days, both_days_count=both)
        counts = count(
            records(episodes, interventions, profiles, otherwise), map(Quarter.containing, ends), wanted, otherwise
        )
        yearly = counts.filter(pl.col("window") == "financial_year", pl.col("breakdown") == "all")
        found = yearly.join(latest, on=["partnership", "period_end"]).with_columns(nights=pl.lit(nights(days, both)))
        tables.append(found.select(pl.col(name).cast(kind) for name, kind in RECOUNTED.items()))
    return pl.concat(tables).sort("partnership", "indicator", "nights")


def nights(days: int, both: bool) -> int:
    """The nights that a gap may last: one fewer where both the day of leaving and the day of starting count."""
    return days - int(both)


def chosen(choices: Choices) -> tuple[int, bool]:
    """The gap that was chosen: its days, and whether both ends count."""
    return choices.gap_days, choices.both_days_count


def _year_of(true: pd.DataFrame) -> datetime.date | None:
    """The end of the latest financial year whose headlines are all final."""
    rows = true[
        true["indicator"].isin(HEADLINES) & (true["window"] == "financial_year") & (true["breakdown"] == "all")
        & (true["status"] == "shown")
    ]  # fmt: skip
    whole = rows.groupby("period_end")["indicator"].nunique() == len(HEADLINES)
    return whole.index[whole].max().date() if whole.any() else None


VARIED = "varied"  # the folder of what other gaps would give
PEOPLE = ("episodes", "interventions", "outcomes_profiles")


@dataclass(frozen=True, kw_only=True)
class Counted:
    """Of one partnership: its true results and their steps, its people in cells of case mix, and its headlines at other gaps between journeys."""

    results: pd.DataFrame = field(repr=False)
    steps: pl.DataFrame = field(repr=False)
    cells: pl.DataFrame = field(repr=False)
    varied: pl.DataFrame = field(repr=False)


def counted(restricted: Path, area_codes: dict[str, str], choices: Choices) -> dict[str, Counted]:
    """What is counted of each partnership, by its slug in `area_codes`, all in one pass; of one without usable records nothing.

    Each is the same as if it had been counted alone.
    """
    origins = {slug: origin for slug, code in area_codes.items() if (origin := origin_of(restricted / slug, code))}
    if not origins:
        return {slug: _nothing(choices) for slug in area_codes}
    people = [pl.concat([read_table(restricted / slug / f"{name}.parquet") for slug in origins]) for name in PEOPLE]
    linked, quarters = records(people[0], people[1], people[2], choices), _quarters(list(origins.values()))
    counts = counts_of(linked, quarters, INDICATORS, choices)
    in_cells = cells.cells(linked, quarters, choices).partition_by("partnership", as_dict=True, include_key=False)
    by_slug = counts.table.partition_by("partnership", as_dict=True)
    journeys, stays = (table.partition_by("partnership", as_dict=True) for table in (linked.journeys, linked.agencies))
    true = {
        slug: tidy(
            pd.concat(
                [
                    results_of(by_slug[slug,], BY_NAME, origin, choices),
                    retention.results_of(journeys[slug,], origin, choices),
                ]
            )
        )
        for slug, origin in origins.items()
        if (slug,) in by_slug
    }
    varied = recounted(people, true, choices)
    of_each = varied.partition_by("partnership", as_dict=True)
    nothing = _nothing(choices)
    return {
        slug: Counted(
            results=true.get(slug, nothing.results),
            steps=pl.concat(
                [
                    narrowing.from_rows_to_people(
                        slug, restricted / slug, stays[slug,].height, journeys[slug,], choices
                    ),
                    narrowing.true_steps(counts.steps_of(slug), true[slug]),
                ]
            )
            if slug in true
            else nothing.steps,
            cells=_covered(in_cells.get((slug,), nothing.cells), origins.get(slug)).with_columns(
                area_code=pl.lit(code)
            ),
            varied=of_each.get((slug,), varied.clear()),
        )
        for slug, code in area_codes.items()
    }


def _covered(table: pl.DataFrame, origin: Origin | None) -> pl.DataFrame:
    """The cells of periods that extracts speak of from the first day to the last."""
    if origin is None:
        return table.clear()
    return table.filter(pl.col("period_start") >= origin.days.start, pl.col("period_end") <= origin.days.end)


def write(one: Counted, restricted: Path, slug: str) -> list[Path]:
    """Write what was counted of a partnership left of the disclosure line, for its owner only; gives the paths."""
    tables = {VARIED: one.varied, cells.FOLDER: one.cells, narrowing.FOLDER: one.steps}
    paths = {name: restricted / name / f"{slug}.parquet" for name in tables}
    for name, table in tables.items():
        with replacing(paths[name], private=True) as unfinished:
            table.write_parquet(unfinished)
    return [results.write(one.results, restricted, results.counted(slug), private=True), *paths.values()]


def _nothing(choices: Choices) -> Counted:
    nobody = cells.nobody(choices).drop("partnership")
    return Counted(
        results=tidy(pd.DataFrame()), steps=narrowing.none(), cells=nobody, varied=pl.DataFrame(schema=RECOUNTED)
    )


def origin_of(folder: Path, area_code: str) -> Origin | None:
    """Whose records they are, the days they cover, and the fields that no agency has an answer in; None without usable ones."""
    (row,) = read_table(folder / "extracts.parquet").iter_rows(named=True)
    if row["refused"] or row["first_day"] is None:
        return None
    fields = read_table(folder / "extract_fields.parquet").group_by("field").agg(pl.col("answered").sum())
    return Origin(
        area_code=area_code,
        days=Period(row["first_day"], row["last_day"]),
        is_invented=row["is_invented"],
        not_collected=frozenset(fields.filter(pl.col("answered") == 0)["field"]),
    )


def read_table(path: Path) -> pl.DataFrame:
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

"""The steps of counting.py, each run in a process of its own; a step that measures less than all it does says how long."""

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pandas_loop
import polars as pl
from counting import AT_ONCE, FIRST, LAST, MOST_IN_THE_LOOP, QUARTERS, SAME

from needs.folders import Folders
from needs.ingest import raw
from needs.ingest.ndtms import extracts, pseudonyms
from needs.measure import count as counting
from needs.measure.indicator import QUARTER, ROLLING, YEAR_TO_DATE, Indicator
from needs.measure.indicators import BY_NAME, INDICATORS
from needs.measure.records import Records, records
from needs.quarter import Quarter
from needs.settings import Choices
from needs.synthetic.extracts import synthesise
from needs.synthetic.profiles import national

PERIODS = [Quarter.parse(FIRST) + number for number in range(QUARTERS)]
TABLES = ("episodes", "interventions", "outcomes_profiles")
KEYS = ["partnership", "indicator", "window", "period_end", "breakdown", "group"]
OF_JOURNEYS = ("partnership", "person", "start", "end", "end_reason", "sex", "birth_quarter", "age_at_triage")
OF_INTERVENTIONS = (
    "partnership",
    "started",
    "referred",
    "first_offered",
    "intervention_number",
    "sex",
    "birth_quarter", "age_at_triage",
)


def invent(folder: Path, size: int) -> dict:
    """Invented extracts of as many partnerships as the largest size asks for."""
    made = synthesise(folder, 1, national(size), FIRST, LAST)
    return {"rows": sum(extract.rows for extract in made)}


def read(folder: Path, size: int) -> dict:
    """Extracts read, checked, given pseudonyms and written as tables, one partnership at a time."""
    folders = _folders(folder, size)
    started = _now()
    for partnership in raw.extracts(folders):
        extracts.ingest(partnership, pseudonyms.key(folders.root), {partnership.name: True}, folders.restricted)
    return {"what": "read and check", "rows": _rows(folders), **_since(started)}


def count(folder: Path, size: int) -> dict:
    """Journeys linked and every indicator counted in every quarter, some partnerships at a time."""
    folders, linking, figures = _folders(folder, size), 0.0, 0
    started = _now()
    for slugs in _chunks(folders):
        seconds, found = _linked_and_counted(folders, slugs)
        linking, figures = linking + seconds, figures + found
    found = _since(started) | {"rows": _rows(folders), "figures": figures}
    indicators = sum(indicator.counting is not None for indicator in INDICATORS)
    return {"what": f"link ({linking:,.1f} s) and count all {indicators} indicators", "indicators": indicators, **found}


def _linked_and_counted(folders: Folders, slugs: list[str]) -> tuple[float, int]:
    """Seconds of linking, and how many figures; the tables are let go of before the next are read."""
    started = time.perf_counter()
    linked = _records(folders, slugs)
    seconds = time.perf_counter() - started
    return seconds, counting.count(linked, PERIODS, INDICATORS, Choices()).height


def same(folder: Path, size: int) -> dict:
    """The figures that the loop counts too; the tables it counts them from are written for it first."""
    folders = _folders(folder, size)
    linked = _records(folders, next(_chunks(folders, MOST_IN_THE_LOOP)))
    linked.journeys.select(OF_JOURNEYS).write_parquet(folders.root / "journeys.parquet")
    linked.interventions.select(OF_INTERVENTIONS).write_parquet(folders.root / "interventions.parquet")
    started = _now()
    counts = counting.count(linked, PERIODS, _compared(), Choices())
    found = _since(started) | {"figures": counts.height}
    counts.write_parquet(folders.root / "counts.parquet")
    return _of_the_loop(folders, "seven indicators, ours", found)


def loop(folder: Path, size: int) -> dict:
    """The same figures by a loop in pandas; RuntimeError where any differs from ours."""
    folders = _folders(folder, size)
    journeys, interventions = (_in_pandas(folders.root / f"{name}.parquet") for name in ("journeys", "interventions"))
    started = _now()
    looped = pandas_loop.counted(journeys, interventions, PERIODS)
    found = _since(started)
    ours = pd.read_parquet(folders.root / "counts.parquet")
    _agree(ours, looped)
    found |= {"figures": len(ours), "looped": len(looped)}  # a group nobody is in is a figure of ours alone
    return _of_the_loop(folders, "seven indicators, pandas loop", found)


def _now() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def _since(started: tuple[float, float]) -> dict[str, float]:
    """Seconds by the clock, and seconds of all processors together, which a busy machine does not lengthen."""
    return {"seconds": time.perf_counter() - started[0], "processor": time.process_time() - started[1]}


def _folders(folder: Path, size: int) -> Folders:
    """A project with the first so many of the invented partnerships."""
    root = folder / f"{size} partnerships"
    within = root / "data" / "raw" / "ndtms"
    within.mkdir(parents=True, exist_ok=True)
    for source in sorted((folder / "ndtms").iterdir())[:size]:
        if not (within / source.name).exists():
            (within / source.name).symlink_to(source)
    return Folders(root)


def _chunks(folders: Folders, most: int | None = None) -> Iterator[list[str]]:
    slugs = sorted(path.name for path in folders.restricted.iterdir())[:most]
    return (slugs[start : start + AT_ONCE] for start in range(0, len(slugs), AT_ONCE))


def _records(folders: Folders, slugs: list[str]) -> Records:
    paths = ([folders.restricted / slug / f"{name}.parquet" for slug in slugs] for name in TABLES)
    return records(*(pl.concat([pl.read_parquet(path) for path in several]) for several in paths), Choices())


def _rows(folders: Folders, most: int | None = None) -> int:
    tables = sorted(folders.restricted.glob("*/extracts.parquet"))[:most]
    return int(sum(pd.read_parquet(path)["rows"].sum() for path in tables))


def _of_the_loop(folders: Folders, what: str, found: dict) -> dict:
    partnerships = min(MOST_IN_THE_LOOP, len(list(folders.restricted.iterdir())))
    known = {"rows": _rows(folders, MOST_IN_THE_LOOP), "partnerships": partnerships, "indicators": len(SAME)}
    return {"what": what, **known, **found}


def _compared() -> list[Indicator]:
    """The seven indicators in every window, by sex and by age over twelve months."""
    given = {"windows": (ROLLING, YEAR_TO_DATE, QUARTER), "breakdowns": ("sex", "age")}
    return [replace(BY_NAME[name], counting=replace(BY_NAME[name].counting, **given)) for name in SAME]


def _in_pandas(path: Path) -> pd.DataFrame:
    table = pd.read_parquet(path)
    days = [name for name in ("start", "end", "started", "referred", "first_offered") if name in table]
    return table.assign(**{name: pd.to_datetime(table[name]) for name in days})


def _agree(ours: pd.DataFrame, looped: pd.DataFrame) -> None:
    """Stops the run where the two ways to count differ; a group nobody is in is a zero of ours and no row of the loop."""
    both = ours.merge(looped, on=KEYS, how="outer", suffixes=("", "_looped"), indicator=True)
    looped_numerator = both["numerator_looped"].fillna(0)
    looped_denominator = both["denominator_looped"].fillna(0)
    differs = (both["numerator"] != looped_numerator) | (both["denominator"].fillna(0) != looped_denominator)
    if differs.any() or (both["_merge"] == "right_only").any():
        raise RuntimeError(f"ours and the loop's figures differ: {both[differs].head(3).to_dict('records')}")

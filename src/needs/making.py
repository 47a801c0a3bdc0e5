"""From the raw files to the safe results: read, then counted, and only if something has changed since."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import pandas as pd
import polars as pl

from needs import unfinished
from needs.choices import in_words
from needs.folders import Folders
from needs.ingest import authored, extracts, load, plans, raw, stamp
from needs.measure import calculate, results, safe, sensitivity
from needs.measure.catalogue.identities import IDENTITIES, NESTED, OVERLAPPING
from needs.measure.counted_results import Origin
from needs.measure.disclosure import Policy
from needs.measure.growth import growth
from needs.measure.person_results import person_results
from needs.measure.together import together
from needs.mistakes import Mistake
from needs.quarter import Period
from needs.settings import check, choices, disclosure, same_ages

CHANGED = (
    "data/raw, needs.toml or the code changed while it was being read, so the results are of neither state: "
    "run the same command again"
)
Shown = Callable[[str], AbstractContextManager]  # says what is being done for as long as it is being done


def ingested(folders: Folders, shown: Shown) -> list[Path]:
    """Read every file in data/raw and write the tables; gives the paths written."""
    raw.check_names(folders)
    stamp.remove(folders)
    unfinished.begin(folders.safe, unfinished.INGEST)
    with shown("Reading data/raw"):
        loaded = load.load(folders)
        planned = plans.read(folders, loaded)
        loaded = plans.beside(loaded, planned)
        known = set(loaded.areas["partnership"]) - {""}
        written = authored.read(folders, known)
        areas = extracts.with_invented(loaded.areas, folders)
        loaded = replace(loaded, areas=areas, problems=(*loaded.problems, *written.problems, *extracts.unread(folders)))
        paths = [
            *load.write(loaded, folders),
            authored.write(written, folders),
            *plans.write(planned, folders),
            *extracts.ingest(folders, known),
        ]
    unfinished.begin(folders.safe, unfinished.CALCULATE)
    return paths


def calculated(folders: Folders, shown: Shown) -> tuple[int, list[Path]]:
    """Work out every result from the tables that were read; gives how many results there are and the paths written."""
    unfinished.check(folders.safe, unfinished.CALCULATE)
    figures, ages = load.figures_written(folders), same_ages(folders.root)
    chosen, hidden = choices(folders.root), disclosure(folders.root)
    policy = Policy(**vars(hidden), identities=IDENTITIES, nested=NESTED, overlapping=OVERLAPPING)
    stamp.remove(folders)
    unfinished.begin(folders.safe, unfinished.CALCULATE)
    with shown("Calculating results (some minutes where there are many records)"):
        tables = [calculate.calculate(figures, ages)]
        origins = _origins(folders)
        of_people = list(person_results(folders.restricted, origins, chosen, policy))
        if of_people:
            counted = pd.concat(of_people)
            tables += [counted, together(counted), growth(counted)]
        table = results.tidy(pd.concat(tables))
        varied = sensitivity.sensitivity(folders.restricted, origins, chosen, table)
        chosen_in_words = [*in_words(chosen), *in_words(hidden)]
        paths = [
            *results.write(table, folders.safe),
            safe.write_choices(chosen_in_words, folders.safe),
            sensitivity.write(varied, folders.safe),
        ]
    unfinished.end(folders.safe)
    return len(table), paths


def brought_up_to_date(folders: Folders, shown: Shown, said: Callable[[], object]) -> list[Path]:
    """The files written; none if those there are were made from the same raw files, code and settings.

    `said` is called where nothing can be calculated, to say why. A Mistake if what they are made from changes meanwhile.
    """
    check(folders.root)
    raw.check_names(folders)
    source = _source(folders)
    if stamp.is_current(folders, source):
        return []
    written = ingested(folders, shown)
    try:
        _, made = calculated(folders, shown)
    except Mistake:
        said()
        raise
    if _source(folders) != source:
        unfinished.begin(folders.safe, unfinished.INGEST)
        raise Mistake(CHANGED)
    stamp.write(folders, source, [*written, *made])
    return [*written, *made]


def _source(folders: Folders) -> str:
    return stamp.made_from(folders, [*extracts.files(folders), *authored.files(folders), *plans.files(folders)])


def _origins(folders: Folders) -> dict[str, Origin]:
    """Whose records there are: the area, the days and whether they are invented, by the partnership's name."""
    read = _read(folders.safe / "extracts.csv", schema_overrides={"first_day": pl.Date, "last_day": pl.Date})
    areas = _read(folders.safe / "areas.csv", infer_schema=False).select("partnership", "area_code")
    unanswered = _unanswered(folders)
    usable = read.filter(pl.col("refused").fill_null("") == "", pl.col("first_day").is_not_null())
    return {
        row["partnership"]: Origin(
            area_code=row["area_code"],
            days=Period(row["first_day"], row["last_day"]),
            is_invented=row["is_invented"],
            not_collected=unanswered.get(row["partnership"], frozenset()),
        )
        for row in usable.join(areas, on="partnership").iter_rows(named=True)
    }


def _unanswered(folders: Folders) -> dict[str, frozenset[str]]:
    """The fields that no agency of a partnership has a single answer in: not collected, which is not 0%."""
    fields = _read(folders.safe / "extract_fields.csv", schema_overrides={"answered": pl.Int64})
    empty = fields.group_by("partnership", "field").agg(pl.col("answered").sum()).filter(pl.col("answered") == 0)
    return {name: frozenset(rows["field"]) for (name,), rows in empty.group_by("partnership")}


def _read(path: Path, **options) -> pl.DataFrame:
    try:
        return pl.read_csv(path, **options)
    except (OSError, pl.exceptions.PolarsError) as error:
        found = f"data/processed/safe/{path.name} cannot be read ({type(error).__name__})"
        raise Mistake(f"{found}: run `needs ingest` to write it again") from None

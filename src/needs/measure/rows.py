"""The source rows behind one figure: which lines of which files, by hashed persons, are counted, and out of which.

They are worked out anew from the restricted tables, and given only under the policy for management: by the public rules
nobody is told of single persons, not even by their hash.
"""

import datetime

import pandas as pd
import polars as pl

from needs import settings
from needs.folders import Folders
from needs.measure import narrowing
from needs.measure.count import ALL, Window, units, windows_of
from needs.measure.groups import groups
from needs.measure.indicator import Asked, Indicator
from needs.measure.indicators import BY_NAME
from needs.measure.person_results import PEOPLE, origin_of, read_table
from needs.measure.records import EPISODE, JOURNEY, Records, records
from needs.measure.safety import MANAGEMENT
from needs.mistakes import Mistake
from needs.quarter import Quarter
from needs.settings import Choices

COLUMNS = ("is_counted", "unit", "person", "agency", "episode", "what", "file", "line")
STAY, INTERVENTION, FORM = "stay", "intervention", "outcomes form"
OF_FORMS = ("changes", "answers", "housing_answers")  # tables whose rows are told by outcomes forms
NOT_PUBLIC = 'source rows are for named recipients only: set policy = "management" under [disclosure] in needs.toml, and run `needs results`'


def source_rows(
    folders: Folders, partnership: str, indicator: str, window: str, period_end: datetime.date,
    breakdown: str = ALL, group: str = ALL,
) -> pd.DataFrame:  # fmt: skip
    """The source rows of a figure: a row a line of a file, in the order of COLUMNS.

    `unit` numbers what is counted (a person, a journey, an intervention), so that as many units are counted as the numerator
    says, and there are as many as the denominator says. A journey has the first line of each of its stays, what is told by
    outcomes forms also those of its forms. A Mistake under any policy but that for management, or where nothing is so counted.
    """
    chosen = settings.read(folders.root)
    if chosen.disclosure.policy != MANAGEMENT:
        raise Mistake(f"{indicator} of {partnership}: {NOT_PUBLIC}")
    one, folder = _counted(indicator), folders.restricted / partnership
    if not folder.is_dir() or (known := origin_of(folder, partnership)) is None:
        raise Mistake(f"{partnership}: there are no records of it that can be used")
    asked_in = _window(one, window, period_end, chosen.counting)
    if asked_in.period.start < known.days.start or asked_in.period.end > known.days.end:
        raise Mistake(
            f"{partnership}: its records speak of {known.days.start} to {known.days.end}, not of all the period"
        )
    people = [read_table(folder / f"{name}.parquet") for name in PEOPLE]
    linked = records(people[0], people[1], people[2], chosen.counting)
    found = _units(linked, one, Asked(asked_in.period, chosen.counting), breakdown, group)
    return _lines(found, linked, one.counting.of if one.counting else "", people[0], people[2]).to_pandas()


def _counted(name: str) -> Indicator:
    one = BY_NAME.get(name)
    if one is None or one.counting is None:
        raise Mistake(f"{name!r} is no indicator that is counted from records; `needs indicators` lists them")
    return one


def _window(one: Indicator, name: str, end: datetime.date, choices: Choices) -> Window:
    windows = [known for known in windows_of(Quarter.containing(end)) if known.is_for(one, choices)]
    found = [known for known in windows if known.name == name and known.period.end == end]
    if not found:
        there = ", ".join(known.name for known in windows) or "none"
        raise Mistake(
            f"{one.name}: not counted in the {name} to {end}; its windows that end with that quarter: {there}"
        )
    return found[0]


def _units(linked: Records, one: Indicator, asked: Asked, breakdown: str, group: str) -> pl.DataFrame:
    """The rows of the indicator's table that count, or are counted out of, with whether they count and a number."""
    of = narrowing.sides(one, asked)
    is_out_of = of.out_of.expr if of.out_of else pl.lit(True)
    rows = units(linked, of.counting.of, asked)
    if breakdown != ALL:
        known = groups(of.counting.of, Asked(asked.period, asked.choices, of.counting.aged))
        if breakdown not in of.counting.breakdowns:
            raise Mistake(
                f"{one.name} is not counted by {breakdown!r}; it is by {', '.join(of.counting.breakdowns) or 'none'}"
            )
        rows = rows.filter(known[breakdown] == group)
    is_counted = (of.counts.expr & is_out_of).alias("is_counted")
    found = rows.with_columns(is_counted, is_out_of.alias("_is_out_of")).collect()
    kept = found.filter(pl.col("_is_out_of") if of.out_of else pl.col("is_counted"))
    return kept.drop("_is_out_of").with_row_index("unit", offset=1)


def _lines(found: pl.DataFrame, linked: Records, of: str, episodes: pl.DataFrame, forms: pl.DataFrame) -> pl.DataFrame:
    """Where each unit is written."""
    told = ["unit", "is_counted"]
    if of == "interventions":
        parts = [found.with_columns(what=pl.lit(INTERVENTION))]
    else:
        keys = [*EPISODE] if of == "agencies" else [*JOURNEY]
        stays = found.select(*told, *keys).join(linked.agencies.select(*dict.fromkeys((*EPISODE, *JOURNEY))), on=keys)
        parts = [stays.join(episodes.select(*EPISODE, "file", "line"), on=EPISODE).with_columns(what=pl.lit(STAY))]
        if of in OF_FORMS:
            of_stays = stays.join(forms.select(*EPISODE, "file", "line"), on=EPISODE)
            parts.append(of_stays.with_columns(what=pl.lit(FORM)))
    return pl.concat([part.select(COLUMNS) for part in parts]).sort("unit", "what", "file", "line")

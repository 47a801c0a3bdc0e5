"""Invented Treatment Outcomes Profile forms: at the start, at reviews and on leaving, from October 2007."""

import datetime

import numpy as np
import polars as pl

from needs.synthetic.chance import even_draws, spread, whole_days
from needs.synthetic.episodes import Episodes
from needs.synthetic.journeys import Journeys, Window, days
from needs.synthetic.people import People
from needs.synthetic.profiles import Partnership

FIRST_FORM = days(datetime.date(2007, 10, 1))  # the national start of the form [recalled: high]
SUBSTANCES = {
    "ALCUSE": "7000",
    "OPIUSE": "1",
    "CRAUSE": "3201",
    "COCAUSE": "3200",
    "AMPHUSE": "3100",
    "CANNUSE": "5000",
}
DAYS = ("SHOTHEFT", "DRGSELL", "PWORK", "EDUCAT")
ANSWERS = {"SHARING": 0.06, "OTHTHEFT": 0.08, "ASSAULT": 0.04, "ACUTHPBM": 0.16, "HRISK": 0.1}
SCALES = ("PSYHSTAT", "PHSTAT", "QUALLIFE")
ITEMS = (*SUBSTANCES, "OTDRGUSE", "IVDRGUSE", *DAYS, *ANSWERS, *SCALES)
SHARE_ABSTINENT = {"OPIUSE": 0.37, "CRAUSE": 0.52}  # at review, of users at the start: Marsden 2009, Lancet 374
SHARE_NOT_ANSWERED = 0.03


def forms_of(
    partnership: Partnership,
    episodes: Episodes,
    journeys: Journeys,
    people: People,
    window: Window,
    chance: np.random.Generator,
) -> pl.DataFrame:
    """One row is one form, in order of episode and date: episode, day, stage and the items as text."""
    dates = _dates(partnership, journeys, window, chance)
    held = _held_by(dates, episodes, len(journeys.start))
    forms = dates.with_columns(episode=pl.Series(held)).sort("episode", "day", "stage")
    items = _items(forms, journeys, people, chance)
    return forms.hstack([pl.Series(name, values) for name, values in items.items()])


def _dates(partnership: Partnership, journeys: Journeys, window: Window, chance: np.random.Generator) -> pl.DataFrame:
    """The forms that were filled in: journey, day, stage (S, R or E)."""
    count, last = len(journeys.start), np.minimum(journeys.end, window.end)
    starts = window.quarter_of(journeys.start)
    asked = (journeys.start >= FIRST_FORM) & (journeys.start <= window.end)
    has_start = asked & (even_draws(starts, chance) < partnership.start_form)
    day = np.minimum(whole_days(journeys.start - 3, journeys.start + 7, chance, count), window.end)
    reviewed = spread(partnership.review_form, starts * 2 + has_start, journeys.end, chance)
    review = _reviews(journeys.start, np.where(reviewed, last - 10, 0), chance)
    has_exit = even_draws(window.quarter_of(journeys.end), chance) < partnership.exit_form
    has_exit &= (journeys.end >= FIRST_FORM) & (journeys.end <= window.end)
    leaving = np.minimum(whole_days(journeys.end - 6, journeys.end + 7, chance, count), window.end)
    everyone = np.arange(count)
    return pl.concat(
        pl.DataFrame(
            {"journey": whose, "day": when, "stage": [stage] * len(whose)}, schema_overrides={"stage": pl.String}
        )
        for stage, whose, when in (
            ("S", everyone[has_start], day[has_start]),
            ("R", *review),
            ("E", everyone[has_exit], leaving[has_exit]),
        )
    )


def _reviews(start: np.ndarray, last: np.ndarray, chance: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """The first review five to eleven weeks after the start, the next ones about every three months."""
    first, step = start + whole_days(38, 76, chance, len(start)), whole_days(76, 96, chance, len(start))
    counts = np.maximum((last - first) // step + 1, 0)
    whose = np.repeat(np.arange(len(start)), counts)
    number = np.arange(len(whose)) - np.repeat(np.cumsum(counts) - counts, counts)
    day = first[whose] + number * step[whose]
    return whose[day >= FIRST_FORM], day[day >= FIRST_FORM]


def _held_by(dates: pl.DataFrame, episodes: Episodes, journeys: int) -> np.ndarray:
    """The episode each form belongs to: the second agency's once the person was there, otherwise the first's."""
    first, second, moved_on = (np.full(journeys, fill) for fill in (-1, -1, 10**6))
    is_second = episodes.is_last & ~episodes.is_first
    first[episodes.journey[episodes.is_first]] = np.flatnonzero(episodes.is_first)
    second[episodes.journey[is_second]] = np.flatnonzero(is_second)
    moved_on[episodes.journey[is_second]] = episodes.start[is_second]
    whose, day = dates["journey"].to_numpy(), dates["day"].to_numpy()
    return np.where(day >= moved_on[whose], second[whose], first[whose])


def _items(forms: pl.DataFrame, journeys: Journeys, people: People, chance: np.random.Generator) -> dict:
    whose, is_start = forms["journey"].to_numpy(), forms["stage"].to_numpy() == "S"
    person, count = journeys.person[whose], len(forms)
    usual = np.random.default_rng(chance.integers(2**32)).integers(8, 29, (len(ITEMS), len(journeys.start)))
    drugs = [drug.astype(str) for drug in (people.drug_1, people.drug_2, people.drug_3)]
    found = {}
    for place, (item, code) in enumerate(SUBSTANCES.items()):
        uses = np.any([np.char.startswith(drug, code) for drug in drugs], axis=0)[person]
        stopped = chance.random(count) < SHARE_ABSTINENT.get(item, 0.35)
        less = np.clip(np.round(usual[place][whose] * chance.uniform(0.2, 1.1, count)), 0, 28)
        found[item] = np.where(uses, np.where(is_start, usual[place][whose], np.where(stopped, 0, less)), 0)
    found["OTDRGUSE"] = np.where(chance.random(count) < 0.06, chance.integers(1, 29, count), 0)
    found["IVDRGUSE"] = np.where(chance.random(count) < 0.35, found["OPIUSE"], 0)
    for item in DAYS:
        found[item] = np.where(chance.random(count) < 0.14, chance.integers(1, 25, count), 0)
    for item in SCALES:
        found[item] = np.clip(np.round(chance.normal(np.where(is_start, 10, 13), 4)), 0, 20)
    found = {item: values.astype(np.int64).astype(str) for item, values in found.items()}
    for item, share in ANSWERS.items():
        found[item] = np.where(chance.random(count) < share, "Y", "N")
    return {item: np.where(chance.random(count) < SHARE_NOT_ANSWERED, "NA", found[item]) for item in ITEMS}

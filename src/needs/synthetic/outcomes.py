"""Invented Treatment Outcomes Profile forms: at the start, at reviews and on leaving, from October 2007."""

import datetime

import numpy as np
import polars as pl
from scipy.special import logit

from needs.synthetic import model
from needs.synthetic.chance import Chance, between
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
    partnership: Partnership, episodes: Episodes, journeys: Journeys, people: People, window: Window, chance: Chance
) -> pl.DataFrame:
    """One row is one form, in order of episode and date: episode, day, stage and the items as text."""
    dates = _dates(partnership, journeys, window, chance)
    held = _held_by(dates, episodes, len(journeys.start))
    forms = dates.with_columns(episode=pl.Series(held)).sort("episode", "day", "stage")
    items = _items(forms, journeys, people, chance)
    return forms.hstack([pl.Series(name, values) for name, values in items.items()])


def _dates(partnership: Partnership, journeys: Journeys, window: Window, chance: Chance) -> pl.DataFrame:
    """The forms that were filled in: journey, day, stage (S, R or E)."""
    count, last = len(journeys.start), np.minimum(journeys.end, window.end)

    def filled_in(what: str, share: float) -> np.ndarray:
        is_careless = journeys.agency == partnership.careless
        odds = logit(share) + np.where(is_careless, model.CARELESS, 0)
        return model.happens(chance.numbers(f"{what} form", count), odds)

    has_start = filled_in("start", partnership.start_form)
    has_start &= (journeys.start >= FIRST_FORM) & (journeys.start <= window.end)
    day = np.minimum(chance.whole_days("start form", journeys.start - 3, journeys.start + 7, count), window.end)
    reviewed = filled_in("review", partnership.review_form)
    review = _reviews(journeys.start, np.where(reviewed, last - 10, 0), chance)
    has_exit = filled_in("exit", partnership.exit_form)
    has_exit &= (journeys.end >= FIRST_FORM) & (journeys.end <= window.end)
    leaving = np.minimum(chance.whole_days("exit form", journeys.end - 6, journeys.end + 7, count), window.end)
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


def _reviews(start: np.ndarray, last: np.ndarray, chance: Chance) -> tuple[np.ndarray, np.ndarray]:
    """The first review five to eleven weeks after the start, the next ones about every three months."""
    first = start + chance.whole_days("first review", 38, 76, len(start))
    step = chance.whole_days("between reviews", 76, 96, len(start))
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


def _items(forms: pl.DataFrame, journeys: Journeys, people: People, chance: Chance) -> dict:
    """Days of use and scales that are worse where somebody is worse off, and better at reviews and on leaving."""
    whose, is_start = forms["journey"].to_numpy(), forms["stage"].to_numpy() == "S"
    person, count = journeys.person[whose], len(forms)
    traits = people.traits(person, forms["day"].to_numpy())
    severity, better = traits["severity"], model.predictor(model.ABSTINENT, traits)
    drugs = [drug.astype(str) for drug in (people.drug_1, people.drug_2, people.drug_3)]
    found = {}
    for item, code in SUBSTANCES.items():
        uses = np.any([np.char.startswith(drug, code) for drug in drugs], axis=0)[person]
        usual = between(chance.numbers(f"usual {item}", len(journeys.start)), 6, 28)[whose]
        usual = np.clip(np.round(usual + 2 * severity), 1, 28)
        odds = logit(SHARE_ABSTINENT.get(item, 0.35)) + better
        stopped = model.happens(chance.numbers(f"stopped {item}", count), odds)
        less = np.clip(np.round(usual * (0.2 + 0.9 * chance.numbers(f"less {item}", count))), 0, 28)
        found[item] = np.where(uses, np.where(is_start, usual, np.where(stopped, 0, less)), 0)
    others = chance.whole_days("days of another", 1, 28, count)
    found["OTDRGUSE"] = np.where(chance.numbers("another", count) < 0.06, others, 0)
    found["IVDRGUSE"] = np.where(chance.numbers("injects", count) < 0.35, found["OPIUSE"], 0)
    for item in DAYS:
        some = chance.whole_days(f"days of {item}", 1, 24, count)
        found[item] = np.where(chance.numbers(item, count) < 0.14, some, 0)
    for item in SCALES:
        usual = np.where(is_start, 10, 13) - severity
        found[item] = np.clip(np.round(usual + 4 * chance.normal(item, count)), 0, 20)
    found = {item: values.astype(np.int64).astype(str) for item, values in found.items()}
    for item, share in ANSWERS.items():
        found[item] = np.where(chance.numbers(item, count) < share, "Y", "N")
    return {
        item: np.where(chance.numbers(f"no {item}", count) < SHARE_NOT_ANSWERED, "NA", found[item]) for item in ITEMS
    }

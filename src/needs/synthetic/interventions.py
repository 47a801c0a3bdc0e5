"""Invented interventions: the one an episode begins with, further ones, stays in residence, and the waits before each."""

from dataclasses import dataclass

import numpy as np

from needs.synthetic import model
from needs.synthetic.chance import Chance, chosen
from needs.synthetic.episodes import Episodes
from needs.synthetic.journeys import TWELVE_WEEKS, Journeys, Window
from needs.synthetic.people import People
from needs.synthetic.profiles import Partnership
from needs.synthetic.shares import FURTHER, MODALITIES, TIER_4

SHARE_WITH_ANOTHER = 0.3  # of episodes of eight weeks or more
NOT_STRUCTURED = ("7", "8", "9", "10")  # aftercare, needle exchange, outreach, advice
LONGEST_WAIT = 52  # weeks
# The mean of what the effects make of a wait: severity is normal, a quarter of the year is winter
TYPICAL = np.exp(model.WAITING["severity"] ** 2 / 2) * (3 + np.exp(model.WAITING["winter"])) / 4


@dataclass(frozen=True, kw_only=True)
class Interventions:
    """One place in each array is one intervention, in order of episode and start."""

    episode: np.ndarray
    modality: np.ndarray
    referred: np.ndarray
    offered: np.ndarray
    start: np.ndarray
    end: np.ndarray
    is_main: np.ndarray


def interventions_of(
    partnership: Partnership,
    episodes: Episodes,
    journeys: Journeys,
    people: People,
    window: Window,
    chance: Chance,
) -> Interventions:
    """Each episode's interventions that began by the end of the window; the main one lasts as long as the episode."""
    main = _main(episodes, people.is_opiate_user[journeys.person[episodes.journey]], chance)
    count = len(episodes.start)
    further = _within(
        episodes, _has_another(episodes, chance), chance.picked("further", FURTHER, count), chance, "next"
    )
    lives_in = journeys.is_retained & (chance.numbers("residence", len(journeys.start)) < partnership.tier_4)
    residence = _within(
        episodes,
        lives_in[episodes.journey] & episodes.is_first & (episodes.end - episodes.start >= TWELVE_WEEKS),
        chance.picked("tier 4", TIER_4, count),
        chance,
        "tier 4",
    )
    found = {name: np.concatenate([main[name], further[name], residence[name]]) for name in main}
    found = {name: values[found["start"] <= window.end] for name, values in found.items()}
    order = np.lexsort((found["start"], ~found["is_main"], found["episode"]))
    found = {name: values[order] for name, values in found.items()}
    person = journeys.person[episodes.journey[found["episode"]]]
    return _with_waits(partnership, found, people.traits(person, found["start"]), chance)


def _main(episodes: Episodes, is_opiate_user: np.ndarray, chance: Chance) -> dict[str, np.ndarray]:
    draws = chance.numbers("main", len(episodes.start))
    kinds = [chosen(draws, MODALITIES[used]) for used in (False, True)]
    return {
        "episode": np.arange(len(draws)),
        "modality": np.where(is_opiate_user, kinds[1], kinds[0]),
        "start": episodes.start,
        "end": episodes.end,
        "is_main": np.ones(len(draws), bool),
    }


def _has_another(episodes: Episodes, chance: Chance) -> np.ndarray:
    is_long = episodes.end - episodes.start >= 56
    return is_long & (chance.numbers("has another", len(is_long)) < SHARE_WITH_ANOTHER)


def _within(episodes: Episodes, has: np.ndarray, modality: np.ndarray, chance: Chance, what: str) -> dict:
    count = len(episodes.start)
    last = np.minimum(episodes.start + 60, episodes.end - 20)
    start = chance.whole_days(f"{what} starts", episodes.start + 5, last, count)
    end = np.minimum(chance.whole_days(f"{what} ends", start + 14, start + 60, count), episodes.end)
    found = {
        "episode": np.arange(count),
        "modality": modality,
        "start": start,
        "end": end,
        "is_main": np.zeros(count, bool),
    }
    return {name: values[has] for name, values in found.items()}


def _with_waits(partnership: Partnership, found: dict, traits: model.Traits, chance: Chance) -> Interventions:
    """Waits about the modality's mean, longer for some than for others; advice and the like do not wait."""
    modality, count = found["modality"], len(found["start"])
    usual = {**dict.fromkeys(NOT_STRUCTURED, 0.01), **partnership.waits}
    expected = np.array([usual[code] for code in modality]) * np.exp(model.predictor(model.WAITING, traits)) / TYPICAL
    weeks = np.minimum(-np.log1p(-chance.numbers("waits", count)) * expected, LONGEST_WAIT)
    offered = found["start"] - chance.whole_days("offered", 0, 3, count)
    return Interventions(**found, offered=offered, referred=offered - np.round(weeks * 7).astype(np.int64))

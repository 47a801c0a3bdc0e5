"""Invented interventions: the one an episode begins with, further ones, stays in residence, and the waits before each."""

from dataclasses import dataclass

import numpy as np

from needs.synthetic.chance import chosen, even_draws, picked, whole_days
from needs.synthetic.episodes import Episodes
from needs.synthetic.journeys import Journeys, Window
from needs.synthetic.people import People
from needs.synthetic.profiles import Partnership
from needs.synthetic.shares import FURTHER, MODALITIES, TIER_4

SHARE_WITH_ANOTHER = 0.3  # of episodes of eight weeks or more
NOT_STRUCTURED = ("7", "8", "9", "10")  # aftercare, needle exchange, outreach, advice


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
    chance: np.random.Generator,
) -> Interventions:
    """Each episode's interventions that began by the end of the window; the main one lasts as long as the episode."""
    main = _main(episodes, people.is_opiate_user[journeys.person[episodes.journey]], chance)
    further = _within(episodes, _has_another(episodes, chance), picked(FURTHER, len(episodes.start), chance), chance)
    residence = _within(
        episodes,
        _has_residence(partnership, episodes, journeys, window, chance),
        picked(TIER_4, len(episodes.start), chance),
        chance,
    )
    found = {name: np.concatenate([main[name], further[name], residence[name]]) for name in main}
    found = {name: values[found["start"] <= window.end] for name, values in found.items()}
    order = np.lexsort((found["start"], ~found["is_main"], found["episode"]))
    return _with_waits(partnership, {name: values[order] for name, values in found.items()}, chance)


def _main(episodes: Episodes, is_opiate_user: np.ndarray, chance: np.random.Generator) -> dict[str, np.ndarray]:
    count = len(episodes.start)
    kinds = [chosen(chance.random(count), MODALITIES[used]) for used in (False, True)]
    return {
        "episode": np.arange(count),
        "modality": np.where(is_opiate_user, kinds[1], kinds[0]),
        "start": episodes.start,
        "end": episodes.end,
        "is_main": np.ones(count, bool),
    }


def _has_another(episodes: Episodes, chance: np.random.Generator) -> np.ndarray:
    return (episodes.end - episodes.start >= 56) & (chance.random(len(episodes.start)) < SHARE_WITH_ANOTHER)


def _has_residence(partnership, episodes, journeys, window, chance) -> np.ndarray:
    flagged = even_draws(window.quarter_of(journeys.start) * 2 + journeys.is_retained, chance) < partnership.tier_4
    return (flagged & journeys.is_retained)[episodes.journey] & episodes.is_first


def _within(episodes: Episodes, has: np.ndarray, modality: np.ndarray, chance: np.random.Generator) -> dict:
    count = len(episodes.start)
    start = whole_days(episodes.start + 5, np.minimum(episodes.start + 60, episodes.end - 20), chance, count)
    end = np.minimum(whole_days(start + 14, start + 60, chance, count), episodes.end)
    found = {
        "episode": np.arange(count),
        "modality": modality,
        "start": start,
        "end": end,
        "is_main": np.zeros(count, bool),
    }
    return {name: values[has] for name, values in found.items()}


def _with_waits(partnership: Partnership, found: dict, chance: np.random.Generator) -> Interventions:
    """Waits that reach the partnership's longest and have its average, by modality; advice and the like do not wait."""
    modality, count = found["modality"], len(found["start"])
    usual = {**dict.fromkeys(NOT_STRUCTURED, (0.01, 0.01)), **partnership.waits}
    average, longest = (np.array([usual[code][place] for code in modality]) for place in (0, 1))
    draws = even_draws(np.unique(modality, return_inverse=True)[1], chance)
    weeks = longest * draws ** (longest / average - 1)  # the mean of a draw to the power k is 1/(k + 1)
    offered = found["start"] - whole_days(0, 3, chance, count)
    return Interventions(**found, offered=offered, referred=offered - np.round(weeks * 7).astype(np.int64))

"""Invented episodes, as the agencies recorded them, and the interventions in each."""

from dataclasses import dataclass

import numpy as np

from needs.synthetic import model
from needs.synthetic.chance import TIER_4, Chance, between, chosen
from needs.synthetic.journeys import TWELVE_WEEKS, Journeys, Window
from needs.synthetic.people import People
from needs.synthetic.profiles import Partnership

DAYS_BETWEEN_AGENCIES = {"1-7": 0.6, "8-19": 0.34, "20-20": 0.06}  # 20 is the last that joins, however 21 are counted
SHARE_THAT_CONTRADICTS = 0.06  # of concurrent stays: both agencies end on one day and give different reasons
REFERRED_ON, DROPPED_OUT = "5", "6"


@dataclass(frozen=True, kw_only=True)
class Episodes:
    """One place in each array is one episode; `start` is the first intervention's, `part` main, moved or concurrent."""

    journey: np.ndarray
    agency: np.ndarray
    start: np.ndarray
    end: np.ndarray
    reason: np.ndarray
    is_first: np.ndarray
    is_last: np.ndarray
    contradicts: np.ndarray


def episodes_of(partnership: Partnership, journeys: Journeys, window: Window, chance: Chance) -> Episodes:
    """Every episode of every journey that began by the end of the window."""
    count, agency, reason = len(journeys.start), journeys.agency, journeys.reason
    other = (agency + chance.whole_days("other agency", 1, partnership.agencies - 1, count)) % partnership.agencies
    moved = journeys.is_retained & (journeys.end - journeys.start >= TWELVE_WEEKS + 5)
    moved &= chance.numbers("moves", count) < partnership.transfers
    leaves = chance.whole_days("leaves", journeys.start + 40, journeys.end - 45, count)
    arrives = leaves + _days_between(count, chance)
    moved &= arrives <= window.end
    first = {"journey": np.arange(count), "agency": agency, "start": journeys.start}
    first |= {"end": np.where(moved, leaves, journeys.end), "reason": np.where(moved, REFERRED_ON, reason)}
    first |= {"is_first": np.ones(count, bool), "is_last": ~moved, "contradicts": np.zeros(count, bool)}
    second = dict(first, agency=other, start=arrives, end=journeys.end, reason=reason)
    second = {name: values[moved] for name, values in second.items()}
    second |= {"is_first": np.zeros(moved.sum(), bool), "is_last": np.ones(moved.sum(), bool)}
    beside = _concurrent(partnership, journeys, other, window, chance)
    together = {name: np.concatenate([first[name], second[name], beside[name]]) for name in first}
    begun = together["start"] <= window.end
    return Episodes(**{name: values[begun] for name, values in together.items()})


def _concurrent(
    partnership: Partnership, journeys: Journeys, other: np.ndarray, window: Window, chance: Chance
) -> dict[str, np.ndarray]:
    count, reason = len(journeys.start), journeys.reason
    stays = journeys.is_retained & (journeys.end - journeys.start >= TWELVE_WEEKS + 5)
    stays &= chance.numbers("is at two", count) < partnership.concurrent
    start = chance.whole_days("at the second from", journeys.start + 10, journeys.end - 40, count)
    end = chance.whole_days("at the second until", start + 10, journeys.end - 1, count)
    contradicts = stays & partnership.contradictory & (chance.numbers("contradicts", count) < SHARE_THAT_CONTRADICTS)
    contradicts &= (reason != DROPPED_OUT) & (journeys.end <= window.end)
    found = {"journey": np.arange(count), "agency": other, "start": start}
    found |= {"end": np.where(contradicts, journeys.end, end), "contradicts": contradicts}
    found["reason"] = np.where(
        contradicts, DROPPED_OUT, chance.picked("leaves the second", {"2": 0.5, "5": 0.2, "6": 0.3}, count)
    )
    found |= {"is_first": np.zeros(count, bool), "is_last": np.zeros(count, bool)}
    return {name: values[stays] for name, values in found.items()}


def _days_between(count: int, chance: Chance) -> np.ndarray:
    bands = chosen(chance.numbers("band between", count), DAYS_BETWEEN_AGENCIES)
    low, high = (np.array([int(band.split("-")[end]) for band in bands]) for end in (0, 1))
    return between(chance.numbers("between", count), low, high)


SHARE_WITH_ANOTHER = 0.3  # of episodes of eight weeks or more
NOT_STRUCTURED = ("7", "8", "9", "10", "96")  # aftercare, needle exchange, outreach, advice, recovery support
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
    main = _main(partnership, episodes, people.is_opiate_user[journeys.person[episodes.journey]], chance)
    count = len(episodes.start)
    further = _within(
        episodes, _has_another(episodes, chance), chance.picked("further", partnership.further, count), chance, "next"
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


def _main(
    partnership: Partnership, episodes: Episodes, is_opiate_user: np.ndarray, chance: Chance
) -> dict[str, np.ndarray]:
    draws = chance.numbers("main", len(episodes.start))
    kinds = [chosen(draws, partnership.modalities[used]) for used in (False, True)]
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

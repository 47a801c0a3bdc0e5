"""One partnership's invented people, journeys, episodes, interventions and forms: the truth that files are written from."""

import zlib
from dataclasses import dataclass

import numpy as np
import polars as pl

from needs.quarter import Quarter
from needs.synthetic.chance import even_draws
from needs.synthetic.episodes import Episodes, episodes_of
from needs.synthetic.interventions import Interventions, interventions_of
from needs.synthetic.journeys import Journeys, Window, journeys_of
from needs.synthetic.outcomes import forms_of
from needs.synthetic.people import People, people_of, reasons_for_leaving
from needs.synthetic.profiles import Partnership


@dataclass(frozen=True, kw_only=True)
class Invention:
    """Everything invented of one partnership; ends after the window's last day stand for "still open"."""

    partnership: Partnership
    window: Window
    seed: int
    people: People
    journeys: Journeys
    reason: np.ndarray
    has_housing_problem: np.ndarray
    has_care_plan: np.ndarray
    episodes: Episodes
    interventions: Interventions
    forms: pl.DataFrame


def invent(partnership: Partnership, seed: int, first: Quarter, last: Quarter) -> Invention:
    """The same partnership, seed and quarters give the same invention, whatever else is invented beside it."""
    chance, window = generator(partnership, seed, "truth"), Window(first=first, last=last)
    journeys = journeys_of(partnership, window, chance)
    people = people_of(partnership, journeys, window, chance)
    reason = reasons_for_leaving(partnership, journeys, people, window, chance)
    episodes = episodes_of(partnership, journeys, reason, window, chance)
    quarter = window.quarter_of(journeys.start)
    housing, planned = even_draws(quarter, chance), even_draws(window.quarter_of(episodes.start), chance)
    return Invention(
        partnership=partnership,
        window=window,
        seed=seed,
        people=people,
        journeys=journeys,
        reason=reason,
        has_housing_problem=housing < partnership.housing_problem,
        has_care_plan=planned < partnership.care_plan,
        episodes=episodes,
        interventions=interventions_of(partnership, episodes, journeys, people, window, chance),
        forms=forms_of(partnership, episodes, journeys, people, window, chance),
    )


def generator(partnership: Partnership, seed: int, purpose: str) -> np.random.Generator:
    """A source of chance for one purpose in one partnership, so that no purpose moves another."""
    return np.random.default_rng([seed, zlib.crc32(f"{partnership.slug} {purpose}".encode())])

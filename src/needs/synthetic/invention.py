"""One partnership's invented people, journeys, episodes, interventions and forms: the truth that files are written from."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from needs.quarter import Quarter
from needs.synthetic.chance import Chance
from needs.synthetic.episodes import Episodes, Interventions, episodes_of, interventions_of
from needs.synthetic.journeys import Journeys, Window, journeys_of
from needs.synthetic.outcomes import forms_of
from needs.synthetic.people import People
from needs.synthetic.profiles import Partnership


@dataclass(frozen=True, kw_only=True)
class Invention:
    """Everything invented of one partnership; ends after the window's last day stand for "still open"."""

    partnership: Partnership
    window: Window
    seed: int
    people: People
    journeys: Journeys
    has_housing_problem: np.ndarray
    has_care_plan: np.ndarray
    episodes: Episodes
    interventions: Interventions
    forms: pl.DataFrame


def invent(partnership: Partnership, seed: int, first: Quarter, last: Quarter) -> Invention:
    """The same partnership, seed and quarters give the same invention, whatever else is invented beside it."""
    chance, window = Chance(seed, partnership.slug), Window(first=first, last=last)
    people, journeys = journeys_of(partnership, window, chance)
    episodes = episodes_of(partnership, journeys, window, chance)
    return Invention(
        partnership=partnership,
        window=window,
        seed=seed,
        people=people,
        journeys=journeys,
        has_housing_problem=chance.numbers("housing", len(journeys.start)) < partnership.housing_problem,
        has_care_plan=chance.numbers("care plan", len(episodes.start)) < partnership.care_plan,
        episodes=episodes,
        interventions=interventions_of(partnership, episodes, journeys, people, window, chance),
        forms=forms_of(partnership, episodes, journeys, people, window, chance),
    )

"""Invented people: who they are, and the few things about them that do not change between journeys."""

from dataclasses import dataclass

import numpy as np

from needs.synthetic.chance import chosen, even_draws, picked, whole_days
from needs.synthetic.journeys import Journeys, Window
from needs.synthetic.profiles import Partnership
from needs.synthetic.shares import COMPLETED, OTHER_ETHNIC, SECOND_DRUG, UNPLANNED

LETTERS = np.array(list("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))


@dataclass(frozen=True, kw_only=True)
class People:
    """One place in each array is one person; initials and birth are drawn at random and belong to nobody."""

    first_initial: np.ndarray
    last_initial: np.ndarray
    born: np.ndarray
    sex: np.ndarray
    ethnic: np.ndarray
    district: np.ndarray
    drug_1: np.ndarray
    drug_2: np.ndarray
    drug_3: np.ndarray

    @property
    def is_opiate_user(self) -> np.ndarray:
        return np.char.startswith(self.drug_1.astype(str), "1")


def people_of(partnership: Partnership, journeys: Journeys, window: Window, chance: np.random.Generator) -> People:
    """The people whose journeys these are; shares hold among those who first came in one year and stayed alike."""
    first = np.unique(journeys.person, return_index=True)[1]
    seen = np.maximum(journeys.start[first], window.start)
    groups = window.quarter_of(seen) // 4 * 2 + journeys.is_retained[first]
    born = seen - _age_in_days(_age_bands(partnership, groups, journeys.is_retained[first], chance), chance)
    sex = np.where(even_draws(groups, chance) < partnership.male, "M", "F")
    first_initial, last_initial = _initials(born, sex, chance)
    drug_1, drug_2, drug_3 = _drugs(partnership, groups, chance)
    return People(
        first_initial=first_initial,
        last_initial=last_initial,
        born=born,
        sex=sex,
        ethnic=np.where(
            even_draws(groups, chance) < partnership.white_british, "A", picked(OTHER_ETHNIC, len(first), chance)
        ),
        district=picked(dict.fromkeys(partnership.districts, 1), len(first), chance),
        drug_1=drug_1,
        drug_2=drug_2,
        drug_3=drug_3,
    )


def reasons_for_leaving(
    partnership: Partnership, journeys: Journeys, people: People, window: Window, chance: np.random.Generator
) -> np.ndarray:
    """The reason each journey ends with; in every quarter the shares leaving well are the partnership's.

    A short stay that was planned counts towards the share; only a long one can end by being referred on.
    """
    quarter = window.quarter_of(journeys.end)
    is_young = (quarter_end_age(journeys, people, window) < 25) & (partnership.young_completed is not None)
    wanted = _share_completing(partnership, quarter, is_young)
    group = np.unique(quarter * 2 + is_young, return_inverse=True)[1]
    late = journeys.is_retained
    everyone, early, later = (
        np.bincount(group, weights=counted)[group] for counted in (wanted, journeys.is_early_planned * 1.0, late * 1.0)
    )
    share = np.clip((np.round(everyone) - early) / np.maximum(later, 1), 0, 1)
    draws = even_draws(group * 2 + late, chance)
    reason = picked(UNPLANNED, len(draws), chance)
    referred = late & (draws < share + partnership.referred_on * everyone / np.maximum(wanted * later, 0.01))
    reason[referred] = "5"
    completed = journeys.is_early_planned | (late & (draws < share))
    return np.where(completed, picked(COMPLETED, len(draws), chance), reason)


def quarter_end_age(journeys: Journeys, people: People, window: Window) -> np.ndarray:
    """Age in years at the end of the quarter in which each journey ends."""
    edges = np.array([int(np.datetime64(quarter.end).astype(int)) for quarter in window.quarters] + [window.end + 90])
    day = edges[np.clip(window.quarter_of(journeys.end), 0, len(edges) - 1)]
    return (day - people.born[journeys.person]) / 365.25


def _share_completing(partnership: Partnership, quarter: np.ndarray, is_young: np.ndarray) -> np.ndarray:
    if partnership.young_completed is None:
        return np.full(len(quarter), partnership.completed)
    place = np.unique(quarter, return_inverse=True)[1]
    young = (np.bincount(place, weights=is_young) / np.bincount(place))[place]
    older = (partnership.completed - young * partnership.young_completed) / np.maximum(1 - young, 0.01)
    return np.where(is_young, partnership.young_completed, older)


def _age_bands(
    partnership: Partnership, groups: np.ndarray, stayed: np.ndarray, chance: np.random.Generator
) -> np.ndarray:
    draws = even_draws(groups, chance)
    early = partnership.ages_of_early_leavers or partnership.ages
    return np.where(stayed, chosen(draws, partnership.ages), chosen(draws, early))


def _age_in_days(bands: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    low, high = (np.array([int(band.split("-")[end]) for band in bands]) for end in (0, 1))
    return whole_days(
        np.ceil(low * 365.25).astype(np.int64), np.floor((high + 1) * 365.25) - 1, chance, len(low)
    ).astype(np.int64)


def _initials(born: np.ndarray, sex: np.ndarray, chance: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Two letters for each person, drawn again while another of the same birth and sex has the same two."""
    pair = chance.integers(0, 676, len(born))
    while True:
        key = (born * 2 + (sex == "M")) * 676 + pair
        repeated = np.setdiff1d(np.arange(len(key)), np.unique(key, return_index=True)[1])
        if len(repeated) == 0:
            return LETTERS[pair // 26], LETTERS[pair % 26]
        pair[repeated] = chance.integers(0, 676, len(repeated))


def _drugs(
    partnership: Partnership, groups: np.ndarray, chance: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    count = len(groups)
    first = chosen(even_draws(groups, chance), partnership.drugs)
    second, third = (picked(SECOND_DRUG, count, chance) for _ in range(2))
    second = np.where((chance.random(count) < 0.62) & (second != first), second, "9996")
    third = np.where((chance.random(count) < 0.35) & (second != "9996") & (third != first), third, "9997")
    return first, second, np.where(third == second, "9997", third)

"""Invented people: who they are, and what about them does not change between journeys."""

from dataclasses import dataclass

import numpy as np

from needs.synthetic.chance import DRUGS_BY_AGE, OTHER_ETHNIC, SECOND_DRUG, Chance, between, chosen
from needs.synthetic.model import COMING
from needs.synthetic.profiles import Partnership

LETTERS = np.array(list("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
BY_DEPRIVATION = 0.3  # correlation of severity with the district's deprivation


@dataclass(frozen=True, kw_only=True)
class People:
    """One place in each array is one person; initials and birth are drawn at random and belong to nobody.

    Severity is in standard deviations, and so is the deprivation of the district they live in.
    """

    first_initial: np.ndarray
    last_initial: np.ndarray
    born: np.ndarray
    sex: np.ndarray
    ethnic: np.ndarray
    district: np.ndarray
    deprivation: np.ndarray
    severity: np.ndarray
    drug_1: np.ndarray
    drug_2: np.ndarray
    drug_3: np.ndarray

    @property
    def is_opiate_user(self) -> np.ndarray:
        """Whether the main drug is an opiate."""
        return np.char.startswith(self.drug_1.astype(str), "1")

    def traits(self, person: np.ndarray, day: np.ndarray) -> dict[str, np.ndarray]:
        """What acts on a path (`needs.synthetic.model`), of these people on these days."""
        month = (day.astype("datetime64[D]").astype("datetime64[M]").astype(int)) % 12 + 1
        return {
            "opiates": self.is_opiate_user[person] * 1.0,
            "age": ((day - self.born[person]) / 365.25 - 35) / 10,
            "severity": self.severity[person],
            "woman": (self.sex[person] == "F") * 1.0,
            "minority": (self.ethnic[person] != "A") * 1.0,
            "deprivation": self.deprivation[person],
            "winter": np.isin(month, (12, 1, 2)) * 1.0,
        }

    def only(self, kept: np.ndarray) -> "People":
        """Some of them."""
        return People(**{name: values[kept] for name, values in vars(self).items()})


def people_of(partnership: Partnership, came: np.ndarray, chance: Chance) -> People:
    """As many people as first came, each on the day given."""
    count = len(came)
    bands = chance.picked("age band", partnership.ages, count)
    low, high = (np.array([int(band.split("-")[end]) for band in bands]) for end in (0, 1))
    lived = between(chance.numbers("age", count), np.ceil(low * 365.25), np.floor((high + 1) * 365.25) - 1)
    born, sex = came - lived, np.where(chance.numbers("sex", count) < partnership.male, "M", "F")
    white = chance.numbers("white british", count) < partnership.white_british
    place = chance.picked("district", dict(enumerate(np.exp(COMING * deprivation(partnership)))), count).astype(int)
    deprived = deprivation(partnership)[place]
    severity = BY_DEPRIVATION * deprived + np.sqrt(1 - BY_DEPRIVATION**2) * chance.normal("severity", count)
    first_initial, last_initial = _initials(born, sex, chance)
    drug_1, drug_2, drug_3 = _drugs(partnership, bands, chance)
    return People(
        first_initial=first_initial,
        last_initial=last_initial,
        born=born,
        sex=sex,
        ethnic=np.where(white, "A", chance.picked("ethnic group", OTHER_ETHNIC, count)),
        district=np.array(list(partnership.districts), dtype=object)[place],
        deprivation=deprived,
        severity=severity,
        drug_1=drug_1,
        drug_2=drug_2,
        drug_3=drug_3,
    )


def deprivation(partnership: Partnership) -> np.ndarray:
    """Of each district, in standard deviations: evenly spaced from the least to the most deprived; 0 of a lone one."""
    count = len(partnership.districts)
    return np.zeros(1) if count == 1 else np.linspace(-1.5, 1.5, count)


def _initials(born: np.ndarray, sex: np.ndarray, chance: Chance) -> tuple[np.ndarray, np.ndarray]:
    """Two letters for each person, the next pair where an earlier one of the same birth and sex has the same two."""
    pair = between(chance.numbers("initials", len(born)), 0, 675)
    while True:
        key = (born * 2 + (sex == "M")) * 676 + pair
        repeated = np.setdiff1d(np.arange(len(key)), np.unique(key, return_index=True)[1])
        if len(repeated) == 0:
            return LETTERS[pair // 26], LETTERS[pair % 26]
        pair[repeated] = (pair[repeated] + 1) % 676


def _drugs(partnership: Partnership, bands: np.ndarray, chance: Chance) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    count = len(bands)
    by_age, draws = _drugs_by_age(partnership), chance.numbers("first drug", count)
    first = np.empty(count, dtype=object)
    for band, shares in by_age.items():
        first[bands == band] = chosen(draws[bands == band], shares)
    second, third = (chance.picked(f"{which} drug", SECOND_DRUG, count) for which in ("second", "third"))
    second = np.where((chance.numbers("has a second", count) < 0.62) & (second != first), second, "9996")
    has_third = (chance.numbers("has a third", count) < 0.35) & (second != "9996") & (third != first)
    third = np.where(has_third & (third != second), third, "9997")
    return first, second, third


def _drugs_by_age(partnership: Partnership) -> dict[str, dict[str, float]]:
    """The shares of first drugs in each age band, by which the partnership's own shares are met over all ages.

    The young come for cannabis and the older for opiates; weights are raked until both margins hold.
    """
    ages, drugs = partnership.ages, partnership.drugs
    wanted = np.array(list(drugs.values())) / sum(drugs.values())
    of_ages = np.array(list(ages.values())) / sum(ages.values())
    table = np.array([[DRUGS_BY_AGE.get((band, drug[0]), 1.0) for drug in drugs] for band in ages]) * wanted
    for _ in range(200):
        table *= (of_ages / table.sum(axis=1))[:, None]
        table *= wanted / table.sum(axis=0)
    return {band: dict(zip(drugs, row, strict=True)) for band, row in zip(ages, table, strict=True)}

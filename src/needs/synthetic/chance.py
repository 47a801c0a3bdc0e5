"""Chance for what is invented: a source for each purpose; and how people are spread over codes by it.

So one partnership more, one person more or one purpose more changes nothing of any other.

Codes are those of NDTMS core data sets of the time; the weights are made up unless a source stands beside them.
"""

import zlib

import numpy as np


class Chance:
    """The sources of one partnership, the same for the same seed and name."""

    def __init__(self, seed: int, name: str):
        self._key = [seed, zlib.crc32(name.encode())]

    def source(self, purpose: str) -> np.random.Generator:
        """A source of numbers for one purpose, from its beginning."""
        return np.random.default_rng([*self._key, zlib.crc32(purpose.encode())])

    def numbers(self, purpose: str, count: int) -> np.ndarray:
        """So many numbers from 0 to 1, 1 excluded."""
        return self.source(purpose).random(count)

    def normal(self, purpose: str, count: int) -> np.ndarray:
        """So many numbers of the standard normal distribution."""
        return self.source(purpose).standard_normal(count)

    def picked(self, purpose: str, shares: dict, count: int) -> np.ndarray:
        """So many keys of the shares, which are weights and need not add to 1."""
        return chosen(self.numbers(purpose, count), shares)

    def whole_days(self, purpose: str, low: np.ndarray | int, high: np.ndarray | int, count: int) -> np.ndarray:
        """So many whole numbers from low to high, both included; low where high is less."""
        return between(self.numbers(purpose, count), low, high)


def chosen(draws: np.ndarray, shares: dict) -> np.ndarray:
    """For each draw from 0 to 1 one of the keys of the shares."""
    edges = np.cumsum(np.array(list(shares.values()), dtype=float))
    kinds = np.array(list(shares), dtype=object)
    return kinds[np.minimum(np.searchsorted(edges / edges[-1], draws, side="right"), len(kinds) - 1)]


def between(draws: np.ndarray, low: np.ndarray | int, high: np.ndarray | int) -> np.ndarray:
    """For each draw from 0 to 1 a whole number from low to high, both included; low where high is less."""
    span = np.maximum(np.asarray(high) - np.asarray(low), 0) + 1
    return (np.asarray(low) + np.floor(draws * span)).astype(np.int64)


AGES = {"10-17": 0.015, "18-24": 0.155, "25-34": 0.44, "35-44": 0.28, "45-54": 0.085, "55-70": 0.025}
DRUGS = {  # heroin, cannabis and "no more than 6% each" of the rest as Kent printed for 2008/09
    "1101": 0.593,
    "5000": 0.14,
    "3201": 0.057,
    "7000": 0.055,
    "3200": 0.055,
    "3100": 0.04,
    "1105": 0.02,
    "2200": 0.015,
    "1000": 0.013,
    "3406": 0.006,
    "8799": 0.006,
}
AGES_TODAY = {"10-17": 0.03, "18-24": 0.09, "25-34": 0.24, "35-44": 0.32, "45-54": 0.21, "55-70": 0.11}
DRUGS_TODAY = {  # opiates, then alcohol, cannabis and cocaine, about as England's published shares of groups have it
    "1101": 0.41, "7000": 0.29, "5000": 0.1, "3201": 0.09, "3200": 0.02, "1105": 0.02, "3100": 0.02, "2200": 0.02, "1000": 0.02,
    "3406": 0.005, "8799": 0.005,
}  # fmt: skip
SECOND_DRUG = {"3201": 0.3, "7000": 0.2, "5000": 0.2, "2200": 0.15, "3200": 0.1, "1105": 0.05}
OTHER_ETHNIC = {
    "B": 3,
    "C": 9,
    "D": 8,
    "E": 2,
    "F": 4,
    "G": 4,
    "H": 12,
    "J": 18,
    "K": 5,
    "L": 5,
    "M": 14,
    "N": 4,
    "P": 4,
    "R": 1,
    "S": 3,
    "Z": 4,
}
DRUGS_BY_AGE = {  # how many times as often, by age band and first digit of the drug's code
    ("10-17", "1"): 0.1, ("10-17", "5"): 4, ("18-24", "1"): 0.4, ("18-24", "5"): 2.2, ("35-44", "1"): 1.2,
    ("45-54", "1"): 1.1, ("45-54", "7"): 2, ("55-70", "7"): 3,
}  # fmt: skip
UNPLANNED = {  # people leaving treatment in England in 2007-08 but those who died, Commons written answer of 15 January 2009
    "6": 19591,
    "8": 4240,
    "10": 2817,
    "12": 2169,
    "3": 2078,
    "7": 1605,
    "11": 520,
    "4": 367,
}
COMPLETED = {"1": 7324, "2": 17306}  # the same answer: completed drug free, completed
MODALITIES = {  # of heroin and other opiate users, and of everyone else
    True: {"2": 0.6, "3": 0.16, "4": 0.14, "5": 0.05, "12": 0.05},
    False: {"4": 0.6, "5": 0.14, "12": 0.16, "2": 0.06, "3": 0.04},
}
MODALITIES_TODAY = {True: {"94": 0.78, "95": 0.22}, False: {"94": 0.12, "95": 0.88}}  # the kinds since data set J
FURTHER_TODAY = {"94": 0.1, "95": 0.45, "96": 0.45}
FURTHER = {"4": 0.45, "5": 0.15, "12": 0.1, "7": 0.1, "8": 0.08, "10": 0.12}
TIER_4 = {"1": 0.55, "6": 0.45}
WAITS = {
    "1": 1.4,
    "2": 1.2,
    "3": 0.9,
    "4": 1.0,
    "5": 0.8,
    "6": 1.9,
    "11": 1.0,
    "12": 0.9,
    "94": 0.8,
    "95": 0.7,
}  # mean weeks
YOUNG_AT_START = {  # how often each is so of those under 18, at the start of treatment and at its end
    "YPLAC": 0.12, "YPSLEAD": 0.4, "YPSMHS": 0.22, "YPSYOT": 0.35, "YPSSEXEX": 0.06, "YPSSLFHM": 0.17, "YPSUNSDR": 0.3,
    "YPSOFFND": 0.4, "YPSESTAT": 0.6, "YPSGP": 0.9, "YPSCAF": 0.35, "YPSLNDIF": 0.15, "YPSUSS": 0.2, "YPSFOU": 0.5,
}  # fmt: skip
YOUNG_AT_EXIT = {
    "YPELEAD": 0.5, "YPEMHS": 0.2, "YPEYOT": 0.25, "YPESEXEX": 0.04, "YPESLFHM": 0.1, "YPEUNSDR": 0.15, "YPEOFFND": 0.22,
    "YPECAFE": 0.45, "YPEFOU": 0.3, "YPELNDIF": 0.15, "YPEUSS": 0.12, "YPESTD": 0.05, "YPEGP": 0.95, "YPECAREP": 0.9,
}  # fmt: skip
REFERRED_BY = {"4": 36, "5": 14, "6": 7, "8": 8, "13": 7, "3": 9, "1": 6, "2": 5, "15": 3, "19": 2, "24": 1, "22": 2}
FROM_JUSTICE = ["5", "6", "8", "13"]  # arrest referral, DRR, probation, prison
INJECTING = {True: {"C": 0.3, "P": 0.28, "N": 0.38, "Z": 0.04}, False: {"C": 0.02, "P": 0.06, "N": 0.9, "Z": 0.02}}
ROUTES = {True: {"1": 0.35, "3": 0.55, "4": 0.05, "2": 0.05}, False: {"4": 0.4, "3": 0.35, "2": 0.25}}
PARENTS = {"11": 0.2, "12": 0.08, "13": 0.3, "14": 0.38, "15": 0.04}
WORK = {"1": 0.16, "2": 0.04, "5": 0.06, "6": 0.05, "9": 0.2, "10": 0.06, "12": 0.38, "13": 0.03, "99": 0.02}
HEPATITIS_B = {"A": 0.38, "B": 0.27, "C": 0.14, "D": 0.17, "E": 0.04}
HEPATITIS_C = {"A": 0.45, "B": 0.28, "D": 0.27}
VACCINATIONS = {"1": 0.35, "2": 0.25, "3": 0.2, "C": 0.2}

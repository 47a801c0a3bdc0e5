"""A reader's numbers: what each may be, what ties them, and what follows in whole numbers.

A number is the count of a line in a span of quarters, printed or not. Bounds are passed on from each number to all that
it is tied to, rounded inward to whole numbers, until nothing moves.
"""

import copy
from collections.abc import Iterable

import numpy as np
from attack_truth import Number, Truth
from scipy.sparse import csr_array

MOST = 1_000_000.0  # what a number may be of which nothing is known
NEARLY = 1e-6
FEW = 7
COUNTED, REST, WHOLE = 0, 1, 2  # the sides of a share
# Why a share may be hidden: between what its sides lie, if it is for that; None is the most of which "all" is not said
CASES = (
    {COUNTED: (1, FEW)}, {REST: (1, FEW)}, {WHOLE: (1, FEW)}, {COUNTED: (0, 0), WHOLE: (1, None)},
    {REST: (0, 0), WHOLE: (1, None)},
)  # fmt: skip


class Reader:
    """Numbers with bounds and truths, and rows that tie them: sums with factors, each between two limits.

    The truths decide nothing but which rows are left out, because the counts contradict them. The second truth is the
    part that belongs to a provider who reads. `shares` are the sides of each hidden share (counted, left over, whole)
    with the most that the whole may be; `lone` is the most people of whom it is not said that all or none are counted.
    """

    def __init__(self, lone: int, *truths: Truth):
        self.lone, self.truths = lone, truths
        self.place: dict[Number, int] = {}
        self.least: list[float] = []
        self.most: list[float] = []
        self.true: list[list[float]] = []
        self.rows: list[tuple[list[int], list[float], float, float]] = []
        self.shares: dict[tuple[int, int, int], float] = {}
        self.contradicted = 0

    def number(self, one: Number) -> int:
        """The place of a number, which is any from 0 until something is learnt of it."""
        if one not in self.place:
            self.place[one] = len(self.least)
            self.least.append(0.0)
            self.most.append(MOST)
            self.true.append([truth.of(one) for truth in self.truths])
        return self.place[one]

    def truth(self, one: Number) -> float:
        return self.true[self.number(one)][0]

    def learn(self, one: Number, least: float, most: float) -> None:
        """The number lies between two."""
        at = self.number(one)
        self.least[at], self.most[at] = max(self.least[at], least), min(self.most[at], most)

    def learn_open(self, one: Number) -> None:
        """The number may be less than none."""
        self.least[self.number(one)] = -MOST

    def learn_hidden_share(self, sides: Iterable[Number], largest: float) -> None:
        """One side of a share is of a few, or the whole is, or it is none or all of too few; which is not known."""
        self.shares[tuple(self.number(one) for one in sides)] = largest

    def agrees(self, plus: Iterable[Number], minus: Iterable[Number]) -> bool:
        """Whether true counts allow it that the first add up to the second, of which one may not be known."""
        difference = sum(self.truth(one) for one in plus)
        truths = [self.truth(one) for one in minus]
        difference -= np.nansum(truths)
        return difference > -NEARLY if np.isnan(truths).any() else abs(difference) < NEARLY

    def tie(self, plus: Iterable[Number], minus: Iterable[Number]) -> bool:
        """The first add up to what the second add up to; whether that is so of the true counts."""
        plus, minus = list(plus), list(minus)
        places = [self.number(one) for one in (*plus, *minus)]
        return self._tie(places, [1.0] * len(plus) + [-1.0] * len(minus), 0.0, 0.0)

    def at_least(self, plus: Iterable[tuple[Number, float]], minus: Iterable[tuple[Number, float]]) -> bool:
        """The first, each so many times, add up to no less than the second; whether that is so of the true counts."""
        terms = [*plus, *((one, -times) for one, times in minus)]
        return self._tie([self.number(one) for one, _ in terms], [times for _, times in terms], 0.0, np.inf)

    def between(self, terms: Iterable[tuple[Number, float]], least: float, most: float) -> bool:
        """These, each so many times, add up to a number between two; whether that is so of the true counts."""
        terms = list(terms)
        return self._tie([self.number(one) for one, _ in terms], [times for _, times in terms], least, most)

    def _tie(self, places: list[int], factors: list[float], least: float, most: float) -> bool:
        unknown = [at for at, place in enumerate(places) if np.isnan(self.true[place][0])]
        if len(unknown) == 1 and least == most:
            self._solve(places, factors, unknown[0])
        found = sum(factor * self.true[place][0] for place, factor in zip(places, factors, strict=True))
        holds = least - NEARLY <= found <= most + NEARLY
        holds &= all(self.true[places[at]][0] >= self.least[places[at]] for at in unknown)
        if holds:
            self.rows.append((places, factors, least, most))
            return True
        self.contradicted += 1
        for at in unknown:
            self.least[places[at]] = -MOST
        return False

    def _solve(self, places: list[int], factors: list[float], unknown: int) -> None:
        """The truth of a number of which nothing was counted, from those it is tied to."""
        for which in range(len(self.truths)):
            terms = zip(places, factors, strict=True)
            rest = sum(factor * self.true[place][which] for at, (place, factor) in enumerate(terms) if at != unknown)
            self.true[places[unknown]][which] = -rest / factors[unknown]


class Bounds:
    """What a reader's numbers may be: arrays of the least and the most of each, narrowed by all the rows together."""

    def __init__(self, reader: Reader):
        sizes = [len(places) for places, *_ in reader.rows]
        self.start = np.concatenate([[0], np.cumsum(sizes)])
        self.column = np.concatenate([places for places, *_ in reader.rows])
        self.factor = np.concatenate([factors for _, factors, *_ in reader.rows])
        self.row = np.repeat(np.arange(len(sizes)), sizes)
        self.limits = np.array([[least, most] for *_, least, most in reader.rows]).T
        self.least, self.most = np.array(reader.least), np.array(reader.most)
        self.true = np.array(reader.true)[:, 0]
        self.shares = np.array(list(reader.shares), int).reshape(-1, 3).T
        self.largest = np.array(list(reader.shares.values()))
        self.lone, self.own = reader.lone, np.zeros(len(self.true))
        if len(reader.truths) > 1:
            self._leave_out(np.nan_to_num(np.array(reader.true)[:, 1]))

    @property
    def matrix(self) -> csr_array:
        return csr_array((self.factor, self.column, self.start), shape=(len(self.limits[0]), len(self.least)))

    def _leave_out(self, own: np.ndarray) -> None:
        """The numbers of everybody but the provider who reads."""
        self.own, self.true = own, self.true - own
        self.limits = self.limits - self.matrix @ own
        is_open = (self.true < 0) | (self.least < 0)
        self.least = np.where(is_open, -MOST, np.maximum(self.least - own, 0))
        self.most = self.most - own

    def narrow(self, most_rounds: int = 300) -> "Bounds":
        """Pass bounds on until nothing moves."""
        for _ in range(most_rounds):
            before = self.least.sum(), self.most.sum()
            self._pass_on()
            self._weigh_cases()
            if before == (self.least.sum(), self.most.sum()):
                break
        return self

    def _pass_on(self) -> None:
        is_plus = self.factor > 0
        low, high = self.least[self.column], self.most[self.column]
        lowest, highest = self.factor * np.where(is_plus, low, high), self.factor * np.where(is_plus, high, low)
        floor = np.add.reduceat(lowest, self.start[:-1])[self.row] - lowest
        ceiling = np.add.reduceat(highest, self.start[:-1])[self.row] - highest
        one, other = (
            (limit[self.row] - rest) / self.factor for limit, rest in zip(self.limits, (ceiling, floor), strict=True)
        )
        np.maximum.at(self.least, self.column, np.ceil(np.where(is_plus, one, other) - NEARLY))
        np.minimum.at(self.most, self.column, np.floor(np.where(is_plus, other, one) + NEARLY))

    def cases(self) -> tuple[np.ndarray, np.ndarray]:
        """The least and the most of each side of each hidden share, case by case; the least above the most where it cannot be."""
        low, high = self.least[self.shares], self.most[self.shares]
        cases = []
        for sides in CASES:
            least, most = low.copy(), high.copy()
            most[WHOLE] = np.minimum(most[WHOLE], self.largest - self.own[self.shares[WHOLE]])
            for side, (fewest, greatest) in sides.items():
                own = self.own[self.shares[side]]
                least[side] = np.maximum(least[side], fewest - own)
                most[side] = np.minimum(most[side], (self.lone if greatest is None else greatest) - own)
            for _ in range(2):
                for side, other in ((COUNTED, REST), (REST, COUNTED)):
                    least[side] = np.maximum(least[side], least[WHOLE] - most[other])
                    most[side] = np.minimum(most[side], most[WHOLE] - least[other])
                least[WHOLE] = np.maximum(least[WHOLE], least[COUNTED] + least[REST])
                most[WHOLE] = np.minimum(most[WHOLE], most[COUNTED] + most[REST])
            cannot = (least > most).any(axis=0)
            cases.append((np.where(cannot, np.inf, least), np.where(cannot, -np.inf, most)))
        return tuple(np.array(side) for side in zip(*cases, strict=True))

    def _weigh_cases(self) -> None:
        if self.shares.size:
            least, most = self.cases()
            np.maximum.at(self.least, self.shares, least.min(axis=0))
            np.minimum.at(self.most, self.shares, most.max(axis=0))

    def told(self, shares: np.ndarray) -> "Bounds":
        """As if these hidden shares said which of their sides are of a few, and which of nobody."""
        places = shares.ravel()
        own = self.own[places]
        counts = self.true[places] + own
        is_few = (counts > 0) & (counts <= FEW)
        most = np.where(counts == 0, 0, np.where(is_few, FEW, MOST))
        return self.within(places, is_few - own, most - own).narrow()

    def within(self, places: np.ndarray, least: np.ndarray, most: np.ndarray) -> "Bounds":
        """The same, with these numbers between others."""
        other = copy.copy(self)
        other.least, other.most = self.least.copy(), self.most.copy()
        np.maximum.at(other.least, places, least)
        np.minimum.at(other.most, places, most)
        return other

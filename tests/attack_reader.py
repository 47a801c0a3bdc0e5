"""A reader's numbers: what each may be, what ties them, and what follows in whole numbers.

A number is the count of a line in a span of quarters, printed or not. Bounds are passed on from each number to all that
it is tied to, rounded inward to whole numbers, until nothing moves.
"""

from collections.abc import Iterable

import numpy as np
from attack_truth import Number, Truth
from scipy.sparse import csr_array

MOST = 10_000.0  # what a number may be of which nothing is known
SMALL = 1e-6
LONE = 47
CASES = ({0: (1, 7)}, {1: (1, 7)}, {2: (1, 7)}, {0: (0, 0), 2: (1, LONE)}, {1: (0, 0), 2: (1, LONE)})


class Reader:
    """Numbers with bounds and truths, and rows that tie them: sums with factors, each between two limits.

    The truths decide nothing but which rows are left out, because they hold of nobody here. The second is the part that
    belongs to a provider who reads.
    """

    def __init__(self, *truths: Truth):
        self.truths = truths
        self.place: dict[Number, int] = {}
        self.least: list[float] = []
        self.most: list[float] = []
        self.true: list[list[float]] = []
        self.rows: list[tuple[list[int], list[float], float, float]] = []
        self.contradicted: list[tuple] = []
        self.cases: dict[tuple[int, int, int], float] = {}

    def number(self, one: Number) -> int:
        """The place of a number, which is any from 0 until something is learnt of it."""
        if one not in self.place:
            self.place[one] = len(self.least)
            self.least.append(0.0)
            self.most.append(MOST)
            self.true.append([truth.of(one) for truth in self.truths])
        return self.place[one]

    def learn(self, one: Number, least: float, most: float) -> None:
        """The number lies between two."""
        at = self.number(one)
        self.least[at], self.most[at] = max(self.least[at], least), min(self.most[at], most)

    def learn_open(self, one: Number) -> None:
        """The number may be less than none."""
        self.least[self.number(one)] = -MOST

    def tie(self, plus: Iterable[Number], minus: Iterable[Number]) -> bool:
        """The first add up to what the second add up to; whether that is so of the true counts."""
        plus, minus = list(plus), list(minus)
        places = [self.number(one) for one in (*plus, *minus)]
        return self._tie(places, [1.0] * len(plus) + [-1.0] * len(minus), 0.0, 0.0)

    def at_least(self, plus: Iterable[tuple[Number, float]], minus: Iterable[tuple[Number, float]]) -> bool:
        """The first, each so many times, add up to no less than the second."""
        terms = [*plus, *((one, -times) for one, times in minus)]
        return self._tie([self.number(one) for one, _ in terms], [times for _, times in terms], 0.0, np.inf)

    def ratio(self, one: Number, other: Number, least: float, most: float) -> None:
        """The one number is from `least` to `most` times the other."""
        self.at_least([(one, 1.0)], [(other, least)])
        self.at_least([(other, most)], [(one, 1.0)])

    def _tie(self, places: list[int], factors: list[float], least: float, most: float) -> bool:
        unknown = [at for at, place in enumerate(places) if np.isnan(self.true[place][0])]
        if len(unknown) == 1 and least == most:
            self._solve(places, factors, unknown[0])
        found = sum(factor * self.true[place][0] for place, factor in zip(places, factors, strict=True))
        holds = least - SMALL <= found <= most + SMALL and all(
            self.true[place][0] >= self.least[place] for place in places
        )
        if holds:
            self.rows.append((places, factors, least, most))
        else:
            self.contradicted.append((places, factors))
        return holds

    def _solve(self, places: list[int], factors: list[float], unknown: int) -> None:
        for which in range(len(self.truths)):
            rest = sum(
                factor * self.true[place][which]
                for at, (place, factor) in enumerate(zip(places, factors, strict=True))
                if at != unknown
            )
            self.true[places[unknown]][which] = -rest / factors[unknown]


class Bounds:
    """What a reader's numbers may be: arrays of the least and the most of each, narrowed by all the rows together."""

    def __init__(self, reader: Reader):
        sizes = [len(places) for places, *_ in reader.rows]
        self.indptr = np.concatenate([[0], np.cumsum(sizes)])
        self.column = np.concatenate([places for places, *_ in reader.rows])
        self.factor = np.concatenate([factors for _, factors, *_ in reader.rows])
        self.row = np.repeat(np.arange(len(sizes)), sizes)
        self.limits = np.array([[least, most] for *_, least, most in reader.rows]).T
        self.least, self.most = np.array(reader.least), np.array(reader.most)
        self.true = np.array(reader.true)[:, 0]
        self.cases = np.array(list(reader.cases), int).reshape(-1, 3)
        self.largest = np.array(list(reader.cases.values()))
        self.own = np.zeros(len(self.true))
        if len(reader.truths) > 1:
            self._less(np.nan_to_num(np.array(reader.true)[:, 1]))

    @property
    def matrix(self) -> csr_array:
        return csr_array((self.factor, self.column, self.indptr), shape=(len(self.limits[0]), len(self.least)))

    def _less(self, own: np.ndarray) -> None:
        """The numbers of everybody but the provider who reads; one that the rest can be less than none of stays open."""
        self.true = self.true - own
        self.own = own
        self.limits = self.limits - self.matrix @ own
        is_open = (self.true < 0) | (self.least < 0)
        self.least = np.where(is_open, -MOST, np.maximum(self.least - own, 0))
        self.most = self.most - own

    def _take_cases(self) -> None:
        """Of a hidden share one side is of a few, or the whole, or it is none or all of fewer than 50; the reader weighs each."""
        if not len(self.cases):
            return
        low, high = self.least[self.cases].T, self.most[self.cases].T
        own = self.own[self.cases].T
        hull = np.full(low.shape, np.inf), np.full(low.shape, -np.inf)
        for of_each in CASES:
            l, h = low.copy(), high.copy()
            for k,(a,b) in of_each.items():
                if b == "lone": b = LONE
                l[k] = np.maximum(l[k], a - own[k]); h[k] = np.minimum(h[k], b - own[k])
            h[2] = np.minimum(h[2], self.largest - own[2])
            for _ in range(2):
                l[0],h[0] = np.maximum(l[0], l[2]-h[1]), np.minimum(h[0], h[2]-l[1])
                l[1],h[1] = np.maximum(l[1], l[2]-h[0]), np.minimum(h[1], h[2]-l[0])
                l[2],h[2] = np.maximum(l[2], l[0]+l[1]), np.minimum(h[2], h[0]+h[1])
            ok = (l <= h).all(axis=0)
            hull = np.where(ok, np.minimum(hull[0], l), hull[0]), np.where(ok, np.maximum(hull[1], h), hull[1])
        np.maximum.at(self.least, self.cases.T, hull[0]); np.minimum.at(self.most, self.cases.T, hull[1])

    def narrow(self, most_rounds: int = 300) -> int:
        """Pass bounds on until nothing moves; gives how many rounds it took."""
        for done in range(most_rounds):
            before = self.least.sum(), self.most.sum()
            self._pass_on()
            self._take_cases()
            if before == (self.least.sum(), self.most.sum()):
                return done
        return most_rounds

    def _pass_on(self) -> None:
        is_plus = self.factor > 0
        low, high = self.least[self.column], self.most[self.column]
        lowest = self.factor * np.where(is_plus, low, high)
        highest = self.factor * np.where(is_plus, high, low)
        start = self.indptr[:-1]
        floor = np.add.reduceat(lowest, start)[self.row] - lowest
        ceiling = np.add.reduceat(highest, start)[self.row] - highest
        one, other = (self.limits[0][self.row] - ceiling) / self.factor, (self.limits[1][self.row] - floor) / self.factor
        np.maximum.at(self.least, self.column, np.ceil(np.where(is_plus, one, other) - SMALL))
        np.minimum.at(self.most, self.column, np.floor(np.where(is_plus, other, one) + SMALL))

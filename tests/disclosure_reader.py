"""A reader who shares no code with the protection: numbers they read or do not, equations, and what follows by linear
programming."""

from collections import defaultdict

import numpy as np
import pandas as pd
from scipy.optimize import linprog
from scipy.sparse import coo_array

MEANS = ("weeks", "days")
WIDE = 7  # values: wide enough for any policy here
MOST = 10_000  # people: what a number of which nothing is known may be
Z2 = 1.959963984540054**2


class Reader:
    """Unknown numbers, what is read of each, and the equations (= 0) and inequalities (<= 0) between them."""

    def __init__(self, rows: pd.DataFrame, smallest: int, rounded_to: int, was: pd.DataFrame | None = None):
        self.column: dict[tuple, int] = {}
        self.least, self.greatest = [], []
        self.hidden: dict[int, float] = {}
        self.equations, self.inequalities = [], []
        self.smallest, self.rounded_to = smallest, rounded_to
        nobody = set() if was is None else set(np.flatnonzero(was["numerator"].fillna(was["denominator"]) == 0))
        for place, row in enumerate(rows.itertuples()):
            self.read(row, place in nobody)

    def number(self, *key) -> int:
        if key not in self.column:
            self.column[key] = len(self.least)
            self.least.append(0)
            self.greatest.append(np.inf)
        return self.column[key]

    def read(self, row, counts_nobody: bool):
        where = (row.period_start, row.period_end, row.breakdown, row.group)
        counted = self.number(row.indicator, "counted", *where)
        if row.unit == "percent":
            of, rest = self.number(row.indicator, "of", *where), self.number(row.indicator, "rest", *where)
            self.equations.append({counted: 1, rest: 1, of: -1})
            if row.status == "not_applicable":
                self.learn(of, 0)
                self.learn(counted, 0)
            elif row.status == "shown":
                n, x = solved_from_wilson(row.value / 100, row.lower / 100, row.upper / 100)
                self.learn(of, n)
                self.learn(counted, x)
        elif row.status != "hidden":
            self.learn(counted, row.denominator if row.unit in MEANS else row.value)
        if row.status == "hidden" and row.unit != "percent" and not counts_nobody:
            self.least[counted] = max(self.least[counted], 1)  # nobody is shown, but for a last resort

    def learn(self, number: int, shown: float):
        below, above = (0, 0) if self.rounded_to == 1 or shown == 0 else (2, 2)
        self.least[number] = max(self.least[number], shown - below)
        self.greatest[number] = min(self.greatest[number], shown + above)

    def has(self, *key) -> bool:
        return key in self.column

    def equal(self, one: tuple, *others: tuple):
        if all(key in self.column for key in (one, *others)):
            terms = defaultdict(float, {self.column[one]: 1})
            for other in others:
                terms[self.column[other]] -= 1
            self.equations.append(terms)

    def at_most(self, one: tuple, *others: tuple):
        if all(key in self.column for key in (one, *others)):
            terms = defaultdict(float, {self.column[one]: 1})
            for other in others:
                terms[self.column[other]] -= 1
            self.inequalities.append(terms)


def solved_from_wilson(share: float, lower: float, upper: float) -> tuple[int, int]:
    """Wilson's limits have their middle at (p + z²/2n) / (1 + z²/n): n follows from it, or from the width at p = 1/2."""
    middle, width = (lower + upper) / 2, upper - lower
    if abs(share - 0.5) > 1e-6:
        n = Z2 * (middle - 0.5) / (share - middle)
    else:
        n = Z2 * (1 / width**2 - 1)
    return round(n), round(share * n)


def found_by(reader: Reader, safe: pd.DataFrame, true: pd.DataFrame, width: int) -> list[tuple]:
    """The hidden small numbers that the reader can narrow to fewer values than that, and those hidden that they know."""
    hidden = {}
    for row, was in zip(safe.itertuples(), true.itertuples(), strict=True):
        where = (row.period_start, row.period_end, row.breakdown, row.group)
        if row.status == "hidden":
            people = was.denominator if row.unit in MEANS else was.numerator
            hidden[reader.column[row.indicator, "counted", *where]] = (row.indicator, "counted", *where, people)
            if row.unit == "percent":
                left = was.denominator - was.numerator
                hidden[reader.column[row.indicator, "rest", *where]] = (row.indicator, "rest", *where, left)
                hidden[reader.column[row.indicator, "of", *where]] = (row.indicator, "of", *where, was.denominator)
    spans = Ranges(reader).of(list(hidden))
    found = []
    for number, (least, greatest) in spans.items():
        is_small = 0 < hidden[number][-1] < reader.smallest
        values = np.floor(greatest + 1e-6) - np.ceil(least - 1e-6) + 1
        if is_small and values < width:
            found.append((*hidden[number], least, greatest))
    return found


class Ranges:
    """Least and greatest of numbers, by a linear programme for each group of numbers that equations tie together."""

    def __init__(self, reader: Reader):
        self.reader = reader
        self.least, self.greatest = np.array(reader.least, dtype=float), np.array(reader.greatest, dtype=float)
        assert (self.least <= self.greatest).all()
        is_fixed = self.least == self.greatest
        self.lines = [(terms, True) for terms in reader.equations] + [(terms, False) for terms in reader.inequalities]
        self.label = np.arange(len(self.least))
        changed = True
        free = [[c for c in terms if not is_fixed[c]] for terms, _ in self.lines]
        while changed:
            before = self.label.copy()
            for columns in free:
                if columns:
                    self.label[columns] = self.label[columns].min()
            changed = (before != self.label).any()

    def of(self, numbers: list[int]) -> dict[int, tuple[float, float]]:
        found = {}
        for label in sorted({self.label[number] for number in numbers}):
            found |= self._of_part(label, [number for number in numbers if self.label[number] == label])
        return found

    def _of_part(self, label: int, numbers: list[int]) -> dict[int, tuple[float, float]]:
        columns = np.flatnonzero(self.label == label)
        place = {c: i for i, c in enumerate(columns)}
        solve = self._solver(columns, place)
        at = np.array([place[number] for number in numbers])
        least, greatest = np.full(len(at), np.inf), np.full(len(at), -np.inf)
        for weights in (sign * row for row in np.eye(len(at)) for sign in (1, -1)):
            if (greatest - least)[weights != 0].min() < WIDE:
                aim = np.zeros(len(columns))
                aim[at] = weights
                found = solve(aim)[at]
                least, greatest = np.minimum(least, found), np.maximum(greatest, found)
        return {number: (low, high) for number, low, high in zip(numbers, least, greatest, strict=True)}

    def _solver(self, columns: np.ndarray, place: dict[int, int]):
        """A function that finds the numbers for which an aim is least."""
        matrices = {}
        for is_equal in (True, False):
            entries, sides = [], []
            for terms, kind in self.lines:
                if kind == is_equal and any(c in place for c in terms):
                    entries += [(len(sides), place[c], k) for c, k in terms.items() if c in place]
                    sides.append(-sum(k * self.least[c] for c, k in terms.items() if c not in place))
            if sides:
                at, where, k = zip(*entries, strict=True)
                matrices[is_equal] = (coo_array((k, (at, where)), shape=(len(sides), len(columns))).tocsr(), sides)
        equal, unequal = matrices.get(True, (None, None)), matrices.get(False, (None, None))
        bounds = np.column_stack([self.least[columns], np.minimum(self.greatest[columns], MOST)])

        def solve(aim: np.ndarray) -> np.ndarray:
            answer = linprog(aim, unequal[0], unequal[1], equal[0], equal[1], bounds, method="highs")
            assert answer.status == 0, answer.message
            return answer.x

        return solve

"""An attacker who shares no code with the protection: all a reader can set up from the definitions, solved by linear
programming. Every row of every quarter is before them: totals, shares, intervals, years to date, rolling years."""

from collections import defaultdict
from dataclasses import replace
from itertools import product

import numpy as np
import pandas as pd
import pytest
from disclosure_tables import CONDITIONS, EVENTS, POLICY_OF_THE_TABLES, SHARE_BREAKDOWNS, invented_results
from scipy.optimize import linprog
from scipy.sparse import coo_array

from needs.measure.disclosure import protect_in_turn

OVERLAPPING = ("agency", "modality")
BOTH_WAYS = {"planned_exits_of_exits": "exits", "opiate_or_crack_of_in_treatment": "in_treatment"}
Z2 = 1.959963984540054**2


class Reader:
    """Unknown numbers, what is read of each, and the equations (= 0) and inequalities (<= 0) between them."""

    def __init__(self, rows: pd.DataFrame, smallest: int, rounded_to: int):
        self.column: dict[tuple, int] = {}
        self.least, self.greatest = [], []
        self.hidden: dict[int, float] = {}
        self.equations, self.inequalities = [], []
        self.smallest, self.rounded_to = smallest, rounded_to
        for row in rows.itertuples():
            self.read(row)

    def number(self, *key) -> int:
        if key not in self.column:
            self.column[key] = len(self.least)
            self.least.append(0)
            self.greatest.append(np.inf)
        return self.column[key]

    def read(self, row):
        where = (row.period_start, row.period_end, row.breakdown, row.group)
        counted = self.number(row.indicator, "counted", *where)
        if row.unit == "percent":
            of, rest = self.number(row.indicator, "of", *where), self.number(row.indicator, "rest", *where)
            self.equations.append({counted: 1, rest: 1, of: -1})
            if row.status == "shown":
                n, x = solved_from_wilson(row.value / 100, row.lower / 100, row.upper / 100)
                self.learn(of, n)
                self.learn(counted, x)
        elif row.status == "shown":
            self.learn(counted, row.denominator if row.unit == "weeks" else row.value)
        if row.status == "hidden" and row.unit != "percent":
            self.least[counted] = max(self.least[counted], 1)  # nobody would be shown

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


def with_all_equations(reader: Reader) -> Reader:
    cells = list(reader.column)
    groups = defaultdict(set)
    periods = defaultdict(set)
    for indicator, role, start, end, breakdown, group in cells:
        groups[indicator, role, start, end, breakdown].add(group)
        periods[indicator, role, breakdown, group].add((start, end))
    add_totals(reader, groups)
    add_same_people(reader, sorted({cell[2:4] for cell in cells}))
    add_periods(reader, periods)
    add_stocks(reader, periods)
    return reader


def add_totals(reader, groups):
    for (indicator, role, start, end, breakdown), names in groups.items():
        key, total = (indicator, role, start, end), (indicator, role, start, end, "all", "all")
        if breakdown == "all" or total not in reader.column:
            continue
        parts = [(*key, breakdown, name) for name in names]
        if breakdown in OVERLAPPING:
            reader.at_most(total, *parts)
            for part in parts:
                reader.at_most(part, total)
        else:
            reader.equal(total, *parts)


def add_same_people(reader, periods):
    for start, end in periods:
        for share, whole in BOTH_WAYS.items():
            for breakdown in ("all", *SHARE_BREAKDOWNS):
                for n in range(6):
                    where = (start, end, breakdown, "all" if breakdown == "all" else f"{breakdown} {n}")
                    reader.equal((share, "of", *where), (whole, "counted", *where))
        there, new, left, everyone = "in_treatment", "new_presentations", "exits", (start, end, "all", "all")
        of = {"young_of_in_treatment": there, "dropped_out_of_exits": left, "waited_three_weeks_of_new": new}
        of |= {f"condition_{n}": new if n % 3 == 2 else there for n in range(CONDITIONS)}
        for share, whole in of.items():
            reader.equal((share, "of", *everyone), (whole, "counted", *everyone))
        reader.equal(("mean_wait", "counted", *everyone), (new, "counted", *everyone))
        drugs = [(there, "counted", start, end, "drug_group", f"drug_group {n}") for n in (0, 1)]
        for name in ("opiate_or_crack_of_in_treatment", "opiate_or_crack_in_treatment"):
            reader.equal((name, "counted", *everyone), *drugs)
        reasons = [(left, "counted", start, end, "exit_reason", f"exit_reason {n}") for n in (0, 1)]
        reader.equal(("planned_exits_of_exits", "counted", *everyone), reasons[0])
        reader.equal(("dropped_out_of_exits", "counted", *everyone), reasons[1])
        young = (there, "counted", start, end, "age", "age 0")
        reader.equal(("young_of_in_treatment", "counted", *everyone), young)
    for key in list(reader.column):
        if key[0] in EVENTS and key[1] == "counted":
            reader.at_most(key, ("in_treatment", *key[1:]))


def add_periods(reader, periods):
    day = pd.Timedelta(days=1)
    for (indicator, role, *where), spans in periods.items():
        is_event = indicator in (*EVENTS, "planned_exits_of_exits", "dropped_out_of_exits", "waited_three_weeks_of_new")
        is_event |= indicator.startswith("condition_") and int(indicator[10:]) % 3 == 2
        is_event |= indicator == "mean_wait"
        for (start, end), (first, last) in product(spans, spans):
            whole, part = (indicator, role, start, end, *where), (indicator, role, first, last, *where)
            if start <= first and last <= end and whole != part and (role != "rest" or is_event):
                reader.at_most(part, whole)
            rest = (last + day, end)
            if start == first and rest in spans:
                other = (indicator, role, *rest, *where)
                (reader.equal if is_event else reader.at_most)(whole, part, other)
            if is_event and start < first <= end < last:  # two rolling years: what the one has first and the other last
                head, tail = (start, first - day), (end + day, last)
                if head in spans and tail in spans:
                    one, other = (indicator, role, *head, *where), (indicator, role, *tail, *where)
                    reader.equations.append(
                        {
                            reader.column[whole]: 1,
                            reader.column[part]: -1,
                            reader.column[one]: -1,
                            reader.column[other]: 1,
                        }
                    )


def add_stocks(reader, periods):
    day = pd.Timedelta(days=1)
    for (indicator, role, *where), spans in periods.items():
        if indicator != "in_treatment":
            continue
        for (start, end), (first, last) in product(spans, spans):
            one, other = (role, start, end, *where), (role, first, last, *where)
            if start == first and end < last:
                difference(reader, one, "new_presentations", other, "new_presentations")
            elif first == end + day:
                difference(reader, one, "exits", other, "new_presentations")


def difference(reader, one, less, other, less_other):
    keys = [("in_treatment", *one), (less, *one), ("in_treatment", *other), (less_other, *other)]
    if all(key in reader.column for key in keys):
        reader.equations.append(dict(zip([reader.column[key] for key in keys], (1, -1, -1, 1), strict=True)))


def found_by(reader: Reader, safe: pd.DataFrame, true: pd.DataFrame, width: int) -> list[tuple]:
    """The hidden small numbers that the reader can narrow to fewer values than that, and those hidden that they know."""
    hidden = {}
    for row, was in zip(safe.itertuples(), true.itertuples(), strict=True):
        where = (row.period_start, row.period_end, row.breakdown, row.group)
        if row.status == "hidden" and row.unit != "weeks":
            hidden[reader.column[row.indicator, "counted", *where]] = (row.indicator, *where, was.numerator)
            if row.unit == "percent":
                left = was.denominator - was.numerator
                hidden[reader.column[row.indicator, "rest", *where]] = (row.indicator, "rest", *where, left)
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
        bounds = np.column_stack([self.least[columns], self.greatest[columns]])
        seen: dict[int, list[float]] = {number: [np.inf, -np.inf] for number in numbers}
        for number in numbers:
            for sign in (1, -1):
                if seen[number][1] - seen[number][0] >= 7:  # wide enough for any policy here
                    continue
                aim = np.zeros(len(columns))
                aim[place[number]] = sign
                solution = self._solve(aim, bounds, matrices)
                for other in numbers:
                    value = solution[place[other]]
                    seen[other] = [min(seen[other][0], value), max(seen[other][1], value)]
        return {number: tuple(span) for number, span in seen.items()}

    def _solve(self, aim, bounds, matrices):
        bounds = np.minimum(bounds, 1e6)
        equal, unequal = matrices.get(True, (None, None)), matrices.get(False, (None, None))
        answer = linprog(aim, unequal[0], unequal[1], equal[0], equal[1], bounds, method="highs")
        assert answer.status == 0, answer.message
        return answer.x


@pytest.mark.parametrize("people", [500, 1500])
def test_a_reader_with_all_quarters_before_them_finds_no_small_number(people):
    true = invented_results(people, quarters=4, seed=people)
    safe = protect_in_turn(true, POLICY_OF_THE_TABLES)
    reader = with_all_equations(Reader(safe, smallest=5, rounded_to=1))

    assert found_by(reader, safe, true, width=4) == []


def test_the_same_reader_finds_small_numbers_where_only_small_ones_were_hidden():
    true = invented_results(500, quarters=2)
    left = true["denominator"] - true["numerator"]
    is_small = (true["numerator"].between(1, 4) | left.between(1, 4)) & (true["unit"] != "weeks")
    careless = true.assign(status=true["status"].mask(is_small, "hidden"))
    reader = with_all_equations(Reader(careless, smallest=5, rounded_to=1))

    assert len(found_by(reader, careless, true, width=4)) > 20


def test_numbers_rounded_to_five_are_consistent_and_tell_the_reader_no_small_number():
    true = invented_results(500, quarters=3, seed=3)
    policy = replace(POLICY_OF_THE_TABLES, smallest_shown=8, rounded_to=5)
    safe = protect_in_turn(true, policy)
    reader = with_all_equations(Reader(safe, smallest=8, rounded_to=5))

    assert found_by(reader, safe, true, width=7) == []
    shown = safe[(safe["status"] == "shown") & (safe["unit"] != "weeks")]
    assert (shown[["numerator", "denominator"]].fillna(0) % 5 == 0).all(axis=None)
    assert (
        shown["value"] - (100 * shown["numerator"] / shown["denominator"]).fillna(shown["numerator"])
    ).abs().max() < 1e-9


def test_what_was_published_stays_as_it_was_when_a_quarter_is_added():
    true = invented_results(500, quarters=3)
    before = true[true["period_end"] < true["period_end"].max()]
    safe = protect_in_turn(true, POLICY_OF_THE_TABLES)

    pd.testing.assert_frame_equal(
        safe[safe["period_end"] < safe["period_end"].max()].reset_index(drop=True),
        protect_in_turn(before, POLICY_OF_THE_TABLES),
    )

"""What a reader learns: from each row that is shown, bounded or hidden, and from how the rows' counts hang together."""

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import product

import numpy as np
import pandas as pd
from attack_definitions import (
    ALL, COUNTED, DAYS, FIXED, OF, REST, STOCK, STOCKS, WHAT, Line, equations, is_event, left, line,
)  # fmt: skip
from attack_reader import MOST, Reader
from attack_records import QUARTERS, Attacked
from attack_truth import AFTER, BEGINNING, Number, Truth

LONGEST = 4  # quarters of a printed window
SPANS = tuple((i, j) for i in range(QUARTERS) for j in range(i + 1, min(i + LONGEST, QUARTERS) + 1))
FEW = 7
ORACLE = False
PER = {"weeks": 7, "days": 1}  # units of means, and their days
HIDDEN, SERIES, INDICATORS, DAYS_OF_ONE = "hidden", "rows of a series", "indicators", "days of one person"
LONGEST_WAIT = 1000  # days
ALWAYS_THERE = ("treated", "people_at_each_agency counted")  # in any period that holds another
SINCE_THE_START = ("care_plan_percent counted",)  # in any longer one that begins with it
Span = tuple[int, int]


@dataclass(frozen=True)
class Reading:
    """How far what is shown may lie from what was counted: a count, a mean, and a percentage where true ones are printed."""

    count: int = 2
    mean: float = 0.05
    percent: float | None = None


@dataclass
class Knowledge:
    """A reader's numbers, those that are aimed at (by kind), and in which spans each line is printed."""

    reader: Reader
    how: Reading
    targets: dict[Number, str] = field(default_factory=dict)
    spans: dict[Line, set[Span]] = field(default_factory=lambda: defaultdict(set))
    printed: dict[Line, set[Span]] = field(default_factory=lambda: defaultdict(set))
    shares: dict[tuple[Line, Line, Line], None] = field(default_factory=dict)

    def aim(self, one: Number, kind: str) -> None:
        self.reader.number(one)
        self.targets.setdefault(one, kind)


def known(safe: pd.DataFrame, attacked: Attacked, how: Reading = Reading()) -> Knowledge:  # noqa: B008
    """All that a reader knows who has every row and every definition; with the provider's own counts where there are any."""
    truths = [Truth(counts) for counts in (attacked.counts, attacked.own) if counts is not None]
    knowledge = Knowledge(Reader(*truths), how)
    for row in safe.itertuples():
        _read(knowledge, row)
    _tie_lines(knowledge)
    _tie_days(knowledge)
    _tie_stock(knowledge)
    _tie_returns(knowledge)
    for one, spans in list(knowledge.spans.items()):
        (_tie_quarters if is_event(one) else _tie_people)(knowledge, one, sorted(spans))
    _aim_at_days_of_one_alone(knowledge)
    return knowledge


def _read(knowledge: Knowledge, row) -> None:
    reader, span = knowledge.reader, (BEGINNING[row.period_start.date()], AFTER[row.period_end.date()])
    counted, of, rest = (line(row.indicator, role, row.breakdown, row.group) for role in (COUNTED, OF, REST))
    if row.indicator in STOCKS:
        at = span[STOCKS.index(row.indicator)]
        counted, span = (STOCK, *ALL), (at, at)
    lines = [counted, of, rest] if row.unit == "percent" else [of] if row.unit in PER else [counted]
    if row.unit == "percent":
        knowledge.shares[counted, of, rest] = None
        reader.tie([(of, *span)], [(counted, *span), (rest, *span)])
    for one in lines:
        knowledge.printed[one].add(span)
        knowledge.spans[one] |= set(SPANS) if is_event(one) else {span}
    numbers = [(one, *span) for one in lines]
    if row.status in ("hidden", "bound"):
        _read_hidden(knowledge, row, numbers)
    elif row.status == "not_applicable":
        for one in numbers:
            reader.learn(one, 0, 0)
    elif row.status in ("shown", "counts"):
        _read_shown(knowledge, row, numbers)


def _read_hidden(knowledge: Knowledge, row, numbers: list[Number]) -> None:
    """The reader is even told which side of a hidden share is of a few, and which of nobody."""
    reader = knowledge.reader
    for one in numbers:
        knowledge.aim(one, HIDDEN)
    if row.unit in PER:
        reader.learn(numbers[0], 1, 24)
        return
    if row.status == "bound":
        _read_count(knowledge, numbers[1], row.denominator)
    if len(numbers) == 3 and row.status == "hidden" and not ORACLE:
        places = [reader.number(numbers[k]) for k in (0, 2, 1)]
        reader.cases[tuple(places)] = 47 if row.breakdown == "all" else MOST
        reader.learn(numbers[1], 1, MOST)
        return
    if row.status == "bound" and not ORACLE:
        reader.learn(numbers[0] if row.qualifier.startswith("fewer") else numbers[2], 1, 7)
        reader.learn(numbers[2] if row.qualifier.startswith("fewer") else numbers[0], 8, MOST)
        return
    for one in numbers:
        value = reader.true[reader.number(one)][0]
        if 0 < value <= FEW:
            reader.learn(one, 1, FEW)
        elif value == 0:
            reader.learn(one, 0, 0)


def _read_shown(knowledge: Knowledge, row, numbers: list[Number]) -> None:
    if row.unit in PER:
        _read_count(knowledge, numbers[0], row.denominator)
        days = line(row.indicator, DAYS, row.breakdown, row.group)
        span = numbers[0][1:]
        knowledge.printed[days].add(span)
        knowledge.spans[days] |= set(SPANS) if is_event(days) else {span}
        mean, by, per = row.value, knowledge.how.mean, PER[row.unit]
        knowledge.reader.ratio((days, *span), numbers[0], (mean - by) * per, (mean + by) * per)
        return
    _read_count(knowledge, numbers[0], row.numerator)
    if row.unit == "percent":
        _read_count(knowledge, numbers[1], row.denominator)
        knowledge.reader.learn(numbers[2], *((0, 0) if row.numerator == row.denominator else (FEW + 1, MOST)))
        by = knowledge.how.percent
        if by is not None and not np.isnan(row.value):
            knowledge.reader.ratio(numbers[0], numbers[1], (row.value - by) / 100, (row.value + by) / 100)


def _read_count(knowledge: Knowledge, one: Number, shown: float) -> None:
    by = knowledge.how.count if shown else 0
    knowledge.reader.learn(one, max(shown - by, FEW + 1) if shown else 0, shown + by)


def _tie_lines(knowledge: Knowledge) -> None:
    """The same sum in every span of quarters that all of it has. What is left of a whole is aimed at."""
    spans = knowledge.spans
    for counted, of, rest in knowledge.shares:
        if all(map(is_event, (counted, of, rest))):
            for span in SPANS:
                knowledge.reader.tie([(of, *span)], [(counted, *span), (rest, *span)])
    for plus, minus in equations(set(spans)):
        here = [one for one in (*plus, *minus) if one in spans]
        difference = [one for one in minus if one not in spans]
        common = set.intersection(*(spans[one] for one in here))
        printed = set.intersection(*(knowledge.printed[one] for one in here))
        for span in sorted(common):
            holds = knowledge.reader.tie([(one, *span) for one in plus], [(one, *span) for one in minus])
            for one in difference if holds else ():
                spans[one].add(span)
                if span in printed:
                    knowledge.printed[one].add(span)
                    knowledge.aim((one, *span), INDICATORS)


def _tie_quarters(knowledge: Knowledge, one: Line, spans: list[Span]) -> None:
    """Events of a span are those of its parts. What two printed rows differ by is aimed at."""
    printed = knowledge.printed[one]
    for i, j in spans:
        for k in range(i + 1, j):
            knowledge.reader.tie([(one, i, j)], [(one, i, k), (one, k, j)])
    for i, j in sorted(printed):
        for k in range(i + 1, j):
            for part, rest in (((i, k), (k, j)), ((k, j), (i, k))):
                if part in printed and rest not in printed:
                    knowledge.aim((one, *rest), SERIES)
    _tie_turns(knowledge, one, printed)


def _tie_turns(knowledge: Knowledge, one: Line, printed: set[Span]) -> None:
    """Twelve months less those that end a quarter before are aimed at; they may be less than none."""
    for i, j in sorted(printed):
        if j - i == LONGEST and (i + 1, j + 1) in printed:
            turn = ((f"{one[0]} turned", *one[1:]), i, j + 1)
            knowledge.reader.learn_open(turn)
            knowledge.reader.tie([(one, i + 1, j + 1)], [(one, i, j), turn])
            if is_event(one):
                knowledge.reader.tie([(one, j, j + 1)], [(one, i, i + 1), turn])
            knowledge.aim(turn, SERIES)


def _tie_people(knowledge: Knowledge, one: Line, spans: list[Span]) -> None:
    """People there in a period are there in a longer one; what is there in the longer alone is aimed at."""
    for (i, j), (k, m) in product(spans, spans):
        if (i, j) != (k, m) and i <= k and m <= j and (one[0] in ALWAYS_THERE or m == j or one[0] in SINCE_THE_START and i == k):
            alone = ((f"{one[0]} not in {k} to {m}", *one[1:]), i, j)
            if knowledge.reader.tie([(one, i, j)], [(one, k, m), alone]):
                knowledge.aim(alone, SERIES)
    _tie_turns(knowledge, one, knowledge.printed[one])
    came, left_ = (("came", *ALL), ("left", *ALL))
    for (a, b), (c, d) in product(spans, spans):
        if one == ("treated", *ALL) and a <= c <= b <= d and a < d:
            knowledge.reader.at_least([((one, a, b), 1), *_times(1, came, b, d)], [((one, c, d), 1)])
            knowledge.reader.at_least([((one, c, d), 1), *_times(1, left_, a, c)], [((one, a, b), 1)])
        elif one[0] == "treated" and one[1] in FIXED and (c, d) == (a + 1, b + 1) and ("came", *one[1:]) in knowledge.spans:
            knowledge.reader.at_least([((one, a, b), 1), ((("came", *one[1:]), b, d), 1)], [((one, c, d), 1)])


def _times(times: float, one: Line, i: int, j: int) -> list[tuple[Number, float]]:
    return [((one, i, j), times)] if 0 < j - i <= LONGEST else [((one, k, k + 1), times) for k in range(i, j)]


def _tie_stock(knowledge: Knowledge) -> None:
    """Journeys open on a day, and those begun, less those ended, are open on a later one; all their people were there."""
    reader, stock, treated = knowledge.reader, (STOCK, *ALL), ("treated", *ALL)
    for i, j in SPANS:
        came, left_ = (("came", *ALL), i, j), (("left", *ALL), i, j)
        reader.tie([(stock, i, i), came], [left_, (stock, j, j)])
        if (i, j) in knowledge.spans[treated]:
            for at in (i, j):
                reader.at_least([((treated, i, j), 1)], [((stock, at, at), 1)])
            reader.at_least([((stock, i, i), 1), (came, 1)], [((treated, i, j), 1)])
            reader.at_least([((stock, j, j), 1), (left_, 1)], [((treated, i, j), 1)])
    due = line("top_reviews_percent", OF)
    for i, j in knowledge.spans.get(due, ()):
        reader.at_least([((stock, j, j), 1)], [((due, i, j), 1)])


def _tie_returns(knowledge: Knowledge) -> None:
    """Those who may come back are those who completed half a year before."""
    for i, j in SPANS:
        if i >= 2:
            knowledge.reader.tie([(line("re_presentation_percent", OF), i, j)], [(("completed", *ALL), i - 2, j - 2)])


def _tie_days(knowledge: Knowledge) -> None:
    """Waits of three, six and twelve weeks bound the days that all waited; days of use are 28 at most."""
    reader = knowledge.reader
    for one, spans in list(knowledge.spans.items()):
        if one[0] == "waits":
            days = line("average_wait_weeks", DAYS, *one[1:])
            over = [line(f"waited_over_{weeks}_weeks_percent", COUNTED, *one[1:]) for weeks in (3, 6, 12)]
            for span in spans:
                three, six, twelve = ((which, *span) for which in over)
                reader.at_least([((days, *span), 1)], [(three, 22), (six, 21), (twelve, 42)])
                reader.at_least(
                    [((one, *span), 21), (three, 21), (six, 42), (twelve, LONGEST_WAIT - 84)], [((days, *span), 1)]
                )
        elif one[0] == "used at the start":
            abstinent = line("abstinent_at_review_percent", COUNTED, *one[1:])
            for span in spans:
                for name, none in (("mean_days_at_start", ()), ("mean_days_at_review", (abstinent,))):
                    days = line(name, DAYS, *one[1:])
                    without = [((which, *span), 1) for which in none]
                    reader.at_least([((days, *span), 1), *without], [((one, *span), 1)])
                    reader.at_least(
                        [((one, *span), 28)], [((days, *span), 1), *((which, 28 * times) for which, times in without)]
                    )


def _aim_at_days_of_one_alone(knowledge: Knowledge) -> None:
    """Of the days that people waited or used, those by which two printed rows differ are aimed at where one person does."""
    for one in list(knowledge.targets):
        (what, *where), i, j = one
        if f" {DAYS}" in what:
            name, _, how = what.partition(f" {DAYS}")
            people = ((f"{WHAT[name, OF]}{how}", *where), i, j)
            if abs(knowledge.reader.true[knowledge.reader.number(people)][0]) == 1:
                knowledge.targets[one] = DAYS_OF_ONE
            else:
                del knowledge.targets[one]

"""What a reader learns: from each row that is shown, bounded or hidden, and from how the rows' counts hang together."""

import math
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import product

import attack_curves
import numpy as np
import pandas as pd
import polars as pl
from attack_definitions import (
    ALL,
    ANSWERED,
    COUNTED,
    DAYS,
    FIXED,
    KNOWN_EARLIER,
    MODELLED_WITH,
    OF,
    ON_THE_DAY,
    OPEN,
    REST,
    STANDARDISED_FOR,
    STOCK,
    STOCKS,
    TIME,
    WHAT,
    Line,
    at_gap,
    cell,
    equations,
    is_event,
    levels,
    line,
    margins,
    of_step,
)  # fmt: skip
from attack_reader import FEW, MOST, Reader
from attack_records import NIGHTS, QUARTERS, Attacked
from attack_truth import AFTER, BEGINNING, Number, Truth

from needs.measure import narrowing, safety, steps
from needs.measure.indicators import POOLED
from needs.measure.indicators.following import FOLLOWED_NAMES

LONGEST = 4  # quarters of a printed window
YEARS = 3  # that measures of few are printed together for
OF_A_YEAR = {three.name: name for name, three in POOLED.items()}
# Each mean change with the two means that it is the difference of
CHANGES = {
    f"mean_answer_change_at_{form}": (f"mean_answer_before_{form}", f"mean_answer_at_{form}") for form in ANSWERED
}
SPANS = tuple((i, j) for i in range(QUARTERS) for j in range(i + 1, min(i + LONGEST, QUARTERS) + 1))
PER = {"weeks": 7, "days": 1, "points": 1}  # units of means, and their days
FEWEST_OF_A_SHARE, FEWEST_OF_A_MEAN = 50, 25
LONGEST_WAIT = 1000  # days
OF_PERSON_YEARS, DAYS_OF_A_YEAR = "per 1,000 person-years", 365.25
FEWEST_EXPECTED = 20
AGES = ("under 18", "18-24", "25-34", "35-44", "45-54", "55 and over")
ALWAYS_THERE = ("treated", "people_at_each_agency counted")  # in any period that holds another
SINCE_THE_START = ("care_plan_percent counted",)  # in any longer one that begins with it
HIDDEN, SERIES, INDICATORS = "hidden count", "difference of two rows of a series", "difference of two indicators"
DAYS_OF_ONE, BALANCE = "days of one person", "balance of two rolling years"
EVER = (("journeys of any time", *ALL), 0, QUARTERS)
Span = tuple[int, int]


def _within(span: Span) -> set[Span]:
    """Every span of quarters that lies in one."""
    first, last = span
    return {(i, j) for i in range(first, last) for j in range(i + 1, last + 1)}


@dataclass(frozen=True)
class Reading:
    """How far what is shown may lie from what was counted: a count, a mean, and a percentage where true ones are printed."""

    count: int = 2
    mean: float = 0.05
    percent: float | None = None


AS_SHOWN = Reading()


@dataclass
class Knowledge:
    """A reader's numbers, those that are aimed at (by kind), and in which spans there is a line and is it printed."""

    reader: Reader
    how: Reading
    targets: dict[Number, str] = field(default_factory=dict)
    spans: dict[Line, set[Span]] = field(default_factory=lambda: defaultdict(set))
    printed: dict[Line, set[Span]] = field(default_factory=lambda: defaultdict(set))
    shares: dict[tuple[Line, Line, Line], None] = field(default_factory=dict)
    parts: dict[tuple[Line, Line], None] = field(default_factory=dict)  # steps, each of the one before it

    def aim(self, one: Number, kind: str) -> None:
        self.reader.number(one)
        self.targets.setdefault(one, kind)

    def prints(self, one: Line, span: Span) -> None:
        """The line is printed in the span; of events every other span is added up from quarters."""
        self.printed[one].add(span)
        self.spans[one] |= {span, *SPANS, *_within(span)} if is_event(one) else {span}


def known(safe: pd.DataFrame, attacked: Attacked, how: Reading = AS_SHOWN) -> Knowledge:
    """All that a reader knows who has every row and every definition; with the provider's own counts where there are any."""
    truth = Truth(attacked.counts, attacked.varied, attacked.cells).with_steps(attacked.in_between)
    truths = [truth.knowing(attack_curves.truths(attacked.followed)).knowing([(EVER, float(attacked.ever[0]))])]
    if attacked.own is not None:
        own = Truth(attacked.own).with_steps(attacked.own_in_between).knowing([(EVER, float(attacked.ever[1]))])
        truths.append(own.knowing(attack_curves.truths(attacked.own_followed)))
    knowledge = Knowledge(Reader(FEWEST_OF_A_SHARE - 1 - how.count, *truths), how)
    of_curves = safe["indicator"].isin(FOLLOWED_NAMES)
    for row in safe[~of_curves].itertuples():
        _read(knowledge, row)
    attack_curves.read(knowledge, list(safe[of_curves].itertuples()), HIDDEN, SERIES)
    _read_steps(knowledge, safe, attacked)
    _read_gaps(knowledge, attacked)
    _read_expected(knowledge, safe, attacked)
    _tie_lines(knowledge)
    _tie_days(knowledge)
    _tie_stock(knowledge)
    _tie_bullseye(knowledge)
    _tie_returns(knowledge)
    for one, spans in list(knowledge.spans.items()):
        (_tie_quarters if is_event(one) else _tie_people)(knowledge, one, sorted(spans))
    _aim_at_days_of_one_alone(knowledge)
    return knowledge


# What is read of a row


def _read(knowledge: Knowledge, row) -> None:
    row = row._replace(indicator=OF_A_YEAR.get(row.indicator, row.indicator))
    reader, span = knowledge.reader, (BEGINNING[row.period_start.date()], AFTER[row.period_end.date()])
    counted, rest, of = (line(row.indicator, role, row.breakdown, row.group) for role in (COUNTED, REST, OF))
    if row.indicator in STOCKS:
        at = span[STOCKS.index(row.indicator)]
        counted, span = (STOCK, *ALL), (at, at)
    if row.unit == OF_PERSON_YEARS:
        _read_time(knowledge, row, span)
    lines = [counted, rest, of] if row.unit == "percent" else [of] if row.unit in PER else [counted]
    numbers = [(one, *span) for one in lines]
    for one in lines:
        knowledge.prints(one, span)
    if row.unit in PER and row.indicator not in CHANGES:
        days = line(row.indicator, DAYS, row.breakdown, row.group)
        knowledge.spans[days] |= set(SPANS) if is_event(days) else {span}
    if row.unit == "percent":
        knowledge.shares[counted, rest, of] = None
        reader.tie([numbers[2]], numbers[:2])
    if row.status in ("hidden", "bound"):
        for one in numbers:
            knowledge.aim(one, HIDDEN)
    learn = {"hidden": _read_hidden, "bound": _read_bound, "shown": _read_shown, "counts": _read_shown}
    if row.status == "not_applicable":
        for one in numbers:
            reader.learn(one, 0, 0)
    elif row.status in learn:
        learn[row.status](knowledge, row, numbers)


def _read_time(knowledge: Knowledge, row, span: Span) -> None:
    """Person-years that are shown bound the days of all together; those that are not shown may be few, or the deaths."""
    if row.status == "shown":
        step = max(5, 10 ** (len(str(int(row.denominator))) - 2))
        knowledge.prints((TIME, *ALL), span)
        days = [(row.denominator + way * step / 2) * DAYS_OF_A_YEAR for way in (-1, 1)]
        knowledge.reader.learn(((TIME, *ALL), *span), *days)


def _read_hidden(knowledge: Knowledge, row, numbers: list[Number]) -> None:
    reader = knowledge.reader
    if row.unit in PER:
        reader.learn(numbers[0], 1, FEWEST_OF_A_MEAN - 1 - knowledge.how.count)
    elif row.unit == "percent":  # a total of more would have a bound
        reader.learn_hidden_share(numbers, reader.lone if row.breakdown == "all" else MOST)
        reader.learn(numbers[2], 1, MOST)
    elif row.unit != OF_PERSON_YEARS:  # which may be hidden because the time is short
        reader.learn(numbers[0], 1, FEW)


def _read_bound(knowledge: Knowledge, row, numbers: list[Number]) -> None:
    counted, rest, of = numbers
    few, many = (counted, rest) if row.qualifier.startswith("fewer") else (rest, counted)
    knowledge.reader.learn(few, 1, FEW)
    knowledge.reader.learn(many, FEW + 1, MOST)
    _read_count(knowledge, of, row.denominator)


def _read_shown(knowledge: Knowledge, row, numbers: list[Number]) -> None:
    if row.unit in PER:
        _read_count(knowledge, numbers[0], row.denominator)
        _read_mean(knowledge, row, numbers[0])
        return
    _read_count(knowledge, numbers[0], row.numerator)
    if row.unit == "percent":
        counted, rest, of = numbers
        _read_count(knowledge, of, row.denominator)
        knowledge.reader.learn(rest, *((0, 0) if row.numerator == row.denominator else (FEW + 1, MOST)))
        by = knowledge.how.percent
        if by is not None and not np.isnan(row.value):
            _read_ratio(knowledge, counted, of, row.value / 100, by / 100)


def _read_count(knowledge: Knowledge, one: Number, shown: float) -> None:
    by = knowledge.how.count
    knowledge.reader.learn(one, max(shown - by, FEW + 1) if shown else 0, shown + by if shown else 0)


def _read_mean(knowledge: Knowledge, row, of: Number) -> None:
    """A mean bounds the days that people waited, or used, or what they answered, all together; so does one of changes.

    The interval of a mean of changes tells nothing exact: it is given to two figures, of 50 or more.
    """
    if row.indicator in CHANGES:
        before, later = ((line(name, DAYS, row.breakdown, row.group), *of[1:]) for name in CHANGES[row.indicator])
        by = knowledge.how.mean
        knowledge.reader.at_least([(later, 1)], [(before, 1), (of, row.value - by)])
        knowledge.reader.at_least([(before, 1), (of, row.value + by)], [(later, 1)])
        return
    days = line(row.indicator, DAYS, row.breakdown, row.group)
    knowledge.prints(days, of[1:])
    per = PER[row.unit]
    _read_ratio(knowledge, (days, *of[1:]), of, row.value * per, knowledge.how.mean * per)


def _read_ratio(knowledge: Knowledge, one: Number, other: Number, ratio: float, by: float) -> None:
    knowledge.reader.at_least([(one, 1)], [(other, ratio - by)])
    knowledge.reader.at_least([(other, ratio + by)], [(one, 1)])


def _read_steps(knowledge: Knowledge, safe: pd.DataFrame, attacked: Attacked) -> None:
    """Each step is a count, and a part of the one before it. What is hidden is a few, or nobody out of less than fifty.

    The last of a side is what the results show already, and hidden where it is hidden there. Among journeys of any time are
    those that were open at first, and all that came since.
    """
    _read_count(knowledge, EVER, float(safety.shown(np.array(attacked.ever[0]))))
    came = [(("came", *ALL), k, k + 1) for k in range(QUARTERS)]
    knowledge.reader.at_least([(EVER, 1)], [(one, 1) for one in (((STOCK, *ALL), 0, 0), *came)])
    told = steps.safe(attacked.steps.select(steps.COLUMNS), safe)
    is_last = pl.col("step") == pl.col("step").max().over("indicator", *narrowing.PERIOD, "side")
    table = attacked.steps.select(*narrowing.KEYS, "name", "role", is_last.alias("is_last")).join(
        told, on=narrowing.KEYS, maintain_order="left"
    )
    before: dict[tuple, Line] = {}
    of_shares = {(counted, of) for counted, _, of in knowledge.shares}  # what is left over of them has a line already
    for row in table.filter(~pl.col("name").is_in(["", *STOCKS])).iter_rows(named=True):
        one, span = of_step(row["name"], row["role"]), (BEGINNING[row["period_start"]], AFTER[row["period_end"]])
        figure = (row["indicator"], *span)
        if figure in before and before[figure] != one and (one, before[figure]) not in of_shares:
            knowledge.parts[one, before[figure]] = None
        before[figure] = one
        if row["status"] == "shown":
            knowledge.prints(one, span)
            _read_count(knowledge, (one, *span), row["number"])
        elif row["status"] == "hidden" and not row["is_last"]:
            knowledge.prints(one, span)
            knowledge.reader.learn((one, *span), 0, FEW)
            knowledge.aim((one, *span), HIDDEN)


def _read_gaps(knowledge: Knowledge, attacked: Attacked) -> None:
    """What headlines would be at other gaps between journeys: the fewer nights, the more journeys. How many more is aimed at."""
    nights = {}
    ends = dict(attacked.varied.select("indicator", "period_end").iter_rows())
    for row in attacked.gaps[attacked.gaps["unit"] != "percent"].itertuples():
        end = AFTER[ends[row.indicator]]
        one = (at_gap(row.indicator, int(row.nights), NIGHTS), end - LONGEST, end)
        shown, by = float(row.value), AS_SHOWN.count
        knowledge.reader.learn(one, shown - by, shown + by)
        nights[row.indicator, int(row.nights)] = one
    for (indicator, apart), more in nights.items():
        fewer = nights.get((indicator, apart + 1))
        if fewer:
            difference = ((f"{more[0][0]} less those at {apart + 1} nights", *ALL), *more[1:])
            if knowledge.reader.tie([more], [fewer, difference]):
                knowledge.aim(difference, INDICATORS)


def chance(one: Line, of: tuple[str, ...]) -> float:
    """The rate of a cell in all partnerships together, by some of its levels, as if the reader knew it exactly; the same every year."""
    alike = levels(one)
    odds = -0.4 - 0.7 * (alike["drug_group"] == "opiate") + 0.1 * (alike["sex"] == "female")
    odds -= 0.1 * AGES.index(alike["age"]) + sum(
        0.1 * (len(alike[name]) % 5 - 2) for name in of[len(STANDARDISED_FOR) :]
    )
    return 1 / (1 + math.exp(-odds))


def _read_expected(knowledge: Knowledge, safe: pd.DataFrame, attacked: Attacked) -> None:
    """Expected numbers of outcomes, standardised and modelled, rounded as counts are: sums of cells, each at its known rate.

    The reader is even told which cells are empty. Cells add up to the groups that are shown, and those of events in twelve
    months to those of their quarters. No number is given where it would be below FEWEST_EXPECTED, which tells that it is.
    """
    reader, by = knowledge.reader, knowledge.how.count
    for outcome in attacked.cells["outcome"].unique(maintain_order=True):
        cells: dict[Span, list[Line]] = defaultdict(list)
        for row in attacked.cells.filter(pl.col("outcome") == outcome).iter_rows(named=True):
            cells[BEGINNING[row["period_start"]], AFTER[row["period_end"]]].append(cell(row))
        told = safe[(safe["indicator"] == outcome) & (safe["breakdown"] == "all") & (safe["status"] == "shown")]
        told = told[(told["denominator"] >= FEWEST_OF_A_SHARE) & (told["numerator"] >= FEWEST_EXPECTED)]
        spans = {(BEGINNING[row.period_start.date()], AFTER[row.period_end.date()]) for row in told.itertuples()}
        years, quarters = sorted(span for span in spans if span[1] - span[0] == LONGEST), set()
        for i, j in years:
            for of in (STANDARDISED_FOR, MODELLED_WITH):
                terms = [((one, i, j), chance(one, of)) for one in cells[i, j]]
                step = 2 * by + 1
                shown = step * math.floor(sum(times * reader.truth(one) for one, times in terms) / step + 0.5)
                least = shown - step / 2 if shown >= FEWEST_EXPECTED else 0
                reader.between(terms, least, max(shown, FEWEST_EXPECTED - step) + step / 2)
            quarters |= {(k, k + 1) for k in range(i, j)} if is_event(line(outcome, OF)) else set()
        for span in (*years, *sorted(quarters)):
            _tie_cells(knowledge, cells[span], span)
        for i, j in years if quarters else ():
            for one in cells[i, j]:
                reader.tie([(one, i, j)], [(one, k, k + 1) for k in range(i, j) if one in cells[k, k + 1]])


def _tie_cells(knowledge: Knowledge, cells: list[Line], span: Span) -> None:
    """Each group, where it is among what the reader knows of, and everybody, are the cells that they are made of."""
    wholes: dict[Line, list[Line]] = defaultdict(list)
    for one in cells:
        for whole in ((one[0], *ALL), *margins(one)):
            wholes[whole].append(one)
    for whole, parts in wholes.items():
        if span in knowledge.spans.get(whole, ()):
            knowledge.reader.tie([(whole, *span)], [(one, *span) for one in parts])


# How numbers hang together


def _tie_lines(knowledge: Knowledge) -> None:
    """The same sum in every span of quarters that all of it has, unless counts contradict it in any. What is left of a
    whole is aimed at."""
    spans, reader = knowledge.spans, knowledge.reader
    for counted, rest, of in knowledge.shares:
        for span in sorted(spans[counted]) if all(map(is_event, (counted, rest, of))) else ():
            reader.tie([(of, *span)], [(counted, *span), (rest, *span)])
    for plus, minus in equations(set(spans), knowledge.parts):
        here = [one for one in (*plus, *minus) if one in spans]
        differences = [one for one in minus if one not in spans]
        printed = set.intersection(*(knowledge.printed[one] for one in here))
        common = sorted(set.intersection(*(spans[one] for one in here)))
        ties = [([(one, *span) for one in plus], [(one, *span) for one in minus]) for span in common]
        for span, tie in zip(common, ties, strict=True) if all(reader.agrees(*tie) for tie in ties) else ():
            reader.tie(*tie)
            for one in differences:
                spans[one].add(span)
                if span in printed:
                    knowledge.printed[one].add(span)
                    knowledge.aim((one, *span), INDICATORS)


def _tie_quarters(knowledge: Knowledge, one: Line, spans: list[Span]) -> None:
    """Events of a span are those of its parts. What two printed rows differ by is aimed at."""
    printed = knowledge.printed[one]
    for i, j in spans:
        for k in range(i + 1, j) if j - i <= LONGEST else ():
            knowledge.reader.tie([(one, i, j)], [(one, i, k), (one, k, j)])
    for i, j in sorted(printed):
        if j - i == YEARS * LONGEST:  # three years that are printed together
            knowledge.reader.tie([(one, i, j)], [(one, k, k + LONGEST) for k in range(i, j, LONGEST)])
            for k in (i + LONGEST, j - LONGEST):
                knowledge.reader.tie([(one, i, j)], [(one, i, k), (one, k, j)])
        for k in range(i + 1, j) if j - i <= LONGEST else (i + LONGEST, j - LONGEST):
            for part, rest in (((i, k), (k, j)), ((k, j), (i, k))):
                if part in printed and rest not in printed:
                    knowledge.aim((one, *rest), SERIES)
    _tie_balances(knowledge, one, printed)


def _tie_balances(knowledge: Knowledge, one: Line, printed: set[Span]) -> None:
    """Twelve months less those that end a quarter before: who came into them less who fell out. May be less than none."""
    for i, j in sorted(printed):
        if j - i == LONGEST and (i + 1, j + 1) in printed:
            balance = ((f"{one[0]} {BALANCE}", *one[1:]), i, j + 1)
            knowledge.reader.learn_open(balance)
            knowledge.reader.tie([(one, i + 1, j + 1)], [(one, i, j), balance])
            if is_event(one):
                knowledge.reader.tie([(one, j, j + 1)], [(one, i, i + 1), balance])
            knowledge.aim(balance, BALANCE)


def _tie_people(knowledge: Knowledge, one: Line, spans: list[Span]) -> None:
    """People there in a period are there in a longer one; who is there in the longer alone is aimed at."""
    for (i, j), (k, m) in product(spans, spans):
        same_end, same_start = m == j, one[0] in SINCE_THE_START and i == k
        if (i, j) != (k, m) and i <= k and m <= j and (one[0] in ALWAYS_THERE or same_end or same_start):
            alone = ((f"{one[0]} not in {k} to {m}", *one[1:]), i, j)
            if knowledge.reader.tie([(one, i, j)], [(one, k, m), alone]):
                knowledge.aim(alone, SERIES)
    _tie_balances(knowledge, one, knowledge.printed[one])
    came = ("came", *one[1:])
    for (a, b), (c, d) in product(spans, spans) if one[0] == "treated" else ():
        if one[1:] == ALL and a <= c <= b <= d and a < d:
            knowledge.reader.at_least([((one, a, b), 1), *_in_quarters(came, b, d)], [((one, c, d), 1)])
            knowledge.reader.at_least([((one, c, d), 1), *_in_quarters(("left", *ALL), a, c)], [((one, a, b), 1)])
        elif one[1] in FIXED and (c, d) == (a + 1, b + 1) and came in knowledge.spans:
            knowledge.reader.at_least([((one, a, b), 1), ((came, b, d), 1)], [((one, c, d), 1)])


def _in_quarters(one: Line, i: int, j: int) -> list[tuple[Number, float]]:
    return [((one, k, k + 1), 1) for k in range(i, j)]


def _tie_stock(knowledge: Knowledge) -> None:
    """Journeys open on a day, and those begun, less those ended, are open on a later one; all their people were there."""
    reader, stock, treated = knowledge.reader, (STOCK, *ALL), ("treated", *ALL)
    for i, j in SPANS:
        came, left = (("came", *ALL), i, j), (("left", *ALL), i, j)
        reader.tie([(stock, i, i), came], [left, (stock, j, j)])
        if (i, j) in knowledge.spans.get(OPEN, ()):
            reader.tie([(stock, i, i), came], [(OPEN, i, j)])
        if (i, j) in knowledge.spans[treated]:
            if (i, j) in knowledge.spans.get((TIME, *ALL), ()):  # on a day at least, and on every day at most
                time = ((TIME, *ALL), i, j)
                reader.at_least([(time, 1)], [((treated, i, j), 1)])
                reader.at_least([((treated, i, j), 92 * (j - i))], [(time, 1)])
            for at in (i, j):
                reader.at_least([((treated, i, j), 1)], [((stock, at, at), 1)])
            reader.at_least([((stock, i, i), 1), (came, 1)], [((treated, i, j), 1)])
            reader.at_least([((stock, j, j), 1), (left, 1)], [((treated, i, j), 1)])
    due = line("top_reviews_percent", OF)
    for i, j in knowledge.spans.get(due, ()):
        reader.at_least([((stock, j, j), 1)], [((due, i, j), 1)])


def _tie_bullseye(knowledge: Knowledge) -> None:
    """Users on a day are among all who are in treatment on it. Whoever is known by a day is known by a later one, but for
    those whose newest journey says something else: they came between the two."""
    reader, stock, users = knowledge.reader, (STOCK, *ALL), line("opiate_crack_in_treatment", COUNTED)
    there, earlier = line(ON_THE_DAY, COUNTED), line(KNOWN_EARLIER, COUNTED)
    for i, j in knowledge.spans.get(there, ()):
        reader.at_least([((stock, j, j), 1)], [((there, i, j), 1)])
    spans = sorted(knowledge.spans.get(earlier, set()) & knowledge.spans.get(users, set()))
    for (i, j), (k, m) in product(spans, spans):
        if j < m:
            came = _in_quarters(("came", *ALL), j, m)
            known, later = (((earlier, a, b), (users, a, b)) for a, b in ((i, j), (k, m)))
            reader.at_least([*((one, 1) for one in known), *came], [(one, 1) for one in later])
            reader.at_least([*((one, 1) for one in later), *came], [(one, 1) for one in known])


def _tie_returns(knowledge: Knowledge) -> None:
    """Those who may come back are those who completed half a year before."""
    may = line("re_presentation_percent", OF)
    for i, j in SPANS:
        if i >= 2:
            knowledge.reader.tie([(may, i, j)], [(("completed", *ALL), i - 2, j - 2)])


def _tie_days(knowledge: Knowledge) -> None:
    """Who waited more than three, six and twelve weeks bounds the days that all waited; days of use are 28 at most."""
    for one, spans in list(knowledge.spans.items()):
        for span in spans if one[0] == "waits" else ():
            _tie_waits(knowledge, one, span)
        for span in spans if one[0] == "used at the start" else ():
            _tie_use(knowledge, one, span)
        for span in spans if one[0].startswith("answered twice, ") else ():
            _tie_answers(knowledge, one, span)


def _tie_waits(knowledge: Knowledge, one: Line, span: Span) -> None:
    days = (line("average_wait_weeks", DAYS, *one[1:]), *span)
    three, six, twelve = (
        (line(f"waited_over_{weeks}_weeks_percent", COUNTED, *one[1:]), *span) for weeks in (3, 6, 12)
    )
    knowledge.reader.at_least([(days, 1)], [(three, 22), (six, 21), (twelve, 42)])
    most = [((one, *span), 21), (three, 21), (six, 42), (twelve, LONGEST_WAIT - 84)]
    knowledge.reader.at_least(most, [(days, 1)])


def _tie_use(knowledge: Knowledge, one: Line, span: Span) -> None:
    """Whoever used at the start did so on a day or more; at the review those did who were not abstinent."""
    abstinent = (line("abstinent_at_review_percent", COUNTED, *one[1:]), *span)
    for name, none in (("mean_days_at_start", []), ("mean_days_at_review", [(abstinent, 1)])):
        days = (line(name, DAYS, *one[1:]), *span)
        knowledge.reader.at_least([(days, 1), *none], [((one, *span), 1)])
        knowledge.reader.at_least([((one, *span), 28)], [(days, 1), *((which, 28) for which, _ in none)])


def _tie_answers(knowledge: Knowledge, one: Line, span: Span) -> None:
    """An answer is 20 at most on a scale, and 28 of days."""
    form, most = one[0].removeprefix("answered twice, "), 28 if one[2].endswith("of 28") else 20
    for name in (f"mean_answer_before_{form}", f"mean_answer_at_{form}"):
        days = line(name, DAYS, *one[1:])
        if days in knowledge.spans:
            knowledge.reader.at_least([((one, *span), most)], [((days, *span), 1)])


def _aim_at_days_of_one_alone(knowledge: Knowledge) -> None:
    """Of the days that people waited or used, those by which two printed rows differ are aimed at where one person does."""
    for one in list(knowledge.targets):
        (what, *where), i, j = one
        name, found, how = what.partition(f" {DAYS}")
        if found:
            people = ((f"{WHAT[name, OF]}{how}", *where), i, j)
            if abs(knowledge.reader.truth(people)) == 1:
                knowledge.targets[one] = DAYS_OF_ONE
            else:
                del knowledge.targets[one]

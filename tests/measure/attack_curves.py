"""What a reader learns from curves of journeys: counts of whole people that lie behind each point, and how they hang together.

Behind a point are three counts: journeys still followed to the week, and those seen to have left before it, by way. A curve
weighs each of them no less than once, so the share still there is no less than followed of all, and the share gone no less
than left of all. The log-rank test is no sum of counts and is left out; it has two figures at most.
"""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator

from attack_definitions import ALL, COUNTED, Line, line
from attack_truth import AFTER, BEGINNING, Number

from needs.measure import retention, safety
from needs.measure.indicators import following
from needs.measure.indicators.following import BACK, FOLLOWED, MEDIAN, STILL

FEW = safety.SMALLEST - 1
REAL = safety.BASE / 2  # a point's numbers are not whole: so far each may lie from the one that is shown
WAY_OF = {indicator: way for way, indicator in following.EXITS.items()}
WEEKS = (0, *following.WEEKS)
PLANNED_QUARTERS = ("treatment_system_exits_percent", COUNTED)
RETAINED, LOST = ("retained_12_weeks_percent", COUNTED), ("early_unplanned_exit_percent", COUNTED)
TWELVE = 12


def what(kind: str, week: int, group: str = "all") -> Line:
    """The line of a count behind a curve; of nobody yet gone or lost it is those who came."""
    where = ALL if group == "all" else ("drug_group", group)
    return ("came", *where) if (kind, week) == ("at_risk", 0) else (f"{kind} at {week} weeks", *where)


def truths(followed: Iterable[retention.Cohort]) -> Iterator[tuple[Number, float]]:
    """Every count behind the curves by its line and span."""
    for one in followed:
        span = BEGINNING[one.period.start], AFTER[one.period.end]
        of = {"all": one.journeys, **dict(list(one.journeys.groupby("drug_group")))}
        for group, journeys in of.items():
            for week, counts in retention.counts(journeys).items():
                for kind, count in counts.items():
                    if (kind, week) != ("at_risk", 0):
                        yield (what(kind, week, group), *span), count
        planned = one.journeys[one.journeys["ended"] & (one.journeys["exit"] == "planned")]
        yield (what("may come", 0), *span), len(planned)
        for week in following.WEEKS_BACK:
            yield (what("back", week), *span), int((planned["returned"] & (planned["days_out"] < 7 * week)).sum())


def read(knowledge, rows: list, hidden: str, series: str) -> None:
    """Learn from all rows of curves; `hidden` and `series` are the kinds of targets."""
    by_curve = defaultdict(dict)
    for row in rows:
        span = BEGINNING[row.period_start.date()], AFTER[row.period_end.date()]
        by_curve[span][row.indicator, row.breakdown, row.group] = row
    for span, of in by_curve.items():
        for group in ("all", *following.DRUG_GROUPS):
            if (FOLLOWED, *_key(group, 0)) in of:
                _Curve(knowledge, span, group, of).learn(hidden, series)
        _read_returns(knowledge, span, of)


def _key(group: str, week: int) -> tuple[str, str]:
    where = retention._at(group, week)
    return where["breakdown"], where["group"]


def _range(row) -> tuple[float, float]:
    """Between what the share lies that was rounded and shown."""
    return (row.numerator - REAL) / (row.denominator + REAL), (row.numerator + REAL) / max(row.denominator - REAL, 1)


class _Curve:
    """One group's curve in one span."""

    def __init__(self, knowledge, span, group, of):
        self.knowledge, self.reader, self.span, self.group, self.of = knowledge, knowledge.reader, span, group, of
        self.came = (what("at_risk", 0, group), *span)

    def number(self, kind: str, week: int) -> Number:
        return (what(kind, week, self.group), *self.span)

    def row(self, indicator: str, week: int):
        return self.of[(indicator, *_key(self.group, week))]

    def learn(self, hidden: str, series: str) -> None:
        quarters = [(self.came[0], k, k + 1) for k in range(*self.span)]
        self.reader.tie([self.came], quarters)
        for week in WEEKS:
            self._followed(week, hidden)
            if week:
                self._left(week, hidden)
        for before, week in itertools.pairwise(WEEKS):
            self._step("at_risk", before, week, series)
            for kind in ("left", *following.EXITS) if before else ():
                self._step(kind, week, before, series)
        self._median()
        self._by_quarters()

    def _followed(self, week: int, hidden: str) -> None:
        row, number = self.row(FOLLOWED, week), self.number("at_risk", week)
        self.knowledge.prints(number[0], self.span)
        by = self.knowledge.how.count
        if row.status == "hidden":
            self.reader.learn(number, 1, FEW)
            self.knowledge.aim(number, hidden)
        elif row.value == 0:
            self.reader.learn(number, 0, 0)
        else:
            self.reader.learn(number, max(row.value - by, FEW + 1), row.value + by)

    def _left(self, week: int, hidden: str) -> None:
        """Those who left, by way, are with those followed no more than came; and what each point of the curves says."""
        ways = [self.number(way, week) for way in following.EXITS]
        left, followed = self.number("left", week), self.number("at_risk", week)
        for one in (left, *ways):
            self.knowledge.spans[one[0]].add(self.span)
        self.reader.tie([left], ways)
        self.reader.at_least([(self.came, 1)], [(left, 1), (followed, 1)])
        still = self.row(STILL, week)
        if still.status != "shown":
            return
        least, most = _range(still)
        self.reader.at_least([(self.came, most)], [(followed, 1)])
        self.reader.at_least([(self.came, 1 - least)], [(left, 1)])
        for indicator, way in WAY_OF.items():
            row, number = self.row(indicator, week), self.number(way, week)
            if row.status == "hidden":  # of a few, or all but a few: then the others are hidden or none, too
                self.reader.learn(number, 1, 1_000_000)
                if all(self.row(other, week).status != "hidden" for other in WAY_OF if other != indicator):
                    few = safety.SMALLEST / max(still.denominator - REAL, 1)
                    self.reader.at_least([(self.came, few)], [(number, 1)])
                self.knowledge.aim(number, hidden)
            elif row.numerator == 0:
                self.reader.learn(number, 0, 0)
            else:
                self.reader.at_least([(self.came, _range(row)[1])], [(number, 1)])

    def _step(self, kind: str, whole: int, part: int, series: str) -> None:
        """Of a count of two weeks the one holds the other; what is in the one alone is aimed at."""
        one, other = self.number(kind, whole), self.number(kind, part)
        alone = ((f"{one[0][0]} and not at {part}", *one[0][1:]), *self.span)
        if self.reader.tie([one], [other, alone]):
            self.knowledge.aim(alone, series)

    def _median(self) -> None:
        row = self.of[(MEDIAN, "all" if self.group == "all" else "drug_group", self.group)]
        for week in following.WEEKS if row.status == "shown" else ():
            counted = self.number("at_risk" if week >= row.value else "left", week)
            self.reader.at_least([(self.came, 0.5)], [(counted, 1)])

    def _by_quarters(self) -> None:
        """What lasted twelve weeks or was lost before is counted by quarter of the start, and followed on beyond the end."""
        if self.group != "all":
            return
        i, j = self.span
        for (name, role), of in (
            (RETAINED, [self.number("at_risk", TWELVE)]),
            (LOST, [self.number("dropped out", TWELVE), self.number("other", TWELVE)]),
        ):
            quarters = [((line(name, role), k, k + 1), 1) for k in range(i, j)]
            self.reader.at_least(quarters, [(one, 1) for one in of])
            self.reader.at_least([(one, 1) for one in of], quarters[:-1])
        left = [((("left", *ALL), k, k + 1), 1) for k in range(i, j)]
        self.reader.at_least(left, [(self.number("left", following.WEEKS[-1]), 1)])


def _read_returns(knowledge, span: tuple[int, int], of: dict) -> None:
    may, reader = (what("may come", 0), *span), knowledge.reader
    planned = [((line(*PLANNED_QUARTERS), k, k + 1), 1) for k in range(*span)]
    reader.at_least(planned, [(may, 1)])
    for week in following.WEEKS_BACK:
        row, back = of[(BACK, *_key("all", week))], (what("back", week), *span)
        if row.status == "shown" and row.numerator:
            reader.at_least([(may, _range(row)[1])], [(back, 1)])
    for before, week in zip(following.WEEKS_BACK, following.WEEKS_BACK[1:], strict=False):
        reader.at_least([((what("back", week), *span), 1)], [((what("back", before), *span), 1)])

"""A partnership's treatment plan at a quarter, and where each of its priorities stands."""

import datetime
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd
from markupsafe import Markup

from needs.measure import plans, selection, standing
from needs.measure.comparison import people_short
from needs.measure.plans import Plans, year_in_force
from needs.measure.results import Row
from needs.measure.standing import ACHIEVED, measured_as
from needs.mistakes import Mistake
from needs.present.assessment import Assessment
from needs.present.facts import Fact
from needs.present.kit.html import Html, Words, joined
from needs.present.kit.section import plain, shown
from needs.present.standing import with_target


def two_lines(text: str, below: str, *facts: Fact) -> Words:
    """A cell of two lines; unlike a number it may wrap, since a period or a place can be long."""
    return Words(joined([text, Markup("<br>"), below]), facts)


LARGEST_CUT = 100  # percent: more than all of the money cannot be taken away


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The plan's rows, the assessment whose printed figures they name, and the cut in money that is asked for (negative: growth).

    Where none is asked for (None), what the document prints is worked out.
    `earlier` holds the rows of plans of the years before. `absent` says why there is no plan for the quarter; empty where there is one.
    """

    assessment: Assessment
    rows: Plans
    earlier: Plans
    cut_percent: float | None
    absent: str

    def show(self, *parts: Callable[["Plan"], object] | object) -> Html:
        """Parts of a section, one after the other: functions that are given the plan, or what they give.

        Where there is no plan, one sentence says why, and no part is asked.
        """
        return shown(self, self.assessment, [plain(self.absent)] if self.absent else parts)

    @property
    def document(self) -> Any:
        """The row that says what document the plan is, which days it covers and who leads it."""
        return next(self.rows.documents.itertuples())

    @property
    def start(self) -> datetime.date:
        """The first day that the document plans for."""
        return day(self.document.plan_start)

    @property
    def end(self) -> datetime.date:
        """The last day that the document plans for."""
        return day(self.document.plan_end)

    @property
    def title(self) -> str:
        """What the document calls itself."""
        sources = self.assessment.safe.sources
        return next(iter(sources.loc[sources["source"] == self.document.source, "title"]), self.document.source)

    def figures(self, measure: str, breakdown: str, group: str) -> pd.DataFrame:
        """The printed figures of a measure and group, national ones among them, oldest first."""
        printed = self.assessment.once("printed by measure", self._by_figure)
        return printed.get((measure, breakdown, group), self.assessment.printed.iloc[:0])

    def facts(self, row: Any) -> list[Fact]:
        """The printed figures that a row of the plan names, oldest first; none where it names none."""
        figures = (
            self.figures(row.measure, row.breakdown, row.group) if row.measure else self.assessment.printed.iloc[:0]
        )
        return [self.assessment.fact(figure) for figure in figures.itertuples()]

    def _by_figure(self) -> dict[tuple, pd.DataFrame]:
        printed = self.assessment.printed
        published = printed[printed["origin"] == "published"].sort_values(["period_end", "kind"], kind="stable")
        return dict(iter(published.groupby(["indicator", "breakdown", "group"], sort=False)))


def plan_of(assessment: Assessment, plans: Plans, cut_percent: float | None = None) -> Plan:
    """The plan within reach of the assessment's quarter; a Mistake if the cut asked for is not a number of percent."""
    is_number = isinstance(cut_percent, int | float) and not isinstance(cut_percent, bool)
    if cut_percent is not None and not (is_number and -LARGEST_CUT <= cut_percent <= LARGEST_CUT):
        wanted = f"None for what the document prints, or a number from -{LARGEST_CUT} to {LARGEST_CUT}, such as 5.1 for a cut of 5.1%"
        raise Mistake(f"parameter 'cut_percent' is {cut_percent!r}; wanted {wanted}")
    rows, earlier = plans.at(assessment.quarter), plans.before(assessment.quarter)
    absent = _why_absent(assessment, rows)
    return Plan(assessment=assessment, rows=rows, earlier=earlier, cut_percent=cut_percent, absent=absent)


def day(written: str) -> datetime.date:
    """A day as the tables hold it."""
    return datetime.date.fromisoformat(written[:10])


def day_in_words(when: datetime.date) -> str:
    """A day as a reader would say it: "31 July 2008"."""
    return f"{when.day} {when:%B %Y}"


def day_known(written: str, end: datetime.date, otherwise: str) -> str:
    """A day in words, told if it is after the quarter's end; `otherwise` where none is written."""
    if not written:
        return otherwise
    return f"{day_in_words(day(written))}{'' if day(written) <= end else ', after this quarter'}"


def months_between(first: datetime.date, last: datetime.date) -> str:
    """How many whole months lie between a day and the last day of a month: "3 months"."""
    months = 12 * (last.year - first.year) + last.month - first.month
    return f"{months} month{'' if months == 1 else 's'}" if months else "less than a month"


def _why_absent(assessment: Assessment, rows: Plans) -> str:
    name, quarter = assessment.area.name, assessment.quarter
    if rows.documents.empty and assessment.has_refused("/plans/"):
        return f"The treatment plan of {name} could not be read. The data quality report gives the reason."
    if rows.documents.empty:
        return f"No treatment plan of {name} is at hand for {quarter}."
    if year_in_force(rows.documents, quarter):
        return ""
    document = next(rows.documents.itertuples())
    start, end = day(document.plan_start), day(document.plan_end)
    return f"The plan of {name} that is at hand covers {start:%B %Y} to {end:%B %Y}, too far from {quarter}."


IS_WITHIN = ("met", "reached")
RANGE = ("printed_range", ("lower end", "upper end"))


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One priority: its row, and the figures that are printed for it.

    `now` is where its measure stands in every document of the quarter, with the target that it was judged against; without
    a target the latest printed figure. `printed` is the plan's own latest figure, where that is another. `target` is what is printed for the plan's own days, in figures or not, and
    `other_target` that of another time, where the verdict is against it or the plan's own is withdrawn. `whole` is the printed
    number of people that the percentage is of.
    """

    row: Any
    earlier: Fact | None
    now: Fact | None
    printed: Fact | None
    nationals: tuple[Fact, ...]
    target: Fact | None
    other_target: Fact | None
    whole: Fact | None

    @property
    def is_of_plan(self) -> bool:
        """Whether the verdict is against the target of the plan's own days."""
        return bool(self.now and self.now.target and self.target and self.now.target.key == self.target.key)

    @property
    def is_judged(self) -> bool:
        """Whether a verdict was given against a target."""
        return self.now is not None and self.now.target_state not in ("", "not judged")

    @property
    def is_within(self) -> bool:
        """Whether the figure is within its target."""
        return self.now is not None and self.now.target_state in IS_WITHIN

    @property
    def asks_for_more(self) -> bool:
        """Whether something is left to do until the target is met."""
        return self.both is not None and self.is_judged and not self.is_within

    @property
    def both(self) -> tuple[Fact, Fact] | None:
        """The figure and its target; None unless both are figures."""
        now = self.now
        return (now, now.target) if now and now.target and now.is_shown and now.target.is_shown else None

    @property
    def people(self) -> float:
        """How many people lie between the figure and its target; not a number where no count says so."""
        if self.both is None:
            return math.nan
        now, target = self.both
        if now.unit == "people":  # whichever way is better, but never a part of a year against a whole one
            return abs(now.value - target.value) if now.window == target.window else math.nan
        if not self.is_judged or now.unit != "percent":
            return math.nan
        if now.counts:
            return max(0, people_short(now.numerator, now.denominator, target.value, now.polarity))
        return plans.people_in_points(now.value - target.value, self.whole.value) if self.whole else math.nan

    @property
    def facts(self) -> Iterable[Fact]:
        """Every figure that its row shows."""
        return (
            fact
            for fact in (
                self.earlier,
                self.now,
                self.printed,
                *self.nationals,
                self.target,
                self.other_target,
                self.whole,
            )
            if fact
        )


def standings(plan: Plan) -> list[Standing]:
    """Where every priority stands, in the order of the document."""
    return plan.assessment.once(
        "standings", lambda: [_standing(plan, row) for row in plan.rows.priorities.itertuples()]
    )


def _standing(plan: Plan, row: Any) -> Standing:
    figures = plan.figures(row.measure, row.breakdown, row.group)
    of_area = figures[figures["area_code"] == plan.assessment.area.code]
    achieved = of_area[of_area["kind"].isin(ACHIEVED) & ~_forecast(of_area, plan)]
    targets = _targets(plan, row, of_area)
    each = plan.assessment.standings.get(measured_as(row.measure, row.breakdown, row.group))
    in_print = _fact(plan, next(achieved.tail(1).itertuples(), None))
    now = (with_target(plan.assessment, each) if each else None) or _latest(plan, row, in_print)
    target = _fact(plan, _of_plan(plan, targets, each.target if each else None))
    earlier, printed = _fact(plan, _before(achieved, now)), in_print
    return Standing(
        row=row,
        earlier=earlier,
        now=now,
        printed=None
        if printed is None or printed.number in {fact.number for fact in (now, earlier) if fact}
        else printed,
        nationals=_nationals(plan, row, figures),
        target=target,
        other_target=_other_target(plan, each, target),
        whole=_whole(plan, row, now),
    )


def _latest(plan: Plan, row: Any, in_print: Fact | None) -> Fact | None:
    """The latest figure of a measure that no target judges: counted, where that is later than what is printed."""
    if not row.measure:
        return in_print
    name, breakdown, group = measured_as(row.measure, row.breakdown, row.group)
    facts = [fact for fact in plan.assessment.latest(name, breakdown) if fact.group == group and fact.is_told]
    later = [
        fact for fact in facts if fact.kind != "target" and (not in_print or fact.period_end > in_print.period_end)
    ]
    return next(iter(later), in_print)


def _forecast(figures: pd.DataFrame, plan: Plan) -> pd.Series:
    """Estimates of the plan's own years, which are no baseline."""
    return (figures["kind"] == "estimate") & (figures["period_start"] >= pd.Timestamp(plan.start))


def _before(achieved: pd.DataFrame, now: Fact | None) -> Row | None:
    """The latest printed figure of a time before; None where there is none."""
    earlier = achieved[achieved["period_end"] < now.period_start] if now is not None else achieved
    return next(earlier.tail(1).itertuples(), None)


def _targets(plan: Plan, row: Any, figures: pd.DataFrame) -> pd.DataFrame:
    names = [printed for printed, counted in selection.COUNTED_AS.items() if counted == row.measure]
    named = [plan.figures(name, row.breakdown, row.group) for name in names]
    return pd.concat([figures[figures["kind"] == "target"], *named]).sort_values("period_end", kind="stable")


def _of_plan(plan: Plan, targets: pd.DataFrame, of_quarter: Row | None) -> Row | None:
    """The target of the plan's own days: that of the quarter if it is one, else the nearest one; else any that there is."""
    start, end = pd.Timestamp(plan.start), pd.Timestamp(plan.end)
    if of_quarter and of_quarter.period_start <= end and of_quarter.period_end >= start:
        return of_quarter
    within = targets[(targets["period_start"] <= end) & (targets["period_end"] >= start)]
    nearest = within.head(1) if pd.Timestamp(plan.assessment.quarter.end) < start else within.tail(1)
    return next(nearest.itertuples(), None) or of_quarter or next(targets.tail(1).itertuples(), None)


def _other_target(plan: Plan, each: standing.Standing | None, target: Fact | None) -> Fact | None:
    """The target of the quarter where it is not the plan's own, else the last one before it."""
    if each is None:
        return None
    of_quarter = plan.assessment.fact(each.target)
    return _fact(plan, each.lapsed) if target and of_quarter.key == target.key else of_quarter


def _nationals(plan: Plan, row: Any, figures: pd.DataFrame) -> tuple[Fact, ...]:
    """The national figure printed beside the priority, or the two ends of a national range."""
    is_national = (figures["area_code"] == plan.assessment.area.country) & (figures["kind"] == "national")
    ends = [plan.figures(row.measure, RANGE[0], end) for end in RANGE[1]] if row.breakdown == "all" else []
    rows = pd.concat([figures[is_national].tail(1), *(end[end["kind"] == "national"] for end in ends)])
    return tuple(plan.assessment.fact(figure) for figure in rows.itertuples())


def _whole(plan: Plan, row: Any, now: Fact | None) -> Fact | None:
    """The printed number of people that the percentage is of, for the very days of the figure."""
    if not row.percentage_of or now is None:
        return None
    rows = plan.figures(row.percentage_of, "all", "all")
    same = rows[(rows["period_start"] == now.period_start) & (rows["period_end"] == now.period_end)]
    return _fact(plan, next(same[same["kind"].isin(ACHIEVED)].itertuples(), None))


def _fact(plan: Plan, row: Row | None) -> Fact | None:
    return None if row is None else plan.assessment.fact(row)

"""A partnership's treatment plan at a quarter: the rows of its document, and the printed figures that they refer to."""

import datetime
from dataclasses import dataclass

import pandas as pd

from needs.measure.plans import Plans, is_near
from needs.mistakes import Mistake
from needs.present.assessment import Assessment
from needs.present.facts import Fact

LARGEST_CUT = 100  # percent: more than all of the money cannot be taken away


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The plan's rows, the assessment whose printed figures they name, and the cut in money that is to be worked out (negative: growth).

    `absent` says why there is no plan for the quarter; empty where there is one.
    """

    assessment: Assessment
    rows: Plans
    cut_percent: float
    absent: str

    @property
    def document(self):
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

    def facts(self, row) -> list[Fact]:
        """The printed figures that a row of the plan names, oldest first; none where it names none."""
        found = self.figures(row.measure, row.breakdown, row.group) if row.measure else self.assessment.printed.iloc[:0]
        return [self.assessment.fact(figure) for figure in found.itertuples()]

    def _by_figure(self) -> dict[tuple, pd.DataFrame]:
        printed = self.assessment.printed
        own = printed[printed["origin"] == "published"].sort_values(["period_end", "kind"], kind="stable")
        return dict(iter(own.groupby(["indicator", "breakdown", "group"], sort=False)))


def plan_of(assessment: Assessment, plans: Plans, cut_percent: float) -> Plan:
    """The plan within reach of the assessment's quarter; a Mistake if the cut is not a number of percent."""
    is_number = isinstance(cut_percent, int | float) and not isinstance(cut_percent, bool)
    if not is_number or not -LARGEST_CUT <= cut_percent <= LARGEST_CUT:
        wanted = f"a number from -{LARGEST_CUT} to {LARGEST_CUT}, such as 5 for a cut of 5% or -5 for growth"
        raise Mistake(f"parameter 'cut_percent' is {cut_percent!r}; wanted {wanted}")
    plans = plans.at(assessment.quarter)
    return Plan(assessment=assessment, rows=plans, cut_percent=cut_percent, absent=_why_absent(assessment, plans))


def day(written: str) -> datetime.date:
    """A day as the tables hold it."""
    return datetime.date.fromisoformat(written[:10])


def day_in_words(when: datetime.date) -> str:
    """A day as a reader would say it: "31 July 2008"."""
    return f"{when.day} {when:%B %Y}"


def _why_absent(assessment: Assessment, rows: Plans) -> str:
    name, quarter = assessment.area.name, assessment.quarter
    if rows.documents.empty and assessment.has_refused("/plans/"):
        return f"The treatment plan of {name} could not be read. The data quality report gives the reason."
    if rows.documents.empty:
        return f"No treatment plan of {name} is at hand for {quarter}."
    one = next(rows.documents.itertuples())
    if is_near(one.plan_start, one.plan_end, quarter):
        return ""
    start, end = day(one.plan_start), day(one.plan_end)
    return f"The plan of {name} that is at hand covers {start:%B %Y} to {end:%B %Y}, too far from {quarter}."

"""What a notebook and an analyst hold: one partnership in one quarter, and what shows its figures.

report = needs.open("barnet", "2011-12 Q4")
report.figures("waiting")                   # a tidy table of everything on waiting
report.show(waiting.first_and_later, waiting.by_treatment)  # parts of a section
report.table(frame, caption="...")          # a table of one's own, accessible like the others
report.chart(figure, title="...", description="...", data=frame)
"""

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass
from numbers import Real
from typing import Any

import pandas as pd
from markupsafe import Markup
from matplotlib.figure import Figure
from pandas.api.types import is_bool_dtype, is_numeric_dtype

from needs import areas as area_names
from needs.folders import Folders
from needs.measure import plans, safe
from needs.measure.safety import PUBLIC
from needs.measure.scenario import Levers
from needs.measure.sweep import Grid
from needs.mistakes import Mistake
from needs.present import figures, parameters
from needs.present.assessment import Assessment
from needs.present.facts import Fact
from needs.present.kit.charts import Chart, svg_of
from needs.present.kit.html import Html, Number, table
from needs.present.kit.section import reviewed, shown
from needs.present.methods.review import Review
from needs.present.numbers import capital, printed_decimals, rounded, written
from needs.present.sections.compared import Comparison, comparison
from needs.present.sections.plan import Plan, plan_of
from needs.present.sections.scenario import Outlook, outlook
from needs.present.sections.side_by_side import Overview
from needs.present.standing import against_targets

OF_A_FIGURE = (
    "subject", "title", "indicator", "area", "period", "period_start", "period_end", "window", "breakdown", "group", "kind",
    "value", "lower", "upper", "numerator", "denominator", "unit", "as_written", "status", "source",
)  # fmt: skip
BESIDE = ("comparator", "comparator_value", "verdict", "target", "target_verdict")


@dataclass(frozen=True)
class Report:
    """One partnership in one quarter, under one policy of disclosure."""

    assessment: Assessment

    def figures(self, subject: str = "", beside: str = "") -> pd.DataFrame:
        """One row a figure of the partnership, its own document's and its comparators' among them; all, or those of a subject.

        Columns are OF_A_FIGURE, as in the downloads, and BESIDE: what the figure is set against, its value, and both verdicts
        (percent, people and so on, as `unit` says). A subject is named as in `needs.present.figures.SUBJECTS` ("who") or as its
        column has it ("Who is in treatment"); a Mistake lists them if there is no such one.

        Figures are set against the country's, or against those published of the partnership that `beside` names
        ("enfield"); a Mistake says which there are.
        """
        title = _title_of(subject) if subject else ""
        code = self._code_of(beside) if beside else ""
        judged = {fact.key: fact for fact in against_targets(self.assessment)}
        rows = [
            [*(figure[name] for name in OF_A_FIGURE), *self._beside(figure["fact"], code, judged)]
            for figure in figures.figures(self.assessment)
            if not title or figure["subject"] == title
        ]
        return pd.DataFrame(rows, columns=[*OF_A_FIGURE, *BESIDE])

    def _code_of(self, partnership: str) -> str:
        """The area of another partnership of the same world: no real place is set beside an invented one."""
        areas, own = self.assessment.safe.areas, self.assessment.area
        if partnership == own.partnership:
            raise Mistake(f"beside is {partnership!r}, which is the report's own partnership: name another")
        held = areas.loc[areas["partnership"] == partnership, "kind"]
        if len(held) and held.iloc[0] != own.kind:
            raise Mistake(
                f"beside is {partnership!r}: a real place and an invented one are never set beside each other"
            )
        return area_names.area_of(partnership, area_names.of_one_world(areas, self.assessment.area.kind)).code

    def _beside(self, fact: Fact, code: str, judged: dict[tuple, Fact]) -> list[str | float]:
        compared = self.assessment.compared(fact.row, code) if fact.area_code == self.assessment.area.code else fact
        against_target = judged.get(fact.key, fact)
        other, target = compared.comparator, against_target.target
        return [
            other.area if other else "",
            other.value if other else float("nan"),
            compared.state,
            target.value if target else float("nan"),
            against_target.target_state,
        ]

    def show(self, *parts: Callable[[Assessment], object] | object, otherwise: str = "") -> Html:
        """Parts of a section, one after the other: functions that are given the assessment, or what they give.

        Where none of them gives a figure, a sentence says that none on `otherwise` ("waiting times") was found.
        """
        return shown(self.assessment, self.assessment, parts, otherwise)

    def review(self, *parts: Callable[[Assessment], object] | object) -> Html:
        """Parts as in `show` that stand in the review edition alone: what is behind a section's sentence and picture."""
        return reviewed(self.assessment, parts)

    def plan(self, cut_percent: int = 0) -> Plan:
        """The partnership's treatment plan, with what a cut of so many percent (growth, if negative) would do to each line."""
        tables = Folders.here().tables(self.assessment.safe.policy)
        return plan_of(self.assessment, plans.read(tables, self.assessment.area.partnership), cut_percent)

    def scenario(self, money_percent: float | None = None, **levers: Any) -> Outlook:
        """What would happen if: the partnership's flows at the quarter, moved on with levers (`needs.measure.scenario.Levers`).

        Where no lever is moved and nothing is said of money, the cut or growth that the partnership's document prints is. A
        Mistake names a lever that is unknown or impossible.
        """
        return outlook(self.assessment, Levers(money_percent=money_percent or 0.0, **levers), money_percent is None)

    def scenarios(self, **levers: str) -> Comparison:
        """Every combination of the values of levers, compared; each lever is given as text, as in places="1,1.1,1.2".

        A Mistake names a lever that is unknown or impossible.
        """
        return comparison(self.assessment, Grid.of(levers))

    def table(self, frame: pd.DataFrame, caption: str) -> Html:
        """A table of one's own: columns of numbers are set to the right, a missing value is "[x]"; a named index comes first."""
        _check(frame, "frame", caption=caption)
        return Html.of(_table(frame, caption))

    def chart(self, figure: Figure, title: str, description: str, data: pd.DataFrame, source: str = "") -> Html:
        """A matplotlib figure as published: its finding as title, what it shows in words, and its data as a table to open."""
        _check(data, "data", title=title, description=description)
        if not isinstance(figure, Figure):
            raise TypeError(
                f"figure is a {type(figure).__name__}; wanted a matplotlib Figure: of axes, write axes.figure"
            )
        name = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:40]
        drawn = svg_of(figure, name)
        return Html.of(
            Chart(name, title, description, drawn, source or "figures of this document", _table(data, title))
        )


def of_partnership(partnership: str, quarter: str, policy: str = PUBLIC) -> Report:
    """The report of a partnership ("barnet") and quarter ("2011-12 Q4"); a Mistake says which there are."""
    parameters.check()
    return Report(Assessment.of(safe.read(Folders.here().tables(policy), partnership), partnership, quarter))


def of_country(country: str, quarter: str) -> Overview:
    """The overview of a country ("england") in a quarter; a Mistake says what is wrong with either."""
    parameters.check()
    return Overview.of(safe.read(Folders.here().safe), country, quarter)


def of_methods(partnerships: str) -> Review:
    """The review of methods, with partnerships (names with commas between) whose results are varied; a Mistake says which is unknown."""
    parameters.check()
    return Review.of(safe.read(Folders.here().safe), partnerships)


def _title_of(subject: str) -> str:
    """The title of a subject that is named by its key or its title, in any case."""
    known = {name.casefold(): title for key, title in figures.SUBJECTS.items() for name in (key, title)}
    if subject.casefold() in known:
        return known[subject.casefold()]
    near = difflib.get_close_matches(subject.casefold(), known, n=1)
    hint = f"did you mean {near[0]!r}? " if near else ""
    raise Mistake(f"there is no subject {subject!r}; {hint}There are {', '.join(figures.SUBJECTS)}")


def _check(frame: object, name: str, **texts: str) -> None:
    """A TypeError or ValueError in one line where a frame is none, or a text that readers need is empty."""
    if not isinstance(frame, pd.DataFrame):
        raise TypeError(f"{name} is a {type(frame).__name__}; wanted a DataFrame: of a Series, write series.to_frame()")
    for what, text in texts.items():
        if not isinstance(text, str) or not text.strip():
            raise ValueError(
                f"{what} is empty; wanted a few words, which a reader who cannot see the rest is told first"
            )


def _table(frame: pd.DataFrame, caption: str) -> Markup:
    if any(name is not None for name in frame.index.names):
        frame = frame.reset_index()
    is_number = [is_numeric_dtype(column) and not is_bool_dtype(column) for _, column in frame.items()]
    rows = [
        [_cell(value, numeric and place > 0) for place, (value, numeric) in enumerate(zip(row, is_number, strict=True))]
        for row in frame.itertuples(index=False)
    ]
    return table(caption, [_heading(name) for name in frame], rows)


def _heading(name: object) -> str:
    """A column's name with a capital letter; a name of several levels has a comma between them."""
    words = ", ".join(str(level) for level in name if str(level)) if isinstance(name, tuple) else str(name)
    return capital(words.replace("_", " "))


def _cell(value: object, is_number: bool) -> Number | str:
    if pd.isna(value):
        return Number("[x]") if is_number else "[x]"
    if isinstance(value, pd.Timestamp):
        text = f"{value.day} {value:%B %Y}"
    elif is_number and isinstance(value, Real):
        text = _written(float(value))
    else:
        text = str(value)
    return Number(text) if is_number else text


def _written(value: float) -> str:
    return written(rounded(value, printed_decimals(value)), "")

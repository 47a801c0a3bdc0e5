"""From quarter to quarter: control charts of what was counted, and the net flow in the place of people in treatment."""

from dataclasses import replace

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from markupsafe import Markup
from matplotlib.axes import Axes

from needs.measure import selection
from needs.measure.results import Row
from needs.measure.series import FEWEST_QUARTERS, Series, net_flow, one_chart_in, series_of
from needs.measure.standing import measure_of
from needs.present.assessment import Assessment
from needs.present.facts import Fact
from needs.present.kit import charts
from needs.present.kit.charts import GREY, NAVY, ORANGE, PLUM, TITLES, WIDTH, styled, svg_of, thinned
from needs.present.kit.html import Number, Part
from needs.present.kit.section import FactTable, heading, paragraph, plain, sources_of
from needs.present.numbers import capital, in_words, listed, rounded, spelt, written
from needs.present.words import Statement, stated


def control_chart(name: str, series: Series, facts: list[Fact | None], target: Fact | None) -> str:
    """One point a quarter; the mean (dotted), limits (whole) and target (broken) as lines, each named at its end."""
    points = series.chart.points
    with styled():
        figure, axes = plt.subplots(figsize=(WIDTH, 3.3), layout="constrained")
        places = range(len(points))
        axes.plot(places, points["value"], color=NAVY, linewidth=1.6, zorder=2)
        for place, (value, cause) in enumerate(zip(points["value"], points["special_cause"], strict=True)):
            axes.plot(
                place, value, marker="s" if cause else "o", color=PLUM if cause else NAVY, markersize=7.5, zorder=3
            )
        last = points.iloc[-1]
        lines = {"upper limit": ("upper", "-"), "mean": ("mean", ":"), "lower limit": ("lower", "-")}
        for text, (line, dashes) in lines.items():
            _line(axes, points[line].to_numpy(), text, dashes, GREY)
        if target is not None:
            _line(axes, np.full(len(points), target.value), f"target {target.number}", "--", ORANGE)
        latest = next(fact for fact in reversed(facts) if fact is not None)
        axes.annotate(
            latest.number, (len(points) - 1, last["value"]), xytext=(0, 9), textcoords="offset points", ha="center",
            fontweight="bold", color=NAVY, zorder=4,
        )  # fmt: skip
        _frame(axes, series, latest)
        return svg_of(figure, name)


def _line(axes: Axes, heights: np.ndarray, text: str, dashes: str, colour: str) -> None:
    """A line with a step at each point, as limits of shares have that know their denominators; named at its end."""
    if not np.isnan(heights[-1]):
        edges = np.arange(len(heights) + 1) - 0.5
        axes.stairs(heights, edges, baseline=None, color=colour, linewidth=1.2, linestyle=dashes, zorder=1)
        axes.annotate(
            text, (1, heights[-1]), xycoords=("axes fraction", "data"), xytext=(4, 0), textcoords="offset points",
            va="center", color=GREY,
        )  # fmt: skip


def _frame(axes: Axes, series: Series, fact: Fact) -> None:
    """The first quarter of each year is named; the axis begins at 0 only where the limits come near it."""
    firsts = [place for place, quarter in enumerate(series.quarters) if quarter.number == 1 or place == 0]
    named = thinned(firsts)
    axes.set_xticks(named, [str(series.quarters[place]) for place in named])
    axes.set(xlabel="", ylabel=TITLES.get(fact.unit, fact.unit.capitalize()), xlim=(-0.5, len(series.quarters) - 0.5))
    axes.margins(y=0.15)
    axes.grid(visible=False, axis="x")


CHARTED = ("new_presentations", "exits", "retained_or_planned_discharge_percent")
CAME, LEFT = "new_presentations", "exits"
FLOW = "net_flow"
FLOW_TITLE = "People who came into treatment, less those who left"
CAUSES = {
    "": "No unusual change: ups and downs are within the usual range.",
    "above the upper limit": "That is unusually high, outside the usual range.",
    "below the lower limit": "That is unusually low, outside the usual range.",
    "trend of 7 points rising": "That is an unusual rise: seven quarters in a row make it.",
    "trend of 7 points falling": "That is an unusual fall: seven quarters in a row make it.",
    "2 of 3 points near the upper limit": "That is unusually high: two of three quarters are near the upper limit.",
    "2 of 3 points near the lower limit": "That is unusually low: two of three quarters are near the lower limit.",
    "7 points above the mean": "That is unusually high: seven quarters in a row are above the mean.",
    "7 points below the mean": "That is unusually low: seven quarters in a row are below the mean.",
}
WHY_NOT = {
    "overlap": "Change cannot be judged: the periods overlap.",
    "latest": "Change cannot be judged: the latest quarter has no figure.",
    "rounding": "Change cannot be judged: with fewer than 100 people a quarter, rounding moves the figure too far.",
    "same": "No usual range can be worked out: the quarters do not differ enough from one to the next.",
}
ASSURED = {
    "met": "The whole usual range meets the target of {target}; unless something changes, quarters will usually meet it.",
    "missed": "The whole usual range misses the target of {target}; unless something changes, quarters will usually miss it.",
    "by chance": "The target of {target} lies within the usual range: unless something changes, chance decides whether it is met.",
    "unsettled": "The level changed within these quarters, so they do not say whether the target of {target} will be met.",
}
FLOWED = "{came} came into treatment and {left} left in {period}."
NO_STOCK = "People in treatment have no chart of their own: most stay from one quarter to the next, so unchanged numbers would look unusual."
CHANCE = (
    "{charts} such charts could be drawn. If nothing changed, about one chart in {anywhere} would still mark a quarter, and one in "
    "{latest} the latest."
)
NONE_YET = (
    f"Change from quarter to quarter cannot be judged: fewer than {in_words(FEWEST_QUARTERS)} quarters are known."
)
OTHERS = f"Other measures have fewer than {in_words(FEWEST_QUARTERS)} quarters, so their change cannot be judged."


def flow(assessment: Assessment) -> list[Part]:
    """Those who came less those who left, by quarter: whether the latest is unusual, and the chart; nothing without records."""
    series = _flow(assessment)
    if series is None:
        return []
    if series.why_not == "few":
        return [plain(NONE_YET)]
    came, left = (_at(assessment, name, series) for name in (CAME, LEFT))
    return _of_quarters(assessment, series, _flowed(came, left, series))


def control_charts(assessment: Assessment) -> list[Part]:
    """Each series of events counted from records by quarter, as a control chart, or why change cannot be judged; and what chance marks."""
    every = [series for series in _series(assessment) if series.why_not != "few"]
    if not every:
        return []
    few = len(every) < len(CHARTED)
    return [
        heading("From quarter to quarter"),
        [_of_quarters(assessment, series) for series in every],
        plain(NO_STOCK),
        _chance([series for series in [*every, _flow(assessment)] if series and not series.why_not]),
        plain(OTHERS) if few else None,
    ]


def _chance(charted: list[Series]) -> Markup | None:
    """How many charts there are, and how many of them would mark a quarter if nothing changed."""
    if not charted:
        return None
    anywhere, latest = one_chart_in(charted)
    return plain(CHANCE.format(charts=capital(spelt(len(charted))), anywhere=spelt(anywhere), latest=spelt(latest)))


def _series(assessment: Assessment) -> list[Series]:
    asked = (series_of(_quarters_of(assessment, name), assessment.quarter) for name in CHARTED)
    return [series for series in asked if series]


def _flow(assessment: Assessment) -> Series | None:
    came, left = (_quarters_of(assessment, name) for name in (CAME, LEFT))
    return net_flow(came, left, assessment.quarter)


def _at(assessment: Assessment, indicator: str, series: Series) -> Fact:
    """An indicator's fact in the latest quarter of the series that has one."""
    rows = _quarters_of(assessment, indicator)
    end = next(row.period_end for row in reversed(series.rows) if row is not None)
    return assessment.fact(next(rows[(rows["period_end"] == end) & (rows["status"] == "shown")].itertuples()))


def _flowed(came: Fact, left: Fact, series: Series) -> Statement:
    text = FLOWED.format(came=came.number, left=left.number, period=came.period)
    judged = WHY_NOT.get(series.why_not) or CAUSES[series.cause].replace("That is", "The difference is")
    return Statement(f"{text} {judged}", (came, left))


def said(series: Series, latest: Fact) -> Statement:
    """Whether the latest quarter is unusual, in the words of the table; or why that cannot be said."""
    text = WHY_NOT.get(series.why_not) or CAUSES[series.cause]
    return Statement(text, (latest,))


def assured(series: Series, latest: Fact, target: Fact | None) -> Statement:
    """Whether the usual range meets a target, misses it or leaves it to chance; empty without a target or a usual range."""
    assurance = series.against(target.value, latest.polarity) if target else ""
    if not (target and assurance):
        return Statement("", ())
    return Statement(ASSURED[assurance].format(target=target.number), (latest, target))


def _quarters_of(assessment: Assessment, indicator: str) -> pd.DataFrame:
    known = assessment.known
    return known[
        (known["indicator"] == indicator)
        & (known["area_code"] == assessment.area.code)
        & (known["breakdown"] == "all")
        & (known["window"] == "quarter")
        & known["source"].isin(selection.OF_RECORDS)
    ]


def _target_of_series(assessment: Assessment, row: Row) -> Fact | None:
    """The target that counts at the quarter, for the series: of a percentage whatever its period, of a count only for a single quarter."""
    each = assessment.standings.get(measure_of(row))
    if each is None or each.target.status != "shown" or (row.unit != "percent" and each.target.window != row.window):
        return None
    return assessment.fact(each.target)


def _of_quarters(assessment: Assessment, series: Series, flowed: Statement | None = None) -> list[Part]:
    facts = [_fact(assessment, row, series) if row is not None else None for row in series.rows]
    latest = [fact for fact in facts if fact is not None][-1]
    row = series.rows[-1]
    target = _target_of_series(assessment, row) if row is not None and not flowed else None
    words = (
        paragraph(flowed)
        if flowed
        else paragraph(stated(latest), said(series, latest), assured(series, latest, target))
    )
    if series.why_not:
        return [words]
    name = f"quarters-{latest.indicator.replace('_', '-')}"
    return [
        words,
        charts.Chart(
            name,
            f"{latest.title}: {latest.number} in {latest.period}, {_change(series)}",
            _described(series, facts, target),
            control_chart(name, series, facts, target),
            f"{sources_of(assessment, [latest])}. Method: {series.chart.method}.",
            _table(series, facts, latest),
        ),
    ]


def _fact(assessment: Assessment, row: Row, series: Series) -> Fact:
    fact = assessment.fact(row)
    if not series.is_flow:
        return fact
    came, left = (_shown_at(assessment, name)[row.period_end] for name in (CAME, LEFT))
    return replace(
        fact,
        indicator=FLOW,
        title=FLOW_TITLE,
        denominator=float("nan"),
        polarity="neutral",
        note="people who came less people who left, as shown",
        parts=(came, left),
        sum=f"{came.number} - {left.number} = {fact.number}",
    )


def _shown_at(assessment: Assessment, indicator: str) -> dict[pd.Timestamp, Fact]:
    """The indicator's facts that are shown of single quarters, by their last day."""

    def work_out() -> dict[pd.Timestamp, Fact]:
        rows = _quarters_of(assessment, indicator)
        return {row.period_end: assessment.fact(row) for row in rows[rows["status"] == "shown"].itertuples()}

    return assessment.once(("shown at", indicator), work_out)


def _change(series: Series) -> str:
    ways = ("an unusual rise", "an unusual fall", "unusually high", "unusually low")
    return next((way for way in ways if way in CAUSES[series.cause]), "no unusual change")


def _described(series: Series, facts: list[Fact | None], target: Fact | None) -> str:
    points = series.chart.points
    fact, last = next(fact for fact in facts if fact is not None), points.iloc[-1]
    low, mean, high = (_written(last[name], fact) for name in ("lower", "mean", "upper"))
    where = " at the end" if points["upper"].nunique() > 1 else ""
    unusual = [str(quarter) for quarter, cause in zip(series.quarters, points["special_cause"], strict=True) if cause]
    squares = f"Squares are unusual quarters: {listed(unusual)}." if unusual else "No quarter is unusual."
    aim = f" The target is {target.number}." if target else ""
    return (
        f"Control chart of {series.known} quarters, from {series.quarters[0]} to {series.quarters[-1]}. The mean is {mean}; the "
        f"limits of the usual range{where} are {low} and {high}.{aim} {squares}"
    )


def _table(series: Series, facts: list[Fact | None], latest: Fact) -> FactTable:
    rows = [
        [
            str(quarter),
            Number(fact.number, facts=(fact,)) if fact else Number("[c]" if quarter in series.hidden else "[x]"),
            *(Number(_written(point[name], latest), facts=(fact or latest,)) for name in ("mean", "lower", "upper")),
            capital(point["special_cause"]) or "none",
        ]
        for quarter, fact, point in zip(series.quarters, facts, series.chart.points.to_dict("records"), strict=True)
    ]
    headers = ["Quarter", "Value", "Mean", "Lower limit", "Upper limit", "Unusual"]
    return FactTable(f"{latest.title}, by quarter to {latest.period}", headers, rows)


def _written(value: float, fact: Fact) -> str:
    return written(rounded(value, fact.decimals), fact.unit)

"""The control chart: a series of quarters with its mean, its limits and any target, unusual quarters marked; as SVG."""

import matplotlib.pyplot as plt

from needs.measure.quarters import Series
from needs.present.charts import TITLES, WIDTH, thinned
from needs.present.facts import Fact
from needs.present.svg import GREY, NAVY, ORANGE, PLUM, styled, svg_of


def control_chart(name: str, series: Series, facts: list[Fact | None], target: Fact | None) -> str:
    """One point a quarter; the mean (dotted), limits (whole) and target (broken) as lines, each named at its end."""
    points = series.chart.points
    with styled():
        figure, axes = plt.subplots(figsize=(WIDTH, 3.3), layout="constrained")
        places = range(len(points))
        axes.plot(places, points["value"], color=NAVY, linewidth=1.6, zorder=2)
        for place, (value, cause) in enumerate(zip(points["value"], points["special_cause"], strict=True)):
            axes.scatter(place, value, marker="s" if cause else "o", color=PLUM if cause else NAVY, s=46, zorder=3)
        last = points.iloc[-1]
        lines = {"upper limit": (last["upper"], "-"), "mean": (last["mean"], ":"), "lower limit": (last["lower"], "-")}
        for text, (height, dashes) in lines.items():
            _line(axes, height, text, dashes, GREY)
        if target is not None:
            _line(axes, target.value, f"target {target.number}", "--", ORANGE)
        latest = next(fact for fact in reversed(facts) if fact is not None)
        axes.annotate(
            latest.number, (len(points) - 1, last["value"]), xytext=(0, 9), textcoords="offset points", ha="center",
            fontweight="bold", color=NAVY, zorder=4,
        )  # fmt: skip
        _frame(axes, series, latest)
        return svg_of(figure, name)


def _line(axes, height: float, text: str, dashes: str, colour: str) -> None:
    if height == height:
        axes.axhline(height, color=colour, linewidth=1.2, linestyle=dashes, zorder=1)
        axes.annotate(
            text, (1, height), xycoords=("axes fraction", "data"), xytext=(4, 0), textcoords="offset points",
            va="center", color=GREY,
        )  # fmt: skip


def _frame(axes, series: Series, fact: Fact) -> None:
    """The first quarter of each year is named; the axis begins at 0 only where the limits come near it."""
    firsts = [place for place, quarter in enumerate(series.quarters) if quarter.number == 1 or place == 0]
    named = thinned(firsts)
    axes.set_xticks(named, [str(series.quarters[place]) for place in named])
    axes.set(xlabel="", ylabel=TITLES.get(fact.unit, fact.unit.capitalize()), xlim=(-0.5, len(series.quarters) - 0.5))
    axes.margins(y=0.15)
    axes.grid(visible=False, axis="x")

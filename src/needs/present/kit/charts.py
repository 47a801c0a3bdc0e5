"""Charts as static SVG with real text, each with its finding as title, a description in words and a table of its data.

The figure that is drawn, the words and the table below it are made from the same facts.
"""

import io
import math
import re
import textwrap
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

import matplotlib
import matplotlib.pyplot as plt
import pandas as pd
import seaborn as sns
from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, ScalarFormatter

from needs.present.facts import Fact
from needs.present.kit.html import Cite, Part, element, in_reach, rendered
from needs.present.numbers import capital

# The Government Analysis Function palette, in its order: neighbours keep a contrast of 3 to 1.
NAVY, TEAL, PLUM, ORANGE, GREY = "#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D"
PALE = "#C9D2DC"
OF_WORDS = {
    TEAL: "#17706A",
    ORANGE: "#B0450F",
}  # words want a contrast of 4.5 to 1 with white, which lines need not have
STYLE = {
    "svg.fonttype": "none",  # real text: it zooms, is searched and is read aloud
    "svg.hashsalt": "needs",  # the same ids at every run
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],  # every label names its fonts: eight of them were a tenth of a page
    "font.size": 11,
    "axes.titley": 1.0,  # without it matplotlib lays every title out twice
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": GREY,
    "axes.grid": True,
    "grid.color": "#D9DDE1",
    "axes.axisbelow": True,
}


def styled() -> AbstractContextManager[None]:
    """The house style, for as long as a chart is drawn."""
    return matplotlib.rc_context(matplotlib.RcParams(STYLE))


class Ticks(ScalarFormatter):
    """The numbers at an axis, never rounded: as many decimals as its ticks need, and thousands apart as in the text."""

    def __init__(self) -> None:
        super().__init__(useOffset=False)
        self.set_scientific(False)

    def __call__(self, number: float, position: int | None = None) -> str:
        decimals = len(super().__call__(number, position).partition(".")[2])
        return f"{number:,.{decimals}f}".replace("-", "\N{MINUS SIGN}")


def svg_of(figure: Figure, name: str) -> str:
    """The figure as one SVG element: no declarations, comments, sizes or metadata, every id with the chart's name before it."""
    for axis in (axis for axes in figure.axes for axis in (axes.xaxis, axes.yaxis)):
        if isinstance(axis.get_major_formatter(), ScalarFormatter):
            axis.set_major_formatter(Ticks())
            locator = axis.get_major_locator()
            if isinstance(locator, MaxNLocator):  # and no places chosen one by one
                locator.set_params(steps=[1, 2, 5, 10])
    written = io.StringIO()
    # `savefig` draws everything once more beforehand, only to lay it out
    FigureCanvasSVG(figure).print_svg(written, metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    plt.close(figure)
    svg = written.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<!--.*?-->|<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r'\s(width|height)="[\d.]+pt"', "", svg, count=2)
    svg = re.sub(r' transform="rotate\(-0 [^"]*"', "", svg)
    svg = re.sub(r'(id="|href="#|url\(#)', rf"\g<1>{name}-", svg)
    svg = re.sub(r"<defs>\s*<style.*?</style>\s*</defs>", "", svg, count=1, flags=re.DOTALL)
    return _in_fewer_bytes(re.sub(r">\s+<", "><", svg).strip())


_FONT = re.compile(r"(?<=font-family): [^;\"]+")


def _in_fewer_bytes(svg: str) -> str:
    """The same drawing, to the same millionth: its font named once, no spaces that mean nothing, no group around one text or mark."""
    if found := _FONT.search(svg):
        font = f"font-family{found[0]}"
        svg = svg.replace(f"{font}; ", "").replace("<svg ", f'<svg style="{font}" ', 1)
    svg = re.sub(r'<g(?: id="[^"]*text_\d+")?>(<text[^<]*</text>|<use[^>]*/>)</g>', r"\1", svg)
    svg = re.sub(r'(?<= d=")[^"]+', lambda path: re.sub(r"\s*([A-Za-z])\s*", r"\1", path[0].strip()), svg)
    return re.sub(r'(?<=style=")[^"]*', lambda style: style[0].replace("; ", ";").replace(": ", ":"), svg)


WIDTH = 8.0
MOST_NAMED = 7  # places along an axis: more run into each other
TITLES = {
    "percent": "Percent",
    "people": "People",
    "per 1,000": "Per 1,000 aged 15 to 64",
    "per 100,000": "Per 100,000",
    "ratio": "Times as many as expected",
}


@dataclass(frozen=True)
class Chart:
    """A figure: finding as caption, description, drawing on its card, source, and the data as a table to open."""

    name: str
    title: str
    description: str
    drawn: str
    source: str
    data: Part

    def render(self, cite: Cite) -> Markup:
        """The figure; the facts of its data are cited."""
        identity = f"chart-{self.name}"
        named = f'<svg role="img" aria-labelledby="{identity}-title" aria-describedby="{identity}-description" '
        return element(
            "figure",
            element("figcaption", self.title, id=f"{identity}-title"),
            element("p", self.description, id=f"{identity}-description", class_="description"),
            element(
                "div", Markup(self.drawn.replace("<svg ", named, 1)), class_="card", **in_reach(f"{identity}-title")
            ),
            element("p", f"Source: {self.source}", class_="source"),
            element("details", element("summary", "Data for this chart"), rendered([self.data], cite)),
            class_="chart",
            id=identity,
        )


def bars_from_need_to_treatment(name: str, facts: list[Fact]) -> str:
    """People in need with the interval of the estimate, and people in treatment, as bars on one scale; as SVG."""
    shown = pd.DataFrame({"label": [fact.label for fact in facts], "people": [fact.value for fact in facts]})
    with styled():
        figure, axes = _axes(0.75 * len(facts) + 0.7)
        sns.barplot(
            shown,
            x="people",
            y="label",
            hue="label",
            palette=[NAVY, TEAL, PLUM][: len(facts)],
            ax=axes,
            width=0.6,
            saturation=1,
        )
        for place, fact in enumerate(facts):
            if fact.has_interval:
                axes.plot([fact.lower, fact.upper], [place, place], color=ORANGE, linewidth=3, solid_capstyle="butt")
            end = max(fact.value, fact.upper if fact.has_interval else 0)
            axes.annotate(fact.number, (end, place), xytext=(6, 0), textcoords="offset points", va="center")
        axes.set(xlabel="People", ylabel="")
        axes.margins(x=0.14)
        axes.grid(visible=False, axis="y")
        return svg_of(figure, name)


def nested_bars(
    name: str, labels: list[str], spans: list[tuple[float, float]], limits: list[float], said: list[str]
) -> str:
    """Bars one below the other, each pale up to where the one before it ends and full from there on; as SVG.

    `spans` are where each full part begins and ends, `limits` an interval drawn at the end of the last (NaN for none).
    """
    with styled():
        figure, axes = _axes(0.5 * len(labels) + 0.7)
        for place, (begins, ends) in enumerate(spans):
            axes.barh(place, ends, color=NAVY if place < len(spans) - 1 else TEAL, height=0.6)
            axes.broken_barh(
                [(0, begins)], (place - 0.3, 0.6), color=PALE
            )  # no mark of its own: the bar before ends there
        last = len(spans) - 1
        if not any(math.isnan(limit) for limit in limits):
            axes.plot(limits, [last, last], color=ORANGE, linewidth=3, solid_capstyle="butt")
        for place, text in enumerate(said):
            end = max(spans[place][1], *(limits if place == last and not math.isnan(limits[1]) else [0]))
            axes.annotate(text, (end, place), xytext=(6, 0), textcoords="offset points", va="center")
        axes.set_yticks(
            range(len(labels)), [textwrap.fill(label, 30) for label in labels], multialignment="left"
        )  # each line of words begins at one place, whatever the font
        axes.invert_yaxis()
        axes.set(xlabel="People", ylabel="")
        axes.margins(x=0.2)
        axes.grid(visible=False, axis="y")
        return svg_of(figure, name)


def dots_with_intervals(name: str, facts: list[Fact], own_area: str, line: Fact | None = None) -> str:
    """One dot an area with its interval, the own area marked by colour, shape and name, England as a line; as SVG."""
    ordered = sorted(facts, key=lambda fact: fact.value)
    with styled():
        figure, axes = _axes(0.235 * len(ordered) + 0.9)
        for place, fact in enumerate(ordered):
            colour = ORANGE if fact.area == own_area else NAVY
            if fact.has_interval:
                axes.plot(
                    [fact.lower, fact.upper],
                    [place, place],
                    color=colour,
                    linewidth=2.2 if fact.area == own_area else 1.4,
                )
        _dots(ordered, own_area, axes)
        if line is not None:
            axes.axvline(line.value, color=GREY, linestyle="--", linewidth=1.2)
            axes.annotate(
                f"{line.area} {line.number}",
                (line.value, len(ordered) - 0.4),
                ha="center",
                va="bottom",
                color=GREY,
                backgroundcolor="white",
            )
        axes.set_yticks(range(len(ordered)), [fact.area for fact in ordered])
        for label in axes.get_yticklabels():
            label.set_fontweight("bold" if label.get_text() == own_area else "normal")
        axes.set(
            xlabel=TITLES.get(ordered[0].unit, ordered[0].unit.capitalize()), ylabel="", ylim=(-0.8, len(ordered) + 0.5)
        )
        axes.set_xlim(left=0)
        axes.grid(visible=False, axis="y")
        return svg_of(figure, name)


def ratios_with_intervals(name: str, ratios: dict[str, Fact], at_one: str) -> str:
    """One dot a ratio with its interval, named and in the order given, and a line at 1 with what it means; as SVG."""
    with styled():
        figure, axes = _axes(0.32 * len(ratios) + 1.1)
        facts, places = list(reversed(ratios.values())), list(range(len(ratios)))
        axes.hlines(places, [fact.lower for fact in facts], [fact.upper for fact in facts], color=NAVY, linewidth=1.8)
        axes.plot([fact.value for fact in facts], places, color=NAVY, marker="o", markersize=7, linestyle="")
        axes.axvline(1, color=GREY, linestyle="--", linewidth=1.2)
        axes.annotate(at_one, (1, len(ratios) - 0.45), ha="center", va="bottom", color=GREY, backgroundcolor="white")
        axes.set_yticks(range(len(ratios)), list(reversed(ratios)))
        axes.set(xlabel="Times its share of residents", ylabel="", ylim=(-0.6, len(ratios) + 0.2))
        axes.set_xlim(left=0)
        axes.grid(visible=False, axis="y")
        return svg_of(figure, name)


def changes_of_groups(name: str, facts: list[Fact]) -> str:
    """One dot a group with its interval on either side of a line at no change, the first on top; as SVG."""
    with styled():
        figure, axes = _axes(0.5 * len(facts) + 0.9)
        for place, fact in enumerate(reversed(facts)):
            if fact.has_interval:
                axes.plot([fact.lower, fact.upper], [place, place], color=NAVY, linewidth=2.2)
            axes.plot([fact.value], [place], color=NAVY, marker="o", markersize=8)
            end = fact.upper if fact.has_interval else fact.value
            axes.annotate(fact.number, (end, place), xytext=(8, 0), textcoords="offset points", va="center")
        axes.axvline(0, color=GREY, linestyle="--", linewidth=1.2)
        axes.set_yticks(
            range(len(facts)),
            [capital(fact.group).replace(", ", "\n") for fact in reversed(facts)],
            multialignment="left",
        )
        axes.set(xlabel="Mean change", ylabel="", ylim=(-0.6, len(facts) - 0.4))
        axes.margins(x=0.14)
        axes.grid(visible=False, axis="y")
        return svg_of(figure, name)


def lines_over_years(name: str, series: dict[str, list[Fact]]) -> str:
    """One line a series over the years with its intervals as bars, each named at its end; as SVG."""
    styles = ((NAVY, "o", "-"), (TEAL, "s", "--"), (PLUM, "^", ":"))
    periods = sorted({(fact.year, fact.period) for facts in series.values() for fact in facts})
    places = {period: place for place, (_, period) in enumerate(periods)}
    with styled():
        figure, axes = _axes(3.3)
        for (label, facts), (colour, marker, dashes) in zip(series.items(), styles, strict=False):
            table = pd.DataFrame(
                {"place": [places[fact.period] for fact in facts], "value": [fact.value for fact in facts]}
            )
            sns.lineplot(
                table, x="place", y="value", ax=axes, color=colour, marker=marker, linestyle=dashes, markersize=7
            )
            for fact in facts:
                if fact.has_interval:
                    axes.plot([places[fact.period]] * 2, [fact.lower, fact.upper], color=colour, linewidth=1.2)
            _name_ends(facts, places, label, colour, axes)
        first = next(iter(series.values()))[0]
        axes.set(
            xlabel="",
            ylabel=TITLES.get(first.unit, first.unit.capitalize()),
            xlim=(-0.4 - 0.08 * len(periods), len(periods) - 0.6 + 1.1),
        )
        named = thinned(range(len(periods)))
        axes.set_xticks(named, [periods[place][1].replace(" (", "\n(") for place in named])
        axes.set_ylim(bottom=0)
        axes.grid(visible=False, axis="x")
        return svg_of(figure, name)


def thinned(places: Sequence[int]) -> list[int]:
    """The places along an axis that are named: all of a few, else every second, third, ... with the last among them."""
    step = -(-len(places) // MOST_NAMED)
    return list(places)[::-1][::step][::-1]


def highest_and_lowest(facts: list[Fact]) -> tuple[Fact, Fact]:
    """The facts with the highest and the lowest value, for a chart's description."""
    known = [fact for fact in facts if not math.isnan(fact.value)]
    return max(known, key=lambda fact: fact.value), min(known, key=lambda fact: fact.value)


def _axes(height: float) -> tuple[Figure, Axes]:
    """A figure and its axes, with labels until they get their own: where there is none, seaborn makes and asks every tick."""
    figure, axes = plt.subplots(figsize=(WIDTH, height), layout="constrained")
    axes.set(xlabel="x", ylabel="y")
    return figure, axes


def _dots(ordered: list[Fact], own_area: str, axes: Axes) -> None:
    """Drawn as points of a line, whose shape stands in the file once."""
    for place, fact in enumerate(ordered):
        is_own = fact.area == own_area
        axes.plot(
            fact.value, place, marker="D" if is_own else "o", color=ORANGE if is_own else NAVY, markersize=7, zorder=3
        )


def _name_ends(facts: list[Fact], places: dict[str, int], label: str, colour: str, axes: Axes) -> None:
    last = facts[-1]
    axes.annotate(
        f"{label} {last.number}",
        (places[last.period], last.value),
        xytext=(9, 0),
        textcoords="offset points",
        va="center",
        color=OF_WORDS.get(colour, colour),
        fontweight="bold",
    )
    if len(facts) > 1:
        first = facts[0]
        axes.annotate(
            first.number,
            (places[first.period], first.value),
            xytext=(-9, 0),
            textcoords="offset points",
            ha="right",
            va="center",
            color=OF_WORDS.get(colour, colour),
        )

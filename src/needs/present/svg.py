"""A matplotlib figure as one clean SVG element with real text, the same bytes at every run."""

import io
import re

import matplotlib
import matplotlib.pyplot as plt
from matplotlib.ticker import MaxNLocator, ScalarFormatter

# The Government Analysis Function palette, in its order: neighbours keep a contrast of 3 to 1.
NAVY, TEAL, PLUM, ORANGE, GREY = "#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D"
STYLE = {
    "svg.fonttype": "none",  # real text: it zooms, is searched and is read aloud
    "svg.hashsalt": "needs",  # the same ids at every run
    "font.family": "sans-serif",
    "font.size": 11,
    "axes.titley": 1.0,  # without it matplotlib lays every title out twice
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": GREY,
    "axes.grid": True,
    "grid.color": "#D9DDE1",
    "axes.axisbelow": True,
}


def styled():
    """The house style, for as long as a chart is drawn."""
    return matplotlib.rc_context(STYLE)


class Ticks(ScalarFormatter):
    """The numbers at an axis, never rounded: as many decimals as its ticks need, and thousands apart as in the text."""

    def __init__(self):
        super().__init__(useOffset=False)
        self.set_scientific(False)

    def __call__(self, number, position=None) -> str:
        decimals = len(super().__call__(number, position).partition(".")[2])
        return f"{number:,.{decimals}f}".replace("-", "\N{MINUS SIGN}")


def svg_of(figure, name: str) -> str:
    """The figure as one SVG element: no declarations, comments, sizes or metadata, every id with the chart's name before it."""
    for axis in (axis for axes in figure.axes for axis in (axes.xaxis, axes.yaxis)):
        if isinstance(axis.get_major_formatter(), ScalarFormatter):
            axis.set_major_formatter(Ticks())
            if isinstance(axis.get_major_locator(), MaxNLocator):  # and no places chosen one by one
                axis.get_major_locator().set_params(steps=[1, 2, 5, 10])
    written = io.StringIO()
    figure.savefig(written, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    plt.close(figure)
    svg = written.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<!--.*?-->|<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r'\s(width|height)="[\d.]+pt"', "", svg, count=2)
    svg = re.sub(r'(id="|href="#|url\(#)', rf"\g<1>{name}-", svg)
    svg = re.sub(r"<defs>\s*<style.*?</style>\s*</defs>", "", svg, count=1, flags=re.DOTALL)
    return re.sub(r">\s+<", "><", svg).strip()

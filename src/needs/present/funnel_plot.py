"""The funnel plot: areas by their size, the limits that chance sets at each size, and the area itself marked; as SVG."""

import matplotlib.pyplot as plt

from needs.measure.funnels import Funnel
from needs.present.charts import TITLES, WIDTH
from needs.present.facts import Fact
from needs.present.phrases import capital
from needs.present.svg import GREY, NAVY, ORANGE, PLUM, styled, svg_of

MOST_NAMED = 4  # areas outside the wider limits; more names would lie on each other
MARKERS = {0: ("o", NAVY), 95: ("^", PLUM), 99.8: ("s", PLUM)}  # by how surely an area lies outside


def funnel_plot(name: str, facts: list[Fact], own: Fact, middle: Fact, funnel: Funnel) -> str:
    """One mark an area, the middle and the 95% (broken) and 99.8% (whole) limits, each line named at its end."""
    with styled():
        figure, axes = plt.subplots(figsize=(WIDTH, 4.4), layout="constrained")
        sizes, drawn = funnel.areas["size"], funnel.drawn
        for names, dashes in ((("lower_95", "upper_95"), "--"), (("lower_998", "upper_998"), "-")):
            for line in names:
                axes.plot(drawn["size"], drawn[line], color=GREY, linewidth=1.2, linestyle=dashes)
        axes.plot([0, drawn["size"].max()], [middle.value] * 2, color=GREY, linewidth=1.2, linestyle=":")
        for fact, size in zip(facts, sizes, strict=True):
            marker, colour = MARKERS[fact.judgement.certainty]
            is_own = fact.area_code == own.area_code
            axes.scatter(
                size,
                fact.value,
                marker="D" if is_own else marker,
                color=ORANGE if is_own else colour,
                s=95 if is_own else 34,
                zorder=4 if is_own else 3,
                edgecolor="black" if is_own else "none",
                linewidth=1,
            )
        _frame(axes, facts, funnel, own)
        _name_areas(axes, facts, own, sizes)
        _name_lines(axes, drawn, middle)
        return svg_of(figure, name)


def across(own: Fact) -> str:
    """What the size of an area is: what stands below the line in its value."""
    if own.unit != "percent":
        return "Residents, added up over the years"
    return capital(own.noun)


def _frame(axes, facts: list[Fact], funnel: Funnel, own: Fact) -> None:
    """As high as the areas reach, and room at the right for the names of the lines."""
    low, high = min(fact.value for fact in facts), max(fact.value for fact in facts)
    room = (high - low) * 0.25
    ends = funnel.drawn.iloc[-1]
    axes.set_ylim(max(0, min(low - room, ends["lower_998"] - room / 2)), max(high + room, ends["upper_998"] + room / 2))
    axes.set_xlim(0, funnel.drawn["size"].max() * 1.22)
    axes.set(xlabel=across(own), ylabel=TITLES[own.unit])
    axes.xaxis.set_major_locator(plt.MaxNLocator(5))


def _name_areas(axes, facts: list[Fact], own: Fact, sizes) -> None:
    outside = [fact for fact in facts if fact.judgement.certainty > 99 and fact.area_code != own.area_code]
    named = [own, *(outside if len(outside) <= MOST_NAMED else [])]
    places = dict(zip([fact.area_code for fact in facts], sizes, strict=True))
    marks = axes.transLimits.transform([(places[fact.area_code], fact.value) for fact in facts])
    for fact in named:
        at, text = (places[fact.area_code], fact.value), f"{fact.area} {fact.number}"
        right, up = _free_corner(axes.transLimits.transform(at), len(text), marks)
        axes.annotate(
            text,
            at,
            xytext=(8 * right, 7 * up),
            textcoords="offset points",
            ha="left" if right > 0 else "right",
            va="bottom" if up > 0 else "top",
            fontweight="bold" if fact is own else "normal",
            color="black" if fact is own else PLUM,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0},
            zorder=2.8,  # over the lines and under the marks: no area is hidden
        )


def _free_corner(at, letters: int, marks) -> tuple[int, int]:
    """The side (1 right, -1 left; 1 above, -1 below) on which a name of so many letters covers the fewest marks.

    Places are parts of the frame, in which a letter is about 0.012 wide and a line 0.07 high.
    """
    away = marks - at

    def covered(corner: tuple[int, int]) -> tuple[bool, int]:
        across, up = away[:, 0] * corner[0], away[:, 1] * corner[1]
        inside = (across > 0) & (across < 0.012 * letters + 0.02) & (up > 0) & (up < 0.09)
        return not 0 < at[0] + corner[0] * 0.012 * letters < 0.82, int(inside.sum())  # the lines are named at the right

    return min(((1, 1), (1, -1), (-1, 1), (-1, -1)), key=covered)


def _name_lines(axes, drawn, middle: Fact) -> None:
    last = drawn.iloc[-1]
    texts = {
        "upper_998": "99.8% limit",
        "upper_95": "95% limit",
        "lower_95": "95% limit",
        "lower_998": "99.8% limit",
    }
    for line, text in texts.items():
        axes.annotate(
            text, (last["size"], last[line]), xytext=(5, 0), textcoords="offset points", va="center", color=GREY
        )
    axes.annotate(
        f"together {middle.number}",
        (last["size"], middle.value),
        xytext=(5, 0),
        textcoords="offset points",
        va="center",
        color=GREY,
    )

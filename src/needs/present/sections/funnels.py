"""Areas of different sizes beside each other: which differ from all of them by more than chance; the funnel plot."""

import math
from dataclasses import dataclass, replace

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from markupsafe import Markup
from matplotlib.axes import Axes

from needs.measure.funnels import ABOVE, BELOW, Funnel
from needs.measure.indicators import BY_NAME
from needs.measure.indicators.beside_expected import OUTCOMES, STANDARDISED, named
from needs.present import words
from needs.present.assessment import Assessment
from needs.present.facts import Fact, known
from needs.present.kit import charts
from needs.present.kit.charts import GREY, NAVY, ORANGE, PLUM, TITLES, WIDTH, styled, svg_of
from needs.present.kit.html import Number, table, value_with_interval
from needs.present.kit.section import heading, paragraph, plain, sources_of
from needs.present.numbers import capital, listed, rounded, whole, written
from needs.present.words import Statement


@dataclass(frozen=True, kw_only=True)
class Group:
    """The areas of a funnel: their facts (each with where it lies), all together, and what a sentence calls them."""

    facts: list[Fact]
    of_area: Fact
    middle: Fact
    name: str
    funnel: Funnel


def group_of(assessment: Assessment, indicator: str) -> Group | None:
    """The partnerships of the area's country in the figure's latest period.

    None where they are too few, and for a measure whose areas may not be compared, such as a rate that is not adjusted for age.
    """
    fact = assessment.only(indicator)
    if fact is None or not fact.is_shown or not BY_NAME[indicator].is_compared:
        return None
    funnel = assessment.funnel(fact.row)
    if funnel is None or fact.area_code not in set(funnel.areas["area_code"]):
        return None
    name = f"partnerships of {assessment.others}"
    middle = _middle(fact, funnel, f"the {name} together")
    places = funnel.areas.set_index("area_code")["judgement"]
    facts = [
        replace(assessment.fact(row), comparator=middle, among=places[row.area_code])
        for row in assessment.alike(fact.row).itertuples()
        if row.area_code in places.index
    ]
    of_area = next(judged for judged in facts if judged.area_code == fact.area_code)
    return Group(facts=facts, of_area=of_area, middle=middle, name=name, funnel=funnel)


def _middle(fact: Fact, funnel: Funnel, name: str) -> Fact:
    middle = funnel.middle
    return replace(
        fact,
        area=name,
        area_code=f"together with {fact.area_code}",
        numerator=funnel.numerator,
        denominator=funnel.denominator,
        value=middle.value,
        lower=middle.lower,
        upper=middle.upper,
        interval_method=f"{middle.method}, 95%" if not math.isnan(middle.lower) else middle.method,
        comparator=None,
        judgement=None,
        among=None,
        note="the areas' figures added up",
    )


MOST_NAMED_IN_PLOT = 4  # areas outside the limits; more names would lie on each other
INSIDE, OUTSIDE = ("o", NAVY), ("^", PLUM)  # the marks


def funnel_plot(name: str, facts: list[Fact], of_area: Fact, middle: Fact, funnel: Funnel) -> str:
    """One mark an area, the middle and the limits of the usual spread, each line named at its end."""
    with styled():
        figure, axes = plt.subplots(figsize=(WIDTH, 4.4), layout="constrained")
        sizes, drawn = funnel.areas["size"], funnel.drawn
        for line in ("lower", "upper"):
            axes.plot(drawn["size"], drawn[line], color=GREY, linewidth=1.2)
        axes.plot([0, drawn["size"].max()], [middle.value] * 2, color=GREY, linewidth=1.2, linestyle=":")
        for fact, size in zip(facts, sizes, strict=True):
            marker, colour = OUTSIDE if fact.spread in (ABOVE, BELOW) else INSIDE
            is_own = fact.area_code == of_area.area_code
            axes.plot(
                size,
                fact.value,
                marker="D" if is_own else marker,
                color=ORANGE if is_own else colour,
                markersize=9.7 if is_own else 5.8,
                zorder=4 if is_own else 3,
                markeredgecolor="black" if is_own else "none",
            )
        _frame(axes, facts, funnel, of_area)
        _name_areas(axes, facts, of_area, sizes)
        _name_lines(axes, drawn, middle)
        return svg_of(figure, name)


def across(fact: Fact) -> str:
    """What the size of an area is: what stands below the line in its value."""
    if fact.unit == "ratio":
        return f"{capital(fact.noun)} expected"
    if fact.unit != "percent":
        return "Residents, added up over the years"
    return capital(fact.noun)


def _frame(axes: Axes, facts: list[Fact], funnel: Funnel, of_area: Fact) -> None:
    """As high as the areas reach, and room at the right for the names of the lines."""
    low, high = min(fact.value for fact in facts), max(fact.value for fact in facts)
    room = (high - low) * 0.25
    ends = funnel.drawn.iloc[-1]
    axes.set_ylim(max(0, min(low - room, ends["lower"] - room / 2)), max(high + room, ends["upper"] + room / 2))
    axes.set_xlim(0, funnel.drawn["size"].max() * 1.22)
    axes.set(xlabel=across(of_area), ylabel=TITLES[of_area.unit])
    axes.xaxis.set_major_locator(plt.MaxNLocator(5))


def _name_areas(axes: Axes, facts: list[Fact], of_area: Fact, sizes: pd.Series) -> None:
    outside = [fact for fact in facts if fact.spread in (ABOVE, BELOW) and fact.area_code != of_area.area_code]
    named = [of_area, *(outside if len(outside) <= MOST_NAMED_IN_PLOT else [])]
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
            fontweight="bold" if fact is of_area else "normal",
            color="black" if fact is of_area else PLUM,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0},
            zorder=2.8,  # over the lines and under the marks: no area is hidden
        )


def _free_corner(at: np.ndarray, letters: int, marks: np.ndarray) -> tuple[int, int]:
    """The side (1 right, -1 left; 1 above, -1 below) on which a name of so many letters covers the fewest marks.

    Places are parts of the frame, in which a letter is about 0.012 wide and a line 0.07 high.
    """
    away = marks - at

    def covered(corner: tuple[int, int]) -> tuple[bool, int]:
        across, up = away[:, 0] * corner[0], away[:, 1] * corner[1]
        inside = (across > 0) & (across < 0.012 * letters + 0.02) & (up > 0) & (up < 0.09)
        return not 0 < at[0] + corner[0] * 0.012 * letters < 0.82, int(inside.sum())  # the lines are named at the right

    return min(((1, 1), (1, -1), (-1, 1), (-1, -1)), key=covered)


def _name_lines(axes: Axes, drawn: pd.DataFrame, middle: Fact) -> None:
    last = drawn.iloc[-1]
    for line in ("upper", "lower"):
        axes.annotate(
            "limit", (last["size"], last[line]), xytext=(5, 0), textcoords="offset points", va="center", color=GREY
        )
    axes.annotate(
        f"together {middle.number}",
        (last["size"], middle.value),
        xytext=(5, 0),
        textcoords="offset points",
        va="center",
        color=GREY,
    )


COMPLETING = "successful_completion_of_exits"
MEASURES = (
    ("retained_or_planned_discharge_percent", "Staying 12 weeks, or leaving earlier as planned", "funnel-staying"),
    (COMPLETING, "Completing treatment, of those who left", "funnel-completing"),
)
COUNTS_OF_TWO = ("percent", "ratio")  # units of figures that are one count over another
MOST_NAMED = 5  # areas in one sentence of 25 words
WIDENED = (
    "The areas differ by more than chance alone, so the limits are widened for it. An area whose own interval leaves the others "
    "out may still lie within them."
)


def funnels(assessment: Assessment) -> list:
    """A funnel plot with its words and its table for each measure that ten areas or more of one kind have."""
    measures = [measure for measure in MEASURES if not _is_adjusted(assessment, measure[0])]
    groups = [(group_of(assessment, indicator), what, name) for indicator, what, name in measures]
    return [_section(assessment, group, what, name) for group, what, name in groups if group]


def _is_adjusted(assessment: Assessment, indicator: str) -> bool:
    """Whether a funnel that allows for the people treated is drawn among the outcomes, so that this one would mislead."""
    adjusted = assessment.only(named(next(iter(OUTCOMES)), STANDARDISED)) if indicator == COMPLETING else None
    return adjusted is not None and adjusted.is_shown


def _section(assessment: Assessment, group: Group, what: str, name: str) -> list:
    of_area = group.of_area
    return [
        heading(what),
        paragraph(_stated(of_area, what), words.band(of_area, {group.name: group.facts}), placed(group)),
        *[paragraph(statement) for statement in _outside(group)],
        plain(WIDENED) if group.funnel.is_widened else None,
        drawn(assessment, group, what, name),
    ]


def drawn(assessment: Assessment, group: Group, what: str, name: str) -> charts.Chart:
    """The funnel plot of a group, with the words and the table of it; `what` is measured, `name` the drawing's."""
    of_area, middle = group.of_area, group.middle
    beside = "with" if of_area.spread == "not compared" else "around"
    return charts.Chart(
        name,
        f"{what}: {of_area.area} {of_area.number}, {of_area.spread} {beside} {middle.area} ({middle.number})",
        _described(group),
        funnel_plot(name, group.facts, of_area, middle, group.funnel),
        f"{sources_of(assessment, [of_area])}. {of_area.period}. Limits: {group.funnel.method}.",
        _table(group, what),
    )


def _stated(fact: Fact, what: str) -> Statement:
    if fact.unit != "percent" or not fact.counts:
        return words.stated(fact)
    return Statement(f"{what}: {fact.counts}{fact.share} in {fact.period}.", (fact,))


def placed(group: Group) -> Statement:
    """On which side of the limits the area lies; better or worse is said where its own interval is compared."""
    of_area, middle = group.of_area, group.middle
    if of_area.spread == "not compared":
        return Statement(words.SPREAD[known(of_area.among, "place").reason], (of_area,))
    return Statement(f"{of_area.area} lies {of_area.spread} around {middle.area} ({middle.number}).", (of_area, middle))


def _outside(group: Group) -> list[Statement]:
    """Which other areas lie outside the limits, and on which side; never in an order of rank."""
    others = [fact for fact in group.facts if fact is not group.of_area and fact.spread in (ABOVE, BELOW)]
    sides = sorted({fact.spread for fact in others})
    other = " other" if group.of_area.spread in (ABOVE, BELOW) else ""
    none = f"No{other} area of the {group.name} lies outside the usual spread."
    statements = [_said_of(group, side, [fact for fact in others if fact.spread == side]) for side in sides]
    return statements or [Statement(none, ())]


def _said_of(group: Group, side: str, facts: list[Fact]) -> Statement:
    names = listed([fact.area for fact in facts]) if len(facts) <= MOST_NAMED else "the areas that the table names"
    return Statement(f"Of the {group.name}, {side}: {names}.", tuple(facts))


def _described(group: Group) -> str:
    of_area, middle = group.of_area, group.middle
    size = across(of_area)
    outside = sum(fact.spread in (ABOVE, BELOW) for fact in group.facts)
    widened = (
        f" The mean squared distance from the middle is {written(rounded(group.funnel.spread, 1), '')}, where chance "
        "gives 1; the limits are widened for it."
        if group.funnel.is_widened
        else ""
    )
    return (
        f"Funnel plot of {len(group.facts)} {group.name}, {of_area.period}: further right, more {size[:1].lower()}{size[1:]}; further up, a higher value. "
        f"{of_area.area} is the diamond. All together: {middle.number}. The lines are the limits of the usual spread. "
        f"Areas outside them: {outside}; they are triangles.{widened}"
    )


def _table(group: Group, what: str) -> Markup:
    limits = group.funnel.areas.set_index("area_code")
    rows = [[capital(group.middle.area), *_cells(group.middle), "none", "none"]]
    for fact in sorted(group.facts, key=lambda fact: fact.area):
        sides = limits.loc[fact.area_code]
        limits_of_area = Number(_limits(fact, sides), facts=(fact, group.middle))
        rows.append([fact.area, *_cells(fact), limits_of_area, capital(fact.spread)])
    headers = [
        "Area",
        "Number" if group.of_area.unit in COUNTS_OF_TWO else capital(group.of_area.noun),
        "Value (95% interval)",
        "Limits",
        "Where it lies",
    ]
    return table(f"{what}, {group.of_area.period}", headers, rows)


def _cells(fact: Fact) -> tuple[Number, Number]:
    number = fact.counts if fact.unit in COUNTS_OF_TWO else whole(fact.numerator)
    return Number(number, facts=(fact,)), Number(value_with_interval(fact), facts=(fact,))


def _limits(fact: Fact, sides: pd.Series) -> str:
    low, high = (written(rounded(sides[side], fact.decimals), fact.unit) for side in ("lower", "upper"))
    return f"{low} to {high}"

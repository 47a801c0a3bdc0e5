"""The treatment map as bands: who was there and came on the left, how they left and who is there last on the right."""

import matplotlib.pyplot as plt
import numpy as np
from markupsafe import Markup

from needs.measure.safety import BASE
from needs.present import charts
from needs.present.assessment import Assessment
from needs.present.facts import Fact
from needs.present.numbers import whole
from needs.present.phrases import listed
from needs.present.reconciliation import Account
from needs.present.sections import sources_of
from needs.present.svg import NAVY, PLUM, TEAL, styled, svg_of
from needs.present.tables import Number, table

MOST_PARTS = 4  # of a stage, and the rest in one: twelve bands in all
NAME = "flow"
SPACE = 0.04  # between bands, of the height of all of them
STEEPEST = np.linspace(0, 1, 30)
CURVE = STEEPEST**2 * (3 - 2 * STEEPEST)  # level at both ends
Band = tuple[str, float]


def drawing(assessment: Assessment, account: Account, routes: list[Fact], reasons: list[Fact]) -> Markup | None:
    """The map as a figure with its data, every width from the figures shown; nothing where totals are hidden or do not add up."""
    parts = [fact for fact in (*routes, *reasons) if fact.numerator == fact.numerator]
    if not (account.is_whole and account.adds_up and routes and reasons):
        return None
    before, came, left = account.parts
    first = [("There before", before.value), *_parts(routes, came.value, "came another way")]
    last = [*_parts(reasons, left.value, "left otherwise"), ("Still there", account.total.value)]
    told = [listed([f"{label.lower()} {whole(size)}" for label, size in bands]) for bands in (first, last)]
    return charts.chart(
        NAME,
        f"{came.number} journeys began and {left.number} ended; {account.total.number} were open at the end",
        f"Bands whose width is the number of journeys. All join in one stream, so nothing says who left how. From the left: {told[0]}. To the right: {told[1]}.",
        bands_between(first, last),
        f"{sources_of(assessment, parts)}. {came.period}.",
        _data(account, first, last),
    )


def bands_between(first: list[Band], last: list[Band]) -> str:
    """Bands from the first side into one stream and from it to the last side, each with its name and number; as SVG."""
    with styled():
        figure, axes = plt.subplots(figsize=(charts.WIDTH, 4.6), layout="constrained")
        for side, bands in ((-1, first), (1, last)):
            _draw(axes, side, bands)
        axes.set(xlim=(-2.1, 2.1))
        axes.set_axis_off()
        return svg_of(figure, NAME)


def _draw(axes, side: int, bands: list[Band]) -> None:
    total = sum(size for _, size in bands)
    inner = outer = 0.0
    for label, size in bands:
        ends = [(inner + edge) * (1 - CURVE) + (outer + edge) * CURVE for edge in (0, size)]
        colour = NAVY if "there" in label.lower() else TEAL if side < 0 else PLUM
        axes.fill_between(side * STEEPEST, -ends[0], -ends[1], color=colour, edgecolor="white", linewidth=1)
        place = (side * 1.04, -(outer + size / 2))
        axes.annotate(f"{label} {whole(size)}", place, ha="right" if side < 0 else "left", va="center")
        inner, outer = inner + size, outer + size + SPACE * total


def _parts(facts: list[Fact], total: float, rest: str) -> list[Band]:
    """The largest parts by name, and all others together, unless they are no more than rounding may make."""
    known = [fact for fact in facts if fact.numerator == fact.numerator]
    found = [
        (fact.group.capitalize(), fact.numerator) for fact in sorted(known, key=lambda fact: fact.in_order)[:MOST_PARTS]
    ]
    others = total - sum(size for _, size in found)
    return (
        [*found, (rest.capitalize(), others)]
        if others > (BASE if any(fact.is_rounded for fact in facts) else 0)
        else found
    )


def _data(account: Account, first: list[Band], last: list[Band]) -> Markup:
    rows = [
        [label, side, Number(whole(size))] for side, bands in (("in", first), ("out", last)) for label, size in bands
    ]
    came, left = account.parts[1:]
    rows += [["All that began", "in", Number(came.number)], ["All that ended", "out", Number(left.number)]]
    return table(f"Journeys in and out, {came.area}, {came.period}", ["Band", "Side", "Journeys"], rows)

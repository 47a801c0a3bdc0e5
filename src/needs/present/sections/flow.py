"""How people come in, move between agencies and leave: the treatment map, and whether it adds up."""

from dataclasses import dataclass

import matplotlib.pyplot as plt
import numpy as np
from markupsafe import Markup
from matplotlib.axes import Axes

from needs.measure.accounts import AT_AGENCIES
from needs.measure.safety import BASE
from needs.present import words
from needs.present.assessment import Assessment
from needs.present.facts import Fact
from needs.present.kit import charts
from needs.present.kit.charts import NAVY, PLUM, TEAL, Chart, styled, svg_of
from needs.present.kit.html import Cell, Number, Part, value_with_interval
from needs.present.kit.section import FactTable, Paragraph, nothing, paragraph, plain, sources_of
from needs.present.numbers import listed, whole
from needs.present.sections import leaving, people, voices
from needs.present.sections.reconciliation import (
    Account,
    agencies_against_people,
    difference,
    said_of_agencies,
    said_of_flow,
    stock_and_flow,
)

MOST_PARTS = 4  # of a stage, and the rest in one: twelve bands in all
NAME = "flow"
SPACE = 0.04  # between bands, of the height of all of them
STEEPEST = np.linspace(0, 1, 30)
CURVE = STEEPEST**2 * (3 - 2 * STEEPEST)  # level at both ends


@dataclass(frozen=True)
class Band:
    """A part of a side: what it is of, how many journeys, and the figures from which that is known."""

    label: str
    size: float
    facts: tuple[Fact, ...]


def drawn(assessment: Assessment, account: Account, routes: list[Fact], reasons: list[Fact]) -> Chart | None:
    """The map as a figure with its data, every width from the figures shown; nothing where totals are hidden or do not add up."""
    parts = [fact for fact in (*routes, *reasons) if fact.numerator == fact.numerator]
    if not (account.is_whole and account.adds_up and routes and reasons):
        return None
    before, came, left = account.parts
    first = [Band("There before", before.value, (before,)), *_parts(routes, came, "came another way")]
    last = [*_parts(reasons, left, "left otherwise"), Band("Still there", account.total.value, (account.total,))]
    told = [listed([f"{band.label.lower()} {whole(band.size)}" for band in bands]) for bands in (first, last)]
    return charts.Chart(
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


def _draw(axes: Axes, side: int, bands: list[Band]) -> None:
    total = sum(band.size for band in bands)
    inner = outer = 0.0
    for band in bands:
        label, size = band.label, band.size
        ends = [(inner + edge) * (1 - CURVE) + (outer + edge) * CURVE for edge in (0, size)]
        colour = NAVY if "there" in label.lower() else TEAL if side < 0 else PLUM
        axes.fill_between(side * STEEPEST, -ends[0], -ends[1], color=colour, edgecolor="white", linewidth=1)
        place = (side * 1.04, -(outer + size / 2))
        axes.annotate(f"{label} {whole(size)}", place, ha="right" if side < 0 else "left", va="center")
        inner, outer = inner + size, outer + size + SPACE * total


def _parts(facts: list[Fact], total: Fact, rest: str) -> list[Band]:
    """The largest parts by name, and all others together, unless they are no more than rounding may make."""
    known = [fact for fact in facts if fact.numerator == fact.numerator]
    named = [fact for fact in known if fact.group != "other"]  # it goes with the rest, which says the same
    largest = sorted(named, key=lambda fact: fact.in_order)[:MOST_PARTS]
    bands = [Band(fact.group.capitalize(), fact.numerator, (fact,)) for fact in largest]
    others = total.value - sum(band.size for band in bands)
    if others <= (BASE if any(fact.is_rounded for fact in facts) else 0):
        return bands
    return [*bands, Band(rest.capitalize(), others, (total, *largest))]


def _data(account: Account, first: list[Band], last: list[Band]) -> FactTable:
    rows = [
        [band.label, side, Number(whole(band.size), facts=band.facts)]
        for side, bands in (("in", first), ("out", last))
        for band in bands
    ]
    came, left = account.parts[1:]
    rows += [
        ["All that began", "in", Number(came.number, facts=(came,))],
        ["All that ended", "out", Number(left.number, facts=(left,))],
    ]
    return FactTable(f"Journeys in and out, {came.area}, {came.period}", ["Band", "Side", "Journeys"], rows)


QUARTERS = (4, 1)  # twelve months where all of them were counted, else the quarter alone
NOT_COUNTED = (
    "Moves from one agency to another are not counted. A move soon after the last contact ends no treatment journey."
)
NO_STOCK = "How many were in treatment on the first and the last day is not at hand, so the map cannot be added up."
HOW_SURE = "Counts are of all who came or left. The intervals say how far chance alone might move each share."
ROUNDED = "Counts are rounded to the nearest five, so the parts need not add up to the whole."


@dataclass(frozen=True, kw_only=True)
class Map:
    """The four stages: the account of stock and flow where there is one, who came and left, and how."""

    account: Account | None
    came: Fact | None
    left: Fact | None
    routes: list[Fact]
    reasons: list[Fact]
    agencies: Account | None

    @property
    def is_known(self) -> bool:
        """Whether anything is known of how people come or leave."""
        return bool(self.came or self.routes or self.reasons)

    @property
    def period(self) -> str:
        """The period of those who came, or where that is not known of those who left."""
        return next(fact.period for fact in (self.came, self.left, *self.routes, *self.reasons) if fact)


def journeys(assessment: Assessment) -> list[Part]:
    """The treatment map as a sentence and a table, and whether it adds up."""
    stages = treatment_map(assessment)
    if not stages.is_known:
        return [nothing(assessment, "how people come into treatment, move and leave")]
    return [
        paragraph(said_of_flow(stages.account)) if stages.account else _came(stages.came),
        None if stages.account else plain(NO_STOCK),
        FactTable(
            f"Treatment map, {assessment.area.name}, {stages.period}",
            ["Stage", "Number; share of the stage (95% interval)"],
            _rows(stages),
        ),
    ]


def drawing(assessment: Assessment) -> Chart | None:
    """The treatment map as bands, where it adds up."""
    stages = treatment_map(assessment)
    return (
        drawn(assessment, stages.account, stages.routes, stages.reasons) if stages.is_known and stages.account else None
    )


def moves(assessment: Assessment) -> list[Part]:
    """What is known of moves between agencies, and how sure the map is."""
    stages, is_published = treatment_map(assessment), not assessment.has_records
    if not stages.is_known:
        return []
    return [
        paragraph(said_of_agencies(stages.agencies)) if stages.agencies else None,
        plain(NOT_COUNTED),
        None if is_published else plain(HOW_SURE),
        plain(ROUNDED) if stages.came and stages.came.is_rounded else None,
    ]


def routes(assessment: Assessment) -> list[Part] | None:
    """The ways people come in, beside others."""
    if not treatment_map(assessment).is_known:
        return None
    return people.group(assessment, "new_presentations_by_group", ("referral_source", "How people come in"))


def services(assessment: Assessment) -> list[Markup]:
    """What the partnership's document says on services."""
    return voices.printed(assessment, "services")


def treatment_map(assessment: Assessment) -> Map:
    """The map of twelve months, of the quarter where those were not counted, or of the latest published figures."""
    return assessment.once("treatment map", lambda: _treatment_map(assessment))


def _treatment_map(assessment: Assessment) -> Map:
    account = next(filter(None, (stock_and_flow(assessment, number) for number in QUARTERS)), None)
    came, left = (assessment.only(name) for name in ("new_presentations", "exits"))
    if account:
        _, came, left = account.parts
    return Map(
        account=account,
        came=came,
        left=left,
        routes=_of_period(assessment.latest("new_presentations_by_group", "referral_source"), came),
        reasons=_of_period(leaving.reasons(assessment), left or came),
        agencies=_agencies(assessment, came),
    )


def _agencies(assessment: Assessment, came: Fact | None) -> Account | None:
    """People at each agency and people once each, in the period of those who came; None where either is missing."""
    totals = assessment.in_period_of(came, AT_AGENCIES) if came else []
    return agencies_against_people(assessment, totals[0]) if totals else None


def _of_period(facts: list[Fact], whole: Fact | None) -> list[Fact]:
    """Those of the whole's period that are not nought: most first, hidden ones last."""
    of_period = [fact for fact in facts if whole is None or fact.period == whole.period]
    return sorted((fact for fact in of_period if fact.is_listed and not fact.is_none), key=lambda fact: fact.in_order)


def _rows(stages: Map) -> list[list[Cell]]:
    before, after = (stages.account.parts[0], stages.account.total) if stages.account else (None, None)
    return [
        _total("1. In treatment when the period begins", before),
        _total("2. Came in", stages.came),
        *(_part("Came in", fact) for fact in stages.routes),
        _moved(stages.agencies),
        _total("4. Left", stages.left),
        *(_part("Left", fact) for fact in stages.reasons),
        _total("In treatment when the period ends", after),
    ]


def _total(stage: str, fact: Fact | None) -> list[Cell]:
    return [stage, Number(fact.number, facts=(fact,)) if fact else Number("[x]")]


def _part(stage: str, fact: Fact) -> list[Cell]:
    is_of_a_share = fact.unit == "percent" and fact.numerator == fact.numerator
    number = whole(fact.numerator) if is_of_a_share else fact.number
    has_share = fact.unit == "percent" and fact.is_shown and not fact.is_of_few
    return [f"{stage}: {fact.group}", Number(number, value_with_interval(fact) if has_share else "", (fact,))]


def _moved(agencies: Account | None) -> list[Cell]:
    """How often people were counted again at a further agency: the nearest there is to moves."""
    stage = "3. Counted again at a further agency"
    if agencies is None or not agencies.is_whole or agencies.adds_up is False:
        return [stage, Number("[x]")]
    return [stage, Number(difference(agencies), facts=(*agencies.parts, agencies.total))]


def _came(came: Fact | None) -> Paragraph | None:
    return paragraph(words.stated(came)) if came and came.is_shown else None

"""Areas of different sizes beside each other: which differ from all of them together by more than chance would give."""

from needs.measure.results import SIDE_BY_SIDE
from needs.present import charts, words
from needs.present.assessment import Assessment
from needs.present.facts import Fact
from needs.present.funnel_groups import Group, group_of
from needs.present.funnel_plot import across, funnel_plot
from needs.present.numbers import rounded, whole, written
from needs.present.phrases import capital, listed
from needs.present.sections import heading, paragraph, plain, sources_of
from needs.present.tables import Number, table, value_with_interval
from needs.present.words import Statement

STAYING, COMPLETING = SIDE_BY_SIDE
MEASURES = (
    (STAYING, "Staying 12 weeks, or leaving earlier as planned", "funnel-staying"),
    (COMPLETING, "Completing treatment, of those who left", "funnel-completing"),
)
MOST_NAMED = 5  # areas in one sentence of 25 words
WIDENED = (
    "The areas differ by more than chance alone, so the limits are widened for it. An area whose own interval leaves the others "
    "out may still lie within them."
)


def funnels(assessment: Assessment) -> list:
    """A funnel plot with its words and its table for each measure that ten areas or more of one kind have."""
    groups = [(group_of(assessment, indicator), what, name) for indicator, what, name in MEASURES]
    return [_section(assessment, group, what, name) for group, what, name in groups if group]


def _section(assessment: Assessment, group: Group, what: str, name: str) -> list:
    own, middle = group.own, group.middle
    beside = "with" if own.judgement.state == "not compared" else "around"
    title = f"{what}: {own.area} {own.number}, {_side(own)} {beside} {middle.area} ({middle.number})"
    return [
        heading(what),
        paragraph(assessment, _stated(own, what), words.band(own, group.facts, group.name), _placed(own)),
        *[paragraph(assessment, statement) for statement in _outside(group)],
        plain(WIDENED) if group.funnel.is_widened else None,
        charts.chart(
            name,
            title,
            _described(group),
            funnel_plot(name, group.facts, own, middle, group.funnel),
            f"{sources_of(assessment, [own])}. {own.period}. Limits: {group.funnel.method}.",
            _table(group, what),
        ),
    ]


def _stated(own: Fact, what: str) -> Statement:
    if own.unit != "percent" or not own.counts:
        return words.stated(own)
    return Statement(f"{what}: {own.counts}{own.share} in {own.period}.", (own,))


def _placed(own: Fact) -> Statement:
    """On which side of the limits the area lies; better or worse is said where its own interval is compared."""
    if own.judgement.state == "not compared":
        return words.compared(own)
    middle = own.comparator
    return Statement(f"{own.area} lies {_side(own)} around {middle.area} ({middle.number}).", (own, middle))


def _side(fact: Fact) -> str:
    """Where an area lies, as a sentence, the title and the table say it."""
    judgement = fact.judgement
    if not judgement.certainty:
        return "within the limits" if judgement.state == "similar" else "not compared"
    side = "above" if judgement.difference > 0 else "below"
    return f"{side} the 99.8% limits" if judgement.certainty > 99 else f"{side} the 95% limits only"


def _outside(group: Group) -> list[Statement]:
    """Which other areas lie outside the limits, and on which side; never in an order of rank."""
    others = [fact for fact in group.facts if fact is not group.own and fact.judgement.certainty]
    sides = sorted({_side(fact) for fact in others}, key=lambda side: ("only" in side, side))
    none = f"No{' other' if group.own.judgement.certainty else ''} area of the {group.name} lies outside the limits."
    found = [_said_of(group, side, [fact for fact in others if _side(fact) == side]) for side in sides]
    return found or [Statement(none, ())]


def _said_of(group: Group, side: str, facts: list[Fact]) -> Statement:
    names = listed([fact.area for fact in facts]) if len(facts) <= MOST_NAMED else "the areas that the table names"
    return Statement(f"Of the {group.name}, {side}: {names}.", tuple(facts))


def _described(group: Group) -> str:
    own, middle = group.own, group.middle
    size = across(own)
    outside = [fact.judgement.certainty for fact in group.facts if fact.judgement.certainty]
    widened = (
        f" The mean squared distance from the middle is {written(rounded(group.funnel.spread, 1), '')}, where chance "
        "gives 1; the limits are widened for it."
        if group.funnel.is_widened
        else ""
    )
    return (
        f"Funnel plot of {len(group.facts)} {group.name}, {own.period}: further right, more {size[:1].lower()}{size[1:]}; further up, a higher value. "
        f"{own.area} is the diamond. All together: {middle.number}. Broken lines are 95% limits, whole lines 99.8% limits. "
        f"Areas outside the 95% limits: {len(outside)}; outside the 99.8% limits too: "
        f"{sum(certainty > 99 for certainty in outside)}. The first are triangles, the second squares.{widened}"
    )


def _table(group: Group, what: str):
    limits = group.funnel.areas.set_index("area_code")
    rows = [[capital(group.middle.area), *_cells(group.middle), "none", "none", "none"]]
    for fact in sorted(group.facts, key=lambda fact: fact.area):
        sides = limits.loc[fact.area_code]
        limits_of_area = (_limits(fact, sides, "95"), _limits(fact, sides, "998"))
        rows.append([fact.area, *_cells(fact), *limits_of_area, capital(_side(fact))])
    headers = [
        "Area",
        "Number" if group.own.unit == "percent" else capital(group.own.noun),
        "Value (95% interval)",
        "95% limits",
        "99.8% limits",
        "Where it lies",
    ]
    return table(f"{what}, {group.own.period}", headers, rows)


def _cells(fact: Fact) -> tuple[Number, Number]:
    number = whole(fact.numerator) if fact.unit != "percent" else fact.counts
    return Number(number), Number(value_with_interval(fact))


def _limits(fact: Fact, sides, name: str) -> Number:
    low, high = (written(rounded(sides[f"{side}_{name}"], fact.decimals), fact.unit) for side in ("lower", "upper"))
    return Number(f"{low} to {high}")

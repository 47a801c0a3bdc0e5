"""Areas of different sizes beside each other: which differ from all of them together by more than chance would give."""

import math
from dataclasses import dataclass, replace

import pandas as pd

from needs.areas import INVENTED_TOGETHER
from needs.measure.funnels import Funnel, funnel_of
from needs.present import charts, words
from needs.present.assessment import Assessment
from needs.present.facts import Fact
from needs.present.funnel_plot import funnel_plot
from needs.present.numbers import rounded, whole, written
from needs.present.phrases import capital, listed
from needs.present.sections import heading, paragraph, plain, sources_of
from needs.present.tables import Number, table, value_with_interval, verdict
from needs.present.words import DIRECTIONS, Statement

MEASURES = (
    ("drug_misuse_deaths_crude_rate", "Deaths from drug misuse", "funnel-deaths"),
    ("alcohol_unmet_need_percent", "Adults dependent on alcohol who are not in treatment", "funnel-alcohol"),
    ("retained_or_planned_discharge_percent", "Staying 12 weeks, or leaving earlier as planned", "funnel-staying"),
    ("successful_completion_of_exits", "Completing treatment, of those who left", "funnel-completing"),
)
MOST_NAMED = 8  # areas in one sentence
ESTIMATED = (
    "The number in need is itself an estimate, and the limits take it as known. Treat the funnel as a guide: chance is not "
    "all that sets areas apart."
)
WIDENED = "The areas differ by more than chance alone, so the limits are widened for it."


@dataclass(frozen=True, kw_only=True)
class Group:
    """The areas of a funnel: their facts (each judged against all together), all together, and what a sentence calls them."""

    facts: list[Fact]
    own: Fact
    middle: Fact
    name: str
    funnel: Funnel


def funnels(assessment: Assessment) -> list:
    """A funnel plot with its words and its table for each measure that ten areas or more of one kind have."""
    groups = [(_group(assessment, indicator), what, name) for indicator, what, name in MEASURES]
    return [_section(assessment, group, what, name) for group, what, name in groups if group]


def _group(assessment: Assessment, indicator: str) -> Group | None:
    own = assessment.only(indicator)
    if own is None or not own.is_shown:
        return None
    rows = _rows_beside(assessment, own)
    made = funnel_of(rows, own.polarity)
    if made is None or own.area_code not in set(made.areas["area_code"]):
        return None
    name = "invented partnerships" if own.origin == "synthetic" else assessment.peers_in_words
    middle = _middle(own, made, f"the {name} together")
    judgements = made.areas.set_index("area_code")["judgement"]
    facts = [
        replace(assessment.fact(row), comparator=middle, judgement=judgements[row.area_code])
        for row in rows.itertuples()
        if row.area_code in judgements.index
    ]
    mine = next(fact for fact in facts if fact.area_code == own.area_code)
    return Group(facts=facts, own=mine, middle=middle, name=name, funnel=made)


def _rows_beside(assessment: Assessment, own: Fact) -> pd.DataFrame:
    """The shown results of the own area's measure and period: of its kind of area, or of all invented partnerships."""
    results = assessment.safe.results
    alike = results[
        (results["indicator"] == own.indicator)
        & (results["breakdown"] == own.breakdown)
        & (results["window"] == own.window)
        & (results["kind"] == own.kind)
        & (results["source"] == own.source)
        & (results["status"] == "shown")
    ]
    alike = alike[[assessment.fact(row).period == own.period for row in alike.itertuples()]]
    if own.origin == "synthetic":
        return alike[(alike["origin"] == "synthetic") & (alike["area_code"] != INVENTED_TOGETHER)]
    return alike[alike["area_code"].isin(assessment.peers())]


def _middle(own: Fact, made: Funnel, name: str) -> Fact:
    found = made.middle
    return replace(
        own,
        area=name,
        area_code=f"together with {own.area_code}",
        numerator=made.numerator,
        denominator=made.denominator,
        value=found.value,
        lower=found.lower,
        upper=found.upper,
        interval_method=f"{found.method}, 95%" if not math.isnan(found.lower) else found.method,
        comparator=None,
        judgement=None,
        note="the areas' figures added up",
    )


def _section(assessment: Assessment, group: Group, what: str, name: str) -> list:
    own, middle = group.own, group.middle
    said = words.compared(own)
    title = f"{what}: {own.area} {own.number}, {_beside(own)} {middle.area} ({middle.number})"
    return [
        heading(what),
        paragraph(assessment, words.stated(own), words.band(own, group.facts, group.name), said),
        *[paragraph(assessment, statement) for statement in _outside(group)],
        plain(WIDENED) if group.funnel.is_widened else None,
        plain(ESTIMATED) if own.kind == "estimate" else None,
        charts.chart(
            name,
            title,
            _described(group),
            funnel_plot(name, group.facts, own, middle, group.funnel),
            f"{sources_of(assessment, [own])}. {own.period}. Limits: {group.funnel.method}.",
            _table(group, what),
        ),
    ]


def _beside(own: Fact) -> str:
    """The verdict as the title says it, in the words of the tables."""
    state, maybe = own.judgement.state, own.judgement.certainty == 95
    if state in DIRECTIONS:
        return f"{'may be ' if maybe else ''}{DIRECTIONS[state]}"
    return "similar to" if state == "similar" else "not compared with"


def _outside(group: Group) -> list[Statement]:
    """Which other areas lie outside the limits, in the words of the verdicts; never in an order of rank."""
    others = [fact for fact in group.facts if fact is not group.own]
    found = [
        _said_of(
            group, [fact for fact in others if (fact.judgement.state, fact.judgement.certainty) == (state, certainty)]
        )
        for certainty in (99.8, 95)
        for state in DIRECTIONS
    ]
    found = [statement for statement in found if statement.text]
    none = f"No{' other' if group.own.judgement.certainty else ''} area of the {group.name} lies outside the limits."
    return found or [Statement(none, ())]


def _said_of(group: Group, facts: list[Fact]) -> Statement:
    if not facts:
        return Statement("", ())
    judgement = facts[0].judgement
    names = listed([fact.area for fact in facts]) if len(facts) <= MOST_NAMED else "the areas that the table names"
    text = f"{DIRECTIONS[judgement.state]} {group.middle.area}"
    said = f"may be {text}" if judgement.certainty == 95 else f"{text}, and very unlikely to be chance"
    return Statement(f"{capital(said)}: {names}.", tuple(facts))


def _described(group: Group) -> str:
    own, middle = group.own, group.middle
    across = f"more {own.noun}" if own.unit == "percent" else "more residents"
    outside = [fact.judgement.certainty for fact in group.facts if fact.judgement.certainty]
    widened = (
        f" The mean squared distance from the middle is {written(rounded(group.funnel.spread, 1), '')}, where chance "
        "gives 1; the limits are widened for it."
        if group.funnel.is_widened
        else ""
    )
    return (
        f"Funnel plot of {len(group.facts)} {group.name}, {own.period}: further right, {across}; further up, a higher value. "
        f"{own.area} is the diamond. All together: {middle.number}. Broken lines are 95% limits, whole lines 99.8% limits. "
        f"Areas outside the 95% limits: {len(outside)}; outside the 99.8% limits too: "
        f"{sum(certainty > 99 for certainty in outside)}. The first are triangles, the second squares.{widened}"
    )


def _table(group: Group, what: str):
    limits = group.funnel.areas.set_index("area_code")
    rows = [[capital(group.middle.area), *_cells(group.middle), "none", "none", "none"]]
    for fact in sorted(group.facts, key=lambda fact: fact.area):
        sides = limits.loc[fact.area_code]
        rows.append(
            [fact.area, *_cells(fact), _limits(fact, sides, "95"), _limits(fact, sides, "998"), verdict(fact.judgement)]
        )
    headers = [
        "Area",
        "Number" if group.own.unit == "percent" else capital(group.own.noun),
        "Value (95% interval)",
        "95% limits",
        "99.8% limits",
        "Against all together",
    ]
    return table(f"{what}, {group.own.period}", headers, rows)


def _cells(fact: Fact) -> tuple[Number, Number]:
    number = whole(fact.numerator) if fact.unit != "percent" else fact.counts
    return Number(number or f"{whole(fact.numerator)} treated of {whole(fact.denominator)}"), Number(
        value_with_interval(fact)
    )


def _limits(fact: Fact, sides, name: str) -> Number:
    low, high = (written(rounded(sides[f"{side}_{name}"], fact.decimals), fact.unit) for side in ("lower", "upper"))
    return Number(f"{low} to {high}")

"""Completing treatment by drug, and with whom a partnership treats allowed for: observed beside expected."""

import pandas as pd
from markupsafe import Markup

from needs.measure.indicators.beside_expected import (
    CALIBRATION,
    DISCRIMINATION,
    MODELLED,
    ODDS,
    OUTCOMES,
    STANDARDISED,
    STRATA,
    named,
)
from needs.present.assessment import Assessment
from needs.present.facts import Fact
from needs.present.kit.html import Number, Part, table, value_with_interval
from needs.present.kit.section import Column, FactTable, heading, paragraph, plain, shares
from needs.present.numbers import capital, spelt
from needs.present.sections.funnels import Group, drawn, group_of, placed
from needs.present.words import Statement

COMPLETED, OF_EXITS = OUTCOMES  # of all in treatment, and of journeys that ended
BY_DRUG = ("completion_without_return", COMPLETED)  # the first that has drug groups is shown
FOLLOWS = "So the share of all in treatment follows which drugs people use."
ADJUSTED = "Completing treatment, allowing for drug group, age and sex"
NOT_ADJUSTED = "Completions are not set beside those expected for the people treated: {reason}."
WAYS = {STANDARDISED: "drug group, age and sex", MODELLED: "the model"}
WHOLES = {COMPLETED: "Completed, of all in treatment", OF_EXITS: "Completed, of treatment journeys that ended"}
HOW = (
    "Expected by drug group, age and sex are the completions if each such group did as in all partnerships together. The model "
    "allows for further factors, and gives each partnership a level of its own while their effects are found."
)
ITSELF = (
    "A partnership is among those that say what is usual, so each ratio lies a little nearer to one. Chance is taken as of rare "
    "events. Completing is not rare, so the intervals are on the wide side."
)
LEFT_OUT = (
    "Severity beyond these fields, deprivation and ethnic group are not allowed for. Fields without an answer are a group of "
    "their own."
)
ELSEWHERE = "Observed and expected by tenth of the chance given by the model that was fitted to the other half of the partnerships."


def by_drug(assessment: Assessment) -> list[Part]:
    """Who completed treatment, by drug group, published or counted; and that the share of all follows their mix."""
    for indicator in BY_DRUG:
        facts = [fact for fact in assessment.latest(indicator, "drug_group") if fact.is_listed]
        shown = sorted((fact for fact in facts if fact.is_shown), key=lambda fact: fact.value)
        if len(shown) > 1:
            low, high = shown[0], shown[-1]
            text = f"By drug, from {low.number} ({low.group}) to {high.number} ({high.group}) of {low.noun} {low.done} in {low.period}."
            everybody = [fact for fact in assessment.latest(indicator) if fact.is_shown and fact.period == low.period]
            ordered = sorted(facts, key=lambda fact: fact.in_order)
            return [
                heading("Completing treatment by drug"),
                paragraph(Statement(text, (low, high)), Statement(FOLLOWS, ())),
                shares(f"{low.title}: {low.area}, {low.period}", [*everybody, *ordered], "Drug group"),
            ]
    return []


def adjusted(assessment: Assessment) -> list[Part]:
    """How many completed beside those expected of such people, and the funnel of partnerships; or why neither is given."""
    group = group_of(assessment, named(COMPLETED, STANDARDISED))
    if group is None:
        fact = assessment.only(named(COMPLETED, STANDARDISED))
        return [plain(NOT_ADJUSTED.format(reason=fact.reason))] if fact and fact.reason else []
    return [
        heading("Completing treatment, for the people treated"),
        paragraph(_stated(group.of_area), placed(group)),
        drawn(assessment, group, ADJUSTED, "funnel-case-mix"),
    ]


def _stated(fact: Fact) -> Statement:
    return Statement(
        f"Allowing for drug group, age and sex, {fact.counts.replace(' against ', ' people completed treatment against ')} in "
        f"{fact.period}: {fact.number} times as many ({fact.interval}).",
        (fact,),
    )


def observed_and_expected(assessment: Assessment) -> list[Part]:
    """Both outcomes beside those expected by both ways, each with where it lies among partnerships."""
    groups = {
        (outcome, way): group
        for outcome in OUTCOMES
        for way in WAYS
        if (group := group_of(assessment, named(outcome, way)))
    }
    if not groups:
        return []
    columns = (
        Column("Outcome, and what is allowed for", lambda one: f"{WHOLES[one[0][0]]}: {WAYS[one[0][1]]}"),
        Column("Period", lambda one: one[1].of_area.period),
        Column("Number", lambda one: Number(one[1].of_area.counts, facts=(one[1].of_area,))),
        Column(
            "Ratio (95% interval)", lambda one: Number(value_with_interval(one[1].of_area), facts=(one[1].of_area,))
        ),
        Column("Among partnerships", lambda one: _where(one[1])),
    )
    return [
        heading("How completing is set beside what is expected"),
        plain(HOW),
        FactTable.of(f"Completed beside expected: {assessment.area.name}", columns, groups.items()),
        plain(ITSELF),
    ]


def _where(group: Group) -> str:
    return capital(placed(group).text.removeprefix(f"{group.of_area.area} lies "))


def what_acts(assessment: Assessment) -> list[Part]:
    """The odds ratios of the model of all in treatment, and how well it tells who completes."""
    facts = _of_country(assessment, named(COMPLETED, ODDS))
    if not facts:
        return []
    (told,) = _of_country(assessment, named(COMPLETED, DISCRIMINATION))
    rows = [[_level(fact), Number(_of(fact)), Number(_odds(fact))] for fact in facts]
    caption = f"The model of completing, of all in treatment: {facts[0].note}, {facts[0].period}"
    text = f"Of one who completed and one who did not, the model gives the first more chance in {told.number} of all pairs."
    return [
        heading("What acts on completing"),
        _listed(assessment, facts, caption, ["Factor and group", "Completed", "Odds ratio (95% interval)"], rows),
        paragraph(Statement(text, (told,)), Statement("A half would tell nothing.", ())),
        plain(LEFT_OUT),
    ]


def _listed(assessment: Assessment, facts: list[Fact], caption: str, headers: list[str], rows: list[list]) -> Markup:
    """A table whose rows are their own evidence: a page has no room for a second list of them."""
    assessment.listed.update({fact.key: fact for fact in facts})
    return table(caption, headers, rows)


def _level(fact: Fact) -> str:
    return f"{capital(fact.breakdown.replace('_', ' '))}: {fact.named_group}"


def _of(fact: Fact) -> str:
    return f"{fact.numerator:,.0f} of {fact.denominator:,.0f}"


def _odds(fact: Fact) -> str:
    return value_with_interval(fact) if fact.has_interval else f"{fact.number}, the others are set against it"


def calibration(assessment: Assessment) -> list[Part]:
    """Observed and expected by tenth of the model's chance, where it was not fitted."""
    facts = sorted(_of_country(assessment, named(COMPLETED, CALIBRATION)), key=lambda fact: int(fact.group))
    if not facts:
        return []
    rows = [
        [capital(spelt(int(fact.group))), Number(fact.counts or "too few"), Number(value_with_interval(fact))]
        for fact in facts
    ]
    caption = f"Calibration: completed, of all in treatment, {facts[0].period}"
    headers = ["Tenth of people, by rising chance", "Number", "Ratio (95% interval)"]
    return [
        heading("Whether the model holds elsewhere"),
        plain(ELSEWHERE),
        _listed(assessment, facts, caption, headers, rows),
    ]


def _of_country(assessment: Assessment, indicator: str) -> list[Fact]:
    """The country's facts of an indicator in the period of the area's ratio, if it has one: the factors that are standardised
    for first, largest groups first."""
    own, rows = assessment.only(named(COMPLETED, MODELLED)), assessment.known
    if own is None or not own.is_shown:
        return []
    rows = rows[(rows["indicator"] == indicator) & (rows["area_code"] == assessment.area.country)]
    rows = rows[rows["period_end"] == pd.Timestamp(own.period_end)]
    order = {name: place for place, name in enumerate(STRATA)}
    factor = rows["breakdown"].map(order).fillna(len(order))
    ordered: pd.DataFrame = rows.assign(factor=factor, size=-rows["denominator"]).sort_values(
        ["factor", "breakdown", "size"], kind="stable"
    )
    return [assessment.fact(row) for row in ordered.itertuples()]

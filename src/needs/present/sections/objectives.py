"""The strategic objectives of a plan as printed, and the national indicators that they serve."""

from typing import Any

import pandas as pd
from markupsafe import Markup

from needs.measure import comparison
from needs.measure.standing import ACHIEVED, measured_as
from needs.present import standing
from needs.present.assessment import Assessment
from needs.present.facts import Fact
from needs.present.kit.html import Cell, Number, Words, joined, table, verdict
from needs.present.kit.section import FactTable, heading, plain, printed_value
from needs.present.numbers import capital, in_words
from needs.present.sections import voices
from needs.present.sections.plan import Plan, two_lines
from needs.quarter import Quarter

ASPECTS = {
    "health_improvement": "Health improvement", "access": "Access", "best_value": "Best value",
    "performance_measure": "Performance measure",
}  # fmt: skip
NOT_PRINTED = "not printed"
NOT_MEASURED, NO_FIGURE = "no measure of ours", "no figure at hand"
NO_VERDICT, NO_CHANGE = "no verdict", "no earlier figure"
EVERYBODY = ("all", "all")
OWN_TARGETS = "A target that the partnership did not set itself is not taken from anywhere else."
PRINTED = "printed"
NO_OBJECTIVES = "The document lists no strategic objective of its own."
NO_INDICATORS = "The document names no national indicator, so no objective can be set against one."
NO_LINKS = "The document does not say which objective serves which indicator, and no objective's words name one."
OUR_READING = (
    "The document lists indicators apart from objectives. Where an objective's own words name what an indicator counts, the "
    "link is ours."
)


def how_many(plan: Plan) -> list:
    """How many objectives there are under each heading of the document, or that it lists none."""
    objectives = plan.rows.objectives
    if objectives.empty:
        return [plain(NO_OBJECTIVES)]
    return [
        plain(f"The document sets {in_words(len(objectives))} objectives. The words are its own."),
        table("How many objectives, by heading", ["Heading", "Objectives"], _by_heading(objectives)),
    ]


def as_printed(plan: Plan) -> Markup | None:
    """One row an objective, in the document's own words, with what it says of health, access, value and measure."""
    objectives = plan.rows.objectives
    if objectives.empty:
        return None
    aspects = [name for name in ASPECTS if (objectives[name] != "").any()]
    has_leads = (objectives["lead_role"] != "").any()
    has_several = objectives["heading"].nunique() > 1
    rows = [
        [
            f"{row.objective} {row.text}" + (f" ({row.heading})" if has_several else ""),
            *(getattr(row, name) or NOT_PRINTED for name in aspects),
            *([row.lead_role or NOT_PRINTED] if has_leads else []),
            row.place,
        ]
        for row in objectives.itertuples()
    ]
    headers = ["Objective", *(ASPECTS[name] for name in aspects), *(["Lead role"] if has_leads else []), "Place"]
    caption = f"Strategic objectives of {plan.assessment.area.name}, as printed"
    return table(caption, headers, rows, class_="matrix")


def aims_in_its_words(plan: Plan) -> list[Markup]:
    """What the document says of its aims, of who governs it and of themes across services."""
    return voices.printed(plan.assessment, "aims", "governance", "themes")


def beside_indicators(plan: Plan) -> list:
    """One row an objective, one column an indicator: each cell says whether the link is printed or read by us."""
    title, links, codes = heading("Objectives and national indicators"), _links(plan), _codes(plan)
    if plan.rows.indicators.empty:
        return [title, plain(NO_INDICATORS)]
    if links.empty:
        return [title, plain(NO_LINKS)]
    columns = [code for code in plan.rows.indicators["indicator"] if code in set(links["indicator"])]
    basis = {(row.objective, row.indicator): row.basis for row in links.itertuples()}
    rows = [[objective, *(capital(basis.get((objective, code), "no link")) for code in columns)] for objective in codes]
    with_link = len(linked(plan) & set(codes))
    caption = f"Objectives and national indicators of {plan.assessment.area.name}"
    return [
        title,
        plain(_said_of_links(with_link, len(codes) - with_link)),
        plain(OUR_READING) if set(links["basis"]) != {PRINTED} else None,
        table(caption, ["Objective", *columns], rows),
    ]


def grounds_of_links(plan: Plan) -> Markup | None:
    """The words of the document that each link rests on."""
    if plan.rows.indicators.empty or _links(plan).empty:
        return None
    rows = [
        [f"{row.objective} and {row.indicator}", capital(row.basis), f"“{row.words}”", row.place]
        for row in _links(plan).itertuples()
    ]
    return table("What each link rests on", ["Objective and indicator", "Link", "Words of the document", "Place"], rows)


def indicators(plan: Plan) -> list | None:
    """Every indicator that the document names: how its measure stands and changed, and the objectives that serve it."""
    if plan.rows.indicators.empty:
        return None
    links = _links(plan)
    rows = [
        [
            row.indicator,
            row.title,
            f"{row.kind}, {row.relevance}",
            *_how_it_stands(plan, row),
            ", ".join(links.loc[links["indicator"] == row.indicator, "objective"]) or "none",
            row.place,
        ]
        for row in plan.rows.indicators.itertuples()
    ]
    headers = ["Indicator", "Title as printed", "Kind", "Now", "Target", "Verdict", "Change", "Objectives", "Place"]
    return [
        FactTable("Indicators that the document names", headers, rows),
        plain(OWN_TARGETS),
    ]


def national_policy_in_its_words(plan: Plan) -> list[Markup]:
    """What the document says of national policy."""
    return voices.printed(plan.assessment, "national")


def linked(plan: Plan) -> set[str]:
    """The objectives that are linked to an indicator."""
    return set(_links(plan)["objective"])


def _links(plan: Plan) -> pd.DataFrame:
    return plan.rows.objective_indicators


def _codes(plan: Plan) -> list[str]:
    return list(plan.rows.objectives["objective"])


def _by_heading(objectives: pd.DataFrame) -> list[list]:
    counts = objectives["heading"].value_counts(sort=False)
    rows = [[name, Number(str(count))] for name, count in counts.items()]
    return [*rows, ["All", Number(str(len(objectives)))]] if len(rows) > 1 else rows


def _said_of_links(with_link: int, without: int) -> str:
    some = (
        f"{capital(in_words(with_link))} objectives can be linked to an indicator"
        if with_link != 1
        else "One objective can be linked to an indicator"
    )
    return f"{some}; {in_words(without)} cannot."


def _how_it_stands(plan: Plan, indicator: Any) -> list[Cell]:
    """What is known of the indicator's measure: the figure, its target, the verdict, and the change on the earlier figure."""
    if not indicator.measure:
        return [NOT_MEASURED, NOT_PRINTED, NO_VERDICT, NO_CHANGE]
    now, printed = _now(plan.assessment, indicator.measure), _printed_target(plan, indicator)
    target = now.target if now and now.target else printed
    return [
        two_lines(standing.value(now), f"{now.period}{_kind(now)}", now) if now else NO_FIGURE,
        Number(printed_value(target), target.period if target.is_shown else target.note, (target,))
        if target
        else NOT_PRINTED,
        verdict(now.target_judgement) if now and now.target_judgement else NO_VERDICT,
        _change(plan.assessment, now) if now else NO_CHANGE,
    ]


def _now(assessment: Assessment, measure: str) -> Fact | None:
    """The figure as it stands against its target in every document; without one the latest that was counted, published or printed."""
    each = assessment.standings.get(measured_as(measure, *EVERYBODY))
    judged = standing.with_target(assessment, each) if each else None
    printed = [fact for fact in assessment.printed_facts([measure]) if fact.area_code == assessment.area.code]
    achieved = [
        fact
        for fact in (*assessment.latest(measure), *printed)
        if fact.kind in ACHIEVED and fact.group == "all" and fact.is_told
    ]
    return judged or max(achieved, key=lambda fact: (fact.period_end, fact.origin != "published"), default=None)


def _kind(fact: Fact) -> str:
    return "" if fact.kind == "actual" else f" ({fact.kind})"


def _change(assessment: Assessment, now: Fact) -> Words | str:
    """Whether the figure is higher or lower than the earlier one of its own source beyond chance, and what that was."""
    rows = pd.concat([assessment.known, assessment.printed])
    then = comparison.before(now.row, rows, Quarter.containing(now.period_end))
    if then is None:
        return NO_CHANGE
    changed = standing.changed(assessment, now, then)
    earlier = standing.beside(changed)
    return Words(joined([*standing.change(changed), Markup("<br>"), earlier.text]), earlier.facts)


def _printed_target(plan: Plan, indicator: Any) -> Fact | None:
    """The latest target that the document prints."""
    facts = plan.assessment.printed_facts([indicator.measure])
    return next((fact for fact in reversed(facts) if fact.kind == "target" and fact.group == "all"), None)

"""The strategic objectives of a plan as printed, and the national indicators that they serve."""

from typing import Any

import pandas as pd
from markupsafe import Markup

from needs.present.kit.html import Number, table
from needs.present.kit.section import FactTable, heading, paragraph, plain, printed_value
from needs.present.numbers import capital, in_words
from needs.present.sections import voices
from needs.present.sections.plan import Plan
from needs.present.words import Statement

ASPECTS = {
    "health_improvement": "Health improvement", "access": "Access", "best_value": "Best value",
    "performance_measure": "Performance measure",
}  # fmt: skip
NOT_PRINTED = "not printed"
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
    """Every indicator that the document names, with the target that it prints and the objectives that serve it."""
    if plan.rows.indicators.empty:
        return None
    links = _links(plan)
    rows = [
        [
            row.indicator,
            row.title,
            f"{row.kind}, {row.relevance}",
            _target(plan, row),
            ", ".join(links.loc[links["indicator"] == row.indicator, "objective"]) or "none",
            row.place,
        ]
        for row in plan.rows.indicators.itertuples()
    ]
    headers = ["Indicator", "Title as printed", "Kind", "Target", "Objectives", "Place"]
    return [
        FactTable("Indicators that the document names", headers, rows),
        paragraph(Statement("A target that is not printed is not taken from anywhere else.", ())),
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


def _target(plan: Plan, indicator: Any) -> Number | str:
    facts = plan.assessment.printed_facts([indicator.measure]) if indicator.measure else []
    targets = [fact for fact in facts if fact.kind == "target" and fact.group == "all"]
    if not targets:
        return NOT_PRINTED
    latest = targets[-1]
    return Number(printed_value(latest), latest.period if latest.is_shown else latest.note, (latest,))

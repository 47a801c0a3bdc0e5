"""What may keep a plan from succeeding, what reviews asked for, and the audits and other reports on it."""

import datetime
from typing import Any

from markupsafe import Markup

from needs.present.kit.html import table
from needs.present.kit.section import heading, plain
from needs.present.numbers import capital, in_words
from needs.present.sections import voices
from needs.present.sections.actions import FINISHED
from needs.present.sections.plan import Plan, day, day_known, months_between

NOT_PRINTED = "not printed"
NO_RISKS = "No risk to the plan is on record."
NO_ATTENTION = "No review that asked for anything is on record."
NO_REPORTS = "No self-audit, tender, or report on drug-related deaths or on children and families is on record."
KINDS = ("self-audit", "drug-related deaths", "children and families", "tender")


def risks(plan: Plan) -> list | None:
    """Each risk as printed: how likely it is, what it would do, and the role that owns it; or that none is named."""
    rows = list(plan.rows.risks.itertuples())
    if not rows:
        return None if voices.of(plan.assessment, "risks") else [plain(NO_RISKS)]
    ownerless = sum(not row.owner_role for row in rows)
    cells = [
        [
            f"{row.risk} {row.text}",
            row.likelihood or NOT_PRINTED,
            row.effect or NOT_PRINTED,
            row.owner_role or NOT_PRINTED,
            row.place,
        ]
        for row in rows
    ]
    owned = f"{capital(in_words(ownerless))} of them {'has' if ownerless == 1 else 'have'} no owner."
    return [
        plain(f"The document names {_so_many(len(rows), 'risk')}. {owned if ownerless else 'Each has an owner.'}"),
        table(
            f"Risks of {plan.assessment.area.name}, as printed",
            ["Risk", "Likelihood", "Effect", "Owner", "Place"],
            cells,
        ),
    ]


def risks_in_its_words(plan: Plan) -> list[Markup]:
    """What the document says on risks in words alone."""
    return voices.printed(plan.assessment, "risks")


def attention(plan: Plan) -> list:
    """What reviews asked for: by whom, since when and for how long, and its state; or that none did."""
    rows, end = list(plan.rows.attention.itertuples()), plan.assessment.quarter.end
    title = heading("What reviews asked for")
    if not rows:
        return [title, plain(NO_ATTENTION)]
    open_still = sum(row.state not in FINISHED for row in rows)
    asked = f"Reviews asked for {_so_many(len(rows), 'thing')}"
    cells = [
        [
            f"{row.item} {row.text}",
            row.asked_by or NOT_PRINTED,
            day_known(row.since, end, NOT_PRINTED),
            capital(row.state),
            _open_for(row, end),
            row.place,
        ]
        for row in rows
    ]
    headers = ["What was asked for", "Asked by", "Since", "State", "Open for", "Place"]
    return [
        title,
        plain(
            f"{asked}; {'none' if not open_still else in_words(open_still)} still open at the end of {plan.assessment.quarter}."
        ),
        table(f"What reviews asked {plan.assessment.area.name} for", headers, cells),
    ]


def reports(plan: Plan) -> list:
    """Each self-audit, report and tender with its date, and the kinds of which there is none; or that there is none at all."""
    rows = list(plan.rows.reports.itertuples())
    if not rows:
        return [plain(NO_REPORTS)]
    lacking = [kind for kind in KINDS if kind not in {row.kind for row in rows}]
    cells = [
        [
            f"{row.report} {row.text}",
            capital(row.kind),
            day_known(row.date, plan.assessment.quarter.end, NOT_PRINTED),
            row.place,
        ]
        for row in rows
    ]
    without = f" Kinds without one: {'; '.join(lacking)}." if lacking else ""
    return [
        plain(f"There {'is' if len(rows) == 1 else 'are'} {_so_many(len(rows), 'report')} on record.{without}"),
        table(f"Audits and reports of {plan.assessment.area.name}", ["Report", "Kind", "Date", "Place"], cells),
    ]


def _open_for(row: Any, end: datetime.date) -> str:
    if row.state in FINISHED:
        return "Done or stopped"
    if not row.since:
        return NOT_PRINTED
    return months_between(day(row.since), end) if day(row.since) <= end else "Not yet asked"


def _so_many(number: int, noun: str) -> str:
    return f"{in_words(number)} {noun}{'' if number == 1 else 's'}"

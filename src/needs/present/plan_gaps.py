"""What a partnership would have to add to its plan: each gap, how many rows have it, and the cell that would close it."""

from dataclasses import dataclass

from needs.present.html import Html
from needs.present.phrases import capital, in_words
from needs.present.plan import Plan
from needs.present.plan_actions import NOT_RECORDED
from needs.present.plan_costs import amounts, costs
from needs.present.plan_objectives import linked
from needs.present.plan_standing import standings
from needs.present.sections import plain
from needs.present.tables import Number, table

FIGURES = "a figure in data/raw/published, or a table of figures in data/raw/local"
TABLES = {
    "documents.csv": "what document the plan is, which days it covers and who leads it",
    "objectives.csv": "each strategic objective",
    "indicators.csv": "each national indicator that the plan names",
    "objective_indicators.csv": "which objective serves which indicator",
    "priorities.csv": "each priority, with the measure and group of its baseline and target",
    "actions.csv": "each action, with lead role, milestone, due date and status",
    "funding.csv": "each line of money",
    "workforce.csv": "each line on the workforce",
    "consultations.csv": "who was asked what, when, and what they said",
    "statements.csv": "what the document says that is no figure, and the section it belongs to",
}


@dataclass(frozen=True)
class Gap:
    """One thing that rows lack: how many lack it, of how many, and where it is to be written."""

    what: str
    lacking: int
    rows: int
    where: str


def to_add(plan: Plan) -> Html:
    """The gaps of the plan, or, where there is no plan, the tables that one is made of."""
    folder = f"data/raw/plans/{plan.assessment.area.partnership}"
    if plan.absent:
        rows = [[name, what] for name, what in TABLES.items()]
        said = f"A plan is a few small tables in {folder}. Each row has its place in the partnership's own document."
        return Html.of(plain(said), table("The tables of a plan", ["Table", "One row is"], rows))
    found = [gap for gap in gaps(plan) if gap.lacking]
    rows = [[gap.what, Number(f"{gap.lacking} of {gap.rows}" if gap.rows else "no row"), gap.where] for gap in found]
    if not rows:
        return Html.of(plain("Nothing that this document needs is missing from the plan."))
    return Html.of(
        plain(f"{capital(in_words(len(found)))} things are missing. Nothing was estimated to fill them."),
        table(f"What to add to {folder}", ["What is missing", "Rows", "Where it is written"], rows),
    )


def gaps(plan: Plan) -> list[Gap]:
    """Every gap that is looked for, those that nothing lacks too."""
    stood, rows = standings(plan), plan.rows
    points = [one for one in stood if one.asks_for_more and one.now.unit == "percent"]
    shown = [one for one in stood if one.now and one.now.is_shown]
    return [
        Gap("Objectives without a link to a national indicator", _unlinked(plan), len(rows.objectives), "objective_indicators.csv"),
        Gap("Priorities without a baseline in figures", len(stood) - len(shown), len(stood), FIGURES),
        Gap("Priorities without a target in figures", sum(not _has_target(one) for one in stood), len(stood), FIGURES),
        Gap("Targets in points without a count of people", sum(one.people != one.people for one in points), len(points), "priorities.csv, column percentage_of"),
        Gap("Actions without a lead role", _empty(rows.actions, "lead_role"), len(rows.actions), "actions.csv, column lead_role"),
        Gap("Actions without a milestone", _empty(rows.actions, "milestone"), len(rows.actions), "actions.csv, column milestone"),
        Gap("Actions without a due date", _empty(rows.actions, "due_date"), len(rows.actions), "actions.csv, column due"),
        Gap("Actions without a status", int((rows.actions["status"] == NOT_RECORDED).sum()), len(rows.actions), "actions.csv, columns status and status_date"),
        *_money_gaps(plan),
        Gap("Consultations without what was said", _empty(rows.consultations, "answer"), len(rows.consultations), "consultations.csv, column answer"),
        *[Gap(f"A table without a row; one row is {what}", 1, 0, name) for name, what in TABLES.items() if getattr(rows, name.removesuffix(".csv")).empty],
    ]  # fmt: skip


def _money_gaps(plan: Plan) -> list[Gap]:
    lines = list(plan.rows.funding["item"])
    with_amount, with_people = {row.item for row, _ in amounts(plan)}, {one.line.item for one in costs(plan)}
    return [
        Gap("Lines of money without an amount", len(set(lines) - with_amount), len(lines), FIGURES),
        Gap("Lines of money without people beside them", len(set(lines) - with_people), len(lines), "funding.csv, column people_measures"),
    ]  # fmt: skip


def _unlinked(plan: Plan) -> int:
    return len(set(plan.rows.objectives["objective"]) - linked(plan))


def _has_target(one) -> bool:
    return (one.now is not None and one.now.target is not None) or bool(one.target and one.target.is_shown)


def _empty(rows, column: str) -> int:
    return int((rows[column] == "").sum())

"""What the treatment plan's document alone has: its first page, what is left to add to the plan, and how it was read.

`plan.show` asks no part where there is no plan. What speaks of a missing plan too (masthead, purpose, what to add, sources)
is therefore called in the notebook, and `report.show` shows what it gives.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

from needs.present import words
from needs.present.assessment import Assessment
from needs.present.evidence import evidence as table_of_evidence
from needs.present.glossary import GLOSSARY
from needs.present.kit.frame import NO_DECISION, masthead_of, of_authorities, of_quarter, see_also
from needs.present.kit.html import Number, element, table
from needs.present.kit.section import Box, heading, paragraph, plain
from needs.present.numbers import SHORTHAND_EXPLAINED, capital, in_words
from needs.present.sections import voices
from needs.present.sections.actions import NOT_RECORDED, OVERDUE, by_due, open_before, said_of_actions, stands
from needs.present.sections.appendices import COUNTED_SAFELY, COUNTED_TRULY
from needs.present.sections.change_in_money import change_of, said
from needs.present.sections.money import amounts, costs
from needs.present.sections.objectives import linked
from needs.present.sections.plan import Plan, Standing, day_in_words, standings
from needs.present.sections.priorities import furthest, said_of, said_of_all, within

WHAT_FIGURES_ARE = "What the partnership's own document prints, and what was counted from records"
PURPOSE = {
    False: "This document follows the treatment plan of {area}: its objectives, priorities, actions and money.",
    True: "This document would follow the treatment plan of {area}, and says what one is made of.",
}
NOT_AT_HAND = "No plan for this quarter is at hand"


def masthead(plan: Plan) -> Markup:
    """The title, which days the plan covers and who leads it; or that there is none."""
    assessment = plan.assessment
    title = f"Treatment plan: {assessment.area.name}, {assessment.quarter}"
    summary = _summary(plan) | of_authorities(assessment) | see_also(assessment, "treatment_plan")
    return masthead_of(title, "No plan" if plan.absent else "Printed plan", summary, assessment.band)


def _summary(plan: Plan) -> dict[str, str]:
    rows = of_quarter(plan.assessment.quarter, WHAT_FIGURES_ARE)
    if plan.absent:
        return rows | {"Plan": NOT_AT_HAND, "Figures": "None"}
    days = f"{day_in_words(plan.start)} to {day_in_words(plan.end)}"
    led_by = plan.document.led_by or "not printed"
    return rows | {"Plan": f"{plan.title}: {days}, {plan.document.covers}", "Led by": led_by}


def purpose(plan: Plan) -> list:
    """What the document is for, what the plan says of its own purpose and background, and that no decision is asked for."""
    return [
        plain(PURPOSE[bool(plan.absent)].format(area=plan.assessment.area.name)),
        voices.printed(plan.assessment, "purpose", "background") if not plan.absent else None,
        plain(NO_DECISION),
    ]


def messages(plan: Plan) -> Box:
    """What matters most: priorities, actions, money, and what is least certain."""
    all_standings, all_stands = standings(plan), stands(plan)
    worst, good = furthest(all_standings), within(all_standings)
    leads = {
        "Priorities": _sentence(said_of_all(all_standings) if all_standings else ""),
        "Furthest from its target": said_of(worst) if worst else _sentence(""),
        "Within its target": said_of(good[0]) if good else _sentence(""),
        "Actions": _sentence(said_of_actions(plan, all_stands) if all_stands else ""),
        "Money": _money(plan),
        "Least certain": _sentence(_uncertain(all_standings)),
    }
    return Box("key-messages", ([paragraph(statement, lead=f"{lead}.") for lead, statement in leads.items()],))


def at_a_glance(plan: Plan) -> Markup:
    """How many of everything the plan has, and of how much something is missing."""
    all_standings, all_stands = standings(plan), stands(plan)
    counts = {
        "Objectives": len(plan.rows.objectives),
        "Priorities": len(all_standings),
        "Priorities with a baseline and a target in figures": sum(
            standing.both is not None for standing in all_standings
        ),
        "Priorities whose target cannot be put in people": len(_not_in_people(all_standings)),
        "Actions": len(all_stands),
        "Actions overdue unless done": by_due(all_stands).get(OVERDUE, 0),
        "Actions carried over from earlier plans": len(open_before(plan)),
        "Actions without a recorded status": sum(stand.status == NOT_RECORDED for stand in all_stands),
        "Lines of money": len(plan.rows.funding),
        "Consultations": len(plan.rows.consultations),
        "Risks": len(plan.rows.risks),
        "Things that reviews asked for": len(plan.rows.attention),
        "Reports": len(plan.rows.reports),
    }
    rows = [[name, Number(str(count))] for name, count in counts.items()]
    return table("At a glance", ["What", "Number"], rows)


def _sentence(text: str) -> words.Statement:
    return words.Statement(text, ())


def _money(plan: Plan) -> words.Statement:
    if plan.rows.funding.empty:
        return _sentence("The plan prints none.")
    if not amounts(plan):
        return _sentence("The plan names who pays, and prints no amount.")
    if not costs(plan):
        return _sentence("No amount can be set beside people of the same year.")
    cost = costs(plan)[0]
    money = f"{cost.line.text}: {cost.money.qualified} in {cost.line.financial_year}"
    people = f"beside {cost.people.qualified} people ({cost.people.kind})."
    change = change_of(plan)
    beside = words.Statement(f"{money}, {people}", (cost.money, cost.people))
    return words.together(beside, said(change)) if change else beside


def _uncertain(all_standings: list[Standing]) -> str:
    if not all_standings:
        return "The plan prints no figure, so nothing says how far it has come."
    unknown = len(_not_in_people(all_standings))
    if not unknown:
        return "No printed figure has an interval, so chance cannot be ruled out."
    return f"What the target means in people is unknown for {in_words(unknown)} of {in_words(len(all_standings))} priorities."


def _not_in_people(all_standings: list[Standing]) -> list[Standing]:
    """Priorities that ask for more, where no count says for how many people."""
    return [standing for standing in all_standings if standing.asks_for_more and standing.people != standing.people]


WHERE_FIGURES_LIE = "a figure in data/raw/published, or a table of figures in data/raw/local"
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
    "risks.csv": "each risk to the plan, how likely it is, what it would do, and the role that owns it",
    "attention.csv": "each thing that a review asked for, since when, and what became of it",
    "reports.csv": "each self-audit, report on drug-related deaths or on children and families, and tender",
}


@dataclass(frozen=True)
class Gap:
    """One thing that rows lack: how many lack it, of how many, and where it is to be written."""

    what: str
    lacking: int
    rows: int
    where: str


def to_add(plan: Plan) -> list:
    """The gaps of the plan, or, where there is no plan, the tables that one is made of."""
    folder = f"data/raw/plans/{plan.assessment.area.partnership}"
    if plan.absent:
        what = f"A plan is a few small tables in {folder}. Each row has its place in the partnership's own document."
        return [plain(what), table("The tables of a plan", ["Table", "One row is"], list(map(list, TABLES.items())))]
    lacking = [gap for gap in gaps(plan) if gap.lacking]
    if not lacking:
        return [plain("Nothing that this document needs is missing from the plan.")]
    rows = [[gap.what, Number(f"{gap.lacking} of {gap.rows}" if gap.rows else "no row"), gap.where] for gap in lacking]
    return [
        plain(f"{capital(in_words(len(lacking)))} things are missing. Nothing was estimated to fill them."),
        table(f"What to add to {folder}", ["What is missing", "Rows", "Where it is written"], rows),
    ]


def refused(plan: Plan) -> list | None:
    """The files and rows of the partnership's plans that were refused: what was wrong with each, and what to do."""
    problems = plan.assessment.refusals("plans").to_dict("records")
    if not problems:
        return None
    rows = [
        [problem["file"], problem["lines"] or "whole file", _wrong(problem), problem["wanted"]] for problem in problems
    ]
    headers = ["File", "Lines", "What was wrong", "What to write"]
    return [
        heading("Refused rows"),
        plain(
            "These rows of the plan broke a rule, so this document leaves them out. The other rows of their files are used."
        ),
        table(f"Refused in the plans of {plan.assessment.area.name}", headers, rows),
    ]


def _wrong(problem: dict[str, str]) -> str:
    """The cell as it was found."""
    if not problem["column"]:
        return capital(problem["found"])
    cell = f"“{problem['found']}”" if problem["found"] else "empty"
    return f"The column {problem['column']} is {cell}"


def gaps(plan: Plan) -> list[Gap]:
    """Every gap that is looked for, those that nothing lacks too."""
    all_standings, rows = standings(plan), plan.rows
    points = [
        standing
        for standing in all_standings
        if standing.asks_for_more and standing.now and standing.now.unit == "percent"
    ]
    shown = [standing for standing in all_standings if standing.now and standing.now.is_shown]
    return [
        Gap("Objectives without a link to a national indicator", _unlinked(plan), len(rows.objectives), "objective_indicators.csv"),
        Gap("Priorities without a baseline in figures", len(all_standings) - len(shown), len(all_standings), WHERE_FIGURES_LIE),
        Gap("Priorities without a target in figures", sum(not _has_target(standing) for standing in all_standings), len(all_standings), WHERE_FIGURES_LIE),
        Gap("Targets in points without a count of people", len(_not_in_people(points)), len(points), "priorities.csv, column percentage_of"),
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
    with_amount, with_people = {row.item for row, _ in amounts(plan)}, {cost.line.item for cost in costs(plan)}
    return [
        Gap("Lines of money without an amount", len(set(lines) - with_amount), len(lines), WHERE_FIGURES_LIE),
        Gap("Lines of money without people beside them", len(set(lines) - with_people), len(lines), "funding.csv, column people_measures"),
    ]  # fmt: skip


def _unlinked(plan: Plan) -> int:
    return len(set(plan.rows.objectives["objective"]) - linked(plan))


def _has_target(standing: Standing) -> bool:
    is_judged = standing.now is not None and standing.now.target is not None
    return is_judged or bool(standing.target and standing.target.is_shown)


def _empty(rows: pd.DataFrame, column: str) -> int:
    return int((rows[column] == "").sum())


TERMS = ("Baseline", "Effective treatment", "Financial year", "NDTMS", "Partnership", "Percentage point", "Planned exit", "Retention", "Tier 4", "TOP")  # fmt: skip
METHODS = (
    ("Plan", "Transcribed by hand from the document that the partnership printed. Every row names its place in it."),
    ("Roles", "The document names officers. Here they are given by their role where it is printed, and never by name."),
    ("Figures", "A priority names the measure and group of its printed figures. No figure is written twice."),
    (
        "Baseline",
        "The latest printed figure of a time before the plan, or of the quarter itself. Forecasts are left out.",
    ),
    ("Verdict", "By the figures as printed. No verdict if direction or target is not known."),
    (
        "In people",
        "Points times the number of people the percentage is of: printed, or counted for the very same days.",
    ),
    (
        "Overdue",
        "Due on or before the quarter's last day, with no record that it is done. A month ends on its last day.",
    ),
    (
        "Carried over",
        "Actions of earlier plans that no record says were done or stopped before this plan began.",
    ),
    ("Unit cost", "Printed money divided by printed people of the same year. The line may pay for other things too."),
    ("Change", "The percentage given as a parameter, applied to every line. People change in step with money."),
    (
        "Links",
        "Printed where the document links an objective to an indicator; ours where an objective's words name it.",
    ),
)


def evidence(assessment: Assessment) -> Callable[[], object]:
    """The evidence of every figure that was shown before it, or that none was."""
    return lambda: (
        table_of_evidence(assessment, "treatment-plan")
        if assessment.cited
        else plain("No figure is given in this document.")
    )


def how_it_was_read(assessment: Assessment) -> Markup:
    """The rules by which the plan was read and its figures judged."""
    return table("How the plan was read", ["Step", "Rule"], [list(step) for step in METHODS])


def sources(plan: Plan) -> Markup | None:
    """The document that the plan is, and every source of a figure in the cells before; nothing where there is no plan."""
    if plan.absent:
        return None
    cited = {source for fact in plan.assessment.cited.values() for source in fact.source.split("; ")}
    rows = [
        [row["title"], row["publisher"], row["licence"], row["attribution"]]
        for row in plan.assessment.safe.sources.to_dict("records")
        if row["source"] in {plan.document.source, *cited}
    ]
    return table("Sources", ["Source", "Publisher", "Licence", "Attribution"], rows)


def disclosure(assessment: Assessment) -> list[Markup]:
    """That what is printed was public before, and how counts were made safe, or that they are true ones."""
    told = COUNTED_TRULY if assessment.safe.band else COUNTED_SAFELY
    return [plain("What is printed here was public before."), *map(plain, told)]


def glossary(assessment: Assessment) -> Markup:
    """The terms that plans use, and the shorthand of tables."""
    terms = [(element("dt", term), element("dd", GLOSSARY[term])) for term in TERMS]
    signs = [(element("dt", sign), element("dd", meaning)) for sign, meaning in SHORTHAND_EXPLAINED.items()]
    return element("dl", terms, signs, class_="glossary")

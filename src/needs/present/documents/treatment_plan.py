"""The treatment plan: its first and last pages, what is left to add, and its sections in order.

`assess` starts a document and `plan_of` adds the plan to it; every other function takes the plan and gives one section.
"""

from dataclasses import dataclass

from needs.measure.safe import Safe
from needs.parameters import check
from needs.present import words
from needs.present.assessment import Assessment
from needs.present.evidence import evidence
from needs.present.glossary import GLOSSARY
from needs.present.kit.frame import COUNTED_SAFELY, COUNTED_TRULY, NO_DECISION, masthead, of_quarter, see_also
from needs.present.kit.html import Html, Number, element, table
from needs.present.kit.section import Box, cited, paragraph, plain
from needs.present.numbers import SHORTHAND_EXPLAINED, capital, in_words
from needs.present.sections import voices
from needs.present.sections.actions import (
    NOT_RECORDED,
    OVERDUE,
    actions,
    by_due,
    consultation,
    said_of_actions,
    stands,
    workforce,
)
from needs.present.sections.money import Cost, amounts, costs, money
from needs.present.sections.plan import Plan, Standing, day_in_words, plan_of, standings
from needs.present.sections.priorities import furthest, linked, objectives, priorities, said_of, summary, within

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
        return cited(plan.assessment, plain(said), table("The tables of a plan", ["Table", "One row is"], rows))
    found = [gap for gap in gaps(plan) if gap.lacking]
    rows = [[gap.what, Number(f"{gap.lacking} of {gap.rows}" if gap.rows else "no row"), gap.where] for gap in found]
    if not rows:
        return cited(plan.assessment, plain("Nothing that this document needs is missing from the plan."))
    return cited(
        plan.assessment,
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
        Gap("Priorities without a baseline in figures", len(stood) - len(shown), len(stood), WHERE_FIGURES_LIE),
        Gap("Priorities without a target in figures", sum(not _has_target(one) for one in stood), len(stood), WHERE_FIGURES_LIE),
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
        Gap("Lines of money without an amount", len(set(lines) - with_amount), len(lines), WHERE_FIGURES_LIE),
        Gap("Lines of money without people beside them", len(set(lines) - with_people), len(lines), "funding.csv, column people_measures"),
    ]  # fmt: skip


def _unlinked(plan: Plan) -> int:
    return len(set(plan.rows.objectives["objective"]) - linked(plan))


def _has_target(one) -> bool:
    return (one.now is not None and one.now.target is not None) or bool(one.target and one.target.is_shown)


def _empty(rows, column: str) -> int:
    return int((rows[column] == "").sum())


WHAT_FIGURES_ARE = "What the partnership's own document prints, and what was counted from records"
PURPOSE = {
    False: "This document follows the treatment plan of {area}: its objectives, priorities, actions and money.",
    True: "This document would follow the treatment plan of {area}, and says what one is made of.",
}
NOT_AT_HAND = "No plan for this quarter is at hand"


def opening(plan: Plan) -> Html:
    """Masthead, purpose and decision, key messages; without a plan, one sentence that says so."""
    messages = plain(plan.absent) if plan.absent else _messages(plan)
    return cited(plan.assessment, _masthead(plan), element("h2", "Key messages"), messages)


def _masthead(plan: Plan):
    title = f"Treatment plan: {plan.assessment.area.name}, {plan.assessment.quarter}"
    return [
        masthead(
            title,
            "No plan" if plan.absent else "Printed plan",
            _summary(plan) | see_also(plan.assessment, "treatment_plan"),
            plan.assessment.band,
        ),
        element("h2", "Purpose and decision"),
        plain(PURPOSE[bool(plan.absent)].format(area=plan.assessment.area.name)),
        voices.printed(plan.assessment, "purpose", "background") if not plan.absent else None,
        plain(NO_DECISION),
    ]


def _summary(plan: Plan) -> dict[str, str]:
    quarter = plan.assessment.quarter
    rows = of_quarter(quarter, WHAT_FIGURES_ARE)
    if plan.absent:
        return rows | {"Plan": NOT_AT_HAND, "Figures": "None"}
    days = f"{day_in_words(plan.start)} to {day_in_words(plan.end)}"
    led_by = plan.document.led_by or "not printed"
    return rows | {"Plan": f"{plan.title}: {days}, {plan.document.covers}", "Led by": led_by}


def _messages(plan: Plan):
    stood, acted = standings(plan), stands(plan)
    worst, good, dear = furthest(stood), within(stood), costs(plan)
    said = {
        "Priorities": words.Statement(summary(stood) if stood else "", ()),
        "Furthest from its target": said_of(worst) if worst else words.Statement("", ()),
        "Within its target": said_of(good[0]) if good else words.Statement("", ()),
        "Actions": words.Statement(said_of_actions(plan, acted) if acted else "", ()),
        "Money": words.Statement(_money(plan, dear), tuple(dear[0:1] and (dear[0].money, dear[0].people))),
        "Least certain": words.Statement(_uncertain(stood), ()),
    }
    messages = [paragraph(statement, lead=f"{lead}.") for lead, statement in said.items()]
    return [
        Box("key-messages", (messages,)),
        table("At a glance", ["What", "Number"], _glance(plan, stood, acted)),
    ]


def _money(plan: Plan, found: list[Cost]) -> str:
    if plan.rows.funding.empty:
        return "The plan prints none."
    if not amounts(plan):
        return "The plan names who pays, and prints no amount."
    if not found:
        return "No amount can be set beside people of the same year."
    one = found[0]
    money = f"{one.line.text}: {one.money.qualified} in {one.line.financial_year}"
    return f"{money}, beside {one.people.qualified} people ({one.people.kind})."


def _uncertain(stood: list[Standing]) -> str:
    unknown = [one for one in stood if one.asks_for_more and one.people != one.people]
    if not stood:
        return "The plan prints no figure, so nothing says how far it has come."
    if not unknown:
        return "No printed figure has an interval, so chance cannot be ruled out."
    return (
        f"What the target means in people is unknown for {in_words(len(unknown))} of {in_words(len(stood))} priorities."
    )


def _glance(plan: Plan, stood: list[Standing], acted) -> list[list]:
    unknown = sum(one.asks_for_more and one.people != one.people for one in stood)
    counts = {
        "Objectives": len(plan.rows.objectives),
        "Priorities": len(stood),
        "Priorities with a baseline and a target in figures": sum(one.has_both for one in stood),
        "Priorities whose target cannot be put in people": unknown,
        "Actions": len(acted),
        "Actions overdue unless done": by_due(acted).get(OVERDUE, 0),
        "Actions without a recorded status": sum(one.status == NOT_RECORDED for one in acted),
        "Lines of money": len(plan.rows.funding),
        "Consultations": len(plan.rows.consultations),
    }
    return [[name, Number(str(count))] for name, count in counts.items()]


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
    ("Unit cost", "Printed money divided by printed people of the same year. The line may pay for other things too."),
    ("Change", "The percentage given as a parameter, applied to every line. People change in step with money."),
    (
        "Links",
        "Printed where the document links an objective to an indicator; ours where an objective's words name it.",
    ),
)


def closing(plan: Plan) -> Html:
    """The evidence of each figure, methods and sources, disclosure, and the terms."""
    assessment = plan.assessment
    terms = [(element("dt", term), element("dd", GLOSSARY[term])) for term in TERMS]
    signs = [(element("dt", sign), element("dd", meaning)) for sign, meaning in SHORTHAND_EXPLAINED.items()]
    return cited(
        plan.assessment,
        element("h2", "Evidence", class_="appendix"),
        evidence(assessment, "treatment-plan") if assessment.cited else plain("No figure is given in this document."),
        element("h2", "Methods and sources", class_="appendix"),
        table("How the plan was read", ["Step", "Rule"], [list(item) for item in METHODS]),
        None if plan.absent else _sources(plan),
        element("h2", "Disclosure", class_="appendix"),
        plain("What is printed here was public before."),
        *map(plain, COUNTED_TRULY if plan.assessment.safe.band else COUNTED_SAFELY),
        element("h2", "Glossary and shorthand", class_="appendix"),
        element("dl", terms, signs, class_="glossary"),
    )


def _sources(plan: Plan):
    """The document that the plan is, and every source of a figure given here."""
    used = {
        plan.document.source,
        *(source for fact in plan.assessment.cited.values() for source in fact.source.split("; ")),
    }
    rows = [
        [row["title"], row["publisher"], row["licence"], row["attribution"]]
        for row in plan.assessment.safe.sources.to_dict("records")
        if row["source"] in used
    ]
    return table("Sources", ["Source", "Publisher", "Licence", "Attribution"], rows)


PARAMETERS = ("partnership", "quarter", "policy", "cut_percent")

__all__ = [
    "actions", "assess", "closing", "consultation", "money", "objectives", "opening", "plan_of", "priorities", "to_add",
    "workforce",
]  # fmt: skip


def assess(safe: Safe, partnership: str, quarter: str, cells: list[str]) -> Assessment:
    """The assessment of a partnership in a quarter; `cells` is what the kernel has run, to catch a misspelt parameter."""
    check(cells, PARAMETERS)
    return Assessment.of(safe, partnership, quarter)
